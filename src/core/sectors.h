/* core/sectors.h - the counts of section 7 by sector, on one session. */
#ifndef BT_CORE_SECTORS_H
#define BT_CORE_SECTORS_H

#include "core/roll.h"

enum { BT_SECTOR_1D, BT_SECTOR_1W, BT_SECTOR_1M, BT_SECTOR_YTD, BT_SECTOR_RETURNS };

struct bt_sector_day {
	const char *name;        /* NULL: the members whose sector is not known */
	size_t n;                /* members with a bar on the session; the others are in no count */
	size_t adv, dec, unch;
	double pct20, pct50, pct200;     /* NAN: no member's window is full */
	size_t n_hl, new_hi, new_lo;
	double ret[BT_SECTOR_RETURNS];   /* equal-weight means of `prev` returns, percent; NAN: nobody has one */
};

/* The sectors by name, the unknown one last.  `session` is the day counted; horizons are counted from
 * as_of, on or after it; without `returns` there are none.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_sectors_make(const struct bt_roll *r, bt_date session, bt_date as_of,
                                             enum bt_price price, bool returns, struct bt_arena *a,
                                             const struct bt_sector_day **out, size_t *n);

#endif
