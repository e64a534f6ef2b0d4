#include "model/source_sample.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/sample_market.h"
#include "model/sample_noise.h"
#include "model/source_build.h"

/* One finished session of one symbol. */
struct day {
	bt_date date;
	double prev_close, open, high, low, close, volume;
};

/* What the sample keeps beside its market: how to move the newest session. */
struct bt_sample {
	bt_date newest;
	struct day *day;         /* the last of each symbol, whole, in the order of market.sec */
	uint64_t *key;
};

/* --- bars ------------------------------------------------------------------------------------------ */

static double
cents(double x)
{
	return floor(x * 100 + 0.5) / 100;
}

/* A session that takes the price from `before` to `after` (unrounded levels). */
static struct day
make_day(const struct bt_sample_symbol *s, bt_date d, double before, double after)
{
	uint64_t key = (uint64_t)(int64_t)d;
	double move = after / before - 1, width = s->kind == BT_KIND_EQUITY ? 0.008 : 0.004;
	struct day x = {.date = d, .prev_close = cents(before), .close = cents(after)};
	double top, bottom;

	x.open = cents(before * (1 + 0.35 * move + 0.25 * width * bt_noise_normal(s->key + 1, key)));
	top = x.open > x.close ? x.open : x.close;
	bottom = x.open < x.close ? x.open : x.close;
	x.high = cents(top * (1 + width * bt_noise_share(s->key + 2, key)));
	x.low = cents(bottom * (1 - width * bt_noise_share(s->key + 3, key)));
	x.high = x.high > top ? x.high : top;
	x.low = x.low < bottom ? x.low : bottom;
	x.volume = NAN;
	if (s->kind != BT_KIND_INDEX)
		x.volume = floor((2e6 + 2e7 * s->size) * (0.6 + 30 * fabs(move)) *
		                 (0.7 + 0.6 * bt_noise_share(s->key + 4, key)));
	return x;
}

/* Trading of one share in sixty stands still for four sessions a year. */
static bool
is_halted(const struct bt_sample_symbol *s, bt_date d)
{
	return s->kind == BT_KIND_EQUITY && !s->mega && !s->dow && s->key % 60 == 7 &&
	       (d + (bt_date)(s->key >> 40) % 200) % 365 < 6;
}

/* The columns of one symbol while they grow. */
struct columns {
	size_t n;
	bt_date *date;
	double *cell[6];         /* open high low close adjclose volume */
	double factor;           /* adjclose over close */
	int quarter;             /* of the dividend paid last */
};

/* Ex-dates fall on the first session of a quarter's second month.  The factor counts dividends up from
 * the first bar instead of down from the last, so that a bar of the past does not depend on how far the
 * sample reaches; only ratios of adjclose mean anything (indicators.md, section 0).  */
static void
pay_dividend(const struct bt_sample_symbol *s, struct columns *c, bt_date d)
{
	int year, month, day, quarter;

	bt_date_split(d, &year, &month, &day);
	quarter = year * 4 + (month - 1) / 3;
	if (month % 3 != 2 || quarter == c->quarter)
		return;
	c->quarter = quarter;
	c->factor /= 1 - s->yield / 4;
}

static void
append(const struct bt_sample_symbol *s, struct columns *c, const struct day *x)
{
	size_t n = c->n++;

	if (s->yield > 0)
		pay_dividend(s, c, x->date);
	c->date[n] = x->date;
	c->cell[0][n] = x->open;
	c->cell[1][n] = x->high;
	c->cell[2][n] = x->low;
	c->cell[3][n] = x->close;
	if (c->cell[4])
		c->cell[4][n] = floor(x->close * c->factor * 10000 + 0.5) / 10000;
	if (c->cell[5])
		c->cell[5][n] = x->volume;
}

static void
start_columns(const struct bt_sample_symbol *s, size_t sessions, struct bt_arena *a, struct columns *c)
{
	*c = (struct columns){.factor = 0.85, .quarter = -1};
	c->date = BT_ARENA_ARRAY(a, sessions, bt_date);
	for (int i = 0; i < 6; i++)
		if ((i != 4 || s->yield > 0) && (i != 5 || s->kind != BT_KIND_INDEX))
			c->cell[i] = BT_ARENA_ARRAY(a, sessions, double);
}

