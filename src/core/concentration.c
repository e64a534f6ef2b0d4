#include "core/concentration.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "core/member_day.h"
#include "core/returns.h"

/* A share of a small or negative gain means nothing: percent. */
#define LEAST_GAIN 0.5

/* The last bar on or before d that is not older than BT_STALE_DAYS, or bars->n. */
static size_t
bar_near(const struct bt_bars *bars, bt_date d, size_t *after)
{
	size_t n = bt_dates_upto_near(bars->date, bars->n, d, after);

	return n && d - bars->date[n - 1] <= BT_STALE_DAYS ? n - 1 : bars->n;
}

double
bt_cap_on(const struct bt_bars *bars, double cap, bt_date cap_date, bt_date day)
{
	struct bt_cap_near near = {0, 0};

	return bt_cap_next(bars, cap, cap_date, day, &near);
}

double
bt_cap_next(const struct bt_bars *bars, double cap, bt_date cap_date, bt_date day,
            struct bt_cap_near *near)
{
	size_t then, now;

	if (!(cap > 0) || cap_date == BT_DATE_NONE || bars->n == 0)
		return NAN;
	then = bar_near(bars, cap_date, &near->after_cap);
	now = bar_near(bars, day, &near->after_day);
	if (then == bars->n || now == bars->n)
		return NAN;
	return cap * bars->close[now] / bars->close[then];
}

/* The members that count: caps first, weights once all are there. */
struct part {
	struct bt_contribution c;
	double cap_asof;
};

struct near {
	struct bt_return_near ret;
	size_t after_session;
	struct bt_cap_near base, now;
};

static bool
read_part(struct near *near, const struct bt_universe_member *u, const struct bt_security *sec,
          bt_date session, bt_date as_of, struct bt_horizon h, enum bt_price price, struct part *out)
{
	struct bt_line line;
	struct bt_return r;

	if (!sec || bt_dates_find_near(sec->bars.date, sec->bars.n, session, &near->after_session)
	            == sec->bars.n)
		return false;
	line = bt_bars_line(&sec->bars, price);
	r = bt_return_next(&line, as_of, h, BT_BASE_PREV, &near->ret);
	if (isnan(r.pct))
		return false;
	*out = (struct part){
		.c = {.symbol = u->symbol, .ret_pct = r.pct,
		      .weight = bt_cap_next(&sec->bars, u->cap, u->cap_date, r.base_date, &near->base)},
		.cap_asof = bt_cap_next(&sec->bars, u->cap, u->cap_date, session, &near->now),
	};
	return !isnan(out->c.weight) && !isnan(out->cap_asof);
}

