#include "ui/front.h"

#include "model/front.h"

bool
bt_screen_front(const struct bt_screen *s, struct bt_buf *out)
{
	struct bt_front_part part[BT_PANE_COUNT];
	size_t n = 0;

	if (!s->snapshot || !s->snapshot->wants_front || s->as_of != BT_DATE_NONE)
		return false;
	for (int i = 0; i < BT_PANE_COUNT; i++) {
		const struct bt_pane *p = &s->pane[i];

		if (bt_pane_spec((enum bt_pane_id)i)->view == BT_VIEW_OVERVIEW && p->made && !p->failed &&
		    bt_front_keeps(p->ask.view))
			part[n++] = (struct bt_front_part){&p->ask, &p->report};
	}
	if (n)
		bt_front_pack(s->snapshot, part, n, out);
	return n > 0 && !out->over;
}
