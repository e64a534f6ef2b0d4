/* tests/e2e/test_faults.c - every way in which a source fails, while the screen runs.
 *
 * One table, one screen: the source fails in the way of a row; the cause stands on the status line in words, the
 * numbers stay and are dimmed with their age, keys answer, the feed (another source) is read on; then the
 * source is well again, and so is the screen.  Rows that silence a source for longer than a test lasts
 * come each on a screen of their own.  */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "e2e/stage.h"

#define WIDE &(struct bt_pty_spec){.cols = 200, .rows = 50}

static struct stage st;
static struct bt_loopback press;         /* another source: the feeds */
static struct bt_loopback elsewhere;     /* where redirects point: nobody must come */

static void
start_other(struct bt_loopback *lb)
{
	const char *server = getenv("BT_LOOPBACK");

	assert_true(bt_loopback_start(lb, server ? server : "./test-loopback", NULL));
}

static int
set_up(void **state)
{
	stage_set_up(state);
	start_other(&press);
	start_other(&elsewhere);
	snprintf(st.feeds, sizeof st.feeds, "wire = %s/rss/wire\n", press.url);
	snprintf(st.more, sizeof st.more, "%s",
	         "[network]\nconnect_timeout = 1s\ntimeout = 1s\nbackoff = 20\npause = 50\n");
	return 0;
}

static int
tear_down(void **state)
{
	stage_tear_down(state);
	assert_true(bt_loopback_stop(&press));
	assert_true(bt_loopback_stop(&elsewhere));
	return 0;
}

/* --- the screen ------------------------------------------------------------------------------------- */

static struct bt_pty *
open_filled(void)
{
	struct bt_pty *p;

	stage_serve(&st, NULL);
	p = stage_run(&st, WIDE, NULL);
	stage_wait_filled(p);
	return p;
}

/* Whatever the network does: help comes and goes, days are stepped. */
static void
keys_are_live(struct bt_pty *p)
{
	stage_press(p, "?", "Key bindings");
	stage_press_gone(p, "?", "Key bindings");
	stage_press(p, "[", "as of 2025-12-22");
	stage_press(p, "0", "as of 2025-12-23");
}

/* --- the ways ---------------------------------------------------------------------------------------- */

struct way {
	const char *name;
	const char *mode;        /* of the loopback server, for all prices; several joined by '|' */
	const char *cause;       /* on the status line; NULL: harmless */
};
static const struct way ways[] = {
	{"closed port", "mode=down", "no connection"},
	{"reset at accept", "mode=close|mode=refuse", "no connection|cut off"},
	{"reset in the body", "mode=reset", "cut off|no connection"},
	{"cut in the body", "mode=truncate", "cut off"},
	{"cut after three bytes", "mode=truncate&at=3", "cut off"},
	{"no answer", "mode=hang", "no answer in time"},
	{"a byte now and then", "mode=drip&ms=400&bytes=1", "no answer in time"},
	{"a late answer", "mode=delay&ms=300", NULL},
	{"chunks", "mode=chunked", NULL},
	{"closed after each answer", "mode=close", NULL},
	{"gzip", "mode=gzip", NULL},
	{"gzip bomb", "mode=bomb&mb=200", "too large"},
	{"200 MB declared", "mode=stream&mb=200&length=1", "too large"},
	{"200 MB undeclared", "mode=stream&mb=200", "too large"},
	{"redirects in a circle", "mode=loop", "sent us to another address"},
	{"redirect to another host", "mode=redirect&keep=1&to=@", "sent us to another address"},
	{"500", "mode=status&status=500", "error status"},
	{"502 of a gateway", "mode=html&status=502", "web page|error status"},
	{"503", "mode=status&status=503", "error status"},
	{"999", "mode=status&status=999", "error status|too many requests"},
	{"401", "mode=401", "refused the key or session"},
	{"403", "mode=403", "refused the key or session"},
	{"web page with 200", "mode=html", "web page"},
	{"challenge with 202", "mode=html&status=202", "web page|terms"},
	{"consent page", "mode=consent", "terms accepted"},
	{"empty body", "mode=empty", "answered with nothing"},
	{"random bytes", "mode=garbage", "form we do not know"},
	{"JSON that ends early", "mode=body&type=application/json&text={\"spark\":{\"result\":[{\"symbol\":",
	 "form we do not know|cut off"},
	{"Infinity and NaN", "mode=body&type=application/json&text={\"spark\":{\"result\":[NaN,Infinity],\"error\":null}}",
	 "form we do not know"},
	{"null for all", "mode=body&type=application/json&text={\"spark\":{\"result\":null,\"error\":null}}",
	 "form we do not know|answered with"},
	{"another thing entirely", "mode=body&type=application/json&text=[1,2,3]", "form we do not know"},
};

