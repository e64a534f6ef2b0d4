/* fetch/rate.h - series of rates: what they are called, and rows of strangers made into one. */
#ifndef BT_FETCH_RATE_H
#define BT_FETCH_RATE_H

#include "fetch/provider.h"

/* How often a series has a new value. */
enum bt_rate_pace { BT_RATE_BUSINESS, BT_RATE_DAY, BT_RATE_MONTH };

/* A row of spec/rates.def. */
struct bt_rate_spec {
	const char *id, *name, *unit, *help;
	enum bt_rate_pace pace;
};

/* In the order of the table; NULL for i past the end. */
const struct bt_rate_spec *bt_rate_at(size_t i);
const struct bt_rate_spec *bt_rate_find(const char *id);

/* No rate or index is larger than this; minus it is the least. */
#define BT_RATE_MAX 1e9

/* Make date[0..n-1], value[0..n-1], in any order, a series: values that are not finite or out of bounds are
 * none, of two of one date the later row stands, none is later than `last`.  Sorts in place, borrows the
 * arrays, adds to the counts of the answer.  n = 0 when nothing is left or memory ran out.  */
struct bt_line bt_rate_line(bt_date *date, double *value, size_t n, bt_date last, struct bt_arena *a,
                            struct bt_answer *answer);

#endif
