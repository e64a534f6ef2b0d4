/* News: what tells the same is one story, which day counts, and read marks that sessions share. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/marks.h"
#include "model/report.h"
#include "model/stories.h"
#include "model/user_program.h"
#include "support/folder.h"

struct fixture {
	struct bt_arena arena;
	struct bt_err err;
	struct folder dir;
	const char *path;        /* of the read marks */
};

static int
setup(void **state)
{
	struct fixture *f = bt_xcalloc(1, sizeof(*f));

	bt_xarena_init(&f->arena);
	folder_open(&f->dir);
	f->path = folder_path(&f->dir, "state/read");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	folder_close(&f->dir);
	bt_arena_release(&f->arena);
	free(f);
	return 0;
}

/* --- stories ------------------------------------------------------------------------------------------ */

static void
titles__are_alike__by_their_words(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{"Fed cuts rates by a quarter point", "The Fed cuts rates by a quarter point", true},
		{"Fed cuts rates by a quarter point, Powell says", "Fed cuts rates by a quarter point", true},
		{"Nvidia shares rise 5.1% on strong demand", "Nvidia shares rise 5.1 % on strong demand", true},
		{"Nvidia shares rise 5.1% on strong demand", "Nvidia shares rise 3.2% on strong demand", false},
		{"Stocks end higher as tech leads", "Oil falls as supply grows", false},
		{"Dow falls", "Dow rises", false},
		{"Dow falls", "DOW FALLS", true},
		{"SPY & peers: breadth improves, but volume does not", "MSFT & peers: breadth improves, but volume does not",
		 false},
		{"SPY & peers: breadth improves, but volume does not", "S&P 500 peers: SPY breadth improves, but volume does not",
		 true},
		{"", "", false},
		{"of the and", "of the and", false},
	};
	size_t compared = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++, compared++) {
		double forth = bt_story_likeness(cases[i].a, cases[i].b);

		assert_int_equal(forth >= BT_STORY_LIKENESS, cases[i].same);
		assert_true(forth == bt_story_likeness(cases[i].b, cases[i].a));
	}
	/* {fed, cuts, rates, quarter, point} of {the same, powell}: grammar does not count */
	assert_float_equal(bt_story_likeness("Fed cuts rates by a quarter point",
	                                     "Fed cuts rates by a quarter point, Powell says"), 5.0 / 6, 1e-12);
	assert_int_equal(compared, 11);
}

#define T(day, hour) (((int64_t)20445 + (day)) * 86400 + (hour) * 3600)       /* 2025-12-23 and on */

static struct bt_news_item
item(const char *id, const char *title, int64_t utc)
{
	return (struct bt_news_item){.id = id, .title = title, .summary = "", .link = "https://x.example/",
	                             .feed = "wire", .symbol = "", .published_utc = utc, .fetched_utc = utc};
}

static void
a_story__is_what_it_was__however_much_comes_later(void **state)
{
	struct fixture *f = *state;
	const struct bt_news_item items[] = {
		item("e", "Small caps lead the market again today", T(3, 1)),
		item("d", "Fed holds rates steady", T(2, 0)),
		item("c", "Small caps lead the market again", T(1, 0)),
		item("b", "Small caps lead market again", T(0, 5)),
		item("a", "Small caps lead the market", T(-5, 0)),
	};
	const size_t want[] = {3, 1, 3, 3, 4};
	size_t story[5];

	bt_stories_find(items, 5, &f->arena, story);
	assert_memory_equal(story, want, sizeof(want));
	for (size_t from = 1; from < 5; from++) {        /* without the newest ones */
		bt_stories_find(items + from, 5 - from, &f->arena, story);
		for (size_t i = from; i < 5; i++)
			assert_int_equal(story[i - from] + from, want[i]);
	}
}

/* --- the report --------------------------------------------------------------------------------------- */

/* A market of one share with two bars: 2025-12-22 and 23. */
static void
make_market(struct bt_market *m, struct bt_security *sec)
{
	static const bt_date date[] = {20444, 20445};
	static const double close[] = {100, 102}, volume[] = {1, 1};

	*sec = (struct bt_security){.symbol = "AAPL", .source = "csv", .provisional = BT_DATE_NONE,
	                            .bars = {.n = 2, .date = date, .close = close, .adjclose = close,
	                                     .volume = volume}};
	*m = (struct bt_market){.source = "csv", .sec = sec, .n = 1};
}

