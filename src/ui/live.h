/* ui/live.h - settings that change while the screen runs; the file is never written.
 *
 * A change makes a new struct bt_settings, since the engine still reads the old one: it is told by
 * BT_EFFECT_SETTINGS.  All of them live until the screen is released, which is after the engine.  */
#ifndef BT_UI_LIVE_H
#define BT_UI_LIVE_H

#include "ui/screen.h"

/* Change one; `name` is the user's key of a group, else NULL.  BT_E_USAGE: it is not accepted, or can only be
 * set before the start; nothing changed.  */
BT_MUST_CHECK enum bt_status bt_live_set(struct bt_screen *s, enum bt_setting id, const char *name,
                                         const char *text, struct bt_err *err);

/* Let the screen follow its settings: keys, marks, looks. */
void bt_live_follow(struct bt_screen *s);

#endif
