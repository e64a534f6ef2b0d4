/* report_quotes.c - `show indices`, `show mag7`, `show watch`: tables of quotes. */
#include <string.h>

#include "base/text.h"
#include "model/quote_row.h"
#include "model/settings.h"

bt_report_maker bt_report_indices, bt_report_mag7, bt_report_watch;

static const enum bt_column quote_columns[] = {
	BT_COL_SYMBOL, BT_COL_NAME, BT_COL_LAST, BT_COL_DATE, BT_COL_PROVISIONAL, BT_COL_CHANGE,
	BT_COL_CHANGE_PCT, BT_COL_SESSION, BT_COL_DELAYED_MIN, BT_COL_AGE_S, BT_COL_RETURNS,
	BT_COL_ATH_DIST_PCT, BT_COL_IS_RECORD, BT_COL_IS_INTRADAY_RECORD, BT_COL_SPARK, BT_COLUMN_COUNT,
};

/* What the rows of one table have in common. */
struct table {
	const struct bt_scope *scope;
	const struct bt_ask *ask;
	struct bt_arena *a;
	struct bt_report *r;
	struct bt_horizons horizons;
	const struct bt_subject *benchmark;      /* NULL: none */
};

static struct table
table_of(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a, struct bt_report *r)
{
	bt_report_columns(r, quote_columns);
	return (struct table){scope, ask, a, r, bt_quote_horizons(scope, ask), NULL};
}

/* One row; *there counts those with bars. */
static enum bt_status
quote_row(const struct table *t, const char *word, size_t *there, struct bt_val **out, struct bt_err *err)
{
	struct bt_subject s;
	struct bt_val *row;
	enum bt_status st = bt_subject_open(t->scope, word, t->r->as_of, t->r->price, t->a, &s, err);

	if (st)
		return st;
	*there += s.line.n > 0;
	row = bt_report_row(t->r, t->a);
	bt_row_str(t->a, row, BT_COL_SYMBOL, s.text);
	bt_row_str(t->a, row, BT_COL_NAME, s.name);
	bt_quote_row_last(t->a, row, &s);
	bt_quote_row_live(t->a, row, t->scope, t->ask, &s);
	bt_quote_row_returns(t->a, row, &t->horizons, &s, t->benchmark, t->r->as_of, t->r->base);
	bt_quote_row_records(t->a, row, &s);
	bt_quote_row_spark(t->a, row, &s);
	*out = row;
	return BT_OK;
}

/* A row for each word; BT_E_NODATA when none has a bar. */
static enum bt_status
quote_rows(const struct table *t, struct bt_words words, struct bt_err *err)
{
	size_t there = 0;

	for (size_t i = 0; i < words.n; i++) {
		struct bt_val *row;
		enum bt_status st = quote_row(t, words.at[i], &there, &row, err);

		if (st)
			return st;
	}
	if (there == 0)
		return bt_err_set(err, BT_E_NODATA, "%s has no bars for %s", t->r->source,
		                  words.n ? words.at[0] : "an empty list");
	return BT_OK;
}

enum bt_status
bt_report_indices(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	struct table t = table_of(scope, ask, a, r);

	return quote_rows(&t, bt_ask_words(ask, &scope->settings->lists_indices, 1, a), err);
}

/* How many of the seven beat the benchmark by each horizon: {"YTD": [4, 7]}.  Only rows that have both
 * returns count.  */
static struct bt_val
beating(const struct table *t, size_t seven)
{
	struct bt_val out = bt_val_obj();

	for (size_t h = 0; h < t->horizons.n; h++) {
		char name[BT_HORIZON_NAME_SIZE];
		const char *key = bt_arena_strdup(t->a, bt_horizon_name(t->horizons.at[h], name));
		struct bt_val pair = bt_val_list();
		size_t beat = 0, of = 0;

		for (size_t i = 0; i < seven && i < t->r->rows.u.list.len; i++) {
			const struct bt_val *returns = bt_val_get(&t->r->rows.u.list.at[i], "returns");
			const struct bt_val *beats = bt_val_get(bt_val_get(returns, key), "beats");

			of += beats && beats->kind == BT_VAL_BOOL;
			beat += bt_val_is_true(beats);
		}
		bt_val_add(t->a, &pair, bt_val_num((double)beat));
		bt_val_add(t->a, &pair, bt_val_num((double)of));
		bt_val_set(t->a, &out, key, pair);
	}
	return out;
}

/* The seven, what is listed beside them, and the equal-weight basket of the seven. */
static struct bt_words
mag7_words(const struct bt_settings *set, struct bt_arena *a)
{
	size_t n = 0;
	const char **at = bt_arena_array(a, set->lists_seven.n + set->lists_seven_also.n + 1, sizeof(*at));

	if (!at)
		return (struct bt_words){0};
	for (size_t i = 0; i < set->lists_seven.n; i++)
		at[n++] = set->lists_seven.at[i];
	for (size_t i = 0; i < set->lists_seven_also.n; i++)
		at[n++] = set->lists_seven_also.at[i];
	at[n++] = "MAG7";
	return (struct bt_words){at, n};
}

enum bt_status
bt_report_mag7(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
               struct bt_report *r, struct bt_err *err)
{
	const struct bt_settings *set = scope->settings;
	struct table t = table_of(scope, ask, a, r);
	const char *benchmark = ask->benchmark ? ask->benchmark : set->data_benchmark;
	struct bt_subject b;
	struct bt_words words = ask->n_arg ? bt_ask_words(ask, NULL, 0, a) : mag7_words(set, a);
	enum bt_status st = bt_subject_open(scope, benchmark, r->as_of, r->price, a, &b, err);

	if (st)
		return st;
	t.benchmark = &b;
	st = quote_rows(&t, words, err);
	bt_val_set(a, &r->head, "benchmark", bt_val_str(benchmark));
	bt_val_set(a, &r->head, "beating", beating(&t, ask->n_arg ? words.n : set->lists_seven.n));
	return st;
}

enum bt_status
bt_report_watch(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                struct bt_report *r, struct bt_err *err)
{
	const struct bt_pairs *lists = &scope->settings->watch;
	const char *name = ask->n_arg ? ask->arg[0] : lists->n ? lists->at[0].name : "main";
	const char *words = bt_pairs_find(lists, name);
	struct table t = table_of(scope, ask, a, r);
	char clean[80];

	if (!words) {
		bt_text_clean(name, strlen(name), clean, sizeof(clean));
		return bt_err_set(err, BT_E_USAGE, "no watch list '%s'; lists stand in [watch] of broadtape.conf",
		                  clean);
	}
	bt_val_set(a, &r->head, "list", bt_val_str(name));
	return quote_rows(&t, bt_words_split(a, words), err);
}
