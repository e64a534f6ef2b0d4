/* cli/cmd_doctor.c - `doctor`: what works, what does not, and what to do about it. */
#include <langinfo.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/cmd.h"
#include "cli/out.h"
#include "cli/scene.h"
#include "core/calendar.h"
#include "model/module.h"

#define LIMIT_MS 10000           /* that the network may take to answer */

struct visit {
	const struct bt_cmd *cmd;
	struct bt_buf out;
	enum bt_status worst;        /* of what does not work */
};

enum mark { GOOD, NOTE, BAD };

static void say(struct visit *v, enum mark mark, const char *part, const char *fmt, ...)
        BT_PRINTF(4, 5);

static void
say(struct visit *v, enum mark mark, const char *part, const char *fmt, ...)
{
	static const char *const words[] = {[GOOD] = "ok", [NOTE] = "note", [BAD] = "BAD"};
	char text[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	bt_buf_printf(&v->out, "%-5s %-9s %s\n", words[mark], part, text);
}

static void
fail(struct visit *v, enum bt_status st, const char *part, const char *text)
{
	if (v->worst == BT_OK)
		v->worst = st;
	say(v, BAD, part, "%s", text);
}

static void
look_at_terminal(struct visit *v)
{
	const char *term = getenv("TERM");
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		say(v, NOTE, "terminal", "standard output is none; the screen needs one, show does not");
	else if (!term || !*term || strcmp(term, "dumb") == 0)
		say(v, NOTE, "terminal", "TERM is '%s': the screen cannot be drawn on it; use show",
		    term ? term : "");
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col < 40)
		say(v, NOTE, "terminal", "%s, %dx%d: too small, the screen needs 40x10", term,
		    size.ws_col, size.ws_row);
	else
		say(v, GOOD, "terminal", "%s, %dx%d", term, size.ws_col, size.ws_row);
}

static void
look_at_locale(struct visit *v)
{
	const char *codeset = nl_langinfo(CODESET);

	if (strcmp(codeset, "UTF-8") == 0)
		say(v, GOOD, "locale", "UTF-8");
	else
		say(v, NOTE, "locale", "%s: only ASCII is drawn; set LC_CTYPE to a UTF-8 locale such as "
		    "C.UTF-8", codeset);
}

static void
look_at_settings(struct visit *v)
{
	const struct bt_conf_faults *faults = v->cmd->faults;

	for (size_t i = 0; i < faults->n; i++)
		fail(v, BT_E_PARSE, "settings", faults->at[i].text);
	if (!v->cmd->conf_path)
		say(v, NOTE, "settings", "no place for them: neither XDG_CONFIG_HOME nor HOME is set");
	else if (access(v->cmd->conf_path, R_OK) != 0)
		say(v, GOOD, "settings", "all at their defaults; %s is not there", v->cmd->conf_path);
	else if (faults->n == 0)
		say(v, GOOD, "settings", "%s", v->cmd->conf_path);
}

static void
look_at_calendar(struct visit *v)
{
	const struct bt_calendar *cal = &v->cmd->settings->calendar;
	struct bt_session_now now = bt_session_at(cal, v->cmd->now_utc);
	struct bt_day day = bt_calendar_day(cal, now.date);
	char date[BT_DATE_SIZE];

	say(v, day.checked ? GOOD : NOTE, "calendar", "%s in New York: %s%s%s; %zu days of your own%s",
	    bt_date_format(now.date, date), bt_session_name(now.session), *day.name ? ", " : "", day.name,
	    cal->n, day.checked ? "" : "; the exchange's own calendar of this year is not known, only its rules");
}

static void
look_at_network(struct visit *v)
{
	const struct bt_transport_ops *ops;
	struct bt_err err;

	if (v->cmd->settings->data_offline)
		say(v, NOTE, "network", "not asked: offline");
	else if (bt_module_load(NULL, &ops, &err))
		fail(v, BT_E_NET, "network", err.text);
	else
		say(v, GOOD, "network", "%s", ops->version());
}

