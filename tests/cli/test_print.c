/* A report printed three ways: hostile text, nested rows, missing values, widths. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <cjson/cJSON.h>

#include "base/near.h"
#include "base/xalloc.h"
#include "cli/print.h"

struct fixture {
	struct bt_arena a;
	struct bt_report r;
	struct bt_buf out;
	struct bt_err err;
};

static const enum bt_column some_columns[] = {BT_COL_SYMBOL, BT_COL_LAST, BT_COL_RETURNS,
                                              BT_COL_IS_RECORD, BT_COLUMN_COUNT};

static int
setup(void **state)
{
	struct fixture *f = bt_xcalloc(1, sizeof(*f));

	setlocale(LC_CTYPE, "C.UTF-8");
	bt_xarena_init(&f->a);
	bt_buf_init(&f->out, 1 << 20);
	f->r = (struct bt_report){
		.view = BT_VIEW_RETURNS, .as_of = bt_date_ymd(2025, 12, 23), .source = "yahoo",
		.generated_utc = 1766530800, .head = bt_val_obj(), .rows = bt_val_list(),
	};
	bt_report_columns(&f->r, some_columns);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	bt_buf_release(&f->out);
	bt_arena_release(&f->a);
	free(f);
	return 0;
}

/* A row; pct NAN leaves the horizon null. */
static struct bt_val *
add_row(struct fixture *f, const char *symbol, double last, double pct)
{
	struct bt_val *row = bt_report_row(&f->r, &f->a);
	struct bt_val returns = bt_val_obj(), ytd = bt_val_obj();

	bt_val_set(&f->a, &ytd, "pct", bt_val_num(pct));
	bt_val_set(&f->a, &ytd, "base_date", bt_val_date(bt_date_ymd(2024, 12, 31)));
	bt_val_set(&f->a, &returns, "YTD", isnan(pct) ? bt_val_null() : ytd);
	bt_row_str(&f->a, row, BT_COL_SYMBOL, symbol);
	bt_row_num(&f->a, row, BT_COL_LAST, last);
	bt_row_set(&f->a, row, BT_COL_RETURNS, returns);
	bt_row_bool(&f->a, row, BT_COL_IS_RECORD, last > 100);
	return row;
}

static void
csv__nested_and_missing__has_paths_and_empty_cells(void **state)
{
	struct fixture *f = *state;
	struct bt_fields fields;

	add_row(f, "AAA", NAN, NAN);
	add_row(f, "^RUT", 2541.12, 13.25);
	fields = bt_fields_all(&f->r, &f->a);
	bt_print_csv(&f->r, &fields, true, &f->out);
	assert_string_equal(f->out.data,
	                    "symbol,last,returns.YTD.pct,returns.YTD.base_date,is_record,source\n"
	                    "AAA,,,,0,yahoo\n"
	                    "^RUT,2541.12,13.25,2024-12-31,1,yahoo\n");
}

static void
csv__commas_quotes_and_escapes__are_quoted_and_clean(void **state)
{
	struct fixture *f = *state;
	struct bt_words names = bt_words_split(&f->a, "symbol");
	struct bt_fields fields;

	add_row(f, "a,\"b\"\033[31m\nc", 1, 1);
	assert_int_equal(bt_fields_named(&f->r, names, &f->a, &fields, &f->err), BT_OK);
	bt_print_csv(&f->r, &fields, false, &f->out);
	assert_string_equal(f->out.data, "\"a,\"\"b\"\"\xef\xbf\xbd[31m c\",yahoo\n");
}

static void
json__hostile_text__is_escaped_and_whole(void **state)
{
	struct fixture *f = *state;
	const char *hostile = "\033[2J\"\\\n\t\x7f\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\xf0\x9f\x93\x88";
	cJSON *root;

	add_row(f, hostile, 0.1, 1);
	bt_print_json(&f->r, NULL, &f->out);
	for (const char *p = f->out.data; *p; p++)
		assert_true(*p == '\n' || ((unsigned char)*p >= 0x20 && *p != 0x7f));
	assert_null(strstr(f->out.data, "\xc2\x9b"));
	assert_null(strstr(f->out.data, "\xe2\x80\xae"));
	root = cJSON_Parse(f->out.data);
	assert_non_null(root);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(
		cJSON_GetArrayItem(cJSON_GetObjectItem(root, "rows"), 0), "symbol")), hostile);
	cJSON_Delete(root);
	assert_non_null(strstr(f->out.data, "\"last\":0.1,"));
}

static void
json__head_and_empty_rows__is_one_object(void **state)
{
	struct fixture *f = *state;

	bt_val_set(&f->a, &f->r.head, "streak", bt_val_num(-4));
	f->r.as_of = BT_DATE_NONE;
	bt_print_json(&f->r, NULL, &f->out);
	assert_string_equal(f->out.data,
	                    "{\"schema\":1,\"view\":\"returns\",\"as_of\":null,"
	                    "\"generated\":\"2025-12-23T23:00:00Z\",\"source\":\"yahoo\","
	                    "\"base\":\"prev\",\"price\":\"close\",\"streak\":-4,\"rows\":[]}\n");
}

