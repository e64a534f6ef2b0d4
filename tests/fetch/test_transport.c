/* test_transport.c - the curl module against a loopback server that delays, cuts, lies and floods. */
#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/wake.h"
#include "fetch/fetch_test.h"
#include "fetch/tiny_server.h"
#include "fetch/transport_file.h"

/* A resolver that never answers: libcurl, loaded after this program, finds this one first. */
static int never[2];

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **out)
{
	char byte;

	(void)service;
	(void)hints;
	(void)out;
	if (node && strcmp(node, "nowhere.example") == 0 && read(never[0], &byte, 1) > 0)
		abort();
	return EAI_FAIL;
}

static const struct bt_transport_ops *ops;
static struct bt_transport *transport;
static struct tiny *server;
static char block[65536], bomb[512 * 1024];

#define OK_HEAD(len) "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " len "\r\n"
#define OPEN_END "HTTP/1.1 200 OK\r\n\r\n"

static char bomb_head[200], loop_head[200], away_head[200], near_head[200];

static struct tiny_route routes[] = {
	{"/good", OK_HEAD("4") "ETag: \"abc\"\r\nLast-Modified: Fri, 20 Nov 2026 10:00:00 GMT\r\n"
	          "Date: Fri, 20 Nov 2026 11:00:00 GMT\r\nCache-Control: public, max-age=10\r\n\r\n",
	 "{  }", 4, 0, 0, 0, TINY_KEEP},
	{"/cookies", "HTTP/1.1 404 Not Found\r\nSet-Cookie: A3=d=AQAB; Path=/; Secure\r\nSet-Cookie: B=1; Path=/\r\n"
	             "Content-Length: 0\r\n\r\n", "", 0, 0, 0, 0, TINY_KEEP},
	{"/late", OK_HEAD("2") "\r\n", "{}", 2, 0, 0, 60, TINY_KEEP},
	{"/limit", "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\nContent-Length: 3\r\n\r\n", "429", 3, 0, 0, 0,
	 TINY_KEEP},
	{"/page", "HTTP/1.1 202 Accepted\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n", "<html>", 6, 0, 0, 0,
	 TINY_KEEP},
	{"/cut", OK_HEAD("1000") "\r\n", "{\"a\":", 5, 0, 0, 0, TINY_CLOSE},
	{"/reset", OK_HEAD("1000") "\r\n", "{\"a\":", 5, 0, 0, 0, TINY_RESET},
	{"/nothing", "", "", 0, 0, 0, 0, TINY_CLOSE},
	{"/drip", OK_HEAD("1000") "\r\n", "x", 1, 1000, 20, 0, TINY_KEEP},
	{"/hang", "", "", 0, 0, 0, 0, TINY_HANG},
	{"/hang-body", OK_HEAD("10") "\r\n", "abc", 3, 0, 0, 0, TINY_HANG},
	{"/flood", OPEN_END, block, sizeof(block), 3200, 0, 0, TINY_CLOSE},
	{"/flood-told", OK_HEAD("209715200") "\r\n", block, sizeof(block), 3200, 0, 0, TINY_CLOSE},
	{"/bomb", bomb_head, bomb, 0, 0, 0, 0, TINY_KEEP},
	{"/bad-gzip", OK_HEAD("4") "Content-Encoding: gzip\r\n\r\n", "abcd", 4, 0, 0, 0, TINY_KEEP},
	{"/loop", loop_head, "", 0, 0, 0, 0, TINY_KEEP},
	{"/near", near_head, "", 0, 0, 0, 0, TINY_KEEP},
	{"/away", away_head, "", 0, 0, 0, 0, TINY_KEEP},
	{"/ftp", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "", 0, 0, 0, 0, TINY_KEEP},
	{"/junk", "220 smtp.example ready\r\n\r\n", "", 0, 0, 0, 0, TINY_CLOSE},
	{"/same", "HTTP/1.1 304 Not Modified\r\n\r\n", "", 0, 0, 0, 0, TINY_KEEP},
};

