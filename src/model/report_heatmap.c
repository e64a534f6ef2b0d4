/* report_heatmap.c - `show heatmap`: every member of a universe by sector and weight, with its return; the
 * sectors themselves stand beside the rows.  Nothing here needs the daily breadth, so the map is there as
 * soon as closes are.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/concentration.h"
#include "core/returns.h"
#include "core/roll.h"
#include "model/report.h"
#include "model/series.h"

struct cell {
	const struct bt_universe_member *member;
	const struct bt_security *sec;   /* NULL: the source does not have it */
	unsigned sector;                 /* of the roll */
	struct bt_return ret;
	double cap;              /* of the session; NAN unknown */
};

/* What is counted while the rows are made. */
struct tally {
	size_t members, covered;         /* of the list; with a bar by the day */
	size_t n;                        /* with a return */
	size_t capped;                   /* with a known capitalisation */
	double caps;
	bool provisional;                /* some bar of the session is not its close yet */
	struct bt_cap_near cap_near;     /* where these were in the member before */
	struct bt_return_near return_near;
	size_t after_session;
};

static int
by_sector_and_cap(const void *x, const void *y)
{
	const struct cell *a = *(const struct cell *const *)x, *b = *(const struct cell *const *)y;

	if (a->sector != b->sector)
		return a->sector < b->sector ? -1 : 1;
	if (a->cap != b->cap && !(isnan(a->cap) && isnan(b->cap)))
		return isnan(b->cap) || a->cap > b->cap ? -1 : 1;
	return strcmp(a->member->symbol, b->member->symbol);
}

/* The last session by as_of on which any member has a bar, and how many have one by then. */
static bt_date
session_of(const struct bt_roll *roll, bt_date as_of, struct cell *cell, struct tally *t)
{
	bt_date session = BT_DATE_NONE;
	size_t after = 0;

	for (size_t i = 0; i < t->members; i++) {
		const struct bt_security *sec = roll->sec[i], *ahead = bt_roll_ahead(roll, i);
		size_t n;

		if (ahead)
			bt_dates_fetch_near(ahead->bars.date, ahead->bars.n, after);
		n = sec ? bt_dates_upto_near(sec->bars.date, sec->bars.n, as_of, &after) : 0;

		cell[i] = (struct cell){.member = &roll->universe->member[i], .sec = sec, .cap = NAN,
		                        .sector = roll->sector[i],
		                        .ret = {.base_date = BT_DATE_NONE, .last_date = BT_DATE_NONE,
		                                .base = NAN, .last = NAN, .pct = NAN}};
		t->covered += n > 0;
		if (n && (session == BT_DATE_NONE || sec->bars.date[n - 1] > session))
			session = sec->bars.date[n - 1];
	}
	return session;
}

/* A member's return and cap.  One that has no bar on the session keeps its cell, empty. */
static void
fill_cell(struct cell *c, bt_date session, struct bt_horizon h, const struct bt_report *r,
          struct tally *t)
{
	struct bt_line line;

	if (!c->sec)
		return;
	c->cap = bt_cap_next(&c->sec->bars, c->member->cap, c->member->cap_date, session, &t->cap_near);
	line = bt_bars_line(&c->sec->bars, r->price);
	if (bt_dates_find_near(line.date, line.n, session, &t->after_session) < line.n)
		c->ret = bt_return_next(&line, r->as_of, h, r->base, &t->return_near);
	t->n += !isnan(c->ret.pct);
	t->capped += !isnan(c->cap);
	t->caps += isnan(c->cap) ? 0 : c->cap;
	t->provisional |= c->sec->provisional == session;
}

static void
add_row(const struct cell *c, const struct tally *t, const char *horizon, struct bt_arena *a,
        struct bt_report *r)
{
	struct bt_val *row = bt_report_row(r, a);

	bt_row_str(a, row, BT_COL_SYMBOL, c->member->symbol);
	bt_row_str(a, row, BT_COL_NAME, c->member->name);
	bt_row_str(a, row, BT_COL_SECTOR, c->member->sector);
	bt_row_num(a, row, BT_COL_WEIGHT, c->cap / t->caps);
	bt_row_str(a, row, BT_COL_HORIZON, horizon);
	bt_row_num(a, row, BT_COL_RETURN_PCT, c->ret.pct);
	bt_row_date(a, row, BT_COL_BASE_DATE, c->ret.base_date);
	bt_row_num(a, row, BT_COL_LAST, c->ret.last);
	bt_row_date(a, row, BT_COL_LAST_DATE, c->ret.last_date);
}

