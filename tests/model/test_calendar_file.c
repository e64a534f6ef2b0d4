/* The user's calendar: what a line may say, what is told of one that is wrong, and that it wins. */
#include "base/xalloc.h"
#include "model/calendar_file.h"
#include "support/folder.h"

struct fixture {
	struct bt_arena arena;
	struct bt_calendar cal;
	struct bt_conf_faults faults;
	struct folder dir;
};

static int
setup(void **state)
{
	struct fixture *f = bt_xcalloc(1, sizeof(*f));

	bt_xarena_init(&f->arena);
	folder_open(&f->dir);
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

static enum bt_status
load(struct fixture *f, const char *text, size_t n)
{
	struct bt_err err;

	folder_write(&f->dir, "calendar", 0600, text, n);
	f->faults = (struct bt_conf_faults){0};
	return bt_calendar_file_read(folder_path(&f->dir, "calendar"), &f->arena, &f->cal, &f->faults, &err);
}

#define LOAD(f, text) load(f, text, strlen(text))

static struct bt_day
day(const struct fixture *f, int year, int month, int d)
{
	return bt_calendar_day(&f->cal, bt_date_ymd(year, month, d));
}

static void
calendar_file__days__win_over_rules_and_table(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(LOAD(f, "# mine\n\n2027-01-06 closed  day of mourning \r\n"
	                      "\t2027-07-02\thalf   # early\n2012-10-29 full\n2027-12-24 half Eve"), BT_OK);
	assert_int_equal(f->faults.n, 0);
	assert_int_equal(f->cal.n, 4);
	assert_int_equal(day(f, 2027, 1, 6).kind, BT_DAY_HOLIDAY);
	assert_string_equal(day(f, 2027, 1, 6).name, "day of mourning");
	assert_int_equal(day(f, 2027, 7, 2).kind, BT_DAY_HALF);
	assert_string_equal(day(f, 2027, 7, 2).name, "half day");
	assert_int_equal(day(f, 2012, 10, 29).kind, BT_DAY_FULL);   /* hurricane Sandy, taken back */
	assert_string_equal(day(f, 2012, 10, 29).name, "");
	assert_string_equal(day(f, 2027, 12, 24).name, "Eve");
	assert_int_equal(day(f, 2027, 1, 7).kind, BT_DAY_FULL);
}

static void
calendar_file__two_lines_for_a_day__the_later_wins(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(LOAD(f, "2027-01-06 closed\n2027-01-06 half\n"), BT_OK);
	assert_int_equal(f->cal.n, 1);
	assert_int_equal(day(f, 2027, 1, 6).kind, BT_DAY_HALF);
}

static void
calendar_file__wrong_lines__are_told_by_number_and_left_out(void **state)
{
	static const struct {
		int line;
		const char *words;
	} told[] = {{1, "'2027-02-30' is no date"}, {2, "'maybe' is no kind"}, {3, "'' is no kind"},
	            {5, "no date"}};
	struct fixture *f = *state;

	assert_int_equal(LOAD(f, "2027-02-30 closed\n2027-01-05 maybe\n2027-01-06\n2027-01-07 closed\n"
	                      "\033[31mred\n"), BT_OK);
	assert_int_equal(f->cal.n, 1);
	assert_int_equal(f->faults.n, sizeof(told) / sizeof(told[0]));
	for (size_t i = 0; i < f->faults.n; i++) {
		assert_int_equal(f->faults.at[i].line, told[i].line);
		assert_non_null(strstr(f->faults.at[i].text, told[i].words));
		assert_null(strchr(f->faults.at[i].text, '\033'));
	}
}

static void
calendar_file__missing_binary_or_empty__no_days(void **state)
{
	struct fixture *f = *state;
	struct bt_err err;

	assert_int_equal(load(f, "2027-01-06 closed\0", 18), BT_E_PARSE);
	assert_int_equal(f->cal.n, 0);
	assert_int_equal(LOAD(f, ""), BT_OK);
	assert_int_equal(f->cal.n, 0);
	assert_int_equal(bt_calendar_file_read("/nonexistent/calendar", &f->arena, &f->cal, &f->faults, &err),
	                 BT_E_NODATA);
	assert_int_equal(bt_calendar_file_read("/", &f->arena, &f->cal, &f->faults, &err), BT_E_IO);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(calendar_file__days__win_over_rules_and_table),
		TEST(calendar_file__two_lines_for_a_day__the_later_wins),
		TEST(calendar_file__wrong_lines__are_told_by_number_and_left_out),
		TEST(calendar_file__missing_binary_or_empty__no_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
