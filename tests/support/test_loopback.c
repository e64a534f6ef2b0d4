/* tests/support/test_loopback.c - the server's answers and faults, seen by a tiny client. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "loopback_client.h"
#include "test_support.h"

#define MS 20000
#define MOST (8u << 20)
#define CHART "/v8/finance/chart/AAPL?range=1mo&interval=1d"

static const char *server;
static struct bt_loopback lb;
static char dir[64];

static struct bt_http_answer
get(const char *target, const char *headers)
{
	struct bt_http_answer a;

	bt_http_get(lb.port, target, headers, MOST, MS, &a);
	return a;
}

static void
has(const struct bt_http_answer *a, const char *text)
{
	if (!strstr(a->body, text))
		fail_msg("'%s' is not in: %.600s", text, a->body);
}

static double
number_after(const char *body, const char *key)
{
	const char *at = strstr(body, key);

	if (!at)
		fail_msg("no %s in %.300s", key, body);
	return strtod(at + strlen(key), NULL);
}

static int
count(const char *body, const char *text)
{
	int n = 0;

	for (const char *p = body; (p = strstr(p, text)) != NULL; p++)
		n++;
	return n;
}

static void
write_file(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "we");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
begin(const char *const *args)
{
	assert_true(bt_loopback_start(&lb, server, args));
}

static int
setup(void **state)
{
	(void)state;
	begin((const char *const[]){"--now", "2025-12-23", "--nulls", "5", NULL});
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return bt_loopback_stop(&lb) ? 0 : -1;
}

/* --- providers -------------------------------------------------------------------------------- */

static void
chart__has_the_providers_shape(void **state)
{
	struct bt_http_answer a = get(CHART "&events=div%7Csplit", NULL), b, whole;
	const char *last;
	char target[256];
	double first_ts;

	(void)state;
	assert_int_equal(a.status, 200);
	assert_true(a.complete);
	has(&a, "{\"chart\":{\"result\":[{\"meta\":{");
	has(&a, "null");   /* one bar in five */
	assert_int_equal((long)number_after(a.body, "\"regularMarketTime\":"), 1766523601);
	last = strstr(strstr(a.body, "\"timestamp\":["), "]");
	assert_memory_equal(last - 10, "1766523601", 10);   /* the live bar is stamped with it */
	b = get(CHART "&events=div%7Csplit", NULL);
	assert_string_equal(a.body, b.body);
	/* chartPreviousClose is the close before the first bar: the last that is no null of an
	 * answer that ends there (binary32 there, as it stands here) */
	first_ts = number_after(a.body, "\"timestamp\":[");
	snprintf(target, sizeof target, "/v8/finance/chart/AAPL?period1=1700000000&period2=%.0f&interval=1d",
		first_ts);
	whole = get(target, NULL);
	last = strstr(strstr(whole.body, "\"close\":["), "]");
	do
		last--;
	while (*last == 'n' || *last == 'u' || *last == 'l' || *last == ',');
	while (last[-1] != ',' && last[-1] != '[')
		last--;
	assert_float_equal(number_after(a.body, "\"chartPreviousClose\":"), strtod(last, NULL), 0.001);
	bt_http_free(&a);
	bt_http_free(&b);
	bt_http_free(&whole);
	a = get("/v8/finance/chart/NOSUCH1?range=1mo&interval=1d", NULL);
	assert_int_equal(a.status, 404);
	has(&a, "symbol may be delisted");
	bt_http_free(&a);
}

