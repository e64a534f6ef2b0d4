/* The sources of the network side by side.  Each has a book of its own, so that series are never mixed; for
 * every symbol a picture shows the series of one of them.  */
#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "fetch/rate.h"
#include "model/engine_priv.h"

/* A stand-in is shown when it knows of trades later by more: prices that are late by a quarter of an hour
 * say nothing new in the minutes after the other's last.  */
#define NEWS_S (20 * 60)

#define OF_PRICES (BT_CAN(HISTORY) | BT_CAN(CLOSES) | BT_CAN(QUOTES) | BT_CAN(RATE))

/* --- order ------------------------------------------------------------------------------------- */

void
bt_engine_open_desks(struct bt_engine *e)
{
	const struct bt_provider *p;

	for (size_t i = 0; (p = bt_provider_at(i)) && e->n_desk < BT_DESKS; i++)
		if (p->jobs & OF_PRICES)
			e->desk[e->n_desk++] = (struct bt_desk){.provider = p, .lane = -1};
	BT_BUG_ON(e->n_desk == 0 || strcmp(e->desk[0].provider->id, "yahoo") != 0);
	e->book = &e->desk[0].book;
	bt_engine_order_desks(e);
}

static signed char
desk_named(const struct bt_engine *e, const char *id)
{
	size_t i = 0;

	while (i < e->n_desk && strcmp(e->desk[i].provider->id, id) != 0)
		i++;
	return i < e->n_desk ? (signed char)i : -1;
}

void
bt_engine_order_desks(struct bt_engine *e)
{
	const struct bt_words *const lists[BT_DUTIES] = {
		[BT_DUTY_HISTORY] = &e->settings->sources_history,
		[BT_DUTY_QUOTES] = &e->settings->sources_quotes,
		[BT_DUTY_VIX] = &e->settings->sources_vix,
		[BT_DUTY_RATES] = &e->settings->sources_rates,
	};

	for (int duty = 0; duty < BT_DUTIES; duty++) {
		size_t n = 0;

		for (size_t i = 0; i < lists[duty]->n && n < BT_DESKS; i++)
			if (desk_named(e, lists[duty]->at[i]) >= 0)
				e->order[duty][n++] = desk_named(e, lists[duty]->at[i]);
		e->order[duty][n] = -1;
	}
}

const signed char *
bt_engine_order(const struct bt_engine *e, enum bt_duty duty, const char *symbol)
{
	bool vix = duty != BT_DUTY_RATES && strcmp(symbol, "^VIX") == 0;

	return e->order[vix ? BT_DUTY_VIX : duty];
}

enum bt_job_kind
bt_desk_job(const struct bt_desk *d, enum bt_duty duty, const char *symbol)
{
	static const enum bt_job_kind jobs[BT_DUTIES][2] = {
		[BT_DUTY_HISTORY] = {BT_JOB_HISTORY, BT_JOB_HISTORY},
		[BT_DUTY_QUOTES] = {BT_JOB_CLOSES, BT_JOB_QUOTES},
		[BT_DUTY_VIX] = {BT_JOB_HISTORY, BT_JOB_HISTORY},
		[BT_DUTY_RATES] = {BT_JOB_RATE, BT_JOB_RATE},
	};

	for (size_t i = 0; i < 2; i++)
		if (bt_provider_can(d->provider, jobs[duty][i], symbol))
			return jobs[duty][i];
	return BT_JOB_KINDS;
}

/* --- turns --------------------------------------------------------------------------------------- */

/* A job about the symbol failed for good, and the time of the next has not come. */
static bool
has_failed(const struct bt_entry *entry, enum bt_duty duty, int64_t now_utc)
{
	if (!entry)
		return false;
	return (duty == BT_DUTY_HISTORY ? entry->retry_history_utc : entry->retry_closes_utc) > now_utc;
}

static bool
is_out(const struct bt_desk *d, enum bt_duty duty, const char *symbol, int64_t now_utc)
{
	return d->out || has_failed(bt_book_find(&d->book, symbol), duty, now_utc);
}

