/* test_live_breadth.c - a universe that follows the book: after every answer its columns are, bit for bit,
 * those that all bars of the book give when they are computed afresh, and pictures in use stand still.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "model/live_breadth.h"

#define MEMBERS 45
#define DAYS 420
#define UPDATES 1000
#define FIRST 19000                      /* a Sunday is FIRST + 3, and every seventh day from there */

struct world {
	struct bt_book book;
	struct bt_universe universe;
	struct bt_universe_member member[MEMBERS];
	char symbol[MEMBERS][8];
	bt_date today;
	uint64_t seed;
};

static double
uniform(struct world *w)
{
	w->seed = w->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(w->seed >> 11) / 9007199254740992.0;
}

static bool
is_weekday(bt_date d)
{
	int day = bt_date_weekday(d);

	return day < 5;
}

/* --- answers of a source --------------------------------------------------------------------------- */

struct answer {
	bt_date date[DAYS];
	double open[DAYS], high[DAYS], low[DAYS], close[DAYS], adj[DAYS], volume[DAYS];
	size_t n;
};

static void
add_bar(struct world *w, struct answer *a, bt_date d, double price)
{
	double tick = floor(price * 100) / 100;

	a->date[a->n] = d;
	a->open[a->n] = a->close[a->n] = a->adj[a->n] = tick;
	a->high[a->n] = tick + 0.5;
	a->low[a->n] = tick - 0.5;
	a->volume[a->n++] = floor(1e5 * uniform(w));
}

static void
take(struct world *w, size_t i, const struct answer *a, enum bt_take how, bt_date provisional)
{
	struct bt_security sec = {
		.symbol = w->symbol[i],
		.bars = {.n = a->n, .date = a->date, .close = a->close},
		.provisional = provisional,
		.quote = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, -1},
	};

	if (how != BT_TAKE_CLOSES) {
		sec.bars.open = a->open;
		sec.bars.high = a->high;
		sec.bars.low = a->low;
		sec.bars.adjclose = a->adj;
		sec.bars.volume = a->volume;
	}
	(void)bt_book_take(bt_book_add(&w->book, w->symbol[i]), &sec, how, BT_DATE_NONE, 1);
}

/* A history with its late begin, halts, and a bar on a Saturday now and then. */
static void
take_history(struct world *w, size_t i, bt_date to)
{
	struct answer a = {.n = 0};
	bt_date from = FIRST + (uniform(w) < 0.3 ? (bt_date)(uniform(w) * (DAYS - 30)) : 0);
	double price = 10 + 100 * uniform(w);

	for (bt_date d = from; d <= to && a.n < DAYS; d++) {
		price = fmax(1, price * (0.97 + 0.06 * uniform(w)));
		if (uniform(w) < 0.004)
			d += 5;
		if (is_weekday(d) ? uniform(w) > 0.002 : uniform(w) < 0.001)
			add_bar(w, &a, d, price);
	}
	if (a.n)
		take(w, i, &a, BT_TAKE_WHOLE, BT_DATE_NONE);
}

static const struct bt_history *
history(const struct world *w, size_t i)
{
	const struct bt_entry *e = bt_book_find(&w->book, w->symbol[i]);

	return e ? e->hist : NULL;
}

/* A new last price of one member, with or without the session before in the same answer, whose volume is
 * then another and whose price may be.  */
static void
take_quote(struct world *w, size_t i, double corrected)
{
	const struct bt_history *h = history(w, i);
	struct answer a = {.n = 0};
	double last;

	if (!h || !h->n)
		return;
	last = h->column[BT_HISTORY_CLOSE][h->n - 1];
	if (corrected > 0 && uniform(w) < 0.5 && h->date[h->n - 1] < w->today)
		add_bar(w, &a, h->date[h->n - 1], last + (uniform(w) < corrected ? 0.01 : 0));
	add_bar(w, &a, w->today, fmax(1, last * (0.98 + 0.04 * uniform(w))));
	take(w, i, &a, uniform(w) < 0.5 ? BT_TAKE_CLOSES : BT_TAKE_RECENT, w->today);
}

