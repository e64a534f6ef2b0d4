#include "model/subject.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "model/kept_lines.h"
#include "model/series.h"

/* --- names --------------------------------------------------------------------------------------- */

static const char *
name_in(const struct bt_universe *u, const char *symbol)
{
	for (size_t i = 0; u && i < u->n; i++)
		if (strcmp(u->member[i].symbol, symbol) == 0)
			return u->member[i].name;
	return NULL;
}

const char *
bt_symbol_name(const struct bt_scope *scope, const char *symbol)
{
	static const struct {
		const char *symbol, *name;
	} known[] = {
#define BT_NAME(symbol, name, kind) {symbol, name},
#include "spec/names.def"
	};
	const struct bt_security *sec = bt_market_find(scope->market, symbol);
	const char *name = NULL;

	symbol = sec ? sec->symbol : bt_symbol_canonical(symbol);
	for (size_t i = 0; !name && i < sizeof(known) / sizeof(known[0]); i++)
		if (symbol[0] == known[i].symbol[0] && strcmp(symbol, known[i].symbol) == 0)
			name = known[i].name;
	if (!name && sec)
		name = sec->name;
	return name ? name : name_in(scope->universe, symbol);
}

/* --- subjects ------------------------------------------------------------------------------------ */

static void
use_security(struct bt_subject *s, const struct bt_security *sec, bt_date as_of, enum bt_price price)
{
	s->sec = sec;
	s->bars = bt_bars_upto(&sec->bars, as_of);
	s->line = bt_bars_line(&s->bars, price);
	s->whole = bt_bars_line(&sec->bars, price);
	if (s->bars.n == 0)
		s->why = sec->bars.n ? "its first bar is later" : "it has no bars";
}

/* A word that could only be a symbol ("ES=F"), whatever the grammar says of '='. */
static bool
is_plain_symbol(const char *text)
{
	return text[strcspn(text, " ()*/+',")] == '\0';
}

/* Entries that have a value: an expression may be null on some sessions (division by 0).  The first `whole` are
 * known to have one.  */
static enum bt_status
drop_nulls(struct bt_line *line, size_t whole, struct bt_arena *a)
{
	size_t n = whole < line->n ? whole : line->n, kept = 0;
	bt_date *date;
	double *value;

	for (size_t i = n; i < line->n; i++)
		n += line->value[i] == line->value[i];
	if (n == line->n)
		return BT_OK;
	date = BT_ARENA_ARRAY(a, n, bt_date);
	value = BT_ARENA_ARRAY(a, n, double);
	if (!date || !value)
		return BT_E_NOMEM;
	for (size_t i = 0; i < line->n; i++) {
		if (line->value[i] != line->value[i])
			continue;
		date[kept] = line->date[i];
		value[kept++] = line->value[i];
	}
	*line = (struct bt_line){kept, date, value};
	return BT_OK;
}

static enum bt_status
use_expression(const struct bt_scope *scope, const char *text, struct bt_subject *s,
               bt_date as_of, enum bt_price price, struct bt_arena *a, struct bt_err *err)
{
	const struct bt_kept_line *kept = bt_kept_lines_find(scope, text, price, as_of, &s->line);
	const struct bt_digest *digest = kept ? &kept->digest : NULL;
	struct bt_err cause = {BT_OK, ""};
	const double *value;
	enum bt_status st = BT_OK;

	if (!kept)
		st = bt_expr_line(text, bt_series_names(scope->settings, a), scope->market, as_of, price, a,
		                  &s->line, &cause);
	if (st == BT_E_EXPR && is_plain_symbol(text)) {
		s->why = "no such symbol";
		return BT_OK;
	}
	value = s->line.value;
	if (!st)
		st = drop_nulls(&s->line, digest ? digest->positive : 0, a);
	if (st == BT_E_NODATA) {
		s->line = (struct bt_line){0};
		s->why = bt_arena_strdup(a, cause.text);
		return BT_OK;
	}
	if (st)
		return bt_err_set(err, st, "%s: %s", s->text, cause.text);
	s->whole = s->line;
	s->kept = s->line.value == value ? kept : NULL;
	s->bars = (struct bt_bars){.n = s->line.n, .date = s->line.date, .close = s->line.value,
	                           .digest = s->kept ? digest : NULL};
	return BT_OK;
}

enum bt_status
bt_subject_open(const struct bt_scope *scope, const char *text, bt_date as_of, enum bt_price price,
                struct bt_arena *a, struct bt_subject *out, struct bt_err *err)
{
	const struct bt_security *sec = bt_market_find(scope->market, text);

	*out = (struct bt_subject){.text = bt_text_clean_dup(a, text, strlen(text)),
	                           .name = bt_symbol_name(scope, text)};
	if (!out->text)
		return bt_err_set(err, BT_E_NOMEM, "out of memory");
	if (!sec)
		return use_expression(scope, text, out, as_of, price, a, err);
	use_security(out, sec, as_of, price);
	return BT_OK;
}

bool
bt_subject_is_positive(const struct bt_subject *s)
{
	enum bt_price price = s->line.value == s->bars.close ? BT_PRICE_CLOSE : BT_PRICE_ADJCLOSE;

	return s->line.n > 0 && bt_bars_is_whole(&s->bars, price, 0, s->line.n);
}

void
bt_subject_stand_in(const struct bt_scope *scope, const char *text, enum bt_price price,
                    struct bt_subject *s)
{
	const struct bt_security *sec = bt_market_stand_in(scope->market, text);

	if (!sec)
		return;
	use_security(s, sec, sec->bars.date[sec->bars.n - 1], price);
	s->brief = true;
	s->why = NULL;
}

/* --- what a view shows ------------------------------------------------------------------------- */

struct bt_words
bt_ask_words(const struct bt_ask *ask, const struct bt_words *list, size_t n, struct bt_arena *a)
{
	size_t most = 0, kept = 0;
	const char **word;

	if (ask->n_arg)
		return (struct bt_words){ask->arg, ask->n_arg};
	for (size_t i = 0; i < n; i++)
		most += list[i].n;
	word = BT_ARENA_ARRAY(a, most, const char *);
	for (size_t i = 0; word && i < n; i++) {
		for (size_t k = 0; k < list[i].n; k++) {
			size_t j = 0;

			while (j < kept && strcmp(word[j], list[i].at[k]) != 0)
				j++;
			if (j == kept)
				word[kept++] = list[i].at[k];
		}
	}
	return (struct bt_words){word, kept};
}

enum bt_status
bt_no_bars(struct bt_words word, struct bt_arena *a, struct bt_err *err)
{
	if (word.n != 1)
		return bt_err_set(err, BT_E_NODATA, "no bars of any of the %zu symbols", word.n);
	return bt_err_set(err, BT_E_NODATA, "no bars of %s",
	                  bt_text_clean_dup(a, word.at[0], strlen(word.at[0])));
}
