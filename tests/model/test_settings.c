/* Settings: the table, one value, the file with its mistakes. */
#include "base/buf.h"
#include "base/xalloc.h"
#include "model/conf.h"
#include "support/folder.h"

struct fixture {
	struct bt_arena arena;
	struct bt_settings s;
	struct bt_conf_faults faults;
	struct bt_err err;
	struct folder dir;
	const char *path;        /* of the file that is read */
};

static int
setup(void **state)
{
	struct fixture *f = bt_xcalloc(1, sizeof(*f));

	bt_xarena_init(&f->arena);
	bt_settings_init(&f->s, &f->arena);
	folder_open(&f->dir);
	f->path = folder_path(&f->dir, "broadtape.conf");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	folder_close(&f->dir);
	bt_arena_release(&f->arena);
	free(f);
	return 0;
}

static enum bt_status
load(struct fixture *f, const char *text)
{
	folder_put(&f->dir, "broadtape.conf", text);
	f->faults = (struct bt_conf_faults){0};
	return bt_conf_load(f->path, &f->s, &f->arena, &f->faults, &f->err);
}

static void
fault_is(struct fixture *f, size_t i, int line, const char *part)
{
	assert_true(i < f->faults.n);
	assert_int_equal(f->faults.at[i].line, line);
	assert_non_null(strstr(f->faults.at[i].text, part));
	assert_non_null(strstr(f->faults.at[i].text, f->path));
}

static void
settings__defaults__are_those_of_the_product(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(f->s.data_source, "yahoo");
	assert_string_equal(f->s.data_benchmark, "^RUT");
	assert_int_equal(f->s.lists_indices.n, 12);
	assert_int_equal(f->s.lists_seven.n, 7);
	assert_string_equal(f->s.lists_seven_also.at[1], "MAGS");
	assert_int_equal(f->s.lists_ratios.n, 6);
	assert_int_equal(f->s.lists_rotation.n, 15);
	assert_string_equal(f->s.rotation_benchmark, "SPY");
	assert_int_equal(f->s.ratio_zscore, 60);
	assert_int_equal(f->s.data_base, BT_BASE_PREV);
	assert_int_equal(f->s.refresh_history, 12 * 3600);
	assert_non_null(bt_pairs_find(&f->s.feeds, "fed"));
}

static void
setting__choices__have_the_order_of_their_enums(void **state)
{
	static const struct {
		enum bt_setting id;
		const char *text;
		int value;
	} cases[] = {
		{BT_SET_data_base, "prev", BT_BASE_PREV},
		{BT_SET_data_base, "first", BT_BASE_FIRST},
		{BT_SET_data_price, "view", BT_SET_PRICE_VIEW},
		{BT_SET_data_price, "close", BT_SET_PRICE_CLOSE},
		{BT_SET_data_price, "adjclose", BT_SET_PRICE_ADJCLOSE},
		{BT_SET_screen_theme, "auto", BT_THEME_AUTO},
		{BT_SET_screen_theme, "dark", BT_THEME_DARK},
		{BT_SET_screen_theme, "light", BT_THEME_LIGHT},
		{BT_SET_screen_theme, "mono", BT_THEME_MONO},
		{BT_SET_screen_updown, "blue-orange", BT_UPDOWN_BLUE_ORANGE},
		{BT_SET_screen_updown, "green-red", BT_UPDOWN_GREEN_RED},
		{BT_SET_screen_updown, "red-green", BT_UPDOWN_RED_GREEN},
		{BT_SET_screen_color, "auto", BT_COLOR_AUTO},
		{BT_SET_screen_color, "always", BT_COLOR_ALWAYS},
		{BT_SET_screen_color, "never", BT_COLOR_NEVER},
		{BT_SET_screen_ascii, "auto", BT_ASCII_AUTO},
		{BT_SET_screen_ascii, "yes", BT_ASCII_YES},
		{BT_SET_screen_ascii, "no", BT_ASCII_NO},
		{BT_SET_screen_graph, "blocks", BT_GRAPH_BLOCKS},
		{BT_SET_screen_graph, "braille", BT_GRAPH_BRAILLE},
	};
	const int *const place[BT_SETTING_COUNT] = {
		[BT_SET_data_base] = &((struct fixture *)*state)->s.data_base,
		[BT_SET_data_price] = &((struct fixture *)*state)->s.data_price,
		[BT_SET_screen_theme] = &((struct fixture *)*state)->s.screen_theme,
		[BT_SET_screen_updown] = &((struct fixture *)*state)->s.screen_updown,
		[BT_SET_screen_color] = &((struct fixture *)*state)->s.screen_color,
		[BT_SET_screen_ascii] = &((struct fixture *)*state)->s.screen_ascii,
		[BT_SET_screen_graph] = &((struct fixture *)*state)->s.screen_graph,
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(bt_setting_parse(&f->s, &f->arena, cases[i].id, NULL, cases[i].text,
		                                  &f->err), BT_OK);
		assert_int_equal(*place[cases[i].id], cases[i].value);
	}
}

