#include "model/book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "core/calendar.h"

/* Bars that fit behind a history before it must be copied into a larger chunk. */
#define SPARE_BARS 32
/* A final close that differs by more was adjusted: a split or a spin-off.  Less is a correction. */
#define ADJUSTED 0.005
/* A shorter history is read as fast as a digest of it. */
#define DIGEST_BARS 64
/* adjclose of a final bar that differs by more: a dividend was paid since. */
#define DIVIDEND 1e-5

/* --- entries ----------------------------------------------------------------------------------- */

static void
unref(struct bt_history *h)
{
	if (h)
		bt_shared_unref(&h->shared);
}

static void
entry_free(struct bt_entry *e)
{
	unref(e->hist);
	unref(e->other);
	if (e->digest)
		bt_shared_unref(&e->digest->shared);
	free(e->symbol);
	free(e->name);
	free(e->currency);
	free(e);
}

void
bt_book_release(struct bt_book *b)
{
	for (size_t i = 0; i < b->n; i++)
		entry_free(b->at[i]);
	free(b->at);
	*b = (struct bt_book){0};
}

static size_t
place(const struct bt_book *b, const char *symbol)
{
	size_t lo = 0, hi = b->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(b->at[mid]->symbol, symbol) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct bt_entry *
bt_book_find(const struct bt_book *b, const char *symbol)
{
	size_t i = place(b, symbol);

	return i < b->n && strcmp(b->at[i]->symbol, symbol) == 0 ? b->at[i] : NULL;
}

struct bt_entry *
bt_book_add(struct bt_book *b, const char *symbol)
{
	size_t i = place(b, symbol);

	if (i < b->n && strcmp(b->at[i]->symbol, symbol) == 0)
		return b->at[i];
	struct bt_entry *e = bt_xmalloc(sizeof(*e));

	*e = (struct bt_entry){
		.symbol = bt_xstrdup(symbol), .provisional = BT_DATE_NONE, .split = BT_DATE_NONE,
		.dirty_from = BT_DATE_NONE,
		.quote = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, -1},
	};
	if (b->n == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 64;
		b->at = bt_xrealloc(b->at, b->cap, sizeof(struct bt_entry *));
	}
	memmove(&b->at[i + 1], &b->at[i], (b->n - i) * sizeof(struct bt_entry *));
	b->at[i] = e;
	b->n++;
	return e;
}

bool
bt_entry_is_dirty(const struct bt_entry *e)
{
	return e->hist && (e->dirty_all || e->dirty_quote || e->dirty_from != BT_DATE_NONE || !e->stored);
}

struct bt_security
bt_entry_security(const struct bt_entry *e, const char *source)
{
	return (struct bt_security){
		.symbol = e->symbol,
		.name = e->name,
		.source = source,
		.currency = e->currency,
		.digits = e->digits,
		.kind = e->kind,
		.bars = e->hist ? bt_history_bars(e->hist) : (struct bt_bars){0},
		.provisional = e->provisional,
		.whole_history = e->whole,
		.quote = e->quote,
	};
}

struct bt_held_digest *
bt_entry_digest(struct bt_entry *e)
{
	struct bt_bars bars;

	if (e->digest && e->digest_changes >= e->deep_changes)
		return e->digest;
	if (e->digest)
		bt_shared_unref(&e->digest->shared);
	e->digest = NULL;
	if (!e->hist || e->hist->n < DIGEST_BARS)
		return NULL;
	bars = bt_history_bars(e->hist);
	e->digest = bt_held_digest_new(&bars);
	e->digest_changes = e->changes;
	return e->digest;
}

/* --- chunks ------------------------------------------------------------------------------------ */

static unsigned
columns_of(const struct bt_history *h)
{
	struct bt_bars b = bt_history_bars(h);

	return bt_bars_columns(&b);
}

