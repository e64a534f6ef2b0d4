/* bench_core.c - how long the computations take, beside yardsticks measured in the same run.
 *
 *	bench-core [--symbols U] [--days T] [--runs N] [--vectors BYTES] [--matrix DIR] [--out FILE]
 *	bench-core --travel [...]        time travel alone, for a profiler
 *
 * Runs are paired (yardstick, ours, yardstick, ours ...) and medians are quoted: machines are noisy.  The
 * yardstick of a computation is one pass that reads every byte of its input columns once.  With --matrix the
 * prices are those of a directory written by breadth_pandas.py gen, and --out writes ours of its columns.  */
#include <fcntl.h>
#include <getopt.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "core/breadth.h"
#include "core/digest.h"
#include "core/roll.h"
#include "core/sector_days.h"
#include "core/signals.h"
#include "core/tile.h"
#include "model/kept_lines.h"
#include "model/report.h"
#include "model/settings.h"
#include "model/source.h"

#define MAX_RUNS 101
#define KEPT 126                         /* sessions whose sectors an engine keeps */

struct bench {
	size_t symbols, days, runs;
	int vectors;
	bool travel;                     /* nothing but time travel, for a profiler */
	const char *matrix, *out;
	struct bt_arena arena;
	struct bt_security *sec;
	struct bt_universe_member *member;
	struct bt_market market;         /* of the members */
	struct bt_market wide;           /* and of the symbols that views show beside them */
	struct bt_settings settings;
	struct bt_signals signals;
	struct bt_kept_lines lines;
	struct bt_sector_days sectors;
	struct bt_universe universe;
	struct bt_panel panel;
	struct bt_breadth breadth;       /* kept */
	size_t cells;
};

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

