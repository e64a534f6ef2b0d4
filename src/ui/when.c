#include "ui/when.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "core/calendar.h"

static const char *
weekday(bt_date d)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

	return days[bt_date_weekday(d)];
}

void
bt_when_clock(int64_t utc, int64_t now_utc, char *buf, size_t size)
{
	int second = bt_ny_second(utc);
	bt_date d = bt_ny_date(utc);

	if (d == bt_ny_date(now_utc))
		snprintf(buf, size, "%02d:%02d %s", second / 3600, second / 60 % 60, bt_ny_zone(utc));
	else
		snprintf(buf, size, "%s %02d:%02d %s", weekday(d), second / 3600, second / 60 % 60,
		         bt_ny_zone(utc));
}

void
bt_when_short(int64_t utc, int64_t now_utc, int columns, char *buf, size_t size)
{
	int second = bt_ny_second(utc), days;
	bt_date d = bt_ny_date(utc), today = bt_ny_date(now_utc);
	char text[BT_DATE_SIZE];

	bt_date_format(d, text);
	days = (int)(d > today ? d - today : today - d);
	if (days == 0 && columns >= 8)
		snprintf(buf, size, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
	else if (days == 0)
		snprintf(buf, size, "%02d:%02d", second / 3600, second / 60 % 60);
	else if (days < 7 && columns >= 9)
		snprintf(buf, size, "%s %02d:%02d", weekday(d), second / 3600, second / 60 % 60);
	else if (days < 7)
		snprintf(buf, size, "%s", weekday(d));
	else if (days < 300)
		snprintf(buf, size, "%s", text + 5);
	else
		snprintf(buf, size, "%.*s", columns >= 10 ? 10 : columns >= 7 ? 7 : 4, text);
}

bool
bt_when_parse(const char *stamp, int64_t *utc)
{
	int hour, minute, second;
	bt_date d;
	char end;

	if (strlen(stamp) != 20 || stamp[10] != 'T' || !bt_date_parse(stamp, 10, &d) ||
	    sscanf(stamp + 11, "%2d:%2d:%2d%c", &hour, &minute, &second, &end) != 4 || end != 'Z')
		return false;
	*utc = (int64_t)(d - bt_date_ymd(1970, 1, 1)) * 86400 + hour * 3600 + minute * 60 + second;
	return true;
}
