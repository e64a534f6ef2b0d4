/* test_yahoo.c - chart and spark answers, good and bad, against the rules of providers.md. */
#include <math.h>

#include "fetch/fetch_test.h"

static const struct bt_answer *
read_at(struct fixture *f, enum bt_job_kind kind, const char *const *symbol, size_t n, int status,
        const char *body, size_t len, int64_t now)
{
	struct bt_job job = {.kind = kind, .symbol = symbol, .n = n, .range = "1y"};

	return fixture_read(f, "yahoo", &job, status, body, len, now);
}

static const struct bt_answer *
chart(void **state, const char *symbol, int status, const char *body)
{
	return read_at(*state, BT_JOB_HISTORY, &symbol, 1, status, body, strlen(body), NOW);
}

static const struct bt_answer *
spark(void **state, const char *const *symbol, size_t n, const char *body)
{
	return read_at(*state, BT_JOB_CLOSES, symbol, n, 200, body, strlen(body), NOW);
}

/* A chart answer around these parts; static storage. */
static const char *
chart_of(const char *meta, const char *rest)
{
	static char body[16384];

	snprintf(body, sizeof(body), "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"XYZ\",%s},%s}],\"error\":null}}",
	         meta, rest);
	return body;
}

/* New York in winter, after a session on Friday 2026-11-20 whose last trade came at 21:00:05Z. */
#define META \
	"\"currency\":\"USD\",\"instrumentType\":\"EQUITY\",\"exchangeName\":\"NYQ\",\"gmtoffset\":-18000," \
	"\"regularMarketPrice\":12.5,\"regularMarketTime\":1795208405,\"priceHint\":2,\"dataGranularity\":\"1d\"," \
	"\"longName\":\"Xyz \\u001b[31m Inc.   \",\"chartPreviousClose\":9.0,\"firstTradeDate\":1794925800"
/* 14:30Z of Monday 16th to Thursday 19th, and the live row of Friday */
#define STAMPS "\"timestamp\":[1794839400,1794925800,1795012200,1795098600,1795208405]"

static void
chart__good__columns_dates_and_quote(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META, STAMPS ",\"indicators\":{\"quote\":[{"
		"\"close\":[10,11,null,12,12.5],\"volume\":[100,200,null,300,50],\"open\":[10,10.5,null,11,12],"
		"\"high\":[10.5,11.5,null,12.25,13],\"low\":[9.5,10,null,11,11.5]}],"
		"\"adjclose\":[{\"adjclose\":[9,10,null,12,12.5]}]}"));
	const struct bt_bars *b = &a->sec[0].bars;

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(b->n, 4);
	assert_int_equal(a->dropped_rows, 1); /* the null close is no bar, and not zero */
	assert_int_equal(b->date[0], day("2026-11-16"));
	assert_int_equal(b->date[3], day("2026-11-20"));
	assert_true(b->close[2] == 12 && b->adjclose[0] == 9 && b->volume[3] == 50 && b->low[1] == 10);
	assert_string_equal(a->sec[0].symbol, "XYZ");
	assert_string_equal(a->sec[0].source, "yahoo");
	assert_string_equal(a->sec[0].currency, "USD");
	assert_int_equal(a->sec[0].kind, BT_KIND_EQUITY);
	assert_int_equal(a->sec[0].digits, 2);
	assert_null(strchr(a->sec[0].name, '\033'));
	assert_int_not_equal(a->sec[0].name[strlen(a->sec[0].name) - 1], ' ');
	assert_true(a->sec[0].quote.last == 12.5);
	assert_true(a->sec[0].quote.prev_close == 12); /* not chartPreviousClose */
	assert_int_equal(a->sec[0].quote.ts_utc, 1795208405);
	assert_int_equal(a->sec[0].quote.delayed_min, 0);
	assert_true(a->sec[0].whole_history);
	assert_int_equal(a->newest_split, BT_DATE_NONE);
}

