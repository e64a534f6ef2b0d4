/* test_correlation.c - correlation and beta of returns: values done by hand, and what must hold. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/correlation.h"
#include "core/random.h"

#define N 300

static double corr[N], beta[N];

static void
run(const double *a, const double *b, size_t n, size_t window)
{
	struct bt_arena arena;

	bt_arena_init(&arena, 0);
	assert_int_equal(bt_correlation(a, b, n, window, &arena, corr, beta), BT_OK);
	bt_arena_release(&arena);
}

static void
assert_near(double got, double want)
{
	if (!(fabs(got - want) < 1e-12))
		fail_msg("%.17g, not %.17g", got, want);
}

/* Returns of a: 1, -1/2, 1; of b: 3, -3/4, 3.  a = 0.4 b - 0.2, so the correlation is 1, the beta 0.4. */
static void
correlation__of_a_linear_pair__is_one_and_its_slope(void **state)
{
	static const double a[] = {1, 2, 1, 2}, b[] = {1, 4, 1, 4};

	(void)state;
	run(a, b, 4, 3);
	assert_true(isnan(corr[2]) && isnan(beta[2]));
	assert_near(corr[3], 1);
	assert_near(beta[3], 0.4);
	run(b, a, 4, 3);
	assert_near(beta[3], 2.5);
}

/* Returns of a: 1, 0, 0; of b: 0, 1, 0.  Means 1/3; cov = -1/9, var = 2/9. */
static void
correlation__of_three_days__matches_the_sum_done_by_hand(void **state)
{
	static const double a[] = {1, 2, 2, 2}, b[] = {1, 1, 2, 2};

	(void)state;
	run(a, b, 4, 3);
	assert_near(corr[3], -0.5);
	assert_near(beta[3], -0.5);
}

static void
correlation__edges__are_null_or_nothing(void **state)
{
	static const double flat[] = {0.1, 0.1, 0.1, 0.1, 0.1}, steady[] = {1, 2, 4, 8, 16};
	static const double x[] = {1, 2, 3, 2, 1}, holed[] = {1, 2, NAN, 2, 1}, zero[] = {1, 0, 3, 2, 1};

	(void)state;
	run(x, flat, 5, 3);
	assert_true(isnan(corr[4]) && isnan(beta[4]));      /* var(b) = 0 */
	run(flat, x, 5, 3);
	assert_true(isnan(corr[4]) && beta[4] == 0);
	run(x, steady, 5, 3);
	assert_true(isnan(beta[4]));                        /* equal returns, too, vary not at all */
	run(x, holed, 5, 2);
	assert_true(isnan(beta[2]) && isnan(beta[3]) && isnan(beta[4]));
	run(x, zero, 5, 2);
	assert_true(isnan(beta[3]) && !isnan(beta[4]));     /* the return from 0 is none */
	run(x, x, 3, 3);
	assert_true(isnan(corr[2]));                        /* three prices are two returns */
	run(x, x, 0, 3);
}

static void
correlation__any_pair__keeps_its_laws(void **state)
{
	double a[N], b[N], scaled[N], part_corr, part_beta;
	uint64_t seed = 8;

	(void)state;
	random_walk(&seed, 0, 0.02, a, N);
	random_walk(&seed, 0, 0.01, b, N);
	run(a, b, N, 63);
	for (size_t t = 0; t < N; t++) {
		scaled[t] = 0x1p5 * a[t];
		assert_true(t < 63 ? isnan(corr[t]) : corr[t] >= -1 && corr[t] <= 1);
	}
	part_corr = corr[200];
	part_beta = beta[200];
	run(a + 137, b + 137, 64, 63);                      /* its window alone: the same bits */
	assert_true(corr[63] == part_corr && beta[63] == part_beta);
	run(scaled + 137, b + 137, 64, 63);
	assert_true(corr[63] == part_corr && beta[63] == part_beta);
	run(a, a, N, 63);
	assert_near(corr[N - 1], 1);
	assert_near(beta[N - 1], 1);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(correlation__of_a_linear_pair__is_one_and_its_slope),
		cmocka_unit_test(correlation__of_three_days__matches_the_sum_done_by_hand),
		cmocka_unit_test(correlation__edges__are_null_or_nothing),
		cmocka_unit_test(correlation__any_pair__keeps_its_laws),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
