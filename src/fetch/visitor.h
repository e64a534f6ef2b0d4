/* fetch/visitor.h - what Yahoo's quote endpoint wants to be shown: a visitor's cookies and the crumb that goes
 * with them (providers.md, section 6).
 *
 * This is the state that a provider does not have.  Whoever drives the requests keeps one visitor:
 *
 *	kind = bt_visitor_needs(&v)          COOKIE, then CRUMB, then BT_JOB_KINDS: ready for QUOTES
 *	bt_visitor_cookies(&v, set_cookie)   of the response to a COOKIE job, whatever its status
 *	bt_visitor_crumb(&v, answer->crumb)  of the answer to a CRUMB job
 *	bt_visitor_refused(&v)               a QUOTES or CRUMB job ended with AUTH: once a request, begin anew
 *
 * They live for months: keep them in a file of the cache directory, mode 0600.  */
#ifndef BT_FETCH_VISITOR_H
#define BT_FETCH_VISITOR_H

#include "fetch/provider.h"

struct bt_visitor {
	char cookies[2048];      /* "A3=...; B=..." as the Cookie header has them; "" none */
	char crumb[33];          /* "" none */
	bool renewed;            /* begun anew and not known to be good since */
};

/* The next job to do before quotes can be asked; BT_JOB_KINDS: none. */
enum bt_job_kind bt_visitor_needs(const struct bt_visitor *v);

/* Take the name=value parts of the lines "A3=...; Path=/; ...", joined by '\n'; false: there was none, or it
 * had no room.  Older cookies of other names stay.  */
bool bt_visitor_cookies(struct bt_visitor *v, const char *set_cookie);
bool bt_visitor_crumb(struct bt_visitor *v, const char *crumb);

/* Quotes came: what we have is good. */
void bt_visitor_accepted(struct bt_visitor *v);
/* Drop all.  False when that was done already and helped nothing: do not try again by oneself. */
bool bt_visitor_refused(struct bt_visitor *v);

/* A crumb is short and plain; sources have sent words and pages in its place. */
bool bt_crumb_is_good(const char *s, size_t n);

/* Read and write the file; what is damaged reads as none. */
void bt_visitor_load(struct bt_visitor *v, const char *path);
BT_MUST_CHECK enum bt_status bt_visitor_save(const struct bt_visitor *v, const char *path, struct bt_err *err);

#endif
