/* ui/awaited.h - what was asked of a source for the user and has not come: a symbol to open
 * (bt_screen.awaited), symbols for a word that is being typed (bt_screen.lookup).  */
#ifndef BT_UI_AWAITED_H
#define BT_UI_AWAITED_H

#include "ui/screen.h"

/* Open what has come; what has not stays awaited while anything is still being fetched. */
void bt_awaited_open(struct bt_screen *s, int64_t now_utc);
/* What was looked up has come: list it, unless the line is another by now. */
void bt_awaited_list(struct bt_screen *s);

#endif
