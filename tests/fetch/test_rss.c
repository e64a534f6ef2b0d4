/* test_rss.c - feeds as they come: well made, hand-made and hostile; recorded ones against their manifest. */
#include <locale.h>

#include "base/text.h"
#include "fetch/feed_date.h"
#include "fetch/fetch_test.h"
#include "fetch/html.h"
#include "fetch/url.h"

static const struct bt_answer *
feed_n(void **state, const char *body, size_t len)
{
	struct bt_job job = {.kind = BT_JOB_NEWS, .url = "https://feeds.example/dir/rss.xml", .feed = "test"};

	return fixture_read(*state, "rss", &job, 200, body, len, NOW);
}

static const struct bt_answer *
feed(void **state, const char *body)
{
	return feed_n(state, body, strlen(body));
}

#define RSS(items) "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\" " \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Channel</title><image><title>Image</title></image>" items \
	"</channel></rss>"

static void
rss2__item__own_title_link_date_and_words(void **state)
{
	const struct bt_answer *a = feed(state, RSS("<item><media:title>not this</media:title><dc:title>nor this</dc:title>"
		"<description><![CDATA[<p>The Fed&#39;s <b>1</b>st &quot;cut&quot;</p><p>second</p><script>x<y</script>]]></description>"
		"<guid\n isPermaLink=\"false\">abc-1</guid><pubDate>Fri, 4 Sep 2026 10:00:00 EDT</pubDate>"
		"<link> https://news.example/a?b=1&amp;c=2 </link><source url=\"x\"><title>no</title></source>"
		"<title>A &amp; B &lt;i&gt;rise&lt;/i&gt;\n   sharply</title></item>"));

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_int_equal(a->n_news, 1);
	assert_string_equal(a->news[0].title, "A & B rise sharply");
	assert_string_equal(a->news[0].summary, "The Fed's 1st \"cut\"\n\nsecond");
	assert_string_equal(a->news[0].links, "");
	assert_string_equal(a->news[0].id, "abc-1");
	assert_string_equal(a->news[0].link, "https://news.example/a?b=1&c=2");
	assert_int_equal(a->news[0].published_utc, 1788530400);
	assert_int_equal(a->news[0].fetched_utc, NOW);
	assert_string_equal(a->news[0].symbol, "");
}

static void
rss2__missing_parts__fall_back(void **state)
{
	const struct bt_answer *a = feed(state, RSS(
		"<item><link>/rel/../x y</link></item>"
		"<item><description>only words</description></item>"
		"<item><guid>https://news.example/g</guid><title>t</title><pubDate>no date</pubDate></item>"
		"<item><title>future</title><pubDate>Fri, 4 Sep 2099 10:00:00 GMT</pubDate></item>"
		"<item></item>"));

	assert_int_equal(a->n_news, 4);
	assert_int_equal(a->dropped_rows, 1);
	assert_string_equal(a->news[0].link, "https://feeds.example/x%20y");
	assert_string_equal(a->news[0].title, a->news[0].link);
	assert_string_equal(a->news[1].title, "only words");
	assert_string_equal(a->news[1].id, "only words");
	assert_string_equal(a->news[2].link, "https://news.example/g");
	assert_int_equal(a->news[2].published_utc, NOW);
	assert_int_equal(a->news[3].published_utc, NOW);
}

static void
atom__entry__alternate_link_and_bases(void **state)
{
	const struct bt_answer *a = feed(state, "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\" xml:base=\"https://b.example/d/\">"
		"<a:title>feed</a:title><a:entry><a:link rel=\"self\" href=\"https://no.example/\"/><a:link href=\"e?x&amp;y\"/>"
		"<a:title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">Two<b>words</b></div></a:title>"
		"<a:source><a:title>other</a:title></a:source><a:content>long</a:content><a:summary>short</a:summary>"
		"<a:updated>2026-09-05T00:00:00Z</a:updated><a:published>2026-09-04T11:39:40-04:00</a:published><a:id>urn:1</a:id></a:entry></a:feed>");

	assert_int_equal(a->n_news, 1);
	assert_string_equal(a->news[0].title, "Twowords");      /* as browsers show it */
	assert_string_equal(a->news[0].link, "https://b.example/d/e?x&y");
	assert_string_equal(a->news[0].summary, "short");
	assert_string_equal(a->news[0].id, "urn:1");
	assert_int_equal(a->news[0].published_utc, 1788536380);
}