static void
chart__two_rows_of_one_day__the_later_stands(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META,
		"\"timestamp\":[1795185000,1795098600,1795208405],\"indicators\":{\"quote\":[{\"close\":[12.1,12,12.5],"
		"\"volume\":[7,8,9]}]}"));

	assert_int_equal(a->sec[0].bars.n, 2);
	assert_true(a->sec[0].bars.close[0] == 12 && a->sec[0].bars.close[1] == 12.5);
	assert_true(a->sec[0].bars.volume[1] == 9);
	assert_null(a->sec[0].bars.adjclose);
	assert_null(a->sec[0].bars.open);
	assert_int_equal(a->dropped_rows, 1);
}

static void
chart__cells_that_are_no_numbers__are_null_and_stay_aligned(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META, STAMPS ",\"indicators\":{\"quote\":[{"
		"\"close\":[\"Infinity\",11,\"NaN\",1e999,12.5,77,78],\"open\":[\"-Infinity\",10.5],"
		"\"high\":[1,true,3,4,{}],\"volume\":[1,2,3,4,-5]}]}"));
	const struct bt_bars *b = &a->sec[0].bars;

	assert_int_equal(b->n, 2);
	assert_int_equal(b->date[0], day("2026-11-17"));
	assert_int_equal(b->date[1], day("2026-11-20"));
	assert_true(b->close[0] == 11 && b->close[1] == 12.5 && b->open[0] == 10.5);
	assert_true(isnan(b->open[1]) && isnan(b->high[0]) && isnan(b->high[1]) && isnan(b->volume[1]));
	assert_true(b->volume[0] == 2);
	assert_int_equal(a->nulled_cells, 1); /* the volume: others never were numbers */
}

static void
chart__contradictions__are_nulled_and_counted(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META, STAMPS ",\"indicators\":{\"quote\":[{"
		"\"close\":[10,11,12,12,12.5],\"open\":[10,99,12,0,12],"
		"\"high\":[9,11.5,12,13,12.499999],\"low\":[9.5,10.5,12.5,11,11]}]}"));
	const struct bt_bars *b = &a->sec[0].bars;

	assert_int_equal(b->n, 5);
	assert_true(isnan(b->high[0]) && b->low[0] == 9.5);       /* high below the close */
	assert_true(isnan(b->open[1]) && b->high[1] == 11.5);     /* open above the high */
	assert_true(isnan(b->low[2]) && b->high[2] == 12);        /* low above the close */
	assert_true(isnan(b->open[3]));                           /* zero is no price */
	assert_true(b->high[4] == 12.5);                          /* rounding of binary32 */
	assert_int_equal(a->nulled_cells, 4);
}

static void
chart__adjclose__trailing_nulls_follow_the_close(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META, STAMPS ",\"indicators\":{\"quote\":[{"
		"\"close\":[10,11,12,12,12.5]}],\"adjclose\":[{\"adjclose\":[9,null,11,12,null]}]}"));
	const struct bt_bars *b = &a->sec[0].bars;

	assert_true(b->adjclose[4] == 12.5 && isnan(b->adjclose[1]) && b->adjclose[2] == 11);
}

static void
chart__future_rows_and_quote__are_refused(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(
		"\"gmtoffset\":-18000,\"regularMarketPrice\":5,\"regularMarketTime\":1895208405",
		"\"timestamp\":[1795098600,1795444200,99999999999999],\"indicators\":{\"quote\":[{\"close\":[12,13,14]}]}"));

	assert_int_equal(a->sec[0].bars.n, 1);
	assert_int_equal(a->dropped_rows, 2);
	assert_true(isnan(a->sec[0].quote.last));
	assert_int_equal(a->sec[0].quote.ts_utc, 0);
}

