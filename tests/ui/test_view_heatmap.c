/* test_view_heatmap.c - view 5 on the made-up market: as looked at, by its keys, at every size. */
#include "stage.h"

#define RIGHT BT_KEY_RIGHT

static const char *
symbol_selected(void)
{
	const struct bt_heatmap_view *v = &screen.heatmap;

	return v->map.cell[v->selected].symbol;
}

static void
map__is_as_looked_at(void **state)
{
	(void)state;
	key('5');
	assert_golden_at_usual_sizes("heatmap");
	screen.grounds = true;
	assert_golden("heatmap-grounds", 80, 24);
	screen.grounds = false;
	screen.glyphs = BT_GLYPHS_ASCII;
	assert_golden("heatmap-ascii", 80, 24);
	key('s');
	assert_golden("heatmap-equal-ascii", 80, 24);
	screen.glyphs = BT_GLYPHS_UTF8;
	assert_golden("heatmap-equal", 120, 40);
}

/* s turns from tiles to equal cells and back, c to equal ones; where there is no room or no weight they are equal. */
static void
sizes__turn__and_say_why_they_do_not(void **state)
{
	(void)state;
	key('5');
	draw(120, 40);
	assert_true(screen.heatmap.map.sized && shows("sized by market cap"));
	key('s');
	draw(120, 40);
	assert_true(!screen.heatmap.map.sized && shows("ordered by market cap"));
	key('s');
	key('c');
	draw(120, 40);
	assert_false(screen.heatmap.map.sized);
	key('s');
	draw(40, 10);
	assert_false(screen.heatmap.map.sized);
	key('s');
	assert_non_null(strstr(screen.notice, "too small"));
	draw(80, 24);
	assert_true(screen.heatmap.map.sized);
}

/* Rose and fell over one day: what the breadth of the same universe counts. */
static void
totals__are_those_of_the_breadth(void **state)
{
	static const int days[] = {0, 1, 20};

	(void)state;
	key('5');
	for (size_t i = 0; i < 3; i++) {
		struct bt_scope scope = bt_screen_scope(&screen, now);
		struct bt_ask ask = {.view = BT_VIEW_BREADTH, .from = BT_DATE_NONE, .to = BT_DATE_NONE};
		struct bt_report r;
		struct bt_err err;
		char text[80];

		for (int k = 0; k < days[i]; k++)
			key('[');
		ask.as_of = screen.as_of;
		assert_int_equal(bt_report_make(&scope, &ask, &screen.day, &r, &err), BT_OK);
		assert_int_equal(r.rows.u.list.len, 1);
		snprintf(text, sizeof(text), "%.0f up, %.0f down",
		         bt_val_as_num(bt_val_get(&r.rows.u.list.at[0], "adv")),
		         bt_val_as_num(bt_val_get(&r.rows.u.list.at[0], "dec")));
		draw(120, 40);
		assert_true(shows(text));
	}
}

static void
cursor__moves_both_ways__and_the_line_tells_the_cell(void **state)
{
	char first[16];

	(void)state;
	key('5');
	draw(120, 40);
	assert_string_equal(symbol_selected(), "AAPL");     /* the heaviest of the heaviest sector */
	assert_true(shows("AAPL Apple"));
	key(RIGHT);
	snprintf(first, sizeof(first), "%s", symbol_selected());
	assert_string_not_equal(first, "AAPL");
	key('j');
	draw(120, 40);
	assert_string_not_equal(symbol_selected(), first);
	assert_int_equal(bt_heatmap_at(&screen.heatmap.map, grid.cursor_x - screen.heatmap.window.x,
	                               grid.cursor_y - screen.heatmap.window.y + screen.heatmap.top),
	                 screen.heatmap.selected);
	key('k');
	assert_string_equal(symbol_selected(), first);
	key('h');
	assert_string_equal(symbol_selected(), "AAPL");
	key('G');
	assert_int_equal(screen.heatmap.selected, screen.heatmap.map.n - 1);
}

static void
horizon__turns__and_every_number_with_it(void **state)
{
	(void)state;
	key('5');
	draw(120, 40);
	assert_true(shows("Heat map 1D"));
	for (int i = 0; i < 7; i++)
		key('t');
	draw(120, 40);
	assert_true(shows("Heat map YTD"));
	assert_true(shows("from 2024-12-31"));
	key('T');
	draw(120, 40);
	assert_true(shows("Heat map 6M"));
	for (int i = 0; i < 4; i++)
		key('t');
	draw(120, 40);
	assert_true(shows("Heat map 1D"));      /* all round */
}

