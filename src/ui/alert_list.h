/* ui/alert_list.h - alerts on the screen: what has just fired, the list with its log, adding and removing. */
#ifndef BT_UI_ALERT_LIST_H
#define BT_UI_ALERT_LIST_H

#include "ui/screen.h"

/* A new picture came: what this copy's engine fired since the last stands on the status line; returns how many,
 * their events in s->fired.  */
size_t bt_alerts_notice(struct bt_screen *s);
/* How many hold now. */
size_t bt_alerts_holding(const struct bt_screen *s);

/* The list and, under it, the log. */
void bt_alerts_open(struct bt_screen *s);
/* Watch a condition from now on; take one away by its name.  Kept in the state file. */
void bt_alerts_add(struct bt_screen *s, const char *condition, int64_t now_utc);
void bt_alerts_remove(struct bt_screen *s, const char *name);

#endif
