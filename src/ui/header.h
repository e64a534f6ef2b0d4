/* ui/header.h - the first row (where and when), the status row (what is wrong, what comes next) and the
 * footer (the keys that act now). */
#ifndef BT_UI_HEADER_H
#define BT_UI_HEADER_H

#include "ui/screen.h"

/* "broadtape SAMPLE as of 2025-12-23, breadth 69 +8": for the title of the terminal. */
void bt_header_title(const struct bt_screen *s, char *buf, size_t size);
void bt_header_draw(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r, int64_t now_utc);
void bt_status_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect r, int64_t now_utc);
void bt_footer_draw(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r);

#endif
