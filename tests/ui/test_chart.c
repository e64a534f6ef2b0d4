/* test_chart.c - charts as properties at every size, and as pictures that were looked at. */
#include <locale.h>
#include <math.h>

#include "ui/candle.h"
#include "ui/chart.h"
#include "ui/picture.h"

#define N 900

static bt_date date[N];
static double value[N], open_[N], high[N], low[N], average[N], line[N];

/* --- a made-up series ------------------------------------------------------------------------------- */

/* Deterministic noise in -1..1. */
static double
noise(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (double)(*seed >> 8) / (1 << 23) - 1;
}

static int
make_series(void **state)
{
	uint32_t seed = 1;
	bt_date d = bt_date_ymd(2022, 6, 1);
	double v = 100;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		double before = v;

		while (bt_date_weekday(d) > 4)
			d++;
		date[i] = d++;
		v *= 1 + 0.0004 + 0.014 * noise(&seed) + 0.003 * sin((double)i / 60);
		value[i] = v;
		open_[i] = before * (1 + 0.003 * noise(&seed));
		high[i] = fmax(open_[i], v) * (1 + 0.004 * fabs(noise(&seed)));
		low[i] = fmin(open_[i], v) * (1 - 0.004 * fabs(noise(&seed)));
		average[i] = NAN;
		line[i] = i < 200 ? NAN : value[200] * exp(-0.0004 * ((double)i - 200));
		if (i >= 49) {
			double sum = 0;

			for (size_t k = i - 49; k <= i; k++)
				sum += value[k];
			average[i] = sum / 50;
		}
	}
	return 0;
}

static struct bt_chart
chart_of(size_t first, size_t n)
{
	return (struct bt_chart){.n = n, .date = date + first, .value = value + first,
	                         .cross = BT_CHART_NO_CROSS, .role = BT_ROLE_SPARK};
}

static void
make_candles(struct bt_chart *c, size_t first)
{
	c->open = open_ + first;
	c->high = high + first;
	c->low = low + first;
}

/* --- drawing and looking ----------------------------------------------------------------------------- */

static struct bt_chart_place
draw(const struct bt_chart *c, int w, int h)
{
	bt_grid_reset(&grid, w, h);
	return bt_chart_draw(c, &grid, (struct bt_rect){0, 0, w, h});
}

static bool
is_ink(int x, int y)
{
	return strcmp(bt_grid_at(&grid, x, y)->text, " ") != 0;
}

/* The first screen row with ink in a column of the plot, from above or from below; -1 none. */
static int
top_ink(const struct bt_rect *plot, int x)
{
	for (int y = plot->y; y < plot->y + plot->h; y++)
		if (is_ink(x, y))
			return y;
	return -1;
}

static int
bottom_ink(const struct bt_rect *plot, int x)
{
	for (int y = plot->y + plot->h - 1; y >= plot->y; y--)
		if (is_ink(x, y))
			return y;
	return -1;
}

/* --- properties -------------------------------------------------------------------------------------- */

static void
assert_drawn_inside(const struct bt_chart *c, int w, int h)
{
	struct bt_rect r = {2, 2, w, h};

	picture_frame(w + 4, h + 4, r);
	bt_chart_draw(c, &grid, r);
	assert_inside(r);
}

/* With everything that a chart can carry. */
static void
chart__stays_inside__at_every_size(void **state)
{
	static const size_t counts[] = {1, 2, 7, 60, N};
	static const struct bt_chart_mark mark[] = {
		{0, BT_MARK_RECORD}, {0, BT_MARK_ANCHOR}, {1, BT_MARK_BREAK}, {N - 1, BT_MARK_FAIL}, {N + 9, BT_MARK_NOTE},
	};

	(void)state;
	for (int w = 1; w <= 300; w += w < 40 ? 1 : 37)
		for (int h = 1; h <= 100; h += h < 12 ? 1 : 19)
			for (size_t k = 0; k < 5; k++) {
				struct bt_chart c = chart_of(0, counts[k]);

				c.line[0] = (struct bt_chart_line){average, BT_STROKE_THIN, BT_ROLE_TEXT, false};
				c.line[1] = (struct bt_chart_line){line, BT_STROKE_DASH, BT_ROLE_TEXT, true};
				c.n_line = 2;
				c.mark = mark;
				c.n_mark = 5;
				c.cross = counts[k] / 2;
				c.glyphs = (enum bt_glyphs)(k % 3);
				c.braille = k == 3;
				c.log = k % 2;
				assert_drawn_inside(&c, w, h);
				make_candles(&c, 0);
				assert_drawn_inside(&c, w, h);
			}
}

