/* model/report_trend.c - `show trend`: the trend line of an expression and whether it was broken. */
#include <math.h>

#include "core/trend.h"
#include "model/report.h"
#include "model/series.h"

static const enum bt_column columns[] = {
	BT_COL_SERIES, BT_COL_KIND, BT_COL_ASOF, BT_COL_PIVOTS, BT_COL_VALID_LINES, BT_COL_STATUS,
	BT_COL_ANCHOR1, BT_COL_ANCHOR2, BT_COL_Y1, BT_COL_Y2, BT_COL_TOUCHES, BT_COL_SPAN_SESSIONS,
	BT_COL_SLOPE_PCT_PER_YEAR, BT_COL_LINE_NOW, BT_COL_RATIO_NOW, BT_COL_DIST_PCT, BT_COL_EXPIRED,
	BT_COL_BREAK_DATE, BT_COL_CONFIRM_DATE, BT_COL_SESSIONS_SINCE_CONFIRM, BT_COL_FAIL_DATE,
	BT_COL_SESSIONS_SINCE_FAIL, BT_COL_PROVISIONAL, BT_COLUMN_COUNT,
};

static struct bt_val
parameters(struct bt_arena *a)
{
	struct bt_val v = bt_val_obj();

#define BT_TREND_PARAM(type, name, value, help) \
	bt_val_set(a, &v, #name, bt_val_num(bt_trend_defaults.name));
#include "spec/trend_params.def"
	return v;
}

static bt_date
date_at(const struct bt_line *l, size_t i)
{
	return i == BT_TREND_NEVER ? BT_DATE_NONE : l->date[i];
}

static double
sessions_since(const struct bt_line *l, size_t i)
{
	return i == BT_TREND_NEVER ? NAN : (double)(l->n - 1 - i);
}

/* What only a line has: null without one. */
static void
set_line(struct bt_arena *a, struct bt_val *row, const struct bt_line *l, const struct bt_trend *t)
{
	bool there = t->status != BT_TREND_NONE;

	bt_row_date(a, row, BT_COL_ANCHOR1, date_at(l, t->anchor1));
	bt_row_date(a, row, BT_COL_ANCHOR2, date_at(l, t->anchor2));
	bt_row_num(a, row, BT_COL_Y1, t->y1);
	bt_row_num(a, row, BT_COL_Y2, t->y2);
	bt_row_num(a, row, BT_COL_TOUCHES, there ? (double)t->touches : NAN);
	bt_row_num(a, row, BT_COL_SPAN_SESSIONS, there ? (double)(t->anchor2 - t->anchor1) : NAN);
	bt_row_num(a, row, BT_COL_SLOPE_PCT_PER_YEAR, t->slope_pct_per_year);
	bt_row_num(a, row, BT_COL_LINE_NOW, t->line_now);
	bt_row_num(a, row, BT_COL_RATIO_NOW, t->value_now);
	bt_row_num(a, row, BT_COL_DIST_PCT, t->dist_pct);
	bt_row_set(a, row, BT_COL_EXPIRED, there ? bt_val_bool(t->expired) : bt_val_null());
	bt_row_date(a, row, BT_COL_BREAK_DATE, date_at(l, t->break_at));
	bt_row_date(a, row, BT_COL_CONFIRM_DATE, date_at(l, t->confirm_at));
	bt_row_num(a, row, BT_COL_SESSIONS_SINCE_CONFIRM, sessions_since(l, t->confirm_at));
	bt_row_date(a, row, BT_COL_FAIL_DATE, date_at(l, t->fail_at));
	bt_row_num(a, row, BT_COL_SESSIONS_SINCE_FAIL, sessions_since(l, t->fail_at));
}

static void
add_row(struct bt_arena *a, struct bt_report *out, const struct bt_ask *ask, const struct bt_series *s,
        const struct bt_line *l, const struct bt_trend *t)
{
	struct bt_val *row = bt_report_row(out, a);

	bt_row_str(a, row, BT_COL_SERIES, s->text);
	bt_row_str(a, row, BT_COL_KIND, ask->up ? "up" : "down");
	bt_row_date(a, row, BT_COL_ASOF, l->date[l->n - 1]);
	bt_row_num(a, row, BT_COL_PIVOTS, (double)t->pivots);
	bt_row_num(a, row, BT_COL_VALID_LINES, (double)t->valid_lines);
	bt_row_str(a, row, BT_COL_STATUS, bt_trend_status_name(t->status));
	set_line(a, row, l, t);
	bt_row_bool(a, row, BT_COL_PROVISIONAL, s->provisional);
}

enum bt_status
bt_report_trend(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                struct bt_report *out, struct bt_err *err)
{
	struct bt_series s;
	struct bt_line line;
	struct bt_trend t;
	enum bt_status st = bt_series_of_arguments(scope, ask, a, &s, err);

	if (st == BT_OK)
		st = bt_series_positive(&s, a, &line, err);
	if (st == BT_OK)
		st = bt_trend_find(line.value, line.n, ask->up, &bt_trend_defaults, a, &t);
	if (st != BT_OK)
		return st;
	out->price = bt_series_price(ask);
	bt_report_columns(out, columns);
	bt_val_set(a, &out->head, "parameters", parameters(a));
	add_row(a, out, ask, &s, &line, &t);
	return BT_OK;
}
