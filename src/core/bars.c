#include "core/bars.h"

/* Bounds lo < answer <= hi around where d lies if sessions are spread evenly, and they nearly are: a few
 * probes of neighbours instead of one cache line for each halving of the whole.  */
static void
bracket(const bt_date *date, size_t n, bt_date d, size_t *lo, size_t *hi)
{
	double part = ((double)d - date[0]) / ((double)date[n - 1] - date[0]);
	size_t at = (size_t)(part * (double)(n - 1)), step = 4;

	if (date[at] <= d) {
		for (*lo = at; at + step < n && date[at + step] <= d; step *= 2)
			*lo = at + step;
		*hi = at + step < n ? at + step : n;
	} else {
		for (*hi = at; at > step && date[at - step] > d; step *= 2)
			*hi = at - step;
		*lo = at > step ? at - step : 0;
	}
}

size_t
bt_dates_upto(const bt_date *date, size_t n, bt_date d)
{
	size_t lo = 0, hi = n;

	if (n == 0 || d < date[0])
		return 0;
	if (d >= date[n - 1])
		return n;
	bracket(date, n, d, &lo, &hi);
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (date[mid] <= d)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

size_t
bt_dates_find(const bt_date *date, size_t n, bt_date d)
{
	size_t upto = bt_dates_upto(date, n, d);

	return upto && date[upto - 1] == d ? upto - 1 : n;
}

size_t
bt_dates_upto_near(const bt_date *date, size_t n, bt_date d, size_t *after)
{
	size_t upto = n - *after;

	if (*after > n || (upto && date[upto - 1] > d) || (upto < n && date[upto] <= d)) {
		upto = bt_dates_upto(date, n, d);
		*after = n - upto;
	}
	return upto;
}

void
bt_dates_fetch_near(const bt_date *date, size_t n, size_t after)
{
	if (after < n)
		__builtin_prefetch(date + n - after - 1);
}

size_t
bt_dates_find_near(const bt_date *date, size_t n, bt_date d, size_t *after)
{
	size_t upto = bt_dates_upto_near(date, n, d, after);

	return upto && date[upto - 1] == d ? upto - 1 : n;
}

struct bt_bars
bt_bars_prefix(const struct bt_bars *b, size_t n)
{
	struct bt_bars cut = *b;

	cut.n = n;
	return cut;
}

struct bt_bars
bt_bars_upto(const struct bt_bars *b, bt_date d)
{
	return bt_bars_prefix(b, bt_dates_upto(b->date, b->n, d));
}

const double *
bt_bars_price(const struct bt_bars *b, enum bt_price price)
{
	return price == BT_PRICE_ADJCLOSE && b->adjclose ? b->adjclose : b->close;
}

struct bt_line
bt_bars_line(const struct bt_bars *b, enum bt_price price)
{
	return (struct bt_line){.n = b->n, .date = b->date, .value = bt_bars_price(b, price)};
}

struct bt_line
bt_line_upto(const struct bt_line *l, bt_date d)
{
	struct bt_line cut = *l;

	cut.n = bt_dates_upto(l->date, l->n, d);
	return cut;
}

static bool
is_jump(double before, double now)
{
	return now < before * 0.6 || now > before * 1.7;
}

size_t
bt_bars_jumps(const struct bt_bars *b)
{
	const double *adj = bt_bars_price(b, BT_PRICE_ADJCLOSE);
	size_t n = 0;

	for (size_t i = 1; i < b->n; i++)
		n += is_jump(b->close[i - 1], b->close[i]) && is_jump(adj[i - 1], adj[i]);
	return n;
}
