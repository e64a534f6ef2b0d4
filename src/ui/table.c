#include "ui/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "model/marks.h"
#include "ui/table_cell.h"
#include "ui/when.h"

#define SPARK_MIN 8
#define SPARK_MAX 63
#define BAR_MIN 9
#define BAR_MAX 30
#define GAP 1

/* Columns that are drawn and not printed: name, title, usual width. */
static const struct {
	const char *name, *title;
	enum bt_table_draw draw;
	int width;
} drawn[] = {
	{"@mark", "", BT_DRAW_MARK, 2},
	{"@bar", "", BT_DRAW_BAR, BAR_MIN},
	{"@trend", "Trend line", BT_DRAW_TREND, 21},
	{"@unread", "", BT_DRAW_UNREAD, 1},
	{"@folded", "Same", BT_DRAW_FOLDED, 4},
	{"@moves", "Symbols that day", BT_DRAW_MOVES, 23},
};

static bool
init_column(struct bt_table_column *c, const char *path)
{
	for (size_t i = 0; i < sizeof(drawn) / sizeof(drawn[0]); i++) {
		if (strcmp(path, drawn[i].name) == 0) {
			c->draw = drawn[i].draw;
			c->cell = (struct bt_cell_column){.width = drawn[i].width, .format = BT_FORMAT_TEXT,
			                                  .column = BT_COLUMN_COUNT};
			snprintf(c->cell.title, sizeof(c->cell.title), "%s", drawn[i].title);
			return true;
		}
	}
	if (!bt_cell_column(path, &c->cell))
		return false;
	c->draw = c->cell.format == BT_FORMAT_SPARK ? BT_DRAW_SPARK : BT_DRAW_TEXT;
	if (c->draw == BT_DRAW_SPARK)
		c->cell.width = SPARK_MIN;
	return true;
}

static bool
has_column(const struct bt_table *t, const char *path)
{
	for (size_t i = 0; i < t->n_column; i++)
		if (strcmp(t->column[i].cell.path, path) == 0)
			return true;
	return false;
}

bool
bt_table_is_column(const char *path)
{
	struct bt_table_column c;

	return init_column(&c, path);
}

static void
read_columns(struct bt_table *t, const char *columns)
{
	t->n_column = 0;
	while (*(columns += strspn(columns, " ")) && t->n_column < BT_TABLE_COLUMNS) {
		struct bt_table_column *c = &t->column[t->n_column];
		size_t word = strcspn(columns, " "), path = strcspn(columns, " :/");
		char name[40];

		*c = (struct bt_table_column){0};
		snprintf(name, sizeof(name), "%.*s", (int)path, columns);
		if (!has_column(t, name) && init_column(c, name)) {
			const char *rest = columns + path;

			if (*rest == ':')
				c->cell.width = (int)strtol(rest + 1, NULL, 10);
			rest += strcspn(rest, " /");
			c->rank = *rest == '/' ? rest[1] - '0' : 0;
			t->n_column++;
		}
		columns += word;
	}
}

void
bt_table_init(struct bt_table *t, const char *columns)
{
	*t = (struct bt_table){.sort = -1};
	read_columns(t, columns);
}

void
bt_table_columns(struct bt_table *t, const char *columns)
{
	char sort[40] = "", cursor[40] = "", first[40] = "";

	if (t->n_column)
		memcpy(first, t->column[0].cell.path, sizeof(first));
	if (t->sort >= 0)
		memcpy(sort, t->column[t->sort].cell.path, sizeof(sort));
	if (t->cursor < t->n_column)
		memcpy(cursor, t->column[t->cursor].cell.path, sizeof(cursor));
	read_columns(t, columns);
	t->sort = -1;
	t->cursor = 0;
	for (size_t i = 0; i < t->n_column; i++) {
		if (*sort && strcmp(t->column[i].cell.path, sort) == 0)
			t->sort = (int)i;
		if (*cursor && strcmp(t->column[i].cell.path, cursor) == 0)
			t->cursor = i;
	}
	if (t->key_path)
		return;
	if (t->n_column == 0 || strcmp(first, t->column[0].cell.path) != 0)
		t->key[0] = '\0';       /* a row is known by its first cell */
}

