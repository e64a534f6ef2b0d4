/* tests/support/test_vt.c - the emulator against known byte sequences. */
#define _GNU_SOURCE 1
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_support.h"
#include "vt.h"

static void
feed(struct bt_vt *vt, const char *bytes)
{
	bt_vt_feed(vt, bytes, strlen(bytes));
}

static struct bt_vt *
screen(int cols, int rows, const char *bytes)
{
	struct bt_vt *vt = bt_vt_new(cols, rows);

	assert_non_null(vt);
	feed(vt, bytes);
	return vt;
}

static void
row_is(const struct bt_vt *vt, int y, const char *want)
{
	char row[512];

	bt_vt_row(vt, y, row, sizeof row);
	assert_string_equal(row, want);
}

/* Feed, compare the first rows, insist on "all known". */
static void
shows(int cols, int rows, const char *bytes, const char *row0, const char *row1, const char *row2)
{
	struct bt_vt *vt = screen(cols, rows, bytes);

	row_is(vt, 0, row0);
	row_is(vt, 1, row1);
	row_is(vt, 2, row2);
	assert_int_equal(bt_vt_unknown(vt), 0);
	bt_vt_free(vt);
}

static void
text__wraps_only_when_the_next_character_comes(void **state)
{
	struct bt_vt *vt = screen(5, 3, "abcde");

	(void)state;
	assert_int_equal(bt_vt_state(vt)->x, 4);
	assert_true(bt_vt_state(vt)->wrap_pending);
	feed(vt, "\rX");
	row_is(vt, 0, "Xbcde");
	feed(vt, "\033[1;5Hefg");
	row_is(vt, 0, "Xbcde");
	row_is(vt, 1, "fg");
	bt_vt_free(vt);
	shows(5, 3, "\033[?7labcdefg\033[?7h", "abcdg", "", "");
}

static void
cursor__moves_and_clamps(void **state)
{
	(void)state;
	shows(10, 3, "\033[2;3Hx\033[Ay\033[2Dz", "  zy", "  x", "");
	shows(10, 3, "\033[99;99Hx\033[H\033[99Cy\033[3Ga\033[3db", "  a      y", "", "   b     x");
	shows(10, 3, "a\tb\033[Zc", "a       c", "", "");
	shows(10, 3, "ab\bc\r\nd\033Me\033Ef", "ae", "f", "");
	shows(10, 3, "ab\0337\033[3;3H\033[1mx\0338c", "abc", "", "  x");
}

static void
erase__variants(void **state)
{
	(void)state;
	shows(6, 3, "abcdef\033[3D\033[K", "ab", "", "");
	shows(6, 3, "abcdef\033[3D\033[1K", "   def", "", "");
	shows(6, 3, "abcdef\033[2D\033[2K", "", "", "");
	shows(6, 3, "aa\r\nbb\r\ncc\033[2;1H\033[J", "aa", "", "");
	shows(6, 3, "aa\r\nbb\r\ncc\033[2;2H\033[1J", "", "", "cc");
	shows(6, 3, "aa\r\nbb\r\ncc\033[2J", "", "", "");
	shows(6, 3, "abcdef\033[1;2H\033[3X", "a   ef", "", "");
}

static void
insert_delete__characters_and_lines(void **state)
{
	(void)state;
	shows(6, 3, "abcdef\033[1;2H\033[2@", "a  bcd", "", "");
	shows(6, 3, "abcdef\033[1;2H\033[2P", "adef", "", "");
	shows(6, 3, "abcd\033[1;2H\033[4hXY\033[4l", "aXYbcd", "", "");
	shows(6, 3, "a\r\nb\r\nc\033[2;1H\033[L", "a", "", "b");
	shows(6, 3, "a\r\nb\r\nc\033[1;1H\033[2M", "c", "", "");
	shows(6, 3, "a\r\nb\r\nc\033[2;3r\033[3;1H\n\033[r", "a", "c", "");
	shows(6, 3, "a\r\nb\r\nc\033[1;2r\033[S\033[r", "b", "", "c");
	shows(6, 3, "a\r\nb\r\nc\033[2T", "", "", "a");
	shows(6, 3, "ab\033[3b", "abbbb", "", "");
}

