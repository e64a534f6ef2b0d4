/* tests/support/loopback_sources.c - the sources beside Yahoo's chart and spark. */
#define _GNU_SOURCE 1
#include "loopback_sources.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JSON "application/json;charset=utf-8"
#define CSV "text/csv"
#define SHARES 3500

/* Room for a symbol of a path. */
struct name {
	char s[40];
};

static void
answer_text(struct lb_response *res, int status, const char *type, const char *text)
{
	res->status = status;
	snprintf(res->type, sizeof res->type, "%s", type);
	lb_puts(&res->body, text);
}

static struct name
between(const char *path, const char *before, const char *after)
{
	struct name n = {""};
	const char *from = strstr(path, before), *to;

	if (!from)
		return n;
	from += strlen(before);
	to = strstr(from, after);
	if (to && to > from && (size_t)(to - from) < sizeof n.s)
		memcpy(n.s, from, (size_t)(to - from));
	return n;
}

/* Names that sources have for symbols of the market. */
static const char *
symbol_of(const char *name)
{
	static const char *const row[][2] = {
		{"_SPX", "^GSPC"}, {"SPX", "^GSPC"}, {"SP500", "^GSPC"}, {"_VIX", "^VIX"}, {"VIX", "^VIX"},
		{"VIXCLS", "^VIX"}, {"_RUT", "^RUT"}, {"RUT", "^RUT"}, {"_NDX", "^NDX"}, {"DGS10", "^TNX"},
		{"DJIA", "^DJI"}, {"NASDAQCOM", "^IXIC"},
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (strcmp(row[i][0], name) == 0)
			return row[i][1];
	return name;
}

static const struct lb_series *
series_of(struct lb_market *m, const char *name, size_t *n)
{
	const struct lb_series *s = name[0] ? lb_market_series(m, symbol_of(name)) : NULL;

	*n = s ? lb_market_bars(m, s) : 0;
	return *n ? s : NULL;
}

static void
put_date(struct lb_buf *o, int32_t day, const char *form)
{
	int y, mo, d;

	lb_civil_from_day(day, &y, &mo, &d);
	if (strcmp(form, "us") == 0)
		lb_putf(o, "%02d/%02d/%04d", mo, d, y);
	else
		lb_putf(o, "%04d-%02d-%02d", y, mo, d);
}

/* --- Cboe ---------------------------------------------------------------------------------------- */

static void
cboe_history(struct lb_market *m, const struct lb_request *r, struct lb_response *res)
{
	struct name index = between(r->path, "daily_prices/", "_History.csv");
	bool whole = strcmp(index.s, "VIX") == 0;
	size_t n;
	const struct lb_series *s = series_of(m, index.s, &n);

	if (!s) {
		answer_text(res, 403, "application/xml", "<Error><Code>AccessDenied</Code></Error>");
		return;
	}
	answer_text(res, 200, CSV, whole ? "DATE,OPEN,HIGH,LOW,CLOSE\r\n" : "DATE,");
	if (!whole)
		lb_putf(&res->body, "%s\r\n", index.s);
	for (size_t i = 0; i < n; i++) {
		if (isnan(s->close[i]))
			continue;
		put_date(&res->body, s->day[i], "us");
		if (whole)
			lb_putf(&res->body, ",%.6f,%.6f,%.6f", s->open[i], s->high[i], s->low[i]);
		lb_putf(&res->body, ",%.6f\r\n", s->close[i]);
	}
}

/* Seconds of the day of the last trade in New York, fifteen minutes late. */
static int
late_second(const struct lb_market *m, int32_t day)
{
	int64_t open = lb_session_open(day), close = lb_session_close(day), at = m->now - 15 * 60;

	at = at < open ? open : at > close ? close : at;
	return (int)(at - open) + 9 * 3600 + 30 * 60;
}

static void
cboe_quote(struct lb_market *m, const struct lb_request *r, struct lb_response *res)
{
	struct name name = between(r->path, "quotes/quotes/", ".json");
	size_t n;
	const struct lb_series *s;

	if (!name.s[0])
		name = between(r->path, "/quotes/", ".json");
	s = series_of(m, name.s, &n);
	if (!s || n < 2) {
		answer_text(res, 403, "application/xml", "<Error><Code>AccessDenied</Code></Error>");
		return;
	}
	int second = late_second(m, s->day[n - 1]);

	answer_text(res, 200, JSON, "{\"timestamp\": \"2025-12-23 22:00:00\", \"data\": {\"symbol\": ");
	lb_put_json(&res->body, symbol_of(name.s));
	lb_putf(&res->body, ", \"current_price\": %.4f, \"open\": %.4f, \"high\": %.4f, \"low\": %.4f, "
		"\"close\": %.4f, \"prev_day_close\": %.4f, \"volume\": %.0f, \"last_trade_time\": \"",
		s->close[n - 1], s->open[n - 1], s->high[n - 1], s->low[n - 1], s->close[n - 1], s->close[n - 2],
		name.s[0] == '_' ? 0 : s->volume[n - 1]);
	put_date(&res->body, s->day[n - 1], "iso");
	lb_putf(&res->body, "T%02d:%02d:%02d\"}, \"symbol\": ", second / 3600, second / 60 % 60, second % 60);
	lb_put_json(&res->body, name.s);
	lb_puts(&res->body, "}");
}

/* --- FRED and the New York Fed ------------------------------------------------------------------- */

/* On the days of the first series; a null or no such day is an empty field. */
static void
fred(struct lb_market *m, const struct lb_request *r, struct lb_response *res)
{
	char ids[512], *rest = ids, *id;
	const struct lb_series *s[8];
	size_t n[8], k = 0;

	if (!lb_query_get(r->query, "id", ids, sizeof ids)) {
		answer_text(res, 400, "text/html", "<html>Bad Request");
		return;
	}
	answer_text(res, 200, CSV, "observation_date");
	while (k < 8 && (id = strsep(&rest, ",")) != NULL) {
		s[k] = series_of(m, id, &n[k]);
		if (!s[k]) {
			res->body.n = 0;
			answer_text(res, 404, "text/html", "<html>no such series");
			return;
		}
		lb_putf(&res->body, ",%s", id);
		k++;
	}
	lb_puts(&res->body, "\n");
	for (size_t i = 0; i < n[0]; i++) {
		put_date(&res->body, s[0]->day[i], "iso");
		for (size_t j = 0; j < k; j++) {
			if (i < n[j] && s[j]->day[i] == s[0]->day[i] && !isnan(s[j]->close[i]))
				lb_putf(&res->body, ",%.2f", s[j]->close[i]);
			else
				lb_puts(&res->body, ",");
		}
		lb_puts(&res->body, "\n");
	}
}

static void
nyfed(struct lb_market *m, struct lb_response *res)
{
	int32_t day = (int32_t)(m->now / 86400) - 1;

	answer_text(res, 200, JSON, "{\"refRates\":[");
	for (int i = 0; i < 10; day--) {
		if (!lb_is_session(day))
			continue;
		lb_puts(&res->body, i ? ",{\"effectiveDate\":\"" : "{\"effectiveDate\":\"");
		put_date(&res->body, day, "iso");
		lb_puts(&res->body, "\",\"type\":\"EFFR\",\"percentRate\":3.63,\"targetRateFrom\":3.50,"
			"\"targetRateTo\":3.75,\"volumeInBillions\":91,\"revisionIndicator\":\"\"}");
		i++;
	}
	lb_puts(&res->body, "]}");
}

/* --- Nasdaq -------------------------------------------------------------------------------------- */

static void
nasdaq_info(struct lb_market *m, const struct lb_request *r, struct lb_response *res)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct name name = between(r->path, "/api/quote/", "/info");
	char symbol[40];
	size_t n;
	const struct lb_series *s;
	int y, mo, d, second;

	snprintf(symbol, sizeof symbol, "%s", name.s);
	if (strchr(symbol, '.'))
		*strchr(symbol, '.') = '-';
	s = series_of(m, symbol, &n);
	if (!s || n < 2) {
		answer_text(res, 200, JSON, "{\"data\":null,\"message\":null,\"status\":{\"rCode\":400,\"bCodeMessage\":"
			"[{\"code\":1001,\"errorMessage\":\"Symbol not exists.\"}]}}");
		return;
	}
	lb_civil_from_day(s->day[n - 1], &y, &mo, &d);
	second = late_second(m, s->day[n - 1]);
	answer_text(res, 200, JSON, "{\"data\":{\"symbol\":");
	lb_put_json(&res->body, name.s);
	lb_putf(&res->body, ",\"primaryData\":{\"lastSalePrice\":\"$%.4f\",\"netChange\":\"%+.4f\","
		"\"lastTradeTimestamp\":\"%.3s %d, %d %d:%02d %s ET\",\"isRealTime\":false},\"keyStats\":{\"PreviousClose\":"
		"{\"label\":\"Previous Close\",\"value\":\"$%.4f\"},\"Volume\":{\"value\":\"%.0f\"}}},"
		"\"message\":null,\"status\":{\"rCode\":200,\"bCodeMessage\":null}}",
		s->close[n - 1], s->close[n - 1] - s->close[n - 2], months + 3 * (mo - 1), d, y,
		second / 3600 % 12 ? second / 3600 % 12 : 12, second / 60 % 60, second >= 43200 ? "PM" : "AM",
		s->close[n - 2], s->volume[n - 1]);
}