void
bt_table_release(struct bt_table *t)
{
	free(t->order);
	bt_match_close(&t->filter);
	*t = (struct bt_table){.sort = -1};
}

static const struct bt_val *
row_at(const struct bt_table *t, const struct bt_val *rows, size_t i)
{
	return &rows->u.list.at[t->order[i]];
}

static const struct bt_val *
cell_of(const struct bt_table *t, const struct bt_val *row, size_t column)
{
	return bt_val_path(row, t->column[column].cell.path);
}

static void
key_of(const struct bt_table *t, const struct bt_val *row, char key[BT_TABLE_KEY])
{
	const struct bt_val *v = t->key_path ? bt_val_path(row, t->key_path) : NULL;
	char text[BT_CELL_TEXT_SIZE];

	if (v && v->kind == BT_VAL_STR) {        /* ids may be long, and differ at their ends alone */
		snprintf(key, BT_TABLE_KEY, "%016llx", (unsigned long long)bt_mark_key(v->u.str));
		return;
	}
	if (v)
		bt_cell_text(v, BT_FORMAT_TEXT, text);
	else if (t->n_column)
		bt_cell_text(cell_of(t, row, 0), t->column[0].cell.format, text);
	snprintf(key, BT_TABLE_KEY, "%.*s", BT_TABLE_KEY - 1, v || t->n_column ? text : "");
}

/* Nulls come last in either direction. */
static int
compare(const struct bt_table *t, const struct bt_val *a, const struct bt_val *b)
{
	const struct bt_val *x = cell_of(t, a, (size_t)t->sort), *y = cell_of(t, b, (size_t)t->sort);
	bool no_x = !x || x->kind == BT_VAL_NULL, no_y = !y || y->kind == BT_VAL_NULL;
	char text_x[BT_CELL_TEXT_SIZE], text_y[BT_CELL_TEXT_SIZE];
	int order;

	if (no_x || no_y)
		return no_x - no_y;
	if (x->kind == BT_VAL_NUM && y->kind == BT_VAL_NUM)
		order = (x->u.num > y->u.num) - (x->u.num < y->u.num);
	else
		order = strcmp(bt_cell_text(x, BT_FORMAT_TEXT, text_x), bt_cell_text(y, BT_FORMAT_TEXT, text_y));
	return t->reverse ? -order : order;
}

struct sorting {
	const struct bt_table *table;
	const struct bt_val *rows;
};

/* Equal rows stay as they came. */
static int
compare_rows(const void *a, const void *b, void *sorting)
{
	const struct sorting *s = sorting;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order = compare(s->table, &s->rows->u.list.at[x], &s->rows->u.list.at[y]);

	return order ? order : (x > y) - (x < y);
}

/* --- what a row has ------------------------------------------------------------------------------ */

static bool
cell_has(const struct bt_val *v, enum bt_format format, const struct bt_match *m)
{
	char text[BT_CELL_TEXT_SIZE];

	if (v && v->kind == BT_VAL_STR)
		return bt_match_has(m, v->u.str);
	return v && v->kind != BT_VAL_NULL && bt_match_has(m, bt_cell_text(v, format, text));
}

