/* fuzz_csv.c - no bytes make a bad bar of a price file, nor a bad member of a universe. */
#include <math.h>

#include "fetch/csv.h"
#include "fetch/gzip.h"
#include "fuzz/fuzz.h"

#define MEMORY ((size_t)64 << 20)

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_csv: %s\n", what);
	abort();
}

static void
check_bars(const struct bt_bars *b)
{
	must(b->n > 0 && b->date && b->close, "a series without bars");
	for (size_t i = 0; i < b->n; i++) {
		must(i == 0 || b->date[i - 1] < b->date[i], "dates do not ascend");
		must(isfinite(b->close[i]) && b->close[i] > 0, "a close that is none");
		must(!b->adjclose || (isfinite(b->adjclose[i]) && b->adjclose[i] > 0), "a bad adjclose");
		must(!b->open || isnan(b->open[i]) || (isfinite(b->open[i]) && b->open[i] > 0), "a bad open");
		must(!b->high || isnan(b->high[i]) || (isfinite(b->high[i]) && b->high[i] > 0), "a bad high");
		must(!b->low || isnan(b->low[i]) || (isfinite(b->low[i]) && b->low[i] > 0), "a bad low");
		must(!b->volume || isnan(b->volume[i]) || (isfinite(b->volume[i]) && b->volume[i] >= 0),
		     "a bad volume");
	}
}

static void
read_prices(const char *data, size_t n, const char *symbol)
{
	struct bt_arena a;
	struct bt_csv csv;
	struct bt_err err = {0};
	enum bt_status st;

	bt_arena_init(&a, MEMORY);
	st = bt_csv_read("fuzz.csv", data, n, symbol, &a, &csv, &err);
	must(st == BT_OK || st == BT_E_PARSE || st == BT_E_NOMEM, "a status that is not documented");
	if (st)
		must(err.text[0] != '\0', "an error without words");
	else
		for (size_t i = 0; i < csv.n; i++) {
			must(csv.series[i].symbol && *csv.series[i].symbol, "a series without a symbol");
			check_bars(&csv.series[i].bars);
		}
	bt_arena_release(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct bt_buf text;

	read_prices((const char *)data, n, "XYZ");
	read_prices((const char *)data, n, NULL);
	bt_buf_init(&text, 1 << 20);
	if (bt_gzip_expand((const char *)data, n, &text, NULL) == BT_OK && text.len)
		read_prices(text.data, text.len, "XYZ");
	bt_buf_release(&text);
	return 0;
}
