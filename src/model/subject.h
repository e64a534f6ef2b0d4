/* model/subject.h - what a row is about: a symbol, or an expression, as a line up to a day.
 *
 * Views take both wherever a user may type one, and name the series that settings define.  */
#ifndef BT_MODEL_SUBJECT_H
#define BT_MODEL_SUBJECT_H

#include "core/expr.h"
#include "model/report.h"

/* Names of the settings for expressions: the user's series, and MAG7, MAG7Q, MAG7D, MAG7H of the seven
 * that he lists.  Lives in the arena. */
struct bt_expr_names bt_scope_names(const struct bt_scope *scope, struct bt_arena *a);

struct bt_subject {
	const char *text;                /* as asked for */
	const char *name;                /* for people, or NULL */
	const struct bt_security *sec;   /* the symbol's; NULL: an expression, or not there */
	struct bt_bars bars;             /* up to as_of; of an expression close alone; n = 0: nothing */
	struct bt_line line;             /* the price asked for, up to as_of; of an expression its value */
	struct bt_line whole;            /* the same to its newest entry; see core/returns.h on SINCE:D */
	const char *why;                 /* n = 0: the reason, in words */
};

/* Open a symbol in any spelling or an expression.  What the market lacks is no error: such a row is
 * empty.
 *	BT_E_EXPR   the expression is wrong
 *	BT_E_NOMEM  the arena is exhausted  */
BT_MUST_CHECK enum bt_status bt_subject_open(const struct bt_scope *scope, const char *text,
                                             bt_date as_of, enum bt_price price,
                                             struct bt_arena *a, struct bt_subject *out,
                                             struct bt_err *err);

/* The name of a symbol in any spelling: that of spec/names.def, else the source's, the universe's, a bundled
 * list's, or NULL.  Ours come first because sources cut and pad ("CBOE Interest Rate 10 Year T No").  */
const char *bt_symbol_name(const struct bt_scope *scope, const char *symbol);

/* The subjects of a view: the arguments as typed, or else these lists of the settings, each once. */
struct bt_words bt_ask_words(const struct bt_ask *ask, const struct bt_words *list, size_t n,
                             struct bt_arena *a);

#endif
