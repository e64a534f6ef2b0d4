/* core/correlation.h - how two series move together, window by window. */
#ifndef BT_CORE_CORRELATION_H
#define BT_CORE_CORRELATION_H

#include <stddef.h>

#include "base/arena.h"

/* Over the last `window` simple returns of a and b, two price columns on joined sessions:
 *	corr   Pearson's correlation, -1..1
 *	beta   cov(a, b) / var(b)
 * into corr[0..n-1] and beta[0..n-1]; first at index `window`, which is at least 2.  Null: a null or 0
 * price among those of the window; beta when b's returns are all equal; corr when either's are.
 * Returns, not prices; population or sample moments give the same (indicators.md, section 4).
 * BT_E_NOMEM when the arena is exhausted.  */
BT_MUST_CHECK enum bt_status bt_correlation(const double *a, const double *b, size_t n, size_t window,
                                            struct bt_arena *arena, double *corr, double *beta);

#endif
