/* The lanes: one for each source that is in somebody's order, one for each feed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "fetch/key.h"
#include "model/engine_priv.h"
#include "model/module.h"

#define MAX_AT_ONCE 64

/* --- what the settings say of a source --------------------------------------------------------- */

struct source_setting {
	const char *id, *url, *user_agent;   /* user_agent NULL: the provider's own */
	double per_second;
	int at_once;                     /* 0: the provider's own */
	const char *key_file, *key_command;
};

static struct source_setting
setting_of(const struct bt_settings *s, const char *id)
{
	const struct source_setting all[] = {
		{"yahoo", s->yahoo_url, s->yahoo_user_agent, s->yahoo_rate, s->yahoo_connections, "", ""},
		{"cboe", s->cboe_url, NULL, s->cboe_per_minute / 60.0, 0, "", ""},
		{"fred", s->fred_url, NULL, s->fred_per_minute / 60.0, 0, "", ""},
		{"nyfed", s->nyfed_url, NULL, s->nyfed_per_minute / 60.0, 0, "", ""},
		{"nasdaq", s->nasdaq_url, NULL, s->nasdaq_per_minute / 60.0, 0, "", ""},
		{"tiingo", s->tiingo_url, NULL, s->tiingo_per_minute / 60.0, 0, s->tiingo_key_file,
		 s->tiingo_key_command},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].id, id) == 0)
			return all[i];
	return (struct source_setting){0};
}

static struct bt_limits
limits_of(const struct bt_engine *e, double per_second, int at_once)
{
	return (struct bt_limits){
		.per_second = per_second, .at_once = at_once,
		.backoff_ms = e->settings->network_backoff, .pause_ms = e->settings->network_pause,
	};
}

/* Is it named in any order? */
static bool
is_ordered(const struct bt_engine *e, size_t desk)
{
	const struct bt_words *market = &e->settings->sources_market;

	for (int duty = 0; duty < BT_DUTIES; duty++)
		for (const signed char *o = e->order[duty]; *o >= 0; o++)
			if ((size_t)*o == desk)
				return true;
	for (size_t i = 0; i < market->n; i++)
		if (strcmp(market->at[i], e->desk[desk].provider->id) == 0)
			return true;
	return false;
}

/* --- lanes ------------------------------------------------------------------------------------- */

/* The user's key of a source that wants one; false: there is none, or it cannot be had. */
static bool
find_key(struct bt_engine *e, const struct bt_provider *p, const struct source_setting *s,
         char key[BT_KEY_SIZE])
{
	struct bt_err err = {0};
	enum bt_status st;

	key[0] = '\0';
	if (!p->key_header)
		return true;
	if (!*s->key_file && !*s->key_command)
		return false;
	st = *s->key_file ? bt_key_read(s->key_file, key, &err)
	                  : bt_key_run(s->key_command, BT_KEY_TIMEOUT_MS, key, &err);
	if (st)
		snprintf(e->key_note, sizeof(e->key_note), "%s is not asked: %.200s", p->name, err.text);
	return st == BT_OK;
}

static void
open_desk_lane(struct bt_engine *e, struct bt_desk *d)
{
	const struct bt_provider *p = d->provider;
	struct source_setting s = setting_of(e->settings, p->id);
	char key[BT_KEY_SIZE];

	if (!s.url || !find_key(e, p, &s, key))
		return;
	d->lane = bt_fetcher_add_lane(e->fetcher, p->id, p->name, p, s.url,
	                              s.user_agent ? s.user_agent : p->user_agent,
	                              limits_of(e, s.per_second, s.at_once ? s.at_once : p->at_once));
	if (*key)
		bt_fetcher_lane(e->fetcher, d->lane)->key = bt_xstrdup(key);
	explicit_bzero(key, sizeof(key));
}

static void
add_news_lanes(struct bt_engine *e)
{
	const struct bt_provider *p = bt_provider_find("rss");
	const struct bt_pairs *feeds = &e->settings->feeds;

	for (size_t i = 0; p && i < feeds->n; i++) {
		char id[80];

		if (!*feeds->at[i].value)
			continue;
		snprintf(id, sizeof(id), "feed:%.64s", feeds->at[i].name);
		BT_VEC_PUSH(&e->news_lanes,
		            bt_fetcher_add_lane(e->fetcher, id, feeds->at[i].name, p, feeds->at[i].value,
		                                e->settings->network_feed_user_agent,
		                                limits_of(e, p->per_second, 1)));
		BT_VEC_PUSH(&e->news_due, 0);
	}
	/* The headlines about a symbol: Yahoo's feed, asked as Yahoo is. */
	if (p && *e->settings->yahoo_news_url)
		e->headline_lane = bt_fetcher_add_lane(e->fetcher, "headlines", "Yahoo headlines", p,
		                                       e->settings->yahoo_news_url,
		                                       e->settings->yahoo_user_agent,
		                                       limits_of(e, p->per_second, 1));
}

void
bt_engine_limit_lanes(struct bt_engine *e)
{
	for (size_t i = 0; e->fetcher && i < e->n_desk; i++) {
		const struct bt_desk *d = &e->desk[i];
		struct source_setting s = setting_of(e->settings, d->provider->id);

		if (d->lane >= 0)
			bt_gate_set_limits(&bt_fetcher_lane(e->fetcher, d->lane)->gate,
			                   limits_of(e, s.per_second,
			                             s.at_once ? s.at_once : d->provider->at_once));
	}
}

void
bt_engine_open_network(struct bt_engine *e)
{
	struct bt_fetcher_config config = {
		.connect_timeout_ms = e->settings->network_connect_timeout * 1000,
		.timeout_ms = e->settings->network_timeout * 1000,
		.ca_file = e->settings->network_ca_file,
		.max_total = MAX_AT_ONCE, .done = bt_engine_on_done, .log = bt_engine_on_log, .user = e,
	};
	struct bt_err err = {0};
	enum bt_status st;

	if (e->fetcher || e->net_note[0])
		return;
	st = bt_module_load(e->config.module, &config.ops, &err);
	if (!st)
		st = bt_fetcher_new(&config, &e->fetcher, &err);
	e->changed = true;
	if (st) {
		snprintf(e->net_note, sizeof(e->net_note), "%.290s", err.text);
		return;
	}
	snprintf(e->transport, sizeof(e->transport), "%.110s", config.ops->version());
	for (size_t i = 0; i < e->n_desk; i++)
		if (is_ordered(e, i))
			open_desk_lane(e, &e->desk[i]);
	add_news_lanes(e);
	bt_engine_restore_lanes(e);
}
