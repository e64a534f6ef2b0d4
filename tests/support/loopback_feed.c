/* tests/support/loopback_feed.c - made-up news feeds with the habits of their providers. */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <string.h>

#include "loopback_fault.h"
#include "loopback_yahoo.h"

#define SLOT 1740   /* seconds between items: an item belongs to its slot for ever */

enum style { YAHOO, RSSINDEX, FED, CNBC, MARKETWATCH, NASDAQ, GOOGLE, ATOM, STYLES };

static const struct {
	const char *name, *path;
} known[STYLES] = {
	{"yahoo", "/rss/2.0/headline"}, {"rssindex", "/news/rssindex"},
	{"fed", "/feeds/press_all.xml"}, {"cnbc", "/id/*/device/rss/rss.html"},
	{"marketwatch", "/public/rss/mw_topstories"}, {"nasdaq", "/feed/rssoutbound"},
	{"google", "/rss/search"}, {"atom", "/cgi-bin/browse-edgar"},
};

struct item {
	uint64_t h;
	long long slot;
	time_t t;
	char title[256], text[256], link[256], symbol[40];
};

bool
lb_is_feed(const char *path)
{
	for (int i = 0; i < STYLES; i++)
		if (lb_glob(known[i].path, path))
			return true;
	return strncmp(path, "/rss/", 5) == 0 || strncmp(path, "/feed/", 6) == 0;
}

static enum style
style_of(const struct lb_request *r)
{
	char name[32] = "";

	lb_query_get(r->query, "style", name, sizeof name);
	for (int i = 0; i < STYLES; i++)
		if (strcmp(known[i].name, name) == 0 || (!name[0] && lb_glob(known[i].path, r->path)))
			return (enum style)i;
	return YAHOO;
}

/* The symbol an item speaks of: one of those asked for, else one of the usual ones. */
static void
choose_symbol(const struct lb_request *r, uint64_t h, char *out, size_t size)
{
	static const char usual[] = "AAPL,MSFT,NVDA,TSLA,AMZN,GOOGL,META,IWM,SPY,QQQ";
	char list[512], *rest = list, *one;
	int n = 1;

	if (!lb_query_get(r->query, "s", list, sizeof list) || !list[0])
		snprintf(list, sizeof list, "%s", usual);
	for (const char *c = list; *c; c++)
		n += *c == ',';
	n = (int)(h % (uint64_t)n);
	while ((one = strsep(&rest, ",")) != NULL && n-- > 0)
		;
	snprintf(out, size, "%s", one ? one : "");
}

static void
make_item(const struct lb_market *m, const struct lb_request *r, long long slot, struct item *it)
{
	static const char *const form[] = {
		"@ rises as small caps extend their lead over megacaps",
		"Why @ fell today: what investors should know",
		"Analysts raise price target on @ ahead of earnings",
		"@ & peers: \"breadth\" improves, but volume doesn't <yet>",
		"Russell 2000 hits record close; @ among the day's movers",
		"@ \xe2\x80\x94 four things to watch this week",
	};
	static const char *const text[] = {
		"Advancing shares outnumbered decliners by more than two to one.",
		"The index closed at a record for the third time this month.",
		"Traders await the Federal Reserve's decision on rates.",
		"Options volume rose to twice its twenty-day average.",
	};
	const char *f, *at;

	it->h = lb_hash(m->seed, r->path, (uint64_t)slot);
	it->slot = slot;
	it->t = (time_t)(slot * SLOT + (long long)(it->h % 600));
	choose_symbol(r, it->h >> 20, it->symbol, sizeof it->symbol);
	f = form[it->h % 6];
	at = strchr(f, '@');
	snprintf(it->title, sizeof it->title, "%.*s%s%s", (int)(at - f), f, it->symbol, at + 1);
	snprintf(it->text, sizeof it->text, "%s", text[it->h / 6 % 4]);
	snprintf(it->link, sizeof it->link, "https://news.example.com/story/%llx.html?src=rss&n=%lld",
		(unsigned long long)it->h, slot % 1000);
}

