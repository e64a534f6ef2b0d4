/* test_sources.c - Cboe, FRED, the New York Fed, Nasdaq, Tiingo, and Yahoo's quote, search and crumb: what can be
 * asked, by which address, and what good and bad answers become.
 *
 * The bodies are written for this test in the shapes of the sources (providers.md); no recorded answer is
 * among them.  No recording of Nasdaq's screener exists: its answer is made here after the description in
 * providers.md, section 11, and nothing else is known of it.  */
#include <math.h>

#include "fetch/fetch_test.h"
#include "fetch/rate.h"

static const struct bt_answer *
read_job(void **state, const char *source, const struct bt_job *job, int status, const char *body)
{
	return fixture_read(*state, source, job, status, body, strlen(body), NOW);
}

static const struct bt_answer *
ask(void **state, const char *source, enum bt_job_kind kind, const char *symbol, const char *body)
{
	struct bt_job job = {.kind = kind, .symbol = &symbol, .n = symbol ? 1 : 0, .range = "1y", .words = "apple"};

	return read_job(state, source, &job, 200, body);
}

/* --- what can be asked --------------------------------------------------------------------------- */

static const struct {
	const char *source;
	enum bt_job_kind kind;
	const char *symbol;
	bool can;
} abilities[] = {
	{"yahoo", BT_JOB_HISTORY, "^RUT", true},     {"yahoo", BT_JOB_RATE, "DGS10", false},
	{"yahoo", BT_JOB_NEWS, "AAPL", true},        {"yahoo", BT_JOB_WHOLE_MARKET, NULL, false},
	{"cboe", BT_JOB_HISTORY, "^VIX", true},      {"cboe", BT_JOB_HISTORY, "^GSPC", true},
	{"cboe", BT_JOB_HISTORY, "^RUT", true},      {"cboe", BT_JOB_HISTORY, "^NDX", false},
	{"cboe", BT_JOB_HISTORY, "AAPL", false},     {"cboe", BT_JOB_QUOTES, "^NDX", true},
	{"cboe", BT_JOB_QUOTES, "AAPL", true},       {"cboe", BT_JOB_QUOTES, "BRK-B", false},
	{"cboe", BT_JOB_QUOTES, "^TNX", false},      {"cboe", BT_JOB_QUOTES, "ES=F", false},
	{"cboe", BT_JOB_CLOSES, "AAPL", false},      {"cboe", BT_JOB_QUOTES, NULL, true},
	{"fred", BT_JOB_HISTORY, "^TNX", true},      {"fred", BT_JOB_HISTORY, "^VIX", true},
	{"fred", BT_JOB_HISTORY, "^RUT", false},     {"fred", BT_JOB_HISTORY, "AAPL", false},
	{"fred", BT_JOB_RATE, "CPIAUCSL", true},     {"fred", BT_JOB_RATE, "NOSUCH", false},
	{"nyfed", BT_JOB_RATE, "DFEDTARU", true},    {"nyfed", BT_JOB_RATE, "EFFR", true},
	{"nyfed", BT_JOB_RATE, "DGS10", false},      {"nasdaq", BT_JOB_WHOLE_MARKET, NULL, true},
	{"nasdaq", BT_JOB_QUOTES, "BRK-B", true},    {"nasdaq", BT_JOB_QUOTES, "^NDX", false},
	{"tiingo", BT_JOB_HISTORY, "BRK-B", true},   {"tiingo", BT_JOB_HISTORY, "^GSPC", false},
	{"tiingo", BT_JOB_HISTORY, "ES=F", false},   {"tiingo", BT_JOB_HISTORY, "OCDO.L", false},
	{"tiingo", BT_JOB_HISTORY, "../../x", false}, {"rss", BT_JOB_NEWS, NULL, true},
	{"rss", BT_JOB_HISTORY, "AAPL", false},
};

static void
source__can__only_what_it_has(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
		if (bt_provider_can(bt_provider_find(abilities[i].source), abilities[i].kind, abilities[i].symbol) !=
		    abilities[i].can)
			fail_msg("%s, job %d, %s", abilities[i].source, abilities[i].kind,
			         abilities[i].symbol ? abilities[i].symbol : "no symbol");
}

static const struct bt_job jobs[] = {
	{.kind = BT_JOB_HISTORY, .symbol = (const char *[]){"^GSPC"}, .n = 1, .range = "max"},
	{.kind = BT_JOB_QUOTES, .symbol = (const char *[]){"^RUT"}, .n = 1},
	{.kind = BT_JOB_RATE, .symbol = (const char *[]){"DGS10", "DGS2"}, .n = 2},
	{.kind = BT_JOB_RATE, .symbol = (const char *[]){"DFEDTARU", "EFFR"}, .n = 2},
	{.kind = BT_JOB_HISTORY, .symbol = (const char *[]){"^TNX"}, .n = 1, .range = "5d"},
	{.kind = BT_JOB_WHOLE_MARKET},
	{.kind = BT_JOB_QUOTES, .symbol = (const char *[]){"BRK-B"}, .n = 1, .asset = BT_KIND_EQUITY},
	{.kind = BT_JOB_QUOTES, .symbol = (const char *[]){"IWM"}, .n = 1, .asset = BT_KIND_ETF},
	{.kind = BT_JOB_HISTORY, .symbol = (const char *[]){"BRK-B"}, .n = 1, .range = "1y", .today = 20778},
	{.kind = BT_JOB_HISTORY, .symbol = (const char *[]){"IWM"}, .n = 1, .range = "5d", .today = 20778},
	{.kind = BT_JOB_HISTORY, .symbol = (const char *[]){"IWM"}, .n = 1, .range = "5d"},
	{.kind = BT_JOB_HISTORY, .symbol = (const char *[]){"IWM"}, .n = 1, .from = 20454, .to = 20778},
	{.kind = BT_JOB_SEARCH, .words = "apple inc&x=1"},
	{.kind = BT_JOB_NEWS, .symbol = (const char *[]){"^RUT"}, .n = 1},
	{.kind = BT_JOB_QUOTES, .symbol = (const char *[]){"^RUT", "ES=F"}, .n = 2, .crumb = "a/b.C"},
	{.kind = BT_JOB_QUOTES, .symbol = (const char *[]){"^RUT"}, .n = 1},
	{.kind = BT_JOB_CRUMB},
	{.kind = BT_JOB_COOKIE, .url = "https://fc.yahoo.com"},
	{.kind = BT_JOB_COOKIE},
};

