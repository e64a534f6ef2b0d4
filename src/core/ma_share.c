/* The share of members above their own 20-, 50-, 100- and 200-bar averages. */
#include "core/breadth_step.h"

void
bt_ma_share_step(struct bt_breadth *b, size_t t)
{
	static const struct {
		enum bt_breadth_col n, above, pct;
	} window[] = {
		{BT_BREADTH_N20, BT_BREADTH_ABOVE20, BT_BREADTH_PCT20},
		{BT_BREADTH_N50, BT_BREADTH_ABOVE50, BT_BREADTH_PCT50},
		{BT_BREADTH_N100, BT_BREADTH_ABOVE100, BT_BREADTH_PCT100},
		{BT_BREADTH_N200, BT_BREADTH_ABOVE200, BT_BREADTH_PCT200},
	};

	for (size_t w = 0; w < sizeof(window) / sizeof(window[0]); w++)
		b->col[window[w].pct][t] =
			bt_ratio(100.0 * b->col[window[w].above][t], b->col[window[w].n][t]);
}
