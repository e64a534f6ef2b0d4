/* The curl transport: the only file that knows libcurl, built as the module broadtape-curl.so.
 *
 * Redirects are followed here and not by libcurl, so that one rule decides about every hop; bytes
 * are counted in the write callback, because CURLOPT_MAXFILESIZE_LARGE counts compressed ones.
 * Memory comes from malloc and not from xalloc, whose hook for running out this module does not
 * share.  */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/text.h"
#include "fetch/transport.h"

#define DEFAULT_MAX_BYTES (8u << 20)
#define DEFAULT_CONNECT_MS 5000
#define DEFAULT_TIMEOUT_MS 20000
#define LOW_SPEED_BYTES 30L
#define LOW_SPEED_SECONDS 15L
#define URL_MAX 2048
#define COOKIES_MAX 8192
#define WAIT_FOREVER_MS (INT_MAX / 2)

extern const struct bt_transport_ops bt_transport_curl;

/* One request on its way. */
struct task {
	struct task *next;
	CURL *easy;
	struct curl_slist *header;
	char *body;
	size_t len, cap, max;
	bool too_large, no_memory, plain_http, has_key;
	int max_redirects, redirects;
	char *content_type, *etag, *last_modified, *set_cookie;
	char cause[CURL_ERROR_SIZE];
	struct bt_response res;
};

struct bt_transport {
	CURLM *multi;
	struct task *running;            /* in no order */
	struct task *done, **done_end;   /* oldest first */
	struct task *given;              /* their responses are in the caller's hands */
	size_t n_open;
};

/* --- one task ---------------------------------------------------------------------------------- */

static void
task_free(struct task *task)
{
	if (!task)
		return;
	curl_easy_cleanup(task->easy);
	curl_slist_free_all(task->header);
	free(task->body);
	free(task->content_type);
	free(task->etag);
	free(task->last_modified);
	free(task->set_cookie);
	free(task);
}

static bool
task_reserve(struct task *task, size_t n)
{
	size_t cap = task->cap ? task->cap : 16384;
	char *body;

	while (cap < task->len + n + 1)
		cap *= 2;
	if (cap == task->cap)
		return true;
	body = realloc(task->body, cap);
	if (!body)
		return false;
	task->body = body;
	task->cap = cap;
	return true;
}

/* CURLOPT_WRITEFUNCTION: decoded bytes; returning less than n aborts the transfer. */
static size_t
take_bytes(char *data, size_t size, size_t n, void *user)
{
	struct task *task = user;

	n *= size;
	if (n > task->max - task->len) {
		task->too_large = true;
		return 0;
	}
	if (!task_reserve(task, n)) {
		task->no_memory = true;
		return 0;
	}
	memcpy(task->body + task->len, data, n);
	task->len += n;
	task->body[task->len] = '\0';
	return n;
}

static bool
add_header(struct task *task, const char *name, const char *value)
{
	char line[1024];
	struct curl_slist *list;
	int n = snprintf(line, sizeof(line), "%s%s", name, value);

	if (n < 0 || (size_t)n >= sizeof(line) || strpbrk(line, "\r\n"))
		return false;
	list = curl_slist_append(task->header, line);
	if (list)
		task->header = list;
	return list != NULL;
}

static bool
set_headers(struct task *task, const struct bt_request *req)
{
	bool ok = true;

	for (size_t i = 0; i < req->n_header; i++)
		ok = ok && add_header(task, "", req->header[i]);
	if (req->etag && *req->etag)
		ok = ok && add_header(task, "If-None-Match: ", req->etag);
	if (req->last_modified && *req->last_modified)
		ok = ok && add_header(task, "If-Modified-Since: ", req->last_modified);
	return ok && !curl_easy_setopt(task->easy, CURLOPT_HTTPHEADER, task->header);
}

/* An address may be opened: absolute, of the protocols allowed, bounded, without a user name. */
static bool
is_url_good(const char *url, bool plain_http)
{
	CURLU *u = curl_url();
	char *scheme = NULL, *user = NULL;
	bool good = u && strlen(url) <= URL_MAX && !curl_url_set(u, CURLUPART_URL, url, 0) &&
	            !curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) &&
	            (strcmp(scheme, "https") == 0 || (plain_http && strcmp(scheme, "http") == 0)) &&
	            curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_NO_USER;

	curl_free(user);
	curl_free(scheme);
	curl_url_cleanup(u);
	return good;
}

