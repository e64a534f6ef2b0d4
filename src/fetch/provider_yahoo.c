/* Yahoo Finance: v8 chart, v7 spark and v1 search, which need nothing; v7 quote, which needs the cookies and the
 * crumb of a visitor, and the two requests that give them.  */
#include <string.h>

#include "fetch/body.h"
#include "fetch/url.h"
#include "fetch/visitor.h"
#include "fetch/yahoo.h"

static enum bt_status
range_of(const struct bt_job *job, struct bt_buf *out)
{
	if (job->range)
		return bt_buf_printf(out, "range=%s",
		                     bt_url_is_word(job->range) ? job->range : "1y");
	if (job->from == BT_DATE_NONE || job->to == BT_DATE_NONE || job->from > job->to)
		return BT_E_USAGE;
	/* a day of grace on both sides: sessions are dated by the exchange, period2 is exclusive */
	return bt_buf_printf(out, "period1=%lld&period2=%lld", ((long long)job->from - 1) * 86400,
	                     ((long long)job->to + 2) * 86400);
}

static enum bt_status
chart_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	enum bt_status st;

	if (job->n != 1)
		return BT_E_USAGE;
	bt_buf_printf(out, "%s/v8/finance/chart/", base_url);
	bt_url_escape(job->symbol[0], out);
	bt_buf_char(out, '?');
	if ((st = range_of(job, out)))
		return st;
	return bt_buf_str(out, "&interval=1d&events=div%7Csplit&includePrePost=false");
}

static enum bt_status
spark_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	enum bt_status st;

	if (!job->n)
		return BT_E_USAGE;
	bt_buf_printf(out, "%s/v7/finance/spark?symbols=", base_url);
	for (size_t i = 0; i < job->n; i++) {
		if (i)
			bt_buf_char(out, ',');
		bt_url_escape(job->symbol[i], out);
	}
	bt_buf_char(out, '&');
	if ((st = range_of(job, out)))
		return st;
	return bt_buf_str(out, "&interval=1d&indicators=close&includePrePost=false");
}

static enum bt_status
quote_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	if (!job->n || !job->crumb)
		return BT_E_USAGE;
	bt_buf_printf(out, "%s/v7/finance/quote?symbols=", base_url);
	for (size_t i = 0; i < job->n; i++) {
		if (i)
			bt_buf_char(out, ',');
		bt_url_escape(job->symbol[i], out);
	}
	bt_buf_str(out, "&formatted=false&crumb=");
	return bt_url_escape(job->crumb, out);
}

static enum bt_status
search_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	const char *words = job->kind == BT_JOB_SEARCH ? job->words : job->n ? job->symbol[0] : NULL;

	if (!words || !*words || strlen(words) > 200)
		return BT_E_USAGE;
	bt_buf_printf(out, "%s/v1/finance/search?q=", base_url);
	bt_url_escape(words, out);
	return bt_buf_str(out, job->kind == BT_JOB_SEARCH ? "&quotesCount=10&newsCount=0&lang=en-US&region=US"
	                                                  : "&quotesCount=0&newsCount=10&lang=en-US&region=US");
}

static enum bt_status
cookie_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	(void)base_url;
	return job->url && *job->url ? bt_buf_str(out, job->url) : BT_E_USAGE;
}

static enum bt_status
crumb_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	(void)job;
	return bt_buf_printf(out, "%s/v1/test/getcrumb", base_url);
}

/* Endpoints without a reader answer otherwise than by JSON. */
static const struct {
	enum bt_status (*url)(const struct bt_job *, const char *, struct bt_buf *);
	void (*read)(const struct bt_job *, const cJSON *, int64_t, struct bt_arena *,
	             struct bt_answer *);
} endpoints[BT_JOB_KINDS] = {
	[BT_JOB_HISTORY] = {chart_url, bt_yahoo_read_chart},
	[BT_JOB_CLOSES] = {spark_url, bt_yahoo_read_spark},
	[BT_JOB_QUOTES] = {quote_url, bt_yahoo_read_quotes},
	[BT_JOB_NEWS] = {search_url, bt_yahoo_read_news},
	[BT_JOB_SEARCH] = {search_url, bt_yahoo_read_search},
	[BT_JOB_COOKIE] = {cookie_url, NULL},
	[BT_JOB_CRUMB] = {crumb_url, NULL},
};

