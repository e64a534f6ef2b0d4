/* The engine's way to the cache: what is wanted is loaded, what another copy stored is taken over, what came is
 * written.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/engine_priv.h"

#define SPARE_BARS 32
/* What has come is written at once, so that a death loses no more than what is on its way; where writing
 * takes long, so seldom that it takes a quarter of the time, but ten times a second in any case.  */
#define COMMIT_MS 4
#define COMMIT_SHARE 3
#define MAX_COMMIT_MS 80
#define TOGETHER_MS 60
#define FAILED_WRITE_MS 60000
#define MAX_DAYS 12              /* so many new bars go as days, more as a new pack */
#define KEEP_DAYS 20
#define FOLD_AT_ONCE 40

/* --- opening ----------------------------------------------------------------------------------- */

void
bt_engine_open_cache(struct bt_engine *e)
{
	struct bt_err err;

	if (!e->config.cache)
		return;
	if (bt_store_open(e->config.cache, false, bt_clock_utc(), &e->store, &e->store_state,
	                  e->store_note, &err))
		snprintf(e->store_note, sizeof(e->store_note), "%.190s", err.text);
}

/* --- loading ----------------------------------------------------------------------------------- */

static void
set_text(char **slot, const char *text)
{
	free(*slot);
	*slot = text ? bt_xstrdup(text) : NULL;
}

static void
unref(struct bt_history *h)
{
	if (h)
		bt_shared_unref(&h->shared);
}

/* What is being loaded, and for whom. */
struct loading {
	struct bt_engine *e;
	struct bt_desk *desk;
};

/* What another copy or an earlier run has stored replaces what this one holds of it. */
static enum bt_status
take_loaded(void *user, const struct bt_loaded *l, struct bt_err *err)
{
	const struct loading *loading = user;
	struct bt_engine *e = loading->e;
	struct bt_history *h = bt_history_new(&e->pool, l->n_max + SPARE_BARS, l->columns);
	enum bt_status st = bt_loaded_bars(l, h->date, h->column, &h->n, err);

	if (st) {
		bt_shared_unref(&h->shared);
		return BT_OK;                   /* counted by the store as damaged; it comes again */
	}
	struct bt_entry *entry = bt_book_add(&loading->desk->book, l->row.sec.symbol);

	unref(entry->hist);
	unref(entry->other);
	entry->other = NULL;
	entry->deep_changes = ++entry->changes;
	entry->hist = h;
	set_text(&entry->name, l->row.sec.name);
	set_text(&entry->currency, l->row.sec.currency);
	entry->digits = l->row.sec.digits;
	entry->kind = l->row.sec.kind;
	entry->whole = l->row.sec.whole_history;
	entry->provisional = l->row.sec.provisional;
	entry->split = l->row.split;
	entry->quote = l->row.sec.quote;
	entry->history_utc = l->row.history_utc;
	entry->closes_utc = l->row.closes_utc;
	entry->loaded = entry->stored = true;
	entry->dirty_all = entry->dirty_quote = false;
	entry->dirty_from = BT_DATE_NONE;
	entry->brief = loading->desk != &e->desk[0] && !l->row.history_utc && h->n <= 2;
	e->changed = true;
	return BT_OK;
}

/* Load of the cache what `what` says, of that desk's source. */
static void
load(struct bt_engine *e, struct bt_desk *desk, struct bt_load what)
{
	struct loading loading = {e, desk};
	struct bt_err err = {0};
	size_t damaged = 0;

	if (!e->store)
		return;
	what.source = desk->provider->id;
	if (bt_store_each(e->store, &what, take_loaded, &loading, &damaged, &err))
		snprintf(e->store_note, sizeof(e->store_note), "%.190s", err.text);
	else if (damaged)
		snprintf(e->store_note, sizeof(e->store_note),
		         "%zu damaged series in the cache were dropped and will be asked for anew", damaged);
}

void
bt_engine_load_wanted(struct bt_engine *e)
{
	BT_VEC(const char *) symbols = {0};

	if (e->all_loaded)
		return;
	for (size_t i = 0; i < e->book->n; i++) {
		struct bt_entry *entry = e->book->at[i];

		if (entry->loaded || !entry->shown)
			continue;
		entry->loaded = true;
		BT_VEC_PUSH(&symbols, entry->symbol);
	}
	if (symbols.len)
		load(e, &e->desk[0], (struct bt_load){.symbol = symbols.at, .n = symbols.len});
	BT_VEC_RELEASE(&symbols);
	/* What the others have told is little. */
	for (size_t i = 1; i < e->n_desk && !e->others_loaded; i++)
		load(e, &e->desk[i], (struct bt_load){0});
	if (!e->others_loaded)
		bt_engine_load_market(e);
	e->others_loaded = true;
	if (e->store)
		e->seen_serial = bt_store_serial(e->store);
}