/* The source corrects one bar of some days ago by a little. */
static void
take_correction(struct world *w, size_t i)
{
	const struct bt_history *h = history(w, i);
	struct answer a = {.n = 0};
	size_t k;

	if (!h || h->n < 9)
		return;
	k = h->n - 2 - (size_t)(uniform(w) * 5);
	add_bar(w, &a, h->date[k], h->column[BT_HISTORY_CLOSE][k] * 1.003 + 0.01);
	take(w, i, &a, BT_TAKE_CLOSES, BT_DATE_NONE);
}

/* What happens between two pictures. */
static void
happen(struct world *w)
{
	double what = uniform(w);
	size_t some = (size_t)(uniform(w) * MEMBERS);

	if (what < 0.15) {
		do
			w->today++;
		while (!is_weekday(w->today));
	} else if (what < 0.17) {
		take_history(w, some, w->today);         /* a split, a dividend, or one that was not there */
		return;
	} else if (what < 0.19) {
		bt_book_relax(&w->book);
		return;
	} else if (what < 0.21) {
		take_correction(w, some);
		return;
	} else if (what < 0.25) {
		return;                                  /* nothing */
	}
	for (size_t i = 0; i < MEMBERS; i++)
		if (what < 0.6 ? uniform(w) < 0.97 : i == some)
			take_quote(w, i, 0.02);
}

/* --- what it is compared with ---------------------------------------------------------------------- */

static size_t compared;

static void
assert_equals_all_bars(const struct world *w, const struct bt_breadth *b)
{
	struct bt_breadth_opts opts = {.price = b->price};
	struct bt_panel_lane lane[MEMBERS] = {{.n_run = 0}};
	struct bt_breadth want;
	struct bt_panel panel;
	struct bt_arena a;

	bt_arena_init(&a, 0);
	for (size_t i = 0; i < MEMBERS; i++) {
		const struct bt_history *h = history(w, i);

		lane[i].cap = w->member[i].cap;
		lane[i].cap_date = w->member[i].cap_date;
		if (h)
			lane[i].bars = bt_history_bars(h);
	}
	assert_int_equal(bt_panel_make(lane, MEMBERS, &a, &panel), BT_OK);
	assert_int_equal(bt_breadth_make(&panel, &opts, &a, &a, &want), BT_OK);
	assert_int_equal(b->n, want.n);
	assert_int_equal(b->first, want.first);
	assert_int_equal(b->covered, want.covered);
	assert_int_equal(b->members, want.members);
	assert_memory_equal(b->date, want.date, want.n * sizeof(*b->date));
	for (int c = 0; c < BT_BREADTH_ALL; c++) {
		for (size_t t = 0; t < want.n; t++) {
			bool same = memcmp(&b->col[c][t], &want.col[c][t], sizeof(double)) == 0
				|| (isnan(b->col[c][t]) && isnan(want.col[c][t]));

			if (!same)
				fail_msg("column %d, session %zu of %zu: %.17g, not %.17g", c, t, want.n,
				         b->col[c][t], want.col[c][t]);
			compared++;
		}
	}
	bt_arena_release(&a);
}

static uint64_t
sum_of(const struct bt_breadth *b)
{
	uint64_t h = b->n;

	for (int c = 0; c < BT_BREADTH_ALL; c++) {
		for (size_t t = 0; t < b->n; t++) {
			uint64_t bits;

			memcpy(&bits, &b->col[c][t], sizeof(bits));
			h = (h ^ bits) * UINT64_C(0x100000001B3);
		}
	}
	return h;
}

static void
open_world(struct world *w, uint64_t seed)
{
	*w = (struct world){.seed = seed, .today = FIRST + DAYS - 3};
	for (size_t i = 0; i < MEMBERS; i++) {
		snprintf(w->symbol[i], sizeof(w->symbol[i]), "S%02zu", i);
		w->member[i] = (struct bt_universe_member){
			.symbol = w->symbol[i], .cap = i % 5 ? 1e9 + 1e7 * (double)i : NAN,
			.cap_date = FIRST + 200};
		if (uniform(w) < 0.95)
			take_history(w, i, uniform(w) < 0.9 ? w->today : FIRST + 250);
	}
	w->universe = (struct bt_universe){.name = "live", .list_date = BT_DATE_NONE,
	                                   .member = w->member, .n = MEMBERS};
}

