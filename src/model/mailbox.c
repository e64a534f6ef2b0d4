#include "model/mailbox.h"

enum bt_status
bt_mailbox_init(struct bt_mailbox *box, struct bt_err *err)
{
	atomic_init(&box->latest, NULL);
	return bt_wake_init(&box->wake, err);
}

void
bt_mailbox_release(struct bt_mailbox *box)
{
	bt_snapshot_free(atomic_exchange(&box->latest, NULL));
	bt_wake_release(&box->wake);
}

void
bt_mailbox_put(struct bt_mailbox *box, struct bt_snapshot *snap)
{
	bt_snapshot_free(atomic_exchange(&box->latest, snap));
	bt_wake_up(&box->wake);
}

struct bt_snapshot *
bt_mailbox_recall(struct bt_mailbox *box)
{
	return atomic_exchange(&box->latest, NULL);
}

struct bt_snapshot *
bt_mailbox_take(struct bt_mailbox *box)
{
	bt_wake_drain(&box->wake);
	return atomic_exchange(&box->latest, NULL);
}
