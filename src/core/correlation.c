#include "core/correlation.h"

#include <math.h>
#include <stdbool.h>

/* Simple returns r[t] of p; r[0] is null. */
static void
fill_returns(const double *p, size_t n, double *r)
{
	for (size_t t = 0; t < n; t++)
		r[t] = t && p[t - 1] != 0 ? p[t] / p[t - 1] - 1 : NAN;
}

static double
mean_of(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

/* One window of returns; flat ones are known exactly, not by a sum that ought to be 0. */
static void
window_at(const double *a, const double *b, size_t n, bool flat_a, bool flat_b, double *corr,
          double *beta)
{
	double ma = mean_of(a, n), mb = mean_of(b, n), aa = 0, bb = 0, ab = 0;

	*corr = *beta = NAN;
	if (flat_b || isnan(ma + mb))
		return;
	if (flat_a) {
		*beta = 0;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		aa += (a[i] - ma) * (a[i] - ma);
		bb += (b[i] - mb) * (b[i] - mb);
		ab += (a[i] - ma) * (b[i] - mb);
	}
	*beta = ab / bb;
	*corr = fmax(-1, fmin(1, ab / sqrt(aa * bb)));
}

enum bt_status
bt_correlation(const double *a, const double *b, size_t n, size_t window, struct bt_arena *arena,
               double *corr, double *beta)
{
	double *ra = BT_ARENA_ARRAY(arena, n, double), *rb = BT_ARENA_ARRAY(arena, n, double);
	size_t run_a = 0, run_b = 0;     /* equal returns that end here */

	if (!ra || !rb)
		return BT_E_NOMEM;
	fill_returns(a, n, ra);
	fill_returns(b, n, rb);
	for (size_t t = 0; t < n; t++) {
		run_a = t && ra[t] == ra[t - 1] ? run_a + 1 : 1;
		run_b = t && rb[t] == rb[t - 1] ? run_b + 1 : 1;
		if (t < window)
			corr[t] = beta[t] = NAN;
		else
			window_at(ra + t + 1 - window, rb + t + 1 - window, window, run_a >= window,
			          run_b >= window, &corr[t], &beta[t]);
	}
	return BT_OK;
}
