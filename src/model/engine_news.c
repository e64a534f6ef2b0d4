/* News: feeds and the headlines about symbols, when they are due, what is asked and what came. */
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fetch/url.h"
#include "model/engine_priv.h"

/* --- what is due ------------------------------------------------------------------------------- */

static void
push_news(struct bt_engine *e, size_t i)
{
	struct bt_lane *l = bt_fetcher_lane(e->fetcher, e->news_lanes.at[i]);
	struct bt_task *t = bt_task_new(e->news_lanes.at[i], BT_ENGINE_FIRST_QUOTES);

	t->job.kind = BT_JOB_NEWS;
	t->job.url = bt_arena_strdup(&t->arena, l->base_url);
	t->job.feed = bt_arena_strdup(&t->arena, l->name);
	t->what = bt_arena_printf(&t->arena, "feed %s", l->name);
	t->stands_for = l->etag && *l->etag ? bt_arena_strdup(&t->arena, l->etag) : NULL;
	t->modified = l->modified && *l->modified ? bt_arena_strdup(&t->arena, l->modified) : NULL;
	bt_engine_queue(e, t);
}

int64_t
bt_engine_plan_news(struct bt_engine *e, const struct bt_schedule *s)
{
	int64_t next = BT_NEVER;

	for (size_t i = 0; e->want_news && i < e->news_lanes.len; i++) {
		struct bt_lane *l = bt_fetcher_lane(e->fetcher, e->news_lanes.at[i]);
		int64_t tried = e->news_due.at[i] > l->last_ok_utc ? e->news_due.at[i] : l->last_ok_utc;
		int64_t due = bt_schedule_news(s, tried);

		if (l->waiting + l->running)
			continue;
		if (due <= s->now_utc) {
			e->news_due.at[i] = s->now_utc;
			push_news(e, i);
		} else if (due < next) {
			next = due;
		}
	}
	return next;
}

/* The headlines about a symbol: by its feed, or by Yahoo's search. */
static bool
push_headlines(struct bt_engine *e, const char *about, size_t from)
{
	const struct bt_words *order = &e->settings->sources_news;

	for (size_t i = from; i < order->n; i++) {
		bool feed = strcmp(order->at[i], "rss") == 0;
		int lane = feed ? e->headline_lane : e->desk[0].lane;

		if (lane < 0 || bt_fetcher_lane(e->fetcher, lane)->gate.breaker != BT_BREAKER_CLOSED)
			continue;
		struct bt_task *t = bt_task_new(lane, BT_ENGINE_FIRST_QUOTES);
		const char **symbol = BT_ARENA_ARRAY(&t->arena, 1, const char *);
		struct bt_buf url;

		symbol[0] = bt_arena_strdup(&t->arena, about);
		bt_buf_init(&url, BT_URL_MAX);
		bt_buf_str(&url, e->settings->yahoo_news_url);
		bt_url_escape(about, &url);
		t->job.kind = BT_JOB_NEWS;
		t->job.url = feed ? bt_arena_strdup(&t->arena, url.data ? url.data : "") : NULL;
		t->job.feed = "yahoo";
		t->job.symbol = symbol;
		t->job.n = 1;
		t->what = bt_arena_printf(&t->arena, "headlines %s", about);
		bt_buf_release(&url);
		bt_engine_queue(e, t);
		return true;
	}
	return false;
}

int64_t
bt_engine_plan_headlines(struct bt_engine *e, const struct bt_schedule *s)
{
	int64_t next = BT_NEVER;

	for (size_t i = 0; i < e->headlines.len; i++) {
		struct bt_headlines *h = &e->headlines.at[i];
		int64_t due = h->wanted ? bt_schedule_news(s, h->asked_utc) : BT_NEVER;

		if (due > s->now_utc)
			next = due < next ? due : next;
		else if (push_headlines(e, h->symbol, h->source))
			h->asked_utc = s->now_utc;
	}
	return next;
}

void
bt_engine_force_news(struct bt_engine *e, bool all)
{
	for (size_t i = 0; i < e->headlines.len; i++)
		e->headlines.at[i].asked_utc = 0;
	for (size_t i = 0; all && i < e->news_lanes.len; i++) {
		struct bt_lane *l = bt_fetcher_lane(e->fetcher, e->news_lanes.at[i]);

		if (!(l->waiting + l->running))
			push_news(e, i);
	}
}

/* --- what came --------------------------------------------------------------------------------- */

static void
take_news(struct bt_engine *e, const struct bt_answer *a)
{
	struct bt_err err = {0};

	if (!a->n_news)
		return;
	if (!e->store || e->store_state == BT_STORE_READ_ONLY
	    || bt_store_put_news(e->store, a->news, a->n_news, &err))
		return;
	bt_lease_poke(&e->lease);
	(void)bt_lease_read(&e->lease);
	bt_engine_load_news(e, BT_ENGINE_NEWS);
}

/* Headlines that one source did not give are asked of the next at once; the first is tried again later. */
static void
end_headlines(struct bt_engine *e, const struct bt_done *d)
{
	for (size_t i = 0; d->task->job.kind == BT_JOB_NEWS && d->task->job.n && i < e->headlines.len; i++) {
		struct bt_headlines *h = &e->headlines.at[i];

		if (strcmp(h->symbol, d->task->job.symbol[0]) != 0)
			continue;
		if (!d->good && h->source + 1 < e->settings->sources_news.n) {
			h->source++;
			h->asked_utc = 0;
		} else {
			h->source = 0;
		}
	}
}

void
bt_engine_take_news(struct bt_engine *e, const struct bt_done *d)
{
	end_headlines(e, d);
	if (d->good)
		take_news(e, d->answer);
}
