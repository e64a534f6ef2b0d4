/* Tiingo: daily history of shares and funds, with the user's key (providers.md, section 13).
 *
 * Its prices are as traded: we divide them by the splits that came after, as every other source has done
 * before.  No end is asked for, because a split after it would go unseen.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/calendar.h"
#include "fetch/body.h"
#include "fetch/security.h"

#define FIRST_DAY bt_date_ymd(1962, 1, 1)

/* Shares and funds have letters, digits and the '-' of a class. */
static const char *
tiingo_name(enum bt_job_kind kind, const char *symbol, char buf[BT_NAME_MAX])
{
	size_t n = strspn(symbol, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	(void)kind;
	if (!n || symbol[n] || n >= BT_NAME_MAX || strspn(symbol, "0123456789-") == n)
		return NULL;
	return memcpy(buf, symbol, n + 1);
}

/* The first day of a range like "5d", "3mo", "2y", "max"; of all there is when it cannot be told. */
static bt_date
first_day(const struct bt_job *job)
{
	bool known = job->today > 0;
	char *unit;
	long n;

	if (!job->range)
		return job->from == BT_DATE_NONE ? FIRST_DAY : job->from;
	n = strtol(job->range, &unit, 10);
	if (!known || n <= 0 || n > 100)
		return FIRST_DAY;
	if (strcmp(unit, "d") == 0)
		return job->today - (bt_date)(n + n / 5 * 2 + 4);       /* sessions: weekends and a holiday */
	if (strcmp(unit, "mo") == 0)
		return bt_date_add_months(job->today, (int)-n);
	return strcmp(unit, "y") == 0 ? bt_date_add_months(job->today, (int)(-12 * n)) : FIRST_DAY;
}

static enum bt_status
tiingo_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	char buf[BT_NAME_MAX], day[BT_DATE_SIZE];
	const char *name = job->n == 1 ? tiingo_name(job->kind, job->symbol[0], buf) : NULL;

	if (!name)
		return BT_E_USAGE;
	return bt_buf_printf(out, "%s/tiingo/daily/%s/prices?startDate=%s&format=json", base_url, name,
	                     bt_date_format(first_day(job), day));
}

/* "2015-01-02T00:00:00.000Z" */
static bt_date
day_of(const cJSON *item)
{
	const char *s = bt_json_text(item, "date");
	bt_date d;

	return s && strlen(s) >= 10 && bt_date_parse(s, 10, &d) ? d : BT_DATE_NONE;
}

/* As traded to as if split from the first: rows of ascending dates, seen from the newest. */
static void
undo_splits(struct bt_rows *rows, const double *split)
{
	double factor = 1;

	for (size_t i = rows->n; i-- > 0;) {
		rows->open[i] /= factor;
		rows->high[i] /= factor;
		rows->low[i] /= factor;
		rows->close[i] /= factor;
		rows->volume[i] *= factor;
		factor *= split[i];
	}
}

static bool
read_rows(const cJSON *list, struct bt_arena *a, struct bt_rows *rows, double **split)
{
	const cJSON *item = list->child;
	size_t n = (size_t)cJSON_GetArraySize(list);

	*split = BT_ARENA_ARRAY(a, n, double);
	if (!*split || !bt_rows_init(rows, a, n, BT_ROW_ALL))
		return false;
	for (; item; item = item->next) {
		size_t i = rows->n++;

		rows->date[i] = day_of(item);
		rows->open[i] = bt_json_member(item, "open", 1e-12, BT_PRICE_MAX);
		rows->high[i] = bt_json_member(item, "high", 1e-12, BT_PRICE_MAX);
		rows->low[i] = bt_json_member(item, "low", 1e-12, BT_PRICE_MAX);
		rows->close[i] = bt_json_member(item, "close", 1e-12, BT_PRICE_MAX);
		rows->adjclose[i] = bt_json_member(item, "adjClose", 1e-12, BT_PRICE_MAX);
		rows->volume[i] = bt_json_member(item, "volume", 0, BT_VOLUME_MAX);
		(*split)[i] = bt_json_member(item, "splitFactor", 1e-6, 1e6);
		if (isnan((*split)[i]))
			(*split)[i] = 1;
	}
	return true;
}

static bool
is_sorted(const struct bt_rows *rows)
{
	for (size_t i = 1; i < rows->n; i++)
		if (rows->date[i] <= rows->date[i - 1])
			return false;
	return true;
}

static void
read_history(const struct bt_job *job, const cJSON *list, int64_t now_utc, struct bt_arena *a,
             struct bt_answer *answer)
{
	struct bt_security *sec = BT_ARENA_NEW(a, struct bt_security);
	struct bt_rows rows;
	double *split;

	if (!sec || !read_rows(list, a, &rows, &split)) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return;
	}
	if (!is_sorted(&rows)) {
		/* which splits came after which price could not be told */
		bt_answer_fail(answer, BT_FAULT_FORMAT, "days out of order");
		return;
	}
	for (size_t i = 0; i < rows.n; i++)
		if (split[i] != 1 && rows.date[i] <= bt_ny_date(now_utc))
			answer->newest_split = rows.date[i];
	undo_splits(&rows, split);
	bt_security_of_rows(sec, job->symbol[0], "tiingo", &rows, now_utc, a, answer);
	sec->currency = "USD";
	sec->whole_history = sec->bars.n && first_day(job) < sec->bars.date[0] - 30;
	answer->sec = sec;
	answer->n_sec = 1;
	if (!sec->bars.n && !answer->fault)
		bt_answer_fail(answer, BT_FAULT_NO_DATA, "%s", job->symbol[0]);
}

/* Words of a refusal that came with status 200, as text or as {"detail": ...}. */
static const struct {
	const char *words;
	enum bt_fault fault;
} refusals[] = {
	{"request allocation", BT_FAULT_REFUSED}, {"run over your", BT_FAULT_REFUSED},
	{"not found", BT_FAULT_NOT_FOUND},        {"token", BT_FAULT_AUTH},
	{"authentication", BT_FAULT_AUTH},        {"permission", BT_FAULT_AUTH},
};

static void
read_refusal(const cJSON *tree, struct bt_answer *answer)
{
	const char *words = bt_json_text(tree, "detail");
	enum bt_fault fault = BT_FAULT_FORMAT;

	for (size_t i = 0; words && i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcasestr(words, refusals[i].words)) {
			fault = refusals[i].fault;
			break;
		}
	bt_answer_fail(answer, fault, "%s", words ? words : "no list of days");
}

static void
tiingo_read(const struct bt_job *job, int http_status, const char *body, size_t len, int64_t now_utc,
            struct bt_arena *a, struct bt_answer *answer)
{
	cJSON *tree = bt_body_json(http_status, body, len, answer);

	if (tree && cJSON_IsArray(tree) && job->n == 1)
		read_history(job, tree, now_utc, a, answer);
	else if (tree)
		read_refusal(tree, answer);
	cJSON_Delete(tree);
}

const struct bt_speech bt_speech_tiingo = {tiingo_name, tiingo_url, tiingo_read};
