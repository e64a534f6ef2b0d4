/* test_stack.c - charts below each other: the same columns, the crosshair through all, nothing outside. */
#include <locale.h>
#include <math.h>

#include "ui/picture.h"
#include "ui/stack.h"

#define N 600

static bt_date date[N];
static double price[N], open_[N], high[N], low[N], strength[N], net[N];

static int
make_series(void **state)
{
	bt_date d = bt_date_ymd(2023, 1, 2);

	(void)state;
	for (size_t i = 0; i < N; i++) {
		double t = (double)i;

		while (bt_date_weekday(d) > 4)
			d++;
		date[i] = d++;
		price[i] = 5000 + 4 * t + 300 * sin(t / 40);
		open_[i] = price[i] - 20 * cos(t / 3);
		high[i] = fmax(open_[i], price[i]) + 15;
		low[i] = fmin(open_[i], price[i]) - 15;
		strength[i] = i < 14 ? NAN : 50 + 30 * sin(t / 25);
		net[i] = 200 * sin(t / 9) * cos(t / 50);
	}
	return 0;
}

static struct bt_chart
chart(const double *value)
{
	return (struct bt_chart){.n = N, .date = date, .value = value, .cross = BT_CHART_NO_CROSS,
	                         .role = BT_ROLE_SPARK};
}

static const double levels[] = {30, 70};

/* A price, an oscillator with levels, and an area around 0. */
static void
make_parts(struct bt_stack_part part[3])
{
	part[0] = (struct bt_stack_part){.chart = chart(price), .weight = 2};
	part[1] = (struct bt_stack_part){.chart = chart(strength), .name = "Strength 14", .note = "made up",
	                                 .weight = 1, .rank = 1};
	part[1].chart.level = levels;
	part[1].chart.n_level = 2;
	part[2] = (struct bt_stack_part){.chart = chart(net), .name = "Net", .other = "strength", .weight = 1,
	                                 .rank = 2};
	part[2].chart.area = true;
	part[2].chart.line[0] = (struct bt_chart_line){strength, BT_STROKE_THIN, BT_ROLE_LINE2, false};
	part[2].chart.n_line = 1;
}

static void
stack__is_as_looked_at(void **state)
{
	struct bt_stack_part part[3];

	(void)state;
	make_parts(part);
	bt_grid_reset(&grid, 90, 32);
	bt_stack_draw(part, 3, &grid, (struct bt_rect){0, 0, 90, 32});
	assert_picture("stack");
	for (int i = 0; i < 3; i++) {
		part[i].chart.glyphs = BT_GLYPHS_ASCII;
		part[i].chart.cross = 400;
	}
	part[0].chart.open = open_;
	part[0].chart.high = high;
	part[0].chart.low = low;
	bt_grid_reset(&grid, 70, 26);
	bt_stack_draw(part, 3, &grid, (struct bt_rect){0, 0, 70, 26});
	assert_picture("stack-candles-ascii");
}

/* The crosshair is one vertical line through every plot, whatever the entry, with candles above or without. */
static void
crosshair__is_one_column__through_all(void **state)
{
	struct bt_stack_part part[3];
	size_t compared = 0;

	(void)state;
	for (int candles = 0; candles < 2; candles++) {
		for (size_t at = 3; at < N; at += 71) {
			struct bt_chart_place place;
			int column = -1, rows = 0;

			make_parts(part);
			for (int i = 0; i < 3; i++) {
				part[i].chart.cross = at;
				part[i].chart.glyphs = BT_GLYPHS_ASCII;
			}
			part[0].chart.open = candles ? open_ : NULL;
			part[0].chart.high = candles ? high : NULL;
			part[0].chart.low = candles ? low : NULL;
			bt_grid_reset(&grid, 100, 40);
			place = bt_stack_draw(part, 3, &grid, (struct bt_rect){0, 0, 100, 40});
			for (int i = 0; i < grid.w * grid.h; i++) {
				if (strcmp(grid.cell[i].text, "!") != 0)
					continue;
				assert_true(column < 0 || column == i % grid.w);
				column = i % grid.w;
				rows++;
			}
			assert_true(column >= 0 && column < place.plot.w && rows > 15);
			compared++;
		}
	}
	assert_int_equal(compared, 18);
}

/* Title values are those of the session under the crosshair; without it the newest that there are. */
static void
title__tells_the_value__under_the_crosshair(void **state)
{
	struct bt_stack_part part[3];
	char want[64];

	(void)state;
	make_parts(part);
	part[1].chart.cross = 100;
	bt_grid_reset(&grid, 100, 40);
	bt_stack_draw(part, 2, &grid, (struct bt_rect){0, 0, 100, 40});
	snprintf(want, sizeof(want), "Strength 14 %.1f ", strength[100]);
	assert_true(shows(want));
	part[1].chart.cross = 3;                 /* null there */
	bt_grid_reset(&grid, 100, 40);
	bt_stack_draw(part, 2, &grid, (struct bt_rect){0, 0, 100, 40});
	assert_true(shows("Strength 14 - "));
	part[1].chart.cross = BT_CHART_NO_CROSS;
	bt_grid_reset(&grid, 100, 40);
	bt_stack_draw(part, 2, &grid, (struct bt_rect){0, 0, 100, 40});
	snprintf(want, sizeof(want), "Strength 14 %.1f ", strength[N - 1]);
	assert_true(shows(want));
}

