/* test_line.c - the line at the bottom: typed, edited, recalled, completed, and what a command does. */
#include "support/folder.h"
#include "ui/stage.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/num.h"
#include "ui/clipboard.h"
#include "ui/osc.h"
#include "ui/typed.h"

#define CTRL(c) ((c) & 0x1F)

static const char *
line(void)
{
	return screen.prompt.text;
}

static void
edit__moves_and_erases__by_characters_words_and_all(void **state)
{
	(void)state;
	type(":one two");
	key(BT_KEY_LEFT);
	key(BT_KEY_LEFT);
	type("X");
	assert_string_equal(line(), "one tXwo");
	key(CTRL('A'));
	type(">");
	key(CTRL('E'));
	type("<");
	assert_string_equal(line(), ">one tXwo<");
	key(CTRL('W'));
	assert_string_equal(line(), ">one ");
	key(CTRL('B'));
	key(CTRL('B'));
	key(CTRL('K'));
	assert_string_equal(line(), ">on");
	key(CTRL('A'));
	key(BT_KEY_DELETE);
	assert_string_equal(line(), "on");
	key(CTRL('F'));
	key(CTRL('U'));
	assert_string_equal(line(), "n");
	key(BT_KEY_BACKSPACE);
	assert_string_equal(line(), "n");       /* the cursor stands at its start */
}

/* One key a character, however many bytes and marks it has. */
static void
edit__takes_characters_whole__outside_ascii(void **state)
{
	struct bt_event paste = {.key = BT_KEY_PASTE, .paste = "a\xc3\xa9" "e\xcc\x81\xe6\xbc\xa2z"};

	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	key(':');
	bt_screen_event(&screen, &paste, now);
	key(BT_KEY_LEFT);
	key(BT_KEY_BACKSPACE);
	assert_string_equal(line(), "a\xc3\xa9" "e\xcc\x81z");
	key(BT_KEY_BACKSPACE);
	assert_string_equal(line(), "a\xc3\xa9z");
	key(BT_KEY_BACKSPACE);
	key(BT_KEY_BACKSPACE);
	assert_string_equal(line(), "z");
	key(0xE9);
	assert_string_equal(line(), "\xc3\xa9z");
}

/* Any keys at all: the line stays within its size, ends in NUL, and the cursor in it. */
static void
edit__keeps_its_bounds__whatever_is_pressed(void **state)
{
	static const int keys[] = {'a', ' ', 0x6F22, 0x301, BT_KEY_LEFT, BT_KEY_RIGHT, BT_KEY_HOME, BT_KEY_END,
	                           BT_KEY_DELETE, BT_KEY_BACKSPACE, CTRL('W'), BT_KEY_TAB, BT_KEY_STAB, BT_KEY_UP,
	                           BT_KEY_DOWN, 'b', 'c', '^', '('};
	uint32_t seed = 7;

	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	for (int kind = 0; kind < 3; kind++) {
		key("/a:"[kind]);
		for (int i = 0; i < 4000; i++) {
			struct bt_event paste = {.key = BT_KEY_PASTE,
			                         .paste = "0123456789012345678901234567890123456789\xe6\xbc\xa2"};

			seed = seed * 1664525 + 1013904223;
			if (seed >> 24 == 0)
				bt_screen_event(&screen, &paste, now);
			key(keys[(seed >> 16) % (sizeof(keys) / sizeof(keys[0]))]);
			assert_true(screen.prompt.open);
			assert_int_equal(strlen(line()), screen.prompt.len);
			assert_true(screen.prompt.cursor <= screen.prompt.len);
			assert_true((line()[screen.prompt.cursor] & 0xC0) != 0x80);
			if (i % 50 == 0)
				draw(41 + i % 60, 11);
		}
		key(BT_KEY_ESC);
	}
}

