/* The engine against a server that fails on demand: fill, failure, recovery, several copies, the end. */
#include <math.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "core/breadth.h"
#include "model/engine.h"
#include "model/kept_lines.h"
#include "model/scope_breadth.h"
#include "model/series.h"
#include "model/settings.h"
#include "model/engine_world.h"

static const struct bt_universe_member members[] = {
	{.symbol = "AAPL", .cap = NAN, .cap_date = BT_DATE_NONE},
	{.symbol = "MSFT", .cap = NAN, .cap_date = BT_DATE_NONE},
	{.symbol = "XOM", .cap = NAN, .cap_date = BT_DATE_NONE},
};
static const struct bt_universe three = {
	.name = "three", .list_date = BT_DATE_NONE, .member = members, .n = 3,
};

static int
setup(void **state)
{
	return world_open(state, 0, NULL);
}

/* Histories of some months, where there are many of them. */
static int
setup_recent(void **state)
{
	static const char *const args[] = {"--start", "2026-06-01", NULL};

	return world_open(state, 0, args);
}

/* --- helpers ----------------------------------------------------------------------------------- */

static const char *const two[] = {"^RUT", "IWM/SPY"};

static struct bt_snapshot *
run(struct world *w, bool universe, int limit_ms, size_t *failed)
{
	struct bt_run r = {
		.want = {.word = two, .n_word = 2, .universe = universe, .news = true},
		.limit_ms = limit_ms,
	};
	struct bt_snapshot *s;
	struct bt_err err = {0};

	if (bt_engine_run_once(&w->config, &r, &s, failed, &err))
		fail_msg("%s", err.text);
	return s;
}

static void
fill(struct world *w)
{
	size_t failed;
	struct bt_snapshot *s = run(w, false, PATIENCE_MS, &failed);

	assert_int_equal(failed, 0);
	bt_snapshot_free(s);
}

static bool any(const struct bt_snapshot *s) { return s != NULL; }
static bool idle(const struct bt_snapshot *s) { return s->phase == BT_PHASE_IDLE; }
static bool has_rut(const struct bt_snapshot *s) { return bars_of(s, "^RUT") > 1000; }
static bool has_xom(const struct bt_snapshot *s) { return bars_of(s, "XOM") > 1000; }
static bool warns(const struct bt_snapshot *s) { return s->n_message > 0 && s->phase == BT_PHASE_IDLE; }
static bool is_well(const struct bt_snapshot *s) { return s->n_message == 0 && idle(s); }
static bool fetches(const struct bt_snapshot *s) { return s->health.cache.lease == BT_LEASE_MINE; }

/* --- filling ----------------------------------------------------------------------------------- */

static void
run_once__empty_cache__is_filled_and_kept_bit_for_bit(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *first, *again;
	size_t failed;

	w->config.universe = &three;
	first = run(w, true, PATIENCE_MS, &failed);
	assert_int_equal(failed, 0);
	assert_int_equal(first->market.n, 6);
	assert_true(first->n_news > 0);
	bt_loopback_kill(&w->server);
	w->config.offline = true;
	again = run(w, true, PATIENCE_MS, &failed);
	assert_int_equal(again->market.n, 6);
	assert_int_equal(again->n_news, first->n_news);
	for (size_t i = 0; i < 6; i++) {
		const struct bt_security *a = &first->market.sec[i], *b = &again->market.sec[i];

		assert_string_equal(a->symbol, b->symbol);
		assert_true(a->bars.n > 1000);
		assert_int_equal(a->bars.n, b->bars.n);
		assert_memory_equal(a->bars.date, b->bars.date, a->bars.n * sizeof(bt_date));
		assert_memory_equal(a->bars.close, b->bars.close, a->bars.n * sizeof(double));
		assert_memory_equal(a->bars.adjclose, b->bars.adjclose, a->bars.n * sizeof(double));
		assert_memory_equal(a->bars.volume, b->bars.volume, a->bars.n * sizeof(double));
		assert_memory_equal(&a->quote.last, &b->quote.last, sizeof(double));
		assert_int_equal(a->quote.ts_utc, b->quote.ts_utc);
	}
	bt_snapshot_free(first);
	bt_snapshot_free(again);
	assert_true(bt_loopback_return(&w->server));
}

