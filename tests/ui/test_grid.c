/* test_grid.c - cells, sparklines, keys, layout: the pure parts of the screen. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/grid.h"
#include "ui/keymap.h"
#include "ui/spark.h"
#include "ui/theme.h"

static struct bt_grid grid;

/* Row y as text; the shadow of a wide character is nothing. */
static const char *
row(int y)
{
	static char text[4096];
	size_t used = 0;

	for (int x = 0; x < grid.w; x++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s",
		                         bt_grid_at(&grid, x, y)->text);
	return text;
}

static int
setup(void **state)
{
	(void)state;
	bt_grid_init(&grid);
	bt_grid_reset(&grid, 10, 2);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bt_grid_release(&grid);
	return 0;
}

static void
grid__cuts__at_its_edges(void **state)
{
	(void)state;
	assert_int_equal(bt_grid_text(&grid, 7, 0, 10, BT_ROLE_TEXT, "abcdef"), 6);
	assert_string_equal(row(0), "       abc");
	bt_grid_text(&grid, -2, 1, 10, BT_ROLE_TEXT, "abcdef");
	assert_string_equal(row(1), "cdef      ");
	bt_grid_text(&grid, 0, 5, 10, BT_ROLE_TEXT, "nowhere");
	assert_null(bt_grid_at(&grid, 10, 0));
}

static void
grid__never_halves__a_wide_character(void **state)
{
	(void)state;
	bt_grid_text(&grid, 0, 0, 3, BT_ROLE_TEXT, "日本");
	assert_string_equal(row(0), "日        ");
	bt_grid_text(&grid, 9, 1, 2, BT_ROLE_TEXT, "日");
	assert_string_equal(row(1), "          ");
	bt_grid_text(&grid, 1, 0, 1, BT_ROLE_TEXT, "x");
	assert_string_equal(row(0), " x        ");
}

static void
grid__joins__combining_marks(void **state)
{
	(void)state;
	assert_int_equal(bt_grid_text(&grid, 0, 0, 10, BT_ROLE_TEXT, "e\xCC\x81" "a"), 2);
	assert_string_equal(bt_grid_at(&grid, 0, 0)->text, "e\xCC\x81");
	assert_string_equal(bt_grid_at(&grid, 1, 0)->text, "a");
}

static void
grid__aligns_and_marks_what_it_cut(void **state)
{
	(void)state;
	bt_grid_right(&grid, 0, 0, 10, BT_ROLE_TEXT, "12.5");
	assert_string_equal(row(0), "      12.5");
	bt_grid_cut(&grid, 0, 1, 6, BT_ROLE_TEXT, "abcdefgh", false);
	assert_string_equal(row(1), "abcde…    ");
}

static const char *
spark(enum bt_glyphs glyphs, const double *value, size_t n)
{
	bt_grid_reset(&grid, 10, 2);
	bt_spark_draw(&grid, 0, 0, 8, BT_ROLE_SPARK, glyphs, value, n);
	return row(0);
}

static void
spark__spans__lowest_to_highest(void **state)
{
	const double up[] = {1, 2, 3, 4, 5, 6, 7, 8};

	(void)state;
	assert_string_equal(spark(BT_GLYPHS_UTF8, up, 8), "▁▂▃▄▅▆▇▇  ");
	assert_string_equal(spark(BT_GLYPHS_ASCII, up, 8), ".:-=+*##  ");
	assert_string_equal(spark(BT_GLYPHS_HALF, up, 8), "___▄▄███  ");
}

static void
spark__is_right__with_gaps_one_point_and_flat(void **state)
{
	const double gap[] = {1, NAN, 8}, flat[] = {5, 5, 5}, none[] = {NAN};

	(void)state;
	assert_string_equal(spark(BT_GLYPHS_UTF8, gap, 3), "     ▁ ▇  ");
	assert_string_equal(spark(BT_GLYPHS_UTF8, flat, 3), "     ▄▄▄  ");
	assert_string_equal(spark(BT_GLYPHS_UTF8, flat, 1), "       ▄  ");
	assert_string_equal(spark(BT_GLYPHS_UTF8, none, 1), "          ");
	assert_string_equal(spark(BT_GLYPHS_UTF8, none, 0), "          ");
}

static void
spark__ends__with_the_last_value(void **state)
{
	double many[100];

	(void)state;
	for (int i = 0; i < 100; i++)
		many[i] = i;
	many[99] = -1;
	assert_string_equal(spark(BT_GLYPHS_UTF8, many, 100), "▁▃▃▅▅▇▇▁  ");
}

static void
key__name__reads_back(void **state)
{
	static const int keys[] = {'q', '?', 9, 13, 27, 12, 26, 127, BT_KEY_F1, BT_KEY_F12, BT_KEY_PGUP,
	                           BT_KEY_STAB, '[', 0xE9, ' '};

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		char name[BT_KEY_NAME_SIZE];

		bt_key_name(keys[i], name);
		assert_int_equal(bt_key_parse(name, strlen(name)), keys[i]);
	}
	assert_int_equal(bt_key_parse("Nonsense", 8), BT_KEY_NONE);
	assert_int_equal(bt_key_parse("", 0), BT_KEY_NONE);
}

