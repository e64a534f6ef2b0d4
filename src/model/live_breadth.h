/* model/live_breadth.h - the breadth of a universe that follows the book: while quotes move, a picture costs
 * the last session and not the history.
 *
 * The pass over the bars is kept (core/breadth.h).  Pictures are columns of their own, because snapshots look
 * at them while the next quotes come; those that nobody looks at any more are used again, and then only the
 * rows that are new are copied.  What comes out is the same, bit for bit, as if all had been computed from
 * the book's bars.  */
#ifndef BT_MODEL_LIVE_BREADTH_H
#define BT_MODEL_LIVE_BREADTH_H

#include "core/breadth.h"
#include "model/book.h"
#include "model/shared.h"

/* A picture; const to all who hold it. */
struct bt_held_breadth {
	struct bt_shared shared;
	struct bt_arena arena;
	struct bt_breadth b;             /* n = 0: there is none */
	size_t room;                     /* sessions that fit */
	uint64_t pass;                   /* the pass that it was copied from, and how far */
	size_t copied;
};

/* An empty picture with one holder. */
struct bt_held_breadth *bt_held_breadth_new(void);

struct bt_live_breadth;

/* Of a universe that lives longer, by that price; nothing is computed yet. */
struct bt_live_breadth *bt_live_breadth_new(const struct bt_universe *u, enum bt_price by);
/* NULL is allowed.  Pictures stay with those who hold them. */
void bt_live_breadth_free(struct bt_live_breadth *l);

/* What the last update cost. */
enum bt_live_cost { BT_LIVE_NOTHING, BT_LIVE_LAST_DAY, BT_LIVE_HISTORY };

/* Bring it up to date with the book.  The picture is borrowed until the next update: hold it to keep it.  It
 * is the one before when nothing changed.  *cost may be NULL. */
struct bt_held_breadth *bt_live_breadth_update(struct bt_live_breadth *l, const struct bt_book *book,
                                               enum bt_live_cost *cost);

#endif
