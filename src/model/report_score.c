/* report_score.c - `show score`: the breadth score and the rotation score, always with their parts. */
#include <math.h>
#include <string.h>

#include "core/average.h"
#include "core/outperform.h"
#include "core/score.h"
#include "core/weeks.h"
#include "model/report.h"
#include "model/scope_breadth.h"
#include "model/series.h"
#include "model/settings.h"

/* A word for a score: that of the first bound it is not below. */
struct word {
	double from;
	const char *text;
};
static const struct word breadth_words[] = {{70, "broad"}, {40, "mixed"}, {-INFINITY, "narrow"}};
static const struct word rotation_words[] = {
	{50, "strong rotation"}, {15, "broadening"}, {-15, "mixed"}, {-50, "narrowing"},
	{-INFINITY, "narrow leadership"},
};

static const char *
word_for(const struct word *w, double score)
{
	if (isnan(score))
		return NULL;
	while (score < w->from)
		w++;
	return w->text;
}

/* --- breadth ------------------------------------------------------------------------------------- */

static const struct {
	enum bt_column column;
	const char *name;
} breadth_parts[BT_SCORE_PARTS] = {
	[BT_SCORE_PCT50] = {BT_COL_PCT50, "pct50"},
	[BT_SCORE_PCT200] = {BT_COL_PCT200, "pct200"},
	[BT_SCORE_HILO10] = {BT_COL_HILO10, "hilo10"},
	[BT_SCORE_MC_SCALED] = {BT_COL_MC_SCALED, "mc_scaled"},
	[BT_SCORE_ADV_SCALED] = {BT_COL_ADV_SCALED, "adv_scaled"},
};

static void
series_row(const struct bt_breadth *b, size_t t, struct bt_arena *a, struct bt_report *r)
{
	struct bt_breadth_score s = bt_score_breadth(b, t);
	struct bt_val *row = bt_report_row(r, a);

	bt_row_date(a, row, BT_COL_DATE, b->date[t]);
	for (int i = 0; i < BT_SCORE_PARTS; i++)
		bt_row_num(a, row, breadth_parts[i].column, s.part[i]);
	bt_row_num(a, row, BT_COL_PARTS, s.parts);
	bt_row_num(a, row, BT_COL_SCORE, s.score);
}

static void
make_series(const struct bt_ask *ask, const struct bt_breadth *b, size_t n, struct bt_arena *a,
            struct bt_report *r)
{
	static const enum bt_column columns[] = {
		BT_COL_DATE, BT_COL_PCT50, BT_COL_PCT200, BT_COL_HILO10, BT_COL_MC_SCALED,
		BT_COL_ADV_SCALED, BT_COL_PARTS, BT_COL_SCORE, BT_COLUMN_COUNT,
	};
	size_t from, to;

	bt_report_columns(r, columns);
	bt_series_printed(ask, b->date, n, &from, &to);
	for (size_t t = from; t < to; t++)
		series_row(b, t, a, r);
}

static struct bt_val
breadth_object(const struct bt_breadth *b, size_t t, struct bt_breadth_score *s, struct bt_arena *a)
{
	struct bt_val o = bt_val_obj();

	*s = bt_score_breadth(b, t);
	bt_val_set(a, &o, "date", bt_val_date(b->date[t]));
	for (int i = 0; i < BT_SCORE_PARTS; i++)
		bt_val_set(a, &o, breadth_parts[i].name, bt_val_num(s->part[i]));
	bt_val_set(a, &o, "parts", bt_val_num(s->parts));
	bt_val_set(a, &o, "score", bt_val_num(s->score));
	return o;
}

/* --- rotation ------------------------------------------------------------------------------------ */

#define SPAN 63                  /* sessions, of changes and of members outperforming */

struct legs {
	const char *small, *mega, *ew, *cw;
};

