/* test_csv.c - price files as people and sites write them, good and bad. */
#define ZLIB_CONST

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/xalloc.h"
#include "fetch/csv.h"
#include "fetch/csv_line.h"
#include "fetch/gzip.h"

struct fixture {
	struct bt_arena arena;
	struct bt_csv csv;
	struct bt_err err;
};

static int
setup(void **state)
{
	struct fixture *f = bt_xcalloc(1, sizeof(*f));

	bt_xarena_init(&f->arena);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	bt_arena_release(&f->arena);
	free(f);
	return 0;
}

static enum bt_status
read_text(struct fixture *f, const char *text, const char *symbol)
{
	return bt_csv_read("f.csv", text, strlen(text), symbol, &f->arena, &f->csv, &f->err);
}

static const struct bt_bars *
good(struct fixture *f, const char *text)
{
	assert_int_equal(read_text(f, text, "X"), BT_OK);
	assert_int_equal(f->csv.n, 1);
	return &f->csv.series[0].bars;
}

static bt_date
date(const char *s)
{
	bt_date d = BT_DATE_NONE;

	assert_true(bt_date_parse(s, strlen(s), &d));
	return d;
}

static void
csv__reads_columns_by_name__in_any_order_and_case(void **state)
{
	const struct bt_bars *b = good(*state,
		"Volume,CLOSE,date,Low,adjclose,High,Open,remark\n"
		"100,10.5,2025-01-02,10,9.5,11,10.25,first\n"
		"200,11.5,2025-01-03,11,10.5,12,11.25,\"a, b\"\n");

	assert_int_equal(b->n, 2);
	assert_int_equal(b->date[1], date("2025-01-03"));
	assert_true(b->open[0] == 10.25 && b->high[0] == 11 && b->low[0] == 10);
	assert_true(b->close[1] == 11.5 && b->adjclose[1] == 10.5 && b->volume[1] == 200);
}

static void
csv__reads_yahoo_downloads(void **state)
{
	const struct bt_bars *b = good(*state,
		"\xEF\xBB\xBF" "Date,Open,High,Low,Close,Adj Close,Volume\r\n"
		"2025-01-02,1,2,0.5,1.5,1.25,10\r\n"
		"2025-01-03,null,null,null,null,null,null\r\n"
		"\r\n"
		"2025-01-06,1,2,0.5,1.75,1.5,0\r\n");
	struct fixture *f = *state;

	assert_int_equal(b->n, 2);
	assert_true(b->adjclose[1] == 1.5 && b->volume[1] == 0);
	assert_int_equal(f->csv.rows, 3);
	assert_int_equal(f->csv.unpriced, 1);
	assert_int_equal(f->csv.unreadable, 0);
}

static void
csv__reads_stooq_downloads__in_english_and_by_position(void **state)
{
	static const char *const header[] = {
		"Date,Open,High,Low,Close,Volume",
		"Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen",
		"Data,Apertura,Massimo,Minimo,Chiusura,Volume",
	};

	for (size_t i = 0; i < 3; i++) {
		char text[256];
		const struct bt_bars *b;

		snprintf(text, sizeof(text), "%s\n2010-01-04,1115.1,1133.87,1115,1132.99,77\n", header[i]);
		b = good(*state, text);
		assert_true(b->open[0] == 1115.1 && b->high[0] == 1133.87 && b->low[0] == 1115);
		assert_true(b->close[0] == 1132.99 && b->volume[0] == 77);
		assert_null(b->adjclose);
	}
	assert_null(good(*state, "Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie\n"
	                         "2010-01-04,5,7,4,6\n")->volume);
}

static void
csv__refuses_unknown_headers__whose_numbers_are_in_another_order(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_text(f, "a,b,c,d,e\n2010-01-04,5,4,7,6\n", "X"), BT_E_PARSE);
	assert_int_equal(read_text(f, "a,b,c,d,e\n2010-01-04,5,x,7,6\n", "X"), BT_E_PARSE);
}