static void
setting__bad_value__keeps_the_old_and_says_what_is_accepted(void **state)
{
	static const struct {
		enum bt_setting id;
		const char *text, *says;
	} cases[] = {
		{BT_SET_screen_theme, "blue", "one of: auto dark light mono"},
		{BT_SET_screen_theme, "dark light", "one of"},
		{BT_SET_screen_theme, "", "one of"},
		{BT_SET_screen_mouse, "maybe", "yes or no"},
		{BT_SET_ratio_zscore, "1", "from 2 to 2520"},
		{BT_SET_ratio_zscore, "2521", "from 2 to 2520"},
		{BT_SET_ratio_zscore, "60.5", "whole number"},
		{BT_SET_ratio_zscore, "99999999999999999999", "whole number"},
		{BT_SET_refresh_news, "0", "from 1s to 1d"},
		{BT_SET_refresh_news, "25h", "from 1s to 1d"},
		{BT_SET_refresh_news, "m", "a time"},
		{BT_SET_refresh_news, "-5m", "a time"},
		{BT_SET_yahoo_url, "ftp://host", "https://"},
		{BT_SET_yahoo_url, "https://user@host/x", "https://"},
		{BT_SET_yahoo_url, "https://", "https://"},
		{BT_SET_yahoo_url, "https://host/a b", "https://"},
		{BT_SET_data_source, "ya\033[31mhoo", "control"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *before = bt_setting_text(&f->s, &f->arena, cases[i].id);

		assert_int_equal(bt_setting_parse(&f->s, &f->arena, cases[i].id, NULL, cases[i].text,
		                                  &f->err), BT_E_USAGE);
		assert_non_null(strstr(f->err.text, cases[i].says));
		assert_null(strchr(f->err.text, '\033'));
		assert_string_equal(bt_setting_text(&f->s, &f->arena, cases[i].id), before);
	}
}

static void
setting__duration__has_units(void **state)
{
	static const struct {
		const char *in;
		int seconds;
		const char *out;
	} cases[] = {{"90", 90, "90s"}, {"90s", 90, "90s"}, {"15m", 900, "15m"},
	             {"120s", 120, "2m"}, {"2h", 7200, "2h"}, {"1d", 86400, "1d"}};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(bt_setting_parse(&f->s, &f->arena, BT_SET_refresh_news, NULL,
		                                  cases[i].in, &f->err), BT_OK);
		assert_int_equal(f->s.refresh_news, cases[i].seconds);
		assert_string_equal(bt_setting_text(&f->s, &f->arena, BT_SET_refresh_news),
		                    cases[i].out);
	}
}

static void
words__expressions__keep_their_commas(void **state)
{
	struct fixture *f = *state;
	struct bt_words w = bt_words_split(&f->arena, "  IWM/QQQ, ewq(AAPL, MSFT)/SPY 'BRK B',X ");

	assert_int_equal(w.n, 4);
	assert_string_equal(w.at[0], "IWM/QQQ");
	assert_string_equal(w.at[1], "ewq(AAPL, MSFT)/SPY");
	assert_string_equal(w.at[2], "'BRK B'");
	assert_string_equal(w.at[3], "X");
	assert_int_equal(bt_words_split(&f->arena, " ").n, 0);
}

static void
conf__good_file__is_taken(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "\xef\xbb\xbf# mine\n[lists]\nratios = IWM/QQQ\n   RSP/SPY ; two\n\n"
	                         "[screen]\ntheme=light\r\n[watch]\nmine = A B\n[feeds]\nfed =\n"
	                         "own = http://127.0.0.1:80/x/\n"), BT_OK);
	assert_int_equal(f->faults.n, 0);
	assert_int_equal(f->s.lists_ratios.n, 2);
	assert_string_equal(f->s.lists_ratios.at[1], "RSP/SPY");
	assert_int_equal(f->s.screen_theme, BT_THEME_LIGHT);
	assert_string_equal(bt_pairs_find(&f->s.watch, "mine"), "A B");
	assert_string_equal(bt_pairs_find(&f->s.feeds, "fed"), "");
	assert_non_null(bt_pairs_find(&f->s.feeds, "own"));
}

