/* model/report_channel.c - `show channel`: the regression channel of an expression. */
#include "core/channel.h"
#include "model/report.h"
#include "model/series.h"

static const enum bt_column columns[] = {
	BT_COL_SERIES, BT_COL_ASOF, BT_COL_WINDOW, BT_COL_SLOPE_PCT_PER_YEAR, BT_COL_R2, BT_COL_SIGMA,
	BT_COL_CHANNEL_Z, BT_COL_FIT_NOW, BT_COL_UPPER2, BT_COL_LOWER2, BT_COL_T_SLOPE, BT_COL_POSITION,
	BT_COL_RATIO_NOW, BT_COL_PROVISIONAL, BT_COLUMN_COUNT,
};

static void
add_row(struct bt_arena *a, struct bt_report *out, const struct bt_series *s, const struct bt_line *l,
        const struct bt_channel *c)
{
	struct bt_val *row = bt_report_row(out, a);

	bt_row_str(a, row, BT_COL_SERIES, s->text);
	bt_row_date(a, row, BT_COL_ASOF, l->date[l->n - 1]);
	bt_row_num(a, row, BT_COL_WINDOW, BT_CHANNEL_WINDOW);
	bt_row_num(a, row, BT_COL_SLOPE_PCT_PER_YEAR, c->slope_pct_per_year);
	bt_row_num(a, row, BT_COL_R2, c->r2);
	bt_row_num(a, row, BT_COL_SIGMA, c->sigma);
	bt_row_num(a, row, BT_COL_CHANNEL_Z, c->z);
	bt_row_num(a, row, BT_COL_FIT_NOW, c->fit_now);
	bt_row_num(a, row, BT_COL_UPPER2, c->upper2);
	bt_row_num(a, row, BT_COL_LOWER2, c->lower2);
	bt_row_num(a, row, BT_COL_T_SLOPE, c->t_slope);
	bt_row_str(a, row, BT_COL_POSITION, bt_channel_position_name(c->position));
	bt_row_num(a, row, BT_COL_RATIO_NOW, l->value[l->n - 1]);
	bt_row_bool(a, row, BT_COL_PROVISIONAL, s->provisional);
}

enum bt_status
bt_report_channel(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *out, struct bt_err *err)
{
	struct bt_series s;
	struct bt_line line;
	struct bt_channel c;
	enum bt_status st = bt_series_of_arguments(scope, ask, a, &s, err);

	if (st == BT_OK)
		st = bt_series_positive(&s, a, &line, err);
	if (st == BT_OK)
		st = bt_channel_fit(line.value, line.n, BT_CHANNEL_WINDOW, a, &c);
	if (st != BT_OK)
		return st;
	out->price = bt_series_price(ask);
	bt_report_columns(out, columns);
	add_row(a, out, &s, &line, &c);
	return BT_OK;
}
