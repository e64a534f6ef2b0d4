/* fuzz_expr.c - any bytes as an expression: parsed and evaluated on a small market.
 *
 * What must hold: no crash, no more memory than the bound, an error text that names a column, and of what
 * is understood a line with ascending dates and no infinite value.  */
#include <math.h>
#include <string.h>

#include "core/expr.h"
#include "fuzz/fuzz.h"

#define DAYS 40
#define MAX_MEMORY ((size_t)64 << 20)

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
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
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
		must(strncmp(err.text, "column ", 7) == 0 && atol(err.text + 7) > 0,
		     "an error without its column");
	bt_arena_release(&a);
	free(text);
	return 0;
}
