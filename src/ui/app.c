#include "ui/app.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/source.h"
#include "model/universe_file.h"
#include "model/wants.h"
#include "model/front.h"
#include "ui/desk.h"
#include "ui/errand.h"
#include "ui/front.h"
#include "ui/header.h"
#include "ui/keep.h"
#include "ui/live.h"
#include "ui/osc.h"
#include "ui/screen.h"
#include "ui/signal_fd.h"
#include "ui/term_guard.h"
#include "ui/typed.h"

#define STOP_WAIT_MS 200
#define FRONT_MS 25                      /* a key or a signal ends the wait, too */
#define RING_MS 60000                    /* bell and notice come no more often */

struct app {
	const struct bt_ui_options *options;
	struct bt_term *term;
	struct bt_engine *engine;
	struct bt_mailbox box;
	int signals;
	struct bt_screen screen;
	struct bt_desk *desk;
	struct bt_grid grid;
	struct bt_errands errands;       /* the user's alert program */
	int64_t rang_ms;                 /* when it was rung last; 0 never */
	struct bt_arena arena;           /* of universes that were asked for; the engine reads them */
	bool front_kept;                 /* the first picture that holds all of the cache has been */
	bool mouse_set;                  /* as the settings have it; a key may have changed it since */
	bool done;
	int status;
};

static void
paint(struct app *app)
{
	char title[120];
	int w, h;

	bt_term_size(app->term, &w, &h);
	bt_grid_reset(&app->grid, w, h);
	bt_screen_draw(&app->screen, &app->grid, bt_clock_utc());
	bt_term_flush(app->term, &app->grid);
	if (app->screen.settings->screen_title)
		bt_header_title(&app->screen, title, sizeof(title));
	bt_term_title(app->term, app->screen.settings->screen_title ? title : NULL);
}

static void
send(struct app *app, enum bt_command_kind kind)
{
	bt_engine_send(app->engine, kind, NULL, 0, NULL);
}

static void
pause_or_resume(struct app *app)
{
	bool paused = app->screen.snapshot && app->screen.snapshot->paused;

	send(app, paused ? BT_COMMAND_RESUME : BT_COMMAND_PAUSE);
}

/* The want of the headlines about the symbol that is open; "" where an expression is, or nothing. */
static const char *
headlines_of(const struct bt_screen *s, struct bt_arena *a)
{
	const char *text = s->detail.text;
	const struct bt_security *sec = s->snapshot && *text ? bt_market_find(&s->snapshot->market, text) : NULL;

	return sec ? bt_arena_printf(a, "%s%s", BT_WANT_NEWS, sec->symbol) : "";
}

/* Everything that the views may show, what the user has opened or added, and what is awaited. */
static void
send_wants(struct app *app)
{
	const struct bt_screen *s = &app->screen;
	const char *own[BT_RATIOS_TYPED + 5];
	struct bt_want want;
	const char **word;
	struct bt_arena a;
	size_t n = 0;

	bt_xarena_init(&a);
	if (s->lookup[0])
		own[n++] = bt_arena_printf(&a, "%s%s", BT_WANT_SYMBOLS, s->lookup);
	own[n++] = s->awaited;
	own[n++] = s->detail.text;
	own[n++] = headlines_of(s, &a);
	own[n++] = s->detail.compare;
	for (size_t i = 0; i < s->ratios.n_typed; i++)
		own[n++] = s->ratios.typed[i];
	want = bt_want_of_all(s->settings, &a);
	if (s->notes)
		bt_want_add_notes(&want, s->notes, &a);
	word = BT_ARENA_ARRAY(&a, want.n_word + n, const char *);
	memcpy(word, want.word, want.n_word * sizeof(*word));
	for (size_t i = 0; i < n; i++)
		if (*own[i])
			word[want.n_word++] = own[i];
	bt_engine_send(app->engine, BT_COMMAND_WANT, word, want.n_word, NULL);
	bt_arena_release(&a);
}

/* Keep what the user has changed at once, the rest when the program ends. */
static void
keep(struct app *app, bool everything)
{
	const char *path = app->options->state_path;
	struct bt_err err;

	if (path && (everything || app->screen.changed.n) &&
	    bt_keep_save(&app->screen, path, everything, &err) && !everything) {
		bt_screen_notice(&app->screen, true, "not kept for the next run: %s", err.text);
		app->screen.changed.n = 0;
	}
}

