/* Nasdaq: the stock screener, for counts of the whole market, and quotes (providers.md, section 11).
 *
 * Every number is text ("$172.84", "4.549%", "1,234", "N/A"), and every answer has status 200: what went
 * wrong stands in `status`.  */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "core/calendar.h"
#include "fetch/body.h"
#include "fetch/security.h"
#include "fetch/url.h"

#define DELAY_MIN 15
/* Fewer shares than this are not the whole market: it has had more than 3,000 since 1970. */
#define LEAST_ROWS 1000
#define CLOSE_S (16 * 3600)

/* Shares and funds: letters, and the class after a dot. */
static const char *
nasdaq_name(enum bt_job_kind kind, const char *symbol, char buf[BT_NAME_MAX])
{
	size_t n = strspn(symbol, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");

	(void)kind;
	if (!n || symbol[n] || symbol[0] == '-' || n >= BT_NAME_MAX)
		return NULL;
	for (size_t i = 0; i <= n; i++)
		buf[i] = symbol[i] == '-' ? '.' : symbol[i];
	return buf;
}

static enum bt_status
nasdaq_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	char buf[BT_NAME_MAX];
	const char *name = job->n == 1 ? nasdaq_name(job->kind, job->symbol[0], buf) : NULL;

	if (job->kind == BT_JOB_WHOLE_MARKET)
		return bt_buf_printf(out, "%s/api/screener/stocks?tableonly=true&download=true", base_url);
	if (!name || job->asset == BT_KIND_INDEX)
		return BT_E_USAGE;
	bt_buf_printf(out, "%s/api/quote/", base_url);
	bt_url_escape(name, out);
	return bt_buf_printf(out, "/info?assetclass=%s", job->asset == BT_KIND_ETF ? "etf" : "stocks");
}

/* The number in "$1,234.50", "-2.81", "+4.5%", "UNCH" (0); NAN for "N/A", "" and all else. */
static double
loose_number(const char *s)
{
	char plain[BT_NUM_SIZE];
	size_t n = 0;
	double x;

	if (!s)
		return NAN;
	if (strcmp(s, "UNCH") == 0)
		return 0;
	for (; *s; s++) {
		if (strchr("$,%+ ", *s))
			continue;
		if (n + 1 == sizeof(plain))
			return NAN;
		plain[n++] = *s;
	}
	return bt_num_parse(plain, n, &x) ? x : NAN;
}

static double
number(const cJSON *obj, const char *name, double lo, double hi)
{
	double x = loose_number(bt_json_text(obj, name));

	return x >= lo && x <= hi ? x : NAN;
}

/* `data` of an answer that is good in its own words; else NULL and the fault. */
static const cJSON *
data_of(const cJSON *tree, struct bt_answer *answer)
{
	const cJSON *status = bt_json_object(tree, "status"), *data = bt_json_object(tree, "data");
	const cJSON *codes = bt_json_array(status, "bCodeMessage");
	const char *words = bt_json_text(codes ? codes->child : NULL, "errorMessage");
	double code = bt_json_member(status, "rCode", 0, 999);

	if (data && !(code >= 400))
		return data;
	if (!status)
		bt_answer_fail(answer, BT_FAULT_FORMAT, "no status");
	else if (words && strcasestr(words, "not exist"))
		bt_answer_fail(answer, BT_FAULT_NOT_FOUND, "%s", words);
	else
		bt_answer_fail(answer, BT_FAULT_SOURCE, "%s", words ? words : "no data");
	return NULL;
}

/* --- quotes -------------------------------------------------------------------------------------- */

static bool
digits_at(const char *s, size_t most, int *out, size_t *n)
{
	*out = 0;
	for (*n = 0; *n < most && s[*n] >= '0' && s[*n] <= '9'; ++*n)
		*out = *out * 10 + s[*n] - '0';
	return *n > 0;
}

