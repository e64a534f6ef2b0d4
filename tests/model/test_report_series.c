/* test_report_series.c - the views of expressions: what is asked for wrongly, what is missing or too old,
 * which rows are printed.  Their numbers are held to the golden files by tests/golden/series.py.  */
#include "model/report_test.h"

/* AAA and BBB trade two weeks, OLD stopped three weeks before, NEG is fine alone. */
static const struct tiny days[] = {
	{"AAA", "2024-03-04", {1, 2, 4, 2, 1, 0, 0, 2, 4, 8, 4, 2}},
	{"BBB", "2024-03-04", {2, 2, 2, 2, 2, 0, 0, 2, 2, 2, 2, 4}},
	{"BRK-B", "2024-03-04", {5, 5, 5, 5, 5, 0, 0, 5, 5, 5, 5, 5}},
	{"OLD", "2024-02-19", {3, 4, 5}},
};
#define LAST "2024-03-15"

static int
setup(void **state)
{
	return world_setup(state, days, COUNT(days));
}

static struct bt_ask
series(enum bt_view view)
{
	struct bt_ask ask = plain(view);

	ask.series = true;
	return ask;
}

static void
report__every_view__has_whole_rows(void **state)
{
	struct world *w = *state;

	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "AAA/BBB"), BT_OK);
	assert_whole(w);
	assert_int_equal(ASK(w, series(BT_VIEW_RATIO), "AAA/BBB"), BT_OK);
	assert_whole(w);
	assert_int_equal(ASK(w, plain(BT_VIEW_PAIR), "AAA", "BBB"), BT_OK);
	assert_whole(w);
	assert_int_equal(ASK(w, plain(BT_VIEW_TREND), "AAA/BBB"), BT_OK);
	assert_whole(w);
	assert_string_equal(bt_val_as_str(cell(w, 0, "status")), "none");
	assert_int_equal(cell(w, 0, "anchor1")->kind, BT_VAL_NULL);
	assert_int_equal(cell(w, 0, "expired")->kind, BT_VAL_NULL);
	assert_true(bt_val_as_num(bt_val_path(&w->report.head, "parameters.window")) == 756);
	assert_int_equal(ASK(w, plain(BT_VIEW_CHANNEL), "AAA/BBB"), BT_OK);
	assert_whole(w);
	assert_int_equal(cell(w, 0, "position")->kind, BT_VAL_NULL);      /* ten sessions of 252 */
	assert_int_equal(ASK(w, series(BT_VIEW_ROTATION), "AAA", "NOPE"), BT_E_NODATA);   /* no SPY */
	w->settings.rotation_benchmark = "BBB";
	assert_int_equal(ASK(w, series(BT_VIEW_ROTATION), "AAA", "NOPE"), BT_OK);
	assert_whole(w);
}

static void
report__arguments__are_told_when_wrong(void **state)
{
	struct world *w = *state;

	assert_int_equal(ask_with(w, plain(BT_VIEW_RATIO), NULL, 0), BT_E_USAGE);
	assert_non_null(strstr(w->err.text, "show ratio IWM/QQQ"));
	assert_int_equal(ask_with(w, plain(BT_VIEW_TREND), NULL, 0), BT_E_USAGE);
	assert_int_equal(ASK(w, plain(BT_VIEW_PAIR), "AAA"), BT_E_USAGE);
	assert_int_equal(ASK(w, plain(BT_VIEW_PAIR), "AAA", "BBB", "OLD"), BT_E_USAGE);
	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "AAA/"), BT_E_EXPR);
	assert_string_equal(w->err.text, "AAA/: column 5: a number, symbol, function or '(' is missing here");
	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "AAA/NOPE"), BT_E_NODATA);
	assert_non_null(strstr(w->err.text, "AAA/NOPE: column 5: no prices for NOPE"));
	assert_int_equal(ASK(w, plain(BT_VIEW_TREND), "AAA-BBB"), BT_E_NODATA);
	assert_string_equal(w->err.text,
	                    "AAA-BBB is -1 on 2024-03-04: only values above 0 have a trend");
}

