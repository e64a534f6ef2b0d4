#include "fetch/feed_date.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"

struct moment {
	int year, month, day, hour, minute, second;
	int offset_s;            /* east of Greenwich */
};

static const struct {
	const char *name;
	int hours;
} zones[] = {
	{"GMT", 0},  {"UTC", 0},  {"UT", 0},   {"Z", 0},    {"EST", -5}, {"EDT", -4},
	{"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7},
};

static const char *
skip_blank(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

/* Digits, at least `least` and at most `most`; NULL when there are none. */
static const char *
digits(const char *s, int least, int most, int *out)
{
	int n = 0, value = 0;

	while (n < most && isdigit((unsigned char)s[n]))
		value = value * 10 + (s[n++] - '0');
	if (n < least)
		return NULL;
	*out = value;
	return s + n;
}

/* The character, or NULL. */
static const char *
expect(const char *s, char c)
{
	return s && *s == c ? s + 1 : NULL;
}

/* "hh:mm[:ss[.f]]" */
static const char *
read_time(const char *s, struct moment *m)
{
	const char *p;
	int ignored;

	s = expect(digits(s, 1, 2, &m->hour), ':');
	s = s ? digits(s, 2, 2, &m->minute) : NULL;
	if (!s || !(p = expect(s, ':')))
		return s;
	s = digits(p, 2, 2, &m->second);
	if (s && (p = expect(s, '.')))
		s = digits(p, 1, 9, &ignored);
	return s;
}

/* "+hh:mm", "-hhmm", "+hh" or a name */
static void
read_zone(const char *s, struct moment *m)
{
	int sign, hours, minutes = 0;
	const char *p;

	s = skip_blank(s);
	sign = *s == '-' ? -1 : 1;
	if (*s == '+' || *s == '-') {
		p = digits(s + 1, 2, 2, &hours);
		if (!p || hours > 14)
			return;
		if (*p == ':')
			p++;
		if (digits(p, 2, 2, &minutes) && minutes > 59)
			return;
		m->offset_s = sign * (hours * 3600 + minutes * 60);
		return;
	}
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		size_t n = strlen(zones[i].name);

		if (strncasecmp(s, zones[i].name, n) == 0 && !isalpha((unsigned char)s[n]))
			m->offset_s = zones[i].hours * 3600;
	}
}

static int
month_of(const char *s)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++)
		if (strncasecmp(s, names + 3 * i, 3) == 0)
			return i + 1;
	return 0;
}

/* "[Thu,] 4 Sep[tember] 2026 10:00[:00] [zone]" */
static bool
read_rfc822(const char *s, struct moment *m)
{
	const char *p = strchr(s, ',');
	int n;

	s = skip_blank(p ? p + 1 : s);
	if (!(s = digits(s, 1, 2, &m->day)))
		return false;
	s += strspn(s, " \t-");
	m->month = month_of(s);
	if (!m->month)
		return false;
	while (isalpha((unsigned char)*s) || *s == '.')
		s++;
	s += strspn(s, " \t-");
	if (!(p = digits(s, 2, 4, &m->year)))
		return false;
	n = (int)(p - s);
	if (n == 2)
		m->year += m->year < 70 ? 2000 : 1900;
	p = skip_blank(p);
	if (*p && (p = read_time(p, m)))
		read_zone(p, m);
	return n != 3 && p;
}

/* "2026-07-16[T15:35[:19[.5]][zone]]" */
static bool
read_iso8601(const char *s, struct moment *m)
{
	s = expect(digits(s, 4, 4, &m->year), '-');
	s = s ? expect(digits(s, 2, 2, &m->month), '-') : NULL;
	s = s ? digits(s, 2, 2, &m->day) : NULL;
	if (!s)
		return false;
	if (*s != 'T' && *s != 't' && *s != ' ')
		return !isdigit((unsigned char)*s);
	s = read_time(s + 1, m);
	if (s)
		read_zone(s, m);
	return s != NULL;
}

bool
bt_feed_date(const char *s, int64_t *utc)
{
	struct moment m = {0};
	int year, month, day;
	bt_date date;

	s = skip_blank(s);
	if (!(isdigit((unsigned char)s[0]) && strlen(s) > 4 && s[4] == '-' ? read_iso8601(s, &m)
	                                                                    : read_rfc822(s, &m)))
		return false;
	if (m.year < 1800 || m.year > 2200 || m.month < 1 || m.month > 12 || m.day < 1 ||
	    m.day > 31 || m.hour > 23 || m.minute > 59 || m.second > 60)
		return false;
	date = bt_date_ymd(m.year, m.month, m.day);
	bt_date_split(date, &year, &month, &day);
	if (day != m.day || month != m.month)
		return false;
	*utc = (int64_t)date * 86400 + m.hour * 3600 + m.minute * 60 + m.second - m.offset_s;
	return true;
}
