/* model/shared.h - an immutable thing that several snapshots point to.
 *
 * Long histories, loaded files and lists do not change from one snapshot to the next; copying them
 * each time would cost more than everything else.  Whoever keeps a pointer holds a reference, taken
 * only by someone who already holds one; the last unref frees.  References may be given back on any
 * thread, the content must not change once a second holder exists.  */
#ifndef BT_MODEL_SHARED_H
#define BT_MODEL_SHARED_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* First member of the thing itself. */
struct bt_shared {
	atomic_size_t refs;
	void (*destroy)(struct bt_shared *self);   /* frees the thing, this head included */
};

/* The maker holds the first reference. */
void bt_shared_init(struct bt_shared *s, void (*destroy)(struct bt_shared *self));
/* One more; returns s. */
struct bt_shared *bt_shared_ref(struct bt_shared *s);
/* One less; NULL is allowed. */
void bt_shared_unref(struct bt_shared *s);
/* Whether the caller holds the only reference, so that nobody else can be looking. */
bool bt_shared_is_mine(const struct bt_shared *s);

#endif
