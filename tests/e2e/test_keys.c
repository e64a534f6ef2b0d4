/* tests/e2e/test_keys.c - every key of src/spec/actions.def on a terminal, and sizes, pastes, clicks.
 *
 * The table of keys drives the first test: an action without a step fails it.  After each step the
 * screen must be what it was before, cell by cell.  */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "e2e/stage.h"

enum {
#define BT_ACTION(id, name, keys, contexts, help) ACTION_##id,
#include "spec/actions.def"
	ACTIONS
};

static const struct {
	const char *name, *keys;
} actions[] = {
#define BT_ACTION(id, name, keys, contexts, help) {name, keys},
#include "spec/actions.def"
};

/* What a key must do.  Keys are divided by blanks; a word "=TEXT" is typed as it is. */
struct step {
	const char *before;      /* keys that lead to where it acts */
	const char *then;        /* keys that make its effect visible */
	const char *seen;        /* ERE: on the screen only afterwards */
	const char *gone;        /* ERE: on the screen only before */
	const char *row3;        /* beginning of the first row of the first pane */
	const char *bytes;       /* sent to the terminal */
	int x, y;                /* y > 0: place of the cursor */
	bool mouse_off;
	bool repairs;            /* a scribbled screen */
	const char *after;       /* keys that lead back */
	bool narrow;             /* its effect can be told from the screen before it at 80x24 alone */
	const char *elsewhere;   /* needs another stage: the test that presses it */
};

#define USUAL_COLUMNS "Escape : =columns Space =usual Enter"
#define BACK_TO_THE_DAY "d =2025-12-23 Enter g"

