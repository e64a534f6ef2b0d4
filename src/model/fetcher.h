/* model/fetcher.h - jobs on their way: queued by lane, held to each lane's rate, tried again, counted.
 *
 * A lane is what is asked with one patience: a provider, or one feed.  All of it belongs to the thread
 * that steps it.  */
#ifndef BT_MODEL_FETCHER_H
#define BT_MODEL_FETCHER_H

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
	int64_t not_before_ms;
	bool whole;                      /* a HISTORY job whose answer replaces what is there */
	bool reaches_start;              /* and begins with the first bar there ever was */
	const char *what;                /* "chart ^RUT", for log and progress */
	const char *stands_for;          /* conditional request: what was cached came with this etag, */
	const char *modified;            /* and this Last-Modified; or NULL */
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
	struct bt_task *first, **end;    /* waiting, in the order of pushing within a priority */
	size_t waiting, running;

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

/* How one job ended. */
struct bt_done {
	const struct bt_task *task;
	const struct bt_lane *lane;
	const struct bt_answer *answer;  /* records, or the fault of the last try */
	bool good;
	int http_status;
	int64_t latency_ms;
	int64_t max_age_s;               /* that the answer holds, as its source says; 0 nothing */
	size_t bytes;
	const char *set_cookie;          /* of the response; "" none */
};

struct bt_fetcher;
typedef void bt_done_fn(void *user, const struct bt_done *d);
/* After every request, also one that will be tried again: for the log. */
typedef void bt_log_fn(void *user, const struct bt_done *d);

struct bt_fetcher_config {
	const struct bt_transport_ops *ops;
	int connect_timeout_ms, timeout_ms;
	int max_total;                   /* requests at once over all lanes */
	const char *ca_file;             /* see struct bt_request; borrowed */
	bt_done_fn *done;
	bt_log_fn *log;                  /* may be NULL */
	void *user;
};
BT_MUST_CHECK enum bt_status bt_fetcher_new(const struct bt_fetcher_config *config,
                                            struct bt_fetcher **out, struct bt_err *err);
void bt_fetcher_free(struct bt_fetcher *f);

/* A lane for that provider; returns its number.  plain http is allowed when base_url says so. */
int bt_fetcher_add_lane(struct bt_fetcher *f, const char *id, const char *name,
                        const struct bt_provider *provider, const char *base_url,
                        const char *user_agent, struct bt_limits limits);
size_t bt_fetcher_lanes(const struct bt_fetcher *f);
struct bt_lane *bt_fetcher_lane(struct bt_fetcher *f, int lane);

/* Takes the task. */
void bt_fetcher_push(struct bt_fetcher *f, struct bt_task *t);
/* The user asks now: what waits for another try or for a pause of the breaker to pass may go at once.  A
 * source that has refused us is left alone all the same.  */
void bt_fetcher_hurry(struct bt_fetcher *f);
/* Forget what waits; what runs comes to its end. */
void bt_fetcher_clear(struct bt_fetcher *f);

/* Jobs that wait or run; those alone that could run before `until_ms`, of lanes that are not silent
 * without having served anything in this run.  */
size_t bt_fetcher_open(const struct bt_fetcher *f);
size_t bt_fetcher_hopeful(const struct bt_fetcher *f, int64_t until_ms);
/* No lane has come to any server: every one that has something to do has tried in vain, twice. */
bool bt_fetcher_is_cut_off(const struct bt_fetcher *f);

/* Seconds by which our clock is ahead of the servers' (negative: behind), by the lane that is least off,
 * since an answer kept somewhere may carry an old date; NAN: no server has told a date.  */
double bt_fetcher_clock_ahead(const struct bt_fetcher *f);

/* Start what may start, wait at most until until_ms (INT64_MAX: for ever) or until wake_fd is readable,
 * and give every finished job to `done`.  Returns after anything happened.  */
void bt_fetcher_step(struct bt_fetcher *f, int wake_fd, int64_t until_ms);

/* Health of a lane, its words in the arena. */
struct bt_provider_health bt_lane_health(const struct bt_lane *l, int64_t now_utc, int64_t now_ms,
                                         struct bt_arena *a);
/* Until when the lane asks nothing, epoch seconds; 0: it may ask. */
int64_t bt_lane_silent_until(const struct bt_lane *l, int64_t now_utc, int64_t now_ms);

#endif