static bool
is_usable(const struct bt_history *h, size_t n, unsigned columns)
{
	return h && bt_shared_is_mine(&h->shared) && h->cap >= n && (columns_of(h) & columns) == columns;
}

/* Make `to` equal to `from`, of which it differs from bar `at` on. */
static void
catch_up(struct bt_history *to, const struct bt_history *from, size_t at)
{
	size_t n = from->n;

	at = at < n ? at : n;
	if (to->n < at)
		at = to->n;
	memcpy(to->date + at, from->date + at, (n - at) * sizeof(*to->date));
	for (int c = 0; c < BT_HISTORY_COLUMNS; c++)
		if (to->column[c])
			memcpy(to->column[c] + at, from->column[c] + at, (n - at) * sizeof(double));
	to->n = n;
}

/* The entry's chunk, free to be changed from bar `at` on and with room for n bars of these columns
 * besides those it has.  */
static struct bt_history *
writable(struct bt_entry *e, size_t at, size_t n, unsigned columns)
{
	struct bt_history *now = e->hist, *next = e->other;

	columns |= columns_of(now);
	if (is_usable(now, n, columns)) {
		e->other_from = at < e->other_from ? at : e->other_from;
		return now;
	}
	if (is_usable(next, n, columns) && columns_of(next) == columns_of(now)) {
		catch_up(next, now, e->other_from);
	} else {
		struct bt_bars bars = bt_history_bars(now);

		unref(next);
		next = bt_history_copy(&bars, n - bars.n + SPARE_BARS, columns);
	}
	e->other = now;
	e->other_from = at;
	return e->hist = next;
}

static void
replace(struct bt_entry *e, const struct bt_bars *bars)
{
	unref(e->hist);
	unref(e->other);
	e->other = NULL;
	e->deep_changes = ++e->changes;
	e->hist = bt_history_copy(bars, SPARE_BARS, 0);
}

void
bt_book_relax(struct bt_book *b)
{
	for (size_t i = 0; i < b->n; i++) {
		unref(b->at[i]->other);
		b->at[i]->other = NULL;
	}
}

/* --- merging ----------------------------------------------------------------------------------- */

static void
touch(struct bt_entry *e, bt_date from)
{
	e->changes++;
	if (from < e->hist->date[e->hist->n - 1])
		e->deep_changes = e->changes;
	if (e->dirty_from == BT_DATE_NONE || from < e->dirty_from)
		e->dirty_from = from;
}

static void
set_text(char **slot, const char *text)
{
	if (!text || (*slot && strcmp(*slot, text) == 0))
		return;
	free(*slot);
	*slot = bt_xstrdup(text);
}

static void
describe(struct bt_entry *e, const struct bt_security *sec)
{
	set_text(&e->name, sec->name);
	set_text(&e->currency, sec->currency);
	if (sec->digits)
		e->digits = sec->digits;
	if (sec->kind != BT_KIND_UNKNOWN)
		e->kind = sec->kind;
	if (!isnan(sec->quote.last) && sec->quote.ts_utc >= e->quote.ts_utc) {
		double prev = e->quote.prev_close, pre = e->quote.pre, post = e->quote.post;
		bool same_time = sec->quote.ts_utc == e->quote.ts_utc;
		bool same_day = bt_ny_date(sec->quote.ts_utc) == bt_ny_date(e->quote.ts_utc);

		e->quote = sec->quote;
		if (same_day && isnan(e->quote.pre) && isnan(e->quote.post)) {
			e->quote.pre = pre;     /* chart and spark do not tell them */
			e->quote.post = post;
		}
		/* An answer of a single day may lack what an earlier one of the same trade had. */
		if (isnan(e->quote.prev_close) && same_time)
			e->quote.prev_close = prev;
		e->dirty_quote = true;
	}
}

static bool
far(double a, double b, double tolerance)
{
	return isfinite(a) && isfinite(b) && fabs(a / b - 1) > tolerance;
}