static const struct step steps[ACTIONS] = {
	[ACTION_VIEW_OVERVIEW] = {.before = "z", .seen = "Ratios SAMPLE"},
	[ACTION_PANE_NEXT] = {.x = 48, .y = 3, .after = "S-Tab"},
	[ACTION_PANE_PREV] = {.before = "Tab", .x = 0, .y = 3},
	[ACTION_ZOOM] = {.gone = "Ratios SAMPLE", .after = "z"},
	[ACTION_DOWN] = {.x = 0, .y = 4, .after = "Up"},
	[ACTION_UP] = {.before = "Down Down", .x = 0, .y = 4, .after = "g"},
	[ACTION_LEFT] = {.before = "l l", .then = "e", .seen = "S&P 500: Last", .after = "Escape h"},
	[ACTION_RIGHT] = {.then = "e", .seen = "S&P 500: Last", .after = "Escape h"},
	[ACTION_PAGE_DOWN] = {.x = 0, .y = 8, .after = "g"},
	[ACTION_PAGE_UP] = {.before = "G", .x = 0, .y = 8, .after = "g"},
	[ACTION_FIRST] = {.before = "Down Down", .x = 0, .y = 3},
	[ACTION_LAST] = {.x = 0, .y = 13, .after = "g"},
	[ACTION_SORT_NEXT] = {.row3 = "10-year", .after = "<"},
	[ACTION_SORT_PREV] = {.before = ">", .row3 = "S&P 500 "},
	[ACTION_SORT_REVERSE] = {.before = ">", .row3 = "VIX", .after = "v <"},
	[ACTION_SEARCH] = {.seen = "Search:", .after = "Escape"},
	[ACTION_SEARCH_NEXT] = {.before = "/ =future Enter", .x = 0, .y = 13, .after = "g"},
	[ACTION_SEARCH_PREV] = {.before = "/ =future Enter n", .x = 0, .y = 12, .after = "g"},
	[ACTION_VIEW_BREADTH] = {.seen = "listed today", .after = "1"},
	[ACTION_VIEW_RATIOS] = {.seen = "1 overview", .after = "1"},
	[ACTION_VIEW_ROTATION] = {.seen = "Sectors and styles", .after = "1"},
	[ACTION_HORIZON_NEXT] = {.before = "4", .seen = "by 1Y", .after = "T 1"},
	[ACTION_HORIZON_PREV] = {.before = "4", .seen = "by 6M", .after = "t 1"},
	[ACTION_TAILS] = {.before = "4", .seen = "tails of all", .after = "w w 1"},
	[ACTION_VIEW_HEALTH] = {.seen = "Log of requests", .after = "1"},
	[ACTION_VIEW_HEATMAP] = {.seen = "Heat map 1D", .after = "1"},
	[ACTION_UNIVERSE] = {.before = "5", .seen = "Universes \\(", .after = "Escape 1"},
	[ACTION_SIZED] = {.before = "5", .seen = "ordered by market cap", .after = "s 1"},
	[ACTION_CELLS] = {.narrow = true, .before = "5 s", .gone = "\\[ \\+1\\]", .after = "s 1"},
	[ACTION_VIEW_NEWS] = {.seen = "Reader SAMPLE", .after = "1"},
	[ACTION_VIEW_NOTES] = {.seen = "Ahead SAMPLE", .after = "1"},
	[ACTION_BROWSE] = {.before = "6", .seen = "Open which link", .after = "Escape 1"},
	[ACTION_NEXT_NEW] = {.before = "6", .gone = "200 new of", .after = "u Escape g 1"},
	[ACTION_FEEDS] = {.before = "6", .seen = "all feeds", .after = "Escape 1"},
	[ACTION_PICK_NUMBER] = {.before = "6 F", .seen = "Reader SAMPLE|no line has", .after = "Escape Escape 1"},
	[ACTION_MARK] = {.before = "6", .gone = ", new$", .after = "u 1"},
	[ACTION_MARK_ALL] = {.before = "6", .seen = "0 new of", .elsewhere = "test_desk: reading"},
	[ACTION_NEW_ALONE] = {.before = "6", .seen = "new alone", .after = "U 1"},
	[ACTION_UNFOLD] = {.before = "6", .seen = "└", .after = "x 1"},
	[ACTION_OPEN_SYMBOL] = {.before = "6", .seen = "\\[1Y\\]", .after = "Escape 1"},
	[ACTION_ABOUT] = {.before = "6", .seen = "News of the symbol", .after = "Escape 1"},
	[ACTION_NOTE_ABOUT] = {.seen = "notes of the sample are made up", .after = "g"},   /* and test_desk: writing */
	[ACTION_NOTE] = {.elsewhere = "test_desk: writing"},
	[ACTION_EDIT_NOTES] = {.elsewhere = "test_desk: writing"},
	[ACTION_OPEN] = {.seen = "\\[1Y\\]", .after = "Escape"},
	[ACTION_EXPRESSION] = {.seen = "Symbol or expression:", .after = "Escape"},
	[ACTION_RANGE_SHORTER] = {.before = "Enter", .seen = "\\[YTD\\]", .after = "- Escape"},
	[ACTION_RANGE_LONGER] = {.before = "Enter", .seen = "\\[3Y\\]", .after = "+ Escape"},
	[ACTION_COMPARE] = {.before = "Enter", .seen = "Compare with", .after = "Enter Escape"},
	[ACTION_CHART_CANDLES] = {.before = "Enter", .seen = "candle:", .after = "C Escape"},
	[ACTION_CHART_LOG] = {.before = "Enter", .seen = "log scale", .after = "L Escape"},
	[ACTION_CHART_AVERAGES] = {.before = "Enter", .gone = "SMA 50", .after = "A Escape"},
	[ACTION_CHART_INDICATOR] = {.before = "Enter", .seen = "RSI 14 [0-9]+\\.[0-9]+ ─", .after = "i i i i i Escape"},
	[ACTION_EXPLAIN] = {.seen = "S&P 500: Name", .after = "Escape"},
	[ACTION_DAY_PREV] = {.seen = "as of 2025-12-22", .after = "] g"},
	[ACTION_DAY_NEXT] = {.before = "[ [", .seen = "as of 2025-12-22", .after = "] g"},
	[ACTION_MONTH_PREV] = {.seen = "as of 2025-11-21", .after = BACK_TO_THE_DAY},
	[ACTION_MONTH_NEXT] = {.before = "{", .seen = "as of 2025-12-19", .after = BACK_TO_THE_DAY},
	[ACTION_DATE] = {.seen = "Date \\(YYYY", .after = "Escape"},
	[ACTION_NOW] = {.gone = "a past day", .after = BACK_TO_THE_DAY},
	[ACTION_REFRESH] = {.elsewhere = "test_provider: refresh"},
	[ACTION_REFRESH_ALL] = {.elsewhere = "test_provider: refresh"},
	[ACTION_PAUSE] = {.seen = "paused", .after = "p"},
	[ACTION_SAMPLE] = {.elsewhere = "test_provider: first_run"},
	[ACTION_MOUSE] = {.mouse_off = true, .after = "m"},
	[ACTION_REDRAW] = {.repairs = true},
	[ACTION_SUSPEND] = {.bytes = "\033[?1049l"},   /* and test_exit: suspend, in a shell */
	[ACTION_HELP] = {.seen = "Key bindings", .after = "Escape"},
	[ACTION_BACK] = {.before = "?", .gone = "Key bindings"},
	[ACTION_QUIT] = {.before = "?", .gone = "Key bindings"},
	[ACTION_ACCEPT] = {.before = "d =2025-12-10", .seen = "as of 2025-12-10", .after = BACK_TO_THE_DAY},
	[ACTION_VIEW_WATCH] = {.seen = "w next list", .after = "1"},
	[ACTION_WATCH_NEXT] = {.gone = "Index levels", .after = "w"},
	[ACTION_REMOVE] = {.before = ": =new Space =t Space =SPY Space =QQQ Enter g", .seen = "SPY is removed",
	                   .after = ": =delete Space =t Enter g"},
	[ACTION_COPY] = {.before = "l", .bytes = "\033]52;c;", .after = "h"},
	[ACTION_COPY_ROW] = {.bytes = "\033]52;c;UyZQIDUwMA", .after = "h"},   /* "S&P 500" */
	[ACTION_ALERTS] = {.seen = "No alert is set", .after = "Escape"},
	[ACTION_FILTER] = {.seen = "Rows with", .after = "Escape"},
	[ACTION_COLUMNS] = {.seen = "Columns of Index levels", .after = "Escape"},
	[ACTION_PICK] = {.before = "|", .seen = "\\[ \\] name", .after = USUAL_COLUMNS},
	[ACTION_PICK_EARLIER] = {.before = "| Down", .row3 = " [x] name", .after = USUAL_COLUMNS},
	[ACTION_PICK_LATER] = {.before = "|", .row3 = " [x] name", .after = USUAL_COLUMNS},
	[ACTION_PICK_REMOVE] = {.before = "|", .seen = "\\[ \\] name", .after = USUAL_COLUMNS},
	[ACTION_COMMAND] = {.seen = "^:", .after = "Escape"},
	[ACTION_COMPLETE] = {.before = ": =vie", .seen = "^:view", .after = "Escape"},
	[ACTION_COMPLETE_BACK] = {.before = ": =re Tab", .seen = "^:re[a-z]", .after = "Escape"},
	[ACTION_LINE_OLDER] = {.before = ": =goods Enter :", .seen = "^:goods", .after = "Escape"},
	[ACTION_LINE_NEWER] = {.before = ": =goods Enter : =x Up", .seen = "^:x", .after = "Escape"},
	[ACTION_CHAR_BACK] = {.before = "d =2025", .x = 22, .y = 22, .after = "Escape"},
	[ACTION_CHAR_FORTH] = {.before = "d =2025 Left Left", .x = 22, .y = 22, .after = "Escape"},
	[ACTION_LINE_START] = {.before = "d =2025", .x = 19, .y = 22, .after = "Escape"},
	[ACTION_LINE_END] = {.before = "d =2025 Home", .x = 23, .y = 22, .after = "Escape"},
	[ACTION_ERASE_NEXT] = {.before = "d =2025 Left", .seen = "DD\\): 202$", .after = "Escape"},
	[ACTION_ERASE_WORD] = {.before = ": =view Space =x", .seen = "^:view$", .after = "Escape"},
	[ACTION_ERASE_REST] = {.before = "d =2025 Left Left", .seen = "DD\\): 20$", .after = "Escape"},
	[ACTION_ERASE] = {.before = "d =20259", .seen = "DD\\): 2025$", .after = "Escape"},
	[ACTION_ERASE_ALL] = {.before = "d =2025", .seen = "DD\\):$", .after = "Escape"},
};

