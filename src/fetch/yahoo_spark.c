/* v7 and v8 spark: closes of up to twenty symbols, in an order of Yahoo's own. */
#include <math.h>
#include <string.h>

#include "fetch/yahoo.h"

/* One symbol's part, of either shape. */
struct part {
	const char *symbol;
	struct bt_yahoo_meta meta;
	const cJSON *timestamp, *close;
	const cJSON *flat;           /* v8: the object that also holds previousClose; or NULL */
};

static const cJSON *
first_of(const cJSON *obj, const char *name)
{
	const cJSON *list = bt_json_array(obj, name);

	return list ? list->child : NULL;
}

/* v7: {symbol, response: [{meta, timestamp, indicators: {quote: [{close}]}}]} */
static struct part
part_of_v7(const cJSON *item)
{
	const cJSON *response = first_of(item, "response");
	const cJSON *quote = first_of(bt_json_object(response, "indicators"), "quote");
	struct part p = {
		.symbol = bt_json_text(item, "symbol"),
		.timestamp = bt_json_array(response, "timestamp"),
		.close = bt_json_array(quote, "close"),
	};

	bt_yahoo_meta(bt_json_object(response, "meta"), &p.meta);
	return p;
}

/* v8: "AAPL": {symbol, timestamp, close, previousClose, dataGranularity: seconds}, no meta */
static struct part
part_of_v8(const cJSON *item)
{
	struct part p = {
		.symbol = bt_json_text(item, "symbol"),
		.timestamp = bt_json_array(item, "timestamp"),
		.close = bt_json_array(item, "close"),
		.flat = item,
	};
	double seconds = bt_json_member(item, "dataGranularity", 1, 1e9);

	if (!p.symbol)
		p.symbol = item->string;
	bt_yahoo_meta(NULL, &p.meta);
	p.meta.interval = seconds == 86400 ? "1d" : isnan(seconds) ? NULL : "other";
	return p;
}

/* Without meta the last close is the quote, as old as its stamp. */
static void
quote_of_v8(const struct part *p, struct bt_security *sec)
{
	const cJSON *v = p->close ? p->close->child : NULL;
	const cJSON *t = p->timestamp ? p->timestamp->child : NULL;
	struct bt_quote *q = &sec->quote;

	q->prev_close = bt_json_member(p->flat, "previousClose", 1e-12, BT_PRICE_MAX);
	for (; v && t; v = v->next, t = t->next) {
		double close = bt_json_num(v, 1e-12, BT_PRICE_MAX);
		int64_t ts;

		if (isnan(close) || !bt_json_int(t, 0, q->fetched_utc + 86400, &ts))
			continue;
		q->last = close;
		q->ts_utc = ts;
	}
}

static bool
read_part(const struct part *p, const char *asked, int64_t now_utc, struct bt_arena *a,
          struct bt_answer *answer)
{
	struct bt_security *sec = &answer->sec[answer->n_sec];
	const cJSON *const column[BT_YAHOO_CELLS] = {[BT_YAHOO_CLOSE] = p->close};
	struct bt_rows rows;

	if (!bt_yahoo_rows(&p->meta, p->timestamp, column, a, answer, &rows))
		return false;
	if (p->meta.interval && strcmp(p->meta.interval, "1d") != 0)
		rows.n = 0; /* its quote is good all the same */
	*sec = (struct bt_security){.symbol = bt_arena_strdup(a, asked)};
	sec->bars = bt_rows_finish(&rows, bt_yahoo_today(&p->meta, now_utc), a, answer);
	bt_yahoo_describe(&p->meta, now_utc, a, sec);
	if (p->flat)
		quote_of_v8(p, sec);
	answer->n_sec++;
	return true;
}

static const char *
symbol_of(const cJSON *item, bool flat)
{
	const char *symbol = bt_json_text(item, "symbol");

	return symbol || !flat ? symbol : item->string;
}

/* The part about that symbol; an answer with two of it has none.  Only the symbols are looked at on the
 * way: every refresh comes through here, twenty by twenty.  */
static bool
find_part(const cJSON *list, bool flat, const char *asked, struct part *out)
{
	const cJSON *found = NULL;
	size_t n = 0;

	for (const cJSON *item = list->child; item; item = item->next) {
		const char *symbol = symbol_of(item, flat);

		if (!symbol || !bt_yahoo_same_symbol(symbol, asked))
			continue;
		found = item;
		n++;
	}
	if (n != 1)
		return false;
	*out = flat ? part_of_v8(found) : part_of_v7(found);
	return true;
}

void
bt_yahoo_read_spark(const struct bt_job *job, const cJSON *tree, int64_t now_utc, struct bt_arena *a,
                    struct bt_answer *answer)
{
	const cJSON *spark = bt_json_object(tree, "spark");
	const cJSON *list = spark ? bt_json_array(spark, "result") : tree;

	answer->sec = BT_ARENA_ARRAY(a, job->n, struct bt_security);
	answer->missing = BT_ARENA_ARRAY(a, job->n, const char *);
	if (!answer->sec || !answer->missing) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return;
	}
	if (!list || (!spark && !cJSON_IsObject(tree))) {
		bt_answer_fail(answer, BT_FAULT_FORMAT, "no spark");
		return;
	}
	for (size_t i = 0; i < job->n && !answer->fault; i++) {
		struct part p;

		if (!find_part(list, !spark, job->symbol[i], &p))
			answer->missing[answer->n_missing++] = bt_arena_strdup(a, job->symbol[i]);
		else if (!read_part(&p, job->symbol[i], now_utc, a, answer))
			bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
	}
	answer->flaws[BT_FAULT_ABSENT] += (unsigned)answer->n_missing;
	if (!answer->n_sec && !answer->fault)
		bt_answer_fail(answer, job->n ? BT_FAULT_NOT_FOUND : BT_FAULT_NO_DATA, "none of %zu",
		               job->n);
}
