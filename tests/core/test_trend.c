/* test_trend.c - the trend line: a small one followed by hand, and thousands of random series against the
 * definition of indicators.md, section 5, written down once more without any short cut.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/random.h"
#include "core/trend.h"

/* Small enough to follow by hand. */
static const struct bt_trend_params small = {
	.window = 100, .k = 3, .min_span = 4, .touch_sep = 2, .tol_valid = 0.001, .tol_touch = 0.001,
	.test_band = 3, .confirm_pct = 3, .confirm_days = 2, .fail_days = 2, .fail_window = 5, .max_age = 4,
};

static struct bt_trend
find(const double *value, size_t n, bool up, const struct bt_trend_params *p)
{
	struct bt_arena a;
	struct bt_trend t;

	bt_arena_init(&a, 0);
	assert_int_equal(bt_trend_find(value, n, up, p, &a, &t), BT_OK);
	bt_arena_release(&a);
	return t;
}

/* The logs of a series that has swing highs of 1.0 at session 3 and of 0.9 at session 8, known at 11: the
 * line falls by 0.02 a session, to 0.84 at 11, 0.82 at 12, 0.80 at 13 ...; and what comes after.  */
static struct bt_trend
after(const double *tail, size_t n_tail, bool up)
{
	static const double head[12] = {.5, .6, .7, 1.0, .5, .5, .6, .7, .9, .5, .5, .5};
	double value[32];

	for (size_t t = 0; t < 12 + n_tail; t++) {
		double y = t < 12 ? head[t] : tail[t - 12];

		value[t] = exp(up ? -y : y);
	}
	return find(value, 12 + n_tail, up, &small);
}

#define AFTER(...) after((const double[]){__VA_ARGS__}, \
	                         sizeof((double[]){__VA_ARGS__}) / sizeof(double), false)

static void
assert_near(double got, double want)
{
	if (!(fabs(got - want) < 1e-12 * (1 + fabs(want))))
		fail_msg("%.17g, not %.17g", got, want);
}

static void
trend__small_line__is_described_whole(void **state)
{
	struct bt_trend t = after(NULL, 0, false);

	(void)state;
	assert_int_equal(t.status, BT_TREND_BELOW);
	assert_int_equal(t.pivots, 2);
	assert_int_equal(t.valid_lines, 1);
	assert_int_equal(t.anchor1, 3);
	assert_int_equal(t.anchor2, 8);
	assert_int_equal(t.touches, 2);
	assert_near(t.y1, 1.0);
	assert_near(t.y2, 0.9);
	assert_near(t.slope, -0.02);
	assert_near(t.slope_pct_per_year, 100 * (exp(-0.02 * 252) - 1));
	assert_near(t.line_now, exp(0.84));
	assert_near(t.value_now, exp(0.5));
	assert_near(t.dist_pct, 100 * (exp(0.5 - 0.84) - 1));
	assert_false(t.expired);
	assert_true(t.break_at == BT_TREND_NEVER && t.confirm_at == BT_TREND_NEVER);
	assert_true(t.fail_at == BT_TREND_NEVER);
}

static void
trend__status__follows_the_closes(void **state)
{
	struct bt_trend t;

	(void)state;
	assert_int_equal(AFTER(.80).status, BT_TREND_TESTING);         /* 2 % below 0.82 */
	assert_int_equal(AFTER(.78).status, BT_TREND_BELOW);           /* 4 % */
	assert_int_equal(AFTER(.90).status, BT_TREND_TESTING);         /* above, but for one day */
	assert_int_equal(AFTER(.83, .82).status, BT_TREND_TESTING);    /* two days, but 2 % */
	assert_int_equal(AFTER(.90, .79, .85).status, BT_TREND_TESTING);   /* not in a row */
	t = AFTER(.83, .82, .82);                                      /* 4 % on the third */
	assert_int_equal(t.status, BT_TREND_BROKEN_OUT);
	assert_int_equal(t.break_at, 12);
	assert_int_equal(t.confirm_at, 14);
	t = AFTER(.83, .84, .77, .75);                                 /* two closes below 0.78, 0.76 */
	assert_int_equal(t.status, BT_TREND_FAILED);
	assert_int_equal(t.break_at, 12);
	assert_int_equal(t.confirm_at, 13);
	assert_int_equal(t.fail_at, 15);
	assert_int_equal(AFTER(.83, .84, .77, .77).status, BT_TREND_BROKEN_OUT);   /* only one below */
}

