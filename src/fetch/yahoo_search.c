/* v1 search and lookup: symbols that fit, and headlines (providers.md, section 7). */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "fetch/url.h"
#include "fetch/yahoo.h"

#define MOST_FOUND 100
#define MOST_NEWS 100

/* A symbol of theirs that can be asked for: printable, without blanks, quotes and commas. */
static bool
is_symbol(const char *s)
{
	size_t n = strlen(s);

	for (const char *p = s; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr(",\"'`\\<>", *p))
			return false;
	return n > 0 && n < BT_NAME_MAX;
}

/* {quotes: [...]} of search, or {finance: {result: [{documents: [...]}]}} of lookup */
static const cJSON *
found_in(const cJSON *tree)
{
	const cJSON *list = bt_json_array(tree, "quotes");

	if (list)
		return list;
	list = bt_json_array(bt_json_object(tree, "finance"), "result");
	return list ? bt_json_array(list->child, "documents") : NULL;
}

static const char *
first_text(const cJSON *item, const char *const name[3], struct bt_arena *a)
{
	for (size_t i = 0; i < 3; i++) {
		const char *text = bt_yahoo_text(item, name[i], a);

		if (text)
			return text;
	}
	return "";
}

void
bt_yahoo_read_search(const struct bt_job *job, const cJSON *tree, int64_t now_utc, struct bt_arena *a,
                     struct bt_answer *answer)
{
	static const char *const names[3] = {"longname", "shortname", "shortName"};
	static const char *const places[3] = {"exchDisp", "exchange", "exchange"};
	const cJSON *list = found_in(tree);

	(void)job;
	(void)now_utc;
	answer->found = BT_ARENA_ARRAY(a, MOST_FOUND, struct bt_found);
	if (!list || !answer->found) {
		bt_answer_fail(answer, list ? BT_FAULT_TOO_LARGE : BT_FAULT_FORMAT, "no list of symbols");
		return;
	}
	for (const cJSON *item = list->child; item && answer->n_found < MOST_FOUND; item = item->next) {
		struct bt_found *f = &answer->found[answer->n_found];
		const char *symbol = bt_json_text(item, "symbol");

		if (!symbol || !is_symbol(symbol)) {
			answer->dropped_rows++;
			continue;
		}
		f->symbol = bt_arena_strdup(a, symbol);
		f->name = first_text(item, names, a);
		f->exchange = first_text(item, places, a);
		f->kind = bt_yahoo_kind(bt_json_text(item, "quoteType"));
		answer->n_found += f->symbol != NULL;
	}
}

/* Clean text, or "". */
static const char *
text_or_none(const cJSON *item, const char *name, struct bt_arena *a)
{
	const char *raw = bt_json_text(item, name);
	const char *text = raw ? bt_text_clean_dup(a, raw, strnlen(raw, 1000)) : NULL;

	return text ? text : "";
}

static bool
read_item(const struct bt_job *job, const cJSON *item, int64_t now_utc, struct bt_arena *a,
          struct bt_news_item *out)
{
	const char *link = bt_json_text(item, "link");
	int64_t ts = now_utc;

	bt_json_member_int(item, "providerPublishTime", 0, now_utc + 86400, &ts);
	*out = (struct bt_news_item){
		.id = text_or_none(item, "uuid", a),
		.title = text_or_none(item, "title", a),
		.summary = text_or_none(item, "publisher", a),
		.link = link ? bt_url_link(NULL, link, a) : "",
		.links = "",
		.feed = job->feed ? job->feed : "yahoo",
		.symbol = job->n ? bt_arena_strdup(a, job->symbol[0]) : "",
		.published_utc = ts,
		.fetched_utc = now_utc,
	};
	if (!out->link)
		out->link = "";
	if (!out->id[0])
		out->id = out->link[0] ? out->link : out->title;
	return out->title[0] && out->symbol;
}

void
bt_yahoo_read_news(const struct bt_job *job, const cJSON *tree, int64_t now_utc, struct bt_arena *a,
                   struct bt_answer *answer)
{
	const cJSON *list = bt_json_array(tree, "news");

	answer->news = BT_ARENA_ARRAY(a, MOST_NEWS, struct bt_news_item);
	if (!list || !answer->news) {
		bt_answer_fail(answer, list ? BT_FAULT_TOO_LARGE : BT_FAULT_FORMAT, "no headlines");
		return;
	}
	for (const cJSON *item = list->child; item && answer->n_news < MOST_NEWS; item = item->next) {
		if (read_item(job, item, now_utc, a, &answer->news[answer->n_news]))
			answer->n_news++;
		else
			answer->dropped_rows++;
	}
}
