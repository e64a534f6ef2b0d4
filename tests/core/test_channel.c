/* test_channel.c - the regression channel: values done by hand, exact lines, edges. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/channel.h"
#include "core/random.h"

static struct bt_channel
fit(const double *value, size_t n, size_t window)
{
	struct bt_channel c;
	struct bt_arena a;

	bt_arena_init(&a, 0);
	assert_int_equal(bt_channel_fit(value, n, window, &a, &c), BT_OK);
	bt_arena_release(&a);
	return c;
}

static void
assert_near(double got, double want)
{
	if (!(fabs(got - want) < 1e-12 * (1 + fabs(want))))
		fail_msg("%.17g, not %.17g", got, want);
}

/* y = 0 1 0: mean 1/3, slope 0, SSE 2/3, sigma sqrt(2/3), last residual -1/3. */
static void
channel__of_three_points__matches_the_sum_done_by_hand(void **state)
{
	const double x[] = {1, M_E, 1};
	struct bt_channel c = fit(x, 3, 3);

	(void)state;
	assert_near(c.slope_pct_per_year, 0);
	assert_near(c.r2, 0);
	assert_near(c.sigma, sqrt(2.0 / 3));
	assert_near(c.z, -1 / 3.0 / sqrt(2.0 / 3));
	assert_near(c.fit_now, exp(1.0 / 3));
	assert_near(c.upper2, exp(1.0 / 3 + 2 * sqrt(2.0 / 3)));
	assert_near(c.lower2, exp(1.0 / 3 - 2 * sqrt(2.0 / 3)));
	assert_near(c.t_slope, 0);
	assert_int_equal(c.position, BT_CHANNEL_INSIDE);
}

/* y = 0 0 0 3: mean 3/4, Sxx 5, Sxy 4.5, slope 0.9, fit 2.1, residuals .6 -.3 -1.2 .9: SSE 2.7. */
static void
channel__of_four_points__matches_the_sum_done_by_hand(void **state)
{
	const double x[] = {7, 7, 1, 1, 1, exp(3)};         /* the first two are before the window */
	struct bt_channel c = fit(x, 6, 4);

	(void)state;
	assert_near(c.slope_pct_per_year, 100 * (exp(252 * 0.9) - 1));
	assert_near(c.r2, 1 - 2.7 / 6.75);
	assert_near(c.sigma, sqrt(1.35));
	assert_near(c.z, 0.9 / sqrt(1.35));
	assert_near(c.t_slope, 0.9 / (sqrt(1.35) / sqrt(5)));
}

static void
channel__position__is_outside_beyond_two_sigmas(void **state)
{
	double x[40];

	(void)state;
	for (size_t i = 0; i < 40; i++)
		x[i] = i % 2 ? 1.01 : 1;
	x[39] = 1.05;
	assert_int_equal(fit(x, 40, 40).position, BT_CHANNEL_ABOVE);
	assert_true(fit(x, 40, 40).z > 2);
	x[39] = 0.95;
	assert_int_equal(fit(x, 40, 40).position, BT_CHANNEL_BELOW);
	assert_string_equal(bt_channel_position_name(BT_CHANNEL_BELOW), "below");
	assert_null(bt_channel_position_name(BT_CHANNEL_NONE));
}

static void
channel__short_flat_and_straight__are_said(void **state)
{
	double flat[252], straight[252];
	struct bt_channel c;

	(void)state;
	for (size_t i = 0; i < 252; i++) {
		flat[i] = 0.3;
		straight[i] = 0.5 * exp(-0.001 * (double)i);
	}
	c = fit(flat, 251, 252);
	assert_int_equal(c.position, BT_CHANNEL_NONE);
	assert_true(isnan(c.r2) && isnan(c.fit_now) && isnan(c.slope_pct_per_year));
	c = fit(flat, 252, 252);
	assert_int_equal(c.position, BT_CHANNEL_INSIDE);
	assert_true(isnan(c.r2) && c.sigma == 0 && isnan(c.z) && isnan(c.t_slope));
	assert_near(c.fit_now, 0.3);
	c = fit(straight, 252, 252);
	assert_int_equal(c.position, BT_CHANNEL_INSIDE);
	assert_true(c.sigma == 0 && isnan(c.z) && c.r2 == 1);
	assert_near(c.slope_pct_per_year, 100 * (exp(-0.252) - 1));
}

static void
channel__scale__moves_the_band_alone(void **state)
{
	double x[300], scaled[300];
	struct bt_channel c, s;
	uint64_t seed = 9;

	(void)state;
	random_walk(&seed, 0.001, 0.02, x, 300);
	for (size_t i = 0; i < 300; i++)
		scaled[i] = 37 * x[i];
	c = fit(x, 300, 252);
	s = fit(scaled, 300, 252);
	assert_true(fabs(s.slope_pct_per_year / c.slope_pct_per_year - 1) < 1e-9);
	assert_true(fabs(s.z - c.z) < 1e-9 && fabs(s.r2 - c.r2) < 1e-9);
	assert_true(fabs(s.upper2 / c.upper2 / 37 - 1) < 1e-12);
	s = fit(x + 48, 252, 252);                          /* its window alone: the same bits */
	assert_true(s.z == c.z && s.r2 == c.r2 && s.fit_now == c.fit_now && s.t_slope == c.t_slope);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(channel__of_three_points__matches_the_sum_done_by_hand),
		cmocka_unit_test(channel__of_four_points__matches_the_sum_done_by_hand),
		cmocka_unit_test(channel__position__is_outside_beyond_two_sigmas),
		cmocka_unit_test(channel__short_flat_and_straight__are_said),
		cmocka_unit_test(channel__scale__moves_the_band_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
