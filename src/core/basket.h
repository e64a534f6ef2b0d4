/* core/basket.h - the level of an equal-weight basket, 100 on its first session. */
#ifndef BT_CORE_BASKET_H
#define BT_CORE_BASKET_H

#include <stddef.h>

#include "base/date.h"

enum bt_basket {
	BT_BASKET_QUARTERLY,     /* ewq: equal weights again at each calendar quarter's last close */
	BT_BASKET_DAILY,         /* ewd: at every close */
	BT_BASKET_HELD,          /* ewh: once, then held */
};

/* The level of k >= 1 members with price[0..k-1][0..n-1], all finite and > 0, on n joined sessions.
 * Weights set at a close act from the next session on (units_i = level/(k * price_i)); a quarter's
 * last session is known by the next one, so the last bar of the data never resets.  Equal to
 * PerformanceAnalytics Return.portfolio(rebalance_on = "quarters" | "days" | NA).  */
void bt_basket_level(enum bt_basket kind, const bt_date *date, const double *const *price, size_t k,
                     size_t n, double *out);

#endif
