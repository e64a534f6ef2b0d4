/* core/breadth_step.h - the columns of a session that follow from its counts and sums.
 *
 * Each step fills its columns of session t from other columns of t and of sessions before, never from
 * later ones, and is called for t = 0, 1, 2 ... in the order below.  So a new value for the newest
 * session costs one call of each, and gives the same as a computation of all.  */
#ifndef BT_CORE_BREADTH_STEP_H
#define BT_CORE_BREADTH_STEP_H

#include <math.h>

#include "core/breadth.h"
#include "core/tile.h"

void bt_advdec_step(struct bt_breadth *b, size_t t);
void bt_volume_step(struct bt_breadth *b, size_t t);
void bt_trin_step(struct bt_breadth *b, size_t t);
void bt_ma_share_step(struct bt_breadth *b, size_t t);
void bt_hilo_step(struct bt_breadth *b, size_t t);
void bt_mcclellan_step(struct bt_breadth *b, size_t t);
void bt_thrust_step(struct bt_breadth *b, size_t t);

/* The return columns, of the sums over all tiles and the number of members that have a return. */
void bt_dispersion_step(struct bt_breadth *b, size_t t, const struct bt_tile_sums *sums, double n);

/* The value of a column. */
#define BT_AT(b, id, t) ((b)->col[BT_BREADTH_##id][t])

/* num/den, null for den = 0. */
static inline double
bt_ratio(double num, double den)
{
	return den == 0 ? NAN : num / den;
}

/* Sum of the last n values up to t; null before the nth session that has a comparison. */
static inline double
bt_last_sum(const struct bt_breadth *b, enum bt_breadth_col c, size_t t, size_t n)
{
	double sum = 0;

	if (t + 1 < b->first + n)
		return NAN;
	for (size_t i = t + 1 - n; i <= t; i++)
		sum += b->col[c][i];
	return sum;
}

/* An average with alpha a: null before the nth session that has a comparison, there the mean of the
 * first n inputs, then e + a (x - e).  */
static inline double
bt_seeded_ema(const struct bt_breadth *b, const double *ema, const double *x, size_t t, size_t n,
              double a)
{
	double sum = 0;

	if (t + 1 < b->first + n)
		return NAN;
	if (t + 1 > b->first + n)
		return ema[t - 1] + a * (x[t] - ema[t - 1]);
	for (size_t i = b->first; i <= t; i++)
		sum += x[i];
	return sum / (double)n;
}

#endif