/* Share i rises, falls or stands as a number made of day, seed and i says; every 50th does not trade. */
static void
nasdaq_screener(const struct lb_market *m, struct lb_response *res)
{
	uint64_t day = (uint64_t)(m->now / 86400);

	answer_text(res, 200, JSON, "{\"data\":{\"asOf\":null,\"rows\":[");
	for (unsigned i = 0; i < SHARES; i++) {
		uint64_t z = (m->seed + day * 1000003 + i) * UINT64_C(0x9E3779B97F4A7C15);
		int change = (int)(z >> 40) % 400 - 190;

		lb_putf(&res->body, "%s{\"symbol\":\"M%u\",\"name\":\"Made Up %u, Inc.\",\"lastsale\":\"$%u.%02u\","
			"\"netchange\":\"%.2f\",\"pctchange\":\"%.3f%%\",\"volume\":\"%u\",\"marketCap\":\"1,000.00\","
			"\"country\":\"United States\",\"ipoyear\":\"\",\"industry\":\"\",\"sector\":\"Technology\","
			"\"url\":\"/m%u\"}", i ? "," : "", i, i, 10 + i % 90, i % 100, change / 100.0, change / 50.0,
			i % 50 ? 1000 + i : 0, i);
	}
	lb_puts(&res->body, "]},\"message\":null,\"status\":{\"rCode\":200,\"bCodeMessage\":null}}");
}

