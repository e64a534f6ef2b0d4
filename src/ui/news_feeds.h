/* ui/news_feeds.h - the list of feeds with what is new in each, from which one is picked. */
#ifndef BT_UI_NEWS_FEEDS_H
#define BT_UI_NEWS_FEEDS_H

#include "ui/screen.h"

void bt_news_feeds_list(struct bt_screen *s);

#endif
