#include "model/live_breadth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Sessions that may be appended before all is computed afresh: some weeks of a program that is left on. */
#define ROOM 32
/* Pictures that take turns: the screen's, the one in the mailbox, the next. */
#define PICTURES 3

/* What is known of a member since the last update. */
struct lane {
	const struct bt_entry *entry;    /* NULL: the book has not heard of it */
	uint64_t changes;                /* its bars were read at this count */
	size_t n;                        /* of them there were so many */
	bt_date last;                    /* the newest of them, and what it said */
	double price, close, volume;
};

struct bt_live_breadth {
	const struct bt_universe *universe;
	enum bt_price by;                /* the price that all of it is of */
	struct lane *lane;
	size_t book_n;                   /* entries of the book when the lanes were looked up */
	struct bt_arena arena;           /* of the pass */
	struct bt_breadth b;             /* kept; n = 0: none */
	uint64_t pass;                   /* computations of all, ever */
	double *price, *close, *volume;  /* one day of all lanes */
	struct bt_held_breadth *picture[PICTURES];
	struct bt_held_breadth *now;     /* one of them, or NULL */
};

/* --- life ---------------------------------------------------------------------------------------- */

static void
destroy(struct bt_shared *self)
{
	struct bt_held_breadth *held = (struct bt_held_breadth *)(void *)self;

	bt_arena_release(&held->arena);
	free(held);
}

struct bt_held_breadth *
bt_held_breadth_new(void)
{
	struct bt_held_breadth *held = bt_xcalloc(1, sizeof(*held));

	bt_shared_init(&held->shared, destroy);
	bt_xarena_init(&held->arena);
	return held;
}

struct bt_live_breadth *
bt_live_breadth_new(const struct bt_universe *u, enum bt_price by)
{
	struct bt_live_breadth *l = bt_xcalloc(1, sizeof(*l));

	l->universe = u;
	l->by = by;
	l->lane = bt_xcalloc(u->n, sizeof(*l->lane));
	l->price = bt_xcalloc(3 * u->n, sizeof(*l->price));
	l->close = l->price + u->n;
	l->volume = l->close + u->n;
	bt_xarena_init(&l->arena);
	return l;
}

void
bt_live_breadth_free(struct bt_live_breadth *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < PICTURES; i++)
		if (l->picture[i])
			bt_shared_unref(&l->picture[i]->shared);
	bt_arena_release(&l->arena);
	free(l->lane);
	free(l->price);
	free(l);
}

/* --- what the book says ---------------------------------------------------------------------------- */

static struct bt_bars
bars_of(const struct lane *lane)
{
	return lane->entry && lane->entry->hist ? bt_history_bars(lane->entry->hist) : (struct bt_bars){0};
}

static double
price_of(const struct bt_bars *bars, enum bt_price by, size_t k)
{
	double x = bt_bars_price(bars, by)[k];

	return x > 0 && x < INFINITY ? x : bars->close[k];
}

static double
volume_of(const struct bt_bars *bars, size_t k)
{
	return bars->volume ? bars->volume[k] : NAN;
}

static bool
same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* Entries stay where they are, but new ones come. */
static void
look_up(struct bt_live_breadth *l, const struct bt_book *book)
{
	if (l->book_n == book->n)
		return;
	for (size_t i = 0; i < l->universe->n; i++)
		l->lane[i].entry = bt_book_find(book, l->universe->member[i].symbol);
	l->book_n = book->n;
}

static bool
has_changed(const struct lane *lane)
{
	return lane->entry && lane->entry->changes != lane->changes;
}

static void
note_seen(struct lane *lane, enum bt_price by)
{
	struct bt_bars bars = bars_of(lane);

	lane->changes = lane->entry ? lane->entry->changes : 0;
	lane->n = bars.n;
	lane->last = bars.n ? bars.date[bars.n - 1] : BT_DATE_NONE;
	if (bars.n) {
		lane->price = price_of(&bars, by, bars.n - 1);
		lane->close = bars.close[bars.n - 1];
		lane->volume = volume_of(&bars, bars.n - 1);
	}
}

/* --- everything ------------------------------------------------------------------------------------ */

