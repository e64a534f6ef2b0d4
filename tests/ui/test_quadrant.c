/* test_quadrant.c - the rotation map as properties at every size, and as pictures that were looked at. */
#include <locale.h>
#include <math.h>

#include "ui/picture.h"
#include "ui/quadrant.h"

#define ITEMS 12
#define WEEKS 8

static struct bt_quadrant_item item[ITEMS];
static char label[ITEMS][8];

/* Entries on their way around the middle, clockwise, each ahead of the one before. */
static void
make_items(void)
{
	for (size_t i = 0; i < ITEMS; i++) {
		snprintf(label[i], sizeof(label[i]), "IT%02zu", i);
		item[i] = (struct bt_quadrant_item){.label = label[i], .n = WEEKS, .selected = i == 4};
		for (size_t k = 0; k < WEEKS; k++) {
			double angle = 0.55 * (double)i + 0.09 * (double)k;

			item[i].ratio[k] = 100 + (1 + 0.1 * (double)i) * sin(angle);
			item[i].mom[k] = 100 + (2 + 0.1 * (double)k) * cos(angle);
		}
	}
}

static struct bt_quadrant_plot
plot_of(size_t n)
{
	return (struct bt_quadrant_plot){.item = item, .n = n, .tails = true};
}

static int
setup(void **state)
{
	make_items();
	return picture_setup(state);
}

static size_t
draw(const struct bt_quadrant_plot *q, int w, int h)
{
	bt_grid_reset(&grid, w, h);
	return bt_quadrant_draw(q, &grid, (struct bt_rect){0, 0, w, h});
}

/* The only cell of that text; false: there is none, or more. */
static bool
find(const char *what, int *x, int *y)
{
	int n = 0;

	for (int i = 0; i < grid.w * grid.h; i++) {
		if (strcmp(grid.cell[i].text, what) != 0)
			continue;
		*x = i % grid.w;
		*y = i / grid.w;
		n++;
	}
	return n == 1;
}

static void
map__is_as_looked_at(void **state)
{
	static const struct {
		const char *name;
		enum bt_glyphs glyphs;
		bool braille, tails;
		int w, h;
	} pictures[] = {
		{"quadrant-utf8", BT_GLYPHS_UTF8, false, true, 90, 36},
		{"quadrant-braille", BT_GLYPHS_UTF8, true, true, 70, 24},
		{"quadrant-half", BT_GLYPHS_HALF, false, false, 50, 20},
		{"quadrant-ascii", BT_GLYPHS_ASCII, false, true, 70, 24},
		{"quadrant-small", BT_GLYPHS_UTF8, false, false, 39, 12},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
		struct bt_quadrant_plot q = plot_of(ITEMS);

		q.glyphs = pictures[i].glyphs;
		q.braille = pictures[i].braille;
		q.tails = pictures[i].tails;
		assert_int_equal(draw(&q, pictures[i].w, pictures[i].h), ITEMS);
		assert_picture(pictures[i].name);
	}
}

/* One entry alone stands in the quarter that its signs name, at every size and in every set. */
static void
place__is_in_its_quarter__at_every_size(void **state)
{
	static const char *const places[] = {"◆", "♦", "@"};
	size_t compared = 0;

	(void)state;
	for (int way = 0; way < 4; way++) {
		for (int w = 7; w <= 120; w += w < 40 ? 1 : 13) {
			for (int h = 5; h <= 60; h += h < 20 ? 1 : 9) {
				for (int set = 0; set < 3; set++) {
					struct bt_quadrant_plot q = plot_of(1);
					int x, y, cross_x, cross_y;

					item[0] = (struct bt_quadrant_item){.label = "", .n = 1, .selected = true};
					item[0].ratio[0] = 100 + (way & 1 ? 0.7 : -0.7);
					item[0].mom[0] = 100 + (way & 2 ? 0.2 : -0.2);
					q.glyphs = (enum bt_glyphs)set;
					assert_int_equal(draw(&q, w, h), 1);
					assert_true(find(places[set], &x, &y));
					assert_true(find(set == 2 ? "+" : "┼", &cross_x, &cross_y));
					assert_true(way & 1 ? x > cross_x : x < cross_x);
					assert_true(way & 2 ? y < cross_y : y > cross_y);
					compared++;
				}
			}
		}
	}
	assert_true(compared > 5000);
}

