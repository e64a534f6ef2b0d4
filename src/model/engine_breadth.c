/* The breadth of the universe: computed once for the bars there are, kept in the cache, so that the
 * first screen has it before the members' bars are read.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mix.h"
#include "base/xalloc.h"
#include "model/engine_priv.h"
#include "model/scope_breadth.h"
#include "model/universe_file.h"

/* --- universes --------------------------------------------------------------------------------- */

/* The price that the screen is set to: what it shows of a universe is kept by that. */
static enum bt_price
price_of(const struct bt_engine *e)
{
	bool close = e->settings && e->settings->data_price == BT_SET_PRICE_CLOSE;

	return close ? BT_PRICE_CLOSE : BT_PRICE_ADJCLOSE;
}

/* Another picture takes the place of the one that was there; takes over the caller's hold of it. */
static void
put_picture(struct bt_engine_universe *u, struct bt_held_breadth *held)
{
	if (u->held)
		bt_shared_unref(&u->held->shared);
	u->held = held;
	u->version++;
}

static void
destroy_signals(struct bt_shared *self)
{
	struct bt_held_signals *held = (struct bt_held_signals *)(void *)self;

	bt_arena_release(&held->arena);
	free(held);
}

static void
destroy_lists(struct bt_shared *self)
{
	struct bt_held_lists *lists = (struct bt_held_lists *)(void *)self;

	bt_arena_release(&lists->arena);
	free(lists);
}

/* The lists of the settings but the universe itself; one that cannot be read stays away, which
 * `broadtape doctor` and the first view that names it tell.  */
static struct bt_held_lists *
open_lists(const struct bt_engine *e, const struct bt_universe *main)
{
	struct bt_words names = e->settings ? e->settings->lists_universes : (struct bt_words){NULL, 0};
	struct bt_held_lists *lists = bt_xcalloc(1, sizeof(*lists));

	bt_shared_init(&lists->shared, destroy_lists);
	bt_xarena_init(&lists->arena);
	lists->at = bt_arena_array(&lists->arena, names.n, sizeof(*lists->at));
	for (size_t i = 0; e->want_side && i < names.n; i++) {
		const struct bt_universe *u;

		if ((!main || strcmp(names.at[i], main->name) != 0)
		    && bt_universe_open(names.at[i], &lists->arena, &u, NULL) == BT_OK)
			lists->at[lists->n++] = u;
	}
	return lists;
}

void
bt_engine_drop_breadth(struct bt_engine *e)
{
	for (size_t i = 0; i < e->n_breadth; i++) {
		bt_live_breadth_free(e->breadth[i].live);
		if (e->breadth[i].held)
			bt_shared_unref(&e->breadth[i].held->shared);
		if (e->breadth[i].signals)
			bt_shared_unref(&e->breadth[i].signals->shared);
	}
	free(e->breadth);
	e->breadth = NULL;
	e->n_breadth = 0;
	if (e->lists)
		bt_shared_unref(&e->lists->shared);
	e->lists = NULL;
	if (e->lines)
		bt_shared_unref(&e->lines->shared);
	e->lines = NULL;
	bt_engine_drop_sectors(e);
}

/* The universe, if there is one, and the lists beside it. */
static void
open_universes(struct bt_engine *e, const struct bt_universe *main)
{
	size_t n = 0;

	if (e->breadth) {
		/* that of a source lives as long as the source, and the sample is another every other second */
		if (main && e->kind != BT_SOURCE_YAHOO)
			e->breadth[0].universe = main;
		return;
	}
	e->lists = open_lists(e, main);
	e->breadth = bt_xcalloc(e->lists->n + 1, sizeof(*e->breadth));
	if (main)
		e->breadth[n++].universe = main;
	for (size_t i = 0; i < e->lists->n; i++)
		e->breadth[n++].universe = e->lists->at[i];
	e->n_breadth = n;
}

/* --- what it was computed from ----------------------------------------------------------------- */

