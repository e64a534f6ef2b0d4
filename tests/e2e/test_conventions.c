/* tests/e2e/test_conventions.c - boxes of the terminal conventions that no other test ticks: bytes, colours, mouse
 * modes, the accessible mode, what is kept between runs.  tests/README.md has the table of all.  */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "e2e/stage.h"

static struct stage st;

static bool
sent(struct bt_pty *p, const char *bytes)
{
	size_t n;
	const char *raw = bt_pty_raw(p, &n);

	return memmem(raw, n, bytes, strlen(bytes)) != NULL;
}

static bool
sent_since(struct bt_pty *p, size_t mark, const char *bytes)
{
	size_t n;
	const char *raw = bt_pty_since(p, mark, &n);

	return memmem(raw, n, bytes, strlen(bytes)) != NULL;
}

/* Ceilings of the conventions, section 2: 6 kB and 20 kB. */
static void
whole_screen__bytes__within_their_ceilings(void **state)
{
	static const struct {
		int cols, rows;
		size_t most;
	} sizes[] = {{80, 24, 6000}, {200, 50, 20000}};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct bt_pty *p = stage_sample(&st, sizes[i].cols, sizes[i].rows);
		size_t all, n, mark = bt_pty_mark(p);

		bt_pty_raw(p, &all);
		stage_key(p, "C-l");
		stage_settle(p);
		bt_pty_since(p, mark, &n);
		printf("%dx%d: a whole screen %zu bytes; all up to rest, as more became known, %zu\n", sizes[i].cols,
		       sizes[i].rows, n, all);
		assert_true(n <= sizes[i].most);
		stage_quit(p);
	}
}

/* A colour is a parameter of 3x, 4x, 9x, 10x or 38;5. */
static bool
has_colour(struct bt_pty *p)
{
	size_t n;
	const char *raw = bt_pty_raw(p, &n);

	for (size_t i = 0; i + 2 < n; i++) {
		if (raw[i] != '\033' || raw[i + 1] != '[')
			continue;
		for (size_t k = i + 2; k < n && strchr("0123456789;", raw[k]); k++) {
			long v = strtol(raw + k, NULL, 10);

			if ((raw[k - 1] == '[' || raw[k - 1] == ';') && raw[k] != ';' &&
			    ((v >= 30 && v <= 49 && v != 39 && v != 49) || (v >= 90 && v <= 107)) &&
			    strspn(raw + i + 2, "0123456789;") == strcspn(raw + i + 2, "m"))
				return true;
		}
	}
	return false;
}

static void
no_color__set__not_one_colour_code(void **state)
{
	static char *const quiet[] = {(char *)(uintptr_t)"env", (char *)(uintptr_t)"NO_COLOR=1", NULL, NULL, NULL};
	const char *own = getenv("BROADTAPE");
	char *argv[8] = {quiet[0], quiet[1], (char *)(uintptr_t)(own ? own : "src/broadtape"),
	                 (char *)(uintptr_t)"--sample", NULL, NULL};
	struct bt_pty *p = stage_sample(&st, 80, 24);

	(void)state;
	assert_true(has_colour(p));             /* the test can fail */
	stage_quit(p);
	p = stage_run(&st, &(struct bt_pty_spec){.argv = argv}, NULL);
	assert_true(bt_pty_wait_text(p, "S&P 500", STAGE_WAIT));
	stage_settle(p);
	assert_false(has_colour(p));
	stage_quit(p);
	argv[4] = (char *)(uintptr_t)"--color=always";
	p = stage_run(&st, &(struct bt_pty_spec){.argv = argv}, NULL);
	assert_true(bt_pty_wait_text(p, "S&P 500", STAGE_WAIT));
	stage_settle(p);
	assert_true(has_colour(p));
	stage_quit(p);
}

static void
modes__no_motion_no_sync_no_title__by_default(void **state)
{
	struct bt_pty *p = stage_sample(&st, 80, 24);

	(void)state;
	stage_press(p, "?", "Key bindings");
	stage_press_gone(p, "Escape", "Key bindings");
	assert_true(sent(p, "\033[?2004h"));
	assert_false(sent(p, "\033[?1003h") || sent(p, "\033[?1002h"));
	assert_false(sent(p, "\033[?2026h"));
	assert_false(sent(p, "\033]0;") || sent(p, "\033]2;") || sent(p, "\a"));
	stage_quit(p);
	snprintf(st.more, sizeof st.more, "[screen]\nmouse = no\n");
	stage_conf(&st);
	p = stage_sample(&st, 80, 24);
	assert_int_equal(bt_vt_state(bt_pty_vt(p))->mouse, 0);
	stage_press(p, ":", "^:");
	assert_true(bt_pty_send(p, "set screen.mouse yes\r"));
	stage_settle(p);
	assert_true(bt_vt_state(bt_pty_vt(p))->mouse != 0);
	stage_quit(p);
}

static bool
is_titled(struct bt_vt *vt, void *title)
{
	return strcmp(bt_vt_state(vt)->title, title) == 0;
}

