/* model/health.h - how the sources, the cache and the engine are doing, for the health view. */
#ifndef BT_MODEL_HEALTH_H
#define BT_MODEL_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/market.h"
#include "fetch/provider.h"
#include "fetch/retry.h"

enum bt_health_state {
	BT_HEALTH_UNTRIED,       /* nothing asked yet */
	BT_HEALTH_GOOD,
	BT_HEALTH_RETRYING,      /* the last request failed; tried again at next_try_utc */
	BT_HEALTH_STOPPED,       /* the breaker is open until next_try_utc */
	BT_HEALTH_OFF,           /* asked not to ask: --offline, or switched off */
	BT_HEALTH_UNPROVEN,      /* asked, and it has never known anything: all it said was "not found" */
};
const char *bt_health_state_name(enum bt_health_state s);
/* Of a source that does not fail: by its last good answer (0: never) and its requests today. */
enum bt_health_state bt_health_state_of(int64_t last_ok_utc, size_t requests);

/* One source that is asked over the network: a provider, or one feed. */
struct bt_provider_health {
	const char *id;                  /* "yahoo", "feed:fed" */
	const char *name;                /* for people */
	enum bt_health_state state;
	enum bt_fault fault;             /* of the newest failure, NONE when the newest was good */
	const char *cause;               /* that failure in words, clean, or "" */
	int64_t last_ok_utc;             /* 0: never */
	int64_t last_fail_utc;           /* 0: never */
	int64_t next_try_utc;            /* 0: nothing planned */
	int64_t latency_ms;              /* of the newest answer; -1: none */
	size_t requests;                 /* since 00:00 UTC */
	size_t failed;                   /* of those */
	size_t bytes;                    /* of bodies, since 00:00 UTC */
	size_t failures[BT_FAULT_COUNT]; /* by cause, since 00:00 UTC */
	const char *limit;               /* the rate it is held to, in words */
	enum bt_breaker breaker;
	size_t waiting;                  /* jobs not yet done */
};

/* The whole market's advances and declines, and who counted them. */
struct bt_market_count {
	const char *source;
	struct bt_whole_market counts;
};

enum bt_lease_state {
	BT_LEASE_NONE,           /* nothing to fetch: offline, files, sample */
	BT_LEASE_MINE,           /* this copy fetches */
	BT_LEASE_OTHER,          /* another copy fetches, this one reads */
};

struct bt_cache_health {
	const char *path;                /* "" when there is none */
	const char *note;                /* what is wrong with it, in words, or "" */
	bool read_only;
	int64_t bytes;                   /* on disk; -1 unknown */
	size_t symbols, bars;            /* of the source in use */
	int64_t held_bytes;              /* of them in memory: dates and columns */
	bt_date oldest, newest;          /* bars; BT_DATE_NONE: none */
	int64_t updated_utc;             /* newest answer about any of them; 0: none */
	enum bt_lease_state lease;
	long holder;                     /* process id of the copy that fetches; 0 unknown */
};

/* One line of the log of requests, newest first. */
struct bt_health_event {
	int64_t utc;
	const char *provider;
	const char *what;                /* "chart ^RUT", clean */
	int http_status;                 /* 0: none */
	enum bt_fault fault;
	int64_t latency_ms;
	size_t bytes;
};

struct bt_health {
	const struct bt_provider_health *provider;
	size_t n_provider;
	struct bt_cache_health cache;
	const struct bt_health_event *event;
	size_t n_event;
	const char *transport;           /* library versions, or why there is none; "" not opened yet */
	double clock_ahead_s;            /* our clock against the servers' Date; NAN: not known */
	const char *clock_note;          /* what is wrong with it, in words, or "" */
	int64_t moment_utc;              /* a sample of a past day: its evening, when all this is; 0: now */
};

const char *bt_lease_state_name(enum bt_lease_state s);

/* Requests to all sources since 00:00 UTC. */
size_t bt_health_requests(const struct bt_health *h);
/* The health of that provider, or NULL. */
const struct bt_provider_health *bt_health_find(const struct bt_health *h, const char *id);

#endif
