/* What Yahoo's charts and sparks have in common: what they say of the symbol, its session and delay, and the
 * rows themselves.  */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "fetch/yahoo.h"

#define DAY 86400
#define GRACE 7200
/* The close of a session is in this long after its end (delayed indices, closing auctions). */
#define SETTLED_S (30 * 60)
/* Years 1800 to 2200: what lies outside is no stamp. */
#define TS_MIN INT64_C(-5364662400)
#define TS_MAX INT64_C(7258118400)

static const struct {
	const char *name;
	enum bt_kind kind;
} kinds[] = {
	{"EQUITY", BT_KIND_EQUITY},         {"ETF", BT_KIND_ETF},
	{"INDEX", BT_KIND_INDEX},           {"FUTURE", BT_KIND_FUTURE},
	{"MUTUALFUND", BT_KIND_FUND},       {"CURRENCY", BT_KIND_CURRENCY},
	{"CRYPTOCURRENCY", BT_KIND_CRYPTO},
};

/* Delays that chart and spark do not state (providers.md, section 6).  By symbol first: ^VIX claims
 * 0. */
static const struct {
	const char *symbol, *exchange;
	int minutes;
} delays[] = {
	{"^RUT", NULL, 15}, {"^VIX", NULL, 15},
	{NULL, "NMS", 0},   {NULL, "NGM", 0},   {NULL, "NCM", 0},  {NULL, "NYQ", 0},
	{NULL, "PCX", 0},   {NULL, "ASE", 0},   {NULL, "BTS", 0},  {NULL, "SNP", 0},
	{NULL, "DJI", 0},   {NULL, "NIM", 0},   {NULL, "CCC", 0},  {NULL, "CME", 10},
	{NULL, "CMX", 10},  {NULL, "CBT", 10},  {NULL, "NYM", 10}, {NULL, "LSE", 15},
	{NULL, "MIL", 15},  {NULL, "JKT", 10},
};

static int64_t
floor_div(int64_t x, int64_t by)
{
	return x / by - (x % by < 0);
}

static int64_t
stamp(const cJSON *obj, const char *name)
{
	int64_t ts = 0;

	bt_json_member_int(obj, name, TS_MIN, TS_MAX, &ts);
	return ts;
}

void
bt_yahoo_meta(const cJSON *json, struct bt_yahoo_meta *meta)
{
	const cJSON *regular =
		bt_json_object(bt_json_object(json, "currentTradingPeriod"), "regular");

	*meta = (struct bt_yahoo_meta){
		.json = json,
		.market_ts = stamp(json, "regularMarketTime"),
		.regular_start = stamp(regular, "start"),
		.regular_end = stamp(regular, "end"),
		.interval = bt_json_text(json, "dataGranularity"),
	};
	meta->has_offset =
		bt_json_member_int(json, "gmtoffset", -DAY / 2 - 3600, 14 * 3600, &meta->gmtoffset);
}

bt_date
bt_yahoo_date(const struct bt_yahoo_meta *meta, int64_t ts)
{
	int64_t grace = ts == meta->market_ts && meta->has_offset ? 0 : GRACE;

	return (bt_date)floor_div(ts + meta->gmtoffset + grace, DAY);
}

bt_date
bt_yahoo_today(const struct bt_yahoo_meta *meta, int64_t now_utc)
{
	return (bt_date)floor_div(now_utc + meta->gmtoffset + GRACE, DAY);
}

bool
bt_yahoo_same_symbol(const char *answered, const char *asked)
{
	if (strcmp(answered, asked) == 0)
		return true;
	return answered[0] == '^' && asked[0] == '^' &&
	       strcmp(bt_symbol_canonical(answered), bt_symbol_canonical(asked)) == 0;
}

/* All lists at once, a row after the other.  A list is a chain through memory that the parse has long pushed out of
 * the near caches: walked together, they wait for it together.  How many are not of length n.  */
