/* ui/view_ratios.h - view 3: the list of ratios, and under it a large chart of the selected one. */
#ifndef BT_UI_VIEW_RATIOS_H
#define BT_UI_VIEW_RATIOS_H

#include "ui/detail.h"
#include "ui/prompt.h"

#define BT_RATIOS_TYPED 16

struct bt_ratios_view {
	struct bt_detail chart;          /* of the selected row */
	uint64_t made;                   /* the screen's `remade` that it is of */
	char typed[BT_RATIOS_TYPED][BT_PROMPT_SIZE];     /* expressions added to the list */
	size_t n_typed;
};

void bt_ratios_init(struct bt_ratios_view *v);
void bt_ratios_release(struct bt_ratios_view *v);

struct bt_screen;
/* Add an expression to the list and select it; it says on the status line when that cannot be. */
void bt_ratios_add(struct bt_screen *s, const char *text, int64_t now_utc);

#endif
