/* Answers become bars, quotes, rates and news. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fetch/rate.h"
#include "model/engine_priv.h"

#define MAX_LOG 500
#define FAILED_S 900             /* a job that was given up is made anew after so long */
#define UNKNOWN_S 86400          /* one for a symbol that the source does not know */

/* --- bars and prices --------------------------------------------------------------------------- */

static struct bt_book *
book_of(struct bt_engine *e, const struct bt_task *t)
{
	return &e->desk[t->owner].book;
}

/* The quote is the live bar of the session it was traded in; where there are no bars it and the close
 * before it are all there is.  */
static void
place_quote(struct bt_engine *e, struct bt_entry *entry, enum bt_job_kind kind,
            const struct bt_schedule *s)
{
	const struct bt_calendar *cal = bt_settings_calendar(e->settings);
	bt_date session = bt_ny_date(entry->quote.ts_utc);
	bool brief = kind == BT_JOB_QUOTES && (!entry->hist || entry->brief);
	bool closed = session <= s->settled;

	if (!entry->quote.ts_utc || (closed && !brief)
	    || (entry->kind > BT_KIND_INDEX && entry->kind != BT_KIND_UNKNOWN)
	    || (session != s->session.trading_date && !bt_calendar_is_session(cal, session)))
		return;
	if (brief)
		bt_book_brief(entry, bt_calendar_step(cal, session, -1), session, !closed);
	else
		bt_book_live_bar(entry, session);
}

static void
take_security(struct bt_engine *e, const struct bt_task *t, const struct bt_answer *a,
              const struct bt_security *sec, const struct bt_schedule *s)
{
	struct bt_entry *entry = bt_book_find(book_of(e, t), sec->symbol);
	enum bt_take how = t->job.kind != BT_JOB_HISTORY ? BT_TAKE_CLOSES
	                   : t->whole                    ? BT_TAKE_WHOLE
	                                                 : BT_TAKE_RECENT;

	if (!entry)
		return;
	if (!bt_book_take(entry, sec, how, a->newest_split, s->now_utc)) {
		entry->retry_history_utc = 0;
		e->replan = true;
	}
	e->urgent = e->urgent || how != BT_TAKE_CLOSES;
	if (how == BT_TAKE_WHOLE)
		entry->whole = entry->whole || t->reaches_start;
	place_quote(e, entry, t->job.kind, s);
}

/* --- rates ------------------------------------------------------------------------------------- */

static bool
same_line(const struct bt_history *h, const struct bt_line *l)
{
	return h && h->n == l->n && memcmp(h->date, l->date, l->n * sizeof(*l->date)) == 0
	       && memcmp(h->column[BT_HISTORY_CLOSE], l->value, l->n * sizeof(*l->value)) == 0;
}

/* A series of rates comes whole each time; most times it is the one that is there. */
static void
take_rate(struct bt_engine *e, const struct bt_task *t, const struct bt_rate *rate, int64_t now_utc)
{
	struct bt_entry *entry = bt_book_find(book_of(e, t), rate->id);
	const struct bt_rate_spec *spec = bt_rate_find(rate->id);
	struct bt_security sec = {
		.symbol = rate->id, .name = spec ? spec->name : NULL, .kind = BT_KIND_RATE,
		.provisional = BT_DATE_NONE,
		.bars = {.n = rate->line.n, .date = rate->line.date, .close = rate->line.value},
		.quote = {.last = NAN},
	};

	if (!entry)
		return;
	if (same_line(entry->hist, &rate->line)) {
		entry->closes_utc = entry->history_utc = now_utc;
		entry->again_closes = false;
		entry->dirty_quote = true;
		return;
	}
	(void)bt_book_take(entry, &sec, BT_TAKE_WHOLE, BT_DATE_NONE, now_utc);
}

/* --- failures ---------------------------------------------------------------------------------- */