static void
sgr__colours_and_attributes(void **state)
{
	struct bt_vt *vt = screen(20, 2, "\033[1;4;31;44ma\033[22;24;38;5;208;48;5;16mb\033[94;103mc"
		"\033[7;2md\033[0me\033[38;2;1;2;3mf\033[39;49mg\033[4:3mh\033[m");
	static const struct {
		int attrs, fg, bg;
	} want[] = {
		{BT_VT_BOLD | BT_VT_UNDERLINE, 1, 4}, {0, 208, 16}, {0, 12, 11},
		{BT_VT_REVERSE | BT_VT_DIM, 12, 11}, {0, -1, -1}, {0, BT_VT_RGB | 0x010203, -1},
		{0, -1, -1}, {BT_VT_UNDERLINE, -1, -1}
	};

	(void)state;
	for (int x = 0; x < 8; x++) {
		const struct bt_vt_cell *c = bt_vt_cell(vt, x, 0);

		assert_int_equal(c->ch, 'a' + x);
		assert_int_equal(c->attrs, want[x].attrs);
		assert_int_equal(c->fg, want[x].fg);
		assert_int_equal(c->bg, want[x].bg);
	}
	assert_int_equal(bt_vt_unknown(vt), 0);
	bt_vt_free(vt);
	/* erased cells take the background (bce) */
	vt = screen(4, 2, "\033[42m\033[K");
	assert_int_equal(bt_vt_cell(vt, 3, 0)->bg, 2);
	bt_vt_free(vt);
}

static void
width__wide_and_combining(void **state)
{
	struct bt_vt *vt = screen(6, 3, "\xe6\x97\xa5" "a" "e\xcc\x81" "|");
	int x, y;

	(void)state;
	assert_int_equal(bt_vt_cell(vt, 0, 0)->width, 2);
	assert_int_equal(bt_vt_cell(vt, 1, 0)->width, 0);
	assert_int_equal(bt_vt_cell(vt, 3, 0)->ncomb, 1);
	assert_true(bt_vt_find(vt, "|", &x, &y));
	assert_int_equal(x, 4);
	row_is(vt, 0, "\xe6\x97\xa5" "a" "e\xcc\x81" "|");
	feed(vt, "\033[1;2HZ");   /* half of the wide one overwritten */
	row_is(vt, 0, " Za" "e\xcc\x81" "|");
	bt_vt_free(vt);
	shows(5, 3, "abcd\xe6\x97\xa5", "abcd", "\xe6\x97\xa5", "");   /* does not fit: next row */
}

static void
charset__line_drawing(void **state)
{
	(void)state;
	shows(6, 3, "\033(0lqk\033(Bq\r\n\033)0\016x\017x", "\xe2\x94\x8c\xe2\x94\x80\xe2\x94\x90q",
		"\xe2\x94\x82x", "");
}

static void
modes__alternate_screen_mouse_paste_title(void **state)
{
	struct bt_vt *vt = screen(10, 3, "main\033[?1049h\033[22;0;0t\033[2;2Halt\033[?25l\033[?1h\033="
		"\033[?1006;1000h\033[?2004h\033]2;broadtape\033\\");
	const struct bt_vt_state *st = bt_vt_state(vt);

	(void)state;
	row_is(vt, 0, "");
	row_is(vt, 1, " alt");
	assert_true(st->alternate && st->app_cursor && st->app_keypad && !st->cursor_visible);
	assert_true(st->mouse == 1000 && st->mouse_sgr && st->bracketed_paste);
	assert_string_equal(st->title, "broadtape");
	feed(vt, "\033[?1006;1000l\033[?2004l\033[?1l\033>\033[?12l\033[?25h\033[?1049l");
	row_is(vt, 0, "main");
	assert_int_equal(st->x, 4);
	assert_true(!st->alternate && st->cursor_visible && !st->mouse && !st->app_cursor);
	bt_vt_free(vt);
}

