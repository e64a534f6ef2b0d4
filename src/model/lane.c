#include "model/lane.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"

#define MAX_HOLD_S 3600

/* --- life -------------------------------------------------------------------------------------- */

struct bt_task *
bt_task_new(int lane, int priority)
{
	struct bt_task *t = bt_xmalloc(sizeof(*t));

	*t = (struct bt_task){.lane = lane, .owner = -1, .priority = priority, .what = "",
	                      .job = {.from = BT_DATE_NONE, .to = BT_DATE_NONE}};
	bt_xarena_init(&t->arena);
	return t;
}

void
bt_task_free(struct bt_task *t)
{
	bt_arena_release(&t->arena);
	free(t);
}

struct bt_lane *
bt_lane_new(const char *id, const char *name, const struct bt_provider *provider, const char *base_url,
            const char *user_agent, struct bt_limits limits, uint64_t seed)
{
	struct bt_lane *l = bt_xcalloc(1, sizeof(*l));
	int64_t now_ms = bt_clock_mono_ms();

	l->id = bt_xstrdup(id);
	l->name = bt_xstrdup(name);
	l->provider = provider;
	l->base_url = bt_xstrdup(base_url);
	l->user_agent = user_agent ? bt_xstrdup(user_agent) : NULL;
	l->latency_ms = -1;
	bt_gate_init(&l->gate, limits, seed + (uint64_t)now_ms, now_ms);
	return l;
}

void
bt_lane_clear(struct bt_lane *l)
{
	while (l->first) {
		struct bt_task *t = l->first;

		l->first = t->next;
		bt_task_free(t);
	}
	l->waiting = 0;
}

void
bt_lane_free(struct bt_lane *l)
{
	bt_lane_clear(l);
	free(l->id);
	free(l->name);
	free(l->base_url);
	free(l->user_agent);
	if (l->key)
		explicit_bzero(l->key, strlen(l->key));
	free(l->key);
	free(l->etag);
	free(l->modified);
	free(l);
}

/* --- the queue --------------------------------------------------------------------------------- */

void
bt_lane_push(struct bt_lane *l, struct bt_task *t)
{
	struct bt_task **at = &l->first;

	while (*at && (*at)->priority <= t->priority)
		at = &(*at)->next;
	t->next = *at;
	*at = t;
	l->waiting++;
}

struct bt_task *
bt_lane_pop(struct bt_lane *l, int64_t now_ms)
{
	for (struct bt_task **at = &l->first; *at; at = &(*at)->next) {
		struct bt_task *t = *at;

		if (t->not_before_ms > now_ms)
			continue;
		*at = t->next;
		l->waiting--;
		return t;
	}
	return NULL;
}

int64_t
bt_lane_next(const struct bt_lane *l, int64_t now_ms)
{
	int64_t gate = bt_gate_next(&l->gate, now_ms), first = INT64_MAX;

	if (!l->first || gate == INT64_MAX)
		return INT64_MAX;
	for (const struct bt_task *t = l->first; t && first > now_ms; t = t->next)
		if (t->not_before_ms < first)
			first = t->not_before_ms;
	return first > gate ? first : gate;
}

/* --- counts ------------------------------------------------------------------------------------ */

static void
new_day(struct bt_lane *l, int64_t now_utc)
{
	int64_t day = now_utc / 86400;

	if (l->day == day)
		return;
	l->day = day;
	l->requests = l->failed = l->bytes = 0;
	memset(l->failures, 0, sizeof(l->failures));
}

void
bt_lane_count_request(struct bt_lane *l)
{
	new_day(l, bt_clock_utc());
	l->requests++;
}

int64_t
bt_lane_hold_s(const struct bt_response *res)
{
	return res->max_age_s < 0 ? 0 : res->max_age_s > MAX_HOLD_S ? MAX_HOLD_S : res->max_age_s;
}

