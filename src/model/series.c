#include "model/series.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "core/digest.h"
#include "model/kept_lines.h"

/* --- names ------------------------------------------------------------------------------------ */

struct names {
	struct bt_expr_names names;      /* first: what the parser gets */
	const struct bt_settings *settings;
	struct bt_arena *arena;
};

/* "ewq('AAPL','AMZN')": quoted, since any symbol may be listed. */
static const char *
basket(const char *function, const struct bt_words *member, struct bt_arena *a)
{
	size_t len = strlen(function) + 2;
	char *text, *end;

	for (size_t i = 0; i < member->n; i++)
		len += strlen(member->at[i]) + 3;
	end = text = bt_arena_alloc(a, len);
	end = stpcpy(end, function);
	for (size_t i = 0; i < member->n; i++) {
		*end++ = i ? ',' : '(';
		*end++ = '\'';
		end = stpcpy(end, member->at[i]);
		*end++ = '\'';
	}
	*end = ')';
	return text;
}

static const char *
text_of(const void *ctx, const char *name)
{
	static const struct {
		const char *name, *function;
	} seven[] = {{"MAG7", "ewq"}, {"MAG7Q", "ewq"}, {"MAG7D", "ewd"}, {"MAG7H", "ewh"}};
	const struct names *n = ctx;
	const char *own = bt_pairs_find(&n->settings->series, name);

	if (own && *own)
		return own;
	for (size_t i = 0; n->settings->lists_seven.n && i < sizeof(seven) / sizeof(seven[0]); i++)
		if (strcmp(name, seven[i].name) == 0)
			return basket(seven[i].function, &n->settings->lists_seven, n->arena);
	return NULL;
}

