/* model/history.h - the daily bars of one symbol in one piece of memory, shared by snapshots. */
#ifndef BT_MODEL_HISTORY_H
#define BT_MODEL_HISTORY_H

#include "core/bars.h"
#include "model/pool.h"
#include "model/shared.h"

/* A column of the bars, as a bit of a set. */
enum bt_history_column {
	BT_HISTORY_OPEN,
	BT_HISTORY_HIGH,
	BT_HISTORY_LOW,
	BT_HISTORY_CLOSE,
	BT_HISTORY_ADJCLOSE,
	BT_HISTORY_VOLUME,
	BT_HISTORY_COLUMNS
};

/* Immutable as soon as a second holder exists. */
struct bt_history {
	struct bt_shared shared;
	struct bt_slab *slab;                   /* that it stands in; NULL: on its own */
	size_t n, cap;                          /* bars, and bars that fit */
	bt_date *date;
	double *column[BT_HISTORY_COLUMNS];     /* NULL: the whole column is missing; close never */
};

/* Room for `cap` bars, none there yet; every column whose bit (1u << enum) is set, and close.  From the pool, for one of
 * many that are made at once; NULL: of its own.  */
struct bt_history *bt_history_new(struct bt_pool *pool, size_t cap, unsigned columns);

/* A copy of bars with room for `spare` more behind them; missing columns stay missing unless their
 * bit is set in `columns`, then they are NAN.  */
struct bt_history *bt_history_copy(const struct bt_bars *bars, size_t spare, unsigned columns);

/* Its bars, as a view borrowed from it. */
struct bt_bars bt_history_bars(const struct bt_history *h);

/* Bytes of its dates and columns. */
size_t bt_history_bytes(const struct bt_history *h);

/* Set of the columns that are there. */
unsigned bt_bars_columns(const struct bt_bars *bars);

#endif
