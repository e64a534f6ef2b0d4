/* The library's answers are the core's, bit for bit; what it refuses; and memory that runs out anywhere. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/breadth.h"
#include "core/expr.h"
#include "core/returns.h"
#include "core/trend.h"
#include "lib/breadth.h"

#define N_SYMBOL 12
#define N_DAY 700

static struct {
	bt_date day[N_DAY];
	int32_t ymd[N_DAY];
	double close[N_SYMBOL][N_DAY], adjclose[N_SYMBOL][N_DAY], volume[N_SYMBOL][N_DAY];
	char symbol[N_SYMBOL][4];
	struct bt_security sec[N_SYMBOL];
	struct bt_universe_member member[N_SYMBOL];
} made;

/* Weekdays from 2023-01-02 and walks of cents, from a fixed seed. */
static int
make_market(void **state)
{
	uint64_t seed = 88172645463325252u;
	bt_date d = bt_date_ymd(2023, 1, 2);

	(void)state;
	for (size_t i = 0; i < N_DAY; i++) {
		int year, month, day;

		bt_date_split(d, &year, &month, &day);
		made.day[i] = d;
		made.ymd[i] = year * 10000 + month * 100 + day;
		d += bt_date_weekday(d) == 4 ? 3 : 1;
	}
	for (size_t s = 0; s < N_SYMBOL; s++) {
		double cents = 5000;

		made.symbol[s][0] = 'S';
		made.symbol[s][1] = (char)('A' + s);
		for (size_t i = 0; i < N_DAY; i++) {
			seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
			cents = fmax(100, cents + (double)(seed >> 20 & 127) - 63);
			made.close[s][i] = cents / 100;
			made.adjclose[s][i] = cents / 100 * (0.9 + 0.1 * (double)i / N_DAY);
			made.volume[s][i] = (double)(seed >> 30 & 0xffff);
		}
		made.sec[s] = (struct bt_security){
			.symbol = made.symbol[s], .provisional = BT_DATE_NONE,
			.bars = {.n = N_DAY, .date = made.day, .close = made.close[s],
			         .adjclose = made.adjclose[s], .volume = made.volume[s]},
		};
		made.member[s] = (struct bt_universe_member){
			.symbol = made.symbol[s], .cap = 1e9 * (double)(s + 1), .cap_date = made.day[N_DAY - 1]};
	}
	return 0;
}

static const struct bt_market core_market = {.sec = made.sec, .n = N_SYMBOL};

/* NULL when memory ran out on the way, and only then. */
static struct breadth_market *
library_market(struct breadth_error *err)
{
	struct breadth_market *m = breadth_market_new(err);
	enum breadth_status st = BREADTH_OK;

	/* backwards: the library has to sort */
	for (size_t s = N_SYMBOL; m && st == BREADTH_OK && s-- > 0;) {
		const struct breadth_bars bars = {
			.n = N_DAY, .date = made.ymd, .close = made.close[s], .adjclose = made.adjclose[s],
			.volume = made.volume[s]};

		st = breadth_market_add(m, made.symbol[s], &bars, err);
	}
	for (size_t s = 0; m && st == BREADTH_OK && s < N_SYMBOL; s++)
		st = breadth_universe_add(m, made.symbol[s], 1e9 * (double)(s + 1), made.ymd[N_DAY - 1], err);
	if (m && st != BREADTH_OK) {
		breadth_market_free(m);
		return NULL;
	}
	return m;
}

static void
assert_same(double got, double want)
{
	if (!(isnan(got) && isnan(want)))
		assert_memory_equal(&got, &want, sizeof(got));
}