static void
census__names_what_is_not_known(void **state)
{
	static const char *const unknown[] = {"OSC 1337", "DCS", "CSI >q", "U+009B", "UTF-8 invalid",
		"CSI ?h 9999", "ESC #3", "CSI m 77", "C0 01", "CSI broken", "APC"};
	struct bt_vt *vt = screen(40, 4, "ok\033]1337;x\007\033Pq\033\\\033[>q\xc2\x9b" "31m\x9b"
		"\033[?9999h\033#3\033[77m\001\033[1\0332c\033_x\033\\\033[1m\033]52;c;eA==\007");

	(void)state;
	for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
		if (bt_vt_census_count(vt, unknown[i]) != 1)
			fail_msg("%s counted %lu times", unknown[i], bt_vt_census_count(vt, unknown[i]));
	assert_int_equal(bt_vt_census_count(vt, "OSC 52"), 1);
	assert_int_equal(bt_vt_census_count(vt, "CSI m"), 2);
	assert_true(bt_vt_unknown(vt) >= 11);
	bt_vt_census_reset(vt);
	assert_int_equal(bt_vt_unknown(vt), 0);
	bt_vt_free(vt);
}

static void
feed__splits_anywhere(void **state)
{
	static const char bytes[] = "\033[2;3H\033[38;5;75m\xe2\x96\xb2 \xe6\x97\xa5\033]0;t\033\\\033(0q\033(B";
	struct bt_vt *whole = screen(12, 3, bytes), *parts = bt_vt_new(12, 3);

	(void)state;
	for (size_t i = 0; i < sizeof bytes - 1; i++)
		bt_vt_feed(parts, bytes + i, 1);
	for (int y = 0; y < 3; y++)
		for (int x = 0; x < 12; x++)
			assert_memory_equal(bt_vt_cell(whole, x, y), bt_vt_cell(parts, x, y),
				sizeof(struct bt_vt_cell));
	assert_int_equal(bt_vt_unknown(parts), 0);
	bt_vt_free(whole);
	bt_vt_free(parts);
}

/* Any bytes at any size: nothing but not crashing is asked (the sanitizers listen). */
static void
feed__noise__survives(void **state)
{
	static const char shape[] = "\033\033[[];;?0123456789hlHJKLMPX@mrST\xe6\x97\xa5\xcc\x81\n\r\t\b";
	uint32_t r = 12345;

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct bt_vt *vt = bt_vt_new(1 + round % 7, 1 + round % 5);

		for (int i = 0; i < 4000; i++) {
			char c;

			r = r * 1664525u + 1013904223u;
			c = r >> 28 ? shape[(r >> 8) % (sizeof shape - 1)] : (char)(r >> 16);
			bt_vt_feed(vt, &c, 1);
			if (i % 997 == 0)
				assert_true(bt_vt_resize(vt, 1 + (int)(r >> 20) % 9, 1 + (int)(r >> 12) % 9));
		}
		bt_vt_free(vt);
	}
}

static void
reply__cursor_report(void **state)
{
	struct bt_vt *vt = screen(10, 3, "\033[2;4H\033[6n");
	char reply[64] = "";
	size_t n = bt_vt_take_reply(vt, reply, sizeof reply);

	(void)state;
	assert_int_equal(n, 6);
	assert_memory_equal(reply, "\033[2;4R", 6);
	assert_int_equal(bt_vt_take_reply(vt, reply, sizeof reply), 0);
	bt_vt_free(vt);
}

int
bt_test_vt(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text__wraps_only_when_the_next_character_comes),
		cmocka_unit_test(cursor__moves_and_clamps),
		cmocka_unit_test(erase__variants),
		cmocka_unit_test(insert_delete__characters_and_lines),
		cmocka_unit_test(sgr__colours_and_attributes),
		cmocka_unit_test(width__wide_and_combining),
		cmocka_unit_test(charset__line_drawing),
		cmocka_unit_test(modes__alternate_screen_mouse_paste_title),
		cmocka_unit_test(census__names_what_is_not_known),
		cmocka_unit_test(feed__splits_anywhere),
		cmocka_unit_test(feed__noise__survives),
		cmocka_unit_test(reply__cursor_report),
	};

	return cmocka_run_group_tests_name("vt", tests, NULL, NULL);
}