static void
make_report(struct fixture *f, const struct bt_scope *scope, struct bt_ask ask, struct bt_report *r)
{
	ask.view = BT_VIEW_NEWS;
	ask.from = ask.to = BT_DATE_NONE;
	assert_int_equal(bt_report_make(scope, &ask, &f->arena, r, &f->err), BT_OK);
}

static const struct bt_val *
cell(const struct bt_report *r, size_t row, const char *name)
{
	assert_true(row < r->rows.u.list.len);
	return bt_val_get(&r->rows.u.list.at[row], name);
}

static void
rows__hold_symbols_moves_and_folds__as_of_a_day(void **state)
{
	struct fixture *f = *state;
	const struct bt_news_item items[] = {
		item("late", "Apple opens a shop", T(1, 5)),             /* the 24th in New York */
		item("e2", "Apple beats all estimates with phones", T(1, 4)),    /* 23:00 of the 23rd */
		item("e1", "Apple beats all estimates with its phones", T(0, 15)),
		item("w", "Nothing of note", T(-2, 15)),
	};
	struct bt_security sec;
	struct bt_market market;
	struct bt_marks marks;
	struct bt_report r;
	struct bt_scope scope = {.market = &market, .news = items, .n_news = 4, .marks = &marks,
	                         .now_utc = T(1, 6)};
	const struct bt_ask day = {.as_of = 20445}, live = {.as_of = BT_DATE_NONE};
	struct bt_ask ask;

	make_market(&market, &sec);
	bt_marks_init(&marks, NULL);
	make_report(f, &scope, live, &r);
	assert_int_equal(r.rows.u.list.len, 3);
	assert_string_equal(bt_val_as_str(cell(&r, 0, "id")), "late");
	make_report(f, &scope, day, &r);
	assert_int_equal(r.rows.u.list.len, 2);
	assert_string_equal(bt_val_as_str(cell(&r, 0, "id")), "e2");
	assert_float_equal(bt_val_as_num(cell(&r, 0, "folded")), 1, 0);
	assert_string_equal(bt_val_as_str(bt_val_get(&cell(&r, 0, "same")->u.list.at[0], "id")), "e1");
	assert_string_equal(bt_val_as_str(&cell(&r, 0, "symbols")->u.list.at[0]), "AAPL");
	assert_float_equal(bt_val_as_num(&cell(&r, 0, "moves")->u.list.at[0]), 2, 1e-9);
	assert_int_equal(bt_val_as_date(cell(&r, 0, "move_date")), 20445);
	assert_float_equal(bt_val_as_num(cell(&r, 0, "age_s")), 3600, 0);      /* at midnight in New York */
	assert_int_equal(bt_val_as_date(cell(&r, 1, "move_date")), 20442 - 1); /* a Sunday: Friday's session */

	bt_marks_set(&marks, "e1", true, 1);
	make_report(f, &scope, day, &r);
	assert_float_equal(bt_val_as_num(bt_val_get(&r.head, "unread")), 2, 0);
	ask = day;
	ask.unread = true;
	make_report(f, &scope, ask, &r);
	assert_int_equal(r.rows.u.list.len, 2);          /* of the story one is still new */
	bt_marks_set(&marks, "e2", true, 1);
	make_report(f, &scope, ask, &r);
	assert_int_equal(r.rows.u.list.len, 1);
	ask = day;
	ask.unfold = "e1";
	make_report(f, &scope, ask, &r);
	assert_int_equal(r.rows.u.list.len, 3);
	assert_int_equal(cell(&r, 1, "folded")->kind, BT_VAL_NULL);
	ask = day;
	ask.arg = (const char *const[]){"AAPL"};
	ask.n_arg = 1;
	make_report(f, &scope, ask, &r);
	assert_int_equal(r.rows.u.list.len, 1);
	ask = day;
	ask.search = "NOTHING";
	make_report(f, &scope, ask, &r);
	assert_int_equal(r.rows.u.list.len, 1);
	bt_marks_release(&marks);
}

