/* The breadth of the universe: computed once for the bars there are, kept in the cache, so that the
 * first screen has it before the members' bars are read.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/engine_priv.h"
#include "model/scope_breadth.h"

#define PRICE BT_PRICE_ADJCLOSE

static void
destroy(struct bt_shared *self)
{
	struct bt_held_breadth *held = (struct bt_held_breadth *)(void *)self;

	bt_arena_release(&held->arena);
	free(held);
}

static struct bt_held_breadth *
hold_new(struct bt_engine *e)
{
	struct bt_held_breadth *held = bt_xcalloc(1, sizeof(*held));

	bt_shared_init(&held->shared, destroy);
	bt_xarena_init(&held->arena);
	if (e->breadth)
		bt_shared_unref(&e->breadth->shared);
	e->breadth = held;
	return held;
}

/* --- what it was computed from ----------------------------------------------------------------- */

static uint64_t
mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * UINT64_C(0x9FB21C651E98DF25);
	return h ^ h >> 29;
}

static uint64_t
mix_text(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = mix(h, (unsigned char)*s);
	return h;
}

/* The list, and the form of what is computed: another program's numbers are not ours. */
static uint64_t
list_hash(const struct bt_universe *u)
{
	uint64_t h = mix_text(mix(BT_BREADTH_ALL, PRICE), BT_VERSION);

	for (size_t i = 0; i < u->n; i++) {
		uint64_t cap;

		memcpy(&cap, &u->member[i].cap, sizeof(cap));
		h = mix(mix_text(mix(h, i), u->member[i].symbol), cap ^ (uint64_t)u->member[i].cap_date);
	}
	return h;
}

/* The bars of the members as the book has them now. */
static uint64_t
book_hash(const struct bt_engine *e)
{
	uint64_t h = list_hash(e->universe);

	for (size_t i = 0; i < e->universe->n; i++) {
		const struct bt_entry *entry = bt_book_find(&e->book, e->universe->member[i].symbol);

		h = mix(h, entry ? entry->changes + 1 : 0);
	}
	return h;
}

/* --- as bytes ---------------------------------------------------------------------------------- */

struct head {
	uint64_t n, first, members, covered;
};

static void
save(struct bt_engine *e, uint64_t stamp, const char *key)
{
	const struct bt_breadth *b = &e->breadth->b;
	struct head head = {b->n, b->first, b->members, b->covered};
	size_t dates = b->n * sizeof(bt_date), column = b->n * sizeof(double);
	size_t len = sizeof(head) + BT_BREADTH_ALL * column + dates;
	unsigned char *data = bt_xmalloc(len), *next = data + sizeof(head);

	memcpy(data, &head, sizeof(head));
	for (int c = 0; c < BT_BREADTH_ALL; c++, next += column)
		memcpy(next, b->col[c], column);
	memcpy(next, b->date, dates);
	(void)!bt_store_put_computed(e->store, "yahoo", key, stamp, data, len, NULL);
	free(data);
}

static bool
restore(struct bt_engine *e, const void *data, size_t len)
{
	struct bt_held_breadth *held;
	struct head head;

	if (len < sizeof(head))
		return false;
	memcpy(&head, data, sizeof(head));
	if (!head.n || head.n > 1u << 20 || head.first > head.n
	    || len != sizeof(head) + head.n * (BT_BREADTH_ALL * sizeof(double) + sizeof(bt_date)))
		return false;
	held = hold_new(e);
	held->b = (struct bt_breadth){.n = head.n, .first = head.first, .members = head.members,
	                              .covered = head.covered, .price = PRICE};
	/* One copy for all: the columns stand one behind the other. */
	double *all = bt_arena_memdup(&held->arena, (const char *)data + sizeof(head), len - sizeof(head));

	for (int c = 0; c < BT_BREADTH_ALL; c++)
		held->b.col[c] = all + (size_t)c * head.n;
	held->b.date = (const bt_date *)(const void *)(all + BT_BREADTH_ALL * head.n);
	return true;
}

static const char *
key_of(const struct bt_engine *e, char key[40])
{
	snprintf(key, 40, "breadth %016llx", (unsigned long long)list_hash(e->universe));
	return key;
}

/* --- use ---------------------------------------------------------------------------------------- */

void
bt_engine_restore_breadth(struct bt_engine *e)
{
	const void *data;
	struct bt_arena a;
	uint64_t stamp;
	char key[40];
	size_t len;

	if (!e->store || !e->universe || bt_store_stamp(e->store, "yahoo", &stamp, NULL))
		return;
	bt_xarena_init(&a);
	if (bt_store_get_computed(e->store, "yahoo", key_of(e, key), stamp, &a, &data, &len, NULL) == BT_OK
	    && restore(e, data, len))
		e->breadth_stamp = stamp;
	bt_arena_release(&a);
}

/* All bars have been read since: are they those that it was computed from? */
void
bt_engine_confirm_breadth(struct bt_engine *e)
{
	uint64_t stamp;

	if (e->breadth && bt_store_stamp(e->store, "yahoo", &stamp, NULL) == BT_OK
	    && stamp == e->breadth_stamp)
		e->breadth_hash = book_hash(e);
}

static void
compute(struct bt_engine *e, struct bt_snapshot *s, uint64_t hash)
{
	struct bt_scope scope = {.market = &s->market, .universe = s->universe};
	struct bt_held_breadth *held = hold_new(e);
	const struct bt_breadth *made;

	e->breadth_hash = hash;
	if (bt_scope_breadth(&scope, PRICE, false, &held->arena, &made, NULL) == BT_OK)
		held->b = *made;
}

/* While a price moves every picture has other numbers: only settled ones are worth their place. */
static void
keep_in_cache(struct bt_engine *e)
{
	char key[40];
	uint64_t stamp;

	if (!e->store || e->store_state == BT_STORE_READ_ONLY || !bt_engine_is_fetcher(e)
	    || e->breadth->b.n == 0 || bt_store_stamp(e->store, "yahoo", &stamp, NULL)
	    || stamp == e->breadth_stamp)
		return;
	for (size_t i = 0; i < e->universe->n; i++) {
		const struct bt_entry *entry = bt_book_find(&e->book, e->universe->member[i].symbol);

		if (entry && (entry->dirty_all || entry->dirty_from != BT_DATE_NONE
		              || entry->provisional != BT_DATE_NONE))
			return;
	}
	save(e, stamp, key_of(e, key));
	e->breadth_stamp = stamp;
}

void
bt_engine_add_breadth(struct bt_engine *e, struct bt_snapshot *s)
{
	uint64_t hash;

	if (e->kind != BT_SOURCE_YAHOO) {
		if (s->phase == BT_PHASE_IDLE)
			bt_snapshot_add_breadth(s);
		return;
	}
	if (!e->universe)
		return;
	/* Without all members' bars it would be the breadth of some. */
	if (s->phase == BT_PHASE_IDLE && e->all_loaded) {
		hash = book_hash(e);
		if (!e->breadth || e->breadth_hash != hash)
			compute(e, s, hash);
		keep_in_cache(e);
	}
	/* While bars are on their way the last numbers stand, whole as they were. */
	if (e->breadth && e->breadth->b.n) {
		bt_snapshot_hold(s, &e->breadth->shared);
		s->breadth = &e->breadth->b;
	}
}
