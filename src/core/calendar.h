/* core/calendar.h - the sessions of the New York exchanges: which days, which hours, in which zone.
 *
 * Holidays and half days follow the exchange's rules; closures that no rule foresees stand in a dated
 * table, and a user's own table goes on top.  All pure: the instant is an argument.
 *
 * Sources: NYSE Rule 7.2 (holidays and their observance), the exchange's published holiday and early
 * closing calendars, and its announcements of the special closures.  */
#ifndef BT_CORE_CALENDAR_H
#define BT_CORE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

enum bt_day_kind { BT_DAY_FULL, BT_DAY_HALF, BT_DAY_WEEKEND, BT_DAY_HOLIDAY };

/* A day that differs from what the rules say. */
struct bt_special_day {
	bt_date date;
	enum bt_day_kind kind;
	const char *name;
};

/* Days of the user, sorted or not; they win over rules and built-in table.  NULL as a calendar means
 * none of them.  */
struct bt_calendar {
	const struct bt_special_day *special;
	size_t n;
};

struct bt_day {
	enum bt_day_kind kind;
	const char *name;        /* of the holiday or half day; "" else */
	bool checked;            /* false: a year for which only the rules speak */
};

struct bt_day bt_calendar_day(const struct bt_calendar *cal, bt_date d);
bool bt_calendar_is_session(const struct bt_calendar *cal, bt_date d);
/* The last session on or before d; the first one on or after d. */
bt_date bt_calendar_session_upto(const struct bt_calendar *cal, bt_date d);
bt_date bt_calendar_session_from(const struct bt_calendar *cal, bt_date d);
/* The session n sessions after (n < 0: before) session d. */
bt_date bt_calendar_step(const struct bt_calendar *cal, bt_date d, int n);

/* Where a trading day stands.  HALF is the open session of a half day; CLOSED is a night or weekend,
 * HOLIDAY a weekday without a session.  */
enum bt_session {
#define BT_SESSION(id, name, help) BT_SESSION_##id,
#include "spec/sessions.def"
	BT_SESSION_COUNT
};
const char *bt_session_name(enum bt_session s);

struct bt_session_now {
	enum bt_session session;
	bt_date date;            /* the civil date in New York */
	bt_date trading_date;    /* the session that is on, or the last one that began */
	int64_t next_utc;        /* when the session changes next */
	enum bt_session next;    /* to what */
	int64_t open_utc;        /* the next opening (or the present session's, while open) */
	int64_t close_utc;       /* the present or next session's close */
};

struct bt_session_now bt_session_at(const struct bt_calendar *cal, int64_t now_utc);

/* True when every close up to and with session d is in at that instant (30 minutes after the close:
 * sources publish late).  */
#define BT_CLOSE_SETTLES_S (30 * 60)
bool bt_calendar_close_is_in(const struct bt_calendar *cal, bt_date d, int64_t now_utc);

/* New York's civil time: the offset from UTC in seconds (-14400 or -18000) and the zone's short name;
 * the instant of a civil time there.  */
int bt_ny_offset(int64_t ts_utc);
const char *bt_ny_zone(int64_t ts_utc);
bt_date bt_ny_date(int64_t ts_utc);
int bt_ny_second(int64_t ts_utc);                       /* of the day, 0..86399 */
int64_t bt_ny_instant(bt_date d, int second_of_day);

#endif
