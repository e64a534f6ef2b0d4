/* ui/heatmap.h - members as cells in blocks of their groups: where each stands, and how it is drawn.
 *
 * Pure: cells and groups come in, places in a canvas come out; a window of it is drawn into a grid.  Two ways:
 *
 * equal   cells of one size, row by row in the order given (that of their weights, say), under or beside the
 *         title of their group; where it is wide, groups stand in columns like text in a newspaper.  The canvas
 *         has as many rows as it takes: what does not fit into the window is scrolled to.
 * sized   tiles with areas by weight (ui/treemap.h), groups too; the canvas is the window.  A cell without
 *         weight is as small as can be.  Where there are fewer characters than cells the last have no place,
 *         and the title of their group says how many.  */
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
	struct bt_rect place;    /* in the canvas; w = 0: none */
};

struct bt_heat_group {
	const char *name;        /* clean */
	const char *shorter[3];  /* the same where there is less and less room; NULL: none */
	size_t key;              /* the caller's */
	size_t from, n;          /* its cells: they stand together */
	double mean_pct;         /* NAN: nobody has a number */
	size_t up, down, counted;        /* cells that rose, that fell, and that have a number */
	double weight;           /* 0 to 1; NAN unknown */
	struct bt_rect title;    /* place in the canvas; h = 0: none */
	size_t hidden;           /* cells without a place */
};

struct bt_heatmap {
	struct bt_heat_cell *cell;
	size_t n;
	struct bt_heat_group *group;
	size_t n_group;
	double unit;             /* percent at which a move is no longer small; three of them are much */

	/* of the last laying out */
	bool sized;
	bool gaps;               /* a column between cells, which holds the brackets of the selected one */
	enum bt_heat_size size;  /* of equal cells */
	int step;                /* rows from one to the next below */
	int rows;                /* of the canvas */
};

/* Place all equal for a window of w x h: at the wished size, or the largest at which no scrolling is needed,
 * else SYMBOL.  w and h of at least 1.  */
void bt_heatmap_lay_out(struct bt_heatmap *m, int w, int h, enum bt_heat_size wish);
/* Place tiles sized by weight in w x h. */
void bt_heatmap_lay_out_sized(struct bt_heatmap *m, int w, int h);

/* The cell at a place of the canvas, or m->n. */
size_t bt_heatmap_at(const struct bt_heatmap *m, int x, int y);
/* The next cell with a place in a direction (one of dx, dy is -1 or 1, the other 0); itself at the end. */
size_t bt_heatmap_step(const struct bt_heatmap *m, size_t cell, int dx, int dy);
/* The first row of a window of h rows that began at `top` and must show the cell. */
int bt_heatmap_scroll(const struct bt_heatmap *m, size_t cell, int top, int h);
/* Cells that a window of h rows from `top` on shows whole. */
size_t bt_heatmap_shown(const struct bt_heatmap *m, int top, int h);

/* -3 much down ... 3 much up, 0 unchanged (as shown: +0.00), for a number that is there. */
int bt_heat_level(double pct, double unit);
/* The role of a level as text, and as ground of a tile with the role of its lower edge; its glyph. */
enum bt_role bt_heat_role(int level, bool stale);
enum bt_role bt_heat_ground(int level, enum bt_role *edge);
const char *bt_heat_glyph(int level, enum bt_glyphs glyphs);

struct bt_heat_style {
	enum bt_glyphs glyphs;
	bool stale;              /* the newest refresh failed: no grounds */
	bool grounds;            /* the terminal has a ground for each level; else tiles are filled with glyphs */
	size_t selected;         /* cell with brackets around it, >= n: none */
};

/* Draw the window from row `top` of the canvas on into r. */
void bt_heatmap_draw(const struct bt_heatmap *m, struct bt_grid *g, struct bt_rect r, int top,
                     const struct bt_heat_style *style);
/* One tile of a sized map: x and y of the window's corner in the grid. */
void bt_heat_tile_draw(const struct bt_heatmap *m, size_t cell, struct bt_grid *g, int x, int y,
                       const struct bt_heat_style *style);
/* "+1.52", "-12.3", "+250", "-": percent in at most five columns; and whole ones in three. */
void bt_heat_percent(double pct, char *buf, size_t size);
void bt_heat_whole(double pct, char *buf, size_t size);
/* "7.12%", "17.9%", "": a weight. */
void bt_heat_weight(double weight, char *buf, size_t size);

/* What the glyphs and colours mean, on one row; returns the columns used. */
int bt_heatmap_legend(const struct bt_heatmap *m, struct bt_grid *g, struct bt_rect r,
                       const struct bt_heat_style *style);

#endif
