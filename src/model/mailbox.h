/* model/mailbox.h - the one place where a finished snapshot passes from the engine to the screen.
 *
 * One writer, one reader, no lock: ownership moves with an atomic exchange.  The reader polls wake.rd
 * together with the terminal.  */
#ifndef BT_MODEL_MAILBOX_H
#define BT_MODEL_MAILBOX_H

#include <stdatomic.h>

#include "base/err.h"
#include "base/wake.h"
#include "model/snapshot.h"

struct bt_mailbox {
	_Atomic(struct bt_snapshot *) latest;
	struct bt_wake wake;
};

BT_MUST_CHECK enum bt_status bt_mailbox_init(struct bt_mailbox *box, struct bt_err *err);
/* Frees what was never taken; the writer must have ended. */
void bt_mailbox_release(struct bt_mailbox *box);

/* Hand over a finished snapshot; the writer must not touch it again.  An older one that the reader
 * never took is freed here.  */
void bt_mailbox_put(struct bt_mailbox *box, struct bt_snapshot *snap);

/* For the writer: take back what the reader has not taken yet, or NULL, so that its shared parts can
 * be used again.  Something newer must be put soon.  */
struct bt_snapshot *bt_mailbox_recall(struct bt_mailbox *box);

/* Newest snapshot or NULL when there is none newer than the last one taken; the caller owns it.
 * Drains the wake pipe first: a put after that wakes poll again.  */
struct bt_snapshot *bt_mailbox_take(struct bt_mailbox *box);

#endif
