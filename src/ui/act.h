/* ui/act.h - what each action of spec/actions.def does when no view means something of its own by it:
 * bt_act_<ID>, one function an action, in act_rows.c (rows of a table), act_line.c (lines and lists that take
 * keys), act_view.c (views, panes, days, charts) and screen_key.c (what the program does).  */
#ifndef BT_UI_ACT_H
#define BT_UI_ACT_H

#include "ui/screen.h"

typedef enum bt_effect bt_act_fn(struct bt_screen *s, int64_t now_utc);

#define BT_ACTION(id, name, keys, contexts, help) bt_act_fn bt_act_##id;
#include "spec/actions.def"

#define BT_ACT(id) enum bt_effect bt_act_##id(struct bt_screen *s, int64_t now_utc)

/* One that is a call, and leaves the program as it is. */
#define BT_DOES(id, call) \
	BT_ACT(id) \
	{ \
		(void)s; \
		(void)now_utc; \
		call; \
		return BT_EFFECT_NONE; \
	}

#define BT_ROWS_END 1000000L             /* more than there are rows */

/* Move the selection of what is in front: text laid over the view, what the view has, the focused table. */
void bt_rows_move(struct bt_screen *s, long by);

#endif
