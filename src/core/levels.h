/* core/levels.h - watch levels and the bars at which a close crossed one (indicators.md, section 2). */
#ifndef BT_CORE_LEVELS_H
#define BT_CORE_LEVELS_H

#include "core/bars.h"

/* Where the price stands: at the level is above it. */
bool bt_level_is_above(double close, double level);

/* Index of the first crossing at or after bar `from`, or b->n: the first bar whose state differs from
 * that of the bar before (the first bar of all is no crossing).  *up tells the direction.  Touching
 * the level exactly is a crossing from below and none from above.
 *
 *	for (size_t i = 0; (i = bt_level_next(&b, level, i, &up)) < b.n; i++)  */
size_t bt_level_next(const struct bt_bars *b, double level, size_t from, bool *up);

#endif