static unsigned
read_cells(const cJSON *v[BT_YAHOO_CELLS], double *const x[BT_YAHOO_CELLS], size_t k, size_t n)
{
	unsigned cut = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t c = 0; c < k; c++) {
			x[c][i] = bt_json_is_num(v[c]) ? v[c]->valuedouble : NAN;
			if (v[c])
				v[c] = v[c]->next;
			else
				cut |= 1u << c;
		}
	for (size_t c = 0; c < k; c++)
		if (v[c])
			cut |= 1u << c;
	return (unsigned)__builtin_popcount(cut);
}

static void
read_stamps(const struct bt_yahoo_meta *meta, const cJSON *timestamp, struct bt_rows *rows)
{
	for (const cJSON *v = timestamp ? timestamp->child : NULL; v; v = v->next, rows->n++) {
		bool valid = bt_json_int(v, TS_MIN, TS_MAX, &rows->ts[rows->n]);

		rows->date[rows->n] = valid ? bt_yahoo_date(meta, rows->ts[rows->n]) : BT_DATE_NONE;
	}
}

bool
bt_yahoo_rows(const struct bt_yahoo_meta *meta, const cJSON *timestamp,
              const cJSON *const column[BT_YAHOO_CELLS], struct bt_arena *a, struct bt_answer *answer,
              struct bt_rows *rows)
{
	static const unsigned flag[BT_YAHOO_CELLS] = {0, BT_ROW_OPEN, BT_ROW_HIGH, BT_ROW_LOW, BT_ROW_VOLUME,
	                                              BT_ROW_ADJCLOSE};
	const cJSON *v[BT_YAHOO_CELLS];
	double *x[BT_YAHOO_CELLS];
	unsigned columns = 0;
	size_t n = 0, k = 0;

	for (const cJSON *t = timestamp ? timestamp->child : NULL; t; t = t->next)
		n++;
	for (size_t c = 0; c < BT_YAHOO_CELLS; c++)
		columns |= column[c] ? flag[c] : 0;
	if (!bt_rows_init(rows, a, n, columns))
		return false;
	double *const all[BT_YAHOO_CELLS] = {rows->close, rows->open, rows->high, rows->low, rows->volume,
	                                     rows->adjclose};

	read_stamps(meta, timestamp, rows);
	for (size_t c = 0; c < BT_YAHOO_CELLS; c++)
		if (all[c]) {
			v[k] = column[c] ? column[c]->child : NULL;
			x[k++] = all[c];
		}
	answer->flaws[BT_FAULT_LENGTHS] += read_cells(v, x, k, n);
	return true;
}

enum bt_kind
bt_yahoo_kind(const char *type)
{
	for (size_t i = 0; type && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcasecmp(type, kinds[i].name) == 0)
			return kinds[i].kind;
	return BT_KIND_UNKNOWN;
}

int
bt_yahoo_delay(const char *symbol, const char *exchange)
{
	for (size_t i = 0; i < sizeof(delays) / sizeof(delays[0]); i++) {
		if (delays[i].symbol && strcmp(delays[i].symbol, symbol) == 0)
			return delays[i].minutes;
		if (delays[i].exchange && exchange && strcmp(delays[i].exchange, exchange) == 0)
			return delays[i].minutes;
	}
	return -1;
}

/* A text of meta, cleaned, without the blanks that names are padded with; NULL when none. */
const char *
bt_yahoo_text(const cJSON *json, const char *name, struct bt_arena *a)
{
	const char *raw = bt_json_text(json, name);
	char *text = raw ? bt_text_clean_dup(a, raw, strnlen(raw, 200)) : NULL;
	size_t n = text ? strlen(text) : 0;

	while (n && text[n - 1] == ' ')
		text[--n] = '\0';
	return n ? text : NULL;
}

/* Close of the session before the quote's.  chartPreviousClose is not it: that stands before the
 * first bar of the answer, except when the answer is of one day.  */
