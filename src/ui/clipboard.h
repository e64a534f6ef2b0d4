/* ui/clipboard.h - text for the clipboard of the user's terminal (OSC 52), through tmux and screen. */
#ifndef BT_UI_CLIPBOARD_H
#define BT_UI_CLIPBOARD_H

#include "base/buf.h"

#define BT_CLIPBOARD_MAX 8192            /* bytes of the sequence: more, and some terminals drop it */

/* What stands between the program and the terminal. */
enum bt_mux { BT_MUX_NONE, BT_MUX_TMUX, BT_MUX_SCREEN };

/* By the variables TMUX and TERM, which may be NULL. */
enum bt_mux bt_mux_of(const char *tmux, const char *term);

/* Append bytes for the terminal behind it: bare, or in device control strings that it lets through. */
void bt_mux_wrap(const struct bt_buf *bare, enum bt_mux mux, struct bt_buf *out);

/* The bytes that set the clipboard.  tmux gets them bare, for where it sets the clipboard itself
 * (set-clipboard on), and wrapped, for where it lets them through (allow-passthrough on); screen gets them wrapped
 * in pieces of the length it takes.  BT_E_LIMIT: the text is too long for them, and nothing is written.  */
BT_MUST_CHECK enum bt_status bt_clipboard_sequence(const char *text, enum bt_mux mux, struct bt_buf *out,
                                                   struct bt_err *err);

#endif