static void
csv__reads_the_long_format__of_mixed_symbols(void **state)
{
	struct fixture *f = *state;
	const struct bt_csv *c = &f->csv;

	assert_int_equal(read_text(f, "date,symbol,close\n2025-01-02,A,1\n2025-01-02,brk-b,5\n"
	                              "2025-01-03,A,2\n2025-01-03,BRK-B,6\n2025-01-03,\"a b\",6\n",
	                           NULL), BT_OK);
	assert_int_equal(c->n, 2);
	assert_string_equal(c->series[1].symbol, "BRK-B");
	assert_int_equal(c->series[1].bars.n, 2);
	assert_true(c->series[0].bars.close[1] == 2 && c->series[1].bars.close[1] == 6);
	assert_int_equal(c->unreadable, 1);
	assert_int_equal(c->bad_line, 6);
}

static void
csv__keeps_thousands_of_symbols_apart(void **state)
{
	struct fixture *f = *state;
	struct bt_buf text;
	size_t compared = 0;

	bt_buf_init(&text, 1 << 24);
	bt_buf_str(&text, "symbol,date,close\n");
	for (int day = 0; day < 3; day++)
		for (int i = 0; i < 3000; i++)
			bt_buf_printf(&text, "S%d,2025-01-%02d,%d.5\n", i * 7919 % 3000, 10 - day, i + day);
	assert_int_equal(bt_csv_read("f", text.data, text.len, NULL, &f->arena, &f->csv, &f->err), BT_OK);
	assert_int_equal(f->csv.n, 3000);
	for (int i = 0; i < 3000; i++) {
		const struct bt_csv_series *s = &f->csv.series[i];
		char want[16];

		snprintf(want, sizeof(want), "S%d", i * 7919 % 3000);
		assert_string_equal(s->symbol, want);
		for (int k = 0; k < 3; k++, compared++)
			assert_true(s->bars.close[k] == i + 2 - k + 0.5);
	}
	assert_int_equal(compared, 9000);
	bt_buf_release(&text);
}

static void
csv__drops_rows_that_are_no_bars__and_counts_them(void **state)
{
	struct fixture *f = *state;
	const struct bt_bars *b = good(f,
		"date,open,high,low,close,volume\n"
		"2025-01-02,1,1,1,1,1\n"
		"2025-01-03,1,1,1,,1\n"
		"2025-01-06,1,1,1,0,1\n"
		"2025-01-07,1,1,1,-3,1\n"
		"2025-01-08\n"
		"2025-01-09,1,1,1,nan,1\n"
		"2025-02-30,1,1,1,1,1\n"
		"2025-01-10,1,1,1,1.2.3,1\n"
		"2025-01-13,,0,x,4,-5\n");

	assert_int_equal(b->n, 2);
	assert_int_equal(f->csv.rows, 9);
	assert_int_equal(f->csv.unpriced, 5);
	assert_int_equal(f->csv.unreadable, 2);
	assert_int_equal(f->csv.bad_line, 8);
	assert_int_equal(f->csv.odd_cells, 1);
	assert_true(b->close[1] == 4);
	assert_true(isnan(b->open[1]) && isnan(b->high[1]) && isnan(b->low[1]) && isnan(b->volume[1]));
}

static void
csv__sorts_dates_and_keeps_the_later_duplicate(void **state)
{
	struct fixture *f = *state;
	const struct bt_bars *b = good(f,
		"date,close\n2025-01-06,3\n2025-01-02,1\n2025-01-03,2\n2025-01-02,9\n2025-01-03,\n");

	assert_int_equal(b->n, 3);
	assert_true(b->close[0] == 9 && b->close[1] == 2 && b->close[2] == 3);
	assert_int_equal(f->csv.duplicates, 1);
	for (size_t i = 1; i < b->n; i++)
		assert_true(b->date[i - 1] < b->date[i]);
}