static const struct {
	const char *source;
	size_t job;
	const char *url;             /* below the base; NULL: it cannot be asked that */
} urls[] = {
	{"cboe", 0, "/api/global/us_indices/daily_prices/SPX_History.csv"},
	{"cboe", 1, "/api/global/delayed_quotes/quotes/_RUT.json"},
	{"cboe", 2, NULL},
	{"fred", 2, "/graph/fredgraph.csv?id=DGS10,DGS2"},
	{"fred", 4, "/graph/fredgraph.csv?id=DGS10"},
	{"nyfed", 3, "/api/rates/unsecured/effr/last/10.json"},
	{"nyfed", 2, NULL},
	{"nasdaq", 5, "/api/screener/stocks?tableonly=true&download=true"},
	{"nasdaq", 6, "/api/quote/BRK.B/info?assetclass=stocks"},
	{"nasdaq", 7, "/api/quote/IWM/info?assetclass=etf"},
	{"tiingo", 8, "/tiingo/daily/BRK-B/prices?startDate=2025-11-21&format=json"},
	{"tiingo", 9, "/tiingo/daily/IWM/prices?startDate=2026-11-10&format=json"},
	{"tiingo", 10, "/tiingo/daily/IWM/prices?startDate=1962-01-01&format=json"},
	{"tiingo", 11, "/tiingo/daily/IWM/prices?startDate=2026-01-01&format=json"},
	{"yahoo", 12, "/v1/finance/search?q=apple%20inc%26x%3D1&quotesCount=10&newsCount=0&lang=en-US&region=US"},
	{"yahoo", 13, "/v1/finance/search?q=%5ERUT&quotesCount=0&newsCount=10&lang=en-US&region=US"},
	{"yahoo", 14, "/v7/finance/quote?symbols=%5ERUT,ES%3DF&formatted=false&crumb=a%2Fb.C"},
	{"yahoo", 15, NULL}, /* without a crumb */
	{"yahoo", 16, "/v1/test/getcrumb"},
	{"yahoo", 18, NULL},
};

static void
url__job__by_source(void **state)
{
	struct bt_buf url;

	(void)state;
	bt_buf_init(&url, 65536);
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		enum bt_status st = bt_provider_url(bt_provider_find(urls[i].source), &jobs[urls[i].job], "https://x", &url,
		                                    NULL);

		if (!urls[i].url)
			assert_int_equal(st, BT_E_USAGE);
		else if (st || strncmp(url.data, "https://x", 9) != 0 || strcmp(url.data + 9, urls[i].url) != 0)
			fail_msg("%s %zu: status %d %s", urls[i].source, urls[i].job, st, st ? "" : url.data);
		bt_buf_reset(&url);
	}
	assert_int_equal(bt_provider_url(bt_provider_find("yahoo"), &jobs[17], "https://x", &url, NULL), BT_OK);
	assert_string_equal(url.data, "https://fc.yahoo.com");
	bt_buf_release(&url);
}

static void
table__every_source__is_whole(void **state)
{
	const struct bt_provider *p;

	(void)state;
	for (size_t i = 0; (p = bt_provider_at(i)); i++) {
		assert_true(p->credit[0] && p->help[0] && p->jobs && p->max_bytes && p->per_second > 0 && p->at_once > 0);
		assert_true(p->max_symbols > 0 && p->max_quotes > 0);
		assert_non_null(p->speech->url);
		assert_non_null(p->speech->read);
		assert_true(!p->key_header || p->max_redirects == 0); /* a key goes nowhere else */
		assert_true(!p->base_url[0] || strncmp(p->base_url, "https://", 8) == 0);
	}
	for (size_t i = 0; bt_rate_at(i); i++)
		assert_true(bt_provider_can(bt_provider_find("fred"), BT_JOB_RATE, bt_rate_at(i)->id));
}

/* --- FRED ---------------------------------------------------------------------------------------- */

static void
fred__holidays_and_old_header__are_no_fault(void **state)
{
	static const char *const texts[] = {
		"observation_date,DGS10\n2026-11-16,4.10\n2026-11-17,\n2026-11-18,4.20\n",
		"DATE,DGS10\r\n2026-11-16,4.10\r\n2026-11-17,.\r\n2026-11-18,4.20\r\n",
	};

	for (size_t i = 0; i < 2; i++) {
		const struct bt_answer *a = ask(state, "fred", BT_JOB_HISTORY, "^TNX", texts[i]);

		assert_int_equal(a->fault, BT_FAULT_NONE);
		assert_int_equal(a->sec[0].bars.n, 2);
		assert_int_equal(a->dropped_rows, 0);
		assert_true(a->sec[0].bars.close[1] == 4.20);
		assert_int_equal(a->sec[0].bars.date[1], day("2026-11-18"));
		assert_string_equal(a->sec[0].symbol, "^TNX");
		assert_string_equal(a->sec[0].source, "fred");
		assert_true(isnan(a->sec[0].quote.last));
		a = ask(state, "fred", BT_JOB_RATE, "DGS10", texts[i]);
		assert_int_equal(a->n_rate, 1);
		assert_int_equal(a->rate[0].line.n, 2);
		assert_true(a->rate[0].line.value[0] == 4.10);
	}
}

