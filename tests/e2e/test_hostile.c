/* tests/e2e/test_hostile.c - outside text reaches the terminal as harmless cells, whatever it holds.
 *
 * Own fixtures in tests/e2e/feeds; those of ../shared too, when they are there.  */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "e2e/stage.h"

static struct stage st;

static const char *
top(void)
{
	const char *dir = getenv("top_srcdir");

	return dir ? dir : ".";
}

/* No control, no bidi control and no invisible character in any cell. */
static void
cells_are_harmless(struct bt_pty *p)
{
	struct bt_vt *vt = bt_pty_vt(p);

	for (int y = 0; y < bt_vt_rows(vt); y++) {
		for (int x = 0; x < bt_vt_cols(vt); x++) {
			const struct bt_vt_cell *c = bt_vt_cell(vt, x, y);
			uint32_t ch = c->ch;

			assert_true(c->ncomb <= 2);
			assert_true(c->width == 0 || ch >= 0x20);
			assert_false(ch >= 0x7F && ch < 0xA0);
			assert_false(ch == 0x61C || (ch >= 0x200B && ch <= 0x200F) || (ch >= 0x202A && ch <= 0x202E));
			assert_false((ch >= 0x2060 && ch <= 0x2069) || ch == 0xFEFF || (ch >= 0xE0000 && ch < 0xE0080));
		}
	}
}

/* Every title once in the window: scroll to the end and back. */
static void
scroll_through(struct bt_pty *p)
{
	assert_true(bt_pty_key(p, "G"));
	stage_settle(p);
	cells_are_harmless(p);
	assert_true(bt_pty_key(p, "e"));
	stage_settle(p);
	cells_are_harmless(p);
	assert_true(bt_pty_key(p, "Escape"));
	stage_settle(p);
	assert_true(bt_pty_key(p, "g"));
	stage_settle(p);
	cells_are_harmless(p);
}

static void
feed__own_hostile_titles__only_cells(void **state)
{
	char root[400];
	const char *args[] = {"--now", "2025-12-23", "--start", "2025-06-02", "--root", root, NULL};
	static const int sizes[][2] = {{80, 24}, {40, 12}, {200, 50}};
	struct bt_pty *p;

	(void)state;
	snprintf(root, sizeof root, "%s/tests/e2e/feeds", top());
	stage_serve(&st, args);
	snprintf(st.feeds, sizeof st.feeds, "fed = @/hostile.xml\n");
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_text(p, "hostile 01", STAGE_WAIT));
	stage_key(p, "S-Tab");
	stage_key(p, "z");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		assert_true(bt_pty_resize(p, sizes[i][0], sizes[i][1]));
		stage_settle(p);
		scroll_through(p);
	}
	assert_true(bt_pty_shows(p, "hostile 06 %s%n%x%08x \\$\\{HOME\\}"));
	assert_true(bt_pty_shows(p, "hostile 10 SAMPLE as of 1999-01-01 אבג عربي letters"));
	assert_true(bt_pty_shows(p, "hostile 09 line feed.return.?tab|hostile 09 line feed return tab"));
	stage_key(p, "z");
	stage_press(p, "6", "Reader");           /* the same in full */
	for (int i = 0; i < 12; i++) {
		stage_key(p, "Enter");
		stage_key(p, "PgDn");
		cells_are_harmless(p);
	}
	stage_key(p, "Escape");
	stage_press_gone(p, "1", "Reader");
	stage_quit(p);
	assert_true(stage_wire_is_clean(p));
	assert_string_equal(bt_vt_state(bt_pty_vt(p))->title, "");
	assert_int_equal(bt_vt_state(bt_pty_vt(p))->bells, 0);
}

static void
feeds__of_shared__only_cells(void **state)
{
	char root[400], line[200];
	const char *args[] = {"--now", "2025-12-23", "--start", "2025-06-02", "--root", root, NULL};
	struct dirent *e;
	struct bt_pty *p;
	int n = 0;
	DIR *d;

	(void)state;
	snprintf(root, sizeof root, "%s/../shared/fixtures/rss/hostile", top());
	d = opendir(root);
	if (!d) {
		printf("../shared is not there\n");
		skip();
	}
	stage_serve(&st, args);
	st.feeds[0] = '\0';
	while ((e = readdir(d)) != NULL && n < 11) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(line, sizeof line, "f%c = @/%.150s\n", 'a' + n++, e->d_name);
		strncat(st.feeds, line, sizeof st.feeds - strlen(st.feeds) - 1);
	}
	closedir(d);
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_loopback_wait_stat(&st.server, "requests", 20 + n, STAGE_WAIT));
	assert_true(bt_pty_wait_regex(p, "as of 2025-12-23", STAGE_WAIT));
	stage_key(p, "S-Tab");
	stage_key(p, "z");
	for (int i = 0; i < 3; i++)
		scroll_through(p);
	stage_key(p, "z");
	stage_quit(p);
	assert_true(stage_wire_is_clean(p));
	printf("%d feeds\n", n);
	assert_true(n > 5);
}

static void
answers__hostile_names_and_errors__only_cells(void **state)
{
	static const char *const args[] = {
		"--now", "2025-12-23", "--start", "2025-06-02",
		"--fault", "mode=body&path=/v8/finance/chart/%5EGSPC*&status=404&type=application/json&text="
		"{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\",\"description\":"
		"\"%5Cu001b[2J%5Cu001b]0;owned%5Cu0007%5Cu009b31m%5Cu202e gone\"}}}",
		"--fault", "mode=body&path=/rss/*&status=500&text=%1b[2J%1b]52;c;AAAA%07",
		NULL
	};
	struct bt_pty *p;

	(void)state;
	stage_serve(&st, args);
	p = stage_run(&st, NULL, NULL);
	assert_true(bt_pty_wait_regex(p, "as of 2025-12-23", STAGE_WAIT));
	assert_true(bt_loopback_wait_stat(&st.server, "requests", 25, STAGE_WAIT));
	stage_settle(p);
	cells_are_harmless(p);
	stage_quit(p);
	assert_true(stage_wire_is_clean(p));
	assert_string_equal(bt_vt_state(bt_pty_vt(p))->title, "");
}

int
main(void)
{
#define TEST(name) STAGE_TEST(name, &st)
	const struct CMUnitTest tests[] = {
		TEST(feed__own_hostile_titles__only_cells),
		TEST(feeds__of_shared__only_cells),
		TEST(answers__hostile_names_and_errors__only_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
