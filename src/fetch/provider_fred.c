/* FRED: series as comma-separated text, without a key (providers.md, section 10).
 *
 * The whole series is asked for, always: addresses with dates have been seen to hang.  */
#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "fetch/body.h"
#include "fetch/rate.h"
#include "fetch/security.h"
#include "fetch/sheet.h"
#include "fetch/url.h"

/* Daily closes that a series of theirs holds.  The indices go back ten years, Nasdaq's farther. */
static const struct {
	const char *symbol, *series;
} closes[] = {
	{"^TNX", "DGS10"}, {"^FVX", "DGS5"},  {"^TYX", "DGS30"},      {"^VIX", "VIXCLS"},
	{"^GSPC", "SP500"}, {"^DJI", "DJIA"}, {"^IXIC", "NASDAQCOM"},
};

static const char *
fred_name(enum bt_job_kind kind, const char *symbol, char buf[BT_NAME_MAX])
{
	(void)buf;
	if (kind == BT_JOB_RATE) {
		const struct bt_rate_spec *r = bt_rate_find(symbol);

		return r ? r->id : NULL;
	}
	for (size_t i = 0; i < sizeof(closes) / sizeof(closes[0]); i++)
		if (strcmp(closes[i].symbol, symbol) == 0)
			return closes[i].series;
	return NULL;
}

static enum bt_status
fred_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	char buf[BT_NAME_MAX];

	if (!job->n)
		return BT_E_USAGE;
	bt_buf_printf(out, "%s/graph/fredgraph.csv?id=", base_url);
	for (size_t i = 0; i < job->n; i++) {
		const char *id = fred_name(job->kind, job->symbol[i], buf);

		if (!id)
			return BT_E_USAGE;
		if (i)
			bt_buf_char(out, ',');
		bt_url_escape(id, out);
	}
	return out->over ? BT_E_LIMIT : BT_OK;
}

/* Place of that series in the table; n_column: it is not there. */
static size_t
column_of(const struct bt_sheet *sheet, const char *id)
{
	size_t c = 0;

	while (c < sheet->n_column && strcmp(sheet->name[c], id) != 0)
		c++;
	return c;
}

static void
read_closes(const struct bt_job *job, struct bt_sheet *sheet, size_t c, int64_t now_utc, struct bt_arena *a,
            struct bt_answer *answer)
{
	struct bt_security *sec = BT_ARENA_NEW(a, struct bt_security);
	struct bt_rows rows = {.date = sheet->date, .close = sheet->column[c]};

	/* A holiday is a line without a value, and no row that was lost. */
	for (size_t i = 0; i < sheet->n; i++)
		if (!isnan(sheet->column[c][i])) {
			rows.date[rows.n] = sheet->date[i];
			rows.close[rows.n++] = sheet->column[c][i];
		}
	rows.ts = BT_ARENA_ARRAY(a, sheet->n, int64_t);
	if (!sec || !rows.ts) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return;
	}
	bt_security_of_rows(sec, job->symbol[0], "fred", &rows, now_utc, a, answer);
	answer->sec = sec;
	answer->n_sec = 1;
	if (!sec->bars.n && !answer->fault)
		bt_answer_fail(answer, BT_FAULT_NO_DATA, "%s", job->symbol[0]);
}

static void
read_rates(const struct bt_job *job, const struct bt_sheet *sheet, int64_t now_utc, struct bt_arena *a,
           struct bt_answer *answer)
{
	answer->rate = BT_ARENA_ARRAY(a, job->n, struct bt_rate);
	answer->missing = BT_ARENA_ARRAY(a, job->n, const char *);
	for (size_t i = 0; i < job->n && answer->rate && answer->missing; i++) {
		size_t c = column_of(sheet, job->symbol[i]);
		struct bt_rate *r = &answer->rate[answer->n_rate];
		bt_date *date;

		if (c == sheet->n_column) {
			answer->missing[answer->n_missing++] = bt_arena_strdup(a, job->symbol[i]);
			continue;
		}
		date = bt_arena_memdup(a, sheet->date, sheet->n * sizeof(*date));
		if (!date)
			break;
		r->id = bt_arena_strdup(a, job->symbol[i]);
		r->source = "fred";
		r->line = bt_rate_line(date, sheet->column[c], sheet->n, bt_ny_date(now_utc), a, answer);
		answer->n_rate += r->line.n > 0;
	}
	if (!answer->n_rate && !answer->fault)
		bt_answer_fail(answer, BT_FAULT_NO_DATA, "none of %zu series", job->n);
}

static void
fred_read(const struct bt_job *job, int http_status, const char *body, size_t len, int64_t now_utc,
          struct bt_arena *a, struct bt_answer *answer)
{
	enum bt_fault fault = bt_fault_of_status(http_status);
	char buf[BT_NAME_MAX];
	struct bt_sheet sheet;
	const char *first = job->n ? fred_name(job->kind, job->symbol[0], buf) : NULL;
	size_t c;

	if (!bt_body_judge(BT_BODY_CSV, http_status, body, len, answer))
		return;
	if (fault) {
		bt_answer_fail(answer, fault, "status %d", http_status);
		return;
	}
	if (!bt_sheet_read(body, len, a, &sheet, answer))
		return;
	c = first ? column_of(&sheet, first) : sheet.n_column;
	if (c == sheet.n_column && job->n <= 1)
		bt_answer_fail(answer, BT_FAULT_SYMBOL, "%s, not %s", sheet.name[0], first ? first : "nothing");
	else if (job->kind == BT_JOB_RATE)
		read_rates(job, &sheet, now_utc, a, answer);
	else
		read_closes(job, &sheet, c, now_utc, a, answer);
}

const struct bt_speech bt_speech_fred = {fred_name, fred_url, fred_read};