static void
fred__several_series__each_with_its_days(void **state)
{
	static const char *const ids[] = {"T10Y2Y", "DFEDTARL", "UNRATE"};
	struct bt_job job = {.kind = BT_JOB_RATE, .symbol = ids, .n = 3};
	const struct bt_answer *a = read_job(state, "fred", &job, 200,
		"observation_date,DFEDTARL,T10Y2Y\n2026-11-13,0.00,-0.25\n2026-11-14,0.00,\n2026-11-13,0.00,-0.30\n"
		"2027-11-13,0.00,9\n2026-13-40,1,1\n2026-11-12,0.00,-0.20\n");

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->n_rate, 2);
	assert_string_equal(a->rate[0].id, "T10Y2Y");
	assert_int_equal(a->rate[0].line.n, 2);
	assert_int_equal(a->rate[0].line.date[0], day("2026-11-12"));
	assert_true(a->rate[0].line.value[1] == -0.30); /* below zero, and the later of two */
	assert_int_equal(a->rate[1].line.n, 3);
	assert_true(a->rate[1].line.value[0] == 0);     /* a target of 0 is one */
	assert_int_equal(a->n_missing, 1);
	assert_string_equal(a->missing[0], "UNRATE");
	assert_int_equal(a->dropped_rows, 1 + 2 + 2);   /* the bad date; in both series the future and the double */
}

/* --- bad answers of all -------------------------------------------------------------------------- */

static const struct {
	const char *source;
	enum bt_job_kind kind;
	const char *symbol;
	int status;
	const char *body;
	enum bt_fault fault;
} bad[] = {
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "", BT_FAULT_EMPTY},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "<!DOCTYPE html><title>FRED", BT_FAULT_HTML},
	{"fred", BT_JOB_HISTORY, "^TNX", 404, "<html>no such series", BT_FAULT_HTML},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "observation_date,DGS2\n2026-11-16,4\n", BT_FAULT_SYMBOL},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "observation_date,DGS10\n2026-11-16,4.1", BT_FAULT_TRUNCATED},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "observation_date,DG", BT_FAULT_TRUNCATED},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "observation_da", BT_FAULT_FORMAT},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "observation_date,DGS10\n", BT_FAULT_NO_DATA},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "observation_date,DGS10\n2026-11-16,\n", BT_FAULT_NO_DATA},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "observation_date,DGS10\n2026-11-16,four\n", BT_FAULT_FORMAT},
	{"fred", BT_JOB_HISTORY, "^TNX", 200, "Too Many Requests", BT_FAULT_REFUSED},
	{"fred", BT_JOB_RATE, "DGS10", 503, "x", BT_FAULT_HTTP},
	{"fred", BT_JOB_RATE, "DGS10", 200, "observation_date,DGS10\n2027-01-01,4\n", BT_FAULT_NO_DATA},
	{"nyfed", BT_JOB_RATE, "EFFR", 200, "{\"refRates\":[]}", BT_FAULT_NO_DATA},
	{"nyfed", BT_JOB_RATE, "EFFR", 200, "{\"rates\":[]}", BT_FAULT_FORMAT},
	{"nyfed", BT_JOB_RATE, "EFFR", 200, "{\"refRates\":[{\"effective", BT_FAULT_TRUNCATED},
	{"nyfed", BT_JOB_RATE, "EFFR", 200, "{\"refRates\":[{\"effectiveDate\":\"2026-11-18\",\"type\":\"OBFR\","
	                                    "\"percentRate\":3.6}]}", BT_FAULT_NO_DATA},
	{"nyfed", BT_JOB_RATE, "EFFR", 400, "{\"message\":\"bad\"}", BT_FAULT_REQUEST},
	{"cboe", BT_JOB_QUOTES, "AAPL", 200, "{\"data\":{\"current_price\":1},\"symbol\":\"MSFT\"}", BT_FAULT_SYMBOL},
	{"cboe", BT_JOB_QUOTES, "AAPL", 200, "{\"data\":null,\"symbol\":\"AAPL\"}", BT_FAULT_FORMAT},
	{"cboe", BT_JOB_QUOTES, "AAPL", 200, "{\"data\":{\"current_price\":0},\"symbol\":\"AAPL\"}", BT_FAULT_NO_DATA},
	{"cboe", BT_JOB_QUOTES, "AAPL", 200, "{\"data\":{\"current_price\":\"NaN\"},\"symbol\":\"AAPL\"}",
	 BT_FAULT_NO_DATA},
	{"cboe", BT_JOB_QUOTES, "AAPL", 200, "{\"data\":{\"current_price\":5,\"last_trade_time\":"
	                                     "\"2027-09-15T14:26:26\"},\"symbol\":\"AAPL\"}", BT_FAULT_NO_DATA},
	{"cboe", BT_JOB_QUOTES, "AAPL", 403, "<Error>AccessDenied</Error>", BT_FAULT_HTML},
	{"cboe", BT_JOB_HISTORY, "^VIX", 200, "DATE,SPX\n01/02/2026,20\n", BT_FAULT_SYMBOL},
	{"cboe", BT_JOB_HISTORY, "^GSPC", 200, "DATE,SPX\n2026/01/02,6000\n", BT_FAULT_FORMAT},
	{"nasdaq", BT_JOB_QUOTES, "MU", 200, "{\"data\":null,\"status\":{\"rCode\":200,\"bCodeMessage\":[{\"code\":3004,"
	                                     "\"errorMessage\":\"Error while calling vendor\"}]}}", BT_FAULT_SOURCE},
	{"nasdaq", BT_JOB_QUOTES, "MU", 200, "{\"data\":null,\"status\":{\"rCode\":400,\"bCodeMessage\":[{\"code\":1001,"
	                                     "\"errorMessage\":\"Symbol not exists.\"}]}}", BT_FAULT_NOT_FOUND},
	{"nasdaq", BT_JOB_QUOTES, "MU", 200, "{\"data\":null}", BT_FAULT_FORMAT},
	{"nasdaq", BT_JOB_QUOTES, "MU", 200, "{\"data\":{\"symbol\":\"NVDA\",\"primaryData\":{\"lastSalePrice\":\"$1\"}},"
	                                     "\"status\":{\"rCode\":200}}", BT_FAULT_SYMBOL},
	{"nasdaq", BT_JOB_QUOTES, "MU", 200, "{\"data\":{\"symbol\":\"MU\",\"primaryData\":{\"lastSalePrice\":\"N/A\"}},"
	                                     "\"status\":{\"rCode\":200}}", BT_FAULT_NO_DATA},
	{"nasdaq", BT_JOB_WHOLE_MARKET, NULL, 200, "{\"data\":{\"rows\":[]},\"status\":{\"rCode\":200}}",
	 BT_FAULT_PARTIAL},
	{"nasdaq", BT_JOB_WHOLE_MARKET, NULL, 200, "{\"data\":{\"rows\":null},\"status\":{\"rCode\":200}}",
	 BT_FAULT_FORMAT},
	{"nasdaq", BT_JOB_WHOLE_MARKET, NULL, 200, "<html><title>Access Denied", BT_FAULT_HTML},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 404, "{\"detail\":\"Error: Ticker 'XYZ' not found\"}", BT_FAULT_NOT_FOUND},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 200, "{\"detail\":\"Error: Ticker 'XYZ' not found\"}", BT_FAULT_NOT_FOUND},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 401, "{\"detail\":\"Invalid token.\"}", BT_FAULT_AUTH},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 403, "{\"detail\":\"Please supply a token\"}", BT_FAULT_AUTH},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 200, "{\"detail\":\"Please supply a token\"}", BT_FAULT_AUTH},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 200,
	 "{\"detail\":\"Error: You have run over your hourly request allocation.\"}", BT_FAULT_REFUSED},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 200, "[]", BT_FAULT_NO_DATA},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 200, "[{\"date\":\"2026-11-18", BT_FAULT_TRUNCATED},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 200, "[{\"date\":\"2026-11-18\",\"close\":null}]", BT_FAULT_NO_DATA},
	{"tiingo", BT_JOB_HISTORY, "XYZ", 200, "[{\"date\":\"2026-11-18\",\"close\":1},{\"date\":\"2026-11-17\","
	                                       "\"close\":1}]", BT_FAULT_FORMAT},
	{"yahoo", BT_JOB_QUOTES, "AAPL", 401, "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\","
	                                      "\"description\":\"Invalid Crumb\"}}}", BT_FAULT_AUTH},
	{"yahoo", BT_JOB_QUOTES, "AAPL", 200, "{\"quoteResponse\":{\"result\":[],\"error\":null}}", BT_FAULT_NOT_FOUND},
	{"yahoo", BT_JOB_QUOTES, "AAPL", 200, "{\"quoteResponse\":{}}", BT_FAULT_FORMAT},
	{"yahoo", BT_JOB_SEARCH, NULL, 200, "{\"news\":[]}", BT_FAULT_FORMAT},
	{"yahoo", BT_JOB_NEWS, "AAPL", 200, "{\"quotes\":[]}", BT_FAULT_FORMAT},
	{"yahoo", BT_JOB_CRUMB, NULL, 200, "Too Many Requests", BT_FAULT_REFUSED},
	{"yahoo", BT_JOB_CRUMB, NULL, 200, "", BT_FAULT_EMPTY},
	{"yahoo", BT_JOB_CRUMB, NULL, 200, "<html>consent", BT_FAULT_CONSENT},
	{"yahoo", BT_JOB_CRUMB, NULL, 200, "two words", BT_FAULT_FORMAT},
	{"yahoo", BT_JOB_CRUMB, NULL, 200, "0123456789012345678901234567890123456789", BT_FAULT_FORMAT},
	{"yahoo", BT_JOB_CRUMB, NULL, 401, "{\"finance\":{\"result\":null}}", BT_FAULT_AUTH},
	{"yahoo", BT_JOB_COOKIE, NULL, 429, "", BT_FAULT_REFUSED},
	{"yahoo", BT_JOB_COOKIE, NULL, 404, "<html>not here", BT_FAULT_NONE},
	{"yahoo", BT_JOB_COOKIE, NULL, 200, "", BT_FAULT_NONE},
};

