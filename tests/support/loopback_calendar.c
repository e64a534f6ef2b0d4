/* tests/support/loopback_calendar.c - days, New York time and the sessions of its exchange. */
#define _GNU_SOURCE 1
#include "loopback_market.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Days from civil date and back (proleptic Gregorian), by eras of 400 years. */
int32_t
lb_day_from_civil(int y, int m, int d)
{
	int era, yoe, doy, doe;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

void
lb_civil_from_day(int32_t day, int *y, int *m, int *d)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = yoe + era * 400 + (*m <= 2);
}

/* 0 Sunday ... 6 Saturday */
static int
weekday(int32_t day)
{
	return (int)(((day + 4) % 7 + 7) % 7);
}

/* The nth (1..) given weekday of a month; n = -1: the last. */
static int32_t
nth_weekday(int y, int m, int wd, int n)
{
	int32_t first = lb_day_from_civil(y, m, 1);

	if (n < 0) {
		int32_t last = lb_day_from_civil(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) - 1;

		return last - (weekday(last) - wd + 7) % 7;
	}
	return first + (wd - weekday(first) + 7) % 7 + 7 * (n - 1);
}

/* Gregorian Easter Sunday (the anonymous algorithm, Meeus 1991, chapter 8). */
static int32_t
easter(int y)
{
	int a = y % 19, b = y / 100, c = y % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int month = (h + l - 7 * m + 114) / 31;

	return lb_day_from_civil(y, month, (h + l - 7 * m + 114) % 31 + 1);
}

/* A fixed date moves off the week-end: Saturday to Friday, Sunday to Monday.  New Year's Day on a
 * Saturday is not made up for. */
static int32_t
observed(int y, int m, int d)
{
	int32_t day = lb_day_from_civil(y, m, d);
	int wd = weekday(day);

	return wd == 6 ? (m == 1 && d == 1 ? day : day - 1) : wd == 0 ? day + 1 : day;
}

bool
lb_is_session(int32_t day)
{
	int y, m, d;
	int wd = weekday(day);

	lb_civil_from_day(day, &y, &m, &d);
	return wd != 0 && wd != 6 && day != observed(y, 1, 1) && day != nth_weekday(y, 1, 1, 3) &&
		day != nth_weekday(y, 2, 1, 3) && day != easter(y) - 2 &&
		day != nth_weekday(y, 5, 1, -1) && !(y >= 2022 && day == observed(y, 6, 19)) &&
		day != observed(y, 7, 4) && day != nth_weekday(y, 9, 1, 1) &&
		day != nth_weekday(y, 11, 4, 4) && day != observed(y, 12, 25);
}

/* United States rule since 2007: second Sunday of March to first Sunday of November. */
int
lb_new_york_behind(int32_t day)
{
	int y, m, d;

	lb_civil_from_day(day, &y, &m, &d);
	if (y < 2007)
		return day >= nth_weekday(y, 4, 0, 1) && day < nth_weekday(y, 10, 0, -1)
			? 4 * 3600 : 5 * 3600;
	return day >= nth_weekday(y, 3, 0, 2) && day < nth_weekday(y, 11, 0, 1) ? 4 * 3600 : 5 * 3600;
}

int64_t
lb_session_open(int32_t day)
{
	return (int64_t)day * 86400 + 9 * 3600 + 1800 + lb_new_york_behind(day);
}

int64_t
lb_session_close(int32_t day)
{
	return (int64_t)day * 86400 + 16 * 3600 + lb_new_york_behind(day);
}

bool
lb_market_time(const char *text, int64_t *out)
{
	int y, mo, d, h = 22, mi = 0, s = 0, used = 0;
	char *end;

	if (sscanf(text, "%4d-%2d-%2d%n", &y, &mo, &d, &used) == 3 && used == 10 &&
	    mo >= 1 && mo <= 12 && d >= 1 && d <= 31) {
		if (text[10] && (sscanf(text + 10, "T%2d:%2d:%2dZ%n", &h, &mi, &s, &used) != 3 ||
		    text[10 + used]))
			return false;
		*out = (int64_t)lb_day_from_civil(y, mo, d) * 86400 + h * 3600 + mi * 60 + s;
		return true;
	}
	*out = strtoll(text, &end, 10);
	return end != text && *end == '\0';
}
