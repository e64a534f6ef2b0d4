/* core/horizon.h - the periods that returns are counted over (indicators.md, section 1). */
#ifndef BT_CORE_HORIZON_H
#define BT_CORE_HORIZON_H

#include <stdbool.h>

#include "base/date.h"

enum bt_horizon_kind {
#define BT_HORIZON(id, name, months, help) BT_HORIZON_##id,
#include "spec/horizons.def"
	BT_HORIZON_COUNT
};

struct bt_horizon {
	enum bt_horizon_kind kind;
	bt_date since;                /* of SINCE:D alone */
};

#define BT_HORIZON_NAME_SIZE 24

/* What every horizon but 1D counts from: the last close on or before the anchor (PREV, the market's
 * standard), or the first close after it (FIRST).  */
enum bt_base { BT_BASE_PREV, BT_BASE_FIRST };

/* "1D", "YTD", "SINCE:2025-04-08"; false when it is none. */
bool bt_horizon_parse(const char *s, struct bt_horizon *out);
char *bt_horizon_name(struct bt_horizon h, char buf[BT_HORIZON_NAME_SIZE]);

/* The calendar date before which the period begins, for as-of date a; BT_DATE_NONE for 1D, whose
 * base is the bar before the last.  `first` matters to SINCE:D alone (anchor D - 1).  */
bt_date bt_horizon_anchor(struct bt_horizon h, bt_date a, enum bt_base base);

#endif