static void
compute_history(struct bt_live_breadth *l)
{
	struct bt_breadth_opts opts = {.price = l->by, .keep = ROOM};
	struct bt_panel_lane *lane;
	struct bt_panel panel;
	struct bt_arena scratch;

	bt_arena_release(&l->arena);
	bt_xarena_init(&l->arena);
	bt_xarena_init(&scratch);
	lane = BT_ARENA_ARRAY(&scratch, l->universe->n, struct bt_panel_lane);
	for (size_t i = 0; i < l->universe->n; i++) {
		lane[i] = (struct bt_panel_lane){.bars = bars_of(&l->lane[i]),
		                                 .cap = l->universe->member[i].cap,
		                                 .cap_date = l->universe->member[i].cap_date};
		note_seen(&l->lane[i], l->by);
	}
	if (bt_panel_make(lane, l->universe->n, &scratch, &panel) != BT_OK
	    || bt_breadth_make(&panel, &opts, &l->arena, &scratch, &l->b) != BT_OK)
		l->b = (struct bt_breadth){.n = 0};
	bt_arena_release(&scratch);
	l->pass++;
}

/* --- the last day ---------------------------------------------------------------------------------- */

/* Whether a member's news touch nothing before the newest session: its bar of that session has another
 * price, or bars came behind it session by session.  Anything else (a correction, a halt that ends, bars that
 * were missing) may move the calendar or the windows.  *next is the first later day on which it has a bar. */
static bool
is_tail(const struct bt_live_breadth *l, const struct lane *lane, bt_date *next)
{
	struct bt_bars bars = bars_of(lane);
	const bt_date *session = l->b.date;
	size_t t = l->b.n - 1, k = lane->n;

	if (lane->entry->deep_changes > lane->changes || k == 0 || bars.n < k || l->b.n < 2
	    || bars.date[k - 1] != lane->last)
		return false;
	if (lane->last != session[t]) {
		/* without a bar on it so far: the one before must be as it was */
		if (lane->last != session[t - 1] || !same(lane->price, price_of(&bars, l->by, k - 1))
		    || !same(lane->close, bars.close[k - 1]) || !same(lane->volume, volume_of(&bars, k - 1)))
			return false;
		if (k < bars.n && bars.date[k++] != session[t])
			return false;
	}
	if (k < bars.n && (*next == BT_DATE_NONE || bars.date[k] < *next))
		*next = bars.date[k];
	return true;
}

/* Whether a member goes from one session to the next, or has ended by the first. */
static bool
is_in_step(const struct lane *lane, bt_date before, bt_date day)
{
	struct bt_bars bars = bars_of(lane);
	size_t n = bt_dates_upto(bars.date, bars.n, before);

	return n == bars.n || (n && bars.date[n - 1] == before && bars.date[n] == day);
}

static void
read_day(const struct bt_live_breadth *l, bt_date day)
{
	for (size_t i = 0; i < l->universe->n; i++) {
		struct bt_bars bars = bars_of(&l->lane[i]);
		size_t k = bars.n;

		while (k && bars.date[k - 1] > day)
			k--;
		l->price[i] = NAN;
		if (!k || bars.date[k - 1] != day)
			continue;
		l->price[i] = price_of(&bars, l->by, k - 1);
		l->close[i] = bars.close[k - 1];
		l->volume[i] = volume_of(&bars, k - 1);
	}
}

/* The next day on which any member has a bar, or BT_DATE_NONE. */
static bt_date
day_after(const struct bt_live_breadth *l, bt_date day)
{
	bt_date next = BT_DATE_NONE;

	for (size_t i = 0; i < l->universe->n; i++) {
		struct bt_bars bars = bars_of(&l->lane[i]);
		size_t k = bars.n;

		while (k && bars.date[k - 1] > day)
			k--;
		if (k < bars.n && (next == BT_DATE_NONE || bars.date[k] < next))
			next = bars.date[k];
	}
	return next;
}

/* One more session, if all who go on have it. */
static bool
append_day(struct bt_live_breadth *l, bt_date day)
{
	const struct bt_breadth_day values = {.price = l->price, .close = l->close, .volume = l->volume};
	bt_date before = l->b.date[l->b.n - 1];

	for (size_t i = 0; i < l->universe->n; i++)
		if (!is_in_step(&l->lane[i], before, day))
			return false;
	read_day(l, day);
	return bt_breadth_append(&l->b, day, &values) == BT_OK;
}

