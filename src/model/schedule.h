/* model/schedule.h - when something is out of date: pure, of instants and settings alone.
 *
 * A close settles half an hour after its session has ended.  Bars that were confirmed after the newest
 * close settled are true until the next one does; quotes move while a session is on.  So when the
 * market is closed and all is in, nothing is asked and no timer runs before the next opening.  */
#ifndef BT_MODEL_SCHEDULE_H
#define BT_MODEL_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/calendar.h"
#include "model/book.h"

#define BT_NEVER INT64_MAX

struct bt_schedule {
	int64_t now_utc;
	struct bt_session_now session;
	int64_t settled_utc;             /* when the newest close that is in settled */
	bt_date settled;                 /* and of which session */
	int64_t next_settle_utc;
	bool moving;                     /* prices move, or their close is still to settle */
	int64_t next_open_utc;           /* when they move next */
	int64_t shown_s, member_s;       /* time between two quotes */
	int64_t history_s;               /* age at which a history is looked at again */
	int64_t news_s, rates_s;
	int64_t stand_in_s;              /* time between two quotes of a stand-in */
};

struct bt_settings;

/* `base_url` tells whose rules hold: Yahoo's own host is asked for one price every 15 s at most. */
struct bt_schedule bt_schedule_at(const struct bt_settings *settings, const char *base_url,
                                  int64_t now_utc);

/* When the closes and quote, or all columns, of an entry are to be asked for: <= now is now; BT_NEVER
 * when they are not wanted.  */
int64_t bt_schedule_closes(const struct bt_schedule *s, const struct bt_entry *e);
int64_t bt_schedule_history(const struct bt_schedule *s, const struct bt_entry *e);
/* When the price of an entry whose source tells no bars is to be asked for. */
int64_t bt_schedule_quote(const struct bt_schedule *s, const struct bt_entry *e);
/* When a series of rates is. */
int64_t bt_schedule_rate(const struct bt_schedule *s, const struct bt_entry *e);
/* When the whole market, last counted then, is to be counted again. */
int64_t bt_schedule_market(const struct bt_schedule *s, int64_t asked_utc, int64_t interval);
/* When a feed last read at ok_utc is to be read again. */
int64_t bt_schedule_news(const struct bt_schedule *s, int64_t ok_utc);

/* The shortest of the sources' ranges that covers all since that bar, with days to compare; NULL: only
 * the whole history does.  */
const char *bt_schedule_range(const struct bt_schedule *s, bt_date last_bar);

#endif
