#include "fetch/retry.h"

/* splitmix64 (Steele, Lea, Flood 2014): a number in [0, bound). */
static int64_t
jitter(uint64_t *seed, int64_t bound)
{
	uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	z ^= z >> 31;
	return bound > 0 ? (int64_t)(z % (uint64_t)bound) : 0;
}

/* A second's worth of requests may start together, but not more than run at once. */
static double
burst(const struct bt_limits *l)
{
	double most = l->per_second < l->at_once ? l->per_second : l->at_once;

	return most > 1 ? most : 1;
}

static double
tokens_at(const struct bt_gate *g, int64_t now_ms)
{
	double most = burst(&g->limits), elapsed = (double)(now_ms - g->filled_ms);
	double n = g->tokens + (elapsed > 0 ? elapsed * g->limits.per_second / 1000 : 0);

	return n < most ? n : most;
}

void
bt_gate_init(struct bt_gate *g, struct bt_limits limits, uint64_t seed, int64_t now_ms)
{
	*g = (struct bt_gate){
		.limits = limits,
		.seed = seed,
		.tokens = burst(&limits),
		.filled_ms = now_ms,
	};
}

void
bt_gate_set_limits(struct bt_gate *g, struct bt_limits limits)
{
	g->limits = limits;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Milliseconds until a token is there. */
static int64_t
token_wait(const struct bt_gate *g, int64_t now_ms)
{
	double missing = g->limits.per_second > 0 ? 1 - tokens_at(g, now_ms) : 0;

	return missing > 1e-9 ? 1 + (int64_t)(missing * 1000 / g->limits.per_second) : 0;
}

int64_t
bt_gate_next(const struct bt_gate *g, int64_t now_ms)
{
	int64_t at = later(g->not_before_ms, now_ms);

	if (g->breaker == BT_BREAKER_HALF_OPEN || g->running >= g->limits.at_once ||
	    (g->breaker == BT_BREAKER_OPEN && g->running))
		return INT64_MAX;
	if (g->breaker == BT_BREAKER_OPEN)
		at = later(at, g->until_ms);
	return later(at, now_ms + token_wait(g, now_ms));
}

void
bt_gate_start(struct bt_gate *g, int64_t now_ms)
{
	int64_t most = BT_JITTER_MS, wait;

	g->running++;
	if (g->breaker == BT_BREAKER_OPEN)
		g->breaker = BT_BREAKER_HALF_OPEN;
	if (g->limits.per_second <= 0)
		return;
	g->tokens = tokens_at(g, now_ms) - 1;
	g->filled_ms = now_ms;
	/* At a high rate less than a gap; tokens go on to fill meanwhile, so jitter lowers no rate.
	 */
	if (most * g->limits.per_second > 600)
		most = (int64_t)(600 / g->limits.per_second);
	wait = token_wait(g, now_ms);
	if (wait)
		g->not_before_ms = later(g->not_before_ms, now_ms + wait + jitter(&g->seed, most));
}

static void
open_breaker(struct bt_gate *g, enum bt_fault reason, int64_t until_ms)
{
	g->breaker = BT_BREAKER_OPEN;
	g->reason = reason;
	g->until_ms = until_ms;
}

static int64_t
doubled(int64_t *ms, int64_t first, int64_t most)
{
	int64_t now = *ms ? *ms : first;

	*ms = now * 2 < most ? now * 2 : most;
	return now;
}

/* Retry-After in milliseconds; 0 none.  A day is the most that is believed. */
static int64_t
asked_ms(const struct bt_outcome *o)
{
	if (o->retry_after_s <= 0)
		return 0;
	return (o->retry_after_s < 86400 ? o->retry_after_s : 86400) * 1000;
}

/* 429: nothing to this provider for a quarter of an hour and more, longer if it says so. */
static struct bt_plan
fall_silent(struct bt_gate *g, int64_t now_ms, const struct bt_outcome *o)
{
	/* refusals of requests sent before the first one say nothing new */
	if (g->breaker != BT_BREAKER_OPEN || g->reason != BT_FAULT_REFUSED)
		open_breaker(g, BT_FAULT_REFUSED,
		             now_ms + doubled(&g->silence_ms, BT_SILENCE_MS, BT_SILENCE_MAX_MS));
	g->until_ms = later(g->until_ms, now_ms + asked_ms(o));
	return (struct bt_plan){BT_PLAN_LATER, g->until_ms};
}

static int64_t
first_pause(const struct bt_limits *l)
{
	return l->pause_ms > 0 ? l->pause_ms : BT_BREAKER_MS;
}

/* Count a failure of source or line; too many in a row, or a failed probe, open the breaker. */
static void
count_failure(struct bt_gate *g, int64_t now_ms, enum bt_fault fault)
{
	g->failures++;
	if (g->breaker == BT_BREAKER_HALF_OPEN ||
	    (g->breaker == BT_BREAKER_CLOSED && g->failures >= BT_BREAKER_FAILURES))
		open_breaker(g, fault, now_ms + doubled(&g->pause_ms, first_pause(&g->limits), BT_SILENCE_MS));
}

/* A failure that stands alone among good answers says nothing against the source: its job goes out again at once,
 * but for jitter, and backs off from the second on.  */
static bool
stands_alone(const struct bt_gate *g, const struct bt_outcome *o)
{
	return g->served && g->failures == 1 && o->tries == 1 && g->breaker == BT_BREAKER_CLOSED && asked_ms(o) == 0;
}

/* Again after a pause that doubles. */
static struct bt_plan
back_off(struct bt_gate *g, int64_t now_ms, const struct bt_outcome *o)
{
	int64_t first = g->limits.backoff_ms > 0 ? g->limits.backoff_ms : BT_BACKOFF_MS;
	int before = o->tries - 1 - o->spared;
	int64_t pause = first << (before > 0 ? before : 0);
	int64_t at = later(now_ms + pause + jitter(&g->seed, pause / 2), now_ms + asked_ms(o));

	if (asked_ms(o))
		g->not_before_ms = later(g->not_before_ms, now_ms + asked_ms(o));
	if (g->breaker == BT_BREAKER_OPEN)
		at = later(at, g->until_ms);
	return (struct bt_plan){BT_PLAN_AGAIN, at};
}

/* The source works.  What comes in after the breaker opened was asked before, and shows nothing. */
static void
count_success(struct bt_gate *g)
{
	if (g->breaker == BT_BREAKER_OPEN)
		return;
	g->breaker = BT_BREAKER_CLOSED;
	g->reason = BT_FAULT_NONE;
	g->silence_ms = g->pause_ms = 0;
	g->failures = 0;
	g->served = true;
}

/* A request that was taken back tells nothing; if it was the probe, another may go. */
static void
count_nothing(struct bt_gate *g)
{
	if (g->breaker == BT_BREAKER_HALF_OPEN)
		g->breaker = BT_BREAKER_OPEN;
}

/* Tries that a fault allows. */
static int
tries_of(const struct bt_outcome *o)
{
	enum bt_cure cure = bt_fault_cure(o->fault);

	if (cure == BT_CURE_SESSION)
		return o->http_status == 403 ? 1 : 2;
	if (cure != BT_CURE_RETRY || (o->http_status >= 400 && o->http_status < 500))
		return 1; /* the same request would get the same answer */
	return BT_TRIES;
}

void
bt_gate_leave(struct bt_gate *g)
{
	if (g->running > 0)
		g->running--;
}

struct bt_plan
bt_gate_judge(struct bt_gate *g, int64_t now_ms, const struct bt_outcome *o)
{
	enum bt_cure cure = bt_fault_cure(o->fault);

	if (cure == BT_CURE_SILENCE)
		return fall_silent(g, now_ms, o);
	if (o->fault == BT_FAULT_NONE || cure == BT_CURE_SKIP)
		count_success(g);
	else if (cure == BT_CURE_NOTHING)
		count_nothing(g);
	else
		count_failure(g, now_ms, o->fault);
	if (cure == BT_CURE_NOTHING)
		return (struct bt_plan){BT_PLAN_DONE, now_ms};
	if (o->tries >= tries_of(o))
		return (struct bt_plan){BT_PLAN_GIVE_UP, now_ms};
	if (stands_alone(g, o))
		return (struct bt_plan){BT_PLAN_AT_ONCE, now_ms + jitter(&g->seed, BT_JITTER_MS)};
	return back_off(g, now_ms, o);
}

int64_t
bt_gate_silent_until(const struct bt_gate *g, int64_t now_ms)
{
	return g->breaker == BT_BREAKER_OPEN && g->until_ms > now_ms ? g->until_ms : 0;
}
