#include "core/expr.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "core/expr_ops.h"

#define MAX_SYMBOL 64
#define MAX_WINDOW 1e9
#define SEVEN "AAPL,AMZN,GOOGL,META,MSFT,NVDA,TSLA"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"

static const struct {
	const char *name, *kinds, *form;
} functions[] = {
#define BT_FUNCTION(id, name, kinds, form, help) [BT_EXPR_##id] = {name, kinds, form},
#include "spec/functions.def"
};

/* The built-in names; one Alphabet class (indicators.md, section 3). */
static const struct {
	const char *name, *text;
} named[] = {
	{"MAG7", "ewq(" SEVEN ")"},
	{"MAG7Q", "ewq(" SEVEN ")"},
	{"MAG7D", "ewd(" SEVEN ")"},
	{"MAG7H", "ewh(" SEVEN ")"},
};

struct parser {
	const char *text, *at;        /* what is read: the expression, or the text of a named series */
	const char *within;           /* that series' name, or NULL */
	int column;                   /* where its name stands in the expression */
	int depth;
	size_t steps;                 /* operands read: bounds names that multiply */
	const struct bt_expr_names *names;
	struct bt_arena *arena;
	struct bt_expr_op *op;
	size_t n, cap;
	size_t stack, stack_max;
	struct bt_err *err;
};

/* --- saying what is wrong --------------------------------------------------------------------- */

enum bt_status
bt_expr_fail(struct bt_err *err, enum bt_status status, int column, const char *within,
             const char *fmt, ...)
{
	char text[320];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return bt_err_set(err, status, "column %d: %s%s%s%s", column, within ? "in " : "",
	                  within ? within : "", within ? ": " : "", text);
}

/* 1-based character of a place in the expression; inside a named series, that of its name. */
static int
column_of(const struct parser *p, const char *at)
{
	int column = 1;

	if (p->within)
		return p->column;
	for (const char *s = p->text; s < at; s++)
		column += ((unsigned char)*s & 0xC0) != 0x80;
	return column;
}

#define FAIL(p, at, ...) \
	bt_expr_fail((p)->err, BT_E_EXPR, column_of((p), (at)), (p)->within, __VA_ARGS__)

static enum bt_status
no_memory(const struct parser *p)
{
	return bt_err_set(p->err, BT_E_NOMEM, "out of memory in an expression");
}

/* What stands at `at`, for a message: one character, made harmless. */
static const char *
shown(const char *at, char buf[16])
{
	uint32_t cp;
	size_t n = bt_utf8_decode(at, strnlen(at, 4), &cp);

	bt_text_clean(at, n, buf, 16);
	return buf;
}

/* --- the code being written ------------------------------------------------------------------- */

static enum bt_status
emit(struct parser *p, struct bt_expr_op op)
{
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 16;
		struct bt_expr_op *grown = BT_ARENA_ARRAY(p->arena, cap, struct bt_expr_op);

		if (!grown)
			return no_memory(p);
		if (p->n)
			memcpy(grown, p->op, p->n * sizeof(*grown));
		p->op = grown;
		p->cap = cap;
	}
	op.within = p->within;
	p->op[p->n++] = op;
	return BT_OK;
}

/* Count one more operand; a symbol of a basket is one too. */
static enum bt_status
step(struct parser *p, const char *at)
{
	if (++p->steps > BT_EXPR_MAX_NODES)
		return FAIL(p, at, "too long: more than %d operands", BT_EXPR_MAX_NODES);
	return BT_OK;
}

static enum bt_status
emit_operand(struct parser *p, const char *at, struct bt_expr_op op)
{
	enum bt_status st = step(p, at);

	if (st != BT_OK)
		return st;
	if (++p->stack > p->stack_max)
		p->stack_max = p->stack;
	op.column = column_of(p, at);
	return emit(p, op);
}

static bool
is_number(const struct parser *p, size_t back)
{
	return p->n >= back && p->op[p->n - back].code == BT_EXPR_NUMBER;
}

