/* test_session.c - the whole way, from a job over a real connection to records: what each failure of a
 * source is called, and that it ends.  The source is test-loopback.  */
#include <dlfcn.h>
#include <math.h>
#include <signal.h>

#include "fetch/fetch_test.h"
#include "fetch/transport.h"
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

/* Ask, wait, read: as the engine does, for one job. */
static const struct bt_answer *
run(const char *provider, const struct bt_job *job, int timeout_ms)
{
	const struct bt_provider *p = bt_provider_find(provider);
	struct bt_buf url;
	struct bt_err err;
	const struct bt_response *res;

	bt_buf_init(&url, BT_URL_MAX + 1);
	assert_int_equal(bt_provider_url(p, job, server.url, &url, &err), BT_OK);
	struct bt_request req = {.url = url.data, .user_agent = p->user_agent, .max_bytes = p->max_bytes,
	                         .max_redirects = p->max_redirects, .timeout_ms = timeout_ms, .plain_http = true};

	assert_int_equal(ops->submit(transport, &req, &err), BT_OK);
	bt_buf_release(&url);
	res = ops->poll(transport, -1, 20000);
	assert_non_null(res);
	answer = (struct bt_answer){.fault = bt_fault_of_net(res->net)};
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
	{"mode=redirect&to=http%3A%2F%2F127.0.0.1%3A1%2F", BT_FAULT_HTML, 5000}, /* not followed: its page is judged */
	{"mode=loop", BT_FAULT_HTML, 5000},
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
		TEST(source__fails__fault_has_its_name),
		TEST(source__resets_at_once__is_tried_again),
		TEST(source__dies_and_returns__found_again),
		TEST(source__odd_rows__keep_the_rules),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
