/* model/scope_breadth.h - the universe of a scope on a day: its breadth and its session. */
#ifndef BT_MODEL_SCOPE_BREADTH_H
#define BT_MODEL_SCOPE_BREADTH_H

#include "core/breadth.h"
#include "model/report.h"

/* The breadth of the scope's universe: the scope's own when it is of that price and kind of extremes,
 * else made now, in the arena.  Columns never look ahead, so the whole history serves every past day.
 * BT_E_NODATA when there is no universe or none of its members has a bar. */
BT_MUST_CHECK enum bt_status bt_scope_breadth(const struct bt_scope *scope, enum bt_price price,
                                              bool intraday, struct bt_arena *a,
                                              const struct bt_breadth **out, struct bt_err *err);

/* Breadth by the ask's price (default adjclose) and extremes, and how many of its sessions are not
 * after the report's as_of: *n > 0, else BT_E_NODATA.  Sets the report's price, and beside its rows
 * `universe`, `list_date`, `members`, `covered` and `provisional`. */
BT_MUST_CHECK enum bt_status bt_report_universe(const struct bt_scope *scope, const struct bt_ask *ask,
                                                struct bt_arena *a, struct bt_report *r,
                                                const struct bt_breadth **out, size_t *n,
                                                struct bt_err *err);

#endif
