/* tests/support/loopback_yahoo.c - chart and spark answers from the market's bars. */
#define _GNU_SOURCE 1
#include "loopback_yahoo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loopback_fault.h"

#define POINTS_MOST 4096   /* of an intraday answer */

/* One answer in the making: which bars of which symbol, and what the clock does to the last. */
struct view {
	const struct lb_series *s;
	const struct lb_market *m;
	size_t all;             /* bars that exist */
	size_t from, to;        /* of them, those asked for */
	int64_t trade;          /* regularMarketTime */
	bool last_live;         /* the last bar that exists is stamped with trade */
	double last[6];         /* the last bar as of now */
	char range[16], interval[8];
};

static int
months_of(const char *range)
{
	static const struct {
		const char *range;
		int months;
	} row[] = {{"1mo", 1}, {"3mo", 3}, {"6mo", 6}, {"1y", 12}, {"2y", 24}, {"5y", 60},
		{"10y", 120}, {"20y", 240}, {"30y", 360}};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (strcmp(range, row[i].range) == 0)
			return row[i].months;
	return 0;
}

/* First day of a range that ends now: the same day of the month, or its last. */
static int32_t
months_back(int64_t now, int months)
{
	int y, m, d, month;
	int32_t first, next;

	lb_civil_from_day((int32_t)(now / 86400), &y, &m, &d);
	month = y * 12 + m - 1 - months;
	first = lb_day_from_civil(month / 12, month % 12 + 1, 1);
	next = lb_day_from_civil((month + 1) / 12, (month + 1) % 12 + 1, 1);
	return first + d - 1 < next ? first + d - 1 : next - 1;
}

/* Which bars does range mean?  false when the word is not known. */
static bool
cut_range(struct view *v)
{
	const char *r = v->range;
	int32_t start = 0;
	long days = strtol(r, NULL, 10);
	int y, m, d;

	v->to = v->all;
	if (strcmp(r, "max") == 0) {
		start = -100000;
	} else if (strcmp(r, "ytd") == 0) {
		lb_civil_from_day((int32_t)(v->m->now / 86400), &y, &m, &d);
		start = lb_day_from_civil(y, 1, 1);
	} else if (months_of(r)) {
		start = months_back(v->m->now, months_of(r));
	} else if (days > 0 && days < 10000 && r[strspn(r, "0123456789")] == 'd') {
		v->from = v->all > (size_t)days ? v->all - (size_t)days : 0;
		return true;
	} else {
		return false;
	}
	for (v->from = 0; v->from < v->to && v->s->day[v->from] < start; v->from++)
		;
	return true;
}

static void
cut_periods(struct view *v, int64_t from, int64_t until)
{
	v->range[0] = '\0';
	for (v->to = v->all; v->to > 0 && lb_session_open(v->s->day[v->to - 1]) >= until; v->to--)
		;
	for (v->from = 0; v->from < v->to && lb_session_open(v->s->day[v->from]) < from; v->from++)
		;
}

/* The last bar while its session runs: on the way from open to close, volume in proportion.  CSV
 * bars stay what they are. */
static void
unfinished(struct view *v, int32_t day)
{
	double part = (double)(v->m->now - lb_session_open(day)) /
		(double)(lb_session_close(day) - lb_session_open(day));
	uint64_t tick = (uint64_t)(v->m->now - lb_session_open(day)) / 5;
	double wave, price;

	if (part >= 1 || !v->s->made_up || isnan(v->last[3]))
		return;
	wave = (double)(lb_hash(v->m->seed, v->s->symbol, tick) % 1000) / 1000 - 0.5;
	price = v->last[0] + (v->last[3] - v->last[0]) * part +
		(v->last[1] - v->last[2]) * 0.2 * wave * (1 - part);
	price = floor(fmin(fmax(price, v->last[2]), v->last[1]) * 100 + 0.5) / 100;
	v->last[1] = fmax(fmax(v->last[0], price), v->last[2] + (v->last[1] - v->last[2]) * part);
	v->last[2] = fmin(v->last[0], price);
	v->last[1] = floor(v->last[1] * 100 + 0.5) / 100;
	v->last[3] = v->last[4] = price;
	v->last[5] = floor(v->last[5] * part);
}

