#include "ui/layout.h"

#define GAP 1                            /* a blank column between columns of panes */
#define PANE_MIN_ROWS 3
#define COLUMNS_H 18                     /* rows from which panes stand side by side at all */

static int
columns_for(int w, int h)
{
	static const int from[] = {78, 170, 250};
	int columns = 1;

	while (columns < BT_LAYOUT_COLUMNS && w >= from[columns - 1] && h >= COLUMNS_H)
		columns++;
	return columns;
}

/* The column a pane stands in when there are `columns` of them. */
static int
column_of(const struct bt_pane_wish *wish, int columns)
{
	return wish->column < columns ? wish->column : columns - 1;
}

/* Columns that any pane wishes to stand in, of those there may be. */
static int
columns_used(const struct bt_pane_wish *wish, int n, int columns)
{
	int most = 0;

	for (int i = 0; i < n; i++) {
		int c = column_of(&wish[i], columns);

		most = c > most ? c : most;
	}
	return most + 1;
}

/* Share `width` among columns as their widest panes wish; the last takes the rest. */
static void
share_width(const struct bt_pane_wish *wish, int n, int columns, int width, int out[BT_LAYOUT_COLUMNS])
{
	int want[BT_LAYOUT_COLUMNS] = {0}, total = 0, left = width - GAP * (columns - 1);

	for (int i = 0; i < n; i++) {
		int c = column_of(&wish[i], columns);

		if (wish[i].width > want[c])
			want[c] = wish[i].width;
	}
	for (int c = 0; c < columns; c++)
		total += want[c];
	for (int c = 0; c < columns; c++) {
		out[c] = c == columns - 1 ? left : (left * want[c]) / (total ? total : 1);
		left -= c == columns - 1 ? 0 : out[c];
		total -= want[c];
	}
}

/* --- one column ----------------------------------------------------------------------------------- */

struct stack {
	int pane[BT_PANES_MAX];          /* indices of its panes, from the top */
	int rows[BT_PANES_MAX];
	int n;
};

static int
rows_of(const struct stack *s)
{
	int rows = 0;

	for (int i = 0; i < s->n; i++)
		rows += s->rows[i];
	return rows;
}

/* The panes of a column up to a rank, each with the rows it wishes, the last with the least. */
static struct stack
stack_of(const struct bt_pane_wish *wish, int n, int columns, int column, const bool *in)
{
	struct stack s = {.n = 0};

	for (int i = 0; i < n; i++) {
		if (!in[i] || column_of(&wish[i], columns) != column)
			continue;
		s.pane[s.n] = i;
		s.rows[s.n++] = wish[i].rows > PANE_MIN_ROWS ? wish[i].rows : PANE_MIN_ROWS;
	}
	if (s.n && wish[s.pane[s.n - 1]].least)
		s.rows[s.n - 1] = wish[s.pane[s.n - 1]].least;
	return s;
}

/* Which panes of the column are there: those of rank 0, then, by rank, what still has room. */
static void
choose(const struct bt_pane_wish *wish, int n, int columns, int column, int h, bool *in)
{
	for (int i = 0; i < n; i++)
		in[i] = wish[i].rank == 0;
	for (int rank = 1; rank <= 9; rank++) {
		for (int i = 0; i < n; i++) {
			struct stack s;

			if (wish[i].rank != rank || column_of(&wish[i], columns) != column)
				continue;
			in[i] = true;
			s = stack_of(wish, n, columns, column, in);
			in[i] = rows_of(&s) <= h || s.n == 1;
		}
	}
}

/* Make the rows of a stack h in all: too many are taken from the tallest, then from the end; too few go to
 * the last.  */
static void
fit(struct stack *s, int h)
{
	while (rows_of(s) > h) {
		int tallest = 0;

		for (int i = 1; i < s->n; i++)
			if (s->rows[i] > s->rows[tallest])
				tallest = i;
		if (s->rows[tallest] <= PANE_MIN_ROWS)
			break;
		s->rows[tallest]--;
	}
	while (s->n > 1 && rows_of(s) > h)
		s->n--;
	s->rows[s->n - 1] += h - rows_of(s);
}

static void
stand(struct bt_layout *l, const struct bt_pane_wish *wish, int n, int column, struct bt_rect area)
{
	bool in[BT_PANES_MAX];
	struct stack s;
	int y = area.y;

	choose(wish, n, l->body_columns, column, area.h, in);
	s = stack_of(wish, n, l->body_columns, column, in);
	if (s.n == 0)
		return;
	fit(&s, area.h);
	for (int i = 0; i < s.n; i++) {
		l->pane[s.pane[i]] = (struct bt_rect){area.x, y, area.w, s.rows[i]};
		y += s.rows[i];
	}
}

struct bt_layout
bt_layout_make(int w, int h, const struct bt_pane_wish *wish, int n, int focus, bool zoom)
{
	struct bt_layout l = {.n = n, .header = {0, 0, w, 1}, .status = {0, h - 2, w, 1},
	                      .footer = {0, h - 1, w, 1}, .body_columns = columns_for(w, h)};
	struct bt_rect body = {0, 1, w, h - 3};
	int width[BT_LAYOUT_COLUMNS];

	l.too_small = w < BT_LAYOUT_MIN_W || h < BT_LAYOUT_MIN_H;
	l.single = l.body_columns == 1 || zoom || n == 1;
	if (l.too_small)
		return l;
	if (l.single) {
		l.pane[focus] = body;
		return l;
	}
	l.body_columns = columns_used(wish, n, l.body_columns);
	share_width(wish, n, l.body_columns, w, width);
	for (int c = 0; c < l.body_columns; c++) {
		body.w = width[c];
		stand(&l, wish, n, c, body);
		body.x += width[c] + GAP;
	}
	return l;
}
