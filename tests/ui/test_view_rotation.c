/* test_view_rotation.c - sectors and styles ranked and mapped, driven by keys on the made-up market. */
#include "stage.h"

static const struct bt_val *
row(size_t i)
{
	const struct bt_pane *p = &screen.pane[BT_PANE_ROTATION];

	return &p->report.rows.u.list.at[p->table.order[i]];
}

static void
view__is_as_looked_at(void **state)
{
	(void)state;
	key('4');
	key(BT_KEY_DOWN);
	assert_golden_at_usual_sizes("rotation");
	draw(40, 10);
	key(BT_KEY_TAB);
	assert_golden("rotation-map", 40, 10);
	screen.glyphs = BT_GLYPHS_ASCII;
	assert_golden("rotation-ascii", 80, 24);
}

/* The rows stand by the return of the chosen horizon, for every one of them, and the title names it. */
static void
horizon__ranks_the_rows__whichever(void **state)
{
	size_t compared = 0;
	char want[40], path[40];

	(void)state;
	key('4');
	for (int step = 0; step < BT_HORIZON_SINCE; step++) {
		struct bt_horizon h = {.kind = screen.rotation.horizon, .since = BT_DATE_NONE};
		char name[BT_HORIZON_NAME_SIZE];

		snprintf(want, sizeof(want), "SAMPLE by %s", bt_horizon_name(h, name));
		snprintf(path, sizeof(path), "returns.%s.pct", name);
		draw(80, 24);
		assert_true(shows(want));
		assert_string_equal(screen.pane[BT_PANE_ROTATION].table.column[3].cell.path, path);
		for (size_t i = 1; i < screen.pane[BT_PANE_ROTATION].table.n; i++) {
			double above = bt_val_as_num(bt_val_path(row(i - 1), path));
			double below = bt_val_as_num(bt_val_path(row(i), path));

			assert_true(above >= below);
			assert_int_equal(bt_val_as_num(bt_val_get(row(i), "rank")), i + 1);
			compared++;
		}
		key('t');
	}
	assert_int_equal(screen.rotation.horizon, BT_HORIZON_YTD);
	assert_true(compared > 100);
	key('T');
	assert_int_equal(screen.rotation.horizon, BT_HORIZON_6M);
}

static void
selection__stays_on_its_symbol__when_the_ranks_change(void **state)
{
	char symbol[BT_TABLE_KEY];

	(void)state;
	key('4');
	key(BT_KEY_END);
	snprintf(symbol, sizeof(symbol), "%s", screen.pane[BT_PANE_ROTATION].table.key);
	for (int i = 0; i < BT_HORIZON_SINCE; i++) {
		key('t');
		draw(80, 24);
		assert_string_equal(screen.pane[BT_PANE_ROTATION].table.key, symbol);
	}
}

static void
map__turns_with_tab__where_it_is_narrow(void **state)
{
	(void)state;
	key('4');
	draw(60, 24);
	assert_true(shows("Sectors and styles") && !shows("approximation"));
	key(BT_KEY_TAB);
	draw(60, 24);
	assert_true(!shows("Sectors and styles") && shows("approximation") && shows("weakening"));
	key('z');
	draw(160, 40);
	assert_true(!shows("Sectors and styles") && shows("approximation"));
	key('q');
	draw(160, 40);
	assert_true(shows("Sectors and styles") && shows("approximation"));
}

static void
day__moves_the_map_and_the_ranks(void **state)
{
	(void)state;
	key('4');
	type("d2024-08-05");
	key(BT_KEY_ENTER);
	draw(160, 40);
	assert_true(shows("weeks to 2024-08-02"));
	assert_true(shows("as of 2024-08-05 close"));
	type("d2020-02-03");
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(shows("nothing on the map"));
}

static void
number__is_explained_and_row_opens(void **state)
{
	(void)state;
	key('4');
	draw(120, 40);
	key(BT_KEY_RIGHT);
	key('e');
	draw(120, 40);
	assert_true(shows("rank"));
	key(BT_KEY_ESC);
	key(BT_KEY_ENTER);
	assert_int_equal(screen.view, BT_VIEW_SYMBOL);
	key(BT_KEY_ESC);
	assert_int_equal(screen.view, BT_VIEW_ROTATION);
}

/* The chart under the list is of the selected row over the benchmark, whatever moved the selection. */
static void
chart__follows_the_selection(void **state)
{
	char want[BT_TABLE_KEY + 8];

	(void)state;
	key('4');
	draw(120, 40);
	for (int i = 0; i < 4; i++) {
		key(i % 2 ? 'j' : 't');
		draw(120, 40);
		snprintf(want, sizeof(want), "%s/SPY", screen.pane[BT_PANE_ROTATION].table.key);
		assert_string_equal(screen.rotation.chart.text, want);
		assert_true(shows(want));
	}
	type("d2025-04-08");
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_int_equal(screen.rotation.chart.study.date[screen.rotation.chart.study.n - 1],
	                 bt_date_ymd(2025, 4, 8));
}

static void
accessible__tells_the_map_in_words(void **state)
{
	(void)state;
	screen.accessible = true;
	key('4');
	key(BT_KEY_TAB);
	draw(60, 24);
	assert_true(shows("XLRE: leading, ratio 101.61, momentum 101.09"));
	assert_false(shows("●"));
}

static void
view__lives__at_every_size(void **state)
{
	(void)state;
	key('4');
	for (int turn = 0; turn < 4; turn++) {
		assert_lives_at_every_size("SAMPLE");
		key(turn % 2 ? 'z' : BT_KEY_TAB);
		key('w');
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		T(view__is_as_looked_at),
		T(horizon__ranks_the_rows__whichever),
		T(selection__stays_on_its_symbol__when_the_ranks_change),
		T(map__turns_with_tab__where_it_is_narrow),
		T(day__moves_the_map_and_the_ranks),
		T(number__is_explained_and_row_opens),
		T(chart__follows_the_selection),
		T(accessible__tells_the_map_in_words),
		T(view__lives__at_every_size),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("view_rotation", tests, NULL, NULL);
}
