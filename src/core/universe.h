/* core/universe.h - a list of members whose breadth is measured. */
#ifndef BT_CORE_UNIVERSE_H
#define BT_CORE_UNIVERSE_H

#include <stddef.h>

#include "base/date.h"

struct bt_universe_member {
	const char *symbol;
	const char *name;        /* or NULL */
	const char *sector;      /* GICS sector, or NULL */
	double cap;              /* market capitalisation on cap_date, in currency units; NAN unknown */
	bt_date cap_date;        /* BT_DATE_NONE unknown */
};

struct bt_universe {
	const char *name;        /* "sp500", or the file as the user named it */
	bt_date list_date;       /* the day the list was true; BT_DATE_NONE unknown */
	const struct bt_universe_member *member;   /* in the order of the list; no symbol twice */
	size_t n;
};

#endif