static void
rss1__items_beside_the_channel__dc_date(void **state)
{
	const struct bt_answer *a = feed(state, "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" "
		"xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:x=\"http://purl.org/dc/elements/1.1/\">"
		"<channel><title>c</title><items><rdf:Seq/></items></channel><item><title>one</title>"
		"<link>http://a.example/</link><x:date>2026-09-04</x:date></item></rdf:RDF>");

	assert_int_equal(a->n_news, 1);
	assert_string_equal(a->news[0].title, "one");
	assert_int_equal(a->news[0].published_utc, 1788480000);
}

static void
text__bad_xml__is_mended(void **state)
{
	const struct bt_answer *a = feed(state, "\r\n <?xml version=\"1.0\"?><!-- & < --><rss><channel><item>"
		"<title>AT&T &nbsp;&eacute;&#8217;&#146;&unknown; 3 < 4 & \x01\xff</title><link>http://x.example/?a=1&b=2&lt=3</link>"
		"</item></channel></rss>");

	assert_int_equal(a->fault, BT_FAULT_NONE);
	assert_string_equal(a->news[0].title, "AT&T \xC3\xA9\xE2\x80\x99\xE2\x80\x99&unknown; 3 < 4 & \xEF\xBF\xBD\xEF\xBF\xBD");
	assert_string_equal(a->news[0].link, "http://x.example/?a=1&b=2&lt=3");
}

static void
text__escape_sequences__never_come_through(void **state)
{
	const struct bt_answer *a = feed(state, RSS("<item><title>a&#27;]0;pwn&#7;b&amp;#27;[31mc\xC2\x9B" "d\xE2\x80\xAE" "e&amp;amp;lt;x</title>"
		"<link>javascript:alert(1)</link><guid>http://user:pw@h.example/</guid></item>"));

	assert_string_equal(a->news[0].title, "a\xEF\xBF\xBD]0;pwn\xEF\xBF\xBD" "b\xEF\xBF\xBD[31mc\xE2\x80\xBA" "d\xEF\xBF\xBD" "e<x");
	assert_string_equal(a->news[0].link, "");
}

static const struct {
	const char *body;
	size_t len;
	const char *title;
} encodings[] = {
#define BODY(s) s, sizeof(s) - 1
	{BODY("<?xml version='1.0' encoding='ISO-8859-1'?><rss><item><title>caf\xe9 \x93q\x94</title></item></rss>"),
	 "caf\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D"},
	{BODY("<?xml version='1.0' encoding='windows-1252'?><rss><item><title>\x80 5</title></item></rss>"), "\xE2\x82\xAC 5"},
	{BODY("<?xml version='1.0' encoding='Shift_JIS'?><rss><item><title>a\x82\x60z</title></item></rss>"), "a\xEF\xBF\xBD`z"},
	{BODY("\xEF\xBB\xBF<rss><item><title>caf\xC3\xA9</title></item></rss>"), "caf\xC3\xA9"},
	{BODY("\xFF\xFE<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0<\0t\0i\0t\0l\0e\0>\0\xE9\0\x3D\xD8\x00\xDE!\0<\0/\0t\0i\0t\0l\0e\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/\0r\0s\0s\0>\0"),
	 "\xC3\xA9\xF0\x9F\x98\x80!"},
	{BODY("\xFE\xFF\0<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0<\0t\0i\0t\0l\0e\0>\0k\0<\0/\0t\0i\0t\0l\0e\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/\0r\0s\0s\0>"), "k"},
};

static void
text__encodings__become_utf8(void **state)
{
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		const struct bt_answer *a = feed_n(state, encodings[i].body, encodings[i].len);

		assert_int_equal(a->n_news, 1);
		assert_string_equal(a->news[0].title, encodings[i].title);
	}
}

