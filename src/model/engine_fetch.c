#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/engine_priv.h"
#include "model/module.h"

/* Order of jobs: what the screen shows first, the depth of the universe last. */
enum { FIRST_QUOTES, FIRST_HISTORY, MEMBER_CLOSES, MEMBER_HISTORY };

#define MAX_AT_ONCE 64
#define MAX_LOG 500
#define MEMBER_YEARS 20
#define FIRST_CLOSES "2y"        /* 200-day averages and 52-week extremes, of today and a year ago */
#define FAILED_S 900             /* a job that was given up is made anew after so long */
#define UNKNOWN_S 86400          /* one for a symbol that the source does not know */

/* --- lanes ------------------------------------------------------------------------------------- */

static void on_done(void *user, const struct bt_done *d);
static void on_log(void *user, const struct bt_done *d);

struct bt_limits
bt_engine_limits(const struct bt_engine *e, double per_second, int at_once)
{
	return (struct bt_limits){
		.per_second = per_second, .at_once = at_once,
		.backoff_ms = e->settings->network_backoff, .pause_ms = e->settings->network_pause,
	};
}

static void
add_quote_lane(struct bt_engine *e)
{
	const struct bt_provider *p = bt_provider_find("yahoo");

	e->quote_lane = bt_fetcher_add_lane(e->fetcher, p->id, p->name, p, e->settings->yahoo_url,
	                                    e->settings->yahoo_user_agent,
	                                    bt_engine_limits(e, e->settings->yahoo_rate,
	                                                     e->settings->yahoo_connections));
}

static void
add_news_lanes(struct bt_engine *e)
{
	const struct bt_provider *p = bt_provider_find("rss");
	const struct bt_pairs *feeds = &e->settings->feeds;

	for (size_t i = 0; p && i < feeds->n; i++) {
		char id[80];

		if (!*feeds->at[i].value)
			continue;
		snprintf(id, sizeof(id), "feed:%.64s", feeds->at[i].name);
		BT_VEC_PUSH(&e->news_lanes,
		            bt_fetcher_add_lane(e->fetcher, id, feeds->at[i].name, p, feeds->at[i].value,
		                                e->settings->network_feed_user_agent,
		                                bt_engine_limits(e, p->per_second, 1)));
		BT_VEC_PUSH(&e->news_due, 0);
	}
}

void
bt_engine_open_network(struct bt_engine *e)
{
	struct bt_fetcher_config config = {
		.connect_timeout_ms = e->settings->network_connect_timeout * 1000,
		.timeout_ms = e->settings->network_timeout * 1000,
		.max_total = MAX_AT_ONCE, .done = on_done, .log = on_log, .user = e,
	};
	struct bt_err err = {0};
	enum bt_status st;

	if (e->fetcher || e->net_note[0])
		return;
	st = bt_module_load(e->config.module, &config.ops, &err);
	if (!st)
		st = bt_fetcher_new(&config, &e->fetcher, &err);
	e->changed = true;
	if (st) {
		snprintf(e->net_note, sizeof(e->net_note), "%.290s", err.text);
		return;
	}
	snprintf(e->transport, sizeof(e->transport), "%.110s", config.ops->version());
	add_quote_lane(e);
	add_news_lanes(e);
	bt_engine_restore_lanes(e);
}

/* --- what is due ------------------------------------------------------------------------------- */

static void
queue(struct bt_engine *e, struct bt_task *t)
{
	if (bt_fetcher_open(e->fetcher) == 0)
		e->done = e->failed = e->total = 0;
	e->total++;
	e->changed = true;
	bt_fetcher_push(e->fetcher, t);
}

/* The day up to which bars are known: that of the last one, or the day before that on which the source
 * confirmed that there was nothing newer (a halted share, a source that stands still).  */
static bt_date
known_until(const struct bt_entry *entry, int64_t confirmed_utc)
{
	bt_date last = entry->hist && entry->hist->n ? entry->hist->date[entry->hist->n - 1]
	                                             : BT_DATE_NONE;
	bt_date confirmed = confirmed_utc ? bt_ny_date(confirmed_utc) - 1 : BT_DATE_NONE;

	return last != BT_DATE_NONE && confirmed > last ? confirmed : last;
}

static const char *
closes_range(const struct bt_schedule *s, const struct bt_entry *entry)
{
	const char *range = bt_schedule_range(s, known_until(entry, entry->closes_utc));

	return range ? range : FIRST_CLOSES;
}

