/* breadth_fixture.h - random universes from a seed, and section 7 computed the plain way.
 *
 * The universes have all that makes breadth hard: late listings, halts, ends, dates that are no session,
 * prices in ticks with many ties, prices that are no ticks, missing cells, missing columns.  */
#ifndef BT_TESTS_CORE_BREADTH_FIXTURE_H
#define BT_TESTS_CORE_BREADTH_FIXTURE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/breadth.h"

struct fixture {
	struct bt_arena arena;
	struct bt_panel_lane *lane;
	size_t n_lane, n_day;
	uint64_t seed;
};

static inline uint64_t
fixture_random(struct fixture *f, uint64_t below)
{
	f->seed ^= f->seed << 13;
	f->seed ^= f->seed >> 7;
	f->seed ^= f->seed << 17;
	return below ? (f->seed >> 11) % below : 0;
}

/* A next price: ticks that often repeat, or any double (style 4 begins as ticks). */
static inline double
fixture_price(struct fixture *f, double before, int style)
{
	double step = (double)fixture_random(f, 401) - 200.0;

	if (style == 0)                  /* cents, few of them: ties with averages and before */
		return fmax(1, floor(before * 100 + (double)fixture_random(f, 5) - 2.0)) / 100.0;
	if (style == 1)
		return fmax(1, floor(before * 10000 + step * 20 + 0.5)) / 10000.0;
	if (style == 2)
		return before;           /* does not trade */
	return fmax(0.01, before * (1 + step / 9973.0));
}

/* Days are calendar days; every 7th is no session, but a few lanes have bars there. */
static inline void
fixture_lane(struct fixture *f, struct bt_panel_lane *lane, size_t n_day, int gaps_in_1000)
{
	bt_date *date = BT_ARENA_ARRAY(&f->arena, n_day, bt_date);
	double *col[6];
	size_t n = 0, from = fixture_random(f, 4) ? 0 : fixture_random(f, n_day);
	size_t to = fixture_random(f, 8) ? n_day : from + fixture_random(f, n_day - from + 1);
	int style = (int)fixture_random(f, 5), halt = 0;
	bool strays = fixture_random(f, 6) == 0, adjusted = fixture_random(f, 3) > 0;
	bool holes = adjusted && fixture_random(f, 5) == 0;
	double price = 1 + (double)fixture_random(f, 90000) / 100.0;

	for (int i = 0; i < 6; i++)
		col[i] = BT_ARENA_ARRAY(&f->arena, n_day, double);
	for (size_t d = from; d < to; d++) {
		if (d % 7 == 6 && !(strays && fixture_random(f, 3) == 0))
			continue;
		if (halt > 0 || (int)fixture_random(f, 1000) < gaps_in_1000) {
			halt = halt > 0 ? halt - 1 : fixture_random(f, 9) ? 0 : (int)fixture_random(f, 300);
			continue;
		}
		price = fixture_price(f, price, style == 4 && n < 40 ? 0 : style);
		date[n] = (bt_date)(10000 + d);
		col[0][n] = price;
		col[1][n] = adjusted ? (style < 3 ? floor(price * 5000) / 10000.0 : price * 0.57) : price;
		if (!(col[1][n] > 0) || (holes && !fixture_random(f, 90)))
			col[1][n] = NAN;
		col[2][n] = fixture_random(f, 30) ? price * 1.01 : NAN;
		col[3][n] = fixture_random(f, 30) ? price * 0.99 : NAN;
		col[4][n] = fixture_random(f, 50) ? (double)fixture_random(f, 1000000) : NAN;
		n++;
	}
	*lane = (struct bt_panel_lane){
		.bars = {.n = n, .date = date, .close = col[0], .adjclose = col[1], .high = col[2],
		         .low = col[3], .volume = fixture_random(f, 10) ? col[4] : NULL},
		.cap = fixture_random(f, 10) ? 1e9 * (1 + (double)fixture_random(f, 1000)) : NAN,
		.cap_date = (bt_date)(10000 + n_day / 2),
	};
}

static inline void
fixture_init(struct fixture *f, uint64_t seed, size_t n_lane, size_t n_day, int gaps_in_1000)
{
	*f = (struct fixture){.seed = seed * 0x9E3779B97F4A7C15u + 1, .n_lane = n_lane, .n_day = n_day};
	bt_arena_init(&f->arena, 0);
	f->lane = BT_ARENA_ARRAY(&f->arena, n_lane, struct bt_panel_lane);
	for (size_t l = 0; l < n_lane; l++)
		fixture_lane(f, &f->lane[l], n_day, gaps_in_1000);
}

static inline void
fixture_release(struct fixture *f)
{
	bt_arena_release(&f->arena);
}

/* --- the plain way: definitions, bar by bar, without any shared code ---------------------------- */

struct plain {
	double nbar, adv, dec, unch, upvol, dnvol, unvol, up, dn;
	double n[4], above[4], n_hl, hi, lo, ew, disp, cw, disp_cw, hhi;
};

