/* test_records.c - records, ranges, streaks, weeks, levels, the VIX in words. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/digest.h"
#include "core/fixture_bars.h"
#include "core/levels.h"
#include "core/random.h"
#include "core/records.h"
#include "core/vix.h"
#include "core/weeks.h"

static struct fixture_bars f, g;

#define WEEKDAYS(f, from, ...) \
	fixture_weekdays((f), (from), (const double[]){__VA_ARGS__}, \
	                 sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void
records__count_closes_above_all_before(void **state)
{
	struct bt_records r;

	(void)state;
	WEEKDAYS(&f, "2024-12-30", 10, 11, 12, 12, 9, 13, 14);   /* last two: 2025-01-06, -07 */
	r = bt_records_of(&f.bars);
	assert_true(r.is_record);
	assert_int_equal(r.consecutive_records, 2);
	assert_int_equal(r.records_in_year, 3);        /* 2025-01-01 too, by this calendar */
	assert_int_equal(r.ath.date, fixture_date("2025-01-07"));
	assert_true(r.ath.dist_pct == 0 && r.ath.sessions_since == 0);
	assert_true(r.highest.all && r.highest.date == BT_DATE_NONE);
	assert_int_equal(r.lowest.date, fixture_date("2025-01-06"));
	assert_int_equal(r.lowest.sessions, 1);
	assert_int_equal(r.day_streak, 2);
	assert_true(r.has_intraday && r.is_intraday_record && r.ath_intraday == 15);
}

static void
records__equal_close__is_none_and_the_first_date_holds(void **state)
{
	struct bt_records r;

	(void)state;
	WEEKDAYS(&f, "2025-01-06", 10, 12, 11, 12);
	r = bt_records_of(&f.bars);
	assert_false(r.is_record);
	assert_int_equal(r.consecutive_records, 0);
	assert_int_equal(r.records_in_year, 1);
	assert_int_equal(r.ath.date, fixture_date("2025-01-07"));
	assert_int_equal(r.ath.sessions_since, 2);
	assert_int_equal(r.highest.date, fixture_date("2025-01-07"));
	assert_false(r.is_intraday_record);
}

static void
records__answers_at_the_edges(void **state)
{
	struct bt_records r;

	(void)state;
	f.bars = (struct bt_bars){0};
	r = bt_records_of(&f.bars);
	assert_true(isnan(r.last) && r.last_date == BT_DATE_NONE && isnan(r.ath.value));
	assert_true(!r.is_record && !r.has_intraday && !r.highest.all && r.bars252 == 0);
	assert_int_equal(r.week_end, BT_DATE_NONE);
	WEEKDAYS(&f, "2025-01-06", 10);
	r = bt_records_of(&f.bars);
	assert_true(!r.is_record && !r.is_intraday_record && r.has_intraday);
	assert_true(r.highest.all && r.lowest.all && r.day_streak == 0 && r.ath.value == 10);
	WEEKDAYS(&f, "2025-01-06", 10, 11, 12);
	f.high[1] = NAN;
	r = bt_records_of(&f.bars);
	assert_true(!r.has_intraday && isnan(r.ath_intraday) && !r.is_intraday_record);
	f.bars.high = NULL;
	assert_false(bt_records_of(&f.bars).has_intraday);
}

static void
records__range__is_of_252_bars_with_the_last(void **state)
{
	static double close[300];
	struct bt_records r;

	(void)state;
	for (int i = 0; i < 300; i++)
		close[i] = 100 + i % 7;
	close[47] = 500;        /* 252 bars before the last: outside */
	close[48] = 400;        /* the oldest of the window */
	fixture_weekdays(&f, "2020-01-01", close, 300);
	r = bt_records_of(&f.bars);
	assert_int_equal(r.bars252, 252);
	assert_true(r.hi252.value == 400 && r.hi252.sessions_since == 251);
	assert_true(r.ath.value == 500);
	assert_true(r.lo252.value == 100 && r.lo252.date == f.date[49]);
}

static void
records__day_streak__ends_at_an_unchanged_close(void **state)
{
	(void)state;
	WEEKDAYS(&f, "2025-01-06", 9, 8, 7, 7, 6, 5);
	assert_int_equal(bt_records_of(&f.bars).day_streak, -2);
	WEEKDAYS(&f, "2025-01-06", 9, 8, 8);
	assert_int_equal(bt_records_of(&f.bars).day_streak, 0);
}

