/* core/returns.h - what a price gained over a horizon, with the two bars it is counted between
 * (indicators.md, section 1).
 *
 * All functions look at the line as it stood on a civil date `a`: entries after it are not read, but
 * for one case, a SINCE:D with D after `a`, where the caller has named the later day himself.  */
#ifndef BT_CORE_RETURNS_H
#define BT_CORE_RETURNS_H

#include "core/bars.h"
#include "core/horizon.h"

/* Dates are BT_DATE_NONE and numbers NAN where they are not defined:
 *	everything          no entry by `a`, or the last is more than BT_STALE_DAYS before it
 *	base, pct           the base is more than BT_STALE_DAYS away from its anchor (too young, dormant),
 *	                    there is none, or FIRST would pick an entry after `a`
 * 1D has its base's date as its anchor.  */
struct bt_return {
	bt_date anchor;
	bt_date base_date, last_date;
	double base, last;
	double pct;              /* 100 * (last / base - 1) */
};

struct bt_return bt_return_at(const struct bt_line *line, bt_date a, struct bt_horizon h,
                              enum bt_base base);

/* The same of one line after another, for the same day and horizon; begin with {0}. */
struct bt_return_near {
	size_t after_last, after_anchor;         /* bt_dates_upto_near */
	bt_date anchor;                          /* of that day and horizon, once begun */
	bool begun;
};
struct bt_return bt_return_next(const struct bt_line *line, bt_date a, struct bt_horizon h,
                                enum bt_base base, struct bt_return_near *near);

/* The percentages alone of n horizons of one line, as bt_return_next gives them; near[n] begun with {0}. */
void bt_returns_pct_next(const struct bt_line *line, bt_date a, const struct bt_horizon *h, size_t n,
                         enum bt_base base, struct bt_return_near *near, double *pct);

/* Growth from the PREV base of a horizon. */
struct bt_growth {
	bt_date base_date, last_date;
	int days;                /* calendar days between them */
	int sessions;            /* entries of the line between them */
	double growth;           /* last / base */
	double cagr_pct;         /* 100 * (growth^(365.25/days) - 1); NAN under 365 days */
	double annualized_252_pct;  /* 100 * (growth^(252/sessions) - 1) */
};

/* Dates none, counts 0 and numbers NAN where bt_return_at has no return. */
struct bt_growth bt_growth_at(const struct bt_line *line, bt_date a, struct bt_horizon h);

#endif