static void
chart__before_1970__negative_stamps_and_event_keys(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of("\"gmtoffset\":-18000,\"firstTradeDate\":-252322200",
		"\"timestamp\":[-252322200,-252235800],\"indicators\":{\"quote\":[{\"close\":[7.5,7.6]}]},"
		"\"events\":{\"splits\":{\"-177417000\":{\"date\":-177417000,\"numerator\":5.0,\"denominator\":4.0},"
		"\"-252235800\":{\"date\":-252235800,\"numerator\":2.0,\"denominator\":1.0},"
		"\"1\":{\"date\":1,\"numerator\":1.0,\"denominator\":1.0},\"2\":{\"numerator\":2,\"denominator\":1},"
		"\"3\":{\"date\":86400,\"numerator\":0,\"denominator\":0}}}"));

	assert_int_equal(a->sec[0].bars.date[0], day("1962-01-02"));
	assert_int_equal(a->sec[0].bars.date[1], day("1962-01-03"));
	assert_int_equal(a->newest_split, day("1964-05-18"));
	assert_true(a->sec[0].whole_history);
}

/* Two rows of Friday, one of tomorrow, one without a close; a high below its close; a list too short. */
static void
chart__flaws__are_counted_by_name(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META,
		"\"timestamp\":[1794839400,1795012200,1795185000,1795208405,1795444200],\"indicators\":{\"quote\":[{"
		"\"close\":[10,null,30,31,9],\"high\":[9,null,31,32,9],\"volume\":[1,2,3,4],\"low\":[9,9,9,9,9]}]}"));
	static const struct {
		enum bt_fault flaw;
		unsigned n;
	} expected[] = {{BT_FAULT_DOUBLED, 1}, {BT_FAULT_FUTURE, 1}, {BT_FAULT_UNPRICED, 1}, {BT_FAULT_CELLS, 1},
	                {BT_FAULT_LENGTHS, 1}, {BT_FAULT_JUMPS, 1}};

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->sec[0].bars.n, 2);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (a->flaws[expected[i].flaw] != expected[i].n)
			fail_msg("%s: %u, expected %u", bt_fault_name(expected[i].flaw), a->flaws[expected[i].flaw],
			         expected[i].n);
}

static void
chart__row_of_extended_hours__does_not_replace_the_session(void **state)
{
	/* a half day: the session's row, then one without volume of the hours after it */
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META,
		"\"timestamp\":[1795098600,1795185000,1795208405],\"indicators\":{\"quote\":[{\"close\":[12,12.5,11],"
		"\"volume\":[8,9,0]}]}"));

	assert_int_equal(a->sec[0].bars.n, 2);
	assert_true(a->sec[0].bars.close[1] == 12.5 && a->sec[0].bars.volume[1] == 9);
}

static void
chart__jump__flagged_when_both_prices_move_alike(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META, STAMPS ",\"indicators\":{\"quote\":[{"
		"\"close\":[10,20,20,5,5]}],\"adjclose\":[{\"adjclose\":[10,20,20,19,19]}]}"));

	assert_int_equal(a->flagged_jumps, 1);
}

struct session {
	int64_t now;
	const char *provisional;
};

static void
chart__last_bar__provisional_until_half_an_hour_after_the_end(void **state)
{
	/* regular session of 2026-11-20: 14:30Z to 21:00Z */
	static const struct session at[] = {
		{1795208405, "2026-11-20"}, {1795208400 + 1799, "2026-11-20"}, {1795208400 + 1800, NULL}, {NOW, NULL},
	};
	const char *body = chart_of(META ",\"currentTradingPeriod\":{\"regular\":{\"start\":1795185000,\"end\":1795208400}}",
		STAMPS ",\"indicators\":{\"quote\":[{\"close\":[10,11,12,12,12.5]}]}");
	const char *symbol = "XYZ";

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		const struct bt_answer *a =
			read_at(*state, BT_JOB_HISTORY, &symbol, 1, 200, body, strlen(body), at[i].now);

		assert_int_equal(a->sec[0].provisional,
		                 at[i].provisional ? day(at[i].provisional) : BT_DATE_NONE);
	}
}

