/* Made-up sources of the sample: what the health view shows when all goes well, is tried again, or has stopped. */
#include <string.h>

#include "model/source_sample.h"

#define MINUTE 60

/* Instants are seconds from the minute that it is; 0 stays never. */
static const struct bt_provider_health sources[] = {
	{.id = "SAMPLE-bars", .name = "SAMPLE bars", .state = BT_HEALTH_GOOD, .cause = "", .last_ok_utc = -49,
	 .last_fail_utc = -1220, .latency_ms = 41, .requests = 508, .failed = 3, .bytes = 18734112,
	 .limit = "2 a second, 4 at once",
	 .failures = {[BT_FAULT_TIMEOUT] = 2, [BT_FAULT_HTTP] = 1, [BT_FAULT_UNPRICED] = 4}},
	{.id = "SAMPLE-quotes", .name = "SAMPLE quotes", .state = BT_HEALTH_GOOD, .cause = "", .last_ok_utc = -8,
	 .latency_ms = 18, .requests = 412, .bytes = 2208764, .limit = "60 a minute, 2 at once"},
	{.id = "SAMPLE-index", .name = "SAMPLE index", .state = BT_HEALTH_RETRYING, .fault = BT_FAULT_TIMEOUT,
	 .cause = "no answer in time (20 s)", .last_ok_utc = -684, .last_fail_utc = -31, .next_try_utc = 96,
	 .latency_ms = 20000, .requests = 37, .failed = 2, .bytes = 61204, .limit = "60 a minute, 1 at once",
	 .waiting = 1, .failures = {[BT_FAULT_TIMEOUT] = 2}},
	{.id = "SAMPLE-rates", .name = "SAMPLE rates", .state = BT_HEALTH_STOPPED, .breaker = BT_BREAKER_OPEN,
	 .fault = BT_FAULT_REFUSED, .cause = "refused: too many requests (status 429)", .last_ok_utc = -1380,
	 .last_fail_utc = -214, .next_try_utc = 686, .latency_ms = 12, .requests = 11, .failed = 6, .bytes = 7310,
	 .limit = "12 a minute, 1 at once", .waiting = 5,
	 .failures = {[BT_FAULT_REFUSED] = 5, [BT_FAULT_HTML] = 1}},
	{.id = "SAMPLE-key", .name = "SAMPLE with a key", .state = BT_HEALTH_UNTRIED, .cause = "", .latency_ms = -1,
	 .limit = "no key is set"},
	{.id = "feed:SAMPLE wire", .name = "SAMPLE wire", .state = BT_HEALTH_GOOD, .cause = "", .last_ok_utc = -372,
	 .latency_ms = 65, .requests = 88, .bytes = 1402118, .limit = "1 a second, 1 at once"},
	{.id = "feed:SAMPLE desk", .name = "SAMPLE desk", .state = BT_HEALTH_RETRYING, .fault = BT_FAULT_HTML,
	 .cause = "answered with a web page instead of data", .last_ok_utc = -971, .last_fail_utc = -371,
	 .next_try_utc = 229, .latency_ms = 210, .requests = 87, .failed = 1, .bytes = 988401,
	 .limit = "1 a second, 1 at once", .failures = {[BT_FAULT_HTML] = 1}},
};

