/* report_ratios.c - `show ratios`: the list of ratios with returns, z-score and trend status. */
#include <math.h>

#include "core/average.h"
#include "core/trend.h"
#include "model/quote_row.h"
#include "model/settings.h"

bt_report_maker bt_report_ratios;

/* The last z-score; null before its window is full. */
static double
last_zscore(const struct bt_line *l, size_t window, struct bt_arena *a)
{
	size_t n = l->n < window ? l->n : window;
	double *z = BT_ARENA_ARRAY(a, n, double);

	if (!z || n < window)
		return NAN;
	bt_average_z(l->value + (l->n - n), n, window, 0, z);
	return z[n - 1];
}

static bt_date
date_at(const struct bt_line *l, size_t i)
{
	return i < l->n ? l->date[i] : BT_DATE_NONE;
}

/* A line with a null or a value <= 0 has no logarithm and so no trend. */
static bool
has_log(const struct bt_line *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (!(l->value[i] > 0))
			return false;
	return true;
}

static enum bt_status
trend_cells(struct bt_arena *a, struct bt_val *row, const struct bt_line *l)
{
	struct bt_trend t = {.status = BT_TREND_NONE};
	enum bt_status st = has_log(l) ? bt_trend_find(l->value, l->n, false, &bt_trend_defaults, a, &t)
	                               : BT_OK;
	bool line = t.status != BT_TREND_NONE;

	bt_row_str(a, row, BT_COL_STATUS, l->n ? bt_trend_status_name(t.status) : NULL);
	bt_row_num(a, row, BT_COL_DIST_PCT, line ? t.dist_pct : NAN);
	bt_row_num(a, row, BT_COL_TOUCHES, line ? (double)t.touches : NAN);
	bt_row_date(a, row, BT_COL_ANCHOR1, line ? date_at(l, t.anchor1) : BT_DATE_NONE);
	bt_row_date(a, row, BT_COL_ANCHOR2, line ? date_at(l, t.anchor2) : BT_DATE_NONE);
	bt_row_date(a, row, BT_COL_BREAK_DATE, line ? date_at(l, t.break_at) : BT_DATE_NONE);
	bt_row_date(a, row, BT_COL_CONFIRM_DATE, line ? date_at(l, t.confirm_at) : BT_DATE_NONE);
	bt_row_date(a, row, BT_COL_FAIL_DATE, line ? date_at(l, t.fail_at) : BT_DATE_NONE);
	return st;
}

enum bt_status
bt_report_ratios(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                 struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_EXPR, BT_COL_LAST, BT_COL_DATE, BT_COL_PROVISIONAL, BT_COL_CHANGE, BT_COL_CHANGE_PCT,
		BT_COL_RETURNS, BT_COL_ZSCORE, BT_COL_STATUS, BT_COL_DIST_PCT, BT_COL_TOUCHES, BT_COL_ANCHOR1,
		BT_COL_ANCHOR2, BT_COL_BREAK_DATE, BT_COL_CONFIRM_DATE, BT_COL_FAIL_DATE, BT_COL_SPARK,
		BT_COLUMN_COUNT,
	};
	const struct bt_settings *set = scope->settings;
	struct bt_horizons horizons = bt_quote_horizons(scope, ask);
	struct bt_words words = bt_ask_words(ask, &set->lists_ratios, 1, a);
	enum bt_status st = BT_OK;
	size_t there = 0;

	bt_report_columns(r, columns);
	if (!ask->price_given)
		r->price = BT_PRICE_ADJCLOSE;
	for (size_t i = 0; i < words.n && !st; i++) {
		struct bt_subject s;
		struct bt_val *row;

		st = bt_subject_open(scope, words.at[i], r->as_of, r->price, a, &s, err);
		if (st)
			return st;
		there += s.line.n > 0;
		row = bt_report_row(r, a);
		bt_row_str(a, row, BT_COL_EXPR, s.text);
		bt_quote_row_last(a, row, &s);
		bt_quote_row_returns(a, row, &horizons, &s, NULL, r->as_of, r->base);
		bt_row_num(a, row, BT_COL_ZSCORE, last_zscore(&s.line, (size_t)set->ratio_zscore, a));
		st = trend_cells(a, row, &s.line);
		bt_quote_row_spark(a, row, &s);
	}
	if (!st && there == 0)
		return bt_err_set(err, BT_E_NODATA, "%s has no bars for %s", r->source,
		                  words.n ? words.at[0] : "an empty list");
	return st;
}
