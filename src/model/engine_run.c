/* The engine without a screen: it fetches what is out of date and ends. */
#include <stdlib.h>

#include "base/clock.h"
#include "model/engine_priv.h"

/* A round without a screen is at most so long, so that an interrupt is seen. */
#define ROUND_MS 250
/* A source that stays silent for longer is not waited for: whoever runs `fetch` runs it again. */
#define PATIENCE_MS 100000

static bool
is_interrupted(const struct bt_engine *e)
{
	return e->run->interrupted && *e->run->interrupted;
}

/* Nothing wanted is out of date any more, as far as another copy's work shows. */
static bool
is_fresh(struct bt_engine *e)
{
	struct bt_schedule s = *bt_engine_now(e);

	for (size_t i = 0; i < e->book->n; i++) {
		const struct bt_entry *entry = e->book->at[i];

		if (bt_schedule_closes(&s, entry) <= s.now_utc)
			return false;
		if (entry->shown && bt_schedule_history(&s, entry) <= s.now_utc)
			return false;
	}
	return true;
}

/* Is there still something to wait for? */
static bool
is_busy(struct bt_engine *e, int64_t end_ms)
{
	if (!bt_engine_is_fetcher(e))
		return !is_fresh(e);
	int64_t patience_ms = bt_clock_mono_ms() + PATIENCE_MS;

	return e->fetcher && !bt_fetcher_is_cut_off(e->fetcher)
	       && bt_fetcher_hopeful(e->fetcher, end_ms < patience_ms ? end_ms : patience_ms) > 0;
}

static void
refresh(struct bt_engine *e)
{
	int64_t end_ms = e->run->limit_ms ? bt_clock_mono_ms() + e->run->limit_ms : INT64_MAX;

	if (e->run->want.everything)
		bt_engine_force(e, true);
	e->wishes_dirty = true;
	bt_engine_meet_others(e);
	bt_engine_open_network(e);
	if (e->fetcher && !e->run->limit_ms)    /* `fetch`: the user asks now */
		bt_fetcher_hurry(e->fetcher);
	bt_engine_plan(e);
	while (is_busy(e, end_ms) && !is_interrupted(e) && bt_clock_mono_ms() < end_ms) {
		int64_t round = bt_clock_mono_ms() + ROUND_MS;

		bt_engine_round(e, round < end_ms ? round : end_ms);
		bt_engine_plan(e);              /* who stands in for a source that has just failed */
	}
	/* What could not be asked for in time did not work. */
	if (e->fetcher) {
		size_t open = bt_fetcher_open(e->fetcher), done = e->done;

		bt_fetcher_wind_up(e->fetcher);
		e->failed += open - (e->done - done);
	}
	bt_engine_commit(e, true);
}

static enum bt_status
run(struct bt_engine *e, struct bt_err *err)
{
	if (e->kind != BT_SOURCE_YAHOO)
		return bt_engine_open_source(e, err);
	bt_engine_open_cache(e);
	bt_engine_apply_wants(e);
	bt_engine_load_wanted(e);
	if (e->want_universe)
		bt_engine_restore_breadth(e, true);
	/* Who wants nothing looks at the cache itself: the health view. */
	if (e->want_universe || (!e->words.len && !e->want_news))
		bt_engine_load_rest(e);
	if (e->want_news || e->headlines.len)
		bt_engine_load_news(e, BT_ENGINE_NEWS);
	if (!e->config.offline)
		refresh(e);
	return BT_OK;
}

enum bt_status
bt_engine_run_once(const struct bt_engine_config *config, const struct bt_run *what,
                   struct bt_snapshot **out, size_t *failed, struct bt_err *err)
{
	struct bt_engine e;
	enum bt_status st = bt_engine_init(&e, config, &what->want, err);

	*out = NULL;
	if (failed)
		*failed = 0;
	e.run = what;
	e.checked = true;
	if (!st)
		st = run(&e, err);
	e.phase = BT_PHASE_IDLE;
	if (!st)
		*out = bt_engine_build(&e);
	if (!st && what->judges)
		bt_engine_look_at_alerts(&e, *out);
	if (!st && !what->limit_ms && !config->offline)        /* `fetch`: the next screen is there at once */
		bt_engine_renew_front(&e, *out);
	if (failed)
		*failed = e.failed;
	bt_engine_release(&e);
	return st;
}