/* What is asked again and again, and what went wrong: seconds from the minute, and between two of them. */
static const struct request {
	int from_s, every_s;             /* 0: once */
	struct bt_health_event event;
} requests[] = {
	{-8, 60, {0, "SAMPLE-quotes", "quote ^GSPC and 19 more", 200, BT_FAULT_NONE, 18, 9214}},
	{-31, 0, {0, "SAMPLE-index", "chart ^SP600, 5d", 0, BT_FAULT_TIMEOUT, 20000, 0}},
	{-49, 300, {0, "SAMPLE-bars", "chart IWM, 20y", 200, BT_FAULT_NONE, 41, 412338}},
	{-50, 300, {0, "SAMPLE-bars", "chart SPSM, 20y", 200, BT_FAULT_UNPRICED, 47, 230114}},
	{-51, 300, {0, "SAMPLE-bars", "chart AAPL, 20y", 200, BT_FAULT_NONE, 44, 438016}},
	{-214, 0, {0, "SAMPLE-rates", "series DGS10", 429, BT_FAULT_REFUSED, 12, 154}},
	{-226, 0, {0, "SAMPLE-rates", "series DGS2", 429, BT_FAULT_REFUSED, 14, 154}},
	{-371, 0, {0, "feed:SAMPLE desk", "feed", 200, BT_FAULT_HTML, 210, 5411}},
	{-372, 600, {0, "feed:SAMPLE wire", "feed", 304, BT_FAULT_NONE, 48, 0}},
	{-684, 720, {0, "SAMPLE-index", "chart ^SP600, 5d", 200, BT_FAULT_NONE, 33, 1654}},
	{-971, 600, {0, "feed:SAMPLE desk", "feed", 200, BT_FAULT_NONE, 71, 11302}},
	{-1220, 0, {0, "SAMPLE-bars", "chart QQQ, 20y", 503, BT_FAULT_HTTP, 88, 311}},
	{-1264, 0, {0, "SAMPLE-bars", "chart RSP, 20y", 0, BT_FAULT_TIMEOUT, 20000, 0}},
	{-1380, 0, {0, "SAMPLE-rates", "series DFEDTARU", 200, BT_FAULT_NONE, 29, 2210}},
};

#define LOG_S 1800                       /* as far back as the log reaches */
#define N_REQUESTS (sizeof(requests) / sizeof(requests[0]))
#define LOG_MOST (N_REQUESTS * (LOG_S / 60 + 1))
#define N_SOURCES (sizeof(sources) / sizeof(sources[0]))

static int64_t
instant(int64_t from_minute, int64_t minute)
{
	return from_minute ? minute + from_minute : 0;
}

/* The market as if it were a cache. */
static void
count_market(const struct bt_market *m, struct bt_cache_health *c)
{
	*c = (struct bt_cache_health){.path = "SAMPLE: made up in memory, never stored", .note = "", .bytes = -1,
	                              .oldest = BT_DATE_NONE, .newest = BT_DATE_NONE};
	for (size_t i = 0; i < m->n; i++) {
		const struct bt_bars *b = &m->sec[i].bars;

		if (b->n == 0)
			continue;
		c->symbols++;
		c->bars += b->n;
		c->oldest = c->oldest == BT_DATE_NONE || b->date[0] < c->oldest ? b->date[0] : c->oldest;
		c->newest = b->date[b->n - 1] > c->newest ? b->date[b->n - 1] : c->newest;
	}
}

/* The log up to the minute, newest first; how many lines. */
static size_t
write_log(int64_t minute, struct bt_health_event *out)
{
	size_t n = 0;

	for (int s = 0; s > -LOG_S; s--) {
		for (size_t i = 0; i < N_REQUESTS; i++) {
			const struct request *r = &requests[i];

			if (s != r->from_s && (!r->every_s || s > r->from_s || (r->from_s - s) % r->every_s))
				continue;
			out[n] = r->event;
			out[n++].utc = minute + s;
		}
	}
	return n;
}

enum bt_status
bt_source_sample_health(const struct bt_source *s, int64_t now_utc, struct bt_arena *a, struct bt_health *out)
{
	int64_t minute = now_utc - now_utc % MINUTE;
	struct bt_provider_health *h = BT_ARENA_ARRAY(a, N_SOURCES, struct bt_provider_health);
	struct bt_health_event *e = BT_ARENA_ARRAY(a, LOG_MOST, struct bt_health_event);

	*out = (struct bt_health){.transport = "SAMPLE: no network library is needed", .clock_note = "",
	                          .clock_ahead_s = 0.4};
	if (!h || !e)
		return BT_E_NOMEM;
	memcpy(h, sources, sizeof(sources));
	for (size_t i = 0; i < N_SOURCES; i++) {
		h[i].last_ok_utc = instant(h[i].last_ok_utc, minute);
		h[i].last_fail_utc = instant(h[i].last_fail_utc, minute);
		h[i].next_try_utc = instant(h[i].next_try_utc, minute);
	}
	out->provider = h;
	out->n_provider = N_SOURCES;
	out->event = e;
	out->n_event = write_log(minute, e);
	count_market(bt_source_market(s), &out->cache);
	out->cache.updated_utc = minute;
	return BT_OK;
}
