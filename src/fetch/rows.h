/* fetch/rows.h - daily rows as a source sent them, made into bars that keep the rules.
 *
 * The rules (indicators.md, section 0; providers.md, section 8): a row without a close that is
 * finite and > 0 is none; one bar a date, the row with the later stamp wins; dates ascend and none
 * is later than the day the answer came; low <= open, close <= high.  The close is believed first,
 * then high and low, then open: what contradicts becomes NAN and is counted.  */
#ifndef BT_FETCH_ROWS_H
#define BT_FETCH_ROWS_H

#include "fetch/provider.h"

/* Prices beyond this are none; Berkshire A trades near 1e6, some indices of inflated currencies at
 * 1e8. */
#define BT_PRICE_MAX 1e12
#define BT_VOLUME_MAX 1e15
/* 1800-01-01: no row of a source is older. */
#define BT_FIRST_DAY (-62091)

struct bt_rows {
	size_t n;                /* filled by the maker, at most the capacity */
	bt_date *date;           /* BT_DATE_NONE: the row is none */
	int64_t *ts;             /* stamp that decides between two rows of one date */
	double *open, *high, *low, *close, *adjclose, *volume;   /* NULL: no such column */
};

enum bt_row_column {
	BT_ROW_OPEN = 1,
	BT_ROW_HIGH = 2,
	BT_ROW_LOW = 4,
	BT_ROW_ADJCLOSE = 8,
	BT_ROW_VOLUME = 16,
	BT_ROW_ALL = 31,
};

/* Room for `capacity` rows with date, stamp, close and these columns, cells not set.
 * False when the arena is exhausted. */
bool bt_rows_init(struct bt_rows *rows, struct bt_arena *a, size_t capacity, unsigned columns);

/* Enforce the rules in place and give the rows as bars that borrow their columns.  Adds to the
 * counts of the answer.  `last` is the latest date that can be true. */
struct bt_bars bt_rows_finish(struct bt_rows *rows, bt_date last, struct bt_arena *a,
                              struct bt_answer *answer);

#endif
