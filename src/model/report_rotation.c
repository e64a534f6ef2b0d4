/* model/report_rotation.c - `show rotation`: the rotation map, week by week. */
#include <string.h>

#include "base/text.h"
#include "core/rotation.h"
#include "model/report.h"
#include "model/series.h"
#include "model/settings.h"

static const enum bt_column columns[] = {
	BT_COL_SYMBOL, BT_COL_BENCHMARK, BT_COL_ASOF, BT_COL_WEEK_END, BT_COL_RS, BT_COL_RATIO_Z,
	BT_COL_MOM_Z, BT_COL_QUADRANT_Z, BT_COL_RATIO_PCT, BT_COL_MOM_PCT, BT_COL_QUADRANT_PCT,
	BT_COLUMN_COUNT,
};

/* What is asked for, or set, or usual. */
static struct bt_words
symbols_of(const struct bt_scope *scope, const struct bt_ask *ask)
{
	static const char *const usual[] = {"XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE",
	                                    "XLU", "XLV", "XLY", "IWD", "IWF", "IWM", "RSP"};

	if (ask->n_arg)
		return (struct bt_words){ask->arg, ask->n_arg};
	if (scope->settings)
		return scope->settings->lists_rotation;
	return (struct bt_words){usual, sizeof(usual) / sizeof(usual[0])};
}

static const char *
benchmark_of(const struct bt_scope *scope, const struct bt_ask *ask)
{
	if (ask->benchmark)
		return ask->benchmark;
	return scope->settings ? scope->settings->rotation_benchmark : "SPY";
}

/* A row of a symbol that has no week: it keeps its place, empty. */
static struct bt_val *
empty_row(struct bt_arena *a, struct bt_report *out, const char *symbol, const char *benchmark,
          bt_date last)
{
	struct bt_val *row = bt_report_row(out, a);

	for (size_t i = 0; i < out->n_column; i++)
		bt_row_set(a, row, out->column[i], bt_val_null());
	bt_row_str(a, row, BT_COL_SYMBOL, symbol);
	bt_row_str(a, row, BT_COL_BENCHMARK, benchmark);
	bt_row_date(a, row, BT_COL_ASOF, last);
	return row;
}

static void
set_week(struct bt_arena *a, struct bt_val *row, const struct bt_rotation_week *w)
{
	bt_row_num(a, row, BT_COL_RS, w->rs);
	bt_row_num(a, row, BT_COL_RATIO_Z, w->z.ratio);
	bt_row_num(a, row, BT_COL_MOM_Z, w->z.mom);
	bt_row_str(a, row, BT_COL_QUADRANT_Z, bt_quadrant_name(w->z.quadrant));
	bt_row_num(a, row, BT_COL_RATIO_PCT, w->pct.ratio);
	bt_row_num(a, row, BT_COL_MOM_PCT, w->pct.mom);
	bt_row_str(a, row, BT_COL_QUADRANT_PCT, bt_quadrant_name(w->pct.quadrant));
}

/* The rows of one symbol: its last completed week, or all of them. */
static void
add_rows(const struct bt_ask *ask, const char *symbol, const char *benchmark,
         const struct bt_rotation *r, struct bt_arena *a, struct bt_report *out)
{
	bool stale = r->last == BT_DATE_NONE || out->as_of - r->last > BT_STALE_DAYS;
	size_t first = ask->series || r->n == 0 ? 0 : r->n - 1;

	if (r->n == 0)
		empty_row(a, out, symbol, benchmark, r->last);
	for (size_t i = first; i < r->n; i++) {
		struct bt_val *row;

		if (ask->series && !bt_series_is_printed(ask, r->week[i].end))
			continue;
		row = empty_row(a, out, symbol, benchmark, r->last);
		bt_row_date(a, row, BT_COL_WEEK_END, r->week[i].end);
		if (ask->series || !stale)
			set_week(a, row, &r->week[i]);
	}
}

/* One symbol against the benchmark; one that the source lacks has no weeks. */
static enum bt_status
rotation_of(const struct bt_scope *scope, const struct bt_ask *ask, const char *symbol,
            const struct bt_series *benchmark, struct bt_arena *a, struct bt_rotation *out,
            struct bt_err *err)
{
	struct bt_series s;
	enum bt_status st = bt_series_of_symbol(scope, ask, symbol, a, &s, err);

	*out = (struct bt_rotation){.last = BT_DATE_NONE};
	if (st != BT_OK)
		return st;
	return bt_rotation(&s.line, &benchmark->line, BT_ROTATION_WINDOW, a, out);
}

enum bt_status
bt_report_rotation(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                   struct bt_report *out, struct bt_err *err)
{
	struct bt_words symbols = symbols_of(scope, ask);
	struct bt_series benchmark;
	enum bt_status st = bt_series_of_symbol(scope, ask, benchmark_of(scope, ask), a, &benchmark,
	                                        err);
	size_t missing = 0;

	if (st != BT_OK)
		return st;
	out->price = bt_series_price(ask);
	bt_report_columns(out, columns);
	for (size_t i = 0; i < symbols.n; i++) {
		struct bt_rotation r;

		st = rotation_of(scope, ask, symbols.at[i], &benchmark, a, &r, err);
		if (st != BT_OK && st != BT_E_NODATA)
			return st;
		missing += st == BT_E_NODATA;
		add_rows(ask, bt_text_clean_dup(a, symbols.at[i], strlen(symbols.at[i])),
		         benchmark.text, &r, a, out);
	}
	return symbols.n && missing == symbols.n ? BT_E_NODATA : BT_OK;
}
