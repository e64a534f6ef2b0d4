#include "ui/take_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "ui/view.h"

/* A value whole, as JSON and CSV have it; a list or object has no text. */
static const char *
whole_text(const struct bt_val *v, char buf[BT_CELL_TEXT_SIZE])
{
	char num[BT_NUM_SIZE];

	if (v && v->kind == BT_VAL_NUM)
		snprintf(buf, BT_CELL_TEXT_SIZE, "%s", bt_num_format(v->u.num, num));
	else if (!v || v->kind == BT_VAL_NULL || v->kind == BT_VAL_OBJ)
		buf[0] = '\0';
	else
		bt_cell_text(v, BT_FORMAT_TEXT, buf);
	return buf;
}

void
bt_copy_text(struct bt_screen *s, const char *text)
{
	char told[120];

	bt_text_clean(text, strlen(text), told, sizeof(told));  /* tabs are no cells */
	if (!s->settings->screen_clipboard) {
		bt_screen_notice(s, true, "[screen] clipboard is off; it is: %s", told);
		return;
	}
	if (!*text || strlen(text) >= sizeof(s->argument)) {
		bt_screen_notice(s, true, *text ? "that is too long to copy" : "there is nothing to copy here");
		return;
	}
	snprintf(s->argument, sizeof(s->argument), "%s", text);
	s->effect = BT_EFFECT_COPY;
	bt_screen_notice(s, false, "copied: %s", told);
}

void
bt_copy_value(struct bt_screen *s)
{
	char text[BT_CELL_TEXT_SIZE] = "";
	struct bt_cell_place at;

	if (bt_screen_cell(s, &at) && at.row < at.report->rows.u.list.len)
		whole_text(bt_val_path(&at.report->rows.u.list.at[at.row], at.path), text);
	bt_copy_text(s, text);
}

void
bt_copy_row(struct bt_screen *s)
{
	const struct bt_pane *p = &s->pane[s->focus];
	const struct bt_val *row = bt_view_ops(s)->whole ? NULL : bt_table_row(&p->table, &p->report.rows);
	char text[sizeof(s->argument)] = "";
	size_t used = 0;

	for (size_t i = 0; row && i < p->table.n_column; i++) {
		const struct bt_table_column *c = &p->table.column[i];
		char cell[BT_CELL_TEXT_SIZE];

		if (c->width == 0 || c->draw != BT_DRAW_TEXT)
			continue;
		whole_text(bt_val_path(row, c->cell.path), cell);
		if (used + strlen(cell) + 2 > sizeof(text))
			break;
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s", used ? "\t" : "", cell);
	}
	bt_copy_text(s, text);
}

/* The rows that are shown, in the order of the table, as a report of their own. */
static struct bt_report
shown_rows(const struct bt_pane *p, struct bt_arena *a)
{
	struct bt_report r = p->report;

	r.rows = bt_val_list();
	for (size_t i = 0; i < p->table.n; i++)
		bt_val_add(a, &r.rows, p->report.rows.u.list.at[p->table.order[i]]);
	return r;
}

/* "~/x" is below the home. */
static const char *
expand(const char *path, struct bt_arena *a)
{
	const char *home = getenv("HOME");

	return path[0] == '~' && path[1] == '/' && home ? bt_arena_printf(a, "%s%s", home, path + 1) : path;
}

void
bt_write_rows(struct bt_screen *s, const char *path, bool replace)
{
	const struct bt_pane *p = &s->pane[s->focus];
	struct bt_report r;
	struct bt_arena a;
	struct bt_buf out;
	struct bt_err err;

	if (!*path || bt_view_ops(s)->whole || p->table.n == 0 || !s->write_csv) {
		bt_screen_notice(s, true, *path ? "there are no rows here to write" : "to which file?");
		return;
	}
	bt_xarena_init(&a);
	bt_buf_init(&out, 16u << 20);
	r = shown_rows(p, &a);
	path = expand(path, &a);
	s->write_csv(&r, &a, &out);
	if (!replace && access(path, F_OK) == 0)
		bt_screen_notice(s, true, "%.120s is there already; \"write! FILE\" replaces it", path);
	else if (bt_file_write(path, out.data, out.len, &err))
		bt_screen_notice(s, true, "%s", err.text);
	else
		bt_screen_notice(s, false, "%zu rows written to %.120s", p->table.n, path);
	bt_buf_release(&out);
	bt_arena_release(&a);
}
