/* When something is asked for, and when nothing is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "model/schedule.h"
#include "model/settings.h"

#define YAHOO "https://query1.finance.yahoo.com"
#define LOOPBACK "http://127.0.0.1:1"

static struct bt_arena arena;
static struct bt_settings settings;

static int
setup(void **state)
{
	(void)state;
	bt_xarena_init(&arena);
	bt_settings_init(&settings, &arena);
	settings.refresh_quotes = 5;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bt_arena_release(&arena);
	return 0;
}

/* An instant of New York. */
static int64_t
at(int year, int month, int day, int hour, int minute)
{
	return bt_ny_instant(bt_date_ymd(year, month, day), hour * 3600 + minute * 60);
}

static struct bt_entry
confirmed(int64_t utc)
{
	return (struct bt_entry){
		.shown = true, .closes_utc = utc, .history_utc = utc, .whole = true,
		.provisional = BT_DATE_NONE, .split = BT_DATE_NONE, .dirty_from = BT_DATE_NONE,
	};
}

/* Saturday noon, all confirmed on Friday evening: nothing before Monday's opening. */
static void
schedule__weekend_and_all_is_in__next_is_mondays_opening(void **state)
{
	int64_t now = at(2025, 12, 13, 12, 0);
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, now);
	struct bt_entry e = confirmed(at(2025, 12, 12, 18, 0));

	(void)state;
	assert_false(s.moving);
	assert_true(bt_schedule_closes(&s, &e) == at(2025, 12, 15, 9, 30));
	assert_true(bt_schedule_history(&s, &e) == at(2025, 12, 15, 16, 30));
}

static void
schedule__weekend_and_older_than_fridays_close__now(void **state)
{
	int64_t now = at(2025, 12, 13, 12, 0);
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, now);
	struct bt_entry e = confirmed(at(2025, 12, 12, 16, 20));

	(void)state;
	assert_true(bt_schedule_closes(&s, &e) == now);
	assert_true(bt_schedule_history(&s, &e) == now);
}

static void
schedule__in_session__polls_at_the_interval_and_yahoo_at_15_s(void **state)
{
	int64_t now = at(2025, 12, 12, 11, 0);
	struct bt_schedule yahoo = bt_schedule_at(&settings, YAHOO, now);
	struct bt_schedule other = bt_schedule_at(&settings, LOOPBACK, now);
	struct bt_entry e = confirmed(now - 1);

	(void)state;
	assert_true(yahoo.moving);
	assert_true(bt_schedule_closes(&yahoo, &e) == now + 14);
	assert_true(bt_schedule_closes(&other, &e) == now + 4);
	assert_true(bt_schedule_history(&yahoo, &e) == at(2025, 12, 12, 16, 30));
}

/* The last quote before the close settles is followed by one right after it. */
static void
schedule__before_the_close_settles__looks_again_when_it_has(void **state)
{
	int64_t now = at(2025, 12, 12, 16, 29);
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, now);
	struct bt_entry e = confirmed(now);

	(void)state;
	s.shown_s = 600;
	assert_true(bt_schedule_closes(&s, &e) == at(2025, 12, 12, 16, 30));
}

static void
schedule__half_day_and_holiday__settle_at_half_past_one_and_skip(void **state)
{
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, at(2025, 11, 28, 14, 0));
	struct bt_entry e = confirmed(at(2025, 11, 28, 13, 31));

	(void)state;
	assert_true(s.settled_utc == at(2025, 11, 28, 13, 30));
	assert_true(bt_schedule_closes(&s, &e) == at(2025, 12, 1, 9, 30));
	s = bt_schedule_at(&settings, YAHOO, at(2025, 11, 27, 12, 0));
	assert_false(s.moving);
	assert_true(s.settled_utc == at(2025, 11, 26, 16, 30));
}

static void
schedule__not_wanted__never(void **state)
{
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, at(2025, 12, 12, 11, 0));
	struct bt_entry e = confirmed(0);

	(void)state;
	e.shown = false;
	assert_true(bt_schedule_closes(&s, &e) == BT_NEVER);
	assert_true(bt_schedule_history(&s, &e) == BT_NEVER);
}

