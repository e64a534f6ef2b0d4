/* ui/screen_make.h - the reports of the screen's panes: made when they are seen, of the present picture and
 * day.  bt_screen_remake and bt_screen_update_chart (ui/screen.h) make anew.  */
#ifndef BT_UI_SCREEN_MAKE_H
#define BT_UI_SCREEN_MAKE_H

#include "ui/screen.h"

/* Those of the view's panes that are not there yet: another view may have been looked at meanwhile. */
void bt_screen_make_missing(struct bt_screen *s, int64_t now_utc);
/* Those of panes that came in with the size of the screen, and were not made before. */
void bt_screen_make_shown(struct bt_screen *s, int64_t now_utc);

#endif