/* In what names it, whether shown or not, and in the words that are shown. */
static bool
row_has(const struct bt_table *t, const struct bt_val *row, const struct bt_match *m)
{
	static const char *const names[] = {"symbol", "name", "expr", "title", "trend.status"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (cell_has(bt_val_path(row, names[i]), BT_FORMAT_TEXT, m))
			return true;
	for (size_t c = 0; c < t->n_column; c++)
		if (t->column[c].draw == BT_DRAW_TEXT && !bt_format_is_right(t->column[c].cell.format) &&
		    cell_has(cell_of(t, row, c), t->column[c].cell.format, m))
			return true;
	return false;
}

/* Rows in the order of time: one of the first two columns is a date or an age, and no other order was chosen. */
static bool
is_by_time(const struct bt_table *t)
{
	for (size_t c = 0; c < 2 && c < t->n_column; c++) {
		enum bt_format format = t->column[c].cell.format;

		if (t->column[c].draw == BT_DRAW_TEXT && (format == BT_FORMAT_DATE || format == BT_FORMAT_AGE))
			return t->sort < 0 || t->sort == (int)c;
	}
	return false;
}

void
bt_table_update(struct bt_table *t, const struct bt_val *rows)
{
	char key[BT_TABLE_KEY];

	t->total = rows->u.list.len;
	t->n = 0;
	if (t->total == 0)
		return;                  /* rows may follow: the selection waits for them */
	t->order = bt_xrealloc(t->order, t->total ? t->total : 1, sizeof(*t->order));
	for (size_t i = 0; i < t->total; i++)
		if (!t->filtered || row_has(t, &rows->u.list.at[i], &t->filter) != t->filter_not)
			t->order[t->n++] = i;
	if (t->sort >= 0)
		qsort_r(t->order, t->n, sizeof(*t->order), compare_rows, &(struct sorting){t, rows});
	/* who looks at the newest goes on looking at the newest */
	for (size_t i = 0; i < t->n && t->key[0] && !(t->selected == 0 && is_by_time(t)); i++) {
		key_of(t, row_at(t, rows, i), key);
		if (strcmp(key, t->key) == 0) {
			t->selected = i;
			return;
		}
	}
	bt_table_go(t, rows, t->selected);
}

enum bt_status
bt_table_filter(struct bt_table *t, const struct bt_val *rows, const char *pattern, struct bt_err *err)
{
	bool not = pattern[0] == '!' && pattern[1];
	struct bt_match m;
	enum bt_status st = bt_match_open(&m, pattern + not, err);

	if (st)
		return st;
	bt_match_close(&t->filter);
	t->filter = m;
	t->filtered = *pattern != '\0';
	t->filter_not = not;
	bt_table_update(t, rows);
	return BT_OK;
}

void
bt_table_go(struct bt_table *t, const struct bt_val *rows, size_t row)
{
	t->selected = t->n == 0 ? 0 : row < t->n ? row : t->n - 1;
	if (t->n)
		key_of(t, row_at(t, rows, t->selected), t->key);
}

void
bt_table_move(struct bt_table *t, const struct bt_val *rows, long by)
{
	long to = (long)t->selected + by;

	bt_table_go(t, rows, to < 0 ? 0 : (size_t)to);
}

void
bt_table_cursor(struct bt_table *t, int by)
{
	/* size_t wraps below 0, which ends the walk to the left as well */
	for (size_t c = t->cursor + (size_t)by; c < t->n_column; c += (size_t)by) {
		if (t->column[c].width > 0 && t->column[c].cell.column != BT_COLUMN_COUNT) {
			t->cursor = c;
			return;
		}
	}
}

void
bt_table_sort(struct bt_table *t, const struct bt_val *rows, int by, bool reverse)
{
	if (reverse) {
		t->reverse = !t->reverse;
	} else {
		/* the cycle: as they come, then every printed column that is shown */
		do
			t->sort += by;
		while (t->sort >= 0 && t->sort < (int)t->n_column &&
		       (t->column[t->sort].width == 0 || t->column[t->sort].draw != BT_DRAW_TEXT));
		if (t->sort < -1)
			t->sort = (int)t->n_column - 1;
		if (t->sort >= (int)t->n_column)
			t->sort = -1;
		t->reverse = t->sort >= 0 && bt_format_is_right(t->column[t->sort].cell.format);
	}
	bt_table_update(t, rows);
}

void
bt_table_sort_by(struct bt_table *t, const struct bt_val *rows, int column, enum bt_sort direction)
{
	t->sort = column;
	t->reverse = direction == BT_SORT_USUAL
	             ? column >= 0 && bt_format_is_right(t->column[column].cell.format)
	             : direction == BT_SORT_DOWN;
	bt_table_update(t, rows);
}

int
bt_table_find(const struct bt_table *t, const char *name)
{
	for (size_t i = 0; i < t->n_column; i++)
		if (t->column[i].cell.column != BT_COLUMN_COUNT &&
		    (strcmp(t->column[i].cell.path, name) == 0 || strcasecmp(t->column[i].cell.title, name) == 0))
			return (int)i;
	return -1;
}

bool
bt_table_search(struct bt_table *t, const struct bt_val *rows, const struct bt_match *m, int direction)
{
	for (size_t step = 1; step <= t->n; step++) {
		size_t i = (t->selected + (direction > 0 ? step : t->n - step)) % t->n;

		if (row_has(t, row_at(t, rows, i), m)) {
			bt_table_go(t, rows, i);
			return true;
		}
	}
	return false;
}

const struct bt_val *
bt_table_row(const struct bt_table *t, const struct bt_val *rows)
{
	return t->n ? row_at(t, rows, t->selected) : NULL;
}

/* Columns that a value wants: its text, or what was wished for a moment, which is told in what there is. */
static int
wanted_width(const struct bt_table_column *c, const struct bt_val *v)
{
	char text[BT_CELL_TEXT_SIZE];
	int64_t utc;

	if (v && v->kind == BT_VAL_STR && bt_when_parse(v->u.str, &utc))
		return c->cell.width;
	return bt_text_width(bt_cell_text(v, c->cell.format, text));
}

static bool
is_of_words(const struct bt_table_column *c)
{
	return c->width > 0 && c->draw == BT_DRAW_TEXT && !bt_format_is_right(c->cell.format);
}

/* There is too little for the columns of rank 0: the widest of words gives way, since words can be read when
 * they are cut and numbers cannot; where there are none the first column.  */
static void
take_from_words(struct bt_table *t, int lacking)
{
	struct bt_table_column *widest = &t->column[0];

	for (size_t i = 0; i < t->n_column; i++)
		if (is_of_words(&t->column[i]) && (!is_of_words(widest) || t->column[i].width > widest->width))
			widest = &t->column[i];
	widest->width = widest->width > lacking + 3 ? widest->width - lacking : 3;
}

/* What is left goes to the words: each column of them grows to its widest cell.  Returns what is left then. */
static int
give_to_words(struct bt_table *t, const struct bt_val *rows, int left)
{
	for (size_t c = 0; c < t->n_column && left > 0; c++) {
		struct bt_table_column *column = &t->column[c];
		int widest = 0;

		if (!is_of_words(column))
			continue;
		for (size_t i = 0; i < t->n; i++) {
			int width = wanted_width(column, cell_of(t, row_at(t, rows, i), c));

			widest = width > widest ? width : widest;
		}
		if (widest > column->width) {
			int more = widest - column->width < left ? widest - column->width : left;

			column->width += more;
			left -= more;
		}
	}
	return left;
}

/* Choose the columns that fit: by rank, those of rank 0 always; then what may grow takes the rest. */
static void
lay_out(struct bt_table *t, const struct bt_val *rows, int width)
{
	int left = width, growing = -1;

	for (size_t i = 0; i < t->n_column; i++)
		t->column[i].width = 0;
	for (int rank = 0; rank <= 9; rank++) {
		for (size_t i = 0; i < t->n_column; i++) {
			struct bt_table_column *c = &t->column[i];
			int need = c->cell.width + GAP;

			if (c->rank != rank || (need > left && rank > 0))
				continue;
			c->width = c->cell.width;
			left -= need;
		}
	}
	left += GAP;                    /* none behind the last */
	if (t->n_column && left < 0)
		take_from_words(t, -left);
	left = give_to_words(t, rows, left);
	for (size_t i = 0; i < t->n_column; i++)
		if (t->column[i].width && (t->column[i].draw == BT_DRAW_SPARK || t->column[i].draw == BT_DRAW_BAR))
			growing = (int)i;
	if (growing >= 0 && left > 0) {
		int most = t->column[growing].draw == BT_DRAW_BAR ? BAR_MAX : SPARK_MAX;
		int more = most - t->column[growing].width;

		more = more < left ? more : left;
		t->column[growing].width += more;
	}
}

/* A title; that of the column sorted by with an arrow on its inner side, down: the greatest first. */
static void
draw_title(const struct bt_table_column *c, const char *arrow, struct bt_grid *g, struct bt_rect r)
{
	enum bt_role role = *arrow ? BT_ROLE_FOCUS : BT_ROLE_HEAD;
	bool right = c->draw == BT_DRAW_TEXT && bt_format_is_right(c->cell.format);
	int fit = (int)bt_text_fit(c->cell.title, r.w - (*arrow ? 1 : 0));
	char title[40];

	snprintf(title, sizeof(title), "%s%.*s%s", right ? arrow : "", fit, c->cell.title, right ? "" : arrow);
	if (right)
		bt_grid_right(g, r.x, r.y, r.w, role, title);
	else
		bt_grid_text(g, r.x, r.y, r.w, role, title);
}

static void
draw_header(const struct bt_table *t, struct bt_grid *g, struct bt_rect r, bool ascii)
{
	const char *arrow = t->reverse ? ascii ? "v" : "↓" : ascii ? "^" : "↑";
	int x = r.x;

	for (size_t i = 0; i < t->n_column; i++) {
		const struct bt_table_column *c = &t->column[i];
		int room = r.x + r.w - x;

		if (c->width == 0 || room <= 0)
			continue;
		draw_title(c, (int)i == t->sort ? arrow : "", g,
		           (struct bt_rect){x, r.y, c->width < room ? c->width : room, 1});
		x += c->width + GAP;
	}
}

static void
draw_row(const struct bt_table *t, const struct bt_val *row, struct bt_grid *g, struct bt_rect r, int y,
         const struct bt_table_style *style)
{
	int x = r.x;

	for (size_t i = 0; i < t->n_column; i++) {
		const struct bt_table_column *c = &t->column[i];
		struct bt_rect cell = {x, y, c->width, 1};

		if (c->width == 0)
			continue;
		if (cell.x + cell.w > r.x + r.w)
			cell.w = r.x + r.w - cell.x;
		if (cell.w > 0)
			bt_table_cell_draw(c, row, g, cell, style);
		x += c->width + GAP;
	}
}

void
bt_table_scroll(struct bt_table *t, int room)
{
	size_t fit = room > 0 ? (size_t)room : 1;

	t->page = fit;
	if (t->selected < t->top)
		t->top = t->selected;
	if (t->selected >= t->top + fit)
		t->top = t->selected - fit + 1;
	if (t->top + fit > t->n)
		t->top = t->n > fit ? t->n - fit : 0;
}

void
bt_table_draw(struct bt_table *t, const struct bt_val *rows, struct bt_grid *g, struct bt_rect r,
              const struct bt_table_style *style)
{
	if (r.w <= 0 || r.h <= 0)
		return;
	bt_table_scroll(t, r.h - 1);
	lay_out(t, rows, r.w);
	draw_header(t, g, r, style->glyphs == BT_GLYPHS_ASCII);
	for (int y = 1; y < r.h && t->top + (size_t)y - 1 < t->n; y++)
		draw_row(t, row_at(t, rows, t->top + (size_t)y - 1), g, r, r.y + y, style);
}

bool
bt_table_select(const struct bt_table *t, struct bt_grid *g, struct bt_rect r)
{
	int y = r.y + 1 + (int)(t->selected - t->top);

	if (t->n == 0 || r.w <= 0 || y >= r.y + r.h)
		return false;
	bt_grid_select(g, r.x, y, r.w);
	g->cursor_x = r.x;
	g->cursor_y = y;
	return true;
}
