/* model/subject.h - what a row is about: a symbol, or an expression, as a line up to a day.
 *
 * For views of many rows, where one that the market lacks stays empty and is no failure (a view of one
 * expression opens it by model/series.h).  */
#ifndef BT_MODEL_SUBJECT_H
#define BT_MODEL_SUBJECT_H

#include "core/expr.h"
#include "model/report.h"

struct bt_kept_line;

struct bt_subject {
	const char *text;                /* as asked for, clean */
	const char *name;                /* for people, or NULL */
	const struct bt_security *sec;   /* the symbol's; NULL: an expression, or not there */
	struct bt_bars bars;             /* up to as_of; of an expression close alone; n = 0: nothing */
	struct bt_line line;             /* the price asked for, up to as_of; of an expression its value */
	struct bt_line whole;            /* the same to its newest entry; see core/returns.h on SINCE:D */
	const struct bt_kept_line *kept; /* of an expression at hand whose line this is; NULL: none */
	const char *why;                 /* n = 0: the reason, in words */
	bool brief;                      /* a stand-in's price and the close before it: no history */
};

/* Open a symbol in any spelling or an expression.  What the market lacks is no error: such a row is
 * empty.
 *	BT_E_EXPR   the expression is wrong
 *	BT_E_NOMEM  the arena is exhausted  */
BT_MUST_CHECK enum bt_status bt_subject_open(const struct bt_scope *scope, const char *text,
                                             bt_date as_of, enum bt_price price,
                                             struct bt_arena *a, struct bt_subject *out,
                                             struct bt_err *err);

/* Whether every entry of its line is > 0, and there is one: what has a logarithm. */
bool bt_subject_is_positive(const struct bt_subject *s);

/* For rows of quotes as of now: where another source stands in for the symbol's, its price instead. */
void bt_subject_stand_in(const struct bt_scope *scope, const char *text, enum bt_price price,
                         struct bt_subject *s);

/* The name of a symbol in any spelling: that of spec/names.def, else the source's, the universe's, a bundled
 * list's, or NULL.  Ours come first because sources cut and pad ("CBOE Interest Rate 10 Year T No").  */
const char *bt_symbol_name(const struct bt_scope *scope, const char *symbol);

/* The subjects of a view: the arguments as typed, or else these lists of the settings, each once. */
struct bt_words bt_ask_words(const struct bt_ask *ask, const struct bt_words *list, size_t n,
                             struct bt_arena *a);

/* "no bars of X": BT_E_NODATA for a view none of whose subjects has any. */
enum bt_status bt_no_bars(struct bt_words word, struct bt_arena *a, struct bt_err *err);

#endif