/* An operator on the value on top; done at once when that is a constant. */
static enum bt_status
emit_unary(struct parser *p, const char *at, enum bt_expr_code code)
{
	if (is_number(p, 1)) {
		p->op[p->n - 1].number = bt_expr_unary(code, p->op[p->n - 1].number);
		return BT_OK;
	}
	return emit(p, (struct bt_expr_op){.code = code, .column = column_of(p, at)});
}

/* The last two pieces of code are both constants only when they are both operands whole. */
static enum bt_status
emit_binary(struct parser *p, const char *at, enum bt_expr_code code)
{
	p->stack--;
	if (is_number(p, 1) && is_number(p, 2)) {
		struct bt_expr_op *x = &p->op[p->n - 2];

		x->number = bt_expr_binary(code, x->number, x[1].number);
		p->n--;
		return BT_OK;
	}
	return emit(p, (struct bt_expr_op){.code = code, .column = column_of(p, at)});
}

/* --- the grammar ------------------------------------------------------------------------------ */

static enum bt_status parse_expr(struct parser *p);

static char
peek(struct parser *p)
{
	p->at += strspn(p->at, " \t");
	return *p->at;
}

static enum bt_status
enter(struct parser *p, const char *at)
{
	if (++p->depth > BT_EXPR_MAX_DEPTH)
		return FAIL(p, at, "nested deeper than %d levels", BT_EXPR_MAX_DEPTH);
	return BT_OK;
}

static enum bt_status
parse_number(struct parser *p)
{
	const char *start = p->at;
	double x;

	p->at += strspn(p->at, DIGIT ".");
	if (*p->at == 'e' || *p->at == 'E') {
		size_t sign = p->at[1] == '+' || p->at[1] == '-';
		size_t digits = strspn(p->at + 1 + sign, DIGIT);

		p->at += digits ? 1 + sign + digits : 0;
	}
	if (!bt_num_parse(start, (size_t)(p->at - start), &x))
		return FAIL(p, start, "not a number");
	return emit_operand(p, start, (struct bt_expr_op){.code = BT_EXPR_NUMBER, .number = x});
}

/* Whether it can be shown as it is: symbols turn up in messages and headings. */
static bool
is_clean(const char *s, size_t n)
{
	char clean[3 * MAX_SYMBOL + 4];

	return n > MAX_SYMBOL || (bt_text_clean(s, n, clean, sizeof(clean)) == n &&
	                          memcmp(s, clean, n) == 0);
}

/* A symbol as it stands, without its quotes, copied; *quoted says whether it had them. */
static enum bt_status
read_symbol(struct parser *p, const char **out, bool *quoted)
{
	const char *start = p->at;
	size_t n;

	*quoted = *p->at == '\'';
	if (*quoted) {
		n = strcspn(++p->at, "'");
		if (p->at[n] != '\'')
			return FAIL(p, start, "the quote that opens here is not closed");
		if (n == 0)
			return FAIL(p, start, "a symbol is missing between the quotes");
		if (!is_clean(p->at, n))
			return FAIL(p, start, "the quotes hold bytes that are no text");
	} else {
		n = strspn(p->at, UPPER DIGIT ".^_");
	}
	if (n > MAX_SYMBOL)
		return FAIL(p, start, "a symbol longer than %d bytes", MAX_SYMBOL);
	*out = bt_arena_strndup(p->arena, p->at, n);
	p->at += n + *quoted;
	return *out ? BT_OK : no_memory(p);
}

static const char *
named_text(const struct parser *p, const char *name)
{
	const char *text = p->names ? p->names->text(p->names->ctx, name) : NULL;

	for (size_t i = 0; !text && i < sizeof(named) / sizeof(named[0]); i++)
		if (strcmp(named[i].name, name) == 0)
			text = named[i].text;
	return text;
}

/* End of a text: nothing may be left. */
static enum bt_status
parse_end(struct parser *p)
{
	char buf[16], c = peek(p);

	if (c == '\0')
		return BT_OK;
	if (c == ')')
		return FAIL(p, p->at, "no '(' belongs to this ')'");
	if (c == '=' || c == ':')
		return FAIL(p, p->at, "a symbol with '%c' needs quotes, as in 'ES=F'", c);
	return FAIL(p, p->at, "'%s' where an operator or the end should be", shown(p->at, buf));
}

