/* base/date.h - civil dates of the proleptic Gregorian calendar, without any time zone. */
#ifndef BT_BASE_DATE_H
#define BT_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01; earlier dates are negative. */
typedef int32_t bt_date;

#define BT_DATE_NONE INT32_MIN
#define BT_DATE_SIZE 11               /* "YYYY-MM-DD" and the NUL */

bt_date bt_date_ymd(int year, int month, int day);
void bt_date_split(bt_date d, int *year, int *month, int *day);
int bt_date_year(bt_date d);

/* "YYYY-MM-DD", exactly, and a date that exists; false otherwise. */
bool bt_date_parse(const char *s, size_t n, bt_date *out);
/* Writes into buf and returns it; BT_DATE_NONE gives "-". */
char *bt_date_format(bt_date d, char buf[BT_DATE_SIZE]);

/* 0 Monday .. 6 Sunday. */
int bt_date_weekday(bt_date d);
/* Monday of the ISO week that holds d: two dates are in one week when these are equal. */
bt_date bt_date_week(bt_date d);

/* Same day of the month `months` later (or earlier), clamped to that month's last day:
 * 03-31 minus one month is 02-28 or 02-29.  */
bt_date bt_date_add_months(bt_date d, int months);
/* Last calendar day of the month, quarter, year before the one that holds d. */
bt_date bt_date_prev_month_end(bt_date d);
bt_date bt_date_prev_quarter_end(bt_date d);
bt_date bt_date_prev_year_end(bt_date d);

#endif
