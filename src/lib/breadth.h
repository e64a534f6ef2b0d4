/* breadth.h - market breadth, ratios, returns and trend lines from daily bars that you bring.
 *
 * The core of broadtape(1) behind opaque handles.  The library reads no file and no clock, opens no
 * connection, prints nothing, never ends the program and keeps no state of its own: all that it knows
 * came in through its arguments.  broadtape-indicators(7) has every formula; breadth(3) is the manual.
 *
 * Dates are int32_t, year * 10000 + month * 100 + day: 20260115; 0 is none.  Prices are split-adjusted,
 * in the unit of their currency; volumes are shares.  A missing number is NAN, in and out, never 0.
 *
 * Handles are independent of one another: results stay valid when their market is freed.  No handle may
 * be changed (breadth_market_add, breadth_universe_add, the free functions) while another thread uses
 * it; all else only reads its handles and may run in any number of threads at once.
 *
 * Functions that can fail take a struct breadth_error last.  It may be NULL; it is written on failure
 * alone.  Those that make a handle then return NULL, the others a status, and nothing has changed.
 *
 * Before version 1.0 nothing here is promised to stay as it is.  */
#ifndef BREADTH_H
#define BREADTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum breadth_status {
	BREADTH_OK,
	BREADTH_E_USAGE,         /* an argument that cannot be: a date, a symbol, a horizon */
	BREADTH_E_EXPR,          /* a wrong expression; the text names the column */
	BREADTH_E_NODATA,        /* no bars to compute from */
	BREADTH_E_LIMIT,         /* more than this library takes */
	BREADTH_E_NOMEM          /* out of memory */
};

/* Why something failed: one line without a newline, made for people.  The caller's own.  It may quote
 * the caller's symbols and expressions as they came.  */
struct breadth_error {
	enum breadth_status status;
	char text[480];
};

/* Words for a status, for when there is no text: "out of memory".  Never NULL. */
const char *breadth_strerror(enum breadth_status status);

/* ---- a market: symbols with their daily bars, and the members whose breadth is measured ---- */

struct breadth_market;

/* n daily bars, oldest first.  date and close must be there; any other column may be NULL, missing. */
struct breadth_bars {
	size_t n;
	const int32_t *date;
	const double *open, *high, *low, *close;
	const double *adjclose;  /* also dividend-adjusted; NULL: equal to close */
	const double *volume;
};

/* At most so many bars in one call. */
#define BREADTH_MAX_BARS 1000000

/* An empty market; free it with breadth_market_free, which takes NULL too.  BREADTH_E_NOMEM. */
struct breadth_market *breadth_market_new(struct breadth_error *err);
void breadth_market_free(struct breadth_market *m);

/* Add a symbol with its bars, which are copied.  Rows whose close is not finite and > 0 are no bars and
 * are dropped; of rows of one date the later stands; cells that are no price (not finite, <= 0) and
 * volumes below 0 become missing.  Symbols are made upper case and "BRK.B" is "BRK-B".
 *	BREADTH_E_USAGE   no symbol, or one that is there already; no date or close column; a date that
 *	                  does not exist or is earlier than the one before it
 *	BREADTH_E_NODATA  no row is a bar
 *	BREADTH_E_LIMIT   n > BREADTH_MAX_BARS
 *	BREADTH_E_NOMEM  */
enum breadth_status breadth_market_add(struct breadth_market *m, const char *symbol,
                                       const struct breadth_bars *bars, struct breadth_error *err);

/* Make symbol a member of the universe; it may get its bars before, after or never (then it counts as a
 * member without any).  cap: market capitalisation at the close of cap_date, for the cap-weighted
 * columns; NAN and 0 where unknown.
 *	BREADTH_E_USAGE   a wrong symbol or date, or a member already
 *	BREADTH_E_NOMEM  */
enum breadth_status breadth_universe_add(struct breadth_market *m, const char *symbol, double cap,
                                         int32_t cap_date, struct breadth_error *err);

/* ---- the daily breadth of the universe ---- */

struct breadth;

enum breadth_price {
	BREADTH_ADJCLOSE,        /* total return: what breadth and ratios are usually made of */
	BREADTH_CLOSE
};

