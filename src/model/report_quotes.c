/* report_quotes.c - `show indices`, `mag7`, `watch`: tables of prices. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/quote_row.h"
#include "model/report.h"
#include "model/settings.h"
#include "model/subject.h"

/* One row; *there counts those that have a bar. */
static enum bt_status
add_row(const struct bt_quote_table *t, const char *symbol, struct bt_report *r, size_t *there,
        struct bt_val **out, struct bt_err *err)
{
	struct bt_subject s;
	enum bt_status st = bt_subject_open(t->scope, symbol, r->as_of, r->price, t->a, &s, err);
	struct bt_val *row;

	if (st)
		return st;
	if (t->ask->as_of == BT_DATE_NONE)
		bt_subject_stand_in(t->scope, symbol, r->price, &s);
	*there += s.line.n > 0;
	row = bt_report_row(r, t->a);
	bt_row_str(t->a, row, BT_COL_SYMBOL, s.text);
	bt_row_str(t->a, row, BT_COL_NAME, s.name);
	bt_quote_row_set(t, &s, row);
	if (out)
		*out = row;
	return BT_OK;
}

static enum bt_status
add_rows(const struct bt_quote_table *t, struct bt_words word, struct bt_report *r, struct bt_err *err)
{
	size_t there = 0;

	for (size_t i = 0; i < word.n; i++) {
		enum bt_status st = add_row(t, word.at[i], r, &there, NULL, err);

		if (st)
			return st;
	}
	return there ? BT_OK : bt_no_bars(word, t->a, err);
}

static const enum bt_column quote_columns[] = {
	BT_COL_SYMBOL, BT_COL_NAME, BT_QUOTE_ROW_COLUMNS, BT_COLUMN_COUNT,
};

enum bt_status
bt_report_indices(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	struct bt_quote_table t = bt_quote_table_make(scope, ask, r, a);

	bt_report_columns(r, quote_columns);
	return add_rows(&t, bt_ask_words(ask, &scope->settings->lists_indices, 1, a), r, err);
}

/* --- watch lists ----------------------------------------------------------------------------------- */

/* Names of the lists that there are, joined by blanks. */
static const char *
list_names(const struct bt_pairs *lists, struct bt_arena *a)
{
	const char *names = "";

	for (size_t i = 0; names && i < lists->n; i++)
		if (*lists->at[i].value)
			names = bt_arena_printf(a, "%s%s%s", names, *names ? " " : "", lists->at[i].name);
	return names && *names ? names : "none";
}

/* The list that is asked for, or the first; NULL when there is none. */
static const struct bt_pair *
find_list(const struct bt_pairs *lists, const struct bt_ask *ask)
{
	for (size_t i = 0; i < lists->n; i++)
		if (*lists->at[i].value &&
		    (ask->n_arg == 0 || strcmp(lists->at[i].name, ask->arg[0]) == 0))
			return &lists->at[i];
	return NULL;
}

enum bt_status
bt_report_watch(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                struct bt_report *r, struct bt_err *err)
{
	const struct bt_pairs *lists = &scope->settings->watch;
	const struct bt_pair *list = find_list(lists, ask);
	struct bt_quote_table t = bt_quote_table_make(scope, ask, r, a);

	bt_report_columns(r, quote_columns);
	if (ask->n_arg > 1)
		return bt_err_set(err, BT_E_USAGE, "watch: expected one list; there are: %s",
		                  list_names(lists, a));
	if (!list)
		return bt_err_set(err, BT_E_USAGE, "no watch list %s; there are: %s",
		                  ask->n_arg ? bt_text_clean_dup(a, ask->arg[0], strlen(ask->arg[0]))
		                             : "is set", list_names(lists, a));
	bt_val_set(a, &r->head, "list", bt_val_str(list->name));
	return add_rows(&t, bt_words_split(a, list->value), r, err);
}

/* --- the seven ------------------------------------------------------------------------------------- */

#define BASKET "MAG7"

/* The benchmark, its returns for the rows to be compared with, and the head's member about it. */
static enum bt_status
open_benchmark(struct bt_quote_table *t, struct bt_report *r, struct bt_err *err)
{
	const char *symbol = t->ask->benchmark ? t->ask->benchmark : t->scope->settings->data_benchmark;
	double *pct = BT_ARENA_ARRAY(t->a, t->horizons.n, double);
	struct bt_subject s;
	enum bt_status st = bt_subject_open(t->scope, symbol, r->as_of, r->price, t->a, &s, err);

	if (st)
		return st;
	if (!pct)
		return bt_err_set(err, BT_E_NOMEM, "mag7: out of memory");
	bt_returns_pct(t, &s, pct);
	bt_val_set(t->a, &r->head, "benchmark", bt_val_str(s.text));
	bt_val_set(t->a, &r->head, "benchmark_returns", bt_returns_object(t, &s));
	t->benchmark_pct = pct;
	return BT_OK;
}

/* Of the counted rows: how many beat the benchmark, and how many could be compared, by horizon. */
static struct bt_val
count_beating(const struct bt_quote_table *t, const struct bt_report *r, size_t n_counted)
{
	struct bt_val all = bt_val_obj();

	for (size_t h = 0; h < t->horizons.n; h++) {
		struct bt_val pair = bt_val_list();
		const char *name = t->horizons.name[h];
		int count = 0, of = 0;

		for (size_t i = 0; i < n_counted; i++) {
			const struct bt_val *returns = bt_val_get(&r->rows.u.list.at[i], "returns");
			const struct bt_val *beats = bt_val_get(bt_val_get(returns, name), "beats");

			of += beats->kind == BT_VAL_BOOL;
			count += bt_val_is_true(beats);
		}
		bt_val_add(t->a, &pair, bt_val_num(count));
		bt_val_add(t->a, &pair, bt_val_num(of));
		bt_val_set(t->a, &all, name, of ? pair : bt_val_null());
	}
	return all;
}

enum bt_status
bt_report_mag7(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
               struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_SYMBOL, BT_COL_NAME, BT_QUOTE_ROW_COLUMNS, BT_COL_COUNTED, BT_COLUMN_COUNT,
	};
	static const char *const basket[] = {BASKET};
	const struct bt_words list[] = {scope->settings->lists_seven,
	                                scope->settings->lists_seven_also, {basket, 1}};
	struct bt_quote_table t = bt_quote_table_make(scope, ask, r, a);
	size_t there = 0;
	enum bt_status st = open_benchmark(&t, r, err);

	bt_report_columns(r, columns);
	if (!st && ask->n_arg)
		st = bt_err_set(err, BT_E_USAGE, "mag7: takes no arguments; the list is a setting");
	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; !st && i < list[k].n; i++) {
			struct bt_val *row;

			st = add_row(&t, list[k].at[i], r, &there, &row, err);
			if (!st)
				bt_row_bool(a, row, BT_COL_COUNTED, k == 0);
		}
	if (st)
		return st;
	if (there == 0)
		return bt_err_set(err, BT_E_NODATA, "no bars of any of the seven");
	bt_val_set(a, &r->head, "beating", count_beating(&t, r, list[0].n));
	return BT_OK;
}
