/* model/signal_columns.h - the last date of each breadth signal, as columns of a row. */
#ifndef BT_MODEL_SIGNAL_COLUMNS_H
#define BT_MODEL_SIGNAL_COLUMNS_H

#include "core/signals.h"
#include "model/report.h"

/* The columns that bt_row_signals fills, in their order. */
#define BT_SIGNAL_COLUMNS \
	BT_COL_LAST_ZWEIG, BT_COL_LAST_WHALEY_ADT, BT_COL_LAST_WHALEY_UDT, BT_COL_LAST_CAPITULATION, \
	BT_COL_LAST_DEEMER, BT_COL_LAST_90UP, BT_COL_LAST_90DOWN, BT_COL_LAST_OMEN, \
	BT_COL_LAST_CONFIRMED, BT_COL_OMEN_ACTIVE

/* index: whether the omen's index has bars; without it no omen can be told and omen_active is null. */
void bt_row_signals(struct bt_arena *a, struct bt_val *row, const struct bt_signals *s, bool index);

#endif