static const struct {
	const char *body;
	enum bt_fault fault;
	size_t items;
} bad[] = {
	{"", BT_FAULT_EMPTY, 0},
	{"\n", BT_FAULT_EMPTY, 0},
	{"{\"error\":1}", BT_FAULT_FORMAT, 0},
	{"<!DOCTYPE html><html><body>", BT_FAULT_HTML, 0},
	{"<html>Too Many Requests</html>", BT_FAULT_REFUSED, 0},
	{"<opml><item><title>x</title></item></opml>", BT_FAULT_FORMAT, 0},
	{"<rss>", BT_FAULT_TRUNCATED, 0},
	{"<rss><channel><item><title>x</ti", BT_FAULT_TRUNCATED, 0},
	{"<rss></atom>", BT_FAULT_FORMAT, 0},
	{"<rss><item><title>a</title></item><item><title>b</ti", BT_FAULT_NONE, 1},
	{"<rss/>", BT_FAULT_NONE, 0},
	{"<!DOCTYPE rss PUBLIC \"-//N//DTD RSS 0.91//EN\" \"http://x.invalid/rss.dtd\"><rss><item><title>a&foo;</title></item></rss>",
	 BT_FAULT_NONE, 1},
	{"<!DOCTYPE rss [<!ENTITY a \"b\">]><rss><item><title>&a;</title></item></rss>", BT_FAULT_FORMAT, 0},
	{"<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><item><title>&x;</title></item></rss>", BT_FAULT_FORMAT, 0},
	{"<!DOCTYPE rss [<!ENTITY % x SYSTEM \"http://x.invalid/\"> %x;]><rss/>", BT_FAULT_FORMAT, 0},
};

static void
feed__bad_or_hostile__has_its_fault(void **state)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct bt_answer *a = feed(state, bad[i].body);

		if (a->fault != bad[i].fault || a->n_news != bad[i].items)
			fail_msg("\"%s\": %s, %zu items", bad[i].body, bt_fault_name(a->fault), a->n_news);
	}
}

static void
feed__broken_after_items__says_so(void **state)
{
	assert_true(feed(state, "<rss><item><title>a</title></item><item><tit")->detail[0]);
}

/* 4 MiB of one thing, many times over. */
static void
feed__bombs__end_soon(void **state)
{
	static const char *const unit[] = {"<a>", "&", "<", "<rss>", "&amp;", "<![CDATA[", "<!--", "<b ", "\xff", "&lt;"};
	size_t n = 4u << 20;
	char *body = malloc(n);

	for (size_t u = 0; u < sizeof(unit) / sizeof(unit[0]); u++) {
		size_t len = strlen(unit[u]), at;

		at = (size_t)sprintf(body, "<rss><item><title>");
		for (; at + len <= n; at += len)
			memcpy(body + at, unit[u], len);
		feed_n(state, body, at);
		bt_arena_release(&((struct fixture *)*state)->arena);
	}
	free(body);
	body = malloc(n + 2);
	memset(body, ' ', n + 2);
	memcpy(body, "<rss>", 5);
	assert_int_equal(feed_n(state, body, n + 1)->fault, BT_FAULT_TOO_LARGE);
	free(body);
}

static void
feed__nested_deeply__stops(void **state)
{
	char body[2000] = "<rss><item><title>t</title></item>";

	for (int i = 0; i < 70; i++)
		strncat(body, "<x>", sizeof(body) - strlen(body) - 1);
	assert_int_equal(feed(state, body)->fault, BT_FAULT_FORMAT);
	assert_int_equal(((struct fixture *)*state)->ans.n_news, 0);
}

static void
feed__six_hundred_items__keeps_five_hundred(void **state)
{
	struct bt_buf body;

	bt_buf_init(&body, 1 << 20);
	bt_buf_str(&body, "<rss>");
	for (int i = 0; i < 600; i++)
		bt_buf_printf(&body, "<item><title>%d</title></item>", i);
	bt_buf_str(&body, "</rss>");
	assert_int_equal(feed(state, body.data)->n_news, 500);
	assert_int_equal(((struct fixture *)*state)->ans.dropped_rows, 100);
	bt_buf_release(&body);
}

static const char damage[] = "<?xml version=\"1.0\"?><!DOCTYPE rss PUBLIC \"x\" \"y\"><rss xmlns:m=\"http://x/\"><channel>"
	"<item><title>A &amp; B &nbsp; &#x41; <![CDATA[<p>x]]></title><link>http://a.example/./b/../c?d#e</link><m:title>n</m:title>"
	"<pubDate>Fri, 04 Sep 2026 10:00:00 +0200</pubDate><description>&lt;b&gt;caf\xC3\xA9</description></item></channel></rss>";