static void
a_title_of_a_megabyte__is_one_row__in_no_time(void **state)
{
	struct fixture *f = *state;
	char *title = bt_arena_alloc(&f->arena, 1 << 20);
	struct bt_market market = {.source = "csv"};
	struct bt_news_item items[40];
	struct bt_report r;
	struct bt_scope scope = {.market = &market, .news = items, .n_news = 40, .now_utc = T(1, 6)};
	int64_t before;

	memset(title, 'a', (1 << 20) - 1);
	for (size_t i = 0; i + 10 < 1 << 20; i += 7)
		title[i] = "( $:/'."[i % 7];
	for (size_t i = 0; i < 40; i++)
		items[i] = item(bt_arena_printf(&f->arena, "%zu", i), title, T(0, 0) - (int64_t)i);
	before = bt_clock_mono_ms();
	make_report(f, &scope, (struct bt_ask){.as_of = BT_DATE_NONE}, &r);
	assert_int_equal(r.rows.u.list.len, 1);
	assert_true(bt_clock_mono_ms() - before < 10000);
}

/* --- read marks --------------------------------------------------------------------------------------- */

static void
marks_of_two_sessions__merge__and_the_newest_counts(void **state)
{
	struct fixture *f = *state;
	struct bt_marks a, b;
	bool changed;

	bt_marks_init(&a, f->path);
	bt_marks_init(&b, f->path);
	assert_int_equal(bt_marks_sync(&a, &changed, &f->err), BT_OK);
	assert_false(changed);
	bt_marks_set(&a, "one", true, 100);
	bt_marks_set(&b, "two", true, 101);
	bt_marks_set(&a, "sample:x", true, 102);
	assert_int_equal(bt_marks_sync(&a, &changed, &f->err), BT_OK);
	assert_int_equal(bt_marks_sync(&b, &changed, &f->err), BT_OK);
	assert_true(changed);
	assert_true(bt_marks_is_read(&b, "one"));
	assert_true(bt_marks_is_read(&b, "two"));
	assert_true(bt_marks_is_read(&a, "sample:x"));
	assert_false(bt_marks_is_read(&b, "sample:x"));
	bt_marks_set(&b, "one", false, 103);
	assert_int_equal(bt_marks_sync(&b, &changed, &f->err), BT_OK);
	assert_int_equal(bt_marks_sync(&a, &changed, &f->err), BT_OK);
	assert_true(changed);
	assert_false(bt_marks_is_read(&a, "one"));
	assert_true(bt_marks_is_read(&a, "two"));
	assert_int_equal(bt_marks_sync(&a, &changed, &f->err), BT_OK);
	assert_false(changed);
	bt_marks_release(&a);
	bt_marks_release(&b);
}

#define SESSIONS 4
#define MARKS_EACH 3000          /* enough for the file to be written anew more than once */

