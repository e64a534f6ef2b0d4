/* report_returns.c - `show returns`, `show growth`: horizon returns of symbols and expressions. */
#include <math.h>

#include "core/returns.h"
#include "model/quote_row.h"
#include "model/report.h"
#include "model/settings.h"
#include "model/subject.h"

static const struct bt_horizon growth_horizons[] = {
	{BT_HORIZON_1Y, BT_DATE_NONE}, {BT_HORIZON_3Y, BT_DATE_NONE},
};

/* One row a horizon of a subject. */
typedef void row_maker(const struct bt_subject *s, bt_date a, struct bt_horizon h,
                       struct bt_report *r, struct bt_arena *arena);

/* Every subject by every horizon; BT_E_NODATA when none of them has a bar. */
static enum bt_status
make_rows(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_horizon *horizon,
          size_t n_horizon, row_maker *make, struct bt_arena *a, struct bt_report *r,
          struct bt_err *err)
{
	const struct bt_settings *set = scope->settings;
	const struct bt_words list[] = {set->lists_seven, set->lists_seven_also, set->lists_indices,
	                                set->lists_rotation};
	struct bt_words word = bt_ask_words(ask, list, 4, a);
	size_t there = 0;

	for (size_t i = 0; i < word.n; i++) {
		struct bt_subject s;
		enum bt_status st = bt_subject_open(scope, word.at[i], r->as_of, r->price, a, &s, err);

		if (st)
			return st;
		there += s.line.n > 0;
		for (size_t k = 0; k < n_horizon; k++)
			make(&s, r->as_of, horizon[k], r, a);
	}
	return there ? BT_OK : bt_no_bars(word, a, err);
}

static const char *
horizon_text(struct bt_horizon h, struct bt_arena *a)
{
	char name[BT_HORIZON_NAME_SIZE];

	return bt_arena_strdup(a, bt_horizon_name(h, name));
}

static void
returns_row(const struct bt_subject *s, bt_date a, struct bt_horizon h, struct bt_report *r,
            struct bt_arena *arena)
{
	struct bt_return x = bt_return_at(h.kind == BT_HORIZON_SINCE ? &s->whole : &s->line, a, h, r->base);
	struct bt_val *row = bt_report_row(r, arena);

	bt_row_str(arena, row, BT_COL_SYMBOL, s->text);
	bt_row_date(arena, row, BT_COL_ASOF, a);
	bt_row_str(arena, row, BT_COL_HORIZON, horizon_text(h, arena));
	bt_row_str(arena, row, BT_COL_CONVENTION, r->base == BT_BASE_FIRST ? "first" : "prev");
	bt_row_str(arena, row, BT_COL_PRICE, r->price == BT_PRICE_ADJCLOSE ? "adjclose" : "close");
	bt_row_date(arena, row, BT_COL_ANCHOR, x.anchor);
	bt_row_date(arena, row, BT_COL_BASE_DATE, x.base_date);
	bt_row_num(arena, row, BT_COL_BASE, x.base);
	bt_row_date(arena, row, BT_COL_LAST_DATE, x.last_date);
	bt_row_num(arena, row, BT_COL_LAST, x.last);
	bt_row_num(arena, row, BT_COL_RETURN_PCT, x.pct);
}

enum bt_status
bt_report_returns(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_SYMBOL, BT_COL_ASOF, BT_COL_HORIZON, BT_COL_CONVENTION, BT_COL_PRICE, BT_COL_ANCHOR,
		BT_COL_BASE_DATE, BT_COL_BASE, BT_COL_LAST_DATE, BT_COL_LAST, BT_COL_RETURN_PCT,
		BT_COLUMN_COUNT,
	};
	struct bt_horizons h = bt_ask_horizons(ask, a);

	bt_report_columns(r, columns);
	return make_rows(scope, ask, h.at, h.n, returns_row, a, r, err);
}

static void
growth_row(const struct bt_subject *s, bt_date a, struct bt_horizon h, struct bt_report *r,
           struct bt_arena *arena)
{
	struct bt_growth g = bt_growth_at(h.kind == BT_HORIZON_SINCE ? &s->whole : &s->line, a, h);
	struct bt_val *row = bt_report_row(r, arena);
	bool there = g.base_date != BT_DATE_NONE;

	bt_row_str(arena, row, BT_COL_SYMBOL, s->text);
	bt_row_date(arena, row, BT_COL_ASOF, a);
	bt_row_str(arena, row, BT_COL_HORIZON, horizon_text(h, arena));
	bt_row_str(arena, row, BT_COL_PRICE, r->price == BT_PRICE_ADJCLOSE ? "adjclose" : "close");
	bt_row_date(arena, row, BT_COL_BASE_DATE, g.base_date);
	bt_row_date(arena, row, BT_COL_LAST_DATE, g.last_date);
	bt_row_num(arena, row, BT_COL_DAYS, there ? g.days : NAN);
	bt_row_num(arena, row, BT_COL_SESSIONS, there ? g.sessions : NAN);
	bt_row_num(arena, row, BT_COL_GROWTH, g.growth);
	bt_row_num(arena, row, BT_COL_CAGR_CALENDAR_PCT, g.cagr_pct);
	bt_row_num(arena, row, BT_COL_ANNUALIZED_252_PCT, g.annualized_252_pct);
}

enum bt_status
bt_report_growth(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                 struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_SYMBOL, BT_COL_ASOF, BT_COL_HORIZON, BT_COL_PRICE, BT_COL_BASE_DATE,
		BT_COL_LAST_DATE, BT_COL_DAYS, BT_COL_SESSIONS, BT_COL_GROWTH, BT_COL_CAGR_CALENDAR_PCT,
		BT_COL_ANNUALIZED_252_PCT, BT_COLUMN_COUNT,
	};
	bool given = ask->n_horizon > 0;

	r->base = BT_BASE_PREV;
	bt_report_columns(r, columns);
	return make_rows(scope, ask, given ? ask->horizon : growth_horizons,
	                 given ? ask->n_horizon : 2, growth_row, a, r, err);
}