static void
chart__live_bar_late_in_the_evening__keeps_its_day(void **state)
{
	/* a coin at 23:15Z: two hours of grace would date it tomorrow */
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(
		"\"gmtoffset\":0,\"regularMarketTime\":1795216500,\"regularMarketPrice\":3",
		"\"timestamp\":[1795046400,1795216500],\"indicators\":{\"quote\":[{\"close\":[2,3]}]}"));

	assert_int_equal(a->sec[0].bars.date[0], day("2026-11-19"));
	assert_int_equal(a->sec[0].bars.date[1], day("2026-11-20"));
}

static void
chart__doubled_member__counts_as_absent(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 200, chart_of(META, STAMPS ",\"indicators\":{\"quote\":[{"
		"\"close\":[10,11,12,12,12.5],\"close\":[1,1,1,1,1]}]}"));

	assert_int_equal(a->fault, BT_FAULT_NO_DATA);
	assert_int_equal(a->sec[0].bars.n, 0);
}

static const struct {
	int status;
	const char *body;
	enum bt_fault fault;
} bad_charts[] = {
	{200, "", BT_FAULT_EMPTY},
	{200, " \r\n", BT_FAULT_EMPTY},
	{200, "null", BT_FAULT_FORMAT},
	{200, "{}", BT_FAULT_FORMAT},
	{200, "[1,2]", BT_FAULT_FORMAT},
	{200, "{\"chart\":{\"result\":[], \"error\":null}}", BT_FAULT_FORMAT},
	{200, "{\"chart\":{\"result\":null, \"error\":null}}", BT_FAULT_FORMAT},
	{200, "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"ABC\"}}], \"error\":null}}", BT_FAULT_SYMBOL},
	{200, "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"XYZ\"}}], \"error\":null}}", BT_FAULT_NO_DATA},
	{200, "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"XYZ\"}", BT_FAULT_TRUNCATED},
	{200, "{\"chart\":{\"resu", BT_FAULT_TRUNCATED},
	{200, "{\"chart\":{}} trailing", BT_FAULT_FORMAT},
	{200, "{\"chart\":{}}{", BT_FAULT_TRUNCATED},
	{200, "{\"chart\":{}}}", BT_FAULT_FORMAT},
	{200, "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"XYZ\",\"dataGranularity\":\"1mo\"},\"timestamp\":[86400],"
	      "\"indicators\":{\"quote\":[{\"close\":[3]}]}}]}}", BT_FAULT_INTERVAL},
	{200, "<!DOCTYPE html><title>Will be right back", BT_FAULT_HTML},
	{200, "  <html><form action=\"https://x.example/v2/collectConsent\">", BT_FAULT_CONSENT},
	{301, "<html>moved", BT_FAULT_REDIRECT},
	{302, "", BT_FAULT_REDIRECT},
	{200, "Too Many Requests\r\n", BT_FAULT_REFUSED},
	{429, "Edge: Too Many Requests", BT_FAULT_REFUSED},
	{429, "<html>slow down", BT_FAULT_REFUSED},
	{429, "", BT_FAULT_REFUSED},
	{200, "Service unavailable", BT_FAULT_FORMAT},
	{503, "Service unavailable", BT_FAULT_HTTP},
	{503, "<html>Service unavailable", BT_FAULT_HTTP},
	{999, "", BT_FAULT_HTTP},
	{401, "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\",\"description\":\"Invalid Crumb\"}}}",
	 BT_FAULT_AUTH},
	{404, "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\",\"description\":\"No data found\"}}}",
	 BT_FAULT_NOT_FOUND},
	{200, "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\",\"description\":\"No data found\"}}}",
	 BT_FAULT_NOT_FOUND},
	{422, "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Unprocessable Entity\",\"description\":\"7 days\"}}}",
	 BT_FAULT_REQUEST},
	{400, "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Bad Request\",\"description\":\"symbols\"}}}",
	 BT_FAULT_REQUEST},
	{400, "{\"chart\":{\"error\":{\"code\":\"Bad Request\",\"description\":\"Data doesn't exist for startDate\"}}}",
	 BT_FAULT_NO_DATA},
	{404, "not here", BT_FAULT_HTTP}, /* the wrong address, not an unknown symbol */
	{404, "", BT_FAULT_HTTP},
	{500, "{\"chart\":", BT_FAULT_HTTP},
};

