/* test_universe_file.c - lists of members, bundled and the user's own. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "core/market.h"
#include "model/member_list.h"
#include "model/universe_file.h"
#include "support/folder.h"

static struct bt_arena a;
static struct bt_err err;

static const struct bt_universe *
read_text(const char *text)
{
	const struct bt_universe *u = NULL;
	enum bt_status st = bt_member_list_read("list.csv", text, strlen(text), &a, &u, NULL, &err);

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

/* The shape of a fund's file: mark, preamble, a line with a no-break space, thousands separators, cash, what
 * is not traded, and the lawyers.  All of it made up.  */
static const char holdings[] =
	"\xEF\xBB\xBF" "Some Fund ETF\r\n"
	"Fund Holdings as of,\"May 05, 2026\"\r\n"
	"Inception Date,\"May 22, 2000\"\r\n"
	"Stock,\"-\"\r\n"
	"\xC2\xA0\r\n"
	"Ticker,Name,Sector,Asset Class,Market Value,Price,Location,Exchange\r\n"
	"\"BRKB\",\"HILL, INC\",\"Financials\",\"Equity\",\"1,532.50\",\"1,295.25\",\"US\",\"NYSE\"\r\n"
	"\"XTSLA\",\"CASH FUND\",\"Cash and/or Derivatives\",\"Money Market\",\"9.00\",\"1.00\",\"US\",\"-\"\r\n"
	"\"BATRA\",\"BALLS\",\"Communication\",\"Equity\",\"2.00\",\"50.00\",\"US\",\"NASDAQ\"\r\n"
	"\"-\",\"RIGHT\",\"Energy\",\"Equity\",\"2.00\",\"0.07\",\"US\",\"NO MARKET (E.G. UNLISTED)\"\r\n"
	"\"ADRO\",\"RIGHT TOO\",\"Energy\",\"Equity\",\"2.00\",\"0.07\",\"US\",\"NO MARKET (E.G. UNLISTED)\"\r\n"
	"\"P5N994\",\"ESCROW\",\"Energy\",\"Equity\",\"0.26\",\"0.00\",\"US\",\"NYSE\"\r\n"
	"\"BATRA\",\"BALLS AGAIN\",\"Communication\",\"Equity\",\"2.00\",\"50.00\",\"US\",\"NASDAQ\"\r\n"
	"\"RTYM6\",\"FUTURE\",\"Cash and/or Derivatives\",\"Futures\",\"0.00\",\"2,852.90\",\"-\",\"CME\"\r\n"
	"\xC2\xA0\r\n"
	"\"The content contained herein, all of it, \r\nis owned, licensed, and so on.\"\r\n";

static void
universe_file__reads_holdings_of_a_fund(void **state)
{
	struct bt_member_tally tally;
	const struct bt_universe *u;

	(void)state;
	assert_int_equal(bt_member_list_read("f.csv", holdings, strlen(holdings), &a, &u, &tally, &err), BT_OK);
	assert_int_equal(u->n, 2);
	assert_int_equal(u->list_date, bt_date_ymd(2026, 5, 5));
	assert_string_equal(u->member[0].symbol, "BRK-B");
	assert_string_equal(u->member[0].name, "HILL, INC");
	assert_true(isnan(u->member[0].cap));
	assert_string_equal(u->member[1].symbol, "BATRA");
	assert_string_equal(u->member[1].sector, "Communication Services");
	assert_int_equal(tally.rows, 8);
	assert_int_equal(tally.not_shares, 2);
	assert_int_equal(tally.unlisted, 2);
	assert_int_equal(tally.worthless, 1);
	assert_int_equal(tally.doubles, 1);
}

/* Real ones, where they are at hand: how many members each has says the note on sources. */
static void
universe_file__reads_real_holdings(void **state)
{
	static const struct {
		const char *path;
		size_t n;
		bt_date day;
		const char *has, *has_not;
	} files[] = {
		{"../shared/fixtures/ishares/IWM_2026-05-05.csv", 1913, 20578, "MOG-A", "MOGA"},
		{"../shared/fixtures/ishares/IWB_2026-07-17.csv", 1023, 20651, "BRK-B", "HOLX"},
		{"../shared/fixtures/ishares/IJR_2021.csv", 601, BT_DATE_NONE, "MOG-A", "USD"},
		{"../shared/fixtures/constituents/sp500_2026-08-08.csv", 503, BT_DATE_NONE, "BF-B", "BF.B"},
	};
	const char *top = getenv("top_srcdir");
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const struct bt_universe *u;
		char path[4200];

		snprintf(path, sizeof(path), "%s/%s", top ? top : ".", files[i].path);
		if (access(path, R_OK) != 0)
			continue;
		assert_int_equal(bt_universe_open(path, &a, &u, &err), BT_OK);
		assert_int_equal(u->n, files[i].n);
		assert_int_equal(u->list_date, files[i].day);
		assert_non_null(find(u, files[i].has));
		assert_null(find(u, files[i].has_not));
		seen++;
	}
	if (!seen) {
		print_message("skipped: no fixtures beside the tree\n");
		skip();
	}
}