/* gzip of many zeros: 1:1000 */
static size_t
make_bomb(void)
{
	z_stream z = {0};
	size_t n;

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = (Bytef *)bomb;
	z.avail_out = sizeof(bomb);
	for (int i = 0; i < 256; i++) { /* 16 MB */
		z.next_in = (Bytef *)block;
		z.avail_in = sizeof(block);
		assert_int_equal(deflate(&z, i == 255 ? Z_FINISH : Z_NO_FLUSH), i == 255 ? Z_STREAM_END : Z_OK);
	}
	n = z.total_out;
	deflateEnd(&z);
	return n;
}

static int
group_setup(void **state)
{
	const char *top = getenv("top_builddir");
	char path[1024];
	void *module;
	size_t bomb_len = make_bomb();

	(void)state;
	snprintf(bomb_head, sizeof(bomb_head), "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n",
	         bomb_len);
	assert_int_equal(pipe(never), 0);
	signal(SIGPIPE, SIG_IGN);
	snprintf(path, sizeof(path), "%s/.libs/" BT_TRANSPORT_MODULE, top ? top : ".");
	module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!module)
		fail_msg("%s", dlerror());
	ops = dlsym(module, BT_TRANSPORT_SYMBOL);
	assert_non_null(ops);
	assert_int_equal(ops->abi, BT_TRANSPORT_ABI);
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
		if (routes[i].head == bomb_head)
			routes[i].len = bomb_len;
	return 0;
}

