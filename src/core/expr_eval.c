/* A parsed expression over its symbols: a line on the sessions that all of them have. */
#include <math.h>
#include <string.h>

#include "core/average.h"
#include "core/basket.h"
#include "core/digest.h"
#include "core/expr.h"
#include "core/expr_ops.h"
#include "core/join.h"

/* One value of the stack: a constant, or a line (own: its values are this evaluation's to change). */
struct value {
	bool constant;
	double number;
	struct bt_line line;
	double *own;
};

struct machine {
	const struct bt_market *market;
	bt_date as_of;
	enum bt_price price;
	struct bt_arena *arena;
	struct bt_err *err;
	struct value *top;           /* the place above the last value */
};

#define FAIL(m, op, ...) \
	bt_expr_fail((m)->err, BT_E_NODATA, (op)->column, (op)->within, __VA_ARGS__)

static enum bt_status
no_memory(const struct machine *m)
{
	return bt_err_set(m->err, BT_E_NOMEM, "out of memory in an expression");
}

/* --- operands --------------------------------------------------------------------------------- */

static enum bt_status
symbol_line(const struct machine *m, const struct bt_expr_op *op, const char *symbol,
            struct bt_line *out)
{
	const struct bt_security *sec = bt_market_find(m->market, symbol);
	struct bt_bars bars;
	char date[BT_DATE_SIZE];

	if (!sec)
		return FAIL(m, op, "no prices for %s%s", symbol,
		            strpbrk(symbol, "-=") ? "" : " (a symbol with '-' or '=' needs quotes: "
		                                         "'BRK-B')");
	bars = bt_bars_upto(&sec->bars, m->as_of);
	if (bars.n == 0)
		return FAIL(m, op, "%s has no price up to %s", symbol, bt_date_format(m->as_of, date));
	*out = (struct bt_line){bars.n, bars.date, bt_bars_filled(&bars, m->price, m->arena)};
	return out->value ? BT_OK : no_memory(m);
}

static enum bt_status
push_basket(struct machine *m, const struct bt_expr_op *op)
{
	struct bt_line *line = BT_ARENA_ARRAY(m->arena, op->n_symbol, struct bt_line);
	struct bt_join join;
	double *level;
	enum bt_status st = line ? BT_OK : no_memory(m);

	for (size_t i = 0; st == BT_OK && i < op->n_symbol; i++) {
		st = symbol_line(m, op, op->symbol[i], &line[i]);
		if (st == BT_OK && op->date != BT_DATE_NONE) {
			size_t skip = bt_dates_upto(line[i].date, line[i].n, op->date - 1);

			line[i] = (struct bt_line){line[i].n - skip, line[i].date + skip,
			                           line[i].value + skip};
		}
	}
	if (st != BT_OK)
		return st;
	if (bt_join_lines(line, op->n_symbol, m->arena, &join) != BT_OK)
		return no_memory(m);
	if (join.n == 0)
		return FAIL(m, op, "the members have no session in common%s",
		            op->date == BT_DATE_NONE ? "" : " from that date on");
	level = BT_ARENA_ARRAY(m->arena, join.n, double);
	if (!level)
		return no_memory(m);
	bt_basket_level((enum bt_basket)(op->code - BT_EXPR_EWQ), join.date, join.value,
	                op->n_symbol, join.n, level);
	*m->top++ = (struct value){.line = {join.n, join.date, level}, .own = level};
	return BT_OK;
}

static enum bt_status
push_symbol(struct machine *m, const struct bt_expr_op *op)
{
	*m->top = (struct value){.own = NULL};
	return symbol_line(m, op, op->symbol[0], &m->top++->line);
}

static enum bt_status
push_number(struct machine *m, const struct bt_expr_op *op)
{
	*m->top++ = (struct value){.constant = true, .number = op->number};
	return BT_OK;
}

/* --- operators -------------------------------------------------------------------------------- */

static double
finite_or_null(double x)
{
	return isfinite(x) ? x : NAN;
}

double
bt_expr_unary(enum bt_expr_code code, double x)
{
	if (code == BT_EXPR_LOG)
		return x > 0 ? log(x) : NAN;
	return code == BT_EXPR_ABS ? fabs(x) : 0 - x;
}

double
bt_expr_binary(enum bt_expr_code code, double x, double y)
{
	switch (code) {
	case BT_EXPR_ADD:
		return finite_or_null(x + y);
	case BT_EXPR_SUBTRACT:
		return finite_or_null(x - y);
	case BT_EXPR_MULTIPLY:
		return finite_or_null(x * y);
	default:
		return finite_or_null(x / y);
	}
}

/* An array for the result on v's line: v's own when it may be changed, else a new one. */
static double *
result(const struct machine *m, const struct value *v)
{
	return v->own == v->line.value && v->own ? v->own
	                                         : BT_ARENA_ARRAY(m->arena, v->line.n, double);
}

static enum bt_status
apply_unary(struct machine *m, const struct bt_expr_op *op)
{
	struct value *v = m->top - 1;
	double *out = result(m, v);

	if (!out)
		return no_memory(m);
	for (size_t t = 0; t < v->line.n; t++)
		out[t] = bt_expr_unary(op->code, v->line.value[t]);
	v->line.value = v->own = out;
	return BT_OK;
}

