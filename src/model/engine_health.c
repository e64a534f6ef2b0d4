/* How sources, cache and clock are doing, and what of it must be said on the status line. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "model/engine_priv.h"
#include "model/source_sample.h"

#define MAX_EVENTS 100

/* --- health ------------------------------------------------------------------------------------ */

/* What the copy that fetches has written about itself. */
static void
read_providers(struct bt_engine *e, struct bt_snapshot *s)
{
	struct bt_store_provider *p;
	size_t n;

	if (!e->store || bt_store_load_providers(e->store, &s->arena, &p, &n, NULL))
		return;
	struct bt_provider_health *h = BT_ARENA_ARRAY(&s->arena, n, struct bt_provider_health);

	for (size_t i = 0; i < n; i++) {
		const struct bt_provider *known = bt_provider_find(p[i].id);
		bool feed = strncmp(p[i].id, "feed:", 5) == 0, today = p[i].day == s->made_utc / 86400;

		h[i] = (struct bt_provider_health){
			.id = p[i].id, .name = known ? known->name : p[i].id + (feed ? 5 : 0),
			.fault = p[i].fault > 0 && p[i].fault < BT_FAULT_COUNT ? (enum bt_fault)p[i].fault
			                                                       : BT_FAULT_NONE,
			.cause = p[i].cause, .last_ok_utc = p[i].last_ok_utc,
			.last_fail_utc = p[i].last_fail_utc,
			.next_try_utc = p[i].next_try_utc > s->made_utc ? p[i].next_try_utc : 0,
			.latency_ms = p[i].latency_ms, .requests = today ? (size_t)p[i].requests : 0,
			.failed = today ? (size_t)p[i].failed : 0, .bytes = today ? (size_t)p[i].bytes : 0,
			.limit = "",
		};
		for (size_t f = 0; today && f < BT_FAULT_COUNT; f++)
			h[i].failures[f] = p[i].failures[f];
		h[i].breaker = h[i].next_try_utc ? BT_BREAKER_OPEN : BT_BREAKER_CLOSED;
		h[i].state = e->config.offline ? BT_HEALTH_OFF
		             : h[i].next_try_utc ? BT_HEALTH_STOPPED
		             : h[i].fault      ? BT_HEALTH_RETRYING
		                               : bt_health_state_of(h[i].last_ok_utc, h[i].requests);
	}
	s->health.provider = h;
	s->health.n_provider = n;
}

static void
read_lanes(struct bt_engine *e, struct bt_snapshot *s)
{
	size_t n = bt_fetcher_lanes(e->fetcher);
	struct bt_provider_health *h = BT_ARENA_ARRAY(&s->arena, n, struct bt_provider_health);
	int64_t now_ms = bt_clock_mono_ms();

	for (size_t i = 0; i < n; i++)
		h[i] = bt_lane_health(bt_fetcher_lane(e->fetcher, (int)i), s->made_utc, now_ms, &s->arena);
	s->health.provider = h;
	s->health.n_provider = n;
}

static struct bt_health_event
event_of(const struct bt_store_request *r, struct bt_arena *a)
{
	return (struct bt_health_event){
		.utc = r->utc, .provider = bt_arena_strdup(a, r->provider), .what = bt_arena_strdup(a, r->what),
		.http_status = r->http_status, .latency_ms = r->latency_ms, .bytes = (size_t)r->bytes,
		.fault = r->fault > 0 && r->fault < BT_FAULT_COUNT ? (enum bt_fault)r->fault : BT_FAULT_NONE,
	};
}

/* The requests that are not in the cache yet, then those that are: newest first. */
static void
read_events(struct bt_engine *e, struct bt_snapshot *s)
{
	struct bt_store_request *r = NULL;
	size_t n = 0, fresh = e->log.len < MAX_EVENTS ? e->log.len : MAX_EVENTS;

	if (e->store && bt_store_load_requests(e->store, MAX_EVENTS - fresh, &s->arena, &r, &n, NULL))
		n = 0;
	struct bt_health_event *ev = BT_ARENA_ARRAY(&s->arena, fresh + n, struct bt_health_event);

	for (size_t i = 0; i < fresh; i++)
		ev[i] = event_of(&e->log.at[e->log.len - 1 - i], &s->arena);
	for (size_t i = 0; i < n; i++)
		ev[fresh + i] = event_of(&r[i], &s->arena);
	s->health.event = ev;
	s->health.n_event = fresh + n;
}

