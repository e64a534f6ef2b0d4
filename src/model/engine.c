#include "model/engine.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/engine_priv.h"

/* While answers pour in a new picture is shown so often, at most. */
#define PUBLISH_MS 200
/* quick_check reads the whole cache: after the first screen and its first refresh. */
#define CHECK_MS 3000
/* The newest of them, for the first picture. */
#define FRONT_NEWS 60
/* Once the first screen stands the thread gives way to keys, and to whoever else is in a hurry. */
#define NICER 5

/* --- commands ---------------------------------------------------------------------------------- */

static void
do_stop(struct bt_engine *e, struct bt_command *c)
{
	(void)c;
	e->stop = true;
}

static void
do_refresh(struct bt_engine *e, struct bt_command *c)
{
	bt_engine_force(e, c->kind == BT_COMMAND_REFRESH_ALL);
}

static void
do_want(struct bt_engine *e, struct bt_command *c)
{
	for (size_t i = 0; i < e->words.len; i++)
		free(e->words.at[i]);
	e->words.len = 0;
	for (size_t i = 0; i < c->n_word; i++) {
		BT_VEC_PUSH(&e->words, c->word[i]);
		c->word[i] = NULL;
	}
	bt_engine_apply_wants(e);
	bt_engine_add_wishes(e);
	bt_engine_load_wanted(e);
	e->wishes_dirty = true;
}

static void
do_pause(struct bt_engine *e, struct bt_command *c)
{
	e->paused = c->kind == BT_COMMAND_PAUSE;
	if (e->paused && e->fetcher) {
		bt_fetcher_clear(e->fetcher);
		bt_engine_unqueue_all(e);
	}
	e->changed = true;
}

static void
do_source(struct bt_engine *e, struct bt_command *c)
{
	if (c->n_word == 1)
		bt_engine_change_source(e, c->word[0]);
}

static void
do_settings(struct bt_engine *e, struct bt_command *c)
{
	e->settings = c->data;
	e->now.now_utc = 0;
	bt_engine_drop_breadth(e);
	bt_engine_order_desks(e);
	bt_engine_limit_lanes(e);
	bt_engine_apply_wants(e);
	bt_engine_add_wishes(e);
	e->changed = true;               /* other alerts, at least */
}

static void
do_universe(struct bt_engine *e, struct bt_command *c)
{
	e->universe = c->data;
	e->want_universe = true;
	bt_engine_drop_breadth(e);
	bt_engine_apply_wants(e);
	bt_engine_add_wishes(e);
	bt_engine_load_rest(e);
	e->wishes_dirty = e->changed = true;
}

static void
do_front(struct bt_engine *e, struct bt_command *c)
{
	bt_engine_keep_front(e, c->data);
}

static void (*const handlers[])(struct bt_engine *, struct bt_command *) = {
	[BT_COMMAND_STOP] = do_stop,         [BT_COMMAND_REFRESH] = do_refresh,
	[BT_COMMAND_REFRESH_ALL] = do_refresh, [BT_COMMAND_WANT] = do_want,
	[BT_COMMAND_PAUSE] = do_pause,       [BT_COMMAND_RESUME] = do_pause,
	[BT_COMMAND_SOURCE] = do_source,     [BT_COMMAND_SETTINGS] = do_settings,
	[BT_COMMAND_UNIVERSE] = do_universe, [BT_COMMAND_FRONT] = do_front,
};

static void
run_commands(struct bt_engine *e)
{
	struct bt_command *list = bt_cmdq_steal(&e->commands);

	while (list) {
		struct bt_command *c = list;

		e->replan = true;
		list = c->next;
		handlers[c->kind](e, c);
		bt_command_free(c);
	}
}

/* --- the loop ---------------------------------------------------------------------------------- */

