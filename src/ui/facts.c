#include "ui/facts.h"

#include <string.h>

#include "base/text.h"
#include "model/cell.h"

#define GAP 2
#define TWO_COLUMNS_W 74

/* A line: its number and up to three more that stand behind it, each between two words. */
struct line {
	const char *label, *path;
	struct {
		const char *before, *path, *after;
	} note[3];
};

static const struct line of_records[] = {
	{"Highest close", "ath", {{"on ", "ath_date", ""}, {"", "ath_dist_pct", " %"}}},
	{"Record close", "is_record", {{"", "consecutive_records", " in a row"},
	                               {"", "records_in_year", " this year"}}},
	{"Record in day", "is_intraday_record", {{"high ", "ath_intraday", ""},
	                                         {"", "ath_intraday_date", ""}}},
	{"52-week high", "hi252", {{"on ", "hi252_date", ""}, {"", "hi252_dist_pct", " %"}}},
	{"52-week low", "lo252", {{"on ", "lo252_date", ""}, {"", "lo252_dist_pct", " %"}}},
	{"Highest since", "highest_since", {{"sessions ", "highest_since_sessions", ""}}},
	{"Lowest since", "lowest_since", {{"sessions ", "lowest_since_sessions", ""}}},
	{"Days in a row", "day_streak", {{NULL, NULL, NULL}}},
	{"Weeks in a row", "week_streak", {{"week to ", "week_end", ""}}},
	{"History from", "first_date", {{"whole: ", "whole_history", ""}}},
};

static const struct line of_trend[] = {
	{"Trend", "trend", {{"broke ", "break_date", ""}, {"failed ", "fail_date", ""}}},
	{"Confirmed", "confirm_date", {{NULL, NULL, NULL}}},
	{"To the line", "dist_pct", {{"", "touches", " touches"}}},
	{"Line from", "anchor1", {{"over ", "anchor2", ""}}},
	{"z-score", "zscore", {{NULL, NULL, NULL}}},
};

/* --- making ------------------------------------------------------------------------------------------ */

/* The text of a cell, or NULL when it is null or not there. */
static const char *
cell(const struct bt_val *row, const char *path, struct bt_arena *a)
{
	const struct bt_val *v = bt_val_path(row, path);
	struct bt_cell_column c;
	char buf[BT_CELL_TEXT_SIZE];

	if (!v || v->kind == BT_VAL_NULL || !bt_cell_column(path, &c))
		return NULL;
	bt_cell_text(v, c.format, buf);
	for (char *p = buf; *p && c.format == BT_FORMAT_TEXT; p++)
		*p = *p == '_' ? ' ' : *p;       /* broken_out is a word for programs */
	return bt_arena_strdup(a, buf);
}

static int
direction(const struct bt_val *row, const char *path)
{
	struct bt_cell_column c;

	return bt_cell_column(path, &c) ? bt_cell_direction(bt_val_path(row, path), c.format) : 0;
}

static void
add(struct bt_facts *f, struct bt_fact fact)
{
	if (f->n < BT_FACTS_MAX)
		f->at[f->n++] = fact;
}

static const char *
note_of(const struct line *l, const struct bt_val *row, struct bt_arena *a)
{
	const char *out = "";

	for (size_t i = 0; i < 3 && l->note[i].path; i++) {
		const char *text = cell(row, l->note[i].path, a);

		if (text)
			out = bt_arena_printf(a, "%s%s%s%s%s", out, *out ? ", " : "", l->note[i].before,
			                      text, l->note[i].after);
	}
	return out;
}

static void
add_lines(struct bt_facts *f, const struct bt_report *r, const struct line *line, size_t n,
          struct bt_arena *a)
{
	const struct bt_val *row = &r->rows.u.list.at[0];
	const char *mark = bt_val_is_true(bt_val_get(row, "provisional")) ? "*" : "";

	for (size_t i = 0; i < n; i++) {
		const char *text = cell(row, line[i].path, a);

		if (text)
			add(f, (struct bt_fact){line[i].label, bt_arena_printf(a, "%s%s", text, mark),
			                        note_of(&line[i], row, a), direction(row, line[i].path), r,
			                        line[i].path});
	}
}