static void
chart__bad_answer__has_its_named_fault(void **state)
{
	for (size_t i = 0; i < sizeof(bad_charts) / sizeof(bad_charts[0]); i++) {
		const struct bt_answer *a = chart(state, "XYZ", bad_charts[i].status, bad_charts[i].body);

		if (a->fault != bad_charts[i].fault)
			fail_msg("status %d \"%s\": %s, expected %s", bad_charts[i].status, bad_charts[i].body,
			         bt_fault_name(a->fault), bt_fault_name(bad_charts[i].fault));
		assert_true(!a->n_sec || !a->sec[0].bars.n);
	}
}

static void
chart__words_of_the_server__are_cleaned(void **state)
{
	const struct bt_answer *a = chart(state, "XYZ", 404,
		"{\"chart\":{\"error\":{\"code\":\"Not Found\",\"description\":\"\\u001b]0;pwn\\u0007 %s%n\"}}}");

	assert_int_equal(a->fault, BT_FAULT_NOT_FOUND);
	assert_null(strchr(a->detail, '\033'));
	assert_non_null(strstr(a->detail, "%s%n"));
}

static void
json__bombs__are_refused(void **state)
{
	size_t n = 8u << 20;
	char *body = malloc(n);

	memset(body, '[', n);
	assert_int_not_equal(read_at(*state, BT_JOB_HISTORY, (const char *[]){"XYZ"}, 1, 200, body, n, NOW)->fault, 0);
	assert_int_not_equal(read_at(*state, BT_JOB_HISTORY, (const char *[]){"XYZ"}, 1, 200, body, 100000, NOW)->fault, 0);
	for (size_t i = 0; i + 1 < n; i += 2)
		memcpy(body + i, "0,", 2);
	body[0] = '[';
	assert_int_equal(read_at(*state, BT_JOB_HISTORY, (const char *[]){"XYZ"}, 1, 200, body, n, NOW)->fault,
	                 BT_FAULT_TOO_LARGE);
	memcpy(body, "{\"chart\":{}}\0 ", 14);
	assert_int_equal(read_at(*state, BT_JOB_HISTORY, (const char *[]){"XYZ"}, 1, 200, body, 14, NOW)->fault,
	                 BT_FAULT_FORMAT);
	free(body);
}

#define V7(sym, ts, close) \
	"{\"symbol\":\"" sym "\",\"response\":[{\"meta\":{\"symbol\":\"" sym "\",\"gmtoffset\":-18000,\"dataGranularity\":\"1d\"," \
	"\"regularMarketPrice\":12.5,\"regularMarketTime\":1795208405},\"timestamp\":" ts \
	",\"indicators\":{\"quote\":[{\"close\":" close "}]}}]}"

static void
spark__v7_in_another_order__matched_by_symbol(void **state)
{
	static const char *const asked[] = {"AAA", "^SP400", "GONE", "BBB", "EMPTY"};
	const struct bt_answer *a = spark(state, asked, 5, "{\"spark\":{\"result\":["
		V7("BBB", "[1795012200,1795098600]", "[21,22]") ","
		V7("NOISE", "[1795098600]", "[7]") ","
		V7("^MID", "[1795098600]", "[3000]") ","
		V7("AAA", "[1795012200,1795098600,1795208405]", "[1,null,3]") ","
		"{\"symbol\":\"EMPTY\",\"response\":[{\"meta\":{\"symbol\":\"EMPTY\",\"regularMarketPrice\":636.38}}]}"
		"],\"error\":null}}");

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->n_sec, 4);
	assert_int_equal(a->n_missing, 1);
	assert_string_equal(a->missing[0], "GONE");
	assert_string_equal(a->sec[0].symbol, "AAA");
	assert_int_equal(a->sec[0].bars.n, 2);
	assert_true(a->sec[0].bars.close[1] == 3);
	assert_string_equal(a->sec[1].symbol, "^SP400");
	assert_true(a->sec[1].bars.close[0] == 3000);
	assert_string_equal(a->sec[2].symbol, "BBB");
	assert_true(a->sec[2].bars.close[1] == 22 && a->sec[2].quote.prev_close == 22);
	assert_string_equal(a->sec[3].symbol, "EMPTY");
	assert_int_equal(a->sec[3].bars.n, 0);
	assert_true(a->sec[3].quote.last == 636.38);
	assert_null(a->sec[0].bars.volume);
}

