/* The sectors of the universe on its newest settled sessions, so that a step through them looks its day up. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "core/roll.h"
#include "model/engine_priv.h"

#define SESSIONS 126             /* half a year: 180 kB for a universe of eleven sectors, 6 ms for 503 members */

static void
destroy(struct bt_shared *self)
{
	struct bt_held_sectors *held = (struct bt_held_sectors *)(void *)self;

	bt_arena_release(&held->arena);
	free(held);
}

static struct bt_held_sectors *
make(const struct bt_snapshot *s)
{
	struct bt_held_sectors *held = bt_xcalloc(1, sizeof(*held));
	size_t settled = s->breadth->n - 1, from = settled > SESSIONS ? settled - SESSIONS : 0;
	struct bt_arena scratch;

	bt_shared_init(&held->shared, destroy);
	bt_xarena_init(&held->arena);
	bt_xarena_init(&scratch);
	(void)!bt_sector_days_make(s->market.roll, s->breadth->date + from, settled - from, s->breadth->price,
	                           &held->arena, &scratch, &held->days);
	bt_arena_release(&scratch);
	return held;
}

/* Of a breadth that follows quotes the pass over history tells its past; else each is a past of its own. */
static bool
is_of(const struct bt_held_sectors *held, const struct bt_engine_universe *u)
{
	const struct bt_held_breadth *b = u->held;

	return held && held->sessions == b->b.n && held->pass == b->pass &&
	       (b->pass || held->version == u->version);
}

void
bt_engine_drop_sectors(struct bt_engine *e)
{
	if (e->sectors)
		bt_shared_unref(&e->sectors->shared);
	e->sectors = NULL;
}

void
bt_engine_add_sectors(struct bt_engine *e, struct bt_snapshot *s)
{
	const struct bt_engine_universe *u = e->breadth;
	bool whole = s->phase == BT_PHASE_IDLE && (e->kind != BT_SOURCE_YAHOO || e->all_loaded);

	/* The sample is another every other second. */
	if (e->kind == BT_SOURCE_SAMPLE || !s->market.roll || !s->breadth || s->breadth->n < 2 ||
	    !s->market.roll->sector_name[0])
		return;
	if (whole && !is_of(e->sectors, u)) {
		bt_engine_drop_sectors(e);
		e->sectors = make(s);
		e->sectors->sessions = u->held->b.n;
		e->sectors->pass = u->held->pass;
		e->sectors->version = u->version;
	}
	if (!is_of(e->sectors, u))
		return;
	bt_snapshot_hold(s, &e->sectors->shared);
	s->sector_days = &e->sectors->days;
}