static struct legs
legs_of(const struct bt_scope *scope, const struct bt_ask *ask)
{
	const struct bt_settings *set = scope->settings;

	return (struct legs){
		.small = ask->small_ ? ask->small_ : set ? set->score_small : "IWM",
		.mega = ask->mega ? ask->mega : set ? set->score_mega : "MAG7",
		.ew = ask->ew ? ask->ew : set ? set->score_ew : "RSP",
		.cw = ask->cw ? ask->cw : set ? set->score_cw : "SPY",
	};
}

/* A ratio of two legs.  What the market lacks leaves n = 0; a wrong expression is an error. */
static enum bt_status
ratio(const struct bt_scope *scope, const struct bt_ask *ask, const char *x, const char *y,
      struct bt_arena *a, struct bt_line *out, struct bt_err *err)
{
	const char *text = bt_series_ratio_text(scope->market, x, y, a);
	struct bt_series s;
	enum bt_status status = bt_series_make(scope, ask, text, a, &s, err);

	*out = status == BT_OK && !s.stale ? s.line : (struct bt_line){0};
	return status == BT_E_NODATA ? BT_OK : status;
}

/* The last value of a moving statistic of a line; null for none. */
static double
last_of(void (*fill)(const double *, size_t, size_t, double *), const struct bt_line *l,
        size_t window, struct bt_arena *a)
{
	size_t n = l->n < window + 1 ? l->n : window + 1;        /* it looks at no more */
	double *out = BT_ARENA_ARRAY(a, n, double);

	if (n == 0)
		return NAN;
	fill(l->value + l->n - n, n, window, out);
	return out[n - 1];
}

static double
week_streak(const struct bt_line *small, const struct bt_line *cw, struct bt_arena *a)
{
	int streak;
	bool any;

	return bt_weeks_relative_streak(small, cw, a, &streak, &any) == BT_OK && any ? streak : NAN;
}

static struct bt_line
leg_line(const struct bt_scope *scope, const struct bt_ask *ask, const char *text, struct bt_arena *a)
{
	struct bt_series s;

	if (bt_series_of_symbol(scope, ask, text, a, &s, NULL) != BT_OK || s.stale)
		return (struct bt_line){0};
	return s.line;
}

/* The members that did better than cap weight, from the universe's session SPAN sessions earlier. */
static struct bt_outperform
outperforming(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_breadth *b,
              size_t n, const struct bt_line *cw, struct bt_arena *a)
{
	if (!b || n <= SPAN || cw->n == 0)
		return (struct bt_outperform){.pct = NAN};
	return bt_outperform_at(bt_roll_of(scope->market, scope->universe, a), cw, b->date[n - 1 - SPAN],
	                        b->date[n - 1], bt_series_price(ask));
}

static struct bt_val
rotation_object(const struct legs *legs, const struct bt_rotation_score *s,
                const struct bt_outperform *over, double streak, bt_date asof, struct bt_arena *a)
{
	static const char *const names[BT_ROTATION_PARTS] = {
		[BT_ROTATION_RATIO_SMA50] = "ratio_vs_sma50",
		[BT_ROTATION_RATIO_SMA200] = "ratio_vs_sma200",
		[BT_ROTATION_EW_CW] = "ew_cw_roc63",
		[BT_ROTATION_SMALL_CW] = "small_cw_roc63",
		[BT_ROTATION_OUTPERFORM] = "pct_outperforming63",
		[BT_ROTATION_WEEKS] = "week_streak",
	};
	struct bt_val o = bt_val_obj();

	bt_val_set(a, &o, "asof", bt_val_date(asof));
	bt_val_set(a, &o, "small", bt_val_str(legs->small));
	bt_val_set(a, &o, "mega", bt_val_str(legs->mega));
	bt_val_set(a, &o, "ew", bt_val_str(legs->ew));
	bt_val_set(a, &o, "cw", bt_val_str(legs->cw));
	for (int i = 0; i < BT_ROTATION_PARTS; i++) {
		bt_val_set(a, &o, names[i], bt_val_num(s->part[i]));
		if (i == BT_ROTATION_OUTPERFORM) {
			bt_val_set(a, &o, "_pct_outperforming63", bt_val_num(over->pct));
			bt_val_set(a, &o, "_n", bt_val_num((double)over->n));
		}
		if (i == BT_ROTATION_WEEKS)
			bt_val_set(a, &o, "_week_streak", bt_val_num(streak));
	}
	bt_val_set(a, &o, "parts", bt_val_num(s->parts));
	bt_val_set(a, &o, "score", bt_val_num(s->score));
	return o;
}

