/* core/outperform.h - the share of members that did better than a benchmark (section 7). */
#ifndef BT_CORE_OUTPERFORM_H
#define BT_CORE_OUTPERFORM_H

#include <stddef.h>

#include "core/bars.h"
#include "core/roll.h"

struct bt_outperform {
	double pct;              /* NAN: no member can be compared, no benchmark, or no roll */
	size_t n;                /* members compared */
	double benchmark_pct;
};

/* From the session `base` to the session `now`: a member needs a bar on `now`, and a base is its last
 * bar on or before `base`, not older than BT_STALE_DAYS; so for the benchmark.  Strictly better counts. */
struct bt_outperform bt_outperform_at(const struct bt_roll *r, const struct bt_line *benchmark, bt_date base,
                                      bt_date now, enum bt_price price);

#endif
