/* The whole market counted: every listed share's change of the day, where the settings name who counts. */
#include <string.h>

#include "base/xalloc.h"
#include "model/engine_priv.h"

/* Its place in the cache, and the form of what is kept there. */
#define KEY "whole market"
#define FORM 1
#define FAILED_S 900

/* The desk that counts, or -1. */
static int
counter(const struct bt_engine *e)
{
	const struct bt_words *order = &e->settings->sources_market;

	for (size_t i = 0; i < order->n; i++)
		for (size_t d = 0; d < e->n_desk; d++)
			if (strcmp(e->desk[d].provider->id, order->at[i]) == 0
			    && bt_provider_can(e->desk[d].provider, BT_JOB_WHOLE_MARKET, NULL))
				return (int)d;
	return -1;
}

void
bt_engine_load_market(struct bt_engine *e)
{
	const void *data;
	struct bt_arena a;
	size_t len;
	int desk = counter(e);

	if (desk < 0 || !e->store)
		return;
	bt_xarena_init(&a);
	if (bt_store_get_computed(e->store, e->desk[desk].provider->id, KEY, FORM, &a, &data, &len, NULL) == BT_OK
	    && len == sizeof(e->market.counts)) {
		memcpy(&e->market.counts, data, len);
		e->market.asked_utc = e->market.counts.fetched_utc;
	}
	bt_arena_release(&a);
}

bool
bt_engine_is_count(const struct bt_task *t)
{
	return t->job.kind == BT_JOB_WHOLE_MARKET;
}

void
bt_engine_take_count(struct bt_engine *e, const struct bt_done *d, int64_t now_utc)
{
	e->market.queued = false;
	if (!d->good || !d->answer->whole) {
		e->market.retry_utc = now_utc + FAILED_S;
		return;
	}
	e->market.counts = *d->answer->whole;
	e->market.asked_utc = now_utc;
	if (e->store && e->store_state != BT_STORE_READ_ONLY)
		(void)!bt_store_put_computed(e->store, d->lane->id, KEY, FORM, &e->market.counts,
		                             sizeof(e->market.counts), NULL);
}

int64_t
bt_engine_plan_market(struct bt_engine *e, const struct bt_schedule *s)
{
	int desk = counter(e);
	int64_t due;
	struct bt_task *t;

	if (desk < 0 || e->desk[desk].lane < 0 || !e->want_universe || e->market.queued)
		return BT_NEVER;
	due = bt_schedule_market(s, e->market.asked_utc, e->settings->refresh_market);
	due = e->market.retry_utc > due ? e->market.retry_utc : due;
	if (due > s->now_utc)
		return due;
	t = bt_task_new(e->desk[desk].lane, 1);
	t->job.kind = BT_JOB_WHOLE_MARKET;
	t->what = "whole market";
	e->market.queued = true;
	bt_engine_queue(e, t);
	return BT_NEVER;
}

void
bt_engine_show_market(struct bt_engine *e, struct bt_snapshot *s)
{
	struct bt_market_count *count;
	int desk = counter(e);

	if (desk < 0 || !e->market.counts.rows)
		return;
	count = BT_ARENA_NEW(&s->arena, struct bt_market_count);
	*count = (struct bt_market_count){e->desk[desk].provider->id, e->market.counts};
	s->market_count = count;
}
