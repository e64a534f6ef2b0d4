#include "model/explain.h"

#include <stdio.h>
#include <string.h>

#include "core/metric.h"
#include "model/cell.h"

struct subject {
	const struct bt_report *report;
	const struct bt_val *row;
	const char *path;
	enum bt_column column;
	struct bt_arena *arena;
};

/* The value of a name beside the cell: in the same object, else in the row, else beside the rows. */
static const struct bt_val *
beside(const struct subject *s, const char *name)
{
	const char *dot = strrchr(s->path, '.');
	const struct bt_val *v = NULL;

	if (dot)
		v = bt_val_path(s->row, bt_arena_printf(s->arena, "%.*s.%s", (int)(dot - s->path),
		                                        s->path, name));
	if (!v)
		v = bt_val_path(s->row, name);
	return v ? v : bt_val_path(&s->report->head, name);
}

/* The date that a row speaks of. */
static bt_date
row_date(const struct subject *s)
{
	static const char *const names[] = {"date", "last_date", "week_end", "asof"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		bt_date d = bt_val_as_date(beside(s, names[i]));

		if (d != BT_DATE_NONE)
			return d;
	}
	return s->report->as_of;
}

static void
add_input(const struct subject *s, const char *name, struct bt_val *inputs)
{
	const struct bt_val *v = beside(s, name);
	bt_date own = bt_val_as_date(beside(s, bt_arena_printf(s->arena, "%s_date", name)));
	struct bt_val *in = bt_val_add(s->arena, inputs, bt_val_obj());
	enum bt_column c = bt_column_find(name);

	bt_val_set(s->arena, in, "name", bt_val_str(name));
	bt_val_set(s->arena, in, "title",
	           bt_val_str(c == BT_COLUMN_COUNT ? name : bt_column_spec(c)->title));
	bt_val_set(s->arena, in, "value", v ? *v : bt_val_null());
	bt_val_set(s->arena, in, "date", bt_val_date(own != BT_DATE_NONE ? own : row_date(s)));
}

static struct bt_val
inputs_of(const struct subject *s, const char *names)
{
	struct bt_val inputs = bt_val_list();

	while (*names) {
		size_t n = strcspn(names, " ");

		add_input(s, bt_arena_strndup(s->arena, names, n), &inputs);
		names += n + strspn(names + n, " ");
	}
	return inputs;
}

static void
set_text(const struct subject *s, struct bt_val *out, const char *name, const char *text)
{
	if (text && *text)
		bt_val_set(s->arena, out, name, bt_val_str(text));
}

static void
add_metric(const struct subject *s, const char *ref, struct bt_val *out)
{
	enum bt_metric m = bt_metric_find(ref);
	const struct bt_metric_spec *spec;
	char params[400];

	if (m == BT_METRIC_COUNT)
		return;
	spec = bt_metric_spec(m);
	set_text(s, out, "metric", spec->title);
	set_text(s, out, "formula", spec->formula);
	bt_metric_params(ref, params, sizeof(params));
	set_text(s, out, "parameters", bt_arena_strdup(s->arena, params));
	set_text(s, out, "lookback", spec->lookback);
	set_text(s, out, "unit", spec->unit);
	if (*spec->inputs)
		bt_val_set(s->arena, out, "inputs", inputs_of(s, spec->inputs));
	set_text(s, out, "reference", spec->source);
	set_text(s, out, "manual", bt_arena_printf(s->arena, "broadtape-indicators(7), %s", spec->name));
}

/* How many members the row covers, where it says so. */
static void
add_coverage(const struct subject *s, struct bt_val *out)
{
	double n = bt_val_as_num(beside(s, "nbar")), of = bt_val_as_num(beside(s, "members"));

	if (!(n >= 0))
		n = bt_val_as_num(beside(s, "covered"));
	if (n >= 0 && of >= 0)
		set_text(s, out, "coverage", bt_arena_printf(s->arena, "%.0f of %.0f members", n, of));
	else if (n >= 0)
		set_text(s, out, "coverage", bt_arena_printf(s->arena, "%.0f members", n));
}

static bool
find_column(struct subject *s)
{
	const struct bt_report *r = s->report;
	size_t n = strcspn(s->path, ".");

	for (size_t i = 0; i < r->n_column; i++) {
		const char *name = bt_column_spec(r->column[i])->name;

		if (strlen(name) == n && strncmp(name, s->path, n) == 0) {
			s->column = r->column[i];
			return true;
		}
	}
	return false;
}

