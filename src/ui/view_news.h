/* ui/view_news.h - view 6: the stories of all feeds, and a reader beside or below them. */
#ifndef BT_UI_VIEW_NEWS_H
#define BT_UI_VIEW_NEWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/prompt.h"

#define BT_LINK_SIZE 2100

struct bt_news_view {
	char symbol[BT_PROMPT_SIZE];     /* stories that speak of it alone; "" all */
	char feed[64];                   /* those of it alone; "" all */
	bool unread;                     /* new ones alone */
	bool reading;                    /* the keys scroll the reader */
	char *unfold;                    /* id of the story whose items are all shown, or NULL */
	size_t top, lines, page;         /* of the reader at the last drawing */
	bool host_shown;                 /* the reader shows where the story's link goes */
	char link[BT_LINK_SIZE];         /* of the effect BROWSE */
};

void bt_news_view_init(struct bt_news_view *v);
void bt_news_view_release(struct bt_news_view *v);

struct bt_screen;
struct bt_val;
/* Mark all items of a row's story, and say so where they stand. */
void bt_news_mark(struct bt_screen *s, const struct bt_val *row, bool read, int64_t now_utc);

#endif