static int
by_value(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static double
median(double *x, size_t n)
{
	qsort(x, n, sizeof(*x), by_value);
	return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

/* --- a market ------------------------------------------------------------------------------------ */

/* Prices of a symbol: NAN where it has no bar.  As breadth_pandas.py: 15 % start late, 3 % end early,
 * 0.05 % of the cells are gaps. */
static void
make_prices(double *x, size_t n)
{
	double price = 8 + 112 * uniform(), kind = uniform();
	size_t from = kind < 0.15 ? (size_t)(uniform() * (double)(n - 30)) : 0;
	size_t to = kind >= 0.15 && kind < 0.18 ? (size_t)(30 + uniform() * (double)(n - 30)) : n;

	for (size_t i = 0; i < n; i++) {
		price *= exp(0.03 * (uniform() + uniform() + uniform() - 1.4995));
		price = price < 0.5 ? 0.5 : price > 90000 ? 90000 : price;
		x[i] = i < from || i >= to || uniform() < 0.0005 ? NAN : floor(price * 100 + 0.5) / 100;
	}
}

static void
read_prices(const struct bench *b, FILE *f, double *x)
{
	if (fread(x, sizeof(*x), b->days, f) != b->days) {
		fprintf(stderr, "bench-core: %s: too short\n", b->matrix);
		exit(1);
	}
}

/* Drop the cells without a bar, as every source does. */
static struct bt_bars
make_bars(struct bench *b, const double *x)
{
	bt_date *date = BT_ARENA_ARRAY(&b->arena, b->days + 8, bt_date);
	double *close = BT_ARENA_ARRAY(&b->arena, b->days + 8, double);
	double *adj = BT_ARENA_ARRAY(&b->arena, b->days + 8, double);
	double *volume = BT_ARENA_ARRAY(&b->arena, b->days + 8, double);
	size_t n = 0;

	for (size_t t = 0; t < b->days; t++) {
		if (isnan(x[t]))
			continue;
		date[n] = (bt_date)(10000 + t);
		close[n] = adj[n] = x[t];
		volume[n++] = floor(1e6 * uniform());
	}
	return (struct bt_bars){.n = n, .date = date, .close = close, .adjclose = adj, .volume = volume};
}

static void
make_market(struct bench *b)
{
	static const char *const sectors[] = {"Energy", "Financials", "Health Care", "Industrials",
	                                      "Information Technology", "Materials", "Utilities"};
	double *x = bt_xrealloc(NULL, b->days, sizeof(*x));
	char path[600];
	FILE *f = NULL;

	bt_xarena_init(&b->arena);
	b->sec = BT_ARENA_ARRAY(&b->arena, b->symbols, struct bt_security);
	b->member = BT_ARENA_ARRAY(&b->arena, b->symbols, struct bt_universe_member);
	if (b->matrix) {
		snprintf(path, sizeof(path), "%s/close.f64", b->matrix);
		f = fopen(path, "rb");
		if (!f) {
			perror(path);
			exit(1);
		}
	}
	for (size_t i = 0; i < b->symbols; i++) {
		const char *name = bt_arena_printf(&b->arena, "S%05zu", i);

		if (f)
			read_prices(b, f, x);
		else
			make_prices(x, b->days);
		b->sec[i] = (struct bt_security){.symbol = name, .source = "bench",
		                                 .bars = make_bars(b, x), .provisional = BT_DATE_NONE};
		b->member[i] = (struct bt_universe_member){
			.symbol = name, .sector = sectors[i % 7], .cap = 1e9 * (1 + 99 * uniform()),
			.cap_date = (bt_date)(10000 + b->days / 2)};
		b->cells += b->sec[i].bars.n;
	}
	if (f)
		fclose(f);
	free(x);
	b->market = (struct bt_market){.source = "bench", .sec = b->sec, .n = b->symbols};
	b->universe = (struct bt_universe){.name = "bench", .list_date = BT_DATE_NONE,
	                                   .member = b->member, .n = b->symbols};
}

/* --- yardsticks ---------------------------------------------------------------------------------- */

#ifdef __x86_64__
__attribute__((target("avx2")))
#endif
static uint64_t
read_bytes(const void *p, size_t n)
{
	typedef uint64_t word __attribute__((vector_size(32), aligned(8)));
	const word *w = p;
	word sum[4] = {{0}};
	uint64_t out = 0;

	for (size_t i = 0; i + 4 <= n / sizeof(word); i += 4)
		for (size_t k = 0; k < 4; k++)
			sum[k] += w[i + k];
	for (size_t k = 0; k < 4; k++)
		out += sum[k][0] + sum[k][1] + sum[k][2] + sum[k][3];
	return out;
}

static uint64_t sink;

static void
read_columns(const struct bench *b, int columns)
{
	for (size_t i = 0; i < b->symbols; i++) {
		const struct bt_bars *bars = &b->sec[i].bars;
		const double *col[] = {bars->adjclose, bars->volume, bars->close};

		for (int c = 0; c < columns; c++)
			sink += read_bytes(col[c], bars->n * sizeof(double));
	}
}

static void
read_price(struct bench *b)
{
	read_columns(b, 1);
}

static void
read_all(struct bench *b)
{
	read_columns(b, 3);
}

/* --- what is measured ---------------------------------------------------------------------------- */

static void
compute(struct bench *b, bool counts)
{
	struct bt_breadth_opts opts = {.price = BT_PRICE_ADJCLOSE, .counts = counts,
	                               .vector_bytes = b->vectors};
	struct bt_breadth out;
	struct bt_arena a;

	bt_xarena_init(&a);
	if (bt_breadth_make(&b->panel, &opts, &a, &a, &out) != BT_OK)
		exit(1);
	sink += (uint64_t)out.col[BT_BREADTH_ADV][out.n - 1];
	bt_arena_release(&a);
}

static void
compute_counts(struct bench *b)
{
	compute(b, true);
}

static void
compute_all(struct bench *b)
{
	compute(b, false);
}

static void
make_panel(struct bench *b)
{
	struct bt_panel panel;
	struct bt_arena a;

	bt_xarena_init(&a);
	if (bt_panel_of(&b->market, &b->universe, INT32_MAX, &a, &panel) != BT_OK)
		exit(1);
	sink += panel.n;
	bt_arena_release(&a);
}

/* --- pairs --------------------------------------------------------------------------------------- */

typedef void step(struct bench *b);

/* Median times of a yardstick and of ours, run in turn, and the median of their ratios. */
static void
pair(struct bench *b, const char *what, const char *beside, step *yardstick, step *ours)
{
	double t[2][MAX_RUNS], ratio[MAX_RUNS];

	yardstick(b);
	ours(b);
	for (size_t i = 0; i < b->runs; i++) {
		double start = cpu_us(), middle;

		yardstick(b);
		middle = cpu_us();
		ours(b);
		t[0][i] = middle - start;
		t[1][i] = cpu_us() - middle;
		ratio[i] = t[1][i] / t[0][i];
	}
	printf("%-44s %9.3f ms  %-26s %8.3f ms  ratio %6.2f  %5.2f ns/cell\n", what,
	       median(t[1], b->runs) / 1e3, beside, median(t[0], b->runs) / 1e3,
	       median(ratio, b->runs), median(t[1], b->runs) * 1e3 / (double)b->cells);
}

static void
once(const char *what, double *us, size_t n)
{
	printf("%-44s %9.2f us\n", what, median(us, n));
}

/* New last prices of all members, then a new session. */
static void
measure_kept(struct bench *b)
{
	struct bt_breadth_opts opts = {.price = BT_PRICE_ADJCLOSE, .keep = MAX_RUNS + 1,
	                               .vector_bytes = b->vectors};
	double *price = BT_ARENA_ARRAY(&b->arena, b->symbols, double);
	double *volume = BT_ARENA_ARRAY(&b->arena, b->symbols, double);
	struct bt_breadth_day day = {.price = price, .close = price, .volume = volume};
	double refresh[MAX_RUNS * 10], append[MAX_RUNS];
	size_t n = 0;

	if (bt_breadth_make(&b->panel, &opts, &b->arena, &b->arena, &b->breadth) != BT_OK)
		exit(1);
	for (size_t i = 0; i < MAX_RUNS * 10; i++) {
		double start;

		for (size_t l = 0; l < b->symbols; l++) {
			const struct bt_bars *bars = &b->sec[l].bars;
			bool listed = bars->n && bars->date[bars->n - 1] + 60 > b->breadth.date[b->breadth.n - 1];

			price[l] = listed ? floor(bars->close[bars->n - 1] * (98 + 4 * uniform())) / 100 : NAN;
			volume[l] = 1000;
		}
		start = cpu_us();
		if (i % 10 == 9) {
			if (bt_breadth_append(&b->breadth, b->breadth.date[b->breadth.n - 1] + 1, &day) != BT_OK)
				exit(1);
			append[n++] = cpu_us() - start;
		} else {
			if (bt_breadth_refresh(&b->breadth, &day) != BT_OK)
				exit(1);
			refresh[i / 10 * 9 + i % 10] = cpu_us() - start;
		}
	}
	once("refresh: every last price new", refresh, MAX_RUNS * 9);
	once("one more session", append, n);
}

/* --- time travel --------------------------------------------------------------------------------- */

static int
by_symbol(const void *x, const void *y)
{
	return strcmp(((const struct bt_security *)x)->symbol, ((const struct bt_security *)y)->symbol);
}

static void
add_symbol(struct bench *b, const char *symbol)
{
	static double *x;
	struct bt_digest *digest;
	struct bt_security *sec = (struct bt_security *)(uintptr_t)b->wide.sec;

	for (size_t i = 0; i < b->wide.n; i++)
		if (strcmp(sec[i].symbol, symbol) == 0)
			return;
	x = x ? x : bt_xrealloc(NULL, b->days, sizeof(*x));
	do
		make_prices(x, b->days);
	while (isnan(x[b->days - 1]) || isnan(x[0]));
	sec[b->wide.n] = (struct bt_security){.symbol = symbol, .name = symbol, .source = "bench", .bars = make_bars(b, x),
	                                      .provisional = BT_DATE_NONE};
	sec[b->wide.n].bars.high = sec[b->wide.n].bars.low = sec[b->wide.n].bars.close;
	digest = BT_ARENA_NEW(&b->arena, struct bt_digest);
	if (bt_digest_make(&sec[b->wide.n].bars, &b->arena, digest) == BT_OK)
		sec[b->wide.n].bars.digest = digest;
	b->wide.n++;
}

/* The lists of the settings and what their expressions need, 60 symbols at least. */
static void
make_wide(struct bench *b)
{
	static const char *const more[] = {"SPSM", "IWM", "QQQ", "RSP", "SPY", "^GSPC", "^RUT", "^VIX"};
	const struct bt_words lists[] = {b->settings.lists_indices, b->settings.lists_seven,
	                                 b->settings.lists_seven_also, b->settings.lists_rotation,
	                                 {more, sizeof(more) / sizeof(more[0])}};
	struct bt_security *sec = BT_ARENA_ARRAY(&b->arena, b->symbols + 200, struct bt_security);

	memcpy(sec, b->sec, b->symbols * sizeof(*sec));
	b->wide = (struct bt_market){.source = "bench", .sec = sec, .n = b->symbols};
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t k = 0; k < lists[i].n; k++)
			add_symbol(b, lists[i].at[k]);
	for (size_t i = 0; b->wide.n < b->symbols + 60; i++)
		add_symbol(b, bt_arena_printf(&b->arena, "FILL%zu", i));
	qsort(sec, b->wide.n, sizeof(*sec), by_symbol);
}

static void
make_signals(struct bench *b)
{
	struct bt_bars bars = bt_market_bars(&b->wide, "^GSPC", INT32_MAX);
	struct bt_line line = bt_bars_line(&bars, BT_PRICE_CLOSE);
	double us[MAX_RUNS];

	for (size_t i = 0; i < MAX_RUNS; i++) {
		double start = cpu_us();
		struct bt_arena a;

		bt_xarena_init(&a);
		if (bt_signals_make(&b->breadth, b->breadth.n, &line, &a, &b->signals) != BT_OK)
			exit(1);
		us[i] = cpu_us() - start;
		bt_arena_release(&a);
	}
	if (bt_signals_make(&b->breadth, b->breadth.n, &line, &b->arena, &b->signals) != BT_OK)
		exit(1);
	once("signals of all sessions", us, MAX_RUNS);
}

/* First of all, and again after quotes moved. */
static void
make_lines(struct bench *b)
{
	static const char *const what[] = {"expressions of the settings, all sessions", "the same again"};
	struct bt_kept_lines made;
	double us[MAX_RUNS];

	bt_kept_lines_make(&b->wide, &b->settings, NULL, &b->arena, &b->lines);
	for (size_t again = 0; again < 2; again++) {
		for (size_t i = 0; i < MAX_RUNS; i++) {
			double start = cpu_us();
			struct bt_arena a;

			bt_xarena_init(&a);
			bt_kept_lines_make(&b->wide, &b->settings, again ? &b->lines : NULL, &a, &made);
			us[i] = cpu_us() - start;
			bt_arena_release(&a);
		}
		once(what[again], us, MAX_RUNS);
	}
}

/* As an engine's pictures have it. */
static void
make_roll(struct bench *b)
{
	size_t settled;
	double us[5];

	b->wide.roll = bt_roll_make(&b->wide, &b->universe, &b->arena);
	b->wide.last = bt_market_last(&b->wide);
	settled = bt_dates_upto(b->breadth.date, b->breadth.n, b->wide.last) - 1;
	for (size_t i = 0; i < 5; i++) {
		double start = cpu_us();
		struct bt_arena scratch;

		bt_xarena_init(&scratch);
		if (bt_sector_days_make(b->wide.roll, b->breadth.date + settled - KEPT, KEPT, BT_PRICE_ADJCLOSE,
		                        &b->arena, &scratch, &b->sectors) != BT_OK)
			exit(1);
		us[i] = cpu_us() - start;
		bt_arena_release(&scratch);
	}
	once("sectors of half a year", us, 5);
}

/* What each view of the screen asks for, of a past day, from bars, breadth and signals in memory. */
static void
measure_travel(struct bench *b, bool jump)
{
	static const enum bt_view views[] = {
		BT_VIEW_INDICES, BT_VIEW_MAG7, BT_VIEW_RATIOS, BT_VIEW_NEWS, BT_VIEW_BREADTH, BT_VIEW_UNIVERSES,
		BT_VIEW_SIGNALS, BT_VIEW_SCORE, BT_VIEW_ROTATION, BT_VIEW_SECTORS, BT_VIEW_CONCENTRATION,
		BT_VIEW_HEATMAP,
	};
	enum { N = sizeof(views) / sizeof(views[0]) };
	static double us[N][MAX_RUNS], all[MAX_RUNS];
	struct bt_universe_breadth side = {&b->universe, &b->breadth, &b->signals, "^GSPC"};
	struct bt_scope scope = {.market = &b->wide, .universe = &b->universe, .breadth = &b->breadth,
	                         .side = &side, .n_side = 1, .lines = &b->lines, .sector_days = &b->sectors,
	                         .settings = &b->settings};
	struct bt_arena a;               /* as the screen's, which is used again on each key */

	bt_xarena_init(&a);
	for (size_t i = 0; i < MAX_RUNS; i++) {
		struct bt_ask ask = {.from = BT_DATE_NONE, .to = BT_DATE_NONE};

		all[i] = 0;
		ask.as_of = jump ? (bt_date)(10300 + uniform() * (double)(b->days - 300))
			: (bt_date)(10000 + b->days - 1 - i);
		for (size_t v = 0; v < N; v++) {
			double start = cpu_us();
			struct bt_report r;
			struct bt_err err;

			bt_arena_clear(&a);
			ask.view = views[v];
			if (bt_report_make(&scope, &ask, &a, &r, &err) != BT_OK && ask.view != BT_VIEW_NEWS) {
				fprintf(stderr, "bench-core: %s\n", err.text);
				exit(1);
			}
			us[v][i] = cpu_us() - start;
			all[i] += us[v][i];
		}
	}
	bt_arena_release(&a);
	once(jump ? "a jump to any day: all views" : "a step to the day before: all views", all, MAX_RUNS);
	for (size_t v = 0; v < N; v++)
		printf("%s%s %.1f", v ? "  " : "        ", bt_view_spec(views[v])->name, median(us[v], MAX_RUNS));
	putchar('\n');
}

/* --- CSV ----------------------------------------------------------------------------------------- */

static char csv_path[64];

static void
read_file(struct bench *b)
{
	static char buf[1 << 18];
	int fd = open(csv_path, O_RDONLY);
	ssize_t n;

	(void)b;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		sink += (uint64_t)buf[n - 1];
	close(fd);
}

static void
load_csv(struct bench *b)
{
	struct bt_source *s;
	struct bt_err err;
	char name[80];

	(void)b;
	snprintf(name, sizeof(name), "csv:%s", csv_path);
	if (bt_source_csv_open(name, &s, &err) != BT_OK) {
		fprintf(stderr, "bench-core: %s\n", err.text);
		exit(1);
	}
	sink += bt_source_market(s)->n;
	bt_source_free(s);
}

static void
measure_csv(struct bench *b)
{
	char date[BT_DATE_SIZE];
	size_t cells = b->cells;
	FILE *f;
	int fd;

	snprintf(csv_path, sizeof(csv_path), "/tmp/bench-core-XXXXXX");
	fd = mkstemp(csv_path);
	f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		return;
	fputs("date,symbol,open,high,low,close,adjclose,volume\n", f);
	b->cells = 357 * (size_t)756;
	for (int s = 0; s < 357; s++) {
		double p = 100;

		for (int t = 0; t < 756; t++) {
			p *= 0.99 + 0.0201 * uniform();
			fprintf(f, "%s,S%03d,%.4f,%.4f,%.4f,%.4f,%.4f,%d\n", bt_date_format(18000 + t, date), s, p,
			        p * 1.01, p * 0.99, p, p, (int)(1e7 * uniform()));
		}
	}
	fclose(f);
	pair(b, "load 269,892 CSV rows", "read its bytes", read_file, load_csv);
	b->cells = cells;
	unlink(csv_path);
}

/* --- columns of breadth_pandas.py, as we define them ---------------------------------------------- */

static void
write_columns(struct bench *b)
{
	static const enum bt_breadth_col col[] = {
		BT_BREADTH_ADV, BT_BREADTH_DEC, BT_BREADTH_UNCH, BT_BREADTH_ABOVE20, BT_BREADTH_N20,
		BT_BREADTH_ABOVE50, BT_BREADTH_N50, BT_BREADTH_ABOVE100, BT_BREADTH_N100, BT_BREADTH_ABOVE200,
		BT_BREADTH_N200, BT_BREADTH_NEW_HI, BT_BREADTH_NEW_LO, BT_BREADTH_N_HL, BT_BREADTH_AD_LINE,
		BT_BREADTH_MC_OSC, BT_BREADTH_MC_SUM, BT_BREADTH_PCT20, BT_BREADTH_PCT200};
	FILE *f = fopen(b->out, "wb");

	if (!f) {
		perror(b->out);
		exit(1);
	}
	for (size_t i = 0; i < sizeof(col) / sizeof(col[0]); i++)
		fwrite(b->breadth.col[col[i]], sizeof(double), b->days, f);
	fclose(f);
}

static size_t
number(const char *s)
{
	return (size_t)strtoul(s, NULL, 10);
}

static void
parse(int argc, char **argv, struct bench *b)
{
	static const struct option options[] = {
		{"symbols", required_argument, NULL, 's'}, {"days", required_argument, NULL, 'd'},
		{"runs", required_argument, NULL, 'r'},    {"vectors", required_argument, NULL, 'v'},
		{"matrix", required_argument, NULL, 'm'},  {"out", required_argument, NULL, 'o'},
		{"travel", no_argument, NULL, 't'},
		{NULL, 0, NULL, 0}};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 's': b->symbols = number(optarg); break;
		case 'd': b->days = number(optarg); break;
		case 'r': b->runs = number(optarg); break;
		case 'v': b->vectors = (int)number(optarg); break;
		case 'm': b->matrix = optarg; break;
		case 'o': b->out = optarg; break;
		case 't': b->travel = true; break;
		default: exit(2);
		}
	}
	if (b->runs < 1 || b->runs > MAX_RUNS || b->days < 400 || b->symbols < 1)
		exit(2);
}

