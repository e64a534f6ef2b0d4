/* report_symbol.c - `show symbol`: one symbol or expression in full; with --series its bars. */
#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "model/quote_row.h"
#include "model/report.h"
#include "model/series.h"
#include "model/subject.h"

static enum bt_status
open_one(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_report *r,
         struct bt_arena *a, struct bt_subject *out, struct bt_err *err)
{
	enum bt_status st;

	if (ask->n_arg != 1)
		return bt_err_set(err, BT_E_USAGE, "symbol: expected one SYMBOL or expression");
	st = bt_subject_open(scope, ask->arg[0], r->as_of, r->price, a, out, err);
	if (!st && out->line.n == 0)
		st = bt_err_set(err, BT_E_NODATA, "%s: %s", out->text, out->why);
	return st;
}

/* --- its bars -------------------------------------------------------------------------------------- */

static double
cell(const double *column, size_t i)
{
	return column ? column[i] : NAN;
}

static void
add_bars(const struct bt_ask *ask, const struct bt_subject *s, struct bt_report *r, struct bt_arena *a)
{
	static const enum bt_column columns[] = {
		BT_COL_DATE, BT_COL_OPEN, BT_COL_DAY_HIGH, BT_COL_DAY_LOW, BT_COL_CLOSE, BT_COL_ADJCLOSE,
		BT_COL_VOLUME, BT_COLUMN_COUNT,
	};
	const struct bt_bars *b = &s->bars;

	bt_report_columns(r, columns);
	bt_val_set(a, &r->head, "symbol", bt_val_str(s->text));
	bt_val_set(a, &r->head, "name", bt_val_str(s->name));
	for (size_t i = 0; i < b->n; i++) {
		struct bt_val *row;

		if (!bt_series_is_printed(ask, b->date[i]))
			continue;
		row = bt_report_row(r, a);
		bt_row_date(a, row, BT_COL_DATE, b->date[i]);
		bt_row_num(a, row, BT_COL_OPEN, cell(b->open, i));
		bt_row_num(a, row, BT_COL_DAY_HIGH, cell(b->high, i));
		bt_row_num(a, row, BT_COL_DAY_LOW, cell(b->low, i));
		bt_row_num(a, row, BT_COL_CLOSE, b->close[i]);
		bt_row_num(a, row, BT_COL_ADJCLOSE, bt_bars_price(b, BT_PRICE_ADJCLOSE)[i]);
		bt_row_num(a, row, BT_COL_VOLUME, cell(b->volume, i));
	}
}

/* --- in full ----------------------------------------------------------------------------------------- */

/* The members of another view's only row that this one has not yet. */
static void
add_members(struct bt_arena *a, struct bt_val *row, const struct bt_val *other, struct bt_report *r)
{
	for (size_t i = 0; i < other->u.obj.len; i++) {
		const struct bt_member *m = &other->u.obj.at[i];

		if (bt_val_get(row, m->name))
			continue;
		bt_val_set(a, row, m->name, m->val);
		r->column[r->n_column++] = bt_column_find(m->name);
	}
}

static enum bt_status
add_records(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
            struct bt_val *row, struct bt_report *r, struct bt_err *err)
{
	struct bt_ask records = *ask;
	struct bt_report sub;
	enum bt_status st;

	records.view = BT_VIEW_RECORDS;
	st = bt_report_make(scope, &records, a, &sub, err);
	if (!st)
		add_members(a, row, &sub.rows.u.list.at[0], r);
	return st;
}

/* Items about the symbol up to the end of the day, newest first: head member "news". */
static struct bt_val
news_of(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_subject *s,
        struct bt_arena *a)
{
	int64_t end = ask->as_of == BT_DATE_NONE ? INT64_MAX : bt_ny_instant(ask->as_of + 1, 0);
	const char *symbol = s->sec ? s->sec->symbol : "";
	struct bt_val list = bt_val_list();

	for (size_t i = 0; i < scope->n_news && list.u.list.len < 20; i++) {
		const struct bt_news_item *item = &scope->news[i];
		struct bt_val one = bt_val_obj();

		if (!*symbol || item->published_utc >= end || strcmp(item->symbol, symbol) != 0)
			continue;
		bt_val_set(a, &one, "date", bt_val_date(bt_ny_date(item->published_utc)));
		bt_val_set(a, &one, "title", bt_val_str(item->title));
		bt_val_set(a, &one, "feed", bt_val_str(item->feed));
		bt_val_set(a, &one, "link", bt_val_str(item->link));
		bt_val_add(a, &list, one);
	}
	return list;
}

/* What the user wrote about it, newest first: head member "notes". */
static struct bt_val
notes_of(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_subject *s,
         struct bt_arena *a)
{
	struct bt_val list = bt_val_list();

	for (size_t i = scope->notes ? scope->notes->n : 0; i-- > 0;) {
		const struct bt_note *n = &scope->notes->at[i];
		struct bt_val one = bt_val_obj();

		if (!bt_note_is_known(n, ask->as_of) || !bt_note_is_about(n, s->text))
			continue;
		bt_val_set(a, &one, "kind", bt_val_str(bt_note_kind_name(n->kind)));
		bt_val_set(a, &one, "date", bt_val_date(n->date));
		bt_val_set(a, &one, "name", bt_val_str(*n->name ? n->name : NULL));
		bt_val_set(a, &one, "text", bt_val_str(n->text));
		bt_val_set(a, &one, "says", bt_val_str(n->source));
		bt_val_add(a, &list, one);
	}
	return list;
}

enum bt_status
bt_report_symbol(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                 struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_SYMBOL, BT_COL_NAME, BT_QUOTE_ROW_COLUMNS, BT_COLUMN_COUNT,
	};
	struct bt_quote_table t = bt_quote_table_make(scope, ask, r, a);
	struct bt_subject s;
	enum bt_status st = open_one(scope, ask, r, a, &s, err);
	struct bt_val *row;

	if (st)
		return st;
	if (ask->series) {
		add_bars(ask, &s, r, a);
		return BT_OK;
	}
	bt_report_columns(r, columns);
	row = bt_report_row(r, a);
	bt_row_str(a, row, BT_COL_SYMBOL, s.text);
	bt_row_str(a, row, BT_COL_NAME, s.name);
	bt_quote_row_set(&t, &s, row);
	bt_val_set(a, &r->head, "news", news_of(scope, ask, &s, a));
	bt_val_set(a, &r->head, "notes", notes_of(scope, ask, &s, a));
	return add_records(scope, ask, a, row, r, err);
}
