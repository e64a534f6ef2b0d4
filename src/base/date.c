#include "base/date.h"

/* The civil calendar by era arithmetic: years begin in March so that the leap day comes last. */
bt_date
bt_date_ymd(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

void
bt_date_split(bt_date d, int *year, int *month, int *day)
{
	int z = d + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

int
bt_date_year(bt_date d)
{
	int y, m, day;

	bt_date_split(d, &y, &m, &day);
	return y;
}

static int
digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

static int
month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool
bt_date_parse(const char *s, size_t n, bt_date *out)
{
	int y, m, d;

	if (n != BT_DATE_SIZE - 1 || s[4] != '-' || s[7] != '-')
		return false;
	y = digits(s, 4);
	m = digits(s + 5, 2);
	d = digits(s + 8, 2);
	if (y < 1 || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
		return false;
	*out = bt_date_ymd(y, m, d);
	return true;
}

char *
bt_date_format(bt_date d, char buf[BT_DATE_SIZE])
{
	int part[3], at[3] = {3, 6, 9}, len[3] = {4, 2, 2};

	if (d == BT_DATE_NONE) {
		buf[0] = '-';
		buf[1] = '\0';
		return buf;
	}
	bt_date_split(d, &part[0], &part[1], &part[2]);
	for (int i = 0; i < 3; i++)
		for (int k = 0; k < len[i]; k++, part[i] /= 10)
			buf[at[i] - k] = (char)('0' + part[i] % 10);
	buf[4] = buf[7] = '-';
	buf[10] = '\0';
	return buf;
}

int
bt_date_weekday(bt_date d)
{
	int w = (d + 3) % 7;            /* 1970-01-01 was a Thursday */

	return w < 0 ? w + 7 : w;
}

bt_date
bt_date_week(bt_date d)
{
	return d - bt_date_weekday(d);
}

bt_date
bt_date_add_months(bt_date d, int months)
{
	int y, m, day, total, last;

	bt_date_split(d, &y, &m, &day);
	total = y * 12 + m - 1 + months;
	y = total / 12;
	m = total % 12 + 1;
	last = month_days(y, m);
	return bt_date_ymd(y, m, day < last ? day : last);
}

bt_date
bt_date_prev_month_end(bt_date d)
{
	int y, m, day;

	bt_date_split(d, &y, &m, &day);
	return bt_date_ymd(y, m, 1) - 1;
}

bt_date
bt_date_prev_quarter_end(bt_date d)
{
	int y, m, day;

	bt_date_split(d, &y, &m, &day);
	return bt_date_ymd(y, (m - 1) / 3 * 3 + 1, 1) - 1;
}

bt_date
bt_date_prev_year_end(bt_date d)
{
	return bt_date_ymd(bt_date_year(d), 1, 1) - 1;
}
