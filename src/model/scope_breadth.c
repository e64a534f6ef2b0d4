#include "model/scope_breadth.h"

#include <string.h>

#include "base/xalloc.h"
#include "core/sector_days.h"
#include "model/series.h"
#include "model/settings.h"

static enum bt_status
make(const struct bt_market *m, const struct bt_universe *u, const struct bt_breadth_opts *opts,
     struct bt_arena *a, struct bt_breadth *out)
{
	struct bt_panel panel;
	struct bt_arena scratch;
	enum bt_status status;

	bt_xarena_init(&scratch);
	status = bt_panel_of(m, u, bt_market_last(m), &scratch, &panel);
	if (status == BT_OK)
		status = bt_breadth_make(&panel, opts, a, &scratch, out);
	bt_arena_release(&scratch);
	return status;
}

enum bt_status
bt_scope_breadth(const struct bt_scope *scope, enum bt_price price, bool intraday,
                 struct bt_arena *a, const struct bt_breadth **out, struct bt_err *err)
{
	const struct bt_breadth *have = scope->breadth;
	struct bt_breadth_opts opts = {.price = price, .intraday = intraday};
	struct bt_breadth *made;
	enum bt_status status;

	*out = have;
	if (have && have->price == price && have->intraday == intraday)
		return have->n ? BT_OK : bt_err_set(err, BT_E_NODATA, "no member has a bar");
	if (!scope->universe || scope->universe->n == 0)
		return bt_err_set(err, BT_E_NODATA, "no universe: --universe NAME|FILE names one");
	if (scope->breadth_comes)
		return bt_err_set(err, BT_E_NODATA, "the breadth of %s comes when its bars are read",
		                  scope->universe->name);
	made = BT_ARENA_NEW(a, struct bt_breadth);
	status = make(scope->market, scope->universe, &opts, a, made);
	if (status != BT_OK)
		return bt_err_set(err, status, "breadth of %s", scope->universe->name);
	*out = made;
	if (made->n == 0)
		return bt_err_set(err, BT_E_NODATA, "no member of %s has a bar", scope->universe->name);
	return BT_OK;
}

/* --- side by side -------------------------------------------------------------------------------- */

/* The same universes by another price: all of them are made now. */
static enum bt_status
make_side(const struct bt_scope *scope, enum bt_price price, bool intraday, struct bt_arena *a,
          struct bt_universe_breadth *out, size_t *n)
{
	struct bt_breadth_opts opts = {.price = price, .intraday = intraday};

	*n = 0;
	for (size_t i = 0; i < (scope->n_side ? scope->n_side : 1); i++) {
		const struct bt_universe *u = scope->n_side ? scope->side[i].universe : scope->universe;
		struct bt_breadth *b = BT_ARENA_NEW(a, struct bt_breadth);
		enum bt_status status = make(scope->market, u, &opts, a, b);

		if (status != BT_OK)
			return status;
		if (b->n)
			out[(*n)++] = (struct bt_universe_breadth){.universe = u, .breadth = b};
	}
	return BT_OK;
}

enum bt_status
bt_scope_universes(const struct bt_scope *scope, enum bt_price price, bool intraday, struct bt_arena *a,
                   const struct bt_universe_breadth **out, size_t *n, struct bt_err *err)
{
	struct bt_universe_breadth *made;
	enum bt_status status = BT_OK;

	*out = scope->side;
	*n = scope->n_side;
	if (*n && (*out)->breadth->price == price && (*out)->breadth->intraday == intraday)
		return BT_OK;
	if (!*n && !scope->universe)
		return bt_err_set(err, BT_E_NODATA, "no universe: --universe NAME|FILE names one");
	if (scope->breadth_comes)
		return bt_err_set(err, BT_E_NODATA, "the breadth comes when the bars are read");
	made = BT_ARENA_ARRAY(a, *n ? *n : 1, struct bt_universe_breadth);
	status = make_side(scope, price, intraday, a, made, n);
	*out = made;
	if (status != BT_OK || *n)
		return status;
	return bt_err_set(err, BT_E_NODATA, "no member of any universe has a bar");
}

/* --- signals ------------------------------------------------------------------------------------- */

const char *
bt_ask_omen_index(const struct bt_scope *scope, const struct bt_ask *ask)
{
	if (ask->benchmark)
		return ask->benchmark;
	return scope->settings ? scope->settings->signals_benchmark : "^GSPC";
}

enum bt_status
bt_scope_signals(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_breadth *b,
                 size_t n, struct bt_arena *a, struct bt_signals *out)
{
	const char *index = bt_ask_omen_index(scope, ask);
	struct bt_bars bars;
	struct bt_line line;

	for (size_t i = 0; i < scope->n_side; i++) {
		const struct bt_universe_breadth *s = &scope->side[i];

		if (s->breadth == b && s->signals && strcmp(s->index, index) == 0) {
			*out = bt_signals_upto(s->signals, b, n);
			return BT_OK;
		}
	}
	bars = bt_market_bars(scope->market, index, b->date[n - 1]);
	line = bt_bars_line(&bars, BT_PRICE_CLOSE);
	return bt_signals_make(b, n, &line, a, out);
}

/* --- sectors ------------------------------------------------------------------------------------- */

enum bt_status
bt_scope_sectors(const struct bt_scope *scope, bt_date session, bt_date as_of, enum bt_price price,
                 bool returns, struct bt_arena *a, const struct bt_sector_day **out, size_t *n)
{
	bool same_day = session == as_of || !returns;

	if (same_day && (*out = bt_sector_days_find(scope->sector_days, session, price, n)))
		return BT_OK;
	return bt_sectors_make(bt_roll_of(scope->market, scope->universe, a), session, as_of, price, returns, a,
	                       out, n);
}

/* --- the universe of a report ---------------------------------------------------------------------- */

bool
bt_universe_is_provisional(const struct bt_market *m, const struct bt_universe *u,
                           const struct bt_breadth *b, bt_date session)
{
	struct bt_market_walk walk = {m, 0};

	if (session != b->date[b->n - 1])
		return false;
	for (size_t i = 0; i < u->n; i++) {
		const struct bt_security *sec = bt_market_next(&walk, u->member[i].symbol);

		if (sec && sec->provisional == session)
			return true;
	}
	return false;
}

enum bt_status
bt_report_universe(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                   struct bt_report *r, const struct bt_breadth **out, size_t *n,
                   struct bt_err *err)
{
	const struct bt_universe *u = scope->universe;
	char day[BT_DATE_SIZE];
	enum bt_status status;

	r->price = bt_series_price(ask);
	status = bt_scope_breadth(scope, r->price, ask->intraday, a, out, err);
	if (status != BT_OK)
		return status;
	*n = bt_dates_upto((*out)->date, (*out)->n, r->as_of);
	if (*n == 0)
		return bt_err_set(err, BT_E_NODATA, "no session of %s by %s", u->name,
		                  bt_date_format(r->as_of, day));
	bt_val_set(a, &r->head, "universe", bt_val_str(u->name));
	if (u->list_date != BT_DATE_NONE)
		bt_val_set(a, &r->head, "list_date", bt_val_date(u->list_date));
	bt_val_set(a, &r->head, "members", bt_val_num((double)(*out)->members));
	bt_val_set(a, &r->head, "covered", bt_val_num((double)(*out)->covered));
	bt_val_set(a, &r->head, "provisional",
	           bt_val_bool(bt_universe_is_provisional(scope->market, u, *out, (*out)->date[*n - 1])));
	return BT_OK;
}
