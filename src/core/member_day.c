#include "core/member_day.h"

#include <math.h>
#include <stdint.h>

#include "core/tick.h"
#include "core/whole.h"

const size_t bt_member_window[BT_MEMBER_WINDOWS] = {20, 50, 100, 200};

#define RANGE 252
#define LONGEST 200               /* of the averages; a multiple of STEP */

/* Sums and extremes side by side: vectors that every processor has, several at a time. */
#define UNROLL _Pragma("GCC unroll 8")   /* else they do not stay in registers */
enum { LANES = 2, SIDE = 4, STEP = LANES * SIDE };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(8), may_alias));
typedef int64_t masks __attribute__((vector_size(LANES * sizeof(double))));

static double
sum_of(const double *x, size_t n)
{
	lanes part[SIDE] = {{0}};
	double sum = 0;
	size_t i = 0;

	for (; i + STEP <= n; i += STEP)
		UNROLL for (size_t j = 0; j < SIDE; j++)
			part[j] += *(const lanes *)(x + i + j * LANES);
	for (; i < n; i++)
		sum += x[i];
	part[0] = (part[0] + part[1]) + (part[2] + part[3]);
	return part[0][0] + part[0][1] + sum;
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

#define CHOOSE(mask, yes, no) (lanes)(((masks)(yes) & (mask)) | ((masks)(no) & ~(mask)))

/* Highest and lowest of the 252 bars before k. */
static void
find_extremes(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_day *out)
{
	const double *x = bt_bars_price(bars, price) + k - RANGE;
	lanes hi[SIDE], lo[SIDE];

	UNROLL for (size_t j = 0; j < SIDE; j++) /* the last step: 252 is no multiple of 8 */
		hi[j] = lo[j] = *(const lanes *)(x + RANGE - STEP + j * LANES);
	for (size_t i = 0; i + STEP <= RANGE; i += STEP) {
		UNROLL for (size_t j = 0; j < SIDE; j++) {
			lanes v = *(const lanes *)(x + i + j * LANES);

			hi[j] = CHOOSE(v > hi[j], v, hi[j]);
			lo[j] = CHOOSE(v < lo[j], v, lo[j]);
		}
	}
	out->max252 = hi[0][0];
	out->min252 = lo[0][0];
	UNROLL for (size_t j = 0; j < STEP; j++) {
		double h = hi[j / LANES][j % LANES], l = lo[j / LANES][j % LANES];

		out->max252 = h > out->max252 ? h : out->max252;
		out->min252 = l < out->min252 ? l : out->min252;
	}
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

	return x == bars->close || bt_is_whole(x, from, to);
}

void
bt_member_day(const struct bt_bars *bars, bt_date session, enum bt_price price,
              struct bt_member_day *out)
{
	bt_member_day_at(bars, bt_dates_find(bars->date, bars->n, session), price, out);
}

void
bt_member_day_at(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_day *out)
{
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

/* --- counts alone ---------------------------------------------------------------------------------- */

/* The sum of x[0..n-1]; false: not all are > 0. */
static bool
sum_whole(const double *x, size_t n, double *sum)
{
	lanes part[SIDE] = {{0}};
	masks all[SIDE] = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
	int64_t rest = -1;
	size_t i = 0;

	*sum = 0;
	for (; i + STEP <= n; i += STEP)
		UNROLL for (size_t j = 0; j < SIDE; j++) {
			lanes v = *(const lanes *)(x + i + j * LANES);

			part[j] += v;
			all[j] &= v > 0;
		}
	for (; i < n; i++) {
		*sum += x[i];
		rest &= -(int64_t)(x[i] > 0);
	}
	part[0] = (part[0] + part[1]) + (part[2] + part[3]);
	all[0] &= all[1] & all[2] & all[3];
	*sum += part[0][0] + part[0][1];
	return rest & all[0][0] & all[0][1];
}

/* Above the averages; false: a cell of the windows is missing. */
static bool
mark_averages(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_marks *out)
{
	const double *x = bt_bars_price(bars, price);
	double sum = 0, part, mean;
	size_t before = 0;

	for (int w = 0; w < BT_MEMBER_WINDOWS && k + 1 >= bt_member_window[w]; w++) {
		size_t n = bt_member_window[w];
		double ahead;

		if (!sum_whole(x + k + 1 - n, n - before, &part))
			return false;
		sum += part;
		before = n;
		ahead = x[k] * (double)n - sum;
		out->full[w] = true;
		out->above[w] = fabs(ahead) < 1e-9 * sum ? is_above(bars, k, n, price, &mean) : ahead > 0;
	}
	return true;
}

/* Beyond all of the 252 bars before: looking back, a bar as high and one as low are found soon as a rule.  The
 * bars of the longest average are known to be whole; false: one behind them is missing.  */
static bool
mark_extremes(const double *x, size_t k, struct bt_member_marks *out)
{
	const lanes last = {x[k], x[k]};
	masks higher = {0, 0}, lower = {0, 0};

	for (size_t back = STEP;; back = back + STEP < RANGE ? back + STEP : RANGE) {
		if (back == LONGEST && !bt_is_whole(x, k - RANGE, k + 1 - LONGEST))
			return false;
		UNROLL for (size_t j = 0; j < SIDE; j++) {
			lanes v = *(const lanes *)(x + k - back + j * LANES);

			higher |= v >= last;
			lower |= v <= last;
		}
		out->new_hi = !(higher[0] | higher[1]);
		out->new_lo = !(lower[0] | lower[1]);
		if (back == RANGE || (!out->new_hi && !out->new_lo))
			return true;
	}
}

void
bt_member_marks_at(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_marks *out)
{
	const double *x = bt_bars_price(bars, price);
	struct bt_member_day day;

	*out = (struct bt_member_marks){.compared = k > 0, .ranged = k >= RANGE};
	if (k + 1 >= bt_member_window[0] && mark_averages(bars, k, price, out)
	    && (k < RANGE || mark_extremes(x, k, out))) {
		out->direction = (x[k] > x[k - 1]) - (x[k] < x[k - 1]);
		return;
	}
	bt_member_day_at(bars, k, price, &day);
	out->direction = day.direction;
	out->new_hi = day.new_hi;
	out->new_lo = day.new_lo;
	for (int w = 0; w < BT_MEMBER_WINDOWS; w++) {
		out->full[w] = k + 1 >= bt_member_window[w];
		out->above[w] = day.above[w];
	}
}

/* Move the sums to bar k, by one bar or to another place. */
static void
slide_to(const double *x, size_t k, struct bt_member_slide *s)
{
	for (int w = 0; w < BT_MEMBER_WINDOWS && k + 1 >= bt_member_window[w]; w++) {
		size_t n = bt_member_window[w];

		if (s->next == k && k >= n) {
			s->sum[w] += x[k] - x[k - n];
			s->most[w] = fmax(s->most[w], s->sum[w]);
		} else {
			s->most[w] = s->sum[w] = sum_of(x + k + 1 - n, n);
		}
	}
	s->next = k + 1;
}

void
bt_member_marks_next(const struct bt_bars *bars, size_t k, enum bt_price price, struct bt_member_slide *s,
                     struct bt_member_marks *out)
{
	const double *x = bt_bars_price(bars, price);
	double mean;

	*out = (struct bt_member_marks){.compared = k > 0, .ranged = k >= RANGE};
	if (k > 0)
		out->direction = (x[k] > x[k - 1]) - (x[k] < x[k - 1]);
	slide_to(x, k, s);
	for (int w = 0; w < BT_MEMBER_WINDOWS && k + 1 >= bt_member_window[w]; w++) {
		size_t n = bt_member_window[w];
		double ahead = x[k] * (double)n - s->sum[w];
		/* a sum that slid down from far above has lost digits: so much is not sure */
		bool close = fabs(ahead) < 1e-9 * s->sum[w] + 1e-12 * s->most[w];

		out->full[w] = true;
		out->above[w] = close ? is_above(bars, k, n, price, &mean) : ahead > 0;
	}
	if (k >= RANGE)
		(void)!mark_extremes(x, k, out);
}

size_t
bt_member_bar(const struct bt_bars *bars, bt_date d)
{
	size_t n = bt_dates_upto(bars->date, bars->n, d);

	return n && d - bars->date[n - 1] <= BT_STALE_DAYS ? n - 1 : bars->n;
}
