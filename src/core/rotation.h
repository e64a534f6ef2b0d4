/* core/rotation.h - the rotation map: relative strength against a benchmark and its momentum.
 *
 * Two public approximations of a proprietary measure (indicators.md, section 6), on completed weekly
 * closes of the joined calendar; the view says "approximation".  Values of two universes or providers
 * are not comparable.  */
#ifndef BT_CORE_ROTATION_H
#define BT_CORE_ROTATION_H

#include <stddef.h>

#include "base/arena.h"
#include "core/bars.h"

#define BT_ROTATION_WINDOW 14

enum bt_quadrant { BT_QUADRANT_NONE, BT_QUADRANT_LEADING, BT_QUADRANT_WEAKENING, BT_QUADRANT_LAGGING,
		   BT_QUADRANT_IMPROVING };

/* A ratio and its momentum, around 100; NAN before their windows are full, and where an sd is 0. */
struct bt_rotation_point {
	double ratio, mom;
	enum bt_quadrant quadrant;       /* NONE when either is null */
};

struct bt_rotation_week {
	bt_date end;                     /* last joined session of the week */
	double rs;                       /* 100 * price / benchmark */
	struct bt_rotation_point z;      /* ratio 100 + z_n(rs), mom 100 + z_n(roc_1(ratio)), ddof 1 */
	struct bt_rotation_point pct;    /* ratio = 100 rs/SMA_n(rs), mom = 100 ratio/SMA_n(ratio) */
};

struct bt_rotation {
	size_t n;                        /* completed weeks, 0 without a common session */
	const struct bt_rotation_week *week;
	bt_date last;                    /* last joined session, of an unfinished week too */
};

/* "leading", "weakening", "lagging", "improving"; NULL for NONE. */
const char *bt_quadrant_name(enum bt_quadrant q);

/* The last `weeks` completed weeks of price against benchmark, all of them for 0: their values are the
 * same, bit for bit, however many there are.  BT_E_NOMEM when the arena is exhausted. */
BT_MUST_CHECK enum bt_status bt_rotation(const struct bt_line *price, const struct bt_line *benchmark,
                                         size_t window, size_t weeks, struct bt_arena *a,
                                         struct bt_rotation *out);

#endif