static void
spark__limit_order_unknown(void **state)
{
	struct bt_http_answer a = get("/v7/finance/spark?symbols=AAPL,NOSUCHX,MSFT,%5EGSPC,TSLA,NVDA"
		"&range=5d&interval=1d", NULL);
	char target[512] = "/v7/finance/spark?symbols=A0";
	const char *order[] = {"{\"symbol\":\"AAPL\"", "{\"symbol\":\"MSFT\"", "{\"symbol\":\"^GSPC\"",
		"{\"symbol\":\"TSLA\"", "{\"symbol\":\"NVDA\""};
	bool moved = false;

	(void)state;
	assert_int_equal(a.status, 200);
	assert_int_equal(count(a.body, "\"response\":["), 5);
	for (int i = 0; i + 1 < 5; i++)
		moved = moved || strstr(a.body, order[i]) > strstr(a.body, order[i + 1]);
	assert_true(moved);
	bt_http_free(&a);
	for (int i = 1; i <= 20; i++) {
		size_t n = strlen(target);

		snprintf(target + n, sizeof target - n, ",A%d", i);
		if (i == 19) {
			a = get(target, NULL);
			assert_int_equal(a.status, 200);
			assert_int_equal(count(a.body, "\"response\":["), 20);
			bt_http_free(&a);
		}
	}
	a = get(target, NULL);
	assert_int_equal(a.status, 400);
	has(&a, "\"finance\":{\"result\":null,\"error\":{\"code\":\"Bad Request\"");
	bt_http_free(&a);
}

static void
clock__moves_the_live_bar(void **state)
{
	struct bt_http_answer a;
	char *now = bt_loopback_ask(&lb, "/__clock?now=2025-12-23T15:00:00Z");

	(void)state;
	assert_non_null(now);
	free(now);
	a = get("/v8/finance/chart/%5EGSPC?range=1d&interval=1d", NULL);
	assert_true(number_after(a.body, "\"regularMarketTime\":") <= 1766502000);
	bt_http_free(&a);
	free(bt_loopback_ask(&lb, "/__clock?now=2025-12-25"));   /* a holiday: the day before stands */
	a = get("/v8/finance/chart/%5EGSPC?range=5d&interval=1d", NULL);
	assert_non_null(strstr(a.body, "\"timestamp\":[1766068200,1766154600,1766413800,"
		"1766500200,"));
	bt_http_free(&a);
}

static void
feeds__all_styles(void **state)
{
	static const char *const path[] = {"/rss/2.0/headline?s=AAPL,%5EGSPC&region=US", "/news/rssindex",
		"/feeds/press_all.xml", "/id/100003114/device/rss/rss.html", "/public/rss/mw_topstories",
		"/feed/rssoutbound?category=Markets", "/rss/search?q=x", "/cgi-bin/browse-edgar?output=atom"};

	(void)state;
	for (size_t i = 0; i < sizeof path / sizeof path[0]; i++) {
		struct bt_http_answer a = get(path[i], NULL);

		assert_int_equal(a.status, 200);
		assert_int_equal(count(a.body, "<item>") + count(a.body, "<entry>"), 20);
		assert_int_equal(strncmp(a.body, "<?xml", 5), 0);
		bt_http_free(&a);
	}
}

static void
csv__is_served_in_both_shapes(void **state)
{
	struct bt_http_answer a;

	(void)state;
	assert_true(bt_loopback_stop(&lb));
	write_file("_RUT.csv", "date,open,high,low,close,adjclose,volume\n"
		"2025-12-18,10,12,9,11,11,100\n2025-12-19,11,13,10,12.5,12.5,200\n"
		"2025-12-22,12.5,14,12,,,\n2025-12-23,13,15,13,14.25,14.25,300\n"
		"2025-12-24,14,16,14,15,15,400\n");
	begin((const char *const[]){"--data", dir, "--now", "2025-12-23", "--settled", NULL});
	a = get("/v8/finance/chart/%5ERUT?range=3d&interval=1d", NULL);
	has(&a, "\"timestamp\":[1766154600,1766413800,1766500200]");
	has(&a, "\"close\":[12.5,null,14.25]");
	has(&a, "\"volume\":[200,null,300]");
	has(&a, "\"chartPreviousClose\":11");
	has(&a, "\"regularMarketPrice\":14.25");
	bt_http_free(&a);
	a = get("/v7/finance/spark?symbols=%5ERUT,AAPL&range=2d&interval=1d", NULL);
	assert_int_equal(count(a.body, "\"response\":["), 1);
	has(&a, "\"close\":[null,14.25]");
	bt_http_free(&a);
	a = get("/v8/finance/chart/..%2Fetc?range=1d", NULL);
	assert_int_equal(a.status, 404);
	bt_http_free(&a);
}

