/* New York Fed: the effective federal funds rate and its target range (providers.md, section 10). */
#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "fetch/body.h"
#include "fetch/rate.h"

/* Series that one answer holds, by the names that FRED gives them. */
static const struct {
	const char *id, *member;
} series[] = {
	{"EFFR", "percentRate"}, {"DFEDTARL", "targetRateFrom"}, {"DFEDTARU", "targetRateTo"},
};
#define N_SERIES (sizeof(series) / sizeof(series[0]))

/* More than any answer asked for has. */
#define MOST_DAYS 4096

static const char *
nyfed_name(enum bt_job_kind kind, const char *symbol, char buf[BT_NAME_MAX])
{
	(void)kind;
	(void)buf;
	for (size_t i = 0; i < N_SERIES; i++)
		if (strcmp(series[i].id, symbol) == 0)
			return series[i].member;
	return NULL;
}

static enum bt_status
nyfed_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	return job->n ? bt_buf_printf(out, "%s/api/rates/unsecured/effr/last/10.json", base_url) : BT_E_USAGE;
}

/* The day of an item of the list; false: it is none of this rate. */
static bool
day_of(const cJSON *item, bt_date *out)
{
	const char *type = bt_json_text(item, "type"), *date = bt_json_text(item, "effectiveDate");

	return date && bt_date_parse(date, strlen(date), out) && (!type || strcmp(type, "EFFR") == 0);
}

/* A range whose ends are the wrong way round is none. */
static double
value_of(const cJSON *item, const char *member, struct bt_answer *answer)
{
	double lo = bt_json_member(item, "targetRateFrom", -BT_RATE_MAX, BT_RATE_MAX);
	double hi = bt_json_member(item, "targetRateTo", -BT_RATE_MAX, BT_RATE_MAX);

	if (lo > hi && strncmp(member, "target", 6) == 0) {
		answer->nulled_cells++;
		return NAN;
	}
	return bt_json_member(item, member, -BT_RATE_MAX, BT_RATE_MAX);
}

static bool
read_series(const cJSON *list, const char *member, const char *id, int64_t now_utc, struct bt_arena *a,
            struct bt_answer *answer)
{
	int size = cJSON_GetArraySize(list);
	size_t room = size > MOST_DAYS ? MOST_DAYS : (size_t)size, n = 0;
	bt_date *date = BT_ARENA_ARRAY(a, room, bt_date);
	double *value = BT_ARENA_ARRAY(a, room, double);
	struct bt_rate *r = &answer->rate[answer->n_rate];

	if (!date || !value)
		return false;
	for (const cJSON *item = list->child; item && n < room; item = item->next) {
		if (!day_of(item, &date[n])) {
			answer->dropped_rows++;
			continue;
		}
		value[n++] = value_of(item, member, answer);
	}
	r->id = bt_arena_strdup(a, id);
	r->source = "nyfed";
	r->line = bt_rate_line(date, value, n, bt_ny_date(now_utc), a, answer);
	answer->n_rate += r->line.n > 0;
	return true;
}

static void
read_list(const struct bt_job *job, const cJSON *tree, int64_t now_utc, struct bt_arena *a,
          struct bt_answer *answer)
{
	const cJSON *list = bt_json_array(tree, "refRates");
	char buf[BT_NAME_MAX];

	answer->rate = BT_ARENA_ARRAY(a, job->n, struct bt_rate);
	if (!list) {
		bt_answer_fail(answer, BT_FAULT_FORMAT, "no rates");
		return;
	}
	for (size_t i = 0; i < job->n && !answer->fault; i++) {
		const char *member = nyfed_name(job->kind, job->symbol[i], buf);

		if (!answer->rate || (member && !read_series(list, member, job->symbol[i], now_utc, a, answer)))
			bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
	}
	if (!answer->n_rate && !answer->fault)
		bt_answer_fail(answer, BT_FAULT_NO_DATA, "none of %zu series", job->n);
}

static void
nyfed_read(const struct bt_job *job, int http_status, const char *body, size_t len, int64_t now_utc,
           struct bt_arena *a, struct bt_answer *answer)
{
	cJSON *tree = bt_body_json(http_status, body, len, answer);

	if (tree)
		read_list(job, tree, now_utc, a, answer);
	cJSON_Delete(tree);
}

const struct bt_speech bt_speech_nyfed = {nyfed_name, nyfed_url, nyfed_read};