static void
recall__brings_lines_back__each_kind_its_own(void **state)
{
	(void)state;
	type("/russell");
	key(BT_KEY_ENTER);
	type("/nasdaq");
	key(BT_KEY_ENTER);
	type(":zoom");
	key(BT_KEY_ENTER);
	type("/dra");
	key(BT_KEY_UP);
	assert_string_equal(line(), "nasdaq");
	key(BT_KEY_UP);
	assert_string_equal(line(), "russell");
	key(BT_KEY_UP);
	assert_string_equal(line(), "russell");
	key(BT_KEY_DOWN);
	key(BT_KEY_DOWN);
	assert_string_equal(line(), "dra");
	key(BT_KEY_DOWN);
	assert_string_equal(line(), "dra");
	key(BT_KEY_ESC);
	type(":");
	key(BT_KEY_UP);
	assert_string_equal(line(), "zoom");
}

static void
recall__is_bounded__and_holds_no_line_twice(void **state)
{
	struct bt_recall r;
	char text[16];

	(void)state;
	bt_recall_init(&r);
	for (int i = 0; i < 3 * BT_RECALL_MAX; i++) {
		snprintf(text, sizeof(text), "%d", i);
		bt_recall_add(&r, BT_ENTRY_SEARCH, text);
	}
	bt_recall_add(&r, BT_ENTRY_SEARCH, "250");
	bt_recall_add(&r, BT_ENTRY_PLAIN, "secret");
	assert_int_equal(r.n[BT_ENTRY_SEARCH], BT_RECALL_MAX);
	assert_int_equal(r.n[BT_ENTRY_PLAIN], 0);
	assert_string_equal(bt_recall_at(&r, BT_ENTRY_SEARCH, 1), "250");
	assert_string_equal(bt_recall_at(&r, BT_ENTRY_SEARCH, 2), "299");
	assert_string_equal(bt_recall_at(&r, BT_ENTRY_SEARCH, BT_RECALL_MAX), "200");
	assert_null(bt_recall_at(&r, BT_ENTRY_SEARCH, BT_RECALL_MAX + 1));
	bt_recall_release(&r);
}

/* Type, press Tab, and the line must be that. */
static void
completes(const char *typed, const char *to)
{
	type(typed);
	key(BT_KEY_TAB);
	assert_string_equal(line(), to);
	key(CTRL('U'));
}

static void
complete__knows_commands_settings_symbols_functions_dates_and_columns(void **state)
{
	(void)state;
	key(':');
	completes("vie", "view");               /* and view-overview ... */
	completes("as", "as-of ");
	completes("set screen.upd", "set screen.updown ");
	completes("set screen.updown gr", "set screen.updown green-red ");
	completes("open rut", "open ^RUT");
	completes("open SPSM/MAG7H", "open SPSM/MAG7H");
	completes("open sm", "open sma(");
	completes("open sma(QQ", "open sma(QQQ");
	completes("open 10-y", "open ^TNX");
	completes("sort returns.1W", "sort returns.1W.pct ");
	completes("view rati", "view ratios ");
	completes("theme mo", "theme mono ");
	completes("universe nas", "universe nasdaq100 ");
	completes("source sam", "source sample ");
	completes("as-of 2024-12", "as-of 2024-12-");
	completes("zoo", "zoom ");
	completes("zoom x", "zoom x");
	key(BT_KEY_ESC);
	key('a');
	completes("russell 2000 g", "russell 2000 g");
	key(BT_KEY_ESC);
}

static void
complete__lists_what_fits__and_goes_through_it(void **state)
{
	struct bt_prompt *p = &screen.prompt;

	(void)state;
	type("aSMALLC");                        /* in the names, not the symbols */
	key(BT_KEY_TAB);
	assert_string_equal(line(), "^SP600");
	key(BT_KEY_ESC);
	type(":theme ");
	key(BT_KEY_TAB);
	draw(80, 24);
	assert_true(shows("\n dark"));
	assert_string_equal(line(), "theme ");
	key(BT_KEY_TAB);
	assert_string_equal(line(), "theme auto");
	key(BT_KEY_TAB);
	assert_string_equal(line(), "theme dark");
	key(BT_KEY_STAB);
	key(BT_KEY_STAB);
	assert_string_equal(line(), "theme mono");
	type("!");
	assert_int_equal(p->choices.n, 0);
	draw(80, 24);
	assert_false(shows("\n dark"));
}

