#include "model/condition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "model/cell.h"
#include "model/settings.h"

/* Longest first, so that "<" does not take the half of "<=". */
static const struct {
	const char *text;
	enum bt_op op;
} ops[] = {{"<=", BT_OP_LE}, {">=", BT_OP_GE}, {"!=", BT_OP_NE},
           {"==", BT_OP_EQ}, {"<", BT_OP_LT},  {"=", BT_OP_EQ}, {">", BT_OP_GT}};

/* Views about one subject, in the order in which a bare field is looked for. */
static const char *const subject_views[] = {"records", "trend", "ratio", "channel", "vix"};

/* Words of people for columns. */
static const struct {
	const char *word, *view, *column;
} aliases[] = {
	{"close", "records", "last"},
	{"trend", "trend", "status"},
};

/* --- reading it ------------------------------------------------------------------------------ */

static size_t
op_at(const char *p, enum bt_op *op)
{
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		size_t n = strlen(ops[i].text);

		if (strncmp(p, ops[i].text, n) == 0) {
			*op = ops[i].op;
			return n;
		}
	}
	return 0;
}

/* The operator: one that stands between blanks, since ES=F is a symbol; else the last there is. */
static const char *
find_op(const char *text, enum bt_op *op, size_t *len)
{
	const char *found = NULL;

	for (const char *p = text; *p; p++) {
		enum bt_op here;
		size_t n = op_at(p, &here);

		if (n == 0)
			continue;
		found = p;
		*op = here;
		*len = n;
		if (p > text && p[-1] == ' ' && p[n] == ' ')
			return found;
		p += n - 1;
	}
	return found;
}

static const char *
trimmed(struct bt_arena *a, const char *s, size_t n)
{
	while (n && *s == ' ') {
		s++;
		n--;
	}
	while (n && s[n - 1] == ' ')
		n--;
	return bt_arena_strndup(a, s, n);
}

enum bt_status
bt_condition_parse(const char *text, struct bt_arena *a, struct bt_condition *out,
                   struct bt_err *err)
{
	const char *clean = bt_text_clean_dup(a, text, strlen(text));
	const char *op, *left, *blank;
	size_t len = 0;

	*out = (struct bt_condition){.text = clean};
	op = find_op(clean, &out->op, &len);
	if (!op)
		return bt_err_set(err, BT_E_USAGE, "'%s' has no comparison; write [SUBJECT] FIELD OP "
		                  "VALUE, OP one of < <= = != >= >", clean);
	left = trimmed(a, clean, (size_t)(op - clean));
	out->value = trimmed(a, op + len, strlen(op + len));
	blank = strrchr(left, ' ');
	out->field = blank ? blank + 1 : left;
	out->subject = blank ? trimmed(a, left, (size_t)(blank - left)) : "";
	if (*out->field == '\0')
		return bt_err_set(err, BT_E_USAGE, "'%s' names no field before its comparison", clean);
	if (*out->value == '\0')
		return bt_err_set(err, BT_E_USAGE, "'%s' has no value behind its comparison", clean);
	return BT_OK;
}

/* --- finding its number ---------------------------------------------------------------------- */

struct finding {
	const struct bt_val *value;      /* NULL: the view has no such field */
	bt_date date;                    /* that its row speaks of */
	const char *name;                /* "records.last" */
};

struct search {
	const struct bt_condition *condition;
	const struct bt_scope *scope;
	const struct bt_ask *ask;
	struct bt_arena *arena;
	struct finding found;
	enum bt_status st;               /* of the first view that failed */
	struct bt_err err;
};

static bt_date
date_of_row(const struct bt_report *r, const struct bt_val *row)
{
	static const char *const names[] = {"last_date", "date", "week_end", "asof"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		bt_date d = bt_val_as_date(bt_val_get(row, names[i]));

		if (d != BT_DATE_NONE)
			return d;
	}
	return r->as_of;
}

/* Make the view about the subject and look the path up in its last row, then beside the rows.  True when
 * the search is over. */
