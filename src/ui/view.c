#include "ui/view.h"

const struct bt_view_ops *
bt_view_ops(const struct bt_screen *s)
{
	static const struct bt_view_ops *const views[BT_VIEW_COUNT] = {
#define BT_SCREEN(id, name) [BT_VIEW_##id] = &bt_view_##name,
#include "spec/screens.def"
	};

	return views[s->view];
}
