/* test_heatmap.c - cells in blocks of their groups: nothing lost, nothing twice, nothing over another. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "ui/heatmap.h"

/* Members by sector of the S&P 500, as its list had them in 2025. */
static const size_t sp500[] = {68, 78, 75, 60, 50, 38, 31, 31, 26, 24, 22};

static struct bt_heat_cell cells[3000];
static struct bt_heat_group groups[16];
static char symbols[3000][8];

static struct bt_heatmap
make(const size_t *size, size_t n_group)
{
	struct bt_heatmap m = {.cell = cells, .group = groups, .n_group = n_group, .unit = 1};

	for (size_t g = 0; g < n_group; g++) {
		groups[g] = (struct bt_heat_group){.name = "Information Technology", .from = m.n, .n = size[g],
		                                   .mean_pct = 1.25, .up = 7, .counted = 9, .weight = 0.1};
		for (size_t i = 0; i < size[g]; i++, m.n++) {
			snprintf(symbols[m.n], sizeof(symbols[m.n]), "S%zu", m.n % 10000);
			cells[m.n] = (struct bt_heat_cell){.symbol = symbols[m.n], .weight = NAN, .group = g,
			                                   .row = m.n,
			                                   .pct = m.n % 11 == 7 ? NAN : (double)(m.n % 9) - 4};
		}
	}
	return m;
}

static struct bt_heatmap
make_sp500(void)
{
	return make(sp500, sizeof(sp500) / sizeof(sp500[0]));
}

/* No two cells, and no cell and title, share a place; all are within the canvas of w columns. */
static void
assert_sound(const struct bt_heatmap *m, int w)
{
	char *taken = bt_xcalloc((size_t)m->rows * (size_t)w + 1, 1);

	for (size_t g = 0; g < m->n_group; g++) {
		struct bt_rect t = m->group[g].title;

		assert_true(t.x >= 0 && t.x + t.w <= w && t.y < m->rows);
		for (int x = t.x; t.h && x < t.x + t.w; x++)
			assert_int_equal(taken[t.y * w + x]++, 0);
	}
	for (size_t i = 0; i < m->n; i++) {
		struct bt_rect r = m->cell[i].place;

		if (m->sized && r.w == 0)
			continue;
		assert_true(r.x >= 0 && r.y >= 0 && r.w > 0 && r.y + r.h <= m->rows);
		if (w > r.w || m->sized)
			assert_true(r.x + r.w <= w);
		for (int y = r.y; y < r.y + r.h; y++)
			for (int x = r.x; x < r.x + r.w && x < w; x++)
				assert_int_equal(taken[y * w + x]++, 0);
		assert_true(bt_heatmap_at(m, r.x, r.y) == i || r.x >= w);
	}
	free(taken);
}

static void
map__has_every_member_once__at_every_size(void **state)
{
	struct bt_heatmap m = make_sp500();
	int looked = 0;

	(void)state;
	assert_int_equal(m.n, 503);
	for (int size = 0; size <= BT_HEAT_SIZES; size++)
		for (int w = 1; w <= 300; w += w < 12 ? 1 : 23)
			for (int h = 1; h <= 100; h += h < 4 ? 1 : 19, looked++) {
				bt_heatmap_lay_out(&m, w, h, (enum bt_heat_size)size);
				assert_sound(&m, w);
			}
	printf("%d layouts of 503 cells\n", looked);
}

/* Sized by weight: every member has its tile where there are as many characters, else the title tells how many
 * have none; nothing is outside, nothing over another.  */
static void
sized_map__has_every_member_it_has_room_for(void **state)
{
	struct bt_heatmap m = make_sp500();
	int looked = 0;

	(void)state;
	for (size_t i = 0; i < m.n; i++)
		m.cell[i].weight = i % 7 == 6 ? NAN : 0.07 / (1 + (double)(i % 60));
	for (int w = 1; w <= 300; w += w < 12 ? 1 : 23)
		for (int h = 1; h <= 100; h += h < 8 ? 1 : 13, looked++) {
			size_t hidden = 0, placed = 0;

			bt_heatmap_lay_out_sized(&m, w, h);
			assert_sound(&m, w);
			for (size_t g = 0; g < m.n_group; g++)
				hidden += m.group[g].hidden;
			for (size_t i = 0; i < m.n; i++)
				placed += m.cell[i].place.w > 0;
			assert_int_equal(hidden + placed, m.n);
			assert_int_equal(placed, bt_heatmap_shown(&m, 0, h));
			if (w >= 80 && h >= 19)
				assert_int_equal(hidden, 0);
		}
	printf("%d layouts of 503 tiles\n", looked);
}

