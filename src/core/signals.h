/* core/signals.h - dates on which breadth signals fire (indicators.md, section 7).
 *
 * Each looks at the first n sessions of the columns, and at nothing later.  Thresholds were fitted on
 * the whole NYSE: on few large members they fire far more often, so a view shows the size of the universe
 * beside them.  They are conditions, not forecasts.  */
#ifndef BT_CORE_SIGNALS_H
#define BT_CORE_SIGNALS_H

#include "core/breadth.h"

/* Ascending dates. */
struct bt_dates {
	const bt_date *at;
	size_t n;
};

/* Zweig's breadth thrust: the 10-session average of adv/(adv+dec) crosses above 0.615 within 10 sessions
 * of a value below 0.40 (Zweig via Morris). */
struct bt_zweig {
	bt_date date, low_date;  /* of the crossing; of the latest value below 0.40 before it */
	int span;                /* sessions between them */
	double low, value;
};
struct bt_zweigs {
	const struct bt_zweig *at;
	size_t n;
};
BT_MUST_CHECK enum bt_status bt_signal_zweig(const struct bt_breadth *b, size_t n,
                                             struct bt_arena *a, struct bt_zweigs *out);

/* Days on which a column is beyond a bound: all of them, and without those at most 10 sessions after
 * the last one reported. */
struct bt_thrust {
	struct bt_dates all, first;
};
struct bt_thrusts {
	struct bt_thrust adt_thrust, adt_capitulation;   /* Whaley: above 73.66, below 19.05 */
	struct bt_thrust udt_thrust, udt_capitulation;   /* above 77.88, below 16.41 */
	struct bt_thrust deemer;                         /* above 1.97 */
};
BT_MUST_CHECK enum bt_status bt_signal_thrusts(const struct bt_breadth *b, size_t n,
                                               struct bt_arena *a, struct bt_thrusts *out);

/* Desmond's 90 % days: of volume and of points, at least 90 % up, or at most 10 %. */
struct bt_desmond {
	struct bt_dates up, down;
};
BT_MUST_CHECK enum bt_status bt_signal_desmond(const struct bt_breadth *b, size_t n,
                                               struct bt_arena *a, struct bt_desmond *out);

/* The Hindenburg omen (Miekka's later form). */
struct bt_hindenburg {
	struct bt_dates both;            /* new highs and new lows both above 2.8 % of adv+dec */
	struct bt_dates omen;            /* and the index above its close 50 sessions before, the oscillator
	                                  * below 0, highs at most twice the lows */
	struct bt_dates confirmed;       /* omens at most 36 sessions after the one before */
	bool active;                     /* the last omen is at most 30 sessions old and the oscillator below 0 */
};
/* index: closes of the index up to the day; n = 0: no omen can be told, only `both`. */
BT_MUST_CHECK enum bt_status bt_signal_hindenburg(const struct bt_breadth *b, size_t n,
                                                  const struct bt_line *index, struct bt_arena *a,
                                                  struct bt_hindenburg *out);

/* All of them. */
struct bt_signals {
	struct bt_zweigs zweig;
	struct bt_thrusts thrusts;
	struct bt_desmond desmond;
	struct bt_hindenburg hindenburg;
};
/* Of the first n sessions; index as above.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_signals_make(const struct bt_breadth *b, size_t n,
                                             const struct bt_line *index, struct bt_arena *a,
                                             struct bt_signals *out);

/* What of them had fired by session n - 1 (n > 0), the same as if made of n sessions: a signal depends on
 * nothing later.  Borrows from `all`; costs a few searches.  */
struct bt_signals bt_signals_upto(const struct bt_signals *all, const struct bt_breadth *b, size_t n);

#endif