/* What is fresh is not asked for again, unless the user says so. */
static void
run_once__all_fresh__asks_nobody(void **state)
{
	struct world *w = *state;
	size_t failed;
	long before;

	fill(w);
	before = bt_loopback_stat(&w->server, "requests");
	assert_true(before > 0);
	bt_snapshot_free(run(w, false, PATIENCE_MS, &failed));
	long more = bt_loopback_stat(&w->server, "requests") - before;

	/* In session quotes grow old: then one request for them, and no history. */
	assert_in_range(more, 0, 1);
}

static void
run_once__symbol_that_does_not_exist__the_others_come(void **state)
{
	static const char *const words[] = {"NOSUCH1", "^RUT"};
	struct world *w = *state;
	struct bt_run r = {.want = {.word = words, .n_word = 2}, .limit_ms = PATIENCE_MS};
	struct bt_snapshot *s;
	size_t failed;

	assert_int_equal(bt_engine_run_once(&w->config, &r, &s, &failed, NULL), BT_OK);
	assert_true(has_rut(s));
	assert_int_equal(bars_of(s, "NOSUCH1"), 0);
	assert_true(failed > 0);
	bt_snapshot_free(s);
}

/* The breadth comes out of the cache with the first picture, and is that of the bars there are. */
static void
engine__breadth_in_the_cache__is_in_the_first_picture_bit_for_bit(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *filled;
	struct screen s;
	size_t failed, n;

	w->config.universe = &three;
	filled = run(w, true, PATIENCE_MS, &failed);
	assert_int_equal(failed, 0);
	assert_non_null(filled->breadth);
	n = filled->breadth->n;
	assert_true(n > 1000);
	w->config.offline = true;
	start(w, &s, two, 2, true);
	assert_true(wait_for(&s, any));
	bool first_had_it = s.last->breadth != NULL;

	assert_true(first_had_it || s.last->phase == BT_PHASE_IDLE);
	if (s.last->phase != BT_PHASE_IDLE)
		assert_true(wait_for(&s, idle));
	assert_int_equal(s.last->breadth->n, n);
	for (int c = 0; c < BT_BREADTH_ALL; c++)
		assert_memory_equal(s.last->breadth->col[c], filled->breadth->col[c], n * sizeof(double));
	assert_memory_equal(s.last->breadth->date, filled->breadth->date, n * sizeof(bt_date));
	stop(&s);
	bt_snapshot_free(filled);
}

/* Breadth, signals and kept expressions of a picture are those that its own bars give, bit for bit. */
static void
assert_is_of_its_bars(const struct bt_snapshot *s, const struct bt_settings *settings)
{
	struct bt_scope scope = bt_scope_from_snapshot(s, settings, 0), bare = scope;
	const struct bt_breadth *want;
	struct bt_arena a;
	struct bt_err err;

	assert_true(s->n_side > 0 && s->lines);
	assert_ptr_equal(s->side[0].breadth, s->breadth);
	bt_xarena_init(&a);
	bare.breadth = NULL;
	assert_int_equal(s->breadth->price, settings->data_price == BT_SET_PRICE_CLOSE ? BT_PRICE_CLOSE
	                                                                              : BT_PRICE_ADJCLOSE);
	assert_int_equal(bt_scope_breadth(&bare, s->breadth->price, false, &a, &want, &err), BT_OK);
	assert_int_equal(s->breadth->n, want->n);
	for (int c = 0; c < BT_BREADTH_ALL; c++)
		for (size_t t = 0; t < want->n; t++)
			assert_true(memcmp(&s->breadth->col[c][t], &want->col[c][t], sizeof(double)) == 0
			            || (isnan(s->breadth->col[c][t]) && isnan(want->col[c][t])));
	for (size_t i = 0; i < s->lines->n; i++) {
		struct bt_line line;

		assert_int_equal(bt_expr_line(s->lines->at[i].text, bt_series_names(settings, &a), &s->market,
		                              INT32_MAX, s->lines->at[i].price, &a, &line, &err), BT_OK);
		assert_int_equal(s->lines->at[i].line.n, line.n);
		assert_memory_equal(s->lines->at[i].line.value, line.value, line.n * sizeof(double));
	}
	bt_arena_release(&a);
}

