/* test_view_breadth.c - the inside of the market, universes side by side, driven by keys on the made-up one. */
#include "stage.h"

#include <math.h>

#include "model/scope_breadth.h"
#include "model/universe_file.h"

static struct bt_breadth_view *const view = &screen.breadth;

/* The stage with what the engine adds once all is there: the universes with their signals. */
static int
setup(void **state)
{
	static const struct bt_breadth other = {.price = BT_PRICE_CLOSE};
	static const char *const lists[] = {"sp500", "nasdaq100", "dow30"};
	struct bt_universe_breadth wish[4], *side;
	struct bt_snapshot *snap;
	struct bt_scope scope;
	struct bt_err err;

	stage_setup(state);
	snap = stage_snapshot();
	scope = bt_scope_from_snapshot(snap, &settings, now);
	wish[0] = (struct bt_universe_breadth){.universe = snap->universe, .breadth = &other};
	for (size_t i = 0; i < 3; i++) {
		wish[i + 1] = wish[0];
		assert_int_equal(bt_universe_open(lists[i], &snap->arena, &wish[i + 1].universe, &err), BT_OK);
	}
	scope.side = wish;
	scope.n_side = 4;
	assert_int_equal(bt_scope_universes(&scope, BT_PRICE_ADJCLOSE, false, &snap->arena, &snap->side,
	                                    &snap->n_side, &err), BT_OK);
	side = BT_ARENA_ARRAY(&snap->arena, snap->n_side, struct bt_universe_breadth);
	for (size_t i = 0; i < snap->n_side; i++) {
		struct bt_signals *signals = BT_ARENA_NEW(&snap->arena, struct bt_signals);
		struct bt_bars bars = bt_market_bars(&snap->market, "^GSPC", BT_DATE_NONE + 1000000);
		struct bt_line index = bt_bars_line(&bars, BT_PRICE_CLOSE);

		side[i] = snap->side[i];
		assert_int_equal(bt_signals_make(side[i].breadth, side[i].breadth->n, &index, &snap->arena, signals),
		                 BT_OK);
		side[i].signals = signals;
		side[i].index = "^GSPC";
	}
	snap->side = side;
	snap->breadth = side[0].breadth;
	bt_screen_take(&screen, snap, now);
	return 0;
}

/* Move to the row of a column. */
static void
go(const char *path)
{
	key('g');
	for (size_t i = 0; i < bt_internal_count() && strcmp(bt_internal_spec(view->row)->path, path) != 0; i++)
		key('j');
	assert_string_equal(bt_internal_spec(view->row)->path, path);
}

static void
view__is_as_looked_at(void **state)
{
	(void)state;
	key('2');
	go("pct50");
	assert_golden("breadth", 80, 24);
	assert_golden("breadth", 120, 40);
	assert_golden("breadth", 200, 50);
	assert_golden("breadth", 40, 10);
	key(BT_KEY_TAB);
	key(BT_KEY_LEFT);
	key(BT_KEY_LEFT);
	assert_golden("breadth-chart", 40, 10);
	screen.glyphs = BT_GLYPHS_ASCII;
	go("last_90up");
	assert_golden("breadth-ascii", 80, 24);
}

/* Every row is a column of `show universes`, has one title, and every cell of every universe explains itself. */
static void
cells__are_those_of_the_report(void **state)
{
	size_t explained = 0;

	(void)state;
	key('2');
	draw(200, 50);
	assert_int_equal(view->n_side, 4);
	for (size_t i = 0; i < bt_internal_count(); i++) {
		const struct bt_internal_spec *spec = bt_internal_spec(i);
		const char *const paths[] = {spec->path, spec->week, spec->month};

		for (size_t k = 0; k < 3; k++) {
			if (!paths[k])
				continue;
			assert_true(bt_column_find(paths[k]) < BT_COLUMN_COUNT);
			for (size_t u = 0; u < view->n_side; u++)
				assert_non_null(bt_val_get(&view->report.rows.u.list.at[u], paths[k]));
		}
	}
	for (size_t i = 0; i < bt_internal_count(); i++, key('j')) {
		for (size_t u = 0; u < view->n_side * 3 + 1; u++, key('l')) {
			struct bt_cell_place at;

			assert_true(bt_screen_cell(&screen, &at));
			assert_int_equal(at.row, view->universe);
			key('e');
			assert_true(screen.overlay.open);
			key(BT_KEY_ESC);
			explained++;
		}
		for (size_t u = 0; u < view->n_side * 3; u++)
			key('h');
		assert_int_equal(view->universe, 0);
	}
	assert_true(explained > 100);
}

