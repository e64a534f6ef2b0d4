/* ui/layout.h - where things stand at a given size.  Pure, and tested at every size.
 *
 * From top to bottom: one header row, the panes, one status row, one footer row with the keys.  Panes
 * fill what is between without gap or overlap; a pane has one title row of its own.  */
#ifndef BT_UI_LAYOUT_H
#define BT_UI_LAYOUT_H

#include <stdbool.h>

#include "ui/grid.h"

#define BT_PANES_MAX 8

/* Smallest size at which a view is drawn at all. */
#define BT_LAYOUT_MIN_W 40
#define BT_LAYOUT_MIN_H 10

/* What a pane would like: rows with its title, and whether it is worth the right column. */
struct bt_pane_wish {
	int rows;
	int column;              /* 0 left, 1 right, 2 third: where it stands when there are as many */
	int width;               /* columns at which all that matters is shown */
};

struct bt_layout {
	bool too_small;
	bool single;             /* one pane at a time: the focused one */
	struct bt_rect header, status, footer;
	struct bt_rect pane[BT_PANES_MAX];     /* w = 0: not shown now */
	int n;
	int body_columns;        /* of panes side by side */
};

/* n wishes, the focused pane, and whether it is zoomed to fill the body. */
struct bt_layout bt_layout_make(int w, int h, const struct bt_pane_wish *wish, int n, int focus,
                                bool zoom);

#endif
