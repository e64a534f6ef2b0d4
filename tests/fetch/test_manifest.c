/* test_manifest.c - every recorded answer of ../shared/fixtures against what its manifest says: the good ones to
 * their facts, the bad ones to their named fault.  Skipped with a line where the recordings are not.  */
#include <math.h>

#include "fetch/csv.h"
#include "fetch/manifest.h"

/* Comparisons made, and those of them that failed: a table of facts is told whole. */
static size_t compared, failed;

static void
compare(bool holds, const struct entry *e, const char *what)
{
	compared++;
	if (holds)
		return;
	failed++;
	print_error("%s: %s\n", e->path, what);
}

#define COMPARE(cond) compare(cond, e, #cond)

/* Equal as far as the manifest prints digits (six significant, or cents). */
static bool
near(double x, double printed)
{
	return fabs(x - printed) <= 6e-6 * fabs(printed);
}

static bool
near_cent(double x, double printed)
{
	return near(x, printed) || fabs(x - printed) < 0.0051;
}

/* Number after the words, in the part of the facts at p; NAN: not there, or "None". */
static double
number_after(const char *p, const char *words)
{
	const char *at = p ? strstr(p, words) : NULL;
	char *end;
	double x;

	if (!at)
		return NAN;
	x = strtod(at + strlen(words), &end);
	return end == at + strlen(words) ? NAN : x;
}

static int64_t
stamp_of(const char *text)
{
	char date[11] = {0};
	int h, m, s;

	if (sscanf(text, "%10s %d:%d:%d", date, &h, &m, &s) != 4)
		return 0;
	return day(date) * INT64_C(86400) + h * 3600 + m * 60 + s;
}

/* --- charts --------------------------------------------------------------------------------------- */

/* The instant after "regularMarketPrice X at ", at which the answer was taken; 0 none. */
static int64_t
taken_at(const struct entry *e)
{
	const char *p = strstr(e->facts, "regularMarketPrice ");

	p = p ? strstr(p, " at ") : NULL;
	return p ? stamp_of(p + 4) : 0;
}

static void
check_days(const struct entry *e, const struct bt_security *sec)
{
	const struct bt_bars *b = &sec->bars;
	const char *first = strstr(e->facts, "bars; first ");
	bool weekend = false;
	char date[11] = {0};

	for (size_t i = 0; i < b->n; i++)
		weekend = weekend || bt_date_weekday(b->date[i]) > 4;
	COMPARE(!weekend || sec->kind == BT_KIND_CRYPTO);
	if (first && sscanf(first, "bars; first %10s", date) == 1)
		COMPARE(abs(b->date[0] - day(date)) <= 1); /* theirs is UTC's */
}

static void
check_chart(const struct entry *e, const struct bt_answer *a)
{
	const struct bt_security *sec = &a->sec[0];
	const struct bt_bars *b = &sec->bars;
	const char *bars = strstr(e->facts, " bars;"), *first = strstr(e->facts, "bars; first ");
	double price = number_after(e->facts, "regularMarketPrice "), nulls = number_after(e->facts, "null closes ");
	double adj_first = number_after(e->facts, "adjclose first ");
	bool daily = strstr(e->facts, "interval 1d ") != NULL;
	int n;

	COMPARE(a->n_sec == 1 && bars != NULL);
	COMPARE(near(sec->quote.last, price));
	COMPARE(sec->quote.ts_utc == taken_at(e));
	while (bars > e->facts && bars[-1] >= '0' && bars[-1] <= '9')
		bars--;
	n = atoi(bars);
	if (!daily || !n) {
		COMPARE(a->fault == (n ? BT_FAULT_INTERVAL : BT_FAULT_NO_DATA));
		COMPARE(b->n == 0);
		return;
	}
	COMPARE(a->fault == BT_FAULT_NONE);
	COMPARE(b->n + a->dropped_rows == (size_t)n && a->dropped_rows == (size_t)nulls);
	if (!b->n)
		return;
	COMPARE(near_cent(b->close[0], number_after(first, " close ")));
	COMPARE(near_cent(b->close[b->n - 1], number_after(strstr(first, "; last "), " close ")));
	COMPARE(isnan(adj_first) == !b->adjclose);
	COMPARE(!b->adjclose || near(b->adjclose[0], adj_first));
	COMPARE(!b->adjclose ||
	        near(b->adjclose[b->n - 1], number_after(strstr(e->facts, "adjclose first "), " last ")));
	COMPARE(b->n < 2 || sec->quote.prev_close == b->close[b->n - 2] ||
	        sec->quote.ts_utc / 86400 - b->date[b->n - 1] > 1);
	check_days(e, sec);
}