static struct stage st;

/* The screen and its cursor as one text. */
struct picture {
	char *text;
	int x, y;
};

static struct picture
picture(struct bt_pty *p)
{
	const struct bt_vt_state *s = bt_vt_state(bt_pty_vt(p));

	return (struct picture){bt_vt_text(bt_pty_vt(p)), s->x, s->y};
}

static bool
is_picture(struct bt_vt *vt, void *arg)
{
	const struct picture *want = arg;
	char *text = bt_vt_text(vt);
	bool same = strcmp(text, want->text) == 0 && bt_vt_state(vt)->x == want->x &&
	            bt_vt_state(vt)->y == want->y;

	free(text);
	return same;
}

static void
must_be(struct bt_pty *p, struct picture *want, const char *after)
{
	if (bt_pty_wait(p, is_picture, want, STAGE_WAIT))
		return;
	fprintf(stderr, "not the screen of before, after %s; before, with the cursor at %d,%d:\n%s\n", after,
	        want->x, want->y, want->text);
	fail();
}

/* "^D" and "Esc", as the table writes them, by the names of pty.h. */
static void
press_named(struct bt_pty *p, const char *name)
{
	char text[32];

	if (name[0] == '=' && name[1]) {
		for (name++; *name; name++) {
			snprintf(text, sizeof text, "%c", *name);
			stage_key(p, text);
		}
		return;
	}
	if (name[0] == '^' && name[1])
		snprintf(text, sizeof text, "C-%c", name[1] | 0x20);
	else
		snprintf(text, sizeof text, "%s", strcmp(name, "Esc") == 0 ? "Escape" : name);
	stage_key(p, text);
}