/* Look at the clock: time of the last trade, state of the last bar. */
static void
look(struct view *v, struct lb_market *m, const struct lb_series *s)
{
	size_t i;
	int32_t day;
	int64_t after, delay = strcmp(s->symbol, "^RUT") == 0 || strcmp(s->symbol, "^VIX") == 0
		? 900 : 0;

	v->s = s;
	v->m = m;
	v->all = lb_market_bars(m, s);
	if (v->all == 0)
		return;
	i = v->all - 1;
	day = s->day[i];
	v->last[0] = s->open[i];
	v->last[1] = s->high[i];
	v->last[2] = s->low[i];
	v->last[3] = s->close[i];
	v->last[4] = s->adj[i];
	v->last[5] = s->volume[i];
	/* indices go on for a while after the bell, stocks stop a second after it */
	after = lb_session_close(day) + (s->symbol[0] == '^' ? 3353 : 1);
	v->trade = m->now - delay < after ? m->now - delay : after;
	if (v->trade < lb_session_open(day))
		v->trade = lb_session_open(day);
	v->last_live = m->live && m->now / 86400 == lb_session_open(day) / 86400;
	unfinished(v, day);
}

/* Yahoo's bars are binary32 values printed as doubles. */
static double
served(const struct view *v, double price)
{
	return (v->s->made_up || v->m->float32) && !isnan(price) ? (double)(float)price : price;
}

static double
column_at(const struct view *v, int column, size_t i)
{
	const double *from[6] = {v->s->open, v->s->high, v->s->low, v->s->close, v->s->adj,
		v->s->volume};

	return i == v->all - 1 ? v->last[column] : from[column][i];
}

static double
last_price(const struct view *v)
{
	for (size_t i = v->all; i-- > 0;)
		if (!isnan(column_at(v, 3, i)))
			return column_at(v, 3, i);
	return NAN;
}

static double
close_before(const struct view *v, size_t from)
{
	for (size_t i = from; i-- > 0;)
		if (!isnan(v->s->close[i]))
			return v->s->close[i];
	return v->all ? column_at(v, 3, 0) : NAN;
}

static void
put_period(struct lb_buf *o, const char *name, const char *zone, int64_t start, int64_t end, int off)
{
	lb_putf(o, "\"%s\":{\"timezone\":\"%s\",\"end\":%lld,\"start\":%lld,\"gmtoffset\":%d}", name,
		zone, (long long)end, (long long)start, -off);
}

/* The session that is running or comes next. */
static int32_t
current_session(const struct lb_market *m)
{
	int32_t day = (int32_t)((m->now - 5 * 3600) / 86400);

	while (!lb_is_session(day) || lb_session_close(day) + 4 * 3600 <= m->now)
		day++;
	return day;
}

static void
put_trading_period(const struct view *v, const char *zone, struct lb_buf *o)
{
	int32_t day = current_session(v->m);
	int off = lb_new_york_behind(day);
	int64_t open = lb_session_open(day), close = lb_session_close(day);

	lb_puts(o, "\"currentTradingPeriod\":{");
	put_period(o, "pre", zone, open - 19800, open, off);
	lb_puts(o, ",");
	put_period(o, "regular", zone, open, close, off);
	lb_puts(o, ",");
	put_period(o, "post", zone, close, close + 14400, off);
	lb_puts(o, "}");
}

static void
put_field(struct lb_buf *o, const char *name, double v, bool dot)
{
	if (isnan(v))
		return;
	lb_putf(o, "\"%s\":", name);
	lb_put_number(o, v, dot);
	lb_puts(o, ",");
}