static void
schedule__failed__not_before_the_retry_unless_forced(void **state)
{
	int64_t now = at(2025, 12, 12, 11, 0);
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, now);
	struct bt_entry e = confirmed(0);

	(void)state;
	e.retry_closes_utc = e.retry_history_utc = now + 900;
	assert_true(bt_schedule_closes(&s, &e) == now + 900);
	assert_true(bt_schedule_history(&s, &e) == now + 900);
	e.retry_closes_utc = 0;
	e.hold_closes_utc = now + 600;          /* Cache-Control of the last answer */
	assert_true(bt_schedule_closes(&s, &e) == now + 600);
	e.force_closes = e.force_history = true;
	assert_true(bt_schedule_closes(&s, &e) == now);
	assert_true(bt_schedule_history(&s, &e) == now);
}

static void
schedule__range__covers_the_gap_with_days_to_compare(void **state)
{
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, at(2025, 12, 12, 11, 0));
	bt_date today = bt_date_ymd(2025, 12, 12);

	(void)state;
	assert_string_equal(bt_schedule_range(&s, today - 1), "5d");
	assert_string_equal(bt_schedule_range(&s, today - 10), "1mo");
	assert_string_equal(bt_schedule_range(&s, today - 300), "1y");
	assert_null(bt_schedule_range(&s, today - 3000));
	assert_null(bt_schedule_range(&s, BT_DATE_NONE));
}

static void
schedule__news_at_night__waits_for_the_morning(void **state)
{
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, at(2025, 12, 12, 22, 0));

	(void)state;
	assert_true(bt_schedule_news(&s, at(2025, 12, 12, 21, 59)) >= s.session.next_utc);
	assert_true(bt_schedule_news(&s, at(2025, 12, 12, 12, 0)) <= s.now_utc);
	s = bt_schedule_at(&settings, YAHOO, at(2025, 12, 12, 11, 0));
	assert_true(bt_schedule_news(&s, s.now_utc) == s.now_utc + settings.refresh_news);
}

/* A closure of the user's own: Friday is no session, so what was confirmed on Thursday evening is true until
 * Monday opens; a half day of his settles at half past one.  */
static void
schedule__users_own_calendar__closes_and_halves_days(void **state)
{
	struct bt_special_day days[] = {{bt_date_ymd(2025, 12, 12), BT_DAY_HOLIDAY, "mourning"},
	                                {bt_date_ymd(2025, 12, 15), BT_DAY_HALF, "storm"}};
	struct bt_entry e = confirmed(at(2025, 12, 11, 18, 0));
	int64_t friday_noon = at(2025, 12, 12, 12, 0);
	struct bt_schedule s = bt_schedule_at(&settings, YAHOO, friday_noon);

	(void)state;
	assert_true(s.moving);
	assert_true(bt_schedule_closes(&s, &e) <= friday_noon);
	settings.calendar = (struct bt_calendar){days, 2};
	s = bt_schedule_at(&settings, YAHOO, friday_noon);
	assert_false(s.moving);
	assert_int_equal(s.session.session, BT_SESSION_HOLIDAY);
	assert_int_equal(s.settled, bt_date_ymd(2025, 12, 11));
	assert_int_equal(bt_schedule_closes(&s, &e), at(2025, 12, 15, 9, 30));
	assert_int_equal(bt_schedule_history(&s, &e), at(2025, 12, 15, 13, 30));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(schedule__weekend_and_all_is_in__next_is_mondays_opening),
		TEST(schedule__weekend_and_older_than_fridays_close__now),
		TEST(schedule__in_session__polls_at_the_interval_and_yahoo_at_15_s),
		TEST(schedule__before_the_close_settles__looks_again_when_it_has),
		TEST(schedule__half_day_and_holiday__settle_at_half_past_one_and_skip),
		TEST(schedule__not_wanted__never),
		TEST(schedule__failed__not_before_the_retry_unless_forced),
		TEST(schedule__range__covers_the_gap_with_days_to_compare),
		TEST(schedule__users_own_calendar__closes_and_halves_days),
		TEST(schedule__news_at_night__waits_for_the_morning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