/* Each marks its own items and, again and again, one that all have; the file is folded under them. */
static void
marks_of_many_sessions__are_all_there__when_the_file_is_folded(void **state)
{
	struct fixture *f = *state;
	struct bt_marks m;
	int status, found = 0;

	for (int k = 0; k < SESSIONS; k++) {
		if (fork() != 0)
			continue;
		bt_marks_init(&m, f->path);
		for (int i = 0; i < MARKS_EACH; i++) {
			char id[40];

			snprintf(id, sizeof(id), "%d of %d", i % 400, k);
			bt_marks_set(&m, id, i / 400 % 2 == 0 || i >= MARKS_EACH - 400, 1000 + i);
			if (i % 5 == 0 && bt_marks_sync(&m, NULL, &f->err))
				_exit(1);
		}
		_exit(bt_marks_sync(&m, NULL, &f->err) != BT_OK);
	}
	for (int k = 0; k < SESSIONS; k++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	bt_marks_init(&m, f->path);
	assert_int_equal(bt_marks_sync(&m, NULL, &f->err), BT_OK);
	for (int k = 0; k < SESSIONS; k++) {
		for (int i = 0; i < 400; i++) {
			char id[40];

			snprintf(id, sizeof(id), "%d of %d", i, k);
			found += bt_marks_is_read(&m, id);
		}
	}
	assert_int_equal(found, SESSIONS * 400);
	assert_int_equal(m.n, SESSIONS * 400);
	bt_marks_release(&m);
}

static void
what_is_no_mark__is_passed_over__and_an_unfinished_line_waits(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "garbage\n\n0123456789abcdef x r\n0000000000000000 5 r\n"
		"00000000000000aa 5 q\n00000000000000aa 99999999999999999999999 r extra\n0000000000";
	struct bt_marks m;
	struct bt_buf got;

	bt_marks_init(&m, f->path);
	bt_marks_set(&m, "x", true, 5);
	assert_int_equal(bt_marks_sync(&m, NULL, &f->err), BT_OK);
	assert_int_equal(bt_file_write(f->path, text, sizeof(text) - 1, &f->err), BT_OK);
	assert_int_equal(bt_marks_sync(&m, NULL, &f->err), BT_OK);
	assert_int_equal(m.n, 1);
	assert_true(bt_marks_is_read(&m, "x"));
	assert_true(m.seen < (off_t)sizeof(text) - 1);
	bt_marks_release(&m);
	bt_buf_init(&got, 1000);
	assert_int_equal(bt_file_read(f->path, &got, &f->err), BT_OK);
	assert_int_equal(got.len, sizeof(text) - 1);     /* reading writes nothing */
	bt_buf_release(&got);
}

/* --- links -------------------------------------------------------------------------------------------- */

static void
links__of_the_web_alone__are_opened_and_made_harmless(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *url, *link;
	} cases[] = {
		{"https://a.example/x?y=1&z=%20#f", "https://a.example/x?y=1&z=%20#f"},
		{"HTTP://a.example", "HTTP://a.example"},
		{"https://a.example/a b\"c'd`e\\f", "https://a.example/a%20b%22c%27d%60e%5Cf"},
		{"https://a.example/\u00e9", "https://a.example/%C3%A9"},
		{"https://a.example/\n--flag", "https://a.example/"},    /* no link goes over lines */
		{"javascript:alert(1)", NULL}, {"file:///etc/passwd", NULL}, {"//a.example/", NULL},
		{"https://", NULL}, {"https:///x", NULL}, {"https://user@a.example/", NULL},
		{"https://a.example\\@b.example/", NULL}, {"https://a b.example/", NULL}, {"-x", NULL}, {"", NULL},
	};
	size_t compared = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++, compared++) {
		const char *got = bt_user_link(cases[i].url, &f->arena);

		if (cases[i].link)
			assert_string_equal(got, cases[i].link);
		else
			assert_null(got);
	}
	assert_int_equal(compared, 15);
}

static void
no_browser__the_link_is_said__and_nothing_is_started(void **state)
{
	struct fixture *f = *state;
	struct bt_settings settings;

	bt_settings_init(&settings, &f->arena);
	unsetenv("BROWSER");
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	assert_int_equal(bt_user_browse(&settings, "https://a.example/x y", &f->err), BT_E_NODATA);
	assert_string_equal(f->err.text, "https://a.example/x%20y");
	assert_int_equal(bt_user_browse(&settings, "file:///etc/passwd", &f->err), BT_E_USAGE);
	setenv("BROWSER", "/usr/bin/w3m -o x:lynx", 1);
	assert_true(bt_user_browser_is_text(&settings));
	setenv("BROWSER", "/nowhere/to/be/found", 1);
	assert_false(bt_user_browser_is_text(&settings));
	assert_int_equal(bt_user_browse(&settings, "https://a.example/", &f->err), BT_E_IO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles__are_alike__by_their_words),
		cmocka_unit_test_setup_teardown(a_story__is_what_it_was__however_much_comes_later, setup, teardown),
		cmocka_unit_test_setup_teardown(rows__hold_symbols_moves_and_folds__as_of_a_day, setup, teardown),
		cmocka_unit_test_setup_teardown(a_title_of_a_megabyte__is_one_row__in_no_time, setup, teardown),
		cmocka_unit_test_setup_teardown(marks_of_two_sessions__merge__and_the_newest_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(marks_of_many_sessions__are_all_there__when_the_file_is_folded, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(links__of_the_web_alone__are_opened_and_made_harmless, setup, teardown),
		cmocka_unit_test_setup_teardown(no_browser__the_link_is_said__and_nothing_is_started, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_no_mark__is_passed_over__and_an_unfinished_line_waits, setup,
		                                teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