static void
source__bad_answer__has_its_named_fault(void **state)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *symbol = bad[i].symbol;
		struct bt_job job = {.kind = bad[i].kind, .symbol = &symbol, .n = symbol ? 1 : 0, .words = "apple",
		                     .from = 1, .to = 2, .crumb = "x"};
		const struct bt_answer *a = read_job(state, bad[i].source, &job, bad[i].status, bad[i].body);

		if (a->fault != bad[i].fault)
			fail_msg("%s %d \"%s\": %s (%s), expected %s", bad[i].source, bad[i].status, bad[i].body,
			         bt_fault_name(a->fault), a->detail, bt_fault_name(bad[i].fault));
		assert_true(!a->n_sec || !a->sec[0].bars.n);
		assert_int_equal(a->n_rate + a->n_found + a->n_news, 0);
		assert_null(a->whole);
		assert_null(a->crumb);
	}
}

/* What comes instead of data, with a status that says all is well: the same name by every source. */
static const struct {
	const char *body;
	enum bt_fault fault;
} instead[] = {
	{"", BT_FAULT_EMPTY},
	{" \r\n\t ", BT_FAULT_EMPTY},
	{"Too Many Requests\r\n", BT_FAULT_REFUSED},
	{"Edge: Too Many Requests", BT_FAULT_REFUSED},
	{"<!DOCTYPE html><html><title>Will be right back...</title>", BT_FAULT_HTML},
	{"\xEF\xBB\xBF\n<html><head>", BT_FAULT_HTML},
	{"<html><form action=\"https://consent.example/v2/collectConsent?sessionId=1\"><p>captcha", BT_FAULT_CONSENT},
	{"<html><script>sha256; fetch('/__verify', {method: 'POST'})</script>", BT_FAULT_CHALLENGE},
	{"<html><title>Just a moment...</title><script src=\"/cdn-cgi/challenge-platform/x.js\">", BT_FAULT_CHALLENGE},
	{"<html><body>Please enable JavaScript and verify that you are human", BT_FAULT_CHALLENGE},
};

