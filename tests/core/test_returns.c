/* test_returns.c - horizons, their anchors, and the returns between two bars. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/market.h"
#include "core/returns.h"
#include "core/fixture_bars.h"

static struct fixture_bars f;

static struct bt_horizon
horizon(const char *s)
{
	struct bt_horizon h;

	assert_true(bt_horizon_parse(s, &h));
	return h;
}

static bt_date
anchor(const char *h, const char *a)
{
	return bt_horizon_anchor(horizon(h), fixture_date(a), BT_BASE_PREV);
}

static struct bt_return
ret(const char *h, const char *a, enum bt_base base)
{
	struct bt_line line = bt_bars_line(&f.bars, BT_PRICE_CLOSE);

	return bt_return_at(&line, fixture_date(a), horizon(h), base);
}

static void
horizon__names__parse_back(void **state)
{
	static const char *const bad[] = {"", "1d", "2Y", "SINCE", "SINCE:", "SINCE:2025-02-30", "YTD "};
	char name[BT_HORIZON_NAME_SIZE];
	struct bt_horizon h;

	(void)state;
	for (int k = 0; k < BT_HORIZON_SINCE; k++) {
		bt_horizon_name((struct bt_horizon){(enum bt_horizon_kind)k, 0}, name);
		assert_int_equal(horizon(name).kind, k);
	}
	h = horizon("SINCE:2025-04-08");
	assert_string_equal(bt_horizon_name(h, name), "SINCE:2025-04-08");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(bt_horizon_parse(bad[i], &h));
}

static void
horizon__anchors__are_civil_dates(void **state)
{
	static const struct {
		const char *h, *a, *want;
	} t[] = {
		{"1W", "2025-12-23", "2025-12-16"},  {"1M", "2025-03-31", "2025-02-28"},
		{"1Y", "2024-02-29", "2023-02-28"},  {"1M", "2025-02-28", "2025-01-28"},
		{"3M", "2025-05-31", "2025-02-28"},  {"6M", "2025-08-31", "2025-02-28"},
		{"3Y", "2025-12-23", "2022-12-23"},  {"MTD", "2025-12-01", "2025-11-30"},
		{"QTD", "2026-01-01", "2025-12-31"}, {"YTD", "2025-12-31", "2024-12-31"},
		{"SINCE:2025-04-08", "2025-12-23", "2025-04-08"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(anchor(t[i].h, t[i].a), fixture_date(t[i].want));
	assert_int_equal(bt_horizon_anchor(horizon("SINCE:2025-04-08"), 0, BT_BASE_FIRST),
	                 fixture_date("2025-04-07"));
	assert_int_equal(anchor("1D", "2025-12-23"), BT_DATE_NONE);
}

/* Mon 2024-12-30 .. Wed 2025-01-08, New Year closed. */
static void
new_year_week(void)
{
	static const struct {
		const char *date;
		double close;
	} bar[] = {{"2024-12-30", 80}, {"2024-12-31", 100}, {"2025-01-02", 110}, {"2025-01-03", 99},
	           {"2025-01-06", 121}, {"2025-01-07", 121}, {"2025-01-08", 132}};

	f.bars = (struct bt_bars){0};
	for (size_t i = 0; i < sizeof(bar) / sizeof(bar[0]); i++)
		fixture_add(&f, fixture_date(bar[i].date), bar[i].close, bar[i].close);
}

static void
returns__prev_and_first__differ_by_one_bar(void **state)
{
	struct bt_return r;

	(void)state;
	new_year_week();
	r = ret("YTD", "2025-01-08", BT_BASE_PREV);
	assert_int_equal(r.base_date, fixture_date("2024-12-31"));
	assert_true(fabs(r.pct - 32) < 1e-12);
	r = ret("YTD", "2025-01-08", BT_BASE_FIRST);
	assert_int_equal(r.base_date, fixture_date("2025-01-02"));
	assert_true(fabs(r.pct - 20) < 1e-12);
	r = ret("1D", "2025-01-08", BT_BASE_FIRST);
	assert_true(r.base == 121 && r.anchor == r.base_date);
	r = ret("SINCE:2025-01-03", "2025-01-08", BT_BASE_FIRST);
	assert_true(r.base == 99 && r.anchor == fixture_date("2025-01-02"));
	r = ret("SINCE:2025-01-03", "2025-01-08", BT_BASE_PREV);
	assert_true(r.base == 99);
}

