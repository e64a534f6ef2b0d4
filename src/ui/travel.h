/* ui/travel.h - time travel: the whole screen as it stood at the close of another session. */
#ifndef BT_UI_TRAVEL_H
#define BT_UI_TRAVEL_H

#include "ui/ruler.h"
#include "ui/screen.h"

/* To a day, no further than the data reach; the newest day is a past day, too: bt_screen_go goes to now. */
void bt_travel_to(struct bt_screen *s, bt_date to, int64_t now_utc);
/* By sessions, by months, from where the screen stands. */
void bt_travel_days(struct bt_screen *s, int by, int64_t now_utc);
void bt_travel_months(struct bt_screen *s, int by, int64_t now_utc);

/* The ruler of time with the day that the screen stands at: from the first close of the index levels on. */
struct bt_ruler bt_travel_ruler(const struct bt_screen *s);

#endif
