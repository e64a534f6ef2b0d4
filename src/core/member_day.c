#include "core/member_day.h"

#include <math.h>

#include "core/tick.h"

const size_t bt_member_window[BT_MEMBER_WINDOWS] = {20, 50, 100, 200};

#define RANGE 252

/* Mean of the n bars that end at k, and whether bar k is above it. */
static double
average(const struct bt_bars *bars, size_t k, size_t n, enum bt_price price, bool *above)
{
	double last = bt_member_price(bars, k, price), sum = 0, ticks = 0, tick, last_tick;
	bool exact = bt_is_tick(last, &last_tick);

	for (size_t i = k + 1 - n; i <= k; i++) {
		double x = bt_member_price(bars, i, price);

		exact = bt_is_tick(x, &tick) && exact;
		ticks += tick;
		sum += x;
	}
	if (exact) {
		*above = last_tick * (double)n > ticks;
		return ticks / (double)n / BT_TICKS_PER_UNIT;
	}
	*above = last * BT_TICKS_GUARD * (double)n > sum;
	return sum / (double)n;
}

static void
find_extremes(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_day *out)
{
	double hi = -INFINITY, lo = INFINITY;

	for (size_t i = k - RANGE; i < k; i++) {
		double x = bt_member_price(bars, i, price);

		hi = x > hi ? x : hi;
		lo = x < lo ? x : lo;
	}
	out->max252 = hi;
	out->min252 = lo;
	out->new_hi = out->price > hi;
	out->new_lo = out->price < lo;
}

void
bt_member_day(const struct bt_bars *bars, bt_date session, enum bt_price price,
              struct bt_member_day *out)
{
	size_t k = bt_dates_find(bars->date, bars->n, session);

	*out = (struct bt_member_day){.price = NAN, .prev = NAN, .max252 = NAN, .min252 = NAN};
	for (int w = 0; w < BT_MEMBER_WINDOWS; w++)
		out->sma[w] = NAN;
	if (k == bars->n)
		return;
	out->has_bar = true;
	out->bars = k + 1;
	out->price = bt_member_price(bars, k, price);
	if (k > 0) {
		out->prev = bt_member_price(bars, k - 1, price);
		out->direction = (out->price > out->prev) - (out->price < out->prev);
	}
	for (int w = 0; w < BT_MEMBER_WINDOWS; w++)
		if (k + 1 >= bt_member_window[w])
			out->sma[w] = average(bars, k, bt_member_window[w], price, &out->above[w]);
	if (k >= RANGE)
		find_extremes(bars, k, price, out);
}

size_t
bt_member_bar(const struct bt_bars *bars, bt_date d)
{
	size_t n = bt_dates_upto(bars->date, bars->n, d);

	return n && d - bars->date[n - 1] <= BT_STALE_DAYS ? n - 1 : bars->n;
}
