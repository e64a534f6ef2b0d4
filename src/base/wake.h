/* base/wake.h - a pipe that wakes a poll(2) in another thread. */
#ifndef BT_BASE_WAKE_H
#define BT_BASE_WAKE_H

#include "base/err.h"

struct bt_wake {
	int rd;   /* poll this for POLLIN */
	int wr;
};

BT_MUST_CHECK enum bt_status bt_wake_init(struct bt_wake *w, struct bt_err *err);
void bt_wake_release(struct bt_wake *w);
/* From any thread or signal handler.  A full pipe is fine: a wake-up is pending already. */
void bt_wake_up(const struct bt_wake *w);
/* Forget what is pending; drain first, then look at the shared state. */
void bt_wake_drain(const struct bt_wake *w);

#endif
