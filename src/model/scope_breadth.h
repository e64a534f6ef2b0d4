/* model/scope_breadth.h - the universes of a scope on a day: their breadth, sessions and signals. */
#ifndef BT_MODEL_SCOPE_BREADTH_H
#define BT_MODEL_SCOPE_BREADTH_H

#include "core/breadth.h"
#include "core/sectors.h"
#include "core/signals.h"
#include "model/report.h"

/* The breadth of the scope's universe: the scope's own when it is of that price and kind of extremes,
 * else made now, in the arena.  Columns never look ahead, so the whole history serves every past day.
 * BT_E_NODATA when there is no universe, none of its members has a bar, or the engine is about to make it:
 * a screen never computes the history of hundreds of members itself. */
BT_MUST_CHECK enum bt_status bt_scope_breadth(const struct bt_scope *scope, enum bt_price price,
                                              bool intraday, struct bt_arena *a,
                                              const struct bt_breadth **out, struct bt_err *err);

/* The universes side by side: the scope's own first, then the lists of the settings, those without any
 * bar left out.  The scope's when they are of that price and kind of extremes, else made now, without
 * signals.  BT_E_NODATA when none has a bar. */
BT_MUST_CHECK enum bt_status bt_scope_universes(const struct bt_scope *scope, enum bt_price price,
                                                bool intraday, struct bt_arena *a,
                                                const struct bt_universe_breadth **out, size_t *n,
                                                struct bt_err *err);

/* The index that an omen needs: the ask's benchmark, else the setting's. */
const char *bt_ask_omen_index(const struct bt_scope *scope, const struct bt_ask *ask);

/* The signals of a breadth that had fired by its session n - 1: cut from those that the scope has of it,
 * else made now.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_scope_signals(const struct bt_scope *scope, const struct bt_ask *ask,
                                              const struct bt_breadth *b, size_t n, struct bt_arena *a,
                                              struct bt_signals *out);

/* The sectors of the scope's universe on a session, as bt_sectors_make gives them: looked up where the scope has
 * them, else counted now.  BT_E_NOMEM.  */
BT_MUST_CHECK enum bt_status bt_scope_sectors(const struct bt_scope *scope, bt_date session, bt_date as_of,
                                              enum bt_price price, bool returns, struct bt_arena *a,
                                              const struct bt_sector_day **out, size_t *n);

/* Whether the close of that session is not in for some member: of the newest alone it can be so. */
bool bt_universe_is_provisional(const struct bt_market *m, const struct bt_universe *u,
                                const struct bt_breadth *b, bt_date session);

/* Breadth by the ask's price (default adjclose) and extremes, and how many of its sessions are not
 * after the report's as_of: *n > 0, else BT_E_NODATA.  Sets the report's price, and beside its rows
 * `universe`, `list_date`, `members`, `covered` and `provisional`. */
BT_MUST_CHECK enum bt_status bt_report_universe(const struct bt_scope *scope, const struct bt_ask *ask,
                                                struct bt_arena *a, struct bt_report *r,
                                                const struct bt_breadth **out, size_t *n,
                                                struct bt_err *err);

#endif