static inline double
plain_price(const struct bt_bars *b, size_t k, enum bt_price price)
{
	double x = price == BT_PRICE_ADJCLOSE && b->adjclose ? b->adjclose[k] : b->close[k];

	return x > 0 ? x : b->close[k];
}

static inline bool
plain_above(const struct bt_bars *b, size_t k, size_t n, enum bt_price price)
{
	long double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (long double)plain_price(b, k - i, price);
	return (long double)plain_price(b, k, price) > sum / (long double)n * (1 + 1e-12L);
}

static inline void
plain_extremes(const struct bt_bars *b, size_t k, enum bt_price price, bool intraday, struct plain *p)
{
	double hi = -INFINITY, lo = INFINITY, h = 0, l = 0;

	for (size_t i = 0; i <= 252; i++) {
		h = l = plain_price(b, k - i, price);
		if (intraday) {
			h = b->high && b->high[k - i] > 0 ? b->high[k - i] : b->close[k - i];
			l = b->low && b->low[k - i] > 0 ? b->low[k - i] : b->close[k - i];
		}
		if (i) {
			hi = fmax(hi, h);
			lo = fmin(lo, l);
		}
	}
	h = l = plain_price(b, k, price);
	if (intraday) {
		h = b->high && b->high[k] > 0 ? b->high[k] : b->close[k];
		l = b->low && b->low[k] > 0 ? b->low[k] : b->close[k];
	}
	p->n_hl++;
	p->hi += h > hi;
	p->lo += l < lo;
}

static inline double
plain_weight(const struct bt_panel_lane *lane, size_t k)
{
	size_t n = 0;

	while (n < lane->bars.n && lane->bars.date[n] <= lane->cap_date)
		n++;
	if (!(lane->cap > 0) || n == 0 || lane->cap_date - lane->bars.date[n - 1] > 10)
		return 0;
	return lane->cap * lane->bars.close[k - 1] / lane->bars.close[n - 1];
}

static inline void
plain_compare(const struct bt_panel_lane *lane, size_t k, enum bt_price price, struct plain *p)
{
	double x = plain_price(&lane->bars, k, price), y = plain_price(&lane->bars, k - 1, price);
	double v = lane->bars.volume && lane->bars.volume[k] > 0 ? lane->bars.volume[k] : 0;

	p->adv += x > y;
	p->dec += x < y;
	p->unch += x == y;
	*(x > y ? &p->upvol : x < y ? &p->dnvol : &p->unvol) += v;
	p->up += x > y ? x - y : 0;
	p->dn += x < y ? y - x : 0;
}

/* The returns: two passes over the members. */
static inline void
plain_returns(const struct bt_panel *panel, const ptrdiff_t *own, enum bt_price price, struct plain *p)
{
	double n = 0, sum = 0, w = 0, wr = 0, ww = 0, var = 0, wvar = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t l = 0; l < panel->n_lane; l++) {
			const struct bt_panel_lane *lane = &panel->lane[l];
			double r, weight;

			if (own[l] < 1)
				continue;
			r = plain_price(&lane->bars, (size_t)own[l], price) /
			    plain_price(&lane->bars, (size_t)own[l] - 1, price) - 1;
			weight = plain_weight(lane, (size_t)own[l]);
			if (pass == 0) {
				n++;
				sum += r;
				w += weight;
				wr += weight * r;
				ww += weight * weight;
			} else {
				var += (r - sum / n) * (r - sum / n);
				wvar += weight * (r - wr / w) * (r - wr / w);
			}
		}
	}
	p->ew = n > 0 ? 100 * sum / n : NAN;
	p->disp = n > 0 ? 100 * sqrt(var / n) : NAN;
	p->cw = w > 0 ? 100 * wr / w : NAN;
	p->disp_cw = w > 0 ? 100 * sqrt(wvar / w) : NAN;
	p->hhi = w > 0 ? ww / (w * w) : NAN;
}

static inline struct plain
plain_breadth(const struct bt_panel *panel, size_t t, enum bt_price price, bool intraday,
              ptrdiff_t *own)
{
	static const size_t window[] = {20, 50, 100, 200};
	struct plain p = {0};

	for (size_t l = 0; l < panel->n_lane; l++) {
		const struct bt_panel_lane *lane = &panel->lane[l];
		size_t k;

		own[l] = -1;
		for (size_t i = 0; i < lane->bars.n; i++)
			if (lane->bars.date[i] == panel->date[t])
				own[l] = (ptrdiff_t)i;
		if (own[l] < 0)
			continue;
		k = (size_t)own[l];
		p.nbar++;
		if (k)
			plain_compare(lane, k, price, &p);
		for (int w = 0; w < 4; w++) {
			if (k + 1 < window[w])
				continue;
			p.n[w]++;
			p.above[w] += plain_above(&lane->bars, k, window[w], price);
		}
		if (k >= 252)
			plain_extremes(&lane->bars, k, price, intraday, &p);
	}
	plain_returns(panel, own, price, &p);
	return p;
}

#endif