static void
feed__cut_or_changed_anywhere__stays_clean(void **state)
{
	static const char other[] = "\0<>&;\"/!]?\x1b\xff\x80";
	struct fixture *f = *state;
	char body[sizeof(damage)];

	for (size_t n = 0; n < sizeof(damage); n++)
		feed_n(state, damage, n);
	for (size_t at = 0; at + 1 < sizeof(damage); at++)
		for (size_t i = 0; i < sizeof(other) - 1; i++) {
			memcpy(body, damage, sizeof(body));
			body[at] = other[i];
			feed_n(state, body, sizeof(body) - 1);
			bt_arena_release(&f->arena);
		}
}

/* --- dates, links, words ----------------------------------------------------------------------------- */

static const struct {
	const char *text;
	int64_t utc;             /* -1: no date */
} dates[] = {
	{"Fri, 04 Sep 2026 10:00:00 GMT", 1788516000},
	{"4 Sep 2026 10:00 GMT", 1788516000},
	{"Fri, 4 Sep 26 06:00:00 EDT", 1788516000},
	{"Fri, 04 Sep 2026 02:00:00 PST", 1788516000},
	{"Friday, 4 September 2026 12:00:00 +0200", 1788516000},
	{"Fri, 04 Sep 2026 10:00:00", 1788516000},
	{"Fri, 04 Sep 2026", 1788480000},
	{"04-Sep-2026 10:00:00 UT", 1788516000},
	{"Thu, 1 Jan 70 00:00:00 GMT", 0},
	{"2026-09-04T10:00:00Z", 1788516000},
	{" 2026-09-04T12:00:00.123+02:00", 1788516000},
	{"2026-09-04 05:30-0430", 1788516000},
	{"2026-09-04", 1788480000},
	{"", -1}, {"yesterday", -1}, {"Fri, 31 Feb 2026 10:00:00 GMT", -1}, {"2026-13-01", -1}, {"2026-02-30T00:00:00Z", -1},
	{"Fri, 04 Sep 2026 25:00:00 GMT", -1}, {"04 Xxx 2026", -1}, {"99999999999 Sep 2026", -1}, {"2026-09-04T1", -1},
	{"Fri, 04 Sep 202", -1}, {"4", -1}, {"2026-", -1}, {"2026-09-041", -1},
};

static void
date__as_feeds_write_it__read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		int64_t utc = -1;
		bool ok = bt_feed_date(dates[i].text, &utc);

		if (ok != (dates[i].utc != -1) || utc != dates[i].utc)
			fail_msg("\"%s\": %lld", dates[i].text, (long long)utc);
	}
}

static const struct {
	const char *base, *ref, *link;
} links[] = {
	/* RFC 3986, section 5.4 */
	{"http://a/b/c/d;p?q", "g", "http://a/b/c/g"},
	{"http://a/b/c/d;p?q", "./g", "http://a/b/c/g"},
	{"http://a/b/c/d;p?q", "g/", "http://a/b/c/g/"},
	{"http://a/b/c/d;p?q", "/g", "http://a/g"},
	{"http://a/b/c/d;p?q", "//g", "http://g"},
	{"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"},
	{"http://a/b/c/d;p?q", "g?y", "http://a/b/c/g?y"},
	{"http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s"},
	{"http://a/b/c/d;p?q", "g?y#s", "http://a/b/c/g?y#s"},
	{"http://a/b/c/d;p?q", ".", "http://a/b/c/"},
	{"http://a/b/c/d;p?q", "..", "http://a/b/"},
	{"http://a/b/c/d;p?q", "../g", "http://a/b/g"},
	{"http://a/b/c/d;p?q", "../..", "http://a/"},
	{"http://a/b/c/d;p?q", "../../../../g", "http://a/g"},
	{"http://a/b/c/d;p?q", "g.", "http://a/b/c/g."},
	{"http://a/b/c/d;p?q", "..g", "http://a/b/c/..g"},
	{"http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y"},
	{"http://a/b/c/d;p?q", "g?y/../x", "http://a/b/c/g?y/../x"},
	{"http://a", "g", "http://a/g"},
	{NULL, "https://x.example/a b\"c\xC3\xA9", "https://x.example/a%20b%22c%C3%A9"},
	{NULL, "HTTPS://X.example", "HTTPS://X.example"},
	{NULL, "ftp://x/", ""}, {NULL, "javascript:x", ""}, {NULL, "http://u:p@h/", ""}, {NULL, "http:///x", ""},
	{NULL, "http://:80/", ""}, {NULL, "relative", ""}, {NULL, "", ""}, {NULL, "http:x", ""},
	{NULL, "http://good.example\\@evil.example/", ""}, {"file:///etc/", "passwd", ""},
	{NULL, "http://h/@user", "http://h/@user"},
};

