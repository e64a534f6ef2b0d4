#include "model/quote_row.h"

#include <math.h>

#include "core/calendar.h"
#include "core/records.h"
#include "core/returns.h"
#include "model/settings.h"

struct bt_horizons
bt_quote_horizons(const struct bt_scope *scope, const struct bt_ask *ask)
{
	struct bt_horizons h = {0};
	const struct bt_words *usual = &scope->settings->data_horizons;

	for (size_t i = 0; i < ask->n_horizon && h.n < BT_HORIZONS_MAX; i++)
		h.at[h.n++] = ask->horizon[i];
	for (size_t i = 0; ask->n_horizon == 0 && i < usual->n && h.n < BT_HORIZONS_MAX; i++)
		if (bt_horizon_parse(usual->at[i], &h.at[h.n]))
			h.n++;
	return h;
}

void
bt_quote_row_last(struct bt_arena *a, struct bt_val *row, const struct bt_subject *s)
{
	const struct bt_line *l = &s->line;
	double last = l->n ? l->value[l->n - 1] : NAN;
	double before = l->n > 1 ? l->value[l->n - 2] : NAN;
	bt_date date = l->n ? l->date[l->n - 1] : BT_DATE_NONE;

	bt_row_num(a, row, BT_COL_LAST, last);
	bt_row_date(a, row, BT_COL_DATE, date);
	bt_row_set(a, row, BT_COL_PROVISIONAL,
	           l->n ? bt_val_bool(s->sec && s->sec->provisional == date) : bt_val_null());
	bt_row_num(a, row, BT_COL_CHANGE, last - before);
	bt_row_num(a, row, BT_COL_CHANGE_PCT, 100 * (last / before - 1));
}

/* Only what trades by New York's sessions has one of them. */
static bool
follows_new_york(const struct bt_security *sec)
{
	return sec->kind != BT_KIND_FUTURE && sec->kind != BT_KIND_CURRENCY && sec->kind != BT_KIND_CRYPTO;
}

void
bt_quote_row_live(struct bt_arena *a, struct bt_val *row, const struct bt_scope *scope,
                  const struct bt_ask *ask, const struct bt_subject *s)
{
	bool live = ask->as_of == BT_DATE_NONE && s->sec;
	const struct bt_quote *q = live ? &s->sec->quote : NULL;

	bt_row_str(a, row, BT_COL_SESSION,
	           live && follows_new_york(s->sec)
	                   ? bt_session_name(bt_session_at(NULL, scope->now_utc).session) : NULL);
	bt_row_num(a, row, BT_COL_DELAYED_MIN, q && q->ts_utc && q->delayed_min >= 0 ? q->delayed_min : NAN);
	bt_row_num(a, row, BT_COL_AGE_S, q && q->ts_utc ? (double)(scope->now_utc - q->ts_utc) : NAN);
}

static struct bt_return
return_of(const struct bt_subject *s, bt_date as_of, struct bt_horizon h, enum bt_base base)
{
	return bt_return_at(h.kind == BT_HORIZON_SINCE ? &s->whole : &s->line, as_of, h, base);
}

void
bt_quote_row_returns(struct bt_arena *a, struct bt_val *row, const struct bt_horizons *h,
                     const struct bt_subject *s, const struct bt_subject *benchmark, bt_date as_of,
                     enum bt_base base)
{
	struct bt_val returns = bt_val_obj();

	for (size_t i = 0; i < h->n; i++) {
		struct bt_return x = return_of(s, as_of, h->at[i], base);
		struct bt_val one = bt_val_obj();
		char name[BT_HORIZON_NAME_SIZE];

		bt_val_set(a, &one, "pct", bt_val_num(x.pct));
		bt_val_set(a, &one, "base", bt_val_num(x.base));
		bt_val_set(a, &one, "base_date", bt_val_date(x.base_date));
		if (benchmark) {
			double than = return_of(benchmark, as_of, h->at[i], base).pct;
			bool known = !isnan(x.pct) && !isnan(than);

			bt_val_set(a, &one, "beats", known ? bt_val_bool(x.pct > than) : bt_val_null());
		}
		bt_val_set(a, &returns, bt_arena_strdup(a, bt_horizon_name(h->at[i], name)), one);
	}
	bt_row_set(a, row, BT_COL_RETURNS, returns);
}

void
bt_quote_row_records(struct bt_arena *a, struct bt_val *row, const struct bt_subject *s)
{
	bool there = s->bars.n > 0, known = false, intraday = false;

	bt_row_num(a, row, BT_COL_ATH_DIST_PCT, there ? bt_records_ath(&s->bars).dist_pct : NAN);
	bt_row_set(a, row, BT_COL_IS_RECORD,
	           there ? bt_val_bool(bt_records_is_record(&s->bars)) : bt_val_null());
	if (there && s->sec)
		intraday = bt_records_is_intraday_record(&s->bars, &known);
	bt_row_set(a, row, BT_COL_IS_INTRADAY_RECORD, known ? bt_val_bool(intraday) : bt_val_null());
}

void
bt_quote_row_spark(struct bt_arena *a, struct bt_val *row, const struct bt_subject *s)
{
	struct bt_val spark = bt_val_list();
	size_t from = s->line.n > BT_SPARK_SESSIONS ? s->line.n - BT_SPARK_SESSIONS : 0;

	for (size_t i = from; i < s->line.n; i++)
		bt_val_add(a, &spark, bt_val_num(s->line.value[i]));
	bt_row_set(a, row, BT_COL_SPARK, spark);
}
