#include "model/fetcher.h"

#include <limits.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"
#include "base/xalloc.h"

#define MAX_HOLD_S 3600

struct bt_fetcher {
	struct bt_fetcher_config config;
	struct bt_transport *transport;
	BT_VEC(struct bt_lane *) lanes;
	BT_VEC(struct bt_task *) out;    /* on their way, in no order */
	size_t waiting;
};

/* --- tasks and lanes --------------------------------------------------------------------------- */

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

static void
lane_clear(struct bt_lane *l)
{
	while (l->first) {
		struct bt_task *t = l->first;

		l->first = t->next;
		bt_task_free(t);
	}
	l->waiting = 0;
}

static void
lane_free(struct bt_lane *l)
{
	lane_clear(l);
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

enum bt_status
bt_fetcher_new(const struct bt_fetcher_config *config, struct bt_fetcher **out, struct bt_err *err)
{
	struct bt_fetcher *f = bt_xcalloc(1, sizeof(*f));
	enum bt_status st;

	f->config = *config;
	st = config->ops->open(config->max_total, config->max_total, &f->transport, err);
	if (st) {
		free(f);
		return st;
	}
	*out = f;
	return BT_OK;
}

void
bt_fetcher_free(struct bt_fetcher *f)
{
	if (!f)
		return;
	f->config.ops->close(f->transport);
	for (size_t i = 0; i < f->out.len; i++)
		bt_task_free(f->out.at[i]);
	BT_VEC_RELEASE(&f->out);
	for (size_t i = 0; i < f->lanes.len; i++)
		lane_free(f->lanes.at[i]);
	BT_VEC_RELEASE(&f->lanes);
	free(f);
}

int
bt_fetcher_add_lane(struct bt_fetcher *f, const char *id, const char *name,
                    const struct bt_provider *provider, const char *base_url,
                    const char *user_agent, struct bt_limits limits)
{
	struct bt_lane *l = bt_xcalloc(1, sizeof(*l));

	l->id = bt_xstrdup(id);
	l->name = bt_xstrdup(name);
	l->provider = provider;
	l->base_url = bt_xstrdup(base_url);
	l->user_agent = user_agent ? bt_xstrdup(user_agent) : NULL;
	l->latency_ms = -1;
	bt_gate_init(&l->gate, limits, (uint64_t)bt_clock_mono_ms() + f->lanes.len, bt_clock_mono_ms());
	BT_VEC_PUSH(&f->lanes, l);
	return (int)f->lanes.len - 1;
}

size_t
bt_fetcher_lanes(const struct bt_fetcher *f)
{
	return f->lanes.len;
}

struct bt_lane *
bt_fetcher_lane(struct bt_fetcher *f, int lane)
{
	return f->lanes.at[lane];
}

void
bt_fetcher_push(struct bt_fetcher *f, struct bt_task *t)
{
	struct bt_lane *l = f->lanes.at[t->lane];
	struct bt_task **at = &l->first;

	while (*at && (*at)->priority <= t->priority)
		at = &(*at)->next;
	t->next = *at;
	*at = t;
	l->waiting++;
	f->waiting++;
}

void
bt_fetcher_hurry(struct bt_fetcher *f)
{
	int64_t now_ms = bt_clock_mono_ms();

	for (size_t i = 0; i < f->lanes.len; i++) {
		struct bt_lane *l = f->lanes.at[i];

		if (l->gate.breaker == BT_BREAKER_OPEN && l->gate.reason == BT_FAULT_REFUSED)
			continue;
		if (l->gate.until_ms > now_ms)
			l->gate.until_ms = now_ms;
		for (struct bt_task *t = l->first; t; t = t->next)
			t->not_before_ms = 0;
	}
}

void
bt_fetcher_clear(struct bt_fetcher *f)
{
	for (size_t i = 0; i < f->lanes.len; i++)
		lane_clear(f->lanes.at[i]);
	f->waiting = 0;
}

size_t
bt_fetcher_open(const struct bt_fetcher *f)
{
	return f->waiting + f->out.len;
}

/* --- starting ---------------------------------------------------------------------------------- */

/* When the lane's next job may start; INT64_MAX: only after one that runs has ended, or never. */
static int64_t
lane_next(const struct bt_lane *l, int64_t now_ms)
{
	int64_t gate = bt_gate_next(&l->gate, now_ms), first = INT64_MAX;

	if (!l->first || gate == INT64_MAX)
		return INT64_MAX;
	for (const struct bt_task *t = l->first; t && first > now_ms; t = t->next)
		if (t->not_before_ms < first)
			first = t->not_before_ms;
	return first > gate ? first : gate;
}

size_t
bt_fetcher_hopeful(const struct bt_fetcher *f, int64_t until_ms)
{
	int64_t now_ms = bt_clock_mono_ms();
	size_t n = f->out.len;

	for (size_t i = 0; i < f->lanes.len; i++) {
		const struct bt_lane *l = f->lanes.at[i];

		int64_t silent = bt_gate_silent_until(&l->gate, now_ms);

		if (silent > until_ms || (silent && !l->served))
			continue;
		for (const struct bt_task *t = l->first; t; t = t->next)
			n += t->not_before_ms <= until_ms;
	}
	return n;
}

bool
bt_fetcher_is_cut_off(const struct bt_fetcher *f)
{
	int64_t now_ms = bt_clock_mono_ms();
	bool tried = false;

	for (size_t i = 0; i < f->lanes.len; i++) {
		const struct bt_lane *l = f->lanes.at[i];

		if (l->answered)
			return false;
		if (!l->waiting && !l->running && !l->unreached)
			continue;
		if (l->unreached < 2 && !bt_gate_silent_until(&l->gate, now_ms))
			return false;
		tried = tried || l->unreached >= 2;
	}
	return tried;
}

double
bt_fetcher_clock_ahead(const struct bt_fetcher *f)
{
	double least = NAN;

	for (size_t i = 0; i < f->lanes.len; i++) {
		const struct bt_lane *l = f->lanes.at[i];

		if (l->dated && !(fabs(least) <= fabs((double)l->ahead_s)))
			least = (double)l->ahead_s;
	}
	return least;
}

/* First job of the lane that may start now, taken out of its queue. */
static struct bt_task *
lane_pop(struct bt_lane *l, int64_t now_ms)
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

/* Seconds that an answer holds by its Cache-Control, an hour at most: no slip of a server's settings
 * shall stop us for a year.  */
static int64_t
hold_s(const struct bt_response *res)
{
	return res->max_age_s < 0 ? 0 : res->max_age_s > MAX_HOLD_S ? MAX_HOLD_S : res->max_age_s;
}

static void
finish(struct bt_fetcher *f, struct bt_lane *l, struct bt_task *t, struct bt_answer *answer,
       const struct bt_response *res)
{
	struct bt_done d = {
		.task = t, .lane = l, .answer = answer, .good = answer->fault == BT_FAULT_NONE,
		.http_status = res ? res->status : 0, .latency_ms = res ? res->latency_ms : -1,
		.bytes = res ? res->len : 0, .max_age_s = res ? hold_s(res) : 0,
		.set_cookie = res ? res->set_cookie : "",
	};

	f->config.done(f->config.user, &d);
	bt_task_free(t);
}

static bool
submit(struct bt_fetcher *f, struct bt_lane *l, struct bt_task *t, struct bt_err *err)
{
	struct bt_buf url;
	struct bt_request req = {
		.user_agent = l->user_agent,
		.etag = t->stands_for, .last_modified = t->modified,
		.max_bytes = l->provider->max_bytes,
		.connect_timeout_ms = f->config.connect_timeout_ms, .timeout_ms = f->config.timeout_ms,
		.max_redirects = l->provider->max_redirects,
		.ca_file = f->config.ca_file,
		.plain_http = strncmp(l->base_url, "http:", 5) == 0,
		.http_1_1 = l->provider->http_1_1,
		.has_key = l->key || t->cookies,
		.user = t,
	};
	enum bt_status st;

	req.header = bt_provider_headers(l->provider, l->key, t->cookies, &t->arena, &req.n_header);

	bt_buf_init(&url, BT_URL_MAX + 1);
	st = bt_provider_url(l->provider, &t->job, l->base_url, &url, err);
	req.url = url.data;
	if (!st)
		st = f->config.ops->submit(f->transport, &req, err);
	bt_buf_release(&url);
	return st == BT_OK;
}

static void
start_one(struct bt_fetcher *f, struct bt_lane *l, int64_t now_ms)
{
	struct bt_task *t = lane_pop(l, now_ms);
	struct bt_err err = {0};

	if (!t)
		return;
	f->waiting--;
	t->tries++;
	if (submit(f, l, t, &err)) {
		bt_gate_start(&l->gate, now_ms);
		new_day(l, bt_clock_utc());
		l->requests++;
		l->running++;
		BT_VEC_PUSH(&f->out, t);
		return;
	}
	struct bt_answer answer = {.fault = BT_FAULT_REQUEST};

	bt_text_clean(err.text, strlen(err.text), answer.detail, sizeof(answer.detail));
	finish(f, l, t, &answer, NULL);
}

/* --- ends -------------------------------------------------------------------------------------- */

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
	/* A symbol that it does not know says nothing against the source. */
	if (answer->fault == BT_FAULT_NOT_FOUND || answer->fault == BT_FAULT_NO_DATA) {
		l->last_ok_utc = now_utc;
		return;
	}
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

static void
read_answer(struct bt_lane *l, struct bt_task *t, const struct bt_response *res, struct bt_arena *a,
            struct bt_answer *answer)
{
	enum bt_fault fault = bt_fault_of_net(res->net);

	if (!fault) {
		bt_provider_read(l->provider, &t->job, res->status, res->body, res->len, bt_clock_utc(), a,
		                 answer);
		return;
	}
	*answer = (struct bt_answer){.fault = fault, .newest_split = BT_DATE_NONE};
	snprintf(answer->detail, sizeof(answer->detail), "%s", res->net_text);
}

static void
keep_validators(struct bt_lane *l, const struct bt_task *t, const struct bt_response *res)
{
	if (t->job.kind != BT_JOB_NEWS || t->job.n)
		return;
	l->hold_utc = bt_clock_utc() + hold_s(res);
	if (res->status != 200)
		return;
	free(l->etag);
	free(l->modified);
	l->etag = bt_xstrdup(res->etag ? res->etag : "");
	l->modified = bt_xstrdup(res->last_modified ? res->last_modified : "");
}

static void
forget_running(struct bt_fetcher *f, const struct bt_task *t)
{
	for (size_t i = 0; i < f->out.len; i++) {
		if (f->out.at[i] != t)
			continue;
		f->out.at[i] = f->out.at[--f->out.len];
		return;
	}
}

static void
handle(struct bt_fetcher *f, const struct bt_response *res)
{
	struct bt_task *t = res->user;
	struct bt_lane *l = f->lanes.at[t->lane];
	struct bt_arena a;
	struct bt_answer answer;
	int64_t now_ms = bt_clock_mono_ms();

	forget_running(f, t);
	l->running--;
	bt_xarena_init(&a);
	read_answer(l, t, res, &a, &answer);
	count(l, &answer, res);
	note_contact(l, res, answer.fault);
	bool stale = t->cookies && answer.fault == BT_FAULT_AUTH;     /* other cookies, or nothing */
	struct bt_outcome outcome = {answer.fault, res->status, res->retry_after_s,
	                             stale ? BT_TRIES : t->tries};
	struct bt_plan plan = bt_gate_end(&l->gate, now_ms, &outcome);
	struct bt_done d = {t, l, &answer, answer.fault == BT_FAULT_NONE, res->status, res->latency_ms,
	                    hold_s(res), res->len, res->set_cookie};

	if (f->config.log)
		f->config.log(f->config.user, &d);
	if (plan.kind == BT_PLAN_AGAIN || plan.kind == BT_PLAN_LATER) {
		t->not_before_ms = plan.at_ms;
		t->tries = plan.kind == BT_PLAN_LATER ? 0 : t->tries;
		bt_fetcher_push(f, t);
	} else {
		if (!answer.fault)
			keep_validators(l, t, res);
		finish(f, l, t, &answer, res);
	}
	bt_arena_release(&a);
}

/* Milliseconds from now to then, for poll. */
static int
wait_ms(int64_t then_ms, int64_t now_ms)
{
	if (then_ms == INT64_MAX)
		return -1;
	return then_ms <= now_ms ? 0 : then_ms - now_ms < INT_MAX ? (int)(then_ms - now_ms) : INT_MAX;
}

void
bt_fetcher_step(struct bt_fetcher *f, int wake_fd, int64_t until_ms)
{
	int64_t now_ms = bt_clock_mono_ms();
	const struct bt_response *res;

	for (size_t i = 0; i < f->lanes.len; i++) {
		struct bt_lane *l = f->lanes.at[i];

		while (lane_next(l, now_ms) <= now_ms)
			start_one(f, l, now_ms);
		int64_t next = lane_next(l, now_ms);

		until_ms = next < until_ms ? next : until_ms;
	}
	if (!f->out.len) {
		struct pollfd wake = {.fd = wake_fd, .events = POLLIN};

		poll(&wake, wake_fd >= 0, wait_ms(until_ms, now_ms));
		return;
	}
	res = f->config.ops->poll(f->transport, wake_fd, wait_ms(until_ms, now_ms));
	for (; res; res = f->config.ops->poll(f->transport, wake_fd, 0))
		handle(f, res);
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
		h.state = l->last_ok_utc ? BT_HEALTH_GOOD : BT_HEALTH_UNTRIED;
	return h;
}