static void
engine__refreshed_again_and_again__pictures_are_of_their_bars(void **state)
{
	struct world *w = *state;
	struct screen s;

	w->config.universe = &three;
	start(w, &s, two, 2, true);
	assert_true(wait_for(&s, idle));
	for (int i = 0; i < 4; i++) {
		assert_is_of_its_bars(s.last, w->config.settings);
		bt_engine_send(s.engine, BT_COMMAND_REFRESH_ALL, NULL, 0, NULL);
		assert_true(wait_for(&s, idle));
	}
	stop(&s);
}

static void
engine__set_to_closes__keeps_breadth_of_closes__and_of_adjcloses_when_set_back(void **state)
{
	struct world *w = *state;
	struct bt_settings back = w->settings;
	struct screen s;

	w->config.universe = &three;
	set(w, BT_SET_data_price, NULL, "close");
	start(w, &s, two, 2, true);
	assert_true(wait_for(&s, idle));
	assert_is_of_its_bars(s.last, w->config.settings);
	bt_engine_send(s.engine, BT_COMMAND_SETTINGS, NULL, 0, &back);
	while (s.last->breadth->price != BT_PRICE_ADJCLOSE)
		assert_true(wait_for(&s, idle));
	assert_is_of_its_bars(s.last, &back);
	stop(&s);
}

/* --- a universe's first fill ----------------------------------------------------------------------- */

/* n made-up members; the universe borrows the arena. */
static struct bt_universe
made_up(struct world *w, size_t n)
{
	struct bt_universe_member *m = BT_ARENA_ARRAY(&w->arena, n, struct bt_universe_member);

	for (size_t i = 0; i < n; i++)
		m[i] = (struct bt_universe_member){.symbol = bt_arena_printf(&w->arena, "AB%zu", i), .cap = NAN,
		                                   .cap_date = BT_DATE_NONE};
	return (struct bt_universe){.name = "made up", .list_date = BT_DATE_NONE, .member = m, .n = n};
}

static long
charts_asked(const struct world *w, const struct bt_universe *u, long *most)
{
	long sum = 0;

	*most = 0;
	for (size_t i = 0; i < u->n; i++) {
		char path[64];
		long n;

		snprintf(path, sizeof(path), "/v8/finance/chart/%s", u->member[i].symbol);
		n = bt_loopback_stat(&w->server, path);
		sum += n > 0 ? n : 0;
		*most = n > *most ? n : *most;
	}
	return sum;
}

static void
run_once__universe_of_503__is_26_requests_of_closes_then_a_chart_each(void **state)
{
	struct world *w = *state;
	struct bt_universe u = made_up(w, 503);
	struct bt_run r = {.want = {.universe = true}};
	struct bt_snapshot *s;
	long most;

	w->config.universe = &u;
	assert_int_equal(bt_engine_run_once(&w->config, &r, &s, NULL, NULL), BT_OK);
	assert_int_equal(s->market.n, 503);
	assert_int_equal(bt_loopback_stat(&w->server, "/v7/finance/spark"), 26);
	assert_int_equal(charts_asked(w, &u, &most), 503);
	assert_int_equal(most, 1);
	assert_int_equal(bt_health_requests(&s->health), 26 + 503);
	bt_snapshot_free(s);
}

struct stopper {
	volatile sig_atomic_t stop;
	size_t after, done, total;
	bool told;                       /* every call said what was fetched and how much there is */
};

static void
stop_after(void *user, const struct bt_progress *p)
{
	struct stopper *s = user;

	s->told = s->told && *p->what && p->done <= p->total;
	s->done = p->done;
	s->total = p->total;
	s->stop = s->done >= s->after;
}

