#include "model/report.h"

#include <string.h>

#include "model/front.h"

static const struct bt_column_spec columns[] = {
#define BT_COLUMN(id, name, title, format, width, metric, help) \
	[BT_COL_##id] = {name, title, BT_FORMAT_##format, width, metric, help},
#include "spec/columns.def"
};

static const struct bt_view_spec views[] = {
#define BT_VIEW(id, name, args, columns, help) [BT_VIEW_##id] = {#name, args, columns, help},
#include "spec/views.def"
};

static bt_report_maker *const makers[] = {
#define BT_VIEW(id, name, args, columns, help) [BT_VIEW_##id] = bt_report_##name,
#include "spec/views.def"
};

const struct bt_column_spec *
bt_column_spec(enum bt_column c)
{
	return &columns[c];
}

enum bt_column
bt_column_find(const char *name)
{
	int c = 0;

	while (c < BT_COLUMN_COUNT && strcmp(columns[c].name, name) != 0)
		c++;
	return (enum bt_column)c;
}

const struct bt_view_spec *
bt_view_spec(enum bt_view v)
{
	return &views[v];
}

enum bt_view
bt_view_find(const char *name)
{
	int v = 0;

	while (v < BT_VIEW_COUNT && strcmp(views[v].name, name) != 0)
		v++;
	return (enum bt_view)v;
}

bt_date
bt_scope_as_of(const struct bt_scope *scope, const struct bt_ask *ask)
{
	return ask->as_of == BT_DATE_NONE ? bt_market_last(scope->market) : ask->as_of;
}

enum bt_status
bt_report_make(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
               struct bt_report *out, struct bt_err *err)
{
	if (scope->front && bt_front_find(scope, ask, a, out))
		return BT_OK;
	*out = (struct bt_report){
		.view = ask->view,
		.as_of = bt_scope_as_of(scope, ask),
		.base = ask->base,
		.price = ask->price,
		.source = scope->market->sample ? "SAMPLE" : scope->market->source,
		.generated_utc = scope->now_utc,
		.head = bt_val_obj(),
		.rows = bt_val_list(),
	};
	return makers[ask->view](scope, ask, a, out, err);
}

struct bt_val *
bt_report_row(struct bt_report *r, struct bt_arena *a)
{
	return bt_val_add(a, &r->rows, bt_val_obj_for(a, r->n_column));
}

void
bt_row_set(struct bt_arena *a, struct bt_val *row, enum bt_column c, struct bt_val v)
{
	bt_val_put(a, row, columns[c].name, v);
}

void
bt_row_num(struct bt_arena *a, struct bt_val *row, enum bt_column c, double x)
{
	bt_row_set(a, row, c, bt_val_num(x));
}

void
bt_row_date(struct bt_arena *a, struct bt_val *row, enum bt_column c, bt_date d)
{
	bt_row_set(a, row, c, bt_val_date(d));
}

void
bt_row_str(struct bt_arena *a, struct bt_val *row, enum bt_column c, const char *s)
{
	bt_row_set(a, row, c, bt_val_str(s));
}

void
bt_row_bool(struct bt_arena *a, struct bt_val *row, enum bt_column c, bool truth)
{
	bt_row_set(a, row, c, bt_val_bool(truth));
}

void
bt_report_columns(struct bt_report *r, const enum bt_column *c)
{
	for (r->n_column = 0; c[r->n_column] != BT_COLUMN_COUNT; r->n_column++) {
		BT_BUG_ON(r->n_column == BT_REPORT_COLUMNS);
		r->column[r->n_column] = c[r->n_column];
	}
}