static void
count(struct bt_lane *l, const struct bt_answer *answer, const struct bt_response *res)
{
	int64_t now_utc = bt_clock_utc();

	new_day(l, now_utc);
	l->dirty = true;
	l->bytes += res->len;
	l->latency_ms = res->latency_ms;
	enum bt_cure cure = bt_fault_cure(answer->fault);

	for (int f = 0; f < BT_FAULT_COUNT; f++)
		l->failures[f] += answer->flaws[f];
	if (answer->fault == BT_FAULT_NONE) {
		l->last_ok_utc = now_utc;
		l->fault = BT_FAULT_NONE;
		l->cause[0] = '\0';
		return;
	}
	if (cure == BT_CURE_NOTHING)
		return;
	l->failed++;
	l->failures[answer->fault]++;
	/* A symbol that it does not know says nothing against the source, nor for it. */
	if (answer->fault == BT_FAULT_NOT_FOUND || answer->fault == BT_FAULT_NO_DATA)
		return;
	l->last_fail_utc = now_utc;
	l->fault = answer->fault;
	snprintf(l->cause, sizeof(l->cause), "%s%s%s%s", bt_fault_text(answer->fault),
	         answer->detail[0] ? " (" : "", answer->detail, answer->detail[0] ? ")" : "");
}

/* What an answer, whatever it says, tells about line and clock. */
static void
note_contact(struct bt_lane *l, const struct bt_response *res, enum bt_fault fault)
{
	bool unreached = res->net == BT_NET_DNS || res->net == BT_NET_CONNECT
	                 || (res->net == BT_NET_TIMEOUT && !res->status);

	l->unreached = unreached ? l->unreached + 1 : 0;
	l->answered = l->answered || res->status;
	l->served = l->served || fault == BT_FAULT_NONE || bt_fault_cure(fault) == BT_CURE_SKIP;
	if (res->date_utc) {
		l->ahead_s = bt_clock_utc() - res->date_utc;
		l->dated = true;
	}
}

void
bt_lane_count_answer(struct bt_lane *l, const struct bt_answer *answer, const struct bt_response *res)
{
	count(l, answer, res);
	note_contact(l, res, answer->fault);
}

void
bt_lane_keep_validators(struct bt_lane *l, const struct bt_task *t, const struct bt_response *res)
{
	if (t->job.kind != BT_JOB_NEWS || t->job.n)
		return;
	l->hold_utc = bt_clock_utc() + bt_lane_hold_s(res);
	if (res->status != 200)
		return;
	free(l->etag);
	free(l->modified);
	l->etag = bt_xstrdup(res->etag ? res->etag : "");
	l->modified = bt_xstrdup(res->last_modified ? res->last_modified : "");
}

/* --- health ------------------------------------------------------------------------------------ */

int64_t
bt_lane_silent_until(const struct bt_lane *l, int64_t now_utc, int64_t now_ms)
{
	int64_t until = bt_gate_silent_until(&l->gate, now_ms);

	return until > now_ms ? now_utc + (until - now_ms + 999) / 1000 : 0;
}

static const char *
limit_words(const struct bt_lane *l, struct bt_arena *a)
{
	const struct bt_limits *m = &l->gate.limits;

	return m->per_second > 0 ? bt_arena_printf(a, "%g a second, %d at once", m->per_second, m->at_once)
	                         : bt_arena_printf(a, "%d at once", m->at_once);
}

struct bt_provider_health
bt_lane_health(const struct bt_lane *l, int64_t now_utc, int64_t now_ms, struct bt_arena *a)
{
	struct bt_provider_health h = {
		.id = bt_arena_strdup(a, l->id), .name = bt_arena_strdup(a, l->name),
		.fault = l->fault, .cause = bt_arena_strdup(a, l->cause),
		.last_ok_utc = l->last_ok_utc, .last_fail_utc = l->last_fail_utc,
		.next_try_utc = bt_lane_silent_until(l, now_utc, now_ms),
		.latency_ms = l->latency_ms, .limit = limit_words(l, a),
		.breaker = l->gate.breaker, .waiting = l->waiting + l->running,
	};
	int64_t next = INT64_MAX;

	if (l->day == now_utc / 86400) {
		h.requests = l->requests;
		h.failed = l->failed;
		h.bytes = l->bytes;
		memcpy(h.failures, l->failures, sizeof(h.failures));
	}
	for (const struct bt_task *t = l->first; t; t = t->next)
		if (t->tries && t->not_before_ms > now_ms && t->not_before_ms < next)
			next = t->not_before_ms;
	if (!h.next_try_utc && l->fault && next != INT64_MAX)
		h.next_try_utc = now_utc + (next - now_ms + 999) / 1000;
	if (bt_lane_silent_until(l, now_utc, now_ms))
		h.state = BT_HEALTH_STOPPED;
	else if (l->fault)
		h.state = BT_HEALTH_RETRYING;
	else
		h.state = bt_health_state_of(h.last_ok_utc, h.requests);
	return h;
}
