/* core/breadth.h - the daily breadth of a universe: every column of indicators.md, section 7.
 *
 * All columns of all sessions come out of one fused pass over the members' bars.  A column is one
 * array of doubles; NAN is null; counts are whole numbers.  A past day is a lookup:
 *
 *	size_t n = bt_dates_upto(b->date, b->n, day);
 *	double pct50 = n ? b->col[BT_BREADTH_PCT50][n - 1] : NAN;
 *
 * For a live market the pass can be kept: then a new last price of every member costs one row.
 * What comes out is the same, bit for bit, as if all had been computed afresh.
 *
 * Edge answers: no members or no bars: n = 0.  A ratio whose denominator is 0 is null, but rec_hi_pct
 * (50 when there is neither a new high nor a new low) and the input of zbt_ema10 (0.5 when nothing
 * moved).  A window that is not full gives null.  */
#ifndef BT_CORE_BREADTH_H
#define BT_CORE_BREADTH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "core/panel.h"

enum bt_breadth_col {
#define BT_BREADTH(id, name, metric, format, width, title, help) BT_BREADTH_##id,
#include "spec/breadth.def"
	BT_BREADTH_COUNT,
	/* beside those that are shown: what they are made of */
	BT_BREADTH_COMPARED = BT_BREADTH_COUNT,    /* members with a bar and a previous one */
	BT_BREADTH_POINTS_UP,                      /* price points gained by those that advanced */
	BT_BREADTH_POINTS_DN,                      /* lost by those that declined, positive */
	BT_BREADTH_ADV_SHARE,                      /* adv/(adv+dec), 0.5 when nothing moved */
	BT_BREADTH_MC_T10_PLAIN,
	BT_BREADTH_MC_T5_PLAIN,
	BT_BREADTH_ALL
};

/* The name of a shown column; the column of that name, or BT_BREADTH_COUNT. */
const char *bt_breadth_name(enum bt_breadth_col c);
enum bt_breadth_col bt_breadth_find(const char *name);

struct bt_breadth_kept;

struct bt_breadth {
	size_t n;                        /* sessions */
	size_t first;                    /* the first of them with a comparison; n: none has */
	const bt_date *date;
	double *col[BT_BREADTH_ALL];     /* n values each; const to all but bt_breadth_* */
	size_t members;                  /* of the universe */
	size_t covered;                  /* of them, with any bar */
	enum bt_price price;
	bool intraday;
	struct bt_breadth_kept *kept;    /* NULL: not kept */
};

struct bt_breadth_opts {
	enum bt_price price;             /* the views' default is BT_PRICE_ADJCLOSE */
	bool intraday;                   /* new highs and lows by high and low, not by the price */
	bool counts;                     /* counts alone: what needs volume or returns is null */
	size_t keep;                     /* > 0: keep the pass; room for so many appended sessions */
	int vector_bytes;                /* 16, 32, 64: vectors of that width if there are; 0: the widest.
	                                  * All give the same bits. */
};

/* Compute.  What comes out lives in a; scratch (it may be a) can be released after the call, and so
 * may the panel and its bars.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_breadth_make(const struct bt_panel *panel,
                                             const struct bt_breadth_opts *opts, struct bt_arena *a,
                                             struct bt_arena *scratch, struct bt_breadth *out);

/* One session's values for all members, in the order of the panel's lanes.  A price that is not
 * finite and > 0 means that the member has no bar.  Columns may be NULL: close, high and low are then
 * the price, volume is 0.  price is of the basis that the breadth was made for. */
struct bt_breadth_day {
	const double *price, *close, *high, *low, *volume;
};

/* Give the newest session other values (new last prices), or add one of a later date.
 *	BT_E_USAGE   not kept, no session yet, or the date is not later
 *	BT_E_LIMIT   no room for another session; a member's prices change from whole ticks of 1e-4 to
 *	             others; it comes back after more than a year, or has bars on dates after the newest
 *	             session; its cap is dated on or after the newest session: compute afresh
 * After a failure the breadth is as it was.  */
BT_MUST_CHECK enum bt_status bt_breadth_refresh(struct bt_breadth *b, const struct bt_breadth_day *d);
BT_MUST_CHECK enum bt_status bt_breadth_append(struct bt_breadth *b, bt_date date,
                                               const struct bt_breadth_day *d);

#endif