static void
count_entry(struct bt_cache_health *c, const struct bt_entry *entry)
{
	const struct bt_history *h = entry->hist;
	int64_t told = entry->history_utc > entry->closes_utc ? entry->history_utc : entry->closes_utc;

	if (!h || !h->n)
		return;
	c->symbols++;
	c->bars += h->n;
	c->held_bytes += (int64_t)bt_history_bytes(h);
	c->updated_utc = told > c->updated_utc ? told : c->updated_utc;
	c->oldest = c->oldest == BT_DATE_NONE || h->date[0] < c->oldest ? h->date[0] : c->oldest;
	c->newest = h->date[h->n - 1] > c->newest ? h->date[h->n - 1] : c->newest;
}

static void
build_cache_health(struct bt_engine *e, struct bt_snapshot *s)
{
	struct bt_cache_health *c = &s->health.cache;

	if (e->kind != BT_SOURCE_YAHOO)
		return;
	c->path = e->config.cache ? e->config.cache : "";
	c->note = bt_arena_strdup(&s->arena, e->store_note);
	c->read_only = e->store_state == BT_STORE_READ_ONLY;
	c->bytes = e->store ? bt_store_bytes(e->store) : -1;
	c->lease = e->config.offline          ? BT_LEASE_NONE
	           : bt_engine_is_fetcher(e)  ? BT_LEASE_MINE
	                                      : BT_LEASE_OTHER;
	c->holder = bt_lease_holder(&e->lease);
	for (size_t d = 0; d < e->n_desk; d++)
		for (size_t i = 0; i < e->desk[d].book.n; i++)
			count_entry(c, e->desk[d].book.at[i]);
}

/* "3 h 20 min" */
static void
in_words(double seconds, char *out, size_t size)
{
	long s = (long)(seconds + 0.5);

	if (s >= 86400)
		snprintf(out, size, "%ld d %ld h", s / 86400, s % 86400 / 3600);
	else if (s >= 3600)
		snprintf(out, size, "%ld h %ld min", s / 3600, s % 3600 / 60);
	else
		snprintf(out, size, "%ld min %ld s", s / 60, s % 60);
}

/* The servers say what time it is: when we differ, ages, sessions and provisional bars are wrong. */
static void
judge_clock(struct bt_engine *e, struct bt_snapshot *s)
{
	double ahead = e->fetcher ? bt_fetcher_clock_ahead(e->fetcher) : NAN;
	char off[40];

	s->health.clock_ahead_s = ahead;
	if (!(fabs(ahead) > e->settings->network_clock_tolerance))
		return;
	in_words(fabs(ahead), off, sizeof(off));
	s->health.clock_note = bt_arena_printf(&s->arena, "this machine's clock is %s %s the servers': "
	                                       "sessions and ages are wrong until it is set", off,
	                                       ahead > 0 ? "ahead of" : "behind");
}

/* --- messages ---------------------------------------------------------------------------------- */

struct message_list {
	struct bt_message *at;
	size_t n;
};

static void
say(struct bt_snapshot *s, struct message_list *list, enum bt_message_level level, int64_t since_utc,
    int64_t next_try_utc, const char *text)
{
	if (*text)
		list->at[list->n++] = (struct bt_message){level, bt_arena_strdup(&s->arena, text), since_utc,
		                                          next_try_utc};
}

