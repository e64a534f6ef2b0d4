/* tests/support/loopback_route.h - the routes file: which path is answered by which body.
 *
 * One route a line, words divided by blanks, '#' begins a comment line; the first match wins:
 *
 *     PATTERN BODY [status=N] [type=TYPE] [header=NAME:VALUE]... [fault=RULE]...
 *
 *   PATTERN  a path, '*' for any text; with a '?' path and query are matched (as sent or decoded)
 *   BODY     a file, relative to the routes file's directory; "FILE.headers" beside it, when
 *            there, gives status and headers (lengths, codings and connection left out)
 *            =TEXT  that text; -  empty; @  what the server would answer without the route
 *   RULE     a rule of loopback_fault.h without its path, e.g. fault=mode=delay&ms=50
 *   In the options and in =TEXT "%20" and the like are decoded.
 *
 *     /v8/finance/chart/%5EGSPC*   yahoo/chart/GSPC_1d.json
 *     /v7/finance/quote*           yahoo/errors/quote_401_invalid_crumb.json status=401
 *     /feed/slow                   @ fault=mode=delay&ms=300
 */
#ifndef BT_TESTS_LOOPBACK_ROUTE_H
#define BT_TESTS_LOOPBACK_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "loopback_buf.h"
#include "loopback_fault.h"

struct lb_route {
	char pattern[512];
	char body[1024];           /* as written, decoded */
	char dir[512];             /* of the routes file */
	int status;                /* 0: not given */
	char type[128];
	struct lb_buf headers;
	struct lb_route *next;
};

/* Read a file; its faults go to *f.  NULL with a message on stderr when it cannot be used. */
struct lb_route *lb_routes_read(const char *path, struct lb_faults *f);
void lb_routes_free(struct lb_route *r);
const struct lb_route *lb_routes_find(const struct lb_route *r, const struct lb_request *q);

#endif