/* A picture of a network source that has looked up this word. */
static struct bt_snapshot *
found_snapshot(const char *word, size_t n)
{
	static const struct bt_found found[] = {
		{"PLTR", "Palantir Technologies", "NASDAQ", BT_KIND_EQUITY},
		{"PLTW", "Roundhill PLTR", "", BT_KIND_ETF},
	};
	struct bt_snapshot *snap = stage_snapshot();

	snap->market.source = "yahoo";
	snap->found_for = word;
	snap->found = found;
	snap->n_found = n;
	return snap;
}

static void
complete__word_that_nobody_here_knows__is_looked_up(void **state)
{
	(void)state;
	bt_screen_take(&screen, found_snapshot(NULL, 0), now);
	type("aNVDA/palant");
	assert_int_equal(bt_screen_complete(&screen, 1), BT_EFFECT_WANT);
	assert_string_equal(screen.lookup, "palant");
	assert_non_null(strstr(screen.notice, "palant"));
	/* the answer to another word is none to this */
	bt_screen_take(&screen, found_snapshot("apple", 2), now);
	assert_string_equal(screen.lookup, "palant");
	bt_screen_take(&screen, found_snapshot("palant", 2), now);
	assert_string_equal(screen.lookup, "");
	draw(80, 24);
	assert_true(shows("PLTR") && shows("Palantir Technologies, NASDAQ"));
	assert_string_equal(line(), "NVDA/palant");
	key(BT_KEY_TAB);
	assert_string_equal(line(), "NVDA/PLTR");
	key(BT_KEY_ESC);
	/* nothing found is said, and not asked again */
	type("azzzz");
	assert_int_equal(bt_screen_complete(&screen, 1), BT_EFFECT_WANT);
	bt_screen_take(&screen, found_snapshot("zzzz", 0), now);
	assert_non_null(strstr(screen.notice, "knows no symbol"));
	assert_int_equal(bt_screen_complete(&screen, 1), BT_EFFECT_NONE);
	/* a line that has changed meanwhile is left alone */
	type("y");
	assert_int_equal(bt_screen_complete(&screen, 1), BT_EFFECT_WANT);
	type("x");
	bt_screen_take(&screen, found_snapshot("zzzzy", 1), now);
	assert_string_equal(line(), "zzzzyx");
	key(BT_KEY_ESC);
	bt_screen_take(&screen, stage_snapshot(), now);
	type("azzzz");
	assert_int_equal(bt_screen_complete(&screen, 1), BT_EFFECT_NONE); /* the sample asks nobody */
	key(BT_KEY_ESC);
}

static void
command__does_it_or_says_what_is_wrong(void **state)
{
	(void)state;
	draw(80, 24);
	assert_string_equal(command("view ratios"), "");
	assert_int_equal(screen.view, BT_VIEW_RATIOS);
	assert_string_equal(command("view overview"), "");
	assert_string_equal(command("as-of 2025-12-10"), "");
	assert_int_equal(screen.as_of, bt_date_ymd(2025, 12, 10));
	assert_string_equal(command("as-of now"), "");
	assert_int_equal(screen.as_of, BT_DATE_NONE);
	assert_string_equal(command("zoom"), "");
	assert_true(screen.zoom);
	assert_string_equal(command("zoo"), "");    /* a beginning is enough */
	assert_false(screen.zoom);
	assert_string_equal(command("sort ytd up"), "");
	assert_string_equal(screen.pane[screen.focus].table.column[screen.pane[screen.focus].table.sort].cell.path,
	                    "returns.YTD.pct");
	assert_false(screen.pane[screen.focus].table.reverse);
	assert_string_equal(command("open NVDA"), "");
	assert_int_equal(screen.view, BT_VIEW_SYMBOL);
	assert_string_equal(command("compare AAPL"), "");
	assert_string_equal(screen.detail.compare, "AAPL");
	command("view overview");
	assert_string_equal(command("veiw ratios"), "no command \"veiw\"; did you mean view?");
	assert_string_equal(command("view ratois"), "no view \"ratois\"; did you mean ratios?");
	assert_string_equal(command("zzzzzz"), "no command \"zzzzzz\"; Tab shows all");
	assert_non_null(strstr(command("day"), "\"day\" may be"));
	assert_non_null(strstr(command("sort nmae"), "did you mean name?"));
	assert_non_null(strstr(command("as-of yesterday"), "is no date"));
	assert_non_null(strstr(command("compare X"), "no chart"));
	assert_string_equal(command(""), "");
}

