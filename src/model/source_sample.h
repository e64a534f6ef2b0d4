/* model/source_sample.h - the built-in sample while it runs: quotes that move, made-up news and notes.
 *
 * Opening is bt_source_sample_open (model/source.h).  Everything is a function of the instant that is
 * passed: the same instant gives the same bytes, and what lies before a day does not depend on how long
 * after it one looks.  */
#ifndef BT_MODEL_SOURCE_SAMPLE_H
#define BT_MODEL_SOURCE_SAMPLE_H

#include "base/arena.h"
#include "core/news.h"
#include "model/source.h"

/* The quote at an instant of security number i of the sample's market.  It changes every two seconds
 * while the session is on.  False when a session began since the sample was opened: open it anew.  */
bool bt_source_sample_quote(const struct bt_source *s, size_t i, int64_t now_utc,
                            struct bt_quote *out);

/* Made-up news up to an instant, newest first, about what the sample's shares did; two feeds, and some
 * stories in both.  BT_E_NOMEM when the arena is exhausted.  */
BT_MUST_CHECK enum bt_status bt_source_sample_news(const struct bt_source *s, int64_t now_utc,
                                                   struct bt_arena *a, struct bt_news_item **out,
                                                   size_t *n);

/* Made-up notes in the form of the notes file: a comment, a fact, a target and an event at the begin of
 * each quarter up to the instant.  NULL when the arena is exhausted.  */
const char *bt_source_sample_notes(int64_t now_utc, struct bt_arena *a);

#endif
