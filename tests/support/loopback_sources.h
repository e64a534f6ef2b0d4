/* tests/support/loopback_sources.h - answers in the shapes of Cboe, FRED, the New York Fed, Nasdaq, Tiingo and
 * Yahoo's quote and search, from the market's bars.
 *
 *   /api/global/us_indices/daily_prices/{SPX,VIX,RUT}_History.csv      Cboe's history
 *   /api/global/delayed_quotes/quotes/SYM.json                         Cboe's quote
 *   /graph/fredgraph.csv?id=A,B                                        FRED; the index of a series, or made up
 *   /api/rates/unsecured/effr/last/10.json                             New York Fed
 *   /api/quote/SYM/info, /api/screener/stocks                          Nasdaq; the screener has 3,500 made-up shares
 *   /tiingo/daily/SYM/prices?startDate=D                               wants "Authorization: Token LB_KEY"
 *   /v1/finance/search?q=WORDS                                         Yahoo's symbols and headlines
 *   /cookie, /v1/test/getcrumb, /v7/finance/quote                      the last two want what those before gave
 */
#ifndef BT_TESTS_LOOPBACK_SOURCES_H
#define BT_TESTS_LOOPBACK_SOURCES_H

#include "loopback_site.h"

/* The key that is good, and the crumb that is given. */
#define LB_KEY "loopback-key"
#define LB_CRUMB "lb/Crumb.1"

/* Fill body, status, type and headers when the path is one of these; false when it is not. */
bool lb_source_answer(struct lb_market *m, const struct lb_request *r, struct lb_response *res);

#endif