/* What is heavier is larger, in its sector and between sectors: within what edges between characters allow. */
static void
sized_map__gives_room_by_weight(void **state)
{
	static const size_t size[] = {3, 2};
	struct bt_heatmap m = make(size, 2);
	const double weight[] = {0.4, 0.2, 0.1, 0.2, 0.1};
	const double *want = weight;

	(void)state;
	for (size_t i = 0; i < m.n; i++)
		m.cell[i].weight = weight[i];
	bt_heatmap_lay_out_sized(&m, 201, 52);
	for (size_t i = 0; i < m.n; i++) {
		struct bt_rect r = m.cell[i].place;

		assert_true(fabs(r.w * r.h / (200.0 * 50) - want[i]) < 0.02);
	}
}

/* Every tile is reached by the four ways from the first, and a step goes where it points. */
static void
sized_map__is_walked_by_its_neighbours(void **state)
{
	static size_t queue[503];
	struct bt_heatmap m = make_sp500();
	char seen[503] = {0};
	size_t n = 1;

	(void)state;
	for (size_t i = 0; i < m.n; i++)
		m.cell[i].weight = 1 / (1 + (double)(i % 40));
	bt_heatmap_lay_out_sized(&m, 120, 35);
	seen[queue[0] = 0] = 1;
	for (size_t i = 0; i < n; i++)
		for (int way = 0; way < 4; way++) {
			static const int dx[] = {1, -1, 0, 0}, dy[] = {0, 0, 1, -1};
			size_t to = bt_heatmap_step(&m, queue[i], dx[way], dy[way]);
			struct bt_rect a = m.cell[queue[i]].place, b = m.cell[to].place;

			if (to != queue[i])
				assert_true(way == 0 ? b.x >= a.x + a.w : way == 1 ? b.x + b.w <= a.x
				            : way == 2 ? b.y >= a.y + a.h : b.y + b.h <= a.y);
			if (!seen[to])
				seen[queue[n++] = to] = 1;
		}
	assert_int_equal(n, m.n);
}

/* What is seen at once, and how large, at the sizes that people have. */
static void
map__shows_all_at_once__from_80x24_on(void **state)
{
	static const struct {
		int w, h;
		enum bt_heat_size size;
	} want[] = {{80, 18, BT_HEAT_GLYPH}, {120, 34, BT_HEAT_NUMBER}, {200, 44, BT_HEAT_BOTH},
	            {300, 94, BT_HEAT_TALL}};
	struct bt_heatmap m = make_sp500();

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		bt_heatmap_lay_out(&m, want[i].w, want[i].h, BT_HEAT_SIZES);
		assert_int_equal(m.size, want[i].size);
		assert_true(m.rows <= want[i].h);
		assert_int_equal(bt_heatmap_shown(&m, 0, want[i].h), 503);
	}
}

static void
map__scrolls_to_every_cell__where_it_is_small(void **state)
{
	struct bt_heatmap m = make_sp500();
	size_t seen = 0;
	int top = 0;

	(void)state;
	bt_heatmap_lay_out(&m, 40, 5, BT_HEAT_SIZES);
	assert_true(m.rows > 5);
	for (size_t i = 0; i < m.n; i++) {
		struct bt_rect r = m.cell[i].place;

		top = bt_heatmap_scroll(&m, i, top, 5);
		seen += r.y >= top && r.y + r.h <= top + 5;
		assert_true(bt_heatmap_shown(&m, top, 5) < 503);
	}
	assert_int_equal(seen, 503);
}

/* From the first cell, right goes through all; down and up come back to where they left. */
static void
step__reaches_every_cell(void **state)
{
	struct bt_heatmap m = make_sp500();
	char visited[503] = {0};
	size_t at = 0, count = 0;

	(void)state;
	bt_heatmap_lay_out(&m, 120, 34, BT_HEAT_BOTH);
	for (; !visited[at]; at = bt_heatmap_step(&m, at, 1, 0), count++)
		visited[at] = 1;
	assert_int_equal(count, 503);
	assert_int_equal(bt_heatmap_step(&m, 502, 1, 0), 502);
	assert_int_equal(bt_heatmap_step(&m, 502, 0, 1), 502);
	assert_int_equal(bt_heatmap_step(&m, 0, -1, 0), 0);
	at = bt_heatmap_step(&m, 1, 0, 1);
	assert_int_equal(m.cell[at].place.x, m.cell[1].place.x);
	assert_int_equal(bt_heatmap_step(&m, at, 0, -1), 1);
}

