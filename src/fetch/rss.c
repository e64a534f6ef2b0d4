#include "fetch/rss.h"

#include <expat.h>
#include <string.h>
#include <strings.h>

#include "fetch/feed_date.h"
#include "fetch/feed_text.h"
#include "fetch/html.h"
#include "fetch/url.h"

#define FIELD_MAX_BYTES (64u << 10)
#define TITLE_MAX 512
#define SUMMARY_MAX 2048
#define ID_MAX 1024
#define LINKS_MAX (8u << 10)
#define DAY 86400

enum field { FIELD_NONE, FIELD_TITLE, FIELD_SUMMARY, FIELD_LINK, FIELD_ID, FIELD_DATE, FIELD_COUNT };

/* Whose word an element is, by its namespace; prefixes are free, so they are looked up. */
enum space { SPACE_CORE, SPACE_DC, SPACE_CONTENT, SPACE_OTHER };

static const struct {
	const char *uri;         /* begins so */
	enum space space;
} spaces[] = {
	{"http://www.w3.org/2005/Atom", SPACE_CORE},
	{"http://purl.org/atom/ns#", SPACE_CORE},
	{"http://purl.org/rss/1.0/modules/content/", SPACE_CONTENT},
	{"http://purl.org/rss/1.0/modules/", SPACE_OTHER},
	{"http://purl.org/rss/1.0/", SPACE_CORE},
	{"http://my.netscape.com/rdf/simple/0.9/", SPACE_CORE},
	{"http://backend.userland.com/rss", SPACE_CORE},
	{"http://purl.org/dc/", SPACE_DC},
};

/* Prefixes that mean the same whether declared or not. */
static const struct {
	const char *prefix;
	enum space space;
} usual[] = {{"", SPACE_CORE},
             {"atom", SPACE_CORE},
             {"rss", SPACE_CORE},
             {"dc", SPACE_DC},
             {"content", SPACE_CONTENT}};

/* Child of an item -> its field; of several the highest rank stands, of equals the first. */
static const struct {
	const char *name;
	enum space space;
	enum field field;
	int rank;
} children[] = {
	{"title", SPACE_CORE, FIELD_TITLE, 1},
	{"link", SPACE_CORE, FIELD_LINK, 1},
	{"guid", SPACE_CORE, FIELD_ID, 2},
	{"id", SPACE_CORE, FIELD_ID, 2},
	{"pubDate", SPACE_CORE, FIELD_DATE, 4},
	{"published", SPACE_CORE, FIELD_DATE, 4},
	{"issued", SPACE_CORE, FIELD_DATE, 3},
	{"date", SPACE_DC, FIELD_DATE, 3},
	{"updated", SPACE_CORE, FIELD_DATE, 2},
	{"modified", SPACE_CORE, FIELD_DATE, 2},
	{"summary", SPACE_CORE, FIELD_SUMMARY, 3},
	{"description", SPACE_CORE, FIELD_SUMMARY, 3},
	{"description", SPACE_DC, FIELD_SUMMARY, 2},
	{"encoded", SPACE_CONTENT, FIELD_SUMMARY, 1},
	{"content", SPACE_CORE, FIELD_SUMMARY, 1},
};

struct reader {
	XML_Parser parser;
	const char *feed, *symbol;
	int64_t now_utc;
	struct bt_arena *arena;
	struct bt_answer *answer;
	struct {
		char prefix[24];
		enum space space;
	} declared[16];
	size_t n_declared;
	int depth;               /* of the open element; the root has 1 */
	int item_depth;          /* of the open item; 0 none */
	int field_depth;         /* of the open child that is read; 0 none */
	enum field field;
	int rank;
	bool is_feed;            /* the root is one that feeds have */
	bool no_permalink;       /* the guid says that it is no address */
	const char *feed_url;
	const char *base;        /* what links are relative to */
	const char *item_base;
	struct bt_buf text;      /* of the open child */
	const char *value[FIELD_COUNT];   /* of the open item */
	int value_rank[FIELD_COUNT];
	const char *stopped;     /* why we stopped the parser */
};

static void
stop(struct reader *r, const char *why)
{
	r->stopped = why;
	XML_StopParser(r->parser, XML_FALSE);
}

static enum space
space_of_uri(const char *uri)
{
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		if (strncmp(uri, spaces[i].uri, strlen(spaces[i].uri)) == 0)
			return spaces[i].space;
	return SPACE_OTHER;
}