static void
returns__on_the_first_session_of_a_period(void **state)
{
	(void)state;
	new_year_week();
	assert_true(ret("YTD", "2025-01-02", BT_BASE_FIRST).pct == 0);
	assert_true(fabs(ret("YTD", "2025-01-02", BT_BASE_PREV).pct - 10) < 1e-12);
	/* the holiday itself: the last bar is of the year before, so FIRST has none and PREV is 0 */
	assert_true(isnan(ret("YTD", "2025-01-01", BT_BASE_FIRST).pct));
	assert_true(ret("YTD", "2025-01-01", BT_BASE_PREV).pct == 0);
}

static void
returns__are_null__when_stale_young_or_empty(void **state)
{
	struct bt_line none = {0};
	struct bt_return r;

	(void)state;
	new_year_week();
	assert_false(isnan(ret("1D", "2025-01-18", BT_BASE_PREV).pct));
	r = ret("1D", "2025-01-19", BT_BASE_PREV);
	assert_true(isnan(r.pct) && isnan(r.last) && r.last_date == BT_DATE_NONE);
	r = ret("1M", "2025-01-08", BT_BASE_PREV);
	assert_true(isnan(r.pct) && r.last == 132 && r.base_date == BT_DATE_NONE);
	assert_int_equal(r.anchor, fixture_date("2024-12-08"));
	assert_true(isnan(ret("1D", "2024-12-30", BT_BASE_PREV).pct));
	assert_true(isnan(ret("1D", "2024-12-29", BT_BASE_PREV).last));
	r = bt_return_at(&none, 0, horizon("1D"), BT_BASE_PREV);
	assert_true(isnan(r.pct) && r.anchor == BT_DATE_NONE);
}

static void
returns__first__takes_a_base_ten_days_after_the_anchor(void **state)
{
	(void)state;
	new_year_week();
	/* anchors 2024-12-20 and -19: the first bar is 10 and 11 days later */
	assert_true(ret("SINCE:2024-12-21", "2025-01-08", BT_BASE_FIRST).base == 80);
	assert_true(isnan(ret("SINCE:2024-12-20", "2025-01-08", BT_BASE_FIRST).base));
}

static void
returns__a_later_since__is_the_callers_own_day(void **state)
{
	struct bt_return r;

	(void)state;
	new_year_week();
	r = ret("SINCE:2025-01-07", "2025-01-02", BT_BASE_PREV);
	assert_int_equal(r.base_date, fixture_date("2025-01-07"));
	assert_true(fabs(r.pct - 100 * (110.0 / 121 - 1)) < 1e-12);
	assert_true(isnan(ret("SINCE:2025-01-07", "2025-01-02", BT_BASE_FIRST).pct));
}

static void
returns__never_see_a_bar_after_the_date(void **state)
{
	size_t compared = 0;

	(void)state;
	fixture_walk(&f, 7, 1500);
	for (bt_date a = f.date[0]; a < f.date[1499]; a += 3) {
		struct bt_line whole = bt_bars_line(&f.bars, BT_PRICE_CLOSE);
		struct bt_line cut = bt_line_upto(&whole, a);

		for (int k = 0; k < BT_HORIZON_SINCE; k++)
			for (int base = 0; base < 2; base++, compared++) {
				struct bt_horizon h = {(enum bt_horizon_kind)k, 0};
				struct bt_return x = bt_return_at(&whole, a, h, (enum bt_base)base);
				struct bt_return y = bt_return_at(&cut, a, h, (enum bt_base)base);

				assert_memory_equal(&x.pct, &y.pct, sizeof(x.pct));
				assert_memory_equal(&x.last, &y.last, sizeof(x.last));
				assert_int_equal(x.base_date, y.base_date);
				assert_int_equal(x.anchor, y.anchor);
			}
	}
	assert_true(compared > 10000);
}

static void
growth__is_annualised__from_a_year_on(void **state)
{
	static double close[800];
	struct bt_line line;
	struct bt_growth g;

	(void)state;
	for (int i = 0; i < 800; i++)
		close[i] = 100 * pow(1.10, i / 261.0);
	fixture_weekdays(&f, "2020-01-01", close, 800);
	line = bt_bars_line(&f.bars, BT_PRICE_CLOSE);
	g = bt_growth_at(&line, fixture_date("2022-03-02"), horizon("1Y"));
	assert_int_equal(g.base_date, fixture_date("2021-03-02"));
	assert_int_equal(g.days, 365);
	assert_int_equal(g.sessions, 261);
	assert_true(fabs(g.growth - 1.10) < 1e-12);
	assert_true(fabs(g.cagr_pct - 100 * (pow(1.10, 365.25 / 365) - 1)) < 1e-9);
	assert_true(fabs(g.annualized_252_pct - 100 * (pow(1.10, 252.0 / 261) - 1)) < 1e-9);
	/* as of a Sunday the last bar is Friday's and the base Monday's: 362 days are no year */
	g = bt_growth_at(&line, fixture_date("2022-03-06"), horizon("1Y"));
	assert_true(g.days < 365 && isnan(g.cagr_pct) && g.annualized_252_pct > 0);
	g = bt_growth_at(&line, fixture_date("2020-06-01"), horizon("1Y"));
	assert_true(isnan(g.growth) && g.base_date == BT_DATE_NONE && g.days == 0);
}

