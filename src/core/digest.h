/* core/digest.h - what is known of bars that were read through once, so that a day in them is a look-up.
 *
 * Everything said of the first `covered` bars holds for them alone, so a digest of a history serves every
 * prefix of it (a past day) and every history that begins with those bars (a newer last price): bars carry it
 * with them (core/bars.h).  What lies behind is read when it is asked for.  Few bytes: a history of 20 years
 * has some hundred records.  */
#ifndef BT_CORE_DIGEST_H
#define BT_CORE_DIGEST_H

#include <stdint.h>

#include "base/arena.h"
#include "core/bars.h"

/* The entries of a column that are above all before them; the first is one. */
struct bt_peaks {
	size_t covered;          /* entries that were read; none of them is null */
	size_t n;
	const uint32_t *at;      /* ascending */
};

struct bt_digest {
	struct bt_peaks close, high;
	size_t positive;         /* closes from the first on that are > 0; of bars all, of an expression not */
	size_t adj_positive;     /* the same of adjclose; 0 without that column */
};

/* Of the first n entries, or as many of them as come before a null.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_peaks_make(const double *x, size_t n, struct bt_arena *a, struct bt_peaks *out);

/* Index of the first of the highest of x[0..n-1], n > 0, none of them null; p (NULL: none) is of x. */
size_t bt_peaks_highest(const struct bt_peaks *p, const double *x, size_t n);

/* Of all bars but the last, which may move.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_digest_make(const struct bt_bars *b, struct bt_arena *a, struct bt_digest *out);

/* Whether every close (adjclose: of the column, if there is one) of the bars [from, to) is > 0. */
bool bt_bars_is_whole(const struct bt_bars *b, enum bt_price price, size_t from, size_t to);

/* The column of that basis with the close where a cell of adjclose is missing (indicators.md, section 0): borrowed
 * where none is, else of the arena.  NULL: that is exhausted.  */
const double *bt_bars_filled(const struct bt_bars *b, enum bt_price price, struct bt_arena *a);

#endif
