/* model/source_sample.h - the built-in sample while it runs: quotes that move, made-up news and notes.
 *
 * Opening is bt_source_sample_open (model/source.h).  Everything is a function of the instant that is
 * passed: the same instant gives the same bytes, and what lies before a day does not depend on how long
 * after it one looks.  */
#ifndef BT_MODEL_SOURCE_SAMPLE_H
#define BT_MODEL_SOURCE_SAMPLE_H

#include "base/arena.h"
#include "core/news.h"
#include "model/health.h"
#include "model/source.h"

/* The quote at an instant of security number i of the sample's market.  It changes every two seconds
 * while the session is on.  False when a session began since the sample was opened: open it anew.  */
bool bt_source_sample_quote(const struct bt_source *s, size_t i, int64_t now_utc,
                            struct bt_quote *out);

/* When a sample that was opened at an instant is next another: its quotes move while the market is open, its
 * prices before and after the session more slowly, and while it is closed nothing until it opens.  */
int64_t bt_source_sample_next(int64_t now_utc);

/* Made-up sources as the health view shows them: good ones, one that is tried again, one that has stopped, one
 * without its key, and a log of requests.  Changes once a minute.  BT_E_NOMEM when the arena is exhausted.  */
BT_MUST_CHECK enum bt_status bt_source_sample_health(const struct bt_source *s, int64_t now_utc, struct bt_arena *a,
                                                     struct bt_health *out);

/* Made-up news up to an instant, newest first, about what the sample's shares did; two feeds, and some
 * stories in both.  BT_E_NOMEM when the arena is exhausted.  */
BT_MUST_CHECK enum bt_status bt_source_sample_news(const struct bt_source *s, int64_t now_utc,
                                                   struct bt_arena *a, struct bt_news_item **out,
                                                   size_t *n);

/* Made-up notes in the form of the notes file: a comment, a fact, a target and an event at the begin of
 * each quarter up to the instant, and two events each month, so that some lie ahead on every day.  NULL when the arena is exhausted.  */
const char *bt_source_sample_notes(int64_t now_utc, struct bt_arena *a);

#endif