/* " 12:51 PM ET" as a second of the day; the close when there is no time. */
static int
parse_clock(const char *s)
{
	int hour, minute;
	size_t n;

	s += strspn(s, " ");
	if (!digits_at(s, 2, &hour, &n) || s[n] != ':' || hour < 1 || hour > 12)
		return CLOSE_S;
	s += n + 1;
	if (!digits_at(s, 2, &minute, &n) || n != 2 || minute > 59 || s[2] != ' ' || s[4] != 'M')
		return CLOSE_S;
	return (hour % 12 + (s[3] == 'P' ? 12 : 0)) * 3600 + minute * 60;
}

/* "Jul 27, 2026 12:51 PM ET" with words before it ("DATA AS OF"), New York's time; 0: none. */
static int64_t
parse_stamp(const char *s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	size_t n, k;

	for (; s && *s; s++) {
		char name[4] = {s[0], s[1], s[1] ? s[2] : '\0', '\0'};
		const char *month = strlen(name) == 3 ? strstr(months, name) : NULL;
		int day, year;
		bt_date d;

		if (!month || (month - months) % 3 || s[3] != ' ' || !digits_at(s + 4, 2, &day, &n) ||
		    s[4 + n] != ',' || s[5 + n] != ' ' || !digits_at(s + 6 + n, 4, &year, &k) || k != 4)
			continue;
		char iso[BT_DATE_SIZE];

		if (snprintf(iso, sizeof(iso), "%04d-%02d-%02d", year, (int)(month - months) / 3 + 1, day) != 10 ||
		    !bt_date_parse(iso, 10, &d))
			return 0;
		return bt_ny_instant(d, parse_clock(s + 6 + n + k));
	}
	return 0;
}

static double
key_stat(const cJSON *data, const char *name, double lo, double hi)
{
	return number(bt_json_object(bt_json_object(data, "keyStats"), name), "value", lo, hi);
}

static void
read_quote(const struct bt_job *job, const char *name, const cJSON *data, int64_t now_utc, struct bt_arena *a,
           struct bt_answer *answer)
{
	const cJSON *primary = bt_json_object(data, "primaryData");
	const char *symbol = bt_json_text(data, "symbol");
	struct bt_security *sec = BT_ARENA_NEW(a, struct bt_security);
	struct bt_quote *q;

	if (!sec || !symbol || strcasecmp(symbol, name) != 0) {
		bt_answer_fail(answer, BT_FAULT_SYMBOL, "%s, not %s", symbol ? symbol : "nothing", name);
		return;
	}
	*sec = bt_security_new(bt_arena_strdup(a, job->symbol[0]), "nasdaq", now_utc);
	sec->kind = job->asset;
	sec->currency = "USD";
	q = &sec->quote;
	q->last = number(primary, "lastSalePrice", 1e-12, BT_PRICE_MAX);
	q->prev_close = key_stat(data, "PreviousClose", 1e-12, BT_PRICE_MAX);
	if (isnan(q->prev_close)) {
		double prev = q->last - number(primary, "netChange", -BT_PRICE_MAX, BT_PRICE_MAX);

		q->prev_close = prev > 0 ? prev : NAN;
	}
	q->open = key_stat(data, "OpenPrice", 1e-12, BT_PRICE_MAX);
	q->volume = key_stat(data, "Volume", 0, BT_VOLUME_MAX);
	q->ts_utc = parse_stamp(bt_json_text(primary, "lastTradeTimestamp"));
	q->delayed_min = cJSON_IsTrue(bt_json_get(primary, "isRealTime")) ? 0 : DELAY_MIN;
	bt_answer_take_quote(answer, sec);
}

/* --- the screener -------------------------------------------------------------------------------- */

/* rows of {data: {rows}} or {data: {table: {rows}}} */
static const cJSON *
rows_of(const cJSON *data)
{
	const cJSON *rows = bt_json_array(data, "rows");

	return rows ? rows : bt_json_array(bt_json_object(data, "table"), "rows");
}

