/* test_join.c - the intersection of calendars, against one found by looking up every date. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/join.h"
#include "core/random.h"

#define LINES 4
#define DAYS 60

/* A calendar of some days out of DAYS; its values tell line and date. */
static struct bt_line
random_line(uint64_t *seed, int which, bt_date *date, double *value)
{
	size_t from = random_below(seed, 20), to = DAYS - random_below(seed, 20), n = 0;
	size_t holes = random_below(seed, 3) ? 0 : 5;     /* most calendars have none: the short way */

	for (size_t d = from; d < to; d++) {
		if (holes && random_below(seed, holes) == 0)
			continue;
		date[n] = (bt_date)d - 30;
		value[n++] = which * 1000.0 + (double)d;
	}
	return (struct bt_line){n, date, value};
}

static void
join__has_exactly_the_common_sessions__of_any_calendars(void **state)
{
	uint64_t seed = 7;
	size_t sessions = 0, empty = 0;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		bt_date date[LINES][DAYS];
		double value[LINES][DAYS];
		struct bt_line line[LINES];
		size_t k = 1 + random_below(&seed, LINES), at = 0;
		struct bt_arena a;
		struct bt_join j;

		bt_arena_init(&a, 0);
		for (size_t i = 0; i < k; i++)
			line[i] = random_line(&seed, (int)i, date[i], value[i]);
		if (round % 50 == 0)
			line[random_below(&seed, k)] = (struct bt_line){0};
		assert_int_equal(bt_join_lines(line, k, &a, &j), BT_OK);
		for (bt_date d = -30; d < DAYS - 30; d++) {
			bool common = true;

			for (size_t i = 0; i < k; i++)
				common = common && bt_dates_find(line[i].date, line[i].n, d) < line[i].n;
			if (!common)
				continue;
			assert_true(at < j.n && j.date[at] == d);
			for (size_t i = 0; i < k; i++)
				assert_true(j.value[i][at] == (double)i * 1000 + d + 30);
			at++;
		}
		assert_int_equal(at, j.n);
		sessions += j.n;
		empty += j.n == 0;
		bt_arena_release(&a);
	}
	assert_true(sessions > 20000 && empty > 50);
}

static void
join__equal_calendars__are_borrowed(void **state)
{
	static const bt_date date[] = {1, 2, 5, 6}, later[] = {2, 5, 6};
	static const double x[] = {1, 2, 3, 4}, y[] = {5, 6, 7};
	const struct bt_line line[2] = {{4, date, x}, {3, later, y}};
	struct bt_arena a;
	struct bt_join j;

	(void)state;
	bt_arena_init(&a, 0);
	assert_int_equal(bt_join_lines(line, 2, &a, &j), BT_OK);
	assert_int_equal(j.n, 3);
	assert_ptr_equal(j.value[0], x + 1);
	assert_ptr_equal(j.value[1], y);
	bt_arena_release(&a);
}

static void
join__no_memory__is_a_status(void **state)
{
	static const bt_date date[] = {1, 2, 5, 6}, other[] = {1, 5, 6, 7};
	static const double x[] = {1, 2, 3, 4};
	const struct bt_line line[2] = {{4, date, x}, {4, other, x}};
	struct bt_arena a;
	struct bt_join j;
	size_t max = 1;

	(void)state;
	for (enum bt_status st = BT_E_NOMEM; st != BT_OK; max += 8) {
		bt_arena_init(&a, max);
		st = bt_join_lines(line, 2, &a, &j);
		assert_true(st == BT_OK || st == BT_E_NOMEM);
		bt_arena_release(&a);
	}
	assert_true(max > 50);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(join__has_exactly_the_common_sessions__of_any_calendars),
		cmocka_unit_test(join__equal_calendars__are_borrowed),
		cmocka_unit_test(join__no_memory__is_a_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