static void
put_year_extremes(const struct view *v, struct lb_buf *o)
{
	double high = NAN, low = NAN;
	int32_t since = v->s->day[v->all - 1] - 365;

	for (size_t i = v->all; i-- > 0 && v->s->day[i] > since;) {
		high = fmax(high, isnan(column_at(v, 1, i)) ? column_at(v, 3, i) : column_at(v, 1, i));
		low = fmin(low, isnan(column_at(v, 2, i)) ? column_at(v, 3, i) : column_at(v, 2, i));
	}
	put_field(o, "fiftyTwoWeekHigh", high, true);
	put_field(o, "fiftyTwoWeekLow", low, true);
}

static void
put_meta(const struct view *v, bool intraday, struct lb_buf *o)
{
	const char *symbol = v->s->symbol;
	bool index = symbol[0] == '^';
	int off = lb_new_york_behind((int32_t)(v->m->now / 86400));
	const char *zone = off == 4 * 3600 ? "EDT" : "EST";

	lb_puts(o, "{\"currency\":\"USD\",\"symbol\":");
	lb_put_json(o, symbol);
	lb_putf(o, ",\"exchangeName\":\"%s\",\"fullExchangeName\":\"%s\",\"instrumentType\":\"%s\",",
		index ? "SNP" : "NMS", index ? "SNP" : "NasdaqGS", index ? "INDEX" : "EQUITY");
	lb_putf(o, "\"firstTradeDate\":%lld,\"regularMarketTime\":%lld,"
		"\"hasPrePostMarketData\":%s,\"gmtoffset\":%d,\"timezone\":\"%s\","
		"\"exchangeTimezoneName\":\"America/New_York\",",
		(long long)lb_session_open(v->s->day[0]), (long long)v->trade,
		index ? "false" : "true", -off, zone);
	put_field(o, "regularMarketPrice", last_price(v), true);
	put_year_extremes(v, o);
	put_field(o, "regularMarketDayHigh", v->last[1], true);
	put_field(o, "regularMarketDayLow", v->last[2], true);
	put_field(o, "regularMarketVolume", v->last[5], false);
	lb_puts(o, "\"longName\":");
	lb_put_json(o, symbol);
	lb_puts(o, ",\"shortName\":");
	lb_put_json(o, symbol);
	lb_puts(o, ",");
	put_field(o, "chartPreviousClose", close_before(v, v->from), true);
	if (intraday) {
		put_field(o, "previousClose", close_before(v, v->all - 1), true);
		lb_puts(o, "\"scale\":3,");
	}
	lb_puts(o, "\"priceHint\":2,");
	put_trading_period(v, zone, o);
	lb_puts(o, ",\"dataGranularity\":");
	lb_put_json(o, v->interval);
	lb_puts(o, ",\"range\":");
	lb_put_json(o, v->range);
	lb_puts(o, ",\"validRanges\":[\"1d\",\"5d\",\"1mo\",\"3mo\",\"6mo\",\"1y\",\"2y\",\"5y\","
		"\"10y\",\"ytd\",\"max\"]}");
}

/* --- daily ------------------------------------------------------------------------------------ */

/* A live day may come twice: its settled row, then the one of the last trade. */
static bool
doubled(const struct view *v, size_t i)
{
	return v->m->quirk_both && v->last_live && i == v->all - 1;
}

static void
put_timestamps(const struct view *v, struct lb_buf *o)
{
	lb_puts(o, "\"timestamp\":[");
	for (size_t i = v->from; i < v->to; i++) {
		bool live = v->last_live && i == v->all - 1;
		int64_t open = lb_session_open(v->s->day[i]);

		if (doubled(v, i))
			lb_putf(o, "%lld,", (long long)open);
		lb_putf(o, "%lld%s", (long long)(live ? v->trade : open), i + 1 < v->to ? "," : "");
	}
	lb_puts(o, "]");
}

static void
put_value(const struct view *v, int column, size_t i, bool rounded, struct lb_buf *o)
{
	double x = column_at(v, column, i);

	if (v->m->quirk_strings && column < 5 && i % 97 == 13)
		lb_puts(o, i % 2 ? "\"Infinity\"" : "\"NaN\"");
	else if (column == 5)
		lb_put_number(o, x, false);
	else
		lb_put_number(o, rounded ? x : served(v, x), true);
}

