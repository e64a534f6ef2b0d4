#include "ui/heatmap.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

#define COLUMN_GAP 2             /* between newspaper columns */
#define COLUMN_MIN 30            /* a column narrower than that has no room for its titles */
#define COLUMNS_MAX 8
#define SIDE_TITLE 29            /* of groups whose cells stand beside the title */
#define SIDE_TITLE_FROM 66       /* width from which they do */
#define SYMBOL_MIN 4
#define SYMBOL_MAX 8

/* --- laying out ---------------------------------------------------------------------------------- */

/* Columns of the longest symbol, within reason. */
static int
symbol_width(const struct bt_heatmap *m)
{
	int widest = SYMBOL_MIN;

	for (size_t i = 0; i < m->n; i++) {
		int w = bt_text_width(m->cell[i].symbol);

		widest = w > widest ? w : widest;
	}
	return widest < SYMBOL_MAX ? widest : SYMBOL_MAX;
}

/* The measures of cells of a size; gaps hold the brackets of the selected one. */
static void
measure(struct bt_heatmap *m, enum bt_heat_size size, int symbol, int w)
{
	const struct {
		int w, h, gap_x, gap_y;
	} cell[BT_HEAT_SIZES] = {
		[BT_HEAT_GLYPH] = {1, 1, 0, 0},
		[BT_HEAT_NUMBER] = {3, 1, 1, 0},
		[BT_HEAT_SYMBOL] = {symbol + 1, 1, 1, 0},
		[BT_HEAT_BOTH] = {symbol + 6, 1, 1, 0},
		[BT_HEAT_TALL] = {symbol + 6, 2, 1, 1},
	};

	m->size = size;
	m->cell_w = cell[size].w < w ? cell[size].w : w;
	m->cell_h = cell[size].h;
	m->step_x = cell[size].w + cell[size].gap_x;
	m->step_y = cell[size].h + cell[size].gap_y;
	m->title_w = size == BT_HEAT_GLYPH && w >= SIDE_TITLE_FROM ? SIDE_TITLE : 0;
}

/* Cells side by side in a column. */
static int
per_row(const struct bt_heatmap *m, int column_w)
{
	int margin = m->step_x > m->cell_w;      /* a bracket before the first */
	int n = (column_w - m->title_w - margin) / m->step_x;

	return n > 0 ? n : 1;
}

/* Rows of a group with its title. */
static int
group_rows(const struct bt_heatmap *m, const struct bt_heat_group *g, int in_row)
{
	int lines = ((int)g->n + in_row - 1) / in_row;

	return m->title_w ? lines : 1 + lines * m->step_y;
}

/* Columns that it takes when none may be longer than h; more than COLUMNS_MAX: it does not go. */
static int
columns_taken(const struct bt_heatmap *m, int column_w, int h)
{
	int columns = 1, used = 0, in_row = per_row(m, column_w);

	for (size_t i = 0; i < m->n_group; i++) {
		int rows = group_rows(m, &m->group[i], in_row);

		if (rows > h)
			return COLUMNS_MAX + 1;
		if (used + rows > h) {
			columns++;
			used = 0;
		}
		used += rows;
	}
	return columns;
}

static int
width_of_columns(int w, int columns)
{
	return (w - (columns - 1) * COLUMN_GAP) / columns;
}

/* Stand the groups in columns, none longer than h. */
static void
place_groups(struct bt_heatmap *m, int column_w, int h)
{
	int x = 0, y = 0, in_row = per_row(m, column_w);
	int margin = m->step_x > m->cell_w;

	m->column_w = column_w;
	m->rows = 0;
	for (size_t i = 0; i < m->n_group; i++) {
		struct bt_heat_group *g = &m->group[i];
		int rows = group_rows(m, g, in_row);

		if (y > 0 && y + rows > h) {
			x += column_w + COLUMN_GAP;
			y = 0;
		}
		g->x = x;
		g->y = y;
		g->per_row = in_row;
		g->cells_x = x + m->title_w + margin;
		g->cells_y = m->title_w ? y : y + 1;
		y += rows;
		m->rows = y > m->rows ? y : m->rows;
	}
}

