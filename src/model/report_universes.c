/* report_universes.c - `show universes`: the breadth of several universes side by side on one day, how many
 * members stood above their averages a week and a month before, and the last signals of each.  */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "core/returns.h"
#include "core/score.h"
#include "model/report.h"
#include "model/scope_breadth.h"
#include "model/series.h"
#include "model/signal_columns.h"

static const enum bt_column columns[] = {
	BT_COL_UNIVERSE, BT_COL_LIST_DATE, BT_COL_LISTED, BT_COL_COVERED, BT_COL_PROVISIONAL, BT_COL_DATE,
#define BT_BREADTH(id, name, metric, format, width, title, help) BT_COL_##id,
#include "spec/breadth.def"
	BT_COL_ABOVE20_1W, BT_COL_ABOVE50_1W, BT_COL_ABOVE100_1W, BT_COL_ABOVE200_1W,
	BT_COL_ABOVE20_1M, BT_COL_ABOVE50_1M, BT_COL_ABOVE100_1M, BT_COL_ABOVE200_1M,
	BT_COL_SCORE, BT_COL_SCORE_1W, BT_COL_SCORE_1M, BT_SIGNAL_COLUMNS, BT_COLUMN_COUNT,
};

/* What is looked back at, and where it goes. */
static const struct {
	enum bt_breadth_col of;
	enum bt_horizon_kind ago;
	enum bt_column to;
} past[] = {
	{BT_BREADTH_PCT20, BT_HORIZON_1W, BT_COL_ABOVE20_1W},
	{BT_BREADTH_PCT50, BT_HORIZON_1W, BT_COL_ABOVE50_1W},
	{BT_BREADTH_PCT100, BT_HORIZON_1W, BT_COL_ABOVE100_1W},
	{BT_BREADTH_PCT200, BT_HORIZON_1W, BT_COL_ABOVE200_1W},
	{BT_BREADTH_PCT20, BT_HORIZON_1M, BT_COL_ABOVE20_1M},
	{BT_BREADTH_PCT50, BT_HORIZON_1M, BT_COL_ABOVE50_1M},
	{BT_BREADTH_PCT100, BT_HORIZON_1M, BT_COL_ABOVE100_1M},
	{BT_BREADTH_PCT200, BT_HORIZON_1M, BT_COL_ABOVE200_1M},
};

/* How many sessions end by a horizon's anchor; 0 when the last of them is stale. */
static size_t
sessions_ago(const struct bt_breadth *b, enum bt_horizon_kind kind, bt_date as_of)
{
	struct bt_horizon h = {.kind = kind, .since = BT_DATE_NONE};
	bt_date anchor = bt_horizon_anchor(h, as_of, BT_BASE_PREV);
	size_t n = bt_dates_upto(b->date, b->n, anchor);

	return n && anchor - b->date[n - 1] <= BT_STALE_DAYS ? n : 0;
}

static double
value_ago(const struct bt_breadth *b, enum bt_breadth_col c, enum bt_horizon_kind kind, bt_date as_of)
{
	size_t n = sessions_ago(b, kind, as_of);

	return n ? b->col[c][n - 1] : NAN;
}

/* The score of the last of n sessions; null of none. */
static double
score_of(const struct bt_breadth *b, size_t n)
{
	return n ? bt_score_breadth(b, n - 1).score : NAN;
}

