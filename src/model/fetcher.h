/* model/fetcher.h - jobs on their way: from their lane to the transport, and their answers to the caller.
 *
 * A lane never idles for what is read or written meanwhile: as soon as an answer is in, the next request goes
 * out, and only then is the answer read.  All of it belongs to the thread that steps it.  */
#ifndef BT_MODEL_FETCHER_H
#define BT_MODEL_FETCHER_H

#include <stdbool.h>
#include <stdint.h>

#include "fetch/transport.h"
#include "model/lane.h"

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

/* The end: what has come is read, what waits is forgotten, what still runs is lost. */
void bt_fetcher_wind_up(struct bt_fetcher *f);

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
 * and give the jobs that have ended by then to `done`.  Returns after anything happened.  */
void bt_fetcher_step(struct bt_fetcher *f, int wake_fd, int64_t until_ms);
/* Let what has come in make room for what waits, without reading it: for whoever works for longer between two
 * steps.  Calls nothing back.  */
void bt_fetcher_keep_busy(struct bt_fetcher *f);

#endif
