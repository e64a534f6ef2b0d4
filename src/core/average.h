/* core/average.h - moving statistics of one series (indicators.md, section 4).
 *
 * Each reads x[0..n-1], NAN being null, and writes out[0..n-1], which must not overlap x.  window is
 * at least 1; a window longer than the series leaves every out null.  Common answers:
 *	before the window is full     null
 *	a null inside the window      null
 * Windows are summed anew for each bar, oldest value first, so that nothing drifts and the values over
 * a part of a series are those over the whole, bit for bit (bt_average_ema and _rsi remember their
 * start and only converge).  */
#ifndef BT_CORE_AVERAGE_H
#define BT_CORE_AVERAGE_H

#include <stddef.h>

/* Mean of the last `window` values. */
void bt_average_sma(const double *x, size_t n, size_t window, double *out);

/* e = e + 2/(window+1) * (x - e), seeded with the mean of the first `window` values (TA-Lib, TTR,
 * StockCharts).  After a null it is seeded anew.  */
void bt_average_ema(const double *x, size_t n, size_t window, double *out);

/* 100 * (x_t / x_{t-window} - 1), percent; null from 0. */
void bt_average_roc(const double *x, size_t n, size_t window, double *out);

/* Wilder's RSI, 0..100; first at bar `window`.  No loss: 100; neither gain nor loss: 50 (a flat market
 * is neither strong nor weak; TA-Lib says 0, TTR nothing).  After a null it starts anew.  */
void bt_average_rsi(const double *x, size_t n, size_t window, double *out);

/* (x_t - mean) / sd of the window that ends at t; ddof 0 is the population sd, 1 the sample's.
 * All values of the window equal: null, exactly.  */
void bt_average_z(const double *x, size_t n, size_t window, int ddof, double *out);

/* 100 * (x / sma(x, window) - 1), percent: Mansfield's relative strength at window 252. */
void bt_average_mansfield(const double *x, size_t n, size_t window, double *out);

/* x_{t-window}. */
void bt_average_lag(const double *x, size_t n, size_t window, double *out);

#endif