static void
source__sends_something_else__is_named_whatever_the_status(void **state)
{
	static const struct {
		const char *source;
		enum bt_job_kind kind;
		const char *symbol;
	} asked[] = {
		{"yahoo", BT_JOB_HISTORY, "AAPL"}, {"yahoo", BT_JOB_CLOSES, "AAPL"},   {"yahoo", BT_JOB_QUOTES, "AAPL"},
		{"yahoo", BT_JOB_NEWS, "AAPL"},    {"yahoo", BT_JOB_SEARCH, NULL},     {"yahoo", BT_JOB_CRUMB, NULL},
		{"cboe", BT_JOB_HISTORY, "^VIX"},  {"cboe", BT_JOB_QUOTES, "AAPL"},    {"fred", BT_JOB_HISTORY, "^TNX"},
		{"fred", BT_JOB_RATE, "DGS10"},    {"nyfed", BT_JOB_RATE, "EFFR"},     {"nasdaq", BT_JOB_QUOTES, "MU"},
		{"tiingo", BT_JOB_HISTORY, "MU"},  {"nasdaq", BT_JOB_WHOLE_MARKET, NULL}, {"rss", BT_JOB_NEWS, NULL},
	};
	static const int status[] = {200, 202, 203};
	size_t compared = 0;

	for (size_t s = 0; s < sizeof(asked) / sizeof(asked[0]); s++)
		for (size_t b = 0; b < sizeof(instead) / sizeof(instead[0]); b++)
			for (size_t i = 0; i < 3; i++, compared++) {
				const char *symbol = asked[s].symbol;
				struct bt_job job = {.kind = asked[s].kind, .symbol = &symbol, .n = symbol ? 1 : 0, .range = "1y",
				                     .words = "x", .url = "https://feeds.example/", .feed = "f"};
				const struct bt_answer *a = read_job(state, asked[s].source, &job, status[i], instead[b].body);

				if (a->fault != instead[b].fault)
					fail_msg("%s %d, %d \"%s\": %s, expected %s", asked[s].source, asked[s].kind, status[i],
					         instead[b].body, bt_fault_name(a->fault), bt_fault_name(instead[b].fault));
			}
	print_message("%zu answers that are none\n", compared);
}

/* --- New York Fed -------------------------------------------------------------------------------- */

static void
nyfed__newest_first__becomes_three_series(void **state)
{
	static const char *const ids[] = {"DFEDTARU", "DFEDTARL", "EFFR"};
	struct bt_job job = {.kind = BT_JOB_RATE, .symbol = ids, .n = 3};
	const struct bt_answer *a = read_job(state, "nyfed", &job, 200,
		"{\"refRates\":[{\"effectiveDate\":\"2026-11-18\",\"type\":\"EFFR\",\"percentRate\":3.63,"
		"\"targetRateFrom\":3.50,\"targetRateTo\":3.75},"
		"{\"effectiveDate\":\"2026-11-17\",\"type\":\"EFFR\",\"percentRate\":3.88,"
		"\"targetRateFrom\":4.00,\"targetRateTo\":3.75},"
		"{\"effectiveDate\":\"2026-11-16\",\"type\":\"EFFR\",\"percentRate\":3.87,"
		"\"targetRateFrom\":3.75,\"targetRateTo\":4.00}]}");

	assert_int_equal(a->n_rate, 3);
	assert_string_equal(a->rate[0].id, "DFEDTARU");
	assert_int_equal(a->rate[0].line.n, 2); /* a range the wrong way round is none */
	assert_int_equal(a->nulled_cells, 2);
	assert_int_equal(a->rate[0].line.date[0], day("2026-11-16"));
	assert_true(a->rate[0].line.value[0] == 4.00 && a->rate[0].line.value[1] == 3.75);
	assert_true(a->rate[1].line.value[1] == 3.50);
	assert_int_equal(a->rate[2].line.n, 3);
	assert_true(a->rate[2].line.value[2] == 3.63);
}

/* --- Cboe ---------------------------------------------------------------------------------------- */

static void
cboe__quote__two_clocks(void **state)
{
	const struct bt_answer *a = ask(state, "cboe", BT_JOB_QUOTES, "^GSPC",
		"{\"timestamp\":\"2026-11-20 18:40:36\",\"data\":{\"symbol\":\"^SPX\",\"security_type\":\"index\","
		"\"current_price\":6585.75,\"open\":6612.3,\"high\":6617.26,\"low\":6572.69,\"close\":6585.75,"
		"\"prev_day_close\":6619.98,\"volume\":0,\"bid\":0,\"last_trade_time\":\"2026-11-20T13:25:35\"},"
		"\"symbol\":\"_SPX\"}");
	const struct bt_quote *q = &a->sec[0].quote;

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_string_equal(a->sec[0].symbol, "^GSPC");
	assert_string_equal(a->sec[0].source, "cboe");
	assert_int_equal(a->sec[0].kind, BT_KIND_INDEX);
	assert_int_equal(a->sec[0].bars.n, 0);
	assert_true(q->last == 6585.75 && q->prev_close == 6619.98 && q->high == 6617.26 && q->low == 6572.69);
	assert_true(isnan(q->volume)); /* an index has none: 0 would be a number */
	assert_int_equal(q->ts_utc, day("2026-11-20") * INT64_C(86400) + 18 * 3600 + 25 * 60 + 35); /* winter time */
	assert_int_equal(q->delayed_min, 15);
	a = ask(state, "cboe", BT_JOB_QUOTES, "AAPL",
		"{\"data\":{\"symbol\":\"AAPL\",\"current_price\":250,\"prev_day_close\":0,\"volume\":7,"
		"\"last_trade_time\":\"2026-07-20T13:25:35\"},\"symbol\":\"AAPL\"}");
	assert_int_equal(a->sec[0].quote.ts_utc, day("2026-07-20") * INT64_C(86400) + 17 * 3600 + 25 * 60 + 35);
	assert_true(a->sec[0].quote.volume == 7 && isnan(a->sec[0].quote.prev_close));
}

