/* ui/news_links.h - opening the links of the selected story: never one whose host was not on the screen. */
#ifndef BT_UI_NEWS_LINKS_H
#define BT_UI_NEWS_LINKS_H

#include "ui/screen.h"

/* Open the only link when the title has its host, else list them all with their hosts. */
void bt_news_links_open(struct bt_screen *s, int64_t now_utc);
/* List them with link `number` selected; it says when there is none. */
void bt_news_links_list(struct bt_screen *s, size_t number);

#endif