static void
look_at_provider(struct visit *v, const struct bt_provider_health *p)
{
	char stamp[BT_CLOCK_STAMP_SIZE];

	if (p->fault && p->next_try_utc)
		fail(v, BT_E_PROVIDER, p->id, bt_arena_printf(v->cmd->arena, "%s; not asked again before %s",
		     p->cause, bt_clock_stamp(p->next_try_utc, stamp)));
	else if (p->fault)
		fail(v, BT_E_PROVIDER, p->id, p->cause);
	else if (p->last_ok_utc)
		say(v, GOOD, p->id, "%s answered at %s in %lld ms", p->name,
		    bt_clock_stamp(p->last_ok_utc, stamp), (long long)p->latency_ms);
	else
		say(v, NOTE, p->id, "%s was never asked", p->name);
}

static void
look_at_clock(struct visit *v, const struct bt_health *h)
{
	if (*h->clock_note)
		fail(v, BT_E_IO, "clock", h->clock_note);
	else if (h->clock_ahead_s == h->clock_ahead_s)
		say(v, GOOD, "clock", "within %.0f s of the servers'", fabs(h->clock_ahead_s));
	else
		say(v, NOTE, "clock", "no server has told the time");
}

static void
look_at_cache(struct visit *v, const struct bt_cache_health *c)
{
	char from[BT_DATE_SIZE], to[BT_DATE_SIZE];

	if (*c->note)
		fail(v, BT_E_STORE, "cache", bt_arena_printf(v->cmd->arena, "%s: %s", c->path, c->note));
	else if (!*c->path)
		say(v, NOTE, "cache", "none is used");
	else
		say(v, GOOD, "cache", "%s: %lld bytes%s, %zu symbols loaded, %zu bars from %s to %s", c->path,
		    (long long)c->bytes, c->read_only ? ", read only" : "", c->symbols, c->bars,
		    bt_date_format(c->oldest, from), bt_date_format(c->newest, to));
}

static void
look_at_health(struct visit *v, const struct bt_health *h)
{
	for (size_t i = 0; i < h->n_provider; i++)
		look_at_provider(v, &h->provider[i]);
	look_at_clock(v, h);
	look_at_cache(v, &h->cache);
}

/* Ask for one symbol, whatever the cache holds of it. */
static void
look_at_source(struct visit *v)
{
	const char *word[] = {v->cmd->settings->data_benchmark};
	struct bt_run run = {.limit_ms = LIMIT_MS, .want = {.word = word, .n_word = 1,
	                                                   .everything = true}};
	struct bt_engine_config config;
	struct bt_snapshot *snap;
	char last[BT_DATE_SIZE];
	struct bt_err err;
	enum bt_status st = bt_scene_config(v->cmd, &config, &err);

	if (st == BT_OK)
		st = bt_engine_run_once(&config, &run, &snap, NULL, &err);
	if (st) {
		fail(v, st, "source", err.text);
		return;
	}
	say(v, snap->market.n ? GOOD : NOTE, "source", "%s: %zu symbols, last session %s%s",
	    config.source, snap->market.n, bt_date_format(bt_market_last(&snap->market), last),
	    snap->market.n ? "" : "; run 'broadtape fetch', or look at --sample");
	if (!snap->market.sample)        /* whose sources are made up */
		look_at_health(v, &snap->health);
	bt_snapshot_free(snap);
}

enum bt_status
bt_cmd_doctor(const struct bt_cmd *cmd, struct bt_err *err)
{
	struct visit v = {.cmd = cmd};
	enum bt_status written;

	if (cmd->args->n_arg)
		return bt_err_set(err, BT_E_USAGE, "doctor takes no arguments");
	bt_buf_init(&v.out, 1 << 20);
	look_at_terminal(&v);
	look_at_locale(&v);
	look_at_settings(&v);
	look_at_calendar(&v);
	look_at_network(&v);
	look_at_source(&v);
	written = bt_out_write(&v.out, err);
	bt_buf_release(&v.out);
	if (!written)
		err->text[0] = '\0';            /* it is all said */
	return written ? written : v.worst;
}
