/* model/wants.h - what must be up to date for a view, from the settings and what was asked. */
#ifndef BT_MODEL_WANTS_H
#define BT_MODEL_WANTS_H

#include "model/engine.h"
#include "model/report.h"
#include "model/settings.h"

/* For one view printed once: its arguments, or the lists that it shows without any.  The words borrow
 * the ask and the settings, the array is the arena's.  */
struct bt_want bt_want_of_ask(const struct bt_ask *ask, const struct bt_settings *s,
                              struct bt_arena *a);

/* And what these notes are about: figures stand beside them.  Not of events: who meets (FED) has no price. */
void bt_want_add_notes(struct bt_want *want, const struct bt_notes *notes, struct bt_arena *a);

/* For the screen and for `broadtape fetch`: every list, the universe, the news. */
struct bt_want bt_want_of_all(const struct bt_settings *s, struct bt_arena *a);

#endif
