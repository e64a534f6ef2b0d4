/* tests/e2e/test_exit.c - however the program ends, the terminal is as it was. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "e2e/stage.h"

static struct stage st;

static struct bt_pty *
shown(const struct bt_pty_spec *spec)
{
	struct bt_pty *p = stage_run(&st, spec, "--sample", NULL);

	assert_true(bt_pty_wait_text(p, "S&P 500", STAGE_WAIT));
	assert_true(bt_pty_is_raw(p));
	return p;
}

static void
q__at_the_top__ends_with_0(void **state)
{
	struct bt_pty *p = shown(NULL);

	(void)state;
	stage_quit(p);
	assert_true(stage_wire_is_clean(p));
	assert_int_equal(bt_vt_census_count(bt_pty_vt(p), "CSI t 22"), bt_vt_census_count(bt_pty_vt(p), "CSI t 23"));
}

static void
signals__polite_and_crashes__status_and_terminal_as_it_was(void **state)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGFPE};
	static const char *const terms[] = {"xterm-256color", "linux", "tmux-256color", "vt100"};
	int n = 0;

	(void)state;
	for (size_t t = 0; t < sizeof terms / sizeof terms[0]; t++) {
		for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
			struct bt_pty *p = shown(&(struct bt_pty_spec){.term = terms[t]});

			assert_true(bt_pty_signal(p, signals[i]));
			if (bt_pty_wait_exit(p, STAGE_WAIT) != 128 + signals[i] || !bt_pty_terminal_restored(p))
				fail_msg("signal %d on %s: status %d", signals[i], terms[t],
				         bt_pty_wait_exit(p, 0));
			bt_pty_close(p);
			st.n_pty = 0;
			n++;
		}
	}
	printf("%d ends\n", n);
}

static void
hangup__also_with_sighup_ignored__gone_within_a_second(void **state)
{
	(void)state;
	for (int ignored = 0; ignored < 2; ignored++) {
		struct bt_pty *p = shown(&(struct bt_pty_spec){.hup_ignored = ignored});

		bt_pty_hangup(p);
		assert_int_equal(bt_pty_wait_exit(p, 1000), 129);
		bt_pty_close(p);
		st.n_pty = 0;
	}
}

static void
quit__while_the_source_hangs__at_once(void **state)
{
	static const char *const args[] = {"--fault", "mode=hang", NULL};
	struct bt_pty *p;

	(void)state;
	stage_serve(&st, args);
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_loopback_wait_stat(&st.server, "requests", 1, STAGE_WAIT));
	stage_press(p, "?", "Next pane");
	stage_press_gone(p, "?", "Next pane");
	assert_true(bt_pty_key(p, "q"));
	assert_int_equal(bt_pty_wait_exit(p, 1000), 0);      /* 300 ms are allowed; valgrind takes more */
	assert_true(bt_pty_terminal_restored(p));
}

static void
suspend__in_a_shell__clean_shell_and_back(void **state)
{
	char *argv[] = {(char[]){"bash"}, (char[]){"--norc"}, (char[]){"--noprofile"}, (char[]){"-i"}, NULL};
	struct bt_pty *p = stage_run(&st, &(struct bt_pty_spec){.argv = argv}, NULL);
	char line[400];

	(void)state;
	assert_true(bt_pty_wait_regex(p, "[$#] *$", STAGE_WAIT));
	snprintf(line, sizeof line, "PS1=ready%%; %s --sample --as-of 2025-12-23\r",
	         getenv("BROADTAPE") ? getenv("BROADTAPE") : "src/broadtape");
	assert_true(bt_pty_send(p, line));
	assert_true(bt_pty_wait_text(p, "S&P 500", STAGE_WAIT));
	assert_true(bt_pty_key(p, "C-z"));
	assert_true(bt_pty_wait_text(p, "Stopped", STAGE_WAIT));
	assert_false(bt_vt_state(bt_pty_vt(p))->alternate);
	assert_true(bt_vt_state(bt_pty_vt(p))->cursor_visible);
	assert_int_equal(bt_vt_state(bt_pty_vt(p))->mouse, 0);
	assert_true(bt_pty_resize(p, 100, 30));
	assert_true(bt_pty_send(p, "echo c$((40+2))\r"));
	assert_true(bt_pty_wait_text(p, "c42", STAGE_WAIT));
	assert_true(bt_pty_send(p, "fg\r"));
	assert_true(bt_pty_wait_regex(p, "q quit", STAGE_WAIT));
	assert_true(bt_vt_state(bt_pty_vt(p))->alternate);
	assert_true(bt_pty_key(p, "q"));
	assert_true(bt_pty_wait_regex(p, "ready%$", STAGE_WAIT));
	assert_true(bt_pty_send(p, "exit $?\r"));
	assert_int_equal(bt_pty_wait_exit(p, STAGE_WAIT), 0);
	assert_true(bt_pty_terminal_restored(p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(q__at_the_top__ends_with_0, &st),
		STAGE_TEST(signals__polite_and_crashes__status_and_terminal_as_it_was, &st),
		STAGE_TEST(hangup__also_with_sighup_ignored__gone_within_a_second, &st),
		STAGE_TEST(quit__while_the_source_hangs__at_once, &st),
		STAGE_TEST(suspend__in_a_shell__clean_shell_and_back, &st),
	};
	const struct rlimit no_core = {0, 0};

	setrlimit(RLIMIT_CORE, &no_core);
	return cmocka_run_group_tests(tests, NULL, stage_print_times);
}