static void
command__changes_settings__while_it_runs(void **state)
{
	const struct bt_settings *before = screen.settings;

	(void)state;
	assert_string_equal(command("set ratio.zscore 20"), "");
	assert_int_equal(screen.effect, BT_EFFECT_SETTINGS);
	assert_int_equal(screen.settings->ratio_zscore, 20);
	assert_int_equal(before->ratio_zscore, 60);     /* the engine may still read it */
	assert_string_equal(command("theme light"), "");
	assert_int_equal(screen.settings->screen_theme, BT_THEME_LIGHT);
	assert_string_equal(command("set screen.accessible yes"), "");
	assert_true(screen.accessible);
	assert_non_null(strstr(command("set ratio.zscore"), "ratio.zscore is 20"));
	assert_non_null(strstr(command("set ratio.zscore many"), "'many' is not"));
	assert_non_null(strstr(command("set ratio.zscoer 3"), "did you mean ratio.zscore?"));
	assert_non_null(strstr(command("set data.source sample"), "at the start"));
	assert_int_equal(screen.settings->ratio_zscore, 20);
	assert_string_equal(command("bind zoom Z"), "");
	key('Z');
	assert_true(screen.zoom);
	assert_string_equal(command("bind zoom q"), "q was the key of quit");
	assert_non_null(strstr(command("bind zoom Bogus"), "no list of keys"));
	command("universe dow30");
	assert_int_equal(screen.effect, BT_EFFECT_UNIVERSE);
	assert_string_equal(screen.argument, "dow30");
	command("source csv:/home/me/prices");
	assert_int_equal(screen.effect, BT_EFFECT_SOURCE);
	assert_string_equal(screen.argument, "csv:/home/me/prices");
	command("source bloomberg");
	assert_int_equal(screen.effect, BT_EFFECT_NONE);
	assert_non_null(strstr(screen.notice, "csv:PATH"));
	command("source");
	assert_non_null(strstr(screen.notice, "the source is sample"));
	command("quit");
	assert_int_equal(screen.effect, BT_EFFECT_QUIT);
}

static void
horizon__is_typed__where_there_is_one(void **state)
{
	(void)state;
	assert_non_null(strstr(command("horizon 1W"), "no horizon to choose"));
	key('5');
	command("horizon YTD");
	draw(120, 40);
	assert_true(shows("Heat map YTD"));
	assert_non_null(strstr(command("horizon 9Y"), "no horizon \"9Y\""));
	key('4');
	command("horizon 1Y");
	draw(120, 40);
	assert_true(shows("by 1Y"));
}

/* As in vi: q quits, w writes, h helps, a number is a row, name=value and name? of a setting. */
static void
habits_of_vi__are_understood(void **state)
{
	struct bt_table *t = &screen.pane[BT_PANE_INDICES].table;

	(void)state;
	draw(80, 24);
	command("q");
	assert_int_equal(screen.effect, BT_EFFECT_QUIT);
	command("wq");
	assert_int_equal(screen.effect, BT_EFFECT_QUIT);
	command("4");
	assert_int_equal(t->selected, 3);
	command("$");
	assert_int_equal(t->selected, t->n - 1);
	command("1");
	assert_int_equal(t->selected, 0);
	command("99999");
	assert_non_null(strstr(screen.notice, "no row"));
	command("/russell");
	assert_int_not_equal(t->selected, 0);
	command("set screen.updown=green-red");
	assert_int_equal(screen.settings->screen_updown, BT_UPDOWN_GREEN_RED);
	command("se screen.updown?");
	assert_non_null(strstr(screen.notice, "is green-red"));
	command("h");
	assert_true(screen.overlay.open);
	key(BT_KEY_ESC);
	command("w");
	assert_non_null(strstr(screen.notice, "file"));
}