static void
link__of_a_feed__resolved_and_safe(void **state)
{
	struct fixture *f = *state;
	char longest[3000];

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		assert_string_equal(bt_url_link(links[i].base, links[i].ref, &f->arena), links[i].link);
	memset(longest, 'a', sizeof(longest));
	memcpy(longest, "http://h/", 9);
	longest[sizeof(longest) - 1] = '\0';
	assert_string_equal(bt_url_link(NULL, longest, &f->arena), "");
}

static const struct {
	const char *html, *words;
} words[] = {
	{"", ""}, {"plain", "plain"}, {"  a \n b&nbsp; c ", "a b c"}, {"a<br>b", "a b"}, {"a<b>b</b>c", "abc"},
	{"<style>p{}</style>x<SCRIPT>var a='<p>';</SCRIPT>y", "x y"}, {"1 < 2 > 0", "1 < 2 > 0"}, {"P/E <x", "P/E <x"},
	{"&amp;lt;p&amp;gt;x", "<p>x"}, {"&lt;p&gt;x &amp;amp; y", "x & y"}, {"&#0;&#xD800;&#99999999;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"R&D; S&P 500 AT&T", "R&D; S&P 500 AT&T"}, {"&apos;&rsquo;&hellip;&euro;", "'\xE2\x80\x99\xE2\x80\xA6\xE2\x82\xAC"},
	{"a<script>never ends", "a"},
};

static void
words__of_html__alone(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_string_equal(bt_html_words(words[i].html, strlen(words[i].html), 200, &f->arena), words[i].words);
	assert_string_equal(bt_html_words("caf\xC3\xA9", 5, 5, &f->arena), "caf"); /* no half character */
}

/* HTML, what is read of it, and its links, a line each; the first is the item's own. */
static const struct {
	const char *html, *text, *links;
} texts[] = {
	{"One<br>two<br/><br />three", "One\ntwo\n\nthree", "https://own/"},
	{"<div><p>A</p>\n<p>B</p></div><div>C</div><div>D</div>", "A\n\nB\n\nC\nD", "https://own/"},
	{"Points:<ul><li>one</li><li><p>two</p></li></ul>end", "Points:\n\n- one\n- two\n\nend", "https://own/"},
	{"See <a href=\"https://a.example/x?b=1&amp;c=2\">the <b>filing</b></a>, please",
	 "See the filing[2], please", "https://own/\nhttps://a.example/x?b=1&c=2"},
	{"<a title=' href=\"https://evil.example\" ' rel=x HREF = 'https://a.example/' >x</a>", "x[2]",
	 "https://own/\nhttps://a.example/"},
	{"<a href=/rel/y>y</a> <a href='#here'>z</a> <a href=https://own/>more</a> <a name=q>n</a>",
	 "y[2] z more[1] n", "https://own/\nhttps://own/rel/y"},
	{"<a href='https://a/'>x</a><a href='https://b/'>y</a> <a href='https://a/'>z</a>", "x[2]y[3] z[2]",
	 "https://own/\nhttps://a/\nhttps://b/"},
	{"<p><a href='https://a/'><h2>Head</h2></a></p>body", "Head[2]\n\nbody", "https://own/\nhttps://a/"},
	{"<a href='https://a/'><img src='https://track/'></a>just a picture", "just a picture", "https://own/\nhttps://a/"},
	{"<a href='javascript:alert(1)'>a</a><a href='https://u:p@bank.example/'>b</a><a href='data:text/html,x'>c</a>"
	 "<a href='https://good.example\\@evil.example/'>d</a><a href=''>e</a><a>f</a>", "abcdef", "https://own/"},
	{"<a href='https://a/\x1b]0;x\x07'>x</a>\x01\x02\x03", "x[2]\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
	 "https://own/\nhttps://a/%1B]0;x%07"},
	{"twice &lt;p&gt;encoded &lt;a href=&quot;https://a/&quot;&gt;link&lt;/a&gt;", "twice\n\nencoded link[2]",
	 "https://own/\nhttps://a/"},
	{"<a href='https://a/'>never closed", "never closed[2]", "https://own/\nhttps://a/"},
	{"<abbr href='https://no/'>no link</abbr><script><a href='https://s/'>x</a></script>", "no link", "https://own/"},
	{"", "", "https://own/"},
};

static void
text__of_html__keeps_lines_and_numbers_links(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct bt_html_links found = {.base = "https://own/", .arena = &f->arena, .at = {"https://own/"}, .n = 1};
		char all[1000] = "";

		assert_string_equal(bt_html_text(texts[i].html, strlen(texts[i].html), 400, &found, &f->arena), texts[i].text);
		for (size_t k = 0; k < found.n; k++)
			snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", k ? "\n" : "", found.at[k]);
		assert_string_equal(all, texts[i].links);
	}
}

