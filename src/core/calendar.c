#include "core/calendar.h"

#define HOUR 3600
#define PRE_S (4 * HOUR)
#define OPEN_S (9 * HOUR + HOUR / 2)
#define CLOSE_S (16 * HOUR)
#define HALF_CLOSE_S (13 * HOUR)
#define POST_S (20 * HOUR)
#define HALF_POST_S (17 * HOUR)

/* The years whose days were compared with what the exchange published or with recorded sessions. */
#define FIRST_CHECKED 1998
#define LAST_CHECKED 2028

/* Days that no rule foresees. */
static const struct {
	int year, month, day;
	enum bt_day_kind kind;
	const char *name;
} specials[] = {
	{2001, 9, 11, BT_DAY_HOLIDAY, "September 11"},
	{2001, 9, 12, BT_DAY_HOLIDAY, "September 11"},
	{2001, 9, 13, BT_DAY_HOLIDAY, "September 11"},
	{2001, 9, 14, BT_DAY_HOLIDAY, "September 11"},
	{2002, 7, 5, BT_DAY_HALF, "day after Independence Day"},
	{2003, 12, 26, BT_DAY_HALF, "day after Christmas"},
	{2004, 6, 11, BT_DAY_HOLIDAY, "mourning for R. Reagan"},
	{2007, 1, 2, BT_DAY_HOLIDAY, "mourning for G. Ford"},
	{2012, 10, 29, BT_DAY_HOLIDAY, "hurricane Sandy"},
	{2012, 10, 30, BT_DAY_HOLIDAY, "hurricane Sandy"},
	{2018, 12, 5, BT_DAY_HOLIDAY, "mourning for G. H. W. Bush"},
	{2025, 1, 9, BT_DAY_HOLIDAY, "mourning for J. Carter"},
};

/* How a holiday on a fixed date moves off the weekend. */
enum observance { TO_NEAREST, NOT_BACK };       /* New Year's Day is not moved to the old year */

struct rule {
	int month;
	int day;                /* fixed date, or 0 */
	int weekday, nth;       /* else the nth (5: last) weekday of the month */
	enum observance observance;
	int since;              /* first year */
	const char *name;
};

static const struct rule holidays[] = {
	{1, 1, 0, 0, NOT_BACK, 0, "New Year's Day"},
	{1, 0, 0, 3, TO_NEAREST, 1998, "Martin Luther King Day"},
	{2, 0, 0, 3, TO_NEAREST, 0, "Washington's Birthday"},
	{5, 0, 0, 5, TO_NEAREST, 0, "Memorial Day"},
	{6, 19, 0, 0, TO_NEAREST, 2022, "Juneteenth"},
	{7, 4, 0, 0, TO_NEAREST, 0, "Independence Day"},
	{9, 0, 0, 1, TO_NEAREST, 0, "Labor Day"},
	{11, 0, 3, 4, TO_NEAREST, 0, "Thanksgiving"},
	{12, 25, 0, 0, TO_NEAREST, 0, "Christmas"},
};

/* The nth weekday (0 Monday) of a month; nth = 5 is the last. */
static bt_date
nth_weekday(int year, int month, int weekday, int nth)
{
	bt_date first = bt_date_ymd(year, month, 1);
	bt_date d = first + (weekday - bt_date_weekday(first) + 7) % 7 + 7 * (nth - 1);

	while (d > bt_date_add_months(first, 1) - 1)
		d -= 7;
	return d;
}

/* Gregorian Easter (anonymous algorithm, Meeus, Astronomical Algorithms, chapter 8). */
static bt_date
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int sum = h + l - 7 * m + 114;

	return bt_date_ymd(year, sum / 31, sum % 31 + 1);
}

static bt_date
observed(const struct rule *r, int year)
{
	bt_date d;

	if (!r->day)
		return nth_weekday(year, r->month, r->weekday, r->nth);
	d = bt_date_ymd(year, r->month, r->day);
	switch (bt_date_weekday(d)) {
	case 5:
		return r->observance == NOT_BACK ? BT_DATE_NONE : d - 1;
	case 6:
		return d + 1;
	default:
		return d;
	}
}