static bool
is_loaded(void *user, const char *symbol)
{
	const struct loading *loading = user;
	const struct bt_entry *entry = bt_book_find(&loading->desk->book, symbol);

	return entry && entry->stored;
}

void
bt_engine_load_rest(struct bt_engine *e)
{
	if (e->all_loaded)
		return;
	e->all_loaded = true;
	if (!e->store)
		return;
	load(e, &e->desk[0], (struct bt_load){.skip = is_loaded});
	e->seen_serial = bt_store_serial(e->store);
	bt_engine_confirm_breadth(e);
}

void
bt_engine_load_changed(struct bt_engine *e)
{
	int64_t serial;

	if (!e->store)
		return;
	serial = bt_store_serial(e->store);
	for (size_t i = 0; serial > e->seen_serial && i < e->n_desk; i++)
		load(e, &e->desk[i], (struct bt_load){.since = e->seen_serial});
	e->seen_serial = serial;
}

static void
destroy_news(struct bt_shared *self)
{
	struct bt_held_news *held = (struct bt_held_news *)(void *)self;

	bt_arena_release(&held->arena);
	free(held);
}

struct bt_held_news *
bt_engine_new_news(struct bt_engine *e)
{
	struct bt_held_news *held = bt_xcalloc(1, sizeof(*held));

	bt_shared_init(&held->shared, destroy_news);
	bt_xarena_init(&held->arena);
	if (e->news)
		bt_shared_unref(&e->news->shared);
	e->news = held;
	e->changed = true;
	return held;
}

void
bt_engine_load_news(struct bt_engine *e, size_t most)
{
	struct bt_held_news *held;

	if (!e->store)
		return;
	held = bt_engine_new_news(e);
	if (bt_store_load_news(e->store, most, &held->arena, &held->item, &held->n, NULL))
		held->n = 0;
}

/* --- lanes ------------------------------------------------------------------------------------- */

static struct bt_lane *
find_lane(struct bt_engine *e, const char *id)
{
	for (size_t i = 0; e->fetcher && i < bt_fetcher_lanes(e->fetcher); i++)
		if (strcmp(bt_fetcher_lane(e->fetcher, (int)i)->id, id) == 0)
			return bt_fetcher_lane(e->fetcher, (int)i);
	return NULL;
}

static void
restore_lane(struct bt_lane *l, const struct bt_store_provider *p, int64_t now_utc)
{
	l->last_ok_utc = p->last_ok_utc;
	l->last_fail_utc = p->last_fail_utc;
	l->latency_ms = p->latency_ms;
	l->fault = p->fault > 0 && p->fault < BT_FAULT_COUNT ? (enum bt_fault)p->fault : BT_FAULT_NONE;
	snprintf(l->cause, sizeof(l->cause), "%s", p->cause);
	l->day = p->day;
	l->requests = (size_t)p->requests;
	l->failed = (size_t)p->failed;
	l->bytes = (size_t)p->bytes;
	for (size_t i = 0; i < BT_FAULT_COUNT && i < BT_STORE_FAULTS; i++)
		l->failures[i] = p->failures[i];
	set_text(&l->etag, p->etag);
	set_text(&l->modified, p->last_modified);
	/* A refusal outlives the run that met it. */
	if (p->next_try_utc > now_utc) {
		l->gate.breaker = BT_BREAKER_OPEN;
		l->gate.reason = l->fault;
		l->gate.until_ms = bt_clock_mono_ms() + (p->next_try_utc - now_utc) * 1000;
		l->gate.silence_ms = p->strikes;
	}
}

void
bt_engine_restore_lanes(struct bt_engine *e)
{
	struct bt_store_provider *p;
	struct bt_arena a;
	size_t n;

	if (!e->store || !e->fetcher)
		return;
	bt_xarena_init(&a);
	if (bt_store_load_providers(e->store, &a, &p, &n, NULL) == BT_OK) {
		for (size_t i = 0; i < n; i++) {
			struct bt_lane *l = find_lane(e, p[i].id);

			if (l)
				restore_lane(l, &p[i], bt_clock_utc());
		}
	}
	bt_arena_release(&a);
}