static void
routes__files_headers_and_faults(void **state)
{
	struct bt_http_answer a;
	char routes[128], value[64];

	(void)state;
	assert_true(bt_loopback_stop(&lb));
	write_file("crumb.txt", "9BVGJGcQp.C");
	write_file("crumb.txt.headers", "HTTP/1.1 203 Odd\nset-cookie: A3=x; Path=/\ncontent-length: 99\n"
		"date: Sun, 14 Jun 2026 06:45:05 GMT\n");
	write_file("routes", "# test\n/v1/test/getcrumb crumb.txt\n"
		"/v7/finance/quote?*symbols=A* =no%20quote status=401 type=text/plain header=X-A:b\n"
		"/slow =x fault=mode=status&status=503&times=1\n"
		"/v8/finance/chart/AAPL @ header=X-Route:yes\n");
	snprintf(routes, sizeof routes, "%s/routes", dir);
	begin((const char *const[]){"--routes", routes, "--root", dir, NULL});
	a = get("/v1/test/getcrumb", NULL);
	assert_int_equal(a.status, 203);
	assert_string_equal(a.body, "9BVGJGcQp.C");
	assert_true(bt_http_header(&a, "set-cookie", value, sizeof value));
	assert_true(bt_http_header(&a, "date", value, sizeof value));
	assert_string_equal(value, "Sun, 14 Jun 2026 06:45:05 GMT");
	bt_http_free(&a);
	a = get("/v7/finance/quote?x=1&symbols=AAPL", NULL);
	assert_int_equal(a.status, 401);
	assert_string_equal(a.body, "no quote");
	bt_http_free(&a);
	a = get("/slow", NULL);
	assert_int_equal(a.status, 503);
	bt_http_free(&a);
	a = get("/slow", NULL);
	assert_int_equal(a.status, 200);
	bt_http_free(&a);
	a = get(CHART, NULL);
	assert_true(bt_http_header(&a, "x-route", value, sizeof value));
	bt_http_free(&a);
	a = get("/crumb.txt", NULL);
	assert_string_equal(a.body, "9BVGJGcQp.C");
	bt_http_free(&a);
	a = get("/../etc/passwd", NULL);
	assert_int_equal(a.status, 404);
	bt_http_free(&a);
}

/* --- faults ------------------------------------------------------------------------------------ */

static void
fault__statuses(void **state)
{
	static const int status[] = {401, 403, 404, 429, 500, 503, 999};
	char rule[64], value[64];

	(void)state;
	for (size_t i = 0; i < sizeof status / sizeof status[0]; i++) {
		struct bt_http_answer a;

		snprintf(rule, sizeof rule, "mode=%d&path=/v8/*&retry-after=%d", status[i], 7);
		assert_true(bt_loopback_control(&lb, "mode=ok") && bt_loopback_control(&lb, rule));
		a = get(CHART, NULL);
		assert_int_equal(a.status, status[i]);
		assert_true(a.complete && a.body_n > 0);
		assert_true(bt_http_header(&a, "Retry-After", value, sizeof value));
		assert_string_equal(value, "7");
		bt_http_free(&a);
		a = get("/feed/x", NULL);
		assert_int_equal(a.status, 200);   /* other paths are left alone */
		bt_http_free(&a);
	}
	assert_false(bt_loopback_control(&lb, "mode=nonsense"));
}

static void
fault__pages_and_bodies(void **state)
{
	static const struct {
		const char *rule, *type, *body;
		int status;
	} row[] = {
		{"mode=html", "text/html; charset=utf-8", "Will be right back", 200},
		{"mode=html&status=202", "text/html; charset=utf-8", "Will be right back", 202},
		{"mode=consent", "text/html; charset=utf-8", "csrfToken", 200},
		{"mode=body&text=Edge:%20Too%20Many&type=text/plain&status=429", "text/plain", "Edge: Too", 429},
		{"mode=garbage&bytes=100", "application/json;charset=utf-8", "", 200},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct bt_http_answer a;
		char type[128];

		assert_true(bt_loopback_control(&lb, row[i].rule));
		a = get(CHART, NULL);
		assert_int_equal(a.status, row[i].status);
		assert_true(bt_http_header(&a, "Content-Type", type, sizeof type));
		assert_string_equal(type, row[i].type);
		has(&a, row[i].body);
		bt_http_free(&a);
	}
	assert_true(bt_loopback_control(&lb, "mode=empty"));
	{
		struct bt_http_answer a = get(CHART, NULL);

		assert_true(a.status == 200 && a.body_n == 0 && a.declared == 0);
		bt_http_free(&a);
	}
}

