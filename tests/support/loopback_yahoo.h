/* tests/support/loopback_yahoo.h - provider answers in Yahoo's shapes, and RSS feeds. */
#ifndef BT_TESTS_LOOPBACK_YAHOO_H
#define BT_TESTS_LOOPBACK_YAHOO_H

#include "loopback_buf.h"
#include "loopback_http.h"
#include "loopback_market.h"

#define LB_SPARK_MOST 20

/* Each writes a body and returns the HTTP status. */

/* /v8/finance/chart/SYM?range=R | period1=S&period2=S, interval=1d (or 1m..1h for the last
 * five sessions), events=div,split.  404 unknown symbol, 422 what the interval cannot do. */
int lb_yahoo_chart(struct lb_market *m, const char *symbol, const char *query, struct lb_buf *out);

/* /v7/finance/spark?symbols=A,B&range=R&interval=1d (shape with meta), or flat as v8.  400 without
 * symbols and with more than 20; unknown ones are missing; the order is the server's own. */
int lb_yahoo_spark(struct lb_market *m, const char *query, bool flat, struct lb_buf *out);

/* A feed of items (default 20) dated from m->now backwards, in the manner of the provider that the
 * path or style=yahoo|rssindex|fed|cnbc|marketwatch|nasdaq|google|atom names.  The items are
 * fixed by seed, path and index.  Returns the content type. */
const char *lb_feed(const struct lb_market *m, const struct lb_request *r, struct lb_buf *out);
/* Is the path one of a feed: /rss/..., /feed/..., or those of the providers? */
bool lb_is_feed(const char *path);

#endif
