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

/* A job that has ended and was not looked at yet. */
struct ended {
	struct bt_task *task;
	const struct bt_response *res;   /* NULL: it could not go out, see task->refused */
};

struct bt_fetcher {
	struct bt_fetcher_config config;
	struct bt_transport *transport;
	BT_VEC(struct bt_lane *) lanes;
	BT_VEC(struct bt_task *) out;    /* on their way or ended, in no order */
	BT_VEC(struct ended) ended;      /* oldest first */
	size_t waiting;
};

/* --- life and lanes --------------------------------------------------------------------------- */

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
	BT_VEC_RELEASE(&f->ended);
	for (size_t i = 0; i < f->lanes.len; i++)
		bt_lane_free(f->lanes.at[i]);
	BT_VEC_RELEASE(&f->lanes);
	free(f);
}

int
bt_fetcher_add_lane(struct bt_fetcher *f, const char *id, const char *name,
                    const struct bt_provider *provider, const char *base_url,
                    const char *user_agent, struct bt_limits limits)
{
	struct bt_lane *l = bt_lane_new(id, name, provider, base_url, user_agent, limits, f->lanes.len);

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
	bt_lane_push(f->lanes.at[t->lane], t);
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
		bt_lane_clear(f->lanes.at[i]);
	f->waiting = 0;
}

size_t
bt_fetcher_open(const struct bt_fetcher *f)
{
	return f->waiting + f->out.len;
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

/* --- starting ---------------------------------------------------------------------------------- */

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
start(struct bt_fetcher *f, struct bt_lane *l, struct bt_task *t, int64_t now_ms)
{
	struct bt_err err = {0};

	f->waiting--;
	t->tries++;
	t->has_left = false;
	l->running++;
	BT_VEC_PUSH(&f->out, t);
	if (submit(f, l, t, &err)) {
		bt_gate_start(&l->gate, now_ms);
		bt_lane_count_request(l);
		return;
	}
	t->refused = bt_arena_strdup(&t->arena, err.text);
	BT_VEC_PUSH(&f->ended, ((struct ended){t, NULL}));
}

/* All that may start now; false: nothing does. */
static bool
start_due(struct bt_fetcher *f)
{
	int64_t now_ms = bt_clock_mono_ms();
	bool any = false;

	for (size_t i = 0; i < f->lanes.len; i++) {
		struct bt_lane *l = f->lanes.at[i];
		struct bt_task *t;

		while (bt_lane_next(l, now_ms) <= now_ms && (t = bt_lane_pop(l, now_ms))) {
			start(f, l, t, now_ms);
			any = true;
		}
	}
	return any;
}

/* When the next request may start that may not start now; INT64_MAX: after another's end, or never. */
static int64_t
next_start(const struct bt_fetcher *f, int64_t now_ms)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < f->lanes.len; i++) {
		int64_t next = bt_lane_next(f->lanes.at[i], now_ms);

		first = next < first ? next : first;
	}
	return first;
}

static void
arrive(struct bt_fetcher *f, const struct bt_response *res)
{
	BT_VEC_PUSH(&f->ended, ((struct ended){res->user, res}));
}

static bool
looks_good(const struct bt_response *res)
{
	return res && res->net == BT_NET_OK && (res->status == 200 || res->status == 304);
}

/* A good answer gives its place away before it is read; what one that is not good means for the next is seen when it
 * is read.  Half of what may run at once waits to be read at most: that much is lost when the program dies.  */
static void
make_room(struct bt_fetcher *f)
{
	for (size_t i = 0; i < f->ended.len; i++) {
		struct bt_task *t = f->ended.at[i].task;
		struct bt_gate *gate = &f->lanes.at[t->lane]->gate;

		if (t->has_left || !looks_good(f->ended.at[i].res) || 2 * i >= (size_t)gate->limits.at_once)
			continue;
		bt_gate_leave(gate);
		t->has_left = true;
	}
}

void
bt_fetcher_keep_busy(struct bt_fetcher *f)
{
	const struct bt_response *res;

	do {
		while (f->out.len && (res = f->config.ops->poll(f->transport, -1, 0)))
			arrive(f, res);
		make_room(f);
	} while (start_due(f));          /* polled once more, they are on the line */
}

/* --- ends -------------------------------------------------------------------------------------- */

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

/* What follows for the job: nothing more, or the same again later. */
static struct bt_plan
judge(struct bt_lane *l, const struct bt_task *t, const struct bt_answer *answer,
      const struct bt_response *res)
{
	bool stale = t->cookies && answer->fault == BT_FAULT_AUTH;    /* other cookies, or nothing */
	struct bt_outcome outcome = {answer->fault, res->status, res->retry_after_s,
	                             stale ? BT_TRIES : t->tries, t->spared};

	if (!t->has_left)
		bt_gate_leave(&l->gate);
	return bt_gate_judge(&l->gate, bt_clock_mono_ms(), &outcome);
}

