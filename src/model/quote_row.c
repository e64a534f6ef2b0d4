#include "model/quote_row.h"

#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "core/records.h"
#include "model/settings.h"

#define SPARK_SESSIONS 63
#define MEMBERS_OF_RETURN 5      /* of one horizon, at most: ours and the places of a ranking */

static const struct bt_horizon all_horizons[] = {
#define BT_HORIZON(id, name, months, help) {BT_HORIZON_##id, BT_DATE_NONE},
#include "spec/horizons.def"
};

static const char *const all_names[] = {
#define BT_HORIZON(id, name, months, help) name,
#include "spec/horizons.def"
};

struct bt_horizons
bt_ask_horizons(const struct bt_ask *ask, struct bt_arena *a)
{
	const char **name;

	if (!ask->n_horizon)
		return (struct bt_horizons){all_horizons, all_names, BT_HORIZON_SINCE};
	name = BT_ARENA_ARRAY(a, ask->n_horizon, const char *);
	for (size_t i = 0; i < ask->n_horizon; i++) {
		char buf[BT_HORIZON_NAME_SIZE];

		name[i] = bt_arena_strdup(a, bt_horizon_name(ask->horizon[i], buf));
	}
	return (struct bt_horizons){ask->horizon, name, ask->n_horizon};
}

struct bt_quote_table
bt_quote_table_make(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_report *r,
                    struct bt_arena *a)
{
	struct bt_horizons h = bt_ask_horizons(ask, a);

	return (struct bt_quote_table){.scope = scope, .ask = ask, .report = r, .horizons = h,
	                               .near = BT_ARENA_ARRAY(a, h.n, struct bt_return_near), .a = a};
}

bool
bt_subject_is_stale(const struct bt_subject *s, bt_date as_of)
{
	return s->line.n == 0 || as_of - s->line.date[s->line.n - 1] > BT_STALE_DAYS;
}

bool
bt_subject_is_provisional(const struct bt_subject *s)
{
	return s->sec && s->bars.n && s->sec->provisional == s->bars.date[s->bars.n - 1];
}

/* --- returns --------------------------------------------------------------------------------------- */

/* Two bars make a change of a day and nothing longer. */
static struct bt_return
return_of(const struct bt_quote_table *t, const struct bt_subject *s, size_t i)
{
	static const struct bt_line none;
	struct bt_horizon h = t->horizons.at[i];

	if (s->brief)
		return bt_return_at(h.kind == BT_HORIZON_1D ? &s->line : &none, s->line.date[s->line.n - 1], h,
		                    t->report->base);
	return bt_return_next(h.kind == BT_HORIZON_SINCE ? &s->whole : &s->line, t->report->as_of, h,
	                      t->report->base, &t->near[i]);
}

void
bt_returns_pct(const struct bt_quote_table *t, const struct bt_subject *s, double *pct)
{
	for (size_t i = 0; i < t->horizons.n; i++)
		pct[i] = return_of(t, s, i).pct;
}

/* Null when either is not known. */
static struct bt_val
beats(double pct, double benchmark)
{
	return isnan(pct) || isnan(benchmark) ? bt_val_null() : bt_val_bool(pct > benchmark);
}

struct bt_val
bt_returns_object(const struct bt_quote_table *t, const struct bt_subject *s)
{
	struct bt_val all = bt_val_obj_for(t->a, t->horizons.n);

	for (size_t i = 0; i < t->horizons.n; i++) {
		struct bt_return x = return_of(t, s, i);
		struct bt_val one = bt_val_obj_for(t->a, MEMBERS_OF_RETURN);

		bt_val_put(t->a, &one, "pct", bt_val_num(x.pct));
		bt_val_put(t->a, &one, "base", bt_val_num(x.base));
		bt_val_put(t->a, &one, "base_date", bt_val_date(x.base_date));
		if (t->benchmark_pct)
			bt_val_put(t->a, &one, "beats", beats(x.pct, t->benchmark_pct[i]));
		bt_val_set(t->a, &all, t->horizons.name[i], one);
	}
	return all;
}

/* --- the quote --------------------------------------------------------------------------------------- */

/* Session of a market that does not keep the hours of New York's exchanges: futures trade from Sunday
 * 18:00 to Friday 17:00 with a break at 17:00 each day, currencies without it, coins always.  */
static const char *
session_of(const struct bt_calendar *cal, enum bt_kind kind, int64_t now_utc)
{
	int day = bt_date_weekday(bt_ny_date(now_utc)), hour = bt_ny_second(now_utc) / 3600;
	bool weekend = day == 5 || (day == 4 && hour >= 17) || (day == 6 && hour < 18);

	switch (kind) {
	case BT_KIND_FUTURE:
		return bt_session_name(weekend || hour == 17 ? BT_SESSION_CLOSED : BT_SESSION_OPEN);
	case BT_KIND_CURRENCY:
		return bt_session_name(weekend ? BT_SESSION_CLOSED : BT_SESSION_OPEN);
	case BT_KIND_CRYPTO:
		return bt_session_name(BT_SESSION_OPEN);
	default:
		return bt_session_name(bt_session_at(cal, now_utc).session);
	}
}

/* The security whose quote is of now, or NULL: as of a past day, of files, of expressions. */
static const struct bt_security *
live_security(const struct bt_quote_table *t, const struct bt_subject *s)
{
	bool live = t->ask->as_of == BT_DATE_NONE && s->sec &&
	            (s->sec->quote.ts_utc || s->sec->quote.fetched_utc);

	return live ? s->sec : NULL;
}