static long
or_default(int value, int fallback)
{
	return value > 0 ? value : fallback;
}

static bool
set_options(struct task *task, const struct bt_request *req)
{
	CURL *easy = task->easy;
	const char *protocols = req->plain_http ? "http,https" : "https";
	long http = req->http_1_1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS;
	const char *agent = req->user_agent;
	char own[64];

	if (!agent) {
		snprintf(own, sizeof(own), "curl/%s", curl_version_info(CURLVERSION_NOW)->version);
		agent = own;
	}
#if LIBCURL_VERSION_NUM >= 0x075700
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); /* the end does not wait for a resolver */
#endif
	return !curl_easy_setopt(easy, CURLOPT_URL, req->url) &&
	       !curl_easy_setopt(easy, CURLOPT_USERAGENT, agent) &&
	       !curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "") &&
	       !curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, http) &&
	       !curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, protocols) &&
	       !curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, protocols) &&
	       !curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) &&
	       !curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) &&
	       !curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
	       !curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) &&
	       !curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) &&
	       (!req->ca_file || !*req->ca_file || !curl_easy_setopt(easy, CURLOPT_CAINFO, req->ca_file)) &&
	       !curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) &&
	       !curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	                         or_default(req->connect_timeout_ms, DEFAULT_CONNECT_MS)) &&
	       !curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
	                         or_default(req->timeout_ms, DEFAULT_TIMEOUT_MS)) &&
	       !curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES) &&
	       !curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, LOW_SPEED_SECONDS) &&
	       !curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)task->max) &&
	       !curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, task->cause) &&
	       !curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_bytes) &&
	       !curl_easy_setopt(easy, CURLOPT_WRITEDATA, task) &&
	       !curl_easy_setopt(easy, CURLOPT_PRIVATE, task);
}

static struct task *
task_new(const struct bt_request *req)
{
	struct task *task = calloc(1, sizeof(*task));

	if (!task)
		return NULL;
	task->max = req->max_bytes ? req->max_bytes : DEFAULT_MAX_BYTES;
	task->plain_http = req->plain_http;
	task->has_key = req->has_key;
	task->max_redirects = req->max_redirects;
	task->res.user = req->user;
	task->easy = curl_easy_init();
	if (!task->easy || !task_reserve(task, 0) || !set_options(task, req) ||
	    !set_headers(task, req)) {
		task_free(task);
		return NULL;
	}
	task->body[0] = '\0';
	return task;
}

/* --- its end ----------------------------------------------------------------------------------- */

static const struct {
	CURLcode code;
	enum bt_net net;
} nets[] = {
	{CURLE_OK, BT_NET_OK},
	{CURLE_COULDNT_RESOLVE_HOST, BT_NET_DNS},
	{CURLE_COULDNT_RESOLVE_PROXY, BT_NET_DNS},
	{CURLE_COULDNT_CONNECT, BT_NET_CONNECT},
	{CURLE_PROXY, BT_NET_CONNECT},
	{CURLE_OPERATION_TIMEDOUT, BT_NET_TIMEOUT},
	{CURLE_PARTIAL_FILE, BT_NET_CUT},
	{CURLE_GOT_NOTHING, BT_NET_CUT},
	{CURLE_SEND_ERROR, BT_NET_CUT},
	{CURLE_RECV_ERROR, BT_NET_CUT},
	{CURLE_HTTP2, BT_NET_CUT},
	{CURLE_HTTP2_STREAM, BT_NET_CUT},
	{CURLE_BAD_CONTENT_ENCODING, BT_NET_CUT},
	{CURLE_FILESIZE_EXCEEDED, BT_NET_TOO_LARGE},
	{CURLE_TOO_MANY_REDIRECTS, BT_NET_REDIRECT},
	{CURLE_SSL_CONNECT_ERROR, BT_NET_TLS},
	{CURLE_PEER_FAILED_VERIFICATION, BT_NET_TLS},
	{CURLE_SSL_CERTPROBLEM, BT_NET_TLS},
	{CURLE_SSL_CIPHER, BT_NET_TLS},
	{CURLE_SSL_CACERT_BADFILE, BT_NET_TLS},
	{CURLE_SSL_ISSUER_ERROR, BT_NET_TLS},
	{CURLE_SSL_INVALIDCERTSTATUS, BT_NET_TLS},
	{CURLE_ABORTED_BY_CALLBACK, BT_NET_CANCELLED},
};