/* Does a bar that both call final say that prices were adjusted since? */
static bool
was_adjusted(const struct bt_entry *e, const struct bt_security *sec, bool *dividend)
{
	struct bt_bars old = bt_history_bars(e->hist);
	const struct bt_bars *b = &sec->bars;

	*dividend = false;
	for (size_t i = 0; i < b->n; i++) {
		size_t at = bt_dates_find(old.date, old.n, b->date[i]);

		if (at == old.n || b->date[i] == e->provisional || b->date[i] == sec->provisional)
			continue;
		if (far(b->close[i], old.close[at], ADJUSTED))
			return true;
		if (b->adjclose && old.adjclose && far(b->adjclose[i], old.adjclose[at], DIVIDEND))
			*dividend = true;
	}
	return false;
}

static bool
same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* Closes alone come rounded to some decimals where whole bars come as binary32 (Yahoo: 42.16, and
 * 42.15999984741211): the same price, and which answer came last shall not matter.  */
static bool
same_close(const struct bt_bars *old, size_t at, const struct bt_bars *b, size_t i)
{
	bool rounded = !b->open && !b->adjclose && (old->open || old->adjclose);

	return rounded ? (float)old->close[at] == (float)b->close[i] : old->close[at] == b->close[i];
}

/* Does the answer's bar i say anything else than bar `at`?  A column that it lacks says nothing. */
static bool
is_news(const struct bt_bars *old, size_t at, const struct bt_bars *b, size_t i)
{
	return !same_close(old, at, b, i) || (b->open && old->open && !same(old->open[at], b->open[i]))
	       || (b->high && old->high && !same(old->high[at], b->high[i]))
	       || (b->low && old->low && !same(old->low[at], b->low[i]))
	       || (b->adjclose && old->adjclose && !same(old->adjclose[at], b->adjclose[i]))
	       || (b->volume && old->volume && !same(old->volume[at], b->volume[i]));
}

static double
cell(const double *column, size_t i)
{
	return column ? column[i] : NAN;
}

/* Write the answer's bar i at `at`; columns that the answer lacks follow the close. */
static void
put_bar(struct bt_history *h, size_t at, const struct bt_bars *b, size_t i, bool fresh)
{
	const double *from[BT_HISTORY_COLUMNS] = {b->open, b->high, b->low, b->close, b->adjclose,
	                                          b->volume};
	double close = b->close[i], old = fresh ? close : h->column[BT_HISTORY_CLOSE][at];
	double *high = h->column[BT_HISTORY_HIGH], *low = h->column[BT_HISTORY_LOW];
	double *adj = h->column[BT_HISTORY_ADJCLOSE];

	h->date[at] = b->date[i];
	for (int c = 0; c < BT_HISTORY_COLUMNS; c++)
		if (h->column[c] && (from[c] || fresh))
			h->column[c][at] = cell(from[c], i);
	if (adj && !b->adjclose)
		adj[at] = fresh || adj[at] == old ? close : adj[at] * (close / old);
	if (high && !b->high && high[at] < close)
		high[at] = close;
	if (low && !b->low && low[at] > close)
		low[at] = close;
}

static void
merge(struct bt_entry *e, const struct bt_bars *b)
{
	unsigned columns = bt_bars_columns(b);

	for (size_t i = 0; i < b->n; i++) {
		struct bt_bars old = bt_history_bars(e->hist);
		size_t at = bt_dates_find(old.date, old.n, b->date[i]);
		bool fresh = at == old.n;

		if (fresh && old.n && old.date[old.n - 1] > b->date[i])
			continue;               /* a day we never had, before ones we have: the history comes */
		if (!fresh && !is_news(&old, at, b, i) && (bt_bars_columns(&old) | columns) == bt_bars_columns(&old))
			continue;
		struct bt_history *h = writable(e, at, old.n + fresh, columns);

		put_bar(h, at, b, i, fresh);
		h->n += fresh;
		touch(e, b->date[i]);
	}
}