/* --- tests ------------------------------------------------------------------------------------------- */

static void
live_breadth__after_every_answer__equals_a_computation_of_all_bit_for_bit(void **state)
{
	size_t cost[BT_LIVE_HISTORY + 1] = {0}, updates = 0;

	(void)state;
	compared = 0;
	for (uint64_t seed = 1; updates < UPDATES; seed++) {
		struct bt_held_breadth *held[2] = {NULL};
		struct bt_live_breadth *live;
		uint64_t sum[2] = {0};
		struct world w;

		open_world(&w, seed);
		live = bt_live_breadth_new(&w.universe, seed % 2 ? BT_PRICE_ADJCLOSE : BT_PRICE_CLOSE);
		for (int i = 0; i < 100; i++, updates++) {
			enum bt_live_cost paid;
			struct bt_held_breadth *now = bt_live_breadth_update(live, &w.book, &paid);
			size_t k = (size_t)(uniform(&w) * 3);

			cost[paid]++;
			assert_equals_all_bars(&w, &now->b);
			for (size_t j = 0; j < 2; j++)
				assert_true(!held[j] || sum_of(&held[j]->b) == sum[j]);
			if (k < 2) {                     /* a screen takes the new picture, gives the old back */
				if (held[k])
					bt_shared_unref(&held[k]->shared);
				bt_shared_ref(&now->shared);
				held[k] = now;
				sum[k] = sum_of(&now->b);
			}
			do
				happen(&w);
			while (uniform(&w) < 0.2);
		}
		bt_live_breadth_free(live);
		for (size_t j = 0; j < 2; j++) {
			if (!held[j])
				continue;
			assert_true(sum_of(&held[j]->b) == sum[j]);      /* it outlives its maker */
			bt_shared_unref(&held[j]->shared);
		}
		bt_book_release(&w.book);
	}
	printf("%zu updates, %zu cells compared: nothing %zu, last day %zu, history %zu\n", updates, compared,
	       cost[BT_LIVE_NOTHING], cost[BT_LIVE_LAST_DAY], cost[BT_LIVE_HISTORY]);
	assert_true(cost[BT_LIVE_NOTHING] > UPDATES / 50);
	assert_true(cost[BT_LIVE_LAST_DAY] > UPDATES / 3);
	assert_true(cost[BT_LIVE_HISTORY] > UPDATES / 50);
}

/* The usual day of a market: the opening, quotes of all, the close; the history is computed once. */
static void
live_breadth__quotes_and_sessions__cost_the_last_day(void **state)
{
	struct bt_live_breadth *live;
	enum bt_live_cost paid;
	struct world w = {.seed = 3, .today = FIRST + 400};

	(void)state;
	for (size_t i = 0; i < MEMBERS; i++) {
		struct answer a = {.n = 0};

		snprintf(w.symbol[i], sizeof(w.symbol[i]), "S%02zu", i);
		w.member[i] = (struct bt_universe_member){.symbol = w.symbol[i], .cap = NAN,
		                                          .cap_date = BT_DATE_NONE};
		for (bt_date d = FIRST; d <= w.today; d++)
			if (is_weekday(d))
				add_bar(&w, &a, d, 50 + 10 * uniform(&w));
		take(&w, i, &a, BT_TAKE_WHOLE, BT_DATE_NONE);
	}
	w.universe = (struct bt_universe){.name = "live", .list_date = BT_DATE_NONE, .member = w.member,
	                                  .n = MEMBERS};
	live = bt_live_breadth_new(&w.universe, BT_PRICE_ADJCLOSE);
	assert_equals_all_bars(&w, &bt_live_breadth_update(live, &w.book, &paid)->b);
	assert_int_equal(paid, BT_LIVE_HISTORY);
	bt_live_breadth_update(live, &w.book, &paid);
	assert_int_equal(paid, BT_LIVE_NOTHING);
	for (int day = 0; day < 20; day++) {
		do
			w.today++;
		while (!is_weekday(w.today));
		for (int round = 0; round < 4; round++) {
			for (size_t i = 0; i < MEMBERS; i++)     /* some open a little later */
				if (round || i % 3)
					take_quote(&w, i, 0);
			assert_equals_all_bars(&w, &bt_live_breadth_update(live, &w.book, &paid)->b);
			assert_int_equal(paid, BT_LIVE_LAST_DAY);
		}
	}
	bt_live_breadth_free(live);
	bt_book_release(&w.book);
}

