#include "lib/breadth.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/breadth.h"
#include "core/expr.h"
#include "core/market.h"
#include "core/panel.h"
#include "core/returns.h"
#include "core/trend.h"
#include "core/universe.h"

#define SYMBOL_MAX 63

struct breadth_market {
	struct bt_arena arena;           /* symbols and bars */
	struct bt_security *sec;         /* sorted by symbol */
	size_t n_sec, room_sec;
	struct bt_universe_member *member;
	size_t n_member, room_member;
};

struct breadth {
	struct bt_arena arena;
	struct bt_breadth core;
	int32_t *date;
};

struct breadth_series {
	struct bt_arena arena;
	struct bt_line line;
	int32_t *date;
};

/* What the core answers, in words of the library. */
static const struct {
	enum bt_status core;
	enum breadth_status status;
	const char *text;
} statuses[] = {
	{BT_OK, BREADTH_OK, "done"},
	{BT_E_USAGE, BREADTH_E_USAGE, "wrong argument"},
	{BT_E_EXPR, BREADTH_E_EXPR, "wrong expression"},
	{BT_E_NODATA, BREADTH_E_NODATA, "no data"},
	{BT_E_LIMIT, BREADTH_E_LIMIT, "over a limit"},
	{BT_E_NOMEM, BREADTH_E_NOMEM, "out of memory"},
};
#define N_STATUS (sizeof(statuses) / sizeof(statuses[0]))

const char *
breadth_strerror(enum breadth_status status)
{
	for (size_t i = 0; i < N_STATUS; i++)
		if (statuses[i].status == status)
			return statuses[i].text;
	return "unknown status";
}

/* Hand what the core answered over to the caller: nothing is written when it is no failure. */
static enum breadth_status
answer(struct breadth_error *err, enum bt_status core, const struct bt_err *why)
{
	enum breadth_status status = BREADTH_E_USAGE;
	const char *text = core == BT_E_NOMEM ? "" : why->text;
	size_t n;

	for (size_t i = 0; i < N_STATUS; i++)
		if (statuses[i].core == core)
			status = statuses[i].status;
	if (!err || core == BT_OK)
		return status;
	if (!*text)
		text = breadth_strerror(status);
	n = strnlen(text, sizeof(err->text) - 1);
	err->status = status;
	memcpy(err->text, text, n);
	err->text[n] = '\0';
	return status;
}

/* Room for one more element: a larger copy when it is full, *room changed; NULL: no memory. */
static void *
grow(void *array, size_t n, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : 64;

	if (n < *room)
		return array;
	if (more > SIZE_MAX / 2 / size)
		return NULL;
	array = realloc(array, more * size);
	if (array)
		*room = more;
	return array;
}

/* ---- dates ---- */

/* false when it is no date that exists, 1800 to 9999. */
static bool
date_in(int32_t ymd, bt_date *out)
{
	int year, month, day;

	if (ymd < 18000101 || ymd > 99991231 || ymd / 100 % 100 < 1 || ymd / 100 % 100 > 12)
		return false;
	*out = bt_date_ymd(ymd / 10000, ymd / 100 % 100, ymd % 100);
	bt_date_split(*out, &year, &month, &day);
	return year == ymd / 10000 && month == ymd / 100 % 100 && day == ymd % 100;
}

static int32_t
date_out(bt_date d)
{
	int year, month, day;

	if (d == BT_DATE_NONE)
		return 0;
	bt_date_split(d, &year, &month, &day);
	return year * 10000 + month * 100 + day;
}

static int32_t *
dates_out(const bt_date *date, size_t n, struct bt_arena *a)
{
	int32_t *out = BT_ARENA_ARRAY(a, n, int32_t);

	for (size_t i = 0; out && i < n; i++)
		out[i] = date_out(date[i]);
	return out;
}

/* An as-of date: 0 means the last one there is. */
static enum bt_status
as_of_in(int32_t ymd, bt_date last, bt_date *out, struct bt_err *why)
{
	*out = last;
	if (ymd == 0 || date_in(ymd, out))
		return BT_OK;
	return bt_err_set(why, BT_E_USAGE, "as_of %d is no date (YYYYMMDD, 0: the newest)", (int)ymd);
}

