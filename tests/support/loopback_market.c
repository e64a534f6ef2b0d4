/* tests/support/loopback_market.c - bars made up from a seed, and the cache of all bars. */
#define _GNU_SOURCE 1
#include "loopback_market.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loopback_buf.h"
#include "loopback_fault.h"

void
lb_market_init(struct lb_market *m)
{
	*m = (struct lb_market){.seed = 1, .live = true, .nulls = 2000};
	m->now = (int64_t)lb_day_from_civil(2025, 12, 23) * 86400 + 22 * 3600;
	m->start_day = lb_day_from_civil(2004, 1, 2);
	snprintf(m->unknown, sizeof m->unknown, "NOSUCH*");
}

void
lb_market_flush(struct lb_market *m)
{
	while (m->cache) {
		struct lb_series *s = m->cache;

		m->cache = s->next;
		free(s->day);
		free(s->open);
		free(s->high);
		free(s->low);
		free(s->close);
		free(s->adj);
		free(s->volume);
		free(s->div_day);
		free(s->div);
		free(s);
	}
	m->data_read = false;
}

void
lb_market_free(struct lb_market *m)
{
	lb_market_flush(m);
}

struct lb_series *
lb_series_new(const char *symbol)
{
	struct lb_series *s = lb_alloc(sizeof *s);

	snprintf(s->symbol, sizeof s->symbol, "%s", symbol);
	return s;
}

static void *
grown(void *p, size_t count, size_t each)
{
	p = realloc(p, count * each);
	if (!p)
		abort();
	return p;
}

void
lb_series_add(struct lb_series *s, int32_t day, const double v[6])
{
	double **column[6] = {&s->open, &s->high, &s->low, &s->close, &s->adj, &s->volume};

	if (s->n == s->room) {
		s->room = s->room ? s->room * 2 : 256;
		s->day = grown(s->day, s->room, sizeof *s->day);
		for (int i = 0; i < 6; i++)
			*column[i] = grown(*column[i], s->room, sizeof(double));
	}
	s->day[s->n] = day;
	for (int i = 0; i < 6; i++)
		(*column[i])[s->n] = v[i];
	s->n++;
}

/* A fixed number in -2..2 with the middle more likely, and one in 0..1. */
static double
bell(uint64_t h)
{
	return (double)(h & 0xffff) / 65536 + (double)(h >> 16 & 0xffff) / 65536 +
		(double)(h >> 32 & 0xffff) / 65536 + (double)(h >> 48) / 65536 - 2;
}

static double
unit(uint64_t h)
{
	return (double)(h >> 11) / 9007199254740992.0;
}

static double
cents(double v)
{
	return floor(v * 100 + 0.5) / 100;
}

struct nature {
	double start, beta, own, drift, back;   /* back: pull towards start */
	double volume;
	bool index;
};

static struct nature
nature_of(const struct lb_market *m, const char *symbol)
{
	struct nature x = {.index = symbol[0] == '^'};

	x.beta = 0.4 + 1.2 * unit(lb_hash(m->seed, symbol, 1));
	x.own = 0.004 + 0.012 * unit(lb_hash(m->seed, symbol, 2));
	x.start = 12 + 140 * unit(lb_hash(m->seed, symbol, 3));
	x.drift = 0.0004 * unit(lb_hash(m->seed, symbol, 4));
	x.volume = 2e5 + 4e7 * unit(lb_hash(m->seed, symbol, 5));
	if (x.index) {
		x.start = 900 + 5000 * unit(lb_hash(m->seed, symbol, 3));
		x.own = 0.002;
		x.beta = 1;
		x.volume *= 100;
	}
	if (strcmp(symbol, "^VIX") == 0)
		x = (struct nature){.start = 18, .beta = -4, .own = 0.03, .back = 0.05,
			.index = true, .volume = NAN};
	return x;
}

static int32_t
first_day(const struct lb_market *m, const char *symbol)
{
	/* one stock in 37 is young */
	int32_t d = m->start_day;

	if (symbol[0] != '^' && lb_hash(m->seed, symbol, 6) % 37 == 0 &&
	    d < lb_day_from_civil(2023, 3, 1))
		d = lb_day_from_civil(2023, 3, 1);
	return d;
}

