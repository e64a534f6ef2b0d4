/* test_health.c - the health view: what is known of sources, cache, clock and requests becomes rows and
 * members, and what is not known becomes null. */
#include "base/clock.h"
#include "model/health.h"
#include "model/lane.h"
#include "model/report_test.h"

#define NOW INT64_C(1763740800)          /* 2025-11-21T16:00:00Z */

static const struct bt_provider_health sources[] = {
	{.id = "yahoo", .name = "Yahoo Finance", .state = BT_HEALTH_STOPPED, .breaker = BT_BREAKER_OPEN,
	 .fault = BT_FAULT_REFUSED, .cause = "refused: too many requests", .last_ok_utc = NOW - 90,
	 .last_fail_utc = NOW - 30, .next_try_utc = NOW + 900, .latency_ms = 41, .requests = 26, .failed = 3,
	 .bytes = 1234567, .limit = "2 a second, 4 at once", .waiting = 5,
	 .failures = {[BT_FAULT_REFUSED] = 1, [BT_FAULT_TIMEOUT] = 2}},
	{.id = "feed:fed", .name = "fed", .state = BT_HEALTH_UNTRIED, .cause = "", .latency_ms = -1,
	 .limit = "1 a second, 1 at once"},
};
static const struct bt_health_event events[] = {
	{.utc = NOW - 30, .provider = "yahoo", .what = "chart ^RUT", .http_status = 429,
	 .fault = BT_FAULT_REFUSED, .latency_ms = 12, .bytes = 19},
	{.utc = NOW - 90, .provider = "yahoo", .what = "spark A and 19 more, 5d", .latency_ms = 5000,
	 .fault = BT_FAULT_TIMEOUT},
};
static const struct bt_health health = {
	.provider = sources, .n_provider = 2, .event = events, .n_event = 2, .transport = "libcurl/8",
	.clock_ahead_s = 3600, .clock_note = "this machine's clock is 1h ahead",
	.cache = {.path = "/x/market.db", .note = "", .bytes = 4096, .symbols = 3, .bars = 700,
	          .oldest = 20000, .newest = 20400, .updated_utc = NOW - 60, .lease = BT_LEASE_OTHER,
	          .holder = 77},
};

static int
setup(void **state)
{
	struct world *w;

	world_setup(state, NULL, 0);
	w = *state;
	w->market.source = "yahoo";
	w->scope.health = &health;
	w->scope.now_utc = NOW;
	return 0;
}

static void
show_health(struct world *w)
{
	assert_int_equal(ask_with(w, plain(BT_VIEW_HEALTH), NULL, 0), BT_OK);
}

static void
health__row_of_a_stopped_source__says_why_and_until_when(void **state)
{
	struct world *w = *state;

	show_health(w);
	assert_int_equal(w->report.rows.u.list.len, 2);
	assert_string_equal(bt_val_as_str(cell(w, 0, "provider")), "yahoo");
	assert_string_equal(bt_val_as_str(cell(w, 0, "state")), "stopped");
	assert_string_equal(bt_val_as_str(cell(w, 0, "breaker")), "open");
	assert_string_equal(bt_val_as_str(cell(w, 0, "fault")), "refused");
	assert_string_equal(bt_val_as_str(cell(w, 0, "last_ok")), "2025-11-21T15:58:30Z");
	assert_string_equal(bt_val_as_str(cell(w, 0, "next_try")), "2025-11-21T16:15:00Z");
	assert_true(bt_val_as_num(cell(w, 0, "age_s")) == 90);
	assert_true(bt_val_as_num(cell(w, 0, "latency_ms")) == 41);
	assert_true(bt_val_as_num(cell(w, 0, "requests")) == 26);
	assert_true(bt_val_as_num(cell(w, 0, "failures.refused")) == 1);
	assert_true(bt_val_as_num(cell(w, 0, "failures.timeout")) == 2);
	assert_null(bt_val_get(cell(w, 0, "failures"), "network"));
}

static void
health__row_of_an_untried_source__is_null_not_zero(void **state)
{
	static const char *const unknown[] = {"last_ok", "age_s", "latency_ms", "fault", "cause", "next_try",
	                                      "last_fail"};
	struct world *w = *state;

	show_health(w);
	assert_string_equal(bt_val_as_str(cell(w, 1, "state")), "untried");
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		assert_int_equal(cell(w, 1, unknown[i])->kind, BT_VAL_NULL);
}