/* Read a named series' own text in place of its name. */
static enum bt_status
parse_named(struct parser *p, const char *at, const char *name, const char *text)
{
	struct parser outer = *p;
	enum bt_status st;

	p->column = column_of(p, at);
	p->within = name;
	p->text = p->at = text;
	st = enter(p, text);
	if (st == BT_OK)
		st = step(p, text);
	if (st == BT_OK)
		st = strlen(text) > BT_EXPR_MAX_TEXT ? FAIL(p, text, "its text is too long")
		                                     : parse_expr(p);
	if (st == BT_OK)
		st = parse_end(p);
	p->within = outer.within;
	p->column = outer.column;
	p->text = outer.text;
	p->at = outer.at;
	p->depth = outer.depth;
	return st;
}

static enum bt_status
parse_symbol(struct parser *p)
{
	const char *start = p->at, *text, **symbol;
	bool quoted;
	enum bt_status st;

	symbol = BT_ARENA_NEW(p->arena, const char *);
	if (!symbol)
		return no_memory(p);
	st = read_symbol(p, symbol, &quoted);
	if (st != BT_OK)
		return st;
	text = quoted ? NULL : named_text(p, *symbol);
	if (text)
		return parse_named(p, start, *symbol, text);
	return emit_operand(p, start, (struct bt_expr_op){
		.code = BT_EXPR_SYMBOL, .symbol = symbol, .n_symbol = 1});
}

static enum bt_status
parse_date(struct parser *p, bt_date *out)
{
	size_t n = strspn(p->at, DIGIT "-");

	if (!bt_date_parse(p->at, n, out))
		return FAIL(p, p->at, "a date is needed here, as 2025-01-31");
	p->at += n;
	return BT_OK;
}

/* The whole number that the code just written comes to; taken off again. */
static enum bt_status
take_window(struct parser *p, const char *at, size_t *out)
{
	double x = is_number(p, 1) ? p->op[p->n - 1].number : NAN;

	if (!(x >= 1) || x != floor(x) || x > MAX_WINDOW)
		return FAIL(p, at, "a whole number of sessions, 1 or more, is needed here");
	p->n--;
	p->stack--;
	*out = (size_t)x;
	return BT_OK;
}

static enum bt_status
parse_window(struct parser *p, size_t *out)
{
	const char *start = p->at;
	enum bt_status st = parse_expr(p);

	return st == BT_OK ? take_window(p, start, out) : st;
}

static enum bt_status
parse_series(struct parser *p, const char *name)
{
	const char *start = p->at;
	enum bt_status st = parse_expr(p);

	if (st == BT_OK && is_number(p, 1))
		return FAIL(p, start, "%s needs a series here, not a constant", name);
	return st;
}

/* One argument of that kind into *op (a series into the code). */
static enum bt_status
parse_arg(struct parser *p, char kind, struct bt_expr_op *op)
{
	switch (kind) {
	case 'x':
		return parse_series(p, functions[op->code].name);
	case 'n':
		return parse_window(p, &op->window);
	case 'd':
		return parse_date(p, &op->date);
	default:
		return parse_expr(p);
	}
}

static enum bt_status
wrong_count(const struct parser *p, enum bt_expr_code code)
{
	if (*p->at == '\0')
		return FAIL(p, p->at, "the ')' of %s is missing", functions[code].form);
	if (*p->at != ')' && *p->at != ',') {
		char buf[16];

		return FAIL(p, p->at, "'%s' where ',' or ')' should be: %s", shown(p->at, buf),
		            functions[code].form);
	}
	return FAIL(p, p->at, "wrong number of arguments: %s", functions[code].form);
}

static enum bt_status
parse_args(struct parser *p, struct bt_expr_op *op)
{
	for (const char *kind = functions[op->code].kinds; *kind; kind++) {
		enum bt_status st;

		if (peek(p) == ')' || *p->at == ',' || *p->at == '\0')
			return wrong_count(p, op->code);
		st = parse_arg(p, *kind, op);
		if (st != BT_OK)
			return st;
		if (peek(p) != (kind[1] ? ',' : ')'))
			return wrong_count(p, op->code);
		p->at++;
	}
	return BT_OK;
}

