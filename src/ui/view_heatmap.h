/* ui/view_heatmap.h - view 5: every member of the universe as a cell; Tab turns to the same as a list. */
#ifndef BT_UI_VIEW_HEATMAP_H
#define BT_UI_VIEW_HEATMAP_H

#include <stdint.h>

#include "core/horizon.h"
#include "ui/heatmap.h"

/* What a laying out of the cells depends on beside them. */
struct bt_heatmap_ask {
	int w, h;
	int sized;
	enum bt_heat_size wish;
};

struct bt_heatmap_view {
	enum bt_horizon_kind horizon;
	enum bt_heat_size wish;  /* of equal cells */
	bool sized;              /* by weight, where weights are known */
	bool list;               /* the table in place of the map */
	struct bt_heatmap map;   /* its arrays are owned; cells in the order of the table */
	bool laid;               /* the cells stand as asked for */
	struct bt_heatmap_ask asked;
	bool begun;              /* a cell was selected before */
	uint64_t order;          /* of the table, when the cells were made */
	size_t selected;         /* cell; follows the selected row of the table */
	int top;                 /* first row of the canvas that is shown */
	int page;                /* rows that fitted at the last drawing */
	struct bt_rect window;   /* of the last drawing */
};

void bt_heatmap_view_init(struct bt_heatmap_view *v, bool list);
void bt_heatmap_view_release(struct bt_heatmap_view *v);

struct bt_screen;
/* Place the cells for the window of the last drawing, unless they stand as they would. */
void bt_heatmap_view_lay_out(struct bt_screen *s);
/* Draw the map into body (ui/view_heatmap_draw.c); there are cells. */
void bt_heatmap_view_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body);

#endif
