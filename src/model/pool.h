/* model/pool.h - memory in slabs of some megabytes, for many things of some hundred kilobytes that come together and
 * leave each on its own.
 *
 * A page of 4 KiB costs a visit to the kernel when it is first touched: for the histories of 500 symbols a third of
 * the time that loading them takes.  A slab is born in huge pages where the system has them.  It is given back when
 * the pool and all that was taken from it have let it go; that may be on any thread.  */
#ifndef BT_MODEL_POOL_H
#define BT_MODEL_POOL_H

#include <stddef.h>

struct bt_slab;

/* All zero: an empty pool.  For one thread. */
struct bt_pool {
	struct bt_slab *open;    /* from which is taken, held */
};

/* n bytes, aligned to a cache line, not cleared; never NULL.  *slab is held for the caller until he lets it go. */
void *bt_pool_take(struct bt_pool *p, size_t n, struct bt_slab **slab);
void bt_slab_let_go(struct bt_slab *s);

/* What was taken stays. */
void bt_pool_release(struct bt_pool *p);

#endif