static void
spark__symbol_twice__is_missing(void **state)
{
	static const char *const asked[] = {"AAA", "BBB"};
	const struct bt_answer *a = spark(state, asked, 2, "{\"spark\":{\"result\":["
		V7("AAA", "[1795098600]", "[1]") "," V7("BBB", "[1795098600]", "[2]") ","
		V7("AAA", "[1795098600]", "[9]") "]}}");

	assert_int_equal(a->n_sec, 1);
	assert_int_equal(a->n_missing, 1);
	assert_string_equal(a->missing[0], "AAA");
}

static void
spark__v8_flat__is_read_too(void **state)
{
	static const char *const asked[] = {"AAA", "^GSPC"};
	const struct bt_answer *a = spark(state, asked, 2,
		"{\"^GSPC\":{\"symbol\":\"^GSPC\",\"timestamp\":[1795012200,1795098600],\"close\":[6000,6010],"
		"\"previousClose\":6005,\"dataGranularity\":86400},"
		"\"AAA\":{\"timestamp\":[1795098600,1795098900],\"close\":[5,null],\"previousClose\":4,\"dataGranularity\":300}}");

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->n_sec, 2);
	assert_int_equal(a->sec[0].bars.n, 0); /* not daily */
	assert_true(a->sec[0].quote.last == 5 && a->sec[0].quote.prev_close == 4);
	assert_int_equal(a->sec[0].quote.ts_utc, 1795098600);
	assert_int_equal(a->sec[1].bars.n, 2);
	assert_int_equal(a->sec[1].bars.date[1], day("2026-11-19"));
	assert_true(a->sec[1].quote.last == 6010 && a->sec[1].quote.prev_close == 6005);
}

static void
url__job__is_encoded_and_bounded(void **state)
{
	const struct bt_provider *p = bt_provider_find("yahoo");
	const char *symbols[21];
	struct bt_job job = {.kind = BT_JOB_HISTORY, .symbol = (const char *[]){"^GSPC"}, .n = 1, .range = "2y"};
	struct bt_buf url;
	struct bt_err err;

	(void)state;
	bt_buf_init(&url, 65536);
	assert_int_equal(bt_provider_url(p, &job, p->base_url, &url, &err), BT_OK);
	assert_string_equal(url.data, "https://query1.finance.yahoo.com/v8/finance/chart/%5EGSPC?range=2y&interval=1d"
	                              "&events=div%7Csplit&includePrePost=false");
	bt_buf_reset(&url);
	job = (struct bt_job){.kind = BT_JOB_CLOSES, .symbol = (const char *[]){"ES=F", "BRK-B", "a/b&c"}, .n = 3,
	                      .from = 0, .to = 1};
	assert_int_equal(bt_provider_url(p, &job, "http://127.0.0.1:1", &url, &err), BT_OK);
	assert_string_equal(url.data, "http://127.0.0.1:1/v7/finance/spark?symbols=ES%3DF,BRK-B,a%2Fb%26c"
	                              "&period1=-86400&period2=259200&interval=1d&indicators=close&includePrePost=false");
	for (size_t i = 0; i < 21; i++)
		symbols[i] = "A";
	job.symbol = symbols;
	job.n = 21;
	assert_int_equal(bt_provider_url(p, &job, p->base_url, &url, &err), BT_E_LIMIT);
	job.kind = BT_JOB_WHOLE_MARKET;
	assert_int_equal(bt_provider_url(p, &job, p->base_url, &url, &err), BT_E_USAGE);
	bt_buf_release(&url);
}