const struct bt_expr_names *
bt_series_names(const struct bt_settings *s, struct bt_arena *a)
{
	struct names *n;

	if (!s)
		return NULL;
	n = BT_ARENA_NEW(a, struct names);
	*n = (struct names){.names = {text_of, n}, .settings = s, .arena = a};
	return &n->names;
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool
is_provisional(const struct bt_market *m, const struct bt_expr *e, bt_date last)
{
	size_t n;
	const char *const *symbol = bt_expr_symbols(e, &n);

	for (size_t i = 0; i < n; i++) {
		const struct bt_security *sec = bt_market_find(m, symbol[i]);

		if (sec && sec->provisional == last)
			return true;
	}
	return false;
}

/* One side of a ratio as an operand. */
static const char *
operand(const struct bt_market *m, const char *text, struct bt_arena *a)
{
	return bt_market_find(m, text) && !strchr(text, '\'') ? bt_arena_printf(a, "'%s'", text)
	                                                      : bt_arena_printf(a, "(%s)", text);
}

const char *
bt_series_ratio_text(const struct bt_market *m, const char *x, const char *y, struct bt_arena *a)
{
	return bt_arena_printf(a, "%s/%s", operand(m, x, a), operand(m, y, a));
}

enum bt_price
bt_series_price(const struct bt_ask *ask)
{
	return ask->price_given ? ask->price : BT_PRICE_ADJCLOSE;
}

static void
judge_last(struct bt_series *s, bt_date as_of)
{
	s->stale = as_of - s->line.date[s->line.n - 1] > BT_STALE_DAYS;
}

enum bt_status
bt_series_make(const struct bt_scope *scope, const struct bt_ask *ask, const char *text,
               struct bt_arena *a, struct bt_series *out, struct bt_err *err)
{
	bt_date as_of = bt_scope_as_of(scope, ask);
	const struct bt_kept_line *kept;
	const struct bt_expr *e;
	enum bt_status st = BT_OK;

	*out = (struct bt_series){.text = bt_text_clean_dup(a, text, strlen(text))};
	kept = bt_kept_lines_find(scope, text, bt_series_price(ask), as_of, &out->line);
	e = kept ? kept->expr : NULL;
	if (!kept)
		st = bt_expr_parse(text, bt_series_names(scope->settings, a), a, &e, err);
	if (!kept && st == BT_OK)
		st = bt_expr_eval(e, scope->market, as_of, bt_series_price(ask), a, &out->line, err);
	if (st != BT_OK) {
		char shown[80];

		bt_text_clean(text, strlen(text), shown, sizeof(shown));
		bt_err_wrap(err, "%s", shown);
		return st;
	}
	judge_last(out, as_of);
	out->provisional = is_provisional(scope->market, e, out->line.date[out->line.n - 1]);
	return BT_OK;
}

enum bt_status
bt_series_of_symbol(const struct bt_scope *scope, const struct bt_ask *ask, const char *text,
                    struct bt_arena *a, struct bt_series *out, struct bt_err *err)
{
	const struct bt_security *sec = strchr(text, '\'') ? NULL : bt_market_find(scope->market, text);
	bt_date as_of = bt_scope_as_of(scope, ask);
	struct bt_bars bars = sec ? bt_bars_upto(&sec->bars, as_of) : (struct bt_bars){0};
	enum bt_status st;

	if (bars.n == 0) {
		st = bt_series_make(scope, ask, sec ? bt_arena_printf(a, "'%s'", text) : text, a, out, err);
		out->text = bt_text_clean_dup(a, text, strlen(text));
		return st;
	}
	*out = (struct bt_series){.text = bt_text_clean_dup(a, text, strlen(text)),
	                          .line = {bars.n, bars.date, bt_bars_filled(&bars, bt_series_price(ask), a)}};
	if (!out->line.value)
		return bt_err_set(err, BT_E_NOMEM, "out of memory");
	judge_last(out, as_of);
	out->provisional = sec->provisional == bars.date[bars.n - 1];
	return BT_OK;
}

/* What is asked for by one argument, an expression; the shell may have cut it at its blanks. */
enum bt_status
bt_series_of_arguments(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                       struct bt_series *out, struct bt_err *err)
{
	const char *view = bt_view_spec(ask->view)->name, *text;

	if (ask->n_arg == 0)
		return bt_err_set(err, BT_E_USAGE, "which expression?  For example: show %s IWM/QQQ",
		                  view);
	text = ask->arg[0];
	for (size_t i = 1; i < ask->n_arg; i++)
		text = bt_arena_printf(a, "%s %s", text, ask->arg[i]);
	return bt_series_make(scope, ask, text, a, out, err);
}

enum bt_status
bt_series_positive(const struct bt_series *s, struct bt_arena *a, struct bt_line *out,
                   struct bt_err *err)
{
	const struct bt_line *line = &s->line;
	bt_date *date = BT_ARENA_ARRAY(a, line->n, bt_date);
	double *value = BT_ARENA_ARRAY(a, line->n, double);
	char day[BT_DATE_SIZE];

	*out = (struct bt_line){.date = date, .value = value};
	for (size_t t = 0; t < line->n; t++) {
		if (line->value[t] <= 0)
			return bt_err_set(err, BT_E_NODATA, "%.80s is %.6g on %s: only values above "
			                  "0 have a trend", s->text, line->value[t],
			                  bt_date_format(line->date[t], day));
		if (isnan(line->value[t]))
			continue;
		date[out->n] = line->date[t];
		value[out->n++] = line->value[t];
	}
	if (out->n == 0)
		return bt_err_set(err, BT_E_NODATA, "%.80s has no value on any session", s->text);
	return BT_OK;
}

void
bt_series_printed(const struct bt_ask *ask, const bt_date *date, size_t n, size_t *from, size_t *to)
{
	*from = ask->from == BT_DATE_NONE ? 0 : bt_dates_upto(date, n, ask->from - 1);
	*to = ask->to == BT_DATE_NONE ? n : bt_dates_upto(date, n, ask->to);
}

bool
bt_series_is_printed(const struct bt_ask *ask, bt_date d)
{
	return (ask->from == BT_DATE_NONE || d >= ask->from) &&
	       (ask->to == BT_DATE_NONE || d <= ask->to);
}
