/* cli/cmd_export.c - `export [SYMBOL|EXPR...]`: what the cache or files hold as CSV, exact to the last bit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli/ask.h"
#include "cli/cmd.h"
#include "cli/out.h"
#include "cli/print.h"
#include "cli/scene.h"
#include "model/source.h"
#include "model/wants.h"
#include "store/pack.h"
#include "store/store.h"

#define MAX_OUTPUT (1u << 30)
#define FLUSH_BYTES (1u << 20)   /* so much is held before it is written */

struct export {
	const struct bt_cmd *cmd;
	bt_date from, to;                /* BT_DATE_NONE: no bound */
	struct bt_buf out;
	const char **symbol;             /* asked for, canonical; NULL: all */
	size_t n_symbol, seen;
};

/* --- rows of bars -------------------------------------------------------------------------------- */

static bool
is_in(const struct export *x, bt_date d)
{
	return (x->from == BT_DATE_NONE || d >= x->from) && (x->to == BT_DATE_NONE || d <= x->to);
}

static enum bt_status
flush(struct export *x, size_t from_bytes, struct bt_err *err)
{
	enum bt_status st;

	if (x->out.len < from_bytes)
		return BT_OK;
	st = bt_out_write(&x->out, err);
	bt_buf_reset(&x->out);
	return st;
}

/* A bar whose close is not in yet is none: read back it would pass for one. */
static enum bt_status
print_bars(struct export *x, const struct bt_security *sec, const struct bt_bars *b, struct bt_err *err)
{
	const double *const column[] = {b->open, b->high, b->low, b->close, b->adjclose, b->volume};
	char date[BT_DATE_SIZE], number[BT_NUM_SIZE];

	for (size_t i = 0; i < b->n; i++) {
		if (!is_in(x, b->date[i])
		    || (sec->provisional != BT_DATE_NONE && b->date[i] >= sec->provisional))
			continue;
		bt_buf_str(&x->out, sec->symbol);
		bt_buf_char(&x->out, ',');
		bt_buf_str(&x->out, bt_date_format(b->date[i], date));
		for (size_t c = 0; c < sizeof(column) / sizeof(column[0]); c++) {
			bt_buf_char(&x->out, ',');
			if (column[c] && !isnan(column[c][i]))
				bt_buf_str(&x->out, bt_num_format(column[c][i], number));
		}
		bt_buf_printf(&x->out, ",%s\n", sec->source);
	}
	return flush(x, FLUSH_BYTES, err);
}

static enum bt_status
print_loaded(void *user, const struct bt_loaded *l, struct bt_err *err)
{
	struct export *x = user;
	double *column[BT_PACK_COLUMNS] = {0};
	bt_date *date = bt_xcalloc(l->n_max + 1, sizeof(*date));
	size_t n;
	enum bt_status st;

	for (int c = 0; c < BT_PACK_COLUMNS; c++)
		if (l->columns >> c & 1)
			column[c] = bt_xcalloc(l->n_max + 1, sizeof(double));
	st = bt_loaded_bars(l, date, column, &n, err);
	if (!st) {
		struct bt_bars bars = {n, date, column[0], column[1], column[2], column[3], column[4],
		                       column[5], NULL};

		st = print_bars(x, &l->row.sec, &bars, err);
	}
	for (int c = 0; c < BT_PACK_COLUMNS; c++)
		free(column[c]);
	free(date);
	return st;
}

/* --- from the cache ------------------------------------------------------------------------------ */

static enum bt_status
count_loaded(void *user, const struct bt_loaded *l, struct bt_err *err)
{
	(void)l;
	(void)err;
	((struct export *)user)->seen++;
	return BT_OK;
}

static enum bt_status
missing(const struct export *x, const char *symbol, struct bt_err *err)
{
	bool expr = symbol && strpbrk(symbol, "/*()");

	return bt_err_set(err, BT_E_NODATA, "no bars of %s from %s are cached; nothing is printed%s",
	                  symbol ? symbol : "anything", x->cmd->settings->data_source,
	                  expr ? " (expressions go with --computed)" : "");
}