static enum bt_net
net_of(const struct task *task, CURLcode code)
{
	if (task->too_large)
		return BT_NET_TOO_LARGE;
	for (size_t i = 0; i < sizeof(nets) / sizeof(nets[0]); i++)
		if (nets[i].code == code)
			return nets[i].net;
	return BT_NET_OTHER;
}

static void
set_cause(struct task *task, const char *text)
{
	bt_text_clean(text, strlen(text), task->res.net_text, sizeof(task->res.net_text));
}

/* Last value of a response header of the last hop, copied; NULL when absent. */
static char *
header_of(const struct task *task, const char *name)
{
	struct curl_header *h;

	if (curl_easy_header(task->easy, name, 0, CURLH_HEADER, -1, &h))
		return NULL;
	return strdup(h->value);
}

/* All values of Set-Cookie of the last hop, a line each; NULL when there is none, or no memory. */
static char *
cookies_of(const struct task *task)
{
	struct curl_header *h;
	char *lines = NULL;
	size_t len = 0, n = 1;

	for (size_t i = 0; i < n && !curl_easy_header(task->easy, "Set-Cookie", i, CURLH_HEADER, -1, &h); i++) {
		size_t more = strlen(h->value);

		n = h->amount;
		if (!lines && !(lines = malloc(COOKIES_MAX)))
			return NULL;
		if (len + more + 2 > COOKIES_MAX || strchr(h->value, '\n'))
			continue;
		memcpy(lines + len, h->value, more);
		len += more;
		lines[len++] = '\n';
	}
	if (lines)
		lines[len] = '\0';
	return lines;
}

/* "public, max-age=10, ..." */
static int64_t
max_age_of(const struct task *task)
{
	char *value = header_of(task, "Cache-Control");
	int64_t age = -1;

	for (const char *p = value; p && *p; p++)
		if (strncasecmp(p, "max-age=", 8) == 0 && p[8] >= '0' && p[8] <= '9') {
			age = strtol(p + 8, NULL, 10);
			break;
		}
	free(value);
	return age;
}

/* When the answer left its server or, when a cache has kept it, when it left the cache. */
static int64_t
date_of(const struct task *task)
{
	char *date = header_of(task, "Date"), *age = header_of(task, "Age");
	time_t at = date ? curl_getdate(date, NULL) : -1;
	long kept = age ? strtol(age, NULL, 10) : 0;

	free(date);
	free(age);
	return at > 0 ? (int64_t)at + (kept > 0 ? kept : 0) : 0;
}

