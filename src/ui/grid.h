/* ui/grid.h - the screen as cells: views draw here, the terminal shows it, tests print it.
 *
 * Drawing outside the grid or a clip is cut, never an error; a wide character is drawn whole or not at
 * all; combining marks join the cell before them.  Nothing here knows curses.  */
#ifndef BT_UI_GRID_H
#define BT_UI_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a cell means; the theme decides how it looks. */
enum bt_role {
#define BT_COLOR(id, dfg, dbg, dattr, lfg, lbg, lattr, fg8, mono) BT_ROLE_##id,
#include "spec/colors.def"
	BT_ROLE_COUNT
};

#define BT_CELL_BYTES 13

struct bt_cell {
	char text[BT_CELL_BYTES + 1];   /* one character with its marks, UTF-8; "" in the shadow of a wide one */
	uint8_t role;
	uint8_t selected;               /* on the selected row: the theme puts SELECT's ground behind it */
};

struct bt_rect {
	int x, y, w, h;
};

struct bt_grid {
	int w, h;
	struct bt_cell *cell;           /* w * h, row by row */
	int cursor_x, cursor_y;         /* where the hardware cursor rests */
	bool cursor_visible;
};

void bt_grid_init(struct bt_grid *g);
void bt_grid_release(struct bt_grid *g);
/* Make it w x h blanks of TEXT; either may be 0. */
void bt_grid_reset(struct bt_grid *g, int w, int h);

/* Draw clean text from (x, y), at most `columns` of them; returns the columns used. */
int bt_grid_text(struct bt_grid *g, int x, int y, int columns, enum bt_role role, const char *s);
int bt_grid_printf(struct bt_grid *g, int x, int y, int columns, enum bt_role role, const char *fmt, ...)
        __attribute__((format(printf, 6, 7)));
/* The same with its end at column x + columns - 1; too long, it loses its end. */
void bt_grid_right(struct bt_grid *g, int x, int y, int columns, enum bt_role role, const char *s);
/* Text that does not fit ends in "…" (ASCII: "."). */
int bt_grid_cut(struct bt_grid *g, int x, int y, int columns, enum bt_role role, const char *s, bool ascii);
void bt_grid_fill(struct bt_grid *g, struct bt_rect r, enum bt_role role, const char *s);
/* Mark a row of a rectangle as selected. */
void bt_grid_select(struct bt_grid *g, int x, int y, int w);

const struct bt_cell *bt_grid_at(const struct bt_grid *g, int x, int y);   /* NULL outside */
bool bt_cell_equal(const struct bt_cell *a, const struct bt_cell *b);
/* What every cell is at first. */
extern const struct bt_cell bt_cell_blank;
bool bt_cell_is_blank(const struct bt_cell *c);          /* in whatever role */

#endif
