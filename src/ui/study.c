#include "ui/study.h"

#include <math.h>
#include <string.h>

#include "core/average.h"
#include "core/horizon.h"
#include "model/settings.h"

#define SHORT_AVERAGE 50
#define LONG_AVERAGE 200

static const struct {
	const char *name;
	enum bt_horizon_kind horizon;    /* BT_HORIZON_COUNT: by months */
	int months;                      /* 0: all there is */
} ranges[BT_RANGE_COUNT] = {
	[BT_RANGE_1D] = {"1D", BT_HORIZON_1D, 0},
	[BT_RANGE_1W] = {"1W", BT_HORIZON_1W, 0},
	[BT_RANGE_1M] = {"1M", BT_HORIZON_1M, 0},
	[BT_RANGE_3M] = {"3M", BT_HORIZON_3M, 0},
	[BT_RANGE_6M] = {"6M", BT_HORIZON_6M, 0},
	[BT_RANGE_YTD] = {"YTD", BT_HORIZON_YTD, 0},
	[BT_RANGE_1Y] = {"1Y", BT_HORIZON_1Y, 0},
	[BT_RANGE_3Y] = {"3Y", BT_HORIZON_3Y, 0},
	[BT_RANGE_5Y] = {"5Y", BT_HORIZON_COUNT, 60},
	[BT_RANGE_10Y] = {"10Y", BT_HORIZON_COUNT, 120},
	[BT_RANGE_MAX] = {"max", BT_HORIZON_COUNT, 0},
};

const char *
bt_range_name(enum bt_range r)
{
	return ranges[r].name;
}

size_t
bt_range_first(const bt_date *date, size_t n, enum bt_range r, bt_date as_of)
{
	struct bt_horizon h = {.kind = ranges[r].horizon, .since = BT_DATE_NONE};
	bt_date anchor;
	size_t upto;

	if (r == BT_RANGE_1D)
		return n >= 2 ? n - 2 : 0;
	if (r == BT_RANGE_MAX)
		return 0;
	anchor = h.kind == BT_HORIZON_COUNT ? bt_date_add_months(as_of, -ranges[r].months)
	                                    : bt_horizon_anchor(h, as_of, BT_BASE_PREV);
	upto = bt_dates_upto(date, n, anchor);
	return upto ? upto - 1 : 0;
}

/* The average of the shown entries; those before them only fill its window. */
static const double *
average_of(const struct bt_line *l, size_t first, size_t window, struct bt_arena *a)
{
	size_t from = first > window ? first - window : 0;
	double *out = BT_ARENA_ARRAY(a, l->n - from, double);

	bt_average_sma(l->value + from, l->n - from, window, out);
	return out + (first - from);
}

/* A column of the bars on the price that is shown: an adjusted close moves open, high and low with it. */
static const double *
column_of(const struct bt_subject *s, const double *column, enum bt_price price, size_t first,
          struct bt_arena *a)
{
	const double *adjusted = bt_bars_price(&s->bars, price);
	double *out;

	if (!column || !s->sec)
		return NULL;
	if (price == BT_PRICE_CLOSE)
		return column + first;
	out = BT_ARENA_ARRAY(a, s->bars.n - first, double);
	for (size_t i = first; i < s->bars.n; i++)
		out[i - first] = column[i] * adjusted[i] / s->bars.close[i];
	return out;
}

/* --- the trend line and marks ------------------------------------------------------------------------ */

/* Its values on the shown entries, from the first anchor on. */
static void
find_trend(struct bt_study *s, size_t first, struct bt_arena *a)
{
	const struct bt_line *l = &s->subject.line;
	double *out;

	if (s->subject.sec || !bt_subject_is_positive(&s->subject) ||
	    bt_trend_find(l->value, l->n, false, &bt_trend_defaults, a, &s->trend) ||
	    s->trend.status == BT_TREND_NONE)
		return;
	s->has_trend = true;
	s->trend_line = out = BT_ARENA_ARRAY(a, s->n, double);
	for (size_t i = 0; i < s->n; i++)
		out[i] = first + i < s->trend.anchor1 ? NAN
		         : exp(s->trend.y1 + s->trend.slope * ((double)(first + i) - (double)s->trend.anchor1));
}