/* --- the whole history ------------------------------------------------------------------------------- */

/* A source while it is filled. */
struct builder {
	struct bt_source *s;
	struct bt_sample_market m;
	struct columns *columns;
	struct day *day;
};

/* Sessions from the first to the one that is on or was last. */
static bt_date *
list_sessions(struct bt_arena *a, bt_date last, size_t *n)
{
	bt_date from = BT_DATE_NONE;
	bt_date *date;
	size_t most;

	bt_date_parse(BT_SAMPLE_FROM, BT_DATE_SIZE - 1, &from);
	most = last >= from ? (size_t)(last - from) + 1 : 0;
	date = BT_ARENA_ARRAY(a, most, bt_date);
	*n = 0;
	for (bt_date d = from; d <= last; d++)
		if (bt_calendar_is_session(NULL, d))
			date[(*n)++] = d;
	return date;
}

static void
live_through(struct builder *b, const bt_date *date, size_t n)
{
	double *before = bt_xcalloc(b->m.n, sizeof(*before));

	for (size_t t = 0; t < n; t++) {
		for (size_t i = 0; i < b->m.n; i++)
			before[i] = b->m.symbol[i].level;
		bt_sample_market_step(&b->m, date[t]);
		for (size_t i = 0; i < b->m.n; i++) {
			const struct bt_sample_symbol *s = &b->m.symbol[i];

			if (date[t] < s->from || is_halted(s, date[t]))
				continue;
			b->day[i] = make_day(s, date[t], before[i], s->level);
			if (b->columns[i].n)
				b->day[i].prev_close = b->columns[i].cell[3][b->columns[i].n - 1];
			append(s, &b->columns[i], &b->day[i]);
		}
	}
	free(before);
}

/* --- moves within a session ------------------------------------------------------------------------- */

/* Quotes change every two seconds, each symbol at its own moment. */
#define TICK_S 2
#define EXTENDED_S 15                    /* before and after the session */

/* The session in blocks: at their borders the price is on a line from open to close with a wave that ends
 * flat, inside one it trembles between its two borders.  So the extremes so far need no memory.  */
#define BLOCK_S 300

static double
border(const struct day *x, uint64_t key, int64_t block, int64_t length)
{
	double f = (double)(block * BLOCK_S) / (double)length;
	double wave = bt_noise_normal(key + 5, (uint64_t)x->date) +
	              bt_noise_normal(key + 6, (uint64_t)x->date * 86400u + (uint64_t)block);
	double p;

	if (f >= 1)
		return x->close;
	p = cents(x->open + (x->close - x->open) * f + (x->high - x->low) * f * (1 - f) * wave);
	return p > x->high ? x->high : p < x->low ? x->low : p;
}

/* The price at a tick of a block that goes from `from` to `to`. */
static double
tick_price(const struct day *x, uint64_t key, int64_t second, double from, double to)
{
	uint64_t tick = (uint64_t)x->date * 86400u + (uint64_t)(second / TICK_S);
	double share = (double)(second % BLOCK_S) / BLOCK_S + 0.8 * (bt_noise_share(key + 8, tick) - 0.5);

	return cents(from + (to - from) * (share < 0 ? 0 : share > 1 ? 1 : share));
}

static void
stretch(struct bt_quote *q, double price)
{
	q->last = price;
	q->high = price > q->high ? price : q->high;
	q->low = price < q->low ? price : q->low;
}

/* The session of x at `second`, a tick: last, extremes so far, volume so far. */
static struct bt_quote
quote_at(const struct day *x, uint64_t key, int64_t second, int64_t length)
{
	struct bt_quote q = {.last = x->open, .prev_close = x->prev_close, .open = x->open,
	                     .high = x->open, .low = x->open, .pre = NAN, .post = NAN};
	int64_t block = second / BLOCK_S, begin = block * BLOCK_S;
	double to = border(x, key, block + 1, length);

	for (int64_t b = 1; b <= block; b++)
		stretch(&q, border(x, key, b, length));
	double from = q.last;

	for (int64_t s = begin + (second - begin) % TICK_S; s <= second; s += TICK_S)
		stretch(&q, tick_price(x, key, s, from, to));
	q.volume = floor(x->volume * (double)second / (double)length);
	return q;
}

