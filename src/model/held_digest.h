/* model/held_digest.h - the digest of a history (core/digest.h) in one piece of memory, shared by snapshots. */
#ifndef BT_MODEL_HELD_DIGEST_H
#define BT_MODEL_HELD_DIGEST_H

#include "core/digest.h"
#include "model/shared.h"

/* Immutable; it borrows nothing of the bars. */
struct bt_held_digest {
	struct bt_shared shared;
	struct bt_digest digest;
};

/* Read through all bars but the last, some 20 us for 20 years. */
struct bt_held_digest *bt_held_digest_new(const struct bt_bars *bars);

#endif
