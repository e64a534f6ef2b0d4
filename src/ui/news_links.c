#include "ui/news_links.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/news_row.h"

#define HOST_W 28                        /* columns of the list's hosts, where they are no longer */

static void
browse(struct bt_screen *s, size_t number, int64_t now_utc)
{
	const struct bt_val *row = bt_news_row(s);
	struct bt_news_links l = bt_news_links_of(row);

	if (number == 0 || number > l.n)
		return;
	snprintf(s->news.link, sizeof(s->news.link), "%.*s", (int)l.len[number - 1], l.at[number - 1]);
	s->effect = BT_EFFECT_BROWSE;
	bt_news_mark(s, row, true, now_utc);
}

static void
pick(struct bt_screen *s, size_t line, enum bt_action what, int64_t now_utc)
{
	if (what != BT_ACTION_PICK)
		return;
	s->overlay.open = false;
	browse(s, line + 1, now_utc);
}

/* " 2 www.sec.gov   https://www.sec.gov/..." */
static void
add_line(struct bt_overlay *o, size_t number, const char *link, size_t len)
{
	char host[256];
	int pad;

	bt_news_host(link, len, host, sizeof(host));
	pad = HOST_W - bt_text_width(host);
	bt_overlay_add(o, "%2zu %s%*s %.*s", number, host, pad > 0 ? pad : 0, "", (int)len, link);
}

void
bt_news_links_list(struct bt_screen *s, size_t number)
{
	struct bt_news_links l = bt_news_links_of(bt_news_row(s));

	if (number == 0 || number > l.n) {
		if (l.n)
			bt_screen_notice(s, true, "no link %zu: there are %zu", number, l.n);
		else
			bt_screen_notice(s, true, "there is no link to open");
		return;
	}
	bt_overlay_open(&s->overlay, "Open which link? Its number, or Enter");
	for (size_t i = 0; i < l.n; i++)
		add_line(&s->overlay, i + 1, l.at[i], l.len[i]);
	bt_overlay_pick(&s->overlay, number - 1);
	s->pick = pick;
}

void
bt_news_links_open(struct bt_screen *s, int64_t now_utc)
{
	struct bt_news_links l = bt_news_links_of(bt_news_row(s));

	if (l.n == 1 && s->news.host_shown)
		browse(s, 1, now_utc);
	else
		bt_news_links_list(s, 1);
}
