#include "core/sectors.h"

#include <math.h>

#include "core/sector_tally.h"

void
bt_sector_count(struct bt_sector_tally *t, const struct bt_member_marks *m)
{
	t->day.n++;
	t->day.adv += m->direction > 0;
	t->day.dec += m->direction < 0;
	t->day.unch += m->direction == 0 && m->compared;
	t->n20 += m->full[0];
	t->n50 += m->full[1];
	t->n200 += m->full[3];
	t->above20 += m->above[0];
	t->above50 += m->above[1];
	t->above200 += m->above[3];
	t->day.n_hl += m->ranged;
	t->day.new_hi += m->new_hi;
	t->day.new_lo += m->new_lo;
}

void
bt_sector_add_returns(struct bt_sector_tally *t, const struct bt_line *line, bt_date as_of,
                      struct bt_return_near near[BT_SECTOR_RETURNS])
{
	static const struct bt_horizon horizon[BT_SECTOR_RETURNS] = {
		[BT_SECTOR_1D] = {BT_HORIZON_1D, BT_DATE_NONE}, [BT_SECTOR_1W] = {BT_HORIZON_1W, BT_DATE_NONE},
		[BT_SECTOR_1M] = {BT_HORIZON_1M, BT_DATE_NONE}, [BT_SECTOR_YTD] = {BT_HORIZON_YTD, BT_DATE_NONE}};
	double pct[BT_SECTOR_RETURNS];

	bt_returns_pct_next(line, as_of, horizon, BT_SECTOR_RETURNS, BT_BASE_PREV, near, pct);
	for (int i = 0; i < BT_SECTOR_RETURNS; i++) {
		if (isnan(pct[i]))
			continue;
		t->day.ret[i] += pct[i];
		t->n_ret[i]++;
	}
}

static double
percent(size_t part, size_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : NAN;
}

static struct bt_sector_day
finish(const struct bt_sector_tally *t)
{
	struct bt_sector_day day = t->day;

	day.pct20 = percent(t->above20, t->n20);
	day.pct50 = percent(t->above50, t->n50);
	day.pct200 = percent(t->above200, t->n200);
	for (int i = 0; i < BT_SECTOR_RETURNS; i++)
		day.ret[i] = t->n_ret[i] ? day.ret[i] / (double)t->n_ret[i] : NAN;
	return day;
}

size_t
bt_sector_finish(const struct bt_sector_tally *t, const struct bt_roll *r, struct bt_sector_day *out)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_sector; i++) {
		if (t[i].day.n == 0)
			continue;
		out[n] = finish(&t[i]);
		out[n++].name = r->sector_name[i];
	}
	return n;
}

/* --- one day ------------------------------------------------------------------------------------------ */

/* A member with a bar on the session, and which one. */
struct present {
	const struct bt_bars *bars;
	size_t sector, at;
};

/* Ask for what a member's returns are made of. */
static void
fetch_returns(const struct present *p, enum bt_price price, const struct bt_return_near near[BT_SECTOR_RETURNS])
{
	const double *x = bt_bars_price(p->bars, price);

	for (int i = BT_SECTOR_1W; i < BT_SECTOR_RETURNS; i++) {
		size_t after = near[i].after_anchor;

		bt_dates_fetch_near(p->bars->date, p->bars->n, after);
		if (after < p->bars->n)
			__builtin_prefetch(x + p->bars->n - after - 1);
	}
}

/* Ask for what a member's day is made of: half of the time goes by waiting for it. */
static void
fetch_ahead(const struct present *p, enum bt_price price)
{
	enum { WINDOW = 200, LINE = 64 / sizeof(double) };
	const double *x = bt_bars_price(p->bars, price);

	for (size_t i = p->at > WINDOW ? p->at - WINDOW : 0; i <= p->at; i += LINE)
		__builtin_prefetch(x + i);
}

static size_t
find_present(const struct bt_roll *r, bt_date session, struct present *out)
{
	size_t n = 0, after = 0;

	for (size_t i = 0; i < r->universe->n; i++) {
		const struct bt_security *sec = r->sec[i], *ahead = bt_roll_ahead(r, i);
		size_t at;

		if (ahead)
			bt_dates_fetch_near(ahead->bars.date, ahead->bars.n, after);
		at = sec ? bt_dates_find_near(sec->bars.date, sec->bars.n, session, &after) : 0;

		if (sec && at < sec->bars.n)
			out[n++] = (struct present){&sec->bars, r->sector[i], at};
	}
	return n;
}

enum bt_status
bt_sectors_make(const struct bt_roll *r, bt_date session, bt_date as_of, enum bt_price price, bool returns,
                struct bt_arena *a, const struct bt_sector_day **out, size_t *n)
{
	struct present *p = r ? BT_ARENA_ARRAY(a, r->universe->n, struct present) : NULL;
	struct bt_sector_tally *t = r ? BT_ARENA_ARRAY(a, r->n_sector, struct bt_sector_tally) : NULL;
	struct bt_sector_day *day = r ? BT_ARENA_ARRAY(a, r->n_sector, struct bt_sector_day) : NULL;
	struct bt_return_near near[BT_SECTOR_RETURNS] = {{.begun = false}};
	size_t n_present;

	if (!p || !t || !day)
		return BT_E_NOMEM;
	n_present = find_present(r, session, p);
	for (size_t i = 0; i < n_present; i++) {
		struct bt_line line = bt_bars_line(p[i].bars, price);
		struct bt_sector_tally *of = &t[p[i].sector];
		struct bt_member_marks marks;

		if (i + 2 < n_present)
			fetch_ahead(&p[i + 2], price);
		if (returns && i + 3 < n_present)
			fetch_returns(&p[i + 3], price, near);
		bt_member_marks_at(p[i].bars, p[i].at, price, &marks);
		bt_sector_count(of, &marks);
		if (returns)
			bt_sector_add_returns(of, &line, as_of, near);
	}
	*n = bt_sector_finish(t, r, day);
	*out = day;
	return BT_OK;
}
