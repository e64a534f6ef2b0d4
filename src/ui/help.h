/* ui/help.h - the help of a view: every key that acts there, out of the table. */
#ifndef BT_UI_HELP_H
#define BT_UI_HELP_H

#include "ui/keymap.h"
#include "ui/overlay.h"

/* The keys of these contexts (bits) first, under the name of the view; then the others; then the commands. */
void bt_help_open(struct bt_overlay *o, const struct bt_keymap *m, int own, const char *view);

#endif
