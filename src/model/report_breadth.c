/* report_breadth.c - `show breadth`, `members`, `sectors`: a universe on its sessions. */
#include <math.h>

#include "base/clock.h"
#include "core/member_day.h"
#include "core/returns.h"
#include "core/sectors.h"
#include "model/health.h"
#include "model/report.h"
#include "model/scope_breadth.h"
#include "model/series.h"

/* --- breadth ------------------------------------------------------------------------------------- */

static const enum bt_column breadth_columns[] = {
	BT_COL_DATE,
#define BT_BREADTH(id, name, metric, format, width, title, help) BT_COL_##id,
#include "spec/breadth.def"
	BT_COLUMN_COUNT,
};

static void
breadth_row(const struct bt_breadth *b, size_t t, struct bt_arena *a, struct bt_report *r)
{
	struct bt_val *row = bt_report_row(r, a);

	bt_row_date(a, row, BT_COL_DATE, b->date[t]);
	for (int c = 0; c < BT_BREADTH_COUNT; c++)
		bt_row_num(a, row, breadth_columns[1 + c], b->col[c][t]);
}

/* All listed shares beside the universe's members; of now alone. */
static struct bt_val
whole_market(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a)
{
	const struct bt_market_count *m = ask->as_of == BT_DATE_NONE ? scope->market_count : NULL;
	struct bt_val v = bt_val_obj();
	char stamp[BT_CLOCK_STAMP_SIZE];

	if (!m)
		return bt_val_null();
	const struct bt_whole_market *w = &m->counts;
	double net = (double)w->advances - (double)w->declines;
	double of = (double)(w->advances + w->declines + w->unchanged);

	bt_val_set(a, &v, "source", bt_val_str(m->source));
	bt_val_set(a, &v, "shares", bt_val_num((double)w->rows));
	bt_val_set(a, &v, "adv", bt_val_num((double)w->advances));
	bt_val_set(a, &v, "dec", bt_val_num((double)w->declines));
	bt_val_set(a, &v, "unch", bt_val_num((double)w->unchanged));
	bt_val_set(a, &v, "unpriced", bt_val_num((double)w->unpriced));
	bt_val_set(a, &v, "net", bt_val_num(net));
	bt_val_set(a, &v, "ad_pct", bt_val_num(of > 0 ? 100 * net / of : NAN));
	bt_val_set(a, &v, "up_volume", bt_val_num(w->up_volume));
	bt_val_set(a, &v, "down_volume", bt_val_num(w->down_volume));
	bt_val_set(a, &v, "fetched", bt_val_str(bt_arena_strdup(a, bt_clock_stamp(w->fetched_utc, stamp))));
	return v;
}

enum bt_status
bt_report_breadth(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	const struct bt_breadth *b;
	size_t n, from, to;
	enum bt_status status = bt_report_universe(scope, ask, a, r, &b, &n, err);

	if (status != BT_OK)
		return status;
	bt_val_set(a, &r->head, "extremes", bt_val_str(ask->intraday ? "intraday" : "close"));
	if (scope->market_count)
		bt_val_set(a, &r->head, "whole_market", whole_market(scope, ask, a));
	bt_report_columns(r, breadth_columns);
	from = n - 1;
	to = n;
	if (ask->series)
		bt_series_printed(ask, b->date, n, &from, &to);
	for (size_t t = from; t < to; t++)
		breadth_row(b, t, a, r);
	return BT_OK;
}

/* --- members ------------------------------------------------------------------------------------- */

static double
ret(const struct bt_line *line, const struct bt_report *r, enum bt_horizon_kind kind)
{
	struct bt_horizon h = {.kind = kind, .since = BT_DATE_NONE};

	return bt_return_at(line, r->as_of, h, BT_BASE_PREV).pct;
}

static void
member_row(const struct bt_scope *scope, size_t i, bt_date session, struct bt_arena *a,
           struct bt_report *r)
{
	static const enum bt_column sma[] = {BT_COL_SMA20, BT_COL_SMA50, BT_COL_SMA100, BT_COL_SMA200};
	const char *symbol = scope->universe->member[i].symbol;
	struct bt_bars bars = bt_market_bars(scope->market, symbol, session);
	struct bt_line line = bt_bars_line(&bars, r->price);
	struct bt_val *row = bt_report_row(r, a);
	struct bt_member_day m;