/* Remember xmlns:prefix declarations; a feed with more than fits loses nothing but odd prefixes. */
static void
learn_prefixes(struct reader *r, const XML_Char **attr)
{
	for (; *attr && r->n_declared < sizeof(r->declared) / sizeof(r->declared[0]); attr += 2) {
		const char *prefix = attr[0] + 6;

		if (strncmp(attr[0], "xmlns:", 6) != 0 ||
		    strlen(prefix) >= sizeof(r->declared[0].prefix))
			continue;
		memcpy(r->declared[r->n_declared].prefix, prefix, strlen(prefix) + 1);
		r->declared[r->n_declared++].space = space_of_uri(attr[1]);
	}
}

/* Namespace and local name of an element. */
static enum space
space_of(const struct reader *r, const char *name, const char **local)
{
	const char *colon = strchr(name, ':');
	size_t n = colon ? (size_t)(colon - name) : 0;

	*local = colon ? colon + 1 : name;
	for (size_t i = 0; n && i < r->n_declared; i++)
		if (strlen(r->declared[i].prefix) == n &&
		    memcmp(r->declared[i].prefix, name, n) == 0)
			return r->declared[i].space;
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strlen(usual[i].prefix) == n && strncasecmp(usual[i].prefix, name, n) == 0)
			return usual[i].space;
	return SPACE_OTHER;
}

static const char *
attribute(const XML_Char **attr, const char *name)
{
	for (; *attr; attr += 2)
		if (strcmp(attr[0], name) == 0)
			return attr[1];
	return NULL;
}

static void
set_value(struct reader *r, enum field field, int rank, const char *value)
{
	if (rank <= r->value_rank[field] || !value || !*value)
		return;
	r->value[field] = value;
	r->value_rank[field] = rank;
}

/* The element's xml:base, resolved; else the one around it. */
static const char *
base_of(const struct reader *r, const XML_Char **attr)
{
	const char *given = attribute(attr, "xml:base");
	const char *base = given ? bt_url_link(r->base, given, r->arena) : NULL;

	return base && *base ? base : r->base;
}

static void
open_item(struct reader *r, const XML_Char **attr)
{
	r->item_depth = r->depth;
	r->no_permalink = false;
	memset(r->value, 0, sizeof(r->value));
	memset(r->value_rank, 0, sizeof(r->value_rank));
	r->item_base = base_of(r, attr);
}

/* Atom: <link rel="alternate" href="..."/>; other relations are not what the item is about. */
static void
take_link(struct reader *r, const char *href, const XML_Char **attr)
{
	const char *rel = attribute(attr, "rel");

	if (!rel || strcasecmp(rel, "alternate") == 0)
		set_value(r, FIELD_LINK, 1, bt_url_link(r->item_base, href, r->arena));
}

static void
open_child(struct reader *r, enum space space, const char *local, const XML_Char **attr)
{
	const char *href = attribute(attr, "href"), *permalink = attribute(attr, "isPermaLink");

	for (size_t i = 0; i < sizeof(children) / sizeof(children[0]); i++) {
		if (children[i].space != space || strcasecmp(children[i].name, local) != 0)
			continue;
		if (children[i].field == FIELD_LINK && href) {
			take_link(r, href, attr);
			return;
		}
		if (permalink && strcasecmp(permalink, "false") == 0)
			r->no_permalink = true;
		r->field = children[i].field;
		r->rank = children[i].rank;
		r->field_depth = r->depth;
		bt_buf_reset(&r->text);
		return;
	}
}

/* XHTML inside an element becomes text again, which is read as HTML: tags, and where links go. */
static void
add_tag(struct reader *r, const char *slash, const char *name, const char *href)
{
	size_t before = r->text.len, room = r->text.max - before;

	if (strlen(name) + 6 * strlen(href ? href : "") + 16 > room)
		return;
	bt_buf_printf(&r->text, "<%s%s", slash, name);
	if (href)
		bt_buf_str(&r->text, " href=\"");
	for (; href && *href; href++) {
		if (strchr("<>&\"", *href))
			bt_buf_printf(&r->text, "&#%d;", *href);
		else
			bt_buf_char(&r->text, *href);
	}
	bt_buf_str(&r->text, href ? "\">" : ">");
}

static const char *
local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

