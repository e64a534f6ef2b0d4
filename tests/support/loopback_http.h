/* tests/support/loopback_http.h - HTTP/1.1 requests as text, queries, patterns, dates. */
#ifndef BT_TESTS_LOOPBACK_HTTP_H
#define BT_TESTS_LOOPBACK_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "loopback_buf.h"

#define LB_TARGET  8192
#define LB_HEADERS 64

struct lb_request {
	char method[16];
	char target[LB_TARGET];    /* as sent: path and query */
	char path[LB_TARGET];      /* without the query, percent-decoded */
	const char *query;         /* into target, "" when there is none */
	struct {
		const char *name, *value;   /* into text */
	} header[LB_HEADERS];
	size_t nheader;
	size_t content_length;
	bool keep_alive;
	char *text;                /* owned copy of the head */
};

/* Parse a request head from n bytes.  > 0: its length, the blank line included, and *out is
 * filled (lb_request_free it); 0: more is needed; -1: no HTTP request. */
long lb_request_parse(const char *bytes, size_t n, struct lb_request *out);
void lb_request_free(struct lb_request *r);

/* Value of a header, or NULL. */
const char *lb_request_header(const struct lb_request *r, const char *name);

/* Decoded value of a query field; false when absent.  "a" counts as "a=". */
bool lb_query_get(const char *query, const char *name, char *out, size_t size);
/* The same as a whole number; otherwise when absent or no number. */
long lb_query_number(const char *query, const char *name, long otherwise);

/* Percent-decode n bytes of from into out[size] (cut, terminated). */
void lb_decode(const char *from, size_t n, char *out, size_t size);

/* '*' stands for any text (slashes too), everything else for itself. */
bool lb_glob(const char *pattern, const char *text);
/* Does a route or fault pattern match?  Against path and query when it holds a '?', else against
 * the path; as sent and decoded. */
bool lb_pattern_matches(const char *pattern, const struct lb_request *r);

/* "Tue, 23 Dec 2025 01:44:09 GMT" */
void lb_http_date(time_t t, char *out, size_t size);
/* The reverse; -1 when it is none. */
time_t lb_http_date_parse(const char *text);
const char *lb_reason(int status);

#endif
