/* test_session.c - the whole way, from a job over a real connection to records: what each failure of a
 * source is called, and that it ends.  The source is test-loopback.  */
#include <dlfcn.h>
#include <math.h>
#include <signal.h>

#include "fetch/fetch_test.h"
#include "fetch/transport.h"
#include "fetch/visitor.h"
#include "support/loopback_client.h"

/* 2025-12-23T22:00:00Z, the server's clock: half an hour and more after the close */
#define CLOCK INT64_C(1766527200)

static const struct bt_transport_ops *ops;
static struct bt_transport *transport;
static struct bt_loopback server;
static struct bt_arena arena;
static struct bt_answer answer;

static int
group_setup(void **state)
{
	const char *top = getenv("top_builddir");
	static char path[1024];  /* the server keeps it, to be started again */
	void *module;
	struct bt_err err;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	snprintf(path, sizeof(path), "%s/.libs/" BT_TRANSPORT_MODULE, top ? top : ".");
	module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!module)
		fail_msg("%s", dlerror());
	ops = dlsym(module, BT_TRANSPORT_SYMBOL);
	assert_non_null(ops);
	assert_int_equal(ops->open(4, 8, &transport, &err), BT_OK);
	bt_arena_init(&arena, 256 << 20);
	snprintf(path, sizeof(path), "%s/test-loopback", top ? top : ".");
	assert_true(bt_loopback_start(&server, path, (const char *const[]){"--nulls", "50", NULL}));
	return 0;
}

static int
group_teardown(void **state)
{
	(void)state;
	ops->close(transport);
	bt_arena_release(&arena);
	return bt_loopback_stop(&server) ? 0 : 1;
}

static int
no_faults(void **state)
{
	(void)state;
	free(bt_loopback_ask(&server, "/__reset?all=1"));
	bt_arena_release(&arena);
	return 0;
}

/* The user's key and the visitor's cookies, while they are set; cookies of the last response. */
static const char *key, *cookies;
static char given[512];

/* Ask, wait, read: as the engine does, for one job. */
static const struct bt_answer *
run(const char *provider, const struct bt_job *job, int timeout_ms)
{
	const struct bt_provider *p = bt_provider_find(provider);
	struct bt_buf url;
	struct bt_err err;
	const struct bt_response *res;
	size_t n;
	const char *const *header = bt_provider_headers(p, key, cookies, &arena, &n);

	bt_buf_init(&url, BT_URL_MAX + 1);
	assert_int_equal(bt_provider_url(p, job, server.url, &url, &err), BT_OK);
	struct bt_request req = {.url = url.data, .user_agent = p->user_agent, .max_bytes = p->max_bytes,
	                         .max_redirects = p->max_redirects, .timeout_ms = timeout_ms, .plain_http = true,
	                         .header = header, .n_header = n, .has_key = key || cookies, .http_1_1 = p->http_1_1};

	assert_int_equal(ops->submit(transport, &req, &err), BT_OK);
	bt_buf_release(&url);
	res = ops->poll(transport, -1, 20000);
	assert_non_null(res);
	answer = (struct bt_answer){.fault = bt_fault_of_net(res->net)};
	snprintf(given, sizeof(given), "%s", res->set_cookie);
	if (!answer.fault)
		bt_provider_read(p, job, res->status, res->body, res->len, CLOCK, &arena, &answer);
	assert_rules(&answer, CLOCK);
	return &answer;
}

/* Equal but for the digits that a source cuts from a price here and not there. */
static bool
near(double x, double y)
{
	return fabs(x - y) <= 5e-5 * y;
}

static const struct bt_answer *
chart(const char *symbol, int timeout_ms)
{
	struct bt_job job = {.kind = BT_JOB_HISTORY, .symbol = &symbol, .n = 1, .range = "2y"};

	return run("yahoo", &job, timeout_ms);
}

