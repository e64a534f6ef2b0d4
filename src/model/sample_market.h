/* model/sample_market.h - the made-up market behind the sample: who is in it and how it moves.
 *
 * No price of it was ever paid.  Members bear names of the bundled S&P 500 list so that every view looks
 * as it will with data.  Moves are chance of symbol and date alone, so each session is the same on every
 * run whatever the clock: shared waves of market, size and sector, and each share's own.  Giants gain
 * on small companies from January to September, small ones overtake from autumn to New Year; now and
 * then the market breaks and recovers.  */
#ifndef BT_MODEL_SAMPLE_MARKET_H
#define BT_MODEL_SAMPLE_MARKET_H

#include "base/arena.h"
#include "core/market.h"
#include "model/universe_file.h"

/* The first session of the sample. */
#define BT_SAMPLE_FROM "2020-01-02"

enum bt_sample_group {
	BT_GROUP_NONE, BT_GROUP_MARKET, BT_GROUP_EQUAL, BT_GROUP_MEGA, BT_GROUP_DOW, BT_GROUP_VALUE,
	BT_GROUP_GROWTH, BT_GROUP_SMALL, BT_GROUP_MID,
#define BT_SECTOR(id, name, fund, word, brief) BT_GROUP_SECTOR_##id,
#include "spec/sectors.def"
	BT_GROUP_COUNT
};

/* One symbol of it. */
struct bt_sample_symbol {
	const char *symbol, *name;
	enum bt_kind kind;
	uint64_t key;            /* of its chance */
	bt_date from;            /* its first session */
	double level;            /* unrounded, before `from` too */
	double noise;            /* its own part of a day's move */
	double yield;            /* dividends a year, as a share of the price */
	/* a share */
	enum bt_sector sector;
	bool mega, dow;
	double size;             /* 0 the smallest member .. 1 the largest */
	double beta;
	double shares;           /* outstanding; 0: counted with another class */
	/* a blend */
	enum bt_sample_group group[2];
	double part[2];
};

struct bt_sample_market {
	struct bt_sample_symbol *symbol;   /* members first */
	size_t n, n_members;
	double vix, tnx;                   /* the last two symbols */
};

/* Its symbols at the levels before the first session. */
BT_MUST_CHECK enum bt_status bt_sample_market_init(struct bt_sample_market *m, struct bt_arena *a,
                                                   struct bt_err *err);

/* Live through session d: sets all levels.  Sessions must come in order from BT_SAMPLE_FROM on. */
void bt_sample_market_step(struct bt_sample_market *m, bt_date d);

#endif
