/* New highs against new lows: record high percent and the High-Low Index (StockCharts). */
#include "core/breadth_step.h"

void
bt_hilo_step(struct bt_breadth *b, size_t t)
{
	double hi = BT_AT(b, NEW_HI, t), lo = BT_AT(b, NEW_LO, t), sum = 0;

	if (BT_AT(b, N_HL, t) == 0)
		BT_AT(b, REC_HI_PCT, t) = NAN;
	else
		BT_AT(b, REC_HI_PCT, t) = hi + lo > 0 ? 100.0 * hi / (hi + lo) : 50.0;
	for (size_t i = 0; i < 10; i++)
		sum += t >= i ? BT_AT(b, REC_HI_PCT, t - i) : NAN;
	BT_AT(b, HILO10, t) = sum / 10.0;
}