static void
csv__missing_adjclose__is_the_close(void **state)
{
	const struct bt_bars *b = good(*state, "date,close,adjclose\n2025-01-02,4,\n2025-01-03,5,4.5\n");

	assert_true(b->adjclose[0] == 4 && b->adjclose[1] == 4.5);
}

static void
csv__takes_other_date_forms__and_no_others(void **state)
{
	struct fixture *f = *state;
	const struct bt_bars *b = good(f,
		"date,close\n20250102,1\n2025-01-03 00:00:00-05:00,2\n2025-01-06T21:00:00Z,3\n"
		"2025-01-07x,4\n01/08/2025,5\n\"2025-01-09\",\"6\"\n");

	assert_int_equal(b->n, 4);
	assert_int_equal(b->date[0], date("2025-01-02"));
	assert_int_equal(b->date[3], date("2025-01-09"));
	assert_int_equal(f->csv.unreadable, 2);
}

static void
csv__says_file_line_and_forms__when_it_is_no_price_file(void **state)
{
	static const struct {
		const char *text, *symbol, *want;
	} bad[] = {
		{"", "X", "f.csv:1: the file is empty"},
		{"\n\n", "X", "f.csv:1: the file is empty"},
		{"Exceeded the daily hits limit", "X", "f.csv:1: not prices: the source's daily limit"},
		{"\xEF\xBB\xBF" "No data", "X", "f.csv:1: not prices: the source had none"},
		{"N/D\n", "X", "f.csv:1: not prices: the source had none"},
		{"Edge: Too Many Requests", "X", "f.csv:1: not prices: the source refused"},
		{"<html><body>Verify\n</body>\n", "X", "f.csv:1: not prices but a web page"},
		{"symbol,name,sector\nA,B,C\n", "X", "f.csv:1: no header"},
		{"date,open\n2025-01-02,1\n", "X", "f.csv:1: no column close"},
		{"close,open\n1,1\n", "X", "f.csv:1: no column date"},
		{"date,close,close\n2025-01-02,1,1\n", "X", "f.csv:1: a column is there twice"},
		{"date,close\n2025-01-02,1\n", NULL, "f.csv:1: no column symbol"},
		{"date,close\n01/02/2025,1\n01/03/2025,1\n", "X", "f.csv:2: neither this"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(read_text(f, bad[i].text, bad[i].symbol), BT_E_PARSE);
		assert_int_equal(strncmp(f->err.text, bad[i].want, strlen(bad[i].want)), 0);
	}
	assert_non_null(strstr(f->err.text, "YYYY-MM-DD"));
}

static void
csv__header_alone__has_no_series(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_text(f, "date,close\n", "X"), BT_OK);
	assert_int_equal(f->csv.n, 0);
	assert_int_equal(read_text(f, "date,close\n2025-01-02,\n", "X"), BT_OK);
	assert_int_equal(f->csv.n, 0);
}