/* Let the cache have what the next run shows first. */
static void
keep_front(struct app *app)
{
	const struct bt_snapshot *snap = app->screen.snapshot;
	struct bt_buf bytes;

	bt_buf_init(&bytes, (size_t)8 << 20);
	if (bt_screen_front(&app->screen, &bytes)) {
		struct bt_front_bytes *f = BT_ARENA_NEW(&app->arena, struct bt_front_bytes);

		*f = (struct bt_front_bytes){
			.cache_serial = snap->cache_serial,
			.stamp = bt_front_stamp(snap->cache_serial, app->screen.settings, snap->universe, snap->market_count),
			.data = bt_arena_memdup(&app->arena, bytes.data, bytes.len), .len = bytes.len,
		};
		bt_engine_send(app->engine, BT_COMMAND_FRONT, NULL, 0, f);
		app->front_kept = true;
	}
	bt_buf_release(&bytes);
}

/* The settings changed: the engine reads the new ones, the terminal looks as they say. */
static void
follow_settings(struct app *app)
{
	const struct bt_settings *s = app->screen.settings;

	bt_engine_send(app->engine, BT_COMMAND_SETTINGS, NULL, 0, s);
	send_wants(app);
	bt_term_restyle(app->term, (enum bt_set_theme)s->screen_theme, (enum bt_set_updown)s->screen_updown,
	                s->screen_accessible);
	app->screen.grounds = bt_term_has_grounds(app->term);
	if (s->screen_mouse != app->mouse_set)
		bt_term_mouse(app->term, s->screen_mouse);
	app->mouse_set = s->screen_mouse;
}

static void
copy(struct app *app)
{
	struct bt_err err;

	if (bt_term_copy(app->term, app->screen.argument, &err))
		bt_screen_notice(&app->screen, true, "%s", err.text);
}

static void
measure_universe(struct app *app)
{
	struct bt_screen *s = &app->screen;
	const struct bt_universe *u = NULL;
	struct bt_err err;

	if (strcmp(s->argument, "all") != 0 && bt_universe_open(s->argument, &app->arena, &u, &err)) {
		bt_screen_notice(s, true, "%s", err.text);
		return;
	}
	if (bt_live_set(s, BT_SET_data_universe, NULL, s->argument, &err) == BT_OK)
		follow_settings(app);
	bt_engine_send(app->engine, BT_COMMAND_UNIVERSE, NULL, 0, u);
}

/* Another source; of files every symbol is a member, unless the user named a list. */
static void
change_source(struct app *app)
{
	struct bt_screen *s = &app->screen;
	const char *list = s->settings->data_universe, *name = s->argument;
	bool usual = strcmp(list, bt_setting_spec(BT_SET_data_universe)->def) == 0;
	const struct bt_universe *u = NULL;
	enum bt_source_kind kind;
	struct bt_err err;

	if (!bt_source_kind(name, &kind))
		return;
	if (strcmp(list, "all") != 0 && (kind == BT_SOURCE_YAHOO || !usual) &&
	    bt_universe_open(list, &app->arena, &u, &err)) {
		bt_screen_notice(s, true, "%s", err.text);
		return;
	}
	bt_engine_send(app->engine, BT_COMMAND_SOURCE, &name, 1, NULL);
	bt_engine_send(app->engine, BT_COMMAND_UNIVERSE, NULL, 0, u);
}

static void
drain_signals(struct app *app)
{
	int sig;

	while ((sig = bt_signal_fd_read(app->signals)) != 0) {
		if (sig == SIGWINCH) {
			bt_term_resized(app->term);
		} else if (sig == SIGTSTP) {
			bt_term_suspend(app->term);
		} else {
			app->done = true;
			app->status = 128 + sig;
		}
	}
}

/* What was typed to a program that had the terminal was meant for it. */
static void
drain_signals_of_child(struct app *app)
{
	int sig;

	while ((sig = bt_signal_fd_read(app->signals)) != 0) {
		if (sig == SIGINT || sig == SIGQUIT || sig == SIGTSTP || sig == SIGWINCH)
			continue;
		app->done = true;
		app->status = 128 + sig;
	}
}

static void
leave_terminal(void *app)
{
	bt_term_leave(((struct app *)app)->term);
}

static void
enter_terminal(void *app)
{
	drain_signals_of_child(app);
	bt_term_enter(((struct app *)app)->term);
}

static void
edit_notes(struct app *app)
{
	leave_terminal(app);
	bt_desk_edit(app->desk, bt_clock_utc());
	enter_terminal(app);
	send_wants(app);
}