/* `:universe` alone is a list; Enter takes the selected one. */
static void
universes__are_picked_from_a_list(void **state)
{
	(void)state;
	key('5');
	key('u');
	draw(80, 24);
	assert_true(screen.overlay.open && screen.overlay.picks);
	assert_true(shows("[ ] sp500") && shows("[ ] nasdaq100") && shows("[ ] all"));
	type("/dow");
	key(BT_KEY_ENTER);
	key(BT_KEY_ENTER);
	assert_int_equal(screen.effect, BT_EFFECT_UNIVERSE);
	assert_string_equal(screen.argument, "dow30");
	assert_false(screen.overlay.open);
	key('2');
	command("universe");
	assert_true(screen.overlay.open);
}

static void
filter__shows_the_rows_that_have_it(void **state)
{
	struct bt_table *t = &screen.pane[BT_PANE_INDICES].table;
	size_t all;

	(void)state;
	draw(80, 24);
	all = t->n;
	type("&russell");
	key(BT_KEY_ENTER);
	assert_int_equal(t->n, 2);              /* the index and its future */
	draw(80, 24);
	assert_true(shows("2 of 12 with russell"));
	assert_false(shows("VIX"));
	type("&!russell");
	key(BT_KEY_ENTER);
	assert_int_equal(t->n, all - 2);
	type("&/^s&p (500|small)/");
	key(BT_KEY_ENTER);
	assert_int_equal(t->n, 3);
	type("&/(/");                           /* a bad one is a message and changes nothing */
	key(BT_KEY_ENTER);
	assert_non_null(strstr(screen.notice, "/(/: "));
	assert_int_equal(t->n, 3);
	type("&zzzz");
	key(BT_KEY_ENTER);
	assert_int_equal(t->n, 0);
	draw(80, 24);
	assert_true(shows("no row is like that"));
	key('e');
	key('j');
	key(BT_KEY_ENTER);
	key(BT_KEY_ESC);
	assert_int_equal(t->n, all);
	type("&^RUT");                          /* found by its symbol, which is not shown */
	key(BT_KEY_ENTER);
	assert_int_equal(t->n, 1);
	type("&");
	key(BT_KEY_ENTER);
	assert_int_equal(t->n, all);
}

static void
search__takes_regular_expressions__between_slashes(void **state)
{
	struct bt_table *t = &screen.pane[BT_PANE_INDICES].table;

	(void)state;
	type("//russell .*future/");
	key(BT_KEY_ENTER);
	assert_string_equal(t->key, "Russell 2000 future");
	type("//[/");
	key(BT_KEY_ENTER);
	assert_non_null(strstr(screen.notice, "/[/: "));
}

static void
sort__marks_its_title__and_turns_the_bars(void **state)
{
	(void)state;
	draw(120, 40);
	type(":sort returns.1Y.pct");
	key(BT_KEY_ENTER);
	draw(200, 50);
	assert_true(shows("↓1Y"));
	key('v');
	draw(200, 50);
	assert_true(shows("↑1Y"));
	screen.glyphs = BT_GLYPHS_ASCII;
	draw(200, 50);
	assert_true(shows("^1Y"));
	screen.focus = BT_PANE_MAG7;
	type(":sort 1d");
	key(BT_KEY_ENTER);
	draw(200, 50);
	assert_true(shows("beat ^RUT 1D"));
	assert_string_equal(screen.pane[BT_PANE_MAG7].horizon, "1D");
}

static void
formats__show_as_many_digits_as_are_read(void **state)
{
	static const struct {
		double value;
		const char *path, *text;
	} rows[] = {
		{35.6234567, "mc_osc", "35.6"},  {-485.0123, "mc_sum", "-485.0"}, {0.85234, "trin", "0.852"},
		{-0.0001, "mc_osc", "0.000"},    {0.0712345, "weight", "7.12%"},  {0.178512, "weight", "17.9%"},
		{101.32456, "ratio_z", "101.3"},
	};
	char text[BT_CELL_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bt_val v = bt_val_num(rows[i].value);
		struct bt_cell_column c;

		assert_true(bt_cell_column(rows[i].path, &c));
		assert_string_equal(bt_cell_text(&v, c.format, text), rows[i].text);
	}
}