static void
fault__truncate_and_reset(void **state)
{
	struct bt_http_answer a;

	(void)state;
	assert_true(bt_loopback_control(&lb, "mode=truncate&at=100"));
	a = get(CHART, NULL);
	assert_true(a.status == 200 && a.body_n == 100 && a.declared > 100 && !a.complete && !a.error);
	bt_http_free(&a);
	assert_true(bt_loopback_control(&lb, "mode=reset"));
	a = get(CHART, NULL);
	assert_int_equal(a.error, ECONNRESET);
	assert_true(a.body_n < a.declared && !a.complete);
	bt_http_free(&a);
}

static void
fault__refuse_down_die_and_return(void **state)
{
	struct bt_http_answer a;
	int port = lb.port;

	(void)state;
	assert_true(bt_loopback_control(&lb, "mode=refuse&times=1"));
	a = get(CHART, NULL);
	assert_true(a.status == 0 && (a.error == ECONNRESET || a.error == EPIPE));
	bt_http_free(&a);
	a = get(CHART, NULL);
	assert_int_equal(a.status, 200);
	bt_http_free(&a);
	assert_true(bt_loopback_control(&lb, "mode=down"));
	a = get(CHART, NULL);
	assert_int_equal(a.error, ECONNREFUSED);
	bt_http_free(&a);
	assert_true(bt_loopback_control(&lb, "mode=ok"));
	a = get(CHART, NULL);
	assert_int_equal(a.status, 200);
	bt_http_free(&a);
	bt_loopback_kill(&lb);
	a = get(CHART, NULL);
	assert_int_equal(a.error, ECONNREFUSED);
	bt_http_free(&a);
	assert_true(bt_loopback_return(&lb));
	assert_int_equal(lb.port, port);
	a = get(CHART, NULL);
	assert_int_equal(a.status, 200);
	bt_http_free(&a);
}

static long
elapsed_ms(const struct timespec *since)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (t.tv_sec - since->tv_sec) * 1000 + (t.tv_nsec - since->tv_nsec) / 1000000;
}

static void
fault__delay_drip_hang(void **state)
{
	struct bt_http_answer a;
	struct timespec t;

	(void)state;
	assert_true(bt_loopback_control(&lb, "mode=delay&ms=120"));
	clock_gettime(CLOCK_MONOTONIC, &t);
	a = get(CHART, NULL);
	assert_true(a.status == 200 && elapsed_ms(&t) >= 119);
	bt_http_free(&a);
	assert_true(bt_loopback_control(&lb, "mode=ok"));
	assert_true(bt_loopback_control(&lb, "mode=drip&bytes=400&ms=5"));
	clock_gettime(CLOCK_MONOTONIC, &t);
	a = get(CHART, NULL);
	assert_true(a.complete && elapsed_ms(&t) >= 20);
	bt_http_free(&a);
	assert_true(bt_loopback_control(&lb, "mode=hang"));
	bt_http_get(lb.port, CHART, NULL, MOST, 80, &a);
	assert_true(a.status == 0 && a.error == ETIMEDOUT);
	bt_http_free(&a);
	assert_true(bt_loopback_wait_stat(&lb, "requests", 3, MS));
}