/* Does all of it go into w x h at that size?  Then it is placed, in columns as even as can be. */
static bool
place_whole(struct bt_heatmap *m, enum bt_heat_size size, int symbol, int w, int h)
{
	measure(m, size, symbol, w);
	for (int columns = 1; columns <= COLUMNS_MAX; columns++) {
		int column_w = width_of_columns(w, columns), even = h;

		if (columns > 1 && (column_w < COLUMN_MIN || m->title_w))
			return false;
		if (columns_taken(m, column_w, h) > columns)
			continue;
		while (even > 1 && columns_taken(m, column_w, even - 1) <= columns)
			even--;
		place_groups(m, column_w, even);
		return true;
	}
	return false;
}

void
bt_heatmap_lay_out(struct bt_heatmap *m, int w, int h, enum bt_heat_size wish)
{
	int symbol = symbol_width(m);

	if (wish != BT_HEAT_SIZES) {
		if (place_whole(m, wish, symbol, w, h))
			return;
	} else {
		for (int size = BT_HEAT_SIZES; size-- > 0;)
			if (place_whole(m, (enum bt_heat_size)size, symbol, w, h))
				return;
		wish = BT_HEAT_SYMBOL;
	}
	measure(m, wish, symbol, w);
	place_groups(m, w, INT_MAX);
}

struct bt_rect
bt_heatmap_place(const struct bt_heatmap *m, size_t cell)
{
	const struct bt_heat_group *g = &m->group[m->cell[cell].group];
	int i = (int)(cell - g->from);

	return (struct bt_rect){g->cells_x + i % g->per_row * m->step_x,
	                        g->cells_y + i / g->per_row * m->step_y, m->cell_w, m->cell_h};
}

size_t
bt_heatmap_at(const struct bt_heatmap *m, int x, int y)
{
	for (size_t i = 0; i < m->n; i++) {
		struct bt_rect r = bt_heatmap_place(m, i);

		if (x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h)
			return i;
	}
	return m->n;
}

/* How far a cell lies in a direction: rows (or columns) first, then what it is off to the side.  LONG_MAX:
 * not there.  Sideways means in the same row; up and down stay in the newspaper column.  */
static long
distance(const struct bt_heatmap *m, struct bt_rect from, size_t to, size_t cell, int dx, int dy)
{
	struct bt_rect r = bt_heatmap_place(m, to);
	long ahead = dx ? (long)(r.x - from.x) * dx : (long)(r.y - from.y) * dy;
	long aside = dx ? labs((long)r.y - from.y) : labs((long)r.x - from.x);

	if (ahead <= 0 || (dx && aside > 0))
		return LONG_MAX;
	if (dy && m->group[m->cell[to].group].x != m->group[m->cell[cell].group].x)
		return LONG_MAX;
	return ahead * 10000 + aside;
}

size_t
bt_heatmap_step(const struct bt_heatmap *m, size_t cell, int dx, int dy)
{
	struct bt_rect from = bt_heatmap_place(m, cell);
	size_t best = cell;
	long nearest = LONG_MAX;

	for (size_t i = 0; i < m->n; i++) {
		long d = distance(m, from, i, cell, dx, dy);

		if (d < nearest) {
			nearest = d;
			best = i;
		}
	}
	if (best == cell && dx)         /* the end of a row: on in the order of reading */
		best = dx > 0 ? (cell + 1 < m->n ? cell + 1 : cell) : cell ? cell - 1 : 0;
	return best;
}

int
bt_heatmap_scroll(const struct bt_heatmap *m, size_t cell, int top, int h)
{
	int last = m->rows > h ? m->rows - h : 0;

	if (cell < m->n) {
		struct bt_rect r = bt_heatmap_place(m, cell);
		const struct bt_heat_group *g = &m->group[m->cell[cell].group];
		int first = r.y == g->cells_y ? g->y : r.y;      /* the title comes along */

		if (first < top)
			top = first;
		if (r.y + r.h > top + h)
			top = r.y + r.h - h;
	}
	return top < 0 ? 0 : top > last ? last : top;
}

size_t
bt_heatmap_shown(const struct bt_heatmap *m, int top, int h)
{
	size_t shown = 0;

	for (size_t i = 0; i < m->n; i++) {
		struct bt_rect r = bt_heatmap_place(m, i);

		shown += r.y >= top && r.y + r.h <= top + h;
	}
	return shown;
}
