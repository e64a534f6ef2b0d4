#include "base/clock.h"

#include <stdio.h>
#include <time.h>

#include "base/date.h"

static struct timespec
now(clockid_t id)
{
	struct timespec ts = {0};

	clock_gettime(id, &ts);
	return ts;
}

int64_t
bt_clock_mono_ms(void)
{
	struct timespec ts = now(CLOCK_MONOTONIC);

	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
bt_clock_utc(void)
{
	return now(CLOCK_REALTIME).tv_sec;
}

char *
bt_clock_stamp(int64_t ts_utc, char buf[BT_CLOCK_STAMP_SIZE])
{
	int64_t days = ts_utc / 86400 - (ts_utc % 86400 < 0);
	unsigned secs = (unsigned)(ts_utc - days * 86400) % 86400;
	char date[BT_DATE_SIZE];

	bt_date_format((bt_date)days, date);
	snprintf(buf, BT_CLOCK_STAMP_SIZE, "%s", date);
	snprintf(buf + 10, BT_CLOCK_STAMP_SIZE - 10, "T%02u:%02u:%02uZ", secs / 3600,
	         secs / 60 % 60, secs % 60);
	return buf;
}
