/* core/tile.h - 32 members side by side: the inner loop of core/breadth.h.
 *
 * A tile goes through the sessions row by row and keeps, for each of its lanes, what a window needs.
 * Its rows are filled ahead, a block of 252 at a time; the ring holds the block before and the current
 * one.  The invariant that lets all lanes take the same step: before row t is computed, rows t-1,
 * t-2, ... t-252 hold the lane's own last bars, newest first.  While every lane has a bar on every
 * session it holds by itself; after a gap the lane's last bars are moved up to touch row t again
 * (bt_tile_align).  A lane without a bar on a row has price 0 there and `allow` 0.
 *
 * Highest and lowest of the 252 bars before row t: row t lies `off` rows into its block, so they are
 * rows off..251 of the block before, whose suffix extremes are made once a block, and the current
 * block's rows before t, whose running extremes are kept (van Herk 1992, Gil and Werman 1993).
 *
 * Prices are whole ticks of 1e-4 where all of a member's are, so that their sums are exact; else they
 * are plain doubles, and a comparison with an average has a guard of 1e-12 (section 0, "equality").
 *
 * The loop is written once on vectors of the compiler and built for three widths; each adds up in
 * eight partial sums, so all give the same bits.  */
#ifndef BT_CORE_TILE_H
#define BT_CORE_TILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define BT_TILE_LANES 32
#define BT_TILE_BLOCK 252
#define BT_TILE_RING ((size_t)2 * BT_TILE_BLOCK)
#define BT_TILE_WINDOWS 4

/* The counters, each one byte of a word: a row adds at most BT_TILE_LANES to it. */
enum bt_tile_count {
	BT_TILE_ADV,
	BT_TILE_DEC,
	BT_TILE_ABOVE,                   /* four: 20, 50, 100, 200 */
	BT_TILE_HI = BT_TILE_ABOVE + BT_TILE_WINDOWS,
	BT_TILE_LO,
	BT_TILE_COUNTS
};
extern const int bt_tile_window[BT_TILE_WINDOWS];

enum bt_tile_sum {
	BT_TILE_UPVOL, BT_TILE_DNVOL, BT_TILE_UNVOL,
	BT_TILE_POINTS_UP, BT_TILE_POINTS_DN,
	BT_TILE_R, BT_TILE_RR,                                  /* returns less the pilot */
	BT_TILE_W, BT_TILE_WR, BT_TILE_WRR, BT_TILE_WW,         /* weighted; weights alone */
	BT_TILE_SUMS
};

/* What a session adds up to over all tiles.  Returns are taken less a pilot, that of the first lane
 * that has one (for the weighted sums: and a weight), so that the variance of nearly equal returns does
 * not cancel away.  */
struct bt_tile_sums {
	double sum[BT_TILE_SUMS];
	double pilot, weighted_pilot;
	bool has_pilot, has_weighted_pilot;
};

/* Counters add up in one word a session for so many tiles; then bt_tile_unpack makes room again. */
#define BT_TILE_PACK (255 / BT_TILE_LANES)

typedef double bt_tile_row[BT_TILE_LANES];

struct bt_tile {                                /* rows first: they are read in whole vectors */
	bt_tile_row sum[BT_TILE_WINDOWS];       /* of the last 20 .. 200 rows */
	bt_tile_row pre_hi, pre_lo;             /* extremes of the current block so far */
	bt_tile_row guard;                      /* 1 for ticks, 1/(1 + 1e-12) else */
	bt_tile_row scale;                      /* price units of one unit of the row */
	uint64_t allow[BT_TILE_LANES];          /* bytes of 1 where the counter may count the lane */
	bt_tile_row *price;                     /* ring: row t is price[t % BT_TILE_RING] */
	bt_tile_row *high, *low;                /* the same as price unless intraday */
	bt_tile_row *suf_hi, *suf_lo;           /* of the block before, BT_TILE_BLOCK rows */
	bool exact;                             /* all lanes are ticks */
};

/* A tile with nothing in it; NULL when the arena is exhausted. */
struct bt_tile *bt_tile_new(struct bt_arena *a, bool intraday);
/* Make it as new. */
void bt_tile_reset(struct bt_tile *t);
/* n rows of zeros, aligned for the loop. */
bt_tile_row *bt_tile_rows_new(struct bt_arena *a, size_t n);

/* The `allow` of a lane whose bar on the row is its own bar number k (from 0). */
uint64_t bt_tile_allow(size_t k);

/* A lane's last BT_TILE_BLOCK bars, newest first, 0 where it has no more. */
struct bt_tile_past {
	double price[BT_TILE_BLOCK];
	double high[BT_TILE_BLOCK], low[BT_TILE_BLOCK];  /* read for intraday extremes alone */
};
/* After a gap: put them into the rows before `row`, newest into row-1, and make the lane's sums and
 * extremes fit. */
void bt_tile_align(struct bt_tile *t, size_t lane, size_t row, const struct bt_tile_past *past);

#define BT_TILE_GROUP 8          /* lanes that are filled together */

/* Where the lanes of a group read their rows from: contiguous columns of n values.  Each becomes
 *	price    (x * factor + round) - round: ticks for factor 1e4 and round BT_TICKS_ROUND,
 *	         itself for factor 1 and round 0
 *	volume   itself where it is finite and > 0, else 0
 *	close    times weight  */
struct bt_tile_fill {
	const double *price[BT_TILE_GROUP], *volume[BT_TILE_GROUP], *close[BT_TILE_GROUP];
	double factor[BT_TILE_GROUP], round[BT_TILE_GROUP], weight[BT_TILE_GROUP];
	double slack[BT_TILE_GROUP];     /* how far from whole, relative; 1 where there are no ticks */
	double least[BT_TILE_GROUP];     /* prices are above it: 0, or -1 for a lane without bars */
};

/* What is built for one width of vectors. */
struct bt_tile_loop {
	/* Put n rows into price (and volume and weight, unless NULL) from lane l on.  False: a price was not
	 * finite, not above `least`, or no whole tick in a lane of ticks. */
	bool (*fill)(const struct bt_tile_fill *f, size_t n, size_t l, bt_tile_row *price,
	             bt_tile_row *volume, bt_tile_row *weight);
	/* Once before row t, a multiple of BT_TILE_BLOCK: suffix extremes of the block that has ended, and,
	 * unless all are exact, the sums anew, so that rounding does not build up. */
	void (*start_block)(struct bt_tile *t, size_t row);
	/* Compute rows row .. end-1, all of one block, adding to packed[0 .. end-row-1] and to sums likewise.
	 * volume and weight hold one row each for these; with sums NULL all three are: counts alone.  */
	void (*rows)(struct bt_tile *t, const bt_tile_row *volume, const bt_tile_row *weight, size_t row,
	             size_t end, uint64_t *packed, struct bt_tile_sums *sums);
};

/* Move the counters of a packed word into count[0 .. BT_TILE_COUNTS-1], and make it 0. */
static inline void
bt_tile_unpack(uint64_t *packed, uint32_t *count)
{
	for (int k = 0; k < BT_TILE_COUNTS; k++)
		count[k] += (uint32_t)(*packed >> 8 * k & 255);
	*packed = 0;
}

/* The loop for vectors of `bytes` (16, 32, 64), or NULL when this processor has none of that width;
 * 0 means the widest it has.  */
const struct bt_tile_loop *bt_tile_loop_of(int bytes);

#endif