int
bt_engine_turn(const struct bt_engine *e, enum bt_duty duty, const char *symbol, int64_t now_utc)
{
	for (const signed char *o = bt_engine_order(e, duty, symbol); *o >= 0; o++) {
		const struct bt_desk *d = &e->desk[*o];

		if (d->lane >= 0 && bt_desk_job(d, duty, symbol) != BT_JOB_KINDS
		    && !is_out(d, duty, symbol, now_utc))
			return *o;
	}
	return -1;
}

void
bt_engine_judge_desks(struct bt_engine *e, const struct bt_health *h)
{
	for (size_t i = 0; i < e->n_desk; i++) {
		struct bt_desk *d = &e->desk[i];

		if (e->fetcher && d->lane >= 0 && bt_engine_is_fetcher(e)) {
			d->out = bt_fetcher_lane(e->fetcher, d->lane)->gate.breaker != BT_BREAKER_CLOSED;
		} else if (h) {
			const struct bt_provider_health *p = bt_health_find(h, d->provider->id);

			d->out = p && p->breaker != BT_BREAKER_CLOSED;
		}
	}
}

/* --- whose series is shown ----------------------------------------------------------------------- */

/* The last trade that the entry knows of, epoch seconds; 0: none. */
static int64_t
newest_of(const struct bt_entry *entry)
{
	const struct bt_history *h = entry->hist;
	int64_t bar = 0;

	if (h && h->n && h->date[h->n - 1] != entry->provisional)
		bar = bt_ny_instant(h->date[h->n - 1], 16 * 3600);
	return entry->quote.ts_utc > bar ? entry->quote.ts_utc : bar;
}

static bool
has_series(const struct bt_entry *entry)
{
	return entry && ((entry->hist && !entry->brief) || (!entry->hist && entry->quote.fetched_utc));
}

/* What stands in each desk's book under one symbol. */
struct choice {
	struct bt_entry *entry[BT_DESKS];
	enum bt_duty series_by, quote_by;    /* duties in whose order they are chosen */
	int series;                      /* whose bars are shown; -1: none */
	int quote;                       /* who stands in with a newer price alone; -1: none */
};

/* Does `b` show what the first choice cannot: that one fails, and b knows of later trades? */
static bool
is_better(const struct bt_engine *e, enum bt_duty duty, int first, const struct bt_entry *a,
          const struct bt_entry *b, int64_t now_utc)
{
	return is_out(&e->desk[first], duty, a->symbol, now_utc) && newest_of(b) > newest_of(a) + NEWS_S;
}

static void
choose_series(const struct bt_engine *e, struct choice *c, const char *symbol, int64_t now_utc)
{
	for (const signed char *o = bt_engine_order(e, c->series_by, symbol); *o >= 0; o++) {
		const struct bt_entry *entry = c->entry[*o];

		if (has_series(entry) && (c->series < 0 || is_better(e, c->series_by, c->series,
		                                                    c->entry[c->series], entry, now_utc)))
			c->series = *o;
	}
	/* A source that was taken out of the order still has what it told. */
	for (size_t i = 0; i < e->n_desk && c->series < 0; i++)
		if (has_series(c->entry[i]))
			c->series = (int)i;
}

static void
choose_quote(const struct bt_engine *e, struct choice *c, const char *symbol, int64_t now_utc)
{
	for (const signed char *o = bt_engine_order(e, c->quote_by, symbol); *o >= 0; o++) {
		const struct bt_entry *entry = c->entry[*o];
		int first = c->quote >= 0 ? c->quote : c->series;

		if (entry && *o != c->series && entry->hist && !isnan(entry->quote.last)
		    && (first < 0 || is_better(e, c->quote_by, first, c->entry[first], entry, now_utc)))
			c->quote = *o;
	}
}

static void
choose(const struct bt_engine *e, struct choice *c, const char *symbol, int64_t now_utc)
{
	bool rate = bt_rate_find(symbol) != NULL;

	c->series = c->quote = -1;
	c->series_by = rate ? BT_DUTY_RATES : BT_DUTY_HISTORY;
	c->quote_by = rate ? BT_DUTY_RATES : BT_DUTY_QUOTES;
	choose_series(e, c, symbol, now_utc);
	if (!rate)
		choose_quote(e, c, symbol, now_utc);
}

