/* tests/support/test_pty.c - the pty harness against /bin/sh and what tput writes. */
#define _GNU_SOURCE 1
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "pty.h"
#include "test_support.h"

#define MS 10000

static struct bt_pty *
shell(const char *script, const char *term, bool quiet)
{
	static const char *const env[] = {"LC_ALL=C.UTF-8", "PS1=$ ", "ENV", "BT_SENTINEL=here", NULL};
	char *argv[] = {(char[]){"sh"}, (char[]){"-c"}, strdup(script), NULL};
	struct bt_pty *p = bt_pty_open(&(struct bt_pty_spec){.argv = argv, .env = env, .term = term,
		.cols = 60, .rows = 12, .quiet = quiet});

	free(argv[2]);
	assert_non_null(p);
	return p;
}

static void
output__is_seen_and_status_kept(void **state)
{
	struct bt_pty *p = shell("echo $TERM $BT_SENTINEL; stty size; exit 7", NULL, false);
	size_t n;

	(void)state;
	assert_int_equal(bt_pty_wait_exit(p, MS), 7);
	assert_string_equal(bt_pty_row(p, 0), "xterm-256color here");
	assert_string_equal(bt_pty_row(p, 1), "12 60");
	assert_memory_equal(bt_pty_raw(p, &n), "xterm", 5);
	assert_true(bt_pty_terminal_restored(p));
	assert_int_equal(bt_pty_wait_exit(p, 0), 7);
	bt_pty_close(p);
}

static void
keys__reach_the_program(void **state)
{
	struct bt_pty *p = shell("read a; echo \"got <$a>\"; read b; echo \"then <$b>\"", NULL, false);
	size_t mark, n;

	(void)state;
	assert_true(bt_pty_send(p, "one\r"));
	assert_true(bt_pty_wait_text(p, "got <one>", MS));
	mark = bt_pty_mark(p);
	assert_true(bt_pty_key(p, "x") && bt_pty_key(p, "Enter"));
	assert_true(bt_pty_wait_regex(p, "^then <x>$", MS));
	assert_true(bt_pty_wait_bytes(p, mark, "then", 4, MS));
	bt_pty_since(p, mark, &n);
	assert_true(n > 4 && n < 40);
	assert_int_equal(bt_pty_wait_exit(p, MS), 0);
	bt_pty_close(p);
}

static void
resize__signals_and_changes_the_screen(void **state)
{
	struct bt_pty *p = shell("trap 'stty size; exit 3' WINCH; echo ready; while :; do read x; done",
		NULL, true);

	(void)state;
	assert_true(bt_pty_wait_text(p, "ready", MS));
	assert_true(bt_pty_resize(p, 33, 9));
	/* dash runs the trap when read returns */
	assert_true(bt_pty_wait_text(p, "9 33", 500) || bt_pty_send(p, "\r"));
	assert_true(bt_pty_wait_text(p, "9 33", MS));
	assert_int_equal(bt_pty_wait_exit(p, MS), 3);
	bt_pty_close(p);
}

static void
modes__left_raw__are_noticed(void **state)
{
	struct bt_pty *p = shell("stty raw -echo; echo raw; read x; exit 0", NULL, true);

	(void)state;
	assert_true(bt_pty_wait_text(p, "raw", MS));
	assert_true(bt_pty_is_raw(p));
	assert_true(bt_pty_send(p, "\n"));
	assert_int_equal(bt_pty_wait_exit(p, MS), 0);
	assert_false(bt_pty_modes_restored(p));
	bt_pty_close(p);
}

static void
signal__gives_128_and_more(void **state)
{
	struct bt_pty *p = shell("echo up; exec cat", NULL, false);

	(void)state;
	assert_true(bt_pty_wait_text(p, "up", MS));
	assert_true(bt_pty_signal(p, SIGTERM));
	assert_int_equal(bt_pty_wait_exit(p, MS), 143);
	bt_pty_close(p);
}

static void
hangup__ends_the_program(void **state)
{
	struct bt_pty *p = shell("echo up; exec cat", NULL, false);

	(void)state;
	assert_true(bt_pty_wait_text(p, "up", MS));
	bt_pty_hangup(p);
	assert_int_equal(bt_pty_wait_exit(p, MS), 128 + SIGHUP);
	bt_pty_close(p);
}

static void
wait__that_cannot_hold__fails(void **state)
{
	struct bt_pty *p = shell("echo only this", NULL, true);
	char *none[] = {(char[]){"/nonexistent/program"}, NULL};

	(void)state;
	assert_false(bt_pty_wait_text(p, "something else", MS));   /* at the end, not after MS */
	assert_true(bt_pty_wait_gone(p, "something", MS));
	bt_pty_close(p);
	p = bt_pty_open(&(struct bt_pty_spec){.argv = none});
	assert_non_null(p);
	assert_int_equal(bt_pty_wait_exit(p, MS), 127);
	bt_pty_close(p);
}