static bool
look_in(struct search *s, const char *view, const char *path, const struct bt_horizon *horizon)
{
	struct bt_words args = bt_words_split(s->arena, s->condition->subject);
	struct bt_report *r = BT_ARENA_NEW(s->arena, struct bt_report);
	struct bt_ask ask = *s->ask;
	const struct bt_val *row, *v;
	struct bt_err err;
	enum bt_status st;

	ask.view = bt_view_find(view);
	if (ask.view == BT_VIEW_COUNT)
		return false;
	ask.arg = args.at;
	ask.n_arg = args.n;
	ask.horizon = horizon;
	ask.n_horizon = horizon ? 1 : 0;
	st = bt_report_make(s->scope, &ask, s->arena, r, &err);
	if (st) {
		if (s->st == BT_OK)
			s->err = err;
		s->st = s->st ? s->st : st;
		return false;
	}
	row = r->rows.u.list.len ? &r->rows.u.list.at[r->rows.u.list.len - 1] : &r->head;
	v = bt_val_path(row, path);
	if (!v)
		v = bt_val_path(&r->head, path);
	if (!v)
		return false;
	s->found = (struct finding){v, date_of_row(r, row),
	                            bt_arena_printf(s->arena, "%s.%s", view, path)};
	return true;
}

/* "breadth.pct50": the part before the first dot, when it is a view. */
static const char *
view_of_field(struct bt_arena *a, const char *field)
{
	const char *dot = strchr(field, '.');
	const char *view = dot ? bt_arena_strndup(a, field, (size_t)(dot - field)) : "";

	return bt_view_find(view) != BT_VIEW_COUNT ? view : NULL;
}

void
bt_condition_ask(const struct bt_condition *c, struct bt_arena *a, struct bt_ask *io)
{
	const char *view = view_of_field(a, c->field);
	struct bt_words args = bt_words_split(a, c->subject);

	io->view = view ? bt_view_find(view) : BT_VIEW_RECORDS;
	io->arg = args.at;
	io->n_arg = args.n;
}

static bool
search_field(struct search *s)
{
	const char *field = s->condition->field;
	const char *view = view_of_field(s->arena, field);
	struct bt_horizon horizon;

	if (view)
		return look_in(s, view, strchr(field, '.') + 1, NULL);
	if (*s->condition->subject == '\0')
		return false;
	if (bt_horizon_parse(field, &horizon))
		return look_in(s, "returns", "return_pct", &horizon);
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		if (strcmp(aliases[i].word, field) == 0)
			return look_in(s, aliases[i].view, aliases[i].column, NULL);
	}
	for (size_t i = 0; i < sizeof(subject_views) / sizeof(subject_views[0]); i++) {
		if (look_in(s, subject_views[i], field, NULL))
			return true;
	}
	return false;
}

/* --- comparing ------------------------------------------------------------------------------- */

static enum bt_truth
truth_of(enum bt_op op, double order)
{
	const bool holds[BT_OP_COUNT] = {
		[BT_OP_LT] = order < 0,  [BT_OP_LE] = order <= 0, [BT_OP_EQ] = order == 0,
		[BT_OP_NE] = order != 0, [BT_OP_GE] = order >= 0, [BT_OP_GT] = order > 0,
	};

	return holds[op] ? BT_TRUE : BT_FALSE;
}

static double
order_of(double a, double b)
{
	return a < b ? -1 : a > b ? 1 : 0;
}

/* "60d" -> 60, "all" -> infinity. */
static bool
parse_days(const char *value, double *days)
{
	size_t n = strlen(value);
	long long whole;

	if (strcmp(value, "all") == 0) {
		*days = INFINITY;
		return true;
	}
	if (n < 2 || value[n - 1] != 'd' || !bt_num_parse_int(value, n - 1, &whole))
		return false;
	*days = (double)whole;
	return true;
}

/* A date, or the word all that stands for one before every date. */
static bool
compare_date(const struct bt_condition *c, const struct finding *f, enum bt_truth *out)
{
	bool dated = f->value->kind == BT_VAL_DATE;
	double back = dated ? (double)f->date - f->value->u.date : INFINITY;
	bt_date d;
	double days;

	if (!dated && strcmp(bt_val_as_str(f->value), "all") != 0)
		return false;
	if (parse_days(c->value, &days))
		*out = truth_of(c->op, order_of(back, days));
	else if (dated && bt_date_parse(c->value, strlen(c->value), &d))
		*out = truth_of(c->op, order_of(f->value->u.date, d));
	else
		return false;
	return true;
}

