/* fetch/rss.h - the items of a feed: RSS 0.91, 1.0, 2.0 and Atom. */
#ifndef BT_FETCH_RSS_H
#define BT_FETCH_RSS_H

#include "fetch/provider.h"

#define BT_FEED_MAX_BYTES (4u << 20)
#define BT_FEED_MAX_ITEMS 500
#define BT_FEED_MAX_DEPTH 64

/* Read the items of the feed job->url into answer->news, in the order of the feed.
 *
 * Texts are plain, clean UTF-8 (bt_html_words; summaries bt_html_text, with the numbers of their
 * links), links absolute http or https (bt_url_link) or "".
 * An item without title is called by the beginning of its summary, or by its link; one that has
 * nothing is dropped and counted.  A date that is missing, no date, or later than a day from now is
 * the time of arrival. Items before the place where a feed is broken are good, answer->detail tells
 * of it; a body that holds none is TRUNCATED or FORMAT.  A document type with an internal subset
 * stops the parser before anything of it is used; nothing external is ever opened.  */
void bt_rss_read(const struct bt_job *job, const char *body, size_t len, int64_t now_utc,
                 struct bt_arena *a, struct bt_answer *answer);

#endif