static void
keymap__binds_no_key_twice__in_a_context(void **state)
{
	struct bt_keymap m;

	(void)state;
	bt_keymap_init(&m);
	for (int a = 0; a < BT_ACTION_COUNT; a++) {
		const struct bt_action_spec *spec = bt_action_spec((enum bt_action)a);

		assert_true(m.key[a][0] != BT_KEY_NONE);
		assert_true(strlen(spec->help) <= 48);
		assert_true(spec->help[strlen(spec->help) - 1] != '.');
		for (int i = 0; i < BT_KEYS_PER_ACTION && m.key[a][i]; i++)
			for (int ctx = 1; ctx < BT_CTX_ALL; ctx *= 2)
				if (spec->contexts & ctx)
					assert_int_equal(bt_keymap_action(&m, m.key[a][i], (enum bt_ctx)ctx), a);
	}
}

static void
keymap__takes_a_key__from_its_old_action(void **state)
{
	struct bt_keymap m;
	struct bt_err err;

	(void)state;
	bt_keymap_init(&m);
	assert_int_equal(bt_keymap_bind(&m, "refresh", "F5 z", &err), BT_OK);
	assert_int_equal(bt_keymap_action(&m, 'z', BT_CTX_MAIN), BT_ACTION_REFRESH);
	assert_int_equal(bt_keymap_action(&m, BT_KEY_F5, BT_CTX_MAIN), BT_ACTION_REFRESH);
	assert_int_equal(bt_keymap_action(&m, 'r', BT_CTX_MAIN), BT_ACTION_COUNT);
	assert_int_equal(bt_keymap_bind(&m, "zoom", "", &err), BT_OK);
	assert_int_equal(bt_keymap_bind(&m, "no-such", "x", &err), BT_E_USAGE);
	assert_int_equal(bt_keymap_bind(&m, "zoom", "Nonsense", &err), BT_E_USAGE);
}

/* Relative luminance and contrast as WCAG 2.1 defines them, on xterm's 256 colours. */
static double
channel(double c)
{
	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double
luminance(int color)
{
	static const int steps[] = {0, 95, 135, 175, 215, 255};
	int r, g, b;

	if (color >= 232) {
		r = g = b = 8 + 10 * (color - 232);
	} else {
		assert_true(color >= 16);
		r = steps[(color - 16) / 36];
		g = steps[(color - 16) / 6 % 6];
		b = steps[(color - 16) % 6];
	}
	return 0.2126 * channel(r / 255.0) + 0.7152 * channel(g / 255.0) + 0.0722 * channel(b / 255.0);
}

/* Half rows in the colour of a ground: nothing is read in them. */
static bool
is_edge(int role)
{
	return role >= BT_ROLE_HEAT_EDGE_FLAT && role <= BT_ROLE_HEAT_EDGE_DOWN3;
}

static void
theme__has_contrast__for_every_role_that_is_read(void **state)
{
	(void)state;
	for (int theme = BT_THEME_DARK; theme <= BT_THEME_LIGHT; theme++)
		for (int updown = 0; updown < 3; updown++)
			for (int role = 0; role < BT_ROLE_COUNT; role++)
				for (int sel = 0; sel < 2; sel++) {
					struct bt_look look =
					        bt_theme_look((enum bt_set_theme)theme, (enum bt_set_updown)updown,
					                      256, (enum bt_role)role, sel);
					bool dark = theme == BT_THEME_DARK;
					double fg = look.fg < 0 ? (dark ? luminance(252) : 0) : luminance(look.fg);
					double bg = look.bg < 0 ? (dark ? 0 : 1) : luminance(look.bg);
					double contrast = (fmax(fg, bg) + 0.05) / (fmin(fg, bg) + 0.05);

					if (role != BT_ROLE_BORDER && !is_edge(role) && contrast < 4.5)
						fail_msg("theme %d role %d selected %d: contrast %.2f", theme, role, sel,
						         contrast);
				}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(grid__cuts__at_its_edges, setup, teardown),
		cmocka_unit_test_setup_teardown(grid__never_halves__a_wide_character, setup, teardown),
		cmocka_unit_test_setup_teardown(grid__joins__combining_marks, setup, teardown),
		cmocka_unit_test_setup_teardown(grid__aligns_and_marks_what_it_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(spark__spans__lowest_to_highest, setup, teardown),
		cmocka_unit_test_setup_teardown(spark__is_right__with_gaps_one_point_and_flat, setup, teardown),
		cmocka_unit_test_setup_teardown(spark__ends__with_the_last_value, setup, teardown),
		cmocka_unit_test(key__name__reads_back),
		cmocka_unit_test(keymap__binds_no_key_twice__in_a_context),
		cmocka_unit_test(keymap__takes_a_key__from_its_old_action),
		cmocka_unit_test(theme__has_contrast__for_every_role_that_is_read),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
