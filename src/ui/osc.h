/* ui/osc.h - what is told to the user's terminal beside its cells: a title, a notice on the desktop.  Both only when
 * the settings ask for them; the text is made harmless here.  */
#ifndef BT_UI_OSC_H
#define BT_UI_OSC_H

#include "model/settings.h"
#include "ui/clipboard.h"

#define BT_OSC_TEXT 240                  /* bytes of text, at most */

/* Keep the terminal's own title for later, and set it again (xterm's stack of titles). */
#define BT_OSC_TITLE_PUSH "\033[22;2t"
#define BT_OSC_TITLE_POP "\033[23;2t"

/* Append the bytes that set the title: OSC 2. */
void bt_osc_title(const char *text, struct bt_buf *out);

/* Append those that show a notice: OSC 9, or OSC 777 with the program's name; nothing for NO.  A multiplexer is
 * asked to let them through.  */
void bt_osc_notice(enum bt_set_notice kind, const char *text, enum bt_mux mux, struct bt_buf *out);

#endif