/* Every string of terminfo that a screen program uses is known to the emulator. */
static void
tput__of_all_terminals__is_understood(void **state)
{
	static const char *const term[] = {"xterm-256color", "tmux-256color", "screen", "linux",
		"vt100", "xterm"};

	(void)state;
	for (size_t i = 0; i < sizeof term / sizeof term[0]; i++) {
		struct bt_pty *p = shell("saved=$(stty -g); tput init; for c in smcup smkx civis bold dim rev smul sgr0 enacs "
			"smacs rmacs el el1 ed clear home cuu1 cud1 cuf1 cub1 ind ri il1 dl1 ich1 dch1 smir "
			"rmir 'setaf 3' 'setab 4' op sc rc 'cup 3 4' 'csr 1 5' 'hpa 3' 'vpa 2' 'ech 2' "
			"cbt ht 'il 2' 'dl 2' 'ich 2' 'dch 2' 'indn 1' 'rin 1' 'csr 0 11' cnorm "
			"rmkx rmcup; do tput $c; done; tput reset; stty $saved; echo end-$TERM", term[i], false);
		struct bt_vt *vt = bt_pty_vt(p);

		assert_int_equal(bt_pty_wait_exit(p, MS), 0);
		for (size_t k = 0; k < bt_vt_census_size(vt); k++)
			if (!bt_vt_census_at(vt, k)->known)
				fail_msg("%s: %s", term[i], bt_vt_census_at(vt, k)->name);
		assert_true(bt_pty_wait_text(p, "end-", MS));         /* the last bytes may come after the end */
		assert_true(bt_pty_terminal_restored(p));
		bt_pty_close(p);
	}
}

static void
tput__draws_where_it_says(void **state)
{
	struct bt_pty *p = shell("tput smcup; tput cup 5 10; tput setaf 208; tput bold; printf 'X'; "
		"tput sgr0; read x; tput rmcup", NULL, false);
	const struct bt_vt_cell *c;
	int x, y;

	(void)state;
	assert_true(bt_pty_wait_text(p, "X", MS));
	assert_true(bt_vt_find(bt_pty_vt(p), "X", &x, &y));
	assert_int_equal(x, 10);
	assert_int_equal(y, 5);
	c = bt_vt_cell(bt_pty_vt(p), x, y);
	assert_int_equal(c->fg, 208);
	assert_int_equal(c->attrs, BT_VT_BOLD);
	assert_true(bt_vt_state(bt_pty_vt(p))->alternate);
	bt_pty_send(p, "\r");
	assert_int_equal(bt_pty_wait_exit(p, MS), 0);
	assert_true(bt_pty_terminal_restored(p));
	bt_pty_close(p);
}

static void
query__is_answered(void **state)
{
	struct bt_pty *p = shell("stty raw -echo; printf '\\033[3;5H\\033[6n'; "
		"a=$(dd bs=1 count=6 2>/dev/null | tr '\\033' E); stty sane; echo; echo \"<$a>\"", NULL, false);

	(void)state;
	assert_true(bt_pty_wait_text(p, "<E[3;5R>", MS));
	assert_int_equal(bt_pty_wait_exit(p, MS), 0);
	bt_pty_close(p);
}

static void
write__of_much__does_not_block(void **state)
{
	struct bt_pty *p = shell("stty raw -echo; echo go; head -c 300000 | tr -d '\\n' | wc -c", NULL,
		false);
	static char much[300000];

	(void)state;
	memset(much, 'x', sizeof much);
	assert_true(bt_pty_wait_text(p, "go", MS));
	assert_true(bt_pty_write(p, much, sizeof much));
	assert_true(bt_pty_wait_text(p, "300000", MS));
	bt_pty_close(p);
}

int
bt_test_pty(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output__is_seen_and_status_kept),
		cmocka_unit_test(keys__reach_the_program),
		cmocka_unit_test(resize__signals_and_changes_the_screen),
		cmocka_unit_test(modes__left_raw__are_noticed),
		cmocka_unit_test(signal__gives_128_and_more),
		cmocka_unit_test(hangup__ends_the_program),
		cmocka_unit_test(wait__that_cannot_hold__fails),
		cmocka_unit_test(tput__of_all_terminals__is_understood),
		cmocka_unit_test(tput__draws_where_it_says),
		cmocka_unit_test(query__is_answered),
		cmocka_unit_test(write__of_much__does_not_block),
	};

	return cmocka_run_group_tests_name("pty", tests, NULL, NULL);
}
