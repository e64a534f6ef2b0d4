/* ui/dialect.h - what a terminal understands, as data: read through terminfo (ui/term_dialect.c), or made by a
 * test.  Nothing here knows curses.
 *
 * A move or an erasure is a flag: the terminal has it in ECMA-48's own form, which nearly all have.  One that
 * places its cursor in another way has a function for that, and no flag but those of its single bytes.
 * Looks are words: SGR parameters ("1", "38;5;75") that may stand in one sequence, or where `joined` is
 * false whole sequences of the terminal's own.  An empty word: it has none.  */
#ifndef BT_UI_DIALECT_H
#define BT_UI_DIALECT_H

#include <stdbool.h>

#include "base/buf.h"

#define BT_DIALECT_COLORS 256
#define BT_DIALECT_ATTRS 4               /* bits of enum bt_attr (ui/theme.h) */
#define BT_DIALECT_WORD 24

struct bt_dialect {
	bool place;                      /* ESC [ row ; column H */
	void (*place_by)(int x, int y, struct bt_buf *out);      /* where it is not so; from 0 */
	bool to_column, to_row;          /* ESC [ n G, ESC [ n d */
	bool right, left, down, up;      /* ESC [ n C, D, B, A */
	bool line_feed;                  /* LF goes down and nothing else */
	bool erase_line, erase_cells;    /* ESC [ K, ESC [ n X */
	bool repeat;                     /* ESC [ n b */
	bool erases_in_ground;           /* what is erased takes the present ground */
	bool wraps;                      /* behind the last column it goes on in the next row ... */
	bool wraps_late;                 /* ... but only with the next character */
	bool moves_in_look;              /* may be moved while a look is on */
	bool ascii;                      /* not one byte above 0x7E */

	bool joined;
	bool turns_off;                  /* SGR 22, 24, 27 */
	bool turns_default;              /* SGR 39, 49 */
	char attr[BT_DIALECT_ATTRS][BT_DIALECT_WORD];
	char fg[BT_DIALECT_COLORS][BT_DIALECT_WORD];
	char bg[BT_DIALECT_COLORS][BT_DIALECT_WORD];
	char plain[BT_DIALECT_WORD];     /* a whole sequence: all looks off, and the usual characters */
	char clear[2 * BT_DIALECT_WORD]; /* a whole sequence: all blank, the cursor at its top left */
};

#endif
