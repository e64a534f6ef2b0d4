/* v8 chart: all daily columns of one symbol. */
#include <math.h>
#include <string.h>

#include "fetch/yahoo.h"

/* The newest split that the answer tells of.  Prices are adjusted for it already; that it is new
 * means that what was kept before is not.  */
static bt_date
newest_split(const struct bt_yahoo_meta *meta, const cJSON *result, bt_date last)
{
	const cJSON *splits = bt_json_object(bt_json_object(result, "events"), "splits");
	bt_date newest = BT_DATE_NONE;

	for (const cJSON *s = splits ? splits->child : NULL; s; s = s->next) {
		double numerator = bt_json_member(s, "numerator", 1e-9, 1e9);
		double denominator = bt_json_member(s, "denominator", 1e-9, 1e9);
		int64_t ts;
		bt_date day;

		if (isnan(numerator) || isnan(denominator) || numerator == denominator ||
		    !bt_json_member_int(s, "date", INT64_C(-5364662400), INT64_C(7258118400), &ts))
			continue;
		day = bt_yahoo_date(meta, ts);
		if (day <= last && day > newest)
			newest = day;
	}
	return newest;
}

static const cJSON *
first_of(const cJSON *obj, const char *name)
{
	const cJSON *list = bt_json_array(obj, name);

	return list ? list->child : NULL;
}

static bool
read_rows(const struct bt_yahoo_meta *meta, const cJSON *result, struct bt_arena *a,
          struct bt_answer *answer, struct bt_rows *rows)
{
	const cJSON *indicators = bt_json_object(result, "indicators");
	const cJSON *quote = first_of(indicators, "quote");
	const cJSON *const column[BT_YAHOO_CELLS] = {
		[BT_YAHOO_CLOSE] = bt_json_array(quote, "close"),
		[BT_YAHOO_OPEN] = bt_json_array(quote, "open"),
		[BT_YAHOO_HIGH] = bt_json_array(quote, "high"),
		[BT_YAHOO_LOW] = bt_json_array(quote, "low"),
		[BT_YAHOO_VOLUME] = bt_json_array(quote, "volume"),
		[BT_YAHOO_ADJCLOSE] = bt_json_array(first_of(indicators, "adjclose"), "adjclose"),
	};

	return bt_yahoo_rows(meta, bt_json_array(result, "timestamp"), column, a, answer, rows);
}

void
bt_yahoo_read_chart(const struct bt_job *job, const cJSON *tree, int64_t now_utc, struct bt_arena *a,
                    struct bt_answer *answer)
{
	const cJSON *result = first_of(bt_json_object(tree, "chart"), "result");
	const char *symbol;
	struct bt_yahoo_meta meta;
	struct bt_security *sec = BT_ARENA_NEW(a, struct bt_security);
	struct bt_rows rows;

	if (!cJSON_IsObject(result) || job->n != 1) {
		bt_answer_fail(answer, BT_FAULT_FORMAT, "no chart");
		return;
	}
	bt_yahoo_meta(bt_json_object(result, "meta"), &meta);
	symbol = bt_json_text(meta.json, "symbol");
	if (symbol && !bt_yahoo_same_symbol(symbol, job->symbol[0])) {
		bt_answer_fail(answer, BT_FAULT_SYMBOL, "%s, not %s", symbol, job->symbol[0]);
		return;
	}
	if (!sec || !read_rows(&meta, result, a, answer, &rows)) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return;
	}
	if (rows.n && meta.interval && strcmp(meta.interval, "1d") != 0) {
		bt_answer_fail(answer, BT_FAULT_INTERVAL, "%s", meta.interval);
		rows.n = 0;
	}
	sec->symbol = bt_arena_strdup(a, job->symbol[0]);
	sec->bars = bt_rows_finish(&rows, bt_yahoo_today(&meta, now_utc), a, answer);
	bt_yahoo_describe(&meta, now_utc, a, sec);
	answer->newest_split = newest_split(&meta, result, bt_yahoo_today(&meta, now_utc));
	answer->sec = sec;
	answer->n_sec = 1;
	if (!sec->bars.n && !answer->fault)
		bt_answer_fail(answer, BT_FAULT_NO_DATA, "%s", job->symbol[0]);
}