/* Is what this desk shows not of the first that could tell it? */
static bool
stands_in(const struct bt_engine *e, enum bt_duty duty, int desk, const char *symbol)
{
	const signed char *o = bt_engine_order(e, duty, symbol);

	while (*o >= 0 && bt_desk_job(&e->desk[*o], duty, symbol) == BT_JOB_KINDS)
		o++;
	return *o >= 0 && desk != *o;
}

/* --- the market ------------------------------------------------------------------------------------ */

static const char *
dup_or_null(struct bt_arena *a, const char *s)
{
	return s ? bt_arena_strdup(a, s) : NULL;
}

/* What is on a screen is asked about many days; a view that is printed once is not. */
static void
add_digest(const struct bt_engine *e, struct bt_snapshot *s, struct bt_entry *entry, struct bt_bars *bars)
{
	struct bt_held_digest *held;

	if (e->run || e->phase == BT_PHASE_LOADING || !entry->shown || !(held = bt_entry_digest(entry)))
		return;
	bt_snapshot_hold(s, &held->shared);
	bars->digest = &held->digest;
}

static struct bt_security
show_entry(struct bt_engine *e, struct bt_snapshot *s, enum bt_duty duty, int desk,
           struct bt_entry *entry)
{
	struct bt_desk *d = &e->desk[desk];
	struct bt_security sec = bt_entry_security(entry, d->provider->id);

	sec.stands_in = stands_in(e, duty, desk, entry->symbol);
	d->stands_in += sec.stands_in;
	sec.symbol = bt_arena_strdup(&s->arena, entry->symbol);
	sec.name = dup_or_null(&s->arena, entry->name);
	sec.currency = dup_or_null(&s->arena, entry->currency);
	if (entry->hist)
		bt_snapshot_hold(s, &entry->hist->shared);
	add_digest(e, s, entry, &sec.bars);
	return sec;
}

/* The next symbol of all books in their common order, and who has it; NULL: no more. */
static const char *
next_symbol(const struct bt_engine *e, size_t at[BT_DESKS], struct choice *c)
{
	const char *symbol = NULL;

	for (size_t i = 0; i < e->n_desk; i++) {
		const struct bt_book *b = &e->desk[i].book;

		if (at[i] < b->n && (!symbol || strcmp(b->at[at[i]]->symbol, symbol) < 0))
			symbol = b->at[at[i]]->symbol;
	}
	for (size_t i = 0; i < e->n_desk; i++) {
		const struct bt_book *b = &e->desk[i].book;
		bool has = symbol && at[i] < b->n && strcmp(b->at[at[i]]->symbol, symbol) == 0;

		c->entry[i] = has ? b->at[at[i]++] : NULL;
	}
	return symbol;
}

void
bt_engine_build_market(struct bt_engine *e, struct bt_snapshot *s)
{
	size_t most = 0, n = 0, n_quote = 0, at[BT_DESKS] = {0};
	struct choice c;
	const char *symbol;

	for (size_t i = 0; i < e->n_desk; i++) {
		most += e->desk[i].book.n;
		e->desk[i].stands_in = 0;
	}
	struct bt_security *sec = BT_ARENA_ARRAY(&s->arena, most, struct bt_security);
	struct bt_security *quote = BT_ARENA_ARRAY(&s->arena, most - e->book->n, struct bt_security);

	while ((symbol = next_symbol(e, at, &c))) {
		choose(e, &c, symbol, s->made_utc);
		if (c.series >= 0)
			sec[n++] = show_entry(e, s, c.series_by, c.series, c.entry[c.series]);
		if (c.quote >= 0)
			quote[n_quote++] = show_entry(e, s, c.quote_by, c.quote, c.entry[c.quote]);
	}
	s->market = (struct bt_market){.source = e->desk[0].provider->id, .sec = sec, .n = n,
	                               .stand_in = quote, .n_stand_in = n_quote};
}
