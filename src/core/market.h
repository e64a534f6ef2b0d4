/* core/market.h - everything the computations may look at: securities with their bars and quotes.
 *
 * A market is const once built.  It borrows all that it points to from its maker (a snapshot, a
 * loaded source), which outlives it.  */
#ifndef BT_CORE_MARKET_H
#define BT_CORE_MARKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bars.h"

/* The newest that a source said about a symbol; NAN and 0 where it said nothing. */
struct bt_quote {
	double last;             /* regular session */
	double prev_close;
	double open, high, low, volume;
	double pre, post;        /* extended hours: shown beside, used in no computation */
	int64_t ts_utc;          /* of last, epoch seconds; 0 unknown */
	int64_t fetched_utc;     /* when it arrived; 0 never */
	int delayed_min;         /* as the source states or is known; -1 unknown */
};

enum bt_kind { BT_KIND_UNKNOWN, BT_KIND_EQUITY, BT_KIND_ETF, BT_KIND_INDEX, BT_KIND_FUTURE,
	       BT_KIND_FUND, BT_KIND_CURRENCY, BT_KIND_CRYPTO, BT_KIND_RATE };

struct bt_security {
	const char *symbol;      /* the canonical spelling: "^RUT", "BRK-B" */
	const char *name;        /* clean text, or NULL */
	const char *source;      /* provider or file kind that gave the bars: "yahoo", "csv", "SAMPLE" */
	const char *currency;    /* of its prices, as the source says ("USD", "GBp" are pence), or NULL */
	int digits;              /* decimals the source shows prices with; 0 unknown */
	enum bt_kind kind;
	struct bt_bars bars;     /* to the newest, a provisional last one included */
	bt_date provisional;     /* date of the last bar while its close is not in, else BT_DATE_NONE */
	bool whole_history;      /* the first bar is known to be the symbol's first */
	bool stands_in;          /* another source comes first for it and cannot tell it now */
	struct bt_quote quote;
};

struct bt_roll;

struct bt_market {
	const char *source;              /* as the user named it: "yahoo", "csv:DIR", "sample" */
	bool sample;                     /* made up: say so everywhere */
	const struct bt_security *sec;   /* sorted by symbol, strcmp */
	size_t n;
	/* Of symbols whose source fails: another source's newer price and the close before it, as two bars of its
	 * own.  Shown in rows of quotes, part of no series and no computation.  Sorted; symbols not in sec may
	 * be here.  */
	const struct bt_security *stand_in;
	size_t n_stand_in;
	const struct bt_roll *roll;      /* of a universe in it (core/roll.h), or NULL */
	bt_date last;                    /* what bt_market_last gives, if its maker has looked; 0: he has not */
};

/* One symbol spelling for all sources: "_RUT" and, when no share has that symbol, "RUT" mean
 * "^RUT"; "^SPX" and "SPX" mean "^GSPC", "^MID" means "^SP400".  Returns s or a literal. */
const char *bt_symbol_canonical(const char *s);

/* Make outside text a symbol, in place: upper case, and the class of a share after '-' ("BRK.B" is
 * "BRK-B").  False when it cannot be one: empty, or holding blanks, quotes, commas or bytes that are
 * not printable ASCII.  */
bool bt_symbol_normalize(char *s);

/* The security of that symbol in any spelling, or NULL.  A share of exactly that name wins over an
 * alias.  */
const struct bt_security *bt_market_find(const struct bt_market *m, const char *symbol);

/* The security that stands in for that symbol, or NULL. */
const struct bt_security *bt_market_stand_in(const struct bt_market *m, const char *symbol);

/* bt_market_find for whoever asks for one symbol after another: lists are nearly in the market's own order, so the
 * next one is found beside the last.  Begin with {market, 0}.  */
struct bt_market_walk {
	const struct bt_market *market;
	size_t next;
};
const struct bt_security *bt_market_next(struct bt_market_walk *w, const char *symbol);

/* Its bars up to as_of; n = 0 when the symbol is not there. */
struct bt_bars bt_market_bars(const struct bt_market *m, const char *symbol, bt_date as_of);

/* Date of the newest bar of all but rates, which have values on days without a session; BT_DATE_NONE:
 * there is none.  */
bt_date bt_market_last(const struct bt_market *m);

#endif
