/* ui/view_rotation.h - view 4: sectors and styles ranked over a horizon, beside the map of their rotation. */
#ifndef BT_UI_VIEW_ROTATION_H
#define BT_UI_VIEW_ROTATION_H

#include <stdbool.h>

#include "core/horizon.h"
#include "ui/detail.h"

enum bt_tails { BT_TAILS_FITTING, BT_TAILS_ALL, BT_TAILS_ONE };

struct bt_rotation_view {
	enum bt_horizon_kind horizon;    /* that ranks */
	enum bt_tails tails;             /* FITTING: of all where there is room, else of the selected one */
	bool map;                        /* the map has the focus: zoom, or no room for both, shows it */
	struct bt_detail chart;          /* of the selected row over the benchmark, where there is room under the list */
	bool chart_old;                  /* it must be made anew before it is drawn */
};

void bt_rotation_view_init(struct bt_rotation_view *v);
void bt_rotation_view_release(struct bt_rotation_view *v);

struct bt_screen;
/* Rank over that horizon from the next report on. */
void bt_rotation_rank_by(struct bt_screen *s, enum bt_horizon_kind horizon);

#endif