static void
put_tag(struct lb_buf *o, const char *tag, const char *text, bool cdata)
{
	lb_putf(o, "<%s>%s", tag, cdata ? "<![CDATA[" : "");
	if (cdata)
		lb_puts(o, text);
	else
		lb_put_xml(o, text);
	lb_putf(o, "%s</%.*s>\n", cdata ? "]]>" : "", (int)strcspn(tag, " \n"), tag);
}

/* RFC 822 with a numeric zone, or with the zone's name. */
static void
rfc822(time_t t, const char *zone, char *out, size_t size)
{
	char date[64];

	lb_http_date(t, date, sizeof date);
	snprintf(out, size, "%.*s%s", (int)(strlen(date) - 3), date, zone);
}

static void
iso8601(time_t t, char *out, size_t size)
{
	int y, m, d;
	int s = (int)(t % 86400);

	lb_civil_from_day((int32_t)(t / 86400), &y, &m, &d);
	snprintf(out, size, "%04d-%02d-%02dT%02d:%02d:%02dZ", y, m, d, s / 3600, s / 60 % 60, s % 60);
}

static void
put_guid(struct lb_buf *o, const struct item *it, const char *tag)
{
	char id[64];

	snprintf(id, sizeof id, "%016llx-%lld", (unsigned long long)it->h, it->slot);
	put_tag(o, tag, id, false);
}

static void
put_yahoo(struct lb_buf *o, const struct item *it)
{
	char date[64];

	put_tag(o, "description", it->text, false);
	put_guid(o, it, "guid isPermaLink=\"false\"");
	put_tag(o, "link", it->link, false);
	rfc822(it->t, "+0000", date, sizeof date);
	put_tag(o, "pubDate", date, false);
	put_tag(o, "title", it->title, false);
}

static void
put_rssindex(struct lb_buf *o, const struct item *it)
{
	char date[64];

	put_tag(o, "title", it->title, false);
	put_tag(o, "link", it->link, false);
	iso8601(it->t, date, sizeof date);
	put_tag(o, "pubDate", date, false);
	put_tag(o, "source url=\"https://wire.example.com/\"", "Example Wire", false);
	put_guid(o, it, "guid isPermaLink=\"false\"");
	put_tag(o, "media:content height=\"86\" width=\"130\" url=\"https://i.example.com/1.png\"",
		"", false);
}

static void
put_fed(struct lb_buf *o, const struct item *it)
{
	char date[64];

	put_tag(o, "title", "Federal Reserve Board issues the Committee&#39;s statement", true);
	put_tag(o, "link", it->link, true);
	put_tag(o, "guid isPermaLink=\"true\"", it->link, true);
	put_tag(o, "description", it->title, true);
	put_tag(o, "category", "Monetary Policy", true);
	rfc822(it->t, "GMT", date, sizeof date);
	if (date[5] == '0')
		memmove(date + 5, date + 6, strlen(date + 6) + 1);
	put_tag(o, "pubDate", date, true);
}

static void
put_cnbc(struct lb_buf *o, const struct item *it)
{
	char date[64], id[32];

	put_tag(o, "link", it->link, false);
	snprintf(id, sizeof id, "%lld", 108000000 + it->slot % 1000000);
	put_tag(o, "guid isPermaLink=\"false\"", id, false);
	put_tag(o, "metadata:type", "cnbcnewsstory", false);
	put_tag(o, "metadata:id", id, false);
	put_tag(o, "title", it->title, false);
	put_tag(o, "description", it->text, true);
	rfc822(it->t, "GMT", date, sizeof date);
	put_tag(o, "pubDate", date, false);
}

static void
put_marketwatch(struct lb_buf *o, const struct item *it)
{
	char date[64];

	put_guid(o, it, "guid\n isPermaLink=\"false\"");
	put_tag(o, "title", it->title, true);
	put_tag(o, "link", it->link, false);
	put_tag(o, "media:title", "a picture, not the headline", false);
	put_tag(o, "description", it->text, true);
	rfc822(it->t, "GMT", date, sizeof date);
	put_tag(o, "pubDate", date, false);
}