static void
conf__wrong_lines__are_told_with_file_line_and_accepted_values(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "theme = dark\n[screen]\ntheme = blue\nthem = dark\n[scren]\na = 1\n"
	                         "[lists]\njunk\n[ratio]\nzscore = 1\n"), BT_OK);
	assert_int_equal(f->faults.n, 6);
	fault_is(f, 0, 1, "before the first [section]");
	fault_is(f, 1, 3, "'blue' is not one of: auto dark light mono; auto is used");
	fault_is(f, 2, 4, "no key them");
	fault_is(f, 3, 6, "no section [scren]");
	fault_is(f, 4, 8, "neither [section] nor key = value");
	fault_is(f, 5, 10, "from 2 to 2520; 60 is used");
	assert_int_equal(f->s.screen_theme, BT_THEME_AUTO);
}

static void
conf__long_line__is_told_and_never_cut_in_two(void **state)
{
	struct fixture *f = *state;
	char text[600] = "[lists]\nratios = ";

	while (strlen(text) < 400)
		strcat(text, "IWM/QQQ ");
	strcat(text, "\nseven = A B\n");
	assert_int_equal(load(f, text), BT_OK);
	assert_int_equal(f->faults.n, 1);
	fault_is(f, 0, 2, "longer than 197 bytes");
	assert_int_equal(f->s.lists_ratios.n, 6);
	assert_int_equal(f->s.lists_seven.n, 2);
}

static void
conf__indented_line__continues_lists_alone(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "[screen]\ntheme = dark\n  mouse = no\n"), BT_OK);
	assert_int_equal(f->faults.n, 1);
	fault_is(f, 0, 3, "no list");
	assert_int_equal(f->s.screen_theme, BT_THEME_DARK);
	assert_true(f->s.screen_mouse);
}

static void
conf__missing_binary_or_directory__is_an_error(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(bt_conf_load("/nonexistent/conf", &f->s, &f->arena, &f->faults, &f->err),
	                 BT_E_NODATA);
	assert_int_equal(bt_conf_load("/", &f->s, &f->arena, &f->faults, &f->err), BT_E_IO);
	folder_write(&f->dir, "broadtape.conf", 0600, "a\0b", 3);
	assert_int_equal(bt_conf_load(f->path, &f->s, &f->arena, &f->faults, &f->err), BT_E_PARSE);
	assert_int_equal(f->faults.n, 0);
}

/* What is printed reads back to the same print, at the defaults and away from them. */
static void
conf__printed__reads_back_the_same(void **state)
{
	struct fixture *f = *state;
	struct bt_buf first, second;

	assert_int_equal(load(f, "[feeds]\nfed =\n[keys]\nquit = Q ^C\n[watch]\nw = A B C\n"
	                         "[lists]\nseven =\n[refresh]\nnews = 7m\n[screen]\nmouse = off\n"), BT_OK);
	bt_buf_init(&first, 1 << 20);
	bt_buf_init(&second, 1 << 20);
	bt_conf_print(&f->s, false, &first);
	bt_settings_init(&f->s, &f->arena);
	assert_int_equal(load(f, first.data), BT_OK);
	assert_int_equal(f->faults.n, 0);
	bt_conf_print(&f->s, false, &second);
	assert_string_equal(first.data, second.data);
	assert_non_null(strstr(first.data, "news = 7m\n"));
	bt_buf_release(&first);
	bt_buf_release(&second);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(settings__defaults__are_those_of_the_product),
		T(setting__choices__have_the_order_of_their_enums),
		T(setting__bad_value__keeps_the_old_and_says_what_is_accepted),
		T(setting__duration__has_units),
		T(words__expressions__keep_their_commas),
		T(conf__good_file__is_taken),
		T(conf__wrong_lines__are_told_with_file_line_and_accepted_values),
		T(conf__long_line__is_told_and_never_cut_in_two),
		T(conf__indented_line__continues_lists_alone),
		T(conf__missing_binary_or_directory__is_an_error),
		T(conf__printed__reads_back_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