static bool
is_feed_root(const char *local)
{
	return strcasecmp(local, "rss") == 0 || strcasecmp(local, "RDF") == 0 ||
	       strcasecmp(local, "feed") == 0;
}

static void XMLCALL
on_start(void *user, const XML_Char *name, const XML_Char **attr)
{
	struct reader *r = user;
	const char *local;
	enum space space;

	if (r->stopped)
		return;
	if (++r->depth > BT_FEED_MAX_DEPTH) {
		stop(r, "nested too deeply");
		return;
	}
	learn_prefixes(r, attr);
	space = space_of(r, name, &local);
	if (r->depth == 1) {
		r->is_feed = is_feed_root(local);
		r->base = base_of(r, attr);
		if (!r->is_feed)
			stop(r, "no feed");
	} else if (!r->item_depth && space == SPACE_CORE &&
	           (strcasecmp(local, "item") == 0 || strcasecmp(local, "entry") == 0)) {
		open_item(r, attr);
	} else if (r->item_depth && r->depth == r->item_depth + 1) {
		open_child(r, space, local, attr);
	} else if (r->field_depth) {
		add_tag(r, "", local, attribute(attr, "href"));
	}
}

static void XMLCALL
on_text(void *user, const XML_Char *s, int len)
{
	struct reader *r = user;
	size_t n = (size_t)len;

	if (!r->field_depth || r->stopped)
		return;
	if (n > r->text.max - r->text.len)
		n = r->text.max - r->text.len;
	bt_buf_add(&r->text, s, n);
}

/* Is anything to be read in it? */
static bool
has_words(const struct reader *r, const char *html)
{
	const char *words = bt_html_words(html, r->text.len, 8, r->arena);

	return words && *words;
}

/* The text of a child is complete. */
static void
close_child(struct reader *r)
{
	const char *s = r->text.data ? r->text.data : "";
	const char *value = NULL;

	switch (r->field) {
	case FIELD_LINK:
		value = bt_url_link(r->item_base, s, r->arena);
		break;
	case FIELD_DATE:
		value = bt_arena_strndup(r->arena, s, strnlen(s, 100));
		break;
	case FIELD_SUMMARY:      /* as it is, until the item's own link is known */
		if (r->rank > r->value_rank[FIELD_SUMMARY] && has_words(r, s))
			value = bt_arena_strndup(r->arena, s, r->text.len);
		break;
	default:
		value = bt_html_words(s, r->text.len, r->field == FIELD_TITLE ? TITLE_MAX : ID_MAX, r->arena);
		break;
	}
	set_value(r, r->field, r->rank, value);
	r->field_depth = 0;
}

static int64_t
published(const struct reader *r)
{
	int64_t utc;

	if (!r->value[FIELD_DATE] || !bt_feed_date(r->value[FIELD_DATE], &utc) ||
	    utc > r->now_utc + DAY)
		return r->now_utc;
	return utc;
}

/* The text of the item as it is read, and its links: its own, then those of the text. */
static const char *
summary_of(struct reader *r, const char **numbered)
{
	const char *own = r->value[FIELD_LINK], *html = r->value[FIELD_SUMMARY], *text;
	struct bt_html_links links = {.arena = r->arena};
	struct bt_buf list;

	*numbered = "";
	if (!html)
		return "";
	/* what is relative is so to the item, unless the feed says to what */
	links.base = own && *own && r->item_base == r->feed_url ? own : r->item_base;
	if (own && *own)
		links.at[links.n++] = own;
	text = bt_html_text(html, strlen(html), SUMMARY_MAX, &links, r->arena);
	bt_buf_init(&list, LINKS_MAX);
	for (size_t i = 0; i < links.n; i++)
		bt_buf_printf(&list, "%s%s", i ? "\n" : "", links.at[i]);
	if (links.n > 1 || (links.n && !(own && *own)))
		*numbered = bt_arena_strdup(r->arena, list.data);
	bt_buf_release(&list);
	return text ? text : "";
}

