/* The McClellan oscillator and its summation, ratio-adjusted and plain (indicators.md, section 7).
 *
 * Both averages are seeded with the mean of their first 19 and 39 inputs (StockCharts).  Miekka's
 * form of the summation needs no history and differs from the running sum by a constant.  */
#include "core/breadth_step.h"

static double
running_sum(const double *sum, const double *osc, size_t t)
{
	return t && !isnan(sum[t - 1]) ? sum[t - 1] + osc[t] : osc[t];
}

void
bt_mcclellan_step(struct bt_breadth *b, size_t t)
{
	const double *rana = b->col[BT_BREADTH_RANA], *net = b->col[BT_BREADTH_NET];
	double *t10 = b->col[BT_BREADTH_MC_T10], *t5 = b->col[BT_BREADTH_MC_T5];
	double *p10 = b->col[BT_BREADTH_MC_T10_PLAIN], *p5 = b->col[BT_BREADTH_MC_T5_PLAIN];

	t10[t] = bt_seeded_ema(b, t10, rana, t, 19, 0.10);
	t5[t] = bt_seeded_ema(b, t5, rana, t, 39, 0.05);
	BT_AT(b, MC_OSC, t) = t10[t] - t5[t];
	BT_AT(b, MC_SUM, t) = running_sum(b->col[BT_BREADTH_MC_SUM], b->col[BT_BREADTH_MC_OSC], t);
	BT_AT(b, MC_SUM_MIEKKA, t) = 1000.0 + 19.0 * t5[t] - 9.0 * t10[t];
	p10[t] = bt_seeded_ema(b, p10, net, t, 19, 0.10);
	p5[t] = bt_seeded_ema(b, p5, net, t, 39, 0.05);
	BT_AT(b, MC_OSC_PLAIN, t) = p10[t] - p5[t];
	BT_AT(b, MC_SUM_PLAIN, t) =
		running_sum(b->col[BT_BREADTH_MC_SUM_PLAIN], b->col[BT_BREADTH_MC_OSC_PLAIN], t);
}
