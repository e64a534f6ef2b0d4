/* test_universe_file.c - lists of members, bundled and the user's own. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/market.h"
#include "model/universe_file.h"

static struct bt_arena a;
static struct bt_err err;

static const struct bt_universe *
read_text(const char *text)
{
	const struct bt_universe *u = NULL;
	enum bt_status st = bt_universe_read("list.csv", text, strlen(text), &a, &u, &err);

	assert_true(st ? u == NULL : u != NULL);
	return u;
}

static const struct bt_universe_member *
find(const struct bt_universe *u, const char *symbol)
{
	for (size_t i = 0; i < u->n; i++)
		if (strcmp(u->member[i].symbol, symbol) == 0)
			return &u->member[i];
	return NULL;
}

static void
universe__bundled_lists__are_whole_and_hold_no_symbol_twice(void **state)
{
	static const struct {
		const char *name;
		size_t n;
		const char *has;
	} want[] = {{"dow30", 30, "NVDA"}, {"nasdaq100", 101, "GOOG"}, {"sp500", 503, "BRK-B"}};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const struct bt_universe *u;

		assert_string_equal(bt_universe_bundled_name(i), want[i].name);
		assert_int_equal(bt_universe_open(want[i].name, &a, &u, &err), BT_OK);
		assert_int_equal(u->n, want[i].n);
		assert_true(u->list_date > bt_date_ymd(2024, 1, 1));
		assert_non_null(find(u, want[i].has));
		for (size_t k = 0; k < u->n; k++) {
			char symbol[32];

			assert_ptr_equal(find(u, u->member[k].symbol), &u->member[k]);
			assert_non_null(u->member[k].sector);
			assert_true(strlen(u->member[k].name) > 1);
			snprintf(symbol, sizeof(symbol), "%s", u->member[k].symbol);
			assert_true(bt_symbol_normalize(symbol));
			assert_string_equal(symbol, u->member[k].symbol);
		}
	}
	assert_null(bt_universe_bundled_name(3));
}

static void
universe_file__reads_columns_by_name(void **state)
{
	const struct bt_universe *u = read_text(
		"\xEF\xBB\xBF" "Market_Cap,SYMBOL,name,sector,cap_date\r\n"
		"1000,AAPL,\"Apple, Inc.\",Information Technology,2025-01-31\r\n"
		",GOOG,,,\r\n"
		"# a remark\r\n\r\n"
		"5,brk.b,Berkshire,Financials,\r\n"
		"7,AAPL,again,,\r\n");

	(void)state;
	assert_non_null(u);
	assert_int_equal(u->n, 3);
	assert_string_equal(u->member[0].name, "Apple, Inc.");
	assert_true(u->member[0].cap == 1000);
	assert_int_equal(u->member[0].cap_date, bt_date_ymd(2025, 1, 31));
	assert_true(isnan(u->member[1].cap) && !u->member[1].name && !u->member[1].sector);
	assert_int_equal(u->member[1].cap_date, BT_DATE_NONE);
	assert_string_equal(u->member[2].symbol, "BRK-B");
	assert_int_equal(u->list_date, BT_DATE_NONE);
	assert_string_equal(u->name, "list.csv");
}

static void
universe_file__reads_one_symbol_a_line(void **state)
{
	const struct bt_universe *u = read_text("AAPL\n msft \n#x\n_RUT\nVOD.L\n");

	(void)state;
	assert_non_null(u);
	assert_int_equal(u->n, 4);
	assert_string_equal(u->member[1].symbol, "MSFT");
	assert_string_equal(u->member[2].symbol, "^RUT");
	assert_string_equal(u->member[3].symbol, "VOD.L");
}

static void
universe_file__reads_the_index_list_of_the_web(void **state)
{
	const struct bt_universe *u = read_text("Symbol,Security,GICS Sector,Headquarters Location\n"
	                                        "MMM,3M,Industrials,\"Saint Paul, Minnesota\"\n");

	(void)state;
	assert_non_null(u);
	assert_string_equal(u->member[0].name, "3M");
	assert_string_equal(u->member[0].sector, "Industrials");
}

static void
universe_file__says_line_and_form__when_wrong(void **state)
{
	static const struct {
		const char *text, *want;
	} bad[] = {
		{"", "list.csv: no symbol in it"},
		{"symbol,name\n", "list.csv: no symbol in it"},
		{"symbol\nAAPL\nTWO WORDS\n", "list.csv:3: \"TWO WORDS\" is no symbol"},
		{"symbol,name\n,Nobody\n", "list.csv:2: \"\" is no symbol"},
		{"symbol,cap_date\nA,31/01/2025\n", "list.csv:2: \"31/01/2025\" is no date"},
		{"symbol,market_cap\nA,1.2T\n", "list.csv:2: \"1.2T\" is no market cap"},
		{"symbol,market_cap\nA,-5\n", "list.csv:2: \"-5\" is no market cap"},
		{"A\n\033[31m\n", "list.csv:2: \"\xEF\xBF\xBD[31m\" is no symbol"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(read_text(bad[i].text));
		assert_int_equal(strncmp(err.text, bad[i].want, strlen(bad[i].want)), 0);
	}
}

static void
universe__unknown_name__says_what_there_is(void **state)
{
	const struct bt_universe *u;

	(void)state;
	assert_int_equal(bt_universe_open("/nowhere/sp1500", &a, &u, &err), BT_E_NODATA);
	assert_non_null(strstr(err.text, "dow30, nasdaq100, sp500"));
}

static int
setup(void **state)
{
	(void)state;
	bt_arena_init(&a, 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bt_arena_release(&a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(universe__bundled_lists__are_whole_and_hold_no_symbol_twice),
		cmocka_unit_test(universe_file__reads_columns_by_name),
		cmocka_unit_test(universe_file__reads_one_symbol_a_line),
		cmocka_unit_test(universe_file__reads_the_index_list_of_the_web),
		cmocka_unit_test(universe_file__says_line_and_form__when_wrong),
		cmocka_unit_test(universe__unknown_name__says_what_there_is),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