static void
level__follows_the_number__as_it_is_shown(void **state)
{
	static const struct {
		double pct;
		int level;
	} rows[] = {{0.004, 0}, {-0.004, 0}, {0.006, 1}, {-0.99, -1}, {1, 2}, {-2.99, -2}, {3, 3}, {-400, -3}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(bt_heat_level(rows[i].pct, 1), rows[i].level);
	assert_int_equal(bt_heat_level(6, 10), 1);
}

/* Without colour a level is told by its glyph alone: all differ in each set, and missing is "-". */
static void
glyphs__differ__without_colour(void **state)
{
	(void)state;
	for (int set = BT_GLYPHS_UTF8; set <= BT_GLYPHS_ASCII; set++)
		for (int a = -3; a <= 3; a++) {
			assert_string_not_equal(bt_heat_glyph(a, (enum bt_glyphs)set), "-");
			for (int b = a + 1; b <= 3; b++)
				assert_string_not_equal(bt_heat_glyph(a, (enum bt_glyphs)set),
				                        bt_heat_glyph(b, (enum bt_glyphs)set));
		}
}

static struct bt_grid grid;

static bool
row_has(int y, const char *text)
{
	char row[2000] = "";

	for (int x = 0; x < grid.w; x++)
		strcat(row, bt_grid_at(&grid, x, y)->text);
	return strstr(row, text) != NULL;
}

static void
cells__say_their_number__at_each_size(void **state)
{
	static const struct {
		enum bt_heat_size size;
		const char *text;
	} want[] = {{BT_HEAT_NUMBER, " -4  -3  -2  -1  +0  +1  +2   -  +4"},
	            {BT_HEAT_SYMBOL, "S7  - S8  M"}, {BT_HEAT_BOTH, "S2   -2.00 S3   -1.00 S4   +0.00"}};
	size_t size[] = {20};
	struct bt_heat_style style = {.glyphs = BT_GLYPHS_ASCII, .selected = 99};

	(void)state;
	bt_grid_init(&grid);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		struct bt_heatmap m = make(size, 1);

		bt_grid_reset(&grid, 100, 20);
		bt_heatmap_lay_out(&m, 100, 20, want[i].size);
		bt_heatmap_draw(&m, &grid, (struct bt_rect){0, 0, 100, 20}, 0, &style);
		if (!row_has(1, want[i].text))
			fail_msg("size %d does not say \"%s\"", (int)want[i].size, want[i].text);
		assert_true(row_has(0, "7 of 9 up"));
	}
	bt_grid_release(&grid);
}

static void
map__lives__with_nothing_and_with_three_thousand(void **state)
{
	static const size_t many[] = {2000, 999, 1}, none[] = {0};
	struct bt_heatmap m = make(none, 0);

	(void)state;
	bt_heatmap_lay_out(&m, 80, 20, BT_HEAT_SIZES);
	assert_int_equal(m.rows, 0);
	assert_int_equal(bt_heatmap_scroll(&m, 0, 5, 20), 0);
	m = make(many, 3);
	bt_heatmap_lay_out(&m, 80, 20, BT_HEAT_SIZES);
	assert_sound(&m, 80);
	assert_int_equal(m.n, 3000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(map__has_every_member_once__at_every_size),
		cmocka_unit_test(sized_map__has_every_member_it_has_room_for),
		cmocka_unit_test(sized_map__gives_room_by_weight),
		cmocka_unit_test(sized_map__is_walked_by_its_neighbours),
		cmocka_unit_test(map__shows_all_at_once__from_80x24_on),
		cmocka_unit_test(map__scrolls_to_every_cell__where_it_is_small),
		cmocka_unit_test(step__reaches_every_cell),
		cmocka_unit_test(level__follows_the_number__as_it_is_shown),
		cmocka_unit_test(glyphs__differ__without_colour),
		cmocka_unit_test(cells__say_their_number__at_each_size),
		cmocka_unit_test(map__lives__with_nothing_and_with_three_thousand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
