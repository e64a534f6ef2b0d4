/* report_records.c - `show records`, `levels`, `weeks`, `vix`: what speaks of closes, by close always. */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "core/levels.h"
#include "core/records.h"
#include "core/vix.h"
#include "core/weeks.h"
#include "model/quote_row.h"
#include "model/report.h"
#include "model/settings.h"
#include "model/subject.h"

/* --- records ------------------------------------------------------------------------------------- */

/* The columns of an extreme, in the order in which they stand in a row. */
struct extreme_columns {
	enum bt_column value, date, dist_pct, sessions_since;
};

static void
set_extreme(struct bt_arena *a, struct bt_val *row, const struct extreme_columns *c,
            const struct bt_extreme *x)
{
	bool there = x->date != BT_DATE_NONE;

	bt_row_num(a, row, c->value, x->value);
	bt_row_date(a, row, c->date, x->date);
	bt_row_num(a, row, c->dist_pct, x->dist_pct);
	bt_row_num(a, row, c->sessions_since, there ? x->sessions_since : NAN);
}

/* The date, "all" when there was none as high, null without bars. */
static void
set_since(struct bt_arena *a, struct bt_val *row, enum bt_column date, enum bt_column sessions,
          const struct bt_since *s)
{
	bool there = s->date != BT_DATE_NONE;

	bt_row_set(a, row, date, s->all ? bt_val_str("all") : bt_val_date(s->date));
	bt_row_num(a, row, sessions, there ? s->sessions : NAN);
}

static struct bt_val
maybe_bool(bool known, bool truth)
{
	return known ? bt_val_bool(truth) : bt_val_null();
}

static struct bt_val
maybe_count(bool known, int count)
{
	return bt_val_num(known ? count : NAN);
}

static const enum bt_column records_columns[] = {
	BT_COL_SYMBOL, BT_COL_ASOF, BT_COL_LAST_DATE, BT_COL_LAST, BT_COL_ATH, BT_COL_ATH_DATE,
	BT_COL_ATH_DIST_PCT, BT_COL_ATH_SESSIONS_SINCE, BT_COL_ATH_DAYS_SINCE, BT_COL_IS_RECORD,
	BT_COL_CONSECUTIVE_RECORDS, BT_COL_RECORDS_IN_YEAR, BT_COL_HI252, BT_COL_HI252_DATE,
	BT_COL_HI252_DIST_PCT, BT_COL_HI252_SESSIONS_SINCE, BT_COL_LO252, BT_COL_LO252_DATE,
	BT_COL_LO252_DIST_PCT, BT_COL_LO252_SESSIONS_SINCE, BT_COL_BARS252, BT_COL_ATH_INTRADAY,
	BT_COL_ATH_INTRADAY_DATE, BT_COL_IS_INTRADAY_RECORD, BT_COL_HIGHEST_SINCE,
	BT_COL_HIGHEST_SINCE_SESSIONS, BT_COL_LOWEST_SINCE, BT_COL_LOWEST_SINCE_SESSIONS,
	BT_COL_DAY_STREAK, BT_COL_WEEK_STREAK, BT_COL_WEEK_END, BT_COL_FIRST_DATE,
	BT_COL_WHOLE_HISTORY, BT_COL_PROVISIONAL, BT_COLUMN_COUNT,
};

static void
records_row(const struct bt_subject *s, bt_date asof, struct bt_report *r, struct bt_arena *a)
{
	static const struct extreme_columns hi = {BT_COL_HI252, BT_COL_HI252_DATE,
	                                          BT_COL_HI252_DIST_PCT, BT_COL_HI252_SESSIONS_SINCE};
	static const struct extreme_columns lo = {BT_COL_LO252, BT_COL_LO252_DATE,
	                                          BT_COL_LO252_DIST_PCT, BT_COL_LO252_SESSIONS_SINCE};
	static const struct extreme_columns ath = {BT_COL_ATH, BT_COL_ATH_DATE, BT_COL_ATH_DIST_PCT,
	                                           BT_COL_ATH_SESSIONS_SINCE};
	struct bt_records x = bt_records_of(&s->bars);
	struct bt_val *row = bt_report_row(r, a);
	bool there = s->bars.n > 0;

	bt_row_str(a, row, BT_COL_SYMBOL, s->text);
	bt_row_date(a, row, BT_COL_ASOF, asof);
	bt_row_date(a, row, BT_COL_LAST_DATE, x.last_date);
	bt_row_num(a, row, BT_COL_LAST, x.last);
	set_extreme(a, row, &ath, &x.ath);
	bt_row_set(a, row, BT_COL_ATH_DAYS_SINCE, maybe_count(there, x.ath.days_since));
	bt_row_set(a, row, BT_COL_IS_RECORD, maybe_bool(there, x.is_record));
	bt_row_set(a, row, BT_COL_CONSECUTIVE_RECORDS, maybe_count(there, x.consecutive_records));
	bt_row_set(a, row, BT_COL_RECORDS_IN_YEAR, maybe_count(there, x.records_in_year));
	set_extreme(a, row, &hi, &x.hi252);
	set_extreme(a, row, &lo, &x.lo252);
	bt_row_set(a, row, BT_COL_BARS252, maybe_count(there, x.bars252));
	bt_row_num(a, row, BT_COL_ATH_INTRADAY, x.ath_intraday);
	bt_row_date(a, row, BT_COL_ATH_INTRADAY_DATE, x.ath_intraday_date);
	bt_row_set(a, row, BT_COL_IS_INTRADAY_RECORD, maybe_bool(x.has_intraday, x.is_intraday_record));
	set_since(a, row, BT_COL_HIGHEST_SINCE, BT_COL_HIGHEST_SINCE_SESSIONS, &x.highest);
	set_since(a, row, BT_COL_LOWEST_SINCE, BT_COL_LOWEST_SINCE_SESSIONS, &x.lowest);
	bt_row_set(a, row, BT_COL_DAY_STREAK, maybe_count(there, x.day_streak));
	bt_row_set(a, row, BT_COL_WEEK_STREAK, maybe_count(there, x.week_streak));
	bt_row_date(a, row, BT_COL_WEEK_END, x.week_end);
	bt_row_date(a, row, BT_COL_FIRST_DATE, x.first_date);
	bt_row_set(a, row, BT_COL_WHOLE_HISTORY, maybe_bool(s->sec != NULL,
	                                                    s->sec && s->sec->whole_history));
	bt_row_set(a, row, BT_COL_PROVISIONAL, maybe_bool(there, bt_subject_is_provisional(s)));
}

