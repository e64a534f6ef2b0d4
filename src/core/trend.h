/* core/trend.h - the trend line over swing highs of a log ratio, and whether it was broken.
 *
 * indicators.md, section 5: "multi-year downtrend being tested".  Deterministic, no look-ahead: only
 * the given values are used, and a swing high is known k sessions after it happened.  */
#ifndef BT_CORE_TREND_H
#define BT_CORE_TREND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct bt_trend_params {
#define BT_TREND_PARAM(type, name, value, help) type name;
#include "spec/trend_params.def"
};

extern const struct bt_trend_params bt_trend_defaults;

enum bt_trend_status {
	BT_TREND_NONE,           /* no valid line */
	BT_TREND_BELOW,
	BT_TREND_TESTING,
	BT_TREND_BROKEN_OUT,
	BT_TREND_FAILED,
	BT_TREND_STATUS_COUNT
};

#define BT_TREND_NEVER ((size_t)-1)

/* Indices are those of the values given.  y is ln(value), or -ln(value) for a support line (`up`),
 * whose slope and distance are those of the negated series too; line_now and value_now are never
 * negated.  */
struct bt_trend {
	enum bt_trend_status status;
	size_t pivots, valid_lines;
	size_t anchor1, anchor2;         /* what follows is that of bt_trend_none at BT_TREND_NONE */
	double y1, y2;
	double slope;                    /* of y, per session */
	size_t touches;                  /* 3 make a line credible; with 2 say "tentative" */
	double slope_pct_per_year;       /* 100*(exp(252*slope)-1) */
	double line_now, value_now;
	double dist_pct;                 /* 100*(exp(y-line)-1) at the last session */
	bool expired;                    /* its break or failure is older than max_age */
	size_t break_at, confirm_at, fail_at;    /* of the last break and its failure, or NEVER */
};

/* No line: NAN, NEVER and 0. */
extern const struct bt_trend bt_trend_none;

/* "none", "below", "testing", "broken_out", "failed". */
const char *bt_trend_status_name(enum bt_trend_status status);

/* The best line through value[0..n-1], all > 0, as of the last of them.  n = 0 and a short history give
 * BT_TREND_NONE.  BT_E_NOMEM when the arena, which gives scratch alone, is exhausted.  */
BT_MUST_CHECK enum bt_status bt_trend_find(const double *value, size_t n, bool up,
                                           const struct bt_trend_params *p, struct bt_arena *scratch,
                                           struct bt_trend *out);

/* What the lines of all days are looked for in: values as logs, and the swing highs among them.  Made once of a
 * history, it serves every day in it.  */
struct bt_trend_ground {
	size_t n;                        /* values, all > 0 */
	const double *y;
	const int *pivot;                /* ascending */
	size_t n_pivot;
	bool up;
};

/* Of value[0..n-1], all > 0; the first `same` of them are those that `before` (NULL: none) was made of, by the same
 * parameters.  BT_E_NOMEM.  */
BT_MUST_CHECK enum bt_status bt_trend_ground_make(const double *value, size_t n, bool up,
                                                  const struct bt_trend_params *p,
                                                  const struct bt_trend_ground *before, size_t same,
                                                  struct bt_arena *a, struct bt_trend_ground *out);

/* bt_trend_find as of value n - 1, 0 < n <= g->n. */
BT_MUST_CHECK enum bt_status bt_trend_find_in(const struct bt_trend_ground *g, const double *value, size_t n,
                                              const struct bt_trend_params *p, struct bt_arena *scratch,
                                              struct bt_trend *out);

/* The swing highs (of `up`, lows) that it looks at, ascending, in the arena.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_trend_pivots(const double *value, size_t n, bool up,
                                             const struct bt_trend_params *p, struct bt_arena *a,
                                             const size_t **at, size_t *n_at);

#endif
