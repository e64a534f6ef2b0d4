/* tests/support/loopback_fault.h - the faults a test can switch on, as a list of rules.
 *
 * A rule is written as a query string, in /__control?..., in the routes file and on the command
 * line alike:  mode=MODE[&path=GLOB][&key=value...]
 *
 *   modes that add to an answer (all matching rules count, also together with one of the others)
 *     delay     ms=N                  wait before the first byte
 *     drip      ms=N bytes=N          send bytes at a time with ms between (default 1 byte, 20 ms)
 *     gzip      [force=1]             Content-Encoding: gzip when the client accepts it (or forced)
 *     etag                            ETag and Last-Modified; 304 when the client has it
 *     skew      s=N                   the Date header is N seconds off
 *     chunked                         Transfer-Encoding: chunked
 *     close                           Connection: close after the answer
 *   modes that replace or break the answer (the rule added last wins)
 *     refuse                          connections are reset at accept (path is not looked at)
 *     down                            the port is closed: connection refused (control port stays)
 *     hang                            the request is read and never answered
 *     reset     [at=N]                N bytes of the body (default half), then a TCP reset
 *     truncate  [at=N]                the same, then an orderly close: shorter than declared
 *     status    status=N [retry-after=S]   or mode=401, mode=429...: that status with the body the
 *                                     provider sends (Yahoo's JSON or text); 100..999
 *     html      [status=200]          a page "Will be right back"
 *     consent   [status=200]          a page with a form, as a consent or proof-of-work wall
 *     body      text=T [type=T] [status=N]   exactly this text
 *     garbage   [bytes=4096]          random bytes, declared with the route's content type
 *     empty                           200 and no body
 *     redirect  to=URL [status=302] [keep=1]   keep: the request's path and query are appended
 *     loop                            redirects to itself with a counter, for ever
 *     bomb      [mb=200]              gzip of mb MiB of blanks, made while sending
 *     stream    [mb=200] [length=0]   mb MiB of blanks, with a Content-Length (or without)
 *     ok                              remove the rules whose path is this one; without a path, all
 *   limits of every rule
 *     times=N   only the first N matching requests      after=N   not the first N
 *     p=PCT     that share of them, chosen by seed, path and attempt
 *   In a path '*' stands for any text; with a '?' in it the query is matched too.
 */
#ifndef BT_TESTS_LOOPBACK_FAULT_H
#define BT_TESTS_LOOPBACK_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "loopback_http.h"

enum lb_mode {
	LB_OK, LB_DELAY, LB_DRIP, LB_GZIP, LB_ETAG, LB_SKEW, LB_CHUNKED, LB_CLOSE,
	LB_REFUSE, LB_DOWN, LB_HANG, LB_RESET, LB_TRUNCATE, LB_STATUS, LB_HTML, LB_CONSENT,
	LB_BODY, LB_GARBAGE, LB_EMPTY, LB_REDIRECT, LB_LOOP, LB_BOMB, LB_STREAM
};

struct lb_rule {
	enum lb_mode mode;
	char path[512];
	long ms, bytes, at, mb, s, status, retry_after, times, after, p;
	bool force, keep, has_length;
	char text[4096], type[128];   /* text is also the target of a redirect */
	unsigned long seen, used;
	struct lb_rule *next;         /* older */
};

struct lb_faults {
	struct lb_rule *first;        /* newest */
	uint64_t seed;
};

/* What all matching rules together do to one request. */
struct lb_effect {
	long delay_ms, drip_ms, drip_bytes, skew_s;
	bool gzip, gzip_force, etag, chunked, close;
	const struct lb_rule *act;    /* the replacing rule, or NULL; valid until rules change */
};

/* Add (or with mode=ok remove) rules from a query string; path, when not in the query, is
 * otherwise (NULL: "*").  false with a message in why[size] when it is not understood. */
bool lb_faults_control(struct lb_faults *f, const char *query, const char *otherwise, char *why,
	size_t size);
void lb_faults_apply(struct lb_faults *f, const struct lb_request *r, struct lb_effect *out);
/* Is a refuse (or down) rule on?  Counts a use of it. */
bool lb_faults_refuse(struct lb_faults *f);
bool lb_faults_down(const struct lb_faults *f);
void lb_faults_json(const struct lb_faults *f, struct lb_buf *out);
void lb_faults_clear(struct lb_faults *f);

/* A well mixed 64-bit number from a text and a number: all of the server's "chance". */
uint64_t lb_hash(uint64_t seed, const char *text, uint64_t n);

#endif