static void
line__reaches_both_edges_of_the_plot(void **state)
{
	(void)state;
	for (int w = 1; w <= 200; w += 13)
		for (int h = 1; h <= 60; h += 3)
			for (int k = 0; k < 8; k++) {
				struct bt_chart c = chart_of(0, k & 1 ? 30 : N);
				struct bt_chart_place p;
				bool top = false, bottom = false;

				c.glyphs = k & 2 ? BT_GLYPHS_ASCII : BT_GLYPHS_UTF8;
				c.braille = k & 4;
				p = draw(&c, w, h);
				for (int x = 0; x < p.plot.w; x++) {
					top |= is_ink(x, p.plot.y);
					bottom |= is_ink(x, p.plot.y + p.plot.h - 1);
					assert_true(top_ink(&p.plot, x) >= 0);  /* no hole */
				}
				assert_true(top && bottom);
			}
}

/* A series that rises all the time is nowhere lower further right, however it is drawn. */
static void
line__rises__when_the_series_does(void **state)
{
	double rising[200];
	size_t compared = 0;

	(void)state;
	for (size_t i = 0; i < 200; i++)
		rising[i] = exp((double)i / 40);
	for (int w = 2; w <= 260; w += 7)
		for (int h = 1; h <= 40; h += 3)
			for (int k = 0; k < 8; k++) {
				struct bt_chart c = chart_of(0, 200);
				struct bt_chart_place p;

				c.value = rising;
				c.glyphs = k & 2 ? BT_GLYPHS_ASCII : k & 4 ? BT_GLYPHS_HALF : BT_GLYPHS_UTF8;
				c.braille = k & 1;
				c.log = k & 4;
				p = draw(&c, w, h);
				for (int x = 1; x < p.plot.w; x++, compared++) {
					assert_true(top_ink(&p.plot, x) <= top_ink(&p.plot, x - 1));
					assert_true(bottom_ink(&p.plot, x) <= bottom_ink(&p.plot, x - 1));
				}
			}
	assert_true(compared > 50000);
}

static void
line__leaves_a_gap__where_values_miss(void **state)
{
	double v[60];
	struct bt_chart c = chart_of(0, 60);
	struct bt_chart_place p;

	(void)state;
	for (size_t i = 0; i < 60; i++)
		v[i] = i >= 20 && i < 40 ? NAN : (double)(i % 7);
	c.value = v;
	p = draw(&c, 72, 12);
	for (int x = 0; x < p.plot.w; x++) {
		size_t i = bt_chart_entry(x, 60, p.plot.w);

		if (i >= 20 && i < 40 && bt_chart_entry(x - 1, 60, p.plot.w) >= 20 &&
		    bt_chart_entry(x + 1, 60, p.plot.w) < 40)
			assert_int_equal(top_ink(&p.plot, x), -1);
		else if (i < 19 || i > 41)
			assert_true(top_ink(&p.plot, x) >= 0);
	}
}

static void
line__is_one_glyph_in_the_middle__with_one_point(void **state)
{
	struct bt_chart c = chart_of(0, 1);
	struct bt_chart_place p = draw(&c, 40, 12);
	int ink = 0;

	(void)state;
	for (int y = p.plot.y; y < p.plot.y + p.plot.h; y++)
		for (int x = p.plot.x; x < p.plot.x + p.plot.w; x++)
			if (is_ink(x, y)) {
				ink++;
				assert_int_equal(y, p.plot.y + (p.plot.h - 1) / 2);
				assert_int_equal(x, p.plot.x + p.plot.w - 1);
			}
	assert_int_equal(ink, 1);
}

static void
chart__draws_nothing__without_values(void **state)
{
	double none[3] = {NAN, NAN, INFINITY};
	struct bt_chart c = chart_of(0, 3);

	(void)state;
	c.value = none;
	assert_int_equal(draw(&c, 40, 12).plot.w, 0);
	c.n = 0;
	assert_int_equal(draw(&c, 40, 12).plot.w, 0);
	for (int x = 0; x < 40; x++)
		assert_false(is_ink(x, 5));
}

static void
log_scale__is_dropped__where_it_cannot_be(void **state)
{
	double v[3] = {-1, 2, 3};
	struct bt_chart c = chart_of(0, 3);

	(void)state;
	c.log = true;
	assert_true(draw(&c, 40, 12).scale.log);
	c.value = v;
	assert_false(draw(&c, 40, 12).scale.log);
}

static void
columns__and_entries__are_inverse(void **state)
{
	size_t compared = 0;

	(void)state;
	for (size_t n = 1; n < 400; n += 13)
		for (int w = 1; w < 400; w += 11) {
			assert_int_equal(bt_chart_column(n - 1, n, w), w - 1);
			if (n > 1)
				assert_int_equal(bt_chart_column(0, n, w), 0);
			for (size_t i = 0; i < n; i++, compared++) {
				int x = bt_chart_column(i, n, w);
				size_t back = bt_chart_entry(x, n, w);

				assert_true(x >= 0 && x < w);
				assert_int_equal(bt_chart_column(back, n, w), x);
				if (n <= (size_t)w)
					assert_int_equal(back, i);
			}
		}
	assert_true(compared > 200000);
}

