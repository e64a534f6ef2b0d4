/* heatmap_equal.c - a heat map of cells of one size, in as many rows as it takes. */
#include <limits.h>

#include "base/text.h"
#include "ui/heatmap.h"

#define COLUMN_GAP 2             /* between newspaper columns */
#define COLUMN_MIN 30            /* a column narrower than that has no room for its titles */
#define COLUMNS_MAX 8
#define SIDE_TITLE 29            /* of groups whose cells stand beside the title */
#define SIDE_TITLE_FROM 66       /* width from which they do */
#define SYMBOL_MIN 4
#define SYMBOL_MAX 8

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

/* How cells of a size stand; gaps hold the brackets of the selected one. */
struct measure {
	int cell_w, cell_h, step_x, step_y;
	int title_w;             /* of titles beside the cells; 0: they stand over them */
};

static struct measure
measure(enum bt_heat_size size, int symbol, int w)
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

	return (struct measure){cell[size].w < w ? cell[size].w : w, cell[size].h, cell[size].w + cell[size].gap_x,
	                        cell[size].h + cell[size].gap_y,
	                        size == BT_HEAT_GLYPH && w >= SIDE_TITLE_FROM ? SIDE_TITLE : 0};
}

/* A bracket before the first cell of a row. */
static int
margin_of(const struct measure *by)
{
	return by->step_x > by->cell_w;
}

/* Cells side by side in a column. */
static int
per_row(const struct measure *by, int column_w)
{
	int n = (column_w - by->title_w - margin_of(by)) / by->step_x;

	return n > 0 ? n : 1;
}

/* Rows of a group with its title. */
static int
group_rows(const struct measure *by, const struct bt_heat_group *g, int in_row)
{
	int lines = ((int)g->n + in_row - 1) / in_row;

	return by->title_w ? lines : 1 + lines * by->step_y;
}

/* Columns that it takes when none may be longer than h; more than COLUMNS_MAX: it does not go. */
static int
columns_taken(const struct bt_heatmap *m, const struct measure *by, int column_w, int h)
{
	int columns = 1, used = 0, in_row = per_row(by, column_w);

	for (size_t i = 0; i < m->n_group; i++) {
		int rows = group_rows(by, &m->group[i], in_row);

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

static void
place_cells(struct bt_heatmap *m, const struct measure *by, const struct bt_heat_group *g, int x, int y, int in_row)
{
	for (int i = 0; i < (int)g->n; i++)
		m->cell[g->from + (size_t)i].place = (struct bt_rect){x + i % in_row * by->step_x,
		                                                      y + i / in_row * by->step_y, by->cell_w,
		                                                      by->cell_h};
}

/* Stand the groups in columns, none longer than h. */
static void
place_groups(struct bt_heatmap *m, enum bt_heat_size size, const struct measure *by, int column_w, int h)
{
	int x = 0, y = 0, in_row = per_row(by, column_w), cells_w = in_row * by->step_x + margin_of(by);

	m->sized = false;
	m->size = size;
	m->gaps = margin_of(by);
	m->step = by->step_y;
	m->rows = 0;
	for (size_t i = 0; i < m->n_group; i++) {
		struct bt_heat_group *g = &m->group[i];
		int rows = group_rows(by, g, in_row);

		if (y > 0 && y + rows > h) {
			x += column_w + COLUMN_GAP;
			y = 0;
		}
		g->hidden = 0;
		g->title = (struct bt_rect){x, y, cells_w < column_w ? cells_w : column_w, 1};
		if (by->title_w)
			g->title.w = by->title_w - 1;
		place_cells(m, by, g, x + by->title_w + margin_of(by), by->title_w ? y : y + 1, in_row);
		y += rows;
		m->rows = y > m->rows ? y : m->rows;
	}
}

/* Does all of it go into w x h at that size?  Then it is placed, in columns as even as can be. */
static bool
place_whole(struct bt_heatmap *m, enum bt_heat_size size, int symbol, int w, int h)
{
	struct measure by = measure(size, symbol, w);

	for (int columns = 1; columns <= COLUMNS_MAX; columns++) {
		int column_w = width_of_columns(w, columns), even = h;

		if (columns > 1 && (column_w < COLUMN_MIN || by.title_w))
			return false;
		if (columns_taken(m, &by, column_w, h) > columns)
			continue;
		while (even > 1 && columns_taken(m, &by, column_w, even - 1) <= columns)
			even--;
		place_groups(m, size, &by, column_w, even);
		return true;
	}
	return false;
}

void
bt_heatmap_lay_out(struct bt_heatmap *m, int w, int h, enum bt_heat_size wish)
{
	int symbol = symbol_width(m);
	struct measure by;

	if (wish != BT_HEAT_SIZES) {
		if (place_whole(m, wish, symbol, w, h))
			return;
	} else {
		for (int size = BT_HEAT_SIZES; size-- > 0;)
			if (place_whole(m, (enum bt_heat_size)size, symbol, w, h))
				return;
		wish = BT_HEAT_SYMBOL;
	}
	by = measure(wish, symbol, w);
	place_groups(m, wish, &by, w, INT_MAX);
}
