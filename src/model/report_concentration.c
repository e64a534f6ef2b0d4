/* report_concentration.c - `show concentration`: equal weight against cap weight over a horizon. */
#include <math.h>

#include "core/concentration.h"
#include "model/report.h"
#include "model/scope_breadth.h"

static struct bt_val
top_by_weight(const struct bt_concentration *c, struct bt_arena *a)
{
	struct bt_val list = bt_val_list();

	for (size_t i = 0; i < c->n_top; i++) {
		struct bt_val *o = bt_val_add(a, &list, bt_val_obj());

		bt_val_set(a, o, "symbol", bt_val_str(c->by_weight[i].symbol));
		bt_val_set(a, o, "weight", bt_val_num(c->by_weight[i].weight));
		bt_val_set(a, o, "ret_pct", bt_val_num(c->by_weight[i].ret_pct));
		bt_val_set(a, o, "contribution_pp", bt_val_num(c->by_weight[i].contribution_pp));
	}
	return list;
}

static struct bt_val
top_by_contribution(const struct bt_concentration *c, struct bt_arena *a)
{
	struct bt_val list = bt_val_list();

	for (size_t i = 0; i < c->n_top; i++)
		bt_val_add(a, &list, bt_val_str(c->by_contribution[i].symbol));
	return list;
}

static void
make_row(const struct bt_concentration *c, const char *horizon, bt_date session, struct bt_arena *a,
         struct bt_report *r)
{
	const struct {
		enum bt_column column;
		double value;
	} number[] = {
		{BT_COL_MEMBERS, (double)c->members},
		{BT_COL_CAP_WEIGHTED_RETURN_PCT, c->cw_pct},
		{BT_COL_EQUAL_WEIGHTED_RETURN_PCT, c->ew_pct},
		{BT_COL_EW_MINUS_CW, c->spread_pct},
		{BT_COL_MEDIAN_RETURN_PCT, c->median_pct},
		{BT_COL_TOP_BY_WEIGHT_CONTRIBUTION_PP, c->by_weight_pp},
		{BT_COL_TOP_BY_WEIGHT_SHARE_PCT, c->share_pct},
		{BT_COL_TOP_BY_CONTRIBUTION_PP, c->by_contribution_pp},
		{BT_COL_HHI_BASE, c->hhi_base},
		{BT_COL_EFFECTIVE_N_BASE, c->effective_n_base},
		{BT_COL_TOP_WEIGHT_BASE, c->top_weight_base},
		{BT_COL_HHI_ASOF, c->hhi_asof},
		{BT_COL_EFFECTIVE_N_ASOF, c->effective_n_asof},
		{BT_COL_PCT_ABOVE_CW, c->pct_above_cw},
		{BT_COL_DISPERSION_EW, c->disp_ew},
		{BT_COL_DISPERSION_CW, c->disp_cw},
	};
	struct bt_val *row = bt_report_row(r, a);

	bt_row_date(a, row, BT_COL_ASOF, session);
	bt_row_str(a, row, BT_COL_HORIZON, horizon);
	for (size_t i = 0; i < sizeof(number) / sizeof(number[0]); i++)
		bt_row_num(a, row, number[i].column, number[i].value);
	bt_row_set(a, row, BT_COL_TOP_BY_WEIGHT, top_by_weight(c, a));
	bt_row_set(a, row, BT_COL_TOP_BY_CONTRIBUTION, top_by_contribution(c, a));
}

enum bt_status
bt_report_concentration(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                        struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_ASOF, BT_COL_HORIZON, BT_COL_MEMBERS, BT_COL_CAP_WEIGHTED_RETURN_PCT,
		BT_COL_EQUAL_WEIGHTED_RETURN_PCT, BT_COL_EW_MINUS_CW, BT_COL_MEDIAN_RETURN_PCT,
		BT_COL_TOP_BY_WEIGHT_CONTRIBUTION_PP, BT_COL_TOP_BY_WEIGHT_SHARE_PCT,
		BT_COL_TOP_BY_CONTRIBUTION_PP, BT_COL_HHI_BASE, BT_COL_EFFECTIVE_N_BASE,
		BT_COL_TOP_WEIGHT_BASE, BT_COL_HHI_ASOF, BT_COL_EFFECTIVE_N_ASOF, BT_COL_PCT_ABOVE_CW,
		BT_COL_DISPERSION_EW, BT_COL_DISPERSION_CW, BT_COL_TOP_BY_WEIGHT,
		BT_COL_TOP_BY_CONTRIBUTION, BT_COLUMN_COUNT,
	};
	static const struct bt_horizon ytd = {.kind = BT_HORIZON_YTD, .since = BT_DATE_NONE};
	const struct bt_horizon *horizon = ask->n_horizon ? ask->horizon : &ytd;
	size_t n, n_horizon = ask->n_horizon ? ask->n_horizon : 1;
	const struct bt_breadth *b;
	enum bt_status status = bt_report_universe(scope, ask, a, r, &b, &n, err);

	r->base = BT_BASE_PREV;
	bt_report_columns(r, columns);
	for (size_t i = 0; status == BT_OK && i < n_horizon; i++) {
		char name[BT_HORIZON_NAME_SIZE];
		struct bt_concentration c;

		status = bt_concentration_make(bt_roll_of(scope->market, scope->universe, a), b->date[n - 1], r->as_of,
		                               horizon[i], r->price, a, &c);
		if (status == BT_OK)
			make_row(&c, bt_arena_strdup(a, bt_horizon_name(horizon[i], name)), b->date[n - 1], a, r);
	}
	return status;
}