/* --- Tiingo -------------------------------------------------------------------------------------- */

/* As traded: before a 4:1 split prices are four times those of the market, which are adjusted. */
static void
put_tiingo_day(struct lb_buf *o, const struct lb_series *s, size_t i, bool first)
{
	double by = s->split_day && s->day[i] < s->split_day ? 4 : 1;

	lb_puts(o, first ? "{\"date\":\"" : ",{\"date\":\"");
	put_date(o, s->day[i], "iso");
	lb_putf(o, "T00:00:00.000Z\",\"close\":%.6f,\"high\":%.6f,\"low\":%.6f,\"open\":%.6f,\"volume\":%.0f,"
		"\"adjClose\":%.6f,\"divCash\":0.0,\"splitFactor\":%s}", s->close[i] * by, s->high[i] * by, s->low[i] * by,
		s->open[i] * by, s->volume[i] / by, s->adj[i], s->split_day && s->day[i] == s->split_day ? "4.0" : "1.0");
}

static void
tiingo(struct lb_market *m, const struct lb_request *r, struct lb_response *res)
{
	const char *key = lb_request_header(r, "Authorization");
	struct name name = between(r->path, "/tiingo/daily/", "/prices");
	char text[32] = "";
	int y, mo, d;
	int32_t from = 0;
	bool first = true;
	size_t n;
	const struct lb_series *s;

	if (!key || strcmp(key, "Token " LB_KEY) != 0) {
		answer_text(res, 401, JSON, "{\"detail\":\"Invalid token.\"}");
		return;
	}
	s = series_of(m, name.s, &n);
	if (!s) {
		answer_text(res, 404, JSON, "{\"detail\":\"Error: Ticker not found\"}");
		return;
	}
	lb_query_get(r->query, "startDate", text, sizeof text);
	if (sscanf(text, "%d-%d-%d", &y, &mo, &d) == 3)
		from = lb_day_from_civil(y, mo, d);
	answer_text(res, 200, JSON, "[");
	for (size_t i = 0; i < n; i++) {
		if (s->day[i] < from || isnan(s->close[i]))
			continue;
		put_tiingo_day(&res->body, s, i, first);
		first = false;
	}
	lb_puts(&res->body, "]");
}

/* --- Yahoo: search, cookie, crumb, quote --------------------------------------------------------- */

