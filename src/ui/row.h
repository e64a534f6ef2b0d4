/* ui/row.h - one row of a picture that is being written on a terminal: which of its cells are to be written, and
 * writing them.  The parts of ui/delta.c.  */
#ifndef BT_UI_ROW_H
#define BT_UI_ROW_H

#include "ui/grid.h"
#include "ui/palette.h"
#include "ui/pen.h"

struct bt_row {
	const struct bt_palette *palette;
	struct bt_pen *pen;
	const struct bt_cell *cell;      /* as it is wanted */
	uint8_t *todo;                   /* by cell: 0, or the number of the look that it is written in */
	int y, w;
	uint8_t pass;                    /* only cells of that look; 0: of all */
};

struct bt_look bt_row_look(const struct bt_row *r, const struct bt_cell *c);
/* Equal numbers: blanks look the same. */
uint8_t bt_row_ground(const struct bt_row *r, const struct bt_cell *c);
/* Would the terminal show no difference? */
bool bt_row_is_same(const struct bt_row *r, const struct bt_cell *a, const struct bt_cell *b);
/* Is it a blank that can be made by erasing? */
bool bt_row_is_erasable(const struct bt_row *r, const struct bt_cell *c);

/* Mark the cells that differ from the old row, which is blank from `bare` on; a blank goes with the look before
 * it where it can.  */
void bt_row_mark(const struct bt_row *r, const struct bt_cell *old, int bare);
/* The next cell to be written from x on, or `end`. */
int bt_row_next(const struct bt_row *r, int x, int end);
/* Write all that is marked (of its pass), and mark it no more. */
void bt_row_write(const struct bt_row *r);
/* Bytes that n blanks in a row cost when they are written. */
int bt_blanks_cost(const struct bt_dialect *d, int n);

#endif
