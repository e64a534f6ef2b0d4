/* core/member_day.h - one member of a universe on one session: what it adds to each count.
 *
 * The plain reading of indicators.md, section 7, from the member's own bars; to see which member a
 * count of core/breadth.h misses, to count by sector, and to colour a heat map.  */
#ifndef BT_CORE_MEMBER_DAY_H
#define BT_CORE_MEMBER_DAY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/bars.h"

#define BT_MEMBER_WINDOWS 4
extern const size_t bt_member_window[BT_MEMBER_WINDOWS];         /* 20, 50, 100, 200 */

/* Null numbers are NAN. */
struct bt_member_day {
	bool has_bar;            /* on that very session; else nothing below is defined */
	size_t bars;             /* its own up to and with that one */
	double price, prev;      /* prev: of its bar before, NAN at the first */
	int direction;           /* 1 above prev, -1 below, 0 equal; 0 at the first bar */
	double sma[BT_MEMBER_WINDOWS];
	bool above[BT_MEMBER_WINDOWS];   /* strictly, exactly (section 0, "equality") */
	double max252, min252;   /* of the 252 bars before */
	bool new_hi, new_lo;     /* strictly beyond them */
};

void bt_member_day(const struct bt_bars *bars, bt_date session, enum bt_price price,
                   struct bt_member_day *out);
/* The same where the bar of the session is known to be bar k; bars->n: it has none. */
void bt_member_day_at(const struct bt_bars *bars, size_t k, enum bt_price price,
                      struct bt_member_day *out);

/* What it adds to the counts, without the numbers behind them: the same truth for a fifth of the time. */
struct bt_member_marks {
	int direction;           /* as above */
	bool compared;           /* there is a bar before */
	bool full[BT_MEMBER_WINDOWS], above[BT_MEMBER_WINDOWS];
	bool ranged;             /* 252 bars before */
	bool new_hi, new_lo;
};
void bt_member_marks_at(const struct bt_bars *bars, size_t k, enum bt_price price,
                        struct bt_member_marks *out);

/* The same of one bar after another of a member, all of whose cells from 252 before the first of them on are
 * whole: its sums slide.  Begin with {0}.  */
struct bt_member_slide {
	size_t next;             /* bar that the sums slide to; 0: none yet */
	double sum[BT_MEMBER_WINDOWS], most[BT_MEMBER_WINDOWS];
};
void bt_member_marks_next(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_slide *s,
                          struct bt_member_marks *out);

/* The price of bar k: a missing adjclose is the close. */
static inline double
bt_member_price(const struct bt_bars *bars, size_t k, enum bt_price price)
{
	double x = bt_bars_price(bars, price)[k];

	return x > 0 ? x : bars->close[k];
}

/* The last bar on or before d that is not older than BT_STALE_DAYS, or bars->n. */
size_t bt_member_bar(const struct bt_bars *bars, bt_date d);

#endif