static void
search(struct lb_market *m, const struct lb_request *r, struct lb_response *res)
{
	char words[200] = "";
	size_t n;

	lb_query_get(r->query, "q", words, sizeof words);
	answer_text(res, 200, JSON, "{\"explains\":[],\"quotes\":[");
	if (series_of(m, words, &n) && lb_query_number(r->query, "quotesCount", 5) > 0) {
		lb_puts(&res->body, "{\"symbol\":");
		lb_put_json(&res->body, words);
		lb_puts(&res->body, ",\"shortname\":\"Made Up Inc.       \",\"quoteType\":\"EQUITY\",\"exchange\":\"NMS\","
			"\"exchDisp\":\"NASDAQ\"},{\"symbol\":\"MADEUP\",\"longname\":\"Made Up Fund\",\"quoteType\":\"ETF\","
			"\"exchange\":\"PCX\",\"exchDisp\":\"NYSEArca\"}");
	}
	lb_puts(&res->body, "],\"news\":[");
	for (int i = 0; i < 3 && lb_query_number(r->query, "newsCount", 5) > 0; i++) {
		lb_putf(&res->body, "%s{\"uuid\":\"%s-%d\",\"title\":\"Headline %d of ", i ? "," : "", words, i, i);
		lb_putf(&res->body, "%s\",\"publisher\":\"Loopback\",\"link\":\"https://news.example/%d.html\","
			"\"providerPublishTime\":%lld,\"type\":\"STORY\"}", words, i, (long long)m->now - 3600 * (i + 1));
	}
	lb_puts(&res->body, "]}");
}

static bool
has_cookie(const struct lb_request *r)
{
	const char *cookies = lb_request_header(r, "Cookie");

	return cookies && strstr(cookies, "A3=d=loopback") != NULL;
}

static void
unauthorized(struct lb_response *res, const char *why)
{
	answer_text(res, 401, JSON, "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\",\"description\":\"");
	lb_putf(&res->body, "%s\"}}}", why);
}

static void
quote(struct lb_market *m, const struct lb_request *r, struct lb_response *res)
{
	char crumb[64] = "", symbols[4096] = "", *rest = symbols, *symbol;
	const char *comma = "";

	lb_query_get(r->query, "crumb", crumb, sizeof crumb);
	lb_query_get(r->query, "symbols", symbols, sizeof symbols);
	if (!has_cookie(r) || strcmp(crumb, LB_CRUMB) != 0) {
		unauthorized(res, "Invalid Crumb");
		return;
	}
	answer_text(res, 200, JSON, "{\"quoteResponse\":{\"result\":[");
	while ((symbol = strsep(&rest, ",")) != NULL) {
		size_t n;
		const struct lb_series *s = series_of(m, symbol, &n);
		int64_t close;

		if (!s || n < 2)
			continue;
		close = lb_session_close(s->day[n - 1]);
		lb_putf(&res->body, "%s{\"symbol\":", comma);
		lb_put_json(&res->body, symbol);
		lb_putf(&res->body, ",\"quoteType\":\"EQUITY\",\"regularMarketPrice\":%.4f,\"regularMarketPreviousClose\":%.4f,"
			"\"regularMarketTime\":%lld,\"postMarketPrice\":%.4f,\"exchangeDataDelayedBy\":0}", s->close[n - 1],
			s->close[n - 2], (long long)(m->now < close ? m->now : close), s->close[n - 1] * 1.01);
		comma = ",";
	}
	lb_puts(&res->body, "],\"error\":null}}");
}

static void
cookie(struct lb_response *res)
{
	answer_text(res, 404, "text/html", "<html>Not Found</html>");
	lb_puts(&res->headers, "Set-Cookie: A3=d=loopback; Max-Age=31557600; Path=/; Secure; HttpOnly\r\n");
}

static void
crumb(const struct lb_request *r, struct lb_response *res)
{
	if (has_cookie(r))
		answer_text(res, 200, "text/plain", LB_CRUMB);
	else
		unauthorized(res, "Invalid Cookie");
}

/* ------------------------------------------------------------------------------------------------- */

bool
lb_source_answer(struct lb_market *m, const struct lb_request *r, struct lb_response *res)
{
	if (lb_glob("/api/global/us_indices/daily_prices/*_History.csv", r->path))
		cboe_history(m, r, res);
	else if (lb_glob("/api/global/delayed_quotes/quotes/*.json", r->path))
		cboe_quote(m, r, res);
	else if (strcmp(r->path, "/graph/fredgraph.csv") == 0)
		fred(m, r, res);
	else if (lb_glob("/api/rates/unsecured/effr/last/*.json", r->path))
		nyfed(m, res);
	else if (lb_glob("/api/quote/*/info", r->path))
		nasdaq_info(m, r, res);
	else if (strcmp(r->path, "/api/screener/stocks") == 0)
		nasdaq_screener(m, res);
	else if (lb_glob("/tiingo/daily/*/prices", r->path))
		tiingo(m, r, res);
	else if (strcmp(r->path, "/v1/finance/search") == 0)
		search(m, r, res);
	else if (strcmp(r->path, "/v7/finance/quote") == 0)
		quote(m, r, res);
	else if (strcmp(r->path, "/v1/test/getcrumb") == 0)
		crumb(r, res);
	else if (strcmp(r->path, "/cookie") == 0)
		cookie(res);
	else
		return false;
	return true;
}