static void
add_returns(struct bt_facts *f, const struct bt_report *r, struct bt_arena *a)
{
	const struct bt_val *row = &r->rows.u.list.at[0], *returns = bt_val_get(row, "returns");

	for (size_t i = 0; returns && i < returns->u.obj.len; i++) {
		const char *name = returns->u.obj.at[i].name;
		const char *path = bt_arena_printf(a, "returns.%s.pct", name);
		const struct bt_val *base = bt_val_get(&returns->u.obj.at[i].val, "base");
		char date[BT_DATE_SIZE], value[BT_CELL_TEXT_SIZE];
		const char *text = cell(row, path, a), *note = "";

		if (text)
			note = bt_arena_printf(a, "%s on %s", bt_cell_text(base, BT_FORMAT_PRICE, value),
			                       bt_date_format(bt_val_as_date(bt_val_get(
			                               &returns->u.obj.at[i].val, "base_date")), date));
		add(f, (struct bt_fact){name, text ? text : "-", note, direction(row, path), r, path});
	}
}

/* The newest of what the user wrote: "fact  P/E 26.48 2025-10-01, the bank". */
static void
add_notes(struct bt_facts *f, const struct bt_report *r, struct bt_arena *a)
{
	static const size_t most = 12;
	const struct bt_val *notes = bt_val_get(&r->head, "notes");
	size_t n = notes && notes->kind == BT_VAL_LIST ? notes->u.list.len : 0;

	for (size_t i = 0; i < n && i < most; i++) {
		const struct bt_val *one = &notes->u.list.at[i];
		const char *name = bt_val_as_str(bt_val_get(one, "name")), *says = bt_val_as_str(bt_val_get(one, "says"));
		char date[BT_DATE_SIZE], *line;

		line = bt_arena_printf(a, "%s%s%s %s%s%s", name ? name : "", name ? " " : "",
		                       bt_val_as_str(bt_val_get(one, "text")),
		                       bt_date_format(bt_val_as_date(bt_val_get(one, "date")), date),
		                       says ? ", " : "", says ? says : "");
		for (char *p = line; *p; p++)
			*p = *p == '\n' ? ' ' : *p;
		add(f, (struct bt_fact){bt_val_as_str(bt_val_get(one, "kind")), "", line, 0, NULL, NULL});
	}
}

static void
add_news(struct bt_facts *f, const struct bt_report *r)
{
	const struct bt_val *news = bt_val_get(&r->head, "news");

	for (size_t i = 0; news && news->kind == BT_VAL_LIST && i < news->u.list.len; i++) {
		const char *title = bt_val_as_str(bt_val_get(&news->u.list.at[i], "title"));

		if (title)
			add(f, (struct bt_fact){"News", "", title, 0, NULL, NULL});
	}
}

void
bt_facts_make(struct bt_facts *f, const struct bt_report *symbol, const struct bt_report *ratio,
              struct bt_arena *a)
{
	f->n = 0;
	if (symbol->rows.u.list.len) {
		if (ratio && ratio->rows.u.list.len)
			add_lines(f, ratio, of_trend, sizeof(of_trend) / sizeof(of_trend[0]), a);
		add_returns(f, symbol, a);
		add_lines(f, symbol, of_records, sizeof(of_records) / sizeof(of_records[0]), a);
		add_notes(f, symbol, a);
		add_news(f, symbol);
	}
	bt_facts_move(f, 0);
}

void
bt_facts_move(struct bt_facts *f, long by)
{
	long to = (long)f->selected + by, last = (long)f->n - 1;

	to = to > last ? last : to;
	f->selected = to < 0 ? 0 : (size_t)to;
}

/* --- drawing ----------------------------------------------------------------------------------------- */

/* A column of facts: which they are, and its widths. */
struct column {
	const struct bt_fact *fact;
	size_t n;
	int all, label, text;            /* all: with their notes, before it is made to fit */
};