/* Are all of them there?  Before the first row is printed. */
static enum bt_status
check_symbols(struct export *x, struct bt_store *store, struct bt_err *err)
{
	struct bt_load all = {.source = x->cmd->settings->data_source, .closes_only = true};
	enum bt_status st = BT_OK;

	if (!x->symbol) {
		st = bt_store_each(store, &all, count_loaded, x, NULL, err);
		return st || x->seen ? st : missing(x, NULL, err);
	}
	for (size_t i = 0; !st && i < x->n_symbol; i++) {
		struct bt_load one = all;

		one.symbol = &x->symbol[i];
		one.n = 1;
		x->seen = 0;
		st = bt_store_each(store, &one, count_loaded, x, NULL, err);
		if (!st && !x->seen)
			st = missing(x, x->symbol[i], err);
	}
	return st;
}

static enum bt_status
print_header(struct export *x, const char *header, struct bt_err *err)
{
	if (!x->cmd->args->opt[BT_OPT_NO_HEADER].given)
		bt_buf_str(&x->out, header);
	return flush(x, FLUSH_BYTES, err);
}

static const char bars_header[] = "symbol,date,open,high,low,close,adjclose,volume,source\n";

static enum bt_status
export_cache(struct export *x, struct bt_err *err)
{
	const char *cache = x->cmd->cache;
	struct bt_load load = {.source = x->cmd->settings->data_source, .symbol = x->symbol, .n = x->n_symbol};
	enum bt_store_state state;
	struct bt_store *store;
	size_t damaged = 0;
	char note[200];
	enum bt_status st;

	if (!cache)
		return bt_err_set(err, BT_E_IO, "no place for the cache: set --cache or HOME");
	st = bt_store_open(cache, true, x->cmd->now_utc, &store, &state, note, err);
	if (st == BT_E_NODATA)
		return missing(x, NULL, err);
	if (st)
		return st;
	st = check_symbols(x, store, err);
	if (!st)
		st = print_header(x, bars_header, err);
	if (!st)
		st = bt_store_each(store, &load, print_loaded, x, &damaged, err);
	if (!st)
		st = flush(x, 0, err);
	if (!st && damaged)
		st = bt_err_set(err, BT_E_STORE, "%zu damaged series in the cache are left out", damaged);
	bt_store_close(store);
	return st;
}

/* --- from files ---------------------------------------------------------------------------------- */

static enum bt_status
export_market(struct export *x, const struct bt_market *m, struct bt_err *err)
{
	enum bt_status st = BT_OK;

	for (size_t i = 0; i < x->n_symbol; i++)
		if (bt_market_bars(m, x->symbol[i], INT32_MAX).n == 0)
			return missing(x, x->symbol[i], err);
	st = print_header(x, bars_header, err);
	for (size_t i = 0; !st && i < (x->symbol ? x->n_symbol : m->n); i++) {
		const struct bt_security *sec = x->symbol ? bt_market_find(m, x->symbol[i]) : &m->sec[i];

		st = print_bars(x, sec, &sec->bars, err);
	}
	return st ? st : flush(x, 0, err);
}

/* --- computed series ----------------------------------------------------------------------------- */

/* Every row says of what and in which price its value is. */
static void
print_expr(struct export *x, struct bt_report *report, const char *expr)
{
	struct bt_field field[] = {{.path = "expr"}, {.path = "date"}, {.path = "value"}, {.path = "price"}};
	const struct bt_fields fields = {field, sizeof(field) / sizeof(field[0])};
	const char *price = report->price == BT_PRICE_ADJCLOSE ? "adjclose" : "close";

	for (size_t i = 0; i < report->rows.u.list.len; i++) {
		struct bt_val *row = &report->rows.u.list.at[i];

		bt_val_set(x->cmd->arena, row, "expr", bt_val_str(expr));
		bt_val_set(x->cmd->arena, row, "price", bt_val_str(price));
	}
	bt_print_csv(report, &fields, false, &x->out);
}

/* The daily breadth of the universe. */
static void
print_breadth(struct export *x, const struct bt_report *report)
{
	const struct bt_fields fields = bt_fields_all(report, x->cmd->arena);

	bt_print_csv(report, &fields, !x->cmd->args->opt[BT_OPT_NO_HEADER].given, &x->out);
}