/* No label loses a digit: every part shows its last value whole. */
static void
values__are_whole__at_every_size(void **state)
{
	size_t compared = 0;

	(void)state;
	for (int w = 30; w <= 160; w += 7) {
		for (int h = 14; h <= 60; h++) {
			struct bt_stack_part part[3];
			struct bt_scale scale = bt_scale_of(price, N, false);
			char label[BT_AXIS_LABEL];

			make_parts(part);
			bt_grid_reset(&grid, w, h);
			bt_stack_draw(part, 3, &grid, (struct bt_rect){0, 0, w, h});
			assert_true(shows(bt_axis_number(&scale, price[N - 1], label)));
			assert_true(shows("Strength 14") && shows("Net"));
			compared++;
		}
	}
	assert_true(compared > 500);
}

static void
parts__go_by_rank__where_rows_are_few(void **state)
{
	struct bt_stack_part part[3];

	(void)state;
	make_parts(part);
	part[0].rank = 3;                        /* the price goes first here */
	bt_grid_reset(&grid, 60, 10);
	bt_stack_draw(part, 3, &grid, (struct bt_rect){0, 0, 60, 10});
	assert_true(shows("Strength 14") && shows("Net"));
	bt_grid_reset(&grid, 60, 7);
	bt_stack_draw(part, 3, &grid, (struct bt_rect){0, 0, 60, 7});
	assert_true(shows("Strength 14") && !shows("Net"));
}

static void
stack__stays_inside__at_every_size(void **state)
{
	size_t cells = 0;

	(void)state;
	for (int w = 0; w <= 130; w += w < 40 ? 1 : 17) {
		for (int h = 0; h <= 60; h += h < 20 ? 1 : 11) {
			struct bt_stack_part part[3];
			struct bt_rect r = {3, 2, w, h};

			make_parts(part);
			part[0].chart.open = w % 2 ? open_ : NULL;
			part[0].chart.high = w % 2 ? high : NULL;
			part[0].chart.low = w % 2 ? low : NULL;
			part[0].chart.braille = part[1].chart.braille = part[2].chart.braille = h % 2;
			picture_frame(w + 7, h + 5, r);
			bt_stack_draw(part, 3, &grid, r);
			cells += assert_inside(r);
		}
	}
	assert_true(cells > 10000);
}

/* An area covers every row between 0 and its values, in their direction. */
static void
area__reaches_from_zero__up_and_down(void **state)
{
	static const double value[] = {4, 4, 0, -4, -4};
	struct bt_chart c = {.n = 5, .date = date, .value = value, .cross = BT_CHART_NO_CROSS, .area = true};

	(void)state;
	bt_grid_reset(&grid, 5, 8);
	bt_chart_draw(&c, &grid, (struct bt_rect){0, 0, 5, 8});
	for (int y = 0; y < 3; y++) {
		assert_string_equal(bt_grid_at(&grid, 0, y)->text, "█");
		assert_int_equal(bt_grid_at(&grid, 0, y)->role, BT_ROLE_UP);
		assert_string_equal(bt_grid_at(&grid, 4, y)->text, " ");
	}
	for (int y = 5; y < 8; y++) {
		assert_string_equal(bt_grid_at(&grid, 4, y)->text, y < 7 ? "█" : bt_grid_at(&grid, 4, 7)->text);
		assert_int_equal(bt_grid_at(&grid, 4, y)->role, BT_ROLE_DOWN);
		assert_string_equal(bt_grid_at(&grid, 0, y)->text, " ");
	}
}

static void
nothing__is_drawn__of_nothing(void **state)
{
	struct bt_stack_part part = {.weight = 1, .name = "Nothing"};

	(void)state;
	bt_grid_reset(&grid, 40, 10);
	assert_int_equal(bt_stack_draw(NULL, 0, &grid, (struct bt_rect){0, 0, 40, 10}).plot.w, 0);
	assert_int_equal(bt_stack_draw(&part, 1, &grid, (struct bt_rect){0, 0, 40, 10}).plot.w, 0);
	assert_true(shows("Nothing - "));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, picture_setup, picture_teardown)
	const struct CMUnitTest tests[] = {
		T(stack__is_as_looked_at),
		T(crosshair__is_one_column__through_all),
		T(title__tells_the_value__under_the_crosshair),
		T(values__are_whole__at_every_size),
		T(parts__go_by_rank__where_rows_are_few),
		T(stack__stays_inside__at_every_size),
		T(area__reaches_from_zero__up_and_down),
		T(nothing__is_drawn__of_nothing),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("stack", tests, make_series, NULL);
}