static void
compute__any_options__is_the_core_s(void **state)
{
	const struct bt_universe u = {.list_date = BT_DATE_NONE, .member = made.member, .n = N_SYMBOL};
	struct breadth_market *m = library_market(NULL);
	size_t compared = 0;

	(void)state;
	assert_non_null(m);
	for (int i = 0; i < 8; i++) {
		const struct breadth_options o = {i & 1 ? BREADTH_CLOSE : BREADTH_ADJCLOSE, i & 2};
		const struct bt_breadth_opts co = {.price = i & 1 ? BT_PRICE_CLOSE : BT_PRICE_ADJCLOSE,
		                                   .intraday = i & 2};
		const size_t last = i & 4 ? 600 : N_DAY - 1;
		struct breadth *b = breadth_compute(m, i & 4 ? made.ymd[last] : 0, &o, NULL);
		struct bt_arena a;
		struct bt_panel panel;
		struct bt_breadth want;
		const char *name;

		bt_arena_init(&a, 0);
		assert_int_equal(bt_panel_of(&core_market, &u, made.day[last], &a, &panel), BT_OK);
		assert_int_equal(bt_breadth_make(&panel, &co, &a, &a, &want), BT_OK);
		assert_non_null(b);
		assert_int_equal(breadth_sessions(b), last + 1);
		assert_memory_equal(breadth_dates(b), made.ymd, (last + 1) * sizeof(int32_t));
		for (size_t c = 0; (name = breadth_column_name(c)); c++)
			for (size_t t = 0; t <= last; t++, compared++)
				assert_same(breadth_column(b, name)[t], want.col[bt_breadth_find(name)][t]);
		assert_null(breadth_column(b, "no_such"));
		assert_null(breadth_column(b, NULL));
		breadth_free(b);
		bt_arena_release(&a);
	}
	assert_int_equal(compared, (size_t)BT_BREADTH_COUNT * 4 * (N_DAY + 601));
	breadth_market_free(m);
}

static void
series__after_the_market_is_gone__is_the_core_s(void **state)
{
	static const char *const text[] = {"SA", "SA/SB", "z(ewq(SA,SB,SC)/SD,60)"};
	static const char *const horizon[] = {"1D", "1W", "YTD", "1Y", "3Y", "SINCE:2024-04-08"};

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		struct breadth_market *m = library_market(NULL);
		struct breadth_series *s = breadth_expr(m, text[i], 0, BREADTH_ADJCLOSE, NULL);
		struct bt_arena a;
		struct bt_line want;

		bt_arena_init(&a, 0);
		breadth_market_free(m);
		assert_non_null(s);
		assert_int_equal(bt_expr_line(text[i], NULL, &core_market, made.day[N_DAY - 1],
		                              BT_PRICE_ADJCLOSE, &a, &want, NULL), BT_OK);
		assert_int_equal(breadth_series_length(s), want.n);
		assert_memory_equal(breadth_series_dates(s), made.ymd, N_DAY * sizeof(int32_t));
		for (size_t t = 0; t < want.n; t++)
			assert_same(breadth_series_values(s)[t], want.value[t]);
		for (size_t h = 0; h < sizeof(horizon) / sizeof(horizon[0]); h++) {
			struct bt_horizon kind;
			struct breadth_return got;
			struct bt_return r;

			assert_true(bt_horizon_parse(horizon[h], &kind));
			r = bt_return_at(&want, made.day[N_DAY - 1], kind, BT_BASE_PREV);
			assert_int_equal(breadth_return(s, 0, horizon[h], &got, NULL), BREADTH_OK);
			assert_same(got.pct, r.pct);
			assert_same(got.base, r.base);
			assert_int_equal(got.last_date, made.ymd[N_DAY - 1]);
			assert_true((got.base_date == 0) == (r.base_date == BT_DATE_NONE));
		}
		bt_arena_release(&a);
		breadth_series_free(s);
	}
}

static void
trend__both_ways__is_the_core_s(void **state)
{
	struct breadth_market *m = library_market(NULL);
	size_t lines = 0;

	(void)state;
	for (size_t i = 0; i < N_SYMBOL * 2; i++) {
		struct breadth_series *s = breadth_expr(m, made.symbol[i / 2], 0, BREADTH_CLOSE, NULL);
		struct breadth_trend got;
		struct bt_trend want;
		struct bt_arena a;

		bt_arena_init(&a, 0);
		assert_int_equal(breadth_trend(s, i % 2, &got, NULL), BREADTH_OK);
		assert_int_equal(bt_trend_find(made.close[i / 2], N_DAY, i % 2, &bt_trend_defaults, &a, &want),
		                 BT_OK);
		assert_int_equal(got.state, want.status);
		assert_same(got.value, made.close[i / 2][N_DAY - 1]);
		if (want.status == BT_TREND_NONE) {
			assert_int_equal(got.anchor1, 0);
			assert_true(isnan(got.line));
		} else {
			lines++;
			assert_int_equal(got.anchor1, made.ymd[want.anchor1]);
			assert_int_equal(got.anchor2, made.ymd[want.anchor2]);
			assert_int_equal(got.broken,
			                 want.break_at == BT_TREND_NEVER ? 0 : made.ymd[want.break_at]);
			assert_int_equal(got.touches, want.touches);
			assert_same(got.line, want.line_now);
			assert_same(got.dist_pct, want.dist_pct);
		}
		bt_arena_release(&a);
		breadth_series_free(s);
	}
	assert_true(lines > 3);
	breadth_market_free(m);
}

