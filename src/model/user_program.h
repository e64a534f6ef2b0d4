/* model/user_program.h - the user's editor and browser: which they are, and started without a shell. */
#ifndef BT_MODEL_USER_PROGRAM_H
#define BT_MODEL_USER_PROGRAM_H

#include "model/settings.h"

/* Edit a file on this terminal and wait: the setting [programs] editor, VISUAL, EDITOR, sensible-editor, vi.
 *	BT_E_USAGE  the line of the editor is no list of words
 *	BT_E_IO     it could not be started, or it failed: its name and status  */
BT_MUST_CHECK enum bt_status bt_user_edit(const struct bt_settings *s, const char *path, struct bt_err *err);

/* Show a link: the setting [programs] browser, BROWSER (the first of its list), xdg-open.  Not waited for.
 *	BT_E_USAGE   the link is none that may be opened (http or https, no user name, at most 2,048 bytes), or
 *	             the line of the browser is no list of words
 *	BT_E_NODATA  there is no browser here: none is named, and no display for xdg-open
 *	BT_E_IO      it could not be started  */
BT_MUST_CHECK enum bt_status bt_user_browse(const struct bt_settings *s, const char *url, struct bt_err *err);

/* Does that browser draw on the terminal (w3m, lynx, links ...)?  Then bt_user_browse waits for its end. */
bool bt_user_browser_is_text(const struct bt_settings *s);

/* A link as a program may get it: http or https, a host, no user name, nothing but printable ASCII, quotes and
 * the like percent-encoded; NULL: it is none.  */
const char *bt_user_link(const char *url, struct bt_arena *a);

#endif