static void
chart__two_years__bars_and_quote(void **state)
{
	const struct bt_answer *a = chart("^RUT", 10000);

	(void)state;
	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_in_range(a->sec[0].bars.n, 450, 510);
	assert_int_equal(a->sec[0].bars.date[a->sec[0].bars.n - 1], day("2025-12-23"));
	assert_int_equal(a->sec[0].kind, BT_KIND_INDEX);
	assert_true(near(a->sec[0].quote.last, a->sec[0].bars.close[a->sec[0].bars.n - 1]));
	assert_true(near(a->sec[0].quote.prev_close, a->sec[0].bars.close[a->sec[0].bars.n - 2]));
	assert_int_equal(a->sec[0].provisional, BT_DATE_NONE);
	assert_true(a->dropped_rows > 0); /* the null rows */
}

static void
spark__twenty_symbols__all_by_name(void **state)
{
	static const char *const symbols[] = {"AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA", "^GSPC", "^RUT",
		"^IXIC", "NOSUCH1", "IWM", "SPY", "QQQ", "RSP", "SPSM", "XLY", "XLP", "BRK-B", "ES=F"};
	struct bt_job job = {.kind = BT_JOB_CLOSES, .symbol = symbols, .n = 20, .range = "1y"};
	const struct bt_answer *a = run("yahoo", &job, 10000);

	(void)state;
	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->n_sec, 19);
	assert_int_equal(a->n_missing, 1);
	assert_string_equal(a->missing[0], "NOSUCH1");
	for (size_t i = 0, at = 0; i < 20; i++) {
		if (i == 10)
			continue;
		assert_string_equal(a->sec[at].symbol, symbols[i]);
		assert_true(a->sec[at].bars.n > 200);
		/* the same closes as the chart of that symbol */
		if (i == 0) {
			double last = a->sec[at].bars.close[a->sec[at].bars.n - 1];
			const struct bt_answer saved = *a, *c = chart(symbols[i], 10000);

			assert_true(near(c->sec[0].bars.close[c->sec[0].bars.n - 1], last));
			answer = saved;
		}
		at++;
	}
}

static void
chart__unknown_symbol__not_found(void **state)
{
	(void)state;
	assert_int_equal(chart("NOSUCH", 10000)->fault, BT_FAULT_NOT_FOUND);
}

/* --- the other sources ----------------------------------------------------------------------------- */

static const struct bt_answer *
about(const char *source, enum bt_job_kind kind, const char *symbol)
{
	struct bt_job job = {.kind = kind, .symbol = &symbol, .n = symbol ? 1 : 0, .range = "1y", .words = "AAPL",
	                     .today = day("2025-12-23")};

	return run(source, &job, 10000);
}

/* The market of the server is one: each source tells of the same bars. */
static void
history__every_source__same_closes(void **state)
{
	static const struct {
		const char *source, *symbol;
	} others[] = {{"cboe", "^VIX"}, {"cboe", "^GSPC"}, {"cboe", "^RUT"}, {"fred", "^TNX"}, {"fred", "^IXIC"},
	              {"tiingo", "AAPL"}, {"tiingo", "NVDA"}, {"tiingo", "BRK-B"}};

	(void)state;
	key = "loopback-key";
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct bt_bars mine = about(others[i].source, BT_JOB_HISTORY, others[i].symbol)->sec[0].bars;
		size_t compared = 0;

		assert_int_equal(answer.fault, BT_FAULT_NONE);
		assert_string_equal(answer.sec[0].source, others[i].source);
		const struct bt_bars yahoo = chart(others[i].symbol, 10000)->sec[0].bars;

		assert_true(mine.n > 200 && yahoo.n > 200);
		for (size_t t = 0; t < yahoo.n; t++) {
			size_t at = bt_dates_find(mine.date, mine.n, yahoo.date[t]);

			if (at < mine.n && fabs(mine.close[at] - yahoo.close[t]) > 0.0051 + 1e-4 * yahoo.close[t])
				fail_msg("%s %s, row %zu: %g, not %g", others[i].source, others[i].symbol, t, mine.close[at],
				         yahoo.close[t]);
			compared += at < mine.n;
		}
		assert_true(compared > 200);
	}
	key = NULL;
}