static void
fault__redirects(void **state)
{
	struct bt_http_answer a;
	char value[512];

	(void)state;
	assert_true(bt_loopback_control(&lb, "mode=redirect&to=http://127.0.0.1:9&keep=1&status=307"));
	a = get(CHART, NULL);
	assert_int_equal(a.status, 307);
	assert_true(bt_http_header(&a, "Location", value, sizeof value));
	assert_string_equal(value, "http://127.0.0.1:9" CHART);
	bt_http_free(&a);
	assert_true(bt_loopback_control(&lb, "mode=loop"));
	a = get("/v8/x?hop=4", NULL);
	assert_true(bt_http_header(&a, "Location", value, sizeof value));
	assert_string_equal(value, "/v8/x?hop=5");
	bt_http_free(&a);
}

static size_t
inflated(const char *p, size_t n, char *out, size_t size)
{
	z_stream z = {0};
	size_t done;

	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)p;
	z.avail_in = (unsigned)n;
	z.next_out = (unsigned char *)out;
	z.avail_out = (unsigned)size;
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	done = z.total_out;
	inflateEnd(&z);
	return done;
}

static void
fault__gzip_bomb_stream_chunked(void **state)
{
	struct bt_http_answer plain = get(CHART, NULL), a;
	char value[64], *out;
	size_t n;

	(void)state;
	assert_true(bt_loopback_control(&lb, "mode=gzip"));
	a = get(CHART, NULL);
	assert_false(bt_http_header(&a, "Content-Encoding", value, sizeof value));
	bt_http_free(&a);
	a = get(CHART, "Accept-Encoding: deflate, gzip\r\n");
	assert_true(bt_http_header(&a, "Content-Encoding", value, sizeof value));
	out = malloc(plain.body_n + 1);
	assert_non_null(out);
	n = inflated(a.body, a.body_n, out, plain.body_n + 1);
	assert_int_equal(n, plain.body_n);
	assert_memory_equal(out, plain.body, n);
	free(out);
	bt_http_free(&a);
	assert_true(bt_loopback_control(&lb, "mode=ok") && bt_loopback_control(&lb, "mode=chunked"));
	a = get(CHART, NULL);
	assert_true(a.complete);
	assert_string_equal(a.body, plain.body);
	bt_http_free(&a);
	bt_http_free(&plain);
	assert_true(bt_loopback_control(&lb, "mode=ok") && bt_loopback_control(&lb, "mode=bomb&mb=40"));
	a = get(CHART, NULL);
	assert_true(a.complete && a.body_n < 60000);
	bt_http_free(&a);
	assert_true(bt_loopback_control(&lb, "mode=stream&mb=3"));
	a = get(CHART, NULL);
	assert_true(a.complete && a.body_n == 3u << 20 && a.declared == 3u << 20);
	bt_http_free(&a);
	/* a client that gives up after a little of 200 MiB costs nothing */
	assert_true(bt_loopback_control(&lb, "mode=stream&mb=200&length=0"));
	bt_http_get(lb.port, CHART, NULL, 1u << 20, MS, &a);
	assert_true(a.body_n >= (1u << 20) - 4096 && a.declared == (size_t)-1);
	bt_http_free(&a);
}

static void
conditional__etag_and_date(void **state)
{
	struct bt_http_answer a;
	char etag[64], since[64], header[160];

	(void)state;
	assert_true(bt_loopback_control(&lb, "mode=etag&path=/feed/*"));
	a = get("/feed/x", NULL);
	assert_true(bt_http_header(&a, "ETag", etag, sizeof etag));
	assert_true(bt_http_header(&a, "Last-Modified", since, sizeof since));
	bt_http_free(&a);
	snprintf(header, sizeof header, "If-None-Match: %s\r\n", etag);
	a = get("/feed/x", header);
	assert_true(a.status == 304 && a.body_n == 0 && a.complete);
	bt_http_free(&a);
	snprintf(header, sizeof header, "If-Modified-Since: %s\r\n", since);
	a = get("/feed/x", header);
	assert_int_equal(a.status, 304);
	bt_http_free(&a);
	a = get("/feed/x", "If-None-Match: \"other\"\r\n");
	assert_int_equal(a.status, 200);
	bt_http_free(&a);
	assert_int_equal(bt_loopback_stat(&lb, "asked"), 3);
	assert_int_equal(bt_loopback_stat(&lb, "hits"), 2);
	free(bt_loopback_ask(&lb, "/__clock?advance=7200"));   /* new items: changed */
	snprintf(header, sizeof header, "If-None-Match: %s\r\n", etag);
	a = get("/feed/x", header);
	assert_int_equal(a.status, 200);
	bt_http_free(&a);
}