/* --- sparks and quotes ---------------------------------------------------------------------------- */

/* The part of the facts that begins with the symbol. */
static const char *
part_of(const struct entry *e, const char *symbol)
{
	size_t n = strlen(symbol);

	for (const char *p = e->facts; p; p = strstr(p, "; ")) {
		p += *p == ';' ? 2 : 0;
		if (strncmp(p, symbol, n) == 0 && p[n] == ' ')
			return p;
	}
	return NULL;
}

static void
check_spark(const struct entry *e, const struct bt_answer *a)
{
	bool daily = strstr(e->path, "_1d_") != NULL, flat = strstr(e->path, "v8_") != NULL;

	COMPARE(a->fault == BT_FAULT_NONE && a->n_missing == 0);
	for (size_t i = 0; i < a->n_sec; i++) {
		const struct bt_security *sec = &a->sec[i];
		const char *p = part_of(e, sec->symbol);
		double last = number_after(p, flat ? "last " : "price "), prev = number_after(p, "prev ");

		COMPARE(p != NULL && sec->quote.last > 0 && sec->quote.ts_utc > 0);
		/* a last close of null is not the price: that is the one before it */
		COMPARE(flat && strncmp(sec->symbol, "AAPL", 4) == 0 ? sec->quote.last == 324.99
		                                                     : near(sec->quote.last, last));
		COMPARE(isnan(prev) || near(sec->quote.prev_close, prev));
		COMPARE(sec->bars.n == (daily ? (size_t)number_after(p, ", ") : 0)); /* minutes are no days */
	}
}

/* "SYM KIND STATE PRICE @TS delay D", or "SYM STATE PRICE ..." */
static void
check_quote(const struct entry *e, const struct bt_answer *a)
{
	size_t dead = 0;

	for (const char *p = e->facts; (p = strstr(p, " None @None")); p++)
		dead++;
	COMPARE(a->fault == BT_FAULT_NONE && a->n_missing == dead);
	for (size_t i = 0; i < a->n_sec; i++) {
		const struct bt_security *sec = &a->sec[i];
		const char *p = part_of(e, sec->symbol), *at = p ? strchr(p, '@') : NULL;
		double price = NAN;

		for (const char *q = at; q && q > p && isnan(price); q--)
			if (q[-1] == ' ' && q < at && q[0] >= '0' && q[0] <= '9')
				price = strtod(q, NULL);
		COMPARE(near(sec->quote.last, price));
		COMPARE(sec->quote.ts_utc == (int64_t)number_after(at, "@"));
		/* ^VIX says 0 and lags a quarter of an hour */
		COMPARE(sec->quote.delayed_min == (strcmp(sec->symbol, "^VIX") == 0 ? 15 : (int)number_after(at, "delay ")));
	}
}

/* --- the others ----------------------------------------------------------------------------------- */

static void
check_search(const struct entry *e, const struct bt_answer *a)
{
	const char *first = strstr(e->facts, "quotes (first ");
	char symbol[32] = "";

	COMPARE(a->fault == BT_FAULT_NONE);
	if (!first) {
		COMPARE(a->n_found > 0 && a->dropped_rows == 0); /* lookup: no counts are stated */
		return;
	}
	/* an entry without a symbol, as of a private company, is none that could be asked for */
	COMPARE(a->n_found + a->dropped_rows == (size_t)atoi(e->facts) && a->dropped_rows <= 1);
	sscanf(first, "quotes (first %31[^)]", symbol);
	COMPARE(!a->n_found || strcmp(a->found[0].symbol, symbol) == 0);
}

