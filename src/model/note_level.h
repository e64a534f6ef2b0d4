/* model/note_level.h - which notes are levels of a price: lines in its chart, distances from its close. */
#ifndef BT_MODEL_NOTE_LEVEL_H
#define BT_MODEL_NOTE_LEVEL_H

#include "model/notes.h"

/* A target, or a fact whose name says that its value is a price ("level", "support" ...); one number. */
bool bt_note_is_level(const struct bt_note *n);
/* "target 2800 2026-06-30", "support 2400": its label in a chart. */
const char *bt_note_level_label(const struct bt_note *n, struct bt_arena *a);

#endif
