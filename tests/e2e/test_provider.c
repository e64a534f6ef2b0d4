/* tests/e2e/test_provider.c - the program and its source: fill, fail, recover, share, start from nothing. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "e2e/stage.h"

#define OFFER  "(no data|nothing is cached).*S opens the"
#define CAUSE  "refused|cannot connect|no connection|unreachable"

static struct stage st;

static void
source__dies_and_returns__values_stay_dimmed_with_cause_and_next_try(void **state)
{
	char before[32], during[32], after[32];
	struct bt_vt_cell fresh, stale, again;
	struct bt_pty *p;

	(void)state;
	stage_serve(&st, NULL);
	p = stage_run(&st, &(struct bt_pty_spec){.cols = 120, .rows = 40}, NULL);
	stage_wait_filled(p);
	fresh = stage_price(p, before);

	bt_loopback_kill(&st.server);
	assert_true(bt_pty_key(p, "R"));
	assert_true(bt_pty_wait_regex(p, CAUSE, 60000));
	assert_true(bt_pty_wait_regex(p, "next try ", 60000));
	assert_true(bt_pty_wait_regex(p, "values of ", 60000));
	stage_press(p, "?", "Key bindings");
	stage_press_gone(p, "?", "Key bindings");
	stage_key(p, "j");
	stage_key(p, "k");
	stage_press(p, "[", "as of 2025-12-22");
	stage_press(p, "0", "as of 2025-12-23");
	stage_settle(p);
	stale = stage_price(p, during);
	assert_string_equal(during, before);
	assert_false(stage_same_look(&stale, &fresh));

	assert_true(bt_loopback_return(&st.server));
	assert_true(bt_pty_key(p, "R"));
	assert_true(bt_pty_wait_gone(p, CAUSE, 60000));
	assert_true(bt_pty_wait_gone(p, "values of ", 60000));
	stage_settle(p);
	again = stage_price(p, after);
	assert_string_equal(after, before);
	assert_true(stage_same_look(&again, &fresh));
	stage_quit(p);
	assert_true(stage_wire_is_clean(p));
}

static void
refresh__both_keys__ask_the_source(void **state)
{
	struct bt_pty *p;
	long n;

	(void)state;
	stage_serve(&st, NULL);
	p = stage_run(&st, NULL, NULL);
	stage_wait_filled(p);
	n = bt_loopback_stat(&st.server, "requests");
	assert_true(bt_pty_key(p, "R"));
	assert_true(bt_loopback_wait_stat(&st.server, "requests", n + 5, STAGE_WAIT));
	stage_wait_filled(p);
	stage_settle(p);
	n = bt_loopback_stat(&st.server, "requests");
	assert_true(bt_pty_key(p, "r"));
	assert_true(bt_loopback_wait_stat(&st.server, "requests", n + 1, STAGE_WAIT));
	stage_quit(p);
}

static void
start__from_the_cache__painted_with_the_source_dead(void **state)
{
	struct bt_pty *p;
	long n;

	(void)state;
	stage_serve(&st, NULL);
	p = stage_run(&st, NULL, NULL);
	stage_wait_filled(p);
	stage_quit(p);
	n = bt_loopback_stat(&st.server, "requests");
	assert_true(n > 10);
	bt_loopback_kill(&st.server);
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_regex(p, STAGE_FILLED, STAGE_WAIT));
	assert_true(bt_pty_wait_regex(p, "^S&P 500  +[0-9]", STAGE_WAIT));
	stage_quit(p);
	p = stage_run(&st, NULL, "--offline", NULL);
	assert_true(bt_pty_wait_regex(p, "as of 2025-12-23 close.*offline.*yahoo", STAGE_WAIT));
	stage_quit(p);
}

static void
copies__two_on_one_cache__one_fetches_and_the_other_takes_over(void **state)
{
	struct bt_pty *a, *b;
	char *out;
	long n;

	(void)state;
	stage_serve(&st, NULL);
	a = stage_run(&st, NULL, NULL);
	stage_wait_filled(a);
	n = bt_loopback_stat(&st.server, "requests");
	b = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_regex(b, STAGE_FILLED, STAGE_WAIT));
	assert_true(bt_pty_wait_regex(b, "^S&P 500  +[0-9]", STAGE_WAIT));
	stage_settle(b);
	assert_int_equal(bt_loopback_stat(&st.server, "requests"), n);

	assert_int_equal(stage_print(&st, &out, "show", "overview", "--offline", "--json", NULL), 0);
	assert_non_null(strstr(out, "\"schema\":"));
	assert_non_null(strstr(out, "\"^GSPC\""));
	assert_non_null(strstr(out, "2025-12-23"));
	free(out);
	assert_int_equal(stage_print(&st, &out, "show", "overview", "--offline", NULL), 0);
	assert_null(strchr(out, '\033'));
	free(out);
	assert_int_equal(bt_loopback_stat(&st.server, "requests"), n);

	stage_quit(a);
	assert_true(bt_pty_key(b, "R"));
	assert_true(bt_loopback_wait_stat(&st.server, "requests", n + 5, STAGE_WAIT));
	stage_quit(b);
}

static void
first_run__nothing_and_no_source__says_so_and_offers_the_sample(void **state)
{
	static const char *const panes[] = {"Index levels SAMPLE", "Magnificent 7 SAMPLE", "Ratios SAMPLE",
	                                    "News SAMPLE"};
	struct bt_pty *p;

	(void)state;
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_regex(p, OFFER, STAGE_WAIT));
	assert_true(bt_pty_shows(p, "as of -"));
	assert_false(bt_pty_shows(p, "SAMPLE"));
	assert_false(bt_pty_shows(p, "[0-9]\\.[0-9]"));
	stage_press(p, "S", "SAMPLE +as of 20");
	for (size_t i = 0; i < sizeof panes / sizeof panes[0]; i++)
		assert_true(bt_pty_wait_text(p, panes[i], STAGE_WAIT));
	stage_key(p, "z");
	assert_true(bt_pty_wait_gone(p, "Ratios", STAGE_WAIT));
	assert_true(bt_pty_shows(p, "Index levels SAMPLE"));
	assert_true(bt_pty_resize(p, 40, 10));
	assert_true(bt_pty_wait_regex(p, "Index levels SAMPLE", STAGE_WAIT));
	stage_key(p, "z");
	stage_quit(p);
	p = stage_run(&st, NULL, NULL);          /* never silently the next time, nor kept */
	assert_true(bt_pty_wait_regex(p, OFFER, STAGE_WAIT));
	assert_false(bt_pty_shows(p, "SAMPLE"));
	stage_quit(p);
}