static enum bt_status
price_in(enum breadth_price price, enum bt_price *out, struct bt_err *why)
{
	*out = price == BREADTH_CLOSE ? BT_PRICE_CLOSE : BT_PRICE_ADJCLOSE;
	if (price == BREADTH_CLOSE || price == BREADTH_ADJCLOSE)
		return BT_OK;
	return bt_err_set(why, BT_E_USAGE, "price %d is neither BREADTH_ADJCLOSE nor BREADTH_CLOSE",
	                  (int)price);
}

/* ---- a market ---- */

struct breadth_market *
breadth_market_new(struct breadth_error *err)
{
	struct breadth_market *m = calloc(1, sizeof(*m));

	if (!m) {
		answer(err, BT_E_NOMEM, NULL);
		return NULL;
	}
	bt_arena_init(&m->arena, 0);
	return m;
}

void
breadth_market_free(struct breadth_market *m)
{
	if (!m)
		return;
	bt_arena_release(&m->arena);
	free(m->sec);
	free(m->member);
	free(m);
}

static struct bt_market
market_of(const struct breadth_market *m)
{
	return (struct bt_market){.sec = m->sec, .n = m->n_sec};
}

/* The symbol as the core spells it, in the market's arena. */
static enum bt_status
symbol_in(struct breadth_market *m, const char *symbol, char **out, struct bt_err *why)
{
	size_t n = symbol ? strnlen(symbol, SYMBOL_MAX + 1) : 0;
	char copy[SYMBOL_MAX + 1] = "";

	if (n <= SYMBOL_MAX && n)
		memcpy(copy, symbol, n);
	if (!bt_symbol_normalize(copy))
		return bt_err_set(why, BT_E_USAGE, "a symbol has 1 to %d printable ASCII characters, "
		                  "no blank, quote or comma", SYMBOL_MAX);
	*out = bt_arena_strdup(&m->arena, copy);
	return *out ? BT_OK : BT_E_NOMEM;
}

/* Where the symbol stands or belongs; *there says which. */
static size_t
place_of(const struct breadth_market *m, const char *symbol, bool *there)
{
	size_t at = 0;

	while (at < m->n_sec && strcmp(m->sec[at].symbol, symbol) < 0)
		at++;
	*there = at < m->n_sec && strcmp(m->sec[at].symbol, symbol) == 0;
	return at;
}

static bool
is_bar(const struct breadth_bars *b, size_t i)
{
	return isfinite(b->close[i]) && b->close[i] > 0;
}

/* Check the dates; *n is the number of bars that stay. */
static enum bt_status
check_bars(const struct breadth_bars *b, size_t *n, struct bt_err *why)
{
	bt_date date, before = BT_DATE_NONE, kept = BT_DATE_NONE;

	*n = 0;
	if (!b || !b->date || !b->close)
		return bt_err_set(why, BT_E_USAGE, "bars need dates and closes");
	if (b->n > BREADTH_MAX_BARS)
		return bt_err_set(why, BT_E_LIMIT, "%zu bars are more than %d", b->n, BREADTH_MAX_BARS);
	for (size_t i = 0; i < b->n; i++) {
		if (!date_in(b->date[i], &date))
			return bt_err_set(why, BT_E_USAGE, "bar %zu: %d is no date (YYYYMMDD)", i,
			                  (int)b->date[i]);
		if (date < before)
			return bt_err_set(why, BT_E_USAGE, "bar %zu: %d is earlier than the one before", i,
			                  (int)b->date[i]);
		before = date;
		if (is_bar(b, i)) {
			*n += date != kept;
			kept = date;
		}
	}
	return *n ? BT_OK : bt_err_set(why, BT_E_NODATA, "no row has a close above 0");
}

/* Copy one column: the rows that are bars, cells below `least` missing; the later of one date stands. */
static enum bt_status
copy_column(const struct breadth_bars *b, const double *from, size_t n, double least,
            struct bt_arena *a, const double **out)
{
	double *to = from ? BT_ARENA_ARRAY(a, n, double) : NULL;
	size_t at = 0, kept = 0;

	*out = to;
	if (!to)
		return from ? BT_E_NOMEM : BT_OK;
	for (size_t i = 0; i < b->n; i++) {
		if (!is_bar(b, i))
			continue;
		if (at && b->date[i] == b->date[kept])
			at--;
		to[at++] = isfinite(from[i]) && from[i] >= least ? from[i] : NAN;
		kept = i;
	}
	return BT_OK;
}