static void
add_mark(struct bt_study *s, struct bt_chart_mark *mark, size_t first, size_t at, enum bt_mark_kind kind)
{
	if (at != BT_TREND_NEVER && at >= first)
		mark[s->n_mark++] = (struct bt_chart_mark){at - first, kind};
}

/* Record closes among the shown, the swing highs that the line went by, anchors, break and failure. */
static void
find_marks(struct bt_study *s, size_t first, struct bt_arena *a)
{
	const size_t *pivot = NULL;
	size_t n_pivot = 0;

	if (s->has_trend && bt_trend_pivots(s->subject.line.value, s->subject.line.n, false, &bt_trend_defaults, a,
	                                    &pivot, &n_pivot))
		n_pivot = 0;

	struct bt_chart_mark *mark = BT_ARENA_ARRAY(a, s->n + n_pivot + s->n_note + 4,
	                                            struct bt_chart_mark);
	const double *close = s->subject.bars.close;
	double highest = close[0];

	s->mark = mark;
	for (size_t i = 1; i < first + s->n; i++) {
		if (!(close[i] > highest))
			continue;
		highest = close[i];
		add_mark(s, mark, first, i, BT_MARK_RECORD);
	}
	for (size_t i = 0; i < s->n_note; i++)
		mark[s->n_mark++] = (struct bt_chart_mark){s->note[i].at, BT_MARK_NOTE};
	if (!s->has_trend)
		return;
	for (size_t i = 0; i < n_pivot; i++)
		if (pivot[i] > s->trend.anchor1)
			add_mark(s, mark, first, pivot[i], BT_MARK_PIVOT);
	add_mark(s, mark, first, s->trend.anchor1, BT_MARK_ANCHOR);
	add_mark(s, mark, first, s->trend.anchor2, BT_MARK_ANCHOR);
	add_mark(s, mark, first, s->trend.fail_at, BT_MARK_FAIL);
	add_mark(s, mark, first, s->trend.break_at, BT_MARK_BREAK);
}

/* --- the indicator under the chart --------------------------------------------------------------------- */

static void
rsi(const double *x, size_t n, size_t window, double *out)
{
	bt_average_rsi(x, n, window, out);
}

static void
z_score(const double *x, size_t n, size_t window, double *out)
{
	bt_average_z(x, n, window, 0, out);
}

static const double rsi_levels[] = {30, 70}, z_levels[] = {-2, 0, 2};

static const struct {
	const char *name;                /* a window stands behind it */
	size_t window;                   /* 0: that of the setting ratio.zscore */
	void (*compute)(const double *x, size_t n, size_t window, double *out);
	const double *level;
	size_t n_level;
	bool from_zero;
} indicators[BT_INDICATOR_COUNT] = {
	[BT_INDICATOR_RSI] = {"RSI", 14, rsi, rsi_levels, 2, false},
	[BT_INDICATOR_Z] = {"z-score", 0, z_score, z_levels, 3, false},
	[BT_INDICATOR_ROC] = {"ROC", 63, bt_average_roc, NULL, 0, true},
	[BT_INDICATOR_MANSFIELD] = {"Mansfield", 252, bt_average_mansfield, NULL, 0, true},
	[BT_INDICATOR_VOLUME] = {"Volume", 0, NULL, NULL, 0, true},
};

/* Over all entries, as its memory reaches back; of them the shown ones. */
static void
find_indicator(const struct bt_scope *scope, enum bt_indicator which, size_t first, struct bt_arena *a,
               struct bt_study *s)
{
	const struct bt_line *l = &s->subject.line;
	size_t window = indicators[which].window;
	double *out;

	s->indicator_name = indicators[which].name;
	s->level = indicators[which].level;
	s->n_level = indicators[which].n_level;
	s->from_zero = indicators[which].from_zero;
	if (which == BT_INDICATOR_VOLUME && s->subject.sec && s->subject.bars.volume)
		s->indicator = s->subject.bars.volume + first;
	if (!indicators[which].compute)
		return;
	if (which == BT_INDICATOR_Z)
		window = (size_t)scope->settings->ratio_zscore;
	out = BT_ARENA_ARRAY(a, l->n, double);
	indicators[which].compute(l->value, l->n, window, out);
	s->indicator = out + first;
	s->indicator_name = bt_arena_printf(a, "%s %zu", indicators[which].name, window);
}