static void
cboe__history__american_and_iso_dates(void **state)
{
	const struct bt_answer *a = ask(state, "cboe", BT_JOB_HISTORY, "^VIX",
		"DATE,OPEN,HIGH,LOW,CLOSE\r\n11/18/2026,17.24,18,17,17.5\r\n11/19/2026,17.5,17.4,16,19\r\n"
		"2026-11-20,19,20,18,19.5\r\n02/30/2026,1,1,1,1\r\n11/20/2026,19,21,18,20.5\r\n11/23/2026,1,1,1,1\r\n");
	const struct bt_bars *b = &a->sec[0].bars;

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(b->n, 3);
	assert_int_equal(a->dropped_rows, 3);           /* no such day, one day twice, the future */
	assert_int_equal(b->date[2], day("2026-11-20"));
	assert_true(b->close[2] == 20.5); /* the later row */
	assert_true(isnan(b->high[1]) && b->close[1] == 19 && b->low[0] == 17);
	assert_int_equal(a->sec[0].provisional, BT_DATE_NONE);
	a = ask(state, "cboe", BT_JOB_HISTORY, "^GSPC", "DATE,SPX\n11/18/2026,6000.5\n11/19/2026,6010\n");
	assert_int_equal(a->sec[0].bars.n, 2);
	assert_null(a->sec[0].bars.high);
	assert_true(a->sec[0].bars.close[0] == 6000.5);
}

/* --- Nasdaq -------------------------------------------------------------------------------------- */

static void
nasdaq__quote__text_becomes_numbers(void **state)
{
	const struct bt_answer *a = ask(state, "nasdaq", BT_JOB_QUOTES, "BRK-B",
		"{\"data\":{\"symbol\":\"BRK.B\",\"primaryData\":{\"lastSalePrice\":\"$1,234.50\",\"netChange\":\"-0.50\","
		"\"percentageChange\":\"-0.04%\",\"lastTradeTimestamp\":\"Nov 20, 2026 12:51 PM ET\",\"isRealTime\":true},"
		"\"keyStats\":{\"Volume\":{\"value\":\"537,219\"},\"OpenPrice\":{\"value\":\"N/A\"}}},"
		"\"status\":{\"rCode\":200}}");
	const struct bt_quote *q = &a->sec[0].quote;

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_string_equal(a->sec[0].symbol, "BRK-B");
	assert_true(q->last == 1234.5 && q->prev_close == 1235 && q->volume == 537219 && isnan(q->open));
	assert_int_equal(q->ts_utc, day("2026-11-20") * INT64_C(86400) + 17 * 3600 + 51 * 60);
	assert_int_equal(q->delayed_min, 0);
}

static const struct {
	const char *text;
	const char *utc;             /* NULL: no time */
} stamps[] = {
	{"Jul 27, 2026 12:51 PM ET", "2026-07-27T16:51"}, {"Jul 27, 2026 12:51 AM ET", "2026-07-27T04:51"},
	{"Closed at Nov 2, 2026 4:00 PM ET", "2026-11-02T21:00"}, {"DATA AS OF Jul 28, 2020", "2020-07-28T20:00"},
	{"Jul 32, 2026 1:00 PM ET", NULL}, {"Jul 27 2026", NULL}, {"", NULL}, {"N/A", NULL},
	{"Juli 27, 2026", NULL}, {"Feb 30, 2026", NULL}, {"Jul 27, 2026 99:99 PM", "2026-07-27T20:00"},
};

static void
nasdaq__stamps__are_new_york_time(void **state)
{
	char body[400];

	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
		int64_t expected = 0;

		snprintf(body, sizeof(body), "{\"data\":{\"symbol\":\"MU\",\"primaryData\":{\"lastSalePrice\":\"$1\","
		         "\"lastTradeTimestamp\":\"%s\"}},\"status\":{\"rCode\":200}}", stamps[i].text);
		if (stamps[i].utc) {
			char date[11] = {0};

			memcpy(date, stamps[i].utc, 10);
			expected = day(date) * INT64_C(86400) + atoi(stamps[i].utc + 11) * 3600 + atoi(stamps[i].utc + 14) * 60;
		}
		const struct bt_answer *a = ask(state, "nasdaq", BT_JOB_QUOTES, "MU", body);

		if (a->fault || a->sec[0].quote.ts_utc != expected)
			fail_msg("%s: %lld, expected %lld", stamps[i].text, (long long)a->sec[0].quote.ts_utc,
			         (long long)expected);
	}
}

/* A whole market after the description of providers.md: of 3,000 shares the i-th rises, falls, stands or does
 * not trade as i % 5 says; then what else may come.  */
static char *
screener(const char *around, const char *more)
{
	struct bt_buf b;
	static const char *const change[] = {"\"netchange\":\"1.25\",\"pctchange\":\"4.549%\"",
		"\"netchange\":\"-0.0300\",\"pctchange\":\"-1.2%\"", "\"netchange\":\"UNCH\",\"pctchange\":\"0%\"",
		"\"netchange\":\"\",\"pctchange\":\"2.5%\"", "\"netchange\":\"0.5\",\"pctchange\":\"1%\""};

	bt_buf_init(&b, 4 << 20);
	bt_buf_str(&b, around);
	for (int i = 0; i < 3000; i++)
		bt_buf_printf(&b, "%s{\"symbol\":\"S%d\",\"name\":\"Share, Inc. %d\",\"lastsale\":\"$172.84\",%s,"
		              "\"volume\":\"%s\",\"marketCap\":\"1,000.00\",\"sector\":\"Technology\"}", i ? "," : "", i, i,
		              change[i % 5], i % 5 == 4 ? "0" : "1,000");
	bt_buf_str(&b, more);
	return bt_buf_take(&b);
}

