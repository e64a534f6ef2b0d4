/* test_calendar.c - sessions, half days, hours and zone of the New York exchanges.
 * Expected days are the exchange's published ones (holiday calendars of the years named). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/calendar.h"

static bt_date
date(const char *s)
{
	bt_date d = BT_DATE_NONE;

	assert_true(bt_date_parse(s, strlen(s), &d));
	return d;
}

static void
calendar__knows__published_days(void **state)
{
	static const struct {
		const char *day;
		enum bt_day_kind kind;
	} days[] = {
		{"2021-12-24", BT_DAY_HOLIDAY}, {"2021-12-31", BT_DAY_FULL},  {"2022-01-03", BT_DAY_FULL},
		{"2022-06-20", BT_DAY_HOLIDAY}, {"2021-06-18", BT_DAY_FULL},  {"2023-01-02", BT_DAY_HOLIDAY},
		{"2023-07-03", BT_DAY_HALF},    {"2020-07-03", BT_DAY_HOLIDAY}, {"2024-03-29", BT_DAY_HOLIDAY},
		{"2025-01-09", BT_DAY_HOLIDAY}, {"2025-04-18", BT_DAY_HOLIDAY}, {"2025-07-03", BT_DAY_HALF},
		{"2025-11-27", BT_DAY_HOLIDAY}, {"2025-11-28", BT_DAY_HALF},  {"2025-12-24", BT_DAY_HALF},
		{"2025-12-25", BT_DAY_HOLIDAY}, {"2025-12-26", BT_DAY_FULL},  {"2026-04-03", BT_DAY_HOLIDAY},
		{"2026-05-25", BT_DAY_HOLIDAY}, {"2026-07-03", BT_DAY_HOLIDAY}, {"2026-11-26", BT_DAY_HOLIDAY},
		{"2026-11-27", BT_DAY_HALF},    {"2027-12-24", BT_DAY_HOLIDAY}, {"2025-12-27", BT_DAY_WEEKEND},
		{"2012-10-29", BT_DAY_HOLIDAY}, {"2018-12-05", BT_DAY_HOLIDAY},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct bt_day day = bt_calendar_day(NULL, date(days[i].day));

		if (day.kind != days[i].kind)
			fail_msg("%s: kind %d, not %d", days[i].day, day.kind, days[i].kind);
	}
	assert_false(bt_calendar_day(NULL, date("2045-03-01")).checked);
	assert_true(bt_calendar_day(NULL, date("2026-03-02")).checked);
}

/* Every date of a real price file is a session, and every session has a row. */
static void
calendar__equals__recorded_sessions(void **state)
{
	FILE *f = fopen("../shared/market/rotation/SPY.csv", "r");
	char line[256];
	bt_date expect = BT_DATE_NONE;
	int compared = 0;

	(void)state;
	if (!f) {
		print_message("no ../shared: recorded sessions not compared\n");
		skip();
	}
	while (fgets(line, sizeof(line), f)) {
		bt_date d;

		if (!bt_date_parse(line, 10, &d))
			continue;
		if (expect != BT_DATE_NONE)
			assert_int_equal(d, expect);
		expect = bt_calendar_step(NULL, d, 1);
		compared++;
	}
	fclose(f);
	print_message("%d recorded sessions compared\n", compared);
	assert_true(compared > 1800);
}

static void
calendar__user_days__win(void **state)
{
	struct bt_special_day own[] = {{date("2026-03-02"), BT_DAY_HOLIDAY, "storm"},
	                               {date("2025-12-25"), BT_DAY_FULL, ""}};
	struct bt_calendar cal = {own, 2};

	(void)state;
	assert_string_equal(bt_calendar_day(&cal, date("2026-03-02")).name, "storm");
	assert_true(bt_calendar_is_session(&cal, date("2025-12-25")));
	assert_int_equal(bt_calendar_step(&cal, date("2026-02-27"), 1), date("2026-03-03"));
}