static void
put_column(const struct view *v, const char *name, int column, bool rounded, struct lb_buf *o)
{
	lb_putf(o, "\"%s\":[", name);
	for (size_t i = v->from; i < v->to; i++) {
		if (doubled(v, i)) {
			put_value(v, column, i, rounded, o);
			lb_puts(o, ",");
		}
		put_value(v, column, i, rounded, o);
		if (i + 1 < v->to)
			lb_puts(o, ",");
	}
	lb_puts(o, "]");
}

static bool
in_view(const struct view *v, int32_t day)
{
	return v->from < v->to && day >= v->s->day[v->from] && day <= v->s->day[v->to - 1];
}

static void
put_dividends(const struct view *v, struct lb_buf *o)
{
	const char *comma = "";

	for (size_t i = 0; i < v->s->ndiv; i++) {
		long long t = (long long)lb_session_open(v->s->div_day[i]);

		if (!in_view(v, v->s->div_day[i]))
			continue;
		lb_putf(o, "%s\"%lld\":{\"amount\":", comma, t);
		lb_put_number(o, v->s->div[i], true);
		lb_putf(o, ",\"date\":%lld}", t);
		comma = ",";
	}
}

static void
put_events(const struct view *v, const char *query, struct lb_buf *o)
{
	char events[128] = "";
	struct lb_buf div = {0};
	bool split;

	lb_query_get(query, "events", events, sizeof events);
	if (strstr(events, "div"))
		put_dividends(v, &div);
	split = strstr(events, "split") && v->s->split_day && in_view(v, v->s->split_day);
	if (div.n || split)
		lb_puts(o, "\"events\":{");
	if (div.n)
		lb_putf(o, "\"dividends\":{%s}%s", div.p, split ? "," : "");
	if (split)
		lb_putf(o, "\"splits\":{\"%lld\":{\"date\":%lld,\"numerator\":4.0,\"denominator\":1.0,"
			"\"splitRatio\":\"4:1\"}}", (long long)lb_session_open(v->s->split_day),
			(long long)lb_session_open(v->s->split_day));
	if (div.n || split)
		lb_puts(o, "},");
	lb_buf_free(&div);
}

static void
put_daily(const struct view *v, const char *query, struct lb_buf *o)
{
	put_timestamps(v, o);
	lb_puts(o, ",");
	put_events(v, query, o);
	lb_puts(o, "\"indicators\":{\"quote\":[{");
	put_column(v, "low", 2, false, o);
	lb_puts(o, ",");
	put_column(v, "open", 0, false, o);
	lb_puts(o, ",");
	put_column(v, "volume", 5, false, o);
	lb_puts(o, ",");
	put_column(v, "high", 1, false, o);
	lb_puts(o, ",");
	put_column(v, "close", 3, false, o);
	lb_puts(o, "}],\"adjclose\":[{");
	put_column(v, "adjclose", 4, false, o);
	lb_puts(o, "}]}");
}

/* --- intraday --------------------------------------------------------------------------------- */

static long
step_of(const char *interval)
{
	long n = strtol(interval, NULL, 10);

	if (strcmp(interval, "1h") == 0)
		return 3600;
	return strchr(interval, 'm') && strcmp(interval, "1mo") != 0 && n > 0 && n <= 90 ? n * 60 : 0;
}

struct point {
	int64_t t;
	double price;
};

/* Grid points from the open on, a made-up way from open to close, and the last trade off-grid. */
static size_t
day_points(const struct view *v, size_t i, long step, struct point *out, size_t most)
{
	int64_t open = lb_session_open(v->s->day[i]), close = lb_session_close(v->s->day[i]);
	bool last = i == v->all - 1;
	int64_t end = last && v->trade < close ? v->trade : close;
	double o = column_at(v, 0, i), c = column_at(v, 3, i);
	double h = column_at(v, 1, i), l = column_at(v, 2, i);
	size_t n = 0;

	if (isnan(o) || isnan(h) || isnan(l))
		o = h = l = c;
	for (int64_t t = open; t < end && n + 1 < most; t += step) {
		double part = (double)(t - open) / (double)(close - open);
		double wave = (double)(lb_hash(v->m->seed, v->s->symbol, (uint64_t)t) % 1000) / 1000;
		double p = o + (c - o) * part + (h - l) * 0.3 * (wave - 0.5);

		out[n++] = (struct point){t, floor(fmin(fmax(p, l), h) * 100 + 0.5) / 100};
	}
	if (last && n < most)
		out[n++] = (struct point){v->trade, last_price(v)};
	return n;
}

