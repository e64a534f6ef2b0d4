/* model/quote_row.h - the members that every row of a quote table has: indices, mag7, watch, ratios. */
#ifndef BT_MODEL_QUOTE_ROW_H
#define BT_MODEL_QUOTE_ROW_H

#include "model/report.h"
#include "model/subject.h"

#define BT_SPARK_SESSIONS 63
#define BT_HORIZONS_MAX 16

/* The horizons of a table: those asked for, else those of the settings. */
struct bt_horizons {
	struct bt_horizon at[BT_HORIZONS_MAX];
	size_t n;
};
struct bt_horizons bt_quote_horizons(const struct bt_scope *scope, const struct bt_ask *ask);

/* last, date, provisional, change, change_pct (against the session before), by the line's price. */
void bt_quote_row_last(struct bt_arena *a, struct bt_val *row, const struct bt_subject *s);
/* session, delayed_min, age_s: how live it is; null as of a past day. */
void bt_quote_row_live(struct bt_arena *a, struct bt_val *row, const struct bt_scope *scope,
                       const struct bt_ask *ask, const struct bt_subject *s);
/* returns: an object by horizon, each {pct, base, base_date}; with a benchmark also beats, whether pct is
 * greater than the benchmark's over the same horizon (null when either has none).  */
void bt_quote_row_returns(struct bt_arena *a, struct bt_val *row, const struct bt_horizons *h,
                          const struct bt_subject *s, const struct bt_subject *benchmark, bt_date as_of,
                          enum bt_base base);
/* ath_dist_pct, is_record, is_intraday_record: of closes. */
void bt_quote_row_records(struct bt_arena *a, struct bt_val *row, const struct bt_subject *s);
/* spark: the last 63 values. */
void bt_quote_row_spark(struct bt_arena *a, struct bt_val *row, const struct bt_subject *s);

#endif
