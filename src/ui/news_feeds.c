#include "ui/news_feeds.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/news_row.h"

static const struct bt_val *
feeds_of(const struct bt_screen *s)
{
	return bt_val_get(&s->pane[BT_PANE_NEWS_LIST].report.head, "feeds");
}

static void
pick(struct bt_screen *s, size_t line, enum bt_action what, int64_t now_utc)
{
	const struct bt_val *feeds = feeds_of(s);
	const char *feed = "";

	if (what != BT_ACTION_PICK)
		return;
	if (line > 0 && line <= bt_news_length(feeds))
		feed = bt_news_text(&feeds->u.list.at[line - 1], "feed");
	snprintf(s->news.feed, sizeof(s->news.feed), "%s", feed);
	s->news.top = 0;
	s->overlay.open = false;
	bt_screen_remake(s, now_utc);
}

static int
widest_name(const struct bt_val *feeds)
{
	int widest = 9;                  /* "all feeds" */

	for (size_t i = 0; i < bt_news_length(feeds); i++) {
		int width = bt_text_width(bt_news_text(&feeds->u.list.at[i], "feed"));

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* " 2 marketwatch   12 new of 40": of a feed, or of all. */
static void
add_line(struct bt_overlay *o, size_t number, const char *name, int name_w, const struct bt_val *counts)
{
	bt_overlay_add(o, "%2zu %s%*s %4.0f new of %.0f", number, name, name_w - bt_text_width(name), "",
	               bt_val_as_num(bt_val_get(counts, "unread")), bt_val_as_num(bt_val_get(counts, "items")));
}

void
bt_news_feeds_list(struct bt_screen *s)
{
	const struct bt_val *feeds = feeds_of(s);
	int width = widest_name(feeds);
	size_t selected = 0;

	bt_overlay_open(&s->overlay, "Which feed? Its number, or Enter");
	add_line(&s->overlay, 0, "all feeds", width, &s->pane[BT_PANE_NEWS_LIST].report.head);
	for (size_t i = 0; i < bt_news_length(feeds); i++) {
		const struct bt_val *one = &feeds->u.list.at[i];

		add_line(&s->overlay, i + 1, bt_news_text(one, "feed"), width, one);
		if (strcmp(bt_news_text(one, "feed"), s->news.feed) == 0)
			selected = i + 1;
	}
	bt_overlay_pick(&s->overlay, selected);
	s->pick = pick;
}