static void
text__of_html__is_cut_between_characters_and_lines(void **state)
{
	struct fixture *f = *state;
	static const char html[] = "<p>caf\xC3\xA9 au lait</p><p>second</p>";
	struct bt_html_links found = {.arena = &f->arena};

	for (size_t max = 1; max < sizeof(html); max++) {
		char again[100];
		const char *text = bt_html_text(html, sizeof(html) - 1, max, &found, &f->arena);

		assert_true(strlen(text) < max);
		assert_int_equal(bt_text_clean(text, strlen(text), again, sizeof(again)), strlen(text));
		assert_true(strncmp(text, "caf\xC3\xA9 au lait\n\nsecond", strlen(text)) == 0);
	}
}

/* Every link has a number, and no more than there is room for. */
static void
text__with_a_thousand_links__has_the_first_forty(void **state)
{
	struct fixture *f = *state;
	struct bt_html_links found = {.arena = &f->arena};
	struct bt_buf html;

	bt_buf_init(&html, 1 << 20);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(bt_buf_printf(&html, "<a href='https://a/%d'>w</a> ", i), BT_OK);
	const char *text = bt_html_text(html.data, html.len, BT_WORDS_MAX, &found, &f->arena);

	assert_int_equal(found.n, BT_HTML_LINKS);
	assert_non_null(strstr(text, "w[40] w w"));
	bt_buf_release(&html);
}

/* The numbers of a summary are the lines of its links, whatever stands first in the feed. */
static void
item__links_of_its_text__are_kept(void **state)
{
	const struct bt_answer *a = feed(state, RSS("<item><description><![CDATA[<p>See <a href=\"/b\">b</a> and "
		"<a href='https://news.example/a'>more</a></p>]]></description><title>T</title>"
		"<link>https://news.example/a</link></item>"
		"<item><title>U</title><description>plain</description><link>https://news.example/c</link></item>"));

	assert_int_equal(a->n_news, 2);
	assert_string_equal(a->news[0].summary, "See b[2] and more[1]");
	assert_string_equal(a->news[0].links, "https://news.example/a\nhttps://news.example/b");
	assert_string_equal(a->news[1].links, "");
}

static void
atom__xhtml__keeps_its_links(void **state)
{
	const struct bt_answer *a = feed(state, "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/d/'>"
		"<entry><title>T</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Words "
		"<a href='e?x=1&amp;y=&quot;2&quot;'>here</a>.</p><ul><li>one</li></ul></div></content>"
		"<link href='https://b.example/'/></entry></feed>");

	assert_int_equal(a->n_news, 1);
	assert_string_equal(a->news[0].summary, "Words here[2].\n\n- one");
	assert_string_equal(a->news[0].links, "https://b.example/\nhttps://a.example/d/e?x=1&y=%222%22");
}

/* --- recorded feeds ---------------------------------------------------------------------------------- */