static void
trend__break__grows_old(void **state)
{
	(void)state;
	assert_false(AFTER(.83, .84, .85, .86, .87, .88).expired);     /* confirmed at 13, now 17 */
	assert_true(AFTER(.83, .84, .85, .86, .87, .88, .89).expired);
	assert_int_equal(AFTER(.83, .84, .85, .86, .87, .88, .89).status, BT_TREND_BROKEN_OUT);
}

static void
trend__support_line__mirrors_the_falling_one(void **state)
{
	static const double tail[] = {.83, .84};
	struct bt_trend down = after(tail, 2, false), up = after(tail, 2, true);

	(void)state;
	assert_int_equal(up.status, BT_TREND_BROKEN_OUT);
	assert_int_equal(up.confirm_at, 13);
	assert_near(up.y1, down.y1);
	assert_near(up.dist_pct, down.dist_pct);
	assert_near(up.slope_pct_per_year, down.slope_pct_per_year);
	assert_near(up.line_now, 1 / down.line_now);
	assert_near(up.value_now, exp(-.84));
}

static void
trend__short_flat_and_rising__have_none(void **state)
{
	double value[900];
	struct bt_trend t;

	(void)state;
	for (size_t i = 0; i < 900; i++)
		value[i] = 5;
	t = find(value, 900, false, &bt_trend_defaults);
	assert_int_equal(t.status, BT_TREND_NONE);
	assert_int_equal(t.pivots, 0);
	for (size_t n = 0; n < 40; n++)
		assert_int_equal(find(value, n, false, &bt_trend_defaults).status, BT_TREND_NONE);
	for (size_t i = 0; i < 900; i++)
		value[i] = exp(0.001 * (double)i + 0.05 * sin(0.2 * (double)i));
	t = find(value, 900, false, &bt_trend_defaults);
	assert_int_equal(t.status, BT_TREND_NONE);      /* its highs rise */
	assert_true(t.pivots > 15);
	assert_near(t.value_now, value[899]);
	assert_string_equal(bt_trend_status_name(t.status), "none");
	assert_string_equal(bt_trend_status_name(BT_TREND_BROKEN_OUT), "broken_out");
}

/* --- the definition, word for word ------------------------------------------------------------ */

struct reference {
	size_t pivots, valid, touches;
	long i, j, broken, confirm, fail;
	int state;               /* 0 open, 1 broken, 2 failed */
	bool expired;
	double dist;
};

static bool
reference_pivot(const double *y, long i, long k)
{
	for (long m = i - k; m < i; m++)
		if (!(y[i] > y[m]))
			return false;
	for (long m = i + 1; m <= i + k; m++)
		if (!(y[i] >= y[m]))
			return false;
	return true;
}

/* One valid pair followed to the end; false when it is not valid. */
static bool
reference_line(const double *y, long n, const long *pivot, size_t n_pivot, const struct bt_trend_params *p,
               struct reference *r)
{
	double b = (y[r->j] - y[r->i]) / (double)(r->j - r->i);
	long up = 0, dn = 0, run_start = -1, last = -1;

#define L(m) (y[r->i] + b * (double)((m) - r->i))
	for (long m = r->i; m <= r->j; m++)
		if (!(y[m] <= L(m) + p->tol_valid))
			return false;
	for (size_t q = 0; q < n_pivot; q++)
		if (pivot[q] >= r->i && fabs(y[pivot[q]] - L(pivot[q])) <= p->tol_touch &&
		    (last < 0 || pivot[q] - last >= p->touch_sep)) {
			r->touches++;
			last = pivot[q];
		}
	for (long m = r->j + 1; m < n; m++) {
		double d = 100 * (exp(y[m] - L(m)) - 1);

		if (r->state != 1) {
			up = d > 0 ? up + 1 : 0;
			if (up == 1)
				run_start = m;
			if (up >= p->confirm_days && d >= p->confirm_pct) {
				r->state = 1;
				r->broken = run_start;
				r->confirm = m;
				r->fail = -1;
				dn = 0;
			}
		} else {
			dn = d <= 0 ? dn + 1 : 0;
			if (dn >= p->fail_days && m - r->confirm <= p->fail_window) {
				r->state = 2;
				r->fail = m;
				up = 0;
			}
		}
	}
	r->expired = (r->state == 1 && n - 1 - r->confirm > p->max_age) ||
	             (r->state == 2 && n - 1 - r->fail > p->max_age);
	r->dist = 100 * (exp(y[n - 1] - L(n - 1)) - 1);
#undef L
	return true;
}

