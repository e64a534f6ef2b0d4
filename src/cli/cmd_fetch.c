/* cli/cmd_fetch.c - `fetch [SYMBOL...]`: fill or refresh the cache. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/cmd.h"
#include "model/engine.h"
#include "model/source.h"
#include "model/universe_file.h"
#include "model/wants.h"
#include "ui/errand.h"

#define BAR_COLUMNS 24
#define REDRAW_MS 100

static volatile sig_atomic_t interrupted;

static void
note_signal(int signal)
{
	interrupted = signal;
}

/* --- progress ---------------------------------------------------------------------------------- */

struct meter {
	bool terminal;
	int64_t began_ms, drawn_ms;
	size_t failed;
	bool on_line;                    /* the cursor stands behind a bar */
};

static void
erase(struct meter *m)
{
	if (m->on_line)
		fputs("\r\033[K", stderr);
	m->on_line = false;
}

/* ", 3 min left", by the time that each took so far; "" while that says little. */
static void
time_left(const struct meter *m, const struct bt_progress *p, char *out, size_t size)
{
	int64_t spent_ms = bt_clock_mono_ms() - m->began_ms;
	int64_t left_s = p->done ? spent_ms / (int64_t)p->done * (int64_t)(p->total - p->done) / 1000 : 0;

	out[0] = '\0';
	if (p->done < 20 || left_s < 10)
		return;
	if (left_s < 100)
		snprintf(out, size, ", %lld s left", (long long)left_s);
	else
		snprintf(out, size, ", %lld min left", (long long)(left_s + 30) / 60);
}

/* "[########----------------]  120/529, 3 min left  chart AAPL", cut to the line. */
static void
draw(struct meter *m, const struct bt_progress *p)
{
	struct winsize size;
	char bar[BAR_COLUMNS + 1], line[256], left[40];
	size_t full = p->total ? p->done * BAR_COLUMNS / p->total : 0;
	int columns = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1 : 79;

	memset(bar, '-', BAR_COLUMNS);
	memset(bar, '#', full < BAR_COLUMNS ? full : BAR_COLUMNS);
	bar[BAR_COLUMNS] = '\0';
	time_left(m, p, left, sizeof(left));
	snprintf(line, sizeof(line), "[%s] %zu/%zu%s  %s", bar, p->done, p->total, left, p->what);
	fprintf(stderr, "\r%.*s\033[K", columns, line);
	m->on_line = true;
}

static void
on_progress(void *user, const struct bt_progress *p)
{
	struct meter *m = user;
	int64_t now_ms = bt_clock_mono_ms();
	char left[40];

	if (p->failed > m->failed) {
		erase(m);
		fprintf(stderr, "failed: %s: %s\n", p->what, p->cause ? p->cause : "");
		m->failed = p->failed;
	}
	if (m->terminal && (now_ms - m->drawn_ms >= REDRAW_MS || p->done == p->total)) {
		draw(m, p);
		m->drawn_ms = now_ms;
	} else if (!m->terminal && (p->done % 50 == 0 || p->done == p->total)) {
		time_left(m, p, left, sizeof(left));
		fprintf(stderr, "%zu/%zu%s  %s\n", p->done, p->total, left, p->what);
	}
}

/* --- the command ------------------------------------------------------------------------------- */

static enum bt_status
check_source(const struct bt_cmd *cmd, struct bt_err *err)
{
	enum bt_source_kind kind;

	if (!bt_source_kind(cmd->settings->data_source, &kind) || kind != BT_SOURCE_YAHOO)
		return bt_err_set(err, BT_E_USAGE, "nothing to fetch from '%s': it is read in place",
		                  cmd->settings->data_source);
	if (cmd->settings->data_offline)
		return bt_err_set(err, BT_E_USAGE, "fetch asks the network: it cannot be offline");
	if (!cmd->cache)
		return bt_err_set(err, BT_E_IO, "no place for the cache: set --cache or HOME");
	return BT_OK;
}

/* The signal once asks for a clean end, twice ends at once. */
static void
catch_signals(void)
{
	struct sigaction act = {.sa_handler = note_signal, .sa_flags = SA_RESETHAND | SA_RESTART};
	static const int polite[] = {SIGINT, SIGTERM, SIGHUP};

	for (size_t i = 0; i < sizeof(polite) / sizeof(polite[0]); i++)
		sigaction(polite[i], &act, NULL);
}

/* What fired in this run, oldest first: a line each, and the user's program, which is not waited for. */
static void
tell_alerts(const struct bt_settings *s, const struct bt_alert_list *list)
{
	struct bt_errands errands = {0};

	for (size_t i = list->n_event; i-- > 0;) {
		const struct bt_alert_event *event = &list->event[i];
		const char *const argument[] = {event->name, event->why, NULL};
		struct bt_err err;

		if (!event->mine)
			continue;
		printf("ALERT %s: %s\n", event->name, event->why);
		if (*s->programs_alert && bt_errand_start(&errands, s->programs_alert, argument, bt_clock_mono_ms(), &err))
			fprintf(stderr, "broadtape: [programs] alert: %s\n", err.text);
	}
}

static enum bt_status
conclude(const struct bt_snapshot *s, size_t failed, struct bt_err *err)
{
	const char *cause = s->n_message ? s->message[0].text : "";

	fprintf(stderr, "%zu symbols, %zu bars, %zu news items in the cache; %zu requests today (UTC)\n",
	        s->health.cache.symbols, s->health.cache.bars, s->n_news, bt_health_requests(&s->health));
	if (s->health.cache.read_only || (*s->health.cache.note && s->health.cache.bytes < 0))
		return bt_err_set(err, BT_E_STORE, "nothing was kept: %s", s->health.cache.note);
	if (failed)
		return bt_err_set(err, BT_E_PROVIDER, "%zu request%s failed%s%s; what came is kept, run it "
		                  "again for the rest", failed, failed == 1 ? "" : "s", *cause ? ": " : "",
		                  cause);
	return BT_OK;
}

enum bt_status
bt_cmd_fetch(const struct bt_cmd *cmd, struct bt_err *err)
{
	struct meter meter = {.terminal = isatty(STDERR_FILENO), .began_ms = bt_clock_mono_ms()};
	struct bt_engine_config config = {
		.source = cmd->settings->data_source, .settings = cmd->settings, .cache = cmd->cache,
		.alerts = cmd->alerts_path, .as_of = BT_DATE_NONE,
	};
	struct bt_run run = {.judges = true, .progress = on_progress, .user = &meter, .interrupted = &interrupted};
	struct bt_snapshot *snap;
	size_t failed;
	enum bt_status st = check_source(cmd, err);

	if (!st && strcmp(cmd->settings->data_universe, "all") != 0)
		st = bt_universe_open(cmd->settings->data_universe, cmd->arena, &config.universe, err);
	if (st)
		return st;
	run.want = bt_want_of_all(cmd->settings, cmd->arena);
	if (cmd->args->n_arg)
		run.want = (struct bt_want){.word = cmd->args->arg, .n_word = cmd->args->n_arg};
	catch_signals();
	st = bt_engine_run_once(&config, &run, &snap, &failed, err);
	erase(&meter);
	if (st)
		return st;
	tell_alerts(cmd->settings, &snap->alerts);
	st = conclude(snap, failed, err);
	bt_snapshot_free(snap);
	if (interrupted) {
		signal((int)interrupted, SIG_DFL);
		raise((int)interrupted);
	}
	return st;
}