/* --- a comparison -------------------------------------------------------------------------------------- */

/* Both as 100 on the first session they share in the range; the other has a value on shared ones alone. */
static enum bt_status
rebase(struct bt_study *s, const struct bt_subject *other, struct bt_arena *a, struct bt_err *err)
{
	double *self = BT_ARENA_ARRAY(a, s->n, double), *them = BT_ARENA_ARRAY(a, s->n, double);
	double self_base = NAN, their_base = NAN;

	for (size_t i = 0; i < s->n; i++) {
		size_t k = bt_dates_find(other->line.date, other->line.n, s->date[i]);

		them[i] = k < other->line.n ? other->line.value[k] : NAN;
		if (isnan(self_base) && s->value[i] > 0 && them[i] > 0) {
			self_base = s->value[i];
			their_base = them[i];
			s->rebased_on = s->date[i];
		}
		self[i] = 100 * s->value[i] / self_base;        /* NAN before the base */
		them[i] = 100 * them[i] / their_base;
	}
	if (isnan(self_base))
		return bt_err_set(err, BT_E_NODATA, "%s and %s share no session here", s->subject.text,
		                  other->text);
	s->value = self;
	s->other = them;
	s->other_name = other->text;
	return BT_OK;
}

static enum bt_price
price_of(const struct bt_scope *scope, const struct bt_study_ask *ask, const char *text)
{
	if (!ask->price_given && !bt_market_find(scope->market, text))
		return BT_PRICE_ADJCLOSE;
	return ask->price;
}

static enum bt_status
compare(const struct bt_scope *scope, const struct bt_study_ask *ask, struct bt_arena *a,
        struct bt_study *s, struct bt_err *err)
{
	struct bt_subject other;
	enum bt_status st = bt_subject_open(scope, ask->compare, s->as_of,
	                                    price_of(scope, ask, ask->compare), a, &other, err);

	if (st == BT_OK && other.line.n == 0)
		st = bt_err_set(err, BT_E_NODATA, "%s: %s", other.text, other.why);
	return st ? st : rebase(s, &other, a, err);
}

/* --- all of it ----------------------------------------------------------------------------------------- */

enum bt_status
bt_study_make(const struct bt_scope *scope, const struct bt_study_ask *ask, struct bt_arena *a,
              struct bt_study *s, struct bt_err *err)
{
	struct bt_ask day = {.as_of = ask->as_of};
	enum bt_status st;
	size_t first;

	*s = (struct bt_study){.price = price_of(scope, ask, ask->text), .rebased_on = BT_DATE_NONE,
	                       .as_of = bt_scope_as_of(scope, &day)};
	st = bt_subject_open(scope, ask->text, s->as_of, s->price, a, &s->subject, err);
	if (st == BT_OK && s->subject.line.n == 0)
		st = bt_err_set(err, BT_E_NODATA, "%s: %s", s->subject.text, s->subject.why);
	if (st)
		return st;
	first = bt_range_first(s->subject.line.date, s->subject.line.n, ask->range, s->as_of);
	s->n = s->subject.line.n - first;
	s->date = s->subject.line.date + first;
	s->value = s->subject.line.value + first;
	if (ask->compare && *ask->compare)
		return compare(scope, ask, a, s, err);
	s->open = column_of(&s->subject, s->subject.bars.open, s->price, first, a);
	s->high = column_of(&s->subject, s->subject.bars.high, s->price, first, a);
	s->low = column_of(&s->subject, s->subject.bars.low, s->price, first, a);
	s->sma50 = average_of(&s->subject.line, first, SHORT_AVERAGE, a);
	s->sma200 = average_of(&s->subject.line, first, LONG_AVERAGE, a);
	find_indicator(scope, ask->indicator, first, a, s);
	find_trend(s, first, a);
	bt_study_add_notes(scope, ask->as_of, a, s);
	find_marks(s, first, a);
	return BT_OK;
}
