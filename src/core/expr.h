/* core/expr.h - the language of ratios and baskets: "SPSM/MAG7", "z(IWM/SPY,60)".
 *
 *	expr   := term (('+'|'-') term)*
 *	term   := unary (('*'|'/') unary)*
 *	unary  := '-' unary | primary
 *	primary:= number | symbol | func '(' arg (',' arg)* ')' | '(' expr ')'
 *	symbol := [A-Z^_][A-Z0-9.^_]* | "'" any characters "'"    with '-' or '=': needs quotes
 *	func   := sma ema roc z rsi log abs lag norm ewq ewd ewh
 *	arg    := expr | YYYY-MM-DD          the second of norm; the last of a basket, its first session
 *
 * (indicators.md, section 3.)  An expression is parsed once and evaluated as often as wanted; it is
 * const, lives in its arena and borrows nothing.  Text of any length and depth is safe: what goes
 * beyond the bounds below is an error, not a recursion.  Every error text begins with
 * "column N: ", N the 1-based character at fault in the text, and says what to do.  */
#ifndef BT_CORE_EXPR_H
#define BT_CORE_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "core/bars.h"
#include "core/market.h"

#define BT_EXPR_MAX_TEXT 4096   /* bytes of one text, named series not counted */
#define BT_EXPR_MAX_NODES 1024  /* operands and operators, named series spelled out */
#define BT_EXPR_MAX_DEPTH 64    /* parentheses, functions, minus signs, names within names */

struct bt_expr;

/* Named series: the text of `name` ("ewq(AAPL,NVDA)"), or NULL when there is none of that name.  The
 * text must live as long as the parse.  Asked for every unquoted symbol, before the built-in names
 * MAG7 (= MAG7Q: ewq), MAG7D (ewd) and MAG7H (ewh) of the seven, so a user's names win.  */
struct bt_expr_names {
	const char *(*text)(const void *ctx, const char *name);
	const void *ctx;
};

/* Parse text (names may be NULL: the built-in ones alone).
 *	BT_E_EXPR   the text is wrong, or a constant stands alone or where a series is needed
 *	BT_E_NOMEM  the arena is exhausted  */
BT_MUST_CHECK enum bt_status bt_expr_parse(const char *text, const struct bt_expr_names *names,
                                           struct bt_arena *a, const struct bt_expr **out,
                                           struct bt_err *err);

/* The symbols it needs, as written, each once; *n of them. */
const char *const *bt_expr_symbols(const struct bt_expr *e, size_t *n);

/* Whether its line as of D is the line as of any later day, cut at D: all but norm(), whose base may
 * be later than D.  Then one evaluation serves every day of time travel.  */
bool bt_expr_is_prefix_stable(const struct bt_expr *e);

/* Its value on every joined session up to and with as_of; NAN is null.  A line of the arena or
 * borrowed from the market.  Rules, besides section 3:
 *	one symbol alone      its own sessions
 *	division by 0, log of a value <= 0, roc from 0, norm by 0: null
 *	windows               null while any value in them is null; ema and rsi start anew after a null
 *	norm                  null when the base session is more than BT_STALE_DAYS before its date
 * Errors:
 *	BT_E_NODATA  a symbol is unknown or has no bar by then; no session is common to all
 *	BT_E_NOMEM   the arena is exhausted  */
BT_MUST_CHECK enum bt_status bt_expr_eval(const struct bt_expr *e, const struct bt_market *m,
                                          bt_date as_of, enum bt_price price, struct bt_arena *a,
                                          struct bt_line *out, struct bt_err *err);

/* Whether its value on a day depends on nothing later, so that an evaluation as of that day is the begin of
 * one as of any later day.  Of all functions only norm can look ahead: to its date.  */
bool bt_expr_is_causal(const struct bt_expr *e);

/* Both at once. */
BT_MUST_CHECK enum bt_status bt_expr_line(const char *text, const struct bt_expr_names *names,
                                          const struct bt_market *m, bt_date as_of,
                                          enum bt_price price, struct bt_arena *a,
                                          struct bt_line *out, struct bt_err *err);

#endif