static void
records__parts__equal_the_whole__on_random_bars(void **state)
{
	size_t records = 0;

	(void)state;
	fixture_walk(&f, 3, 700);
	for (size_t n = 1; n <= 700; n++) {
		struct bt_bars b = bt_bars_prefix(&f.bars, n);
		struct bt_records r = bt_records_of(&b);
		double highest = 0, high = 0;
		bool known;

		for (size_t i = 0; i + 1 < n; i++) {
			highest = fmax(highest, b.close[i]);
			high = fmax(high, b.high[i]);
		}
		assert_int_equal(r.is_record, n > 1 && b.close[n - 1] > highest);
		assert_int_equal(r.is_intraday_record, n > 1 && b.high[n - 1] > high);
		assert_int_equal(bt_records_is_record(&b), r.is_record);
		assert_int_equal(bt_records_is_intraday_record(&b, &known), r.is_intraday_record);
		assert_true(known && r.ath.dist_pct <= 0 && r.ath.date >= b.date[0]);
		assert_true(bt_records_ath(&b).value == fmax(highest, b.close[n - 1]));
		records += r.is_record;
	}
	assert_true(records > 10);
}

/* Every prefix with the digest of the whole, of a part of it, and of bars whose last one has moved. */
static void
records__with_a_digest__equal_those_without(void **state)
{
	uint64_t seed = 7;
	size_t compared = 0;

	(void)state;
	for (int round = 0; round < 12; round++) {
		double high[600], close[600];
		struct bt_arena a;
		struct bt_digest d;
		struct bt_bars b;
		size_t part;

		fixture_walk(&f, 40 + (uint64_t)round, 600);
		b = f.bars;
		for (size_t i = 0; i < 600; i++) {       /* coarse, so that closes are equal; highs with nulls */
			close[i] = round % 2 ? floor(b.close[i]) + 1 : b.close[i];
			high[i] = round % 3 == 2 && random_unit(&seed) < 0.004 ? NAN : b.high[i];
		}
		b.close = close;
		b.high = round % 4 == 3 ? NULL : high;
		bt_arena_init(&a, 0);
		part = 1 + random_below(&seed, 599);
		struct bt_bars first = bt_bars_prefix(&b, round % 2 ? 600 : part);
		assert_int_equal(bt_digest_make(&first, &a, &d), BT_OK);
		close[first.n - 1] *= round % 2 ? 1.5 : 0.5;     /* the last bar may move */
		for (size_t n = 0; n <= 600; n++) {
			struct bt_bars plain = bt_bars_prefix(&b, n), known = plain;
			struct bt_records x = bt_records_of(&plain), y;
			bool has_x, has_y;

			known.digest = &d;
			y = bt_records_of(&known);
			assert_memory_equal(&x.ath, &y.ath, sizeof(x.ath));
			assert_int_equal(x.has_intraday, y.has_intraday);
			assert_int_equal(x.ath_intraday_date, y.ath_intraday_date);
			assert_int_equal(bt_records_is_record(&plain), bt_records_is_record(&known));
			assert_int_equal(bt_records_is_intraday_record(&plain, &has_x),
			                 bt_records_is_intraday_record(&known, &has_y));
			assert_int_equal(has_x, has_y);
			compared++;
		}
		bt_arena_release(&a);
	}
	assert_int_equal(compared, 12 * 601);
}

/* --- weeks --------------------------------------------------------------------------------------- */

static void
weeks__are_complete__from_friday_on_or_with_a_later_bar(void **state)
{
	size_t at[10];

	(void)state;
	WEEKDAYS(&f, "2025-01-01", 1, 2, 3, 4, 5, 6, 7);        /* Wed 1st .. Thu 9th */
	assert_int_equal(bt_weeks_complete(f.date, 7, at, 10), 1);
	assert_int_equal(at[0], 2);
	WEEKDAYS(&f, "2025-01-01", 1, 2, 3, 4, 5, 6, 7, 8);     /* .. Fri 10th */
	assert_int_equal(bt_weeks_complete(f.date, 8, at, 10), 2);
	assert_int_equal(at[1], 7);
	assert_int_equal(bt_weeks_complete(f.date, 8, at, 1), 1);
	assert_int_equal(at[0], 7);
	assert_int_equal(bt_weeks_complete(f.date, 0, at, 1), 0);
	assert_int_equal(bt_weeks_complete(f.date, 2, at, 10), 0);
}