static struct bt_quote
quote_after(const struct day *x)
{
	return (struct bt_quote){.last = x->close, .prev_close = x->prev_close, .open = x->open,
	                         .high = x->high, .low = x->low, .volume = x->volume, .pre = NAN,
	                         .post = NAN};
}

/* Prices before and after the session, of shares and funds. */
static void
add_extended(struct bt_quote *q, enum bt_kind kind, uint64_t key, enum bt_session session,
             int64_t now_utc)
{
	double shift = 0.003 * bt_noise_normal(key + 7, (uint64_t)(now_utc / EXTENDED_S));

	if (kind != BT_KIND_EQUITY && kind != BT_KIND_ETF)
		return;
	if (session == BT_SESSION_PRE)
		q->pre = cents(q->last * (1 + shift));
	else if (session == BT_SESSION_POST)
		q->post = cents(q->last * (1 + shift));
}

static int64_t
close_instant(bt_date d)
{
	bool half = bt_calendar_day(NULL, d).kind == BT_DAY_HALF;

	return bt_ny_instant(d, (half ? 13 : 16) * 3600);
}

/* The newest session, and now. */
struct moment {
	bt_date newest;
	int64_t open_utc, close_utc;     /* of it */
	int64_t now_utc;
	enum bt_session session;
};

static struct moment
moment_of(bt_date newest, int64_t now_utc, enum bt_session session)
{
	return (struct moment){newest, bt_ny_instant(newest, 9 * 3600 + 1800), close_instant(newest),
	                       now_utc, session};
}

static struct bt_quote
make_quote(const struct day *x, uint64_t key, enum bt_kind kind, const struct moment *m)
{
	int64_t second = m->now_utc - m->open_utc;
	struct bt_quote q;

	second -= (second + (int64_t)(key % TICK_S)) % TICK_S;
	second = second < 0 ? 0 : second;
	if (x->date == m->newest && m->now_utc < m->close_utc) {
		q = quote_at(x, key, second, m->close_utc - m->open_utc);
		q.ts_utc = m->open_utc + second;
	} else {
		q = quote_after(x);
		q.ts_utc = x->date == m->newest ? m->close_utc : close_instant(x->date);
		add_extended(&q, kind, key, m->session, m->now_utc);
	}
	q.fetched_utc = m->now_utc;
	return q;
}

bool
bt_source_sample_quote(const struct bt_source *s, size_t i, int64_t now_utc, struct bt_quote *out)
{
	const struct bt_sample *sample = s->sample;
	struct bt_session_now now = bt_session_at(NULL, now_utc);
	struct moment m = moment_of(sample->newest, now_utc, now.session);

	if (now.trading_date != sample->newest)
		return false;
	*out = make_quote(&sample->day[i], sample->key[i], s->market.sec[i].kind, &m);
	return true;
}

int64_t
bt_source_sample_next(int64_t now_utc)
{
	struct bt_session_now now = bt_session_at(NULL, now_utc);
	int64_t step = now.session == BT_SESSION_PRE || now.session == BT_SESSION_POST ? EXTENDED_S : TICK_S;

	if (now.session == BT_SESSION_CLOSED || now.session == BT_SESSION_HOLIDAY)
		return now.next_utc;
	return now_utc + step < now.next_utc ? now_utc + step : now.next_utc;
}

/* --- opening --------------------------------------------------------------------------------------- */

/* The newest bar as far as its session has come. */
static void
write_quote(struct columns *c, const struct bt_quote *q)
{
	double value[] = {q->open, q->high, q->low, q->last,
	                  floor(q->last * c->factor * 10000 + 0.5) / 10000, q->volume};

	for (int i = 0; i < 6; i++)
		if (c->cell[i])
			c->cell[i][c->n - 1] = value[i];
}

