/* model/ranking.h - places by return: who is first over each horizon, and how that changed in a week. */
#ifndef BT_MODEL_RANKING_H
#define BT_MODEL_RANKING_H

#include "model/quote_row.h"

/* A place among the rows of a table over one horizon: 1 is the highest return, equal returns share the
 * better place.  0: no return, so no place.  */
struct bt_place {
	int now;                 /* as of the report's date */
	int before;              /* as of seven days earlier, among those that had a return then */
};

#define BT_RANKING_DAYS 7

/* The places of n subjects: out[i * t->horizons.n + h] of subject i over horizon h.  A SINCE:D that had
 * not begun a week ago has no place of then.  BT_E_NOMEM when the table's arena is exhausted.  */
BT_MUST_CHECK enum bt_status bt_ranking(const struct bt_quote_table *t, const struct bt_subject *s,
                                        size_t n, struct bt_place *out);

#endif
