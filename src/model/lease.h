/* model/lease.h - which copy of the program fetches, and how the copies notice each other.
 *
 * Beside the cache lies a lock file.  Who holds its lock fetches; the others read what it writes.
 * After every commit the writer pokes the lock file, and everybody else's watch on it (inotify) wakes
 * them; so do wishes, the other way.  A copy that ends, in whatever way, closes the file, which wakes
 * the others too: they try for the lock.  Nobody polls, unless the system has no watches left; then
 * bt_lease_timeout says how long to sleep.  */
#ifndef BT_MODEL_LEASE_H
#define BT_MODEL_LEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct bt_lease {
	int lock;                        /* descriptor of the lock file; -1: none can be had */
	int watch;                       /* inotify; -1: not to be had */
	bool mine;
	int retries;                     /* tries left after a copy has ended: its lock goes a moment later */
};

/* Open the lock file of that cache and try for the lock.  BT_E_IO: there can be none (a directory
 * that cannot be written): the lease is then mine, for nothing will be written.  */
BT_MUST_CHECK enum bt_status bt_lease_open(struct bt_lease *l, const char *cache,
                                           struct bt_err *err);
/* Gives the lock back. */
void bt_lease_release(struct bt_lease *l);

/* Try for the lock; true when it is mine. */
bool bt_lease_try(struct bt_lease *l);
/* Give the lock to somebody else and stay a reader. */
void bt_lease_yield(struct bt_lease *l);

/* Tell the others that something was committed. */
void bt_lease_poke(const struct bt_lease *l);

enum bt_lease_event {
	BT_LEASE_CHANGED = 1,            /* somebody committed something */
	BT_LEASE_ENDED = 2,              /* somebody closed the file: the lock may be free */
	BT_LEASE_GONE = 4,               /* the lock file was deleted: open the lease anew */
};
/* Descriptor to poll for reading, or -1. */
int bt_lease_fd(const struct bt_lease *l);
/* What happened since the last call; a set of events. */
unsigned bt_lease_read(struct bt_lease *l);

/* Milliseconds after which to call bt_lease_try again, -1: only after an event. */
int bt_lease_timeout(const struct bt_lease *l);

/* Process id of the holder as it wrote it, 0 unknown. */
long bt_lease_holder(const struct bt_lease *l);

#endif