/* Carry out what a key asks of the program; the screen has done its own part. */
static void
carry_out(struct app *app, enum bt_effect effect)
{
	switch (effect) {
	case BT_EFFECT_NONE:
		break;
	case BT_EFFECT_QUIT:
		app->done = true;
		break;
	case BT_EFFECT_REFRESH:
		send(app, BT_COMMAND_REFRESH);
		break;
	case BT_EFFECT_REFRESH_ALL:
		send(app, BT_COMMAND_REFRESH_ALL);
		break;
	case BT_EFFECT_PAUSE:
		pause_or_resume(app);
		break;
	case BT_EFFECT_SAMPLE:
		bt_engine_send(app->engine, BT_COMMAND_SOURCE, (const char *const[]){"sample"}, 1, NULL);
		break;
	case BT_EFFECT_SOURCE:
		change_source(app);
		break;
	case BT_EFFECT_MOUSE:
		bt_term_mouse(app->term, !bt_term_mouse_is_on(app->term));
		break;
	case BT_EFFECT_REDRAW:
		bt_term_forget(app->term);
		break;
	case BT_EFFECT_SUSPEND:
		bt_term_suspend(app->term);
		break;
	case BT_EFFECT_SETTINGS:
		follow_settings(app);
		break;
	case BT_EFFECT_COPY:
		copy(app);
		break;
	case BT_EFFECT_WANT:
		send_wants(app);
		break;
	case BT_EFFECT_UNIVERSE:
		measure_universe(app);
		break;
	case BT_EFFECT_NOTE:
		bt_desk_add_note(app->desk, app->screen.argument, bt_clock_utc());
		send_wants(app);
		break;
	case BT_EFFECT_EDIT:
		edit_notes(app);
		break;
	case BT_EFFECT_BROWSE:
		bt_desk_browse(app->desk, app->screen.news.link, leave_terminal, enter_terminal, app);
		break;
	}
}

/* All keys that are there, then one paint: held-down keys never lag behind. */
static void
drain_keys(struct app *app)
{
	for (;;) {
		struct bt_event ev = bt_term_read(app->term);

		if (ev.key == BT_KEY_NONE)
			return;
		carry_out(app, bt_screen_event(&app->screen, &ev, bt_clock_utc()));
		keep(app, false);
		if (app->done)
			return;
	}
}

/* The user's program, each alert its own. */
static void
start_alert_program(struct app *app)
{
	const struct bt_screen *s = &app->screen;

	for (size_t i = s->n_fired; i-- > 0 && *s->settings->programs_alert;) {
		const char *const argument[] = {s->fired[i].name, s->fired[i].why, NULL};
		struct bt_err err;

		if (bt_errand_start(&app->errands, s->settings->programs_alert, argument, bt_clock_mono_ms(), &err))
			bt_screen_notice(&app->screen, true, "ALERT %s: %s; [programs] alert: %s", s->fired[0].name,
			                 s->fired[0].why, err.text);
	}
}

/* Bell and notice, as the settings have them, at most once a minute. */
static void
ring(struct app *app)
{
	const struct bt_screen *s = &app->screen;
	int64_t now_ms = bt_clock_mono_ms();
	char text[BT_OSC_TEXT];

	if (app->rang_ms && now_ms - app->rang_ms < RING_MS)
		return;
	app->rang_ms = now_ms;
	if (s->settings->screen_bell)
		bt_term_bell(app->term);
	snprintf(text, sizeof(text), s->n_fired > 1 ? "ALERT %.60s: %.150s (and %zu more)" : "ALERT %.60s: %.150s",
	         s->fired[0].name, s->fired[0].why, s->n_fired - 1);
	bt_term_notice(app->term, (enum bt_set_notice)s->settings->screen_notice, text);
}

static void
take_snapshot(struct app *app)
{
	struct bt_snapshot *snap = bt_mailbox_take(&app->box);

	if (!snap)
		return;
	bt_screen_take(&app->screen, snap, bt_clock_utc());
	if (app->screen.n_fired) {
		start_alert_program(app);
		ring(app);
	}
}

static int
timeout_ms(struct app *app)
{
	int seconds = bt_screen_next_tick(&app->screen, bt_clock_utc());

	if (bt_errand_look(&app->errands, bt_clock_mono_ms()))
		return 1000;            /* look again soon */
	return seconds < 0 || seconds > 86400 ? -1 : seconds * 1000;
}

/* True when the terminal has gone: hung up, or readable without a byte. */
static bool
terminal_gone(const struct pollfd *tty)
{
	return tty->revents & (POLLHUP | POLLERR | POLLNVAL);
}

