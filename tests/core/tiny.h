/* tiny.h - a market of a few symbols and days, written by hand in the test that uses it.
 *
 *	static const struct tiny days[] = {
 *		{"A", "2024-01-02", {1, 2, 3}},        consecutive sessions from a date on ...
 *		{"B", "2024-01-03", {4, 0, 5}},        ... 0: no session that day, the date passes
 *	};
 * Prices are close and adjclose alike.  */
#ifndef BT_TESTS_TINY_H
#define BT_TESTS_TINY_H

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "core/market.h"

#define TINY_DAYS 16

struct tiny {
	const char *symbol;      /* in the order of strcmp */
	const char *first;
	double close[TINY_DAYS]; /* one calendar day after the other; ends at a negative or the last */
};

static inline bt_date
tiny_date(const char *s)
{
	bt_date d;

	if (!bt_date_parse(s, strlen(s), &d))
		abort();
	return d;
}

static inline struct bt_market
tiny_market(struct bt_arena *a, const struct tiny *days, size_t n)
{
	struct bt_security *sec = BT_ARENA_ARRAY(a, n, struct bt_security);

	for (size_t i = 0; i < n; i++) {
		bt_date *date = BT_ARENA_ARRAY(a, TINY_DAYS, bt_date);
		double *close = BT_ARENA_ARRAY(a, TINY_DAYS, double);
		size_t len = 0;

		for (int k = 0; k < TINY_DAYS; k++) {
			if (days[i].close[k] > 0) {
				date[len] = tiny_date(days[i].first) + k;
				close[len++] = days[i].close[k];
			}
		}
		sec[i] = (struct bt_security){
			.symbol = days[i].symbol,
			.bars = {.n = len, .date = date, .close = close, .adjclose = close},
			.provisional = BT_DATE_NONE,
		};
	}
	return (struct bt_market){.source = "tiny", .sec = sec, .n = n};
}

#endif
