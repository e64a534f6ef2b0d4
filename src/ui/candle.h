/* ui/candle.h - open, high, low and close of a day, week, month ... as one column.
 *
 * A wick from the low to the high, a body between open and close.  A rising body is a heavy line, a falling
 * one a full block: told apart without colour.  */
#ifndef BT_UI_CANDLE_H
#define BT_UI_CANDLE_H

#include "ui/chart.h"

struct bt_candle {
	double open, high, low, close;
};

/* Candles of the finest period of which there are no more than columns. */
struct bt_candles {
	size_t n;
	struct bt_candle at[BT_CHART_COLUMNS];
	size_t last[BT_CHART_COLUMNS];   /* the newest entry of each */
	const char *period;              /* "day", "week", "month", "quarter", "year" */
};

/* Group the entries of a chart.  A missing open is the close before it or its own, a missing high or low
 * what open and close give; an entry without a close is left out.  When even the years are too many
 * the newest are taken.  */
void bt_candles_make(const struct bt_chart *c, int columns, struct bt_candles *out);

void bt_candles_draw(const struct bt_candles *k, const struct bt_scale *scale, enum bt_glyphs glyphs,
                     struct bt_grid *g, struct bt_rect plot);

#endif
