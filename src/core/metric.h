/* core/metric.h - what every computed number means: the registry behind --explain and
 * broadtape-indicators(7).
 *
 * A column of spec/columns.def names its metric by a reference: the metric's name, and behind blanks
 * the parameters that differ from the defaults ("sma n=50").  The rows are spec/metrics.def.  */
#ifndef BT_CORE_METRIC_H
#define BT_CORE_METRIC_H

#include <stddef.h>

enum bt_metric {
#define BT_METRIC(id, name, title, inputs, params, lookback, unit, lo, hi, formula, source) \
	BT_METRIC_##id,
#include "spec/metrics.def"
	BT_METRIC_COUNT
};

struct bt_metric_spec {
	const char *name;        /* one word, unique */
	const char *title;       /* for people */
	const char *inputs;      /* columns of the same row, joined by blanks; "" the bars themselves */
	const char *params;      /* "n=20 k=10": names and defaults, joined by blanks; "" none */
	const char *lookback;    /* bars needed before the first value, in words; "" none */
	const char *unit;        /* "%", "points", "sessions", "date", "" */
	double lo, hi;           /* every value that is not null lies in [lo, hi]; may be infinite */
	const char *formula;
	const char *source;      /* book, site or section; "" ours */
};

const struct bt_metric_spec *bt_metric_spec(enum bt_metric m);

/* The metric that a reference names, or BT_METRIC_COUNT; NULL names none. */
enum bt_metric bt_metric_find(const char *ref);

/* The parameters in force under a reference, as "n=50 k=10" in the order of the row, NUL-ended in
 * out[size] (cut when it is too small); returns out.  A name that the metric has not is left out. */
char *bt_metric_params(const char *ref, char *out, size_t size);

#endif