static void
note_provisional(struct bt_entry *e, const struct bt_security *sec)
{
	bt_date last = e->hist && e->hist->n ? e->hist->date[e->hist->n - 1] : BT_DATE_NONE;

	/* What an answer that reaches the last bar says holds; an older one says nothing. */
	if (sec->bars.n && sec->bars.date[sec->bars.n - 1] >= last)
		e->provisional = sec->provisional;
}

void
bt_book_take_extended(struct bt_entry *e, const struct bt_quote *q)
{
	if (bt_ny_date(q->ts_utc) < bt_ny_date(e->quote.ts_utc))
		return;
	if (!e->quote.ts_utc)
		e->quote = *q;
	e->quote.pre = q->pre;
	e->quote.post = q->post;
	e->dirty_quote = true;
}

bool
bt_book_take(struct bt_entry *e, const struct bt_security *sec, enum bt_take how, bt_date split,
             int64_t now_utc)
{
	bool dividend = false, adjusted = false;

	describe(e, sec);
	e->closes_utc = now_utc;
	e->unknown = e->again_closes = false;
	e->again_history = e->again_history && how == BT_TAKE_CLOSES;
	if (how == BT_TAKE_WHOLE) {
		replace(e, &sec->bars);
		e->brief = false;
		e->history_utc = now_utc;
		e->whole = sec->whole_history;
		e->split = split;
		e->dirty_all = true;
	} else if (!e->hist) {
		if (sec->bars.n)
			replace(e, &sec->bars);
		e->dirty_all = sec->bars.n > 0;
	} else {
		adjusted = was_adjusted(e, sec, &dividend) || (split != BT_DATE_NONE && split > e->split
		                                               && e->history_utc);
		if (!adjusted)
			merge(e, &sec->bars);
	}
	if (adjusted || dividend) {
		e->history_utc = 0;
		e->dirty_quote = true;
	} else if (how == BT_TAKE_RECENT) {
		e->history_utc = now_utc;
	}
	if (!adjusted)
		note_provisional(e, sec);
	return !adjusted && !dividend;
}

void
bt_book_live_bar(struct bt_entry *e, bt_date session)
{
	const struct bt_quote *q = &e->quote;
	bt_date last = e->hist && e->hist->n ? e->hist->date[e->hist->n - 1] : BT_DATE_NONE;

	if (!e->hist || isnan(q->last) || session < last || (session == last && e->provisional != last))
		return;
	struct bt_bars bar = {
		.n = 1, .date = &session, .close = &q->last,
		.high = isnan(q->high) ? NULL : &q->high, .low = isnan(q->low) ? NULL : &q->low,
		.open = isnan(q->open) ? NULL : &q->open,
		.volume = isnan(q->volume) ? NULL : &q->volume,
	};
	struct bt_bars old = bt_history_bars(e->hist);

	/* Columns that the history lacks do not begin with a live bar. */
	bar.high = old.high ? bar.high : NULL;
	bar.low = old.low ? bar.low : NULL;
	bar.open = old.open ? bar.open : NULL;
	bar.volume = old.volume ? bar.volume : NULL;
	merge(e, &bar);
	e->provisional = session;
}

void
bt_book_brief(struct bt_entry *e, bt_date before, bt_date session, bool provisional)
{
	const struct bt_quote *q = &e->quote;
	bt_date date[] = {before, session};
	double close[] = {q->prev_close, q->last}, open[] = {NAN, q->open}, high[] = {NAN, q->high};
	double low[] = {NAN, q->low}, volume[] = {NAN, q->volume};
	size_t from = isnan(q->prev_close);
	struct bt_bars bars = {
		.n = 2 - from, .date = date + from, .open = open + from, .high = high + from,
		.low = low + from, .close = close + from, .volume = volume + from,
	};

	if (isnan(q->last))
		return;
	replace(e, &bars);
	e->provisional = provisional ? session : BT_DATE_NONE;
	e->brief = e->dirty_all = true;
}