static void
put_point_column(const struct point *p, size_t n, const char *name, struct lb_buf *o)
{
	lb_putf(o, "\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		lb_put_number(o, p[i].price, true);
		if (i + 1 < n)
			lb_puts(o, ",");
	}
	lb_puts(o, "]");
}

static void
put_intraday(const struct view *v, bool all_columns, struct lb_buf *o)
{
	struct point *p = lb_alloc(POINTS_MOST * sizeof *p);
	static const char *const name[] = {"low", "open", "high"};
	size_t n = 0;

	for (size_t i = v->from; i < v->to; i++)
		n += day_points(v, i, step_of(v->interval), p + n, POINTS_MOST - n);
	lb_puts(o, "\"timestamp\":[");
	for (size_t i = 0; i < n; i++)
		lb_putf(o, "%lld%s", (long long)p[i].t, i + 1 < n ? "," : "");
	lb_puts(o, "],\"indicators\":{\"quote\":[{");
	for (int c = 0; all_columns && c < 3; c++) {
		put_point_column(p, n, name[c], o);
		lb_puts(o, ",");
	}
	put_point_column(p, n, "close", o);
	if (all_columns) {
		lb_puts(o, ",\"volume\":[");
		for (size_t i = 0; i < n; i++)
			lb_putf(o, "%d%s", i + 1 < n ? 1000 : 0, i + 1 < n ? "," : "");
		lb_puts(o, "]");
	}
	lb_puts(o, "}]}");
	free(p);
}

/* --- answers ---------------------------------------------------------------------------------- */

static int
chart_error(struct lb_buf *o, int status, const char *code, const char *text)
{
	lb_puts(o, "{\"chart\":{\"result\":null,\"error\":{\"code\":");
	lb_put_json(o, code);
	lb_puts(o, ",\"description\":");
	lb_put_json(o, text);
	lb_puts(o, "}}}");
	return status;
}

/* Which bars does the query ask for?  false: what the server (or Yahoo) cannot do. */
static bool
select_bars(struct view *v, const char *query)
{
	long p1 = lb_query_number(query, "period1", -1), p2 = lb_query_number(query, "period2", -1);
	bool intraday;

	if (!lb_query_get(query, "interval", v->interval, sizeof v->interval))
		snprintf(v->interval, sizeof v->interval, "1d");
	if (!lb_query_get(query, "range", v->range, sizeof v->range))
		snprintf(v->range, sizeof v->range, "1d");
	intraday = step_of(v->interval) > 0;
	if (!intraday && strcmp(v->interval, "1d") != 0)
		return false;
	if (p2 > 0)
		cut_periods(v, p1, p2);
	else if (!cut_range(v))
		return false;
	return !intraday || v->to - v->from <= 5;
}

int
lb_yahoo_chart(struct lb_market *m, const char *symbol, const char *query, struct lb_buf *o)
{
	const struct lb_series *s = lb_market_series(m, symbol);
	struct view v = {.range = ""};
	bool intraday;

	if (s)
		look(&v, m, s);
	if (!s || v.all == 0)
		return chart_error(o, 404, "Not Found", "No data found, symbol may be delisted");
	if (!select_bars(&v, query))
		return chart_error(o, 422, "Unprocessable Entity",
			"The requested range must be within what the interval allows.");
	intraday = step_of(v.interval) > 0;
	lb_puts(o, "{\"chart\":{\"result\":[{\"meta\":");
	put_meta(&v, intraday, o);
	lb_puts(o, ",");
	if (v.from >= v.to)
		lb_puts(o, intraday ? "\"indicators\":{\"quote\":[{}]}"
			: "\"indicators\":{\"quote\":[{}],\"adjclose\":[{}]}");
	else if (intraday)
		put_intraday(&v, true, o);
	else
		put_daily(&v, query, o);
	lb_puts(o, "}],\"error\":null}}");
	return 200;
}