/* Which way a share went; NAN when it did not trade or nothing is said. */
static double
change_of(const cJSON *row)
{
	double volume = number(row, "volume", 0, BT_VOLUME_MAX);
	double net = number(row, "netchange", -BT_PRICE_MAX, BT_PRICE_MAX);

	if (volume == 0 || isnan(number(row, "lastsale", 1e-12, BT_PRICE_MAX)))
		return NAN;
	return isnan(net) ? number(row, "pctchange", -100, 1e9) : net;
}

static void
count_row(const cJSON *row, struct bt_whole_market *w)
{
	double change = change_of(row), volume = number(row, "volume", 0, BT_VOLUME_MAX);

	w->rows++;
	w->advances += change > 0;
	w->declines += change < 0;
	w->unchanged += change == 0;
	w->unpriced += isnan(change);
	if (change > 0 && !isnan(volume))
		w->up_volume += volume;
	if (change < 0 && !isnan(volume))
		w->down_volume += volume;
}

static int
by_symbol(const void *pa, const void *pb)
{
	const cJSON *const *a = pa, *const *b = pb;

	return strcmp(bt_json_text(*a, "symbol"), bt_json_text(*b, "symbol"));
}

/* Count each share once: pages that overlap repeat some. */
static void
count_rows(const cJSON *rows, struct bt_arena *a, struct bt_answer *answer)
{
	size_t n = 0;
	const cJSON **row = BT_ARENA_ARRAY(a, (size_t)cJSON_GetArraySize(rows), const cJSON *);
	struct bt_whole_market *w = BT_ARENA_NEW(a, struct bt_whole_market);

	if (!row || !w) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return;
	}
	for (const cJSON *r = rows->child; r; r = r->next) {
		if (bt_json_text(r, "symbol"))
			row[n++] = r;
		else
			answer->dropped_rows++;
	}
	qsort(row, n, sizeof(*row), by_symbol);
	for (size_t i = 0; i < n; i++) {
		if (i && by_symbol(&row[i - 1], &row[i]) == 0)
			answer->dropped_rows++;
		else
			count_row(row[i], w);
	}
	answer->whole = w;
}

static void
read_screener(const cJSON *data, int64_t now_utc, struct bt_arena *a, struct bt_answer *answer)
{
	const cJSON *rows = rows_of(data);
	double total = bt_json_member(data, "totalrecords", 0, 1e9);

	if (!rows) {
		bt_answer_fail(answer, BT_FAULT_FORMAT, "no rows");
		return;
	}
	count_rows(rows, a, answer);
	if (answer->fault)
		return;
	answer->whole->fetched_utc = now_utc;
	if (answer->whole->rows < LEAST_ROWS || (double)answer->whole->rows + (double)answer->dropped_rows < total) {
		bt_answer_fail(answer, BT_FAULT_PARTIAL, "%zu shares", answer->whole->rows);
		answer->whole = NULL;
	}
}

static void
nasdaq_read(const struct bt_job *job, int http_status, const char *body, size_t len, int64_t now_utc,
            struct bt_arena *a, struct bt_answer *answer)
{
	cJSON *tree = bt_body_json(http_status, body, len, answer);
	const cJSON *data = tree ? data_of(tree, answer) : NULL;
	char buf[BT_NAME_MAX];
	const char *name = job->n == 1 ? nasdaq_name(job->kind, job->symbol[0], buf) : NULL;

	if (data && job->kind == BT_JOB_WHOLE_MARKET)
		read_screener(data, now_utc, a, answer);
	else if (data && name)
		read_quote(job, name, data, now_utc, a, answer);
	else if (!answer->fault)
		bt_answer_fail(answer, BT_FAULT_SYMBOL, "no such symbol there");
	cJSON_Delete(tree);
}

const struct bt_speech bt_speech_nasdaq = {nasdaq_name, nasdaq_url, nasdaq_read};
