/* test_kept_lines.c - expressions over all days: their begin is what an evaluation as of a day gives, bit for
 * bit; what could look ahead is not kept.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "model/kept_lines.h"
#include "model/series.h"
#include "model/settings.h"

#define SYMBOLS 6
#define DAYS 700

struct world {
	struct bt_arena arena;
	struct bt_security sec[SYMBOLS];
	struct bt_market market;
	struct bt_settings settings;
	struct bt_kept_lines kept;
	struct bt_scope scope;
};

/* A to F, begun on different days, each with holes of its own. */
static void
open_world(struct world *w, const char *const *ratio, size_t n)
{
	static const char *const name[SYMBOLS] = {"A", "B", "C", "D", "E", "F"};
	static const char *const seven[] = {"A", "C", "E"};
	uint64_t seed = 5;

	bt_xarena_init(&w->arena);
	for (size_t i = 0; i < SYMBOLS; i++) {
		bt_date *date = BT_ARENA_ARRAY(&w->arena, DAYS, bt_date);
		double *price = BT_ARENA_ARRAY(&w->arena, DAYS, double);
		double *adj = BT_ARENA_ARRAY(&w->arena, DAYS, double);
		size_t k = 0;

		for (int d = (int)i * 20; d < DAYS; d++) {
			seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			if (seed >> 58 == 0)
				continue;
			date[k] = 19000 + d;
			price[k] = 20 + (double)(seed >> 40) / 1e6;
			adj[k] = k % 90 == 7 ? NAN : 0.9 * price[k];
			k++;
		}
		w->sec[i] = (struct bt_security){.symbol = name[i], .provisional = BT_DATE_NONE,
		                                 .bars = {.n = k, .date = date, .close = price,
		                                          .adjclose = adj}};
	}
	w->market = (struct bt_market){.source = "tiny", .sec = w->sec, .n = SYMBOLS};
	bt_settings_init(&w->settings, &w->arena);
	w->settings.lists_seven = (struct bt_words){seven, 3};
	w->settings.lists_ratios = (struct bt_words){ratio, n};
	w->settings.score_small = "B";
	w->settings.score_ew = "D";
	w->settings.score_cw = "F+1";
	bt_kept_lines_make(&w->market, &w->settings, NULL, &w->arena, &w->kept);
	w->scope = (struct bt_scope){.market = &w->market, .settings = &w->settings, .lines = &w->kept};
}

static void
kept_lines__as_of_any_day__are_what_an_evaluation_gives(void **state)
{
	static const char *const ratio[] = {"A/B", "MAG7D/C", "sma(A/B,20)-ema(C,9)", "rsi(D,14)*z(E,60)",
	                                    "lag(F,5)/roc(A,3)", "ewh(A,B,C)", "ewq(A,B,2022-03-01)"};
	size_t compared = 0;
	struct world w;

	(void)state;
	open_world(&w, ratio, sizeof(ratio) / sizeof(ratio[0]));
	assert_int_equal(w.kept.n, 12);                  /* three of the score, and the basket twice */
	for (size_t i = 0; i < w.kept.n; i++) {
		for (bt_date day = 18990; day < 19000 + DAYS + 20; day++) {
			struct bt_line got, want;
			struct bt_arena a;
			struct bt_err err;
			bool have;

			bt_xarena_init(&a);
			have = bt_expr_line(w.kept.at[i].text, bt_series_names(&w.settings, &a), &w.market, day,
			                    w.kept.at[i].price, &a, &want, &err) == BT_OK;
			assert_int_equal(bt_kept_lines_find(&w.scope, w.kept.at[i].text, w.kept.at[i].price, day,
			                                    &got) != NULL, have);
			if (have) {
				assert_int_equal(got.n, want.n);
				assert_memory_equal(got.date, want.date, want.n * sizeof(*want.date));
				for (size_t t = 0; t < want.n; t++)
					assert_true(memcmp(&got.value[t], &want.value[t], sizeof(double)) == 0
					            || (isnan(got.value[t]) && isnan(want.value[t])));
				compared += want.n;
			}
			bt_arena_release(&a);
		}
	}
	printf("%zu values compared\n", compared);
	assert_true(compared > 1000000);
	bt_arena_release(&w.arena);
}

static void
kept_lines__what_could_look_ahead__is_not_kept(void **state)
{
	static const char *const ratio[] = {"norm(A,2023-01-01)", "A/NOPE", "A/", "B"};
	struct bt_settings other;
	struct bt_line line;
	struct world w;

	(void)state;
	open_world(&w, ratio, 4);
	assert_int_equal(w.kept.n, 6);                   /* B, three of the score, the basket twice */
	assert_null(bt_kept_lines_find(&w.scope, ratio[0], BT_PRICE_ADJCLOSE, 19500, &line));
	assert_non_null(bt_kept_lines_find(&w.scope, "B", BT_PRICE_ADJCLOSE, 19500, &line));
	assert_null(bt_kept_lines_find(&w.scope, "B", BT_PRICE_CLOSE, 19500, &line));
	assert_null(bt_kept_lines_find(&w.scope, "A", BT_PRICE_ADJCLOSE, 19500, &line));
	other = w.settings;                              /* the same text may mean something else there */
	w.scope.settings = &other;
	assert_null(bt_kept_lines_find(&w.scope, "B", BT_PRICE_ADJCLOSE, 19500, &line));
	/* what a symbol not yet there would need is known */
	assert_string_equal(w.kept.symbol[1], "A");
	assert_string_equal(w.kept.symbol[2], "NOPE");
	bt_arena_release(&w.arena);
}

static void
kept_lines__made_again_when_prices_moved__are_those_made_anew(void **state)
{
	static const char *const ratio[] = {"A/B", "MAG7D/C", "A-B"};
	struct bt_kept_lines again, anew;
	size_t grounds = 0;
	struct world w;

	(void)state;
	open_world(&w, ratio, 3);
	for (size_t i = 0; i < SYMBOLS; i++) {
		double *close = (double *)(uintptr_t)w.sec[i].bars.close;

		close[w.sec[i].bars.n - 1] *= 1.01;      /* a quote; and a correction far back */
		close[w.sec[i].bars.n - (i == 2 ? 300 : 1)] *= 1.02;
	}
	bt_kept_lines_make(&w.market, &w.settings, &w.kept, &w.arena, &again);
	bt_kept_lines_make(&w.market, &w.settings, NULL, &w.arena, &anew);
	assert_int_equal(again.n, anew.n);
	for (size_t i = 0; i < again.n; i++) {
		const struct bt_kept_line *x = &again.at[i], *y = &anew.at[i];

		assert_int_equal(x->line.n, y->line.n);
		assert_memory_equal(x->line.value, y->line.value, y->line.n * sizeof(double));
		assert_int_equal(x->ground.n, y->ground.n);
		assert_int_equal(x->ground.n_pivot, y->ground.n_pivot);
		if (!y->ground.n)
			continue;
		assert_memory_equal(x->ground.y, y->ground.y, y->ground.n * sizeof(double));
		assert_memory_equal(x->ground.pivot, y->ground.pivot, y->ground.n_pivot * sizeof(int));
		grounds++;
	}
	assert_true(grounds >= 2);
	bt_arena_release(&w.arena);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept_lines__as_of_any_day__are_what_an_evaluation_gives),
		cmocka_unit_test(kept_lines__what_could_look_ahead__is_not_kept),
		cmocka_unit_test(kept_lines__made_again_when_prices_moved__are_those_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
