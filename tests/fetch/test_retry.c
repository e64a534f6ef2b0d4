/* test_retry.c - back-off, silence, breaker and rate, on times made up here. */
#include "fetch/fetch_test.h"
#include "fetch/retry.h"

static const struct bt_limits polite = {2, 4, 0, 0}, fast = {0, 64, 0, 0};

static struct bt_plan
end_as(struct bt_gate *g, int64_t now, const struct bt_outcome *o)
{
	bt_gate_leave(g);
	return bt_gate_judge(g, now, o);
}

static struct bt_plan
end(struct bt_gate *g, int64_t now, enum bt_fault fault, int status, int tries)
{
	struct bt_outcome o = {.fault = fault, .http_status = status, .retry_after_s = -1, .tries = tries};

	return end_as(g, now, &o);
}

static void
gate__default_rate__two_a_second_four_at_once(void **state)
{
	struct bt_gate g;
	int64_t now = 1000, started = 0, last = 0;

	(void)state;
	bt_gate_init(&g, polite, 7, now);
	for (int i = 0; i < 600; i++) {
		int64_t at = bt_gate_next(&g, now);

		assert_true(at >= now && at < now + 2000);
		now = at;
		assert_true(bt_gate_next(&g, now) <= now);
		bt_gate_start(&g, now);
		end(&g, now, BT_FAULT_NONE, 200, 1);
		started++;
		/* never more than a burst of two above the rate */
		assert_true(started <= 2 + (now - 1000) * 2 / 1000 + 1);
		last = now;
	}
	assert_in_range(last - 1000, 298000, 330000); /* jitter lowers the rate hardly */
}

static void
gate__four_run__next_waits_for_an_end(void **state)
{
	struct bt_gate g;

	(void)state;
	bt_gate_init(&g, (struct bt_limits){0, 4, 0, 0}, 7, 0);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(bt_gate_next(&g, 0), 0);
		bt_gate_start(&g, 0);
	}
	assert_true(bt_gate_next(&g, 0) == INT64_MAX);
	end(&g, 5, BT_FAULT_NONE, 200, 1);
	assert_int_equal(bt_gate_next(&g, 5), 5);
}

static void
gate__high_rate__jitter_does_not_throttle(void **state)
{
	struct bt_gate g;
	int64_t now = 0;

	(void)state;
	bt_gate_init(&g, (struct bt_limits){1000, 64, 0, 0}, 7, 0);
	for (int i = 0; i < 2000; i++) {
		now = bt_gate_next(&g, now);
		bt_gate_start(&g, now);
		end(&g, now, BT_FAULT_NONE, 200, 1);
	}
	assert_in_range(now, 1900, 2600);
}

static void
transient__three_tries__pauses_double(void **state)
{
	struct bt_gate g;
	struct bt_plan p;

	(void)state;
	bt_gate_init(&g, fast, 7, 0);
	bt_gate_start(&g, 0);
	p = end(&g, 0, BT_FAULT_TIMEOUT, 0, 1);
	assert_int_equal(p.kind, BT_PLAN_AGAIN);
	assert_in_range(p.at_ms, 1500, 2250);
	p = end(&g, 0, BT_FAULT_HTTP, 503, 2);
	assert_int_equal(p.kind, BT_PLAN_AGAIN);
	assert_in_range(p.at_ms, 3000, 4500);
	assert_int_equal(end(&g, 0, BT_FAULT_TRUNCATED, 200, 3).kind, BT_PLAN_GIVE_UP);
}

static void
transient__among_good_answers__is_asked_again_at_once_and_then_backs_off(void **state)
{
	struct bt_outcome o = {.fault = BT_FAULT_HTTP, .http_status = 500, .retry_after_s = -1, .tries = 1};
	struct bt_gate g;
	struct bt_plan p;

	(void)state;
	bt_gate_init(&g, fast, 7, 0);
	end(&g, 0, BT_FAULT_NONE, 200, 1);
	p = end_as(&g, 0, &o);
	assert_int_equal(p.kind, BT_PLAN_AT_ONCE);
	assert_in_range(p.at_ms, 0, 300);
	o.tries = 2;
	o.spared = true;
	p = end_as(&g, 0, &o);
	assert_int_equal(p.kind, BT_PLAN_AGAIN);
	assert_in_range(p.at_ms, 1500, 2250);
	o.tries = 3;
	assert_int_equal(end_as(&g, 0, &o).kind, BT_PLAN_GIVE_UP);
	/* a second job's failure in a row is no longer alone, nor is one that names its own pause */
	assert_int_equal(end(&g, 0, BT_FAULT_TRUNCATED, 200, 1).kind, BT_PLAN_AGAIN);
	end(&g, 0, BT_FAULT_NONE, 200, 1);
	o = (struct bt_outcome){.fault = BT_FAULT_HTTP, .http_status = 503, .retry_after_s = 9, .tries = 1};
	p = end_as(&g, 0, &o);
	assert_int_equal(p.kind, BT_PLAN_AGAIN);
	assert_true(p.at_ms >= 9000);
}

