/* cli/cmd_show.c - `show VIEW`: one report, printed. */
#include <string.h>

#include "base/near.h"
#include "base/text.h"
#include "cli/ask.h"
#include "cli/cmd.h"
#include "cli/out.h"
#include "cli/print.h"
#include "cli/scene.h"
#include "model/explain.h"
#include "model/wants.h"

#define MAX_OUTPUT (1u << 30)

static enum bt_status
find_view(const struct bt_cmd *cmd, enum bt_view *out, struct bt_err *err)
{
	const char *names[BT_VIEW_COUNT], *all = "", *near, *word;

	for (int i = 0; i < BT_VIEW_COUNT; i++) {
		names[i] = bt_view_spec((enum bt_view)i)->name;
		all = bt_arena_printf(cmd->arena, "%s%s%s", all, i ? " " : "", names[i]);
	}
	if (cmd->args->n_arg == 0)
		return bt_err_set(err, BT_E_USAGE, "show what?  There are: %s", all);
	*out = bt_view_find(cmd->args->arg[0]);
	if (*out != BT_VIEW_COUNT)
		return BT_OK;
	word = bt_text_clean_dup(cmd->arena, cmd->args->arg[0], strlen(cmd->args->arg[0]));
	near = bt_near(word, names, BT_VIEW_COUNT);
	if (near)
		return bt_err_set(err, BT_E_USAGE, "no view '%s'; did you mean '%s'?", word, near);
	return bt_err_set(err, BT_E_USAGE, "no view '%s'; there are: %s", word, all);
}

/* Columns of a view for people: the user's own, or the view's. */
static struct bt_fields
usual_fields(const struct bt_cmd *cmd, const struct bt_report *r)
{
	const struct bt_view_spec *view = bt_view_spec(r->view);
	const char *own = bt_pairs_find(&cmd->settings->columns, view->name);

	return bt_fields_usual(r, bt_words_split(cmd->arena, own && *own ? own : view->columns), cmd->arena);
}

/* The columns to print: those of --columns, else of text the user's or the view's own. */
static enum bt_status
choose_fields(const struct bt_cmd *cmd, const struct bt_report *r, struct bt_fields *out,
              struct bt_err *err)
{
	const struct bt_option_value *columns = &cmd->args->opt[BT_OPT_COLUMNS];

	if (columns->given)
		return bt_fields_named(r, bt_words_split(cmd->arena, columns->text), cmd->arena, out,
		                       err);
	if (cmd->args->opt[BT_OPT_CSV].given || cmd->args->opt[BT_OPT_JSON].given)
		*out = bt_fields_all(r, cmd->arena);
	else
		*out = usual_fields(cmd, r);
	return BT_OK;
}

/* Every number printed, row by row; of a long series the last row. */
static enum bt_status
explain(const struct bt_cmd *cmd, const struct bt_report *r, const struct bt_fields *fields,
        struct bt_val *out, struct bt_err *err)
{
	size_t n = r->rows.u.list.len;

	*out = bt_val_list();
	for (size_t row = cmd->args->opt[BT_OPT_SERIES].given && n ? n - 1 : 0; row < n; row++) {
		for (size_t i = 0; i < fields->n; i++) {
			struct bt_val one;
			enum bt_status st = bt_explain_cell(r, row, fields->at[i].path, cmd->arena, &one,
			                                    err);

			if (st)
				return st;
			if (bt_val_get(&one, "formula") || cmd->args->opt[BT_OPT_COLUMNS].given)
				bt_val_add(cmd->arena, out, one);
		}
	}
	return BT_OK;
}

/* Rows of several panes: each pane as the table that its own view is. */
static void
print_panes(const struct bt_cmd *cmd, const struct bt_report *r, bool header,
            const struct bt_text_style *style, struct bt_buf *out)
{
	const char *pane_name = bt_column_spec(BT_COL_PANE)->name;

	for (size_t i = 0, end; i < r->rows.u.list.len; i = end) {
		struct bt_val *row = r->rows.u.list.at;
		const char *pane = bt_val_as_str(bt_val_get(&row[i], pane_name));
		const char *price = bt_val_as_str(bt_val_get(&row[i], "price"));
		struct bt_report part = *r;
		struct bt_fields fields;

		for (end = i; end < r->rows.u.list.len &&
		              strcmp(bt_val_as_str(bt_val_get(&row[end], pane_name)), pane) == 0; end++)
			;
		part.view = bt_view_find(pane);
		part.price = price && strcmp(price, "adjclose") == 0 ? BT_PRICE_ADJCLOSE : BT_PRICE_CLOSE;
		part.head = bt_val_obj();
		part.rows.u.list.at = row + i;
		part.rows.u.list.len = end - i;
		fields = usual_fields(cmd, &part);
		bt_print_text(&part, &fields, header, style, cmd->arena, out);
		if (end < r->rows.u.list.len)
			bt_buf_char(out, '\n');
	}
}

static enum bt_status
print_report(const struct bt_cmd *cmd, struct bt_report *r, struct bt_err *err)
{
	const struct bt_option_value *opt = cmd->args->opt;
	bool header = !opt[BT_OPT_NO_HEADER].given;
	struct bt_val why = bt_val_list();
	struct bt_fields fields;
	struct bt_buf out;
	enum bt_status st = choose_fields(cmd, r, &fields, err);

	if (st == BT_OK && opt[BT_OPT_EXPLAIN].given)
		st = explain(cmd, r, &fields, &why, err);
	if (st)
		return st;
	bt_buf_init(&out, MAX_OUTPUT);
	if (opt[BT_OPT_JSON].given) {
		if (opt[BT_OPT_EXPLAIN].given)
			bt_val_set(cmd->arena, &r->head, "explain", why);
		bt_print_json(r, opt[BT_OPT_COLUMNS].given ? &fields : NULL, &out);
	} else if (opt[BT_OPT_CSV].given) {
		bt_print_csv(r, &fields, header, &out);
	} else {
		struct bt_text_style style = bt_out_style(cmd->settings);

		if (r->view == BT_VIEW_OVERVIEW && !opt[BT_OPT_COLUMNS].given)
			print_panes(cmd, r, header, &style, &out);
		else
			bt_print_text(r, &fields, header, &style, cmd->arena, &out);
		for (size_t i = 0; i < why.u.list.len; i++)
			bt_buf_printf(&out, "\n%s", bt_explain_text(&why.u.list.at[i], cmd->arena));
	}
	st = bt_out_write(&out, err);
	bt_buf_release(&out);
	return st;
}

enum bt_status
bt_cmd_show(const struct bt_cmd *cmd, struct bt_err *err)
{
	struct bt_scene *scene = NULL;
	struct bt_report report;
	struct bt_want want;
	struct bt_ask ask;
	enum bt_status st;
	enum bt_view view;

	st = find_view(cmd, &view, err);
	if (st)
		return st;
	bt_ask_from_args(cmd->args, cmd->settings, view, 1, &ask);
	want = bt_want_of_ask(&ask, cmd->settings, cmd->arena);
	st = bt_scene_open(cmd, &want, &scene, err);
	if (st)
		return st;
	st = bt_report_make(bt_scene_scope(scene), &ask, cmd->arena, &report, err);
	st = st ? bt_scene_blame(scene, st, err) : print_report(cmd, &report, err);
	bt_scene_free(scene);
	return st;
}
