/* test_key.c - a user's key: from a file, from a program; and a visitor's cookies and crumb. */
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "fetch/fetch_test.h"
#include "fetch/key.h"
#include "fetch/visitor.h"
#include "support/folder.h"

static struct folder dir;
static const char *path;         /* of the key, or of what a visitor was given */

static int
group_setup(void **state)
{
	(void)state;
	folder_open(&dir);
	path = folder_path(&dir, "key");
	return 0;
}

static int
group_teardown(void **state)
{
	(void)state;
	folder_close(&dir);
	return 0;
}

static void
put(const char *text, mode_t mode)
{
	folder_write(&dir, "key", mode, text, strlen(text));
}

static void
file__first_line__is_the_key(void **state)
{
	static const struct {
		const char *text;
		mode_t mode;
		enum bt_status status;
	} files[] = {
		{"abc123\n", 0600, BT_OK},
		{" \tabc123 \r\nnot this\n", 0640, BT_OK},
		{"abc123", 0400, BT_OK},
		{"abc123\n", 0644, BT_E_PARSE},
		{"", 0600, BT_E_PARSE},
		{"\nabc123\n", 0600, BT_E_PARSE},
		{"two words\n", 0600, BT_E_PARSE},
		{"abc\x1b[31m\n", 0600, BT_E_PARSE},
	};
	char key[BT_KEY_SIZE];
	struct bt_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		put(files[i].text, files[i].mode);
		assert_int_equal(bt_key_read(path, key, &err), files[i].status);
		if (files[i].status) {
			assert_null(strstr(err.text, "abc")); /* the key is in no message */
			assert_non_null(strstr(err.text, path));
		} else {
			assert_string_equal(key, "abc123");
		}
		unlink(path);
	}
	assert_int_equal(bt_key_read(path, key, &err), BT_E_IO);
	assert_int_equal(bt_key_read(dir.dir, key, &err), BT_E_IO);
}

static void
file__key_of_any_length__is_bounded(void **state)
{
	char text[2 * BT_KEY_SIZE + 8], key[BT_KEY_SIZE];

	(void)state;
	memset(text, 'k', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	put(text, 0600);
	assert_int_equal(bt_key_read(path, key, NULL), BT_E_PARSE);
	text[BT_KEY_SIZE] = '\0';
	put(text, 0600);
	assert_int_equal(bt_key_read(path, key, NULL), BT_E_PARSE);
	text[BT_KEY_SIZE - 1] = '\0';
	put(text, 0600);
	assert_int_equal(bt_key_read(path, key, NULL), BT_OK);
	assert_int_equal(strlen(key), BT_KEY_SIZE - 1);
}

static void
program__output__is_the_key(void **state)
{
	static const struct {
		const char *command;
		enum bt_status status;
		const char *key;
	} commands[] = {
		{"printf abc123", BT_OK, "abc123"},
		{"  printf   '%s\\n' \"abc123\"  ", BT_OK, "abc123"},
		{"printf '%s%s\\nmore' a\\b \"c'1'\"", BT_OK, "abc'1'"},
		{"printf $HOME;id", BT_OK, "$HOME;id"},                   /* no shell */
		{"printf %s *", BT_OK, "*"},
		{"sh -c 'printf abc; exit 3'", BT_E_IO, NULL},
		{"sh -c 'printf abc >&2'", BT_E_PARSE, NULL},
		{"printf '\\n'", BT_E_PARSE, NULL},
		{"true", BT_E_PARSE, NULL},
		{"cat", BT_E_PARSE, NULL},                                /* nothing to read */
		{"no-such-program-at-all", BT_E_IO, NULL},
		{"printf 'open", BT_E_PARSE, NULL},
		{"", BT_E_PARSE, NULL},
		{" \t ", BT_E_PARSE, NULL},
	};
	char key[BT_KEY_SIZE];
	struct bt_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		enum bt_status st = bt_key_run(commands[i].command, 10000, key, &err);

		if (st != commands[i].status)
			fail_msg("%s: status %d %s", commands[i].command, st, st ? err.text : key);
		if (!st)
			assert_string_equal(key, commands[i].key);
		else
			assert_null(strstr(err.text, "abc"));
	}
}