static enum bt_status
print_values(struct export *x, const struct bt_scope *scope, const char *expr, struct bt_err *err)
{
	struct bt_report report;
	struct bt_ask ask;
	enum bt_status st;

	bt_ask_from_args(x->cmd->args, x->cmd->settings, expr ? BT_VIEW_RATIO : BT_VIEW_BREADTH, 0, &ask);
	ask.series = true;
	ask.arg = expr ? &expr : NULL;
	ask.n_arg = expr ? 1 : 0;
	st = bt_report_make(scope, &ask, x->cmd->arena, &report, err);
	if (!st && expr)
		print_expr(x, &report, expr);
	else if (!st)
		print_breadth(x, &report);
	return st;
}

static enum bt_status
export_computed(struct export *x, const struct bt_scope *scope, struct bt_err *err)
{
	size_t n = x->cmd->args->n_arg;
	enum bt_status st = BT_OK;

	if (n)
		st = print_header(x, "expr,date,value,price,source\n", err);
	for (size_t i = 0; !st && i < (n ? n : 1); i++)
		st = print_values(x, scope, n ? x->cmd->args->arg[i] : NULL, err);
	return st ? st : flush(x, 0, err);
}

/* --- the command --------------------------------------------------------------------------------- */

/* Through the eyes of `show`, but asking nobody. */
static enum bt_status
export_scene(struct export *x, bool computed, struct bt_err *err)
{
	struct bt_settings settings = *x->cmd->settings;
	struct bt_cmd cmd = *x->cmd;
	struct bt_want want = {.word = cmd.args->arg, .n_word = cmd.args->n_arg,
	                       .universe = cmd.args->n_arg == 0};
	struct bt_scene *scene;
	enum bt_status st;

	settings.data_offline = true;
	cmd.settings = &settings;
	st = bt_scene_open(&cmd, &want, &scene, err);
	if (st)
		return st;
	if (computed)
		st = export_computed(x, bt_scene_scope(scene), err);
	else
		st = export_market(x, bt_scene_scope(scene)->market, err);
	bt_scene_free(scene);
	return st;
}

static enum bt_status
read_symbols(struct export *x, struct bt_err *err)
{
	const struct bt_args *args = x->cmd->args;

	if (args->n_arg == 0)
		return BT_OK;
	x->symbol = BT_ARENA_ARRAY(x->cmd->arena, args->n_arg, const char *);
	x->n_symbol = args->n_arg;
	for (size_t i = 0; i < args->n_arg; i++) {
		char *symbol = bt_arena_strdup(x->cmd->arena, args->arg[i]);

		if (!bt_symbol_normalize(symbol))
			return bt_err_set(err, BT_E_USAGE, "'%s' is no symbol; expressions go with --computed",
			                  bt_text_clean_dup(x->cmd->arena, symbol, strlen(symbol)));
		x->symbol[i] = bt_symbol_canonical(symbol);
	}
	return BT_OK;
}

enum bt_status
bt_cmd_export(const struct bt_cmd *cmd, struct bt_err *err)
{
	const struct bt_option_value *opt = cmd->args->opt;
	struct export x = {
		.cmd = cmd,
		.from = opt[BT_OPT_FROM].given ? opt[BT_OPT_FROM].date : BT_DATE_NONE,
		.to = opt[BT_OPT_TO].given ? opt[BT_OPT_TO].date : BT_DATE_NONE,
	};
	enum bt_source_kind kind;
	bool known = bt_source_kind(cmd->settings->data_source, &kind);
	bool computed = opt[BT_OPT_COMPUTED].given;
	enum bt_status st = BT_OK;

	if (!computed)
		st = read_symbols(&x, err);
	if (st)
		return st;
	bt_buf_init(&x.out, MAX_OUTPUT);
	if (computed || (known && (kind == BT_SOURCE_CSV || kind == BT_SOURCE_SAMPLE)))
		st = export_scene(&x, computed, err);
	else
		st = export_cache(&x, err);
	bt_buf_release(&x.out);
	return st;
}
