#include "ui/axis.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct bt_scale
bt_scale_of(const double *value, size_t n, bool log)
{
	struct bt_scale s = {.lo = NAN, .hi = NAN, .log = log};

	bt_scale_widen(&s, value, n);
	return s;
}

void
bt_scale_widen(struct bt_scale *s, const double *value, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(value[i]))
			continue;
		s->lo = fmin(s->lo, value[i]);          /* fmin and fmax skip a NAN */
		s->hi = fmax(s->hi, value[i]);
	}
	if (!(s->lo > 0))
		s->log = false;
}

/* Where between lo and hi, 0..1 inside; a scale without extent has its middle. */
static double
place(const struct bt_scale *s, double v)
{
	if (!(s->hi > s->lo))
		return v > s->hi ? INFINITY : v < s->lo ? -INFINITY : 0.5;
	if (!s->log)
		return (v - s->lo) / (s->hi - s->lo);
	return v > 0 ? log(v / s->lo) / log(s->hi / s->lo) : -INFINITY;
}

int
bt_scale_row(const struct bt_scale *s, double v, int rows)
{
	double row;

	if (v >= s->lo && v <= s->hi) {
		row = floor(place(s, v) * rows);
		return row >= rows ? rows - 1 : row < 0 ? 0 : (int)row;
	}
	row = floor(place(s, v) * rows);
	if (v > s->hi)
		return row >= INT_MAX ? INT_MAX : row < rows ? rows : (int)row;
	return row <= INT_MIN ? INT_MIN : row > -1 ? -1 : (int)row;
}

/* --- round values ---------------------------------------------------------------------------------- */

/* The smallest of 1, 2, 5 times a power of ten that is at least x. */
static double
round_up(double x)
{
	static const double steps[] = {1, 2, 5, 10};
	double power = pow(10, floor(log10(x)));

	for (size_t i = 0; i < 4; i++)
		if (steps[i] * power >= x * (1 - 1e-9))
			return steps[i] * power;
	return 10 * power;
}

/* Decimals that show a step of this size. */
static int
decimals_of(double step)
{
	int d = (int)-floor(log10(step) + 1e-9);

	return d < 0 ? 0 : d > 6 ? 6 : d;
}

char *
bt_axis_number(const struct bt_scale *s, double v, char buf[BT_AXIS_LABEL])
{
	double extent = s->hi > s->lo ? (s->hi - s->lo) / 50 : fabs(v) / 1000;
	int decimals = extent > 0 ? decimals_of(extent) : 0;

	snprintf(buf, BT_AXIS_LABEL, "%.*f", fabs(v) >= 1e7 ? 0 : decimals, v);
	return buf;
}

/* Add a tick unless it is nearer than `apart` to the one before. */
static size_t
add_tick(struct bt_tick *tick, size_t n, int at, int rows, int apart, int decimals, double v)
{
	if (n == BT_AXIS_TICKS || at < 0 || at >= rows || (n && at - tick[n - 1].at < apart))
		return n;
	tick[n].at = at;
	snprintf(tick[n].label, BT_AXIS_LABEL, "%.*f", decimals, v == 0 ? 0.0 : v);
	return n + 1;
}

static size_t
even_values(const struct bt_scale *s, int rows, int apart, struct bt_tick *tick)
{
	double step = round_up((s->hi - s->lo) * apart / rows);
	double first = ceil(s->lo / step - 1e-9);
	size_t n = 0;

	for (double k = first; k * step <= s->hi + step * 1e-9 && k < first + 1000; k++)
		n = add_tick(tick, n, bt_scale_row(s, k * step, rows), rows, apart, decimals_of(step),
		             k * step);
	return n;
}

/* 1, 2, 5 of every power of ten: enough when the scale spans several of them. */
static size_t
log_values(const struct bt_scale *s, int rows, int apart, struct bt_tick *tick)
{
	static const double steps[] = {1, 2, 5};
	int from = (int)floor(log10(s->lo)), to = (int)ceil(log10(s->hi));
	size_t n = 0;

	for (int e = from; e <= to; e++)
		for (int i = 0; i < 3; i++) {
			double v = steps[i] * pow(10, e);

			if (v >= s->lo && v <= s->hi)
				n = add_tick(tick, n, bt_scale_row(s, v, rows), rows, apart,
				             decimals_of(s->lo), v);
		}
	return n;
}

size_t
bt_axis_values(const struct bt_scale *s, int rows, int apart, struct bt_tick tick[BT_AXIS_TICKS])
{
	size_t n = 0;

	if (!(s->hi > s->lo) || rows < 1 || !isfinite(s->hi - s->lo))
		return 0;
	if (apart < 1)
		apart = 1;
	if (s->log)
		n = log_values(s, rows, apart, tick);
	return n >= 3 ? n : even_values(s, rows, apart, tick);
}

/* --- dates ----------------------------------------------------------------------------------------- */

enum period { DAYS, WEEKS, MONTHS, QUARTERS, YEARS, TWO_YEARS, FIVE_YEARS, TEN_YEARS, PERIODS };

/* A number that changes where a period begins. */
static int
period_of(bt_date d, enum period p)
{
	static const int years[] = {[YEARS] = 1, [TWO_YEARS] = 2, [FIVE_YEARS] = 5, [TEN_YEARS] = 10};
	int y, m, day;

	bt_date_split(d, &y, &m, &day);
	switch (p) {
	case DAYS:
		return d;
	case WEEKS:
		return bt_date_week(d);
	case MONTHS:
		return y * 12 + m - 1;
	case QUARTERS:
		return y * 4 + (m - 1) / 3;
	default:
		return y / years[p];
	}
}

/* "2025" where a year begins, else "Oct" or "10-14". */
static void
label_of(bt_date d, bt_date before, enum period p, char label[BT_AXIS_LABEL])
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int y, m, day;

	bt_date_split(d, &y, &m, &day);
	if (p >= YEARS || bt_date_year(before) != y)
		snprintf(label, BT_AXIS_LABEL, "%04d", y);
	else if (p >= MONTHS)
		snprintf(label, BT_AXIS_LABEL, "%s", months[(unsigned)(m - 1) % 12]);
	else
		snprintf(label, BT_AXIS_LABEL, "%02d-%02d", m, day);
}

/* Lay out one kind of period; -1 when two labels would touch. */
static int
try_period(const bt_date *date, int columns, enum period p, struct bt_tick *tick)
{
	bt_date before = BT_DATE_NONE;
	int n = 0, end = -1;

	for (int x = 0; x < columns; x++) {
		if (date[x] == BT_DATE_NONE)
			continue;
		if (before != BT_DATE_NONE && period_of(before, p) != period_of(date[x], p)) {
			char label[BT_AXIS_LABEL];

			label_of(date[x], before, p, label);
			if (x <= end || n == BT_AXIS_TICKS)
				return -1;
			if (x + (int)strlen(label) > columns)
				break;
			tick[n].at = x;
			memcpy(tick[n++].label, label, sizeof(label));
			end = x + (int)strlen(label);
		}
		before = date[x];
	}
	return n;
}

size_t
bt_axis_dates(const bt_date *date, int columns, struct bt_tick tick[BT_AXIS_TICKS])
{
	for (enum period p = DAYS; p < PERIODS; p++) {
		int n = try_period(date, columns, p, tick);

		if (n >= 0)
			return (size_t)n;
	}
	return 0;
}