static void
zone__follows__daylight_saving(void **state)
{
	(void)state;
	/* 2025-03-09 07:00Z is 03:00 EDT, a second after 01:59:59 EST */
	int64_t change = (int64_t)date("2025-03-09") * 86400 + 7 * 3600;

	assert_int_equal(bt_ny_offset(change - 1), -18000);
	assert_int_equal(bt_ny_offset(change), -14400);
	assert_string_equal(bt_ny_zone(change), "EDT");
	change = (int64_t)date("2025-11-02") * 86400 + 6 * 3600;
	assert_int_equal(bt_ny_offset(change - 1), -14400);
	assert_int_equal(bt_ny_offset(change), -18000);
	for (bt_date d = date("2000-01-01"); d < date("2040-01-01"); d++) {
		assert_int_equal(bt_ny_date(bt_ny_instant(d, 9 * 3600 + 1800)), d);
		assert_int_equal(bt_ny_second(bt_ny_instant(d, 9 * 3600 + 1800)), 9 * 3600 + 1800);
		assert_int_equal(bt_ny_second(bt_ny_instant(d, 4 * 3600)), 4 * 3600);
	}
}

static void
assert_session(const char *day, int hour, int minute, enum bt_session session, enum bt_session next,
               const char *opens)
{
	int64_t at = bt_ny_instant(date(day), hour * 3600 + minute * 60);
	struct bt_session_now now = bt_session_at(NULL, at);

	assert_int_equal(now.session, session);
	assert_int_equal(now.next, next);
	assert_int_equal(bt_ny_date(now.open_utc), date(opens));
	assert_int_equal(bt_ny_second(now.open_utc), 9 * 3600 + 1800);
	assert_true(now.close_utc > now.open_utc);
	assert_true(now.next_utc > at);
}

static void
session__changes__through_the_day(void **state)
{
	(void)state;
	assert_session("2025-12-23", 3, 0, BT_SESSION_CLOSED, BT_SESSION_PRE, "2025-12-23");
	assert_session("2025-12-23", 4, 0, BT_SESSION_PRE, BT_SESSION_OPEN, "2025-12-23");
	assert_session("2025-12-23", 9, 30, BT_SESSION_OPEN, BT_SESSION_POST, "2025-12-23");
	assert_session("2025-12-23", 16, 0, BT_SESSION_POST, BT_SESSION_CLOSED, "2025-12-24");
	assert_session("2025-12-23", 20, 0, BT_SESSION_CLOSED, BT_SESSION_PRE, "2025-12-24");
	assert_session("2025-12-24", 12, 59, BT_SESSION_HALF, BT_SESSION_POST, "2025-12-24");
	assert_session("2025-12-24", 13, 0, BT_SESSION_POST, BT_SESSION_CLOSED, "2025-12-26");
	assert_session("2025-12-24", 17, 0, BT_SESSION_CLOSED, BT_SESSION_PRE, "2025-12-26");
	assert_session("2025-12-25", 12, 0, BT_SESSION_HOLIDAY, BT_SESSION_PRE, "2025-12-26");
	assert_session("2025-12-27", 12, 0, BT_SESSION_CLOSED, BT_SESSION_PRE, "2025-12-29");
}

static void
session__trading_date__is_the_last_that_began(void **state)
{
	(void)state;
	assert_int_equal(bt_session_at(NULL, bt_ny_instant(date("2025-12-23"), 5 * 3600)).trading_date,
	                 date("2025-12-22"));
	assert_int_equal(bt_session_at(NULL, bt_ny_instant(date("2025-12-23"), 10 * 3600)).trading_date,
	                 date("2025-12-23"));
	assert_int_equal(bt_session_at(NULL, bt_ny_instant(date("2025-12-28"), 10 * 3600)).trading_date,
	                 date("2025-12-26"));
}

static void
close__is_in__half_an_hour_after_it(void **state)
{
	bt_date d = date("2025-12-24");

	(void)state;
	assert_false(bt_calendar_close_is_in(NULL, d, bt_ny_instant(d, 13 * 3600 + 29 * 60)));
	assert_true(bt_calendar_close_is_in(NULL, d, bt_ny_instant(d, 13 * 3600 + 30 * 60)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calendar__knows__published_days),
		cmocka_unit_test(calendar__equals__recorded_sessions),
		cmocka_unit_test(calendar__user_days__win),
		cmocka_unit_test(zone__follows__daylight_saving),
		cmocka_unit_test(session__changes__through_the_day),
		cmocka_unit_test(session__trading_date__is_the_last_that_began),
		cmocka_unit_test(close__is_in__half_an_hour_after_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