static void
skew__date_is_off(void **state)
{
	struct bt_http_answer a, b;
	char before[64], after[64];

	(void)state;
	a = get("/feed/x", NULL);
	assert_true(bt_loopback_control(&lb, "mode=skew&s=-8640000"));
	b = get("/feed/x", NULL);
	assert_true(bt_http_header(&a, "Date", before, sizeof before));
	assert_true(bt_http_header(&b, "Date", after, sizeof after));
	assert_string_not_equal(before, after);
	bt_http_free(&a);
	bt_http_free(&b);
}

static void
stats__count_and_reset(void **state)
{
	struct bt_http_answer a = get(CHART, "X-Api-Key: sentinel\r\n");
	char *log;

	(void)state;
	bt_http_free(&a);
	assert_int_equal(bt_loopback_stat(&lb, "/v8/finance/chart/AAPL"), 1);
	assert_int_equal(bt_loopback_stat(&lb, "200"), 1);
	assert_int_equal(bt_loopback_stat(&lb, "max_open"), 1);
	assert_true(bt_loopback_stat(&lb, "bytes_out") > 1000);
	log = bt_loopback_ask(&lb, "/__requests");
	assert_non_null(log);
	assert_non_null(strstr(log, "\"X-Api-Key\":\"sentinel\""));
	free(log);
	free(bt_loopback_ask(&lb, "/__reset"));
	assert_int_equal(bt_loopback_stat(&lb, "requests"), 0);
}

static void
rules__times_after_and_chance(void **state)
{
	int bad = 0;

	(void)state;
	assert_true(bt_loopback_control(&lb, "mode=500&times=2&after=1"));
	for (int i = 0; i < 4; i++) {
		struct bt_http_answer a = get("/feed/x", NULL);

		assert_int_equal(a.status, i == 1 || i == 2 ? 500 : 200);
		bt_http_free(&a);
	}
	assert_true(bt_loopback_control(&lb, "mode=ok") && bt_loopback_control(&lb, "mode=500&p=30"));
	for (int i = 0; i < 100; i++) {
		struct bt_http_answer a = get("/feed/x?items=1", NULL);

		bad += a.status == 500;
		bt_http_free(&a);
	}
	assert_true(bad > 10 && bad < 50);
}

static int
remove_dir(void **state)
{
	static const char *const name[] = {"_RUT.csv", "crumb.txt", "crumb.txt.headers", "routes"};
	char path[128];

	(void)state;
	for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, name[i]);
		unlink(path);
	}
	return rmdir(dir);
}

static int
make_dir(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/test_support.XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

#define WITH_SERVER(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
bt_test_loopback(const char *path)
{
	const struct CMUnitTest tests[] = {
		WITH_SERVER(chart__has_the_providers_shape),
		WITH_SERVER(spark__limit_order_unknown),
		WITH_SERVER(clock__moves_the_live_bar),
		WITH_SERVER(feeds__all_styles),
		WITH_SERVER(csv__is_served_in_both_shapes),
		WITH_SERVER(routes__files_headers_and_faults),
		WITH_SERVER(fault__statuses),
		WITH_SERVER(fault__pages_and_bodies),
		WITH_SERVER(fault__truncate_and_reset),
		WITH_SERVER(fault__refuse_down_die_and_return),
		WITH_SERVER(fault__delay_drip_hang),
		WITH_SERVER(fault__redirects),
		WITH_SERVER(fault__gzip_bomb_stream_chunked),
		WITH_SERVER(conditional__etag_and_date),
		WITH_SERVER(skew__date_is_off),
		WITH_SERVER(stats__count_and_reset),
		WITH_SERVER(rules__times_after_and_chance),
	};

	server = path;
	return cmocka_run_group_tests_name("loopback", tests, make_dir, remove_dir);
}