static int
by_value(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

/* Insert c into the top[0 .. n-1] of largest key, in falling order; the earlier of equals stays in front.
 * Returns how many there are now. */
static size_t
insert_top(struct bt_contribution *top, size_t n, const struct bt_contribution *c, size_t key)
{
	size_t at = n;

#define KEY(x) (*(const double *)(const void *)((const char *)(x) + key))
	while (at > 0 && KEY(c) > KEY(&top[at - 1]))
		at--;
	if (at == BT_CONCENTRATION_TOP)
		return n;
	n -= n == BT_CONCENTRATION_TOP;
	for (size_t i = n; i > at; i--)
		top[i] = top[i - 1];
	top[at] = *c;
	return n + 1;
#undef KEY
}

static void
set_weights(struct part *p, size_t n, struct bt_concentration *out)
{
	double base = 0, asof = 0;

	out->hhi_base = out->hhi_asof = 0;
	for (size_t i = 0; i < n; i++) {
		base += p[i].c.weight;
		asof += p[i].cap_asof;
	}
	for (size_t i = 0; i < n; i++) {
		p[i].c.weight /= base;
		p[i].c.contribution_pp = p[i].c.weight * p[i].c.ret_pct;
		out->hhi_base += p[i].c.weight * p[i].c.weight;
		out->hhi_asof += p[i].cap_asof / asof * (p[i].cap_asof / asof);
	}
	out->effective_n_base = 1 / out->hhi_base;
	out->effective_n_asof = 1 / out->hhi_asof;
}

static void
set_returns(const struct part *p, size_t n, struct bt_concentration *out)
{
	double sum = 0, cw = 0, ew_var = 0, cw_var = 0;
	size_t above = 0;

	for (size_t i = 0; i < n; i++) {
		sum += p[i].c.ret_pct;
		cw += p[i].c.contribution_pp;
	}
	out->cw_pct = cw;
	out->ew_pct = sum / (double)n;
	out->spread_pct = out->ew_pct - cw;
	for (size_t i = 0; i < n; i++) {
		double from_ew = p[i].c.ret_pct - out->ew_pct, from_cw = p[i].c.ret_pct - cw;

		above += p[i].c.ret_pct > cw;
		ew_var += from_ew * from_ew;
		cw_var += p[i].c.weight * from_cw * from_cw;
	}
	out->pct_above_cw = 100.0 * (double)above / (double)n;
	out->disp_ew = sqrt(ew_var / (double)n);
	out->disp_cw = sqrt(cw_var);
}

static void
set_top(const struct part *p, size_t n, struct bt_concentration *out)
{
	size_t by_contribution = 0;

	out->by_weight_pp = out->top_weight_base = out->by_contribution_pp = 0;
	for (size_t i = 0; i < n; i++) {
		out->n_top = insert_top(out->by_weight, out->n_top, &p[i].c,
		                        offsetof(struct bt_contribution, weight));
		by_contribution = insert_top(out->by_contribution, by_contribution, &p[i].c,
		                             offsetof(struct bt_contribution, contribution_pp));
	}
	for (size_t i = 0; i < out->n_top; i++) {
		out->by_weight_pp += out->by_weight[i].contribution_pp;
		out->top_weight_base += out->by_weight[i].weight;
		out->by_contribution_pp += out->by_contribution[i].contribution_pp;
	}
	if (out->cw_pct > LEAST_GAIN)
		out->share_pct = 100.0 * out->by_weight_pp / out->cw_pct;
}

static bool
set_median(const struct part *p, size_t n, struct bt_arena *a, struct bt_concentration *out)
{
	double *x = BT_ARENA_ARRAY(a, n, double);

	if (!x)
		return false;
	for (size_t i = 0; i < n; i++)
		x[i] = p[i].c.ret_pct;
	qsort(x, n, sizeof(*x), by_value);
	out->median_pct = (x[(n - 1) / 2] + x[n / 2]) / 2;
	return true;
}

enum bt_status
bt_concentration_make(const struct bt_roll *r, bt_date session, bt_date as_of, struct bt_horizon h,
                      enum bt_price price, struct bt_arena *a, struct bt_concentration *out)
{
	const struct bt_universe *u = r ? r->universe : NULL;
	struct part *p = u ? BT_ARENA_ARRAY(a, u->n, struct part) : NULL;
	struct near near = {.after_session = 0};
	size_t n = 0;

	*out = (struct bt_concentration){
		.cw_pct = NAN, .ew_pct = NAN, .spread_pct = NAN, .median_pct = NAN, .pct_above_cw = NAN,
		.by_weight_pp = NAN, .by_contribution_pp = NAN, .share_pct = NAN, .hhi_base = NAN,
		.effective_n_base = NAN, .top_weight_base = NAN, .hhi_asof = NAN, .effective_n_asof = NAN,
		.disp_ew = NAN, .disp_cw = NAN};
	if (!p)
		return BT_E_NOMEM;
	for (size_t i = 0; i < u->n; i++) {
		const struct bt_security *ahead = bt_roll_ahead(r, i);

		if (ahead) {
			bt_dates_fetch_near(ahead->bars.date, ahead->bars.n, near.after_session);
			bt_dates_fetch_near(ahead->bars.date, ahead->bars.n, near.ret.after_anchor);
		}
		n += read_part(&near, &u->member[i], r->sec[i], session, as_of, h, price, &p[n]);
	}
	out->members = n;
	if (n == 0)
		return BT_OK;
	set_weights(p, n, out);
	set_returns(p, n, out);
	set_top(p, n, out);
	return set_median(p, n, a, out) ? BT_OK : BT_E_NOMEM;
}