/* One request for the closes of up to max_symbols entries, all of one range. */
static void
push_closes(struct bt_engine *e, struct bt_entry *const *entry, size_t n, const char *range,
            int priority)
{
	struct bt_task *t = bt_task_new(e->quote_lane, priority);
	const char **symbol = BT_ARENA_ARRAY(&t->arena, n, const char *);

	for (size_t i = 0; i < n; i++) {
		symbol[i] = bt_arena_strdup(&t->arena, entry[i]->symbol);
		entry[i]->queued_closes = true;
		entry[i]->force_closes = false;
	}
	t->job.kind = BT_JOB_CLOSES;
	t->job.symbol = symbol;
	t->job.n = n;
	t->job.range = range;
	t->what = bt_arena_printf(&t->arena, "spark %s and %zu more, %s", symbol[0], n - 1, range);
	queue(e, t);
}

/* Entries due together, kept apart by range so that every URL asks for no more than it must. */
struct batches {
	struct {
		const char *range;
		bt_entry_list entry;
	} at[8];
	size_t n;
	int priority;
};

static void
flush_batch(struct bt_engine *e, bt_entry_list *list, const char *range, int priority)
{
	if (list->len)
		push_closes(e, list->at, list->len, range, priority);
	list->len = 0;
}

static void
add_to_batch(struct bt_engine *e, struct batches *b, struct bt_entry *entry, const char *range)
{
	size_t most = bt_fetcher_lane(e->fetcher, e->quote_lane)->provider->max_symbols, i = 0;

	while (i < b->n && strcmp(b->at[i].range, range) != 0)
		i++;
	if (i == sizeof(b->at) / sizeof(b->at[0]))
		i = 0;
	if (i == b->n)
		b->at[b->n++].range = range;
	BT_VEC_PUSH(&b->at[i].entry, entry);
	if (b->at[i].entry.len >= most)
		flush_batch(e, &b->at[i].entry, b->at[i].range, b->priority);
}

static void
flush_batches(struct bt_engine *e, struct batches *b)
{
	for (size_t i = 0; i < b->n; i++) {
		flush_batch(e, &b->at[i].entry, b->at[i].range, b->priority);
		BT_VEC_RELEASE(&b->at[i].entry);
	}
}

/* Quotes that come due within two seconds of each other travel together; within less, where they are asked
 * for every few seconds.  */
static int64_t
plan_closes(struct bt_engine *e, const struct bt_schedule *s)
{
	struct batches shown = {.priority = FIRST_QUOTES}, members = {.priority = MEMBER_CLOSES};
	int64_t pace = s->shown_s < s->member_s ? s->shown_s : s->member_s;
	int64_t slack = !s->moving ? 0 : pace / 4 < 2 ? pace / 4 : 2, next = BT_NEVER;

	for (size_t i = 0; i < e->book.n; i++) {
		struct bt_entry *entry = e->book.at[i];
		int64_t due = bt_schedule_closes(s, entry);

		if (entry->queued_closes)
			continue;
		if (due <= s->now_utc + slack && due != BT_NEVER)
			add_to_batch(e, entry->shown ? &shown : &members, entry, closes_range(s, entry));
		else if (due < next)
			next = due;
	}
	/* A batch begun by one that is due takes along nobody who is not: the slack has done that. */
	flush_batches(e, &shown);
	flush_batches(e, &members);
	return next;
}

static void
push_history(struct bt_engine *e, const struct bt_schedule *s, struct bt_entry *entry)
{
	struct bt_task *t = bt_task_new(e->quote_lane, entry->shown ? FIRST_HISTORY : MEMBER_HISTORY);
	const char **symbol = BT_ARENA_ARRAY(&t->arena, 1, const char *);
	bool have = entry->history_utc && entry->hist && entry->hist->n
	            && (entry->whole || !entry->want_whole);

	symbol[0] = bt_arena_strdup(&t->arena, entry->symbol);
	t->job.kind = BT_JOB_HISTORY;
	t->job.symbol = symbol;
	t->job.n = 1;
	t->job.range = have ? bt_schedule_range(s, known_until(entry, entry->history_utc)) : NULL;
	if (!t->job.range) {
		/* By dates: "max" may come back coarser than a day. */
		t->whole = true;
		t->reaches_start = entry->want_whole;
		t->job.to = s->session.date;
		t->job.from = entry->want_whole ? bt_date_ymd(1900, 1, 1)
		                                : bt_date_ymd(bt_date_year(t->job.to) - MEMBER_YEARS, 1, 1);
	} else if (strcmp(t->job.range, "5d") == 0) {
		t->job.range = "1mo";   /* a dividend shows in the overlap */
	}
	t->what = bt_arena_printf(&t->arena, "chart %s", entry->symbol);
	entry->queued_history = true;
	entry->force_history = false;
	queue(e, t);
}