static void
market_add__rows_that_are_no_bars__are_dropped(void **state)
{
	const int32_t date[] = {20260105, 20260106, 20260107, 20260107, 20260108, 20260109};
	const double close[] = {10, NAN, 11, 12, 0, INFINITY}, volume[] = {-1, 1, 2, 3, 4, 5};
	const struct breadth_bars bars = {.n = 6, .date = date, .close = close, .volume = volume};
	struct breadth_market *m = breadth_market_new(NULL);
	struct breadth_series *s;

	(void)state;
	assert_int_equal(breadth_market_add(m, "brk.b", &bars, NULL), BREADTH_OK);
	s = breadth_expr(m, "'BRK-B'", 0, BREADTH_ADJCLOSE, NULL);
	assert_non_null(s);
	assert_int_equal(breadth_series_length(s), 2);
	assert_int_equal(breadth_series_dates(s)[1], 20260107);
	assert_true(breadth_series_values(s)[0] == 10 && breadth_series_values(s)[1] == 12);
	breadth_series_free(s);
	breadth_market_free(m);
}

static void
market_add__what_cannot_be__is_refused_with_words(void **state)
{
	static const int32_t good[] = {20260105, 20260106}, back[] = {20260106, 20260105};
	static const int32_t none[] = {20260230, 20260301}, month[] = {20261301, 20261302};
	static const double close[] = {1, 2}, zero[] = {0, NAN};
	static const struct {
		const char *symbol;
		struct breadth_bars bars;
		enum breadth_status want;
	} cases[] = {
		{NULL, {.n = 2, .date = good, .close = close}, BREADTH_E_USAGE},
		{"", {.n = 2, .date = good, .close = close}, BREADTH_E_USAGE},
		{"A B", {.n = 2, .date = good, .close = close}, BREADTH_E_USAGE},
		{"HAVE", {.n = 2, .date = good, .close = close}, BREADTH_E_USAGE},
		{"X", {.n = 2, .date = back, .close = close}, BREADTH_E_USAGE},
		{"X", {.n = 2, .date = none, .close = close}, BREADTH_E_USAGE},
		{"X", {.n = 2, .date = month, .close = close}, BREADTH_E_USAGE},
		{"X", {.n = 2, .close = close}, BREADTH_E_USAGE},
		{"X", {.n = 2, .date = good}, BREADTH_E_USAGE},
		{"X", {.n = 2, .date = good, .close = zero}, BREADTH_E_NODATA},
		{"X", {.n = 0, .date = good, .close = close}, BREADTH_E_NODATA},
		{"X", {.n = BREADTH_MAX_BARS + 1, .date = good, .close = close}, BREADTH_E_LIMIT},
	};
	const struct breadth_bars bars = {.n = 2, .date = good, .close = close};
	struct breadth_market *m = breadth_market_new(NULL);

	(void)state;
	assert_int_equal(breadth_market_add(m, "HAVE", &bars, NULL), BREADTH_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct breadth_error err = {0};

		assert_int_equal(breadth_market_add(m, cases[i].symbol, &cases[i].bars, &err), cases[i].want);
		assert_int_equal(err.status, cases[i].want);
		assert_true(err.text[0] != '\0');
	}
	assert_null(breadth_expr(m, "X", 0, BREADTH_CLOSE, NULL));
	breadth_market_free(m);
}

