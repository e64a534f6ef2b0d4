/* ui/take_out.h - what leaves the screen: the value or row under the cursor to the clipboard, a pane to a file. */
#ifndef BT_UI_TAKE_OUT_H
#define BT_UI_TAKE_OUT_H

#include "ui/screen.h"

/* Copy that text, or say why not: the effect is BT_EFFECT_COPY, the text s->argument. */
void bt_copy_text(struct bt_screen *s, const char *text);
/* The value under the cursor, whole: a number with all its digits. */
void bt_copy_value(struct bt_screen *s);
/* The selected row: the shown columns, divided by tabs. */
void bt_copy_row(struct bt_screen *s);

/* Write the rows of the pane that has the focus as CSV, as `show --csv` prints them, in their order here and
 * without those that are filtered away.  An existing file is only replaced when `replace` says so.  */
void bt_write_rows(struct bt_screen *s, const char *path, bool replace);

#endif