static int
setup(void **state)
{
	struct bt_err err;

	(void)state;
	server = tiny_start(routes, sizeof(routes) / sizeof(routes[0]));
	snprintf(loop_head, sizeof(loop_head), "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n");
	snprintf(near_head, sizeof(near_head), "HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:%d/good\r\nContent-Length: 0\r\n\r\n",
	         tiny_port(server));
	assert_int_equal(ops->open(4, 8, &transport, &err), BT_OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ops->close(transport);
	tiny_stop(server);
	return 0;
}

static struct bt_request
request(const char *path)
{
	static char url[300];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", tiny_port(server), path);
	return (struct bt_request){.url = url, .user_agent = "test/1", .plain_http = true, .max_bytes = 1 << 20,
	                           .timeout_ms = 5000, .user = &routes};
}

static const struct bt_response *
fetch(const struct bt_request *req)
{
	const struct bt_response *res;
	struct bt_err err;

	assert_int_equal(ops->submit(transport, req, &err), BT_OK);
	assert_int_equal(ops->open_requests(transport), 1);
	res = ops->poll(transport, -1, 10000);
	assert_non_null(res);
	assert_int_equal(ops->open_requests(transport), 0);
	assert_ptr_equal(res->user, req->user);
	return res;
}

static const struct bt_response *
get(const char *path)
{
	struct bt_request req = request(path);

	return fetch(&req);
}

static void
get__good__body_and_headers(void **state)
{
	const struct bt_response *res = get("/good");

	(void)state;
	assert_int_equal(res->net, BT_NET_OK);
	assert_int_equal(res->status, 200);
	assert_int_equal(res->len, 4);
	assert_string_equal(res->body, "{  }");
	assert_string_equal(res->content_type, "application/json");
	assert_string_equal(res->etag, "\"abc\"");
	assert_string_equal(res->last_modified, "Fri, 20 Nov 2026 10:00:00 GMT");
	assert_int_equal(res->date_utc, 1795172400);
	assert_int_equal(res->max_age_s, 10);
	assert_int_equal(res->retry_after_s, -1);
	assert_string_equal(res->net_text, "");
}

static void
get__many__reuse_connections_and_say_who_we_are(void **state)
{
	struct bt_request req = request("/good?x=1");
	char *seen;

	(void)state;
	req.header = (const char *const[]){"X-One: 1"};
	req.n_header = 1;
	req.etag = "\"old\"";
	req.last_modified = "Thu, 19 Nov 2026 10:00:00 GMT";
	for (int i = 0; i < 5; i++)
		assert_int_equal(fetch(&req)->status, 200);
	assert_int_equal(tiny_connections(server), 1);
	assert_int_equal(tiny_requests(server), 5);
	seen = tiny_last_request(server);
	assert_non_null(strstr(seen, "User-Agent: test/1\r\n"));
	assert_non_null(strstr(seen, "X-One: 1\r\n"));
	assert_non_null(strstr(seen, "If-None-Match: \"old\"\r\n"));
	assert_non_null(strstr(seen, "If-Modified-Since: Thu, 19 Nov 2026 10:00:00 GMT\r\n"));
	assert_non_null(strstr(seen, "Accept-Encoding: "));
	assert_null(strstr(seen, "Cookie"));
	free(seen);
	req.user_agent = NULL;
	fetch(&req);
	seen = tiny_last_request(server);
	assert_non_null(strstr(seen, "User-Agent: curl/"));
	free(seen);
}

static void
get__eight_late_answers__run_side_by_side(void **state)
{
	struct bt_request req = request("/late");
	struct bt_err err;
	size_t got = 0;

	(void)state;
	for (int i = 0; i < 8; i++)
		assert_int_equal(ops->submit(transport, &req, &err), BT_OK);
	assert_int_equal(ops->open_requests(transport), 8);
	while (ops->open_requests(transport)) {
		const struct bt_response *res = ops->poll(transport, -1, 10000);

		assert_non_null(res);
		assert_int_equal(res->status, 200);
		got++;
	}
	assert_int_equal(got, 8);
	assert_true(tiny_connections(server) <= 4); /* max_per_host */
}

static void
get__cookies__all_of_them_and_none_sent_by_itself(void **state)
{
	char *seen;

	(void)state;
	assert_string_equal(get("/cookies")->set_cookie, "A3=d=AQAB; Path=/; Secure\nB=1; Path=/\n");
	assert_string_equal(get("/good")->set_cookie, "");
	seen = tiny_last_request(server);
	assert_null(strstr(seen, "Cookie"));
	free(seen);
}

static const struct {
	const char *path;
	enum bt_net net;
	int status;
} ends[] = {
	{"/limit", BT_NET_OK, 429},      {"/page", BT_NET_OK, 202},        {"/missing", BT_NET_OK, 404},
	{"/same", BT_NET_OK, 304},       {"/cut", BT_NET_CUT, 200},        {"/reset", BT_NET_CUT, 200},
	{"/nothing", BT_NET_CUT, 0},     {"/flood", BT_NET_TOO_LARGE, 200}, {"/flood-told", BT_NET_TOO_LARGE, 200},
	{"/bomb", BT_NET_TOO_LARGE, 200}, {"/bad-gzip", BT_NET_CUT, 200},  {"/loop", BT_NET_OK, 302},
	{"/junk", BT_NET_OTHER, 0},
};

static void
get__bad_server__ends_with_its_cause(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const struct bt_response *res = get(ends[i].path);

		if (res->net != ends[i].net || res->status != ends[i].status)
			fail_msg("%s: net %d status %d \"%s\"", ends[i].path, res->net, res->status, res->net_text);
		assert_true(res->net == BT_NET_OK || res->net_text[0]);
		assert_true(res->len <= 1 << 20);
		assert_int_equal(res->body[res->len], '\0');
	}
}

static void
get__flood__is_aborted_while_it_arrives(void **state)
{
	(void)state;
	assert_int_equal(get("/flood")->net, BT_NET_TOO_LARGE);
	assert_true(tiny_body_bytes(server) < 20 << 20); /* of 200 MB: our MB and what sockets hold */
}

static void
get__retry_after__is_told(void **state)
{
	(void)state;
	assert_int_equal(get("/limit")->retry_after_s, 120);
}

static void
get__no_answer__times_out(void **state)
{
	static const char *const paths[] = {"/hang", "/hang-body", "/drip"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct bt_request req = request(paths[i]);
		int64_t start = bt_clock_mono_ms();

		req.timeout_ms = 150;
		assert_int_equal(fetch(&req)->net, BT_NET_TIMEOUT);
		assert_in_range(bt_clock_mono_ms() - start, 140, 5000);
	}
}

