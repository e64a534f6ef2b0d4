/* ui/help.h - the help of a view: every key that acts there, out of the table. */
#ifndef BT_UI_HELP_H
#define BT_UI_HELP_H

#include "ui/keymap.h"
#include "ui/overlay.h"

void bt_help_open(struct bt_overlay *o, const struct bt_keymap *m);

#endif
