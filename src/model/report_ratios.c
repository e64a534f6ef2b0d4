/* report_ratios.c - `show ratios`: the list of expressions with returns, z-score and trend. */
#include <math.h>

#include "core/average.h"
#include "core/trend.h"
#include "model/kept_lines.h"
#include "model/quote_row.h"
#include "model/report.h"
#include "model/series.h"
#include "model/settings.h"
#include "model/subject.h"

/* z of the last value in its window; NAN when the window is not full. */
static double
last_z(const struct bt_line *l, size_t window, struct bt_arena *a)
{
	size_t n = l->n < window ? l->n : window;
	double *z = BT_ARENA_ARRAY(a, n, double);

	if (!z || n < window)
		return NAN;
	bt_average_z(l->value + l->n - n, n, window, 0, z);
	return z[n - 1];
}

static bt_date
date_at(const struct bt_line *l, size_t i)
{
	return i == BT_TREND_NEVER ? BT_DATE_NONE : l->date[i];
}

static enum bt_status
find_trend(const struct bt_subject *s, struct bt_arena *a, struct bt_trend *out)
{
	const struct bt_line *l = &s->line;

	if (s->kept && l->n <= s->kept->ground.n)
		return bt_trend_find_in(&s->kept->ground, l->value, l->n, &bt_trend_defaults, a, out);
	return bt_trend_find(l->value, l->n, false, &bt_trend_defaults, a, out);
}

/* Status and dates of the trend line: null for what has no logarithm or is stale. */
static enum bt_status
set_trend(struct bt_arena *a, struct bt_val *row, const struct bt_subject *s, bool stale)
{
	const struct bt_line *l = &s->line;
	struct bt_trend t = bt_trend_none;
	bool looked = !stale && bt_subject_is_positive(s);

	if (looked && find_trend(s, a, &t) != BT_OK)
		return BT_E_NOMEM;
	bt_row_str(a, row, BT_COL_TREND, looked ? bt_trend_status_name(t.status) : NULL);
	bt_row_date(a, row, BT_COL_ANCHOR1, date_at(l, t.anchor1));
	bt_row_date(a, row, BT_COL_ANCHOR2, date_at(l, t.anchor2));
	bt_row_num(a, row, BT_COL_TOUCHES, t.touches ? (double)t.touches : NAN);
	bt_row_num(a, row, BT_COL_DIST_PCT, t.dist_pct);
	bt_row_date(a, row, BT_COL_BREAK_DATE, date_at(l, t.break_at));
	bt_row_date(a, row, BT_COL_CONFIRM_DATE, date_at(l, t.confirm_at));
	bt_row_date(a, row, BT_COL_FAIL_DATE, date_at(l, t.fail_at));
	return BT_OK;
}

static enum bt_status
add_row(const struct bt_quote_table *t, const char *text, struct bt_report *r, size_t *there,
        struct bt_err *err)
{
	struct bt_subject s;
	enum bt_status st = bt_subject_open(t->scope, text, r->as_of, r->price, t->a, &s, err);
	struct bt_val *row;
	bool stale;

	if (st)
		return st;
	*there += s.line.n > 0;
	stale = bt_subject_is_stale(&s, r->as_of);
	row = bt_report_row(r, t->a);
	bt_row_str(t->a, row, BT_COL_EXPR, s.text);
	bt_quote_row_set(t, &s, row);
	bt_row_num(t->a, row, BT_COL_ZSCORE,
	           stale ? NAN : last_z(&s.line, (size_t)t->scope->settings->ratio_zscore, t->a));
	if (set_trend(t->a, row, &s, stale))
		return bt_err_set(err, BT_E_NOMEM, "ratios: out of memory");
	return BT_OK;
}

enum bt_status
bt_report_ratios(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                 struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_EXPR, BT_QUOTE_ROW_COLUMNS, BT_COL_ZSCORE, BT_COL_TREND, BT_COL_ANCHOR1,
		BT_COL_ANCHOR2, BT_COL_TOUCHES, BT_COL_DIST_PCT, BT_COL_BREAK_DATE, BT_COL_CONFIRM_DATE,
		BT_COL_FAIL_DATE, BT_COLUMN_COUNT,
	};
	struct bt_quote_table t = bt_quote_table_make(scope, ask, r, a);
	struct bt_words word = bt_ask_words(ask, &scope->settings->lists_ratios, 1, a);
	size_t there = 0;

	r->price = bt_series_price(ask);
	bt_report_columns(r, columns);
	for (size_t i = 0; i < word.n; i++) {
		enum bt_status st = add_row(&t, word.at[i], r, &there, err);

		if (st)
			return st;
	}
	bt_val_set(a, &r->head, "zscore_window", bt_val_num(scope->settings->ratio_zscore));
	return there ? BT_OK : bt_no_bars(word, a, err);
}
