#include "ui/treemap.h"

#include <math.h>

#define TALL 2.0                 /* heights of a character in its widths */

/* --- shares ---------------------------------------------------------------------------------------- */

static bool
is_weight(double w)
{
	return isfinite(w) && w > 0;
}

/* The sum of all shares when a weight of 1 has `scale`. */
static double
sum_of(const double *weight, const double *least, size_t n, double scale, bool equal, double *share)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double want = equal ? scale : is_weight(weight[i]) ? scale * weight[i] : 0;

		share[i] = want > least[i] ? want : least[i];
		sum += share[i];
	}
	return sum;
}

void
bt_treemap_share(const double *weight, const double *least, size_t n, double area, double *share)
{
	double lo = 0, hi, all = 0, needed = 0;
	bool equal;

	for (size_t i = 0; i < n; i++) {
		all += is_weight(weight[i]) ? weight[i] : 0;
		needed += least[i];
	}
	if (needed >= area) {
		for (size_t i = 0; i < n; i++)
			share[i] = area * least[i] / needed;
		return;
	}
	equal = !(all > 0 && isfinite(all));
	hi = equal ? area : area / all;          /* at that nobody is below his part of it */
	for (int i = 0; i < 60; i++) {
		double mid = lo + (hi - lo) / 2;

		if (sum_of(weight, least, n, mid, equal, share) > area)
			hi = mid;
		else
			lo = mid;
	}
	sum_of(weight, least, n, lo, equal, share);
}

/* --- tiles ----------------------------------------------------------------------------------------- */

/* What is left to be divided. */
struct rest {
	const double *share;
	size_t n;
	double sum;
	struct bt_rect r;
};

/* How long the worst of a strip's tiles is, in its shorter side: least, most and sum of the shares, and the
 * strip's length, all in one unit (Bruls et al., section 3).  */
static double
worst(double least, double most, double sum, double length)
{
	double a = length * length * most / (sum * sum), b = sum * sum / (length * length * least);

	return a > b ? a : b;
}

/* Shares that the next strip takes, along a side of that length. */
static size_t
take_strip(const struct rest *left, double length)
{
	double unit = left->r.w * TALL * left->r.h / left->sum;
	double least = left->share[0] * unit, most = least, sum = 0, before = INFINITY;
	size_t n = 0;

	for (; n < left->n; n++) {
		double a = left->share[n] * unit, now;

		least = a < least ? a : least;
		most = a > most ? a : most;
		now = worst(least, most, sum + a, length);
		if (now > before)
			break;
		before = now;
		sum += a;
	}
	return n;
}

static int
within(double v, int least, int most)
{
	int i = (int)floor(v + 0.5);

	return i > most ? most : i < least ? least : i;
}

/* Lay n shares whose sum is that along a strip, each at least one long. */
static void
lay_strip(const double *share, size_t n, double sum, struct bt_rect strip, bool down, struct bt_rect *tile)
{
	int length = down ? strip.h : strip.w, from = 0;
	double passed = 0;

	for (size_t i = 0; i < n; i++) {
		int to;

		passed += share[i];
		to = i + 1 == n ? length : within(passed / sum * length, from + 1, length - (int)(n - 1 - i));
		tile[i] = down ? (struct bt_rect){strip.x, strip.y + from, strip.w, to - from}
		               : (struct bt_rect){strip.x + from, strip.y, to - from, strip.h};
		from = to;
	}
}

/* One strip of what is left.  It takes so many, and is so broad, that the others have a character each. */
static size_t
divide_strip(struct rest *left, struct bt_rect *tile)
{
	bool down = left->r.w >= TALL * left->r.h;
	int length = down ? left->r.h : left->r.w, across = down ? left->r.w : left->r.h;
	size_t n = take_strip(left, down ? TALL * length : length), m = left->n;
	size_t others = (size_t)(across - 1) * (size_t)length;   /* places when it is one broad */
	struct bt_rect strip = left->r;
	double sum = 0;
	int broad;

	if (n < m && m - n > others)
		n = m - others;
	if (n > (size_t)length)
		n = (size_t)length;
	for (size_t i = 0; i < n; i++)
		sum += left->share[i];
	broad = n == m ? across
	               : within(sum / left->sum * across, 1, across - (int)((m - n + (size_t)length - 1) / (size_t)length));
	*(down ? &strip.w : &strip.h) = broad;
	lay_strip(left->share, n, sum, strip, down, tile);
	*(down ? &left->r.x : &left->r.y) += broad;
	*(down ? &left->r.w : &left->r.h) -= broad;
	left->share += n;
	left->n -= n;
	left->sum -= sum;
	return n;
}

size_t
bt_treemap_divide(const double *share, size_t n, struct bt_rect r, struct bt_rect *tile)
{
	size_t room = r.w > 0 && r.h > 0 ? (size_t)r.w * (size_t)r.h : 0, placed = n < room ? n : room;
	struct rest left = {.share = share, .n = placed, .r = r};

	for (size_t i = placed; i < n; i++)
		tile[i] = (struct bt_rect){r.x, r.y, 0, 0};
	while (left.n > 0) {
		left.sum = 0;            /* anew: what is left of a difference is not to be trusted */
		for (size_t i = 0; i < left.n; i++)
			left.sum += left.share[i];
		tile += divide_strip(&left, tile);
	}
	return placed;
}
