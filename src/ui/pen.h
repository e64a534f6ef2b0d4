/* ui/pen.h - the pen that writes on a terminal: where it stands and how it writes, and the bytes that change
 * either at the least cost.
 *
 * Pure: bytes go into a buffer.  The pen knows what it has written; whatever else writes on the terminal makes
 * it ignorant (bt_pen_clear).  */
#ifndef BT_UI_PEN_H
#define BT_UI_PEN_H

#include "ui/dialect.h"
#include "ui/theme.h"

struct bt_pen {
	const struct bt_dialect *dialect;
	struct bt_buf *out;
	int w, h;                /* of the terminal */
	int x, y;                /* of its cursor; -1: not known */
	int likely_x;            /* where it is when the terminal finds characters as wide as we do */
	struct bt_look look;
};

/* Clear a terminal of that size of which nothing is known. */
void bt_pen_clear(struct bt_pen *p, int w, int h);
void bt_pen_move(struct bt_pen *p, int x, int y);
/* Write in that look from here on; for blanks only what they show of it is changed. */
void bt_pen_look(struct bt_pen *p, struct bt_look look, bool for_blanks);
/* Write text of so many columns where the pen stands; not `sure`: it is one character, on whose width terminals
 * disagree.  */
void bt_pen_write(struct bt_pen *p, const char *text, size_t n, int columns, bool sure);
/* Once more what was just written, n times; it has not reached the last column, and will not. */
void bt_pen_repeat(struct bt_pen *p, int n);
/* Make n cells, or all to the end of the row, blank; the pen stays. */
void bt_pen_erase(struct bt_pen *p, int n);
void bt_pen_erase_line(struct bt_pen *p);

#endif
