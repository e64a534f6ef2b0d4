#include "cli/fields.h"

#include <string.h>

#include "base/near.h"
#include "base/text.h"
#include "model/cell.h"

struct list {
	struct bt_arena *arena;
	struct bt_fields fields;
	size_t cap;
};

static bool
has_path(const struct bt_fields *f, const char *path)
{
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->at[i].path, path) == 0)
			return true;
	}
	return false;
}

static void
add_field(struct list *l, const char *path)
{
	struct bt_cell_column cell = {0};

	if (has_path(&l->fields, path))
		return;
	if (l->fields.n == l->cap) {
		struct bt_field *at = BT_ARENA_ARRAY(l->arena, 2 * l->cap + 16, struct bt_field);

		if (l->fields.n)
			memcpy(at, l->fields.at, l->fields.n * sizeof(*at));
		l->fields.at = at;
		l->cap = 2 * l->cap + 16;
	}
	bt_cell_column(path, &cell);
	l->fields.at[l->fields.n++] =
		(struct bt_field){path, bt_arena_strdup(l->arena, cell.title), cell.format};
}

/* Add the leaves of a value; objects open, all else is a leaf. */
static void
add_leaves(struct list *l, const char *path, const struct bt_val *v)
{
	if (v->kind != BT_VAL_OBJ) {
		add_field(l, path);
		return;
	}
	for (size_t i = 0; i < v->u.obj.len; i++) {
		const struct bt_member *m = &v->u.obj.at[i];

		add_leaves(l, bt_arena_printf(l->arena, "%s.%s", path, m->name), &m->val);
	}
}

/* All rows' leaves below one path.  A column that is an object in one row and null in another has the
 * object's leaves alone; one that no row fills is itself a leaf.  */
static void
add_path(struct list *l, const struct bt_report *r, const char *path)
{
	size_t before = l->fields.n;

	for (size_t i = 0; i < r->rows.u.list.len; i++) {
		const struct bt_val *v = bt_val_path(&r->rows.u.list.at[i], path);

		if (v && v->kind == BT_VAL_OBJ)
			add_leaves(l, path, v);
	}
	if (l->fields.n == before)
		add_field(l, path);
}

/* An object that is null in some row has left its own name behind: only its leaves are columns. */
static struct bt_fields
leaves_alone(const struct list *l)
{
	struct bt_fields out = {l->fields.at, 0};

	for (size_t i = 0; i < l->fields.n; i++) {
		const char *path = l->fields.at[i].path;
		size_t len = strlen(path), k = 0;

		while (k < l->fields.n && (strncmp(l->fields.at[k].path, path, len) != 0 ||
		                           l->fields.at[k].path[len] != '.'))
			k++;
		if (k == l->fields.n)
			out.at[out.n++] = l->fields.at[i];
	}
	return out;
}

struct bt_fields
bt_fields_all(const struct bt_report *r, struct bt_arena *a)
{
	struct list l = {.arena = a};

	for (size_t i = 0; i < r->n_column; i++)
		add_path(&l, r, bt_column_spec(r->column[i])->name);
	return leaves_alone(&l);
}

/* Whether the report has that column, and below it, of a path, what the path says in some row. */
static bool
report_has(const struct bt_report *r, const char *path)
{
	size_t first = strcspn(path, ".");
	bool column = false, value = path[first] == '\0';

	for (size_t i = 0; i < r->n_column && !column; i++) {
		const char *name = bt_column_spec(r->column[i])->name;

		column = strlen(name) == first && strncmp(name, path, first) == 0;
	}
	for (size_t k = 0; k < r->rows.u.list.len && column && !value; k++)
		value = bt_val_path(&r->rows.u.list.at[k], path) != NULL;
	return column && value;
}

static enum bt_status
no_column(const struct bt_report *r, const char *name, struct bt_arena *a, struct bt_err *err)
{
	const char **names = BT_ARENA_ARRAY(a, r->n_column, const char *);
	const char *all = "", *near;

	for (size_t i = 0; i < r->n_column; i++) {
		names[i] = bt_column_spec(r->column[i])->name;
		all = bt_arena_printf(a, "%s%s%s", all, i ? " " : "", names[i]);
	}
	near = bt_near(name, names, r->n_column);
	return bt_err_set(err, BT_E_USAGE, "no column '%s' in %s%s%s%s; there are: %s",
	                  bt_text_clean_dup(a, name, strlen(name)), bt_view_spec(r->view)->name,
	                  near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "", all);
}

enum bt_status
bt_fields_named(const struct bt_report *r, struct bt_words names, struct bt_arena *a,
                struct bt_fields *out, struct bt_err *err)
{
	struct list l = {.arena = a};

	for (size_t i = 0; i < names.n; i++) {
		if (!report_has(r, names.at[i]))
			return no_column(r, names.at[i], a, err);
		add_path(&l, r, names.at[i]);
	}
	*out = leaves_alone(&l);
	return BT_OK;
}

struct bt_fields
bt_fields_usual(const struct bt_report *r, struct bt_words names, struct bt_arena *a)
{
	struct list l = {.arena = a};

	for (size_t i = 0; i < names.n; i++) {
		if (report_has(r, names.at[i]))
			add_path(&l, r, names.at[i]);
	}
	for (size_t i = 0; names.n == 0 && i < r->n_column; i++) {
		const struct bt_column_spec *spec = bt_column_spec(r->column[i]);

		if (spec->format != BT_FORMAT_TREE)
			add_field(&l, spec->name);
	}
	return l.fields.n ? leaves_alone(&l) : bt_fields_all(r, a);
}
