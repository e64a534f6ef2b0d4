/* tests/support/loopback_site.c - from a request to a response. */
#define _GNU_SOURCE 1
#include "loopback_site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loopback_sources.h"
#include "loopback_yahoo.h"

#define JSON "application/json;charset=utf-8"

void
lb_response_free(struct lb_response *res)
{
	lb_buf_free(&res->headers);
	lb_buf_free(&res->body);
}

/* Value of a header among "Name: value\r\n" lines; its length in *n. */
static const char *
header_in(const struct lb_buf *lines, const char *name, size_t *n)
{
	size_t len = strlen(name);

	for (const char *p = lines->n ? lines->p : NULL; p && *p;) {
		const char *end = strstr(p, "\r\n");

		if (!end)
			break;
		if (strncasecmp(p, name, len) == 0 && p[len] == ':') {
			p += len + 1;
			p += strspn(p, " \t");
			*n = (size_t)(end - p);
			return p;
		}
		p = end + 2;
	}
	return NULL;
}

void
lb_response_head(struct lb_response *res, struct lb_buf *o)
{
	char date[64];
	size_t n;

	if (res->stream || res->no_body)
		res->chunked = false;
	lb_http_date(time(NULL) + res->skew_s, date, sizeof date);
	lb_putf(o, "HTTP/1.1 %d %s\r\n", res->status, lb_reason(res->status));
	if (res->skew_s || !header_in(&res->headers, "Date", &n))
		lb_putf(o, "Date: %s\r\n", date);
	if (res->type[0] && !header_in(&res->headers, "Content-Type", &n) && res->status != 304)
		lb_putf(o, "Content-Type: %s\r\n", res->type);
	if (res->headers.n)
		lb_put(o, res->headers.p, res->headers.n);
	if (res->chunked)
		lb_puts(o, "Transfer-Encoding: chunked\r\n");
	else if (res->stream && res->length)
		lb_putf(o, "Content-Length: %llu\r\n", (unsigned long long)res->stream_bytes);
	else if (!res->stream && res->status != 304)
		lb_putf(o, "Content-Length: %zu\r\n", res->body.n);
	lb_putf(o, "Connection: %s\r\n\r\n", res->close ? "close" : "keep-alive");
}

/* --- files ------------------------------------------------------------------------------------ */