/* Stopped in the middle and begun again, a fill asks for the rest alone. */
static void
run_once__first_fill_interrupted__goes_on_where_it_was(void **state)
{
	struct world *w = *state;
	struct bt_universe u = made_up(w, 100);
	struct stopper stopper = {.after = 40, .told = true};
	struct bt_run r = {.want = {.universe = true}, .progress = stop_after, .user = &stopper,
	                   .interrupted = &stopper.stop};
	struct bt_snapshot *s;
	long most, before;

	w->config.universe = &u;
	assert_int_equal(bt_engine_run_once(&w->config, &r, &s, NULL, NULL), BT_OK);
	bt_snapshot_free(s);
	before = charts_asked(w, &u, &most);
	assert_true(stopper.told);
	assert_true(stopper.total >= 105);
	assert_in_range(before, 1, 99);
	stopper = (struct stopper){.after = 1000, .told = true};
	assert_int_equal(bt_engine_run_once(&w->config, &r, &s, NULL, NULL), BT_OK);
	for (size_t i = 0; i < u.n; i++)
		assert_non_null(bt_market_find(&s->market, u.member[i].symbol)->bars.adjclose);
	/* Twice alone what was on its way at the stop: eight at once. */
	assert_in_range(charts_asked(w, &u, &most), 100, 108);
	assert_in_range(bt_loopback_stat(&w->server, "/v7/finance/spark"), 5, 6);
	bt_snapshot_free(s);
}

/* --- failure ----------------------------------------------------------------------------------- */

static void
run_once__server_dead__values_stay_and_the_cause_is_said(void **state)
{
	struct world *w = *state;
	struct bt_run r = {.want = {.word = two, .n_word = 2, .everything = true}, .limit_ms = 2000};
	struct bt_snapshot *s;
	size_t failed;

	fill(w);
	bt_loopback_kill(&w->server);
	assert_int_equal(bt_engine_run_once(&w->config, &r, &s, &failed, NULL), BT_OK);
	assert_true(has_rut(s));
	assert_true(failed > 0);
	assert_true(says(s, "no connection"));
	bt_snapshot_free(s);
	assert_true(bt_loopback_return(&w->server));
}

/* Nobody walks five hundred jobs to learn that the line is dead. */
static void
run_once__line_dead__gives_up_after_a_few_attempts(void **state)
{
	enum { MANY = 500 };
	struct world *w = *state;
	struct bt_universe universe = made_up(w, MANY);
	struct bt_snapshot *s;
	size_t failed;

	w->config.universe = &universe;
	bt_loopback_kill(&w->server);
	s = run(w, true, 0, &failed);
	assert_true(failed >= MANY);
	assert_true(says(s, "no connection"));
	assert_true(s->empty);
	/* Two in a row for each source; several are on their way at once. */
	assert_in_range(bt_health_requests(&s->health), 4, 24);
	bt_snapshot_free(s);
	assert_true(bt_loopback_return(&w->server));
}

/* One source that does not answer is no dead line: the others are read to their end. */
static void
run_once__one_source_hangs_up__the_others_come(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *s;
	size_t failed;

	assert_true(bt_loopback_control(&w->server, "mode=reset&path=/v*&at=0"));
	s = run(w, false, 0, &failed);
	assert_true(failed > 0);
	assert_true(s->n_news > 0);
	bt_snapshot_free(s);
}

static void
run_once__date_header_an_hour_off__clock_is_said_to_be_wrong(void **state)
{
	static const struct {
		const char *rule, *words;
		int ahead;
	} clocks[] = {
		{"mode=skew&path=/*&s=-3600", "clock is 1 h 0 min ahead of", 3600},
		{"mode=skew&path=/*&s=90000", "clock is 1 d 1 h behind", -90000},
		{"mode=skew&path=/*&s=30", NULL, -30},
		/* A cache that keeps an old answer does not make the clock wrong. */
		{"mode=skew&path=/rss/*&s=-7200", NULL, 0},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		struct bt_run r = {.want = {.word = two, .n_word = 2, .news = true, .everything = true},
		                   .limit_ms = PATIENCE_MS};
		struct bt_snapshot *s;

		assert_true(bt_loopback_control(&w->server, "mode=ok"));
		assert_true(bt_loopback_control(&w->server, clocks[i].rule));
		assert_int_equal(bt_engine_run_once(&w->config, &r, &s, NULL, NULL), BT_OK);
		assert_true(fabs(s->health.clock_ahead_s - clocks[i].ahead) <= 2);
		assert_int_equal(*s->health.clock_note != '\0', clocks[i].words != NULL);
		if (clocks[i].words) {
			assert_true(says(s, clocks[i].words));
			assert_non_null(strstr(s->health.clock_note, clocks[i].words));
		}
		bt_snapshot_free(s);
	}
}

