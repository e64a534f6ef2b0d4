/* test_golden_market.c - returns, growth and records against the golden tables beside the tree; they
 * are not part of it, so without them the tests are skipped.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "core/records.h"
#include "core/returns.h"
#include "model/golden.h"
#include "model/source.h"

static struct bt_source *rotation;

static void
check_since(struct golden *g, const char *name, const char *sessions, struct bt_since s)
{
	char buf[64];

	assert_int_equal(strcmp(golden_text(g, name, buf), "all") == 0, s.all);
	golden_check_date(g, name, s.date);
	golden_check(g, sessions, s.all ? NAN : s.sessions);
}

static struct bt_line
line_of(const struct golden *g)
{
	char symbol[64], price[64];
	const struct bt_security *sec =
		bt_market_find(bt_source_market(rotation), golden_text(g, "symbol", symbol));

	assert_non_null(sec);
	return bt_bars_line(&sec->bars, strcmp(golden_text(g, "price", price), "adjclose") == 0
	                    ? BT_PRICE_ADJCLOSE : BT_PRICE_CLOSE);
}

static void
returns__equal_the_golden_table(void **state)
{
	struct golden g;

	(void)state;
	if (!rotation)
		skip();
	golden_open(&g, "golden/returns.csv");
	while (golden_next(&g)) {
		struct bt_line line = line_of(&g);
		struct bt_horizon h;
		struct bt_return r;
		char buf[64];
		bool first = strcmp(golden_text(&g, "convention", buf), "first") == 0;

		assert_true(bt_horizon_parse(golden_text(&g, "horizon", buf), &h));
		r = bt_return_at(&line, golden_date(&g, "asof"), h, first ? BT_BASE_FIRST : BT_BASE_PREV);
		golden_check_date(&g, "anchor", r.anchor);
		golden_check_date(&g, "base_date", r.base_date);
		golden_check_date(&g, "last_date", r.last_date);
		golden_check(&g, "base", r.base);
		golden_check(&g, "last", r.last);
		golden_check(&g, "return_pct", r.pct);
	}
	assert_int_equal(g.rows, 12528);
	golden_close(&g);
}

static void
growth__equals_the_golden_table(void **state)
{
	struct golden g;

	(void)state;
	if (!rotation)
		skip();
	golden_open(&g, "golden/cagr.csv");
	while (golden_next(&g)) {
		struct bt_line line = line_of(&g);
		struct bt_horizon h;
		struct bt_growth made;
		char buf[64];

		assert_true(bt_horizon_parse(golden_text(&g, "horizon", buf), &h));
		made = bt_growth_at(&line, golden_date(&g, "asof"), h);
		golden_check_date(&g, "base_date", made.base_date);
		golden_check_date(&g, "last_date", made.last_date);
		golden_check(&g, "days", made.days);
		golden_check(&g, "sessions", made.sessions);
		golden_check(&g, "growth", made.growth);
		golden_check(&g, "cagr_calendar_pct", made.cagr_pct);
		golden_check(&g, "annualized_252_pct", made.annualized_252_pct);
	}
	assert_int_equal(g.compared, 992 * 7);
	golden_close(&g);
}

static void
check_extreme(struct golden *g, const char *name, const struct bt_extreme *x)
{
	char field[64];

	golden_check(g, name, x->value);
	snprintf(field, sizeof(field), "%s_date", name);
	golden_check_date(g, field, x->date);
	snprintf(field, sizeof(field), "%s_dist_pct", name);
	golden_check(g, field, x->dist_pct);
	snprintf(field, sizeof(field), "%s_sessions_since", name);
	golden_check(g, field, x->sessions_since);
}

static void
records__equal_the_golden_table(void **state)
{
	struct golden g;

	(void)state;
	if (!rotation)
		skip();
	golden_open(&g, "golden/records.csv");
	while (golden_next(&g)) {
		char buf[64];
		struct bt_bars b = bt_market_bars(bt_source_market(rotation), golden_text(&g, "symbol", buf),
		                                  golden_date(&g, "asof"));
		struct bt_records r = bt_records_of(&b);

		golden_check_date(&g, "last_date", r.last_date);
		golden_check(&g, "last", r.last);
		check_extreme(&g, "ath", &r.ath);
		golden_check(&g, "ath_days_since", r.ath.days_since);
		check_extreme(&g, "hi252", &r.hi252);
		check_extreme(&g, "lo252", &r.lo252);
		golden_check(&g, "bars252", r.bars252);
		golden_check(&g, "is_record", r.is_record);
		golden_check(&g, "consecutive_records", r.consecutive_records);
		golden_check(&g, "records_in_year", r.records_in_year);
		golden_check(&g, "ath_intraday", r.ath_intraday);
		golden_check_date(&g, "ath_intraday_date", r.ath_intraday_date);
		golden_check(&g, "is_intraday_record", r.has_intraday ? r.is_intraday_record : NAN);
		check_since(&g, "highest_since", "highest_since_sessions", r.highest);
		check_since(&g, "lowest_since", "lowest_since_sessions", r.lowest);
		golden_check(&g, "day_streak", r.day_streak);
		golden_check(&g, "week_streak", r.week_streak);
		golden_check_date(&g, "week_end", r.week_end);
	}
	assert_int_equal(g.compared, 375 * 29);
	golden_close(&g);
}

static int
open_rotation(void **state)
{
	char path[400], name[420];
	struct bt_err err;

	(void)state;
	if (access(golden_path("golden/returns.csv", path), R_OK) == 0) {
		snprintf(name, sizeof(name), "csv:%s", golden_path("market/rotation", path));
		assert_int_equal(bt_source_csv_open(name, &rotation, &err), BT_OK);
	} else {
		printf("no golden tables in ../shared: their tests are skipped\n");
	}
	return 0;
}

static int
close_rotation(void **state)
{
	(void)state;
	bt_source_free(rotation);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(returns__equal_the_golden_table),
		cmocka_unit_test(growth__equals_the_golden_table),
		cmocka_unit_test(records__equal_the_golden_table),
	};

	return cmocka_run_group_tests(tests, open_rotation, close_rotation);
}