/* One sector, cells [from, to): the equal-weight mean of the returns there are, and how many rose. */
static struct bt_val
sector_of(const struct cell *const *cell, size_t from, size_t to, const struct tally *t, struct bt_arena *a)
{
	struct bt_val v = bt_val_obj();
	size_t n = 0, up = 0, down = 0;
	double sum = 0, caps = NAN;

	for (size_t i = from; i < to; i++) {
		double pct = cell[i]->ret.pct;

		n += !isnan(pct);
		up += pct > 0;
		down += pct < 0;
		sum += isnan(pct) ? 0 : pct;
		if (!isnan(cell[i]->cap))
			caps = (isnan(caps) ? 0 : caps) + cell[i]->cap;
	}
	bt_val_set(a, &v, "sector", bt_val_str(cell[from]->member->sector));
	bt_val_set(a, &v, "listed", bt_val_num((double)(to - from)));
	bt_val_set(a, &v, "n", bt_val_num((double)n));
	bt_val_set(a, &v, "mean_pct", bt_val_num(n ? sum / (double)n : NAN));
	bt_val_set(a, &v, "up", bt_val_num((double)up));
	bt_val_set(a, &v, "down", bt_val_num((double)down));
	bt_val_set(a, &v, "weight", bt_val_num(caps / t->caps));
	return v;
}

static void
set_head(const struct bt_scope *scope, const struct cell *const *cell, const struct tally *t,
         const char *horizon, struct bt_report *r, struct bt_arena *a)
{
	struct bt_val sectors = bt_val_list();

	for (size_t from = 0, to; from < t->members; from = to) {
		for (to = from + 1; to < t->members && cell[from]->sector == cell[to]->sector; to++)
			;
		bt_val_add(a, &sectors, sector_of(cell, from, to, t, a));
	}
	bt_val_set(a, &r->head, "universe", bt_val_str(scope->universe->name));
	if (scope->universe->list_date != BT_DATE_NONE)
		bt_val_set(a, &r->head, "list_date", bt_val_date(scope->universe->list_date));
	bt_val_set(a, &r->head, "members", bt_val_num((double)t->members));
	bt_val_set(a, &r->head, "covered", bt_val_num((double)t->covered));
	bt_val_set(a, &r->head, "provisional", bt_val_bool(t->provisional));
	bt_val_set(a, &r->head, "horizon", bt_val_str(horizon));
	bt_val_set(a, &r->head, "n", bt_val_num((double)t->n));
	bt_val_set(a, &r->head, "weights", bt_val_str(t->capped ? "cap" : "equal"));
	bt_val_set(a, &r->head, "capped", bt_val_num((double)t->capped));
	bt_val_set(a, &r->head, "sectors", sectors);
}

enum bt_status
bt_report_heatmap(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_SYMBOL, BT_COL_NAME, BT_COL_SECTOR, BT_COL_WEIGHT, BT_COL_HORIZON, BT_COL_RETURN_PCT,
		BT_COL_BASE_DATE, BT_COL_LAST, BT_COL_LAST_DATE, BT_COLUMN_COUNT,
	};
	struct bt_horizon h = {.kind = BT_HORIZON_1D, .since = BT_DATE_NONE};
	struct tally t = {.members = scope->universe ? scope->universe->n : 0};
	char name[BT_HORIZON_NAME_SIZE], day[BT_DATE_SIZE];
	const char *horizon;
	const struct bt_roll *roll;
	const struct cell **order;
	struct cell *cell;
	bt_date session;

	if (t.members == 0)
		return bt_err_set(err, BT_E_NODATA, "no universe: --universe NAME|FILE names one");
	if (ask->n_horizon)
		h = ask->horizon[0];
	r->price = bt_series_price(ask);
	horizon = bt_arena_strdup(a, bt_horizon_name(h, name));
	cell = BT_ARENA_ARRAY(a, t.members, struct cell);
	order = BT_ARENA_ARRAY(a, t.members, const struct cell *);
	roll = bt_roll_of(scope->market, scope->universe, a);
	session = session_of(roll, r->as_of, cell, &t);
	if (session == BT_DATE_NONE)
		return bt_err_set(err, BT_E_NODATA, "no member of %s has a bar by %s", scope->universe->name,
		                  bt_date_format(r->as_of, day));
	bt_report_columns(r, columns);
	for (size_t i = 0; i < t.members; i++) {
		fill_cell(&cell[i], session, h, r, &t);
		order[i] = &cell[i];
	}
	qsort(order, t.members, sizeof(*order), by_sector_and_cap);
	for (size_t i = 0; i < t.members; i++)
		add_row(order[i], &t, horizon, a, r);
	set_head(scope, order, &t, horizon, r, a);
	return BT_OK;
}