enum bt_status
bt_report_records(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                  struct bt_report *r, struct bt_err *err)
{
	const struct bt_settings *set = scope->settings;
	const struct bt_words list[] = {set->lists_indices, set->lists_seven, set->lists_seven_also,
	                                set->lists_rotation};
	struct bt_words word = bt_ask_words(ask, list, 4, a);
	size_t there = 0;

	r->price = BT_PRICE_CLOSE;
	bt_report_columns(r, records_columns);
	for (size_t i = 0; i < word.n; i++) {
		struct bt_subject s;
		enum bt_status st = bt_subject_open(scope, word.at[i], r->as_of, BT_PRICE_CLOSE, a, &s,
		                                    err);

		if (st)
			return st;
		there += s.bars.n > 0;
		records_row(&s, r->as_of, r, a);
	}
	return there ? BT_OK : bt_no_bars(word, a, err);
}

/* --- levels -------------------------------------------------------------------------------------- */

static void
crossings_of(const struct bt_bars *b, double level, struct bt_report *r, struct bt_arena *a)
{
	bool up = false;

	for (size_t i = 0; (i = bt_level_next(b, level, i, &up)) < b->n; i++) {
		struct bt_val *row = bt_report_row(r, a);

		bt_row_num(a, row, BT_COL_LEVEL, level);
		bt_row_date(a, row, BT_COL_DATE, b->date[i]);
		bt_row_str(a, row, BT_COL_DIR, up ? "up" : "down");
	}
}

/* Where the last close stands to each level: head member "levels". */
static void
add_state(struct bt_val *list, const struct bt_bars *b, double level, struct bt_arena *a)
{
	double close = b->close[b->n - 1];
	struct bt_val *one = bt_val_add(a, list, bt_val_obj());

	bt_val_set(a, one, "level", bt_val_num(level));
	bt_val_set(a, one, "above", bt_val_bool(bt_level_is_above(close, level)));
	bt_val_set(a, one, "dist_pct", bt_val_num(100 * (close / level - 1)));
}

enum bt_status
bt_report_levels(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                 struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {BT_COL_LEVEL, BT_COL_DATE, BT_COL_DIR, BT_COLUMN_COUNT};
	struct bt_val states = bt_val_list();
	struct bt_subject s;
	enum bt_status st;

	r->price = BT_PRICE_CLOSE;
	bt_report_columns(r, columns);
	if (ask->n_arg < 2)
		return bt_err_set(err, BT_E_USAGE, "levels: expected SYMBOL LEVEL...");
	st = bt_subject_open(scope, ask->arg[0], r->as_of, BT_PRICE_CLOSE, a, &s, err);
	if (!st && s.bars.n == 0)
		st = bt_err_set(err, BT_E_NODATA, "%s: %s", s.text, s.why);
	for (size_t i = 1; !st && i < ask->n_arg; i++) {
		double level;

		if (!bt_num_parse(ask->arg[i], strlen(ask->arg[i]), &level) || level <= 0)
			return bt_err_set(err, BT_E_USAGE, "level %s: expected a number above 0",
			                  bt_text_clean_dup(a, ask->arg[i], strlen(ask->arg[i])));
		crossings_of(&s.bars, level, r, a);
		add_state(&states, &s.bars, level, a);
	}
	if (st)
		return st;
	bt_val_set(a, &r->head, "symbol", bt_val_str(s.text));
	bt_val_set(a, &r->head, "last_date", bt_val_date(s.bars.date[s.bars.n - 1]));
	bt_val_set(a, &r->head, "last", bt_val_num(s.bars.close[s.bars.n - 1]));
	bt_val_set(a, &r->head, "levels", states);
	return BT_OK;
}