static void
map__stays_inside__at_every_size(void **state)
{
	size_t cells = 0;

	(void)state;
	for (int w = 0; w <= 130; w += w < 50 ? 1 : 17) {
		for (int h = 0; h <= 60; h += h < 20 ? 1 : 11) {
			struct bt_quadrant_plot q = plot_of(ITEMS);
			struct bt_rect r = {3, 2, w, h};

			q.braille = (w + h) % 2;
			picture_frame(w + 7, h + 5, r);
			bt_quadrant_draw(&q, &grid, r);
			cells += assert_inside(r);
		}
	}
	assert_true(cells > 10000);
}

/* A rectangle that reaches beyond the grid is cut, not an error. */
static void
map__is_cut__beyond_the_grid(void **state)
{
	struct bt_quadrant_plot q = plot_of(ITEMS);

	(void)state;
	bt_grid_reset(&grid, 20, 10);
	assert_int_equal(bt_quadrant_draw(&q, &grid, (struct bt_rect){-5, -3, 60, 30}), ITEMS);
}

static void
selected__has_its_label__wherever_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < ITEMS; i++) {
		for (int w = 12; w <= 60; w += 4) {
			struct bt_quadrant_plot q = plot_of(ITEMS);

			for (size_t k = 0; k < ITEMS; k++)
				item[k].selected = k == i;
			draw(&q, w, 10);
			assert_true(shows(label[i]));
		}
	}
}

/* Labels and places hide nothing of each other: every place is there. */
static void
places__are_all_there__where_they_differ(void **state)
{
	struct bt_quadrant_plot q = plot_of(ITEMS);
	size_t places = 0, labels = 0;

	(void)state;
	draw(&q, 100, 40);
	for (int i = 0; i < grid.w * grid.h; i++)
		places += strcmp(grid.cell[i].text, "●") == 0 || strcmp(grid.cell[i].text, "◆") == 0;
	for (size_t i = 0; i < ITEMS; i++)
		labels += shows(label[i]);
	assert_int_equal(places, ITEMS);
	assert_int_equal(labels, ITEMS);
}

static void
gaps__are_not_bridged__and_nothing_is_nothing(void **state)
{
	struct bt_quadrant_plot q = plot_of(1);
	int x, y;

	(void)state;
	assert_int_equal(draw(&(struct bt_quadrant_plot){0}, 40, 12), 0);
	assert_true(shows("leading"));
	item[0] = (struct bt_quadrant_item){.label = "ONE", .n = 0};
	assert_int_equal(draw(&q, 40, 12), 0);
	item[0] = (struct bt_quadrant_item){.label = "ONE", .n = 2, .ratio = {101, NAN}, .mom = {101, 101}};
	assert_int_equal(draw(&q, 40, 12), 0);
	assert_false(shows("ONE") || shows("●"));
	item[0] = (struct bt_quadrant_item){.label = "ONE", .n = 3, .ratio = {99, NAN, 101},
	                                    .mom = {101, 101, 101}};
	assert_int_equal(draw(&q, 40, 12), 1);
	assert_true(find("●", &x, &y));
	assert_false(shows("·"));
	item[0].ratio[1] = 100;
	draw(&q, 40, 12);
	assert_true(shows("·"));
	item[0] = (struct bt_quadrant_item){.label = "ONE", .n = 1, .ratio = {100}, .mom = {100}};
	assert_int_equal(draw(&q, 40, 12), 1);
	assert_true(find("●", &x, &y));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, picture_teardown)
	const struct CMUnitTest tests[] = {
		T(map__is_as_looked_at),
		T(place__is_in_its_quarter__at_every_size),
		T(map__stays_inside__at_every_size),
		T(map__is_cut__beyond_the_grid),
		T(selected__has_its_label__wherever_it_is),
		T(places__are_all_there__where_they_differ),
		T(gaps__are_not_bridged__and_nothing_is_nothing),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("quadrant", tests, NULL, NULL);
}
