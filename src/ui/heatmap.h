/* ui/heatmap.h - members as cells in blocks of their groups: where each stands, and how it is drawn.
 *
 * Pure: cells and groups come in, places in a canvas of some width and as many rows as it takes; a window
 * of it is drawn into a grid.  Cells stand row by row in the order given (that of their weights, say), under
 * or beside the title of their group; where it is wide, groups stand in columns like text in a newspaper.
 * No cell is ever left out: what does not fit into the window is scrolled to.  */
#ifndef BT_UI_HEATMAP_H
#define BT_UI_HEATMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/grid.h"
#include "ui/spark.h"

/* What a cell shows, from the smallest on. */
enum bt_heat_size {
	BT_HEAT_GLYPH,           /* one glyph: sign and strength */
	BT_HEAT_NUMBER,          /* whole percent with their sign */
	BT_HEAT_SYMBOL,          /* symbol and glyph */
	BT_HEAT_BOTH,            /* symbol and percent */
	BT_HEAT_TALL,            /* the same on two rows, with the weight */
	BT_HEAT_SIZES,           /* as a wish: the largest at which all is seen at once */
};

struct bt_heat_cell {
	const char *symbol;      /* clean */
	double pct;              /* percent; NAN missing */
	double weight;           /* 0 to 1; NAN unknown */
	size_t group;
	size_t row;              /* of the report; the caller's */
};

struct bt_heat_group {
	const char *name;        /* clean */
	size_t key;              /* the caller's */
	size_t from, n;          /* its cells: they stand together */
	double mean_pct;         /* NAN: nobody has a number */
	size_t up, counted;      /* cells that rose, of those that have a number */
	double weight;           /* 0 to 1; NAN unknown */
	int x, y;                /* place of the title in the canvas */
	int cells_x, cells_y, per_row;
};

struct bt_heatmap {
	struct bt_heat_cell *cell;
	size_t n;
	struct bt_heat_group *group;
	size_t n_group;
	double unit;             /* percent at which a move is no longer small; three of them are much */

	/* of the last laying out */
	enum bt_heat_size size;
	int cell_w, cell_h, step_x, step_y;
	int column_w, title_w;
	int rows;                /* of the canvas */
};

/* Place all for a window of w x h: at the wished size, or the largest at which no scrolling is needed, else
 * SYMBOL.  w and h of at least 1.  */
void bt_heatmap_lay_out(struct bt_heatmap *m, int w, int h, enum bt_heat_size wish);

/* The place of a cell in the canvas. */
struct bt_rect bt_heatmap_place(const struct bt_heatmap *m, size_t cell);
/* The cell at a place of the canvas, or m->n. */
size_t bt_heatmap_at(const struct bt_heatmap *m, int x, int y);
/* The next cell in a direction (one of dx, dy is -1 or 1, the other 0); itself at the end. */
size_t bt_heatmap_step(const struct bt_heatmap *m, size_t cell, int dx, int dy);
/* The first row of a window of h rows that began at `top` and must show the cell. */
int bt_heatmap_scroll(const struct bt_heatmap *m, size_t cell, int top, int h);
/* Cells that a window of h rows from `top` on shows whole. */
size_t bt_heatmap_shown(const struct bt_heatmap *m, int top, int h);

/* -3 much down ... 3 much up, 0 unchanged (as shown: +0.00), for a number that is there. */
int bt_heat_level(double pct, double unit);
/* The role of a level; its glyph. */
enum bt_role bt_heat_role(int level, bool stale);
const char *bt_heat_glyph(int level, enum bt_glyphs glyphs);

struct bt_heat_style {
	enum bt_glyphs glyphs;
	bool stale;              /* the newest refresh failed: no grounds */
	size_t selected;         /* cell with brackets around it, >= n: none */
};

/* Draw the window from row `top` of the canvas on into r. */
void bt_heatmap_draw(const struct bt_heatmap *m, struct bt_grid *g, struct bt_rect r, int top,
                     const struct bt_heat_style *style);
/* What the glyphs and colours mean, on one row. */
void bt_heatmap_legend(const struct bt_heatmap *m, struct bt_grid *g, struct bt_rect r,
                       const struct bt_heat_style *style);

#endif