static void
columns__are_those_that_were_chosen(void **state)
{
	struct bt_pane *p = &screen.pane[BT_PANE_INDICES];
	const char *usual = "name";

	(void)state;
	draw(120, 40);
	type(":columns symbol last returns.1W.pct");
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_int_equal(p->table.n_column, 3);
	assert_true(shows("^GSPC"));
	assert_string_equal(command("columns lats"), "no column \"lats\"; did you mean last?");
	assert_int_equal(p->table.n_column, 3);
	key('|');
	draw(120, 40);
	assert_true(shows("[x] symbol"));
	assert_true(shows("[ ] change_pct"));
	key('x');                               /* away with the first */
	assert_int_equal(p->table.n_column, 2);
	key('<');
	type("/name");
	key(BT_KEY_ENTER);
	key(' ');
	assert_string_equal(p->chosen, "last returns.1W.pct name");
	key('<');
	assert_string_equal(p->chosen, "last name returns.1W.pct");
	key('q');
	assert_int_equal(p->table.column[1].cell.width, 16);    /* as the pane has it usually */
	command("columns name:30 last symbol");
	key('|');
	key('G');
	key(' ');
	assert_non_null(strstr(p->chosen, "name:30 last symbol"));
	assert_int_equal(p->table.column[0].cell.width, 30);
	key('q');
	command("columns usual");
	assert_string_equal(p->chosen, "");
	assert_string_equal(p->table.column[0].cell.path, usual);
}

static char *
sequence(const char *text, enum bt_mux mux)
{
	struct bt_buf out;
	struct bt_err err;

	bt_buf_init(&out, 1 << 16);
	assert_int_equal(bt_clipboard_sequence(text, mux, &out, &err), BT_OK);
	return bt_buf_take(&out);
}

/* Base64 by the vectors of RFC 4648, section 10; wrappings by the manuals of tmux and screen. */
static void
clipboard__is_set_by_osc_52__through_tmux_and_screen(void **state)
{
	static const struct {
		const char *text, *base64;
	} vectors[] = {{"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="},
	               {"foobar", "Zm9vYmFy"}, {"\xff\xfe", "//4="}};
	char want[80], big[BT_CLIPBOARD_MAX], *got;
	struct bt_buf out;
	struct bt_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		snprintf(want, sizeof(want), "\033]52;c;%s\a", vectors[i].base64);
		got = sequence(vectors[i].text, BT_MUX_NONE);
		assert_string_equal(got, want);
		free(got);
	}
	got = sequence("foo", BT_MUX_TMUX);
	assert_string_equal(got, "\033]52;c;Zm9v\a\033Ptmux;\033\033]52;c;Zm9v\a\033\\");
	free(got);
	got = sequence("foo", BT_MUX_SCREEN);
	assert_string_equal(got, "\033P\033]52;c;Zm9v\a\033\\");
	free(got);
	memset(big, 'x', sizeof(big));
	big[600] = '\0';
	got = sequence(big, BT_MUX_SCREEN);
	for (char *p = got, *end; *p; p = end + 2) {
		end = strstr(p, "\033\\");
		assert_non_null(end);
		assert_memory_equal(p, "\033P", 2);
		assert_true(end - p + 2 <= 256);
	}
	free(got);
	big[600] = 'x';
	big[sizeof(big) - 1] = '\0';
	bt_buf_init(&out, 1 << 16);
	assert_int_equal(bt_clipboard_sequence(big, BT_MUX_TMUX, &out, &err), BT_E_LIMIT);
	assert_int_equal(out.len, 0);
	assert_int_equal(bt_mux_of("/tmp/tmux-0/default,1,0", "screen"), BT_MUX_TMUX);
	assert_int_equal(bt_mux_of(NULL, "screen.xterm-256color"), BT_MUX_SCREEN);
	assert_int_equal(bt_mux_of("", "xterm"), BT_MUX_NONE);
	assert_int_equal(bt_mux_of(NULL, NULL), BT_MUX_NONE);
}