/* These silence a source for a quarter of an hour, which no test waits for. */
static const struct way refusals[] = {
	{"words of refusal with 200", "mode=body&type=text/plain&text=Too%20Many%20Requests", "too many requests"},
	{"429", "mode=429", "too many requests"},
	{"429 with a time", "mode=429&retry-after=1200", "too many requests"},
};
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static void
put_rule(const char *path, const char *mode)
{
	char rule[800];
	size_t n = (size_t)snprintf(rule, sizeof rule, "path=%s&", path);

	for (const char *c = mode; *c && *c != '|' && n + 64 < sizeof rule; c++)
		n += (size_t)snprintf(rule + n, sizeof rule - n, *c == '@' ? "%s" : "%.1s",
		                      *c == '@' ? elsewhere.url : c);
	assert_true(bt_loopback_control(&st.server, rule));
}

static void
set_mode(const char *mode)
{
	while (mode) {
		put_rule("/v7/*", mode);
		put_rule("/v8/*", mode);
		mode = strchr(mode, '|');
		mode = mode ? mode + 1 : NULL;
	}
}

/* The words on the status line, behind whose they are. */
static const char *
said(const char *cause)
{
	static char ere[200];

	snprintf(ere, sizeof ere, "Yahoo Finance: .*(%s)", cause);
	return ere;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The source fails in that way; what the screen must do all the while. */
static void
fail_and_look(struct bt_pty *p, const struct way *way, bool with_feed, const char *price,
              const struct bt_vt_cell *fresh)
{
	long feeds = with_feed ? bt_loopback_stat(&press, "/rss/wire") : -1;
	struct bt_vt_cell look;
	char value[32];

	set_mode(way->mode);
	assert_true(bt_pty_key(p, "R"));
	if (way->cause && !bt_pty_wait_regex(p, said(way->cause), STAGE_WAIT))
		fail_msg("%s: no /%s/ on the screen: %s", way->name, way->cause,
		         bt_pty_row(p, bt_vt_rows(bt_pty_vt(p)) - 1));
	keys_are_live(p);
	if (way->cause) {
		assert_true(bt_pty_wait_regex(p, "values of ", STAGE_WAIT));
		stage_settle(p);
		look = stage_price(p, value);
		assert_string_equal(value, price);
		assert_false(stage_same_look(&look, fresh));
	}
	/* the other source was asked, a second after the last time at the soonest, and has nothing to complain of */
	if (feeds >= 0)
		assert_true(bt_loopback_wait_stat(&press, "/rss/wire", feeds + 1, STAGE_WAIT));
	assert_false(bt_pty_shows(p, "wire: "));
}

static void
get_well(struct bt_pty *p, const struct way *way, const char *price, const struct bt_vt_cell *fresh)
{
	struct bt_vt_cell look;
	char value[32];

	assert_true(bt_loopback_control(&st.server, "mode=ok"));
	assert_true(bt_pty_key(p, "r"));
	if (way->cause && !bt_pty_wait_gone(p, said(way->cause), STAGE_WAIT))
		fail_msg("%s: still there: %s", way->name,
		         bt_pty_row(p, bt_vt_rows(bt_pty_vt(p)) - 1));
	assert_true(bt_pty_wait_gone(p, "values of ", STAGE_WAIT));
	assert_true(bt_pty_wait_gone(p, "fetching", STAGE_WAIT));
	stage_settle(p);
	look = stage_price(p, value);
	assert_string_equal(value, price);
	assert_true(stage_same_look(&look, fresh));
}

static void
source__every_way_to_fail__is_named_harmless_and_got_over(void **state)
{
	struct bt_vt_cell fresh;
	struct bt_pty *p;
	char price[32];

	(void)state;
	p = open_filled();
	fresh = stage_price(p, price);
	for (size_t i = 0; i < COUNT(ways); i++) {
		double start = seconds();

		fail_and_look(p, &ways[i], i % (getenv("BT_TEST_LONG") ? 1 : 8) == 0, price, &fresh);
		get_well(p, &ways[i], price, &fresh);
		if (getenv("BT_TEST_VERBOSE"))
			print_message("%-28s %.1f s\n", ways[i].name, seconds() - start);
	}
	print_message("%zu ways to fail\n", COUNT(ways));
	assert_int_equal(bt_loopback_stat(&elsewhere, "requests"), 0);
	stage_quit(p);
	assert_true(stage_wire_is_clean(p));
}

/* A refusal is obeyed: the cause, the time of the next try, and no request for all the user's pressing. */
static void
source__refuses__is_left_alone_and_says_until_when(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refusals); i++) {
		struct bt_vt_cell fresh;
		struct bt_pty *p;
		char price[32];
		long asked;

		p = open_filled();
		fresh = stage_price(p, price);
		fail_and_look(p, &refusals[i], true, price, &fresh);
		assert_true(bt_pty_wait_regex(p, "next try ", STAGE_WAIT));
		stage_settle(p);
		asked = bt_loopback_stat(&st.server, "requests");
		assert_true(bt_loopback_control(&st.server, "mode=ok"));
		assert_true(bt_pty_key(p, "r"));
		keys_are_live(p);
		if (bt_loopback_stat(&st.server, "requests") != asked)
			fail_msg("%s: %ld requests more", refusals[i].name,
			         bt_loopback_stat(&st.server, "requests") - asked);
		stage_quit(p);
		tear_down(state);
		set_up(state);
	}
}