/* A week and a month ago are cells of their own where they are told, and no stops where they are not. */
static void
cursor__stops_at_what_is_told(void **state)
{
	(void)state;
	key('2');
	go("pct50");
	assert_string_equal(bt_breadth_list_path(view), "pct50");
	key('l');
	assert_string_equal(bt_breadth_list_path(view), "above50_1w_pct");
	key('l');
	assert_string_equal(bt_breadth_list_path(view), "above50_1m_pct");
	key('l');
	assert_string_equal(bt_breadth_list_path(view), "pct50");
	assert_int_equal(view->universe, 1);
	go("trin");
	key('l');
	assert_int_equal(view->universe, 2);
	key('h');
	key('h');
	key('h');
	assert_int_equal(view->universe, 0);
}

/* The chart has the columns of the universe up to the day, and the closes of its index on the same sessions. */
static void
chart__is_of_the_row_and_its_index__up_to_the_day(void **state)
{
	static const char *const days[] = {"2025-12-23", "2025-04-08", "2022-06-16"};
	static const char *const rows[] = {"pct50", "mc_osc", "new_hi", "ad_line", "score"};
	size_t compared = 0;

	(void)state;
	key('2');
	for (size_t d = 0; d < 3; d++) {
		type("d");
		type(days[d]);
		key(BT_KEY_ENTER);
		for (size_t r = 0; r < 5; r++) {
			const struct bt_internal_spec *spec;
			const struct bt_breadth *b;
			const struct bt_internal_series *c = &view->series;
			struct bt_bars bars;
			char date[BT_DATE_SIZE];

			go(rows[r]);
			draw(120, 40);
			spec = bt_internal_spec(view->row);
			b = view->side[view->universe].breadth;
			assert_true(c->n > 200);
			assert_string_equal(bt_date_format(c->date[c->n - 1], date), days[d]);
			assert_string_equal(c->index_name, "^GSPC");
			bars = bt_market_bars(&screen.snapshot->market, c->index_name, c->date[c->n - 1]);
			for (size_t i = 0; i < c->n; i++) {
				size_t t = bt_dates_find(b->date, b->n, c->date[i]);
				size_t k = bt_dates_find(bars.date, bars.n, c->date[i]);

				if (spec->column < BT_BREADTH_ALL)
					assert_true(c->value[i] == b->col[spec->column][t] ||
					            (isnan(c->value[i]) && isnan(b->col[spec->column][t])));
				assert_true(k < bars.n ? c->index[i] == bars.close[k] : isnan(c->index[i]));
				compared++;
			}
		}
	}
	assert_true(compared > 3000);
}

static void
name__of_a_file__is_without_its_folders(void **state)
{
	(void)state;
	assert_string_equal(bt_universe_short("/home/me/lists/small.csv"), "small.csv");
	assert_string_equal(bt_universe_short("sp500"), "sp500");
	assert_string_equal(bt_universe_short("odd/"), "odd/");
}

/* What fired is marked where `show universes` says that it fired last, and never after the day. */
static void
marks__are_where_it_fired(void **state)
{
	static const char *const rows[] = {"last_zweig", "last_whaley_adt", "last_whaley_udt", "last_deemer",
	                                   "last_90up", "last_90down", "last_omen", "last_confirmed"};
	size_t compared = 0;

	(void)state;
	key('2');
	for (int i = 0; i < BT_RANGE_COUNT; i++)
		key('-');
	assert_int_equal(view->range, BT_RANGE_MAX);
	for (int past = 0; past < 2; past++) {
		for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
			const struct bt_internal_series *c = &view->series;
			bt_date last = BT_DATE_NONE, want;

			go(rows[r]);
			draw(120, 40);
			want = bt_val_as_date(bt_val_get(&view->report.rows.u.list.at[0], rows[r]));
			for (size_t i = 0; i < c->n_mark; i++)
				if (last == BT_DATE_NONE || c->date[c->mark[i].at] > last)
					last = c->date[c->mark[i].at];
			assert_int_equal(last, want);
			compared += want != BT_DATE_NONE;
		}
		type("d2024-11-20");
		key(BT_KEY_ENTER);
	}
	assert_true(compared >= 10);
}

static void
crosshair__moves_on_the_chart__and_tells_values(void **state)
{
	char want[64], date[BT_DATE_SIZE];

	(void)state;
	key('2');
	go("pct200");
	draw(120, 40);
	key(BT_KEY_TAB);
	assert_true(view->on_chart);
	key(BT_KEY_LEFT);
	draw(120, 40);
	for (int i = 0; i < 30; i++)
		key(BT_KEY_LEFT);
	draw(120, 40);
	assert_true(view->cross < bt_date_ymd(2025, 12, 1));
	assert_true(shows(bt_date_format(view->cross, date)));
	snprintf(want, sizeof(want), "%% >200 %.1f",
	         view->series.value[bt_dates_find(view->series.date, view->series.n, view->cross)]);
	assert_true(shows(want));
	key(BT_KEY_ESC);
	assert_int_equal(view->cross, BT_DATE_NONE);
	assert_int_equal(screen.view, BT_VIEW_BREADTH);
}