static const char *
yahoo_name(enum bt_job_kind kind, const char *symbol, char buf[BT_NAME_MAX])
{
	(void)kind;
	(void)buf;
	return symbol;
}

static enum bt_status
yahoo_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	return endpoints[job->kind].url(job, base_url, out);
}

/* Words of error.code or error.description and the fault they mean: the first row that fits.
 * Statuses are not always honest. */
static const struct {
	const char *words;
	enum bt_fault fault;
} errors[] = {
	{"Not Found", BT_FAULT_NOT_FOUND},
	{"delisted", BT_FAULT_NOT_FOUND},
	{"Data doesn't exist", BT_FAULT_NO_DATA},
	{"Too Many Requests", BT_FAULT_REFUSED},
	{"Unauthorized", BT_FAULT_AUTH},
	{"Bad Request", BT_FAULT_REQUEST},
	{"Unprocessable Entity", BT_FAULT_REQUEST},
};

/* {"chart" or "spark" or "finance" ...: {"result": null, "error": {code, description}}} */
static bool
is_error(const cJSON *tree, int http_status, struct bt_answer *answer)
{
	const cJSON *top = cJSON_IsObject(tree) ? tree->child : NULL;
	const cJSON *error = bt_json_object(top, "error");
	const char *code = bt_json_text(error, "code");
	const char *words = bt_json_text(error, "description");
	enum bt_fault fault = bt_fault_of_status(http_status);

	if (!error && !fault)
		return false;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if ((code && strstr(code, errors[i].words)) ||
		    (words && strstr(words, errors[i].words))) {
			fault = errors[i].fault;
			break;
		}
	bt_answer_fail(answer, fault ? fault : BT_FAULT_HTTP, "status %d%s%s", http_status,
	               words ? ": " : "", words ? words : "");
	return true;
}

/* The status means nothing here: the cookies come with 404, too.  Whoever asked looks at them. */
static void
read_cookie(int http_status, const char *body, size_t len, struct bt_answer *answer)
{
	struct bt_answer judged = {0};

	bt_body_judge(BT_BODY_TEXT, http_status, body, len, &judged);
	if (judged.fault == BT_FAULT_REFUSED)
		bt_answer_fail(answer, BT_FAULT_REFUSED, "status %d", http_status);
}

/* "Too Many Requests" has been kept as a crumb by others. */
static void
read_crumb(int http_status, const char *body, size_t len, struct bt_arena *a, struct bt_answer *answer)
{
	enum bt_fault fault = bt_fault_of_status(http_status);

	if (!bt_body_judge(BT_BODY_TEXT, http_status, body, len, answer))
		return;
	while (len && (body[len - 1] == '\n' || body[len - 1] == '\r'))
		len--;
	if (!fault && bt_crumb_is_good(body, len))
		answer->crumb = bt_arena_strndup(a, body, len);
	else
		bt_answer_fail(answer, fault ? fault : BT_FAULT_FORMAT, "status %d, no crumb", http_status);
}

static void
yahoo_read(const struct bt_job *job, int http_status, const char *body, size_t len, int64_t now_utc,
           struct bt_arena *a, struct bt_answer *answer)
{
	enum bt_fault fault, by_status = bt_fault_of_status(http_status);
	cJSON *tree;

	if (job->kind == BT_JOB_COOKIE) {
		read_cookie(http_status, body, len, answer);
		return;
	}
	if (job->kind == BT_JOB_CRUMB) {
		read_crumb(http_status, body, len, a, answer);
		return;
	}
	if (!bt_body_judge(BT_BODY_JSON, http_status, body, len, answer))
		return;
	tree = bt_json_parse(body, len, &fault);
	if (!tree)
		bt_answer_fail(answer, by_status ? by_status : fault, "status %d, %zu bytes",
		               http_status, len);
	else if (!is_error(tree, http_status, answer))
		endpoints[job->kind].read(job, tree, now_utc, a, answer);
	cJSON_Delete(tree);
}

const struct bt_speech bt_speech_yahoo = {yahoo_name, yahoo_url, yahoo_read};
