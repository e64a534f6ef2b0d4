/* ui/stack.h - charts below each other over the same days: a price, and panes of indicators under it.
 *
 * Pure.  All share their columns, so what stands on a vertical line is of one session (or of one candle's
 * last); the dates stand under the lowest, the crosshair goes through all.  A part that has a name has a
 * title row with its value under the crosshair, else its last.  Where the rows do not suffice the parts of
 * the highest rank are left out first.  */
#ifndef BT_UI_STACK_H
#define BT_UI_STACK_H

#include "ui/chart.h"

#define BT_STACK_PARTS 4

struct bt_stack_part {
	struct bt_chart chart;           /* all of the same n and dates; the first may be candles */
	const char *name;                /* of its title row; NULL: none */
	const char *other;               /* what its first line is called there; NULL: not named */
	const char *note;                /* behind them, dim; NULL: none */
	int weight;                      /* its share of the rows, > 0 */
	int rank;                        /* 0: never left out */
};

/* Where the first drawn part came to stand; plot.w is that of all. */
struct bt_chart_place bt_stack_draw(const struct bt_stack_part *part, size_t n, struct bt_grid *g,
                                    struct bt_rect r);

#endif
