/* ui/view_notes.h - view 7: notes and facts of the user, what lies ahead, and the selected note in full. */
#ifndef BT_UI_VIEW_NOTES_H
#define BT_UI_VIEW_NOTES_H

#include "ui/prompt.h"

struct bt_notes_view {
	char symbol[BT_PROMPT_SIZE];     /* those about it alone; "" all */
};

struct bt_screen;
/* Let a note be typed that begins with a subject ("" none), on a past day with that day. */
void bt_notes_ask(struct bt_screen *s, const char *subject);

#endif