static void
nasdaq__screener__counts_the_whole_market(void **state)
{
	static const char *const around[] = {
		"{\"data\":{\"asOf\":null,\"headers\":{\"symbol\":\"Symbol\"},\"rows\":[",
		"{\"data\":{\"totalrecords\":3003,\"table\":{\"rows\":[",
	};
	static const char *const more[] = {
		",{\"symbol\":\"S0\",\"lastsale\":\"$1\",\"netchange\":\"-5\",\"volume\":\"7\"},"   /* again */
		"{\"symbol\":\"ODD\",\"lastsale\":\"NaN\",\"netchange\":\"Infinity\",\"volume\":\"-1\"},"
		"{\"name\":\"no symbol\"}]},\"status\":{\"rCode\":200}}",
		",{\"symbol\":\"S0\"},{\"symbol\":\"ODD\"},{}]}},\"status\":{\"rCode\":200}}",
	};

	for (size_t i = 0; i < 2; i++) {
		char *body = screener(around[i], more[i]);
		const struct bt_answer *a = ask(state, "nasdaq", BT_JOB_WHOLE_MARKET, NULL, body);
		const struct bt_whole_market *w = a->whole;

		free(body);
		assert_int_equal(a->fault, BT_FAULT_NONE);
		assert_int_equal(w->rows, 3001);
		assert_int_equal(w->advances, 1200);     /* the percentage counts where the change is missing */
		assert_int_equal(w->declines, 600);
		assert_int_equal(w->unchanged, 600);
		assert_int_equal(w->unpriced, 601);
		assert_true(w->up_volume == 1200e3 && w->down_volume == 600e3);
		assert_int_equal(a->dropped_rows, 2);
	}
}

static void
nasdaq__screener_of_one_page__is_partial(void **state)
{
	char *body = screener("{\"data\":{\"totalrecords\":7000,\"table\":{\"rows\":[", "]}},\"status\":{\"rCode\":200}}");

	assert_int_equal(ask(state, "nasdaq", BT_JOB_WHOLE_MARKET, NULL, body)->fault, BT_FAULT_PARTIAL);
	assert_null(((struct fixture *)*state)->ans.whole);
	free(body);
}

/* --- Tiingo -------------------------------------------------------------------------------------- */

#define DAY(date, close, adj, volume, split) \
	"{\"date\":\"" date "T00:00:00.000Z\",\"close\":" close ",\"high\":" close ",\"low\":" close ",\"open\":" close \
	",\"volume\":" volume ",\"adjClose\":" adj ",\"divCash\":0.0,\"splitFactor\":" split "}"

static void
tiingo__prices_as_traded__are_split_adjusted(void **state)
{
	const struct bt_answer *a = ask(state, "tiingo", BT_JOB_HISTORY, "XYZ",
		"[" DAY("2026-11-16", "400", "95", "10", "1.0") "," DAY("2026-11-17", "404", "96", "10", "1.0") ","
		DAY("2026-11-18", "102", "97", "40", "4.0") "," DAY("2026-11-19", "103", "98", "50", "1.0") ","
		DAY("2026-11-20", "206", "206", "60", "0.5") "]");
	const struct bt_bars *b = &a->sec[0].bars;

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(b->n, 5);
	/* 4:1 on the 18th, then 1:2 on the 20th: before both a price counts as 400 / 4 / 0.5 */
	assert_true(b->close[0] == 200 && b->close[1] == 202 && b->close[2] == 204 && b->close[3] == 206);
	assert_true(b->close[4] == 206 && b->open[0] == 200 && b->high[0] == 200 && b->low[0] == 200);
	assert_true(b->volume[0] == 20 && b->volume[2] == 20 && b->volume[4] == 60);
	assert_true(b->adjclose[0] == 95);
	assert_int_equal(a->newest_split, day("2026-11-20"));
	assert_string_equal(a->sec[0].source, "tiingo");
	assert_string_equal(a->sec[0].currency, "USD");
	assert_true(a->sec[0].provisional == BT_DATE_NONE && isnan(a->sec[0].quote.last));
	assert_int_equal(a->flagged_jumps, 0);
}

static void
tiingo__today_before_the_close__is_provisional(void **state)
{
	const char *symbol = "XYZ", *body = "[" DAY("2026-11-19", "10", "10", "1", "1") "," DAY("2026-11-20", "11", "11", "1",
	                                    "1") "]";
	struct bt_job job = {.kind = BT_JOB_HISTORY, .symbol = &symbol, .n = 1, .range = "5d"};
	int64_t noon = day("2026-11-20") * INT64_C(86400) + 17 * 3600;
	const struct bt_answer *a;

	a = fixture_read(*state, "tiingo", &job, 200, body, strlen(body), noon);
	assert_int_equal(a->sec[0].provisional, day("2026-11-20"));
	a = fixture_read(*state, "tiingo", &job, 200, body, strlen(body), noon + 5 * 3600);
	assert_int_equal(a->sec[0].provisional, BT_DATE_NONE);
}

static void
tiingo__new_split__is_a_jump_when_they_missed_it(void **state)
{
	const struct bt_answer *a = ask(state, "tiingo", BT_JOB_HISTORY, "XYZ",
		"[" DAY("2026-11-19", "400", "400", "10", "1") "," DAY("2026-11-20", "100", "100", "40", "1") "]");

	assert_int_equal(a->flagged_jumps, 1);
	assert_int_equal(a->newest_split, BT_DATE_NONE);
}

/* --- Yahoo: quote, search, crumb ----------------------------------------------------------------- */

