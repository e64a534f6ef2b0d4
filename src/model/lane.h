/* model/lane.h - what is asked with one patience: a provider, or one feed.  The jobs that wait for it, the gate
 * that holds it to its rate, and how it has been doing.  */
#ifndef BT_MODEL_LANE_H
#define BT_MODEL_LANE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "fetch/provider.h"
#include "fetch/retry.h"
#include "fetch/transport.h"
#include "model/health.h"

/* One job.  Its words are its own. */
struct bt_task {
	struct bt_task *next;
	struct bt_arena arena;           /* owns the job's words */
	struct bt_job job;
	int lane;
	int owner;                       /* the caller's own number; -1: none */
	int priority;                    /* 0 goes first */
	int tries;
	bool spared;                     /* of these one went out at once (fetch/retry.h) */
	int64_t not_before_ms;
	bool has_left;                   /* its answer is in: its place at the gate is another's */
	bool whole;                      /* a HISTORY job whose answer replaces what is there */
	bool reaches_start;              /* and begins with the first bar there ever was */
	const char *what;                /* "chart ^RUT", for log and progress */
	const char *stands_for;          /* conditional request: what was cached came with this etag, */
	const char *modified;            /* and this Last-Modified; or NULL */
	const char *refused;             /* why it could not go out; NULL: it could */
	const char *cookies;             /* sent along; then a refusal is not tried again.  NULL: none */
};

/* Memory for a task; fill job with words of its arena, then push it. */
struct bt_task *bt_task_new(int lane, int priority);
void bt_task_free(struct bt_task *t);

struct bt_lane {
	char *id, *name;
	const struct bt_provider *provider;
	char *base_url, *user_agent;     /* user_agent NULL: the library's own */
	char *key;                       /* the user's, sent as the provider wants it; NULL: none */
	struct bt_gate gate;
	struct bt_task *first;           /* waiting, in the order of pushing within a priority */
	size_t waiting, running;         /* running: until its answer has been read */

	/* what the health view shows; see struct bt_provider_health */
	enum bt_fault fault;
	char cause[200];
	int64_t last_ok_utc, last_fail_utc, latency_ms;
	int64_t day;                     /* days since the epoch that the counts are of */
	size_t requests, failed, bytes;
	size_t failures[BT_FAULT_COUNT];
	char *etag, *modified;           /* of the newest good answer of a feed */
	int64_t hold_utc;                /* a feed says that its answer holds so long; 0 nothing */
	bool dirty;                      /* to be written to the cache */

	/* of this run alone */
	bool answered;                   /* some HTTP answer came, */
	bool served;                     /* and one that was good */
	int unreached;                   /* requests in a row that came to no server */
	int64_t ahead_s;                 /* our clock less the server's, by its newest answer */
	bool dated;                      /* ahead_s is known */
};

/* Words are copied; `seed` is of the gate's jitter.  Plain http is allowed when base_url says so. */
struct bt_lane *bt_lane_new(const char *id, const char *name, const struct bt_provider *provider,
                            const char *base_url, const char *user_agent, struct bt_limits limits,
                            uint64_t seed);
void bt_lane_free(struct bt_lane *l);

/* Takes the task. */
void bt_lane_push(struct bt_lane *l, struct bt_task *t);
/* The first job that may start now, out of the queue, or NULL. */
struct bt_task *bt_lane_pop(struct bt_lane *l, int64_t now_ms);
/* Forget what waits. */
void bt_lane_clear(struct bt_lane *l);
/* When the next job may start; INT64_MAX: only after one that runs has ended, or never. */
int64_t bt_lane_next(const struct bt_lane *l, int64_t now_ms);

/* Count a request that goes out. */
void bt_lane_count_request(struct bt_lane *l);
/* Count what came of one. */
void bt_lane_count_answer(struct bt_lane *l, const struct bt_answer *answer, const struct bt_response *res);
/* What a good answer of a feed says for the next request. */
void bt_lane_keep_validators(struct bt_lane *l, const struct bt_task *t, const struct bt_response *res);
/* Seconds that an answer holds by its Cache-Control, an hour at most: no slip of a server's settings shall stop
 * us for a year.  */
int64_t bt_lane_hold_s(const struct bt_response *res);

/* Health of a lane, its words in the arena. */
struct bt_provider_health bt_lane_health(const struct bt_lane *l, int64_t now_utc, int64_t now_ms,
                                         struct bt_arena *a);
/* Until when the lane asks nothing, epoch seconds; 0: it may ask. */
int64_t bt_lane_silent_until(const struct bt_lane *l, int64_t now_utc, int64_t now_ms);

#endif
