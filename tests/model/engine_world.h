/* engine_world.h - for tests of the engine: a loopback server, a cache of their own, settings that ask nobody
 * else; and a screen that waits for pictures.  Include it behind cmocka.h.  */
#ifndef BT_TESTS_ENGINE_WORLD_H
#define BT_TESTS_ENGINE_WORLD_H

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/engine.h"
#include "model/settings.h"
#include "support/folder.h"
#include "support/loopback_client.h"

#define PATIENCE_MS 20000

struct world {
	struct folder dir;
	const char *cache;               /* market.db in it */
	char now[24], url[80];
	struct bt_arena arena;
	struct bt_settings settings;
	struct bt_loopback server;
	struct bt_engine_config config;
};

static inline void
set(struct world *w, enum bt_setting id, const char *name, const char *text)
{
	struct bt_err err;

	if (bt_setting_parse(&w->settings, &w->arena, id, name, text, &err))
		fail_msg("%s", err.text);
}

/* One source at a high rate, one feed, a short back-off. */
static inline void
world_settings(struct world *w)
{
	static const char *const feeds[] = {"fed", "yahoo", "cnbc", "marketwatch", "nasdaq"};
	const struct {
		enum bt_setting id;
		const char *text;
	} all[] = {
		{BT_SET_yahoo_url, w->server.url}, {BT_SET_yahoo_rate, "1000"},
		{BT_SET_yahoo_connections, "8"}, {BT_SET_network_backoff, "20"},
		{BT_SET_sources_history, "yahoo"}, {BT_SET_sources_quotes, "yahoo"},
		{BT_SET_sources_vix, "yahoo"}, {BT_SET_sources_rates, ""},
		{BT_SET_cboe_url, w->server.url}, {BT_SET_cboe_per_minute, "60000"},
		{BT_SET_fred_url, w->server.url}, {BT_SET_fred_per_minute, "60000"},
		{BT_SET_nyfed_url, w->server.url}, {BT_SET_nyfed_per_minute, "60000"},
		{BT_SET_nasdaq_url, w->server.url}, {BT_SET_nasdaq_per_minute, "60000"},
		{BT_SET_tiingo_url, w->server.url}, {BT_SET_tiingo_per_minute, "60000"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		set(w, all[i].id, NULL, all[i].text);
	snprintf(w->url, sizeof(w->url), "%s/feed/none?s=", w->server.url);
	set(w, BT_SET_yahoo_news_url, NULL, w->url);
	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++)
		set(w, BT_SET_feeds, feeds[i], "");
	snprintf(w->url, sizeof(w->url), "%s/rss/fed", w->server.url);
	set(w, BT_SET_feeds, "fed", w->url);
}

/* Its market stands where it stood age_s ago; `more` arguments of the server end with NULL, or are NULL. */
static inline int
world_open(void **state, int64_t age_s, const char *const *more)
{
	struct world *w = calloc(1, sizeof(*w));
	const char *args[16] = {"--now", w->now};

	folder_open(&w->dir);
	w->cache = folder_path(&w->dir, "market.db");
	snprintf(w->now, sizeof(w->now), "%lld", (long long)(bt_clock_utc() - age_s));
	for (size_t i = 0; more && more[i]; i++)
		args[2 + i] = more[i];
	if (!bt_loopback_start(&w->server, "./test-loopback", args))
		return -1;
	bt_xarena_init(&w->arena);
	bt_settings_init(&w->settings, &w->arena);
	world_settings(w);
	w->config = (struct bt_engine_config){
		.source = "yahoo", .settings = &w->settings, .cache = w->cache, .as_of = BT_DATE_NONE,
	};
	*state = w;
	return 0;
}

static inline int
teardown(void **state)
{
	struct world *w = *state;
	bool clean = bt_loopback_stop(&w->server);

	folder_close(&w->dir);
	bt_arena_release(&w->arena);
	free(w);
	return clean ? 0 : -1;
}

static inline size_t
bars_of(const struct bt_snapshot *s, const char *symbol)
{
	const struct bt_security *sec = bt_market_find(&s->market, symbol);

	return sec ? sec->bars.n : 0;
}

static inline bool
says(const struct bt_snapshot *s, const char *words)
{
	for (size_t i = 0; i < s->n_message; i++)
		if (strstr(s->message[i].text, words))
			return true;
	return false;
}

struct screen {
	struct bt_mailbox box;
	struct bt_engine *engine;
	struct bt_snapshot *last;        /* newest taken */
	size_t taken;
};

static inline void
start(struct world *w, struct screen *s, const char *const *word, size_t n, bool universe)
{
	struct bt_want want = {.word = word, .n_word = n, .universe = universe, .news = true};
	struct bt_err err;

	*s = (struct screen){.taken = 0};
	assert_int_equal(bt_mailbox_init(&s->box, NULL), BT_OK);
	if (bt_engine_start(&w->config, &want, &s->box, &s->engine, &err))
		fail_msg("%s", err.text);
}

static inline void
stop(struct screen *s)
{
	assert_true(bt_engine_stop(s->engine, 5000));
	bt_snapshot_free(s->last);
	bt_mailbox_release(&s->box);
}

/* Take snapshots until one is as wanted; false after the patience. */
static inline bool
wait_for(struct screen *s, bool (*wanted)(const struct bt_snapshot *))
{
	int64_t end = bt_clock_mono_ms() + PATIENCE_MS;

	while (bt_clock_mono_ms() < end) {
		struct pollfd p = {.fd = s->box.wake.rd, .events = POLLIN};

		poll(&p, 1, 100);
		struct bt_snapshot *next = bt_mailbox_take(&s->box);

		if (!next)
			continue;
		bt_snapshot_free(s->last);
		s->last = next;
		s->taken++;
		if (wanted(next))
			return true;
	}
	return false;
}

#endif
