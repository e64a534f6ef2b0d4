/* test_rotation.c - the rotation map on a few weeks done by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/rotation.h"

static struct bt_arena arena;

/* Fridays from 2024-01-05 on; the benchmark stands at 1, so rs is 100 times the price. */
static struct bt_rotation
run(const double *price, size_t n, size_t window, int extra_days)
{
	static bt_date date[32];
	static double one[32];
	struct bt_rotation r;

	for (size_t i = 0; i < n; i++) {
		date[i] = bt_date_ymd(2024, 1, 5) + 7 * (bt_date)i;
		one[i] = 1;
	}
	date[n - 1] += extra_days;
	assert_int_equal(bt_rotation(&(struct bt_line){n, date, price}, &(struct bt_line){n, date, one},
	                             window, 0, &arena, &r), BT_OK);
	return r;
}

static void
assert_near(double got, double want)
{
	if (isnan(want) ? !isnan(got) : !(fabs(got - want) < 1e-11))
		fail_msg("%.17g, not %.17g", got, want);
}

/* Window 2: a z-score of two values is +-1/sqrt(2).  rs 100 110 105 120: the ratio goes + - +, its change
 * falls, then rises; the momentum begins with the 4th week = 2n.  pct: 110/105, 105/107.5, 120/112.5.  */
static void
rotation__of_four_weeks__matches_the_sums_done_by_hand(void **state)
{
	static const double price[] = {1, 1.1, 1.05, 1.2};
	struct bt_rotation r = run(price, 4, 2, 0);
	double z = M_SQRT1_2, p1 = 100 / 1.05 * 1.1, p2 = 105 / 1.075, p3 = 120 / 1.125;

	(void)state;
	assert_int_equal(r.n, 4);
	assert_int_equal(r.last, bt_date_ymd(2024, 1, 26));
	assert_int_equal(r.week[3].end, bt_date_ymd(2024, 1, 26));
	assert_near(r.week[3].rs, 120);
	assert_near(r.week[0].z.ratio, NAN);
	assert_near(r.week[1].z.ratio, 100 + z);
	assert_near(r.week[2].z.ratio, 100 - z);
	assert_near(r.week[2].z.mom, NAN);
	assert_int_equal(r.week[2].z.quadrant, BT_QUADRANT_NONE);
	assert_near(r.week[3].z.ratio, 100 + z);
	assert_near(r.week[3].z.mom, 100 + z);
	assert_int_equal(r.week[3].z.quadrant, BT_QUADRANT_LEADING);
	assert_near(r.week[1].pct.ratio, p1);
	assert_near(r.week[1].pct.mom, NAN);
	assert_near(r.week[2].pct.ratio, p2);
	assert_near(r.week[2].pct.mom, 100 * p2 / ((p1 + p2) / 2));
	assert_int_equal(r.week[2].pct.quadrant, BT_QUADRANT_LAGGING);
	assert_near(r.week[3].pct.mom, 100 * p3 / ((p2 + p3) / 2));
	assert_int_equal(r.week[3].pct.quadrant, BT_QUADRANT_LEADING);
}

/* 1 2 1.6: ratio 100*2/1.5, then 100*1.6/1.8 lagging.  8 4 4.2: 66.7, then 102.4: leading.
 * 1 4 5: 160, 111.1, momentum below: weakening.  4 2 1.99: 66.7, 99.7: improving.  */
static void
rotation__quadrants__are_the_four(void **state)
{
	static const double lag[] = {1, 2, 1.6}, lead[] = {8, 4, 4.2}, weak[] = {1, 4, 5}, better[] = {4, 2, 1.99};

	(void)state;
	assert_string_equal(bt_quadrant_name(run(lag, 3, 2, 0).week[2].pct.quadrant), "lagging");
	assert_string_equal(bt_quadrant_name(run(lead, 3, 2, 0).week[2].pct.quadrant), "leading");
	assert_string_equal(bt_quadrant_name(run(weak, 3, 2, 0).week[2].pct.quadrant), "weakening");
	assert_string_equal(bt_quadrant_name(run(better, 3, 2, 0).week[2].pct.quadrant), "improving");
	assert_null(bt_quadrant_name(BT_QUADRANT_NONE));
}