static int n_files;

static int
is_private(const char *path, const struct stat *sb, int kind, struct FTW *ftw)
{
	mode_t want = S_ISDIR(sb->st_mode) ? 0700 : 0600;

	(void)kind;
	if (ftw->level == 0)
		return 0;
	n_files++;
	if ((sb->st_mode & 07777) != want)
		fail_msg("%s has mode %o, not %o", path, sb->st_mode & 07777, want);
	return 0;
}

static void
files__written__are_the_users_alone(void **state)
{
	static const char *const dirs[] = {"cache", "state", "data"};
	struct bt_pty *p;

	(void)state;
	umask(0);
	stage_serve(&st, NULL);
	p = stage_run(&st, NULL, NULL);
	stage_wait_filled(p);
	stage_quit(p);
	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		const char *path = folder_path(&st.home, dirs[i]);
		struct stat sb;

		if (stat(path, &sb) == 0) {
			assert_int_equal(sb.st_mode & 07777, 0700);
			assert_int_equal(nftw(path, is_private, 16, FTW_PHYS), 0);
		}
	}
	printf("%d files and directories\n", n_files);
	assert_true(n_files >= 2);
}

int
main(void)
{
#define TEST(name) STAGE_TEST(name, &st)
	const struct CMUnitTest tests[] = {
		TEST(source__dies_and_returns__values_stay_dimmed_with_cause_and_next_try),
		TEST(refresh__both_keys__ask_the_source),
		TEST(start__from_the_cache__painted_with_the_source_dead),
		TEST(copies__two_on_one_cache__one_fetches_and_the_other_takes_over),
		TEST(first_run__nothing_and_no_source__says_so_and_offers_the_sample),
		TEST(files__written__are_the_users_alone),
	};

	return cmocka_run_group_tests(tests, NULL, stage_print_times);
}