/* --- candles ----------------------------------------------------------------------------------------- */

/* Whatever the period, a candle is the first open, the extremes and the last close of its days. */
static void
candles__hold_their_days(void **state)
{
	static const int columns[] = {N, 300, 60, 20, 8, 2};
	static const char *const names[] = {"day", "week", "month", "quarter", "year", "year"};
	struct bt_chart c = chart_of(0, N);
	static struct bt_candles k;

	(void)state;
	make_candles(&c, 0);
	c.n = 500;
	for (size_t w = 0; w < 6; w++) {
		bt_candles_make(&c, columns[w], &k);
		assert_string_equal(k.period, names[w]);
		assert_true(k.n >= 1 && k.n <= (size_t)columns[w]);
		for (size_t i = 0; i < k.n; i++) {
			size_t from = i ? k.last[i - 1] + 1 : w == 5 ? k.last[0] : 0;
			double hi = -INFINITY, lo = INFINITY;

			if (w == 5 && i == 0)
				continue;               /* the years before are left out */
			for (size_t t = from; t <= k.last[i]; t++) {
				hi = fmax(hi, high[t]);
				lo = fmin(lo, low[t]);
			}
			assert_true(k.at[i].open == open_[from] && k.at[i].close == value[k.last[i]]);
			assert_true(k.at[i].high == hi && k.at[i].low == lo);
		}
		assert_int_equal(k.last[k.n - 1], 499);
	}
}

static void
candles__do_with_closes_alone(void **state)
{
	double none[5] = {NAN, NAN, NAN, NAN, NAN}, close[5] = {10, 12, NAN, 11, 13};
	struct bt_chart c = {.n = 5, .date = date, .value = close, .open = none, .high = none, .low = none};
	static struct bt_candles k;

	(void)state;
	bt_candles_make(&c, 40, &k);
	assert_int_equal(k.n, 4);
	assert_true(k.at[0].open == 10 && k.at[0].high == 10 && k.at[0].low == 10);
	assert_true(k.at[1].open == 10 && k.at[1].high == 12 && k.at[1].low == 10);
	assert_true(k.at[2].open == 12 && k.at[2].close == 11 && k.at[2].high == 12);
}

/* Rising and falling have no body glyph in common, so that a terminal without colour tells them apart. */
static void
candles__differ_without_colour(void **state)
{
	(void)state;
	for (int glyphs = 0; glyphs < 3; glyphs++) {
		double o[2] = {1, 10}, c[2] = {10, 1}, h[2] = {10, 10}, l[2] = {1, 1};
		struct bt_chart chart = {.n = 2, .date = date, .value = c, .open = o, .high = h, .low = l,
		                         .cross = BT_CHART_NO_CROSS, .glyphs = (enum bt_glyphs)glyphs};
		struct bt_chart_place p = draw(&chart, 40, 10);
		int last = p.plot.w - 1;

		for (int y = 0; y < p.plot.h; y++) {
			assert_string_not_equal(bt_grid_at(&grid, 0, y)->text, bt_grid_at(&grid, last, y)->text);
			assert_int_equal(bt_grid_at(&grid, 0, y)->role, BT_ROLE_UP);
			assert_int_equal(bt_grid_at(&grid, last, y)->role, BT_ROLE_DOWN);
		}
	}
}

/* --- the axes ---------------------------------------------------------------------------------------- */

static void
axis__has_round_values__on_their_rows(void **state)
{
	struct bt_scale s = {.lo = 5512, .hi = 6934};
	struct bt_tick tick[BT_AXIS_TICKS];
	size_t n = bt_axis_values(&s, 20, 4, tick);

	(void)state;
	assert_int_equal(n, 2);                      /* 1,422 on 20 rows: every 500 */
	assert_string_equal(tick[0].label, "6000");
	assert_int_equal(tick[0].at, bt_scale_row(&s, 6000, 20));
	assert_string_equal(tick[1].label, "6500");
	s = (struct bt_scale){.lo = 0.3981, .hi = 0.4379};
	n = bt_axis_values(&s, 20, 4, tick);
	assert_int_equal(n, 4);
	assert_string_equal(tick[0].label, "0.40");
	assert_string_equal(tick[3].label, "0.43");
	s = (struct bt_scale){.lo = 3, .hi = 900, .log = true};
	n = bt_axis_values(&s, 40, 2, tick);
	assert_string_equal(tick[0].label, "5");
	assert_string_equal(tick[n - 1].label, "500");
	s = (struct bt_scale){.lo = 7, .hi = 7};
	assert_int_equal(bt_axis_values(&s, 20, 4, tick), 0);
}

