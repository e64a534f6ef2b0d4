/* What is due becomes jobs. */
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fetch/rate.h"
#include "model/engine_priv.h"

#define REPLAN_MS 500            /* while answers pour in */
#define MEMBER_YEARS 20
#define FIRST_CLOSES "2y"        /* 200-day averages and 52-week extremes, of today and a year ago */

void
bt_engine_queue(struct bt_engine *e, struct bt_task *t)
{
	if (bt_fetcher_open(e->fetcher) == 0) {
		e->done = e->failed = e->total = 0;
		e->poured_ms = bt_clock_mono_ms();
	}
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

/* A job of that desk about these entries, which are then on their way. */
static struct bt_task *
new_task(struct bt_engine *e, size_t desk, enum bt_job_kind kind, int priority,
         struct bt_entry *const *entry, size_t n)
{
	struct bt_task *t = bt_task_new(e->desk[desk].lane, priority);
	const char **symbol = BT_ARENA_ARRAY(&t->arena, n, const char *);

	for (size_t i = 0; i < n; i++) {
		symbol[i] = bt_arena_strdup(&t->arena, entry[i]->symbol);
		if (kind == BT_JOB_HISTORY) {
			entry[i]->queued_history = true;
			entry[i]->force_history = false;
		} else {
			entry[i]->queued_closes = true;
			entry[i]->force_closes = false;
		}
	}
	t->owner = (int)desk;
	t->job.kind = kind;
	t->job.symbol = symbol;
	t->job.n = n;
	return t;
}

/* One request for the closes of up to max_symbols entries, all of one range. */
static void
push_closes(struct bt_engine *e, struct bt_entry *const *entry, size_t n, const char *range,
            int priority)
{
	struct bt_task *t = new_task(e, 0, BT_JOB_CLOSES, priority, entry, n);

	t->job.range = range;
	t->what = bt_arena_printf(&t->arena, "spark %s and %zu more, %s", t->job.symbol[0], n - 1, range);
	bt_engine_queue(e, t);
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
	size_t most = e->desk[0].provider->max_symbols, i = 0;

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

/* Does Yahoo come first for it?  It goes on being asked, at its own pace, when others stand in. */
static bool
is_first(const struct bt_engine *e, enum bt_duty duty, const struct bt_entry *entry, int64_t now_utc)
{
	const signed char *o = bt_engine_order(e, duty, entry->symbol);

	return *o == 0 || bt_engine_turn(e, duty, entry->symbol, now_utc) == 0;
}

/* While prices move, those that are due take along who will be due within half of the pace: from then on they
 * are due together, and a refresh is one picture.  What its source still holds stays.  */
static bool
goes_along(const struct bt_schedule *s, const struct bt_entry *entry, int64_t due)
{
	int64_t pace = s->shown_s < s->member_s ? s->shown_s : s->member_s;

	return s->moving && due <= s->now_utc + pace / 2 && entry->hold_closes_utc <= s->now_utc
	       && entry->retry_closes_utc <= s->now_utc;
}

static bool
any_due(const struct bt_engine *e, const struct bt_schedule *s)
{
	for (size_t i = 0; i < e->book->n; i++)
		if (!e->book->at[i]->queued_closes && bt_schedule_closes(s, e->book->at[i]) <= s->now_utc)
			return true;
	return false;
}

static int64_t
plan_closes(struct bt_engine *e, const struct bt_schedule *s)
{
	struct batches shown = {.priority = BT_ENGINE_FIRST_QUOTES}, members = {.priority = BT_ENGINE_MEMBER_CLOSES};
	bool any = any_due(e, s);
	int64_t next = BT_NEVER;

	for (size_t i = 0; i < e->book->n; i++) {
		struct bt_entry *entry = e->book->at[i];
		int64_t due = bt_schedule_closes(s, entry);

		if (entry->queued_closes || !is_first(e, BT_DUTY_QUOTES, entry, s->now_utc))
			continue;
		if (due <= s->now_utc || (any && goes_along(s, entry, due)))
			add_to_batch(e, entry->shown ? &shown : &members, entry, closes_range(s, entry));
		else if (due < next)
			next = due;
	}
	flush_batches(e, &shown);
	flush_batches(e, &members);
	return next;
}

static void
push_history(struct bt_engine *e, const struct bt_schedule *s, size_t desk, struct bt_entry *entry)
{
	struct bt_task *t = new_task(e, desk, BT_JOB_HISTORY, entry->shown ? BT_ENGINE_FIRST_HISTORY : BT_ENGINE_MEMBER_HISTORY,
	                             &entry, 1);
	bool have = entry->history_utc && entry->hist && entry->hist->n
	            && (entry->whole || !entry->want_whole);

	t->job.today = s->session.date;
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
	t->what = bt_arena_printf(&t->arena, "%s %s", desk ? "history" : "chart", entry->symbol);
	bt_engine_queue(e, t);
}

static int64_t
plan_history(struct bt_engine *e, const struct bt_schedule *s)
{
	int64_t next = BT_NEVER;

	for (size_t i = 0; i < e->book->n; i++) {
		struct bt_entry *entry = e->book->at[i];
		int64_t due = bt_schedule_history(s, entry);

		if (entry->queued_history || !is_first(e, BT_DUTY_HISTORY, entry, s->now_utc))
			continue;
		if (due <= s->now_utc)
			push_history(e, s, 0, entry);
		else if (due < next)
			next = due;
	}
	return next;
}

/* --- stand-ins --------------------------------------------------------------------------------- */

/* Another source than Yahoo's turn for this symbol: its book gets an entry, and a job when that is due. */
static int64_t
plan_history_of(struct bt_engine *e, const struct bt_schedule *s, size_t desk, const char *symbol)
{
	struct bt_entry *entry = bt_book_add(&e->desk[desk].book, symbol);
	int64_t due;

	entry->shown = entry->want_whole = true;
	due = bt_schedule_history(s, entry);
	if (entry->queued_history)
		return BT_NEVER;
	if (due > s->now_utc)
		return due;
	push_history(e, s, desk, entry);
	return BT_NEVER;
}

static int64_t
plan_quote_of(struct bt_engine *e, const struct bt_schedule *s, size_t desk, const struct bt_entry *first)
{
	struct bt_entry *entry = bt_book_add(&e->desk[desk].book, first->symbol);
	int64_t due;

	entry->shown = true;
	if (entry->kind == BT_KIND_UNKNOWN)
		entry->kind = first->kind;
	due = bt_schedule_quote(s, entry);
	if (entry->queued_closes)
		return BT_NEVER;
	if (due > s->now_utc)
		return due;
	struct bt_task *t = new_task(e, desk, BT_JOB_QUOTES, BT_ENGINE_FIRST_QUOTES, &entry, 1);

	t->job.asset = entry->kind;
	t->job.today = s->session.date;
	t->what = bt_arena_printf(&t->arena, "quote %s", entry->symbol);
	bt_engine_queue(e, t);
	return BT_NEVER;
}

/* What the screen shows and Yahoo does not tell now, or not first. */
static int64_t
plan_stand_ins(struct bt_engine *e, const struct bt_schedule *s)
{
	int64_t next = BT_NEVER;

	for (size_t i = 0; i < e->book->n; i++) {
		const struct bt_entry *first = e->book->at[i];
		int desk, quoted;
		int64_t due;

		if (!first->shown)
			continue;
		desk = bt_engine_turn(e, BT_DUTY_HISTORY, first->symbol, s->now_utc);
		quoted = bt_engine_turn(e, BT_DUTY_QUOTES, first->symbol, s->now_utc);
		due = desk > 0 ? plan_history_of(e, s, (size_t)desk, first->symbol) : BT_NEVER;
		next = due < next ? due : next;
		if (quoted > 0 && bt_desk_job(&e->desk[quoted], BT_DUTY_QUOTES, first->symbol) == BT_JOB_QUOTES) {
			due = plan_quote_of(e, s, (size_t)quoted, first);
			next = due < next ? due : next;
		}
	}
	return next;
}

/* --- rates ------------------------------------------------------------------------------------- */

static void
push_rates(struct bt_engine *e, size_t desk, bt_entry_list *list)
{
	if (list->len) {
		struct bt_task *t = new_task(e, desk, BT_JOB_RATE, BT_ENGINE_MEMBER_CLOSES, list->at, list->len);

		t->what = bt_arena_printf(&t->arena, "rates %s and %zu more", t->job.symbol[0], list->len - 1);
		bt_engine_queue(e, t);
	}
	list->len = 0;
}

/* The rates that this desk is to tell now, together. */
static int64_t
plan_rates_of(struct bt_engine *e, const struct bt_schedule *s, size_t desk)
{
	const struct bt_book *b = &e->desk[desk].book;
	size_t most = bt_provider_most(e->desk[desk].provider, BT_JOB_RATE);
	bt_entry_list list = {0};
	int64_t next = BT_NEVER;

	for (size_t i = 0; i < b->n; i++) {
		struct bt_entry *entry = b->at[i];
		int64_t due;

		if (!entry->shown || entry->queued_closes || !bt_rate_find(entry->symbol)
		    || bt_engine_turn(e, BT_DUTY_RATES, entry->symbol, s->now_utc) != (int)desk)
			continue;
		due = bt_schedule_rate(s, entry);
		if (due <= s->now_utc)
			BT_VEC_PUSH(&list, entry);
		else if (due < next)
			next = due;
		if (list.len == most)
			push_rates(e, desk, &list);
	}
	push_rates(e, desk, &list);
	BT_VEC_RELEASE(&list);
	return next;
}

static int64_t
plan_rates(struct bt_engine *e, const struct bt_schedule *s)
{
	int64_t next = BT_NEVER;

	for (const signed char *o = e->order[BT_DUTY_RATES]; *o >= 0; o++) {
		int64_t due = e->desk[*o].lane >= 0 ? plan_rates_of(e, s, (size_t)*o) : BT_NEVER;

		next = due < next ? due : next;
	}
	return next;
}

const struct bt_schedule *
bt_engine_now(struct bt_engine *e)
{
	int64_t now_utc = bt_clock_utc();

	if (e->now.now_utc != now_utc)
		e->now = bt_schedule_at(e->settings, e->settings->yahoo_url, now_utc);
	return &e->now;
}

/* While answers pour in, all that they change is that their symbols are due later. */
static bool
is_planned(const struct bt_engine *e)
{
	return bt_fetcher_open(e->fetcher) && !e->replan
	       && (!e->answered || bt_clock_mono_ms() < e->replan_ms);
}

int64_t
bt_engine_plan(struct bt_engine *e)
{
	static int64_t (*const plans[])(struct bt_engine *, const struct bt_schedule *) = {
		plan_closes, plan_history, plan_stand_ins, plan_rates, bt_engine_plan_news,
		bt_engine_plan_headlines, bt_engine_plan_extended, bt_engine_plan_market, bt_engine_plan_lookup,
	};
	int64_t next = BT_NEVER;

	if (!e->fetcher || e->paused || !bt_engine_is_fetcher(e)) {
		e->next_refresh_utc = 0;
		return BT_NEVER;
	}
	if (is_planned(e))
		return e->planned_utc;
	bt_engine_judge_desks(e, NULL);
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		int64_t due = plans[i](e, bt_engine_now(e));

		next = due < next ? due : next;
	}
	e->next_refresh_utc = next == BT_NEVER ? 0 : next;
	e->planned_utc = next;
	e->replan_ms = bt_clock_mono_ms() + REPLAN_MS;
	e->replan = e->answered = false;
	return next;
}

void
bt_engine_unqueue_all(struct bt_engine *e)
{
	e->market.queued = e->extended.busy = e->lookup.busy = false;
	for (size_t d = 0; d < e->n_desk; d++) {
		const struct bt_book *b = &e->desk[d].book;

		for (size_t i = 0; i < b->n; i++)
			b->at[i]->queued_closes = b->at[i]->queued_history = false;
	}
}

static void
force_desk(struct bt_desk *d, bool all)
{
	for (size_t i = 0; i < d->book.n; i++) {
		struct bt_entry *entry = d->book.at[i];

		if (!entry->shown && !all)
			continue;
		entry->force_closes = entry->shown || entry->member;
		entry->force_history = all && entry->shown;
		entry->retry_closes_utc = entry->retry_history_utc = 0;
	}
}

void
bt_engine_force(struct bt_engine *e, bool all)
{
	for (size_t i = 0; i < e->n_desk; i++)
		force_desk(&e->desk[i], all);
	bt_engine_force_news(e, all);
	if (e->fetcher)
		bt_fetcher_hurry(e->fetcher);
	e->asked_utc = bt_clock_utc();
	e->wishes_dirty = e->replan = true;
}