static void
check_headlines(const struct entry *e, const struct bt_answer *a)
{
	const char *count = strstr(e->facts, "), "), *title = strstr(e->facts, "news (first \"");
	size_t n = count ? (size_t)atoi(count + 3) : 0, len = title ? strcspn(title + 13, "\"") : 0;

	if (!count) {
		COMPARE(a->fault == BT_FAULT_FORMAT); /* lookup has none */
		return;
	}
	COMPARE(a->fault == BT_FAULT_NONE && a->n_news == n && a->dropped_rows == 0);
	if (!n)
		return;
	COMPARE(strncmp(a->news[0].title, title + 13, len) == 0);
	COMPARE(a->news[0].published_utc == (int64_t)number_after(title, "\" at "));
}

static void
check_series(const struct entry *e, const struct bt_answer *a)
{
	double rows = number_after(e->facts, "\"; "), missing = number_after(e->facts, " rows; ");
	const struct bt_line *l = &a->rate[0].line;
	char first[11] = "", last[11] = "";
	double x = NAN, y = NAN;

	COMPARE(a->fault == BT_FAULT_NONE && a->n_rate == 1 && a->dropped_rows == 0);
	COMPARE(l->n + (size_t)missing == (size_t)rows);
	sscanf(strstr(e->facts, "first "), "first %10[^,],%lf; last %10[^,],%lf", first, &x, last, &y);
	COMPARE(l->date[0] == day(first) && l->date[l->n - 1] == day(last));
	COMPARE(l->value[0] == x && l->value[l->n - 1] == y);
}

static void
check_target(const struct entry *e, const struct bt_answer *a)
{
	COMPARE(a->fault == BT_FAULT_NONE && a->n_rate == 3);
	for (size_t i = 0; i < a->n_rate; i++) {
		COMPARE(a->rate[i].line.n == 10);
		COMPARE(a->rate[i].line.date[9] == day("2026-09-14"));
	}
	COMPARE(a->rate[0].line.value[9] == number_after(e->facts, "EFFR "));
	COMPARE(a->rate[1].line.value[9] == number_after(e->facts, "target "));
	COMPARE(a->rate[2].line.value[9] == number_after(e->facts, "3.50-"));
}

static void
check_cboe_quote(const struct entry *e, const struct bt_answer *a)
{
	const struct bt_quote *q = &a->sec[0].quote;
	double price = number_after(e->facts, "price "), change = number_after(e->facts, " change ");
	const char *utc = strstr(e->facts, "timestamp \"");

	COMPARE(a->fault == BT_FAULT_NONE && a->n_sec == 1);
	COMPARE(q->last == price && q->prev_close == number_after(e->facts, "prev_day_close "));
	COMPARE(fabs(q->last - q->prev_close - change) < 1e-6);
	COMPARE(utc && llabs(stamp_of(utc + 11) - q->ts_utc - 15 * 60) <= 5); /* "15 minutes apart" */
	COMPARE(q->delayed_min == 15);
}

static void
check_ohlc_rows(const struct entry *e, const struct bt_bars *b, size_t dropped, double rows)
{
	char first[11] = "", last[11] = "";
	double x[4] = {0}, y[4] = {0};

	COMPARE(b->n == (size_t)rows && dropped == 0);
	COMPARE(sscanf(strstr(e->facts, "first "), "first %10[^,],%lf,%lf,%lf,%lf", first, &x[0], &x[1], &x[2], &x[3]) == 5);
	COMPARE(sscanf(strstr(e->facts, "last "), "last %10[^,],%lf,%lf,%lf,%lf", last, &y[0], &y[1], &y[2], &y[3]) == 5);
	COMPARE(b->date[0] == day(first) && b->date[b->n - 1] == day(last));
	COMPARE(b->open[0] == x[0] && b->high[0] == x[1] && b->low[0] == x[2] && b->close[0] == x[3]);
	COMPARE(b->open[b->n - 1] == y[0] && b->high[b->n - 1] == y[1] && b->low[b->n - 1] == y[2] &&
	        b->close[b->n - 1] == y[3]);
}