static void
loop(struct app *app)
{
	while (!app->done) {
		struct pollfd fds[] = {
			{.fd = bt_term_fd(app->term), .events = POLLIN},
			{.fd = app->signals, .events = POLLIN},
			{.fd = app->box.wake.rd, .events = POLLIN},
			{.fd = bt_desk_fd(app->desk), .events = POLLIN},
		};

		int ready = poll(fds, 4, timeout_ms(app));

		if (ready < 0 && errno != EINTR)
			break;
		if (ready == 0)
			bt_screen_tick(&app->screen, bt_clock_utc());
		if (terminal_gone(&fds[0])) {
			app->status = 128 + SIGHUP;
			break;
		}
		if (fds[1].revents)
			drain_signals(app);
		if (!app->done && fds[0].revents & POLLIN)
			drain_keys(app);
		bt_desk_keep_marks(app->desk, bt_clock_utc());
		if (fds[3].revents & POLLIN)
			bt_desk_changed(app->desk, bt_clock_utc());
		if (fds[2].revents & POLLIN)
			take_snapshot(app);
		if (!app->done)
			paint(app);
		if (!app->front_kept)
			keep_front(app);
	}
}

/* Everything that some view may show: the lists of the settings, the universe, the news. */
static enum bt_status
start_engine(struct app *app, struct bt_err *err)
{
	struct bt_arena words;
	struct bt_want want;
	enum bt_status st;

	bt_xarena_init(&words);
	want = bt_want_of_all(app->options->settings, &words);
	st = bt_engine_start(&app->options->engine, &want, &app->box, &app->engine, err);
	bt_arena_release(&words);
	return st;
}

/* Stand as the last run was left, or where the settings want to start. */
static void
restore(struct app *app)
{
	struct bt_screen *s = &app->screen;
	const char *start = s->settings->screen_start;
	char line[80];

	if (app->options->state)
		bt_keep_restore(s, app->options->state, bt_clock_utc());
	if (strcmp(start, bt_setting_spec(BT_SET_screen_start)->def) == 0)
		return;
	snprintf(line, sizeof(line), "view %.60s", start);
	bt_typed_run(s, line, bt_clock_utc());
}

/* What the cache keeps of the last picture comes in a moment: so long nothing is painted, so that there is one
 * picture and not an empty one before it.  */
static void
await_front(struct app *app)
{
	struct pollfd fds[] = {
		{.fd = app->box.wake.rd, .events = POLLIN},
		{.fd = bt_term_fd(app->term), .events = POLLIN},
		{.fd = app->signals, .events = POLLIN},
	};

	poll(fds, 3, FRONT_MS);
}

enum bt_status
bt_ui_run(const struct bt_ui_options *o, int *status, struct bt_err *err)
{
	struct app app = {.options = o};
	struct bt_err keys_err;
	enum bt_status st;

	bt_xarena_init(&app.arena);
	app.mouse_set = o->settings->screen_mouse;

	st = bt_term_probe(err);
	if (!st)
		st = bt_signal_fd_open(&app.signals, err);
	if (!st)
		st = bt_mailbox_init(&app.box, err);
	if (!st)
		st = start_engine(&app, err);
	if (st)
		return st;
	st = bt_term_open(&o->term, &app.term, err);
	if (st)
		return st;
	bt_oom_hook(bt_term_rescue);
	bt_screen_init(&app.screen, o->settings, bt_term_glyphs(app.term), &keys_err);
	app.screen.grounds = bt_term_has_grounds(app.term);
	app.screen.as_of = o->as_of;
	app.screen.write_csv = o->write_csv;
	app.desk = bt_desk_open(&app.screen);
	if (o->notice)
		bt_screen_notice(&app.screen, true, "%s", o->notice);
	bt_grid_init(&app.grid);
	restore(&app);
	await_front(&app);
	take_snapshot(&app);
	paint(&app);
	if (app.screen.ratios.n_typed || (app.screen.notes && app.screen.notes->n))
		send_wants(&app);
	loop(&app);
	bt_term_close(app.term);
	keep_front(&app);
	keep(&app, true);
	*status = app.status;
	if (!bt_engine_stop(app.engine, STOP_WAIT_MS))
		_exit(app.status);              /* a resolver may be stuck; the terminal is given back */
	bt_signal_fd_close(app.signals);
	bt_desk_close(app.desk);
	bt_screen_release(&app.screen);
	bt_grid_release(&app.grid);
	bt_mailbox_release(&app.box);
	bt_arena_release(&app.arena);
	return BT_OK;
}