static void
weeks__streak__counts_complete_weeks_alone(void **state)
{
	bt_date end;
	struct bt_line line;

	(void)state;
	/* Fridays 2025-01-03: 10, -10: 11, -17: 12, then Mon 20th far below */
	WEEKDAYS(&f, "2025-01-01", 9, 9, 10, 5, 5, 5, 5, 11, 5, 5, 5, 5, 12, 1);
	line = bt_bars_line(&f.bars, BT_PRICE_CLOSE);
	assert_int_equal(bt_week_streak(&line, &end), 2);
	assert_int_equal(end, fixture_date("2025-01-17"));
	line.n = 12;                            /* Thu 16th: that week is not over */
	assert_int_equal(bt_week_streak(&line, &end), 1);
	assert_int_equal(end, fixture_date("2025-01-10"));
	line.n = 3;                             /* no week before */
	assert_int_equal(bt_week_streak(&line, &end), 0);
	assert_int_equal(end, fixture_date("2025-01-03"));
	line.n = 0;
	assert_int_equal(bt_week_streak(&line, &end), 0);
	assert_int_equal(end, BT_DATE_NONE);
}

static void
weeks__relative__runs_over_the_common_sessions(void **state)
{
	struct bt_relative_weeks w;
	struct bt_line a, b;
	struct bt_arena arena;

	(void)state;
	bt_arena_init(&arena, 0);
	/* Fridays 3rd, 10th, 17th, 24th */
	WEEKDAYS(&f, "2025-01-03", 100, 1, 1, 1, 1, 110, 1, 1, 1, 1, 121, 1, 1, 1, 1, 121);
	WEEKDAYS(&g, "2025-01-03", 100, 1, 1, 1, 1, 105, 1, 1, 1, 1, 105, 1, 1, 1, 1, 100);
	a = bt_bars_line(&f.bars, BT_PRICE_CLOSE);
	b = bt_bars_line(&g.bars, BT_PRICE_CLOSE);
	assert_int_equal(bt_weeks_relative(&a, &b, &arena, &w), BT_OK);
	assert_int_equal(w.n, 3);
	assert_int_equal(w.streak, 3);
	assert_true(fabs(w.week[0].a_pct - 10) < 1e-9 && fabs(w.week[0].b_pct - 5) < 1e-9);
	assert_int_equal(w.week[2].end, fixture_date("2025-01-24"));
	assert_int_equal(bt_weeks_relative(&b, &a, &arena, &w), BT_OK);
	assert_int_equal(w.streak, -3);
	assert_int_equal(bt_weeks_relative(&a, &a, &arena, &w), BT_OK);
	assert_int_equal(w.streak, 0);
	g.date[10] = fixture_date("2025-01-18");        /* b has no Friday 17th: Thursday closes the week */
	assert_int_equal(bt_weeks_relative(&a, &b, &arena, &w), BT_OK);
	assert_int_equal(w.week[1].end, fixture_date("2025-01-16"));
	b.n = 0;
	assert_int_equal(bt_weeks_relative(&a, &b, &arena, &w), BT_OK);
	assert_true(w.n == 0 && w.streak == 0);
	bt_arena_release(&arena);
	bt_arena_init(&arena, 64);
	assert_int_equal(bt_weeks_relative(&a, &a, &arena, &w), BT_E_NOMEM);
	bt_arena_release(&arena);
}

/* --- levels -------------------------------------------------------------------------------------- */

static void
levels__touching_from_below__is_up_and_from_above_nothing(void **state)
{
	static const struct {
		size_t at;
		bool up;
	} want[] = {{1, true}, {3, false}, {4, true}};
	bool up;
	size_t n = 0;

	(void)state;
	WEEKDAYS(&f, "2025-01-06", 99, 100, 100, 99.99, 101, 100);
	for (size_t i = 0; (i = bt_level_next(&f.bars, 100, i, &up)) < f.bars.n; i++, n++) {
		assert_int_equal(i, want[n].at);
		assert_int_equal(up, want[n].up);
	}
	assert_int_equal(n, 3);
	f.bars.n = 1;
	assert_int_equal(bt_level_next(&f.bars, 100, 0, &up), 1);
	f.bars.n = 0;
	assert_int_equal(bt_level_next(&f.bars, 100, 0, &up), 0);
}

/* --- the VIX ------------------------------------------------------------------------------------- */