static void
handles__what_cannot_be__is_refused_with_words(void **state)
{
	struct breadth_market *m = library_market(NULL), *empty = breadth_market_new(NULL);
	struct breadth_series *s = breadth_expr(m, "SA-SA", 0, BREADTH_CLOSE, NULL);
	const struct breadth_options wrong = {.price = (enum breadth_price)7};
	struct breadth_error err = {0};
	struct breadth_return r;
	struct breadth_trend t;

	(void)state;
	assert_null(breadth_compute(empty, 0, NULL, &err));
	assert_int_equal(err.status, BREADTH_E_NODATA);
	assert_null(breadth_compute(m, 20260230, NULL, &err));
	assert_int_equal(err.status, BREADTH_E_USAGE);
	assert_null(breadth_compute(m, 20000103, NULL, &err));
	assert_int_equal(err.status, BREADTH_E_NODATA);
	assert_null(breadth_compute(m, 0, &wrong, &err));
	assert_int_equal(err.status, BREADTH_E_USAGE);
	assert_null(breadth_expr(m, "SA/", 0, BREADTH_CLOSE, &err));
	assert_int_equal(err.status, BREADTH_E_EXPR);
	assert_non_null(strstr(err.text, "column "));
	assert_null(breadth_expr(m, NULL, 0, BREADTH_CLOSE, &err));
	assert_int_equal(err.status, BREADTH_E_EXPR);
	assert_null(breadth_expr(m, "NOPE", 0, BREADTH_CLOSE, &err));
	assert_int_equal(err.status, BREADTH_E_NODATA);
	assert_int_equal(breadth_universe_add(m, "sa", NAN, 0, &err), BREADTH_E_USAGE);
	assert_int_equal(breadth_universe_add(m, "SZ", 1, 17, &err), BREADTH_E_USAGE);
	assert_non_null(s);
	assert_int_equal(breadth_return(s, 0, "2Y", &r, &err), BREADTH_E_USAGE);
	assert_int_equal(breadth_return(s, 0, NULL, &r, &err), BREADTH_E_USAGE);
	assert_int_equal(breadth_trend(s, false, &t, &err), BREADTH_E_NODATA);
	assert_string_equal(breadth_strerror(BREADTH_E_NOMEM), "out of memory");
	assert_string_equal(breadth_strerror((enum breadth_status)99), "unknown status");
	breadth_series_free(s);
	breadth_market_free(empty);
	breadth_market_free(m);
	breadth_market_free(NULL);
	breadth_series_free(NULL);
	breadth_free(NULL);
}

/* Memory that runs out at the n-th request: calloc and realloc of the whole process are ours. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(SANITIZED)
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);
static long until = -1;          /* requests that are still granted; -1: all */
static bool asked;               /* false under valgrind, which puts its own in their place */

static int
refused(void)
{
	asked = true;
	return until >= 0 && until-- == 0 ? (until = 0, 1) : 0;
}

void *
calloc(size_t n, size_t size)
{
	return refused() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t size)
{
	return refused() ? NULL : __libc_realloc(p, size);
}

static bool
whole_run(struct breadth_error *err)
{
	struct breadth_market *m = library_market(err);
	struct breadth *b = m ? breadth_compute(m, 0, NULL, err) : NULL;
	struct breadth_series *s = b ? breadth_expr(m, "z(ewq(SA,SB)/SC,60)+100", 0, BREADTH_CLOSE, err) : NULL;
	struct breadth_trend t;
	bool done = s && (breadth_trend(s, true, &t, err) == BREADTH_OK);

	breadth_series_free(s);
	breadth_free(b);
	breadth_market_free(m);
	return done;
}

static void
memory__out_at_any_request__is_a_status(void **state)
{
	bool done = whole_run(NULL);
	long n;

	(void)state;
	assert_true(done);
	if (!asked)
		skip();
	for (done = false, n = 0; !done && n < 5000; n++) {
		struct breadth_error err = {0};

		until = n;
		done = whole_run(&err);
		until = -1;
		if (!done)
			assert_int_equal(err.status, BREADTH_E_NOMEM);
	}
	assert_true(done);
	assert_true(n > 10);
}
#else
static void
memory__out_at_any_request__is_a_status(void **state)
{
	(void)state;
	skip();
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compute__any_options__is_the_core_s),
		cmocka_unit_test(series__after_the_market_is_gone__is_the_core_s),
		cmocka_unit_test(trend__both_ways__is_the_core_s),
		cmocka_unit_test(market_add__rows_that_are_no_bars__are_dropped),
		cmocka_unit_test(market_add__what_cannot_be__is_refused_with_words),
		cmocka_unit_test(handles__what_cannot_be__is_refused_with_words),
		cmocka_unit_test(memory__out_at_any_request__is_a_status),
	};

	return cmocka_run_group_tests_name("library", tests, make_market, NULL);
}
