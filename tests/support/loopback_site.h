/* tests/support/loopback_site.h - what the loopback server answers: from a request to a response.
 *
 * Looked at in this order: the control paths, the routes file, the made-up or CSV-fed providers
 * (Yahoo chart and spark, feeds, those of loopback_sources.h), files below the root, 404.  Faults are laid over all but the
 * control paths:
 *
 *   /__control?mode=...        a fault rule, see loopback_fault.h; answers the list of rules
 *   /__stats                   counters as JSON, see loopback_stats.h
 *   /__requests                the last requests with their headers, oldest first, as JSON
 *   /__reset[?all=1]           zero the counters; all: fault rules and the clock too
 *   /__clock?now=T|advance=S   set the market's clock (a date, a time, epoch) or move it; answers it
 *   /__quit                    end
 */
#ifndef BT_TESTS_LOOPBACK_SITE_H
#define BT_TESTS_LOOPBACK_SITE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "loopback_fault.h"
#include "loopback_market.h"
#include "loopback_route.h"
#include "loopback_stats.h"

enum lb_stream { LB_STREAM_NONE, LB_STREAM_BLANKS, LB_STREAM_BOMB };

struct lb_response {
	int status;
	char type[128];
	struct lb_buf headers;     /* "Name: value\r\n" lines beyond the usual ones */
	struct lb_buf body;
	enum lb_stream stream;     /* made while sending instead of body */
	uint64_t stream_bytes;     /* before compression */
	bool length;               /* announce Content-Length */
	bool chunked;
	bool close;                /* close after it */
	bool reset;                /* end with a TCP reset */
	bool hang;                 /* send nothing at all */
	bool no_body;              /* HEAD and 304 */
	long cut;                  /* send only so many bytes of the body; -1: all */
	long delay_ms, drip_ms, drip_bytes, skew_s;
	time_t modified;
};

struct lb_site {
	struct lb_market market;
	int64_t first_now;         /* the clock at the start */
	struct lb_faults faults;
	struct lb_stats stats;
	struct lb_route *routes;
	char root[512];            /* "" for none */
	bool can_be_down;          /* there is a control port */
	bool quit;
};

/* Fill *out (zeroed before) for a request; lb_response_free it. */
void lb_site_answer(struct lb_site *site, const struct lb_request *r, struct lb_response *out);
void lb_response_free(struct lb_response *res);

/* Status line and headers, the blank line included.  Ends chunked coding and keep-alive where the
 * response does not allow them. */
void lb_response_head(struct lb_response *res, struct lb_buf *out);

/* The fault rule's part of an answer (loopback_effect.c). */
void lb_effect_on(const struct lb_effect *e, const struct lb_request *r, uint64_t seed,
	struct lb_response *res);

/* Shared small steps. */
void lb_response_text(struct lb_response *res, int status, const char *type, const char *text);
bool lb_gzip(struct lb_buf *body);

#endif