/* What a source is after one more answer. */
static enum bt_health_state
state_after(struct bt_lane *l, enum bt_fault fault, int status)
{
	struct bt_answer answer = {.fault = fault};
	struct bt_response res = {.status = status};
	struct bt_provider_health h;
	struct bt_arena a;

	bt_xarena_init(&a);
	bt_lane_count_request(l);
	bt_lane_count_answer(l, &answer, &res);
	h = bt_lane_health(l, bt_clock_utc(), bt_clock_mono_ms(), &a);
	bt_arena_release(&a);
	return h.state;
}

static void
lane__that_only_knew_nothing__is_not_good_until_it_knows_something(void **state)
{
	struct bt_lane *l = bt_lane_new("x", "X", bt_provider_find("yahoo"), "http://127.0.0.1:1", NULL,
	                                (struct bt_limits){0, 4, 0, 0}, 1);

	(void)state;
	assert_int_equal(state_after(l, BT_FAULT_NOT_FOUND, 404), BT_HEALTH_UNPROVEN);
	assert_int_equal(state_after(l, BT_FAULT_NO_DATA, 200), BT_HEALTH_UNPROVEN);
	assert_int_equal(l->last_ok_utc, 0);
	assert_int_equal(state_after(l, BT_FAULT_TIMEOUT, 0), BT_HEALTH_RETRYING);
	assert_int_equal(state_after(l, BT_FAULT_NONE, 200), BT_HEALTH_GOOD);
	assert_int_equal(state_after(l, BT_FAULT_NOT_FOUND, 404), BT_HEALTH_GOOD);
	bt_lane_free(l);
}

static void
health__members_beside_the_rows__are_cache_clock_and_log(void **state)
{
	struct world *w = *state;

	show_health(w);
	assert_true(bt_val_as_num(head(w, "requests")) == 26);
	assert_true(bt_val_as_num(head(w, "clock.ahead_s")) == 3600);
	assert_true(bt_val_as_num(head(w, "cache.bytes")) == 4096);
	assert_true(bt_val_as_num(head(w, "cache.age_s")) == 60);
	assert_true(bt_val_as_num(head(w, "cache.holder")) == 77);
	assert_string_equal(bt_val_as_str(head(w, "cache.lease")), "other");
	assert_int_equal(head(w, "cache.note")->kind, BT_VAL_NULL);
	const struct bt_val *log = head(w, "log");

	assert_int_equal(log->u.list.len, 2);
	assert_string_equal(bt_val_as_str(bt_val_get(&log->u.list.at[0], "what")), "chart ^RUT");
	assert_true(bt_val_as_num(bt_val_get(&log->u.list.at[0], "http_status")) == 429);
	assert_int_equal(bt_val_get(&log->u.list.at[1], "http_status")->kind, BT_VAL_NULL);
}

static void
health__without_network__has_no_rows_and_is_no_failure(void **state)
{
	struct world *w = *state;

	w->scope.health = NULL;
	show_health(w);
	assert_int_equal(w->report.rows.u.list.len, 0);
	assert_int_equal(head(w, "cache")->kind, BT_VAL_NULL);
}

static void
health__with_an_argument__is_wrong_usage(void **state)
{
	struct world *w = *state;
	const char *arg[] = {"yahoo"};
	struct bt_ask ask = {.view = BT_VIEW_HEALTH, .as_of = BT_DATE_NONE, .arg = arg, .n_arg = 1};
	struct bt_err err = {0};

	assert_int_equal(bt_report_make(&w->scope, &ask, &w->arena, &w->report, &err), BT_E_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(health__row_of_a_stopped_source__says_why_and_until_when,
		                                setup, world_teardown),
		cmocka_unit_test(lane__that_only_knew_nothing__is_not_good_until_it_knows_something),
		cmocka_unit_test_setup_teardown(health__row_of_an_untried_source__is_null_not_zero, setup,
		                                world_teardown),
		cmocka_unit_test_setup_teardown(health__members_beside_the_rows__are_cache_clock_and_log, setup,
		                                world_teardown),
		cmocka_unit_test_setup_teardown(health__without_network__has_no_rows_and_is_no_failure, setup,
		                                world_teardown),
		cmocka_unit_test_setup_teardown(health__with_an_argument__is_wrong_usage, setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
