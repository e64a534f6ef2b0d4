/* test_report_breadth.c - the views of a universe on a few members and days: edges that no golden file has. */
#include "model/report_test.h"
#include "model/scope_breadth.h"

static const struct tiny days[] = {
	{"A", "2024-01-02", {10, 11, 12, 11}},
	{"B", "2024-01-02", {20, 18, 18, 19}},
	{"C", "2024-01-02", {5, 5, 0, 6}},
};
static const struct bt_universe_member members[] = {
	{.symbol = "A", .name = "Alpha", .sector = "Energy", .cap = 300, .cap_date = 19724},
	{.symbol = "B", .name = "Beta", .sector = "Energy", .cap = 100, .cap_date = 19724},
	{.symbol = "C", .cap = NAN, .cap_date = BT_DATE_NONE},
	{.symbol = "ABSENT", .sector = "Energy", .cap = NAN, .cap_date = BT_DATE_NONE},
};
static const struct bt_universe universe = {.name = "tiny", .list_date = BT_DATE_NONE,
                                            .member = members, .n = 4};

static int
setup(void **state)
{
	struct world *w;

	world_setup(state, days, COUNT(days));
	w = *state;
	w->scope.universe = &universe;
	return 0;
}

static enum bt_status
show(struct world *w, enum bt_view view, const char *as_of, bool series)
{
	struct bt_ask ask = plain(view);

	ask.as_of = as_of ? tiny_date(as_of) : BT_DATE_NONE;
	ask.series = series;
	return ask_with(w, ask, NULL, 0);
}

static void
breadth__is_one_row__of_the_session_looked_at(void **state)
{
	struct world *w = *state;

	assert_int_equal(show(w, BT_VIEW_BREADTH, NULL, false), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 1);
	assert_int_equal(bt_val_as_date(cell(w, 0, "date")), tiny_date("2024-01-05"));
	assert_true(number(w, 0, "adv") == 2 && number(w, 0, "dec") == 1);
	assert_int_equal(cell(w, 0, "pct20")->kind, BT_VAL_NULL);
	assert_int_equal(cell(w, 0, "upvol")->kind, BT_VAL_NULL);       /* nobody has volume: not 0 */
	assert_true(bt_val_as_num(bt_val_get(&w->report.head, "members")) == 4);
	assert_true(bt_val_as_num(bt_val_get(&w->report.head, "covered")) == 3);
	assert_int_equal(w->report.price, BT_PRICE_ADJCLOSE);
	assert_int_equal(show(w, BT_VIEW_BREADTH, "2024-01-04", false), BT_OK);
	assert_true(number(w, 0, "nbar") == 2 && number(w, 0, "unch") == 1);
	assert_int_equal(show(w, BT_VIEW_BREADTH, "2024-01-04", true), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 3);
}

static void
views_of_a_universe__without_data__say_so(void **state)
{
	static const enum bt_view views[] = {BT_VIEW_BREADTH, BT_VIEW_MEMBERS, BT_VIEW_SIGNALS,
	                                     BT_VIEW_UNIVERSES,
	                                     BT_VIEW_SCORE, BT_VIEW_SECTORS, BT_VIEW_CONCENTRATION,
	                                     BT_VIEW_HEATMAP};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		w->scope.universe = &universe;
		assert_int_equal(show(w, views[i], "2024-01-01", false), BT_E_NODATA);
		assert_true(strlen(w->err.text) > 10);
		w->scope.universe = NULL;
		assert_int_equal(show(w, views[i], NULL, false), BT_E_NODATA);
		assert_true(strlen(w->err.text) > 10);
	}
}

static void
scope_breadth__at_hand__is_used_when_it_fits(void **state)
{
	const struct bt_breadth *made, *got;
	struct bt_err err;
	struct world *w = *state;

	assert_int_equal(bt_scope_breadth(&w->scope, BT_PRICE_ADJCLOSE, false, &w->arena, &made, &err), BT_OK);
	w->scope.breadth = made;
	assert_int_equal(bt_scope_breadth(&w->scope, BT_PRICE_ADJCLOSE, false, &w->arena, &got, &err), BT_OK);
	assert_ptr_equal(got, made);
	assert_int_equal(bt_scope_breadth(&w->scope, BT_PRICE_CLOSE, false, &w->arena, &got, &err), BT_OK);
	assert_ptr_not_equal(got, made);
	assert_int_equal(bt_scope_breadth(&w->scope, BT_PRICE_ADJCLOSE, true, &w->arena, &got, &err), BT_OK);
	assert_true(got->intraday);
}