/* The list, and the form of what is computed: another program's numbers are not ours. */
static uint64_t
list_hash(const struct bt_universe *u, enum bt_price price)
{
	uint64_t h = bt_mix_text(bt_mix(BT_BREADTH_ALL, price), BT_VERSION);

	for (size_t i = 0; i < u->n; i++) {
		uint64_t cap;

		memcpy(&cap, &u->member[i].cap, sizeof(cap));
		h = bt_mix(bt_mix_text(bt_mix(h, i), u->member[i].symbol), cap ^ (uint64_t)u->member[i].cap_date);
	}
	return h;
}

/* The bars of the members as they are now. */
static uint64_t
input_hash(const struct bt_engine *e, const struct bt_universe *u)
{
	uint64_t h = list_hash(u, price_of(e));

	if (e->kind != BT_SOURCE_YAHOO)
		return bt_mix(h, e->source_changes);
	for (size_t i = 0; i < u->n; i++) {
		const struct bt_entry *entry = bt_book_find(e->book, u->member[i].symbol);

		h = bt_mix(h, entry ? entry->changes + 1 : 0);
	}
	return h;
}

/* The bars of one symbol: whose they are, and how often they changed. */
static uint64_t
symbol_hash(const struct bt_engine *e, const struct bt_market *m, const char *symbol)
{
	const struct bt_security *sec = bt_market_find(m, symbol);
	uint64_t h = bt_mix_text(e->source_changes, sec && sec->source ? sec->source : "");

	symbol = bt_symbol_canonical(symbol);
	for (size_t i = 0; i < e->n_desk; i++) {
		const struct bt_entry *entry = bt_book_find(&e->desk[i].book, symbol);

		h = bt_mix(h, entry ? entry->changes + 1 : 0);
	}
	return h;
}

/* --- as bytes ---------------------------------------------------------------------------------- */

struct head {
	uint64_t n, first, members, covered;
};
_Static_assert(sizeof(struct head) % sizeof(double) == 0, "numbers stand behind it");

static const char *
key_of(const struct bt_engine *e, const struct bt_universe *u, char key[40])
{
	snprintf(key, 40, "breadth %016llx", (unsigned long long)list_hash(u, price_of(e)));
	return key;
}

static void
save(struct bt_engine *e, const struct bt_engine_universe *u, uint64_t stamp)
{
	const struct bt_breadth *b = &u->held->b;
	struct head head = {b->n, b->first, b->members, b->covered};
	size_t dates = b->n * sizeof(bt_date), column = b->n * sizeof(double);
	size_t len = sizeof(head) + BT_BREADTH_ALL * column + dates;
	unsigned char *data = bt_xmalloc(len), *next = data + sizeof(head);
	char key[40];

	memcpy(data, &head, sizeof(head));
	for (int c = 0; c < BT_BREADTH_ALL; c++, next += column)
		memcpy(next, b->col[c], column);
	memcpy(next, b->date, dates);
	(void)!bt_store_put_computed(e->store, "yahoo", key_of(e, u->universe, key), stamp, data, len, NULL);
	free(data);
}

/* The bytes become the picture: the columns stand one behind the other, and nothing is copied. */
static bool
decode(struct bt_breadth *b, enum bt_price price, const void *data, size_t len)
{
	struct head head;

	if (len < sizeof(head))
		return false;
	memcpy(&head, data, sizeof(head));
	if (!head.n || head.n > 1u << 20 || head.first > head.n
	    || len != sizeof(head) + head.n * (BT_BREADTH_ALL * sizeof(double) + sizeof(bt_date)))
		return false;
	double *all = (double *)((uintptr_t)data + sizeof(head));

	*b = (struct bt_breadth){.n = head.n, .first = head.first, .members = head.members,
	                         .covered = head.covered, .price = price};
	for (int c = 0; c < BT_BREADTH_ALL; c++)
		b->col[c] = all + (size_t)c * head.n;
	b->date = (const bt_date *)(const void *)(all + BT_BREADTH_ALL * head.n);
	return true;
}

/* --- use ---------------------------------------------------------------------------------------- */

