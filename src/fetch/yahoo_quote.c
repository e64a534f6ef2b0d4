/* v7 quote: last prices of many symbols, with what chart and spark leave out (providers.md, section 6);
 * marketSummary and the screener's lists have the same items.  */
#include <math.h>
#include <string.h>

#include "fetch/security.h"
#include "fetch/yahoo.h"

/* {quoteResponse: {result}}, {marketSummaryResponse: {result}}, {finance: {result: [{quotes}]}} */
static const cJSON *
list_of(const cJSON *tree)
{
	const cJSON *top = bt_json_object(tree, "quoteResponse"), *list;

	if (!top)
		top = bt_json_object(tree, "marketSummaryResponse");
	if (top)
		return bt_json_array(top, "result");
	list = bt_json_array(bt_json_object(tree, "finance"), "result");
	return list ? bt_json_array(list->child, "quotes") : NULL;
}

/* A member that is a number, or {raw, fmt} of formatted=true. */
static const cJSON *
plain(const cJSON *item, const char *name)
{
	const cJSON *v = bt_json_get(item, name);

	return cJSON_IsObject(v) ? bt_json_get(v, "raw") : v;
}

static double
price(const cJSON *item, const char *name)
{
	return bt_json_num(plain(item, name), 1e-12, BT_PRICE_MAX);
}

/* Minutes the price is late: known ones first, because ^VIX claims 0. */
static int
delay_of(const cJSON *item, const char *symbol)
{
	int known = bt_yahoo_delay(symbol, NULL);
	int64_t minutes = -1;

	if (known >= 0)
		return known;
	bt_json_int(plain(item, "exchangeDataDelayedBy"), 0, 24 * 60, &minutes);
	return (int)minutes;
}

static void
read_item(const cJSON *item, const char *asked, int64_t now_utc, struct bt_arena *a, struct bt_security *sec)
{
	struct bt_quote *q = &sec->quote;
	int64_t digits = 0;

	*sec = bt_security_new(bt_arena_strdup(a, asked), "yahoo", now_utc);
	sec->name = bt_yahoo_text(item, "longName", a);
	if (!sec->name)
		sec->name = bt_yahoo_text(item, "shortName", a);
	sec->currency = bt_yahoo_text(item, "currency", a);
	sec->kind = bt_yahoo_kind(bt_json_text(item, "quoteType"));
	bt_json_int(plain(item, "priceHint"), 0, 8, &digits);
	sec->digits = (int)digits;
	q->last = price(item, "regularMarketPrice");
	q->prev_close = price(item, "regularMarketPreviousClose");
	q->open = price(item, "regularMarketOpen");
	q->high = price(item, "regularMarketDayHigh");
	q->low = price(item, "regularMarketDayLow");
	q->volume = bt_json_num(plain(item, "regularMarketVolume"), 0, BT_VOLUME_MAX);
	q->pre = price(item, "preMarketPrice");
	q->post = price(item, "postMarketPrice");
	bt_json_int(plain(item, "regularMarketTime"), 0, now_utc + 86400, &q->ts_utc);
	q->delayed_min = delay_of(item, asked);
}

/* The item about that symbol, when there is one alone. */
static const cJSON *
find_item(const cJSON *list, const char *asked)
{
	const cJSON *found = NULL;

	for (const cJSON *item = list->child; item; item = item->next) {
		const char *symbol = bt_json_text(item, "symbol");

		if (!symbol || !bt_yahoo_same_symbol(symbol, asked))
			continue;
		if (found)
			return NULL;
		found = item;
	}
	return found;
}

void
bt_yahoo_read_quotes(const struct bt_job *job, const cJSON *tree, int64_t now_utc, struct bt_arena *a,
                     struct bt_answer *answer)
{
	const cJSON *list = list_of(tree);

	answer->sec = BT_ARENA_ARRAY(a, job->n, struct bt_security);
	answer->missing = BT_ARENA_ARRAY(a, job->n, const char *);
	if (!answer->sec || !answer->missing) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return;
	}
	if (!list) {
		bt_answer_fail(answer, BT_FAULT_FORMAT, "no quotes");
		return;
	}
	for (size_t i = 0; i < job->n; i++) {
		const cJSON *item = find_item(list, job->symbol[i]);
		struct bt_security *sec = &answer->sec[answer->n_sec];

		if (item)
			read_item(item, job->symbol[i], now_utc, a, sec);
		/* a price without its time may be of any day */
		if (!item || isnan(sec->quote.last) || !sec->quote.ts_utc)
			answer->missing[answer->n_missing++] = bt_arena_strdup(a, job->symbol[i]);
		else
			answer->n_sec++;
	}
	answer->flaws[BT_FAULT_ABSENT] += (unsigned)answer->n_missing;
	if (!answer->n_sec)
		bt_answer_fail(answer, BT_FAULT_NOT_FOUND, "none of %zu", job->n);
}