static enum bt_status
copy_bars(const struct breadth_bars *b, size_t n, struct bt_arena *a, struct bt_bars *out)
{
	const struct {
		const double *from;
		const double **to;
		double least;
	} columns[] = {
		{b->open, &out->open, DBL_MIN},   {b->high, &out->high, DBL_MIN},
		{b->low, &out->low, DBL_MIN},     {b->close, &out->close, 0},
		{b->adjclose, &out->adjclose, DBL_MIN}, {b->volume, &out->volume, 0},
	};
	bt_date *date = BT_ARENA_ARRAY(a, n, bt_date);
	enum bt_status st = date ? BT_OK : BT_E_NOMEM;

	for (size_t i = 0, at = 0; date && i < b->n; i++)
		if (is_bar(b, i)) {
			bt_date d;

			if (date_in(b->date[i], &d) && !(at && date[at - 1] == d))
				date[at++] = d;
		}
	*out = (struct bt_bars){.n = n, .date = date};
	for (size_t i = 0; st == BT_OK && i < sizeof(columns) / sizeof(columns[0]); i++)
		st = copy_column(b, columns[i].from, n, columns[i].least, a, columns[i].to);
	return st;
}

static enum bt_status
add_symbol(struct breadth_market *m, const char *text, const struct breadth_bars *bars,
           struct bt_err *why)
{
	struct bt_security *sec, one = {.digits = 0, .provisional = BT_DATE_NONE};
	size_t n, at;
	bool there;
	char *symbol = NULL;
	enum bt_status st = check_bars(bars, &n, why);

	if (st == BT_OK)
		st = symbol_in(m, text, &symbol, why);
	if (st != BT_OK)
		return st;
	at = place_of(m, symbol, &there);
	if (there)
		return bt_err_set(why, BT_E_USAGE, "%s is in the market already", symbol);
	sec = grow(m->sec, m->n_sec, &m->room_sec, sizeof(*sec));
	if (!sec)
		return BT_E_NOMEM;
	m->sec = sec;
	one.symbol = symbol;
	st = copy_bars(bars, n, &m->arena, &one.bars);
	if (st != BT_OK)
		return st;
	memmove(&sec[at + 1], &sec[at], (m->n_sec - at) * sizeof(*sec));
	sec[at] = one;
	m->n_sec++;
	return BT_OK;
}

enum breadth_status
breadth_market_add(struct breadth_market *m, const char *symbol, const struct breadth_bars *bars,
                   struct breadth_error *err)
{
	struct bt_err why = {0};

	return answer(err, add_symbol(m, symbol, bars, &why), &why);
}

static enum bt_status
add_member(struct breadth_market *m, const char *text, double cap, int32_t cap_date,
           struct bt_err *why)
{
	struct bt_universe_member *member, one = {.cap = isfinite(cap) && cap > 0 ? cap : NAN,
	                                          .cap_date = BT_DATE_NONE};
	char *symbol = NULL;
	enum bt_status st;

	if (cap_date != 0 && !date_in(cap_date, &one.cap_date))
		return bt_err_set(why, BT_E_USAGE, "cap_date %d is no date (YYYYMMDD)", (int)cap_date);
	st = symbol_in(m, text, &symbol, why);
	if (st != BT_OK)
		return st;
	for (size_t i = 0; i < m->n_member; i++)
		if (strcmp(m->member[i].symbol, symbol) == 0)
			return bt_err_set(why, BT_E_USAGE, "%s is a member already", symbol);
	member = grow(m->member, m->n_member, &m->room_member, sizeof(*member));
	if (!member)
		return BT_E_NOMEM;
	one.symbol = symbol;
	m->member = member;
	member[m->n_member++] = one;
	return BT_OK;
}

enum breadth_status
breadth_universe_add(struct breadth_market *m, const char *symbol, double cap, int32_t cap_date,
                     struct breadth_error *err)
{
	struct bt_err why = {0};

	return answer(err, add_member(m, symbol, cap, cap_date, &why), &why);
}

/* ---- breadth ---- */