static void
restore(struct bt_engine *e, struct bt_engine_universe *u, uint64_t stamp)
{
	struct bt_held_breadth *held = bt_held_breadth_new();
	const void *data;
	char key[40];
	size_t len;

	if (bt_store_get_computed(e->store, "yahoo", key_of(e, u->universe, key), stamp, &held->arena, &data, &len, NULL)
	    == BT_OK && decode(&held->b, price_of(e), data, len)) {
		put_picture(u, held);
		u->stamp = stamp;
	} else {
		bt_shared_unref(&held->shared);
	}
}

void
bt_engine_restore_breadth(struct bt_engine *e, bool side)
{
	uint64_t stamp;

	if (!e->store || !e->universe || bt_store_stamp(e->store, "yahoo", &stamp, NULL))
		return;
	open_universes(e, e->universe);
	for (size_t i = 0; i < (side ? e->n_breadth : 1); i++)
		if (!e->breadth[i].held)
			restore(e, &e->breadth[i], stamp);
}

/* All bars have been read since: are they those that it was computed from? */
void
bt_engine_confirm_breadth(struct bt_engine *e)
{
	uint64_t stamp;

	if (!e->n_breadth || bt_store_stamp(e->store, "yahoo", &stamp, NULL) != BT_OK)
		return;
	for (size_t i = 0; i < e->n_breadth; i++)
		if (e->breadth[i].held && e->breadth[i].stamp == stamp)
			e->breadth[i].hash = input_hash(e, e->breadth[i].universe);
}

/* Bars that will not change: computed once, nothing kept for the next time. */
static void
compute(struct bt_engine_universe *u, enum bt_price price, const struct bt_snapshot *s)
{
	struct bt_scope scope = {.market = &s->market, .universe = u->universe};
	struct bt_held_breadth *held = bt_held_breadth_new();
	const struct bt_breadth *made;

	put_picture(u, held);
	if (bt_scope_breadth(&scope, price, false, &held->arena, &made, NULL) == BT_OK)
		held->b = *made;
}

/* The signals of all sessions, so that a past day costs a few searches.  They hang on the index too. */
static void
make_signals(const struct bt_engine *e, struct bt_engine_universe *u, const struct bt_snapshot *s)
{
	struct bt_scope scope = {.settings = e->settings};
	struct bt_ask ask = {.benchmark = NULL};
	const char *index = bt_ask_omen_index(&scope, &ask);
	uint64_t hash = bt_mix(symbol_hash(e, &s->market, index), u->version);
	struct bt_bars bars = bt_market_bars(&s->market, index, bt_market_last(&s->market));
	struct bt_line line = bt_bars_line(&bars, BT_PRICE_CLOSE);
	struct bt_held_signals *held;

	if (u->signals && u->signals_hash == hash)
		return;
	held = bt_xcalloc(1, sizeof(*held));
	bt_shared_init(&held->shared, destroy_signals);
	bt_xarena_init(&held->arena);
	held->index = bt_arena_strdup(&held->arena, index);
	(void)!bt_signals_make(&u->held->b, u->held->b.n, &line, &held->arena, &held->s);
	if (u->signals)
		bt_shared_unref(&u->signals->shared);
	u->signals = held;
	u->signals_hash = hash;
}

/* While a price moves every picture has other numbers: only settled ones are worth their place. */
static void
keep_in_cache(struct bt_engine *e, struct bt_engine_universe *u)
{
	uint64_t stamp;

	if (!e->store || e->store_state == BT_STORE_READ_ONLY || !bt_engine_is_fetcher(e)
	    || u->held->b.n == 0 || bt_store_stamp(e->store, "yahoo", &stamp, NULL) || stamp == u->stamp)
		return;
	for (size_t i = 0; i < u->universe->n; i++) {
		const struct bt_entry *entry = bt_book_find(e->book, u->universe->member[i].symbol);

		if (entry && (entry->dirty_all || entry->dirty_from != BT_DATE_NONE
		              || entry->provisional != BT_DATE_NONE))
			return;
	}
	save(e, u, stamp);
	u->stamp = stamp;
}

/* Whether quotes will move the last day again and again. */
static bool
is_live(const struct bt_engine *e)
{
	return e->kind == BT_SOURCE_YAHOO && !e->run && !e->config.offline;
}