static void
press_all(struct bt_pty *p, const char *keys)
{
	char copy[200], *word, *rest;

	if (!keys)
		return;
	snprintf(copy, sizeof copy, "%s", keys);
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		press_named(p, word);
	stage_settle(p);
}

static bool
cursor_is_there(struct bt_vt *vt, void *arg)
{
	const struct step *s = arg;

	return bt_vt_state(vt)->x == s->x && bt_vt_state(vt)->y == s->y;
}

static bool
row3_begins(struct bt_vt *vt, void *arg)
{
	const struct step *s = arg;
	char row[400];

	bt_vt_row(vt, 3, row, sizeof row);
	return strncmp(row, s->row3, strlen(s->row3)) == 0;
}

static bool
mouse_is_off(struct bt_vt *vt, void *arg)
{
	(void)arg;
	return bt_vt_state(vt)->mouse == 0;
}

static bool
cursor_has_moved(struct bt_vt *vt, void *arg)
{
	const struct step *from = arg;

	return bt_vt_state(vt)->x != from->x || bt_vt_state(vt)->y != from->y;
}

/* `from`: where the cursor stood before; where it goes is exact at 80x24, whose places the table has. */
static bool
did_it(struct bt_pty *p, const struct step *s, struct picture *base, size_t mark, struct step *from)
{
	struct step copy = *s;

	if (s->seen)
		return bt_pty_wait_regex(p, s->seen, STAGE_WAIT);
	if (s->gone)
		return bt_pty_wait_gone(p, s->gone, STAGE_WAIT);
	if (s->row3)
		return bt_pty_wait(p, row3_begins, &copy, STAGE_WAIT);
	if (s->bytes)
		return bt_pty_wait_bytes(p, mark, s->bytes, strlen(s->bytes), STAGE_WAIT);
	if (s->mouse_off)
		return bt_pty_wait(p, mouse_is_off, NULL, STAGE_WAIT);
	if (s->repairs)
		return bt_pty_wait(p, is_picture, base, STAGE_WAIT);
	if (bt_vt_cols(bt_pty_vt(p)) != 80)
		return s->y > 0 && bt_pty_wait(p, cursor_has_moved, from, STAGE_WAIT);
	return s->y > 0 && bt_pty_wait(p, cursor_is_there, &copy, STAGE_WAIT);
}

/* Would the step hold without the key?  Then it proves nothing. */
static bool
holds_already(struct bt_pty *p, const struct step *s, struct picture *base)
{
	struct step copy = *s;
	struct bt_vt *vt = bt_pty_vt(p);

	if (s->seen)
		return bt_pty_shows(p, s->seen);
	if (s->gone)
		return !bt_pty_shows(p, s->gone);
	if (s->row3)
		return row3_begins(vt, &copy);
	if (s->mouse_off)
		return mouse_is_off(vt, NULL);
	if (s->repairs)
		return is_picture(vt, base);
	return s->y > 0 && bt_vt_cols(vt) == 80 && cursor_is_there(vt, &copy);
}

static void
walk_step(struct bt_pty *p, const struct step *s, const char *name, const char *key, struct picture *base)
{
	struct step from;
	size_t mark;

	press_all(p, s->before);
	from = (struct step){.x = bt_vt_state(bt_pty_vt(p))->x, .y = bt_vt_state(bt_pty_vt(p))->y};
	if (s->repairs)
		bt_vt_feed(bt_pty_vt(p), "\033[5;5Hscribbled by write(1)\033[10;1H\033[Jand wiped", 46);
	if (holds_already(p, s, base))
		fail_msg("%s: what %s is to do is there before it", name, key);
	mark = bt_pty_mark(p);
	press_named(p, key);
	press_all(p, s->then);
	if (!did_it(p, s, base, mark, &from))
		fail_msg("%s: %s does not do it", name, key);
	press_all(p, s->after);
	must_be(p, base, name);
}

