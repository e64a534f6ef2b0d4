/* fuzz_expr.c - any bytes as an expression: parsed and evaluated on a small market.
 *
 *	clang -fsanitize=fuzzer,address,undefined ... fuzz_expr.c      libFuzzer
 *	cc ... -DREPLAY fuzz_expr.c && ./a.out FILE-OR-DIR...          each file once, as make check does
 *
 * What must hold: no crash, no more memory than the bound, an error text that names a column, and of what
 * is understood a line with ascending dates and no infinite value.  */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/expr.h"

#define DAYS 40
#define MAX_MEMORY ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_expr: %s\n", what);
	abort();
}

/* Names that lead to each other, to themselves and to plain series. */
static const char *
named(const void *ctx, const char *name)
{
	static const char *const list[][2] = {
		{"PAIR", "A/B"}, {"LOOP", "LOOP"}, {"X", "Y+Y"}, {"Y", "Z*Z"}, {"Z", "PAIR-1"},
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (strcmp(list[i][0], name) == 0)
			return list[i][1];
	return NULL;
}

static void
build(struct bt_security sec[3], bt_date date[3][DAYS], double close[3][DAYS])
{
	static const char *const symbol[3] = {"A", "AAPL", "B"};

	for (int i = 0; i < 3; i++) {
		size_t n = 0;

		for (int t = 0; t < DAYS; t++) {
			if ((t * 7 + i) % 11 == 0 && i)
				continue;
			date[i][n] = 19000 + 3 * t;
			close[i][n++] = 10 + i + (t * (i + 3)) % 5;
		}
		sec[i] = (struct bt_security){
			.symbol = symbol[i], .provisional = BT_DATE_NONE,
			.bars = {.n = n, .date = date[i], .close = close[i], .adjclose = close[i]},
		};
	}
}

static void
check_line(const struct bt_line *l)
{
	must(l->n > 0 && l->n <= DAYS, "a line without sessions, or with too many");
	for (size_t t = 0; t < l->n; t++) {
		must(!isinf(l->value[t]), "an infinite value");
		must(t == 0 || l->date[t] > l->date[t - 1], "dates do not ascend");
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	bt_date date[3][DAYS];
	double close[3][DAYS];
	struct bt_security sec[3];
	const struct bt_expr_names names = {named, NULL};
	char *text = malloc(size + 1);
	struct bt_arena a;
	struct bt_line l;
	struct bt_err err = {0};
	enum bt_status st;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	build(sec, date, close);
	bt_arena_init(&a, MAX_MEMORY);
	st = bt_expr_line(text, &names, &(struct bt_market){.source = "fuzz", .sec = sec, .n = 3},
	                  19000 + 3 * DAYS, BT_PRICE_CLOSE, &a, &l, &err);
	must(st == BT_OK || st == BT_E_EXPR || st == BT_E_NODATA, "a status that is not documented");
	if (st == BT_OK)
		check_line(&l);
	else
		must(strncmp(err.text, "column ", 7) == 0 && atol(err.text + 7) > 0, "an error without its column");
	bt_arena_release(&a);
	free(text);
	return 0;
}

#ifdef REPLAY
static size_t replayed;

static void
replay_file(const char *path)
{
	static unsigned char data[1 << 20];
	FILE *f = fopen(path, "rb");

	must(f != NULL, path);
	(void)LLVMFuzzerTestOneInput(data, fread(data, 1, sizeof(data), f));
	fclose(f);
	replayed++;
}

static void
replay(const char *path)
{
	struct stat info;
	struct dirent *entry;
	DIR *dir;

	must(stat(path, &info) == 0, path);
	if (!S_ISDIR(info.st_mode)) {
		replay_file(path);
		return;
	}
	dir = opendir(path);
	must(dir != NULL, path);
	while ((entry = readdir(dir))) {
		char name[1024];

		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			replay_file(name);
	}
	closedir(dir);
}

int
main(int argc, char **argv)
{
	const char *top = getenv("top_srcdir");
	char corpus[1024];

	snprintf(corpus, sizeof(corpus), "%s/tests/fuzz/corpus/expr", top ? top : ".");
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc < 2)
		replay(corpus);
	printf("fuzz_expr: %zu inputs\n", replayed);
	return replayed > 0 ? 0 : 1;
}
#endif