static bool
reference_wins(const struct reference *a, const struct reference *b)
{
	if (a->expired != b->expired)
		return !a->expired;
	if (a->touches != b->touches)
		return a->touches > b->touches;
	if (a->j - a->i != b->j - b->i)
		return a->j - a->i > b->j - b->i;
	return a->j > b->j;
}

static struct reference
reference_find(const double *y, long n, const struct bt_trend_params *p)
{
	long pivot[400], first = n - p->window > p->k ? n - p->window : p->k;
	struct reference best = {.i = -1};
	size_t pivots = 0, valid = 0;

	for (long i = first; i <= n - 1 - p->k; i++)
		if (reference_pivot(y, i, p->k))
			pivot[pivots++] = i;
	for (size_t a = 0; a < pivots; a++) {
		for (size_t b = a + 1; b < pivots; b++) {
			struct reference r = {.i = pivot[a], .j = pivot[b], .broken = -1, .confirm = -1,
			                      .fail = -1};

			if (r.j - r.i < p->min_span || !(y[r.j] < y[r.i]))
				continue;
			if (!reference_line(y, n, pivot, pivots, p, &r))
				continue;
			if (valid++ == 0 || reference_wins(&r, &best))
				best = r;
		}
	}
	best.pivots = pivots;
	best.valid = valid;
	return best;
}

static long
place(size_t at)
{
	return at == BT_TREND_NEVER ? -1 : (long)at;
}

/* Compare; returns the status. */
static enum bt_trend_status
compare(const double *value, size_t n, bool up, const struct bt_trend_params *p, int round)
{
	static double y[1200];
	struct bt_trend t = find(value, n, up, p);
	struct reference r;
	enum bt_trend_status want;

	for (size_t i = 0; i < n; i++)
		y[i] = up ? -log(value[i]) : log(value[i]);
	r = reference_find(y, (long)n, p);
	want = r.valid == 0 ? BT_TREND_NONE : r.state == 1 ? BT_TREND_BROKEN_OUT :
	       r.state == 2 ? BT_TREND_FAILED : r.dist >= -p->test_band ? BT_TREND_TESTING : BT_TREND_BELOW;
	if (t.pivots != r.pivots || t.valid_lines != r.valid || t.status != want ||
	    (r.valid && (t.touches != r.touches || place(t.anchor1) != r.i || place(t.anchor2) != r.j ||
	                 place(t.break_at) != r.broken || place(t.confirm_at) != r.confirm ||
	                 place(t.fail_at) != r.fail || t.expired != r.expired ||
	                 fabs(t.dist_pct - r.dist) > 1e-9)))
		fail_msg("round %d: %zu sessions, status %s", round, n, bt_trend_status_name(t.status));
	return t.status;
}

static void
trend__any_series__has_the_line_of_the_definition(void **state)
{
	static double value[1200];
	size_t seen[BT_TREND_STATUS_COUNT] = {0};
	uint64_t seed = 10;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct bt_trend_params p = {
			.window = 30 + (int)random_below(&seed, 300), .k = 1 + (int)random_below(&seed, 8),
			.min_span = 5 + (int)random_below(&seed, 60),
			.touch_sep = 1 + (int)random_below(&seed, 15),
			.tol_valid = 0.02 * random_unit(&seed), .tol_touch = 0.03 * random_unit(&seed),
			.test_band = 3, .confirm_pct = 4 * random_unit(&seed),
			.confirm_days = 1 + (int)random_below(&seed, 3),
			.fail_days = 1 + (int)random_below(&seed, 3),
			.fail_window = (int)random_below(&seed, 60), .max_age = (int)random_below(&seed, 60),
		};
		size_t n = random_below(&seed, 400);

		random_walk(&seed, -0.0005, 0.02, value, n);
		seen[compare(value, n, round % 2, &p, round)]++;
	}
	for (int round = 0; round < 100; round++) {
		size_t n = 700 + random_below(&seed, 500);

		random_walk(&seed, -0.0004, 0.012, value, n);
		seen[compare(value, n, round % 2, &bt_trend_defaults, round)]++;
	}
	for (int s = 0; s < BT_TREND_STATUS_COUNT; s++)
		if (seen[s] < 50)
			fail_msg("status %s: only %zu times",
			         bt_trend_status_name((enum bt_trend_status)s), seen[s]);
}

