#include "core/extreme.h"

enum { LANES = 8 };              /* extremes side by side, for speed */

/* The highest (sign 1) or lowest (-1) of x[from..n-1], which is not empty and has no null. */
static double
extreme_value(const double *x, size_t from, size_t n, int sign)
{
	double lane[LANES], best = x[from];
	size_t i = from;

	for (size_t l = 0; l < LANES; l++)
		lane[l] = best;
	if (sign > 0)
		for (; i + LANES <= n; i += LANES)
			for (size_t l = 0; l < LANES; l++)
				lane[l] = x[i + l] > lane[l] ? x[i + l] : lane[l];
	else
		for (; i + LANES <= n; i += LANES)
			for (size_t l = 0; l < LANES; l++)
				lane[l] = x[i + l] < lane[l] ? x[i + l] : lane[l];
	for (; i < n; i++)
		if (sign > 0 ? x[i] > best : x[i] < best)
			best = x[i];
	for (size_t l = 0; l < LANES; l++)
		if (sign > 0 ? lane[l] > best : lane[l] < best)
			best = lane[l];
	return best;
}

size_t
bt_extreme_at(const double *x, size_t from, size_t n, int sign)
{
	double best = extreme_value(x, from, n, sign);
	size_t at = from;

	while (x[at] != best)
		at++;
	return at;
}