static void
run_once__refused__stays_silent_in_the_next_run_too(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *s;
	size_t failed;
	const struct bt_provider_health *h;

	assert_true(bt_loopback_control(&w->server, "mode=429&path=/v*"));
	s = run(w, false, 4000, &failed);
	h = bt_health_find(&s->health, "yahoo");
	assert_non_null(h);
	assert_int_equal(h->state, BT_HEALTH_STOPPED);
	assert_int_equal(h->fault, BT_FAULT_REFUSED);
	assert_true(h->next_try_utc >= bt_clock_utc() + 14 * 60);
	assert_true(says(s, "too many requests"));
	assert_true(s->n_news > 0);             /* one bad source does not stop another */
	bt_snapshot_free(s);
	long before = bt_loopback_stat(&w->server, "requests");

	s = run(w, false, 4000, &failed);
	assert_int_equal(bt_loopback_stat(&w->server, "requests"), before);
	assert_true(says(s, "too many requests"));
	assert_true(s->empty);
	bt_snapshot_free(s);
}

static void
engine__server_dies_and_returns__values_stay_then_are_fresh(void **state)
{
	struct world *w = *state;
	struct screen s;
	int64_t died = bt_clock_utc();

	fill(w);
	bt_loopback_kill(&w->server);
	start(w, &s, two, 2, false);
	assert_true(wait_for(&s, any));
	assert_true(has_rut(s.last));           /* warm start: the first picture has it all */
	bt_engine_send(s.engine, BT_COMMAND_REFRESH, NULL, 0, NULL);
	assert_true(wait_for(&s, warns));
	assert_true(has_rut(s.last));
	assert_true(says(s.last, "no connection"));
	assert_true(s.last->message[0].next_try_utc > died);
	assert_true(bt_loopback_return(&w->server));
	bt_engine_send(s.engine, BT_COMMAND_REFRESH_ALL, NULL, 0, NULL);
	assert_true(wait_for(&s, is_well));
	assert_true(bt_market_find(&s.last->market, "^RUT")->quote.fetched_utc >= died);
	stop(&s);
}

static void
engine__server_hangs__ends_within_200_ms(void **state)
{
	struct world *w = *state;
	struct screen s;
	int64_t began;

	assert_true(bt_loopback_control(&w->server, "mode=hang&path=/*"));
	start(w, &s, two, 2, false);
	assert_true(bt_loopback_wait_stat(&w->server, "requests", 1, 10000));
	began = bt_clock_mono_ms();
	assert_true(bt_engine_stop(s.engine, 200));
	assert_true(bt_clock_mono_ms() - began <= 200);
	bt_mailbox_release(&s.box);
}

static void
engine__no_module__says_so_and_works_from_the_cache(void **state)
{
	struct world *w = *state;
	struct screen s;

	fill(w);
	w->config.module = "/nonexistent/broadtape-curl.so";
	start(w, &s, two, 2, false);
	assert_true(wait_for(&s, warns));
	assert_true(has_rut(s.last));
	assert_true(says(s.last, "/nonexistent/broadtape-curl.so"));
	stop(&s);
}

static void
engine__cache_is_a_diary__is_moved_aside_and_said(void **state)
{
	struct world *w = *state;
	struct screen s;

	folder_put(&w->dir, "market.db", "dear diary\n");
	start(w, &s, two, 2, false);
	assert_true(wait_for(&s, has_rut));
	assert_true(says(s.last, "market.db.bad-"));
	stop(&s);
}

/* --- wants and copies ---------------------------------------------------------------------------- */

static void
engine__new_want__is_fetched(void **state)
{
	static const char *const more[] = {"^RUT", "XOM"};
	struct world *w = *state;
	struct screen s;

	fill(w);
	start(w, &s, two, 2, false);
	assert_true(wait_for(&s, idle));
	assert_false(has_xom(s.last));
	bt_engine_send(s.engine, BT_COMMAND_WANT, more, 2, NULL);
	assert_true(wait_for(&s, has_xom));
	stop(&s);
}