static void
get__refused__says_no_connection(void **state)
{
	struct tiny *other = tiny_start(NULL, 0);
	char url[100];
	struct bt_request req = request("/");
	const struct bt_response *res;

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/secret?key=SENTINEL", tiny_port(other));
	tiny_stop(other);
	req.url = url;
	res = fetch(&req);
	assert_int_equal(res->net, BT_NET_CONNECT);
	assert_null(strstr(res->net_text, "SENTINEL"));
	assert_null(strstr(res->net_text, "secret"));
}

static void
redirect__followed_as_far_as_allowed(void **state)
{
	struct bt_request req = request("/near");

	(void)state;
	assert_int_equal(fetch(&req)->status, 307);
	req.max_redirects = 1;
	assert_int_equal(fetch(&req)->status, 200);
	assert_string_equal(fetch(&req)->body, "{  }");
	req = request("/loop");
	req.max_redirects = 3;
	assert_int_equal(fetch(&req)->net, BT_NET_REDIRECT);
	req = request("/ftp");
	req.max_redirects = 3;
	assert_int_equal(fetch(&req)->net, BT_NET_REDIRECT);
}

static void
redirect__of_a_key__never_reaches_another_origin(void **state)
{
	struct tiny *other = tiny_start(routes, sizeof(routes) / sizeof(routes[0]));
	struct bt_request req = request("/away");
	const struct bt_response *res;

	(void)state;
	snprintf(away_head, sizeof(away_head), "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/good\r\nContent-Length: 0\r\n\r\n",
	         tiny_port(other));
	req.header = (const char *const[]){"X-Api-Key: SENTINEL"};
	req.n_header = 1;
	req.max_redirects = 3;
	req.has_key = true;
	res = fetch(&req);
	assert_int_equal(res->net, BT_NET_REDIRECT);
	assert_non_null(strstr(res->net_text, "key"));
	assert_int_equal(tiny_requests(other), 0);
	req.has_key = false;
	assert_int_equal(fetch(&req)->status, 200);
	req = request("/near"); /* the same origin is no other */
	req.has_key = true;
	req.max_redirects = 1;
	assert_int_equal(fetch(&req)->status, 200);
	tiny_stop(other);
}

static void
submit__address_that_may_not_be_opened__is_refused(void **state)
{
	static const char *const urls[] = {
		"file:///etc/passwd", "ftp://127.0.0.1/", "http://user:word@127.0.0.1/", "127.0.0.1/x", "", "http://", "gopher://x/",
	};
	char longest[3000] = "http://127.0.0.1/";
	struct bt_request req = request("/good");
	struct bt_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		req.url = urls[i];
		assert_int_equal(ops->submit(transport, &req, &err), BT_E_USAGE);
	}
	memset(longest + 17, 'a', sizeof(longest) - 18);
	longest[sizeof(longest) - 1] = '\0';
	req.url = longest;
	assert_int_equal(ops->submit(transport, &req, &err), BT_E_USAGE);
	req = request("/good");
	req.plain_http = false; /* https alone, unless the source says http */
	assert_int_equal(ops->submit(transport, &req, &err), BT_E_USAGE);
	req.plain_http = true;
	req.header = (const char *const[]){"X: 1\r\nHost: evil"};
	req.n_header = 1;
	assert_int_not_equal(ops->submit(transport, &req, &err), BT_OK);
	assert_int_equal(ops->open_requests(transport), 0);
	assert_null(ops->poll(transport, -1, 0));
}

static void
poll__wake__ends_the_wait(void **state)
{
	struct bt_request req = request("/hang");
	struct bt_wake wake;
	struct bt_err err;
	int64_t start = bt_clock_mono_ms();

	(void)state;
	assert_int_equal(bt_wake_init(&wake, &err), BT_OK);
	assert_null(ops->poll(transport, wake.rd, 30)); /* idle: nothing to wait for but time */
	assert_int_equal(ops->submit(transport, &req, &err), BT_OK);
	bt_wake_up(&wake);
	assert_null(ops->poll(transport, wake.rd, 60000));
	bt_wake_drain(&wake);
	bt_wake_up(&wake);
	assert_null(ops->poll(transport, wake.rd, -1));
	assert_in_range(bt_clock_mono_ms() - start, 29, 10000);
	bt_wake_release(&wake);
}