/* One member of a basket: a plain symbol. */
static enum bt_status
parse_member(struct parser *p, struct bt_expr_op *op, const char **symbol)
{
	const char *start = p->at;
	bool quoted;
	enum bt_status st = step(p, start);

	if (st != BT_OK)
		return st;
	if (*start == ')' || *start == ',' || *start == '\0')
		return wrong_count(p, op->code);
	if (!strchr(UPPER "^_'", *start))
		return FAIL(p, start, "a basket takes plain symbols: %s", functions[op->code].form);
	st = read_symbol(p, &symbol[op->n_symbol], &quoted);
	if (st != BT_OK)
		return st;
	if (!quoted && named_text(p, symbol[op->n_symbol]))
		return FAIL(p, start, "a basket takes plain symbols, and %s is a named series",
		            symbol[op->n_symbol]);
	op->n_symbol++;
	return BT_OK;
}

/* Most members that the rest of the text can hold. */
static size_t
count_members(const char *at)
{
	size_t n = 1;

	for (; *at; at++)
		n += *at == ',';
	return n;
}

static enum bt_status
parse_basket(struct parser *p, struct bt_expr_op *op)
{
	const char **symbol = BT_ARENA_ARRAY(p->arena, count_members(p->at), const char *);
	enum bt_status st;

	if (!symbol)
		return no_memory(p);
	op->symbol = symbol;
	do {
		peek(p);
		if (op->n_symbol && strchr(DIGIT, *p->at) && *p->at) {
			st = parse_date(p, &op->date);
			if (st == BT_OK && peek(p) != ')')
				return FAIL(p, p->at, "the date comes last: %s",
				            functions[op->code].form);
		} else {
			st = parse_member(p, op, symbol);
		}
		if (st != BT_OK)
			return st;
	} while (peek(p) == ',' && p->at++);
	if (*p->at != ')')
		return wrong_count(p, op->code);
	p->at++;
	return BT_OK;
}

static enum bt_status
unknown_function(const struct parser *p, const char *start, size_t n)
{
	char list[160], name[MAX_SYMBOL];
	size_t used = 0;

	bt_text_clean(start, n < sizeof(name) ? n : sizeof(name) - 1, name, sizeof(name));
	if (start[n] != '(')
		return FAIL(p, start, "'%s': symbols are written in capitals, functions with '('",
		            name);
	list[0] = '\0';
	for (size_t f = 0; f < BT_EXPR_FUNCTIONS; f++)
		used += (size_t)snprintf(list + used, sizeof(list) - used, " %s", functions[f].name);
	return FAIL(p, start, "unknown function '%s'; there are%s", name, list);
}

static enum bt_status
parse_function(struct parser *p)
{
	const char *start = p->at;
	size_t n = strspn(start, LOWER DIGIT "_"), f = 0;
	struct bt_expr_op op = {.date = BT_DATE_NONE};
	enum bt_status st;

	while (f < BT_EXPR_FUNCTIONS &&
	       !(strlen(functions[f].name) == n && memcmp(functions[f].name, start, n) == 0))
		f++;
	p->at += n;
	if (f == BT_EXPR_FUNCTIONS || peek(p) != '(')
		return unknown_function(p, start, n);
	p->at++;
	op.code = (enum bt_expr_code)f;
	op.column = column_of(p, start);
	st = enter(p, start);
	if (st != BT_OK)
		return st;
	st = bt_expr_is_basket(op.code) ? parse_basket(p, &op) : parse_args(p, &op);
	p->depth--;
	if (st != BT_OK)
		return st;
	if (bt_expr_is_basket(op.code))
		return emit_operand(p, start, op);
	return strcmp(functions[f].kinds, "c") == 0 ? emit_unary(p, start, op.code) : emit(p, op);
}

static enum bt_status
parse_nested(struct parser *p)
{
	const char *start = p->at++;
	enum bt_status st = enter(p, start);

	if (st == BT_OK)
		st = parse_expr(p);
	p->depth--;
	if (st != BT_OK)
		return st;
	if (peek(p) == '\0')
		return FAIL(p, start, "the '(' that opens here is not closed");
	if (*p->at != ')')
		return parse_end(p);
	p->at++;
	return BT_OK;
}

