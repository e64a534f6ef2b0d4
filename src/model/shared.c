#include "model/shared.h"

void
bt_shared_init(struct bt_shared *s, void (*destroy)(struct bt_shared *self))
{
	atomic_init(&s->refs, 1);
	s->destroy = destroy;
}

struct bt_shared *
bt_shared_ref(struct bt_shared *s)
{
	/* Nothing is read on the strength of a new reference, so no order is needed. */
	atomic_fetch_add_explicit(&s->refs, 1, memory_order_relaxed);
	return s;
}

void
bt_shared_unref(struct bt_shared *s)
{
	/* Release what this holder did, acquire what the others did before freeing. */
	if (s && atomic_fetch_sub_explicit(&s->refs, 1, memory_order_acq_rel) == 1)
		s->destroy(s);
}

bool
bt_shared_is_mine(const struct bt_shared *s)
{
	return atomic_load_explicit(&s->refs, memory_order_acquire) == 1;
}
