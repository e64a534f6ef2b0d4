/* core/bars.h - the daily bars of one symbol, as columns; and lines, the series computed from them.
 *
 * Section 0 of indicators.md: a bar is valid when its close is finite and > 0; other rows do not
 * exist here.  Dates ascend strictly.  The columns are borrowed: bars are a view, cheap to copy
 * and to cut at a date.  Whatever must not know the future gets a cut view, so it cannot look.  */
#ifndef BT_CORE_BARS_H
#define BT_CORE_BARS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

struct bt_digest;

enum bt_price { BT_PRICE_CLOSE, BT_PRICE_ADJCLOSE };

/* A whole column that is missing is NULL, a missing cell is NAN; close is never either.
 * Prices are split-adjusted in the currency's unit, adjclose also dividend-adjusted; volume in
 * shares.  */
struct bt_bars {
	size_t n;
	const bt_date *date;
	const double *open, *high, *low, *close, *adjclose, *volume;
	const struct bt_digest *digest;  /* of them, or of what they begin with (core/digest.h); NULL: none */
};

/* A computed series on its own dates, ascending; NAN is null. */
struct bt_line {
	size_t n;
	const bt_date *date;
	const double *value;
};

/* Number of entries with date <= d, in a sorted array. */
size_t bt_dates_upto(const bt_date *date, size_t n, bt_date d);
/* Index of the entry with exactly this date, or n. */
size_t bt_dates_find(const bt_date *date, size_t n, bt_date d);

/* The same for one array after another whose newest sessions agree, as those of one exchange do: *after is
 * how many entries were after d in the one before (any value is allowed), and then how many are in this.  */
size_t bt_dates_upto_near(const bt_date *date, size_t n, bt_date d, size_t *after);
size_t bt_dates_find_near(const bt_date *date, size_t n, bt_date d, size_t *after);

/* Ask the memory for what such a search will look at, some arrays ahead: hundreds of them, each far from the
 * last, cost little but the waiting.  */
void bt_dates_fetch_near(const bt_date *date, size_t n, size_t after);

/* The bars up to and with d. */
struct bt_bars bt_bars_upto(const struct bt_bars *b, bt_date d);
struct bt_bars bt_bars_prefix(const struct bt_bars *b, size_t n);

/* The column of that basis; a missing adjclose column is the close. */
const double *bt_bars_price(const struct bt_bars *b, enum bt_price price);
struct bt_line bt_bars_line(const struct bt_bars *b, enum bt_price price);
struct bt_line bt_line_upto(const struct bt_line *l, bt_date d);

/* Bars whose close and adjclose both move beyond x0.6 or x1.7 in one bar: possibly a split that the
 * source did not adjust for.  Flagged, never repaired.  */
size_t bt_bars_jumps(const struct bt_bars *b);

/* Last bar more than this many calendar days before the as-of date: the symbol is stale, and a base
 * further than this from its anchor is none.  */
#define BT_STALE_DAYS 10

#endif
