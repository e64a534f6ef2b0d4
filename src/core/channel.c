#include "core/channel.h"

#include <float.h>
#include <math.h>

const char *
bt_channel_position_name(enum bt_channel_position position)
{
	static const char *const name[] = {NULL, "below", "inside", "above"};

	return name[position];
}

/* Sums about the means: of y squared, and of x times y. */
struct sums {
	double mean, yy, xy;
};

static struct sums
sums_of(const double *y, size_t n)
{
	double middle = ((double)n - 1) / 2;
	struct sums s = {.mean = y[0]};

	for (int pass = 0; pass < 2; pass++) {     /* the second takes the first one's rounding away */
		double rest = 0;

		for (size_t i = 0; i < n; i++)
			rest += y[i] - s.mean;
		s.mean += rest / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		s.yy += (y[i] - s.mean) * (y[i] - s.mean);
		s.xy += ((double)i - middle) * (y[i] - s.mean);
	}
	return s;
}

/* What rounding alone may leave as squared residuals of n points on a line. */
static double
rounding(const double *y, size_t n)
{
	double largest = fmax(fabs(y[0]), fabs(y[n - 1])), step = 8 * DBL_EPSILON * (1 + largest);

	return (double)n * step * step;
}

static void
describe(const double *y, size_t n, struct bt_channel *out)
{
	double w = (double)n, middle = (w - 1) / 2, xx = w * (w * w - 1) / 12, sse = 0;
	struct sums s = sums_of(y, n);
	double slope = s.xy / xx, fit = s.mean + slope * middle, last = y[n - 1] - fit;

	for (size_t i = 0; i < n; i++) {
		double residual = y[i] - s.mean - slope * ((double)i - middle);

		sse += residual * residual;
	}
	if (sse <= rounding(y, n))
		sse = last = 0;
	out->slope_pct_per_year = 100 * (exp(252 * slope) - 1);
	out->sigma = sqrt(sse / (w - 2));
	out->fit_now = exp(fit);
	out->upper2 = exp(fit + 2 * out->sigma);
	out->lower2 = exp(fit - 2 * out->sigma);
	out->position = BT_CHANNEL_INSIDE;
	if (fabs(last) > 2 * out->sigma)
		out->position = last > 0 ? BT_CHANNEL_ABOVE : BT_CHANNEL_BELOW;
	out->r2 = s.yy <= rounding(y, n) ? NAN : 1 - sse / s.yy;
	out->z = out->sigma > 0 ? last / out->sigma : NAN;
	out->t_slope = out->sigma > 0 ? slope / (out->sigma / sqrt(xx)) : NAN;
}

enum bt_status
bt_channel_fit(const double *value, size_t n, size_t window, struct bt_arena *scratch,
               struct bt_channel *out)
{
	double *y;

	*out = (struct bt_channel){BT_CHANNEL_NONE, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	if (n < window)
		return BT_OK;
	y = BT_ARENA_ARRAY(scratch, window, double);
	if (!y)
		return BT_E_NOMEM;
	for (size_t i = 0; i < window; i++)
		y[i] = log(value[n - window + i]);
	describe(y, window, out);
	return BT_OK;
}