static bool
read_whole(const char *path, struct lb_buf *out, time_t *modified)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char part[65536];
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return false;
	}
	lb_put(out, "", 0);
	while ((n = read(fd, part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			lb_put(out, part, (size_t)n);
	close(fd);
	*modified = st.st_mtime;
	return n == 0;
}

static const char *
type_of(const char *path)
{
	static const struct {
		const char *end, *type;
	} row[] = {
		{".json", JSON}, {".csv", "text/csv"}, {".xml", "application/xml"},
		{".html", "text/html; charset=utf-8"}, {".txt", "text/plain"},
	};
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (n > strlen(row[i].end) && strcmp(path + n - strlen(row[i].end), row[i].end) == 0)
			return row[i].type;
	return "application/octet-stream";
}

static bool
is_hop_header(const char *line)
{
	static const char *const name[] = {"content-length:", "transfer-encoding:",
		"content-encoding:", "connection:", "keep-alive:"};

	for (size_t i = 0; i < sizeof name / sizeof name[0]; i++)
		if (strncasecmp(line, name[i], strlen(name[i])) == 0)
			return true;
	return false;
}

/* "FILE.headers": a status line, then headers. */
static void
recorded_headers(const char *path, struct lb_response *res)
{
	char name[2048];
	struct lb_buf text = {0};
	char *rest, *line;
	time_t unused;

	snprintf(name, sizeof name, "%s.headers", path);
	if (!read_whole(name, &text, &unused)) {
		lb_buf_free(&text);
		return;
	}
	rest = text.p;
	while ((line = strsep(&rest, "\n")) != NULL) {
		line[strcspn(line, "\r")] = '\0';
		if (strncmp(line, "HTTP/", 5) == 0)
			res->status = (int)strtol(line + strcspn(line, " "), NULL, 10);
		else if (strchr(line, ':') && !is_hop_header(line))
			lb_putf(&res->headers, "%s\r\n", line);
	}
	lb_buf_free(&text);
}

static bool
from_file(const char *path, struct lb_response *res)
{
	res->body.n = 0;
	if (!read_whole(path, &res->body, &res->modified))
		return false;
	res->status = 200;
	snprintf(res->type, sizeof res->type, "%s", type_of(path));
	recorded_headers(path, res);
	return true;
}

static bool
from_root(const struct lb_site *site, const struct lb_request *r, struct lb_response *res)
{
	char path[sizeof site->root + LB_TARGET];

	if (!site->root[0] || strstr(r->path, "/.") || r->path[0] != '/')
		return false;
	snprintf(path, sizeof path, "%s%s", site->root, r->path);
	return from_file(path, res);
}

/* --- providers -------------------------------------------------------------------------------- */

static bool
from_provider(struct lb_site *site, const struct lb_request *r, struct lb_response *res)
{
	static const char chart[] = "/v8/finance/chart/";

	res->modified = (time_t)site->market.now;
	snprintf(res->type, sizeof res->type, JSON);
	if (strncmp(r->path, chart, sizeof chart - 1) == 0)
		res->status = lb_yahoo_chart(&site->market, r->path + sizeof chart - 1, r->query,
			&res->body);
	else if (strcmp(r->path, "/v7/finance/spark") == 0)
		res->status = lb_yahoo_spark(&site->market, r->query, false, &res->body);
	else if (strcmp(r->path, "/v8/finance/spark") == 0)
		res->status = lb_yahoo_spark(&site->market, r->query, true, &res->body);
	else if (lb_is_feed(r->path))
		snprintf(res->type, sizeof res->type, "%s", lb_feed(&site->market, r, &res->body));
	else
		return lb_source_answer(&site->market, r, res);
	if (lb_is_feed(r->path))
		res->status = 200;
	return true;
}

static void
without_route(struct lb_site *site, const struct lb_request *r, struct lb_response *res)
{
	if (!from_provider(site, r, res) && !from_root(site, r, res))
		lb_response_text(res, 404, "text/plain", "Not Found\n");
}

static void
by_route(struct lb_site *site, const struct lb_route *route, const struct lb_request *r,
	struct lb_response *res)
{
	char path[2048];

	if (route->body[0] == '=')
		lb_response_text(res, 200, "text/plain; charset=utf-8", route->body + 1);
	else if (strcmp(route->body, "-") == 0)
		lb_response_text(res, 200, "text/plain; charset=utf-8", "");
	else if (strcmp(route->body, "@") == 0)
		without_route(site, r, res);
	else {
		snprintf(path, sizeof path, "%s%s%s", route->body[0] == '/' ? "" : route->dir,
			route->body[0] == '/' ? "" : "/", route->body);
		if (!from_file(path, res)) {
			lb_response_text(res, 500, "text/plain", "the routes file names no such file: ");
			lb_puts(&res->body, path);
		}
	}
	if (route->status)
		res->status = route->status;
	if (route->type[0])
		snprintf(res->type, sizeof res->type, "%s", route->type);
	if (route->headers.n)
		lb_put(&res->headers, route->headers.p, route->headers.n);
}

/* --- conditional requests --------------------------------------------------------------------- */

static void
add_validators(struct lb_response *res)
{
	char date[64];
	uint64_t h = 1469598103934665603u;
	size_t n;

	for (size_t i = 0; i < res->body.n; i++)
		h = (h ^ (unsigned char)res->body.p[i]) * 0x100000001b3u;
	if (!header_in(&res->headers, "ETag", &n))
		lb_putf(&res->headers, "ETag: \"%016llx\"\r\n", (unsigned long long)h);
	lb_http_date(res->modified, date, sizeof date);
	if (!header_in(&res->headers, "Last-Modified", &n))
		lb_putf(&res->headers, "Last-Modified: %s\r\n", date);
}

static bool
not_modified(const struct lb_request *r, const struct lb_response *res)
{
	const char *match = lb_request_header(r, "If-None-Match");
	const char *since = lb_request_header(r, "If-Modified-Since");
	const char *have;
	char date[64];
	size_t n;

	if (match) {
		have = header_in(&res->headers, "ETag", &n);
		if (have && n > 2 && strncmp(have, "W/", 2) == 0) {
			have += 2;
			n -= 2;
		}
		return have && (strcmp(match, "*") == 0 || memmem(match, strlen(match), have, n));
	}
	have = header_in(&res->headers, "Last-Modified", &n);
	if (!since || !have)
		return false;
	snprintf(date, sizeof date, "%.*s", (int)n, have);
	return lb_http_date_parse(since) >= lb_http_date_parse(date) &&
		lb_http_date_parse(date) != -1;
}

static void
conditional(struct lb_site *site, const struct lb_request *r, bool validators,
	struct lb_response *res)
{
	if (res->status != 200)
		return;
	if (validators)
		add_validators(res);
	if (lb_request_header(r, "If-None-Match") || lb_request_header(r, "If-Modified-Since"))
		site->stats.conditional++;
	if (not_modified(r, res)) {
		site->stats.hits++;
		res->status = 304;
		res->no_body = true;
		res->body.n = 0;
	}
}

/* --- control ---------------------------------------------------------------------------------- */

static void
control_fault(struct lb_site *site, const struct lb_request *r, struct lb_response *res)
{
	char why[256] = "", mode[16] = "";

	lb_query_get(r->query, "mode", mode, sizeof mode);
	if (strcmp(mode, "down") == 0 && !site->can_be_down)
		snprintf(why, sizeof why, "mode=down needs --control-file");
	if (why[0] || !lb_faults_control(&site->faults, r->query, NULL, why, sizeof why)) {
		lb_response_text(res, 400, "text/plain", why);
		return;
	}
	lb_faults_json(&site->faults, &res->body);
}

static void
control_clock(struct lb_site *site, const struct lb_request *r, struct lb_response *res)
{
	char text[64];
	int64_t t = site->market.now;

	if (lb_query_get(r->query, "now", text, sizeof text) && !lb_market_time(text, &t)) {
		lb_response_text(res, 400, "text/plain", "now= wants a date, a time or epoch seconds");
		return;
	}
	site->market.now = t + lb_query_number(r->query, "advance", 0);
	lb_putf(&res->body, "{\"now\":%lld}", (long long)site->market.now);
}

static void
control_stats(struct lb_site *site, struct lb_response *res)
{
	lb_puts(&res->body, "{");
	lb_stats_json(&site->stats, &res->body);
	lb_putf(&res->body, ",\"now\":%lld,\"faults\":", (long long)site->market.now);
	lb_faults_json(&site->faults, &res->body);
	lb_puts(&res->body, "}");
}

static void
control_reset(struct lb_site *site, const struct lb_request *r, struct lb_response *res)
{
	lb_stats_reset(&site->stats);
	if (lb_query_number(r->query, "all", 0)) {
		lb_faults_clear(&site->faults);
		site->market.now = site->first_now;
	}
	lb_puts(&res->body, "{}");
}

static void
control(struct lb_site *site, const struct lb_request *r, struct lb_response *res)
{
	res->status = 200;
	snprintf(res->type, sizeof res->type, JSON);
	if (strcmp(r->path, "/__control") == 0)
		control_fault(site, r, res);
	else if (strcmp(r->path, "/__stats") == 0)
		control_stats(site, res);
	else if (strcmp(r->path, "/__requests") == 0)
		lb_stats_requests_json(&site->stats, &res->body);
	else if (strcmp(r->path, "/__reset") == 0)
		control_reset(site, r, res);
	else if (strcmp(r->path, "/__clock") == 0)
		control_clock(site, r, res);
	else if (strcmp(r->path, "/__quit") == 0) {
		site->quit = true;
		lb_puts(&res->body, "{}");
	} else
		lb_response_text(res, 404, "text/plain", "no such control path\n");
}

void
lb_site_answer(struct lb_site *site, const struct lb_request *r, struct lb_response *res)
{
	const struct lb_route *route;
	struct lb_effect e;
	size_t n;

	res->cut = -1;
	res->close = !r->keep_alive;
	if (strncmp(r->path, "/__", 3) == 0) {
		control(site, r, res);
		return;
	}
	route = lb_routes_find(site->routes, r);
	if (route)
		by_route(site, route, r, res);
	else
		without_route(site, r, res);
	lb_faults_apply(&site->faults, r, &e);
	if (!e.act)
		conditional(site, r, e.etag, res);
	lb_effect_on(&e, r, site->faults.seed, res);
	if (header_in(&res->headers, "Content-Encoding", &n))
		site->stats.gzip++;
	if (strcmp(r->method, "HEAD") == 0)
		res->no_body = true;
	lb_stats_status(&site->stats, res->hang ? 0 : res->status);
}