static void
press_the_table(int cols, int rows)
{
	struct bt_pty *p = stage_sample(&st, cols, rows);
	struct picture base = picture(p);
	int pressed = 0;

	for (int i = 0; i < ACTIONS; i++) {
		const struct step *s = &steps[i];
		char copy[64], *key, *rest;

		if (s->elsewhere || (s->narrow && cols != 80))
			continue;
		if (!s->seen && !s->gone && !s->row3 && !s->bytes && !s->mouse_off && !s->repairs && s->y == 0)
			fail_msg("the key of %s has no step here", actions[i].name);
		snprintf(copy, sizeof copy, "%s", actions[i].keys);
		for (key = strtok_r(copy, " ", &rest); key; key = strtok_r(NULL, " ", &rest), pressed++)
			walk_step(p, s, actions[i].name, key, &base);
	}
	printf("%dx%d: %d keys of %d actions\n", cols, rows, pressed, ACTIONS);
	assert_true(stage_wire_is_clean_but(p, "OSC 52"));
	free(base.text);
	stage_quit(p);
}

static void
keys__each_of_the_table__does_what_it_says(void **state)
{
	(void)state;
	press_the_table(80, 24);
}

static void
keys__each_of_the_table__on_larger_screens(void **state)
{
	(void)state;
	press_the_table(120, 40);
	press_the_table(200, 50);
}

/* A name as a word to type. */
static const char *
word_of(const char *name)
{
	static char word[64];

	snprintf(word, sizeof word, "=%s", name);
	return word;
}

static void
help__names_every_key_of_the_table(void **state)
{
	struct bt_pty *p = stage_sample(&st, 100, 60);

	(void)state;
	stage_press(p, "?", "Key bindings");
	stage_settle(p);
	for (int i = 0; i < ACTIONS; i++) {
		char ere[64];

		snprintf(ere, sizeof ere, "%.12s", actions[i].name);
		if (!bt_pty_shows(p, ere)) {
			press_all(p, "/");
			press_all(p, word_of(actions[i].name));
			press_all(p, "Enter");
		}
		if (!bt_pty_wait_regex(p, ere, STAGE_WAIT))
			fail_msg("%s is not in the help", actions[i].name);
	}
	stage_press_gone(p, "F1", "Key bindings");
	stage_quit(p);
}

static void
resize__storm__right_screen_and_selection_kept(void **state)
{
	static const int sizes[][2] = {{1, 1}, {500, 500}, {40, 10}, {79, 24}, {5, 2}, {300, 100}, {81, 25},
	                               {39, 9}, {200, 50}, {2, 80}, {120, 40}, {40, 24}};
	struct bt_pty *p = stage_sample(&st, 80, 24);
	struct picture base;

	(void)state;
	press_all(p, "Down Down");
	base = picture(p);
	for (size_t k = 0; k < 20; k++)
		for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
			assert_true(bt_pty_resize(p, sizes[i][0], sizes[i][1]));
	assert_true(bt_pty_resize(p, 80, 24));
	must_be(p, &base, "a storm of resizes");
	assert_true(bt_pty_resize(p, 39, 9));
	assert_true(bt_pty_wait_text(p, "too small: 39x9", STAGE_WAIT));
	assert_true(bt_pty_resize(p, 6, 2));
	assert_true(bt_pty_wait_text(p, "small", STAGE_WAIT));
	assert_true(bt_pty_resize(p, 40, 10));
	assert_true(bt_pty_wait_text(p, "Index levels", STAGE_WAIT));
	press_all(p, "d =2025-12-");
	assert_true(bt_pty_resize(p, 80, 24));
	assert_true(bt_pty_wait_text(p, "DD): 2025-12-", STAGE_WAIT));
	press_all(p, "Escape");
	must_be(p, &base, "a resize with an open prompt");
	press_all(p, "C-l");
	must_be(p, &base, "^L");
	free(base.text);
	stage_quit(p);
}

static void
paste__is_text_in_a_line_and_nothing_elsewhere(void **state)
{
	struct bt_pty *p = stage_sample(&st, 80, 24);
	struct picture base = picture(p);

	(void)state;
	assert_true(bt_pty_paste(p, "qqq[[[{SSzz\r\n\033[31m?"));
	press_all(p, "d");
	assert_true(bt_pty_wait_text(p, "Date (", STAGE_WAIT));
	assert_true(bt_pty_paste(p, "2025-12-\0331\n0"));
	assert_true(bt_pty_wait_regex(p, "DD\\): 2025-12-.*1 ?0", STAGE_WAIT));
	press_all(p, "Escape");
	must_be(p, &base, "pastes");
	free(base.text);
	stage_quit(p);
}