static enum bt_status
put_lane(struct bt_engine *e, struct bt_lane *l, struct bt_err *err)
{
	int64_t now_utc = bt_clock_utc();
	struct bt_store_provider p = {
		.id = l->id, .last_ok_utc = l->last_ok_utc, .last_fail_utc = l->last_fail_utc,
		.next_try_utc = bt_lane_silent_until(l, now_utc, bt_clock_mono_ms()),
		.latency_ms = l->latency_ms, .fault = (int)l->fault, .cause = l->cause,
		.strikes = l->gate.silence_ms, .day = l->day, .requests = (int64_t)l->requests,
		.failed = (int64_t)l->failed, .bytes = (int64_t)l->bytes, .etag = l->etag,
		.last_modified = l->modified,
	};

	_Static_assert(BT_FAULT_COUNT <= BT_STORE_FAULTS, "the cache has room for every fault");
	for (size_t i = 0; i < BT_FAULT_COUNT; i++)
		p.failures[i] = (uint32_t)l->failures[i];
	return bt_store_put_provider(e->store, &p, err);
}

/* --- writing ----------------------------------------------------------------------------------- */

/* The entries of one desk that are to be written. */
struct batch {
	const char *source;
	bt_entry_list entry;
};

static struct bt_stored
stored_of(const struct bt_entry *e, const char *source)
{
	return (struct bt_stored){
		.sec = bt_entry_security(e, source),
		.history_utc = e->history_utc, .closes_utc = e->closes_utc, .split = e->split,
	};
}

static bool
goes_as_days(const struct bt_entry *e)
{
	size_t old;

	if (!e->stored || e->dirty_all)
		return false;
	if (e->dirty_from == BT_DATE_NONE)
		return true;
	old = bt_dates_upto(e->hist->date, e->hist->n, e->dirty_from - 1);
	return e->hist->n - old <= MAX_DAYS;
}

static enum bt_status
put_bars(struct bt_engine *e, const struct batch *b, struct bt_err *err)
{
	BT_VEC(struct bt_stored) days = {0};
	bt_date from = INT32_MAX;
	enum bt_status st = BT_OK;

	for (size_t i = 0; !st && i < b->entry.len; i++) {
		const struct bt_entry *entry = b->entry.at[i];
		struct bt_stored row = stored_of(entry, b->source);

		if (!goes_as_days(entry)) {
			st = bt_store_put(e->store, &row, err);
			if (e->fetcher)
				bt_fetcher_keep_busy(e->fetcher);
			continue;
		}
		if (entry->dirty_from != BT_DATE_NONE && entry->dirty_from < from)
			from = entry->dirty_from;
		BT_VEC_PUSH(&days, row);
	}
	if (!st && days.len)
		st = bt_store_put_days(e->store, days.at, days.len, from, err);
	BT_VEC_RELEASE(&days);
	return st;
}

static enum bt_status
put_quotes(struct bt_engine *e, const struct batch *b, struct bt_err *err)
{
	struct bt_security *sec = bt_xcalloc(b->entry.len, sizeof(*sec));
	BT_VEC(const struct bt_security *) list = {0};
	enum bt_status st;

	for (size_t i = 0; i < b->entry.len; i++) {
		sec[i] = bt_entry_security(b->entry.at[i], b->source);
		BT_VEC_PUSH(&list, &sec[i]);
	}
	st = bt_store_put_quotes(e->store, list.at, list.len, err);
	BT_VEC_RELEASE(&list);
	free(sec);
	return st;
}

static enum bt_status
put_lanes_and_log(struct bt_engine *e, struct bt_err *err)
{
	enum bt_status st = BT_OK;

	for (size_t i = 0; !st && e->fetcher && i < bt_fetcher_lanes(e->fetcher); i++) {
		struct bt_lane *l = bt_fetcher_lane(e->fetcher, (int)i);

		if (!l->dirty)
			continue;
		st = put_lane(e, l, err);
		l->dirty = false;
	}
	return st ? st : bt_store_put_requests(e->store, e->log.at, e->log.len, err);
}

void
bt_engine_clear_log(struct bt_engine *e, size_t keep)
{
	size_t drop = e->log.len > keep ? e->log.len - keep : 0;

	for (size_t i = 0; i < drop; i++) {
		free((char *)(uintptr_t)e->log.at[i].provider);
		free((char *)(uintptr_t)e->log.at[i].what);
	}
	if (drop && keep)
		memmove(e->log.at, e->log.at + drop, keep * sizeof(*e->log.at));
	e->log.len -= drop;
}

