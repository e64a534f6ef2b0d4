/* test_average.c - averages and oscillators: values done by hand, published ones, and what must hold for
 * any series.  The golden tables are compared in tests/model/test_golden_series.c.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/average.h"
#include "core/random.h"

#define N 400
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef void fill(const double *, size_t, size_t, double *);

static void
z0(const double *x, size_t n, size_t window, double *out)
{
	bt_average_z(x, n, window, 0, out);
}

static void
z1(const double *x, size_t n, size_t window, double *out)
{
	bt_average_z(x, n, window, 1, out);
}

/* What each does when the series is scaled, and how much of it the windows remember. */
static const struct {
	const char *name;
	fill *fill;
	bool scales;             /* with the series; else unchanged by scale */
	bool windowed;           /* depends on its window alone, bit for bit */
	size_t more;             /* values beyond the window that it needs */
} all[] = {
	{"sma", bt_average_sma, true, true, 0},   {"ema", bt_average_ema, true, false, 0},
	{"roc", bt_average_roc, false, true, 1},  {"rsi", bt_average_rsi, false, false, 1},
	{"z", z0, false, true, 0},                {"z, ddof 1", z1, false, true, 0},
	{"mansfield", bt_average_mansfield, false, true, 0}, {"lag", bt_average_lag, true, true, 1},
};

static void
assert_values(fill *f, const double *x, size_t n, size_t window, const double *want)
{
	double out[64];

	f(x, n, window, out);
	for (size_t t = 0; t < n; t++)
		if (isnan(want[t]) ? !isnan(out[t]) : !(fabs(out[t] - want[t]) <= 1e-12 * fabs(want[t])))
			fail_msg("at %zu: %.17g, not %.17g", t, out[t], want[t]);
}

#define ASSERT_VALUES(f, window, x, ...) \
	assert_values(f, x, COUNT(x), window, (const double[COUNT(x)]){__VA_ARGS__})

static void
average__small_series__match_the_sums_done_by_hand(void **state)
{
	static const double x[] = {1, 2, 3, 4, 10};

	(void)state;
	ASSERT_VALUES(bt_average_sma, 3, x, NAN, NAN, 2, 3, 17.0 / 3);
	ASSERT_VALUES(bt_average_ema, 3, x, NAN, NAN, 2, 3, 6.5);     /* alpha 1/2, seed (1+2+3)/3 */
	ASSERT_VALUES(bt_average_roc, 2, x, NAN, NAN, 200, 100, 700.0 / 3);
	ASSERT_VALUES(bt_average_lag, 2, x, NAN, NAN, 1, 2, 3);
	ASSERT_VALUES(z0, 2, x, NAN, 1, 1, 1, 1);
	ASSERT_VALUES(z1, 2, x, NAN, M_SQRT1_2, M_SQRT1_2, M_SQRT1_2, M_SQRT1_2);
	/* 2 3 4: mean 3, population sd sqrt(2/3); 3 4 10: deviations -8/3, -5/3, 13/3 */
	ASSERT_VALUES(z0, 3, x, NAN, NAN, sqrt(1.5), sqrt(1.5),
	              13 / 3.0 / sqrt((64 + 25 + 169) / 27.0));
	ASSERT_VALUES(bt_average_mansfield, 5, x, NAN, NAN, NAN, NAN, 150);
}

/* StockCharts ChartSchool, "Relative Strength Index (RSI)", table cs-rsi: QQQQ closes and RSI(14). */
static void
average__rsi__is_the_published_one(void **state)
{
	static const double close[] = {44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955,
	                               45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.6140, 46.2820,
	                               46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439};
	static const double published[] = {70.53, 66.32, 66.55, 69.41, 66.36, 57.97};
	double rsi[COUNT(close)];

	(void)state;
	bt_average_rsi(close, COUNT(close), 14, rsi);
	assert_true(isnan(rsi[13]));
	for (size_t i = 0; i < COUNT(published); i++)
		assert_true(fabs(rsi[14 + i] - published[i]) < 0.006);
}

