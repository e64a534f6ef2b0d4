/* core/channel.h - the regression channel: a line through the log of a series, and its band. */
#ifndef BT_CORE_CHANNEL_H
#define BT_CORE_CHANNEL_H

#include <stddef.h>

#include "base/arena.h"

#define BT_CHANNEL_WINDOW 252

enum bt_channel_position { BT_CHANNEL_NONE, BT_CHANNEL_BELOW, BT_CHANNEL_INSIDE, BT_CHANNEL_ABOVE };

/* Least squares of y = ln(value) on 0..window-1 (indicators.md, section 5). */
struct bt_channel {
	enum bt_channel_position position;   /* of the last value; NONE: fewer values than the window */
	double slope_pct_per_year;           /* 100*(exp(252*slope)-1) */
	double r2;                           /* NAN when the values are all equal */
	double sigma;                        /* sqrt(SSE/(window-2)), log units */
	double z;                            /* last residual / sigma; NAN when sigma is 0 */
	double fit_now, upper2, lower2;      /* exp of the fit, fit +- 2 sigma, at the last value */
	double t_slope;                      /* slope / its standard error; NAN when sigma is 0 */
};

/* "below", "inside", "above"; NULL for NONE. */
const char *bt_channel_position_name(enum bt_channel_position position);

/* The channel of the last `window` (at least 3) of value[0..n-1], all > 0.  Values on one straight
 * line, to rounding, have sigma 0.  BT_E_NOMEM when the arena, which gives scratch alone, is
 * exhausted.  */
BT_MUST_CHECK enum bt_status bt_channel_fit(const double *value, size_t n, size_t window,
                                            struct bt_arena *scratch, struct bt_channel *out);

#endif
