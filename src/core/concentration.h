/* core/concentration.h - equal weight against cap weight, and who made the gain (section 8). */
#ifndef BT_CORE_CONCENTRATION_H
#define BT_CORE_CONCENTRATION_H

#include "base/arena.h"
#include "core/horizon.h"
#include "core/roll.h"

#define BT_CONCENTRATION_TOP 7

struct bt_contribution {
	const char *symbol;
	double weight;           /* at the base, 0..1 */
	double ret_pct;
	double contribution_pp;  /* weight * return, percentage points */
};

/* Weights are caps carried by the split-adjusted close: cap * close(day)/close(cap date); returns by the
 * price asked for.  Numbers are NAN where nobody can be counted. */
struct bt_concentration {
	size_t members;          /* with a bar on the session, a base and a cap: all below is of them */
	double cw_pct, ew_pct, spread_pct, median_pct;
	double pct_above_cw;     /* percent of members that beat the cap-weighted return, strictly */
	struct bt_contribution by_weight[BT_CONCENTRATION_TOP];
	struct bt_contribution by_contribution[BT_CONCENTRATION_TOP];
	size_t n_top;
	double by_weight_pp, by_contribution_pp;         /* sums of the seven */
	double share_pct;        /* 100 * by_weight_pp / cw_pct, NAN unless cw_pct > 0.5 */
	double hhi_base, effective_n_base, top_weight_base, hhi_asof, effective_n_asof;
	double disp_ew, disp_cw; /* of the period's returns, percent */
};

/* Over the `prev` period of a horizon as of a date, whose session is given.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_concentration_make(const struct bt_roll *r, bt_date session,
                                                   bt_date as_of, struct bt_horizon h,
                                                   enum bt_price price, struct bt_arena *a,
                                                   struct bt_concentration *out);

/* cap * close of the last bar by `day` / close on the cap date; NAN without a cap or one of the two
 * bars.  bars are the whole history: the cap date may lie after the day looked at. */
double bt_cap_on(const struct bt_bars *bars, double cap, bt_date cap_date, bt_date day);
/* The same of one member after another, for the same days; begin with {0}. */
struct bt_cap_near {
	size_t after_cap, after_day;             /* bt_dates_upto_near */
};
double bt_cap_next(const struct bt_bars *bars, double cap, bt_date cap_date, bt_date day,
                   struct bt_cap_near *near);

#endif
