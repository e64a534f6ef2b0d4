#include "core/member_day.h"

#include <math.h>

#include "core/tick.h"

const size_t bt_member_window[BT_MEMBER_WINDOWS] = {20, 50, 100, 200};

#define RANGE 252

enum { LANES = 4 };              /* sums and extremes side by side, for speed; divides 252 */

static double
sum_of(const double *x, size_t n)
{
	double part[LANES] = {0};
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (size_t j = 0; j < LANES; j++)
			part[j] += x[i + j];
	for (; i < n; i++)
		part[0] += x[i];
	return (part[0] + part[1]) + (part[2] + part[3]);
}

/* Whether bar k is above the mean of the n bars that end there, where rounding could decide: in ticks when
 * all are ticks, else with the guard.  *mean is exact in the same way. */
static bool
is_above(const struct bt_bars *bars, size_t k, size_t n, enum bt_price price, double *mean)
{
	double last = bt_member_price(bars, k, price), last_tick, ticks = 0, sum = 0, tick;
	bool exact = bt_is_tick(last, &last_tick);

	for (size_t i = k + 1 - n; i <= k; i++) {
		double x = bt_member_price(bars, i, price);

		exact = bt_is_tick(x, &tick) && exact;
		ticks += tick;
		sum += x;
	}
	*mean = exact ? ticks / (double)n / BT_TICKS_PER_UNIT : sum / (double)n;
	return exact ? last_tick * (double)n > ticks : last * BT_TICKS_GUARD * (double)n > sum;
}

static void
find_averages(const struct bt_bars *bars, size_t k, enum bt_price price, bool whole,
              struct bt_member_day *out)
{
	const double *x = bt_bars_price(bars, price);
	double sum = 0;
	size_t before = 0;

	for (int w = 0; w < BT_MEMBER_WINDOWS && k + 1 >= bt_member_window[w]; w++) {
		size_t n = bt_member_window[w];
		double ahead;

		sum += whole ? sum_of(x + k + 1 - n, n - before) : 0;
		before = n;
		ahead = out->price * (double)n - sum;
		out->sma[w] = sum / (double)n;
		out->above[w] = ahead > 0;
		if (!whole || fabs(ahead) < 1e-9 * sum)
			out->above[w] = is_above(bars, k, n, price, &out->sma[w]);
	}
}

/* Highest and lowest of the 252 bars before k. */
static void
find_extremes(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_day *out)
{
	const double *x = bt_bars_price(bars, price) + k - RANGE;
	double hi[LANES], lo[LANES];

	for (size_t j = 0; j < LANES; j++)
		hi[j] = lo[j] = x[j];
	for (size_t i = LANES; i < RANGE; i += LANES) {
		for (size_t j = 0; j < LANES; j++) {
			hi[j] = hi[j] > x[i + j] ? hi[j] : x[i + j];
			lo[j] = lo[j] < x[i + j] ? lo[j] : x[i + j];
		}
	}
	out->max252 = fmax(fmax(hi[0], hi[1]), fmax(hi[2], hi[3]));
	out->min252 = fmin(fmin(lo[0], lo[1]), fmin(lo[2], lo[3]));
}

/* The same where cells of the column may be missing. */
static void
plain_extremes(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_day *out)
{
	out->max252 = -INFINITY;
	out->min252 = INFINITY;
	for (size_t i = k - RANGE; i < k; i++) {
		out->max252 = fmax(out->max252, bt_member_price(bars, i, price));
		out->min252 = fmin(out->min252, bt_member_price(bars, i, price));
	}
}

/* Whether no cell of the column is missing from one bar up to another. */
static bool
is_whole(const struct bt_bars *bars, size_t from, size_t to, enum bt_price price)
{
	const double *x = bt_bars_price(bars, price);
	int good = 1;

	if (x != bars->close)
		for (size_t i = from; i < to; i++)
			good &= x[i] > 0;
	return good;
}

void
bt_member_day(const struct bt_bars *bars, bt_date session, enum bt_price price,
              struct bt_member_day *out)
{
	size_t k = bt_dates_find(bars->date, bars->n, session);
	bool whole;

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
	whole = is_whole(bars, k > RANGE ? k - RANGE : 0, k + 1, price);
	find_averages(bars, k, price, whole, out);
	if (k < RANGE)
		return;
	if (whole)
		find_extremes(bars, k, price, out);
	else
		plain_extremes(bars, k, price, out);
	out->new_hi = out->price > out->max252;
	out->new_lo = out->price < out->min252;
}

size_t
bt_member_bar(const struct bt_bars *bars, bt_date d)
{
	size_t n = bt_dates_upto(bars->date, bars->n, d);

	return n && d - bars->date[n - 1] <= BT_STALE_DAYS ? n - 1 : bars->n;
}