static const char *
holiday_name(bt_date d, int year)
{
	for (size_t i = 0; i < sizeof(holidays) / sizeof(holidays[0]); i++)
		if (year >= holidays[i].since && observed(&holidays[i], year) == d)
			return holidays[i].name;
	return d == easter(year) - 2 ? "Good Friday" : NULL;
}

/* Half days by rule: the weekday before Independence Day and Christmas, the Friday after Thanksgiving.
 * The caller has ruled out weekends and holidays.  */
static const char *
half_day_name(bt_date d, int year)
{
	if (d == bt_date_ymd(year, 7, 3))
		return "before Independence Day";
	if (d == nth_weekday(year, 11, 3, 4) + 1)
		return "after Thanksgiving";
	if (d == bt_date_ymd(year, 12, 24))
		return "Christmas Eve";
	return NULL;
}

static struct bt_day
by_rule(bt_date d, int year)
{
	struct bt_day day = {.kind = BT_DAY_FULL, .name = ""};
	const char *name;

	if (bt_date_weekday(d) >= 5) {
		day.kind = BT_DAY_WEEKEND;
	} else if ((name = holiday_name(d, year)) != NULL) {
		day.kind = BT_DAY_HOLIDAY;
		day.name = name;
	} else if ((name = half_day_name(d, year)) != NULL) {
		day.kind = BT_DAY_HALF;
		day.name = name;
	}
	return day;
}

struct bt_day
bt_calendar_day(const struct bt_calendar *cal, bt_date d)
{
	int year = bt_date_year(d);
	struct bt_day day = by_rule(d, year);

	for (size_t i = 0; i < sizeof(specials) / sizeof(specials[0]); i++) {
		if (bt_date_ymd(specials[i].year, specials[i].month, specials[i].day) == d) {
			day.kind = specials[i].kind;
			day.name = specials[i].name;
		}
	}
	day.checked = year >= FIRST_CHECKED && year <= LAST_CHECKED;
	for (size_t i = 0; cal && i < cal->n; i++) {
		if (cal->special[i].date == d) {
			day.kind = cal->special[i].kind;
			day.name = cal->special[i].name;
			day.checked = true;
		}
	}
	return day;
}

bool
bt_calendar_is_session(const struct bt_calendar *cal, bt_date d)
{
	return bt_calendar_day(cal, d).kind <= BT_DAY_HALF;
}

bt_date
bt_calendar_session_upto(const struct bt_calendar *cal, bt_date d)
{
	while (!bt_calendar_is_session(cal, d))
		d--;
	return d;
}

bt_date
bt_calendar_session_from(const struct bt_calendar *cal, bt_date d)
{
	while (!bt_calendar_is_session(cal, d))
		d++;
	return d;
}

bt_date
bt_calendar_step(const struct bt_calendar *cal, bt_date d, int n)
{
	for (; n > 0; n--)
		d = bt_calendar_session_from(cal, d + 1);
	for (; n < 0; n++)
		d = bt_calendar_session_upto(cal, d - 1);
	return d;
}

static const char *const session_names[] = {
#define BT_SESSION(id, name, help) [BT_SESSION_##id] = name,
#include "spec/sessions.def"
};

const char *
bt_session_name(enum bt_session s)
{
	return session_names[s];
}

static int
close_second(const struct bt_day *day)
{
	return day->kind == BT_DAY_HALF ? HALF_CLOSE_S : CLOSE_S;
}

/* The changes of one session's day, in order, and what begins there. */
static size_t
day_changes(const struct bt_day *day, int second[4], enum bt_session begins[4])
{
	bool half = day->kind == BT_DAY_HALF;

	second[0] = PRE_S;
	begins[0] = BT_SESSION_PRE;
	second[1] = OPEN_S;
	begins[1] = half ? BT_SESSION_HALF : BT_SESSION_OPEN;
	second[2] = close_second(day);
	begins[2] = BT_SESSION_POST;
	second[3] = half ? HALF_POST_S : POST_S;
	begins[3] = BT_SESSION_CLOSED;
	return 4;
}

