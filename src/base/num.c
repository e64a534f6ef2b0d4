#include "base/num.h"

#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Up to 15 digits and ten to the 22nd are exact doubles, so one division rounds correctly
 * (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990).  */
#define EXACT_DIGITS 15
static const double pow10_exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* Digits from p on, added to *v. */
static const char *
scan_digits(const char *p, const char *end, uint64_t *v)
{
	unsigned digit;

	while (p < end && (digit = (unsigned char)*p - (unsigned)'0') <= 9) {
		*v = *v * 10 + digit;
		p++;
	}
	return p;
}

const char *
bt_num_scan(const char *s, const char *end, double *out)
{
	bool minus = s < end && *s == '-';
	const char *first = s + minus, *p;
	uint64_t v = 0;
	ptrdiff_t digits, frac = 0;

	p = scan_digits(first, end, &v);
	digits = p - first;
	if (digits && p < end && *p == '.') {
		const char *point = p++;

		p = scan_digits(p, end, &v);
		frac = p - point - 1;
		if (frac == 0)
			return NULL;
		digits += frac;
	}
	if (digits == 0 || digits > EXACT_DIGITS)
		return NULL;
	*out = frac ? (double)v / pow10_exact[frac] : (double)v;
	if (minus)
		*out = -*out;
	return p;
}

static bool
parse_plain(const char *s, size_t n, double *out)
{
	return bt_num_scan(s, s + n, out) == s + n;
}

static bool
is_decimal(const char *s, size_t n)
{
	bool digit = false, point = false;
	size_t i = n && (s[0] == '-' || s[0] == '+') ? 1 : 0;

	for (; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9') {
			digit = true;
		} else if (s[i] == '.' && !point) {
			point = true;
		} else if ((s[i] == 'e' || s[i] == 'E') && digit) {
			i++;
			i += i < n && (s[i] == '-' || s[i] == '+');
			if (i >= n)
				return false;
			for (; i < n; i++)
				if (s[i] < '0' || s[i] > '9')
					return false;
			return true;
		} else {
			return false;
		}
	}
	return digit;
}

bool
bt_num_parse(const char *s, size_t n, double *out)
{
	char text[64], *end;
	locale_t c, old;

	if (parse_plain(s, n, out))
		return true;
	if (n >= sizeof(text) || !is_decimal(s, n))
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	/* a host program of the library may have set any LC_NUMERIC */
	c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
	if (!c)
		return false;
	old = uselocale(c);
	*out = strtod(text, &end);
	uselocale(old);
	freelocale(c);
	return *end == '\0' && isfinite(*out);
}

bool
bt_num_parse_int(const char *s, size_t n, long long *out)
{
	bool minus = n && s[0] == '-';
	unsigned long long v = 0;

	if (n == minus || n - minus > 18)
		return false;
	for (size_t i = minus; i < n; i++) {
		unsigned digit = (unsigned char)s[i] - '0';

		if (digit > 9)
			return false;
		v = v * 10 + digit;
	}
	*out = minus ? -(long long)v : (long long)v;
	return true;
}

char *
bt_num_format(double x, char buf[BT_NUM_SIZE])
{
	if (x == floor(x) && fabs(x) < 1e15) {
		snprintf(buf, BT_NUM_SIZE, "%lld", (long long)x);
		return buf;
	}
	for (int digits = 15; digits <= 17; digits++) {
		double back;

		snprintf(buf, BT_NUM_SIZE, "%.*g", digits, x);
		for (char *p = buf; *p; p++)
			if (*p == ',')
				*p = '.';       /* a host's LC_NUMERIC */
		if (bt_num_parse(buf, strlen(buf), &back) && back == x)
			break;
	}
	return buf;
}
