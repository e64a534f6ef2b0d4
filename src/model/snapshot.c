#include "model/snapshot.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "model/scope_breadth.h"

struct bt_snapshot *
bt_snapshot_new(void)
{
	struct bt_snapshot *s = bt_xcalloc(1, sizeof(*s));

	bt_xarena_init(&s->arena);
	s->market.source = "";
	s->health.transport = s->health.clock_note = "";
	s->health.clock_ahead_s = NAN;
	s->health.cache = (struct bt_cache_health){
		.path = "", .note = "", .bytes = -1, .oldest = BT_DATE_NONE, .newest = BT_DATE_NONE,
	};
	return s;
}

void
bt_snapshot_hold(struct bt_snapshot *s, struct bt_shared *thing)
{
	if (s->n_held == s->cap_held) {
		s->cap_held = s->cap_held ? s->cap_held * 2 : 64;
		s->held = bt_xrealloc(s->held, s->cap_held, sizeof(struct bt_shared *));
	}
	s->held[s->n_held++] = bt_shared_ref(thing);
}

void
bt_snapshot_free(struct bt_snapshot *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_held; i++)
		bt_shared_unref(s->held[i]);
	free(s->held);
	bt_arena_release(&s->arena);
	free(s);
}

void
bt_snapshot_add_breadth(struct bt_snapshot *s)
{
	struct bt_scope scope = {.market = &s->market, .universe = s->universe};

	if (s->universe && bt_scope_breadth(&scope, BT_PRICE_ADJCLOSE, false, &s->arena, &s->breadth, NULL))
		s->breadth = NULL;
}

struct bt_scope
bt_scope_from_snapshot(const struct bt_snapshot *s, const struct bt_settings *settings,
                       int64_t now_utc)
{
	return (struct bt_scope){
		.market = &s->market,
		.universe = s->universe,
		.breadth = s->breadth,
		.breadth_comes = !s->breadth && s->phase != BT_PHASE_IDLE,
		.side = s->side,
		.n_side = s->n_side,
		.lines = s->lines,
		.sector_days = s->sector_days,
		.front = s->front,
		.settings = settings,
		.news = s->news,
		.n_news = s->n_news,
		.health = &s->health,
		.market_count = s->market_count,
		.now_utc = now_utc,
	};
}