static int64_t
plan_history(struct bt_engine *e, const struct bt_schedule *s)
{
	int64_t next = BT_NEVER;

	for (size_t i = 0; i < e->book.n; i++) {
		struct bt_entry *entry = e->book.at[i];
		int64_t due = bt_schedule_history(s, entry);

		if (entry->queued_history)
			continue;
		if (due <= s->now_utc)
			push_history(e, s, entry);
		else if (due < next)
			next = due;
	}
	return next;
}

static void
push_news(struct bt_engine *e, size_t i)
{
	struct bt_lane *l = bt_fetcher_lane(e->fetcher, e->news_lanes.at[i]);
	struct bt_task *t = bt_task_new(e->news_lanes.at[i], FIRST_QUOTES);

	t->job.kind = BT_JOB_NEWS;
	t->job.url = bt_arena_strdup(&t->arena, l->base_url);
	t->job.feed = bt_arena_strdup(&t->arena, l->name);
	t->what = bt_arena_printf(&t->arena, "feed %s", l->name);
	t->stands_for = l->etag && *l->etag ? bt_arena_strdup(&t->arena, l->etag) : NULL;
	t->modified = l->modified && *l->modified ? bt_arena_strdup(&t->arena, l->modified) : NULL;
	queue(e, t);
}

static int64_t
plan_news(struct bt_engine *e, const struct bt_schedule *s)
{
	int64_t next = BT_NEVER;

	for (size_t i = 0; e->want_news && i < e->news_lanes.len; i++) {
		struct bt_lane *l = bt_fetcher_lane(e->fetcher, e->news_lanes.at[i]);
		int64_t tried = e->news_due.at[i] > l->last_ok_utc ? e->news_due.at[i] : l->last_ok_utc;
		int64_t due = bt_schedule_news(s, tried);

		due = l->hold_utc > due ? l->hold_utc : due;
		if (l->waiting + l->running)
			continue;
		if (due <= s->now_utc) {
			e->news_due.at[i] = s->now_utc;
			push_news(e, i);
		} else if (due < next) {
			next = due;
		}
	}
	return next;
}

int64_t
bt_engine_plan(struct bt_engine *e)
{
	struct bt_schedule s;
	int64_t next, other;

	e->next_refresh_utc = 0;
	if (!e->fetcher || e->paused || !bt_engine_is_fetcher(e))
		return BT_NEVER;
	s = bt_schedule_at(e->settings, e->settings->yahoo_url, bt_clock_utc());
	next = plan_closes(e, &s);
	other = plan_history(e, &s);
	next = other < next ? other : next;
	other = plan_news(e, &s);
	next = other < next ? other : next;
	e->next_refresh_utc = next == BT_NEVER ? 0 : next;
	return next;
}

void
bt_engine_force(struct bt_engine *e, bool all)
{
	for (size_t i = 0; i < e->book.n; i++) {
		struct bt_entry *entry = e->book.at[i];

		if (!entry->shown && !all)
			continue;
		entry->force_closes = true;
		entry->force_history = all && entry->shown;
		entry->retry_closes_utc = entry->retry_history_utc = 0;
	}
	for (size_t i = 0; all && i < e->news_lanes.len; i++) {
		struct bt_lane *l = bt_fetcher_lane(e->fetcher, e->news_lanes.at[i]);

		if (!(l->waiting + l->running))
			push_news(e, i);
	}
	if (e->fetcher)
		bt_fetcher_hurry(e->fetcher);
	e->asked_utc = bt_clock_utc();
	e->wishes_dirty = true;
}

/* --- answers ----------------------------------------------------------------------------------- */

static void
take_security(struct bt_engine *e, const struct bt_task *t, const struct bt_answer *a,
              const struct bt_security *sec, const struct bt_schedule *s)
{
	struct bt_entry *entry = bt_book_find(&e->book, sec->symbol);
	enum bt_take how = t->job.kind == BT_JOB_CLOSES ? BT_TAKE_CLOSES
	                   : t->whole                   ? BT_TAKE_WHOLE
	                                                : BT_TAKE_RECENT;
	const struct bt_calendar *cal = bt_settings_calendar(e->settings);
	bool live = entry && (entry->kind == BT_KIND_UNKNOWN || entry->kind <= BT_KIND_INDEX);

	if (!entry)
		return;
	if (!bt_book_take(entry, sec, how, a->newest_split, s->now_utc))
		entry->retry_history_utc = 0;
	if (how == BT_TAKE_WHOLE)
		entry->whole = entry->whole || t->reaches_start;
	/* The quote is the live bar of the session it was traded in. */
	if (live && entry->quote.ts_utc && bt_calendar_is_session(cal, bt_ny_date(entry->quote.ts_utc))
	    && !bt_calendar_close_is_in(cal, bt_ny_date(entry->quote.ts_utc), s->now_utc))
		bt_book_live_bar(entry, bt_ny_date(entry->quote.ts_utc));
}