/* When something that failed is asked for again, for a source that has no attempt of its own planned. */
static int64_t
next_attempt(const struct bt_engine *e, int64_t now_utc)
{
	int64_t soonest = INT64_MAX;

	if (e->config.offline)
		return 0;
	for (size_t i = 0; i < e->book->n; i++) {
		int64_t closes = e->book->at[i]->retry_closes_utc, history = e->book->at[i]->retry_history_utc;

		if (closes > now_utc && closes < soonest)
			soonest = closes;
		if (history > now_utc && history < soonest)
			soonest = history;
	}
	return soonest != INT64_MAX ? soonest : e->next_refresh_utc;
}

/* "; Cboe stands in for 12 symbols, FRED for 3": who answers in place of the one that fails. */
static const char *
stand_ins(const struct bt_engine *e, const struct bt_provider_health *failing, struct bt_arena *a)
{
	const char *words = "";

	if (strncmp(failing->id, "feed:", 5) == 0)
		return words;
	for (size_t i = 0; i < e->n_desk; i++) {
		const struct bt_desk *d = &e->desk[i];

		if (!d->stands_in || strcmp(d->provider->id, failing->id) == 0)
			continue;
		if (*words)
			words = bt_arena_printf(a, "%s, %s for %zu", words, d->provider->name, d->stands_in);
		else
			words = bt_arena_printf(a, "; %s stands in for %zu symbol%s", d->provider->name, d->stands_in,
			                        d->stands_in == 1 ? "" : "s");
	}
	return words;
}

/* "Yahoo Finance: refused: too many requests; Cboe stands in for 9 symbols (status 429)": what is in parentheses
 * is the first to go where it is narrow.  */
static const char *
failure_text(const struct bt_engine *e, const struct bt_provider_health *h, struct bt_arena *a)
{
	size_t plain = strcspn(h->cause, "(");

	while (plain && h->cause[plain - 1] == ' ')
		plain--;
	return bt_arena_printf(a, "%s: %.*s%s%s", h->name, (int)plain, h->cause, stand_ins(e, h, a),
	                       h->cause + plain);
}

void
bt_engine_add_messages(struct bt_engine *e, struct bt_snapshot *s)
{
	struct message_list list = {
		.at = BT_ARENA_ARRAY(&s->arena, s->health.n_provider + 5, struct bt_message)};

	say(s, &list, BT_MESSAGE_ERROR, s->made_utc, 0, e->source_note);
	say(s, &list, BT_MESSAGE_ERROR, s->made_utc, 0, e->net_note);
	say(s, &list, BT_MESSAGE_WARNING, s->made_utc, 0, s->health.clock_note);
	int64_t next = next_attempt(e, s->made_utc);

	for (size_t i = 0; i < s->health.n_provider; i++) {
		const struct bt_provider_health *h = &s->health.provider[i];

		if (h->fault && e->kind != BT_SOURCE_SAMPLE)     /* no made-up warnings */
			say(s, &list, BT_MESSAGE_WARNING, h->last_fail_utc, h->next_try_utc ? h->next_try_utc : next,
			    failure_text(e, h, &s->arena));
	}
	say(s, &list, BT_MESSAGE_WARNING, s->made_utc, 0, e->store_note);
	say(s, &list, BT_MESSAGE_WARNING, s->made_utc, 0, e->judge.note);
	s->message = list.at;
	s->n_message = list.n;
}

void
bt_engine_add_health(struct bt_engine *e, struct bt_snapshot *s)
{
	if (e->kind == BT_SOURCE_SAMPLE && e->held_source) {
		if (bt_source_sample_health(e->held_source->source, e->sample_utc, &s->arena, &s->health))
			s->health.n_provider = s->health.n_event = 0;
		s->health.moment_utc = e->config.as_of != BT_DATE_NONE ? e->sample_utc : 0;
		return;
	}
	if (e->fetcher && bt_engine_is_fetcher(e))
		read_lanes(e, s);
	else if (e->kind == BT_SOURCE_YAHOO)
		read_providers(e, s);
	if (bt_engine_is_front_alone(e))
		return;                 /* the log and the cache are of another view */
	read_events(e, s);
	build_cache_health(e, s);
	judge_clock(e, s);
	s->health.transport = bt_arena_strdup(&s->arena, e->transport);
}
