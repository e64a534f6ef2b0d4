/* test_metric.c - the registry: every row complete, references resolved. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/metric.h"
#include "core/trend.h"

static void
metric__rows__are_complete_and_unique(void **state)
{
	(void)state;
	for (int m = 0; m < BT_METRIC_COUNT; m++) {
		const struct bt_metric_spec *s = bt_metric_spec((enum bt_metric)m);

		assert_non_null(s->name);
		assert_int_equal(bt_metric_find(s->name), m);   /* the first of its name: unique */
		assert_null(strchr(s->name, ' '));
		assert_true(strlen(s->title) > 0 && strlen(s->formula) > 0);
		assert_non_null(s->inputs);
		assert_non_null(s->lookback);
		assert_non_null(s->source);
		assert_true(s->lo < s->hi);
	}
}

static void
metric__reference__finds_the_row_and_overrides_its_defaults(void **state)
{
	char buf[256];

	(void)state;
	assert_int_equal(bt_metric_find("sma n=50"), BT_METRIC_SMA);
	assert_int_equal(bt_metric_find("smart"), BT_METRIC_COUNT);
	assert_int_equal(bt_metric_find("sm"), BT_METRIC_COUNT);
	assert_int_equal(bt_metric_find(""), BT_METRIC_COUNT);
	assert_int_equal(bt_metric_find(NULL), BT_METRIC_COUNT);
	assert_string_equal(bt_metric_params("sma", buf, sizeof(buf)), "n=20");
	assert_string_equal(bt_metric_params("sma n=50", buf, sizeof(buf)), "n=50");
	assert_string_equal(bt_metric_params("sma m=50", buf, sizeof(buf)), "n=20");
	assert_string_equal(bt_metric_params("expr", buf, sizeof(buf)), "");
	assert_string_equal(bt_metric_params("no-such", buf, sizeof(buf)), "");
	bt_metric_params("trend max_age=5  window=9", buf, sizeof(buf));
	assert_ptr_equal(strstr(buf, "window=9 k=10 min_span=252 "), buf);
	assert_non_null(strstr(buf, " fail_window=63 max_age=5"));
}

/* The registry's row says what the trend line is really made with. */
static void
metric__trend__has_the_parameters_of_the_computation(void **state)
{
	char params[256], word[64];

	(void)state;
	params[0] = ' ';
	bt_metric_params("trend", params + 1, sizeof(params) - 2);
	strcat(params, " ");
#define BT_TREND_PARAM(type, name, value, help) \
	snprintf(word, sizeof(word), " %s=%g ", #name, (double)bt_trend_defaults.name); \
	assert_non_null(strstr(params, word));
#include "spec/trend_params.def"
}

static void
metric__params__are_cut_between_words(void **state)
{
	char small[12];

	(void)state;
	assert_string_equal(bt_metric_params("trend", small, sizeof(small)), "window=756");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(metric__rows__are_complete_and_unique),
		cmocka_unit_test(metric__reference__finds_the_row_and_overrides_its_defaults),
		cmocka_unit_test(metric__trend__has_the_parameters_of_the_computation),
		cmocka_unit_test(metric__params__are_cut_between_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
