#include "model/held_digest.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static void
destroy(struct bt_shared *self)
{
	free(self);                             /* the lists are part of the same block */
}

struct bt_held_digest *
bt_held_digest_new(const struct bt_bars *bars)
{
	struct bt_held_digest *held;
	struct bt_arena scratch;
	struct bt_digest d;
	uint32_t *at;

	bt_xarena_init(&scratch);
	(void)!bt_digest_make(bars, &scratch, &d);
	held = bt_xmalloc(sizeof(*held) + (d.close.n + d.high.n) * sizeof(*at));
	at = (uint32_t *)(void *)(held + 1);
	if (d.close.n)
		memcpy(at, d.close.at, d.close.n * sizeof(*at));
	if (d.high.n)
		memcpy(at + d.close.n, d.high.at, d.high.n * sizeof(*at));
	bt_shared_init(&held->shared, destroy);
	held->digest = d;
	held->digest.close.at = at;
	held->digest.high.at = at + d.close.n;
	bt_arena_release(&scratch);
	return held;
}