static void
average__edges__are_null_or_their_documented_value(void **state)
{
	static const double flat[] = {0.1, 0.1, 0.1, 0.1}, rising[] = {1, 2, 3, 4}, falling[] = {4, 3, 2, 1};
	static const double zero[] = {0, 1, 2, 0}, one[] = {5};

	(void)state;
	ASSERT_VALUES(z0, 3, flat, NAN, NAN, NAN, NAN);
	ASSERT_VALUES(z1, 3, flat, NAN, NAN, NAN, NAN);
	ASSERT_VALUES(bt_average_rsi, 2, flat, NAN, NAN, 50, 50);
	ASSERT_VALUES(bt_average_rsi, 2, rising, NAN, NAN, 100, 100);
	ASSERT_VALUES(bt_average_rsi, 2, falling, NAN, NAN, 0, 0);
	ASSERT_VALUES(bt_average_roc, 1, zero, NAN, NAN, 100, -100);
	ASSERT_VALUES(bt_average_mansfield, 1, zero, NAN, 0, 0, NAN);
	ASSERT_VALUES(bt_average_sma, 1, rising, 1, 2, 3, 4);
	ASSERT_VALUES(bt_average_ema, 1, rising, 1, 2, 3, 4);
	ASSERT_VALUES(z0, 1, rising, NAN, NAN, NAN, NAN);
	for (size_t i = 0; i < COUNT(all); i++) {
		double out[4];

		all[i].fill(one, 1, 2, out);
		assert_true(isnan(out[0]));
		all[i].fill(rising, 4, 1000000, out);
		assert_true(isnan(out[0]) && isnan(out[3]));
		all[i].fill(NULL, 0, 3, NULL);
	}
}

static void
average__part__equals_the_slice_of_the_whole(void **state)
{
	double x[N], whole[N], part[N];
	uint64_t seed = 1;
	size_t compared = 0;

	(void)state;
	random_walk(&seed, 0, 0.02, x, N);
	for (int round = 0; round < 200; round++) {
		size_t from = random_below(&seed, N), n = 1 + random_below(&seed, N - from);
		size_t window = 1 + random_below(&seed, 60);

		for (size_t i = 0; i < COUNT(all); i++) {
			size_t first = window - 1 + all[i].more;

			if (!all[i].windowed)
				continue;
			all[i].fill(x, N, window, whole);
			all[i].fill(x + from, n, window, part);
			for (size_t t = first; t < n; t++, compared++)
				if (memcmp(&part[t], &whole[from + t], sizeof(double)) != 0)
					fail_msg("%s %zu: from %zu at %zu", all[i].name, window, from, t);
		}
	}
	assert_true(compared > 50000);
}

/* The seeds differ; of that difference (1 - 2/(n+1))^5n, 4.5e-5, is left after 5n bars. */
static void
average__ema_and_rsi__forget_where_they_began(void **state)
{
	double x[N], whole[N], part[N];
	uint64_t seed = 2;

	(void)state;
	random_walk(&seed, 0, 0.02, x, N);
	bt_average_ema(x, N, 10, whole);
	bt_average_ema(x + 100, N - 100, 10, part);
	assert_true(fabs(part[9 + 50] - whole[109 + 50]) <= 4.6e-5 * fabs(part[9] - whole[109]));
	bt_average_rsi(x, N, 5, whole);
	bt_average_rsi(x + 100, N - 100, 5, part);
	assert_true(fabs(part[N - 101] - whole[N - 1]) < 1e-9);
}

static void
average__later_values__change_nothing_before(void **state)
{
	double x[N], whole[N], cut[N];
	uint64_t seed = 3;

	(void)state;
	random_walk(&seed, 0, 0.02, x, N);
	for (size_t i = 0; i < COUNT(all); i++) {
		all[i].fill(x, N, 14, whole);
		for (size_t n = 1; n < N; n += 7) {
			all[i].fill(x, n, 14, cut);
			assert_memory_equal(cut, whole, n * sizeof(double));
		}
	}
}