static void
vix__regimes__include_their_lower_bound(void **state)
{
	static const struct {
		double close;
		const char *name;
	} t[] = {{9.14, "calm"}, {14.99, "calm"}, {15, "normal"}, {20, "elevated"}, {29.99, "elevated"},
	         {30, "high"}, {40, "extreme"}, {82.69, "extreme"}};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_string_equal(bt_vix_regime_name(bt_vix_regime(t[i].close)), t[i].name);
}

static void
vix__rank__counts_strictly_below_of_those_there_are(void **state)
{
	static double close[400];
	struct bt_vix v;

	(void)state;
	WEEKDAYS(&f, "2025-01-06", 10, 20, 30, 20);
	v = bt_vix_of(&f.bars);
	assert_true(fabs(v.pct_rank252 - 100.0 / 3) < 1e-12);
	assert_true(isnan(v.sma50) && isnan(v.vs_sma50_pct));
	assert_int_equal(v.lowest.sessions, 2);
	assert_int_equal(v.highest.sessions, 1);
	for (int i = 0; i < 400; i++)
		close[i] = i < 149 ? 1 : 20;
	close[399] = 21;
	fixture_weekdays(&f, "2020-01-01", close, 400);
	v = bt_vix_of(&f.bars);
	assert_true(v.pct_rank252 == 100);              /* 1 + 250 of the 251 before */
	assert_true(fabs(v.sma50 - (49 * 20 + 21) / 50.0) < 1e-12);
	f.close[399] = 20;
	assert_true(fabs(bt_vix_of(&f.bars).pct_rank252 - 100.0 / 251) < 1e-12);
	f.bars.n = 1;
	assert_true(isnan(bt_vix_of(&f.bars).pct_rank252));
	f.bars.n = 0;
	v = bt_vix_of(&f.bars);
	assert_true(isnan(v.close) && v.date == BT_DATE_NONE);
}

static void
weeks__relative_streak__is_that_of_all_weeks(void **state)
{
	static struct fixture_bars x, y;
	int longest = 0;

	(void)state;
	for (uint64_t seed = 1; seed < 40; seed++) {
		fixture_walk(&x, seed, 500);
		fixture_walk(&y, seed % 5 ? seed + 100 : seed, 500);
		for (size_t n = 0; n <= 500; n += 1 + seed % 7) {
			struct bt_line a = bt_bars_line(&x.bars, BT_PRICE_CLOSE), b = bt_bars_line(&y.bars, BT_PRICE_CLOSE);
			struct bt_relative_weeks w;
			struct bt_arena arena;
			int streak;
			bool any;

			bt_arena_init(&arena, 0);
			a.n = n;
			if (seed % 3 == 0)               /* one that leads all the way */
				for (size_t i = 0; i < 500; i++)
					y.close[i] = x.close[i] / (1 + 0.01 * (double)i);
			assert_int_equal(bt_weeks_relative(&a, &b, &arena, &w), BT_OK);
			assert_int_equal(bt_weeks_relative_streak(&a, &b, &arena, &streak, &any), BT_OK);
			assert_int_equal(streak, w.streak);
			assert_int_equal(any, w.n > 0);
			longest = abs(streak) > longest ? abs(streak) : longest;
			bt_arena_release(&arena);
		}
	}
	assert_true(longest > 60);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records__count_closes_above_all_before),
		cmocka_unit_test(records__equal_close__is_none_and_the_first_date_holds),
		cmocka_unit_test(records__answers_at_the_edges),
		cmocka_unit_test(records__range__is_of_252_bars_with_the_last),
		cmocka_unit_test(records__day_streak__ends_at_an_unchanged_close),
		cmocka_unit_test(records__parts__equal_the_whole__on_random_bars),
		cmocka_unit_test(records__with_a_digest__equal_those_without),
		cmocka_unit_test(weeks__are_complete__from_friday_on_or_with_a_later_bar),
		cmocka_unit_test(weeks__streak__counts_complete_weeks_alone),
		cmocka_unit_test(weeks__relative__runs_over_the_common_sessions),
		cmocka_unit_test(weeks__relative_streak__is_that_of_all_weeks),
		cmocka_unit_test(levels__touching_from_below__is_up_and_from_above_nothing),
		cmocka_unit_test(vix__regimes__include_their_lower_bound),
		cmocka_unit_test(vix__rank__counts_strictly_below_of_those_there_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