static enum bt_status
compute(const struct breadth_market *m, int32_t as_of, const struct breadth_options *options,
        struct breadth *b, struct bt_err *why)
{
	const struct bt_universe universe = {.list_date = BT_DATE_NONE, .member = m->member,
	                                     .n = m->n_member};
	const struct bt_market market = market_of(m);
	struct bt_breadth_opts opts = {.price = BT_PRICE_ADJCLOSE, .intraday = options && options->extremes};
	struct bt_arena scratch;
	struct bt_panel panel;
	bt_date day;
	enum bt_status st = as_of_in(as_of, bt_market_last(&market), &day, why);

	if (st == BT_OK && options)
		st = price_in(options->price, &opts.price, why);
	if (st != BT_OK)
		return st;
	bt_arena_init(&scratch, 0);
	st = bt_panel_of(&market, &universe, day, &scratch, &panel);
	if (st == BT_OK)
		st = bt_breadth_make(&panel, &opts, &b->arena, &scratch, &b->core);
	bt_arena_release(&scratch);
	if (st != BT_OK)
		return st;
	if (b->core.n == 0)
		return bt_err_set(why, BT_E_NODATA, "no member of the universe has a bar");
	b->date = dates_out(b->core.date, b->core.n, &b->arena);
	return b->date ? BT_OK : BT_E_NOMEM;
}

struct breadth *
breadth_compute(const struct breadth_market *m, int32_t as_of, const struct breadth_options *options,
                struct breadth_error *err)
{
	struct breadth *b = calloc(1, sizeof(*b));
	struct bt_err why = {0};
	enum bt_status st = b ? compute(m, as_of, options, b, &why) : BT_E_NOMEM;

	if (st == BT_OK)
		return b;
	answer(err, st, &why);
	breadth_free(b);
	return NULL;
}

void
breadth_free(struct breadth *b)
{
	if (b)
		bt_arena_release(&b->arena);
	free(b);
}

size_t
breadth_sessions(const struct breadth *b)
{
	return b->core.n;
}

const int32_t *
breadth_dates(const struct breadth *b)
{
	return b->date;
}

const double *
breadth_column(const struct breadth *b, const char *name)
{
	enum bt_breadth_col c = name ? bt_breadth_find(name) : BT_BREADTH_COUNT;

	return c == BT_BREADTH_COUNT ? NULL : b->core.col[c];
}

const char *
breadth_column_name(size_t i)
{
	return i < BT_BREADTH_COUNT ? bt_breadth_name((enum bt_breadth_col)i) : NULL;
}

/* ---- series ---- */

static enum bt_status
make_series(const struct breadth_market *m, const char *text, int32_t as_of, enum breadth_price price,
            struct breadth_series *s, struct bt_err *why)
{
	const struct bt_market market = market_of(m);
	struct bt_line line;
	enum bt_price basis;
	bt_date day;
	enum bt_status st = as_of_in(as_of, bt_market_last(&market), &day, why);

	if (st == BT_OK)
		st = price_in(price, &basis, why);
	if (st == BT_OK)
		st = bt_expr_line(text ? text : "", NULL, &market, day, basis, &s->arena, &line, why);
	if (st != BT_OK)
		return st;
	/* the line may be the market's own columns, which may be freed first */
	s->line = (struct bt_line){
		.n = line.n,
		.date = bt_arena_memdup(&s->arena, line.date, line.n * sizeof(*line.date)),
		.value = bt_arena_memdup(&s->arena, line.value, line.n * sizeof(*line.value)),
	};
	s->date = dates_out(line.date, line.n, &s->arena);
	return s->line.date && s->line.value && s->date ? BT_OK : BT_E_NOMEM;
}

struct breadth_series *
breadth_expr(const struct breadth_market *m, const char *text, int32_t as_of, enum breadth_price price,
             struct breadth_error *err)
{
	struct breadth_series *s = calloc(1, sizeof(*s));
	struct bt_err why = {0};
	enum bt_status st = s ? make_series(m, text, as_of, price, s, &why) : BT_E_NOMEM;

	if (st == BT_OK)
		return s;
	answer(err, st, &why);
	breadth_series_free(s);
	return NULL;
}

void
breadth_series_free(struct breadth_series *s)
{
	if (s)
		bt_arena_release(&s->arena);
	free(s);
}

size_t
breadth_series_length(const struct breadth_series *s)
{
	return s->line.n;
}

