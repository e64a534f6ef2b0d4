#include "model/scope_breadth.h"

#include "base/xalloc.h"
#include "model/series.h"

enum bt_status
bt_scope_breadth(const struct bt_scope *scope, enum bt_price price, bool intraday,
                 struct bt_arena *a, const struct bt_breadth **out, struct bt_err *err)
{
	const struct bt_breadth *have = scope->breadth;
	struct bt_breadth_opts opts = {.price = price, .intraday = intraday};
	struct bt_breadth *made;
	struct bt_panel panel;
	struct bt_arena scratch;
	enum bt_status status;

	*out = have;
	if (have && have->price == price && have->intraday == intraday)
		return have->n ? BT_OK : bt_err_set(err, BT_E_NODATA, "no member has a bar");
	if (!scope->universe || scope->universe->n == 0)
		return bt_err_set(err, BT_E_NODATA, "no universe: --universe NAME|FILE names one");
	made = BT_ARENA_NEW(a, struct bt_breadth);
	bt_xarena_init(&scratch);
	status = bt_panel_of(scope->market, scope->universe, bt_market_last(scope->market), &scratch,
	                     &panel);
	if (status == BT_OK)
		status = bt_breadth_make(&panel, &opts, a, &scratch, made);
	bt_arena_release(&scratch);
	if (status != BT_OK)
		return bt_err_set(err, status, "breadth of %s", scope->universe->name);
	*out = made;
	if (made->n == 0)
		return bt_err_set(err, BT_E_NODATA, "no member of %s has a bar", scope->universe->name);
	return BT_OK;
}

/* Whether the close of that session is not in for some member: of the newest alone it can be so. */
static bool
is_provisional(const struct bt_scope *scope, const struct bt_breadth *b, bt_date session)
{
	if (session != b->date[b->n - 1])
		return false;
	for (size_t i = 0; i < scope->universe->n; i++) {
		const struct bt_security *sec = bt_market_find(scope->market, scope->universe->member[i].symbol);

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
	char day[BT_DATE_SIZE];
	enum bt_status status;

	r->price = bt_series_price(ask);
	status = bt_scope_breadth(scope, r->price, ask->intraday, a, out, err);
	if (status != BT_OK)
		return status;
	*n = bt_dates_upto((*out)->date, (*out)->n, r->as_of);
	if (*n == 0)
		return bt_err_set(err, BT_E_NODATA, "no session of %s by %s", scope->universe->name,
		                  bt_date_format(r->as_of, day));
	bt_val_set(a, &r->head, "universe", bt_val_str(scope->universe->name));
	if (scope->universe->list_date != BT_DATE_NONE)
		bt_val_set(a, &r->head, "list_date", bt_val_date(scope->universe->list_date));
	bt_val_set(a, &r->head, "members", bt_val_num((double)(*out)->members));
	bt_val_set(a, &r->head, "covered", bt_val_num((double)(*out)->covered));
	bt_val_set(a, &r->head, "provisional",
	           bt_val_bool(is_provisional(scope, *out, (*out)->date[*n - 1])));
	return BT_OK;
}
