/* model/stories.h - news that tell the same, told together.
 *
 * Two items are one story when they were published within three days and their titles have six in ten of
 * their words in common (Jaccard, A. Broder, On the resemblance and containment of documents, 1997), words of
 * grammar left out.  Titles that both name numbers, or words in capitals, and no common one, tell different things
 * ("falls 1 %" and "falls 3 %", "MSFT & peers" and "SPY & peers").  An item joins the story of the oldest item that it is like, so what was one story stays
 * one however much comes later, and as of a past day it is the same.  */
#ifndef BT_MODEL_STORIES_H
#define BT_MODEL_STORIES_H

#include "base/arena.h"
#include "core/news.h"

#define BT_STORY_SPAN_S (3 * 86400)
#define BT_STORY_LIKENESS 0.6

/* out[i] is the oldest item of the story of item[i]; items are newest first.  The arena is for what is needed
 * on the way and must never run dry.  */
void bt_stories_find(const struct bt_news_item *item, size_t n, struct bt_arena *a, size_t *out);

/* How much two titles have in common, 0 to 1; 0 when their numbers or symbols differ. */
double bt_story_likeness(const char *a, const char *b);

#endif
