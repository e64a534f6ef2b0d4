/* core/news.h - one item of a feed, as clean text. */
#ifndef BT_CORE_NEWS_H
#define BT_CORE_NEWS_H

#include <stddef.h>
#include <stdint.h>

struct bt_news_item {
	const char *id;          /* guid, else link, else title: what makes it the same item */
	const char *title;
	const char *summary;     /* plain text, may be ""; lines end in '\n', "[2]" is the second of links */
	const char *link;        /* http or https, or "" */
	const char *links;       /* what the summary numbers, a line each, the first of them link where there is
	                          * one; "": link alone */
	const char *feed;        /* name of the feed */
	const char *symbol;      /* the feed is about this symbol, or "" */
	int64_t published_utc;   /* epoch seconds; that of arrival when the item has none */
	int64_t fetched_utc;
};

#endif
