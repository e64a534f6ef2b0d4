/* The front (model/front.h): read before anything else of the cache, kept when a screen has shown all of it. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/engine_priv.h"
#include "model/front.h"

/* Its place in the cache, among what is computed. */
#define SOURCE "yahoo"
#define KEY "front"
#define MAX_BYTES ((size_t)8 << 20)

static void
destroy(struct bt_shared *self)
{
	struct bt_held_front *held = (struct bt_held_front *)(void *)self;

	bt_arena_release(&held->arena);
	free(held);
}

void
bt_engine_drop_front(struct bt_engine *e)
{
	if (e->front)
		bt_shared_unref(&e->front->shared);
	e->front = NULL;
}

static uint64_t
stamp_of(const struct bt_engine *e, struct bt_snapshot *s, int64_t serial)
{
	return bt_front_stamp(serial, e->settings, s->universe, s->market_count);
}

void
bt_engine_load_front(struct bt_engine *e)
{
	struct bt_held_front *held;
	const void *data;
	size_t len;

	if (!e->store || !e->settings || e->config.as_of != BT_DATE_NONE)
		return;
	bt_engine_load_market(e);
	e->seen_serial = bt_store_serial(e->store);
	held = bt_xcalloc(1, sizeof(*held));
	bt_shared_init(&held->shared, destroy);
	bt_xarena_init(&held->arena);
	held->serial = e->seen_serial;
	struct bt_snapshot *s = bt_snapshot_new();

	s->universe = e->universe;
	bt_engine_show_market(e, s);
	e->front_stamp = stamp_of(e, s, held->serial);
	bt_snapshot_free(s);
	if (bt_store_get_computed(e->store, SOURCE, KEY, e->front_stamp, &held->arena, &data, &len, NULL) == BT_OK
	    && bt_front_open(data, len, &held->arena, &held->front)) {
		e->front = held;
		return;
	}
	e->front_stamp = 0;
	bt_shared_unref(&held->shared);
}

bool
bt_engine_is_front_alone(const struct bt_engine *e)
{
	return e->front && e->book->n == 0;
}

/* Does it hold what the cache does: all of it, nothing that is not written yet, every series of its own source? */
static bool
is_settled(const struct bt_engine *e, const struct bt_snapshot *s)
{
	if (!e->store || e->kind != BT_SOURCE_YAHOO || s->phase != BT_PHASE_IDLE || !e->all_loaded
	    || !e->others_loaded || s->market.n_stand_in)
		return false;
	for (size_t d = 0; d < e->n_desk; d++) {
		if (e->desk[d].out || e->desk[d].stands_in)
			return false;
		for (size_t i = 0; i < e->desk[d].book.n; i++)
			if (bt_entry_is_dirty(e->desk[d].book.at[i]))
				return false;
	}
	return true;
}

void
bt_engine_add_front(struct bt_engine *e, struct bt_snapshot *s)
{
	if (e->front && (s->phase != BT_PHASE_LOADING || e->kind != BT_SOURCE_YAHOO
	                 || e->front->serial != e->seen_serial))
		bt_engine_drop_front(e);
	if (e->front) {
		bt_snapshot_hold(s, &e->front->shared);
		s->front = &e->front->front;
	}
	if (!e->box || !e->settings || e->store_state == BT_STORE_READ_ONLY || !is_settled(e, s))
		return;
	s->cache_serial = e->seen_serial;
	s->wants_front = e->front_stamp != stamp_of(e, s, s->cache_serial);
}

/* The reports of the last screen anew, of the bars that there are now. */
void
bt_engine_renew_front(struct bt_engine *e, struct bt_snapshot *s)
{
	struct bt_scope scope = bt_scope_from_snapshot(s, e->settings, s->made_utc);
	struct bt_front front;
	struct bt_arena a;
	struct bt_buf bytes;
	const void *data;
	size_t len;

	if (!e->settings || e->config.as_of != BT_DATE_NONE || !is_settled(e, s))
		return;
	bt_xarena_init(&a);
	bt_buf_init(&bytes, MAX_BYTES);
	if (bt_store_last_computed(e->store, SOURCE, KEY, &a, &data, &len, NULL) == BT_OK
	    && bt_front_open(data, len, &a, &front) && bt_front_renew(&front, s, &scope, &bytes))
		bt_engine_keep_front(e, &(struct bt_front_bytes){e->seen_serial, stamp_of(e, s, e->seen_serial),
		                                                 bytes.data, bytes.len});
	bt_buf_release(&bytes);
	bt_arena_release(&a);
}

void
bt_engine_keep_front(struct bt_engine *e, const struct bt_front_bytes *f)
{
	struct bt_err err;

	if (!e->store || e->store_state == BT_STORE_READ_ONLY || bt_store_begin(e->store, &err))
		return;
	if (bt_store_serial(e->store) == f->cache_serial
	    && bt_store_put_computed(e->store, SOURCE, KEY, f->stamp, f->data, f->len, &err) == BT_OK
	    && bt_store_commit(e->store, &err) == BT_OK)
		e->front_stamp = f->stamp;
	else
		bt_store_rollback(e->store);
}