static bool
compare_bool(const struct bt_condition *c, const struct bt_val *v, enum bt_truth *out)
{
	bool yes = strcmp(c->value, "yes") == 0 || strcmp(c->value, "true") == 0 ||
	           strcmp(c->value, "1") == 0;
	bool no = strcmp(c->value, "no") == 0 || strcmp(c->value, "false") == 0 ||
	          strcmp(c->value, "0") == 0;

	if ((!yes && !no) || (c->op != BT_OP_EQ && c->op != BT_OP_NE))
		return false;
	*out = truth_of(c->op, order_of(v->u.truth, yes));
	return true;
}

static bool
compare_text(const struct bt_condition *c, const struct finding *f, enum bt_truth *out)
{
	if (compare_date(c, f, out))
		return true;
	if (c->op != BT_OP_EQ && c->op != BT_OP_NE)
		return false;
	*out = truth_of(c->op, strcmp(bt_val_as_str(f->value), c->value));
	return true;
}

/* False when field and value are of two kinds. */
static bool
compare(const struct bt_condition *c, const struct finding *f, enum bt_truth *out)
{
	size_t n = strlen(c->value);
	double x;

	switch (f->value->kind) {
	case BT_VAL_NULL:
		*out = BT_UNKNOWN;
		return true;
	case BT_VAL_NUM:
		if (!bt_num_parse(c->value, n - (c->value[n - 1] == '%'), &x))
			return false;
		*out = truth_of(c->op, order_of(f->value->u.num, x));
		return true;
	case BT_VAL_BOOL:
		return compare_bool(c, f->value, out);
	case BT_VAL_DATE:
		return compare_date(c, f, out);
	case BT_VAL_STR:
		return compare_text(c, f, out);
	case BT_VAL_LIST:
	case BT_VAL_NUMS:
	case BT_VAL_DATES:
	case BT_VAL_OBJ:
		return false;
	}
	return false;
}

static const char *
value_text(struct bt_arena *a, const struct bt_val *v)
{
	char text[BT_CELL_TEXT_SIZE];

	if (v->kind == BT_VAL_NUM)
		return bt_arena_printf(a, "%.10g", v->u.num);
	return bt_arena_strdup(a, v->kind == BT_VAL_NULL ? "not known" : bt_cell_text(v, BT_FORMAT_TEXT, text));
}

static enum bt_status
not_found(struct search *s, struct bt_verdict *out, struct bt_err *err)
{
	const struct bt_condition *c = s->condition;

	if (s->st == BT_E_NODATA) {
		*out = (struct bt_verdict){BT_UNKNOWN, bt_arena_strdup(s->arena, s->err.text)};
		return BT_OK;
	}
	if (s->st)
		return bt_err_set(err, s->st, "'%s': %s", c->text, s->err.text);
	return bt_err_set(err, BT_E_USAGE, "'%s': no view %shas a field '%s'", c->text,
	                  *c->subject ? "about a symbol or ratio " : "", c->field);
}

enum bt_status
bt_condition_judge(const struct bt_condition *c, const struct bt_scope *scope,
                   const struct bt_ask *ask, struct bt_arena *a, struct bt_verdict *out,
                   struct bt_err *err)
{
	struct search s = {.condition = c, .scope = scope, .ask = ask, .arena = a};
	char date[BT_DATE_SIZE];

	if (!search_field(&s))
		return not_found(&s, out, err);
	if (!compare(c, &s.found, &out->truth))
		return bt_err_set(err, BT_E_USAGE, "'%s': %s is %s, which '%s' cannot be compared with",
		                  c->text, s.found.name, value_text(a, s.found.value), c->value);
	out->why = bt_arena_printf(a, "%s%s%s is %s on %s", c->subject, *c->subject ? " " : "",
	                           s.found.name, value_text(a, s.found.value),
	                           bt_date_format(s.found.date, date));
	return BT_OK;
}