static void
jitter__by_seed__repeats_and_differs(void **state)
{
	struct bt_gate a, b, c;
	int64_t x, y, z;

	(void)state;
	bt_gate_init(&a, fast, 1, 0);
	bt_gate_init(&b, fast, 1, 0);
	bt_gate_init(&c, fast, 2, 0);
	x = end(&a, 0, BT_FAULT_TIMEOUT, 0, 1).at_ms;
	y = end(&b, 0, BT_FAULT_TIMEOUT, 0, 1).at_ms;
	z = end(&c, 0, BT_FAULT_TIMEOUT, 0, 1).at_ms;
	assert_int_equal(x, y);
	assert_int_not_equal(x, z);
}

static const struct {
	enum bt_fault fault;
	int status, tries;
	enum bt_plan_kind plan;
} plans[] = {
	{BT_FAULT_NONE, 200, 1, BT_PLAN_DONE},
	{BT_FAULT_CANCELLED, 0, 1, BT_PLAN_DONE},
	{BT_FAULT_NOT_FOUND, 404, 1, BT_PLAN_GIVE_UP},
	{BT_FAULT_REQUEST, 400, 1, BT_PLAN_GIVE_UP},
	{BT_FAULT_REQUEST, 422, 1, BT_PLAN_GIVE_UP},
	{BT_FAULT_HTML, 404, 1, BT_PLAN_GIVE_UP},
	{BT_FAULT_TIMEOUT, 408, 1, BT_PLAN_GIVE_UP},
	{BT_FAULT_HTML, 200, 1, BT_PLAN_AGAIN},
	{BT_FAULT_HTTP, 999, 2, BT_PLAN_AGAIN},
	{BT_FAULT_AUTH, 401, 1, BT_PLAN_AGAIN},
	{BT_FAULT_AUTH, 401, 2, BT_PLAN_GIVE_UP},
	{BT_FAULT_AUTH, 403, 1, BT_PLAN_GIVE_UP},
	{BT_FAULT_REFUSED, 429, 1, BT_PLAN_LATER},
	{BT_FAULT_REFUSED, 200, 1, BT_PLAN_LATER},
	{BT_FAULT_TLS, 0, 1, BT_PLAN_GIVE_UP},
	{BT_FAULT_CONSENT, 200, 1, BT_PLAN_GIVE_UP},
	{BT_FAULT_NO_DATA, 200, 1, BT_PLAN_GIVE_UP},
};

static void
end__fault_and_status__has_its_plan(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		struct bt_gate g;
		struct bt_plan p;

		bt_gate_init(&g, fast, 7, 0);
		bt_gate_start(&g, 0);
		p = end(&g, 0, plans[i].fault, plans[i].status, plans[i].tries);
		if (p.kind != plans[i].plan)
			fail_msg("%s %d: plan %d", bt_fault_name(plans[i].fault), plans[i].status, p.kind);
	}
}

static void
refused__silence_doubles_to_two_hours_and_ends_with_a_good_answer(void **state)
{
	static const int minutes[] = {15, 30, 60, 120, 120};
	struct bt_gate g;
	int64_t now = 1000;

	(void)state;
	bt_gate_init(&g, fast, 7, now);
	for (size_t i = 0; i < 5; i++) {
		bt_gate_start(&g, now);
		assert_int_equal(end(&g, now, BT_FAULT_REFUSED, 429, 1).kind, BT_PLAN_LATER);
		assert_int_equal(bt_gate_silent_until(&g, now), now + minutes[i] * 60000);
		assert_int_equal(bt_gate_next(&g, now), now + minutes[i] * 60000);
		now += minutes[i] * 60000;
	}
	bt_gate_start(&g, now);
	assert_true(bt_gate_next(&g, now) == INT64_MAX); /* one probe, no more */
	end(&g, now, BT_FAULT_NONE, 200, 1);
	assert_int_equal(bt_gate_next(&g, now), now);
	bt_gate_start(&g, now);
	end(&g, now, BT_FAULT_REFUSED, 429, 1);
	assert_int_equal(bt_gate_silent_until(&g, now), now + 15 * 60000);
}

