/* core/roll.h - the members of a universe in a market: whose bars are whose, and which sector is whose, found once
 * for all that is computed of them.  */
#ifndef BT_CORE_ROLL_H
#define BT_CORE_ROLL_H

#include <stdint.h>

#include "base/arena.h"
#include "core/market.h"
#include "core/universe.h"

struct bt_roll {
	const struct bt_universe *universe;
	const struct bt_security *const *sec;    /* of member i; NULL: the market does not have it */
	const uint16_t *sector;                  /* of member i */
	const char *const *sector_name;          /* in the order of strcmp; NULL, of those not known, is the last */
	size_t n_sector;
};

/* NULL: the arena is exhausted, which whoever is given it answers with BT_E_NOMEM. */
const struct bt_roll *bt_roll_make(const struct bt_market *m, const struct bt_universe *u, struct bt_arena *a);

/* The market's own when it is of that universe, else made now. */
const struct bt_roll *bt_roll_of(const struct bt_market *m, const struct bt_universe *u, struct bt_arena *a);

/* The security some members after member i, or NULL: what it takes to count it can be asked for in time. */
static inline const struct bt_security *
bt_roll_ahead(const struct bt_roll *r, size_t i)
{
	return i + 6 < r->universe->n ? r->sec[i + 6] : NULL;
}

#endif
