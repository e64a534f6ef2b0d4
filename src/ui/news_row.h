/* ui/news_row.h - what a row of the news view holds: its texts, and the links that are numbered in the reader. */
#ifndef BT_UI_NEWS_ROW_H
#define BT_UI_NEWS_ROW_H

#include "ui/screen.h"

#define BT_NEWS_LINKS 64

/* The selected row, or NULL. */
const struct bt_val *bt_news_row(const struct bt_screen *s);
/* A text of it, "" when it is missing; the length of a list, 0 when it is none. */
const char *bt_news_text(const struct bt_val *row, const char *name);
size_t bt_news_length(const struct bt_val *list);

/* Links of the web alone, each once, not ended by NUL: those that the summary numbers (the first is the item's own),
 * those of items that tell the same, those that stand in the text as they are.  */
struct bt_news_links {
	const char *at[BT_NEWS_LINKS];
	size_t len[BT_NEWS_LINKS];
	size_t n;
};
struct bt_news_links bt_news_links_of(const struct bt_val *row);

/* Where a link goes, "www.example.com"; "" when that cannot be told. */
void bt_news_host(const char *link, size_t len, char *buf, size_t size);

#endif