static void
mouse__click_selects_wheel_scrolls(void **state)
{
	struct bt_pty *p = stage_sample(&st, 80, 24);
	struct step want = {.x = 48, .y = 5};

	(void)state;
	assert_true(bt_pty_mouse(p, 1, 55, 5));
	assert_true(bt_pty_wait(p, cursor_is_there, &want, STAGE_WAIT));
	want = (struct step){.x = 0, .y = 6};
	assert_true(bt_pty_mouse(p, 5, 3, 8));
	assert_true(bt_pty_wait(p, cursor_is_there, &want, STAGE_WAIT));
	stage_quit(p);
}

static void
idle__nothing_changed__nothing_written(void **state)
{
	struct bt_pty *p = stage_sample(&st, 80, 24);

	(void)state;
	assert_int_equal(bt_pty_watch(p, 700), 0);
	stage_quit(p);
}

static void
keys__five_hundred_at_once__painted_far_less_often(void **state)
{
	struct bt_pty *p = stage_sample(&st, 80, 24);
	struct step want = {.x = 0, .y = 4};
	char keys[502];
	size_t mark = bt_pty_mark(p), n;

	(void)state;
	for (size_t i = 0; i < 501; i++)
		keys[i] = i % 2 ? 'k' : 'j';
	keys[501] = '\0';
	assert_true(bt_pty_send(p, keys));
	assert_true(bt_pty_wait(p, cursor_is_there, &want, STAGE_WAIT));
	bt_pty_since(p, mark, &n);
	printf("501 keys at once: %zu bytes\n", n);
	stage_quit(p);
}

static void
terms__each__draws_and_leaves(void **state)
{
	static const struct {
		const char *term;
		bool ascii;
	} rows[] = {{"linux", false}, {"xterm", false}, {"xterm-mono", false}, {"screen", false},
	            {"tmux-256color", false}, {"vt100", false}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct bt_pty *p = stage_run(&st, &(struct bt_pty_spec){.term = rows[i].term}, "--sample", NULL);

		if (!bt_pty_wait_text(p, "S&P 500", STAGE_WAIT))
			fail_msg("TERM=%s shows nothing", rows[i].term);
		stage_quit(p);
		assert_int_equal(bt_vt_unknown(bt_pty_vt(p)), 0);
		bt_pty_close(p);
		st.n_pty = 0;
	}
	for (int dumb = 0; dumb < 3; dumb++) {
		static const char *const bad[] = {"dumb", "", "no-such-terminal"};
		struct bt_pty *p = stage_run(&st, &(struct bt_pty_spec){.term = bad[dumb]}, "--sample", NULL);

		assert_int_equal(bt_pty_wait_exit(p, STAGE_WAIT), 2);
		assert_true(bt_pty_shows(p, "show"));
		bt_pty_close(p);
		st.n_pty = 0;
	}
}

static void
ascii__no_byte_above_127(void **state)
{
	struct bt_pty *p = stage_run(&st, NULL, "--sample", "--ascii", NULL);
	const char *raw;
	size_t n;

	(void)state;
	assert_true(bt_pty_wait_text(p, "S&P 500", STAGE_WAIT));
	stage_press(p, "?", "Key bindings");
	stage_press_gone(p, "?", "Key bindings");
	stage_quit(p);
	raw = bt_pty_raw(p, &n);
	for (size_t i = 0; i < n; i++)
		assert_true((unsigned char)raw[i] < 0x80);
}

int
main(void)
{
#define TEST(name) STAGE_TEST(name, &st)
	const struct CMUnitTest tests[] = {
		TEST(keys__each_of_the_table__does_what_it_says),
		TEST(keys__each_of_the_table__on_larger_screens),
		TEST(help__names_every_key_of_the_table),
		TEST(resize__storm__right_screen_and_selection_kept),
		TEST(paste__is_text_in_a_line_and_nothing_elsewhere),
		TEST(mouse__click_selects_wheel_scrolls),
		TEST(idle__nothing_changed__nothing_written),
		TEST(keys__five_hundred_at_once__painted_far_less_often),
		TEST(terms__each__draws_and_leaves),
		TEST(ascii__no_byte_above_127),
	};

	return cmocka_run_group_tests(tests, NULL, stage_print_times);
}
