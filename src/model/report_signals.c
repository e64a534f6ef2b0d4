/* report_signals.c - `show signals`: the days on which breadth signals fired, as of a day. */
#include "core/signals.h"
#include "model/report.h"
#include "model/scope_breadth.h"
#include "model/signal_columns.h"

static struct bt_val
dates(struct bt_dates d)
{
	return bt_val_dates(d.at, d.n);
}

static bt_date
last(struct bt_dates d)
{
	return d.n ? d.at[d.n - 1] : BT_DATE_NONE;
}

static bt_date
later(bt_date x, bt_date y)
{
	return x > y ? x : y;        /* BT_DATE_NONE is before all */
}

static struct bt_val
zweig(const struct bt_zweigs *z, struct bt_arena *a)
{
	struct bt_val list = bt_val_list();

	for (size_t i = 0; i < z->n; i++) {
		struct bt_val *o = bt_val_add(a, &list, bt_val_obj());

		bt_val_set(a, o, "date", bt_val_date(z->at[i].date));
		bt_val_set(a, o, "low_date", bt_val_date(z->at[i].low_date));
		bt_val_set(a, o, "span", bt_val_num(z->at[i].span));
		bt_val_set(a, o, "low", bt_val_num(z->at[i].low));
		bt_val_set(a, o, "value", bt_val_num(z->at[i].value));
	}
	return list;
}

static struct bt_val
whaley(const struct bt_thrust *thrust, const struct bt_thrust *capitulation, struct bt_arena *a)
{
	struct bt_val o = bt_val_obj();

	bt_val_set(a, &o, "thrust_all", dates(thrust->all));
	bt_val_set(a, &o, "thrust", dates(thrust->first));
	bt_val_set(a, &o, "capitulation_all", dates(capitulation->all));
	bt_val_set(a, &o, "capitulation", dates(capitulation->first));
	return o;
}

static struct bt_val
deemer(const struct bt_thrust *d, struct bt_arena *a)
{
	struct bt_val o = bt_val_obj();

	bt_val_set(a, &o, "all", dates(d->all));
	bt_val_set(a, &o, "first", dates(d->first));
	return o;
}

static struct bt_val
hindenburg(const struct bt_hindenburg *h, struct bt_arena *a)
{
	struct bt_val o = bt_val_obj();

	bt_val_set(a, &o, "both_2_8pct", dates(h->both));
	bt_val_set(a, &o, "omen", dates(h->omen));
	bt_val_set(a, &o, "confirmed", dates(h->confirmed));
	return o;
}

void
bt_row_signals(struct bt_arena *a, struct bt_val *row, const struct bt_signals *s, bool index)
{
	const struct bt_thrusts *t = &s->thrusts;

	bt_row_date(a, row, BT_COL_LAST_ZWEIG,
	            s->zweig.n ? s->zweig.at[s->zweig.n - 1].date : BT_DATE_NONE);
	bt_row_date(a, row, BT_COL_LAST_WHALEY_ADT, last(t->adt_thrust.all));
	bt_row_date(a, row, BT_COL_LAST_WHALEY_UDT, last(t->udt_thrust.all));
	bt_row_date(a, row, BT_COL_LAST_CAPITULATION,
	            later(last(t->adt_capitulation.all), last(t->udt_capitulation.all)));
	bt_row_date(a, row, BT_COL_LAST_DEEMER, last(t->deemer.all));
	bt_row_date(a, row, BT_COL_LAST_90UP, last(s->desmond.up));
	bt_row_date(a, row, BT_COL_LAST_90DOWN, last(s->desmond.down));
	bt_row_date(a, row, BT_COL_LAST_OMEN, last(s->hindenburg.omen));
	bt_row_date(a, row, BT_COL_LAST_CONFIRMED, last(s->hindenburg.confirmed));
	bt_row_set(a, row, BT_COL_OMEN_ACTIVE, index ? bt_val_bool(s->hindenburg.active) : bt_val_null());
}

static void
make_row(const struct bt_signals *s, bt_date session, double members, bool index, struct bt_arena *a,
         struct bt_report *r)
{
	const struct bt_thrusts *t = &s->thrusts;
	struct bt_val *row = bt_report_row(r, a);

	bt_row_date(a, row, BT_COL_ASOF, session);
	bt_row_num(a, row, BT_COL_MEMBERS, members);
	bt_row_signals(a, row, s, index);
	bt_row_set(a, row, BT_COL_ZWEIG, zweig(&s->zweig, a));
	bt_row_set(a, row, BT_COL_WHALEY_ADT, whaley(&t->adt_thrust, &t->adt_capitulation, a));
	bt_row_set(a, row, BT_COL_WHALEY_UDT, whaley(&t->udt_thrust, &t->udt_capitulation, a));
	bt_row_set(a, row, BT_COL_DEEMER, deemer(&t->deemer, a));
	bt_row_set(a, row, BT_COL_DESMOND90UP, dates(s->desmond.up));
	bt_row_set(a, row, BT_COL_DESMOND90DOWN, dates(s->desmond.down));
	bt_row_set(a, row, BT_COL_HINDENBURG, hindenburg(&s->hindenburg, a));
}

enum bt_status
bt_report_signals(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_ASOF, BT_COL_MEMBERS, BT_SIGNAL_COLUMNS,
		BT_COL_ZWEIG, BT_COL_WHALEY_ADT, BT_COL_WHALEY_UDT, BT_COL_DEEMER, BT_COL_DESMOND90UP,
		BT_COL_DESMOND90DOWN, BT_COL_HINDENBURG, BT_COLUMN_COUNT,
	};
	const struct bt_breadth *b;
	const char *index = bt_ask_omen_index(scope, ask);
	struct bt_signals s;
	size_t n, n_index;
	enum bt_status status = bt_report_universe(scope, ask, a, r, &b, &n, err);

	if (status == BT_OK)
		status = bt_scope_signals(scope, ask, b, n, a, &s);
	if (status != BT_OK)
		return status;
	/* Without the index no omen can be told, and the report says so beside the row. */
	n_index = bt_market_bars(scope->market, index, r->as_of).n;
	bt_report_columns(r, columns);
	bt_val_set(a, &r->head, "benchmark", bt_val_str(index));
	bt_val_set(a, &r->head, "benchmark_bars", bt_val_num((double)n_index));
	make_row(&s, b->date[n - 1], b->col[BT_BREADTH_NBAR][n - 1], n_index > 0, a, r);
	return BT_OK;
}
