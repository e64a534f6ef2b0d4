/* tests/support/loopback_http.c - HTTP/1.1 requests as text, queries, patterns, dates. */
#define _GNU_SOURCE 1
#include "loopback_http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void
lb_decode(const char *from, size_t n, char *out, size_t size)
{
	size_t o = 0;

	for (size_t i = 0; i < n && o + 1 < size; i++) {
		if (from[i] == '%' && i + 2 < n && hex(from[i + 1]) >= 0 && hex(from[i + 2]) >= 0) {
			out[o++] = (char)(hex(from[i + 1]) * 16 + hex(from[i + 2]));
			i += 2;
		} else {
			out[o++] = from[i];
		}
	}
	out[o] = '\0';
}

static bool
parse_line(struct lb_request *r, const char *line)
{
	size_t m = strcspn(line, " ");
	const char *target = line + m + (line[m] == ' ');
	size_t t = strcspn(target, " ");
	const char *version = target + t + (target[t] == ' ');

	if (m == 0 || m >= sizeof r->method || t == 0 || t >= sizeof r->target ||
	    strncmp(version, "HTTP/1.", 7) != 0)
		return false;
	snprintf(r->method, sizeof r->method, "%.*s", (int)m, line);
	snprintf(r->target, sizeof r->target, "%.*s", (int)t, target);
	r->keep_alive = version[7] == '1';
	t = strcspn(r->target, "?");
	lb_decode(r->target, t, r->path, sizeof r->path);
	r->query = r->target[t] ? r->target + t + 1 : r->target + t;
	return true;
}

static bool
parse_headers(struct lb_request *r, char *at)
{
	for (;;) {
		char *end = strstr(at, "\r\n");
		char *colon;

		if (!end || end == at)
			return true;
		*end = '\0';
		colon = strchr(at, ':');
		if (!colon || r->nheader == LB_HEADERS)
			return false;
		*colon = '\0';
		r->header[r->nheader].name = at;
		r->header[r->nheader++].value = colon + 1 + strspn(colon + 1, " \t");
		at = end + 2;
	}
}

long
lb_request_parse(const char *bytes, size_t n, struct lb_request *r)
{
	const char *end = n ? memmem(bytes, n, "\r\n\r\n", 4) : NULL;
	const char *value;
	char *line_end;
	size_t len;

	if (!end)
		return n >= 65536 ? -1 : 0;
	len = (size_t)(end - bytes) + 4;
	memset(r, 0, sizeof *r);
	r->text = lb_alloc(len + 1);
	memcpy(r->text, bytes, len);
	line_end = strstr(r->text, "\r\n");
	if (!line_end)
		goto bad;   /* a NUL in the first line */
	*line_end = '\0';
	if (!parse_line(r, r->text) || !parse_headers(r, line_end + 2))
		goto bad;
	value = lb_request_header(r, "Connection");
	if (value)
		r->keep_alive = r->keep_alive ? strcasecmp(value, "close") != 0
			: strcasecmp(value, "keep-alive") == 0;
	value = lb_request_header(r, "Content-Length");
	if (value)
		r->content_length = strtoul(value, NULL, 10);
	return (long)len;
bad:
	lb_request_free(r);
	return -1;
}

void
lb_request_free(struct lb_request *r)
{
	free(r->text);
	r->text = NULL;
	r->nheader = 0;
}

const char *
lb_request_header(const struct lb_request *r, const char *name)
{
	for (size_t i = 0; i < r->nheader; i++)
		if (strcasecmp(r->header[i].name, name) == 0)
			return r->header[i].value;
	return NULL;
}

bool
lb_query_get(const char *query, const char *name, char *out, size_t size)
{
	size_t want = strlen(name);

	while (*query) {
		size_t field = strcspn(query, "&");
		size_t key = strcspn(query, "=&");

		if (key == want && strncmp(query, name, want) == 0) {
			size_t skip = key < field ? key + 1 : key;

			lb_decode(query + skip, field - skip, out, size);
			return true;
		}
		query += field + (query[field] == '&');
	}
	return false;
}

long
lb_query_number(const char *query, const char *name, long otherwise)
{
	char text[64], *end;
	long v;

	if (!lb_query_get(query, name, text, sizeof text))
		return otherwise;
	v = strtol(text, &end, 10);
	return end == text || *end ? otherwise : v;
}

bool
lb_glob(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			from = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

bool
lb_pattern_matches(const char *pattern, const struct lb_request *r)
{
	char plain[LB_TARGET];
	size_t cut = strcspn(r->target, "?");

	if (strchr(pattern, '?')) {
		lb_decode(r->target, strlen(r->target), plain, sizeof plain);
		return lb_glob(pattern, r->target) || lb_glob(pattern, plain);
	}
	snprintf(plain, sizeof plain, "%.*s", (int)cut, r->target);
	return lb_glob(pattern, plain) || lb_glob(pattern, r->path);
}

/* Own tables: the names must not follow the locale. */
static const char *const day_name[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char *const month_name[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void
lb_http_date(time_t t, char *out, size_t size)
{
	struct tm tm;

	gmtime_r(&t, &tm);
	snprintf(out, size, "%s, %02d %s %d %02d:%02d:%02d GMT", day_name[tm.tm_wday], tm.tm_mday,
		month_name[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

time_t
lb_http_date_parse(const char *text)
{
	struct tm tm = {0};
	char month[4];

	if (sscanf(text, "%*3[A-Za-z], %d %3[A-Za-z] %d %d:%d:%d", &tm.tm_mday, month, &tm.tm_year,
	    &tm.tm_hour, &tm.tm_min, &tm.tm_sec) != 6)
		return -1;
	tm.tm_year -= 1900;
	for (tm.tm_mon = 0; tm.tm_mon < 12; tm.tm_mon++)
		if (strcmp(month, month_name[tm.tm_mon]) == 0)
			return timegm(&tm);
	return -1;
}

const char *
lb_reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} row[] = {
		{200, "OK"}, {202, "Accepted"}, {204, "No Content"}, {301, "Moved Permanently"},
		{302, "Found"}, {303, "See Other"}, {304, "Not Modified"},
		{307, "Temporary Redirect"}, {308, "Permanent Redirect"}, {400, "Bad Request"},
		{401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"},
		{422, "Unprocessable Entity"}, {429, "Too Many Requests"},
		{500, "Internal Server Error"}, {502, "Bad Gateway"},
		{503, "Service Unavailable"}, {504, "Gateway Timeout"}, {999, "Request denied"},
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (row[i].status == status)
			return row[i].reason;
	return "Status";
}