/* Our own form reads back the same, in whatever form it came. */
static void
member_list__written__reads_back_the_same(void **state)
{
	static const char *const texts[] = {
		holdings, "symbol,name,sector,cap_date,market_cap\nA,\"x \"\"y\"\", z\",Energy,2025-01-31,1234.5\nB\n"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const struct bt_universe *u = read_text(texts[i]), *v;
		struct bt_buf text;

		assert_non_null(u);
		bt_buf_init(&text, 1 << 20);
		bt_member_list_write(u, "there", &text);
		assert_int_equal(bt_member_list_read("v", text.data, text.len, &a, &v, NULL, &err), BT_OK);
		bt_buf_release(&text);
		assert_int_equal(v->n, u->n);
		assert_int_equal(v->list_date, u->list_date);
		for (size_t k = 0; k < u->n; k++) {
			const struct bt_universe_member *x = &u->member[k], *y = &v->member[k];

			assert_string_equal(x->symbol, y->symbol);
			assert_string_equal(x->name ? x->name : "", y->name ? y->name : "");
			assert_string_equal(x->sector ? x->sector : "", y->sector ? y->sector : "");
			assert_int_equal(x->cap_date, y->cap_date);
			assert_true(x->cap == y->cap || (isnan(x->cap) && isnan(y->cap)));
		}
	}
}

static void
universe__imported_list__is_found_by_name(void **state)
{
	struct folder dir;
	const struct bt_universe *u;
	const char *where;

	(void)state;
	folder_open(&dir);
	setenv("XDG_DATA_HOME", dir.dir, 1);
	assert_int_equal(bt_universe_path("mine", &a, &where, &err), BT_OK);
	assert_string_equal(where, folder_path(&dir, "broadtape/universes/mine.csv"));
	assert_int_equal(bt_universe_open("mine", &a, &u, &err), BT_E_NODATA);
	assert_null(strstr(err.text, "sp500, mine"));
	folder_put(&dir, "broadtape/universes/mine.csv", "symbol\nA\n");
	assert_int_equal(bt_universe_open("mine", &a, &u, &err), BT_OK);
	assert_string_equal(u->name, "mine");
	assert_int_equal(u->n, 1);
	assert_int_equal(bt_universe_open("mina", &a, &u, &err), BT_E_NODATA);
	assert_non_null(strstr(err.text, "sp500, mine"));
	folder_close(&dir);
	unsetenv("XDG_DATA_HOME");
}

static void
universe__names_of_imported_lists__are_not_those_of_others_and_no_paths(void **state)
{
	static const char *const bad[] = {"", "all", "sp500", "dow30", "../x", "a/b", ".x", "-x", "a b", "\xC3\xA4"};
	static const char *const good[] = {"iwm", "sp500-2026", "R2K.v1", "0"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(bt_universe_name_is_free(bad[i]));
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(bt_universe_name_is_free(good[i]));
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
		{"Fund Holdings as of,\"-\"\nTicker,Asset Class\n", "list.csv:1: no day of these holdings"},
		{"<!DOCTYPE html>\n<html>\n", "list.csv:1: \"<!DOCTYPE html>\" is no symbol"},
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
		cmocka_unit_test(universe_file__reads_holdings_of_a_fund),
		cmocka_unit_test(universe_file__reads_real_holdings),
		cmocka_unit_test(member_list__written__reads_back_the_same),
		cmocka_unit_test(universe__imported_list__is_found_by_name),
		cmocka_unit_test(universe__names_of_imported_lists__are_not_those_of_others_and_no_paths),
		cmocka_unit_test(universe_file__says_line_and_form__when_wrong),
		cmocka_unit_test(universe__unknown_name__says_what_there_is),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