/* A row: n sessions are not after the day, 0 leaves all but the coverage empty. */
static enum bt_status
add_row(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_universe_breadth *u,
        size_t n, struct bt_arena *a, struct bt_report *r)
{
	const struct bt_breadth *b = u->breadth;
	bt_date session = n ? b->date[n - 1] : BT_DATE_NONE;
	struct bt_signals signals = {.zweig = {NULL, 0}};
	struct bt_val *row = bt_report_row(r, a);

	bt_row_str(a, row, BT_COL_UNIVERSE, u->universe->name);
	bt_row_date(a, row, BT_COL_LIST_DATE, u->universe->list_date);
	bt_row_num(a, row, BT_COL_LISTED, (double)b->members);
	bt_row_num(a, row, BT_COL_COVERED, (double)b->covered);
	bt_row_set(a, row, BT_COL_PROVISIONAL,
	           n ? bt_val_bool(bt_universe_is_provisional(scope->market, u->universe, b, session))
	             : bt_val_null());
	bt_row_date(a, row, BT_COL_DATE, session);
	for (int c = 0; c < BT_BREADTH_COUNT; c++)
		bt_row_num(a, row, columns[6 + c], n ? b->col[c][n - 1] : NAN);
	for (size_t i = 0; i < sizeof(past) / sizeof(past[0]); i++)
		bt_row_num(a, row, past[i].to, value_ago(b, past[i].of, past[i].ago, r->as_of));
	bt_row_num(a, row, BT_COL_SCORE, score_of(b, n));
	bt_row_num(a, row, BT_COL_SCORE_1W, score_of(b, sessions_ago(b, BT_HORIZON_1W, r->as_of)));
	bt_row_num(a, row, BT_COL_SCORE_1M, score_of(b, sessions_ago(b, BT_HORIZON_1M, r->as_of)));
	if (n) {
		enum bt_status st = bt_scope_signals(scope, ask, b, n, a, &signals);

		if (st != BT_OK)
			return st;
	}
	bt_row_signals(a, row, &signals,
	               n && bt_market_bars(scope->market, bt_ask_omen_index(scope, ask), r->as_of).n);
	return BT_OK;
}

/* Whether that universe is asked for; without arguments all are. */
static bool
is_asked(const struct bt_ask *ask, const char *name)
{
	for (size_t i = 0; i < ask->n_arg; i++)
		if (strcmp(ask->arg[i], name) == 0)
			return true;
	return ask->n_arg == 0;
}

/* The first argument that is none of the universes is told with those that there are. */
static enum bt_status
check_names(const struct bt_ask *ask, const struct bt_universe_breadth *u, size_t n, struct bt_arena *a,
            struct bt_err *err)
{
	for (size_t k = 0; k < ask->n_arg; k++) {
		const char *names = "";
		bool found = false;

		for (size_t i = 0; i < n; i++) {
			found |= strcmp(u[i].universe->name, ask->arg[k]) == 0;
			names = bt_arena_printf(a, "%s%s%s", names, i ? " " : "", u[i].universe->name);
		}
		if (!found)
			return bt_err_set(err, BT_E_NODATA, "no universe '%s' with bars; there are: %s",
			                  bt_text_clean_dup(a, ask->arg[k], strlen(ask->arg[k])), names);
	}
	return BT_OK;
}

enum bt_status
bt_report_universes(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                    struct bt_report *r, struct bt_err *err)
{
	const struct bt_universe_breadth *u;
	size_t n, there = 0;
	enum bt_status st;

	r->price = bt_series_price(ask);
	bt_report_columns(r, columns);
	bt_val_set(a, &r->head, "extremes", bt_val_str(ask->intraday ? "intraday" : "close"));
	bt_val_set(a, &r->head, "benchmark", bt_val_str(bt_ask_omen_index(scope, ask)));
	st = bt_scope_universes(scope, r->price, ask->intraday, a, &u, &n, err);
	if (st == BT_OK)
		st = check_names(ask, u, n, a, err);
	for (size_t i = 0; st == BT_OK && i < n; i++) {
		size_t sessions = bt_dates_upto(u[i].breadth->date, u[i].breadth->n, r->as_of);

		if (!is_asked(ask, u[i].universe->name))
			continue;
		there += sessions > 0;
		st = add_row(scope, ask, &u[i], sessions, a, r);
	}
	if (st == BT_OK && there == 0)
		return bt_err_set(err, BT_E_NODATA, "no session of any universe by then");
	return st;
}
