/* ui/layout.h - where things stand at a given size.  Pure, and tested at every size.
 *
 * From top to bottom: one header row, the panes, one status row, one footer row with the keys.  Panes
 * fill what is between without gap or overlap, in one to four columns; a pane has one title row of its own.
 * Where it is large, panes of a higher rank join in; the last pane of a column takes what is left.  */
#ifndef BT_UI_LAYOUT_H
#define BT_UI_LAYOUT_H

#include <stdbool.h>

#include "ui/grid.h"

#define BT_PANES_MAX 16
#define BT_LAYOUT_COLUMNS 4

/* Smallest size at which a view is drawn at all. */
#define BT_LAYOUT_MIN_W 40
#define BT_LAYOUT_MIN_H 10

/* What a pane would like. */
struct bt_pane_wish {
	int rows;                /* all of it, with its title */
	int least;               /* as the last of its column it is content with these; 0: rows */
	int column;              /* 0 left ... 3: where it stands when there are as many, else in the last */
	int width;               /* columns at which all that matters is shown */
	int rank;                /* 0: always there; else it comes when those of lower ranks have their rows */
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