enum bt_status
bt_explain_cell(const struct bt_report *r, size_t row, const char *path, struct bt_arena *a,
                struct bt_val *out, struct bt_err *err)
{
	struct subject s = {.report = r, .path = path, .arena = a};
	const struct bt_column_spec *spec;
	struct bt_cell_column cell;
	const struct bt_val *v;

	if (row >= r->rows.u.list.len || !find_column(&s))
		return bt_err_set(err, BT_E_USAGE, "%s has no row %zu with a column '%s'",
		                  bt_view_spec(r->view)->name, row + 1, path);
	s.row = &r->rows.u.list.at[row];
	spec = bt_column_spec(s.column);
	v = bt_val_path(s.row, path);
	*out = bt_val_obj();
	set_text(&s, out, "subject", bt_val_as_str(bt_val_get(s.row, "symbol")));
	set_text(&s, out, "subject", bt_val_as_str(bt_val_get(s.row, "expr")));
	set_text(&s, out, "column", path);
	set_text(&s, out, "title", bt_cell_column(path, &cell) ? bt_arena_strdup(a, cell.title) : path);
	bt_val_set(a, out, "value", v ? *v : bt_val_null());
	set_text(&s, out, "help", spec->help);
	add_metric(&s, spec->metric, out);
	add_coverage(&s, out);
	bt_val_set(a, out, "date", bt_val_date(row_date(&s)));
	set_text(&s, out, "source", r->source);
	set_text(&s, out, "base", r->base == BT_BASE_FIRST ? "first" : "prev");
	set_text(&s, out, "price", r->price == BT_PRICE_ADJCLOSE ? "adjclose" : "close");
	return BT_OK;
}

/* --- lines ----------------------------------------------------------------------------------- */

/* A value in full precision: an explanation is where digits are looked for. */
static const char *
whole(struct bt_arena *a, const struct bt_val *v)
{
	char text[BT_CELL_TEXT_SIZE];

	if (v && v->kind == BT_VAL_STR)
		return v->u.str;
	if (v && v->kind == BT_VAL_NUM)
		return bt_arena_printf(a, "%.10g", v->u.num);
	return bt_arena_strdup(a, bt_cell_text(v, BT_FORMAT_TEXT, text));
}

static const char *
input_lines(struct bt_arena *a, const struct bt_val *inputs)
{
	const char *out = "";

	for (size_t i = 0; i < inputs->u.list.len; i++) {
		const struct bt_val *in = &inputs->u.list.at[i];
		bt_date d = bt_val_as_date(bt_val_get(in, "date"));
		char date[BT_DATE_SIZE];

		out = bt_arena_printf(a, "%s  %-11s %s = %s  (%s)\n", out, i ? "" : "inputs",
		                      bt_val_as_str(bt_val_get(in, "name")),
		                      whole(a, bt_val_get(in, "value")), bt_date_format(d, date));
	}
	return out;
}

const char *
bt_explain_text(const struct bt_val *explanation, struct bt_arena *a)
{
	static const char *const before[] = {"help", "metric", "formula", "parameters", "lookback", "unit"};
	static const char *const after[] = {"coverage", "date", "source", "base", "price", "reference", "manual"};
	const struct bt_val *inputs = bt_val_get(explanation, "inputs");
	const char *subject = bt_val_as_str(bt_val_get(explanation, "subject"));
	const char *out = bt_arena_printf(a, "%s%s%s = %s\n", subject ? subject : "", subject ? " " : "",
	                                  bt_val_as_str(bt_val_get(explanation, "column")),
	                                  whole(a, bt_val_get(explanation, "value")));

	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		const struct bt_val *v = bt_val_get(explanation, before[i]);

		if (v)
			out = bt_arena_printf(a, "%s  %-11s %s\n", out, before[i], whole(a, v));
	}
	if (inputs)
		out = bt_arena_printf(a, "%s%s", out, input_lines(a, inputs));
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++) {
		const struct bt_val *v = bt_val_get(explanation, after[i]);

		if (v)
			out = bt_arena_printf(a, "%s  %-11s %s\n", out, after[i], whole(a, v));
	}
	return out;
}