static void
put_spark(const struct view *v, struct lb_buf *o)
{
	bool intraday = step_of(v->interval) > 0;

	lb_puts(o, "{\"symbol\":");
	lb_put_json(o, v->s->symbol);
	lb_puts(o, ",\"response\":[{\"meta\":");
	put_meta(v, intraday, o);
	lb_puts(o, ",");
	if (v->from >= v->to) {
		lb_puts(o, "\"indicators\":{\"quote\":[{}]}");
	} else if (intraday) {
		put_intraday(v, false, o);
	} else {
		put_timestamps(v, o);
		lb_puts(o, ",\"indicators\":{\"quote\":[{");
		put_column(v, "close", 3, true, o);
		lb_puts(o, "}]}");
	}
	lb_puts(o, "}]}");
}

static void
put_flat_spark(const struct view *v, struct lb_buf *o)
{
	lb_put_json(o, v->s->symbol);
	lb_puts(o, ":{");
	if (v->from < v->to) {
		put_timestamps(v, o);
		lb_puts(o, ",");
		put_column(v, "close", 3, true, o);
		lb_putf(o, ",\"start\":%lld,\"end\":%lld,",
			(long long)lb_session_open(v->s->day[v->from]), (long long)v->trade);
	}
	put_field(o, "previousClose", close_before(v, v->all - 1), true);
	put_field(o, "chartPreviousClose", close_before(v, v->from), true);
	lb_puts(o, "\"symbol\":");
	lb_put_json(o, v->s->symbol);
	lb_puts(o, ",\"dataGranularity\":86400}");
}

/* Symbols of the query, in an order of the server's own; -1 for more than are allowed. */
static int
asked_symbols(const struct lb_market *m, const char *query, char name[LB_SPARK_MOST][40])
{
	char text[LB_TARGET], *rest = text, *one;
	int n = 0;

	if (!lb_query_get(query, "symbols", text, sizeof text))
		return 0;
	while ((one = strsep(&rest, ",")) != NULL) {
		if (!*one)
			continue;
		if (n == LB_SPARK_MOST)
			return -1;
		snprintf(name[n++], 40, "%s", one);
	}
	for (int i = 1; i < n; i++)
		for (int k = i; k > 0 && lb_hash(m->seed, name[k - 1], 9) > lb_hash(m->seed, name[k], 9);
		    k--) {
			char keep[40];

			memcpy(keep, name[k], sizeof keep);
			memcpy(name[k], name[k - 1], sizeof keep);
			memcpy(name[k - 1], keep, sizeof keep);
		}
	return n;
}

int
lb_yahoo_spark(struct lb_market *m, const char *query, bool flat, struct lb_buf *o)
{
	char name[LB_SPARK_MOST][40];
	int n = asked_symbols(m, query, name);
	const char *comma = "";

	if (n <= 0) {
		lb_putf(o, "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Bad Request\","
			"\"description\":\"%s\"}}}", n < 0 ? "Number of symbols exceeds the limit of 20"
			: "Missing required query parameter=symbols");
		return 400;
	}
	lb_puts(o, flat ? "{" : "{\"spark\":{\"result\":[");
	for (int i = 0; i < n; i++) {
		const struct lb_series *s = lb_market_series(m, name[i]);
		struct view v = {.range = ""};

		if (!s)
			continue;
		look(&v, m, s);
		if (v.all == 0 || !select_bars(&v, query) || (flat && step_of(v.interval)))
			continue;
		lb_puts(o, comma);
		comma = ",";
		if (flat)
			put_flat_spark(&v, o);
		else
			put_spark(&v, o);
	}
	lb_puts(o, flat ? "}" : "],\"error\":null}}");
	return 200;
}