static void
unqueue(struct bt_engine *e, const struct bt_task *t)
{
	for (size_t i = 0; t->owner >= 0 && i < t->job.n; i++) {
		struct bt_entry *entry = bt_book_find(book_of(e, t), t->job.symbol[i]);

		if (!entry)
			continue;
		if (t->job.kind == BT_JOB_HISTORY)
			entry->queued_history = false;
		else
			entry->queued_closes = false;
	}
}

/* A job failed for good: when its symbols may be asked for again.  While the source is left alone that is
 * the end of its pause: one of them is then the probe that finds it well.  */
static void
postpone(struct bt_engine *e, const struct bt_done *d, int64_t now_utc)
{
	const struct bt_task *t = d->task;
	enum bt_fault fault = d->answer->fault;
	bool unknown = fault == BT_FAULT_NOT_FOUND || fault == BT_FAULT_NO_DATA;
	int64_t silent = bt_lane_silent_until(d->lane, now_utc, bt_clock_mono_ms());
	int64_t retry = unknown ? now_utc + UNKNOWN_S : silent ? silent : now_utc + FAILED_S;

	for (size_t i = 0; t->owner >= 0 && i < t->job.n; i++) {
		struct bt_entry *entry = bt_book_find(book_of(e, t), t->job.symbol[i]);

		if (!entry)
			continue;
		if (t->job.kind != BT_JOB_HISTORY) {
			entry->retry_closes_utc = retry;
			entry->again_closes = !unknown;
			continue;
		}
		entry->retry_history_utc = retry;
		entry->again_history = !unknown;
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
		struct bt_entry *entry = bt_book_find(book_of(e, d->task), d->task->job.symbol[i]);

		if (entry)
			entry->hold_closes_utc = now_utc + d->max_age_s;
	}
}

static void
take_missing(struct bt_engine *e, const struct bt_task *t, const struct bt_answer *a, int64_t now_utc)
{
	for (size_t i = 0; t->owner >= 0 && i < a->n_missing; i++) {
		struct bt_entry *entry = bt_book_find(book_of(e, t), a->missing[i]);

		if (entry)
			entry->retry_closes_utc = now_utc + (entry->hist ? FAILED_S : UNKNOWN_S);
	}
}

/* --- ends -------------------------------------------------------------------------------------- */

void
bt_engine_on_done(void *user, const struct bt_done *d)
{
	struct bt_engine *e = user;
	struct bt_schedule s = *bt_engine_now(e);

	unqueue(e, d->task);
	e->done++;
	e->failed += !d->good;
	e->changed = e->answered = true;
	if (!e->unwritten_ms)
		e->unwritten_ms = bt_clock_mono_ms();
	if (bt_engine_is_count(d->task)) {
		bt_engine_take_count(e, d, s.now_utc);
		return;
	}
	if (d->task->job.kind == BT_JOB_SEARCH) {
		bt_engine_take_lookup(e, d);
		return;
	}
	if (bt_engine_is_extended(d->task)) {
		bt_engine_take_extended(e, d, s.now_utc);
		return;
	}
	if (!d->good)
		postpone(e, d, s.now_utc);
	for (size_t i = 0; d->good && i < d->answer->n_sec; i++)
		take_security(e, d->task, d->answer, &d->answer->sec[i], &s);
	for (size_t i = 0; d->good && i < d->answer->n_rate; i++)
		take_rate(e, d->task, &d->answer->rate[i], s.now_utc);
	take_missing(e, d->task, d->answer, s.now_utc);
	hold_closes(e, d, s.now_utc);
	bt_engine_take_news(e, d);
	if (e->run && e->run->progress) {
		struct bt_progress p = {
			.done = e->done, .failed = e->failed, .total = e->total, .what = d->task->what,
			.cause = d->good ? NULL : bt_fault_text(d->answer->fault),
		};

		e->run->progress(e->run->user, &p);
	}
}

void
bt_engine_on_log(void *user, const struct bt_done *d)
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
	e->replan = e->replan || !d->good;      /* who stands in, and when is it tried again? */
}