struct breadth_options {
	enum breadth_price price;
	bool extremes;           /* new highs and lows by the day's high and low, not by the price */
};

/* Compute every column of every session of the universe up to as_of (0: to the newest).  options may be
 * NULL: adjusted closes.  Free what comes with breadth_free, which takes NULL too.
 *	BREADTH_E_USAGE   as_of is no date, or price none of the enum
 *	BREADTH_E_NODATA  no member has a bar by then
 *	BREADTH_E_NOMEM  */
struct breadth *breadth_compute(const struct breadth_market *m, int32_t as_of,
                                const struct breadth_options *options, struct breadth_error *err);
void breadth_free(struct breadth *b);

/* The number of sessions, and their dates, ascending.  Arrays live as long as the handle. */
size_t breadth_sessions(const struct breadth *b);
const int32_t *breadth_dates(const struct breadth *b);

/* One value a session, NAN null; NULL when there is no such column. */
const double *breadth_column(const struct breadth *b, const char *name);
/* The name of column i ("adv", "pct50", "mc_osc" ...), counted from 0; NULL behind the last. */
const char *breadth_column_name(size_t i);

/* ---- series: a symbol, a ratio, a basket ---- */

struct breadth_series;

/* The value of an expression ("SPSM/MAG7", "z(IWM/SPY,60)") on every session that its symbols share, up
 * to as_of (0: to the newest).  At least one session.  Free it with breadth_series_free, which takes
 * NULL too.
 *	BREADTH_E_USAGE   as_of or price
 *	BREADTH_E_EXPR    the text cannot be read
 *	BREADTH_E_NODATA  a symbol is unknown or has no bar by then; no session is common to all
 *	BREADTH_E_NOMEM  */
struct breadth_series *breadth_expr(const struct breadth_market *m, const char *text, int32_t as_of,
                                    enum breadth_price price, struct breadth_error *err);
void breadth_series_free(struct breadth_series *s);

size_t breadth_series_length(const struct breadth_series *s);
const int32_t *breadth_series_dates(const struct breadth_series *s);
const double *breadth_series_values(const struct breadth_series *s);

/* What a series gained over a horizon.  Missing (0, NAN) are: everything when the last value is more
 * than 10 days before as_of; base and pct when the base is more than 10 days from its anchor.  */
struct breadth_return {
	int32_t base_date, last_date;
	double base, last;
	double pct;              /* 100 * (last / base - 1) */
};

/* The return as of a civil date (0: of the last value): "1D" "1W" "MTD" "1M" "3M" "QTD" "6M" "YTD" "1Y"
 * "3Y" "SINCE:2025-04-08", from the last close on or before the anchor.
 *	BREADTH_E_USAGE   no such horizon or date  */
enum breadth_status breadth_return(const struct breadth_series *s, int32_t as_of, const char *horizon,
                                   struct breadth_return *out, struct breadth_error *err);

enum breadth_trend_state {
	BREADTH_TREND_NONE,      /* no valid line; all below but value is missing */
	BREADTH_TREND_BELOW,     /* on the trend's side of the line */
	BREADTH_TREND_TESTING,   /* near the line */
	BREADTH_TREND_BROKEN,    /* broken, and confirmed */
	BREADTH_TREND_FAILED     /* broken, and back */
};

struct breadth_trend {
	enum breadth_trend_state state;
	int32_t anchor1, anchor2;            /* the two swing points that the line goes through */
	int32_t broken, confirmed, failed;   /* days of the last break; 0: none */
	int touches;                         /* 3 make a line credible */
	double value, line;                  /* of the last session, in units of the series */
	double slope_pct_per_year;           /* of the series; for `up` of its inverse */
	double dist_pct;                     /* from the line to the value; likewise */
};

/* The trend line over swing highs (`up`: the support under swing lows) as of the last value.  Null
 * values are skipped.
 *	BREADTH_E_NODATA  no value, or one that is not > 0
 *	BREADTH_E_NOMEM  */
enum breadth_status breadth_trend(const struct breadth_series *s, bool up, struct breadth_trend *out,
                                  struct breadth_error *err);

#ifdef __cplusplus
}
#endif
#endif