static void
set_live(const struct bt_quote_table *t, const struct bt_subject *s, struct bt_val *row)
{
	const struct bt_security *sec = live_security(t, s);
	int64_t now = t->scope->now_utc;
	bool aged = sec && sec->quote.ts_utc && now >= sec->quote.ts_utc;

	bt_row_num(t->a, row, BT_COL_PRE, sec ? sec->quote.pre : NAN);
	bt_row_num(t->a, row, BT_COL_POST, sec ? sec->quote.post : NAN);
	bt_row_str(t->a, row, BT_COL_SESSION, sec ? session_of(bt_settings_calendar(t->scope->settings), sec->kind, now) : NULL);
	bt_row_num(t->a, row, BT_COL_DELAYED_MIN,
	           sec && sec->quote.delayed_min >= 0 ? sec->quote.delayed_min : NAN);
	bt_row_num(t->a, row, BT_COL_AGE_S, aged ? (double)(now - sec->quote.ts_utc) : NAN);
}

void
bt_quote_row_renew(const struct bt_scope *scope, enum bt_kind kind, int64_t made_utc, struct bt_val *row,
                   struct bt_arena *a)
{
	const char *session = bt_column_spec(BT_COL_SESSION)->name, *age = bt_column_spec(BT_COL_AGE_S)->name;
	double old = bt_val_as_num(bt_val_get(row, age));

	if (bt_val_as_str(bt_val_get(row, session)))
		bt_val_set(a, row, session,
		           bt_val_str(session_of(bt_settings_calendar(scope->settings), kind, scope->now_utc)));
	if (!isnan(old))
		bt_val_set(a, row, age, bt_val_num(old + (double)(scope->now_utc - made_utc)));
}

/* Low, high and the place of the close between them. */
static void
set_day(const struct bt_quote_table *t, const struct bt_bars *b, bool stale, struct bt_val *row)
{
	size_t i = b->n - 1;
	double low = stale || !b->low ? NAN : b->low[i], high = stale || !b->high ? NAN : b->high[i];
	double place = high > low ? 100 * (b->close[i] - low) / (high - low) : NAN;

	bt_row_num(t->a, row, BT_COL_DAY_LOW, low);
	bt_row_num(t->a, row, BT_COL_DAY_HIGH, high);
	bt_row_num(t->a, row, BT_COL_DAY_RANGE_PCT, place < 0 ? 0 : place > 100 ? 100 : place);
}

/* Of a symbol the source of its bars, else the report's; whether another would come first. */
static void
set_source(const struct bt_quote_table *t, const struct bt_subject *s, struct bt_val *row)
{
	bool own = s->sec && !t->scope->market->sample && strncmp(t->scope->market->source, "csv:", 4) != 0;

	bt_row_set(t->a, row, BT_COL_STANDS_IN, s->sec ? bt_val_bool(s->sec->stands_in) : bt_val_null());
	bt_row_str(t->a, row, BT_COL_SOURCE, own ? s->sec->source : t->report->source);
}

static struct bt_val
spark(const struct bt_line *line)
{
	size_t from = line->n > SPARK_SESSIONS ? line->n - SPARK_SESSIONS : 0;

	return bt_val_nums(line->value + from, line->n - from);
}

static void
set_records(const struct bt_quote_table *t, const struct bt_subject *s, bool stale, struct bt_val *row)
{
	bool known = false, record = !stale && bt_records_is_intraday_record(&s->bars, &known);
	struct bt_extreme ath = bt_records_ath(&s->bars);

	bt_row_num(t->a, row, BT_COL_ATH_DIST_PCT, stale ? NAN : ath.dist_pct);
	/* the first of the highest closes is the last bar, and not the only one */
	bt_row_set(t->a, row, BT_COL_IS_RECORD,
	           stale ? bt_val_null() : bt_val_bool(s->bars.n >= 2 && ath.sessions_since == 0));
	bt_row_set(t->a, row, BT_COL_IS_INTRADAY_RECORD,
	           known ? bt_val_bool(record) : bt_val_null());
}

void
bt_quote_row_set(const struct bt_quote_table *t, const struct bt_subject *s, struct bt_val *row)
{
	const struct bt_line *l = &s->line;
	bool stale = bt_subject_is_stale(s, t->report->as_of);
	double last = stale ? NAN : l->value[l->n - 1];
	double before = stale || l->n < 2 ? NAN : l->value[l->n - 2];

	bt_row_num(t->a, row, BT_COL_LAST, last);
	bt_row_date(t->a, row, BT_COL_DATE, l->n ? l->date[l->n - 1] : BT_DATE_NONE);
	bt_row_set(t->a, row, BT_COL_PROVISIONAL,
	           stale ? bt_val_null() : bt_val_bool(bt_subject_is_provisional(s)));
	bt_row_num(t->a, row, BT_COL_CHANGE, last - before);
	bt_row_num(t->a, row, BT_COL_CHANGE_PCT, 100 * (last / before - 1));
	set_day(t, &s->bars, stale, row);
	set_live(t, s, row);
	bt_row_set(t->a, row, BT_COL_RETURNS, bt_returns_object(t, s));
	set_records(t, s, stale || s->brief, row);
	bt_row_set(t->a, row, BT_COL_SPARK, stale || s->brief ? bt_val_null() : spark(l));
	set_source(t, s, row);
}