static void
report__expression__may_be_cut_by_the_shell(void **state)
{
	struct world *w = *state;

	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "AAA", "/", "BBB"), BT_OK);
	assert_string_equal(bt_val_as_str(cell(w, 0, "expr")), "AAA / BBB");
	assert_true(number(w, 0, "value") == 0.5);
	assert_int_equal(w->report.price, BT_PRICE_ADJCLOSE);
}

static void
report__symbol__is_meant_as_it_stands(void **state)
{
	struct world *w = *state;

	assert_int_equal(ASK(w, plain(BT_VIEW_PAIR), "BRK-B", "AAA/BBB"), BT_OK);
	assert_string_equal(bt_val_as_str(cell(w, 0, "a")), "BRK-B");
	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "BRK-B"), BT_E_NODATA);     /* here '-' is minus */
	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "'BRK-B'"), BT_OK);
}

static void
report__series__prints_from_and_to_but_reads_all(void **state)
{
	struct world *w = *state;
	struct bt_ask ask = series(BT_VIEW_RATIO);

	assert_int_equal(ASK(w, ask, "AAA"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 10);
	ask.from = tiny_date("2024-03-14");
	ask.to = tiny_date("2024-03-15");
	assert_int_equal(ASK(w, ask, "sma(AAA,3)"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 2);
	assert_true(number(w, 0, "value") == 16.0 / 3);      /* 4 8 4: the first two are not printed */
	ask.from = tiny_date("2024-03-16");
	assert_int_equal(ASK(w, ask, "AAA"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 0);
	ask = series(BT_VIEW_PAIR);
	ask.to = tiny_date("2024-03-04");
	assert_int_equal(ASK(w, ask, "AAA", "BBB"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 1);
}

/* OLD's last session is 2024-02-21: ten days later it still speaks for the day, then no more. */
static void
report__old_value__is_null_with_its_date(void **state)
{
	struct world *w = *state;
	struct bt_ask ask = plain(BT_VIEW_RATIO);

	ask.as_of = tiny_date("2024-03-02");
	assert_int_equal(ASK(w, ask, "OLD"), BT_OK);
	assert_true(number(w, 0, "value") == 5);
	ask.as_of = tiny_date("2024-03-03");
	assert_int_equal(ASK(w, ask, "OLD"), BT_OK);
	assert_int_equal(cell(w, 0, "value")->kind, BT_VAL_NULL);
	assert_int_equal(cell(w, 0, "trend")->kind, BT_VAL_NULL);
	assert_int_equal(bt_val_as_date(cell(w, 0, "date")), tiny_date("2024-02-21"));
	assert_int_equal(ASK(w, ask, "AAA"), BT_E_NODATA);       /* its first session is later */
}

static void
report__rotation__keeps_the_row_of_a_missing_symbol(void **state)
{
	struct world *w = *state;
	struct bt_ask ask = plain(BT_VIEW_ROTATION);

	ask.benchmark = "BBB";
	assert_int_equal(ASK(w, ask, "AAA", "NOPE", "BRK-B"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 3);
	assert_string_equal(bt_val_as_str(cell(w, 1, "symbol")), "NOPE");
	assert_int_equal(cell(w, 1, "rs")->kind, BT_VAL_NULL);
	assert_true(number(w, 0, "rs") == 50);
	assert_int_equal(bt_val_as_date(cell(w, 0, "week_end")), tiny_date(LAST));
	assert_int_equal(ASK(w, ask, "NOPE", "NADA"), BT_E_NODATA);
	assert_true(w->err.text[0] != '\0');
	ask.series = true;
	assert_int_equal(ASK(w, ask, "AAA"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 2);
	ask.as_of = tiny_date("2024-03-14");                     /* a Thursday: one week is complete */
	assert_int_equal(ASK(w, ask, "AAA"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 1);
	assert_int_equal(bt_val_as_date(cell(w, 0, "asof")), tiny_date("2024-03-14"));
}

/* AAA doubled in the two weeks, BBB did too but only on the last day, BRK-B stood still. */
static void
report__rotation__ranks_by_the_horizon_and_tells_the_change(void **state)
{
	struct world *w = *state;
	struct bt_ask ask = plain(BT_VIEW_ROTATION);
	struct bt_horizon week = {.kind = BT_HORIZON_1W, .since = BT_DATE_NONE};
	struct bt_horizon since = {.kind = BT_HORIZON_SINCE, .since = tiny_date("2024-03-11")};

	ask.benchmark = "BRK-B";
	ask.horizon = &week;
	ask.n_horizon = 1;
	assert_int_equal(ASK(w, ask, "BRK-B", "OLD", "BBB", "AAA"), BT_OK);
	assert_whole(w);
	/* 1W, as of Friday the 15th from the 8th: AAA 1 to 2, BBB 2 to 4; BRK-B 0; OLD has stopped */
	assert_string_equal(bt_val_as_str(cell(w, 0, "symbol")), "BBB");
	assert_string_equal(bt_val_as_str(cell(w, 1, "symbol")), "AAA");
	assert_string_equal(bt_val_as_str(cell(w, 2, "symbol")), "BRK-B");
	assert_string_equal(bt_val_as_str(cell(w, 3, "symbol")), "OLD");
	assert_true(number(w, 0, "rank") == 1 && number(w, 1, "rank") == 1);     /* equal: one place */
	assert_true(number(w, 2, "rank") == 3);
	assert_int_equal(cell(w, 3, "rank")->kind, BT_VAL_NULL);
	/* a week ago nobody had a bar a week before */
	assert_int_equal(cell(w, 0, "rank_change")->kind, BT_VAL_NULL);
	assert_string_equal(bt_val_as_str(bt_val_get(&w->report.head, "ranked_by")), "1W");

	/* begun on Monday the 11th: on the 8th it had not */
	ask.horizon = &since;
	assert_int_equal(ASK(w, ask, "BBB", "AAA"), BT_OK);
	assert_true(bt_val_as_num(bt_val_path(&w->report.rows.u.list.at[0], "returns.SINCE:2024-03-11.rank")) == 1);
	assert_int_equal(cell(w, 0, "rank_change")->kind, BT_VAL_NULL);
}

static void
report__rotation__counts_a_week_back(void **state)
{
	struct world *w = *state;
	struct bt_ask ask = plain(BT_VIEW_ROTATION);
	struct bt_horizon day = {.kind = BT_HORIZON_1D, .since = BT_DATE_NONE};

	ask.benchmark = "BRK-B";
	ask.horizon = &day;
	ask.n_horizon = 1;
	/* on the 15th AAA halved and BBB doubled; on the 8th AAA halved and the others stood still */
	assert_int_equal(ASK(w, ask, "AAA", "BBB", "BRK-B"), BT_OK);
	assert_string_equal(bt_val_as_str(cell(w, 0, "symbol")), "BBB");
	assert_true(number(w, 0, "rank") == 1 && number(w, 0, "rank_change") == 0);
	assert_string_equal(bt_val_as_str(cell(w, 1, "symbol")), "BRK-B");
	assert_true(number(w, 1, "rank") == 2 && number(w, 1, "rank_change") == -1);
	assert_true(number(w, 2, "rank") == 3 && number(w, 2, "rank_change") == 0);
}

/* A sector fund's row has the breadth of its sector, n of those listed; others have none. */
static void
report__rotation__has_the_breadth_of_the_sector(void **state)
{
	static const struct bt_universe_member member[] = {
		{"AAA", NULL, "Energy", NAN, BT_DATE_NONE},
		{"BBB", NULL, "Energy", NAN, BT_DATE_NONE},
		{"GONE", NULL, "Energy", NAN, BT_DATE_NONE},
		{"BRK-B", NULL, "Financials", NAN, BT_DATE_NONE},
	};
	static const struct bt_universe universe = {"own", BT_DATE_NONE, member, COUNT(member)};
	static const struct tiny funds[] = {
		{"AAA", "2024-03-04", {1, 2, 4, 2, 1, 0, 0, 2, 4, 8, 4, 2}},
		{"BBB", "2024-03-04", {2, 2, 2, 2, 2, 0, 0, 2, 2, 2, 2, 4}},
		{"BRK-B", "2024-03-04", {5, 5, 5, 5, 5, 0, 0, 5, 5, 5, 5, 5}},
		{"XLE", "2024-03-04", {5, 5, 5, 5, 5, 0, 0, 5, 5, 5, 5, 6}},
		{"XLU", "2024-03-04", {5, 5, 5, 5, 5, 0, 0, 5, 5, 5, 5, 7}},
	};
	struct world *w = *state;
	struct bt_market market = tiny_market(&w->arena, funds, COUNT(funds));
	struct bt_ask ask = plain(BT_VIEW_ROTATION);

	w->scope.market = &market;
	w->scope.universe = &universe;
	ask.benchmark = "BRK-B";
	assert_int_equal(ASK(w, ask, "XLE", "XLU", "AAA"), BT_OK);
	assert_whole(w);
	assert_string_equal(bt_val_as_str(cell(w, 0, "sector")), "Energy");
	assert_true(number(w, 0, "n") == 2 && number(w, 0, "listed") == 3);
	assert_true(number(w, 0, "adv") == 1 && number(w, 0, "dec") == 1 && number(w, 0, "unch") == 0);
	assert_int_equal(cell(w, 0, "pct50")->kind, BT_VAL_NULL);        /* ten bars of fifty */
	assert_string_equal(bt_val_as_str(cell(w, 1, "sector")), "Utilities");
	assert_int_equal(cell(w, 1, "n")->kind, BT_VAL_NULL);            /* none is listed */
	assert_int_equal(cell(w, 2, "sector")->kind, BT_VAL_NULL);
	assert_true(bt_val_as_num(bt_val_get(&w->report.head, "covered")) == 3);
}

static void
report__settings__name_series_and_windows(void **state)
{
	struct world *w = *state;
	static const struct bt_pair own[] = {{"HALF", "AAA/BBB"}};
	static const char *const seven[] = {"AAA", "BBB"};

	w->settings.series = (struct bt_pairs){own, 1};
	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "2*HALF"), BT_OK);
	assert_true(number(w, 0, "value") == 1);
	w->settings.lists_seven = (struct bt_words){seven, 2};
	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "MAG7H"), BT_OK);
	assert_true(number(w, 0, "value") == 200);               /* both have doubled */
	w->settings.ratio_window = 5;
	assert_int_equal(ASK(w, plain(BT_VIEW_PAIR), "AAA", "BBB"), BT_OK);
	assert_true(number(w, 0, "window") == 5);
}

static void
report__provisional__is_said(void **state)
{
	struct world *w = *state;
	struct bt_security *sec = bt_arena_memdup(&w->arena, w->market.sec, w->market.n * sizeof(*sec));

	assert_int_equal(ASK(w, plain(BT_VIEW_TREND), "AAA/BBB"), BT_OK);
	assert_false(bt_val_is_true(cell(w, 0, "provisional")));
	sec[1].provisional = tiny_date(LAST);
	w->market.sec = sec;
	assert_int_equal(ASK(w, plain(BT_VIEW_TREND), "AAA/BBB"), BT_OK);
	assert_true(bt_val_is_true(cell(w, 0, "provisional")));
	assert_int_equal(ASK(w, plain(BT_VIEW_RATIO), "AAA"), BT_OK);
	assert_false(bt_val_is_true(cell(w, 0, "provisional")));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(report__every_view__has_whole_rows),
		TEST(report__arguments__are_told_when_wrong),
		TEST(report__expression__may_be_cut_by_the_shell),
		TEST(report__symbol__is_meant_as_it_stands),
		TEST(report__series__prints_from_and_to_but_reads_all),
		TEST(report__old_value__is_null_with_its_date),
		TEST(report__rotation__keeps_the_row_of_a_missing_symbol),
		TEST(report__rotation__ranks_by_the_horizon_and_tells_the_change),
		TEST(report__rotation__counts_a_week_back),
		TEST(report__rotation__has_the_breadth_of_the_sector),
		TEST(report__settings__name_series_and_windows),
		TEST(report__provisional__is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
