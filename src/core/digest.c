#include "core/digest.h"

#include "core/extreme.h"
#include "core/whole.h"

enum bt_status
bt_peaks_make(const double *x, size_t n, struct bt_arena *a, struct bt_peaks *out)
{
	size_t covered = 0, count = 0;
	double highest = 0;
	uint32_t *at;

	for (; covered < n && x[covered] == x[covered]; covered++) {
		if (covered > 0 && !(x[covered] > highest))
			continue;
		highest = x[covered];
		count++;
	}
	at = BT_ARENA_ARRAY(a, count, uint32_t);
	if (!at)
		return BT_E_NOMEM;
	*out = (struct bt_peaks){covered, count, at};
	count = 0;
	for (size_t i = 0; i < covered; i++) {
		if (i > 0 && !(x[i] > highest))
			continue;
		highest = x[i];
		at[count++] = (uint32_t)i;
	}
	return BT_OK;
}

/* The last peak before bar n, which there is. */
static size_t
last_peak(const struct bt_peaks *p, size_t n)
{
	size_t lo = 0, hi = p->n;

	while (lo + 1 < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->at[mid] < n)
			lo = mid;
		else
			hi = mid;
	}
	return p->at[lo];
}

size_t
bt_peaks_highest(const struct bt_peaks *p, const double *x, size_t n)
{
	size_t from = p ? p->covered : 0, peak, later;

	if (from == 0)
		return bt_extreme_at(x, 0, n, 1);
	peak = last_peak(p, n);
	if (from >= n)
		return peak;
	later = bt_extreme_at(x, from, n, 1);
	return x[later] > x[peak] ? later : peak;
}

/* How many entries from the first on are > 0. */
static size_t
count_positive(const double *x, size_t n)
{
	size_t i = 0;

	while (x && i < n && x[i] > 0)
		i++;
	return i;
}

enum bt_status
bt_digest_make(const struct bt_bars *b, struct bt_arena *a, struct bt_digest *out)
{
	size_t n = b->n ? b->n - 1 : 0;

	*out = (struct bt_digest){.positive = count_positive(b->close, n),
	                          .adj_positive = count_positive(b->adjclose, n)};
	if (bt_peaks_make(b->close, n, a, &out->close) != BT_OK)
		return BT_E_NOMEM;
	return b->high ? bt_peaks_make(b->high, n, a, &out->high) : BT_OK;
}

bool
bt_bars_is_whole(const struct bt_bars *b, enum bt_price price, size_t from, size_t to)
{
	const double *x = bt_bars_price(b, price);
	size_t known = 0;

	if (b->digest)
		known = x == b->close ? b->digest->positive : b->digest->adj_positive;
	return to <= known || bt_is_whole(x, from > known ? from : known, to);
}

const double *
bt_bars_filled(const struct bt_bars *b, enum bt_price price, struct bt_arena *a)
{
	const double *from = bt_bars_price(b, price);
	double *out;

	if (from == b->close || bt_bars_is_whole(b, price, 0, b->n))
		return from;
	out = BT_ARENA_ARRAY(a, b->n, double);
	for (size_t i = 0; out && i < b->n; i++)
		out[i] = from[i] > 0 ? from[i] : b->close[i];
	return out;
}