/* --- weeks of A over B ----------------------------------------------------------------------------- */

#define WEEKS_SHOWN 8

static enum bt_status
open_both(const struct bt_scope *scope, const struct bt_ask *ask, bt_date as_of, struct bt_arena *a,
          struct bt_subject s[2], struct bt_err *err)
{
	if (ask->n_arg != 2)
		return bt_err_set(err, BT_E_USAGE, "weeks: expected two symbols, A B");
	for (int i = 0; i < 2; i++) {
		enum bt_status st = bt_subject_open(scope, ask->arg[i], as_of, BT_PRICE_CLOSE, a, &s[i],
		                                    err);

		if (st)
			return st;
		if (s[i].line.n == 0)
			return bt_err_set(err, BT_E_NODATA, "%s: %s", s[i].text, s[i].why);
	}
	return BT_OK;
}

enum bt_status
bt_report_weeks(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {BT_COL_WEEK_END, BT_COL_A_PCT, BT_COL_B_PCT,
	                                         BT_COLUMN_COUNT};
	struct bt_subject s[2];
	struct bt_relative_weeks w;
	enum bt_status st = open_both(scope, ask, r->as_of, a, s, err);

	r->price = BT_PRICE_CLOSE;
	bt_report_columns(r, columns);
	if (st)
		return st;
	if (bt_weeks_relative(&s[0].line, &s[1].line, a, &w))
		return bt_err_set(err, BT_E_NOMEM, "weeks: out of memory");
	bt_val_set(a, &r->head, "a", bt_val_str(s[0].text));
	bt_val_set(a, &r->head, "b", bt_val_str(s[1].text));
	bt_val_set(a, &r->head, "asof", bt_val_date(r->as_of));
	bt_val_set(a, &r->head, "streak", bt_val_num(w.streak));
	for (size_t i = ask->series || w.n < WEEKS_SHOWN ? 0 : w.n - WEEKS_SHOWN; i < w.n; i++) {
		struct bt_val *row = bt_report_row(r, a);

		bt_row_date(a, row, BT_COL_WEEK_END, w.week[i].end);
		bt_row_num(a, row, BT_COL_A_PCT, w.week[i].a_pct);
		bt_row_num(a, row, BT_COL_B_PCT, w.week[i].b_pct);
	}
	return BT_OK;
}

/* --- the VIX ------------------------------------------------------------------------------------- */

enum bt_status
bt_report_vix(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
              struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_SYMBOL, BT_COL_ASOF, BT_COL_DATE, BT_COL_CLOSE, BT_COL_REGIME, BT_COL_PCT_RANK252,
		BT_COL_SMA50, BT_COL_VS_SMA50_PCT, BT_COL_LOWEST_SINCE, BT_COL_LOWEST_SINCE_SESSIONS,
		BT_COL_HIGHEST_SINCE, BT_COL_HIGHEST_SINCE_SESSIONS, BT_COL_PROVISIONAL, BT_COLUMN_COUNT,
	};
	const char *symbol = ask->n_arg ? ask->arg[0] : "^VIX";
	struct bt_subject s;
	struct bt_vix v;
	struct bt_val *row;
	enum bt_status st = bt_subject_open(scope, symbol, r->as_of, BT_PRICE_CLOSE, a, &s, err);

	r->price = BT_PRICE_CLOSE;
	bt_report_columns(r, columns);
	if (!st && s.bars.n == 0)
		st = bt_err_set(err, BT_E_NODATA, "%s: %s", s.text, s.why);
	if (st)
		return st;
	v = bt_vix_of(&s.bars);
	row = bt_report_row(r, a);
	bt_row_str(a, row, BT_COL_SYMBOL, s.text);
	bt_row_date(a, row, BT_COL_ASOF, r->as_of);
	bt_row_date(a, row, BT_COL_DATE, v.date);
	bt_row_num(a, row, BT_COL_CLOSE, v.close);
	bt_row_str(a, row, BT_COL_REGIME, bt_vix_regime_name(v.regime));
	bt_row_num(a, row, BT_COL_PCT_RANK252, v.pct_rank252);
	bt_row_num(a, row, BT_COL_SMA50, v.sma50);
	bt_row_num(a, row, BT_COL_VS_SMA50_PCT, v.vs_sma50_pct);
	set_since(a, row, BT_COL_LOWEST_SINCE, BT_COL_LOWEST_SINCE_SESSIONS, &v.lowest);
	set_since(a, row, BT_COL_HIGHEST_SINCE, BT_COL_HIGHEST_SINCE_SESSIONS, &v.highest);
	bt_row_bool(a, row, BT_COL_PROVISIONAL, bt_subject_is_provisional(&s));
	return BT_OK;
}