	bt_member_day(&bars, session, r->price, &m);
	bt_row_str(a, row, BT_COL_SYMBOL, symbol);
	bt_row_date(a, row, BT_COL_ASOF, session);
	bt_row_bool(a, row, BT_COL_HAS_BAR, m.has_bar);
	bt_row_num(a, row, BT_COL_BARS, m.has_bar ? (double)m.bars : NAN);
	bt_row_num(a, row, BT_COL_PRICE, m.price);
	bt_row_num(a, row, BT_COL_PREV_PRICE, m.prev);
	bt_row_num(a, row, BT_COL_DIRECTION, isnan(m.prev) ? NAN : m.direction);
	for (int w = 0; w < BT_MEMBER_WINDOWS; w++)
		bt_row_num(a, row, sma[w], m.sma[w]);
	bt_row_num(a, row, BT_COL_PRIOR252_MAX, m.max252);
	bt_row_num(a, row, BT_COL_PRIOR252_MIN, m.min252);
	bt_row_num(a, row, BT_COL_RET_1M, m.has_bar ? ret(&line, r, BT_HORIZON_1M) : NAN);
	bt_row_num(a, row, BT_COL_RET_YTD, m.has_bar ? ret(&line, r, BT_HORIZON_YTD) : NAN);
	bt_row_num(a, row, BT_COL_RET_1Y, m.has_bar ? ret(&line, r, BT_HORIZON_1Y) : NAN);
}

enum bt_status
bt_report_members(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_SYMBOL, BT_COL_ASOF, BT_COL_HAS_BAR, BT_COL_BARS, BT_COL_PRICE, BT_COL_PREV_PRICE,
		BT_COL_DIRECTION, BT_COL_SMA20, BT_COL_SMA50, BT_COL_SMA100, BT_COL_SMA200,
		BT_COL_PRIOR252_MAX, BT_COL_PRIOR252_MIN, BT_COL_RET_1M, BT_COL_RET_YTD, BT_COL_RET_1Y,
		BT_COLUMN_COUNT,
	};
	const struct bt_breadth *b;
	size_t n;
	enum bt_status status = bt_report_universe(scope, ask, a, r, &b, &n, err);

	if (status != BT_OK)
		return status;
	r->base = BT_BASE_PREV;
	bt_report_columns(r, columns);
	for (size_t i = 0; i < scope->universe->n; i++)
		member_row(scope, i, b->date[n - 1], a, r);
	return BT_OK;
}

/* --- sectors ------------------------------------------------------------------------------------- */

static void
sector_row(const struct bt_sector_day *s, bt_date session, struct bt_arena *a, struct bt_report *r)
{
	struct bt_val *row = bt_report_row(r, a);

	bt_row_date(a, row, BT_COL_ASOF, session);
	bt_row_str(a, row, BT_COL_SECTOR, s->name);
	bt_row_num(a, row, BT_COL_N, (double)s->n);
	bt_row_num(a, row, BT_COL_ADV, (double)s->adv);
	bt_row_num(a, row, BT_COL_DEC, (double)s->dec);
	bt_row_num(a, row, BT_COL_UNCH, (double)s->unch);
	bt_row_num(a, row, BT_COL_PCT20, s->pct20);
	bt_row_num(a, row, BT_COL_PCT50, s->pct50);
	bt_row_num(a, row, BT_COL_PCT200, s->pct200);
	bt_row_num(a, row, BT_COL_NEW_HI, (double)s->new_hi);
	bt_row_num(a, row, BT_COL_NEW_LO, (double)s->new_lo);
	bt_row_num(a, row, BT_COL_N_HL, (double)s->n_hl);
	bt_row_num(a, row, BT_COL_RET_1D, s->ret[BT_SECTOR_1D]);
	bt_row_num(a, row, BT_COL_RET_1W, s->ret[BT_SECTOR_1W]);
	bt_row_num(a, row, BT_COL_RET_1M, s->ret[BT_SECTOR_1M]);
	bt_row_num(a, row, BT_COL_RET_YTD, s->ret[BT_SECTOR_YTD]);
}

enum bt_status
bt_report_sectors(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_ASOF, BT_COL_SECTOR, BT_COL_N, BT_COL_ADV, BT_COL_DEC, BT_COL_UNCH, BT_COL_PCT20,
		BT_COL_PCT50, BT_COL_PCT200, BT_COL_NEW_HI, BT_COL_NEW_LO, BT_COL_N_HL, BT_COL_RET_1D,
		BT_COL_RET_1W, BT_COL_RET_1M, BT_COL_RET_YTD, BT_COLUMN_COUNT,
	};
	const struct bt_sector_day *sector;
	const struct bt_breadth *b;
	size_t n, n_sector;
	enum bt_status status = bt_report_universe(scope, ask, a, r, &b, &n, err);

	if (status == BT_OK)
		status = bt_scope_sectors(scope, b->date[n - 1], r->as_of, r->price, true, a, &sector, &n_sector);
	if (status != BT_OK)
		return status;
	r->base = BT_BASE_PREV;
	bt_report_columns(r, columns);
	for (size_t i = 0; i < n_sector; i++)
		sector_row(&sector[i], b->date[n - 1], a, r);
	return BT_OK;
}
