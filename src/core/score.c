#include "core/score.h"

#include <math.h>

#include "core/breadth_step.h"

/* x within lo..hi; null stays null. */
static double
clamp(double x, double lo, double hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

/* Mean of the parts that are known, times `scale`; null with fewer than `least`. */
static double
mean_of_known(const double *part, int n, int least, double scale, int *known)
{
	double sum = 0;

	*known = 0;
	for (int i = 0; i < n; i++) {
		if (isnan(part[i]))
			continue;
		sum += part[i];
		++*known;
	}
	return *known < least ? NAN : scale * sum / *known;
}

struct bt_breadth_score
bt_score_breadth(const struct bt_breadth *b, size_t t)
{
	struct bt_breadth_score s = {.part = {
		[BT_SCORE_PCT50] = BT_AT(b, PCT50, t),
		[BT_SCORE_PCT200] = BT_AT(b, PCT200, t),
		[BT_SCORE_HILO10] = BT_AT(b, HILO10, t),
		[BT_SCORE_MC_SCALED] = clamp(50 + BT_AT(b, MC_OSC, t) / 2, 0, 100),
		[BT_SCORE_ADV_SCALED] = clamp(100 * (BT_AT(b, ZBT_EMA10, t) - 0.385) / 0.23, 0, 100),
	}};

	s.score = mean_of_known(s.part, BT_SCORE_PARTS, 3, 1, &s.parts);
	return s;
}

struct bt_rotation_score
bt_score_rotation(const struct bt_rotation_inputs *in)
{
	struct bt_rotation_score s = {.part = {
		[BT_ROTATION_RATIO_SMA50] = clamp((in->ratio / in->ratio_sma50 - 1) / 0.05, -1, 1),
		[BT_ROTATION_RATIO_SMA200] = clamp((in->ratio / in->ratio_sma200 - 1) / 0.15, -1, 1),
		[BT_ROTATION_EW_CW] = clamp(in->ew_cw_roc63 / 5, -1, 1),
		[BT_ROTATION_SMALL_CW] = clamp(in->small_cw_roc63 / 10, -1, 1),
		[BT_ROTATION_OUTPERFORM] = clamp((in->pct_outperforming63 - 50) / 25, -1, 1),
		[BT_ROTATION_WEEKS] = clamp(in->week_streak / 4, -1, 1),
	}};

	s.score = mean_of_known(s.part, BT_ROTATION_PARTS, 4, 100, &s.parts);
	return s;
}