struct bt_session_now
bt_session_at(const struct bt_calendar *cal, int64_t now_utc)
{
	struct bt_session_now out = {.date = bt_ny_date(now_utc)};
	struct bt_day today = bt_calendar_day(cal, out.date);
	int now_s = bt_ny_second(now_utc), second[4];
	enum bt_session begins[4];
	size_t n = 0, i = 0;
	bt_date session = bt_calendar_session_from(cal, out.date);
	struct bt_day day;

	out.session = today.kind == BT_DAY_HOLIDAY ? BT_SESSION_HOLIDAY : BT_SESSION_CLOSED;
	if (today.kind <= BT_DAY_HALF) {
		n = day_changes(&today, second, begins);
		while (i < n && now_s >= second[i])
			out.session = begins[i++];
	}
	if (today.kind > BT_DAY_HALF || i == n) {   /* nothing more today */
		session = bt_calendar_session_from(cal, out.date + 1);
		day = bt_calendar_day(cal, session);
		out.next_utc = bt_ny_instant(session, PRE_S);
		out.next = BT_SESSION_PRE;
	} else {
		day = today;
		out.next_utc = bt_ny_instant(session, second[i]);
		out.next = begins[i];
	}
	out.trading_date = bt_calendar_session_upto(
	        cal, today.kind <= BT_DAY_HALF && now_s < OPEN_S ? out.date - 1 : out.date);
	if (out.session == BT_SESSION_POST)         /* today's session is over */
		session = bt_calendar_session_from(cal, out.date + 1), day = bt_calendar_day(cal, session);
	out.open_utc = bt_ny_instant(session, OPEN_S);
	out.close_utc = bt_ny_instant(session, close_second(&day));
	return out;
}

bool
bt_calendar_close_is_in(const struct bt_calendar *cal, bt_date d, int64_t now_utc)
{
	struct bt_day day = bt_calendar_day(cal, d);

	return now_utc >= bt_ny_instant(d, close_second(&day)) + BT_CLOSE_SETTLES_S;
}

/* Daylight-saving time of the United States: since 2007 from the second Sunday of March to the first
 * of November, 1987 to 2006 from the first of April to the last of October, at 02:00 local time
 * (Energy Policy Act of 2005; Uniform Time Act as amended in 1986).  Earlier years as 1987.  */
static void
dst_days(int year, bt_date *from, bt_date *to)
{
	if (year >= 2007) {
		*from = nth_weekday(year, 3, 6, 2);
		*to = nth_weekday(year, 11, 6, 1);
	} else {
		*from = nth_weekday(year, 4, 6, 1);
		*to = nth_weekday(year, 10, 6, 5);
	}
}

static int64_t
floor_days(int64_t seconds)
{
	return seconds / 86400 - (seconds % 86400 < 0);
}

int
bt_ny_offset(int64_t ts_utc)
{
	bt_date from, to;

	dst_days(bt_date_year((bt_date)floor_days(ts_utc - 5 * HOUR)), &from, &to);
	/* 02:00 standard time is 07:00 UTC; 02:00 daylight time is 06:00 UTC */
	if (ts_utc >= (int64_t)from * 86400 + 7 * HOUR && ts_utc < (int64_t)to * 86400 + 6 * HOUR)
		return -4 * HOUR;
	return -5 * HOUR;
}

const char *
bt_ny_zone(int64_t ts_utc)
{
	return bt_ny_offset(ts_utc) == -4 * HOUR ? "EDT" : "EST";
}

bt_date
bt_ny_date(int64_t ts_utc)
{
	return (bt_date)floor_days(ts_utc + bt_ny_offset(ts_utc));
}

int
bt_ny_second(int64_t ts_utc)
{
	int64_t local = ts_utc + bt_ny_offset(ts_utc);

	return (int)(local - floor_days(local) * 86400);
}

int64_t
bt_ny_instant(bt_date d, int second_of_day)
{
	int64_t local = (int64_t)d * 86400 + second_of_day;
	int64_t guess = local + 5 * HOUR;

	return local - bt_ny_offset(guess - HOUR);
}