static void
keys__range_zoom_search_and_log(void **state)
{
	(void)state;
	key('2');
	key('+');
	draw(120, 40);
	assert_true(shows("YTD from"));
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(screen.zoom && !shows("% >100") && shows("^GSPC"));
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(shows("% >100"));
	type("/McC sum");
	key(BT_KEY_ENTER);
	assert_string_equal(bt_internal_spec(view->row)->path, "mc_sum");
	type("/thrust");
	key(BT_KEY_ENTER);
	key('n');
	assert_true(strncmp(bt_internal_spec(view->row)->path, "last_", 5) == 0 ||
	            strcmp(bt_internal_spec(view->row)->path, "zbt_ema10") == 0);
	type("/no such thing");
	key(BT_KEY_ENTER);
	assert_true(screen.notice[0]);
	key('L');
	assert_true(view->log);
	type(":sort last");                      /* no table of another view is sorted or filtered behind it */
	key(BT_KEY_ENTER);
	assert_true(screen.bad_notice && screen.notice[0]);
	type(":filter RUT");
	key(BT_KEY_ENTER);
	assert_true(screen.bad_notice && screen.notice[0]);
	key('1');
	assert_int_equal(screen.pane[BT_PANE_INDICES].table.sort, -1);
	assert_false(screen.pane[BT_PANE_INDICES].table.filtered);
}

static void
mouse__selects_rows_and_sets_the_crosshair(void **state)
{
	struct bt_event ev = {.key = BT_KEY_MOUSE, .mouse = BT_MOUSE_CLICK};

	(void)state;
	key('2');
	draw(120, 40);
	ev.x = view->list.x + 2;
	ev.y = view->list.y + 3 + 4;
	bt_screen_event(&screen, &ev, now);
	assert_int_equal(view->row, 4);
	draw(120, 40);
	ev.x = view->plot.x + 10;
	ev.y = view->plot.y + 1;
	bt_screen_event(&screen, &ev, now);
	assert_true(view->on_chart);
	assert_true(view->cross != BT_DATE_NONE && view->cross < bt_date_ymd(2025, 3, 1));
	ev.mouse = BT_MOUSE_WHEEL_DOWN;
	bt_screen_event(&screen, &ev, now);
	assert_int_equal(view->row, 7);
}

/* Until the engine has made the counts, or without a universe, the view says so and all keys live. */
static void
nothing__is_said__without_counts(void **state)
{
	(void)state;
	bt_screen_take(&screen, stage_snapshot(), now);
	key('2');
	draw(80, 24);
	assert_true(shows("no member has a bar yet"));
	type("jkhle\t\t+-LGg/x");
	key(BT_KEY_ENTER);
	key(BT_KEY_ENTER);
	draw(80, 24);
	key('1');
	assert_int_equal(screen.view, BT_VIEW_OVERVIEW);
}

static void
accessible__tells_the_chart_in_words(void **state)
{
	(void)state;
	screen.accessible = true;
	key('2');
	go("pct50");
	draw(80, 24);
	assert_true(shows("last 66.9231 on 2025-12-23"));
	assert_true(shows("highest ") && shows("lowest "));
}

static void
view__lives__at_every_size(void **state)
{
	(void)state;
	key('2');
	for (int turn = 0; turn < 4; turn++) {
		assert_lives_at_every_size("SAMPLE");
		key(turn % 2 ? 'z' : BT_KEY_TAB);
		key('G');
		key('l');
	}
}

/* Whatever was pressed, the screen drawn again is the same. */
static void
random_keys__leave_a_screen_that_draws_the_same(void **state)
{
	static const int keys[] = {'j', 'k', 'h', 'l', 'g', 'G', '+', '-', 'L', 'z', 'n', 'N', '[', ']', '{', '0',
	                           '1', '2', '3', '4', BT_KEY_TAB, BT_KEY_ENTER, BT_KEY_ESC, BT_KEY_PGDN, 'e', '?'};
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 1500; i++) {
		struct bt_buf before, after;

		seed = seed * 1664525u + 1013904223u;
		key(keys[(seed >> 8) % (sizeof(keys) / sizeof(keys[0]))]);
		if (i % 7)
			continue;
		draw(40 + (int)((seed >> 4) % 120), 10 + (int)((seed >> 12) % 40));
		before = picture_text();
		draw(grid.w, grid.h);
		after = picture_text();
		assert_string_equal(before.data, after.data);
		bt_buf_release(&before);
		bt_buf_release(&after);
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		T(view__is_as_looked_at),
		T(cells__are_those_of_the_report),
		T(cursor__stops_at_what_is_told),
		T(chart__is_of_the_row_and_its_index__up_to_the_day),
		T(name__of_a_file__is_without_its_folders),
		T(marks__are_where_it_fired),
		T(crosshair__moves_on_the_chart__and_tells_values),
		T(keys__range_zoom_search_and_log),
		T(mouse__selects_rows_and_sets_the_crosshair),
		T(nothing__is_said__without_counts),
		T(accessible__tells_the_chart_in_words),
		T(view__lives__at_every_size),
		T(random_keys__leave_a_screen_that_draws_the_same),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("view_breadth", tests, NULL, NULL);
}
