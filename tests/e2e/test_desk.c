/* tests/e2e/test_desk.c - what the user reads and writes: news read in two sessions, notes, editor, browser. */
#include <fcntl.h>
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

static struct stage st;

/* The number before " new of" in the title of the news. */
static int
new_items(struct bt_pty *p)
{
	char *text = bt_vt_text(bt_pty_vt(p)), *at = strstr(text, " new of ");
	int n = -1;

	while (at && at > text && at[-1] >= '0' && at[-1] <= '9')
		at--;
	if (at)
		n = atoi(at);
	free(text);
	return n;
}

static void
wait_new(struct bt_pty *p, int n)
{
	char ere[32];

	snprintf(ere, sizeof ere, "[^0-9]%d new of", n);
	assert_true(bt_pty_wait_regex(p, ere, STAGE_WAIT));
}

/* Two sessions on one account: what one has read the other knows at once, without a key; links go to the
 * browser of the settings as one argument.  */
static void
reading__in_two_sessions__is_shared(void **state)
{
	struct bt_pty *one, *two;
	char got[300], *printed;
	int n, fd;
	ssize_t len;

	(void)state;
	assert_int_equal(mkfifo(folder_path(&st.home, "fifo"), 0600), 0);
	snprintf(st.feeds, sizeof st.feeds, "wire = @/news/rssindex\n");
	snprintf(st.more, sizeof st.more, "[programs]\nbrowser = '%s/the browser' --new-tab\n", st.home.dir);
	folder_put_program(&st.home, "the browser", "#!/bin/sh\nprintf '%s|%s|%s' \"$#\" \"$1\" \"$2\" >\"${0%/*}/fifo\"\n");
	stage_serve(&st, NULL);
	one = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_regex(one, "next fetch", STAGE_WAIT));
	stage_press(one, "6", "Reader");
	assert_true(bt_pty_wait_regex(one, "[1-9][0-9]* new of [1-9]", STAGE_WAIT));
	stage_settle(one);
	n = new_items(one);
	assert_true(n > 3);
	two = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_text(two, "S&P 500", STAGE_WAIT));
	stage_press(two, "6", "Reader");
	wait_new(two, n);

	stage_key(one, "Enter");
	assert_true(bt_pty_wait_gone(one, ", new$", STAGE_WAIT));
	stage_settle(one);
	assert_true(new_items(one) < n);
	wait_new(two, new_items(one));           /* told by the kernel */
	assert_non_null(strstr(folder_get(&st.home, "state/broadtape/read"), " r\n"));

	stage_key(one, "o");
	fd = open(folder_path(&st.home, "fifo"), O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	len = read(fd, got, sizeof got - 1);
	close(fd);
	assert_true(len > 0);
	got[len] = '\0';
	assert_memory_equal(got, "2|--new-tab|http", 16);
	assert_true(bt_pty_wait_text(one, "opened http", STAGE_WAIT));

	stage_key(two, "A");
	wait_new(two, 0);
	wait_new(one, 0);
	stage_quit(two);
	assert_int_equal(stage_print(&st, &printed, "show", "news", "--offline", "--json", NULL), 0);
	assert_non_null(strstr(printed, "\"unread\":false"));
	assert_null(strstr(printed, "\"unread\":true"));
	free(printed);
	assert_true(stage_wire_is_clean(one));
}

/* A note on one line, the editor on the terminal, a note of another program: all are shown at once. */
static void
writing__by_line_editor_and_command__is_shown_at_once(void **state)
{
	struct bt_pty *p;
	char source[200], *printed;

	(void)state;
	snprintf(st.more, sizeof st.more, "[programs]\neditor = '%s/the editor' -x\n", st.home.dir);
	folder_put_program(&st.home, "the editor", "#!/bin/sh\necho 'THE EDITOR RUNS'\nread line </dev/tty\n"
	         "[ \"$1\" = -x ] && printf '\\n## 2025-12-22 AAA\\nby the editor: %s\\n' \"$line\" >>\"$2\"\n");
	folder_put(&st.home, "bars/AAA.csv", "date,open,high,low,close,adjclose,volume\n"
	         "2025-12-22,4,4,4,4,4,1\n2025-12-23,4,5,4,5,5,1\n");
	snprintf(source, sizeof source, "csv:%s", folder_path(&st.home, "bars"));
	p = stage_run(&st, NULL, "--source", source, NULL);
	assert_true(bt_pty_wait_text(p, "as of 2025-12-23", STAGE_WAIT));
	stage_press(p, "7", "Write the first note");
	stage_press(p, "a", "Note:");
	stage_type(p, "target: AAA level 6 2030-06-30, me");
	stage_key(p, "Enter");
	assert_true(bt_pty_wait_regex(p, "AAA +level +6 .*20.00", STAGE_WAIT));      /* 6 / 5 - 1 */
	assert_non_null(strstr(folder_get(&st.home, "data/broadtape/notes.md"), "target: AAA level 6 2030-06-30, me\n"));

	stage_press(p, "a", "Note:");
	stage_type(p, "fact: AAA");
	stage_key(p, "Enter");
	assert_true(bt_pty_wait_text(p, "SUBJECT NAME VALUE DATE", STAGE_WAIT));

	assert_int_equal(stage_print(&st, &printed, "note", "AAA: from elsewhere", NULL), 0);
	free(printed);
	assert_true(bt_pty_wait_text(p, "from elsewhere", STAGE_WAIT));

	/* about the row that it stands on, on the day that is looked at */
	stage_type(p, ":open AAA");
	stage_key(p, "Enter");
	assert_true(bt_pty_wait_regex(p, "\\[1Y\\]", STAGE_WAIT));
	stage_press(p, "[", "as of 2025-12-22");
	stage_press(p, "M", "Note: 2025-12-22 AAA: ?$");
	stage_type(p, "seen on that day");
	stage_key(p, "Enter");
	assert_true(bt_pty_wait_text(p, "noted", STAGE_WAIT));
	assert_non_null(strstr(folder_get(&st.home, "data/broadtape/notes.md"), "## 2025-12-22 AAA\nseen on that day\n"));
	stage_key(p, "0");
	stage_key(p, "Escape");
	assert_true(bt_pty_wait_text(p, "from elsewhere", STAGE_WAIT));
	stage_settle(p);

	stage_key(p, "E");
	assert_true(bt_pty_wait_text(p, "THE EDITOR RUNS", STAGE_WAIT));
	assert_false(bt_vt_state(bt_pty_vt(p))->alternate);
	assert_true(bt_pty_send(p, "typed\n"));
	assert_true(bt_pty_wait_text(p, "by the editor: typed", STAGE_WAIT));
	assert_true(bt_vt_state(bt_pty_vt(p))->alternate);
	stage_quit(p);
	assert_true(stage_wire_is_clean(p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(reading__in_two_sessions__is_shared, &st),
		STAGE_TEST(writing__by_line_editor_and_command__is_shown_at_once, &st),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