/* Text for the terminal is harmless: no control ends the sequence or begins another. */
static void
title_and_notice__are_harmless(void **state)
{
	static const char hostile[] = "a;b\033]0;x\a\r\n\xC2\x9D c";
	struct bt_buf out;

	(void)state;
	bt_buf_init(&out, 4096);
	bt_osc_title(hostile, &out);
	assert_string_equal(out.data, "\033]2;a;b\uFFFD]0;x\uFFFD  \uFFFD c\a");
	bt_buf_reset(&out);
	bt_osc_notice(BT_NOTICE_OSC9, hostile, BT_MUX_NONE, &out);
	assert_string_equal(out.data, "\033]9;a;b\uFFFD]0;x\uFFFD  \uFFFD c\a");
	bt_buf_reset(&out);
	bt_osc_notice(BT_NOTICE_OSC777, hostile, BT_MUX_TMUX, &out);
	assert_string_equal(out.data,
	                    "\033Ptmux;\033\033]777;notify;broadtape;a,b\uFFFD]0,x\uFFFD  \uFFFD c\a\033\\");
	bt_buf_reset(&out);
	bt_osc_notice(BT_NOTICE_NO, hostile, BT_MUX_NONE, &out);
	assert_int_equal(out.len, 0);
	bt_buf_release(&out);
}

static void
copy__has_all_digits__and_rows_their_tabs(void **state)
{
	const struct bt_val *row;
	char num[BT_NUM_SIZE], want[300];

	(void)state;
	draw(80, 24);
	row = bt_table_row(&screen.pane[BT_PANE_INDICES].table, &screen.pane[BT_PANE_INDICES].report.rows);
	bt_num_format(bt_val_as_num(bt_val_get(row, "last")), num);
	key('l');
	key('y');
	assert_int_equal(screen.effect, BT_EFFECT_COPY);
	assert_string_equal(screen.argument, num);
	key('Y');
	snprintf(want, sizeof(want), "S&P 500\t%s\t", num);
	assert_int_equal(strncmp(screen.argument, want, strlen(want)), 0);
	assert_string_equal(command("set screen.clipboard no"), "");
	key('y');
	assert_int_equal(screen.effect, BT_EFFECT_NONE);
	assert_non_null(strstr(screen.notice, num));
}

static void
csv(const struct bt_report *r, struct bt_arena *a, struct bt_buf *out)
{
	(void)a;
	for (size_t i = 0; i < r->rows.u.list.len; i++)
		bt_buf_printf(out, "%s\n", bt_val_as_str(bt_val_get(&r->rows.u.list.at[i], "symbol")));
}

static void
write__has_the_rows_that_are_shown__in_their_order(void **state)
{
	struct folder dir;
	const char *path;
	char line[160];

	(void)state;
	folder_open(&dir);
	folder_put(&dir, "shown.csv", "");
	path = folder_path(&dir, "shown.csv");
	draw(80, 24);
	assert_non_null(strstr(command("write x"), "no rows"));     /* a test has no command line */
	screen.write_csv = csv;
	command("filter future");
	command("sort name down");
	snprintf(line, sizeof(line), "write %s", path);
	assert_non_null(strstr(command(line), "there already"));
	snprintf(line, sizeof(line), "write! %s", path);
	command(line);
	snprintf(line, sizeof(line), "3 rows written to %s", path);
	assert_non_null(strstr(screen.notice, line));
	assert_string_equal(folder_get(&dir, "shown.csv"), "ES=F\nRTY=F\nNQ=F\n");
	folder_close(&dir);
	assert_non_null(strstr(command("write /nonexistent/dir/x"), "/nonexistent"));
	assert_string_equal(command("write"), "to which file?");
}

/* Rows in the order of time: the newest stays selected while nobody moves, and a row that was chosen stays, also
 * when the rows are gone for a moment, as while a picture is made anew.  */