static void
check_vix(const struct entry *e, const struct bt_answer *a)
{
	COMPARE(a->fault == BT_FAULT_NONE && a->n_sec == 1);
	check_ohlc_rows(e, &a->sec[0].bars, a->dropped_rows, number_after(e->facts, ""));
}

static void
check_info(const struct entry *e, const struct bt_answer *a)
{
	bool mu = strstr(e->path, "MU_") != NULL;
	const struct bt_quote *q = &a->sec[0].quote;

	COMPARE(a->fault == BT_FAULT_NONE && a->n_sec == 1);
	COMPARE(q->last == (mu ? 874.19 : 10.40));
	COMPARE(q->ts_utc == (mu ? stamp_of("2026-07-27 16:51:00") : stamp_of("2020-07-28 20:00:00")));
	COMPARE(mu ? isnan(q->prev_close) : q->prev_close == 10.43 && q->volume == 537219 && q->open == 10.37);
}

static void
check_tiingo(const struct entry *e, const struct bt_answer *a)
{
	const struct bt_bars *b = &a->sec[0].bars;

	COMPARE(a->fault == BT_FAULT_NONE && b->n == 2);
	COMPARE(b->date[0] == day("2015-01-02") && b->close[0] == number_after(e->facts, "\"close\":"));
	COMPARE(b->high[0] == 535.8 && b->low[0] == 527.88 && b->open[0] == 532.6 && b->volume[0] == 1327870);
	COMPARE(b->adjclose[0] == number_after(e->facts, "\"adjClose\":"));
}

static void
check_crumb(const struct entry *e, const struct bt_answer *a)
{
	COMPARE(a->fault == BT_FAULT_NONE && a->crumb && strlen(a->crumb) == 11);
}

/* An item without title, link or words, or cut off within, is counted as dropped. */
static void
check_feed(const struct entry *e, const struct bt_answer *a)
{
	size_t items = strstr(e->path, "incomplete_cdata") ? 0 : (size_t)atoi(e->facts);

	COMPARE(a->n_news + a->dropped_rows == items);
}

/* Price files are read whole, by the reader of files. */
static void
check_file(const struct entry *e, const char *body, size_t len, struct bt_arena *a)
{
	bool refusal = strstr(e->path, "limit_exceeded") != NULL;
	struct bt_csv csv;
	struct bt_err err;
	enum bt_status st = bt_csv_read(e->path, body, len, "SPY", a, &csv, &err);

	if (refusal) {
		COMPARE(st == BT_E_PARSE && strstr(err.text, "daily limit"));
		return;
	}
	COMPARE(st == BT_OK && csv.n == 1);
	if (!st)
		check_ohlc_rows(e, &csv.series[0].bars, csv.unreadable + csv.unpriced + csv.duplicates,
		                number_after(strchr(e->facts, ';'), "; "));
}

/* --- the whole ------------------------------------------------------------------------------------ */

static const struct {
	const char *pattern;
	void (*check)(const struct entry *, const struct bt_answer *);
} checks[] = {
	{"yahoo/chart/*", check_chart},
	{"yahoo/spark/*", check_spark},
	{"yahoo/quote/*", check_quote},
	{"yahoo/market/*", check_quote},
	{"yahoo/search/*", check_search},
	{"yahoo/auth/*", check_crumb},
	{"fred/*", check_series},
	{"nyfed/*", check_target},
	{"cboe/delayed*", check_cboe_quote},
	{"cboe/VIX*", check_vix},
	{"nasdaq/*", check_info},
	{"tiingo/*", check_tiingo},
	{"rss/*", check_feed},
};

