/* tests/e2e/test_alerts.c - an alert on a real line of prices that goes up through a level, down and up again:
 * it fires twice, in the copy that fetches, and not again for a second copy or a restart.  */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "e2e/stage.h"

static struct stage st;

/* How many lines the user's program has written, one an alert, and the last of them. */
static int
lines_rung(char last[400])
{
	const char *text = folder_get(&st.home, "rung");
	const char *end;
	int n = 0;

	for (; (end = strchr(text, '\n')) != NULL; text = end + 1, n++)
		snprintf(last, 400, "%.*s", (int)(end + 1 - text), text);
	return n;
}

/* Wait for that many; the file tells nobody, so it is read again between what the screen tells. */
static void
wait_rung(struct bt_pty *p, int want, char last[400])
{
	for (int tries = 0; lines_rung(last) != want; tries++) {
		assert_true(tries < STAGE_WAIT / 20);
		bt_pty_pump(p, 20);
	}
}

/* Prices of one index on four sessions, and a program that notes what it is told. */
static void
prepare(void)
{
	char text[400];
	const char *args[] = {"--now", "2025-12-18T22:00:00Z", "--data", folder_path(&st.home, "data"), NULL};

	folder_put(&st.home, "data/_RUT.csv",
	          "date,open,high,low,close,adjclose,volume\n2025-12-16,2390,2410,2380,2395,2395,0\n"
	          "2025-12-17,2395,2410,2380,2400,2400,0\n2025-12-18,2400,2410,2380,2405,2405,0\n"
	          "2025-12-19,2405,2610,2400,2600,2600,0\n2025-12-22,2600,2610,2390,2410,2410,0\n"
	          "2025-12-23,2410,2560,2400,2550.5,2550.5,0\n");
	snprintf(text, sizeof text, "#!/bin/sh\nprintf '%%s|%%s|%%s\\n' \"$#\" \"$1\" \"$2\" >>'%s'\n",
	         folder_path(&st.home, "rung"));
	folder_put_program(&st.home, "note.sh", text);
	snprintf(st.more, sizeof st.more,
	         "[alerts]\nhigh = ^RUT close > 2500\n[programs]\nalert = %s/note.sh\n[screen]\nbell = yes\nnotice = osc9\n"
	         "[lists]\nindices = ^RUT\n", st.home.dir);
	stage_serve(&st, args);
}

static void
turn_clock(const char *to)
{
	char target[80];

	snprintf(target, sizeof target, "/__clock?now=%sT22:00:00Z", to);
	free(bt_loopback_ask(&st.server, target));
}

/* The next session is there, and its level stands in the header or not. */
static void
next_day(struct bt_pty *p, const char *day, bool holds)
{
	char ere[80];

	turn_clock(day);
	assert_true(bt_pty_key(p, "R"));
	snprintf(ere, sizeof ere, "as of %s close", day);
	assert_true(bt_pty_wait_regex(p, ere, STAGE_WAIT));
	if (holds)
		assert_true(bt_pty_wait_regex(p, "alerts 1", STAGE_WAIT));
	else
		assert_true(bt_pty_wait_gone(p, "alerts 1", STAGE_WAIT));
}

#define NOTICE "\033]9;ALERT high: ^RUT records.last is 2600 on 2025-12-19\a"

/* Notices on the desktop that it has sent. */
static int
notices(struct bt_pty *p)
{
	size_t n;
	const char *raw = bt_pty_raw(p, &n), *end = raw + n;
	int found = 0;

	while ((raw = memmem(raw, (size_t)(end - raw), "\033]9;", 4)) != NULL) {
		raw += 4;
		found++;
	}
	return found;
}

static void
alert__up_down_up__fires_twice_and_never_for_another_copy(void **state)
{
	struct bt_pty_spec wide = {.cols = 120, .rows = 30};
	char last[400];
	struct bt_pty *p, *q;
	size_t mark;

	(void)state;
	prepare();
	p = stage_run(&st, &wide, NULL);
	assert_true(bt_pty_wait_regex(p, "as of 2025-12-18 close", STAGE_WAIT));
	assert_true(bt_pty_wait_regex(p, "Russell 2000 +2405", STAGE_WAIT));
	stage_settle(p);
	assert_false(bt_pty_shows(p, "ALERT|alerts [0-9]"));
	assert_int_equal(lines_rung(last), 0);

	mark = bt_pty_mark(p);
	next_day(p, "2025-12-19", true);
	assert_true(bt_pty_wait_regex(p, "ALERT high: \\^RUT records.last is 2600 on 2025-12-19", STAGE_WAIT));
	assert_true(bt_pty_wait_bytes(p, mark, NOTICE, strlen(NOTICE), STAGE_WAIT));
	assert_int_equal(bt_vt_state(bt_pty_vt(p))->bells, 1);
	wait_rung(p, 1, last);
	assert_string_equal(last, "2|high|^RUT records.last is 2600 on 2025-12-19\n");

	q = stage_run(&st, &wide, NULL);        /* it reads, so it tells and does not ring */
	assert_true(bt_pty_wait_regex(q, "alerts 1", STAGE_WAIT));
	stage_settle(q);
	assert_false(bt_pty_shows(q, "ALERT"));

	next_day(p, "2025-12-22", false);
	assert_true(bt_pty_wait_gone(q, "alerts 1", STAGE_WAIT));
	next_day(p, "2025-12-23", true);
	wait_rung(p, 2, last);
	assert_string_equal(last, "2|high|^RUT records.last is 2550.5 on 2025-12-23\n");
	assert_true(bt_pty_wait_regex(q, "alerts 1", STAGE_WAIT));
	stage_settle(p);
	assert_int_equal(bt_vt_state(bt_pty_vt(p))->bells, 1);          /* not twice in a minute, nor the notice */
	assert_int_equal(notices(p), 1);
	assert_int_equal(notices(q) + (int)bt_vt_state(bt_pty_vt(q))->bells, 0);

	stage_quit(p);                          /* the other takes over, and knows */
	assert_true(bt_pty_key(q, "R"));
	stage_settle(q);
	stage_quit(q);
	p = stage_run(&st, &wide, NULL);
	assert_true(bt_pty_wait_regex(p, "alerts 1", STAGE_WAIT));
	stage_settle(p);
	stage_press(p, "!", "Fired, newest first");
	assert_true(bt_pty_shows(p, "HOLDS"));
	assert_true(bt_pty_shows(p, "high: \\^RUT records.last is 2600 on 2025-12-19"));
	assert_true(bt_pty_shows(p, "high: \\^RUT records.last is 2550.5 on 2025-12-23"));
	assert_int_equal(lines_rung(last), 2);
	stage_press_gone(p, "Escape", "Fired");
	stage_quit(p);
}