static void
add_securities(struct builder *b, const struct moment *now)
{
	bool settled = bt_calendar_close_is_in(NULL, now->newest, now->now_utc);

	for (size_t i = 0; i < b->m.n; i++) {
		const struct bt_sample_symbol *s = &b->m.symbol[i];
		struct columns *c = &b->columns[i];
		bool on = c->n && b->day[i].date == now->newest && !settled;
		struct bt_security sec = {.symbol = s->symbol, .name = s->name, .source = "SAMPLE",
		                          .kind = s->kind, .provisional = BT_DATE_NONE,
		                          .whole_history = s->from > b->m.symbol[0].from};

		if (c->n == 0)
			continue;
		sec.quote = make_quote(&b->day[i], s->key, s->kind, now);
		if (on) {
			sec.provisional = now->newest;
			write_quote(c, &sec.quote);
		}
		sec.bars = (struct bt_bars){c->n, c->date, c->cell[0], c->cell[1], c->cell[2],
		                            c->cell[3], c->cell[4], c->cell[5], NULL};
		BT_VEC_PUSH(&b->s->sec, sec);
	}
}

/* The members, each with its market value at its first close. */
static struct bt_universe
make_universe(const struct builder *b)
{
	struct bt_universe_member *member =
		BT_ARENA_ARRAY(&b->s->arena, b->m.n_members, struct bt_universe_member);

	for (size_t i = 0; i < b->m.n_members; i++) {
		const struct bt_sample_symbol *s = &b->m.symbol[i];
		const struct columns *c = &b->columns[i];

		member[i] = (struct bt_universe_member){.symbol = s->symbol, .name = s->name,
		                                        .sector = bt_sector_name(s->sector),
		                                        .cap = NAN, .cap_date = BT_DATE_NONE};
		if (s->shares > 0 && c->n) {
			member[i].cap = floor(s->shares * c->cell[3][0]);
			member[i].cap_date = c->date[0];
		}
	}
	return (struct bt_universe){.name = "sample", .list_date = BT_DATE_NONE, .member = member,
	                            .n = b->m.n_members};
}

/* Days and keys in the order of the sorted market. */
static struct bt_sample *
keep_days(const struct builder *b, const struct moment *now)
{
	const struct bt_market *m = &b->s->market;
	struct bt_sample *sample = BT_ARENA_NEW(&b->s->arena, struct bt_sample);

	sample->newest = now->newest;
	sample->day = BT_ARENA_ARRAY(&b->s->arena, m->n, struct day);
	sample->key = BT_ARENA_ARRAY(&b->s->arena, m->n, uint64_t);
	for (size_t i = 0; i < b->m.n; i++) {
		const struct bt_security *sec = bt_market_find(m, b->m.symbol[i].symbol);

		if (!sec || b->columns[i].n == 0)
			continue;
		sample->day[sec - m->sec] = b->day[i];
		sample->key[sec - m->sec] = b->m.symbol[i].key;
	}
	return sample;
}

enum bt_status
bt_source_sample_open(int64_t now_utc, struct bt_source **out, struct bt_err *err)
{
	struct bt_session_now now = bt_session_at(NULL, now_utc);
	struct moment moment = moment_of(now.trading_date, now_utc, now.session);
	struct builder b = {.s = bt_source_new("sample", true)};
	enum bt_status st = bt_sample_market_init(&b.m, &b.s->arena, err);
	size_t n = 0;

	*out = NULL;
	if (st) {
		bt_source_free(b.s);
		return st;
	}
	bt_date *date = list_sessions(&b.s->arena, now.trading_date, &n);

	b.columns = BT_ARENA_ARRAY(&b.s->arena, b.m.n, struct columns);
	b.day = BT_ARENA_ARRAY(&b.s->arena, b.m.n, struct day);
	for (size_t i = 0; i < b.m.n; i++)
		start_columns(&b.m.symbol[i], n, &b.s->arena, &b.columns[i]);
	live_through(&b, date, n);
	add_securities(&b, &moment);
	bt_source_finish(b.s);
	b.s->all = make_universe(&b);
	b.s->sample = keep_days(&b, &moment);
	*out = b.s;
	return BT_OK;
}
