/* What the engine knows becomes a snapshot: judged by the alerts, handed to the screen. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "core/roll.h"
#include "model/engine_priv.h"

#define JUDGE_MS 1000                    /* between two looks at the alerts while answers pour in */

static void
build_files(struct bt_engine *e, struct bt_snapshot *s)
{
	if (!e->held_source) {
		s->market = (struct bt_market){.source = e->config.source};
		return;
	}
	bt_snapshot_hold(s, &e->held_source->shared);
	s->market = *bt_source_market(e->held_source->source);
	if (!s->universe || e->kind == BT_SOURCE_SAMPLE)
		s->universe = bt_source_all(e->held_source->source);
}

/* --- all --------------------------------------------------------------------------------------- */

struct bt_snapshot *
bt_engine_build(struct bt_engine *e)
{
	struct bt_snapshot *s = bt_snapshot_new();
	size_t open = e->fetcher ? bt_fetcher_open(e->fetcher) : 0;

	s->serial = ++e->serial;
	s->made_utc = bt_clock_utc();
	s->universe = e->universe;
	bt_engine_add_health(e, s);
	bt_engine_judge_desks(e, &s->health);
	if (e->kind == BT_SOURCE_YAHOO)
		bt_engine_build_market(e, s);
	else
		build_files(e, s);
	s->market.last = bt_market_last(&s->market);
	if (s->universe && e->want_universe && !e->run)
		s->market.roll = bt_roll_make(&s->market, s->universe, &s->arena);
	if (e->news && e->kind != BT_SOURCE_CSV && e->kind != BT_SOURCE_IMPORT) {
		bt_snapshot_hold(s, &e->news->shared);
		s->news = e->news->item;
		s->n_news = e->news->n;
	}
	bt_engine_show_market(e, s);
	bt_engine_show_found(e, s);
	bt_engine_add_messages(e, s);
	s->phase = e->phase == BT_PHASE_LOADING ? BT_PHASE_LOADING
	           : open                       ? BT_PHASE_FETCHING
	                                        : BT_PHASE_IDLE;
	s->done = open ? e->done : 0;
	s->total = open ? e->total : 0;
	s->next_refresh_utc = e->next_refresh_utc;
	s->offline = e->config.offline;
	s->paused = e->paused;
	s->empty = s->market.n == 0 && s->phase == BT_PHASE_IDLE;
	bt_engine_add_breadth(e, s);
	bt_engine_add_sectors(e, s);
	bt_engine_add_lines(e, s);
	bt_engine_add_front(e, s);
	return s;
}

void
bt_engine_look_at_alerts(struct bt_engine *e, struct bt_snapshot *s)
{
	struct bt_scope scope = bt_scope_from_snapshot(s, e->settings, s->made_utc);
	bool pouring = s->phase == BT_PHASE_FETCHING && e->published_ms - e->judged_ms < JUDGE_MS;
	bool judging = s->phase != BT_PHASE_LOADING && !pouring && !e->paused &&
	               (e->kind != BT_SOURCE_YAHOO || bt_engine_is_fetcher(e));

	if (judging)
		e->judged_ms = e->published_ms;
	if (bt_alerts_look(&e->judge, &scope, judging, &s->arena, &s->alerts)) {
		bt_lease_poke(&e->lease);
		(void)bt_lease_read(&e->lease); /* our own poke must not wake us */
	}
}

void
bt_engine_publish(struct bt_engine *e)
{
	struct bt_snapshot *s;

	e->changed = false;
	e->published_ms = bt_clock_mono_ms();
	if (!e->box)
		return;
	s = bt_engine_build(e);
	bt_engine_look_at_alerts(e, s);
	bt_mailbox_put(e->box, s);
}