static enum bt_status
make_rotation(const struct bt_scope *scope, const struct bt_ask *ask, const struct bt_breadth *b,
              size_t n, struct bt_report *r, struct bt_arena *a, struct bt_val *object,
              struct bt_rotation_score *score, struct bt_err *err)
{
	struct legs legs = legs_of(scope, ask);
	struct bt_line small_mega, ew_cw, small_cw, small, cw;
	struct bt_rotation_inputs in;
	struct bt_outperform over;
	enum bt_status status;

	if ((status = ratio(scope, ask, legs.small, legs.mega, a, &small_mega, err)) != BT_OK ||
	    (status = ratio(scope, ask, legs.ew, legs.cw, a, &ew_cw, err)) != BT_OK ||
	    (status = ratio(scope, ask, legs.small, legs.cw, a, &small_cw, err)) != BT_OK)
		return status;
	small = leg_line(scope, ask, legs.small, a);
	cw = leg_line(scope, ask, legs.cw, a);
	over = outperforming(scope, ask, b, n, &cw, a);
	in = (struct bt_rotation_inputs){
		.ratio = small_mega.n ? small_mega.value[small_mega.n - 1] : NAN,
		.ratio_sma50 = last_of(bt_average_sma, &small_mega, 50, a),
		.ratio_sma200 = last_of(bt_average_sma, &small_mega, 200, a),
		.ew_cw_roc63 = last_of(bt_average_roc, &ew_cw, SPAN, a),
		.small_cw_roc63 = last_of(bt_average_roc, &small_cw, SPAN, a),
		.pct_outperforming63 = over.pct,
		.week_streak = week_streak(&small, &cw, a),
	};
	*score = bt_score_rotation(&in);
	*object = rotation_object(&legs, score, &over, in.week_streak, r->as_of, a);
	return BT_OK;
}

/* --- both ---------------------------------------------------------------------------------------- */

enum bt_status
bt_report_score(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_BREADTH_SCORE, BT_COL_BREADTH_WORD, BT_COL_ROTATION_SCORE, BT_COL_ROTATION_WORD,
		BT_COL_BREADTH, BT_COL_ROTATION, BT_COLUMN_COUNT,
	};
	struct bt_breadth_score breadth = {.score = NAN};
	struct bt_val breadth_val = bt_val_null(), rotation_val, *row;
	struct bt_rotation_score rotation;
	const struct bt_breadth *b = NULL;
	size_t n = 0;
	enum bt_status status = bt_report_universe(scope, ask, a, r, &b, &n, err);

	if (status != BT_OK && (ask->series || status != BT_E_NODATA))
		return status;
	if (ask->series) {
		make_series(ask, b, n, a, r);
		return BT_OK;
	}
	if (status == BT_OK)
		breadth_val = breadth_object(b, n - 1, &breadth, a);
	status = make_rotation(scope, ask, n ? b : NULL, n, r, a, &rotation_val, &rotation, err);
	if (status != BT_OK)
		return status;
	if (!n && rotation.parts == 0)
		return bt_err_set(err, BT_E_NODATA, "neither a universe nor any part of the rotation score");
	bt_report_columns(r, columns);
	row = bt_report_row(r, a);
	bt_row_num(a, row, BT_COL_BREADTH_SCORE, breadth.score);
	bt_row_str(a, row, BT_COL_BREADTH_WORD, word_for(breadth_words, breadth.score));
	bt_row_num(a, row, BT_COL_ROTATION_SCORE, rotation.score);
	bt_row_str(a, row, BT_COL_ROTATION_WORD, word_for(rotation_words, rotation.score));
	bt_row_set(a, row, BT_COL_BREADTH, breadth_val);
	bt_row_set(a, row, BT_COL_ROTATION, rotation_val);
	return BT_OK;
}
