/* model/kept_lines.h - the expressions that views ask for on every day, evaluated over the whole history: a
 * past day is the begin of what is kept, and a step through time costs no evaluation.  */
#ifndef BT_MODEL_KEPT_LINES_H
#define BT_MODEL_KEPT_LINES_H

#include "core/digest.h"
#include "core/expr.h"
#include "core/trend.h"
#include "model/report.h"

struct bt_kept_line {
	const char *text;                /* as the views write it */
	enum bt_price price;
	const struct bt_expr *expr;      /* what it says */
	struct bt_line line;
	struct bt_digest digest;         /* of the line's values as closes */
	struct bt_trend_ground ground;   /* for falling lines, of the values before the first that is not > 0; a
	                                  * ratio that is listed has it, else n = 0 */
};

struct bt_kept_lines {
	const struct bt_settings *settings;      /* whose names are in the texts */
	const struct bt_kept_line *at;
	size_t n;
	const char *const *symbol;               /* that they were made of, each at least once */
	size_t n_symbol;
};

/* Evaluate the ratios of the settings and those of the rotation score by the price that is set, or adjclose, and the
 * basket of the seven by both.  What cannot be evaluated, or could look ahead, is not kept.  `before` (NULL: none) is what was
 * kept until now: what it took long to compute of values that are still the same is copied.  Lives in the arena,
 * which must never run dry, and borrows nothing of the market.  */
void bt_kept_lines_make(const struct bt_market *m, const struct bt_settings *s,
                        const struct bt_kept_lines *before, struct bt_arena *a, struct bt_kept_lines *out);

/* What is kept of that text, and its line as of a day; NULL: not kept, or no session by then. */
const struct bt_kept_line *bt_kept_lines_find(const struct bt_scope *scope, const char *text,
                                              enum bt_price price, bt_date as_of, struct bt_line *out);

#endif
