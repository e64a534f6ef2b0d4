/* test_golden_breadth.c - every column of every session of two real universes against the golden
 * tables beside the tree; without them the tests are skipped.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/breadth.h"
#include "core/market.h"
#include "model/golden.h"
#include "model/source.h"
#include "model/universe_file.h"

struct loaded {
	struct bt_source *source;
	struct bt_arena arena;
	const struct bt_universe *universe;
	struct bt_panel panel;
};

static struct loaded clean, messy;

static bool
have_shared(void)
{
	char path[400];

	return access(golden_path("golden/breadth.csv", path), R_OK) == 0;
}

static void
load(struct loaded *l, const char *prices, const char *members)
{
	char path[400], name[420];
	struct bt_err err;

	snprintf(name, sizeof(name), "csv:%s", golden_path(prices, path));
	assert_int_equal(bt_source_csv_open(name, &l->source, &err), BT_OK);
	bt_arena_init(&l->arena, 0);
	l->universe = bt_source_all(l->source);
	if (members)
		assert_int_equal(bt_universe_open(golden_path(members, path), &l->arena, &l->universe, &err),
		                 BT_OK);
	assert_int_equal(bt_panel_of(bt_source_market(l->source), l->universe,
	                             bt_market_last(bt_source_market(l->source)), &l->arena, &l->panel),
	                 BT_OK);
}

static int
setup(void **state)
{
	(void)state;
	if (have_shared()) {
		load(&clean, "market/universe_2023_2026.csv.gz", "market/universe_members.csv");
		load(&messy, "market/universe_messy_2021_2024.csv.gz", NULL);
	}
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (have_shared()) {
		bt_arena_release(&clean.arena);
		bt_arena_release(&messy.arena);
		bt_source_free(clean.source);
		bt_source_free(messy.source);
	}
	return 0;
}

/* What must be equal to the last unit: counts and whole shares. */
static bool
is_count(enum bt_breadth_col c)
{
	static const char *const format[] = {
#define BT_BREADTH(id, name, metric, format, width, title, help) #format,
#include "spec/breadth.def"
	};

	return strcmp(format[c], "COUNT") == 0 || strcmp(format[c], "BIG") == 0;
}

static bool
agrees(enum bt_breadth_col c, double want, double got)
{
	if (isnan(want) || isnan(got))
		return isnan(want) && isnan(got);
	if (is_count(c))
		return got == want;
	if (strncmp(bt_breadth_name(c), "mc_sum", 6) == 0)
		return fabs(got - want) <= 1e-6;
	return fabs(got - want) <= 1e-9 * fmax(1, fabs(want));
}

static void
compare(const struct loaded *l, struct bt_breadth_opts opts, const char *file)
{
	struct bt_arena a;
	struct bt_breadth b;
	struct golden g;
	size_t bad = 0;

	if (!have_shared())
		skip();
	bt_arena_init(&a, 0);
	assert_int_equal(bt_breadth_make(&l->panel, &opts, &a, &a, &b), BT_OK);
	golden_open(&g, file);
	while (golden_next(&g)) {
		size_t t = g.rows - 1;
		char date[BT_DATE_SIZE];

		assert_true(t < b.n);
		bt_date_format(b.date[t], date);
		assert_memory_equal(g.cell[0].s, date, 10);
		for (size_t i = 1; i < g.n; i++) {
			char name[32];
			double want = NAN, got;
			enum bt_breadth_col c;

			snprintf(name, sizeof(name), "%.*s", (int)g.head[i].n, g.head[i].s);
			c = bt_breadth_find(name);
			assert_int_not_equal(c, BT_BREADTH_COUNT);
			got = b.col[c][t];
			if (g.cell[i].n)
				assert_true(bt_num_parse(g.cell[i].s, g.cell[i].n, &want));
			g.compared++;
			if (!agrees(c, want, got) && bad++ < 20)
				print_error("%s %s: want %.12g, got %.12g\n", date, name, want, got);
		}
	}
	assert_int_equal(g.rows, b.n);
	golden_close(&g);
	bt_arena_release(&a);
	assert_int_equal(bad, 0);
}

static void
breadth__agrees_with_golden__real_universe(void **state)
{
	(void)state;
	compare(&clean, (struct bt_breadth_opts){.price = BT_PRICE_ADJCLOSE}, "golden/breadth.csv");
}

static void
breadth__agrees_with_golden__extremes_within_the_day(void **state)
{
	(void)state;
	compare(&clean, (struct bt_breadth_opts){.price = BT_PRICE_ADJCLOSE, .intraday = true},
	        "golden/breadth_intraday_hl.csv");
}

static void
breadth__agrees_with_golden__halts_and_late_listings(void **state)
{
	(void)state;
	compare(&messy, (struct bt_breadth_opts){.price = BT_PRICE_ADJCLOSE}, "golden/breadth_messy.csv");
}

static void
breadth__agrees_with_golden__halts_and_late_listings_by_close(void **state)
{
	(void)state;
	compare(&messy, (struct bt_breadth_opts){.price = BT_PRICE_CLOSE},
	        "golden/breadth_messy_close.csv");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(breadth__agrees_with_golden__real_universe),
		cmocka_unit_test(breadth__agrees_with_golden__extremes_within_the_day),
		cmocka_unit_test(breadth__agrees_with_golden__halts_and_late_listings),
		cmocka_unit_test(breadth__agrees_with_golden__halts_and_late_listings_by_close),
	};

	if (!have_shared())
		printf("golden tables are not beside the tree: skipped\n");
	return cmocka_run_group_tests(tests, setup, teardown);
}