static void
trend__sessions_outside_the_window__do_not_matter(void **state)
{
	static double value[1200], other[1200];
	struct bt_trend a, b;
	uint64_t seed = 11;

	(void)state;
	random_walk(&seed, -0.0004, 0.012, value, 1200);
	memcpy(other, value, sizeof(value));
	for (size_t i = 0; i < 1200 - 756 - 10; i++)
		other[i] = 1 + random_unit(&seed);
	a = find(value, 1200, false, &bt_trend_defaults);
	b = find(other, 1200, false, &bt_trend_defaults);
	assert_int_equal(a.status, b.status);
	assert_true(a.valid_lines > 0 && a.valid_lines == b.valid_lines);
	assert_true(a.anchor1 == b.anchor1 && a.anchor2 == b.anchor2 && a.dist_pct == b.dist_pct);
}

/* The ground of a whole history, grown from one of its begin, gives every day what a search of its own gives. */
static void
trend__in_its_ground__is_that_of_the_day(void **state)
{
	enum { N = 1800 };
	static double value[N];
	size_t compared = 0, lines = 0;

	(void)state;
	for (uint64_t seed = 3; seed < 9; seed++) {
		uint64_t state_of = seed;
		struct bt_trend_ground begun, g;
		struct bt_arena a;
		size_t same = 200 * seed + seed;
		bool up = seed % 2;

		bt_arena_init(&a, 0);
		value[0] = 100;
		for (size_t i = 1; i < N; i++)           /* coarse, so that highs are equal now and then */
			value[i] = fmax(1, floor(100 * value[i - 1] * exp(0.03 * (random_unit(&state_of) - 0.5015))) / 100);
		assert_int_equal(bt_trend_ground_make(value, same + 30, up, &bt_trend_defaults, NULL, 0, &a, &begun), BT_OK);
		value[same] *= 1.02;
		assert_int_equal(bt_trend_ground_make(value, N, up, &bt_trend_defaults, &begun, same, &a, &g), BT_OK);
		for (size_t n = 1; n <= N; n += 7) {
			struct bt_trend x, y;

			assert_int_equal(bt_trend_find(value, n, up, &bt_trend_defaults, &a, &x), BT_OK);
			assert_int_equal(bt_trend_find_in(&g, value, n, &bt_trend_defaults, &a, &y), BT_OK);
			assert_true(x.status == y.status && x.pivots == y.pivots && x.valid_lines == y.valid_lines);
			assert_true(x.anchor1 == y.anchor1 && x.anchor2 == y.anchor2 && x.touches == y.touches);
			assert_true(x.break_at == y.break_at && x.confirm_at == y.confirm_at && x.fail_at == y.fail_at);
			assert_true(x.value_now == y.value_now && x.expired == y.expired);
			assert_true(memcmp(&x.dist_pct, &y.dist_pct, sizeof(double)) == 0 || x.status == BT_TREND_NONE);
			assert_true(memcmp(&x.line_now, &y.line_now, sizeof(double)) == 0 || x.status == BT_TREND_NONE);
			compared++;
			lines += x.status != BT_TREND_NONE;
		}
		bt_arena_release(&a);
	}
	assert_true(compared > 1500 && lines > 300);
}

static void
trend__no_memory__is_a_status(void **state)
{
	static const double value[] = {1, 2, 3};
	struct bt_arena a;
	struct bt_trend t;

	(void)state;
	bt_arena_init(&a, 16);
	assert_int_equal(bt_trend_find(value, 3, false, &bt_trend_defaults, &a, &t), BT_E_NOMEM);
	bt_arena_release(&a);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(trend__small_line__is_described_whole),
		cmocka_unit_test(trend__status__follows_the_closes),
		cmocka_unit_test(trend__break__grows_old),
		cmocka_unit_test(trend__support_line__mirrors_the_falling_one),
		cmocka_unit_test(trend__short_flat_and_rising__have_none),
		cmocka_unit_test(trend__any_series__has_the_line_of_the_definition),
		cmocka_unit_test(trend__sessions_outside_the_window__do_not_matter),
		cmocka_unit_test(trend__in_its_ground__is_that_of_the_day),
		cmocka_unit_test(trend__no_memory__is_a_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