static void
program__takes_too_long__is_killed_with_its_children(void **state)
{
	static const char *const slow[] = {
		"sleep 600",
		"sh -c 'echo abc; sleep 600'",                 /* holds the pipe */
		"sh -c 'echo abc; exec >&-; sleep 600'",       /* closed it, and stays */
		"sh -c 'trap \"\" TERM INT HUP; sleep 600 & wait'",
		"sh -c 'while :; do echo aaaaaaaaaaaaaaaa; done'",
	};
	char key[BT_KEY_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++) {
		int64_t start = bt_clock_mono_ms();

		assert_int_equal(bt_key_run(slow[i], 200, key, NULL), BT_E_IO);
		assert_in_range(bt_clock_mono_ms() - start, 190, 20000);
	}
}

/* The engine's thread blocks every signal; what it starts must not. */
static void
program__caller_blocks_signals__is_free_of_that(void **state)
{
	sigset_t all, old;
	char key[BT_KEY_SIZE];

	(void)state;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	assert_int_equal(bt_key_run("grep -h SigBlk: /proc/self/status", 10000, key, NULL), BT_E_PARSE);
	assert_int_equal(bt_key_run("sed -n s/SigBlk:.//p /proc/self/status", 10000, key, NULL), BT_OK);
	sigprocmask(SIG_SETMASK, &old, NULL);
	assert_string_equal(key, "0000000000000000");
}

/* --- visitor ------------------------------------------------------------------------------------- */

static void
visitor__cookie_then_crumb__then_ready(void **state)
{
	struct bt_visitor v = {0};

	(void)state;
	assert_int_equal(bt_visitor_needs(&v), BT_JOB_COOKIE);
	assert_false(bt_visitor_cookies(&v, ""));
	assert_false(bt_visitor_cookies(&v, "no pair; Path=/\n=x\ny=\nbad name=\x01\n"));
	assert_int_equal(bt_visitor_needs(&v), BT_JOB_COOKIE);
	assert_true(bt_visitor_cookies(&v, "A3=d=AQAB&S=xyz; Max-Age=1; Path=/\nB=1; Secure\n"));
	assert_string_equal(v.cookies, "A3=d=AQAB&S=xyz; B=1");
	assert_int_equal(bt_visitor_needs(&v), BT_JOB_CRUMB);
	assert_true(bt_visitor_crumb(&v, "9BVGJGcQp.C"));
	assert_int_equal(bt_visitor_needs(&v), BT_JOB_KINDS);
	/* newer cookies of a name stand in its place, and want a crumb of their own */
	assert_true(bt_visitor_cookies(&v, "B=2; Path=/"));
	assert_string_equal(v.cookies, "A3=d=AQAB&S=xyz; B=2");
	assert_int_equal(bt_visitor_needs(&v), BT_JOB_CRUMB);
	assert_true(bt_visitor_cookies(&v, "A3=n"));
	assert_string_equal(v.cookies, "B=2; A3=n");
}

static void
visitor__refused__renewed_once(void **state)
{
	struct bt_visitor v = {0};

	(void)state;
	assert_true(bt_visitor_cookies(&v, "A3=1") && bt_visitor_crumb(&v, "abc"));
	assert_true(bt_visitor_refused(&v));
	assert_int_equal(bt_visitor_needs(&v), BT_JOB_COOKIE);
	assert_true(bt_visitor_cookies(&v, "A3=2") && bt_visitor_crumb(&v, "abd"));
	assert_false(bt_visitor_refused(&v)); /* the new ones are no better */
	assert_true(bt_visitor_cookies(&v, "A3=3") && bt_visitor_crumb(&v, "abe"));
	bt_visitor_accepted(&v);
	assert_true(bt_visitor_refused(&v));  /* months later */
}

static void
visitor__cookies_without_end__stay_in_their_room(void **state)
{
	struct bt_visitor v = {0};
	char line[64];

	(void)state;
	for (int i = 0; i < 500; i++) {
		snprintf(line, sizeof(line), "N%d=%030d; Path=/\n", i, i);
		bt_visitor_cookies(&v, line);
	}
	assert_true(strlen(v.cookies) < sizeof(v.cookies));
	assert_non_null(strstr(v.cookies, "N0="));
}

