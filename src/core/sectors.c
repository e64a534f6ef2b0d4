#include "core/sectors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/member_day.h"
#include "core/returns.h"

/* A sector while it is counted. */
struct tally {
	struct bt_sector_day day;
	size_t n20, n50, n200, above20, above50, above200;
	size_t n_ret[BT_SECTOR_RETURNS];
};

static int
by_name(const void *x, const void *y)
{
	const struct tally *a = x, *b = y;

	if (!a->day.name || !b->day.name)
		return !a->day.name - !b->day.name;
	return strcmp(a->day.name, b->day.name);
}

static bool
same_name(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static struct tally *
tally_of(struct tally *t, size_t *n, const char *sector)
{
	for (size_t i = 0; i < *n; i++)
		if (same_name(t[i].day.name, sector))
			return &t[i];
	t[*n].day.name = sector;
	return &t[(*n)++];
}

static void
count_member(struct tally *t, const struct bt_member_marks *m)
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

static void
add_returns(struct tally *t, const struct bt_line *line, bt_date as_of,
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
finish(const struct tally *t)
{
	struct bt_sector_day day = t->day;

	day.pct20 = percent(t->above20, t->n20);
	day.pct50 = percent(t->above50, t->n50);
	day.pct200 = percent(t->above200, t->n200);
	for (int i = 0; i < BT_SECTOR_RETURNS; i++)
		day.ret[i] = t->n_ret[i] ? day.ret[i] / (double)t->n_ret[i] : NAN;
	return day;
}

/* A member with a bar on the session, and which one. */
struct present {
	const struct bt_bars *bars;
	const char *sector;
	size_t at;
};

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
find_present(const struct bt_market *m, const struct bt_universe *u, bt_date session, struct present *out)
{
	struct bt_market_walk walk = {m, 0};
	size_t n = 0, after = 0;

	for (size_t i = 0; i < u->n; i++) {
		const struct bt_security *sec = bt_market_next(&walk, u->member[i].symbol);
		size_t at = sec ? bt_dates_find_near(sec->bars.date, sec->bars.n, session, &after) : 0;

		if (sec && at < sec->bars.n)
			out[n++] = (struct present){&sec->bars, u->member[i].sector, at};
	}
	return n;
}

enum bt_status
bt_sectors_make(const struct bt_market *m, const struct bt_universe *u, bt_date session,
                bt_date as_of, enum bt_price price, bool returns, struct bt_arena *a,
                const struct bt_sector_day **out, size_t *n)
{
	struct present *p = BT_ARENA_ARRAY(a, u->n, struct present);
	struct bt_return_near near[BT_SECTOR_RETURNS] = {{.begun = false}};
	size_t n_present = p ? find_present(m, u, session, p) : 0, k = 0;
	struct tally *t = BT_ARENA_ARRAY(a, n_present, struct tally);
	struct bt_sector_day *day;

	if (!p || !t)
		return BT_E_NOMEM;
	for (size_t i = 0; i < n_present; i++) {
		struct bt_line line = bt_bars_line(p[i].bars, price);
		struct bt_member_marks marks;
		struct tally *of;

		if (i + 2 < n_present)
			fetch_ahead(&p[i + 2], price);
		bt_member_marks_at(p[i].bars, p[i].at, price, &marks);
		of = tally_of(t, &k, p[i].sector);
		count_member(of, &marks);
		if (returns)
			add_returns(of, &line, as_of, near);
	}
	qsort(t, k, sizeof(*t), by_name);
	day = BT_ARENA_ARRAY(a, k, struct bt_sector_day);
	if (!day)
		return BT_E_NOMEM;
	for (size_t i = 0; i < k; i++)
		day[i] = finish(&t[i]);
	*out = day;
	*n = k;
	return BT_OK;
}
