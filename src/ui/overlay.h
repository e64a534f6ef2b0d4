/* ui/overlay.h - lines of text over the view: the help, an explanation, a message in full; or a list from which
 * a line is picked.  */
#ifndef BT_UI_OVERLAY_H
#define BT_UI_OVERLAY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/match.h"
#include "ui/grid.h"
#include "ui/keymap.h"

#define BT_OVERLAY_LINES 400

struct bt_overlay {
	bool open;
	struct bt_arena arena;           /* of the lines */
	const char *title;
	const char *line[BT_OVERLAY_LINES];
	size_t n;
	size_t top;
	size_t page;                     /* lines that fitted at the last drawing */
	long found;                      /* line of the last match, or -1 */
	bool picks;                      /* a line of it is selected: */
	size_t selected;
};

void bt_overlay_init(struct bt_overlay *o);
void bt_overlay_release(struct bt_overlay *o);
/* Empty and open it under a title, which is copied. */
void bt_overlay_open(struct bt_overlay *o, const char *title);
void bt_overlay_add(struct bt_overlay *o, const char *fmt, ...) BT_PRINTF(2, 3);
/* Add text in lines of at most `columns`, cut at blanks. */
void bt_overlay_wrap(struct bt_overlay *o, int columns, const char *text);
/* From now on a line is selected, that one or the nearest there is. */
void bt_overlay_pick(struct bt_overlay *o, size_t line);
void bt_overlay_move(struct bt_overlay *o, long by);
bool bt_overlay_search(struct bt_overlay *o, const struct bt_match *m, int direction);
void bt_overlay_draw(struct bt_overlay *o, struct bt_grid *g, struct bt_rect r, bool ascii);

#endif