static void
engine__paused__asks_nobody(void **state)
{
	static const char *const more[] = {"XOM"};
	struct world *w = *state;
	struct screen s;
	long before;

	fill(w);
	start(w, &s, two, 2, false);
	assert_true(wait_for(&s, idle));
	bt_engine_send(s.engine, BT_COMMAND_PAUSE, NULL, 0, NULL);
	assert_true(wait_for(&s, idle));
	before = bt_loopback_stat(&w->server, "requests");
	bt_engine_send(s.engine, BT_COMMAND_WANT, more, 1, NULL);
	bt_engine_send(s.engine, BT_COMMAND_REFRESH, NULL, 0, NULL);
	bt_engine_send(s.engine, BT_COMMAND_RESUME, NULL, 0, NULL);
	assert_true(wait_for(&s, has_xom));
	assert_true(bt_loopback_stat(&w->server, "requests") > before);
	stop(&s);
}

/* The second copy reads what the first fetches, has its wishes granted, and takes over at its end. */
static void
engine__two_copies__one_fetches_for_both_and_is_succeeded(void **state)
{
	static const char *const other[] = {"XOM"};
	struct world *w = *state;
	struct screen a, b;

	start(w, &a, two, 2, false);
	assert_true(wait_for(&a, has_rut));
	assert_true(fetches(a.last));
	/* Another process in truth: here another open file, which is what locks belong to. */
	start(w, &b, other, 1, false);
	assert_true(wait_for(&b, has_xom));
	assert_int_equal(b.last->health.cache.lease, BT_LEASE_OTHER);
	stop(&a);
	assert_true(wait_for(&b, fetches));
	stop(&b);
}

/* --- sources without a network ------------------------------------------------------------------- */

static const char *const sample[] = {"sample"};

static void
engine__sample__is_there_at_once__and_anew_when_asked(void **state)
{
	struct world *w = *state;
	struct screen s;

	w->config.source = "sample";
	start(w, &s, two, 2, true);
	assert_true(wait_for(&s, any));
	assert_true(s.last->market.sample);
	assert_non_null(s.last->universe);
	assert_true(s.last->n_news > 0);
	for (int i = 0; i < 2; i++) {           /* each time it moves its universe is another */
		assert_is_of_its_bars(s.last, w->config.settings);
		assert_ptr_equal(s.last->side[0].universe, s.last->universe);
		bt_engine_send(s.engine, BT_COMMAND_SOURCE, sample, 1, NULL);     /* it stands still while closed */
		assert_true(wait_for(&s, any));
	}
	stop(&s);
	assert_int_equal(bt_loopback_stat(&w->server, "requests"), 0);
}

static bool is_sample(const struct bt_snapshot *s) { return s->market.sample; }

static void
engine__asked_for_the_sample__shows_it(void **state)
{
	struct world *w = *state;
	struct screen s;

	w->config.offline = true;
	w->config.universe = &three;
	start(w, &s, two, 2, true);
	assert_true(wait_for(&s, idle));
	assert_true(s.last->empty);
	bt_engine_send(s.engine, BT_COMMAND_SOURCE, sample, 1, NULL);
	assert_true(wait_for(&s, is_sample));
	assert_is_of_its_bars(s.last, w->config.settings);
	stop(&s);
}

/* A file of two sessions, as a source; static storage. */
static const char *
put_iwm(struct world *w)
{
	static char source[200];

	folder_put(&w->dir, "IWM.csv", "date,open,high,low,close,adjclose,volume\n2025-12-22,1,2,1,1.5,1.5,100\n"
	           "2025-12-23,1,2,1,1.75,1.75,100\n");
	snprintf(source, sizeof(source), "csv:%s", folder_path(&w->dir, "IWM.csv"));
	return source;
}

static void
engine__files__are_read_in_place(void **state)
{
	struct world *w = *state;
	struct screen s;
	const char *source = put_iwm(w);

	w->config.source = source;
	start(w, &s, two, 2, false);
	assert_true(wait_for(&s, any));
	assert_int_equal(bars_of(s.last, "IWM"), 2);
	assert_string_equal(s.last->market.source, source);
	stop(&s);
	assert_false(folder_has(&w->dir, "market.db"));
}