static void
cancel__hanging_requests__end_as_cancelled(void **state)
{
	struct bt_request req = request("/hang");
	int me, you;
	struct bt_err err;
	const struct bt_response *res;

	(void)state;
	req.user = &me;
	for (int i = 0; i < 2; i++)
		assert_int_equal(ops->submit(transport, &req, &err), BT_OK);
	req.user = &you;
	assert_int_equal(ops->submit(transport, &req, &err), BT_OK);
	assert_null(ops->poll(transport, -1, 20));
	ops->cancel(transport, &me);
	for (int i = 0; i < 2; i++) {
		res = ops->poll(transport, -1, 0);
		assert_non_null(res);
		assert_int_equal(res->net, BT_NET_CANCELLED);
		assert_ptr_equal(res->user, &me);
	}
	assert_null(ops->poll(transport, -1, 0));
	assert_int_equal(ops->open_requests(transport), 1); /* left to close */
}

static void
close__resolver_that_never_answers__does_not_wait(void **state)
{
	struct bt_request req = request("/");
	struct bt_transport *t;
	struct bt_err err;
	int64_t start;

	(void)state;
	assert_int_equal(ops->open(4, 8, &t, &err), BT_OK);
	req.url = "http://nowhere.example/";
	assert_int_equal(ops->submit(t, &req, &err), BT_OK);
	assert_null(ops->poll(t, -1, 50));
	start = bt_clock_mono_ms();
	ops->close(t);
	assert_true(bt_clock_mono_ms() - start < 1000);
}

static void
get__resolver_that_never_answers__times_out(void **state)
{
	struct bt_request req = request("/");

	(void)state;
	req.url = "http://nowhere.example/";
	req.connect_timeout_ms = 100;
	assert_int_equal(fetch(&req)->net, BT_NET_TIMEOUT);
}

static void
file__rows__answer_like_the_network(void **state)
{
	static const struct bt_file_answer rows[] = {
		{.url = "https://a.example/x", .body = "{}", .etag = "e"},
		{.url = "https://a.example/*", .status = 429, .body = "no", .retry_after_s = 9},
		{.url = "https://down.example/*", .net = BT_NET_TIMEOUT},
	};
	struct bt_transport *t = bt_transport_file_new(rows, 3);
	const char *const urls[] = {"https://a.example/x", "https://a.example/y", "https://down.example/", "https://b.example/"};
	const int status[] = {200, 429, 0, 404};
	const struct bt_response *res;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct bt_request req = {.url = urls[i], .user = &routes};

		assert_int_equal(bt_transport_file.submit(t, &req, NULL), BT_OK);
	}
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(bt_transport_file.open_requests(t), 4 - i);
		res = bt_transport_file.poll(t, -1, 1000);
		assert_non_null(res);
		assert_int_equal(res->status, status[i]);
		assert_ptr_equal(res->user, &routes);
		assert_int_equal(res->retry_after_s, i == 1 ? 9 : -1);
	}
	assert_null(bt_transport_file.poll(t, -1, 0));
	assert_int_equal(bt_transport_file_count(t), 4);
	bt_transport_file.close(t);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(get__good__body_and_headers),
		TEST(get__many__reuse_connections_and_say_who_we_are),
		TEST(get__eight_late_answers__run_side_by_side),
		TEST(get__bad_server__ends_with_its_cause),
		TEST(get__flood__is_aborted_while_it_arrives),
		TEST(get__cookies__all_of_them_and_none_sent_by_itself),
		TEST(get__retry_after__is_told),
		TEST(get__no_answer__times_out),
		TEST(get__refused__says_no_connection),
		TEST(redirect__followed_as_far_as_allowed),
		TEST(redirect__of_a_key__never_reaches_another_origin),
		TEST(submit__address_that_may_not_be_opened__is_refused),
		TEST(poll__wake__ends_the_wait),
		TEST(cancel__hanging_requests__end_as_cancelled),
		TEST(close__resolver_that_never_answers__does_not_wait),
		TEST(get__resolver_that_never_answers__times_out),
		cmocka_unit_test(file__rows__answer_like_the_network),
	};

	return cmocka_run_group_tests(tests, group_setup, NULL);
}