/* The same cells plain, which are read in one pass, and quoted, which are not. */
static void
csv__plain_and_quoted_rows__read_alike(void **state)
{
	static const char *const odd[] = {"", "null", "-1", "0", "1e3", "1.", ".5", "x", "12345678901234567",
	                                  "0.1234567890123", "+1", "7", "nan", "2025-01-02"};
	struct fixture *f = *state;
	struct bt_buf plain, quoted;
	struct bt_csv a, b;
	uint64_t seed = 42;

	bt_buf_init(&plain, 1 << 24);
	bt_buf_init(&quoted, 1 << 24);
	bt_buf_str(&plain, "open,date,close,symbol,adjclose,x,volume\n");
	bt_buf_str(&quoted, "open,date,close,symbol,adjclose,x,volume\n");
	for (int i = 0; i < 20000; i++) {
		char cell[7][32];

		for (int c = 0; c < 7; c++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			unsigned r = (unsigned)(seed >> 40);

			snprintf(cell[c], sizeof(cell[c]), "%u.%04u", r % 1000, r % 9973);
			if (r % 31 == 0)
				snprintf(cell[c], sizeof(cell[c]), "%s", odd[r / 31 % 14]);
		}
		snprintf(cell[1], sizeof(cell[1]), "20%02d-%02d-%02d", i % 25, i % 13, i % 29);
		snprintf(cell[3], sizeof(cell[3]), "S%d", i / 100);
		for (int c = 0; c < 7; c++) {
			bt_buf_printf(&plain, "%s%s", cell[c], c == 6 ? "\n" : ",");
			bt_buf_printf(&quoted, "\"%s\"%s", cell[c], c == 6 ? "\n" : ",");
		}
	}
	assert_int_equal(bt_csv_read("f", plain.data, plain.len, NULL, &f->arena, &a, &f->err), BT_OK);
	assert_int_equal(bt_csv_read("f", quoted.data, quoted.len, NULL, &f->arena, &b, &f->err), BT_OK);
	assert_true(a.rows == b.rows && a.unreadable == b.unreadable && a.unpriced == b.unpriced);
	assert_true(a.duplicates == b.duplicates && a.bad_line == b.bad_line && a.n == b.n && a.n == 200);
	assert_true(a.unreadable > 500 && a.unpriced > 100);
	for (size_t i = 0; i < a.n; i++) {
		const struct bt_bars *x = &a.series[i].bars, *y = &b.series[i].bars;

		assert_string_equal(a.series[i].symbol, b.series[i].symbol);
		assert_int_equal(x->n, y->n);
		assert_memory_equal(x->date, y->date, x->n * sizeof(*x->date));
		assert_memory_equal(x->close, y->close, x->n * sizeof(double));
		assert_memory_equal(x->adjclose, y->adjclose, x->n * sizeof(double));
		for (size_t t = 0; t < x->n; t++) {
			assert_true(x->open[t] == y->open[t] || (isnan(x->open[t]) && isnan(y->open[t])));
			assert_true(x->volume[t] == y->volume[t] || (isnan(x->volume[t]) && isnan(y->volume[t])));
		}
	}
	bt_buf_release(&plain);
	bt_buf_release(&quoted);
}

static void
csv__any_truncation__is_an_error_or_a_prefix(void **state)
{
	static const char text[] = "date,open,high,low,close\n2025-01-02,1,2,1,1.25\n"
	                           "2025-01-03,1,2,1,1.50\n2025-01-06,1,2,1,1.75\n";
	struct fixture *f = *state;
	size_t whole = 0;

	for (size_t n = 0; n < sizeof(text); n++) {
		if (bt_csv_read("f", text, n, "X", &f->arena, &f->csv, &f->err))
			continue;
		if (f->csv.n == 0)
			continue;
		for (size_t i = 0; i + 1 < f->csv.series[0].bars.n; i++)
			assert_true(f->csv.series[0].bars.close[i] == 1.25 + 0.25 * (double)i);
		whole++;
	}
	assert_true(whole > 30);
}

static void
csv__answers_nomem__when_the_arena_is_full(void **state)
{
	struct fixture *f = *state;
	struct bt_arena tiny;
	enum bt_status st = BT_E_NOMEM;
	size_t max = 1;

	for (; st != BT_OK && max < 100000; max += 16) {
		bt_arena_init(&tiny, max);
		st = bt_csv_read("f", "date,close\n2025-01-02,1\n", 24, "X", &tiny, &f->csv, &f->err);
		assert_true(st == BT_OK || st == BT_E_NOMEM);
		bt_arena_release(&tiny);
	}
	assert_int_equal(st, BT_OK);
	assert_true(max > 17);
}

/* gzip of text into a buffer of the caller. */
static size_t
gzip(const char *text, size_t n, unsigned char *out, size_t size)
{
	z_stream z;

	memset(&z, 0, sizeof(z));
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (const Bytef *)text;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = (uInt)size;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return size - z.avail_out;
}