static enum bt_status
parse_primary(struct parser *p)
{
	char buf[16], c = peek(p);

	if (c == '\0')
		return FAIL(p, p->at, "%s", p->at == p->text
		            ? "nothing here: write an expression such as IWM/QQQ"
		            : "a number, symbol, function or '(' is missing here");
	if (strchr(DIGIT ".", c))
		return parse_number(p);
	if (strchr(UPPER "^_'", c))
		return parse_symbol(p);
	if (strchr(LOWER, c))
		return parse_function(p);
	if (c == '(')
		return parse_nested(p);
	return FAIL(p, p->at, "'%s' where a number, symbol, function or '(' should be",
	            shown(p->at, buf));
}

static enum bt_status
parse_unary(struct parser *p)
{
	const char *sign = NULL;
	bool negative = false;
	enum bt_status st;

	for (; peek(p) == '-'; negative = !negative)
		sign = p->at++;
	st = parse_primary(p);
	if (st != BT_OK || !negative)
		return st;
	return emit_unary(p, sign, BT_EXPR_NEGATE);
}

/* operand (op operand)*, from the left; code[i] belongs to op[i]. */
static enum bt_status
parse_chain(struct parser *p, const char op[3], const enum bt_expr_code code[2],
            enum bt_status (*operand)(struct parser *))
{
	enum bt_status st = operand(p);

	while (st == BT_OK && (peek(p) == op[0] || *p->at == op[1])) {
		const char *at = p->at++;

		st = operand(p);
		if (st == BT_OK)
			st = emit_binary(p, at, code[*at == op[1]]);
	}
	return st;
}

static enum bt_status
parse_term(struct parser *p)
{
	static const enum bt_expr_code code[2] = {BT_EXPR_MULTIPLY, BT_EXPR_DIVIDE};

	return parse_chain(p, "*/", code, parse_unary);
}

static enum bt_status
parse_expr(struct parser *p)
{
	static const enum bt_expr_code code[2] = {BT_EXPR_ADD, BT_EXPR_SUBTRACT};

	return parse_chain(p, "+-", code, parse_term);
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool
is_listed(const char *const *symbol, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(symbol[i], s) == 0)
			return true;
	return false;
}

static enum bt_status
finish(const struct parser *p, const struct bt_expr **out)
{
	struct bt_expr *e = BT_ARENA_NEW(p->arena, struct bt_expr);
	const char **symbol = BT_ARENA_ARRAY(p->arena, p->steps, const char *);

	if (!e || !symbol)
		return no_memory(p);
	*e = (struct bt_expr){.op = p->op, .n_op = p->n, .stack = p->stack_max, .symbol = symbol};
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->op[i].n_symbol; k++)
			if (!is_listed(symbol, e->n_symbol, p->op[i].symbol[k]))
				symbol[e->n_symbol++] = p->op[i].symbol[k];
	*out = e;
	return BT_OK;
}

enum bt_status
bt_expr_parse(const char *text, const struct bt_expr_names *names, struct bt_arena *a,
              const struct bt_expr **out, struct bt_err *err)
{
	struct parser p = {.text = text, .at = text, .names = names, .arena = a, .err = err};
	enum bt_status st;

	*out = NULL;
	if (strnlen(text, BT_EXPR_MAX_TEXT + 1) > BT_EXPR_MAX_TEXT)
		return bt_expr_fail(err, BT_E_EXPR, BT_EXPR_MAX_TEXT + 1, NULL,
		                    "longer than %d bytes", BT_EXPR_MAX_TEXT);
	st = parse_expr(&p);
	if (st == BT_OK)
		st = parse_end(&p);
	if (st != BT_OK)
		return st;
	if (is_number(&p, 1))
		return FAIL(&p, text, "a constant has no sessions: name a symbol, such as SPY");
	return finish(&p, out);
}

const char *const *
bt_expr_symbols(const struct bt_expr *e, size_t *n)
{
	*n = e->n_symbol;
	return e->symbol;
}

bool
bt_expr_is_prefix_stable(const struct bt_expr *e)
{
	for (size_t i = 0; i < e->n_op; i++)
		if (e->op[i].code == BT_EXPR_NORM)
			return false;
	return true;
}
