/* Cboe: delayed quotes of shares and indices, daily history of its indices (providers.md, section 11). */
#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "fetch/body.h"
#include "fetch/security.h"
#include "fetch/sheet.h"

#define DELAY_MIN 15

/* Their names of indices; NULL: they have no such file. */
static const struct {
	const char *symbol, *quote, *history;
} indices[] = {
	{"^GSPC", "_SPX", "SPX"}, {"^VIX", "_VIX", "VIX"}, {"^RUT", "_RUT", "RUT"}, {"^NDX", "_NDX", NULL},
};

/* A share has letters alone; how they write a class ("BRK-B") is not known, so they are not asked. */
static bool
is_share(const char *symbol)
{
	size_t n = strspn(symbol, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return n && n <= 5 && !symbol[n];
}

static const char *
cboe_name(enum bt_job_kind kind, const char *symbol, char buf[BT_NAME_MAX])
{
	for (size_t i = 0; i < sizeof(indices) / sizeof(indices[0]); i++)
		if (strcmp(indices[i].symbol, symbol) == 0)
			return kind == BT_JOB_HISTORY ? indices[i].history : indices[i].quote;
	if (kind == BT_JOB_HISTORY || !is_share(symbol))
		return NULL;
	return memcpy(buf, symbol, strlen(symbol) + 1);
}

static enum bt_status
cboe_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	char buf[BT_NAME_MAX];
	const char *name = job->n == 1 ? cboe_name(job->kind, job->symbol[0], buf) : NULL;

	if (!name)
		return BT_E_USAGE;
	if (job->kind == BT_JOB_HISTORY)
		return bt_buf_printf(out, "%s/api/global/us_indices/daily_prices/%s_History.csv", base_url, name);
	return bt_buf_printf(out, "%s/api/global/delayed_quotes/quotes/%s.json", base_url, name);
}

/* --- history ------------------------------------------------------------------------------------- */

static bool
is_ohlc(const struct bt_sheet *g)
{
	static const char *const names[] = {"OPEN", "HIGH", "LOW", "CLOSE"};

	for (size_t i = 0; i < 4; i++)
		if (g->n_column != 4 || strcmp(g->name[i], names[i]) != 0)
			return false;
	return true;
}

static void
read_history(const struct bt_job *job, const char *name, const char *body, size_t len, int64_t now_utc,
             struct bt_arena *a, struct bt_answer *answer)
{
	struct bt_security *sec = BT_ARENA_NEW(a, struct bt_security);
	struct bt_sheet g;
	struct bt_rows rows;

	if (!bt_sheet_read(body, len, a, &g, answer))
		return;
	if (!is_ohlc(&g) && (g.n_column != 1 || strcmp(g.name[0], name) != 0)) {
		bt_answer_fail(answer, BT_FAULT_SYMBOL, "column %s, not %s", g.name[0], name);
		return;
	}
	rows = (struct bt_rows){.n = g.n, .date = g.date, .ts = BT_ARENA_ARRAY(a, g.n, int64_t),
	                        .close = g.column[g.n_column - 1]};
	if (g.n_column == 4) {
		rows.open = g.column[0];
		rows.high = g.column[1];
		rows.low = g.column[2];
	}
	if (!sec || !rows.ts) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return;
	}
	bt_security_of_rows(sec, job->symbol[0], "cboe", &rows, now_utc, a, answer);
	sec->kind = BT_KIND_INDEX;
	answer->sec = sec;
	answer->n_sec = 1;
	if (!sec->bars.n && !answer->fault)
		bt_answer_fail(answer, BT_FAULT_NO_DATA, "%s", job->symbol[0]);
}

/* --- quotes -------------------------------------------------------------------------------------- */

/* "2026-09-15T14:26:26", New York's time without a zone; 0 when it is none. */
static int64_t
parse_time(const char *s)
{
	int part[3] = {0};
	bt_date d;

	if (!s || strlen(s) < 19 || s[10] != 'T' || s[13] != ':' || s[16] != ':' || !bt_date_parse(s, 10, &d))
		return 0;
	for (int i = 0; i < 3; i++) {
		const char *p = s + 11 + 3 * i;

		if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
			return 0;
		part[i] = (p[0] - '0') * 10 + p[1] - '0';
	}
	if (part[0] > 23 || part[1] > 59 || part[2] > 59)
		return 0;
	return bt_ny_instant(d, part[0] * 3600 + part[1] * 60 + part[2]);
}

static double
price(const cJSON *data, const char *name)
{
	return bt_json_member(data, name, 1e-12, BT_PRICE_MAX);
}

static void
read_quote(const struct bt_job *job, const char *name, const cJSON *tree, int64_t now_utc,
           struct bt_arena *a, struct bt_answer *answer)
{
	const cJSON *data = bt_json_object(tree, "data");
	const char *symbol = bt_json_text(tree, "symbol");
	bool index = name[0] == '_';
	struct bt_security *sec = BT_ARENA_NEW(a, struct bt_security);

	if (!sec || !data || !symbol) {
		bt_answer_fail(answer, BT_FAULT_FORMAT, "no quote");
		return;
	}
	if (strcmp(symbol, name) != 0) {
		bt_answer_fail(answer, BT_FAULT_SYMBOL, "%s, not %s", symbol, name);
		return;
	}
	*sec = bt_security_new(bt_arena_strdup(a, job->symbol[0]), "cboe", now_utc);
	sec->kind = index ? BT_KIND_INDEX : BT_KIND_UNKNOWN;
	sec->quote.last = price(data, "current_price");
	sec->quote.prev_close = price(data, "prev_day_close");
	sec->quote.open = price(data, "open");
	sec->quote.high = price(data, "high");
	sec->quote.low = price(data, "low");
	sec->quote.volume = index ? NAN : bt_json_member(data, "volume", 0, BT_VOLUME_MAX);
	sec->quote.ts_utc = parse_time(bt_json_text(data, "last_trade_time"));
	sec->quote.delayed_min = DELAY_MIN;
	bt_answer_take_quote(answer, sec);
}

static void
cboe_read(const struct bt_job *job, int http_status, const char *body, size_t len, int64_t now_utc,
          struct bt_arena *a, struct bt_answer *answer)
{
	enum bt_fault fault = bt_fault_of_status(http_status);
	char buf[BT_NAME_MAX];
	const char *name = job->n == 1 ? cboe_name(job->kind, job->symbol[0], buf) : NULL;
	cJSON *tree = NULL;

	if (!name)
		bt_answer_fail(answer, BT_FAULT_SYMBOL, "no such symbol there");
	else if (job->kind == BT_JOB_QUOTES)
		tree = bt_body_json(http_status, body, len, answer);
	else if (bt_body_judge(BT_BODY_CSV, http_status, body, len, answer) && fault)
		bt_answer_fail(answer, fault, "status %d", http_status);
	if (tree)
		read_quote(job, name, tree, now_utc, a, answer);
	else if (!answer->fault)
		read_history(job, name, body, len, now_utc, a, answer);
	cJSON_Delete(tree);
}

const struct bt_speech bt_speech_cboe = {cboe_name, cboe_url, cboe_read};