static void
mark_clean(struct batch *b)
{
	for (size_t i = 0; i < b->entry.len; i++) {
		struct bt_entry *entry = b->entry.at[i];

		entry->stored = true;
		entry->dirty_all = entry->dirty_quote = false;
		entry->dirty_from = BT_DATE_NONE;
	}
}

static enum bt_status
put_batches(struct bt_engine *e, struct batch *b, size_t n, struct bt_err *err)
{
	enum bt_status st = bt_store_begin(e->store, err);

	for (size_t i = 0; !st && i < n; i++) {
		st = put_bars(e, &b[i], err);
		if (!st && b[i].entry.len)
			st = put_quotes(e, &b[i], err);
	}
	if (!st)
		st = put_lanes_and_log(e, err);
	return st ? st : bt_store_commit(e->store, err);
}

/* Everything that is new, in one transaction. */
static void
write_all(struct bt_engine *e, struct batch *b, size_t n)
{
	struct bt_err err = {0};
	bool left = false;

	/* What others wrote since must not be lost from view by the serial that our own commit sets. */
	if (bt_store_serial(e->store) != e->seen_serial)
		bt_engine_load_changed(e);
	if (put_batches(e, b, n, &err)) {
		bt_store_rollback(e->store);
		snprintf(e->store_note, sizeof(e->store_note), "%.190s", err.text);
		e->no_write_before_ms = bt_clock_mono_ms() + FAILED_WRITE_MS;
		e->changed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		mark_clean(&b[i]);
	bt_engine_clear_log(e, 0);
	bt_lease_poke(&e->lease);
	(void)bt_lease_read(&e->lease);         /* our own poke must not wake us */
	e->seen_serial = bt_store_serial(e->store);
	for (size_t i = 0; i < n; i++)
		if (b[i].entry.len && bt_store_fold(e->store, b[i].source, KEEP_DAYS, FOLD_AT_ONCE, &left, &err)
		                              == BT_OK)
			e->seen_serial = bt_store_serial(e->store);
}

/* Bars are written as they come; prices wait a moment for those that come with them. */
static int64_t
commit_after(const struct bt_engine *e)
{
	int64_t together = e->unwritten_ms + TOGETHER_MS;

	return e->urgent || together < e->commit_after_ms ? e->commit_after_ms : together;
}

void
bt_engine_commit(struct bt_engine *e, bool all)
{
	int64_t now_ms = bt_clock_mono_ms();
	struct batch batch[BT_DESKS] = {0};
	bool any = e->log.len > 0;

	if (!e->store || e->store_state == BT_STORE_READ_ONLY || !bt_engine_is_fetcher(e)
	    || now_ms < e->no_write_before_ms || (!all && now_ms < commit_after(e)))
		return;
	for (size_t d = 0; d < e->n_desk; d++) {
		const struct bt_book *book = &e->desk[d].book;

		batch[d].source = e->desk[d].provider->id;
		for (size_t i = 0; i < book->n; i++)
			if (bt_entry_is_dirty(book->at[i]))
				BT_VEC_PUSH(&batch[d].entry, book->at[i]);
		any |= batch[d].entry.len > 0;
	}
	for (size_t i = 0; e->fetcher && i < bt_fetcher_lanes(e->fetcher); i++)
		any |= bt_fetcher_lane(e->fetcher, (int)i)->dirty;
	if (any) {
		write_all(e, batch, e->n_desk);
		int64_t end_ms = bt_clock_mono_ms();
		int64_t pause_ms = COMMIT_MS + (end_ms - now_ms) * COMMIT_SHARE;

		e->commit_after_ms = end_ms + (pause_ms < MAX_COMMIT_MS ? pause_ms : MAX_COMMIT_MS);
		e->urgent = false;
		e->unwritten_ms = 0;
	}
	for (size_t d = 0; d < e->n_desk; d++)
		BT_VEC_RELEASE(&batch[d].entry);
}

int64_t
bt_engine_commit_due(const struct bt_engine *e)
{
	bool can = e->store && e->store_state != BT_STORE_READ_ONLY && bt_engine_is_fetcher(e);

	if (!can || !e->log.len)
		return INT64_MAX;
	return commit_after(e) > e->no_write_before_ms ? commit_after(e) : e->no_write_before_ms;
}