/* `fetch` from a timer, with nobody before a screen, each time into a cache of its own so that it asks anew; the
 * server knows no other symbol, hence status 4.  True: it told of an alert.  */
static bool
fetch_tells(const char *cache, const char *want)
{
	bool told;
	char *out;

	assert_int_equal(stage_print(&st, &out, "fetch", "--cache", folder_path(&st.home, cache), NULL), 4);
	told = strstr(out, want) != NULL;
	assert_true(told || !strstr(out, "ALERT"));
	free(out);
	return told;
}

static void
alert__without_a_screen__fires_once_by_fetch_and_rings_the_program(void **state)
{
	const char *want = "ALERT high: ^RUT records.last is 2600 on 2025-12-19\n";
	char last[400];

	(void)state;
	prepare();
	assert_false(fetch_tells("one.db", want));
	turn_clock("2025-12-19");
	assert_true(fetch_tells("two.db", want));
	for (time_t end = time(NULL) + STAGE_WAIT / 1000; lines_rung(last) != 1;)
		assert_true(time(NULL) < end);
	assert_string_equal(last, "2|high|^RUT records.last is 2600 on 2025-12-19\n");
	assert_false(fetch_tells("three.db", want));
	assert_int_equal(lines_rung(last), 1);
}

static void
alert__typed__is_judged_kept_and_removed(void **state)
{
	struct bt_pty_spec wide = {.cols = 120, .rows = 30};
	char last[400];
	struct bt_pty *p;

	(void)state;
	prepare();
	p = stage_run(&st, &wide, NULL);
	assert_true(bt_pty_wait_regex(p, "Russell 2000 +2405", STAGE_WAIT));
	stage_settle(p);
	stage_type(p, ":alert ^RUT close >\r");
	assert_true(bt_pty_wait_regex(p, "has no value behind", STAGE_WAIT));
	stage_type(p, ":alert ^RUT nosuchfield > 3\r");
	assert_true(bt_pty_wait_regex(p, "has a field 'nosuchfield'", STAGE_WAIT));
	stage_type(p, ":alert ^RUT close < 2500\r");       /* holds already: known, not fired */
	assert_true(bt_pty_wait_regex(p, "alerts 1", STAGE_WAIT));
	stage_type(p, ":alert ^RUT close > 2550\r");
	stage_quit(p);
	p = stage_run(&st, &wide, NULL);
	assert_true(bt_pty_wait_regex(p, "alerts 1", STAGE_WAIT));
	stage_press(p, "!", "Alerts \\(x removes");
	assert_true(bt_pty_wait_regex(p, "HOLDS +\\^RUT close < 2500", STAGE_WAIT));
	assert_true(bt_pty_wait_regex(p, "no +\\^RUT close > 2550", STAGE_WAIT));
	stage_press_gone(p, "Escape", "Alerts \\(x");
	stage_type(p, ":unalert hihg\r");
	assert_true(bt_pty_wait_regex(p, "did you mean high\\?", STAGE_WAIT));
	stage_type(p, ":unalert high\r");
	next_day(p, "2025-12-19", true);
	wait_rung(p, 1, last);
	assert_non_null(strstr(last, "2|a2|"));
	stage_press(p, "!", "Fired, newest first");
	assert_false(bt_pty_shows(p, "2025-12-19\\)* \\(\\^RUT close > 2500"));
	stage_press_gone(p, "Escape", "Fired");
	stage_quit(p);
}

int
main(void)
{
#define TEST(name) STAGE_TEST(name, &st)
	const struct CMUnitTest tests[] = {
		TEST(alert__up_down_up__fires_twice_and_never_for_another_copy),
		TEST(alert__without_a_screen__fires_once_by_fetch_and_rings_the_program),
		TEST(alert__typed__is_judged_kept_and_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