static void
order__by_weight_return_symbol__keeps_the_selected(void **state)
{
	const struct bt_heatmap *m = &screen.heatmap.map;

	(void)state;
	key('5');
	key(RIGHT);
	key('>');
	draw(120, 40);
	assert_true(shows("ordered by Return"));
	for (size_t i = 1; i < m->n; i++)
		assert_true(m->cell[i].group != m->cell[i - 1].group || m->cell[i].pct <= m->cell[i - 1].pct);
	for (size_t g = 1; g < m->n_group; g++)
		assert_true(m->group[g].mean_pct <= m->group[g - 1].mean_pct);
	key('v');
	for (size_t g = 1; g < m->n_group; g++)
		assert_true(m->group[g].mean_pct >= m->group[g - 1].mean_pct);
	key('>');
	draw(120, 40);
	assert_true(shows("ordered by Symbol"));
	for (size_t i = 1; i < m->n; i++)
		assert_true(m->cell[i].group != m->cell[i - 1].group ||
		            strcmp(m->cell[i].symbol, m->cell[i - 1].symbol) > 0);
	key('>');
	draw(120, 40);
	assert_true(shows("sized by market cap"));
}

/* The whole universe is on the map: as many cells as rows, whatever is chosen. */
static void
cells__are_all_there__at_each_size(void **state)
{
	(void)state;
	key('5');
	for (int size = 0; size <= BT_HEAT_SIZES + 1; size++, key('c')) {
		draw(120, 40);
		assert_int_equal(screen.heatmap.map.n, screen.snapshot->universe->n);
		assert_true(shows(" of 130 shown") || shows("/130 shown"));
	}
}

/* A filter leaves the cells that are like it, in their sectors, and says how many are away. */
static void
filter__leaves_what_is_like_it(void **state)
{
	(void)state;
	key('5');
	type("&Technology");
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_int_equal(screen.heatmap.map.n_group, 1);
	assert_int_equal(screen.heatmap.map.n, 17);
	assert_true(shows("17 of 130 shown"));
	assert_false(shows("Utilities"));
	key('&');
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_int_equal(screen.heatmap.map.n, 130);
}

static void
search_open_explain__act_on_the_cell(void **state)
{
	(void)state;
	key('5');
	draw(120, 40);
	type("/nvda");
	key(BT_KEY_ENTER);
	assert_string_equal(symbol_selected(), "NVDA");
	type("/microsoft");
	key(BT_KEY_ENTER);
	assert_string_equal(symbol_selected(), "MSFT");
	key('e');
	draw(120, 40);
	assert_true(shows("MSFT: 1D"));
	key(BT_KEY_ESC);
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(screen.view == BT_VIEW_SYMBOL && shows("MSFT"));
	key(BT_KEY_ESC);
	assert_true(screen.view == BT_VIEW_HEATMAP);
	assert_string_equal(symbol_selected(), "MSFT");
}

static void
list__holds_the_same_rows(void **state)
{
	(void)state;
	key('5');
	key(BT_KEY_TAB);
	draw(120, 40);
	assert_true(shows("Symbol") && shows("Weight"));
	assert_int_equal(screen.pane[BT_PANE_HEATMAP].table.n, screen.snapshot->universe->n);
	key('j');
	key(BT_KEY_TAB);
	draw(120, 40);
	assert_string_equal(symbol_selected(), screen.pane[BT_PANE_HEATMAP].table.key);
}

static void
click__selects_the_cell_under_it(void **state)
{
	struct bt_event ev = {.key = BT_KEY_MOUSE, .mouse = BT_MOUSE_CLICK};
	struct bt_rect r;

	(void)state;
	key('5');
	draw(120, 40);
	r = screen.heatmap.map.cell[17].place;
	ev.x = screen.heatmap.window.x + r.x;
	ev.y = screen.heatmap.window.y + r.y - screen.heatmap.top;
	bt_screen_event(&screen, &ev, now);
	assert_int_equal(screen.heatmap.selected, 17);
	ev.y = 0;
	bt_screen_event(&screen, &ev, now);
	assert_int_equal(screen.heatmap.selected, 17);
}

/* A past day has the numbers of that day, and says that the list is not of it. */
static void
time_travel__shows_that_day(void **state)
{
	(void)state;
	key('5');
	key('[');
	draw(120, 40);
	assert_true(shows("as of 2025-12-22 close"));
	assert_true(shows("from 2025-12-19"));
}

static void
no_universe__says_so(void **state)
{
	struct bt_snapshot *snap = stage_snapshot();

	(void)state;
	snap->universe = NULL;
	bt_screen_take(&screen, snap, now);
	key('5');
	draw(80, 24);
	assert_true(shows("no universe"));
	type("jkhlGgc>vtT");
	key(BT_KEY_ENTER);
	draw(80, 24);
}

static void
map__lives__at_every_size(void **state)
{
	(void)state;
	key('5');
	assert_lives_at_every_size("Heat map 1D");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		T(map__is_as_looked_at),
		T(sizes__turn__and_say_why_they_do_not),
		T(totals__are_those_of_the_breadth),
		T(cursor__moves_both_ways__and_the_line_tells_the_cell),
		T(horizon__turns__and_every_number_with_it),
		T(order__by_weight_return_symbol__keeps_the_selected),
		T(cells__are_all_there__at_each_size),
		T(filter__leaves_what_is_like_it),
		T(search_open_explain__act_on_the_cell),
		T(list__holds_the_same_rows),
		T(click__selects_the_cell_under_it),
		T(time_travel__shows_that_day),
		T(no_universe__says_so),
		T(map__lives__at_every_size),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
