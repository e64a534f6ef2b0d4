/* bench_store.c - loading the closes of a whole cache beside reading the same closes from a flat file.
 *
 *	bench-store [RUNS]
 *
 * The cache is made here: 503 symbols of 5,040 sessions, prices as Yahoo sends them.  Both sides end with every
 * close as a double in memory; runs alternate; CPU time, medians.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "store/store.h"

#define N_SYMBOLS 503
#define N_BARS 5040
#define NOW INT64_C(1766527200)

struct closes {
	size_t symbols, bars;
	double sum;              /* so that nothing is thrown away unread */
	FILE *flat;              /* written in the first pass; else NULL */
};

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *x, size_t n)
{
	qsort(x, n, sizeof(*x), by_size);
	return x[n / 2];
}

/* Walks of binary32 prices on the weekdays up to 2025-12-23. */
static void
make_cache(const char *cache)
{
	static bt_date date[N_BARS];
	static double column[5][N_BARS];
	unsigned seed = 1;
	enum bt_store_state state;
	struct bt_store *s;
	struct bt_err err = {0};
	char note[200], symbol[8];
	bt_date d = 20445;

	for (size_t i = N_BARS; i-- > 0; d -= (d + 4) % 7 == 1 ? 3 : 1)
		date[i] = d;
	if (bt_store_open(cache, false, NOW, &s, &state, note, &err) || bt_store_begin(s, &err))
		exit(1);
	for (int k = 0; k < N_SYMBOLS; k++) {
		double x = 50;

		for (size_t i = 0; i < N_BARS; i++) {
			x *= 1 + ((double)rand_r(&seed) / RAND_MAX - 0.499) / 30;
			for (int c = 0; c < 4; c++)
				column[c][i] = (double)(float)(x * (1 + c * 0.001));
			column[4][i] = 100 * (double)(rand_r(&seed) % 1000000);
		}
		snprintf(symbol, sizeof(symbol), "S%03d", k);
		struct bt_stored row = {
			.sec = {.symbol = symbol, .source = "yahoo", .provisional = BT_DATE_NONE,
			        .bars = {N_BARS, date, column[1], column[3], column[0], column[2], column[2], column[4]}},
			.history_utc = NOW, .closes_utc = NOW, .split = BT_DATE_NONE,
		};

		if (bt_store_put(s, &row, &err))
			exit(1);
	}
	if (bt_store_commit(s, &err))
		exit(1);
	printf("cache: %.1f MB, %.1f bytes a bar\n", (double)bt_store_bytes(s) / 1e6,
	       (double)bt_store_bytes(s) / N_SYMBOLS / N_BARS);
	bt_store_close(s);
}

static enum bt_status
take(void *user, const struct bt_loaded *l, struct bt_err *err)
{
	struct closes *c = user;
	bt_date *date = bt_xmalloc(l->n_max * sizeof(*date));
	double *close = bt_xmalloc(l->n_max * sizeof(*close)), *column[6] = {NULL, NULL, NULL, close};
	size_t n;
	enum bt_status st = bt_loaded_bars(l, date, column, &n, err);

	if (!st) {
		c->symbols++;
		c->bars += n;
		c->sum += close[n - 1];
		if (c->flat && fwrite(close, sizeof(*close), n, c->flat) != n)
			st = bt_err_set(err, BT_E_IO, "the flat file cannot be written");
	}
	free(close);
	free(date);
	return st;
}

static void
load(const char *cache, struct closes *out)
{
	struct bt_load ask = {.source = "yahoo", .closes_only = true};
	enum bt_store_state state;
	struct bt_store *s;
	struct bt_err err = {0};
	char note[200];

	if (bt_store_open(cache, true, 0, &s, &state, note, &err) || bt_store_each(s, &ask, take, out, NULL, &err)) {
		fprintf(stderr, "bench-store: %s\n", err.text);
		exit(1);
	}
	bt_store_close(s);
}

static double
read_flat(FILE *flat, size_t bars)
{
	double *close = bt_xmalloc(bars * sizeof(*close)), sum = 0;

	rewind(flat);
	if (fread(close, sizeof(*close), bars, flat) != bars)
		exit(1);
	for (size_t i = 0; i < bars; i += 512)
		sum += close[i];
	free(close);
	return sum;
}

int
main(int argc, char **argv)
{
	size_t runs = argc > 1 && atoi(argv[1]) > 0 ? (size_t)atoi(argv[1]) : 11;
	double *ours = bt_xcalloc(runs, sizeof(*ours)), *flats = bt_xcalloc(runs, sizeof(*flats));
	struct closes all = {.flat = tmpfile()};
	char dir[] = "/tmp/bt-bench-XXXXXX", cache[40], other[50];
	volatile double sum = 0;

	if (!all.flat || !mkdtemp(dir))
		return 1;
	snprintf(cache, sizeof(cache), "%s/market.db", dir);
	make_cache(cache);
	load(cache, &all);
	fflush(all.flat);
	for (size_t i = 0; i < runs; i++) {
		struct closes again = {0};
		double start = cpu_ms(), between;

		load(cache, &again);
		between = cpu_ms();
		sum += again.sum + read_flat(all.flat, all.bars);
		ours[i] = between - start;
		flats[i] = cpu_ms() - between;
	}
	double a = median(ours, runs), b = median(flats, runs);

	printf("closes of %zu symbols, %zu bars: load %.1f ms, read flat %.1f ms, ratio %.1f\n", all.symbols,
	       all.bars, a, b, a / b);
	snprintf(other, sizeof(other), "%s-wal", cache);
	unlink(other);
	snprintf(other, sizeof(other), "%s-shm", cache);
	unlink(other);
	unlink(cache);
	return rmdir(dir);
}
