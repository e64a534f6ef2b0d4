/* fixture_bars.h - small bars for tests: literal ones, and long ones from a seed. */
#ifndef BT_TESTS_CORE_FIXTURE_BARS_H
#define BT_TESTS_CORE_FIXTURE_BARS_H

#include <stdint.h>
#include <string.h>

#include "core/bars.h"

#define FIXTURE_MAX 4000

struct fixture_bars {
	bt_date date[FIXTURE_MAX];
	double close[FIXTURE_MAX], high[FIXTURE_MAX];
	struct bt_bars bars;
};

static inline bt_date
fixture_date(const char *s)
{
	bt_date d = BT_DATE_NONE;

	bt_date_parse(s, strlen(s), &d);
	return d;
}

static inline void
fixture_add(struct fixture_bars *f, bt_date date, double close, double high)
{
	size_t n = f->bars.n++;

	f->date[n] = date;
	f->close[n] = close;
	f->high[n] = high;
	f->bars.date = f->date;
	f->bars.close = f->close;
	f->bars.high = f->high;
}

/* Weekdays from a date on with these closes; the high is one above. */
static inline void
fixture_weekdays(struct fixture_bars *f, const char *from, const double *close, size_t n)
{
	bt_date d = fixture_date(from);

	f->bars = (struct bt_bars){0};
	for (size_t i = 0; i < n; d++)
		if (bt_date_weekday(d) < 5) {
			fixture_add(f, d, close[i], close[i] + 1);
			i++;
		}
}

/* A walk over weekdays with holes, halts and equal closes; the same seed gives the same bars. */
static inline void
fixture_walk(struct fixture_bars *f, uint64_t seed, size_t n)
{
	bt_date d = fixture_date("2010-01-04");
	double price = 100;

	f->bars = (struct bt_bars){0};
	while (f->bars.n < n) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		unsigned r = (unsigned)(seed >> 40);

		if (r % 97 == 0)
			d += r % 40;                    /* a halt */
		if (bt_date_weekday(d) < 5 && r % 29) {
			price += r % 5 ? ((double)(r % 401) - 199) / 100 : 0;
			if (price < 5)
				price = 5;
			fixture_add(f, d, price, price + (r % 7) / 10.0);
		}
		d++;
	}
}

#endif