static void
table__by_time__stays_at_the_newest_or_at_the_chosen(void **state)
{
	struct bt_val old = bt_val_list(), new = bt_val_list(), none = bt_val_list();
	struct bt_arena a;
	struct bt_table t;

	(void)state;
	bt_xarena_init(&a);
	bt_table_init(&t, "date/0 title/0");
	for (int i = 0; i < 6; i++) {
		struct bt_val row = bt_val_obj();

		bt_val_set(&a, &row, "date", bt_val_date(bt_date_ymd(2025, 12, 20 - i)));
		bt_val_set(&a, &row, "title", bt_val_str("x"));
		bt_val_add(&a, &new, row);
		if (i > 0)
			bt_val_add(&a, &old, row);
	}
	bt_table_update(&t, &old);
	bt_table_update(&t, &none);
	bt_table_update(&t, &new);
	assert_int_equal(t.selected, 0);
	assert_string_equal(t.key, "2025-12-20");
	bt_table_update(&t, &old);
	bt_table_move(&t, &old, 2);
	assert_string_equal(t.key, "2025-12-17");
	bt_table_update(&t, &none);
	bt_table_update(&t, &new);
	assert_int_equal(t.selected, 3);
	assert_string_equal(t.key, "2025-12-17");
	bt_table_release(&t);
	bt_arena_release(&a);
}

/* Five thousand rows: filtered, searched and sorted within the 50 ms that a key may take. */
static void
table__is_quick__with_thousands_of_rows(void **state)
{
	struct bt_arena a;
	struct bt_val rows = bt_val_list();
	struct bt_table t;
	struct bt_match m;
	struct bt_err err;
	int64_t began;

	(void)state;
	bt_xarena_init(&a);
	bt_table_init(&t, "symbol/0 title/0 last/0");
	for (int i = 0; i < 5000; i++) {
		struct bt_val *row = bt_val_add(&a, &rows, bt_val_obj());

		bt_val_set(&a, row, "symbol", bt_val_str(bt_arena_printf(&a, "S%d", i * 7919 % 5000)));
		bt_val_set(&a, row, "title", bt_val_str("a title as long as those of the news usually are"));
		bt_val_set(&a, row, "last", bt_val_num(i * 7919 % 5003));
	}
	began = bt_clock_mono_ms();
	bt_table_update(&t, &rows);
	bt_table_sort_by(&t, &rows, 2, BT_SORT_USUAL);
	assert_int_equal(bt_match_open(&m, "S4999", &err), BT_OK);
	assert_true(bt_table_search(&t, &rows, &m, 1));
	assert_int_equal(bt_table_filter(&t, &rows, "s499", &err), BT_OK);
	assert_int_equal(t.n, 11);
	printf("5,000 rows sorted, searched and filtered in %d ms\n", (int)(bt_clock_mono_ms() - began));
	bt_match_close(&m);
	bt_table_release(&t);
	bt_arena_release(&a);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		T(edit__moves_and_erases__by_characters_words_and_all),
		T(edit__takes_characters_whole__outside_ascii),
		T(edit__keeps_its_bounds__whatever_is_pressed),
		T(recall__brings_lines_back__each_kind_its_own),
		T(recall__is_bounded__and_holds_no_line_twice),
		T(complete__knows_commands_settings_symbols_functions_dates_and_columns),
		T(complete__lists_what_fits__and_goes_through_it),
		T(complete__word_that_nobody_here_knows__is_looked_up),
		T(command__does_it_or_says_what_is_wrong),
		T(command__changes_settings__while_it_runs),
		T(horizon__is_typed__where_there_is_one),
		T(habits_of_vi__are_understood),
		T(universes__are_picked_from_a_list),
		T(filter__shows_the_rows_that_have_it),
		T(search__takes_regular_expressions__between_slashes),
		T(sort__marks_its_title__and_turns_the_bars),
		T(columns__are_those_that_were_chosen),
		T(formats__show_as_many_digits_as_are_read),
		T(clipboard__is_set_by_osc_52__through_tmux_and_screen),
		T(title_and_notice__are_harmless),
		T(copy__has_all_digits__and_rows_their_tabs),
		T(write__has_the_rows_that_are_shown__in_their_order),
		T(table__by_time__stays_at_the_newest_or_at_the_chosen),
		T(table__is_quick__with_thousands_of_rows),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
