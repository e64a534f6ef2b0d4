/* ui/study.h - all that a chart shows of one symbol or expression over one range, as it stood on a day.
 *
 * Values, averages, the trend line with what happened to it, records: computed by core over the entries
 * up to the day.  Nothing from after it is looked at.  */
#ifndef BT_UI_STUDY_H
#define BT_UI_STUDY_H

#include "core/trend.h"
#include "model/report.h"
#include "model/subject.h"
#include "ui/chart.h"

/* How far back a chart reaches: from the base of that return on. */
enum bt_range {
	BT_RANGE_1D, BT_RANGE_1W, BT_RANGE_1M, BT_RANGE_3M, BT_RANGE_6M, BT_RANGE_YTD, BT_RANGE_1Y,
	BT_RANGE_3Y, BT_RANGE_5Y, BT_RANGE_10Y, BT_RANGE_MAX, BT_RANGE_COUNT
};
const char *bt_range_name(enum bt_range r);
/* The first of ascending dates that a range shows as of a day: its base, the last one on or before the
 * anchor; else the first there is.  */
size_t bt_range_first(const bt_date *date, size_t n, enum bt_range r, bt_date as_of);

/* What stands in a pane under the chart. */
enum bt_indicator {
	BT_INDICATOR_NONE, BT_INDICATOR_RSI, BT_INDICATOR_Z, BT_INDICATOR_ROC, BT_INDICATOR_MANSFIELD,
	BT_INDICATOR_VOLUME, BT_INDICATOR_COUNT
};

struct bt_study_ask {
	const char *text;                /* symbol or expression, as typed */
	const char *compare;             /* another, or "" */
	enum bt_range range;
	enum bt_indicator indicator;
	bt_date as_of;                   /* BT_DATE_NONE: now */
	enum bt_price price;             /* of a symbol; expressions are of adjclose unless price_given */
	bool price_given;
};

#define BT_STUDY_LEVELS 4

/* What the user wrote about it on the day of a shown entry; the text has lines. */
struct bt_study_note {
	size_t at;
	const char *name, *text;         /* the name of a fact, else "" */
};

/* A price that he wrote down: a target, a support ... */
struct bt_study_level {
	double value;
	const char *label;
};

/* The shown entries; arrays are n long and live in the arena or the market. */
struct bt_study {
	struct bt_subject subject;
	enum bt_price price;             /* what the values are */
	bt_date as_of;
	size_t n;
	const bt_date *date;
	const double *value;             /* of a comparison rebased to 100 */
	const double *open, *high, *low; /* NULL: an expression, or not known */
	const double *sma50, *sma200;
	bool has_trend;                  /* a falling line over its highs; expressions alone */
	struct bt_trend trend;           /* indices of the subject's line */
	const double *trend_line;        /* NULL without */
	const struct bt_chart_mark *mark;
	size_t n_mark;
	const struct bt_study_note *note;
	size_t n_note;
	struct bt_study_level note_level[BT_STUDY_LEVELS];
	size_t n_note_level;
	const double *indicator;         /* NULL: none, or not known of it (the volume of an expression) */
	const char *indicator_name;      /* "RSI 14" */
	const double *level;             /* that its eye goes by */
	size_t n_level;
	bool from_zero;                  /* drawn as an area */
	const double *other;             /* of a comparison rebased to 100; NULL: none */
	const char *other_name;
	bt_date rebased_on;              /* where both are 100 */
};

/* For bt_study_make: notes and levels of the scope that were known on that day (ui/study_notes.c). */
void bt_study_add_notes(const struct bt_scope *scope, bt_date as_of, struct bt_arena *a, struct bt_study *s);

/* BT_E_EXPR: not understood.  BT_E_NODATA: no entry by that day; or the two have no session in common. */
BT_MUST_CHECK enum bt_status bt_study_make(const struct bt_scope *scope, const struct bt_study_ask *ask,
                                           struct bt_arena *a, struct bt_study *out, struct bt_err *err);

#endif