static void
quote__plain_and_formatted__same_numbers(void **state)
{
	static const char *const asked[] = {"AAA", "^VIX", "DEAD", "GONE", "EARLY"};
	struct bt_job job = {.kind = BT_JOB_QUOTES, .symbol = asked, .n = 5, .crumb = "x"};
	const struct bt_answer *a = read_job(state, "yahoo", &job, 200,
		"{\"quoteResponse\":{\"result\":["
		"{\"symbol\":\"^VIX\",\"quoteType\":\"INDEX\",\"regularMarketPrice\":{\"raw\":16.6,\"fmt\":\"16.60\"},"
		"\"regularMarketTime\":{\"raw\":1795208405,\"fmt\":\"4PM\"},\"exchangeDataDelayedBy\":0},"
		"{\"symbol\":\"DEAD\",\"quoteType\":\"NONE\"},"
		"{\"symbol\":\"EARLY\",\"regularMarketPrice\":5,\"regularMarketTime\":1995208405},"
		"{\"symbol\":\"AAA\",\"quoteType\":\"EQUITY\",\"currency\":\"USD\",\"longName\":\"A\\u001b Inc.  \","
		"\"regularMarketPrice\":12.5,\"regularMarketPreviousClose\":12,\"regularMarketOpen\":12.1,"
		"\"regularMarketDayHigh\":13,\"regularMarketDayLow\":\"Infinity\",\"regularMarketVolume\":99,"
		"\"regularMarketTime\":1795208405,\"preMarketPrice\":-1,\"postMarketPrice\":12.75,\"priceHint\":4,"
		"\"exchangeDataDelayedBy\":20}],\"error\":null}}");
	const struct bt_quote *q = &a->sec[0].quote;

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->n_sec, 2);
	assert_string_equal(a->sec[0].symbol, "AAA");
	assert_true(q->last == 12.5 && q->prev_close == 12 && q->open == 12.1 && q->high == 13 && q->volume == 99);
	assert_true(isnan(q->low) && isnan(q->pre) && q->post == 12.75);
	assert_int_equal(q->ts_utc, 1795208405);
	assert_int_equal(q->delayed_min, 20);
	assert_int_equal(a->sec[0].digits, 4);
	assert_string_equal(a->sec[0].currency, "USD");
	assert_null(strchr(a->sec[0].name, '\033'));
	assert_true(a->sec[1].quote.last == 16.6);
	assert_int_equal(a->sec[1].quote.delayed_min, 15); /* it claims none */
	assert_int_equal(a->n_missing, 3);
	assert_string_equal(a->missing[0], "DEAD");
	assert_string_equal(a->missing[1], "GONE");
	assert_string_equal(a->missing[2], "EARLY");
}

static void
search__symbols__clean_and_in_order(void **state)
{
	const struct bt_answer *a = ask(state, "yahoo", BT_JOB_SEARCH, NULL,
		"{\"quotes\":[{\"symbol\":\"AAPL\",\"shortname\":\"Apple Inc.          R\",\"quoteType\":\"EQUITY\","
		"\"exchDisp\":\"NASDAQ\",\"exchange\":\"NMS\"},{\"symbol\":\"BAD SYMBOL\"},{\"symbol\":7},{},"
		"{\"symbol\":\"APLE\\u001b\"},{\"symbol\":\"IWM\",\"longname\":\"iShares\\u0007\",\"quoteType\":\"ETF\","
		"\"exchange\":\"PCX\"},{\"symbol\":\"^RUT\",\"quoteType\":\"INDEX\"}],\"news\":[]}");

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->n_found, 3);
	assert_int_equal(a->dropped_rows, 4);
	assert_string_equal(a->found[0].symbol, "AAPL");
	assert_string_equal(a->found[0].exchange, "NASDAQ");
	assert_int_equal(a->found[1].kind, BT_KIND_ETF);
	assert_string_equal(a->found[1].exchange, "PCX");
	assert_string_equal(a->found[2].name, "");
	a = ask(state, "yahoo", BT_JOB_SEARCH, NULL,
		"{\"finance\":{\"result\":[{\"documents\":[{\"symbol\":\"VFIAX\",\"shortName\":\"V 500\","
		"\"quoteType\":\"mutualfund\"}]}]}}");
	assert_int_equal(a->n_found, 1);
	assert_string_equal(a->found[0].name, "V 500");
	assert_int_equal(a->found[0].kind, BT_KIND_FUND);
	assert_int_equal(ask(state, "yahoo", BT_JOB_SEARCH, NULL, "{\"quotes\":[]}")->fault, BT_FAULT_NONE);
}

static void
news__of_a_symbol__from_search(void **state)
{
	const struct bt_answer *a = ask(state, "yahoo", BT_JOB_NEWS, "AAPL",
		"{\"quotes\":[],\"news\":[{\"uuid\":\"u-1\",\"title\":\"One \\u001b]0;x\\u0007two\",\"publisher\":\"P\","
		"\"link\":\"https:\\/\\/finance.example\\/a b.html\",\"providerPublishTime\":1795200000},"
		"{\"uuid\":\"u-2\",\"title\":\"\"},{\"title\":\"no id\",\"link\":\"javascript:alert(1)\","
		"\"providerPublishTime\":99999999999}]}");

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->n_news, 2);
	assert_string_equal(a->news[0].id, "u-1");
	assert_string_equal(a->news[0].link, "https://finance.example/a%20b.html");
	assert_string_equal(a->news[0].symbol, "AAPL");
	assert_string_equal(a->news[0].summary, "P");
	assert_int_equal(a->news[0].published_utc, 1795200000);
	assert_string_equal(a->news[1].link, "");
	assert_string_equal(a->news[1].id, "no id");
	assert_int_equal(a->news[1].published_utc, NOW); /* a time of the future is none */
}

static void
crumb__good__is_kept_as_it_came(void **state)
{
	assert_string_equal(ask(state, "yahoo", BT_JOB_CRUMB, NULL, "9BVGJGcQp.C")->crumb, "9BVGJGcQp.C");
	assert_string_equal(ask(state, "yahoo", BT_JOB_CRUMB, NULL, "a/b\\c.D\n")->crumb, "a/b\\c.D");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(source__can__only_what_it_has),
		TEST(url__job__by_source),
		TEST(table__every_source__is_whole),
		TEST(fred__holidays_and_old_header__are_no_fault),
		TEST(fred__several_series__each_with_its_days),
		TEST(source__bad_answer__has_its_named_fault),
		TEST(source__sends_something_else__is_named_whatever_the_status),
		TEST(nyfed__newest_first__becomes_three_series),
		TEST(cboe__quote__two_clocks),
		TEST(cboe__history__american_and_iso_dates),
		TEST(nasdaq__quote__text_becomes_numbers),
		TEST(nasdaq__stamps__are_new_york_time),
		TEST(nasdaq__screener__counts_the_whole_market),
		TEST(nasdaq__screener_of_one_page__is_partial),
		TEST(tiingo__prices_as_traded__are_split_adjusted),
		TEST(tiingo__today_before_the_close__is_provisional),
		TEST(tiingo__new_split__is_a_jump_when_they_missed_it),
		TEST(quote__plain_and_formatted__same_numbers),
		TEST(search__symbols__clean_and_in_order),
		TEST(news__of_a_symbol__from_search),
		TEST(crumb__good__is_kept_as_it_came),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