/* Lines of all kinds one after another: the guess of the one before never changes an answer. */
static void
dates__near_the_line_before__are_those_of_a_search(void **state)
{
	static const struct {
		size_t from, step, n;
	} kind[] = {{0, 1, 300}, {0, 1, 300}, {7, 1, 200}, {0, 3, 100}, {299, 1, 1}, {0, 1, 0}, {0, 1, 299}, {50, 2, 90}};
	enum { KINDS = sizeof(kind) / sizeof(kind[0]) };
	bt_date date[KINDS][300];
	double value[300];
	size_t compared = 0;

	(void)state;
	for (size_t k = 0; k < KINDS; k++)
		for (size_t i = 0; i < kind[k].n; i++)
			date[k][i] = 19000 + (bt_date)(kind[k].from + i * kind[k].step);
	for (size_t i = 0; i < 300; i++)
		value[i] = 10 + (double)i;
	for (bt_date d = 18990; d < 19320; d++) {
		for (int h = 0; h < BT_HORIZON_SINCE; h++) {
			struct bt_horizon horizon = {.kind = (enum bt_horizon_kind)h, .since = BT_DATE_NONE};
			struct bt_return_near near[2] = {{.after_last = 3, .after_anchor = 1000}, {.begun = false}};
			size_t after = (size_t)d % 400;

			for (size_t k = 0; k < KINDS; k++) {
				struct bt_line line = {kind[k].n, date[k], value};

				assert_int_equal(bt_dates_upto_near(line.date, line.n, d, &after),
				                 bt_dates_upto(line.date, line.n, d));
				assert_int_equal(bt_dates_find_near(line.date, line.n, d, &after),
				                 bt_dates_find(line.date, line.n, d));
				assert_int_equal(after, line.n - bt_dates_upto(line.date, line.n, d));
				for (int base = 0; base < 2; base++) {
					struct bt_return x = bt_return_next(&line, d, horizon, (enum bt_base)base, &near[base]);
					struct bt_return y = bt_return_at(&line, d, horizon, (enum bt_base)base);

					assert_int_equal(x.base_date, y.base_date);
					assert_int_equal(x.last_date, y.last_date);
					assert_true(x.pct == y.pct || (isnan(x.pct) && isnan(y.pct)));
					compared++;
				}
			}
		}
	}
	assert_int_equal(compared, 330 * BT_HORIZON_SINCE * KINDS * 2);
}

static void
market__walked_by_lists_in_any_order__finds_what_a_search_finds(void **state)
{
	static const char *const names[] = {"A", "B", "BRK-B", "C", "^GSPC", "^RUT", "_X"};
	static const char *const lists[][6] = {
		{"A", "B", "BRK-B", "C", "^RUT", "RUT"}, {"C", "NOPE", "A", "SPX", "B", "A"},
		{"_X", "^RUT", "^GSPC", "C", "B", "A"},  {"B", "B", "B", "Z", "C", "_RUT"},
	};
	struct bt_security sec[7] = {{.symbol = NULL}};
	struct bt_market m = {.sec = sec, .n = 7};

	(void)state;
	for (size_t i = 0; i < 7; i++)
		sec[i].symbol = names[i];
	for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++) {
		struct bt_market_walk walk = {&m, 0};

		for (size_t i = 0; i < 6; i++)
			assert_ptr_equal(bt_market_next(&walk, lists[l][i]), bt_market_find(&m, lists[l][i]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates__near_the_line_before__are_those_of_a_search),
		cmocka_unit_test(market__walked_by_lists_in_any_order__finds_what_a_search_finds),
		cmocka_unit_test(horizon__names__parse_back),
		cmocka_unit_test(horizon__anchors__are_civil_dates),
		cmocka_unit_test(returns__prev_and_first__differ_by_one_bar),
		cmocka_unit_test(returns__on_the_first_session_of_a_period),
		cmocka_unit_test(returns__are_null__when_stale_young_or_empty),
		cmocka_unit_test(returns__first__takes_a_base_ten_days_after_the_anchor),
		cmocka_unit_test(returns__a_later_since__is_the_callers_own_day),
		cmocka_unit_test(returns__never_see_a_bar_after_the_date),
		cmocka_unit_test(growth__is_annualised__from_a_year_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
