/* Several copies of the program on one cache: who fetches, what each wants, when the file goes. */
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/engine_priv.h"

#define WISH_S (12 * 3600)
#define MEMBER '+'                /* before the symbol in a wish: of the universe, not of the screen */
#define MAX_CACHE_BYTES INT64_C(1200000000)

static void
watch_lease(struct bt_engine *e)
{
	struct epoll_event ev = {.events = EPOLLIN};

	if (bt_lease_fd(&e->lease) >= 0)
		epoll_ctl(e->waiter, EPOLL_CTL_ADD, bt_lease_fd(&e->lease), &ev);
}

bool
bt_engine_is_fetcher(const struct bt_engine *e)
{
	return e->lease.mine || e->lease.lock < 0;
}

/* What the screen of a copy that does not fetch shows, told to the one that does. */
static void
tell_wishes(struct bt_engine *e)
{
	BT_VEC(const char *) words = {0};
	int64_t now_utc = bt_clock_utc();
	char copy[32];

	e->wishes_dirty = false;
	if (!e->store || e->store_state == BT_STORE_READ_ONLY)
		return;
	struct bt_arena a;

	bt_xarena_init(&a);
	for (size_t d = 0; d < e->n_desk; d++)
		for (size_t i = 0; i < e->desk[d].book.n; i++)
			if (e->desk[d].book.at[i]->shown)
				BT_VEC_PUSH(&words, e->desk[d].book.at[i]->symbol);
	for (size_t i = 0; i < e->headlines.len; i++)
		if (e->headlines.at[i].wanted)
			BT_VEC_PUSH(&words, bt_arena_printf(&a, "%s%s", BT_WANT_NEWS, e->headlines.at[i].symbol));
	if (e->want_universe && e->universe)
		for (size_t i = 0; i < e->universe->n; i++)
			BT_VEC_PUSH(&words, bt_arena_printf(&a, "%c%s", MEMBER, e->universe->member[i].symbol));
	if (e->want_news)
		BT_VEC_PUSH(&words, "*news");
	snprintf(copy, sizeof(copy), "%ld", (long)getpid());
	(void)!bt_store_wish(e->store, copy, words.at, words.len, e->asked_utc, now_utc,
	                     now_utc + WISH_S, NULL);
	bt_lease_poke(&e->lease);
	BT_VEC_RELEASE(&words);
	bt_arena_release(&a);
}

/* What another copy counts among its universe is asked for at the pace of one, not of the screen. */
static void
add_member(struct bt_engine *e, const struct bt_store_wish *wish)
{
	struct bt_entry *entry = bt_book_add(e->book, wish->word + 1);

	entry->member = true;
	if (wish->asked_utc > entry->closes_utc)
		entry->force_closes = true;
}

/* The wishes of others become marks on entries, beside those of the own screen. */
void
bt_engine_add_wishes(struct bt_engine *e)
{
	struct bt_store_wish *wish;
	struct bt_arena a;
	size_t n;

	if (!e->store || !bt_engine_is_fetcher(e))
		return;
	bt_xarena_init(&a);
	if (bt_store_wishes(e->store, bt_clock_utc(), &a, &wish, &n, NULL) == BT_OK) {
		for (size_t i = 0; i < n; i++) {
			if (wish[i].word[0] == '*') {
				bt_engine_show_headlines(e, wish[i].word);
				continue;
			}
			if (wish[i].word[0] == MEMBER) {
				add_member(e, &wish[i]);
				continue;
			}
			const struct bt_entry *known = bt_book_find(e->book, wish[i].word);
			bool whole = !known || known->want_whole || !known->member;
			struct bt_entry *entry = bt_engine_show_symbol(e, wish[i].word);

			if (!entry)
				continue;
			entry->want_whole = whole;
			if (wish[i].asked_utc > entry->closes_utc)
				entry->force_closes = true;
		}
	}
	bt_arena_release(&a);
}

static void
take_over(struct bt_engine *e)
{
	bt_engine_load_changed(e);
	bt_engine_restore_lanes(e);
	bt_engine_apply_wants(e);
	bt_engine_add_wishes(e);
	bt_engine_load_wanted(e);
	e->changed = true;
}

/* The file at the cache's path is another one now: deleted, or replaced by a copy that found it
 * damaged.  What is known here goes into the new one.  */
static void
reopen(struct bt_engine *e)
{
	bt_store_close(e->store);
	e->store = NULL;
	bt_lease_release(&e->lease);
	bt_engine_open_cache(e);
	if (bt_lease_open(&e->lease, e->config.cache, NULL) == BT_OK)
		watch_lease(e);
	for (size_t d = 0; d < e->n_desk; d++) {
		for (size_t i = 0; i < e->desk[d].book.n; i++) {
			struct bt_entry *entry = e->desk[d].book.at[i];

			entry->stored = false;
			entry->dirty_all = entry->hist != NULL;
		}
	}
	e->seen_serial = e->store ? bt_store_serial(e->store) : 0;
}

void
bt_engine_meet_others(struct bt_engine *e)
{
	bool was_mine = bt_engine_is_fetcher(e);
	unsigned events;

	if (!e->config.cache || e->kind != BT_SOURCE_YAHOO)
		return;
	if (e->lease.lock < 0 && e->lease.watch < 0 && !e->lease.mine) {
		if (bt_lease_open(&e->lease, e->config.cache, NULL) == BT_OK)
			watch_lease(e);
		was_mine = false;
	}
	events = bt_lease_read(&e->lease);
	if (events & BT_LEASE_GONE || (e->store && (events & BT_LEASE_ENDED) && !bt_store_is_current(e->store)))
		reopen(e);
	if (!e->lease.mine)
		(void)bt_lease_try(&e->lease);
	e->replan = e->replan || events || was_mine != bt_engine_is_fetcher(e);
	if (bt_engine_is_fetcher(e) && !was_mine)
		take_over(e);
	else if (events & BT_LEASE_CHANGED && bt_engine_is_fetcher(e)) {
		bt_engine_apply_wants(e);
		bt_engine_add_wishes(e);
		bt_engine_load_wanted(e);
	} else if (events & BT_LEASE_CHANGED) {
		bt_engine_load_changed(e);
		bt_engine_load_news(e, BT_ENGINE_NEWS);
		e->changed |= bt_alerts_are_old(&e->judge);
	}
	if (!bt_engine_is_fetcher(e) && e->wishes_dirty)
		tell_wishes(e);
}

/* --- upkeep ------------------------------------------------------------------------------------ */

void
bt_engine_check_cache(struct bt_engine *e)
{
	struct bt_err err;

	e->checked = true;
	if (!e->store || e->store_state == BT_STORE_READ_ONLY || !bt_engine_is_fetcher(e))
		return;
	if (bt_store_check(e->store, &err) == BT_OK) {
		(void)!bt_store_trim(e->store, MAX_CACHE_BYTES, NULL);
		return;
	}
	reopen(e);
	e->changed = true;
}
