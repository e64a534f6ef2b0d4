/* core/expr_ops.h - a parsed expression, between core/expr.c and core/expr_eval.c alone.
 *
 * Postfix: operands push a value, operators replace the values on top by theirs, so evaluation is one
 * loop without recursion.  Constants are folded: an operator never sees two of them.  */
#ifndef BT_CORE_EXPR_OPS_H
#define BT_CORE_EXPR_OPS_H

#include <stddef.h>

#include "core/expr.h"

enum bt_expr_code {
#define BT_FUNCTION(id, name, kinds, form, help) BT_EXPR_##id,
#include "spec/functions.def"
	BT_EXPR_FUNCTIONS,       /* how many there are */
	BT_EXPR_NUMBER = BT_EXPR_FUNCTIONS,
	BT_EXPR_SYMBOL,
	BT_EXPR_NEGATE,
	BT_EXPR_ADD,
	BT_EXPR_SUBTRACT,
	BT_EXPR_MULTIPLY,
	BT_EXPR_DIVIDE,
};

struct bt_expr_op {
	enum bt_expr_code code;
	int column;                  /* where it stands in the text */
	const char *within;          /* the named series whose text it is from, or NULL */
	double number;               /* NUMBER */
	size_t window;               /* n of a function */
	bt_date date;                /* of norm; first session of a basket or BT_DATE_NONE */
	const char *const *symbol;   /* SYMBOL, baskets */
	size_t n_symbol;
};

struct bt_expr {
	const struct bt_expr_op *op;
	size_t n_op;
	size_t stack;                /* most values held at once */
	const char *const *symbol;   /* each once */
	size_t n_symbol;
};

/* Whether a function makes a basket. */
static inline bool
bt_expr_is_basket(enum bt_expr_code code)
{
	return code >= BT_EXPR_EWQ && code <= BT_EXPR_EWH;
}

/* "column N: in NAME: text" into *err, and status. */
enum bt_status bt_expr_fail(struct bt_err *err, enum bt_status status, int column,
                            const char *within, const char *fmt, ...) BT_PRINTF(5, 6);

/* x op y, or f(x) of log and abs; null where there is no finite result. */
double bt_expr_binary(enum bt_expr_code code, double x, double y);
double bt_expr_unary(enum bt_expr_code code, double x);

#endif