/* Asked for, the title tells the day; the terminal's own is kept before and set again by every way to end. */
static void
title__when_asked_for__tells_the_day_and_is_restored(void **state)
{
	static char now[] = "broadtape SAMPLE as of 2025-12-23, breadth 69 +8", before[] = "broadtape SAMPLE as of 2025-12-22";
	static const int ends[] = {0, SIGTERM, SIGSEGV};

	(void)state;
	snprintf(st.more, sizeof st.more, "[screen]\ntitle = yes\n");
	stage_conf(&st);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		struct bt_pty *p = stage_sample(&st, 80, 24);
		size_t mark;

		assert_true(sent(p, "\033[22;2t"));
		assert_true(bt_pty_wait(p, is_titled, now, STAGE_WAIT));
		stage_press(p, "[", before + strlen("broadtape SAMPLE "));
		stage_settle(p);
		assert_memory_equal(bt_vt_state(bt_pty_vt(p))->title, before, strlen(before));
		mark = bt_pty_mark(p);
		stage_key(p, "j");
		stage_settle(p);
		assert_false(sent_since(p, mark, "\033]2;"));    /* nothing new, nothing sent */
		if (ends[i])
			assert_true(bt_pty_signal(p, ends[i]));
		else
			assert_true(bt_pty_key(p, "q"));
		assert_int_not_equal(bt_pty_wait_exit(p, STAGE_WAIT), -1);
		assert_true(sent(p, "\033[23;2t"));
	}
	st.more[0] = '\0';
}

static void
accessible__cursor_seen_no_borders_charts_in_words(void **state)
{
	struct bt_pty *p;

	(void)state;
	snprintf(st.more, sizeof st.more, "[screen]\naccessible = yes\n");
	stage_conf(&st);
	p = stage_sample(&st, 80, 24);
	assert_false(bt_pty_shows(p, "─|│"));
	assert_true(bt_vt_state(bt_pty_vt(p))->cursor_visible);
	stage_key(p, "j");
	stage_settle(p);
	assert_int_equal(bt_vt_state(bt_pty_vt(p))->y, 4);
	stage_quit(p);
}

/* View, order and lines typed come back; a damaged file is told and nothing of it is used. */
static void
state__of_a_run__comes_back_in_the_next(void **state)
{
	struct bt_pty *p;

	(void)state;
	stage_serve(&st, NULL);
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_regex(p, "as of 2025-12-23", STAGE_WAIT));
	stage_press(p, "3", "1 overview");
	stage_press(p, "/", "Search:");
	assert_true(bt_pty_send(p, "iwm\r"));
	stage_settle(p);
	stage_quit(p);
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_regex(p, "1 overview", STAGE_WAIT));
	stage_settle(p);
	stage_press(p, "/", "Search:");
	stage_press(p, "Up", "Search: iwm");
	stage_press_gone(p, "Escape", "Search:");
	stage_quit(p);
	folder_put(&st.home, "state/broadtape/screen", "\x7f" "ELF and so on");
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_regex(p, "is damaged|Index levels", STAGE_WAIT));
	assert_false(bt_pty_shows(p, "1 overview"));
	stage_quit(p);
	assert_string_equal(folder_get(&st.home, "state/broadtape/screen.damaged"), "\x7f" "ELF and so on");
}

/* What a pane is sorted by in the sample never reaches the user's own state. */
static void
sample__leaves_no_trace(void **state)
{
	struct bt_pty *p = stage_sample(&st, 80, 24);

	(void)state;
	stage_press(p, "3", "1 overview");
	assert_true(bt_pty_send(p, ":new mine AAPL\r"));
	stage_settle(p);
	stage_quit(p);
	assert_false(folder_has(&st.home, "state/broadtape/screen"));
}

/* The sample is another market every other second; what was computed of the last must not be asked any more. */
static void
settings__changed_while_the_sample_moves__goes_on(void **state)
{
	struct bt_pty *p = stage_run(&st, NULL, "--sample", NULL);

	(void)state;
	assert_true(bt_pty_wait_text(p, "S&P 500", STAGE_WAIT));
	stage_settle(p);
	for (int i = 0; i < 3; i++) {
		assert_true(bt_pty_send(p, i % 2 ? ":set ratio.zscore 30\r" : ":alert ^VIX close > 5\r"));
		bt_pty_watch(p, 2300);  /* a step of the sample */
	}
	assert_int_equal(bt_pty_wait_exit(p, 0), -1);
	stage_quit(p);
}

int
main(void)
{
#define TEST(name) STAGE_TEST(name, &st)
	const struct CMUnitTest tests[] = {
		TEST(whole_screen__bytes__within_their_ceilings),
		TEST(no_color__set__not_one_colour_code),
		TEST(modes__no_motion_no_sync_no_title__by_default),
		TEST(title__when_asked_for__tells_the_day_and_is_restored),
		TEST(accessible__cursor_seen_no_borders_charts_in_words),
		TEST(state__of_a_run__comes_back_in_the_next),
		TEST(sample__leaves_no_trace),
		TEST(settings__changed_while_the_sample_moves__goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, stage_print_times);
}