int
main(int argc, char **argv)
{
	static struct bench b = {.symbols = 503, .days = 5040, .runs = 21};

	parse(argc, argv, &b);
	make_market(&b);
	if (bt_panel_of(&b.market, &b.universe, INT32_MAX, &b.arena, &b.panel) != BT_OK)
		return 1;
	if (b.travel) {
		measure_kept(&b);
		bt_settings_init(&b.settings, &b.arena);
		make_wide(&b);
		make_signals(&b);
		make_lines(&b);
		make_roll(&b);
		for (size_t i = 0; i < b.runs; i++)
			measure_travel(&b, false);
		return 0;
	}
	printf("%zu symbols, %zu days, %zu cells, vectors of %d bytes\n", b.symbols, b.days, b.cells,
	       b.vectors ? b.vectors : bt_tile_loop_of(64) ? 64 : bt_tile_loop_of(32) ? 32 : 16);
	pair(&b, "counts: adv .. new_lo, McClellan", "read price", read_price, compute_counts);
	pair(&b, "all columns of show breadth", "read price, volume, close", read_all, compute_all);
	pair(&b, "calendar and runs of the universe", "read price", read_price, make_panel);
	measure_kept(&b);
	bt_settings_init(&b.settings, &b.arena);
	make_wide(&b);
	make_signals(&b);
	make_lines(&b);
	make_roll(&b);
	measure_travel(&b, false);
	measure_travel(&b, true);
	if (!b.matrix)
		measure_csv(&b);
	if (b.out)
		write_columns(&b);
	bt_arena_release(&b.arena);
	return sink == 1;
}
