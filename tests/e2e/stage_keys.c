/* tests/e2e/stage_keys.c - see stage.h: keys, and how long the first byte of an answer took. */
#include "e2e/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define TIMES_MOST 4096

static double times[TIMES_MOST];
static size_t n_times;

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double
stage_key(struct bt_pty *p, const char *key)
{
	double start, ms;

	while (bt_pty_pump(p, 0))
		;
	start = now_ms();
	assert_true(bt_pty_key(p, key));
	ms = bt_pty_pump(p, 1000) ? now_ms() - start : -1;
	if (ms >= 0 && n_times < TIMES_MOST)
		times[n_times++] = ms;
	return ms;
}

void
stage_type(struct bt_pty *p, const char *text)
{
	assert_true(bt_pty_send(p, text));
	stage_settle(p);
}

void
stage_settle(struct bt_pty *p)
{
	const char *slow = getenv("BT_TEST_SLOW");

	while (bt_pty_pump(p, 40 * (slow ? atoi(slow) : 1)))
		;
}

void
stage_press(struct bt_pty *p, const char *key, const char *ere)
{
	if (bt_pty_shows(p, ere)) {
		fprintf(stderr, "/%s/ was there before %s\n", ere, key);
		fail();
	}
	stage_key(p, key);
	assert_true(bt_pty_wait_regex(p, ere, STAGE_WAIT));
}

void
stage_press_gone(struct bt_pty *p, const char *key, const char *ere)
{
	assert_true(bt_pty_shows(p, ere));
	stage_key(p, key);
	assert_true(bt_pty_wait_gone(p, ere, STAGE_WAIT));
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
stage_print_times(void **state)
{
	(void)state;
	if (n_times == 0)
		return 0;
	qsort(times, n_times, sizeof times[0], by_size);
	printf("%zu keys: first byte after %.2f ms in the median, %.2f ms at most\n", n_times,
	       times[n_times / 2], times[n_times - 1]);
	return 0;
}

void
stage_quit(struct bt_pty *p)
{
	assert_true(bt_pty_key(p, "q"));
	assert_int_equal(bt_pty_wait_exit(p, STAGE_WAIT), 0);
	assert_true(bt_pty_terminal_restored(p));
}