/* --- damage ------------------------------------------------------------------------------------------ */

static const char small_chart[] =
	"{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"XYZ\",\"gmtoffset\":-18000,\"regularMarketPrice\":12.5,"
	"\"regularMarketTime\":1795208405,\"priceHint\":2,\"longName\":\"X\\u00e9\",\"dataGranularity\":\"1d\"},"
	"\"timestamp\":[1795012200,1795098600,1795208405],\"events\":{\"splits\":{\"1795012200\":{\"date\":1795012200,"
	"\"numerator\":2.0,\"denominator\":1.0}}},\"indicators\":{\"quote\":[{\"close\":[11,null,12.5],\"open\":[10,null,12],"
	"\"high\":[11.5,null,13],\"low\":[9.5,null,11.5],\"volume\":[100,null,50]}],"
	"\"adjclose\":[{\"adjclose\":[10,null,12.5]}]}}],\"error\":null}}";

static void
chart__cut_at_every_byte__is_never_accepted(void **state)
{
	static const char *const symbol[] = {"XYZ"};
	size_t n = sizeof(small_chart) - 1;

	assert_int_equal(read_at(*state, BT_JOB_HISTORY, symbol, 1, 200, small_chart, n, NOW)->fault, 0);
	for (size_t len = 0; len < n; len++) {
		const struct bt_answer *a =
			read_at(*state, BT_JOB_HISTORY, symbol, 1, 200, small_chart, len, NOW);

		assert_int_equal(a->fault, len ? BT_FAULT_TRUNCATED : BT_FAULT_EMPTY);
	}
}

static void
chart__any_byte_changed__keeps_the_rules(void **state)
{
	static const char *const symbol[] = {"XYZ"};
	static const char other[] = "\0\"{}[],:9-eE.x\xff";
	char body[sizeof(small_chart)];
	struct fixture *f = *state;

	for (size_t at = 0; at + 1 < sizeof(small_chart); at++)
		for (size_t i = 0; i < sizeof(other) - 1; i++) {
			memcpy(body, small_chart, sizeof(body));
			body[at] = other[i];
			read_at(f, BT_JOB_HISTORY, symbol, 1, 200, body, sizeof(body) - 1, NOW);
			read_at(f, BT_JOB_CLOSES, symbol, 1, 200, body, sizeof(body) - 1, NOW);
			bt_arena_release(&f->arena);
		}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(chart__good__columns_dates_and_quote),
		TEST(chart__two_rows_of_one_day__the_later_stands),
		TEST(chart__cells_that_are_no_numbers__are_null_and_stay_aligned),
		TEST(chart__contradictions__are_nulled_and_counted),
		TEST(chart__adjclose__trailing_nulls_follow_the_close),
		TEST(chart__future_rows_and_quote__are_refused),
		TEST(chart__before_1970__negative_stamps_and_event_keys),
		TEST(chart__flaws__are_counted_by_name),
		TEST(chart__row_of_extended_hours__does_not_replace_the_session),
		TEST(chart__jump__flagged_when_both_prices_move_alike),
		TEST(chart__last_bar__provisional_until_half_an_hour_after_the_end),
		TEST(chart__live_bar_late_in_the_evening__keeps_its_day),
		TEST(chart__doubled_member__counts_as_absent),
		TEST(chart__bad_answer__has_its_named_fault),
		TEST(chart__words_of_the_server__are_cleaned),
		TEST(json__bombs__are_refused),
		TEST(spark__v7_in_another_order__matched_by_symbol),
		TEST(spark__symbol_twice__is_missing),
		TEST(spark__v8_flat__is_read_too),
		TEST(url__job__is_encoded_and_bounded),
		TEST(chart__cut_at_every_byte__is_never_accepted),
		TEST(chart__any_byte_changed__keeps_the_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
