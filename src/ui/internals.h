/* ui/internals.h - the rows of the breadth view (spec/internals.def) and the series that the chart of one shows. */
#ifndef BT_UI_INTERNALS_H
#define BT_UI_INTERNALS_H

#include "core/signals.h"
#include "model/report.h"
#include "ui/chart.h"
#include "ui/study.h"

enum bt_fired {
	BT_FIRED_NONE, BT_FIRED_ZWEIG, BT_FIRED_WHALEY_ADT, BT_FIRED_WHALEY_UDT, BT_FIRED_CAPITULATION,
	BT_FIRED_DEEMER, BT_FIRED_UP90, BT_FIRED_DOWN90, BT_FIRED_OMEN, BT_FIRED_CONFIRMED
};

/* What is shown beside the columns of core/breadth.h. */
#define BT_BREADTH_NONE BT_BREADTH_ALL
#define BT_BREADTH_SCORE (BT_BREADTH_ALL + 1)

struct bt_internal_spec {
	const char *path;                /* column of `show universes` */
	const char *week, *month;        /* the same, a week and a month ago; NULL: not kept */
	int column, other;               /* enum bt_breadth_col, BT_BREADTH_SCORE or BT_BREADTH_NONE */
	bool area;
	const double *level;
	size_t n_level;
	enum bt_fired fired;
};
size_t bt_internal_count(void);
const struct bt_internal_spec *bt_internal_spec(size_t i);

/* The name of a universe where there is little room: of a file without its folders. */
const char *bt_universe_short(const char *name);

/* One row of one universe over a range as of a day, with the index above it; nothing from after the day. */
struct bt_internal_series {
	size_t n;
	const bt_date *date;             /* sessions of the universe */
	const double *value, *other;     /* other NULL: none */
	const double *index;             /* closes on those sessions, NAN where it has none; NULL: no bar of it */
	const char *index_name;
	const struct bt_chart_mark *mark;        /* where its signal fired */
	size_t n_mark;
};

/* Made in the arena, of columns that it borrows.  n = 0: no session by the day. */
struct bt_internal_series bt_internal_series(const struct bt_market *m, const struct bt_universe_breadth *u,
                                             const struct bt_internal_spec *spec, enum bt_range range,
                                             bt_date as_of, struct bt_arena *a);

#endif
