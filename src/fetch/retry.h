/* fetch/retry.h - how politely a source is asked, and what follows a failure.
 *
 * Policy alone: no clock is read and nothing waits; times are arguments, in milliseconds of a monotonic
 * clock.  A gate stands before one provider, or one host of feeds:
 *
 *	wait = bt_gate_next(&gate, now) - now;        0: may start now
 *	bt_gate_start(&gate, now);                    a request goes out
 *	bt_gate_leave(&gate);                         it came to an end: another may take its place
 *	plan = bt_gate_judge(&gate, now, &outcome);   what came of it: done, again at, or given up
 *
 * The numbers are those of providers.md, section 9, but for one: a job whose first failure stands alone among good
 * answers is asked for again at once, so that one answer in twenty does not make a fill half as long again.  */
#ifndef BT_FETCH_RETRY_H
#define BT_FETCH_RETRY_H

#include <stdbool.h>

#include "fetch/fault.h"

#define BT_TRIES 3                        /* of one job */
#define BT_BACKOFF_MS 1500                /* x 2^n, with jitter */
#define BT_JITTER_MS 300                  /* before a request that had to wait */
#define BT_SILENCE_MS (15 * 60 * 1000)    /* after a 429, doubling */
#define BT_SILENCE_MAX_MS (2 * 60 * 60 * 1000)
#define BT_BREAKER_FAILURES 5             /* in a row open the breaker */
#define BT_BREAKER_MS (60 * 1000)         /* for so long, doubling up to BT_SILENCE_MS */

struct bt_limits {
	double per_second;       /* requests; <= 0: no limit */
	int at_once;             /* > 0 */
	int backoff_ms;          /* before a job's second try; 0: BT_BACKOFF_MS */
	int pause_ms;            /* first pause of the breaker; 0: BT_BREAKER_MS */
};

/* Closed: all may pass.  Open: none before `until`.  Half open: one probe is out, none else. */
enum bt_breaker { BT_BREAKER_CLOSED, BT_BREAKER_OPEN, BT_BREAKER_HALF_OPEN };

struct bt_gate {
	struct bt_limits limits;
	uint64_t seed;           /* of the jitter */
	double tokens;           /* requests that may start at `filled_ms` */
	int64_t filled_ms;
	int64_t not_before_ms;   /* jitter, Retry-After */
	int running;
	enum bt_breaker breaker;
	enum bt_fault reason;    /* why the breaker is open */
	int64_t until_ms;        /* of OPEN */
	int64_t silence_ms;      /* the next silence; 0 none yet */
	int64_t pause_ms;        /* the next pause of the breaker; 0 none yet */
	int failures;            /* in a row */
	bool served;             /* there was a good answer */
};

void bt_gate_init(struct bt_gate *g, struct bt_limits limits, uint64_t seed, int64_t now_ms);
void bt_gate_set_limits(struct bt_gate *g, struct bt_limits limits);

/* Earliest time at which a request may start: <= now_ms when now; INT64_MAX while only the end of
 * one that runs can make room.  */
int64_t bt_gate_next(const struct bt_gate *g, int64_t now_ms);
void bt_gate_start(struct bt_gate *g, int64_t now_ms);

struct bt_outcome {
	enum bt_fault fault;
	int http_status;         /* 0 none */
	int64_t retry_after_s;   /* -1 none */
	int tries;               /* of this job, this one included */
	bool spared;             /* of those one went out AT_ONCE */
};

enum bt_plan_kind {
	BT_PLAN_DONE,            /* good, or nothing more to do */
	BT_PLAN_AGAIN,           /* the same request, not before at_ms */
	BT_PLAN_AT_ONCE,         /* the same, without a pause worth the name: a failure among good answers */
	BT_PLAN_LATER,           /* the provider is silent until at_ms; keep the job for then */
	BT_PLAN_GIVE_UP,
};

struct bt_plan {
	enum bt_plan_kind kind;
	int64_t at_ms;
};

/* Each once for a request; between the two its answer is read. */
void bt_gate_leave(struct bt_gate *g);
struct bt_plan bt_gate_judge(struct bt_gate *g, int64_t now_ms, const struct bt_outcome *outcome);

/* Until when nothing is asked, or 0: for the health view. */
int64_t bt_gate_silent_until(const struct bt_gate *g, int64_t now_ms);

#endif