static void
members__without_a_bar__have_a_row_of_nulls(void **state)
{
	struct world *w = *state;

	assert_int_equal(show(w, BT_VIEW_MEMBERS, "2024-01-04", false), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 4);
	assert_false(bt_val_is_true(cell(w, 2, "has_bar")));
	assert_int_equal(cell(w, 2, "price")->kind, BT_VAL_NULL);
	assert_int_equal(cell(w, 3, "bars")->kind, BT_VAL_NULL);
	assert_true(number(w, 1, "direction") == 0 && number(w, 1, "prev_price") == 18);
	assert_int_equal(show(w, BT_VIEW_MEMBERS, "2024-01-02", false), BT_OK);
	assert_int_equal(cell(w, 0, "direction")->kind, BT_VAL_NULL);   /* a first bar has no direction */
}

static void
heatmap__is_ordered_by_sector_and_weight__and_keeps_every_member(void **state)
{
	struct world *w = *state;

	assert_int_equal(show(w, BT_VIEW_HEATMAP, "2024-01-04", false), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 4);
	assert_string_equal(bt_val_as_str(cell(w, 0, "symbol")), "A");
	assert_string_equal(bt_val_as_str(cell(w, 1, "symbol")), "B");
	assert_string_equal(bt_val_as_str(cell(w, 2, "symbol")), "ABSENT");
	assert_string_equal(bt_val_as_str(cell(w, 3, "symbol")), "C");
	assert_true(fabs(number(w, 0, "weight") + number(w, 1, "weight") - 1) < 1e-12);
	assert_int_equal(cell(w, 3, "return_pct")->kind, BT_VAL_NULL);  /* halted that day */
	assert_int_equal(cell(w, 3, "sector")->kind, BT_VAL_NULL);
}

static void
signals__without_their_index__tell_no_omen(void **state)
{
	struct world *w = *state;

	assert_int_equal(show(w, BT_VIEW_SIGNALS, NULL, false), BT_OK);
	assert_int_equal(cell(w, 0, "omen_active")->kind, BT_VAL_NULL);
	assert_int_equal(cell(w, 0, "last_zweig")->kind, BT_VAL_NULL);
	assert_true(bt_val_is_list(cell(w, 0, "hindenburg.omen")));
	assert_string_equal(bt_val_as_str(bt_val_get(&w->report.head, "benchmark")), "^GSPC");
}

static void
score__shows_its_parts__and_is_null_without_enough(void **state)
{
	struct world *w = *state;

	assert_int_equal(show(w, BT_VIEW_SCORE, NULL, false), BT_OK);
	assert_true(number(w, 0, "breadth.parts") == 0);
	assert_int_equal(cell(w, 0, "breadth.score")->kind, BT_VAL_NULL);
	assert_int_equal(cell(w, 0, "breadth_word")->kind, BT_VAL_NULL);
	assert_true(number(w, 0, "rotation.parts") == 0);
	assert_string_equal(bt_val_as_str(cell(w, 0, "rotation.small")), "IWM");
}

/* What a list had a week and a month before comes from its own sessions; a list that is not there has no
 * row, one that is cut has its coverage.  */