static double
prev_close(const struct bt_yahoo_meta *meta, const struct bt_bars *bars)
{
	double given = bt_json_member(meta->json, "previousClose", 1e-12, BT_PRICE_MAX);
	const char *range = bt_json_text(meta->json, "range");
	bt_date day = meta->market_ts ? bt_yahoo_date(meta, meta->market_ts) : BT_DATE_NONE;

	if (!isnan(given))
		return given;
	if (day == BT_DATE_NONE && bars->n)
		day = bars->date[bars->n - 1];
	for (size_t i = bars->n; i-- > 0;)
		if (bars->date[i] < day)
			return bars->close[i];
	if (range && strcmp(range, "1d") == 0)
		return bt_json_member(meta->json, "chartPreviousClose", 1e-12, BT_PRICE_MAX);
	return NAN;
}

static struct bt_quote
quote_of(const struct bt_yahoo_meta *meta, int64_t now_utc, const struct bt_security *sec)
{
	const cJSON *json = meta->json;
	struct bt_quote q = {
		.last = bt_json_member(json, "regularMarketPrice", 1e-12, BT_PRICE_MAX),
		.prev_close = prev_close(meta, &sec->bars),
		.open = NAN,
		.high = bt_json_member(json, "regularMarketDayHigh", 1e-12, BT_PRICE_MAX),
		.low = bt_json_member(json, "regularMarketDayLow", 1e-12, BT_PRICE_MAX),
		.volume = bt_json_member(json, "regularMarketVolume", 0, BT_VOLUME_MAX),
		.pre = NAN,
		.post = NAN,
		.ts_utc = meta->market_ts,
		.fetched_utc = now_utc,
		.delayed_min = bt_yahoo_delay(sec->symbol, bt_json_text(json, "exchangeName")),
	};

	if (meta->market_ts > now_utc + DAY) { /* a price of the future is none */
		q.last = NAN;
		q.ts_utc = 0;
	}
	return q;
}

/* The date of the last bar while its close is not in. */
static bt_date
provisional_date(const struct bt_yahoo_meta *meta, int64_t now_utc, const struct bt_bars *bars)
{
	bt_date bar = bars->n ? bars->date[bars->n - 1] : BT_DATE_NONE;
	bt_date session;

	if (bar == BT_DATE_NONE)
		return BT_DATE_NONE;
	session = meta->regular_start ? bt_yahoo_date(meta, meta->regular_start) : BT_DATE_NONE;
	if (session == bar && meta->regular_end)
		return now_utc < meta->regular_end + SETTLED_S ? bar : BT_DATE_NONE;
	if (session != BT_DATE_NONE && session > bar)
		return BT_DATE_NONE; /* the source looks at a later session already */
	return bar >= bt_yahoo_today(meta, now_utc) ? bar : BT_DATE_NONE;
}

/* Stands the first bar within days of the first trade? */
static bool
is_whole(const struct bt_yahoo_meta *meta, const struct bt_bars *bars)
{
	int64_t first;

	return bars->n && bt_json_member_int(meta->json, "firstTradeDate", TS_MIN, TS_MAX, &first) &&
	       bars->date[0] <= bt_yahoo_date(meta, first) + 7;
}

void
bt_yahoo_describe(const struct bt_yahoo_meta *meta, int64_t now_utc, struct bt_arena *a,
                  struct bt_security *sec)
{
	int64_t digits = 0;

	sec->name = bt_yahoo_text(meta->json, "longName", a);
	if (!sec->name)
		sec->name = bt_yahoo_text(meta->json, "shortName", a);
	sec->currency = bt_yahoo_text(meta->json, "currency", a);
	bt_json_member_int(meta->json, "priceHint", 0, 8, &digits);
	sec->digits = (int)digits;
	sec->kind = bt_yahoo_kind(bt_json_text(meta->json, "instrumentType"));
	sec->source = "yahoo";
	sec->quote = quote_of(meta, now_utc, sec);
	sec->provisional = provisional_date(meta, now_utc, &sec->bars);
	sec->whole_history = is_whole(meta, &sec->bars);
}