static void
fill_response(struct task *task)
{
	struct bt_response *res = &task->res;
	curl_off_t us = 0, retry_after = 0;
	long status = 0;

	curl_easy_getinfo(task->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(task->easy, CURLINFO_TOTAL_TIME_T, &us);
	curl_easy_getinfo(task->easy, CURLINFO_RETRY_AFTER, &retry_after);
	task->content_type = header_of(task, "Content-Type");
	task->etag = header_of(task, "ETag");
	task->last_modified = header_of(task, "Last-Modified");
	task->set_cookie = cookies_of(task);
	res->status = (int)status;
	res->body = task->body;
	res->len = task->len;
	res->content_type = task->content_type ? task->content_type : "";
	res->etag = task->etag ? task->etag : "";
	res->last_modified = task->last_modified ? task->last_modified : "";
	res->set_cookie = task->set_cookie ? task->set_cookie : "";
	res->retry_after_s = retry_after > 0 ? (int64_t)retry_after : -1;
	res->date_utc = date_of(task);
	res->max_age_s = max_age_of(task);
	res->latency_ms = (int64_t)us / 1000;
}

static bool
same_part(CURLU *a, CURLU *b, CURLUPart part)
{
	char *x = NULL, *y = NULL;
	bool same = !curl_url_get(a, part, &x, CURLU_DEFAULT_PORT) &&
	            !curl_url_get(b, part, &y, CURLU_DEFAULT_PORT) && strcasecmp(x, y) == 0;

	curl_free(x);
	curl_free(y);
	return same;
}

static bool
same_origin(const char *from, const char *to)
{
	CURLU *a = curl_url(), *b = curl_url();
	bool same = a && b && !curl_url_set(a, CURLUPART_URL, from, 0) &&
	            !curl_url_set(b, CURLUPART_URL, to, 0) && same_part(a, b, CURLUPART_SCHEME) &&
	            same_part(a, b, CURLUPART_HOST) && same_part(a, b, CURLUPART_PORT);

	curl_url_cleanup(a);
	curl_url_cleanup(b);
	return same;
}

/* After a good answer: go where it sends us.  False when it sends us nowhere or must not be
 * followed, with the response saying which.  */
static bool
follow(struct task *task)
{
	char *to = NULL, *from = NULL, *next;
	bool going = false;

	curl_easy_getinfo(task->easy, CURLINFO_REDIRECT_URL, &to);
	curl_easy_getinfo(task->easy, CURLINFO_EFFECTIVE_URL, &from);
	if (!to || !from || task->max_redirects <= 0)
		return false;
	if (task->redirects++ == task->max_redirects) {
		task->res.net = BT_NET_REDIRECT;
		set_cause(task, "sent from address to address");
		return false;
	}
	next = strdup(to); /* libcurl's own copy dies with the next setopt */
	if (!next || !is_url_good(next, task->plain_http)) {
		task->res.net = BT_NET_REDIRECT;
		set_cause(task, "sent to an address that may not be opened");
	} else if (task->has_key && !same_origin(from, next)) {
		task->res.net = BT_NET_REDIRECT;
		set_cause(task, "sent to another server, which must not see the key");
	} else {
		going = !curl_easy_setopt(task->easy, CURLOPT_URL, next);
	}
	free(next);
	if (going)
		task->len = 0;
	return going;
}

static void
task_done(struct bt_transport *t, struct task *task)
{
	struct task **at = &t->running;

	while (*at != task)
		at = &(*at)->next;
	*at = task->next;
	task->next = NULL;
	*t->done_end = task;
	t->done_end = &task->next;
}

/* libcurl has ended with this one: follow, or make it a response. */
static void
task_ended(struct bt_transport *t, struct task *task, CURLcode code)
{
	curl_multi_remove_handle(t->multi, task->easy);
	task->res.net = net_of(task, code);
	if (code && !task->too_large)
		set_cause(task, task->cause[0] ? task->cause : curl_easy_strerror(code));
	if (task->too_large || code == CURLE_FILESIZE_EXCEEDED)
		set_cause(task, "larger than allowed");
	if (task->no_memory)
		set_cause(task, "out of memory");
	if (!code && follow(task) && !curl_multi_add_handle(t->multi, task->easy))
		return;
	fill_response(task);
	task_done(t, task);
}

/* --- the table --------------------------------------------------------------------------------- */

static const char *
transport_version(void)
{
	return curl_version();
}

static void
transport_close(struct bt_transport *t)
{
	struct task *lists[3];

	if (!t)
		return;
	lists[0] = t->running;
	lists[1] = t->done;
	lists[2] = t->given;
	for (struct task *task = t->running; task; task = task->next)
		curl_multi_remove_handle(t->multi, task->easy);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (struct task *task = lists[i], *next; task; task = next) {
			next = task->next;
			task_free(task);
		}
	curl_multi_cleanup(t->multi);
	free(t);
	/* No curl_global_cleanup: a resolver that was left behind may still use it. */
}

static enum bt_status
transport_open(int max_per_host, int max_total, struct bt_transport **out, struct bt_err *err)
{
	struct bt_transport *t;

	if (curl_global_init(CURL_GLOBAL_DEFAULT))
		return bt_err_set(err, BT_E_NET, "libcurl does not start");
	t = calloc(1, sizeof(*t));
	if (t)
		t->multi = curl_multi_init();
	if (!t || !t->multi ||
	    curl_multi_setopt(t->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)max_per_host) ||
	    curl_multi_setopt(t->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)max_total) ||
	    curl_multi_setopt(t->multi, CURLMOPT_MAXCONNECTS, (long)max_total)) {
		if (t && t->multi)
			curl_multi_cleanup(t->multi);
		free(t);
		return bt_err_set(err, BT_E_NOMEM, "libcurl: out of memory");
	}
	t->done_end = &t->done;
	*out = t;
	return BT_OK;
}

