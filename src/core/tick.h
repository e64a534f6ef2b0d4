/* core/tick.h - prices as whole numbers of 1e-4, so that sums and comparisons are exact. */
#ifndef BT_CORE_TICK_H
#define BT_CORE_TICK_H

#include <stdbool.h>

#define BT_TICKS_PER_UNIT 10000.0
/* 200 prices below this many ticks add up exactly in a double. */
#define BT_TICKS_MAX 17592186044416.0            /* 2^44 */
/* A decimal read into a double and multiplied may be off a whole number by so much of it. */
#define BT_TICKS_SLACK 4.5e-16
/* Adding and taking away 1.5 * 2^52 rounds to a whole number, on any processor. */
#define BT_TICKS_ROUND 6755399441055744.0
/* Where prices are no ticks: p > mean becomes p * guard > mean (section 0, "equality"). */
#define BT_TICKS_GUARD (1.0 / (1.0 + 1e-12))

/* Whether x > 0 is a whole number of ticks, to the precision of a decimal read into a double; *tick is
 * x in ticks either way. */
static inline bool
bt_is_tick(double x, double *tick)
{
	double scaled = x * BT_TICKS_PER_UNIT;
	double whole = (scaled + BT_TICKS_ROUND) - BT_TICKS_ROUND, off = scaled - whole;
	bool is = scaled < BT_TICKS_MAX && (off < 0 ? -off : off) <= whole * BT_TICKS_SLACK;

	*tick = is ? whole : scaled;
	return is;
}

#endif