static void
unqueue(struct bt_engine *e, const struct bt_task *t)
{
	for (size_t i = 0; i < t->job.n; i++) {
		struct bt_entry *entry = bt_book_find(&e->book, t->job.symbol[i]);

		if (!entry)
			continue;
		if (t->job.kind == BT_JOB_CLOSES)
			entry->queued_closes = false;
		else
			entry->queued_history = false;
	}
}

/* A job failed for good: when its symbols may be asked for again. */
static void
postpone(struct bt_engine *e, const struct bt_task *t, enum bt_fault fault, int64_t now_utc)
{
	bool unknown = fault == BT_FAULT_NOT_FOUND || fault == BT_FAULT_NO_DATA;
	int64_t retry = now_utc + (unknown ? UNKNOWN_S : FAILED_S);

	for (size_t i = 0; i < t->job.n; i++) {
		struct bt_entry *entry = bt_book_find(&e->book, t->job.symbol[i]);

		if (!entry)
			continue;
		if (t->job.kind == BT_JOB_CLOSES) {
			entry->retry_closes_utc = retry;
			continue;
		}
		entry->retry_history_utc = retry;
		entry->unknown = unknown;
		if (fault == BT_FAULT_INTERVAL && t->whole)
			entry->want_whole = false;      /* twenty years are had where all are not */
		if (fault == BT_FAULT_INTERVAL && t->reaches_start)
			entry->retry_history_utc = 0;
	}
}

/* An answer that holds for a while is not asked for again in it: a cache on the way would give the same. */
static void
hold_closes(struct bt_engine *e, const struct bt_done *d, int64_t now_utc)
{
	if (!d->good || d->task->job.kind != BT_JOB_CLOSES)
		return;
	for (size_t i = 0; i < d->task->job.n; i++) {
		struct bt_entry *entry = bt_book_find(&e->book, d->task->job.symbol[i]);

		if (entry)
			entry->hold_closes_utc = now_utc + d->max_age_s;
	}
}

static void
take_missing(struct bt_engine *e, const struct bt_answer *a, int64_t now_utc)
{
	for (size_t i = 0; i < a->n_missing; i++) {
		struct bt_entry *entry = bt_book_find(&e->book, a->missing[i]);

		if (entry)
			entry->retry_closes_utc = now_utc + (entry->hist ? FAILED_S : UNKNOWN_S);
	}
}

static void
take_news(struct bt_engine *e, const struct bt_answer *a)
{
	struct bt_err err = {0};

	if (!a->n_news)
		return;
	if (!e->store || e->store_state == BT_STORE_READ_ONLY
	    || bt_store_put_news(e->store, a->news, a->n_news, &err))
		return;
	bt_lease_poke(&e->lease);
	(void)bt_lease_read(&e->lease);
	bt_engine_load_news(e);
}

static void
on_done(void *user, const struct bt_done *d)
{
	struct bt_engine *e = user;
	struct bt_schedule s = bt_schedule_at(e->settings, e->settings->yahoo_url, bt_clock_utc());

	unqueue(e, d->task);
	e->done++;
	e->failed += !d->good;
	e->changed = true;
	if (!d->good)
		postpone(e, d->task, d->answer->fault, s.now_utc);
	for (size_t i = 0; d->good && i < d->answer->n_sec; i++)
		take_security(e, d->task, d->answer, &d->answer->sec[i], &s);
	take_missing(e, d->answer, s.now_utc);
	hold_closes(e, d, s.now_utc);
	if (d->good)
		take_news(e, d->answer);
	if (e->run && e->run->progress) {
		struct bt_progress p = {
			.done = e->done, .failed = e->failed, .total = e->total, .what = d->task->what,
			.cause = d->good ? NULL : bt_fault_text(d->answer->fault),
		};

		e->run->progress(e->run->user, &p);
	}
}

static void
on_log(void *user, const struct bt_done *d)
{
	struct bt_engine *e = user;
	struct bt_store_request r = {
		.utc = bt_clock_utc(), .provider = bt_xstrdup(d->lane->id), .what = bt_xstrdup(d->task->what),
		.http_status = d->http_status, .fault = (int)d->answer->fault, .latency_ms = d->latency_ms,
		.bytes = (int64_t)d->bytes,
	};

	BT_VEC_PUSH(&e->log, r);
	if (e->log.len >= 2 * MAX_LOG)          /* nobody writes it: no cache, or one that cannot be */
		bt_engine_clear_log(e, MAX_LOG);
	e->changed = e->changed || !d->good;
}