static void
refused__answers_that_were_on_their_way__change_nothing(void **state)
{
	struct bt_gate g;

	(void)state;
	bt_gate_init(&g, fast, 7, 0);
	for (int i = 0; i < 4; i++)
		bt_gate_start(&g, 0);
	end(&g, 0, BT_FAULT_REFUSED, 429, 1);
	end(&g, 5, BT_FAULT_REFUSED, 429, 1);
	end(&g, 5, BT_FAULT_NONE, 200, 1);
	end(&g, 5, BT_FAULT_TIMEOUT, 0, 1);
	assert_int_equal(bt_gate_silent_until(&g, 5), 15 * 60000);
	assert_int_equal(bt_gate_next(&g, 5), 15 * 60000);
}

static void
retry_after__is_honoured_and_bounded(void **state)
{
	struct bt_outcome o = {.fault = BT_FAULT_REFUSED, .http_status = 429, .retry_after_s = 3600, .tries = 1};
	struct bt_gate g;

	(void)state;
	bt_gate_init(&g, fast, 7, 0);
	bt_gate_start(&g, 0);
	assert_int_equal(end_as(&g, 0, &o).at_ms, 3600 * 1000);
	bt_gate_init(&g, fast, 7, 0);
	bt_gate_start(&g, 0);
	o.retry_after_s = INT64_MAX;
	assert_int_equal(end_as(&g, 0, &o).at_ms, 86400 * 1000);
	bt_gate_init(&g, fast, 7, 0);
	bt_gate_start(&g, 0);
	o = (struct bt_outcome){.fault = BT_FAULT_HTTP, .http_status = 503, .retry_after_s = 30, .tries = 1};
	assert_int_equal(end_as(&g, 0, &o).at_ms, 30000);
	assert_int_equal(bt_gate_next(&g, 0), 30000); /* for the others too */
}

static void
breaker__five_failures__opens_probes_and_closes(void **state)
{
	struct bt_gate g;
	int64_t now = 0;

	(void)state;
	bt_gate_init(&g, fast, 7, 0);
	for (int i = 0; i < 4; i++) {
		bt_gate_start(&g, now);
		end(&g, now, BT_FAULT_NETWORK, 0, 1);
	}
	assert_int_equal(bt_gate_silent_until(&g, now), 0);
	bt_gate_start(&g, now);
	end(&g, now, BT_FAULT_NETWORK, 0, 1);
	assert_int_equal(bt_gate_silent_until(&g, now), 60000);
	now = 60000;
	assert_int_equal(bt_gate_next(&g, now), now);
	bt_gate_start(&g, now);
	assert_true(bt_gate_next(&g, now) == INT64_MAX);
	end(&g, now, BT_FAULT_NETWORK, 0, 1);
	assert_int_equal(bt_gate_silent_until(&g, now), now + 120000);
	now += 120000;
	bt_gate_start(&g, now);
	end(&g, now, BT_FAULT_CANCELLED, 0, 1); /* says nothing: the next may probe */
	assert_int_equal(bt_gate_next(&g, now), now);
	bt_gate_start(&g, now);
	end(&g, now, BT_FAULT_NOT_FOUND, 404, 1); /* the source works */
	assert_int_equal(g.breaker, BT_BREAKER_CLOSED);
	assert_int_equal(bt_gate_next(&g, now), now);
}

static void
limits__patience_of_their_own__is_kept(void **state)
{
	static const struct bt_limits hasty = {0, 64, 100, 2000};
	struct bt_gate g;
	struct bt_plan plan = {0};

	(void)state;
	bt_gate_init(&g, hasty, 3, 0);
	for (int i = 0; i < BT_BREAKER_FAILURES; i++) {
		bt_gate_start(&g, 0);
		plan = end(&g, 0, BT_FAULT_NETWORK, 0, 1);
		if (i == 0)
			assert_in_range(plan.at_ms, 100, 150);
	}
	assert_int_equal(g.breaker, BT_BREAKER_OPEN);
	assert_int_equal(bt_gate_silent_until(&g, 0), 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gate__default_rate__two_a_second_four_at_once),
		cmocka_unit_test(gate__four_run__next_waits_for_an_end),
		cmocka_unit_test(gate__high_rate__jitter_does_not_throttle),
		cmocka_unit_test(transient__three_tries__pauses_double),
		cmocka_unit_test(transient__among_good_answers__is_asked_again_at_once_and_then_backs_off),
		cmocka_unit_test(jitter__by_seed__repeats_and_differs),
		cmocka_unit_test(end__fault_and_status__has_its_plan),
		cmocka_unit_test(refused__silence_doubles_to_two_hours_and_ends_with_a_good_answer),
		cmocka_unit_test(refused__answers_that_were_on_their_way__change_nothing),
		cmocka_unit_test(retry_after__is_honoured_and_bounded),
		cmocka_unit_test(breaker__five_failures__opens_probes_and_closes),
		cmocka_unit_test(limits__patience_of_their_own__is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