/* Bring two lines to their common sessions. */
static enum bt_status
align(struct machine *m, const struct bt_expr_op *op, struct value *x, struct value *y)
{
	const struct bt_line both[2] = {x->line, y->line};
	struct bt_join join;

	if (bt_join_lines(both, 2, m->arena, &join) != BT_OK)
		return no_memory(m);
	if (join.n == 0)
		return FAIL(m, op, "the two sides have no session in common");
	x->line = (struct bt_line){join.n, join.date, join.value[0]};
	y->line = (struct bt_line){join.n, join.date, join.value[1]};
	return BT_OK;
}

static enum bt_status
apply_binary(struct machine *m, const struct bt_expr_op *op)
{
	struct value *x = m->top - 2, *y = m->top - 1;
	enum bt_status st = x->constant || y->constant ? BT_OK : align(m, op, x, y);
	struct value *line = x->constant ? y : x;    /* whose dates the result has */
	double *out;

	if (st != BT_OK)
		return st;
	out = result(m, line);
	if (!out)
		return no_memory(m);
	for (size_t t = 0; t < line->line.n; t++)
		out[t] = bt_expr_binary(op->code, x->constant ? x->number : x->line.value[t],
		                        y->constant ? y->number : y->line.value[t]);
	*x = (struct value){.line = {line->line.n, line->line.date, out}, .own = out};
	m->top--;
	return BT_OK;
}

static void
zscore(const double *x, size_t n, size_t window, double *out)
{
	bt_average_z(x, n, window, 0, out);
}

/* Functions of a series and a number of sessions. */
static void (*const windowed[BT_EXPR_FUNCTIONS])(const double *, size_t, size_t, double *) = {
	[BT_EXPR_SMA] = bt_average_sma,
	[BT_EXPR_EMA] = bt_average_ema,
	[BT_EXPR_ROC] = bt_average_roc,
	[BT_EXPR_Z] = zscore,
	[BT_EXPR_RSI] = bt_average_rsi,
	[BT_EXPR_LAG] = bt_average_lag,
};

static enum bt_status
apply_window(struct machine *m, const struct bt_expr_op *op)
{
	struct value *v = m->top - 1;
	double *out = BT_ARENA_ARRAY(m->arena, v->line.n, double);

	if (!out)
		return no_memory(m);
	windowed[op->code](v->line.value, v->line.n, op->window, out);
	v->line.value = v->own = out;
	return BT_OK;
}

static enum bt_status
apply_norm(struct machine *m, const struct bt_expr_op *op)
{
	struct value *v = m->top - 1;
	size_t upto = bt_dates_upto(v->line.date, v->line.n, op->date);
	bool near = upto && op->date - v->line.date[upto - 1] <= BT_STALE_DAYS;
	double base = near ? v->line.value[upto - 1] : NAN;
	double *out = result(m, v);

	if (!out)
		return no_memory(m);
	for (size_t t = 0; t < v->line.n; t++)
		out[t] = finite_or_null(100 * v->line.value[t] / base);
	v->line.value = v->own = out;
	return BT_OK;
}

static enum bt_status (*const step[])(struct machine *, const struct bt_expr_op *) = {
	[BT_EXPR_SMA] = apply_window,     [BT_EXPR_EMA] = apply_window,
	[BT_EXPR_ROC] = apply_window,     [BT_EXPR_Z] = apply_window,
	[BT_EXPR_RSI] = apply_window,     [BT_EXPR_LAG] = apply_window,
	[BT_EXPR_LOG] = apply_unary,      [BT_EXPR_ABS] = apply_unary,
	[BT_EXPR_NORM] = apply_norm,      [BT_EXPR_EWQ] = push_basket,
	[BT_EXPR_EWD] = push_basket,      [BT_EXPR_EWH] = push_basket,
	[BT_EXPR_NUMBER] = push_number,   [BT_EXPR_SYMBOL] = push_symbol,
	[BT_EXPR_NEGATE] = apply_unary,   [BT_EXPR_ADD] = apply_binary,
	[BT_EXPR_SUBTRACT] = apply_binary, [BT_EXPR_MULTIPLY] = apply_binary,
	[BT_EXPR_DIVIDE] = apply_binary,
};

enum bt_status
bt_expr_eval(const struct bt_expr *e, const struct bt_market *market, bt_date as_of,
             enum bt_price price, struct bt_arena *a, struct bt_line *out, struct bt_err *err)
{
	struct value *stack = BT_ARENA_ARRAY(a, e->stack, struct value);
	struct machine m = {market, as_of, price, a, err, stack};

	*out = (struct bt_line){0};
	if (!stack)
		return no_memory(&m);
	for (size_t i = 0; i < e->n_op; i++) {
		enum bt_status st = step[e->op[i].code](&m, &e->op[i]);

		if (st != BT_OK)
			return st;
	}
	*out = stack[0].line;
	return BT_OK;
}

bool
bt_expr_is_causal(const struct bt_expr *e)
{
	size_t i = 0;

	while (i < e->n_op && e->op[i].code != BT_EXPR_NORM)
		i++;
	return i == e->n_op;
}

enum bt_status
bt_expr_line(const char *text, const struct bt_expr_names *names, const struct bt_market *m,
             bt_date as_of, enum bt_price price, struct bt_arena *a, struct bt_line *out,
             struct bt_err *err)
{
	const struct bt_expr *e;
	enum bt_status st = bt_expr_parse(text, names, a, &e, err);

	*out = (struct bt_line){0};
	return st == BT_OK ? bt_expr_eval(e, m, as_of, price, a, out, err) : st;
}