/* Add it to the settings; '@' is where the server is. */
static void
put_place(const char *url)
{
	size_t n = strlen(st.more);

	for (; *url && n + 40 < sizeof st.more; url++)
		n += (size_t)snprintf(st.more + n, sizeof st.more - n, *url == '@' ? "127.0.0.1:%d" : "%c",
		                      *url == '@' ? st.server.port : *url);
	snprintf(st.more + n, sizeof st.more - n, "\n");
}

/* Nobody there at all, or nobody whom to trust; over when the settings name the right place again. */
static void
address__leads_nowhere__old_values_and_the_cause(void **state)
{
	static const struct {
		const char *url, *cause;
	} places[] = {
		{"http://nosuch.invalid", "no connection.*resolve|no answer in time"},
		{"https://@", "no connection that can be trusted|no answer in time"},    /* it speaks no TLS */
	};
	struct bt_vt_cell fresh, look;
	char price[32], value[32], more[200];
	struct bt_pty *p;

	(void)state;
	p = open_filled();
	fresh = stage_price(p, price);
	stage_quit(p);
	snprintf(more, sizeof more, "%.199s", st.more);
	for (size_t i = 0; i < COUNT(places); i++) {
		snprintf(st.more, sizeof st.more, "%.199s[yahoo]\nurl = ", more);
		put_place(places[i].url);
		stage_conf(&st);
		p = stage_run(&st, WIDE, NULL);
		assert_true(bt_pty_wait_regex(p, STAGE_FILLED, STAGE_WAIT));
		assert_true(bt_pty_key(p, "R"));
		assert_true(bt_pty_wait_regex(p, said(places[i].cause), STAGE_WAIT));
		keys_are_live(p);
		stage_settle(p);
		look = stage_price(p, value);
		assert_string_equal(value, price);
		assert_false(stage_same_look(&look, &fresh));
		assert_false(bt_pty_shows(p, "wire: "));
		stage_quit(p);
	}
	snprintf(st.more, sizeof st.more, "%.199s", more);
	stage_conf(&st);
	p = stage_run(&st, WIDE, NULL);
	assert_true(bt_pty_wait_regex(p, STAGE_FILLED, STAGE_WAIT));
	assert_true(bt_pty_key(p, "r"));
	assert_true(bt_pty_wait_gone(p, "Yahoo Finance: ", STAGE_WAIT));
	assert_true(bt_pty_wait_gone(p, "values of ", STAGE_WAIT));
	stage_quit(p);
}

/* The other way round: a feed that fails is named, and prices know nothing of it. */
static void
feed__fails__prices_go_on(void **state)
{
	struct bt_vt_cell fresh, look;
	char price[32], value[32];
	struct bt_pty *p;

	(void)state;
	p = open_filled();
	fresh = stage_price(p, price);
	assert_true(bt_loopback_control(&press, "mode=html"));
	assert_true(bt_pty_key(p, "R"));
	assert_true(bt_pty_wait_regex(p, "wire: .*web page", STAGE_WAIT));
	stage_settle(p);
	look = stage_price(p, value);

	assert_true(stage_same_look(&look, &fresh));
	assert_true(bt_loopback_control(&press, "mode=ok"));
	assert_true(bt_pty_key(p, "R"));
	assert_true(bt_pty_wait_gone(p, "wire: ", STAGE_WAIT));
	stage_quit(p);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, tear_down, &st)
	const struct CMUnitTest tests[] = {
		TEST(source__every_way_to_fail__is_named_harmless_and_got_over),
		TEST(source__refuses__is_left_alone_and_says_until_when),
		TEST(address__leads_nowhere__old_values_and_the_cause),
		TEST(feed__fails__prices_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, stage_print_times);
}