const int32_t *
breadth_series_dates(const struct breadth_series *s)
{
	return s->date;
}

const double *
breadth_series_values(const struct breadth_series *s)
{
	return s->line.value;
}

enum breadth_status
breadth_return(const struct breadth_series *s, int32_t as_of, const char *horizon,
               struct breadth_return *out, struct breadth_error *err)
{
	struct bt_err why = {0};
	struct bt_horizon h;
	struct bt_return r;
	bt_date day;
	enum bt_status st = as_of_in(as_of, s->line.date[s->line.n - 1], &day, &why);

	if (st == BT_OK && !(horizon && bt_horizon_parse(horizon, &h)))
		st = bt_err_set(&why, BT_E_USAGE, "no horizon: 1D 1W MTD 1M 3M QTD 6M YTD 1Y 3Y "
		                "or SINCE:YYYY-MM-DD");
	if (st != BT_OK)
		return answer(err, st, &why);
	r = bt_return_at(&s->line, day, h, BT_BASE_PREV);
	*out = (struct breadth_return){
		.base_date = date_out(r.base_date), .last_date = date_out(r.last_date),
		.base = r.base, .last = r.last, .pct = r.pct,
	};
	return BREADTH_OK;
}

/* The values that are there; a trend of logarithms needs them above 0. */
static enum bt_status
positive(const struct bt_line *line, struct bt_arena *a, struct bt_line *out, struct bt_err *why)
{
	bt_date *date = BT_ARENA_ARRAY(a, line->n, bt_date);
	double *value = BT_ARENA_ARRAY(a, line->n, double);

	if (!date || !value)
		return BT_E_NOMEM;
	*out = (struct bt_line){.date = date, .value = value};
	for (size_t i = 0; i < line->n; i++) {
		if (isnan(line->value[i]))
			continue;
		if (!(line->value[i] > 0))
			return bt_err_set(why, BT_E_NODATA, "%d: only values above 0 have a trend",
			                  (int)date_out(line->date[i]));
		date[out->n] = line->date[i];
		value[out->n++] = line->value[i];
	}
	return out->n ? BT_OK : bt_err_set(why, BT_E_NODATA, "the series has no value");
}

static struct breadth_trend
trend_out(const struct bt_line *line, const struct bt_trend *t)
{
	static const enum breadth_trend_state states[BT_TREND_STATUS_COUNT] = {
		[BT_TREND_NONE] = BREADTH_TREND_NONE,
		[BT_TREND_BELOW] = BREADTH_TREND_BELOW,
		[BT_TREND_TESTING] = BREADTH_TREND_TESTING,
		[BT_TREND_BROKEN_OUT] = BREADTH_TREND_BROKEN,
		[BT_TREND_FAILED] = BREADTH_TREND_FAILED,
	};
	const size_t at[] = {t->anchor1, t->anchor2, t->break_at, t->confirm_at, t->fail_at};
	struct breadth_trend out = {.state = states[t->status], .value = line->value[line->n - 1],
	                            .line = NAN, .slope_pct_per_year = NAN, .dist_pct = NAN};
	int32_t *const day[] = {&out.anchor1, &out.anchor2, &out.broken, &out.confirmed, &out.failed};

	if (t->status == BT_TREND_NONE)
		return out;
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		*day[i] = at[i] == BT_TREND_NEVER ? 0 : date_out(line->date[at[i]]);
	out.touches = (int)t->touches;
	out.line = t->line_now;
	out.slope_pct_per_year = t->slope_pct_per_year;
	out.dist_pct = t->dist_pct;
	return out;
}

enum breadth_status
breadth_trend(const struct breadth_series *s, bool up, struct breadth_trend *out,
              struct breadth_error *err)
{
	struct bt_err why = {0};
	struct bt_arena scratch;
	struct bt_trend t;
	struct bt_line line;
	enum bt_status st;

	bt_arena_init(&scratch, 0);
	st = positive(&s->line, &scratch, &line, &why);
	if (st == BT_OK)
		st = bt_trend_find(line.value, line.n, up, &bt_trend_defaults, &scratch, &t);
	if (st == BT_OK)
		*out = trend_out(&line, &t);
	bt_arena_release(&scratch);
	return answer(err, st, &why);
}