static void
fields__named__takes_columns_paths_and_objects(void **state)
{
	struct fixture *f = *state;
	struct bt_fields fields;

	add_row(f, "AAA", 1, 2);
	assert_int_equal(bt_fields_named(&f->r, bt_words_split(&f->a, "returns.YTD.pct,symbol"), &f->a,
	                                 &fields, &f->err), BT_OK);
	assert_int_equal(fields.n, 2);
	assert_string_equal(fields.at[0].path, "returns.YTD.pct");
	assert_string_equal(fields.at[0].title, "YTD");
	assert_int_equal(fields.at[0].format, BT_FORMAT_PCT);
	assert_int_equal(bt_fields_named(&f->r, bt_words_split(&f->a, "returns"), &f->a, &fields,
	                                 &f->err), BT_OK);
	assert_int_equal(fields.n, 2);
	assert_int_equal(bt_fields_named(&f->r, bt_words_split(&f->a, "lst"), &f->a, &fields, &f->err),
	                 BT_E_USAGE);
	assert_non_null(strstr(f->err.text, "did you mean 'last'?"));
	assert_non_null(strstr(f->err.text, "symbol last returns is_record"));
}

static struct bt_text_style
plain(void)
{
	return (struct bt_text_style){.utf8 = true, .columns = 100};
}

static void
text__rows__are_aligned_with_a_dash_for_what_is_missing(void **state)
{
	struct fixture *f = *state;
	struct bt_text_style style = plain();
	struct bt_fields fields;

	add_row(f, "AAA", NAN, -1.5);
	add_row(f, "日本", 1234.5, 0.001);
	assert_int_equal(bt_fields_named(&f->r, bt_words_split(&f->a, "symbol last returns.YTD.pct"), &f->a,
	                                 &fields, &f->err), BT_OK);
	bt_print_text(&f->r, &fields, true, &style, &f->a, &f->out);
	assert_string_equal(f->out.data,
	                    "returns  as of 2025-12-23  base prev  price close  source yahoo\n\n"
	                    "Symbol     Last    YTD\n"
	                    "AAA           -  -1.50\n"
	                    "日本    1234.50  +0.00\n");
}

static void
text__colors__stand_around_signs_alone(void **state)
{
	struct fixture *f = *state;
	struct bt_text_style style = plain();
	struct bt_fields fields;

	style.colors = 256;
	add_row(f, "AAA", 1, -1.5);
	assert_int_equal(bt_fields_named(&f->r, bt_words_split(&f->a, "symbol returns.YTD.pct"), &f->a,
	                                 &fields, &f->err), BT_OK);
	bt_print_text(&f->r, &fields, false, &style, &f->a, &f->out);
	assert_string_equal(f->out.data, "AAA     \033[38;5;208m-1.50\033[0m\n");
}

static void
text__without_utf8__is_ascii(void **state)
{
	struct fixture *f = *state;
	struct bt_text_style style = {.columns = 100};
	struct bt_fields fields;

	add_row(f, "日本 \033", 1, 1);
	assert_int_equal(bt_fields_named(&f->r, bt_words_split(&f->a, "symbol"), &f->a, &fields, &f->err),
	                 BT_OK);
	bt_print_text(&f->r, &fields, false, &style, &f->a, &f->out);
	assert_string_equal(f->out.data, "?? ?\n");
}

static void
text__one_wide_row__stands_upright(void **state)
{
	struct fixture *f = *state;
	struct bt_text_style style = plain();
	struct bt_fields fields;

	style.columns = 10;
	add_row(f, "AAA", 1.5, 2);
	assert_int_equal(bt_fields_named(&f->r, bt_words_split(&f->a, "symbol last returns.YTD.pct"), &f->a,
	                                 &fields, &f->err), BT_OK);
	bt_print_text(&f->r, &fields, false, &style, &f->a, &f->out);
	assert_string_equal(f->out.data, "Symbol  AAA\nLast    1.50\nYTD     +2.00\n");
}

static void
near__words__finds_what_was_meant(void **state)
{
	static const char *const words[] = {"returns", "records", "rotation", "vix"};

	(void)state;
	assert_string_equal(bt_near("retruns", words, 4), "returns");
	assert_string_equal(bt_near("rotaton", words, 4), "rotation");
	assert_string_equal(bt_near("vx", words, 4) ? "?" : "none", "none");
	assert_null(bt_near("heatmap", words, 4));
	assert_null(bt_near("", words, 4));
	assert_null(bt_near("a word of more than forty letters, which is none", words, 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(csv__nested_and_missing__has_paths_and_empty_cells),
		T(csv__commas_quotes_and_escapes__are_quoted_and_clean),
		T(json__hostile_text__is_escaped_and_whole),
		T(json__head_and_empty_rows__is_one_object),
		T(fields__named__takes_columns_paths_and_objects),
		T(text__rows__are_aligned_with_a_dash_for_what_is_missing),
		T(text__colors__stand_around_signs_alone),
		T(text__without_utf8__is_ascii),
		T(text__one_wide_row__stands_upright),
		T(near__words__finds_what_was_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
