/* Conditions and explanations over a small market made by hand: two symbols, six sessions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "model/condition.h"
#include "model/explain.h"
#include "model/settings.h"

#define N 6

struct fixture {
	struct bt_arena a;
	struct bt_settings settings;
	bt_date date[N];
	double fall[N], rise[N];
	struct bt_security sec[2];
	struct bt_market market;
	struct bt_scope scope;
	struct bt_ask ask;
	struct bt_err err;
};

/* 2025-12-15 .. 22: ^VIX 20 15 18 17 16 15, IWM 100 .. 105, a record each day. */
static int
setup(void **state)
{
	static const double vix[N] = {20, 15, 18, 17, 16, 15};
	struct fixture *f = bt_xcalloc(1, sizeof(*f));

	bt_xarena_init(&f->a);
	bt_settings_init(&f->settings, &f->a);
	for (int i = 0; i < N; i++) {
		f->date[i] = bt_date_ymd(2025, 12, i < 5 ? 15 + i : 22);
		f->rise[i] = 100 + i;
		f->fall[i] = vix[i];
	}
	f->sec[0] = (struct bt_security){.symbol = "IWM", .source = "csv", .kind = BT_KIND_ETF,
		.bars = {.n = N, .date = f->date, .close = f->rise, .adjclose = f->rise},
		.provisional = BT_DATE_NONE};
	f->sec[1] = (struct bt_security){.symbol = "^VIX", .source = "csv", .kind = BT_KIND_INDEX,
		.bars = {.n = N, .date = f->date, .close = f->fall, .adjclose = f->fall},
		.provisional = BT_DATE_NONE};
	f->market = (struct bt_market){.source = "csv:hand", .sec = f->sec, .n = 2};
	f->scope = (struct bt_scope){.market = &f->market, .settings = &f->settings,
	                             .now_utc = 1766530800};
	f->ask = (struct bt_ask){.as_of = BT_DATE_NONE, .from = BT_DATE_NONE, .to = BT_DATE_NONE};
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	bt_arena_release(&f->a);
	free(f);
	return 0;
}

static enum bt_status
judge(struct fixture *f, const char *text, struct bt_verdict *v)
{
	struct bt_condition c;
	enum bt_status st = bt_condition_parse(text, &f->a, &c, &f->err);

	return st ? st : bt_condition_judge(&c, &f->scope, &f->ask, &f->a, v, &f->err);
}

static void
condition__parts__are_found(void **state)
{
	static const struct {
		const char *text, *subject, *field;
		enum bt_op op;
		const char *value;
	} cases[] = {
		{"SPSM/MAG7 trend = broken_out", "SPSM/MAG7", "trend", BT_OP_EQ, "broken_out"},
		{"breadth.pct50<20", "", "breadth.pct50", BT_OP_LT, "20"},
		{"  ^RUT   close  >=  2500 ", "^RUT", "close", BT_OP_GE, "2500"},
		{"ES=F close > 1", "ES=F", "close", BT_OP_GT, "1"},
		{"^VIX lowest_since != all", "^VIX", "lowest_since", BT_OP_NE, "all"},
		{"ewq(A, B)/C z60 <= -2", "ewq(A, B)/C", "z60", BT_OP_LE, "-2"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bt_condition c;

		assert_int_equal(bt_condition_parse(cases[i].text, &f->a, &c, &f->err), BT_OK);
		assert_string_equal(c.subject, cases[i].subject);
		assert_string_equal(c.field, cases[i].field);
		assert_int_equal(c.op, cases[i].op);
		assert_string_equal(c.value, cases[i].value);
	}
}

static void
condition__part_missing__is_told(void **state)
{
	static const char *const bad[] = {"", "IWM close", "> 3", "IWM close >", "   ", "= "};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct bt_condition c;

		assert_int_equal(bt_condition_parse(bad[i], &f->a, &c, &f->err), BT_E_USAGE);
		assert_true(f->err.text[0] != '\0');
	}
}

