/* core/panel.h - the bars of a universe laid on its calendar (indicators.md, section 0).
 *
 * The rows of a panel are the sessions of the universe: the dates on which at least half of the
 * members alive (first bar <= date <= last bar) have a bar.  Its lanes are the members, in the order
 * of the list, those without any bar included.  A lane's bars fall into runs: stretches in which its
 * own bars and the rows follow one another without a gap, so that the bar of a row is found by one
 * subtraction.  Bars on dates that are no session lie between runs; they belong to no row, but
 * windows count them, for a window counts the member's own bars.
 *
 * A panel copies no price: it borrows the bars.  */
#ifndef BT_CORE_PANEL_H
#define BT_CORE_PANEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/bars.h"
#include "core/market.h"
#include "core/universe.h"

/* Rows row .. row+len-1 hold the lane's own bars own .. own+len-1. */
struct bt_panel_run {
	uint32_t row, own, len;
};

struct bt_panel_lane {
	struct bt_bars bars;             /* n = 0: the market does not have the member */
	const struct bt_panel_run *run;  /* ascending */
	size_t n_run;
	double cap;                      /* NAN: unknown */
	bt_date cap_date;
};

struct bt_panel {
	size_t n;                        /* sessions */
	const bt_date *date;
	size_t n_lane;
	const struct bt_panel_lane *lane;
};

/* Lay the bars of lane[0..n_lane-1] (their bars, cap and cap_date are given) on their calendar.
 * The lanes are copied, the columns of their bars are borrowed.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_panel_make(const struct bt_panel_lane *lane, size_t n_lane,
                                           struct bt_arena *a, struct bt_panel *out);

/* The members of a universe with their bars in the market up to as_of.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_panel_of(const struct bt_market *m, const struct bt_universe *u,
                                         bt_date as_of, struct bt_arena *a, struct bt_panel *out);

/* The lane's own index of its bar on that row, or -1 when it has none. */
ptrdiff_t bt_panel_own(const struct bt_panel_lane *lane, size_t row);

#endif