static void
visitor__crumbs__are_plain_and_short(void **state)
{
	static const char *const bad[] = {"", "Too Many Requests", "Edge: Too Many Requests", "<html>", "{\"a\":1}", "a\nb",
		"012345678901234567890123456789012"};
	struct bt_visitor v = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(bt_visitor_crumb(&v, bad[i]));
	assert_false(bt_visitor_crumb(&v, NULL));
	assert_true(bt_visitor_crumb(&v, "a/b.C\\u0021"));
}

static void
visitor__file__keeps_it_and_damage_is_none(void **state)
{
	struct bt_visitor v = {0}, back;
	struct stat st;

	(void)state;
	assert_true(bt_visitor_cookies(&v, "A3=d=1; x\nB=2") && bt_visitor_crumb(&v, "9BVGJGcQp.C"));
	unlink(path);
	assert_int_equal(bt_visitor_save(&v, path, NULL), BT_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	bt_visitor_load(&back, path);
	assert_string_equal(back.cookies, "A3=d=1; B=2");
	assert_string_equal(back.crumb, "9BVGJGcQp.C");
	static const char *const damaged[] = {"", "\n", "A3=1", "A3=1\n", "A3=1\ntoo many words\n", "A3\nabc\n",
		"A3=1; =\nabc\n", "A3=1\r\nX: y\nabc\n"};

	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		put(damaged[i], 0600);
		bt_visitor_load(&back, path);
		assert_int_equal(bt_visitor_needs(&back), BT_JOB_COOKIE);
	}
	unlink(path);
	bt_visitor_load(&back, path);
	assert_int_equal(bt_visitor_needs(&back), BT_JOB_COOKIE);
}

/* --- headers ------------------------------------------------------------------------------------- */

static void
headers__key_and_cookies__stand_in_their_lines_alone(void **state)
{
	struct bt_arena a;
	size_t n;
	const char *const *h;

	(void)state;
	bt_arena_init(&a, 1 << 16);
	h = bt_provider_headers(bt_provider_find("tiingo"), "abc123", NULL, &a, &n);
	assert_int_equal(n, 2);
	assert_string_equal(h[0], "Accept: application/json");
	assert_string_equal(h[1], "Authorization: Token abc123");
	h = bt_provider_headers(bt_provider_find("tiingo"), "abc\r\nX: y", NULL, &a, &n);
	assert_int_equal(n, 1);
	h = bt_provider_headers(bt_provider_find("yahoo"), "abc123", "A3=1; B=2", &a, &n);
	assert_int_equal(n, 1); /* Yahoo gets nobody's key */
	assert_string_equal(h[0], "Cookie: A3=1; B=2");
	assert_null(bt_provider_headers(bt_provider_find("yahoo"), NULL, "", &a, &n));
	h = bt_provider_headers(bt_provider_find("nasdaq"), NULL, NULL, &a, &n);
	assert_int_equal(n, 3);
	assert_string_equal(h[1], "Origin: https://www.nasdaq.com");
	assert_string_equal(h[2], "Referer: https://www.nasdaq.com/");
	bt_arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file__first_line__is_the_key),
		cmocka_unit_test(file__key_of_any_length__is_bounded),
		cmocka_unit_test(program__output__is_the_key),
		cmocka_unit_test(program__takes_too_long__is_killed_with_its_children),
		cmocka_unit_test(program__caller_blocks_signals__is_free_of_that),
		cmocka_unit_test(visitor__cookie_then_crumb__then_ready),
		cmocka_unit_test(visitor__refused__renewed_once),
		cmocka_unit_test(visitor__cookies_without_end__stay_in_their_room),
		cmocka_unit_test(visitor__crumbs__are_plain_and_short),
		cmocka_unit_test(visitor__file__keeps_it_and_damage_is_none),
		cmocka_unit_test(headers__key_and_cookies__stand_in_their_lines_alone),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