/* A day that one member had is a session while the others have ended; when they go on it was none. */
static void
live_breadth__a_day_that_most_pass_over__is_no_session(void **state)
{
	for (int late = 0; late < 2; late++) {
		struct bt_live_breadth *live;
		struct world w;

		(void)state;
		open_world(&w, 11);
		live = bt_live_breadth_new(&w.universe, BT_PRICE_ADJCLOSE);
		bt_live_breadth_update(live, &w.book, NULL);
		w.today += 3;
		take_quote(&w, 3, 0);
		if (late)
			assert_equals_all_bars(&w, &bt_live_breadth_update(live, &w.book, NULL)->b);
		w.today++;
		for (size_t i = 0; i < MEMBERS; i++) {
			const struct bt_history *h = history(&w, i);

			if (h && h->date[h->n - 1] >= w.today - 4)
				take_quote(&w, i, 0);
		}
		assert_equals_all_bars(&w, &bt_live_breadth_update(live, &w.book, NULL)->b);
		bt_live_breadth_free(live);
		bt_book_release(&w.book);
	}
}

/* A cap of the day itself makes the weight hang on the price that moves. */
static void
live_breadth__caps_of_today__are_computed_afresh_and_right(void **state)
{
	struct bt_live_breadth *live;
	enum bt_live_cost paid;
	struct world w;

	(void)state;
	open_world(&w, 5);
	for (size_t i = 0; i < MEMBERS; i++) {
		w.member[i].cap = 1e9;
		w.member[i].cap_date = w.today;
	}
	live = bt_live_breadth_new(&w.universe, BT_PRICE_ADJCLOSE);
	bt_live_breadth_update(live, &w.book, NULL);
	for (int i = 0; i < 10; i++) {
		for (size_t k = 0; k < MEMBERS; k++)
			take_quote(&w, k, 0);
		assert_equals_all_bars(&w, &bt_live_breadth_update(live, &w.book, &paid)->b);
		assert_int_equal(paid, BT_LIVE_HISTORY);
	}
	bt_live_breadth_free(live);
	bt_book_release(&w.book);
}

static void
live_breadth__of_nobody__is_empty_until_somebody_comes(void **state)
{
	struct bt_live_breadth *live;
	enum bt_live_cost paid;
	struct world w;

	(void)state;
	open_world(&w, 9);
	bt_book_release(&w.book);
	live = bt_live_breadth_new(&w.universe, BT_PRICE_ADJCLOSE);
	assert_int_equal(bt_live_breadth_update(live, &w.book, &paid)->b.n, 0);
	take_history(&w, 4, w.today);
	assert_equals_all_bars(&w, &bt_live_breadth_update(live, &w.book, &paid)->b);
	assert_int_equal(paid, BT_LIVE_HISTORY);
	bt_live_breadth_free(live);
	bt_book_release(&w.book);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(live_breadth__after_every_answer__equals_a_computation_of_all_bit_for_bit),
		cmocka_unit_test(live_breadth__quotes_and_sessions__cost_the_last_day),
		cmocka_unit_test(live_breadth__a_day_that_most_pass_over__is_no_session),
		cmocka_unit_test(live_breadth__caps_of_today__are_computed_afresh_and_right),
		cmocka_unit_test(live_breadth__of_nobody__is_empty_until_somebody_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
