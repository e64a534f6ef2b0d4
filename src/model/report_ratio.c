/* model/report_ratio.c - `show ratio`: an expression with its averages and oscillators. */
#include <math.h>

#include "core/average.h"
#include "core/trend.h"
#include "model/report.h"
#include "model/series.h"

static void
zscore(const double *x, size_t n, size_t window, double *out)
{
	bt_average_z(x, n, window, 0, out);
}

static const struct {
	enum bt_column column;
	void (*fill)(const double *, size_t, size_t, double *);
	size_t window;
} indicators[] = {
	{BT_COL_SMA20, bt_average_sma, 20},   {BT_COL_SMA50, bt_average_sma, 50},
	{BT_COL_SMA200, bt_average_sma, 200}, {BT_COL_EMA12, bt_average_ema, 12},
	{BT_COL_EMA50, bt_average_ema, 50},   {BT_COL_ROC10, bt_average_roc, 10},
	{BT_COL_ROC63, bt_average_roc, 63},   {BT_COL_RSI14, bt_average_rsi, 14},
	{BT_COL_Z60, zscore, 60},             {BT_COL_MANSFIELD252, bt_average_mansfield, 252},
};
#define INDICATORS (sizeof(indicators) / sizeof(indicators[0]))

#define INDICATOR_COLUMNS \
	BT_COL_SMA20, BT_COL_SMA50, BT_COL_SMA200, BT_COL_EMA12, BT_COL_EMA50, BT_COL_ROC10, \
	BT_COL_ROC63, BT_COL_RSI14, BT_COL_Z60, BT_COL_MANSFIELD252

static void
fill_all(const struct bt_line *l, struct bt_arena *a, double *column[INDICATORS])
{
	for (size_t i = 0; i < INDICATORS; i++) {
		column[i] = BT_ARENA_ARRAY(a, l->n, double);
		indicators[i].fill(l->value, l->n, indicators[i].window, column[i]);
	}
}

static void
make_series(const struct bt_ask *ask, const struct bt_series *s, struct bt_arena *a,
            struct bt_report *out)
{
	static const enum bt_column columns[] = {BT_COL_DATE, BT_COL_VALUE, INDICATOR_COLUMNS,
	                                         BT_COLUMN_COUNT};
	double *column[INDICATORS];

	bt_report_columns(out, columns);
	fill_all(&s->line, a, column);
	for (size_t t = 0; t < s->line.n; t++) {
		struct bt_val *row;

		if (!bt_series_is_printed(ask, s->line.date[t]))
			continue;
		row = bt_report_row(out, a);
		bt_row_date(a, row, BT_COL_DATE, s->line.date[t]);
		bt_row_num(a, row, BT_COL_VALUE, s->line.value[t]);
		for (size_t i = 0; i < INDICATORS; i++)
			bt_row_num(a, row, indicators[i].column, column[i][t]);
	}
}

/* The status of its falling line; null when it cannot have one. */
static void
set_trend(const struct bt_series *s, struct bt_arena *a, struct bt_val *row)
{
	struct bt_line line;
	struct bt_trend t;
	bool has = !s->stale && bt_series_positive(s, a, &line, NULL) == BT_OK &&
	           bt_trend_find(line.value, line.n, false, &bt_trend_defaults, a, &t) == BT_OK;

	bt_row_str(a, row, BT_COL_TREND, has ? bt_trend_status_name(t.status) : NULL);
}

/* The last session alone; its numbers are null when it is too old to speak for the day. */
static void
make_last(const struct bt_series *s, struct bt_arena *a, struct bt_report *out)
{
	static const enum bt_column columns[] = {BT_COL_EXPR, BT_COL_DATE, BT_COL_VALUE,
	                                         BT_COL_PROVISIONAL, INDICATOR_COLUMNS, BT_COL_TREND,
	                                         BT_COLUMN_COUNT};
	struct bt_val *row = bt_report_row(out, a);
	size_t last = s->line.n - 1;
	double *column[INDICATORS];

	bt_report_columns(out, columns);
	fill_all(&s->line, a, column);
	bt_row_str(a, row, BT_COL_EXPR, s->text);
	bt_row_date(a, row, BT_COL_DATE, s->line.date[last]);
	bt_row_num(a, row, BT_COL_VALUE, s->stale ? NAN : s->line.value[last]);
	bt_row_bool(a, row, BT_COL_PROVISIONAL, s->provisional);
	for (size_t i = 0; i < INDICATORS; i++)
		bt_row_num(a, row, indicators[i].column, s->stale ? NAN : column[i][last]);
	set_trend(s, a, row);
}

enum bt_status
bt_report_ratio(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                struct bt_report *out, struct bt_err *err)
{
	struct bt_series s;
	enum bt_status st = bt_series_of_arguments(scope, ask, a, &s, err);

	if (st != BT_OK)
		return st;
	out->price = bt_series_price(ask);
	if (ask->series)
		make_series(ask, &s, a, out);
	else
		make_last(&s, a, out);
	return BT_OK;
}
