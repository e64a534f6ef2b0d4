/* ui/screen_key.h - what each action does to the screen: one function an action, in one table. */
#ifndef BT_UI_SCREEN_KEY_H
#define BT_UI_SCREEN_KEY_H

#include "ui/screen.h"

enum bt_effect bt_screen_act(struct bt_screen *s, enum bt_action action, int64_t now_utc);

#endif