/* Headlines and notes of the user are as long as they like; numbers and their bases come first. */
static struct column
column_of(const struct bt_facts *f, size_t from, size_t rows)
{
	size_t n = f->n > from ? f->n - from : 0;
	struct column c = {.fact = &f->at[from < BT_FACTS_MAX ? from : 0], .n = n < rows ? n : rows};
	int note = 0;

	for (size_t i = 0; i < c.n; i++) {
		const struct bt_fact *fact = &c.fact[i];
		int label = bt_text_width(fact->label), text = bt_text_width(fact->text) + (fact->direction != 0);
		int behind = *fact->text ? bt_text_width(fact->note) + 1 : 0;

		c.label = label > c.label ? label : c.label;
		c.text = text > c.text ? text : c.text;
		note = behind > note ? behind : note;
	}
	c.label += 1;
	c.all = c.label + c.text + note;
	return c;
}

/* Give the left one what it needs, but no more than half where the right one needs more than that. */
static void
share_out(struct column *left, struct column *right, int w)
{
	int half = (w - GAP) / 2, need = left->all;

	if (need > half && need + GAP + right->all > w)
		need = right->all < half ? w - GAP - right->all : half;
	left->all = need;
	right->all = w - GAP - need;
}

static void
draw_fact(const struct bt_fact *fact, struct bt_grid *g, int x, int y, const struct column *w, enum bt_glyphs glyphs)
{
	bool ascii = glyphs == BT_GLYPHS_ASCII, news = *fact->text == '\0';
	enum bt_role role = fact->direction > 0 ? BT_ROLE_UP : fact->direction < 0 ? BT_ROLE_DOWN : BT_ROLE_TEXT;
	int end = x + w->all, used = w->label + (news ? 0 : w->text + 1);

	bt_grid_cut(g, x, y, w->label < w->all ? w->label : w->all, BT_ROLE_DIM, fact->label, ascii);
	if (!news && w->label + w->text <= w->all) {
		bt_grid_right(g, x + w->label, y, w->text, role, fact->text);
		if (fact->direction && !ascii)
			bt_grid_text(g, x + w->label + w->text - bt_text_width(fact->text) - 1, y, 1, role,
			             fact->direction > 0 ? "▲" : "▼");
	}
	if (end - x - used > 4)
		bt_grid_cut(g, x + used, y, end - x - used, news ? BT_ROLE_TEXT : BT_ROLE_DIM, fact->note, ascii);
}

/* Keep the selected one on the page. */
static void
scroll(struct bt_facts *f)
{
	if (f->n <= f->page)
		f->top = 0;
	else if (f->selected < f->top)
		f->top = f->selected;
	else if (f->selected >= f->top + f->page)
		f->top = f->selected - f->page + 1;
}

bool
bt_facts_draw(struct bt_facts *f, struct bt_grid *g, struct bt_rect r, enum bt_glyphs glyphs,
              bool focused, int *x, int *y)
{
	int columns = r.w >= TWO_COLUMNS_W ? 2 : 1, cx = r.x;
	size_t rows = r.h > 0 ? (size_t)r.h : 0;
	struct column column[2];
	bool shown = false;

	f->page = rows * (size_t)columns;
	if (f->page == 0 || r.w < 1)
		return false;
	scroll(f);
	column[0] = column_of(f, f->top, rows);
	column[1] = column_of(f, f->top + rows, rows);
	if (columns == 2)
		share_out(&column[0], &column[1], r.w);
	else
		column[0].all = r.w;
	for (int c = 0; c < columns; cx += column[c++].all + GAP) {
		for (size_t i = 0; i < column[c].n; i++) {
			int cy = r.y + (int)i;

			draw_fact(&column[c].fact[i], g, cx, cy, &column[c], glyphs);
			if (&column[c].fact[i] != &f->at[f->selected] || !focused)
				continue;
			bt_grid_select(g, cx, cy, column[c].all);
			*x = cx;
			*y = cy;
			shown = true;
		}
	}
	return shown;
}