struct run {
	struct bt_arena arena;
	struct bt_answer ans;
	size_t good, bad, left;
	char *body;
	size_t len;
};

static void
read_as(struct run *run, const struct entry *e, const struct recorded *r, enum bt_job_kind kind, int64_t now)
{
	struct symbols s;
	char *bytes = exact(run->body, run->len);

	symbols_of(e, r, &s);
	struct bt_job job = {.kind = kind, .symbol = s.at, .n = s.n, .range = "1y", .words = "x", .crumb = "x",
	                     .url = "https://feeds.example/feed", .feed = "feed"};

	bt_provider_read(bt_provider_find(r->source), &job, e->status, bytes, run->len, now, &run->arena, &run->ans);
	free(bytes);
	assert_rules(&run->ans, now);
}

static void
check_entry(const struct entry *e, void *user)
{
	struct run *run = user;
	const struct recorded *r = recorded_of(e->path);
	char path[256];
	int64_t taken = taken_at(e), now = taken ? taken + 60 : NOW;

	snprintf(path, sizeof(path), "fixtures/%s", e->path);
	run->body = load(shared_path(path), &run->len);
	if (!run->body)
		run->body = calloc(1, 1);
	if (!r->source) {
		print_message("%s: not read (%s)\n", e->path, r->why);
		run->left++;
	} else if (strcmp(r->source, "csv") == 0) {
		check_file(e, run->body, run->len, &run->arena);
		run->good++;
	} else {
		read_as(run, e, r, r->kind, now);
		run->good += !r->fault;
		run->bad += r->fault != BT_FAULT_NONE;
		if (r->fault)
			COMPARE(run->ans.fault == r->fault);
		for (size_t i = 0; !r->fault && i < sizeof(checks) / sizeof(checks[0]); i++)
			if (fnmatch(checks[i].pattern, e->path, 0) == 0)
				checks[i].check(e, &run->ans);
		if (r->kind == BT_JOB_SEARCH) {
			read_as(run, e, r, BT_JOB_NEWS, now);
			check_headlines(e, &run->ans);
		}
	}
	free(run->body);
	bt_arena_release(&run->arena);
}

static void
recorded_answers__all__agree_with_the_manifest(void **state)
{
	struct run run = {0};
	size_t n;

	(void)state;
	bt_arena_init(&run.arena, 256 << 20);
	n = each_entry(check_entry, &run);
	if (!n) {
		print_message("no ../shared: recorded answers not compared\n");
		skip();
	}
	print_message("%zu recorded answers: %zu good, %zu bad, %zu not read; %zu comparisons\n", n, run.good, run.bad,
	              run.left, compared);
	assert_int_equal(failed, 0);
	assert_int_equal(n, run.good + run.bad + run.left);
	assert_true(run.good >= 100 && compared >= 500);
}

static void
recorded_ibm__since_1962__splits_and_whole_history(void **state)
{
	static const char *const symbol[] = {"IBM"};
	struct bt_job job = {.kind = BT_JOB_HISTORY, .symbol = symbol, .n = 1, .range = "max"};
	struct bt_answer a;
	struct bt_arena arena;
	size_t len;
	char *body = load(shared_path("fixtures/yahoo/chart/IBM_1d_1962_2025.json"), &len);

	(void)state;
	if (!body) {
		print_message("no ../shared: IBM not read\n");
		skip();
	}
	bt_arena_init(&arena, 256 << 20);
	bt_provider_read(bt_provider_find("yahoo"), &job, 200, body, len, NOW, &arena, &a);
	free(body);
	assert_int_equal(a.newest_split, day("2021-11-04")); /* 1046:1000 */
	assert_true(a.sec[0].whole_history);
	assert_int_equal(a.sec[0].bars.date[0], day("1962-01-02"));
	assert_int_equal(a.sec[0].bars.n, 16102);
	assert_int_equal(a.flagged_jumps, 0);
	bt_arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recorded_answers__all__agree_with_the_manifest),
		cmocka_unit_test(recorded_ibm__since_1962__splits_and_whole_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
