/* core/vix.h - the volatility index in words (indicators.md, section 9).  Context, no signal. */
#ifndef BT_CORE_VIX_H
#define BT_CORE_VIX_H

#include "core/records.h"

/* The regimes, lowest first; each from its bound on. */
enum bt_vix_regime { BT_VIX_CALM, BT_VIX_NORMAL, BT_VIX_ELEVATED, BT_VIX_HIGH, BT_VIX_EXTREME };

enum bt_vix_regime bt_vix_regime(double close);
const char *bt_vix_regime_name(enum bt_vix_regime r);

/* Of the last bar; dates none and numbers NAN without bars. */
struct bt_vix {
	bt_date date;
	double close;
	enum bt_vix_regime regime;       /* says nothing without bars */
	double pct_rank252;      /* % of the 251 closes before (of those there are) strictly below; NAN
	                          * without one before */
	double sma50;            /* NAN under 50 bars */
	double vs_sma50_pct;
	struct bt_since lowest, highest; /* worth a headline from BT_SINCE_NEWS sessions on */
};

#define BT_SINCE_NEWS 20

struct bt_vix bt_vix_of(const struct bt_bars *b);

#endif