static void
universes__stand_side_by_side__each_with_its_coverage(void **state)
{
	static const struct bt_universe pair = {.name = "pair", .list_date = 19000, .member = members + 2,
	                                        .n = 2};
	struct bt_universe_breadth side[2] = {{.universe = &universe}, {.universe = &pair}};
	const char *const one[] = {"pair"}, *const none[] = {"pair", "nobody"};
	struct bt_ask ask = {.view = BT_VIEW_UNIVERSES, .as_of = BT_DATE_NONE, .from = BT_DATE_NONE,
	                     .to = BT_DATE_NONE};
	struct world *w = *state;

	assert_int_equal(show(w, BT_VIEW_UNIVERSES, NULL, false), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 1);                   /* nothing beside it */
	w->scope.side = side;
	w->scope.n_side = 2;
	for (int i = 0; i < 2; i++) {
		struct bt_scope alone = {.market = &w->market, .universe = side[i].universe};

		assert_int_equal(bt_scope_breadth(&alone, BT_PRICE_ADJCLOSE, false, &w->arena,
		                                  &side[i].breadth, &w->err), BT_OK);
	}
	assert_int_equal(show(w, BT_VIEW_UNIVERSES, NULL, false), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 2);
	assert_int_equal(w->report.rows.u.list.at[0].u.obj.len, w->report.n_column);
	assert_string_equal(bt_val_as_str(cell(w, 1, "universe")), "pair");
	assert_int_equal(bt_val_as_date(cell(w, 1, "list_date")), 19000);
	assert_true(number(w, 0, "listed") == 4 && number(w, 0, "covered") == 3);
	assert_true(number(w, 1, "listed") == 2 && number(w, 1, "covered") == 1);
	assert_true(number(w, 0, "adv") == 2 && number(w, 1, "adv") == 1);
	assert_int_equal(cell(w, 0, "omen_active")->kind, BT_VAL_NULL);
	/* on the 4th the pair has no session of its own: its last one was the 3rd */
	assert_int_equal(show(w, BT_VIEW_UNIVERSES, "2024-01-04", false), BT_OK);
	assert_int_equal(bt_val_as_date(cell(w, 1, "date")), tiny_date("2024-01-03"));

	ask.arg = one;
	ask.n_arg = 1;
	assert_int_equal(bt_report_make(&w->scope, &ask, &w->arena, &w->report, &w->err), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 1);
	ask.arg = none;
	ask.n_arg = 2;
	assert_int_equal(bt_report_make(&w->scope, &ask, &w->arena, &w->report, &w->err), BT_E_NODATA);
	assert_string_equal(w->err.text, "no universe 'nobody' with bars; there are: tiny pair");
	/* by another price all are made anew */
	ask.n_arg = 0;
	ask.price = BT_PRICE_CLOSE;
	ask.price_given = true;
	assert_int_equal(bt_report_make(&w->scope, &ask, &w->arena, &w->report, &w->err), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 2);
	assert_int_equal(w->report.price, BT_PRICE_CLOSE);
}

/* A month of days: one share climbs, the other falls from the 22nd day on. */
static void
universes__look_back_a_week_and_a_month__by_the_calendar(void **state)
{
	enum { DAYS = 60 };
	bt_date date[DAYS];
	double up[DAYS], down[DAYS];
	struct bt_security sec[2] = {
		{.symbol = "A", .bars = {.n = DAYS, .date = date, .close = up}, .provisional = BT_DATE_NONE},
		{.symbol = "B", .bars = {.n = DAYS, .date = date, .close = down}, .provisional = BT_DATE_NONE},
	};
	struct world *w = *state;

	for (int i = 0; i < DAYS; i++) {
		date[i] = tiny_date("2024-03-01") + i;
		up[i] = 10 + i;
		down[i] = i < 56 ? 10 + i : 5;                   /* from 2024-04-26 on */
	}
	w->market = (struct bt_market){.source = "tiny", .sec = sec, .n = 2};
	assert_int_equal(show(w, BT_VIEW_UNIVERSES, NULL, false), BT_OK);
	assert_true(number(w, 0, "pct20") == 50);
	assert_true(number(w, 0, "above20_1w_pct") == 100);             /* 2024-04-22 */
	assert_true(number(w, 0, "above20_1m_pct") == 100);             /* 2024-03-29 */
	assert_int_equal(cell(w, 0, "above50_1m_pct")->kind, BT_VAL_NULL);
	assert_int_equal(show(w, BT_VIEW_UNIVERSES, "2024-03-26", false), BT_OK);
	assert_true(number(w, 0, "pct20") == 100);
	assert_int_equal(cell(w, 0, "above20_1w_pct")->kind, BT_VAL_NULL);   /* its 20th bar is the 20th */
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, world_teardown)
	const struct CMUnitTest tests[] = {
		TEST(breadth__is_one_row__of_the_session_looked_at),
		TEST(views_of_a_universe__without_data__say_so),
		TEST(scope_breadth__at_hand__is_used_when_it_fits),
		TEST(members__without_a_bar__have_a_row_of_nulls),
		TEST(heatmap__is_ordered_by_sector_and_weight__and_keeps_every_member),
		TEST(signals__without_their_index__tell_no_omen),
		TEST(universes__stand_side_by_side__each_with_its_coverage),
		TEST(universes__look_back_a_week_and_a_month__by_the_calendar),
		TEST(score__shows_its_parts__and_is_null_without_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