static enum bt_status
transport_submit(struct bt_transport *t, const struct bt_request *req, struct bt_err *err)
{
	struct task *task;
	CURLMcode code;

	if (!is_url_good(req->url, req->plain_http))
		return bt_err_set(err, BT_E_USAGE, "an address that may not be opened");
	task = task_new(req);
	if (!task)
		return bt_err_set(err, BT_E_NET, "libcurl does not take the request");
	code = curl_multi_add_handle(t->multi, task->easy);
	if (code) {
		task_free(task);
		return bt_err_set(err, BT_E_NET, "libcurl: %s", curl_multi_strerror(code));
	}
	task->next = t->running;
	t->running = task;
	t->n_open++;
	return BT_OK;
}

/* Let libcurl work and collect what ended; false when it cannot go on. */
static bool
perform(struct bt_transport *t)
{
	int running, left;
	CURLMsg *msg;

	if (curl_multi_perform(t->multi, &running))
		return false;
	while ((msg = curl_multi_info_read(t->multi, &left))) {
		CURL *easy = msg->easy_handle;
		CURLcode code = msg->data.result; /* msg dies with the handle's removal */
		char *task = NULL;

		if (msg->msg == CURLMSG_DONE && !curl_easy_getinfo(easy, CURLINFO_PRIVATE, &task) &&
		    task)
			task_ended(t, (struct task *)(void *)task, code);
	}
	return true;
}

static const struct bt_response *
give(struct bt_transport *t)
{
	struct task *task = t->done;

	if (!task)
		return NULL;
	t->done = task->next;
	if (!t->done)
		t->done_end = &t->done;
	task->next = t->given;
	t->given = task;
	t->n_open--;
	return &task->res;
}

static void
transport_drop(struct bt_transport *t, const struct bt_response *res)
{
	struct task **at = &t->given;

	while (*at && &(*at)->res != res)
		at = &(*at)->next;
	if (!*at)
		return;
	struct task *task = *at;

	*at = task->next;
	task_free(task);
}

static const struct bt_response *
transport_poll(struct bt_transport *t, int wake_fd, int timeout_ms)
{
	struct curl_waitfd extra = {.fd = wake_fd, .events = CURL_WAIT_POLLIN};
	int64_t deadline = bt_clock_mono_ms() + timeout_ms;

	if (t->done || !perform(t))
		return give(t);
	while (!t->done) {
		int64_t left = timeout_ms < 0 ? WAIT_FOREVER_MS : deadline - bt_clock_mono_ms();

		if (left <= 0 || curl_multi_poll(t->multi, &extra, wake_fd >= 0, (int)left, NULL) ||
		    !perform(t) || extra.revents)
			break;
	}
	return give(t);
}

static size_t
transport_open_requests(const struct bt_transport *t)
{
	return t->n_open;
}

static void
transport_cancel(struct bt_transport *t, const void *user)
{
	struct task *next;

	for (struct task *task = t->running; task; task = next) {
		next = task->next;
		if (task->res.user != user)
			continue;
		curl_multi_remove_handle(t->multi, task->easy);
		task->res.net = BT_NET_CANCELLED;
		set_cause(task, "cancelled");
		fill_response(task);
		task_done(t, task);
	}
}

const struct bt_transport_ops bt_transport_curl = {
	.abi = BT_TRANSPORT_ABI,
	.version = transport_version,
	.open = transport_open,
	.submit = transport_submit,
	.poll = transport_poll,
	.drop = transport_drop,
	.open_requests = transport_open_requests,
	.cancel = transport_cancel,
	.close = transport_close,
};
