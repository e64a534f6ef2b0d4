/* ui/news_reader.h - the reader of view 6: one story in full, wrapped, with its symbols' moves and its links. */
#ifndef BT_UI_NEWS_READER_H
#define BT_UI_NEWS_READER_H

#include "ui/screen.h"

/* The selected story, scrolled to s->news.top; tells s->news how many lines it has and shows. */
void bt_news_reader_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect r);

#endif