static void
gzip__is_undone__all_members_and_padding(void **state)
{
	unsigned char two[512] = {0};
	struct bt_buf out;
	size_t n = gzip("hello ", 6, two, 200);

	(void)state;
	n += gzip("world", 5, two + n, 200);
	bt_buf_init(&out, 100);
	assert_int_equal(bt_gzip_expand((char *)two, n, &out, NULL), BT_OK);
	assert_string_equal(out.data, "hello world");
	bt_buf_reset(&out);
	assert_int_equal(bt_gzip_expand((char *)two, n + 100, &out, NULL), BT_OK);
	assert_int_equal(out.len, 11);
	bt_buf_release(&out);
}

static void
gzip__is_refused__when_cut_damaged_or_too_large(void **state)
{
	static const char text[] = "2025-01-02,1,2,3,4,5,6 and some more of it";
	unsigned char data[512];
	char zeros[5000] = {0};
	size_t n = gzip(text, sizeof(text), data, sizeof(data));
	struct bt_buf out;

	(void)state;
	bt_buf_init(&out, 1000);
	for (size_t cut = 2; cut < n; cut++) {
		bt_buf_reset(&out);
		assert_int_equal(bt_gzip_expand((char *)data, cut, &out, NULL), BT_E_PARSE);
	}
	data[n - 6] ^= 1;
	bt_buf_reset(&out);
	assert_int_equal(bt_gzip_expand((char *)data, n, &out, NULL), BT_E_PARSE);
	n = gzip(zeros, sizeof(zeros), data, sizeof(data));
	bt_buf_reset(&out);
	assert_int_equal(bt_gzip_expand((char *)data, n, &out, NULL), BT_E_LIMIT);
	bt_buf_release(&out);
}

static void
csv_split__obeys_quotes(void **state)
{
	static const char text[] = " a ,\"b, c\",\"d \"\"e\"\"\",,\"open";
	struct fixture *f = *state;
	struct bt_field field[8];

	assert_int_equal(bt_csv_split((struct bt_field){text, strlen(text)}, field, 8), 5);
	assert_string_equal(bt_csv_text(&f->arena, field[0]), "a");
	assert_string_equal(bt_csv_text(&f->arena, field[1]), "b, c");
	assert_string_equal(bt_csv_text(&f->arena, field[2]), "d \"e\"");
	assert_null(bt_csv_text(&f->arena, field[3]));
	assert_string_equal(bt_csv_text(&f->arena, field[4]), "open");
	assert_int_equal(bt_csv_split((struct bt_field){text, strlen(text)}, field, 2), 5);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(csv__reads_columns_by_name__in_any_order_and_case),
		TEST(csv__reads_yahoo_downloads),
		TEST(csv__reads_stooq_downloads__in_english_and_by_position),
		TEST(csv__refuses_unknown_headers__whose_numbers_are_in_another_order),
		TEST(csv__reads_the_long_format__of_mixed_symbols),
		TEST(csv__keeps_thousands_of_symbols_apart),
		TEST(csv__drops_rows_that_are_no_bars__and_counts_them),
		TEST(csv__sorts_dates_and_keeps_the_later_duplicate),
		TEST(csv__missing_adjclose__is_the_close),
		TEST(csv__takes_other_date_forms__and_no_others),
		TEST(csv__says_file_line_and_forms__when_it_is_no_price_file),
		TEST(csv__header_alone__has_no_series),
		TEST(csv__plain_and_quoted_rows__read_alike),
		TEST(csv__any_truncation__is_an_error_or_a_prefix),
		TEST(csv__answers_nomem__when_the_arena_is_full),
		TEST(gzip__is_undone__all_members_and_padding),
		TEST(gzip__is_refused__when_cut_damaged_or_too_large),
		TEST(csv_split__obeys_quotes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