/* One session: today's bar from yesterday's close. */
static double
next_bar(const struct lb_market *m, const char *symbol, const struct nature *x, int32_t day,
	double before, double v[6])
{
	uint64_t h = lb_hash(m->seed, symbol, (uint64_t)day * 8 + 1000);
	double market = 0.011 * bell(lb_hash(m->seed, "the market", (uint64_t)day));
	double move = x->drift + x->beta * market + x->own * 1.7 * bell(h);
	double close, open;

	if (move < -0.4)
		move = -0.4;
	close = before * (1 + move - x->back * (before / x->start - 1));
	if (close < 1)
		close = 1 + unit(h);
	close = cents(close);
	open = cents(before * (1 + 0.3 * move));
	v[0] = open;
	v[1] = cents(fmax(open, close) * (1 + 0.01 * unit(lb_hash(m->seed, symbol, h))));
	v[2] = cents(fmin(open, close) * (1 - 0.01 * unit(lb_hash(m->seed, symbol, h + 1))));
	v[3] = close;
	v[4] = close;
	v[5] = isnan(x->volume) ? 0 : floor(x->volume * (0.6 + unit(h >> 7 | h << 57)) / 100) * 100;
	return close;
}

/* Quarterly dividends of 0.4 %, and adjusted closes counted backwards from them. */
static void
pay_dividends(struct lb_series *s)
{
	double factor = 1;
	int last_q = -1;

	for (size_t i = 0; i < s->n; i++) {
		int y, mo, d;

		lb_civil_from_day(s->day[i], &y, &mo, &d);
		if (mo % 3 != 2 || d < 8 || last_q == y * 12 + mo || isnan(s->close[i]))
			continue;
		last_q = y * 12 + mo;
		s->div_day = grown(s->div_day, s->ndiv + 1, sizeof *s->div_day);
		s->div = grown(s->div, s->ndiv + 1, sizeof *s->div);
		s->div_day[s->ndiv] = s->day[i];
		s->div[s->ndiv++] = cents(s->close[i] * 0.004);
	}
	for (size_t i = s->n, k = s->ndiv; i-- > 0;) {
		s->adj[i] = s->close[i] * factor;
		if (k > 0 && s->div_day[k - 1] == s->day[i]) {
			k--;
			if (i > 0 && !isnan(s->close[i - 1]))
				factor *= 1 - s->div[k] / s->close[i - 1];
		}
	}
}

static struct lb_series *
make_up(const struct lb_market *m, const char *symbol, int32_t until)
{
	struct lb_series *s = lb_series_new(symbol);
	struct nature x = nature_of(m, symbol);
	double before = x.start;

	s->made_up = true;
	s->made_until = until;
	for (int32_t day = first_day(m, symbol); day <= until; day++) {
		double v[6];

		if (!lb_is_session(day))
			continue;
		before = next_bar(m, symbol, &x, day, before, v);
		if (m->nulls > 0 && s->n > 0 &&
		    lb_hash(m->seed, symbol, (uint64_t)day * 8 + 3) % (uint64_t)m->nulls == 0)
			for (int i = 0; i < 6; i++)
				v[i] = NAN;
		lb_series_add(s, day, v);
	}
	if (!x.index && lb_hash(m->seed, symbol, 7) % 10 < 7)
		pay_dividends(s);
	if (!x.index && lb_hash(m->seed, symbol, 8) % 40 == 0)
		s->split_day = lb_day_from_civil(2024, 6, 10);
	return s;
}

const struct lb_series *
lb_market_series(struct lb_market *m, const char *symbol)
{
	int32_t today = (int32_t)(m->now / 86400);
	struct lb_series *s;

	if (!symbol[0] || strlen(symbol) >= sizeof s->symbol)
		return NULL;
	for (s = m->cache; s; s = s->next)
		if (strcmp(s->symbol, symbol) == 0)
			break;
	if (m->data[0])
		return s ? s : lb_csv_symbol(m, symbol);
	if (lb_glob(m->unknown, symbol) && m->unknown[0])
		return NULL;
	/* adjusted closes hang on all dividends so far: another day, another series */
	if (s && s->made_until != today) {
		lb_market_flush(m);
		s = NULL;
	}
	if (!s) {
		s = make_up(m, symbol, today);
		s->next = m->cache;
		m->cache = s;
	}
	return s;
}

size_t
lb_market_bars(const struct lb_market *m, const struct lb_series *s)
{
	size_t n = s->n;

	while (n > 0 && lb_session_open(s->day[n - 1]) > m->now)
		n--;
	return n;
}
