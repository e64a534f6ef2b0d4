/* model/series.h - the named series of the user, and the expression that a view is about.
 *
 * Where model/subject.h opens one row of many, which stays empty when there is nothing, here the view
 * has no other subject: what is missing is an error that says why.  */
#ifndef BT_MODEL_SERIES_H
#define BT_MODEL_SERIES_H

#include <stdbool.h>

#include "core/expr.h"
#include "model/report.h"
#include "model/settings.h"

/* The named series of the settings: those of the group `series`, then MAG7, MAG7Q, MAG7D and MAG7H of
 * the seven as they are set.  settings may be NULL: the built-in names.  Lives in the arena, which must
 * be one that never runs dry.  */
const struct bt_expr_names *bt_series_names(const struct bt_settings *s, struct bt_arena *a);

struct bt_series {
	const char *text;        /* the expression, clean */
	struct bt_line line;     /* its joined sessions up to as_of; at least one */
	bool stale;              /* the last is more than BT_STALE_DAYS before as_of: no value */
	bool provisional;        /* the last is a session whose close is not in for some symbol */
};

/* Evaluate text in the scope as of the ask's date, by its price or else adjclose.  The error text begins
 * with the expression.
 *	BT_E_EXPR    it is not understood
 *	BT_E_NODATA  a symbol has no bars by then, or nothing is common to all  */
BT_MUST_CHECK enum bt_status bt_series_make(const struct bt_scope *scope, const struct bt_ask *ask,
                                            const char *text, struct bt_arena *a,
                                            struct bt_series *out, struct bt_err *err);

/* The same where a symbol is expected: one that the market has is meant as it stands ("BRK-B", "ES=F"),
 * and whatever else as an expression.  */
BT_MUST_CHECK enum bt_status bt_series_of_symbol(const struct bt_scope *scope, const struct bt_ask *ask,
                                                 const char *text, struct bt_arena *a,
                                                 struct bt_series *out, struct bt_err *err);

/* The same of the ask's arguments, joined by blanks: an expression that the shell may have cut.
 * BT_E_USAGE without any.  */
BT_MUST_CHECK enum bt_status bt_series_of_arguments(const struct bt_scope *scope,
                                                    const struct bt_ask *ask, struct bt_arena *a,
                                                    struct bt_series *out, struct bt_err *err);

/* The sessions of a series that have a value, for what takes its logarithm.  BT_E_NODATA when a value is
 * not above 0, or there is none.  */
BT_MUST_CHECK enum bt_status bt_series_positive(const struct bt_series *s, struct bt_arena *a,
                                                struct bt_line *out, struct bt_err *err);

/* "X/Y" as an expression: each a symbol of the market as it stands, else an expression in parentheses. */
const char *bt_series_ratio_text(const struct bt_market *m, const char *x, const char *y,
                                 struct bt_arena *a);

/* The price of a view that uses adjclose unless asked otherwise. */
enum bt_price bt_series_price(const struct bt_ask *ask);

/* Of ascending dates those that are printed, [*from, *to): --from and --to. */
void bt_series_printed(const struct bt_ask *ask, const bt_date *date, size_t n, size_t *from, size_t *to);

/* Whether the row of that date is printed: --from and --to. */
bool bt_series_is_printed(const struct bt_ask *ask, bt_date d);

#endif