static void
quote__every_source__same_price(void **state)
{
	static const struct {
		const char *source, *symbol;
		int delayed_min;
	} others[] = {{"cboe", "^VIX", 15}, {"cboe", "AAPL", 15}, {"nasdaq", "AAPL", 15}, {"nasdaq", "BRK-B", 15}};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct bt_quote mine = about(others[i].source, BT_JOB_QUOTES, others[i].symbol)->sec[0].quote;
		const struct bt_quote yahoo = chart(others[i].symbol, 10000)->sec[0].quote;

		assert_true(near(mine.last, yahoo.last) && near(mine.prev_close, yahoo.prev_close));
		assert_int_equal(mine.delayed_min, others[i].delayed_min);
		if (llabs(mine.ts_utc - yahoo.ts_utc) > 3600) /* indices of Chicago trade on */
			fail_msg("%s %s: %lld, not %lld", others[i].source, others[i].symbol, (long long)mine.ts_utc,
			         (long long)yahoo.ts_utc);
	}
}

static void
rates_market_and_words__over_the_wire(void **state)
{
	(void)state;
	assert_int_equal(about("fred", BT_JOB_RATE, "DGS2")->n_rate, 1);
	assert_true(answer.rate[0].line.n > 4000);
	assert_int_equal(about("nyfed", BT_JOB_RATE, "DFEDTARU")->n_rate, 1);
	assert_true(answer.rate[0].line.n == 10 && answer.rate[0].line.value[9] == 3.75);
	assert_non_null(about("nasdaq", BT_JOB_WHOLE_MARKET, NULL)->whole);
	assert_int_equal(answer.whole->rows, 3500);
	assert_int_equal(answer.whole->unpriced, 70);
	assert_int_equal(about("yahoo", BT_JOB_SEARCH, NULL)->n_found, 2);
	assert_string_equal(answer.found[0].name, "Made Up Inc.");
	assert_int_equal(about("yahoo", BT_JOB_NEWS, "AAPL")->n_news, 3);
	assert_int_equal(about("nasdaq", BT_JOB_QUOTES, "NOSUCH")->fault, BT_FAULT_NOT_FOUND);
	assert_int_equal(about("fred", BT_JOB_RATE, "UNRATE")->fault, BT_FAULT_NONE);
}

static void
key__wrong_or_right__and_never_elsewhere(void **state)
{
	struct bt_loopback other;
	char rule[200], *seen;

	(void)state;
	assert_int_equal(about("tiingo", BT_JOB_HISTORY, "AAPL")->fault, BT_FAULT_AUTH);
	key = "stolen-key";
	assert_int_equal(about("tiingo", BT_JOB_HISTORY, "AAPL")->fault, BT_FAULT_AUTH);
	key = "loopback-key";
	assert_int_equal(about("tiingo", BT_JOB_HISTORY, "AAPL")->fault, BT_FAULT_NONE);
	assert_int_equal(about("tiingo", BT_JOB_HISTORY, "NOSUCH")->fault, BT_FAULT_NOT_FOUND);
	/* sent to another server: nobody goes there */
	assert_true(bt_loopback_start(&other, server.program, (const char *const[]){NULL}));
	snprintf(rule, sizeof(rule), "mode=redirect&to=http%%3A%%2F%%2F127.0.0.1%%3A%s%%2F&path=/tiingo*",
	         strrchr(other.url, ':') + 1);
	assert_true(bt_loopback_control(&server, rule));
	assert_int_not_equal(about("tiingo", BT_JOB_HISTORY, "AAPL")->fault, BT_FAULT_NONE);
	seen = bt_loopback_ask(&other, "/__requests");
	assert_null(strstr(seen, "tiingo"));
	assert_null(strstr(seen, "loopback-key"));
	free(seen);
	assert_null(strstr(answer.detail, "loopback-key"));
	key = NULL;
	assert_true(bt_loopback_stop(&other));
}