static void
close_item(struct reader *r)
{
	const char **v = r->value, *summary, *numbered;
	struct bt_answer *answer = r->answer;
	bool no_permalink = r->no_permalink;

	r->item_depth = 0;
	if (!v[FIELD_LINK] && v[FIELD_ID] && !no_permalink)
		set_value(r, FIELD_LINK, 1, bt_url_link(NULL, v[FIELD_ID], r->arena));
	if (!v[FIELD_TITLE] && v[FIELD_SUMMARY])
		v[FIELD_TITLE] = bt_html_words(v[FIELD_SUMMARY], strlen(v[FIELD_SUMMARY]), 160, r->arena);
	if (!v[FIELD_TITLE])
		v[FIELD_TITLE] = v[FIELD_LINK];
	if (!v[FIELD_TITLE] || answer->n_news == BT_FEED_MAX_ITEMS) {
		answer->dropped_rows++;
		return;
	}
	summary = summary_of(r, &numbered);
	answer->news[answer->n_news++] = (struct bt_news_item){
		.id = v[FIELD_ID] ? v[FIELD_ID] : v[FIELD_LINK] ? v[FIELD_LINK] : v[FIELD_TITLE],
		.title = v[FIELD_TITLE],
		.summary = summary,
		.link = v[FIELD_LINK] ? v[FIELD_LINK] : "",
		.links = numbered ? numbered : "",
		.feed = r->feed,
		.symbol = r->symbol,
		.published_utc = published(r),
		.fetched_utc = r->now_utc,
	};
}

static void XMLCALL
on_end(void *user, const XML_Char *name)
{
	struct reader *r = user;

	if (r->stopped)
		return;
	if (r->field_depth == r->depth)
		close_child(r);
	else if (r->field_depth)
		add_tag(r, "/", local_name(name), NULL);
	if (r->item_depth == r->depth)
		close_item(r);
	r->depth--;
}

static void XMLCALL
on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public,
           int internal)
{
	(void)name;
	(void)system;
	(void)public;
	if (internal)
		stop(user, "declares entities of its own");
}

/* The parser ended badly: what is there stays, what is not is a fault. */
static void
judge_end(struct reader *r)
{
	static const enum XML_Error cut[] = {
		XML_ERROR_NO_ELEMENTS,
		XML_ERROR_UNCLOSED_TOKEN,
		XML_ERROR_UNCLOSED_CDATA_SECTION,
		XML_ERROR_PARTIAL_CHAR,
	};
	enum XML_Error error = XML_GetErrorCode(r->parser);
	const char *why = r->stopped ? r->stopped : XML_ErrorString(error);
	enum bt_fault fault = BT_FAULT_FORMAT;

	for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++)
		if (error == cut[i])
			fault = BT_FAULT_TRUNCATED;
	if (r->answer->n_news && !r->stopped)
		fault = BT_FAULT_NONE;
	if (r->stopped)
		r->answer->n_news = 0; /* hostile: nothing of it */
	bt_answer_fail(r->answer, fault, "line %lu: %s",
	               (unsigned long)XML_GetCurrentLineNumber(r->parser), why);
}

static void
parse(struct reader *r, const struct bt_buf *text)
{
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, on_start, on_end);
	XML_SetCharacterDataHandler(r->parser, on_text);
	XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
	XML_SetParamEntityParsing(r->parser, XML_PARAM_ENTITY_PARSING_NEVER);
	if (XML_Parse(r->parser, text->data ? text->data : "", (int)text->len, XML_TRUE) !=
	    XML_STATUS_OK)
		judge_end(r);
}

void
bt_rss_read(const struct bt_job *job, const char *body, size_t len, int64_t now_utc,
            struct bt_arena *a, struct bt_answer *answer)
{
	struct reader r = {
		.feed = bt_arena_strdup(a, job->feed ? job->feed : ""),
		.symbol = bt_arena_strdup(a, job->n ? job->symbol[0] : ""),
		.now_utc = now_utc,
		.arena = a,
		.answer = answer,
		.feed_url = job->url,
		.base = job->url,
	};
	struct bt_buf text;

	bt_buf_init(&text, 2 * BT_FEED_MAX_BYTES - 1);
	bt_buf_init(&r.text, FIELD_MAX_BYTES);
	answer->news = BT_ARENA_ARRAY(a, BT_FEED_MAX_ITEMS, struct bt_news_item);
	r.parser = XML_ParserCreate("UTF-8");
	if (!answer->news || !r.feed || !r.symbol || !r.parser)
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
	else if (len > BT_FEED_MAX_BYTES || bt_feed_text(body, len, &text))
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "%zu bytes", len);
	else
		parse(&r, &text);
	if (r.parser)
		XML_ParserFree(r.parser);
	bt_buf_release(&r.text);
	bt_buf_release(&text);
}
