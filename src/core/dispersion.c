/* Mean and dispersion of the members' one-bar returns, equal-weight and cap-weight.
 *
 * The sums are of returns less a pilot near to them: variance of x = mean of (x-p)^2 less the square
 * of the mean of x-p (S&P realised dispersion with weights).  */
#include "core/breadth_step.h"

static double
sd_pct(double mean_square, double mean)
{
	double var = mean_square - mean * mean;

	return 100.0 * sqrt(var > 0 ? var : 0);
}

void
bt_dispersion_step(struct bt_breadth *b, size_t t, const struct bt_tile_sums *out, double n)
{
	const double *sum = out->sum;
	double w = sum[BT_TILE_W], mean = sum[BT_TILE_R] / n, weighted = sum[BT_TILE_WR] / w;
	bool ew = n > 0, cw = n > 0 && w > 0;

	BT_AT(b, EW_RET, t) = ew ? 100.0 * (out->pilot + mean) : NAN;
	BT_AT(b, DISP_EW, t) = ew ? sd_pct(sum[BT_TILE_RR] / n, mean) : NAN;
	BT_AT(b, CW_RET, t) = cw ? 100.0 * (out->weighted_pilot + weighted) : NAN;
	BT_AT(b, DISP_CW, t) = cw ? sd_pct(sum[BT_TILE_WRR] / w, weighted) : NAN;
	BT_AT(b, HHI_CW, t) = cw ? sum[BT_TILE_WW] / (w * w) : NAN;
}