static void
average__scale__passes_through_or_away(void **state)
{
	double x[N], twice[N], out[N], scaled[N];
	uint64_t seed = 4;

	(void)state;
	random_walk(&seed, 0, 0.02, x, N);
	for (size_t t = 0; t < N; t++)
		twice[t] = 0x1p-9 * x[t];        /* a power of two: exact in every operation */
	for (size_t i = 0; i < COUNT(all); i++) {
		all[i].fill(x, N, 20, out);
		all[i].fill(twice, N, 20, scaled);
		for (size_t t = 0; t < N; t++)
			if (!isnan(out[t]))
				assert_true(scaled[t] == (all[i].scales ? 0x1p-9 : 1) * out[t]);
	}
}

/* A null is in the windows that hold it and in no other; ema and rsi begin anew behind it. */
static void
average__hole__stays_in_its_windows(void **state)
{
	double x[N], holed[N], whole[N], out[N];
	const size_t hole = 200, window = 14;
	uint64_t seed = 5;

	(void)state;
	random_walk(&seed, 0, 0.02, x, N);
	memcpy(holed, x, sizeof(x));
	holed[hole] = NAN;
	for (size_t i = 0; i < COUNT(all); i++) {
		size_t behind = hole + 1;

		all[i].fill(x, N, window, whole);
		all[i].fill(holed, N, window, out);
		assert_memory_equal(out, whole, hole * sizeof(double));
		if (!all[i].windowed) {
			all[i].fill(x + behind, N - behind, window, whole + behind);
			assert_memory_equal(out + behind, whole + behind, (N - behind) * sizeof(double));
		}
		for (size_t t = hole; t < N; t++) {
			bool in = t < hole + window + all[i].more;

			if (all[i].fill == bt_average_lag)
				in = t == hole + window;
			else if (all[i].fill == bt_average_roc)
				in = t == hole || t == hole + window;
			if (isnan(out[t]) != in || (!in && out[t] != whole[t]))
				fail_msg("%s at %zu", all[i].name, t);
		}
	}
}

/* Against sums in twice the precision, on values whose mean is 1e7 times their spread. */
static void
average__long_series__does_not_drift(void **state)
{
	static double x[100000], sma[100000], z[100000];
	const size_t n = COUNT(x), window = 200;
	uint64_t seed = 6;

	(void)state;
	for (size_t t = 0; t < n; t++)
		x[t] = 1e6 + random_unit(&seed);
	bt_average_sma(x, n, window, sma);
	bt_average_z(x, n, window, 0, z);
	for (size_t t = n - 1000; t < n; t++) {
		long double mean = 0, ss = 0;

		for (size_t k = 0; k < window; k++)
			mean += x[t - k] / (long double)window;
		for (size_t k = 0; k < window; k++)
			ss += (x[t - k] - mean) * (x[t - k] - mean);
		assert_true(fabsl(sma[t] / mean - 1) < 1e-13L);
		assert_true(fabsl(z[t] - (x[t] - mean) / sqrtl(ss / (long double)window)) < 1e-7L);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(average__small_series__match_the_sums_done_by_hand),
		cmocka_unit_test(average__rsi__is_the_published_one),
		cmocka_unit_test(average__edges__are_null_or_their_documented_value),
		cmocka_unit_test(average__part__equals_the_slice_of_the_whole),
		cmocka_unit_test(average__ema_and_rsi__forget_where_they_began),
		cmocka_unit_test(average__later_values__change_nothing_before),
		cmocka_unit_test(average__scale__passes_through_or_away),
		cmocka_unit_test(average__hole__stays_in_its_windows),
		cmocka_unit_test(average__long_series__does_not_drift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