/* False: the history must be computed. */
static bool
follow(struct bt_live_breadth *l)
{
	const struct bt_breadth_day values = {.price = l->price, .close = l->close, .volume = l->volume};
	bt_date next = BT_DATE_NONE;

	if (!l->b.kept || l->b.n == 0)
		return false;
	for (size_t i = 0; i < l->universe->n; i++)
		if (has_changed(&l->lane[i]) && !is_tail(l, &l->lane[i], &next))
			return false;
	read_day(l, l->b.date[l->b.n - 1]);
	if (bt_breadth_refresh(&l->b, &values) != BT_OK)
		return false;
	for (; next != BT_DATE_NONE; next = day_after(l, next))
		if (!append_day(l, next))
			return false;
	for (size_t i = 0; i < l->universe->n; i++)
		if (has_changed(&l->lane[i]))
			note_seen(&l->lane[i], l->by);
	return true;
}

/* --- pictures -------------------------------------------------------------------------------------- */

static void
make_room(struct bt_held_breadth *p, size_t room)
{
	double *all;

	bt_arena_release(&p->arena);
	bt_xarena_init(&p->arena);
	all = BT_ARENA_ARRAY(&p->arena, room * BT_BREADTH_ALL, double);
	for (int c = 0; c < BT_BREADTH_ALL; c++)
		p->b.col[c] = all + (size_t)c * room;
	p->b.date = BT_ARENA_ARRAY(&p->arena, room, bt_date);
	p->room = room;
	p->copied = 0;
}

/* Rows that it has not, and its last one, which may have moved since. */
static void
copy_rows(struct bt_held_breadth *p, const struct bt_live_breadth *l)
{
	const struct bt_breadth *b = &l->b;
	struct bt_breadth mine = p->b;
	size_t from = p->pass == l->pass && p->copied ? p->copied - 1 : 0;
	bt_date *date = (bt_date *)(uintptr_t)mine.date;

	for (int c = 0; c < BT_BREADTH_ALL; c++)
		memcpy(mine.col[c] + from, b->col[c] + from, (b->n - from) * sizeof(double));
	memcpy(date + from, b->date + from, (b->n - from) * sizeof(*date));
	p->b = *b;
	memcpy(p->b.col, mine.col, sizeof(mine.col));
	p->b.date = date;
	p->b.kept = NULL;
	p->pass = l->pass;
	p->copied = b->n;
}

/* One that nobody else looks at; when all are looked at, one is left to those who do. */
static struct bt_held_breadth **
free_picture(struct bt_live_breadth *l)
{
	for (size_t i = 0; i < PICTURES; i++)
		if (!l->picture[i] || bt_shared_is_mine(&l->picture[i]->shared))
			return &l->picture[i];
	bt_shared_unref(&l->picture[0]->shared);
	l->picture[0] = NULL;
	return &l->picture[0];
}

static void
take_picture(struct bt_live_breadth *l)
{
	struct bt_held_breadth **p = free_picture(l);

	if (!*p)
		*p = bt_held_breadth_new();
	l->now = *p;
	if (l->b.n == 0) {
		(*p)->b = l->b;
		(*p)->copied = 0;
		return;
	}
	if ((*p)->room < l->b.n)
		make_room(*p, l->b.n + ROOM);
	copy_rows(*p, l);
}

struct bt_held_breadth *
bt_live_breadth_update(struct bt_live_breadth *l, const struct bt_book *book, enum bt_live_cost *cost)
{
	enum bt_live_cost paid = BT_LIVE_NOTHING;
	bool changed = !l->now;

	look_up(l, book);
	for (size_t i = 0; i < l->universe->n && !changed; i++)
		changed = has_changed(&l->lane[i]);
	if (changed) {
		paid = BT_LIVE_LAST_DAY;
		if (!follow(l)) {
			compute_history(l);
			paid = BT_LIVE_HISTORY;
		}
		take_picture(l);
	}
	if (cost)
		*cost = paid;
	return l->now;
}
