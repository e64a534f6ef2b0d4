/* core/breadth_pass.h - what the pass over a universe knows of each member, and what is kept of it. */
#ifndef BT_CORE_BREADTH_PASS_H
#define BT_CORE_BREADTH_PASS_H

#include "core/breadth.h"
#include "core/tick.h"
#include "core/tile.h"

/* A member in the pass.  What is not said to be of the newest session speaks of the time before it. */
struct bt_pass_member {
	bool ticks;              /* all its prices are ticks */
	bool beyond;             /* it has bars after the newest session, on dates that are none */
	bool cap_moves;          /* its cap is of the newest session or later: the weight hangs on its price */
	bool has_bar, off_tick;  /* newest session: it has a bar; whose price is no tick */
	double weight;           /* cap / close on cap_date; 0: none */
	size_t own;              /* its bars */
	size_t last;             /* 1 + the row of the last of them, as the tile holds it; 0: none */
	double close;            /* of that bar */
	double new_close;        /* newest session */
	uint64_t allow;          /* bt_tile_allow of a bar in the newest session */
};

/* A tile, and its state before the newest session: what a refresh starts from. */
struct bt_pass_tile {
	struct bt_tile *tile;
	bt_tile_row sum[BT_TILE_WINDOWS], pre_hi, pre_lo;
	bt_tile_row *volume, *weight;    /* of the newest session, one row each */
};

struct bt_breadth_kept {
	const struct bt_tile_loop *loop;
	struct bt_pass_tile *tile;
	size_t n_tile;
	struct bt_pass_member *member;   /* n_tile * BT_TILE_LANES */
	bt_date *date;
	size_t room;                     /* sessions that the columns can hold */
	bool counts, volume;             /* counts alone; any member has volume */
};

/* Columns of session t from the counters and sums of all tiles (sums NULL: counts alone); volume: any
 * member has it. */
void bt_breadth_derive(struct bt_breadth *b, size_t t, const uint32_t *count,
                       const struct bt_tile_sums *sums, bool volume);

#endif