static void
put_nasdaq(struct lb_buf *o, const struct item *it)
{
	char date[64], link[320];

	put_tag(o, "title", it->title, false);
	put_tag(o, "link", it->link, false);
	put_tag(o, "description", it->text, false);
	rfc822(it->t, "+0000", date, sizeof date);
	put_tag(o, "pubDate", date, false);
	put_tag(o, "dc:creator", "Example", false);
	snprintf(link, sizeof link, "%.255s&time=%lld", it->link, (long long)it->t);
	put_tag(o, "guid isPermaLink=\"true\"", link, false);
	put_tag(o, "nasdaq:tickers", it->symbol, false);
}

static void
put_google(struct lb_buf *o, const struct item *it)
{
	char date[64], text[640];

	snprintf(text, sizeof text, "%s - Example Outlet", it->title);
	put_tag(o, "title", text, false);
	put_tag(o, "link", it->link, false);
	put_guid(o, it, "guid isPermaLink=\"false\"");
	rfc822(it->t, "GMT", date, sizeof date);
	put_tag(o, "pubDate", date, false);
	snprintf(text, sizeof text, "<a href=\"%s\">%s</a>&nbsp;<font color=\"#6f6f6f\">Example</font>",
		it->link, it->text);
	put_tag(o, "description", text, false);
	put_tag(o, "source url=\"https://outlet.example.com\"", "Example Outlet", false);
}

static void
put_atom(struct lb_buf *o, const struct item *it)
{
	char date[64];

	put_tag(o, "title", it->symbol, false);
	lb_putf(o, "<link rel=\"alternate\" type=\"text/html\" href=\"/Archives/%llx.htm\"/>\n",
		(unsigned long long)it->h);
	put_tag(o, "summary type=\"html\"", "<b>Filed:</b> caf\xe9", false);
	iso8601(it->t - 4 * 3600, date, sizeof date);
	snprintf(date + 19, sizeof date - 19, "-04:00");
	put_tag(o, "updated", date, false);
	put_guid(o, it, "id");
}

static void
put_channel(struct lb_buf *o, enum style style)
{
	if (style == ATOM) {
		lb_puts(o, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" ?>\n"
			"<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>Latest Filings</title>\n"
			"<link rel=\"self\" href=\"/cgi-bin/browse-edgar?action=getcurrent\"/>\n");
		return;
	}
	lb_puts(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\""
		" xmlns:media=\"http://search.yahoo.com/mrss/\""
		" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
		" xmlns:nasdaq=\"http://nasdaq.com/reference/feeds/1.0\""
		" xmlns:metadata=\"http://search.cnbc.com/rss/2.0/modules/siteContentMetadata\">\n"
		"<channel>\n");
	lb_putf(o, "<title>Made-up %s feed</title>\n<link>https://news.example.com/</link>\n"
		"<image><title>the picture's title</title><url>https://i.example.com/l.png</url>"
		"</image>\n", known[style].name);
}

/* The Fed's lines end in CR LF. */
static void
widen_lines(struct lb_buf *o)
{
	struct lb_buf wide = {0};

	for (size_t i = 0; i < o->n; i++)
		lb_put(&wide, o->p[i] == '\n' ? "\r\n" : o->p + i, o->p[i] == '\n' ? 2 : 1);
	lb_buf_free(o);
	*o = wide;
}

const char *
lb_feed(const struct lb_market *m, const struct lb_request *r, struct lb_buf *o)
{
	static void (*const put[STYLES])(struct lb_buf *, const struct item *) = {
		put_yahoo, put_rssindex, put_fed, put_cnbc, put_marketwatch, put_nasdaq,
		put_google, put_atom
	};
	enum style style = style_of(r);
	const char *tag = style == ATOM ? "entry" : "item";
	long n = lb_query_number(r->query, "items", 20);

	put_channel(o, style);
	for (long i = 0; i < n && i < 5000; i++) {
		struct item it;

		make_item(m, r, m->now / SLOT - 1 - i, &it);
		lb_putf(o, "<%s>\n", tag);
		put[style](o, &it);
		lb_putf(o, "</%s>\n", tag);
	}
	lb_puts(o, style == ATOM ? "</feed>\n" : "</channel>\n</rss>\n");
	if (style == FED)
		widen_lines(o);
	return style == ATOM ? "application/atom+xml; charset=ISO-8859-1"
		: "application/rss+xml; charset=utf-8";
}
