/* bench_parse.c - what reading an answer costs beside cJSON's own parse of the same bytes.
 *
 *	bench-parse [--runs N]
 *	bench-parse [--runs N] --cjson FILE...          microseconds of cJSON's own parse of all of them, no more
 *
 * Answers are made up in the shape of the source's: a chart of 5,040 sessions and of 16,000, live sparks of twenty
 * symbols.  Runs are paired (cJSON, ours, cJSON, ours ...), times are CPU times, medians are quoted.  Ours holds
 * cJSON's parse, all checks, the columns, and the release of everything.  */
#include <getopt.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "fetch/provider.h"

#define MAX_RUNS 1001
#define NOW INT64_C(1766523600)          /* 2025-12-23 16:00 in New York */
#define DAY INT64_C(86400)

static uint64_t seed = 88172645463325252u;

static double
uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) / 9007199254740992.0;
}

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
put(struct bt_buf *b, const char *fmt, ...) BT_PRINTF(2, 3);

static void
put(struct bt_buf *b, const char *fmt, ...)
{
	char text[1200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (bt_buf_str(b, text))
		abort();
}

static void
put_meta(struct bt_buf *b, const char *symbol)
{
	static const char period[] = "\"%s\":{\"timezone\":\"EST\",\"end\":%lld,\"start\":%lld,\"gmtoffset\":-18000}";
	long long open = NOW - 23400, close = NOW;

	put(b, "{\"currency\":\"USD\",\"symbol\":\"%s\",\"exchangeName\":\"NMS\",\"fullExchangeName\":\"NasdaqGS\","
	       "\"instrumentType\":\"EQUITY\",\"firstTradeDate\":-1325583000,\"regularMarketTime\":%lld,"
	       "\"hasPrePostMarketData\":true,\"gmtoffset\":-18000,\"timezone\":\"EST\","
	       "\"exchangeTimezoneName\":\"America/New_York\",\"regularMarketPrice\":%.2f,"
	       "\"fiftyTwoWeekHigh\":260.1,\"fiftyTwoWeekLow\":169.21,\"regularMarketDayHigh\":257.2,"
	       "\"regularMarketDayLow\":254.43,\"regularMarketVolume\":46285872,\"longName\":\"%s Incorporated\","
	       "\"shortName\":\"%s Inc.\",\"chartPreviousClose\":255.46,\"previousClose\":254.43,\"priceHint\":2,",
	    symbol, open + 600, 200 + 100 * uniform(), symbol, symbol);
	put(b, "%s", "\"currentTradingPeriod\":{");
	put(b, period, "pre", open, open - 19800);
	put(b, "%s", ",");
	put(b, period, "regular", close, open);
	put(b, "%s", ",");
	put(b, period, "post", close + 14400, close);
	put(b, "%s", "},\"dataGranularity\":\"1d\",\"range\":\"5d\",\"validRanges\":[\"1d\",\"5d\",\"1mo\",\"max\"]}");
}

/* Prices as Yahoo prints them: a float's seventeen digits; volumes as whole numbers. */
static void
put_column(struct bt_buf *b, const char *name, size_t n, double scale)
{
	put(b, "\"%s\":[", name);
	for (size_t i = 0; i < n; i++)
		put(b, scale > 1e3 ? "%s%.0f" : "%s%.17g", i ? "," : "",
		    scale > 1e3 ? scale * (1 + uniform()) : (double)(float)(scale * (1 + 0.01 * uniform())));
	put(b, "%s", "]");
}

static void
put_stamps(struct bt_buf *b, size_t n)
{
	int64_t ts = NOW - 23400 - (int64_t)n * DAY;

	put(b, "%s", "\"timestamp\":[");
	for (size_t i = 0; i < n; i++)
		put(b, "%s%lld", i ? "," : "", (long long)(ts += DAY));
	put(b, "%s", "]");
}

static void
put_chart(struct bt_buf *b, size_t n)
{
	static const char *const column[] = {"open", "high", "low", "close", "volume"};
	static const double scale[] = {100, 102, 98, 100, 4e6};

	put(b, "%s", "{\"chart\":{\"result\":[{\"meta\":");
	put_meta(b, "AAPL");
	put(b, "%s", ",");
	put_stamps(b, n);
	put(b, "%s", ",\"indicators\":{\"quote\":[{");
	for (size_t i = 0; i < 5; i++) {
		put(b, "%s", i ? "," : "");
		put_column(b, column[i], n, scale[i]);
	}
	put(b, "%s", "}],\"adjclose\":[{");
	put_column(b, "adjclose", n, 100);
	put(b, "%s", "}]}}],\"error\":null}}");
}

static void
put_spark(struct bt_buf *b, const char *const *symbol, size_t n)
{
	put(b, "%s", "{\"spark\":{\"result\":[");
	for (size_t i = 0; i < n; i++) {
		put(b, "%s{\"symbol\":\"%s\",\"response\":[{\"meta\":", i ? "," : "", symbol[i]);
		put_meta(b, symbol[i]);
		put(b, "%s", ",");
		put_stamps(b, 5);
		put(b, "%s", ",\"indicators\":{\"quote\":[{");
		put_column(b, "close", 5, 100);
		put(b, "%s", "}]}}]}");
	}
	put(b, "%s", "],\"error\":null}}");
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
bench(const char *what, const struct bt_job *job, const struct bt_buf *body, size_t runs)
{
	const struct bt_provider *yahoo = bt_provider_find("yahoo");
	static double theirs[MAX_RUNS], ours[MAX_RUNS], ratio[MAX_RUNS];
	struct bt_answer answer;

	for (size_t i = 0; i < runs; i++) {
		struct bt_arena a;
		double start = cpu_us(), middle;

		cJSON_Delete(cJSON_ParseWithLength(body->data, body->len));
		middle = cpu_us();
		bt_xarena_init(&a);
		bt_provider_read(yahoo, job, 200, body->data, body->len, NOW - 600, &a, &answer);
		if (answer.fault || answer.n_sec != job->n) {
			fprintf(stderr, "bench-parse: %s: not read: %s\n", what, answer.detail);
			exit(1);
		}
		bt_arena_release(&a);
		ours[i] = cpu_us() - middle;
		theirs[i] = middle - start;
		ratio[i] = ours[i] / theirs[i];
	}
	qsort(theirs, runs, sizeof(double), compare);
	qsort(ours, runs, sizeof(double), compare);
	qsort(ratio, runs, sizeof(double), compare);
	printf("%-28s %8zu bytes  cJSON %8.0f us  read %8.0f us  ratio %.2f\n", what, body->len,
	       theirs[runs / 2], ours[runs / 2], ratio[runs / 2]);
}

static int
bench_files(char *const *path, size_t n, size_t runs)
{
	static double us[MAX_RUNS];
	struct bt_buf *body = bt_xcalloc(n, sizeof(*body));

	for (size_t i = 0; i < n; i++) {
		bt_buf_init(&body[i], SIZE_MAX);
		if (bt_file_read(path[i], &body[i], NULL)) {
			fprintf(stderr, "bench-parse: %s cannot be read\n", path[i]);
			return 1;
		}
	}
	for (size_t r = 0; r < runs; r++) {
		double start = cpu_us();

		for (size_t i = 0; i < n; i++)
			cJSON_Delete(cJSON_ParseWithLength(body[i].data, body[i].len));
		us[r] = cpu_us() - start;
	}
	qsort(us, runs, sizeof(double), compare);
	printf("%.1f\n", us[runs / 2]);
	for (size_t i = 0; i < n; i++)
		bt_buf_release(&body[i]);
	free(body);
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{"runs", required_argument, NULL, 'r'}, {"cjson", no_argument, NULL, 'c'}, {0}};
	static const char *const symbol[] = {"AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "XOM", "JPM", "V",
	                                     "UNH", "HD", "PG", "MA", "CVX", "KO", "PEP", "WMT", "DIS", "CSCO"};
	size_t runs = 101;
	bool files = false;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		files = files || c == 'c';
		if (c == 'r')
			runs = strtoul(optarg, NULL, 10);
	}
	if (runs == 0 || runs > MAX_RUNS) {
		fprintf(stderr, "bench-parse: --runs is 1 to %d\n", MAX_RUNS);
		return 2;
	}
	if (files)
		return bench_files(argv + optind, (size_t)(argc - optind), runs);
	for (size_t n = 5040; n <= 16128; n += 11088) {
		struct bt_job job = {.kind = BT_JOB_HISTORY, .symbol = symbol, .n = 1, .range = "max"};
		struct bt_buf body;
		char what[40];

		bt_buf_init(&body, SIZE_MAX);
		put_chart(&body, n);
		snprintf(what, sizeof(what), "chart of %zu sessions", n);
		bench(what, &job, &body, runs);
		bt_buf_release(&body);
	}
	struct bt_job job = {.kind = BT_JOB_CLOSES, .symbol = symbol, .n = 20, .range = "5d"};
	struct bt_buf body;

	bt_buf_init(&body, SIZE_MAX);
	put_spark(&body, symbol, 20);
	bench("live spark of 20 symbols", &job, &body, runs);
	bt_buf_release(&body);
	return 0;
}
