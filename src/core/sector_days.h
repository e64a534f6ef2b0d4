/* core/sector_days.h - the sectors on many sessions at once, so that a step through time looks one of them up.
 *
 * Member by member, whose sums slide from session to session: a twentieth of the time of as many single days.
 * What comes out is bt_sectors_make(session, as_of session) of each, bit for bit.  */
#ifndef BT_CORE_SECTOR_DAYS_H
#define BT_CORE_SECTOR_DAYS_H

#include "core/sectors.h"

struct bt_sector_days {
	enum bt_price price;
	size_t n;                        /* sessions, ascending */
	const bt_date *date;
	size_t n_sector;                 /* places a session; those that are used come first */
	const size_t *used;
	const struct bt_sector_day *at;  /* n * n_sector */
};

/* On date[0..n-1].  What comes out lives in a and borrows the names of the universe alone; scratch can be
 * released after the call.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_sector_days_make(const struct bt_roll *r, const bt_date *date, size_t n,
                                                 enum bt_price price, struct bt_arena *a,
                                                 struct bt_arena *scratch, struct bt_sector_days *out);

/* The sectors of a session by that price, and how many; NULL: it is none of them, or d is NULL. */
const struct bt_sector_day *bt_sector_days_find(const struct bt_sector_days *d, bt_date session,
                                                enum bt_price price, size_t *n);

#endif