static void
rotation__flat_strength__has_no_standardised_place(void **state)
{
	static const double price[] = {2, 2, 2, 2, 2};
	struct bt_rotation r = run(price, 5, 2, 0);

	(void)state;
	assert_near(r.week[4].z.ratio, NAN);
	assert_int_equal(r.week[4].z.quadrant, BT_QUADRANT_NONE);
	assert_near(r.week[4].pct.ratio, 100);
	assert_near(r.week[4].pct.mom, 100);
	assert_int_equal(r.week[4].pct.quadrant, BT_QUADRANT_LEADING);     /* 100 belongs to the upper side */
}

static void
rotation__unfinished_week__is_left_out(void **state)
{
	static const double price[] = {1, 2, 3, 4};
	struct bt_rotation r = run(price, 4, 2, -1);        /* the last bar is a Thursday */

	(void)state;
	assert_int_equal(r.n, 3);
	assert_int_equal(r.last, bt_date_ymd(2024, 1, 25));
	assert_int_equal(r.week[2].end, bt_date_ymd(2024, 1, 19));
}

/* Every number of weeks that may be asked for, of a history with holidays and a missing month. */
static void
rotation__last_weeks_alone__are_the_same_bit_for_bit(void **state)
{
	enum { N = 900 };
	static bt_date date[N];
	static double price[N], one[N];
	struct bt_rotation all, some;
	size_t n = 0;
	uint64_t seed = 1;

	(void)state;
	for (bt_date d = bt_date_ymd(2020, 1, 1); n < N; d++) {
		seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		if (bt_date_weekday(d) >= 5 || seed >> 59 == 0 || (n > 500 && d < bt_date_ymd(2022, 2, 20)
		                                                   && d > bt_date_ymd(2022, 1, 20)))
			continue;
		date[n] = d;
		one[n] = 100 + (double)(seed >> 54);
		price[n++] = 50 + (double)(seed >> 40) / 1e5;
	}
	assert_int_equal(bt_rotation(&(struct bt_line){N, date, price}, &(struct bt_line){N, date, one}, 14, 0,
	                             &arena, &all), BT_OK);
	assert_true(all.n > 150);
	for (size_t weeks = 1; weeks <= all.n + 30; weeks++) {
		assert_int_equal(bt_rotation(&(struct bt_line){N, date, price},
		                             &(struct bt_line){N, date, one}, 14, weeks, &arena, &some), BT_OK);
		assert_int_equal(some.n, weeks < all.n ? weeks : all.n);
		assert_int_equal(some.last, all.last);
		for (size_t i = 0; i < some.n; i++) {
			const struct bt_rotation_week *x = &some.week[i], *y = &all.week[all.n - some.n + i];
			const double a[] = {x->rs, x->z.ratio, x->z.mom, x->pct.ratio, x->pct.mom};
			const double b[] = {y->rs, y->z.ratio, y->z.mom, y->pct.ratio, y->pct.mom};

			assert_int_equal(x->end, y->end);
			assert_int_equal(x->z.quadrant, y->z.quadrant);
			for (int k = 0; k < 5; k++)
				assert_true(a[k] == b[k] || (isnan(a[k]) && isnan(b[k])));
		}
	}
}

static void
rotation__no_common_session__has_no_week(void **state)
{
	static const bt_date a[] = {1, 2}, b[] = {3, 4};
	static const double x[] = {1, 2};
	struct bt_rotation r;

	(void)state;
	assert_int_equal(bt_rotation(&(struct bt_line){2, a, x}, &(struct bt_line){2, b, x}, 14, 0, &arena, &r),
	                 BT_OK);
	assert_int_equal(r.n, 0);
	assert_int_equal(r.last, BT_DATE_NONE);
}

static int
release(void **state)
{
	(void)state;
	bt_arena_release(&arena);
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rotation__of_four_weeks__matches_the_sums_done_by_hand),
		cmocka_unit_test(rotation__quadrants__are_the_four),
		cmocka_unit_test(rotation__flat_strength__has_no_standardised_place),
		cmocka_unit_test(rotation__unfinished_week__is_left_out),
		cmocka_unit_test(rotation__last_weeks_alone__are_the_same_bit_for_bit),
		cmocka_unit_test(rotation__no_common_session__has_no_week),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