static void
recorded_feeds__all__hold_the_items_of_the_manifest(void **state)
{
	size_t len, files = 0;
	char *text = load(shared_path("fixtures/MANIFEST.md"), &len), *save = NULL, path[160] = "", full[256];

	if (!text) {
		print_message("no ../shared: recorded feeds not compared\n");
		skip();
	}
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		size_t expected;

		if (sscanf(line, "### %159s", path) == 1 || strncmp(path, "rss/", 4) != 0 ||
		    sscanf(line, "* facts: %zu items", &expected) != 1)
			continue;
		snprintf(full, sizeof(full), "fixtures/%s", path);
		char *body = load(shared_path(full), &len);

		assert_non_null(body);
		const struct bt_answer *a = feed_n(state, body, len);

		files++;
		free(body);
		/* no title, link or words at all, or cut off inside the item: no item for us */
		if (strstr(path, "incomplete_cdata"))
			expected = 0;
		if (a->n_news + a->dropped_rows != expected)
			fail_msg("%s: %zu items, %s %s", path, a->n_news, bt_fault_name(a->fault), a->detail);
	}
	free(text);
	print_message("%zu recorded feeds compared\n", files);
	assert_true(files >= 25);
}

static const struct {
	const char *path, *title, *link, *published;
} recorded[] = {
	{"excerpts/yahoo-general-2026-07-16.xml", NULL, NULL, "2026-07-16T15:35:19Z"},
	{"excerpts/sec-edgar-atom-2026-07-16.xml", "8-K - STAR GROUP, L.P. (0001002590) (Filer)",
	 "https://www.sec.gov/Archives/edgar/data/1002590/000117184326004725/0001171843-26-004725-index.htm", "2026-07-16T15:39:40Z"},
	{"excerpts/google-news-2026-09-09.xml",
	 "How Apple stock usually reacts to big iPhone reveal events - Yahoo Finance", NULL, "2026-09-09T09:08:43Z"},
	{"feedrs/atom_relative.xml", "Atom-Powered Robots Run Amok", "https://feeds.example/blog/2003/12/13/atom03", "2003-12-13T18:30:02Z"},
	{"feedrs/rss_0.91_encoding_1.xml", "bash - Expans\xC3\xA3o de Par\xC3\xA2metros", "http://www.Dicas-L.com.br/dicas-l/20200406.php", NULL},
	{"hostile/encoding_demoronize-1.xml", "don\xE2\x80\x99t", "", NULL},
	{"hostile/illformed_rss_item_link_corrupted_ampersands.xml", NULL, "http://link/get?a=1&b=2", NULL},
};

static void
recorded_feeds__facts__title_link_date(void **state)
{
	char path[256];
	size_t len;

	for (size_t i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++) {
		snprintf(path, sizeof(path), "fixtures/rss/%s", recorded[i].path);
		char *body = load(shared_path(path), &len);

		if (!body && i == 0) {
			print_message("no ../shared: recorded feeds not read\n");
			skip();
		}
		assert_non_null(body);
		const struct bt_answer *a = feed_n(state, body, len);
		int64_t utc = NOW;

		free(body);
		assert_true(a->n_news >= 1);
		if (recorded[i].title)
			assert_string_equal(a->news[0].title, recorded[i].title);
		if (recorded[i].link)
			assert_string_equal(a->news[0].link, recorded[i].link);
		if (recorded[i].published)
			assert_true(bt_feed_date(recorded[i].published, &utc));
		assert_int_equal(a->news[0].published_utc, utc);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rss2__item__own_title_link_date_and_words),
		TEST(rss2__missing_parts__fall_back),
		TEST(atom__entry__alternate_link_and_bases),
		TEST(rss1__items_beside_the_channel__dc_date),
		TEST(text__bad_xml__is_mended),
		TEST(text__escape_sequences__never_come_through),
		TEST(text__encodings__become_utf8),
		TEST(feed__bad_or_hostile__has_its_fault),
		TEST(feed__broken_after_items__says_so),
		TEST(feed__bombs__end_soon),
		TEST(feed__nested_deeply__stops),
		TEST(feed__six_hundred_items__keeps_five_hundred),
		TEST(feed__cut_or_changed_anywhere__stays_clean),
		TEST(date__as_feeds_write_it__read),
		TEST(link__of_a_feed__resolved_and_safe),
		TEST(words__of_html__alone),
		TEST(text__of_html__keeps_lines_and_numbers_links),
		TEST(text__of_html__is_cut_between_characters_and_lines),
		TEST(text__with_a_thousand_links__has_the_first_forty),
		TEST(item__links_of_its_text__are_kept),
		TEST(atom__xhtml__keeps_its_links),
		TEST(recorded_feeds__all__hold_the_items_of_the_manifest),
		TEST(recorded_feeds__facts__title_link_date),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
