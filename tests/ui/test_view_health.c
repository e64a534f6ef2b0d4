/* test_view_health.c - view 8 on a day on which much goes wrong; and moments as people read them. */
#include "stage.h"
#include "ui/when.h"

/* 2025-12-23 18:00 in New York, the evening of the stage. */
#define NOW INT64_C(1766530800)

static const struct bt_provider_health sources[] = {
	{.id = "yahoo", .name = "Yahoo Finance", .state = BT_HEALTH_STOPPED, .breaker = BT_BREAKER_OPEN,
	 .fault = BT_FAULT_REFUSED, .cause = "refused: too many requests (status 429)", .last_ok_utc = NOW - 4000,
	 .last_fail_utc = NOW - 30, .next_try_utc = NOW + 900, .latency_ms = 41, .requests = 126, .failed = 3,
	 .bytes = 1234567, .limit = "2 a second, 4 at once", .waiting = 5,
	 .failures = {[BT_FAULT_REFUSED] = 1, [BT_FAULT_TIMEOUT] = 2}},
	{.id = "cboe", .name = "Cboe", .state = BT_HEALTH_GOOD, .cause = "", .last_ok_utc = NOW - 200000,
	 .latency_ms = 15, .requests = 2, .limit = "2 a second, 2 at once", .bytes = 900},
	{.id = "feed:fed", .name = "fed", .state = BT_HEALTH_UNTRIED, .cause = "", .latency_ms = -1,
	 .limit = "1 a second, 1 at once"},
};
static const struct bt_health_event events[] = {
	{.utc = NOW - 30, .provider = "yahoo", .what = "chart ^RUT", .http_status = 429,
	 .fault = BT_FAULT_REFUSED, .latency_ms = 12, .bytes = 19},
	{.utc = NOW - 4000, .provider = "yahoo", .what = "spark A and 19 more, 5d", .latency_ms = 5000,
	 .fault = BT_FAULT_TIMEOUT},
	{.utc = NOW - 90000, .provider = "cboe", .what = "quote ^VIX", .http_status = 200, .latency_ms = 15,
	 .bytes = 450},
};
static const struct bt_health sick = {
	.provider = sources, .n_provider = 3, .event = events, .n_event = 3, .transport = "libcurl/8",
	.clock_ahead_s = 3600, .clock_note = "this machine's clock is 1h ahead of the servers'",
	.cache = {.path = "/home/u/.cache/broadtape/market.db", .note = "", .bytes = 42300000, .symbols = 563,
	          .bars = 2534120, .oldest = 13140, .newest = 20445, .updated_utc = NOW - 4000,
	          .lease = BT_LEASE_OTHER, .holder = 77},
};

static void
turn_to_health(void)
{
	struct bt_snapshot *snap = stage_snapshot();

	assert_true(now == NOW);
	snap->market.sample = false;
	snap->market.source = "yahoo";
	snap->health = sick;
	bt_screen_take(&screen, snap, now);
	draw(120, 40);
	key('8');
}

static void
health__is_as_looked_at(void **state)
{
	(void)state;
	turn_to_health();
	assert_golden_at_usual_sizes("health");
}

static void
source__in_full__tells_every_failure_by_cause(void **state)
{
	(void)state;
	turn_to_health();
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(shows("1: refused"));
	assert_true(shows("2: timeout"));
	assert_true(shows("no answer in time"));
	assert_true(shows("18:15 EST"));                /* the next try */
	key(BT_KEY_ESC);
	key('j');
	key('e');
	draw(120, 40);
	assert_true(shows("none since 00:00 UTC"));
}

static void
log__is_a_pane__with_each_request_in_full(void **state)
{
	(void)state;
	turn_to_health();
	key(BT_KEY_TAB);
	assert_int_equal(screen.pane[BT_PANE_LOG].table.n, 3);
	type("/vix");
	key(BT_KEY_ENTER);
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(shows("Mon 17:00 EST"));
	assert_true(shows("200"));
}

static void
nothing_asked__is_no_failure(void **state)
{
	(void)state;
	key('8');                               /* the sample asks nobody */
	draw(120, 40);
	assert_true(shows("nobody is asked over the network"));
	assert_true(shows("0 symbols"));
}

/* Prices are dimmed when their source fails; not when a feed does. */
static void
prices__are_stale__by_their_own_source_alone(void **state)
{
	static const struct bt_provider_health feed[] = {
		{.id = "feed:fed", .name = "fed", .state = BT_HEALTH_RETRYING, .cause = "x", .limit = ""}};
	struct bt_snapshot *snap;

	(void)state;
	turn_to_health();
	assert_true(bt_screen_is_stale(&screen));
	assert_false(bt_screen_news_is_stale(&screen));
	snap = stage_snapshot();
	snap->market.sample = false;
	snap->health = (struct bt_health){.provider = feed, .n_provider = 1};
	bt_screen_take(&screen, snap, now);
	assert_false(bt_screen_is_stale(&screen));
	assert_true(bt_screen_news_is_stale(&screen));
	snap = stage_snapshot();                /* what the sample makes up holds nothing up */
	snap->health = (struct bt_health){.provider = feed, .n_provider = 1};
	bt_screen_take(&screen, snap, now);
	assert_false(bt_screen_news_is_stale(&screen));
}

static void
health__lives__at_every_size(void **state)
{
	(void)state;
	turn_to_health();
	assert_lives_at_every_size("Sources");
}

static void
moments__are_told__as_short_as_they_must(void **state)
{
	static const struct {
		int64_t ago;
		int columns;
		const char *text;
	} rows[] = {
		{0, 5, "18:00"}, {1, 8, "17:59:59"}, {86400, 5, "Mon"}, {86400, 9, "Mon 18:00"},
		{-86400 * 2, 9, "Thu 18:00"}, {86400 * 13, 5, "12-10"}, {86400 * 369, 5, "2024"},
		{86400 * 369, 7, "2024-12"}, {86400 * 369, 10, "2024-12-19"},
	};
	char buf[32];
	int64_t utc;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bt_when_short(NOW - rows[i].ago, NOW, rows[i].columns, buf, sizeof(buf));
		assert_string_equal(buf, rows[i].text);
		assert_true((int)strlen(buf) <= rows[i].columns);
	}
	bt_when_clock(NOW, NOW, buf, sizeof(buf));
	assert_string_equal(buf, "18:00 EST");
	assert_true(bt_when_parse("2025-12-23T23:00:00Z", &utc) && utc == NOW);
	assert_false(bt_when_parse("2025-12-23 23:00:00Z", &utc));
	assert_false(bt_when_parse("2025-12-23T23:00:00+", &utc));
	assert_false(bt_when_parse("chart ^RUT", &utc));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		T(health__is_as_looked_at),
		T(source__in_full__tells_every_failure_by_cause),
		T(log__is_a_pane__with_each_request_in_full),
		T(nothing_asked__is_no_failure),
		T(prices__are_stale__by_their_own_source_alone),
		T(health__lives__at_every_size),
		cmocka_unit_test(moments__are_told__as_short_as_they_must),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
