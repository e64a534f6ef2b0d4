/* model/quote_row.h - what every table of prices shows of a symbol or expression: last, change, returns,
 * distance to the record.  */
#ifndef BT_MODEL_QUOTE_ROW_H
#define BT_MODEL_QUOTE_ROW_H

#include "core/returns.h"
#include "model/report.h"
#include "model/subject.h"

/* The columns that bt_quote_row_set fills, in their order; a maker puts its own around them. */
#define BT_QUOTE_ROW_COLUMNS \
	BT_COL_LAST, BT_COL_DATE, BT_COL_PROVISIONAL, BT_COL_CHANGE, BT_COL_CHANGE_PCT, \
	BT_COL_DAY_LOW, BT_COL_DAY_HIGH, BT_COL_DAY_RANGE_PCT, BT_COL_PRE, BT_COL_POST, \
	BT_COL_SESSION, BT_COL_DELAYED_MIN, BT_COL_AGE_S, BT_COL_RETURNS, BT_COL_ATH_DIST_PCT, \
	BT_COL_IS_RECORD, BT_COL_IS_INTRADAY_RECORD, BT_COL_SPARK, BT_COL_STANDS_IN, BT_COL_SOURCE

/* The horizons of the ask, or all of them but SINCE. */
struct bt_horizons {
	const struct bt_horizon *at;
	const char *const *name;
	size_t n;
};
struct bt_horizons bt_ask_horizons(const struct bt_ask *ask, struct bt_arena *a);

/* What the rows of one report share. */
struct bt_quote_table {
	const struct bt_scope *scope;
	const struct bt_ask *ask;
	const struct bt_report *report;      /* its as_of, base and price rule all rows */
	struct bt_horizons horizons;
	struct bt_return_near *near;         /* by horizon: where the row before had its bars */
	const double *benchmark_pct;         /* by horizon, for "beats"; NULL: none */
	struct bt_arena *a;
};

/* For the rows of that report; no benchmark. */
struct bt_quote_table bt_quote_table_make(const struct bt_scope *scope, const struct bt_ask *ask,
                                          const struct bt_report *r, struct bt_arena *a);

/* Fill them.  A subject without bars, or whose last is stale, has null in all that speaks of "now";
 * the date of its last bar stays, for it tells why.  Session, delay and age are of live quotes: null as
 * of a past day and for files.  */
void bt_quote_row_set(const struct bt_quote_table *t, const struct bt_subject *s, struct bt_val *row);

/* A row of a report made at made_utc, of a security of that kind, is to be of the scope's now: its session and its
 * age, where it has them.  */
void bt_quote_row_renew(const struct bt_scope *scope, enum bt_kind kind, int64_t made_utc, struct bt_val *row,
                        struct bt_arena *a);

/* The object of returns by horizon: pct, base, base_date, and beats when there is a benchmark. */
struct bt_val bt_returns_object(const struct bt_quote_table *t, const struct bt_subject *s);

/* The returns alone, into pct[t->horizons.n]. */
void bt_returns_pct(const struct bt_quote_table *t, const struct bt_subject *s, double *pct);

/* True when the subject's last bar is more than BT_STALE_DAYS before the as-of date, or there is none. */
bool bt_subject_is_stale(const struct bt_subject *s, bt_date as_of);

/* True when its last bar up to as_of is not a close yet. */
bool bt_subject_is_provisional(const struct bt_subject *s);

#endif