static void
condition__judged__holds_or_not(void **state)
{
	static const struct {
		const char *text;
		enum bt_truth truth;
	} cases[] = {
		{"IWM close = 105", BT_TRUE},
		{"IWM close > 105", BT_FALSE},
		{"IWM close >= 105", BT_TRUE},
		{"IWM close < 105.0001", BT_TRUE},
		{"IWM close != 105", BT_FALSE},
		{"IWM is_record = yes", BT_TRUE},
		{"IWM is_record = no", BT_FALSE},
		{"IWM consecutive_records = 5", BT_TRUE},
		{"IWM highest_since = all", BT_TRUE},
		{"IWM highest_since > 9999d", BT_TRUE},      /* all is more than any */
		{"^VIX lowest_since = 2025-12-16", BT_TRUE},
		{"^VIX lowest_since > 5d", BT_TRUE},         /* 6 calendar days */
		{"^VIX lowest_since > 6d", BT_FALSE},
		{"^VIX lowest_since < all", BT_TRUE},
		{"IWM 1D > 0.96", BT_TRUE},
		{"IWM 1D > 0.97", BT_FALSE},
		{"IWM 1D > 0.96%", BT_TRUE},
		{"IWM YTD > 0", BT_UNKNOWN},                 /* no base */
		{"NOSUCH close > 0", BT_UNKNOWN},
		{"IWM/^VIX value = 7", BT_TRUE},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bt_verdict v = {BT_UNKNOWN, ""};

		if (judge(f, cases[i].text, &v) != BT_OK)
			fail_msg("%s: %s", cases[i].text, f->err.text);
		if (v.truth != cases[i].truth)
			fail_msg("%s: %d: %s", cases[i].text, v.truth, v.why);
		assert_true(v.why[0] != '\0');
	}
}

static void
condition__past_day__does_not_know_the_future(void **state)
{
	struct fixture *f = *state;
	struct bt_verdict v;

	f->ask.as_of = bt_date_ymd(2025, 12, 17);
	assert_int_equal(judge(f, "IWM close = 102", &v), BT_OK);
	assert_int_equal(v.truth, BT_TRUE);
	assert_non_null(strstr(v.why, "2025-12-17"));
}

static void
condition__wrong_kind_or_field__is_usage(void **state)
{
	static const struct {
		const char *text;
		enum bt_status status;
	} cases[] = {
		{"IWM close = yes", BT_E_USAGE},   {"IWM is_record > yes", BT_E_USAGE},
		{"IWM nosuch > 1", BT_E_USAGE},    {"nosuch > 1", BT_E_USAGE},
		{"IWM highest_since > 3", BT_E_USAGE}, {"IWM symbol < IWN", BT_E_USAGE},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bt_verdict v;

		if (judge(f, cases[i].text, &v) != cases[i].status)
			fail_msg("%s: %s", cases[i].text, f->err.text);
		assert_non_null(strstr(f->err.text, cases[i].text));
	}
}

static void
explain__cell__has_formula_inputs_and_their_dates(void **state)
{
	static const char *const arg[] = {"IWM"};
	static const struct bt_horizon day[] = {{BT_HORIZON_1D, BT_DATE_NONE}};
	struct fixture *f = *state;
	struct bt_report r;
	const char *text;
	struct bt_val v;

	f->ask.view = BT_VIEW_RETURNS;
	f->ask.arg = arg;
	f->ask.n_arg = 1;
	f->ask.horizon = day;
	f->ask.n_horizon = 1;
	assert_int_equal(bt_report_make(&f->scope, &f->ask, &f->a, &r, &f->err), BT_OK);
	assert_int_equal(bt_explain_cell(&r, 0, "return_pct", &f->a, &v, &f->err), BT_OK);
	assert_string_equal(bt_val_as_str(bt_val_get(&v, "subject")), "IWM");
	assert_non_null(bt_val_as_str(bt_val_get(&v, "formula")));
	assert_non_null(bt_val_as_str(bt_val_get(&v, "manual")));
	text = bt_explain_text(&v, &f->a);
	assert_non_null(strstr(text, "base = 104  (2025-12-19)"));
	assert_non_null(strstr(text, "last = 105  (2025-12-22)"));
	assert_non_null(strstr(text, "csv:hand"));
	assert_int_equal(bt_explain_cell(&r, 1, "return_pct", &f->a, &v, &f->err), BT_E_USAGE);
	assert_int_equal(bt_explain_cell(&r, 0, "pct50", &f->a, &v, &f->err), BT_E_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(condition__parts__are_found),
		T(condition__part_missing__is_told),
		T(condition__judged__holds_or_not),
		T(condition__past_day__does_not_know_the_future),
		T(condition__wrong_kind_or_field__is_usage),
		T(explain__cell__has_formula_inputs_and_their_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