/* One step of the visitor towards quotes; the fault of its request. */
static enum bt_fault
visit(struct bt_visitor *v)
{
	static char url[200];
	struct bt_job job = {.kind = bt_visitor_needs(v), .url = url};

	snprintf(url, sizeof(url), "%s/cookie", server.url);
	cookies = v->cookies[0] ? v->cookies : NULL;
	run("yahoo", &job, 5000);
	cookies = NULL;
	if (job.kind == BT_JOB_COOKIE)
		bt_visitor_cookies(v, given);
	else if (answer.fault == BT_FAULT_NONE)
		bt_visitor_crumb(v, answer.crumb);
	return answer.fault;
}

static void
quotes__cookie_crumb_and_one_renewal(void **state)
{
	static const char *const symbols[] = {"AAPL", "NOSUCH", "^RUT"};
	struct bt_visitor v = {0};
	struct bt_job job = {.kind = BT_JOB_QUOTES, .symbol = symbols, .n = 3, .crumb = v.crumb};

	(void)state;
	for (int round = 0; round < 2; round++) {
		assert_int_equal(bt_visitor_needs(&v), BT_JOB_COOKIE);
		assert_int_equal(visit(&v), BT_FAULT_NONE);
		assert_int_equal(bt_visitor_needs(&v), BT_JOB_CRUMB);
		assert_int_equal(visit(&v), BT_FAULT_NONE);
		assert_int_equal(bt_visitor_needs(&v), BT_JOB_KINDS);
		if (round == 0)
			v.crumb[0] = 'X'; /* months later: no longer theirs */
		cookies = v.cookies;
		run("yahoo", &job, 5000);
		cookies = NULL;
		if (round == 0) {
			assert_int_equal(answer.fault, BT_FAULT_AUTH);
			assert_int_equal(bt_fault_cure(answer.fault), BT_CURE_SESSION);
			assert_true(bt_visitor_refused(&v));
		}
	}
	assert_int_equal(answer.fault, BT_FAULT_NONE);
	bt_visitor_accepted(&v);
	assert_int_equal(answer.n_sec, 2);
	assert_true(near(answer.sec[0].quote.post, answer.sec[0].quote.last * 1.01));
	assert_string_equal(answer.missing[0], "NOSUCH");
}

static const struct {
	const char *rule;
	enum bt_fault fault;
	int timeout_ms;
} rules[] = {
	{"mode=delay&ms=30", BT_FAULT_NONE, 5000},
	{"mode=gzip&force=1", BT_FAULT_NONE, 5000},
	{"mode=chunked", BT_FAULT_NONE, 5000},
	{"mode=close", BT_FAULT_NONE, 5000},
	{"mode=drip&ms=1&bytes=8000", BT_FAULT_NONE, 10000},
	{"mode=drip&ms=50", BT_FAULT_TIMEOUT, 200},
	{"mode=hang", BT_FAULT_TIMEOUT, 200},
	{"mode=down", BT_FAULT_NETWORK, 5000},
	{"mode=reset", BT_FAULT_TRUNCATED, 5000},
	{"mode=truncate", BT_FAULT_TRUNCATED, 5000},
	{"mode=truncate&at=0", BT_FAULT_TRUNCATED, 5000},
	{"mode=429&retry-after=7", BT_FAULT_REFUSED, 5000},
	{"mode=401", BT_FAULT_AUTH, 5000},
	{"mode=403", BT_FAULT_AUTH, 5000},
	{"mode=404", BT_FAULT_NOT_FOUND, 5000},
	{"mode=500", BT_FAULT_HTTP, 5000},
	{"mode=503", BT_FAULT_HTTP, 5000},
	{"mode=999", BT_FAULT_HTTP, 5000},
	{"mode=html", BT_FAULT_HTML, 5000},
	{"mode=html&status=202", BT_FAULT_HTML, 5000},
	{"mode=consent", BT_FAULT_CONSENT, 5000},
	{"mode=body&text=Too%20Many%20Requests", BT_FAULT_REFUSED, 5000},
	{"mode=body&text=%7B%22chart%22%3A", BT_FAULT_TRUNCATED, 5000},
	{"mode=garbage", BT_FAULT_FORMAT, 5000},
	{"mode=empty", BT_FAULT_EMPTY, 5000},
	{"mode=redirect&to=http%3A%2F%2F127.0.0.1%3A1%2F", BT_FAULT_REDIRECT, 5000}, /* not followed */
	{"mode=loop", BT_FAULT_REDIRECT, 5000},
	{"mode=bomb&mb=200", BT_FAULT_TOO_LARGE, 10000},
	{"mode=stream&mb=200", BT_FAULT_TOO_LARGE, 10000},
	{"mode=stream&mb=200&length=0", BT_FAULT_TOO_LARGE, 10000},
};

