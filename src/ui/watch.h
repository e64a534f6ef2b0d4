/* ui/watch.h - the watch lists on the screen: which one is shown, what is added to it and removed.
 *
 * Lists of the settings and the user's own are one group (settings.watch).  A list that was changed here is the
 * user's from then on and kept in the state file; the settings file is never written.  */
#ifndef BT_UI_WATCH_H
#define BT_UI_WATCH_H

#include "ui/screen.h"

/* The name of the list that is shown, or would be: "" there is none. */
const char *bt_watch_name(const struct bt_screen *s);
/* Does the pane that has the focus show a list? */
bool bt_watch_has_focus(const struct bt_screen *s);

/* To the next list (by 1) or the previous; the overview has its index levels among them. */
void bt_watch_turn(struct bt_screen *s, int by, int64_t now_utc);
/* To that one; "" in the overview: index levels.  What is wrong stands on the status line. */
void bt_watch_show(struct bt_screen *s, const char *name, int64_t now_utc);

/* Make a list, empty or of these words, and turn to it. */
void bt_watch_make(struct bt_screen *s, const char *name, const char *words, int64_t now_utc);
/* Put a list away for good. */
void bt_watch_drop(struct bt_screen *s, const char *name, int64_t now_utc);
/* Add symbols or expressions to the list that is shown; take the selected row, or that one, out of it. */
void bt_watch_add(struct bt_screen *s, const char *text, int64_t now_utc);
void bt_watch_remove(struct bt_screen *s, const char *text, int64_t now_utc);

/* The text of a symbol or expression as it is meant: no blanks, capitals where there is no function.  False: it is
 * too long, or no expression, which the status line then says.  */
bool bt_series_typed(struct bt_screen *s, const char *text, char out[BT_PROMPT_SIZE], int64_t now_utc);

#endif
