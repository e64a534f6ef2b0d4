#include "ui/layout.h"

#define TWO_COLUMNS_W 78
#define TWO_COLUMNS_H 18
#define THREE_COLUMNS_W 170
#define GAP 1                            /* a blank column between columns of panes */
#define PANE_MIN_ROWS 3

static int
columns_for(int w, int h)
{
	if (w < TWO_COLUMNS_W || h < TWO_COLUMNS_H)
		return 1;
	return w < THREE_COLUMNS_W ? 2 : 3;
}

/* The column a pane stands in when there are `columns` of them. */
static int
column_of(const struct bt_pane_wish *wish, int columns)
{
	return wish->column < columns ? wish->column : columns - 1;
}

/* Share `width` among columns as their widest panes wish; the last takes the rest. */
static void
share_width(const struct bt_pane_wish *wish, int n, int columns, int width, int out[3])
{
	int want[3] = {0}, total = 0, left = width - GAP * (columns - 1);

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

/* Stack the panes of one column: each its wish, cut from the last upwards, the last takes the rest. */
static void
stack(struct bt_layout *l, const struct bt_pane_wish *wish, int n, int columns, int column,
      struct bt_rect area)
{
	int members = 0, last = -1, y = area.y;

	for (int i = 0; i < n; i++) {
		if (column_of(&wish[i], columns) == column) {
			members++;
			last = i;
		}
	}
	for (int i = 0; i < n; i++) {
		int below, rows;

		if (column_of(&wish[i], columns) != column)
			continue;
		members--;
		below = members * PANE_MIN_ROWS;
		rows = i == last ? area.y + area.h - y : wish[i].rows;
		if (rows > area.y + area.h - y - below)
			rows = area.y + area.h - y - below;
		l->pane[i] = (struct bt_rect){area.x, y, area.w, rows};
		y += rows;
	}
}

struct bt_layout
bt_layout_make(int w, int h, const struct bt_pane_wish *wish, int n, int focus, bool zoom)
{
	struct bt_layout l = {.n = n, .header = {0, 0, w, 1}, .status = {0, h - 2, w, 1},
	                      .footer = {0, h - 1, w, 1}, .body_columns = columns_for(w, h)};
	struct bt_rect body = {0, 1, w, h - 3};
	int width[3];

	l.too_small = w < BT_LAYOUT_MIN_W || h < BT_LAYOUT_MIN_H;
	l.single = l.body_columns == 1 || zoom || n == 1;
	if (l.too_small)
		return l;
	if (l.single) {
		l.pane[focus] = body;
		return l;
	}
	share_width(wish, n, l.body_columns, w, width);
	for (int c = 0; c < l.body_columns; c++) {
		body.w = width[c];
		stack(&l, wish, n, l.body_columns, c, body);
		body.x += width[c] + GAP;
	}
	return l;
}