static void
axis__rises_and_keeps_apart__on_any_scale(void **state)
{
	uint32_t seed = 9;
	size_t compared = 0;

	(void)state;
	for (int k = 0; k < 4000; k++) {
		double lo = pow(10, 3 * noise(&seed)), hi = lo * (1 + pow(10, 2 * noise(&seed)));
		int rows = 1 + k % 60, apart = 1 + k % 5;
		struct bt_scale s = {.lo = k % 3 ? lo : -lo, .hi = hi, .log = k % 3 == 1};
		struct bt_tick tick[BT_AXIS_TICKS];
		size_t n = bt_axis_values(&s, rows, apart, tick);

		for (size_t i = 0; i < n; i++, compared++) {
			assert_true(tick[i].at >= 0 && tick[i].at < rows);
			if (i) {
				assert_true(tick[i].at - tick[i - 1].at >= apart);
				assert_true(strtod(tick[i].label, NULL) > strtod(tick[i - 1].label, NULL));
			}
		}
	}
	assert_true(compared > 5000);
}

static void
axis__names_periods_by_the_span(void **state)
{
	struct bt_tick tick[BT_AXIS_TICKS];
	bt_date wide[120];
	size_t n, years = 0;

	(void)state;
	for (int x = 0; x < 120; x++)
		wide[x] = date[x / 4];                   /* 30 sessions from Wednesday 2022-06-01 */
	n = bt_axis_dates(wide, 120, tick);
	assert_true(n >= 5);
	assert_string_equal(tick[0].label, "06-06");     /* the first Monday */
	assert_int_equal(tick[0].at, 3 * 4);
	n = bt_axis_dates(date, 400, tick);
	assert_string_equal(tick[0].label, "Jul");
	for (size_t i = 0; i < n; i++)
		years += strcmp(tick[i].label, "2023") == 0 &&
		         bt_date_year(date[tick[i].at]) == 2023 && bt_date_year(date[tick[i].at - 1]) == 2022;
	assert_int_equal(years, 1);
}

/* --- pictures ---------------------------------------------------------------------------------------- */

static struct bt_chart
full_chart(size_t first)
{
	static const struct bt_chart_mark mark[] = {
		{80, BT_MARK_ANCHOR}, {300, BT_MARK_ANCHOR}, {430, BT_MARK_BREAK}, {440, BT_MARK_RECORD},
		{441, BT_MARK_RECORD}, {120, BT_MARK_RECORD},
	};
	struct bt_chart c = chart_of(first, 500);

	c.line[0] = (struct bt_chart_line){average + first, BT_STROKE_THIN, BT_ROLE_TEXT, false};
	c.line[1] = (struct bt_chart_line){line + first, BT_STROKE_DASH, BT_ROLE_TEXT, false};
	c.n_line = 2;
	c.mark = mark;
	c.n_mark = 6;
	return c;
}

static void
pictures__are_as_looked_at(void **state)
{
	struct bt_chart c = full_chart(300);

	(void)state;
	draw(&c, 100, 24);
	assert_picture("chart-line");
	c.cross = 250;
	c.glyphs = BT_GLYPHS_ASCII;
	draw(&c, 70, 18);
	assert_picture("chart-ascii");
	c.glyphs = BT_GLYPHS_UTF8;
	c.braille = true;
	draw(&c, 70, 18);
	assert_picture("chart-braille");
	make_candles(&c, 300);
	draw(&c, 120, 24);
	assert_picture("chart-candles");
	c.glyphs = BT_GLYPHS_ASCII;
	c.cross = BT_CHART_NO_CROSS;
	draw(&c, 60, 16);
	assert_picture("chart-candles-ascii");
	c = chart_of(880, 12);
	draw(&c, 60, 10);
	assert_picture("chart-few");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, picture_setup, picture_teardown)
	const struct CMUnitTest tests[] = {
		T(chart__stays_inside__at_every_size),
		T(line__reaches_both_edges_of_the_plot),
		T(line__rises__when_the_series_does),
		T(line__leaves_a_gap__where_values_miss),
		T(line__is_one_glyph_in_the_middle__with_one_point),
		T(chart__draws_nothing__without_values),
		T(log_scale__is_dropped__where_it_cannot_be),
		T(columns__and_entries__are_inverse),
		T(candles__hold_their_days),
		T(candles__do_with_closes_alone),
		T(candles__differ_without_colour),
		T(axis__has_round_values__on_their_rows),
		T(axis__rises_and_keeps_apart__on_any_scale),
		T(axis__names_periods_by_the_span),
		T(pictures__are_as_looked_at),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("chart", tests, make_series, NULL);
}