static bool is_of_files(const struct bt_snapshot *s) { return strncmp(s->market.source, "csv:", 4) == 0; }
static bool tells_files(const struct bt_snapshot *s) { return is_of_files(s) && s->n_message > 0; }
static bool has_rut_again(const struct bt_snapshot *s) { return !is_of_files(s) && !s->market.sample && has_rut(s); }

/* From the network to files, to the sample, and back: each picture is of one source; files that are not there
 * are told, and leave what was shown.  */
static void
engine__source_is_changed__pictures_are_of_the_new_one(void **state)
{
	static const char *const missing = "csv:/nowhere/at/all", *const yahoo = "yahoo";
	struct world *w = *state;
	const char *const files = put_iwm(w);
	struct screen s;

	start(w, &s, two, 2, false);
	assert_true(wait_for(&s, has_rut));
	bt_engine_send(s.engine, BT_COMMAND_SOURCE, &files, 1, NULL);
	assert_true(wait_for(&s, is_of_files));
	assert_int_equal(bars_of(s.last, "IWM"), 2);
	assert_int_equal(bars_of(s.last, "^RUT"), 0);
	bt_engine_send(s.engine, BT_COMMAND_SOURCE, &missing, 1, NULL);
	assert_true(wait_for(&s, tells_files));
	assert_non_null(strstr(s.last->message[0].text, "nowhere"));
	assert_int_equal(bars_of(s.last, "IWM"), 2);
	bt_engine_send(s.engine, BT_COMMAND_SOURCE, sample, 1, NULL);
	assert_true(wait_for(&s, is_sample));
	bt_engine_send(s.engine, BT_COMMAND_SOURCE, &yahoo, 1, NULL);
	assert_true(wait_for(&s, has_rut_again));
	assert_int_equal(s.last->n_message, 0);
	stop(&s);
}

static void
engine__unknown_source__does_not_start(void **state)
{
	struct world *w = *state;
	struct bt_want want = {0};
	struct bt_mailbox box;
	struct bt_engine *e;
	struct bt_err err;

	w->config.source = "bloomberg";
	assert_int_equal(bt_mailbox_init(&box, NULL), BT_OK);
	assert_int_equal(bt_engine_start(&w->config, &want, &box, &e, &err), BT_E_USAGE);
	assert_non_null(strstr(err.text, "bloomberg"));
	bt_mailbox_release(&box);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define RECENT(f) cmocka_unit_test_setup_teardown(f, setup_recent, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(run_once__empty_cache__is_filled_and_kept_bit_for_bit),
		TEST(run_once__all_fresh__asks_nobody),
		TEST(run_once__symbol_that_does_not_exist__the_others_come),
		TEST(engine__breadth_in_the_cache__is_in_the_first_picture_bit_for_bit),
		TEST(engine__refreshed_again_and_again__pictures_are_of_their_bars),
		TEST(engine__set_to_closes__keeps_breadth_of_closes__and_of_adjcloses_when_set_back),
		RECENT(run_once__universe_of_503__is_26_requests_of_closes_then_a_chart_each),
		RECENT(run_once__first_fill_interrupted__goes_on_where_it_was),
		TEST(run_once__server_dead__values_stay_and_the_cause_is_said),
		TEST(run_once__line_dead__gives_up_after_a_few_attempts),
		TEST(run_once__one_source_hangs_up__the_others_come),
		TEST(run_once__date_header_an_hour_off__clock_is_said_to_be_wrong),
		TEST(run_once__refused__stays_silent_in_the_next_run_too),
		TEST(engine__server_dies_and_returns__values_stay_then_are_fresh),
		TEST(engine__server_hangs__ends_within_200_ms),
		TEST(engine__no_module__says_so_and_works_from_the_cache),
		TEST(engine__cache_is_a_diary__is_moved_aside_and_said),
		TEST(engine__new_want__is_fetched),
		TEST(engine__paused__asks_nobody),
		TEST(engine__two_copies__one_fetches_for_both_and_is_succeeded),
		TEST(engine__sample__is_there_at_once__and_anew_when_asked),
		TEST(engine__asked_for_the_sample__shows_it),
		TEST(engine__source_is_changed__pictures_are_of_the_new_one),
		TEST(engine__files__are_read_in_place),
		TEST(engine__unknown_source__does_not_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