static void
handle(struct bt_fetcher *f, struct bt_task *t, const struct bt_response *res)
{
	struct bt_lane *l = f->lanes.at[t->lane];
	struct bt_arena a;
	struct bt_answer answer;

	bt_xarena_init(&a);
	read_answer(l, t, res, &a, &answer);
	bt_lane_count_answer(l, &answer, res);
	struct bt_plan plan = judge(l, t, &answer, res);
	struct bt_done d = {t, l, &answer, answer.fault == BT_FAULT_NONE, res->status, res->latency_ms,
	                    bt_lane_hold_s(res), res->len, res->set_cookie};

	if (f->config.log)
		f->config.log(f->config.user, &d);
	if (plan.kind != BT_PLAN_DONE && plan.kind != BT_PLAN_GIVE_UP) {
		t->not_before_ms = plan.at_ms;
		t->tries = plan.kind == BT_PLAN_LATER ? 0 : t->tries;
		t->spared = plan.kind == BT_PLAN_AT_ONCE || (t->spared && t->tries);
		bt_fetcher_push(f, t);
	} else {
		if (!answer.fault)
			bt_lane_keep_validators(l, t, res);
		f->config.done(f->config.user, &d);
		bt_task_free(t);
	}
	bt_arena_release(&a);
	f->config.ops->drop(f->transport, res);
}

/* One that could not go out: nobody was asked. */
static void
give_up(struct bt_fetcher *f, struct bt_task *t)
{
	struct bt_answer answer = {.fault = BT_FAULT_REQUEST, .newest_split = BT_DATE_NONE};
	struct bt_done d = {.task = t, .lane = f->lanes.at[t->lane], .answer = &answer, .latency_ms = -1,
	                    .set_cookie = ""};

	bt_text_clean(t->refused, strlen(t->refused), answer.detail, sizeof(answer.detail));
	f->config.done(f->config.user, &d);
	bt_task_free(t);
}

static void
forget_running(struct bt_fetcher *f, const struct bt_task *t)
{
	f->lanes.at[t->lane]->running--;
	for (size_t i = 0; i < f->out.len; i++) {
		if (f->out.at[i] != t)
			continue;
		f->out.at[i] = f->out.at[--f->out.len];
		return;
	}
}

static void
handle_oldest(struct bt_fetcher *f)
{
	struct ended e = f->ended.at[0];

	memmove(f->ended.at, f->ended.at + 1, --f->ended.len * sizeof(*f->ended.at));
	forget_running(f, e.task);
	if (e.res)
		handle(f, e.task, e.res);
	else
		give_up(f, e.task);
}

void
bt_fetcher_wind_up(struct bt_fetcher *f)
{
	bt_fetcher_clear(f);
	bt_fetcher_keep_busy(f);
	while (f->ended.len)
		handle_oldest(f);
	bt_fetcher_clear(f);             /* some may have wanted another try */
}

/* --- the step ---------------------------------------------------------------------------------- */

/* Milliseconds from now to then, for poll. */
static int
wait_ms(int64_t then_ms, int64_t now_ms)
{
	if (then_ms == INT64_MAX)
		return -1;
	return then_ms <= now_ms ? 0 : then_ms - now_ms < INT_MAX ? (int)(then_ms - now_ms) : INT_MAX;
}

/* Until an answer is in, a request may start, wake_fd is readable or the time has come. */
static void
wait(struct bt_fetcher *f, int wake_fd, int64_t until_ms)
{
	int64_t now_ms = bt_clock_mono_ms(), next = next_start(f, now_ms);
	int ms = wait_ms(next < until_ms ? next : until_ms, now_ms);
	struct pollfd wake = {.fd = wake_fd, .events = POLLIN};
	const struct bt_response *res;

	if (!f->out.len)
		poll(&wake, wake_fd >= 0, ms);
	else if ((res = f->config.ops->poll(f->transport, wake_fd, ms)))
		arrive(f, res);
}

void
bt_fetcher_step(struct bt_fetcher *f, int wake_fd, int64_t until_ms)
{
	bt_fetcher_keep_busy(f);
	if (!f->ended.len) {
		wait(f, wake_fd, until_ms);
		bt_fetcher_keep_busy(f);
	}
	for (size_t n = f->ended.len; n > 0; n--) {
		handle_oldest(f);
		bt_fetcher_keep_busy(f);
	}
}