static void
source__fails__fault_has_its_name(void **state)
{
	char rule[300];

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const struct bt_answer *a;

		no_faults(NULL);
		snprintf(rule, sizeof(rule), "%s&path=/v8*", rules[i].rule);
		assert_true(bt_loopback_control(&server, rule));
		a = chart("AAPL", rules[i].timeout_ms);
		if (a->fault != rules[i].fault)
			fail_msg("%s: %s (%s), expected %s", rules[i].rule, bt_fault_name(a->fault), a->detail,
			         bt_fault_name(rules[i].fault));
	}
	no_faults(NULL);
	assert_int_equal(chart("AAPL", 5000)->fault, BT_FAULT_NONE);
}

static void
source__resets_at_once__is_tried_again(void **state)
{
	struct bt_err err;

	(void)state;
	ops->close(transport); /* with the connection that is open already */
	assert_int_equal(ops->open(4, 8, &transport, &err), BT_OK);
	assert_true(bt_loopback_control(&server, "mode=refuse"));
	/* libcurl sees it when it connects or when it sends: either way transient */
	assert_int_equal(bt_fault_cure(chart("AAPL", 5000)->fault), BT_CURE_RETRY);
	assert_true(bt_loopback_control(&server, "mode=ok"));
}

static void
source__dies_and_returns__found_again(void **state)
{
	(void)state;
	assert_int_equal(chart("AAPL", 5000)->fault, BT_FAULT_NONE);
	bt_loopback_kill(&server);
	assert_int_equal(chart("AAPL", 5000)->fault, BT_FAULT_NETWORK);
	assert_true(bt_loopback_return(&server));
	assert_int_equal(chart("AAPL", 5000)->fault, BT_FAULT_NONE);
}

static void
source__odd_rows__keep_the_rules(void **state)
{
	static const char *const quirks[] = {"both", "strings"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct bt_loopback odd, kept = server;
		const char *const args[] = {"--quirk", quirks[i], "--now", "2025-12-23T18:00:00Z", NULL};

		assert_true(bt_loopback_start(&odd, server.program, args));
		server = odd;
		assert_int_equal(chart("AAPL", 5000)->fault, BT_FAULT_NONE);
		assert_true(answer.dropped_rows + answer.nulled_cells > 0 || i == 1);
		assert_int_equal(answer.sec[0].bars.date[answer.sec[0].bars.n - 1], day("2025-12-23"));
		server = kept;
		assert_true(bt_loopback_stop(&odd));
	}
}

#define TEST(name) cmocka_unit_test_setup(name, no_faults)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(chart__two_years__bars_and_quote),
		TEST(spark__twenty_symbols__all_by_name),
		TEST(chart__unknown_symbol__not_found),
		TEST(history__every_source__same_closes),
		TEST(quote__every_source__same_price),
		TEST(rates_market_and_words__over_the_wire),
		TEST(key__wrong_or_right__and_never_elsewhere),
		TEST(quotes__cookie_crumb_and_one_renewal),
		TEST(source__fails__fault_has_its_name),
		TEST(source__resets_at_once__is_tried_again),
		TEST(source__dies_and_returns__found_again),
		TEST(source__odd_rows__keep_the_rules),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