static void
follow_book(struct bt_engine *e, struct bt_engine_universe *u)
{
	enum bt_live_cost cost;
	struct bt_held_breadth *held;

	if (!u->live)
		u->live = bt_live_breadth_new(u->universe, price_of(e));
	held = bt_live_breadth_update(u->live, e->book, &cost);
	if (cost != BT_LIVE_NOTHING)
		put_picture(u, (struct bt_held_breadth *)(void *)bt_shared_ref(&held->shared));
}

static void
bring_up_to_date(struct bt_engine *e, struct bt_engine_universe *u, const struct bt_snapshot *s)
{
	if (u->live) {
		follow_book(e, u);
	} else {
		uint64_t hash = input_hash(e, u->universe);
		bool changed = !u->held || u->hash != hash;

		u->hash = hash;
		if (changed && is_live(e))
			follow_book(e, u);
		else if (changed)
			compute(u, price_of(e), s);
	}
	if (e->kind == BT_SOURCE_YAHOO)
		keep_in_cache(e, u);
}

void
bt_engine_add_breadth(struct bt_engine *e, struct bt_snapshot *s)
{
	struct bt_universe_breadth *side;

	if (!e->want_universe || !s->universe || bt_engine_is_front_alone(e))
		return;
	open_universes(e, s->universe);
	side = BT_ARENA_ARRAY(&s->arena, e->n_breadth, struct bt_universe_breadth);
	bt_snapshot_hold(s, &e->lists->shared);
	for (size_t i = 0; i < e->n_breadth; i++) {
		struct bt_engine_universe *u = &e->breadth[i];

		/* Without all members' bars it would be the breadth of some; while bars are on their way the
		 * last numbers stand, whole as they were. */
		if (s->phase == BT_PHASE_IDLE && (e->kind != BT_SOURCE_YAHOO || e->all_loaded))
			bring_up_to_date(e, u, s);
		if (!u->held || !u->held->b.n)
			continue;
		make_signals(e, u, s);
		bt_snapshot_hold(s, &u->held->shared);
		bt_snapshot_hold(s, &u->signals->shared);
		side[s->n_side++] = (struct bt_universe_breadth){u->universe, &u->held->b, &u->signals->s,
		                                                 u->signals->index};
		if (i == 0)
			s->breadth = &u->held->b;
	}
	s->side = side;
}

/* --- expressions -------------------------------------------------------------------------------- */

static void
destroy_lines(struct bt_shared *self)
{
	struct bt_held_lines *lines = (struct bt_held_lines *)(void *)self;

	bt_arena_release(&lines->arena);
	free(lines);
}

/* The bars that the expressions are made of, as they are now. */
static uint64_t
lines_hash(const struct bt_engine *e, const struct bt_market *m, const struct bt_kept_lines *kept)
{
	uint64_t h = kept->n_symbol;

	for (size_t i = 0; i < kept->n_symbol; i++)
		h = bt_mix(h, symbol_hash(e, m, kept->symbol[i]));
	return h;
}

void
bt_engine_add_lines(struct bt_engine *e, struct bt_snapshot *s)
{
	/* A view that is printed once evaluates its own. */
	if (e->run || !e->settings || s->phase != BT_PHASE_IDLE)
		return;
	if (!e->lines || e->lines->hash != lines_hash(e, &s->market, &e->lines->kept)) {
		struct bt_held_lines *before = e->lines;

		e->lines = bt_xcalloc(1, sizeof(*e->lines));
		bt_shared_init(&e->lines->shared, destroy_lines);
		bt_xarena_init(&e->lines->arena);
		bt_kept_lines_make(&s->market, e->settings, before ? &before->kept : NULL, &e->lines->arena,
		                   &e->lines->kept);
		e->lines->hash = lines_hash(e, &s->market, &e->lines->kept);
		if (before)
			bt_shared_unref(&before->shared);
	}
	bt_snapshot_hold(s, &e->lines->shared);
	s->lines = &e->lines->kept;
}
