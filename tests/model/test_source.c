/* test_source.c - csv: directories and files as markets. */
#include "model/source.h"
#include "support/folder.h"

static struct folder dir;

static const struct {
	const char *path, *text;
} files[] = {
	{"a/AAPL.csv", "date,close\n2025-01-02,1\n2025-01-03,2\n"},
	{"a/_RUT.csv", "date,close\n2025-01-02,2200\n"},
	{"a/_SPX.csv", "date,close\n2025-01-02,5900\n"},
	{"a/_XAU.csv", "date,close\n2025-01-02,150\n2025-01-02,151\n2025-01-03,\n"},
	{"a/msft.csv", "date,close\n2025-01-02,400\n"},
	{"a/.hidden.csv", "no prices"},
	{"a/README", "no prices"},
	{"b/AAPL.csv", "date,close\n2025-01-06,9\n"},
	{"b/NVDA.csv", "date,close\n2025-01-06,138\n"},
	{"long.csv", "date,symbol,close\n2025-01-06,TSLA,400\n2025-01-06,SML,5\n2025-01-06,_VIX,15\n"},
	{"bad/X.csv", "what,is,this\n"},
	{"empty/note.txt", ""},
};

static int
make_files(void **state)
{
	(void)state;
	folder_open(&dir);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		folder_put(&dir, files[i].path, files[i].text);
	return 0;
}

static int
remove_files(void **state)
{
	(void)state;
	folder_close(&dir);
	return 0;
}

/* Open "csv:" with each '@' of names replaced by the directory. */
static enum bt_status
open_source(const char *names, struct bt_source **out, struct bt_err *err)
{
	char name[400] = "";
	size_t n = 0;

	for (const char *p = names; *p; p++)
		n += (size_t)snprintf(name + n, sizeof(name) - n, *p == '@' ? "%s" : "%.1s",
		                      *p == '@' ? dir.dir : p);
	return bt_source_csv_open(name, out, err);
}

static void
source__kinds__are_told_by_name(void **state)
{
	enum bt_source_kind kind;

	(void)state;
	assert_true(bt_source_kind("yahoo", &kind) && kind == BT_SOURCE_YAHOO);
	assert_true(bt_source_kind("sample", &kind) && kind == BT_SOURCE_SAMPLE);
	assert_true(bt_source_kind("csv:x", &kind) && kind == BT_SOURCE_CSV);
	assert_true(bt_source_kind("import", &kind) && kind == BT_SOURCE_IMPORT);
	assert_true(bt_source_kind("import:x", &kind) && kind == BT_SOURCE_IMPORT);
	assert_false(bt_source_kind("import:", &kind));
	assert_false(bt_source_kind("imports", &kind));
	assert_false(bt_source_kind("csv:", &kind));
	assert_false(bt_source_kind("bloomberg", &kind));
}

static void
source_csv__reads_a_directory(void **state)
{
	static const char *const want[] = {"AAPL", "MSFT", "^GSPC", "^RUT", "^XAU"};
	struct bt_source *s;
	struct bt_err err;
	const struct bt_market *m;

	(void)state;
	assert_int_equal(open_source("csv:@/a", &s, &err), BT_OK);
	m = bt_source_market(s);
	assert_int_equal(m->n, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(m->sec[i].symbol, want[i]);
	assert_int_equal(m->sec[3].kind, BT_KIND_INDEX);
	assert_ptr_equal(bt_market_find(m, "_RUT"), &m->sec[3]);
	assert_ptr_equal(bt_market_find(m, "SPX"), &m->sec[2]);
	assert_int_equal(bt_source_all(s)->n, 2);
	assert_string_equal(bt_source_all(s)->name, "all");
	assert_int_equal(bt_source_tally(s)->files, 5);
	assert_int_equal(bt_source_tally(s)->duplicates, 1);
	assert_int_equal(bt_source_tally(s)->unpriced, 1);
	assert_false(m->sample);
	bt_source_free(s);
}

static void
source_csv__of_several__the_first_that_has_a_symbol_gives_all_of_it(void **state)
{
	struct bt_source *s;
	struct bt_err err;

	(void)state;
	assert_int_equal(open_source("csv:@/b,csv:@/a,csv:@/long.csv", &s, &err), BT_OK);
	assert_int_equal(bt_market_find(bt_source_market(s), "AAPL")->bars.n, 1);
	assert_non_null(bt_market_find(bt_source_market(s), "TSLA"));
	assert_non_null(bt_market_find(bt_source_market(s), "^VIX"));
	assert_int_equal(bt_source_market(s)->n, 9);
	bt_source_free(s);
	assert_int_equal(open_source("csv:@/a,csv:@/b", &s, &err), BT_OK);
	assert_int_equal(bt_market_find(bt_source_market(s), "AAPL")->bars.n, 2);
	bt_source_free(s);
}

static void
source_csv__keeps_a_share_called_like_an_index(void **state)
{
	struct bt_source *s;
	struct bt_err err;

	(void)state;
	assert_int_equal(open_source("csv:@/long.csv", &s, &err), BT_OK);
	assert_string_equal(bt_market_find(bt_source_market(s), "SML")->symbol, "SML");
	bt_source_free(s);
}

static void
source_csv__reads_one_file_of_one_symbol(void **state)
{
	struct bt_source *s;
	struct bt_err err;

	(void)state;
	assert_int_equal(open_source("csv:@/a/_RUT.csv", &s, &err), BT_OK);
	assert_string_equal(bt_source_market(s)->sec[0].symbol, "^RUT");
	bt_source_free(s);
}

static void
source_csv__fails_with_the_cause(void **state)
{
	static const struct {
		const char *name;
		enum bt_status status;
		const char *words;
	} bad[] = {
		{"csv:@/none", BT_E_NODATA, "No such file"},
		{"csv:@/empty", BT_E_NODATA, "no prices in"},
		{"csv:@/bad", BT_E_PARSE, "/bad/X.csv:1: no header"},
		{"csv:@/a,csv:", BT_E_USAGE, "a path is empty"},
		{"@/a", BT_E_USAGE, "expected csv:PATH"},
	};
	struct bt_source *s;
	struct bt_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(open_source(bad[i].name, &s, &err), bad[i].status);
		assert_null(s);
		assert_non_null(strstr(err.text, bad[i].words));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(source__kinds__are_told_by_name),
		cmocka_unit_test(source_csv__reads_a_directory),
		cmocka_unit_test(source_csv__of_several__the_first_that_has_a_symbol_gives_all_of_it),
		cmocka_unit_test(source_csv__keeps_a_share_called_like_an_index),
		cmocka_unit_test(source_csv__reads_one_file_of_one_symbol),
		cmocka_unit_test(source_csv__fails_with_the_cause),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
