#include "ui/news_row.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const struct bt_val *
bt_news_row(const struct bt_screen *s)
{
	const struct bt_pane *p = &s->pane[BT_PANE_NEWS_LIST];

	return p->table.n ? bt_table_row(&p->table, &p->report.rows) : NULL;
}

const char *
bt_news_text(const struct bt_val *row, const char *name)
{
	const char *text = bt_val_as_str(bt_val_get(row, name));

	return text ? text : "";
}

size_t
bt_news_length(const struct bt_val *list)
{
	return list && list->kind == BT_VAL_LIST ? list->u.list.len : 0;
}

static bool
is_web(const char *link)
{
	return strncasecmp(link, "http://", 7) == 0 || strncasecmp(link, "https://", 8) == 0;
}

/* What else a feed calls a link is not offered. */
static void
add_link(struct bt_news_links *l, const char *link, size_t len)
{
	if (!is_web(link) || len == 0 || len >= BT_LINK_SIZE || l->n == BT_NEWS_LINKS)
		return;
	for (size_t i = 0; i < l->n; i++)
		if (l->len[i] == len && strncmp(l->at[i], link, len) == 0)
			return;
	l->at[l->n] = link;
	l->len[l->n++] = len;
}

/* A link in running text: to the next blank, without the stop of its sentence and the number behind it. */
static size_t
link_length(const char *text)
{
	size_t n = strcspn(text, " \n<>\"[");

	while (n > 0 && strchr(".,;:!?)]'", text[n - 1]))
		n--;
	return n;
}

struct bt_news_links
bt_news_links_of(const struct bt_val *row)
{
	const struct bt_val *links = bt_val_get(row, "links"), *same = bt_val_get(row, "same");
	struct bt_news_links l = {0};

	for (size_t i = 0; i < bt_news_length(links); i++) {
		const char *link = bt_val_as_str(&links->u.list.at[i]);

		add_link(&l, link, strlen(link));
	}
	for (size_t i = 0; i < bt_news_length(same); i++) {
		const char *link = bt_news_text(&same->u.list.at[i], "link");

		add_link(&l, link, strlen(link));
	}
	for (const char *p = bt_news_text(row, "summary"); (p = strstr(p, "http")) != NULL; p++)
		add_link(&l, p, link_length(p));
	return l;
}

void
bt_news_host(const char *link, size_t len, char *buf, size_t size)
{
	const char *end = link + len, *host = memchr(link, ':', len);
	size_t n = 0;

	buf[0] = '\0';
	if (!host || end - host < 3 || strncmp(host, "://", 3) != 0)
		return;
	host += 3;
	while (host + n < end && !strchr("/?#", host[n]))
		n++;
	snprintf(buf, size, "%.*s", (int)n, host);
}