static int64_t
min64(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* The monotonic instant of a UTC one. */
static int64_t
mono_of(int64_t utc, int64_t now_ms)
{
	int64_t now_utc = bt_clock_utc();

	if (utc == BT_NEVER || utc - now_utc > INT64_C(1000000000))
		return INT64_MAX;
	return utc <= now_utc ? now_ms : now_ms + (utc - now_utc) * 1000;
}

static void
sleep_until(struct bt_engine *e, int64_t until_ms)
{
	struct pollfd wake = {.fd = e->waiter, .events = POLLIN};
	int64_t now_ms = bt_clock_mono_ms();
	int64_t wait = until_ms == INT64_MAX ? -1 : until_ms > now_ms ? until_ms - now_ms : 0;

	if (e->fetcher && e->kind == BT_SOURCE_YAHOO)
		bt_fetcher_step(e->fetcher, e->waiter, until_ms);
	else
		poll(&wake, 1, wait > 86400000 ? 86400000 : (int)wait);
}

static void
move_sample(struct bt_engine *e)
{
	if (e->kind == BT_SOURCE_SAMPLE && !e->paused && bt_clock_mono_ms() >= e->sample_ms)
		bt_engine_open_sample(e);
}

static bool
is_pouring(const struct bt_engine *e)
{
	return e->fetcher && bt_fetcher_open(e->fetcher) > 0;
}

/* The earliest thing that this round must not sleep through. */
static int64_t
next_deadline(struct bt_engine *e, int64_t now_ms)
{
	int64_t until = INT64_MAX;
	int lease = bt_lease_timeout(&e->lease);

	if (e->kind != BT_SOURCE_YAHOO)
		return e->kind == BT_SOURCE_SAMPLE && !e->paused ? e->sample_ms : INT64_MAX;
	if (lease >= 0)
		until = now_ms + lease;
	if (e->store && !e->checked)
		until = min64(until, now_ms + CHECK_MS);
	until = min64(until, mono_of(bt_engine_plan(e), now_ms));
	return is_pouring(e) && e->answered ? min64(until, e->replan_ms) : until;
}

/* A refresh that takes no longer is shown in one picture, at its end. */
static int64_t
publish_after(const struct bt_engine *e)
{
	int64_t since = e->poured_ms > e->published_ms ? e->poured_ms : e->published_ms;

	return is_pouring(e) ? since + PUBLISH_MS : 0;
}

void
bt_engine_round(struct bt_engine *e, int64_t until_ms)
{
	int64_t now_ms;

	run_commands(e);
	bt_engine_meet_others(e);
	move_sample(e);
	now_ms = bt_clock_mono_ms();
	until_ms = min64(until_ms, next_deadline(e, now_ms));
	bt_engine_commit(e, !is_pouring(e));
	until_ms = min64(until_ms, bt_engine_commit_due(e));
	if (e->changed && now_ms >= publish_after(e))
		bt_engine_publish(e);
	if (e->changed)
		until_ms = min64(until_ms, publish_after(e));
	if (e->stop)
		return;
	sleep_until(e, until_ms);
	if (e->store && !e->checked && !is_pouring(e) && e->published_ms
	    && bt_clock_mono_ms() - e->published_ms >= CHECK_MS)
		bt_engine_check_cache(e);
}

/* --- the thread -------------------------------------------------------------------------------- */

static void
start_files(struct bt_engine *e)
{
	struct bt_err err = {0};

	if (bt_engine_open_source(e, &err))
		memcpy(e->source_note, err.text, sizeof(e->source_note));
	e->phase = BT_PHASE_IDLE;
}

static void
give_way(void)
{
	id_t thread = (id_t)gettid();

	(void)setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + NICER);
}

/* What the last run showed, if the cache has it: a picture of its own, before anything else is read. */
static bool
show_front(struct bt_engine *e)
{
	bt_engine_load_front(e);
	if (!e->front)
		return false;
	bt_engine_load_news(e, FRONT_NEWS);
	bt_engine_publish(e);
	return true;
}

/* The front in a picture of its own, then the screen's symbols; then all else; then the network. */
void
bt_engine_start_network(struct bt_engine *e)
{
	bool first = e->serial == 0, shown;

	if (!e->store)
		bt_engine_open_cache(e);
	shown = first && show_front(e);
	if (shown)
		give_way();
	bt_engine_apply_wants(e);
	bt_engine_load_wanted(e);
	bt_engine_load_news(e, BT_ENGINE_NEWS);
	bt_engine_restore_breadth(e, false);
	bt_engine_publish(e);
	if (first && !shown)
		give_way();
	bt_engine_restore_breadth(e, true);
	bt_engine_load_rest(e);
	e->phase = BT_PHASE_IDLE;
	if (e->config.offline)
		return;
	e->wishes_dirty = true;
	bt_engine_meet_others(e);
	bt_engine_open_network(e);
}

static void *
thread_main(void *arg)
{
	struct bt_engine *e = arg;

	if (e->kind == BT_SOURCE_YAHOO)
		bt_engine_start_network(e);
	else
		start_files(e);
	e->changed = true;
	while (!e->stop)
		bt_engine_round(e, INT64_MAX);
	bt_engine_commit(e, true);
	bt_wake_up(&e->ended);
	return NULL;
}

enum bt_status
bt_engine_start(const struct bt_engine_config *config, const struct bt_want *want,
                struct bt_mailbox *box, struct bt_engine **out, struct bt_err *err)
{
	struct bt_engine *e = bt_xmalloc(sizeof(*e));
	enum bt_status st = bt_engine_init(e, config, want, err);
	sigset_t all, before;
	int failed;

	if (st) {
		free(e);
		return st;
	}
	e->box = box;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&e->thread, NULL, thread_main, e);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed) {
		bt_engine_release(e);
		free(e);
		return bt_err_set(err, BT_E_IO, "cannot start a thread: %s", strerror(failed));
	}
	*out = e;
	return BT_OK;
}

void
bt_engine_send(struct bt_engine *e, enum bt_command_kind kind, const char *const *word, size_t n_word,
               const void *data)
{
	bt_cmdq_push(&e->commands, kind, word, n_word, data);
}

bool
bt_engine_stop(struct bt_engine *e, int wait_ms)
{
	struct pollfd ended = {.fd = e->ended.rd, .events = POLLIN};

	bt_cmdq_push(&e->commands, BT_COMMAND_STOP, NULL, 0, NULL);
	if (poll(&ended, 1, wait_ms) <= 0)
		return false;
	pthread_join(e->thread, NULL);
	bt_engine_release(e);
	free(e);
	return true;
}
