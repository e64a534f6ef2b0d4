/* Views 6 and 7: what is listed, read, marked, folded and filtered; what lies ahead; pictures at all sizes. */
#include "model/source_sample.h"
#include "stage.h"
#include "ui/flow.h"

/* News of the made-up market, and two of our own before them: one with links, one that was told twice. */
static struct bt_arena news_arena;

static struct bt_snapshot *
snapshot_with(const struct bt_news_item *own, size_t n_own)
{
	struct bt_snapshot *snap = stage_snapshot();
	struct bt_news_item *sample, *all;
	size_t n;

	assert_int_equal(bt_source_sample_news(stage_source, now, &news_arena, &sample, &n), BT_OK);
	all = BT_ARENA_ARRAY(&news_arena, n + n_own, struct bt_news_item);
	for (size_t i = 0; i < n_own; i++)
		all[i] = own[i];
	for (size_t i = 0; i < n; i++)
		all[n_own + i] = sample[i];
	snap->news = all;
	snap->n_news = n + n_own;
	return snap;
}

static int
setup(void **state)
{
	stage_setup(state);
	const struct bt_news_item own[] = {
		{.id = "late", .title = "Apple and Nvidia rise as small caps of the Russell 2000 lead",
		 .summary = "A long text about what was seen in the market on this day, with a link in it, "
		            "https://news.example/more?a=1, and words enough to fill more than one line of a reader.",
		 .link = "https://www.example.com/story/1", .feed = "wire", .symbol = "",
		 .published_utc = now - 600, .fetched_utc = now},
		{.id = "twice", .title = "Fed leaves rates as they are", .summary = "", .feed = "desk", .symbol = "",
		 .link = "https://desk.example/", .published_utc = now - 1200, .fetched_utc = now},
		{.id = "once", .title = "The Fed leaves rates as they are", .summary = "", .feed = "fed", .symbol = "",
		 .link = "https://fed.example/", .published_utc = now - 4000, .fetched_utc = now},
	};

	bt_xarena_init(&news_arena);
	bt_screen_take(&screen, snapshot_with(own, 3), now);
	return 0;
}

static int
teardown(void **state)
{
	stage_teardown(state);
	bt_arena_release(&news_arena);
	return 0;
}

/* --- news --------------------------------------------------------------------------------------------- */

static void
news__is_drawn__at_every_usual_size(void **state)
{
	(void)state;
	key('6');
	assert_golden_at_usual_sizes("news");
	key(BT_KEY_ENTER);
	assert_golden("news-reader", 40, 10);
	assert_golden("news-reader", 80, 24);
}

static void
news__reading__marks_and_goes_on(void **state)
{
	(void)state;
	key('6');
	draw(80, 24);
	assert_true(shows("400 new of 400"));
	assert_true(shows("www.example.com"));
	key(BT_KEY_ENTER);
	draw(80, 24);
	assert_true(shows("399 new of 400"));
	assert_true(shows("[2] https://news.example/more?a=1"));
	key(BT_KEY_ENTER);                       /* the next: two items that tell the same */
	draw(120, 40);
	assert_true(shows("397 new of 400"));
	assert_true(shows("Also told by"));
	assert_true(bt_marks_is_read(&screen.marks, "once"));
	key(BT_KEY_ESC);
	assert_false(screen.news.reading);
	key('U');
	draw(120, 40);
	assert_false(shows("Fed leaves"));
	assert_true(shows("new alone"));
	key(BT_KEY_ESC);
	key('g');
	key('u');
	draw(120, 40);
	assert_true(shows("398 new of 400"));
	key('A');
	draw(120, 40);
	assert_true(shows("0 new of 400"));
}

static void
news__what_is_read__stays_while_it_is_read(void **state)
{
	(void)state;
	key('6');
	key('U');
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(shows("Apple and Nvidia"));
	key(BT_KEY_ESC);
	draw(120, 40);
	assert_false(shows("Apple and Nvidia"));
}

static void
news__folded__opens_and_closes(void **state)
{
	(void)state;
	key('6');
	key(BT_KEY_DOWN);
	draw(120, 40);
	assert_true(shows("+1"));
	assert_false(shows("└"));
	key('x');
	draw(120, 40);
	assert_true(shows("└"));
	key('x');
	draw(120, 40);
	assert_false(shows("└"));
}

static void
news__a_symbol__filters(void **state)
{
	(void)state;
	key('6');
	key('f');
	type("nvda");
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(shows("Apple and Nvidia"));
	assert_false(shows("Fed leaves"));
	assert_true(shows(", NVDA"));
	key(BT_KEY_ESC);
	draw(120, 40);
	assert_true(shows("Fed leaves"));
	key('s');
	assert_int_equal(screen.view, BT_VIEW_SYMBOL);
	assert_string_equal(screen.detail.text, "AAPL");
}

/* Each with its host before it is opened: by its digit, by Enter, by ":2" and Enter. */
static void
news__links__are_listed_with_hosts_and_opened(void **state)
{
	struct bt_event o = {.key = 'o'}, enter = {.key = BT_KEY_ENTER}, two = {.key = '2'}, nine = {.key = '9'};

	(void)state;
	key('6');
	draw(80, 24);
	assert_int_equal(bt_screen_event(&screen, &o, now), BT_EFFECT_NONE);
	draw(80, 24);
	assert_true(shows(" 1 www.example.com              https://www.example.com/story/1"));
	assert_true(shows(" 2 news.example                 https://news.example/more?a=1"));
	assert_int_equal(bt_screen_event(&screen, &nine, now), BT_EFFECT_NONE);
	draw(80, 24);
	assert_true(shows("no line has that number"));
	assert_int_equal(bt_screen_event(&screen, &two, now), BT_EFFECT_BROWSE);
	assert_string_equal(screen.news.link, "https://news.example/more?a=1");
	assert_false(screen.overlay.open);
	key('o');
	assert_int_equal(bt_screen_event(&screen, &enter, now), BT_EFFECT_BROWSE);
	assert_string_equal(screen.news.link, "https://www.example.com/story/1");
	type(":2");
	key(BT_KEY_ENTER);
	assert_int_equal(screen.overlay.selected, 1);
	assert_int_equal(bt_screen_event(&screen, &enter, now), BT_EFFECT_BROWSE);
	assert_string_equal(screen.news.link, "https://news.example/more?a=1");
	type(":7");
	key(BT_KEY_ENTER);
	draw(80, 24);
	assert_true(shows("no link 7: there are 2"));
	key('j');
	draw(80, 24);                            /* its reader has the host: one link needs no list */
	key('x');
	key('j');
	draw(80, 24);
	assert_int_equal(bt_screen_event(&screen, &o, now), BT_EFFECT_BROWSE);
	assert_string_equal(screen.news.link, "https://fed.example/");
	draw(80, 10);                            /* no reader, no host: the list */
	assert_int_equal(bt_screen_event(&screen, &o, now), BT_EFFECT_NONE);
	draw(80, 10);
	assert_true(shows(" 1 fed.example"));
}

/* A text whose links are numbered, as fetch/rss.c leaves it. */
static void
news__numbered_links__stand_below_their_text(void **state)
{
	const struct bt_news_item own = {
		.id = "n", .title = "Filing", .summary = "See the filing[2].\n\n- and this[3]", .link = "https://own.example/",
		.links = "https://own.example/\nhttps://www.sec.gov/x\nhttps://c.example/", .feed = "f", .symbol = "",
		.published_utc = now - 60, .fetched_utc = now};

	(void)state;
	bt_screen_take(&screen, snapshot_with(&own, 1), now);
	key('6');
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_true(shows("f (own.example), 2025-12-23"));
	assert_true(shows("See the filing[2]."));
	assert_true(shows("\n- and this[3]"));
	assert_true(shows("[1] https://own.example/"));
	assert_true(shows("[2] https://www.sec.gov/x"));
	assert_true(shows("[3] https://c.example/"));
}

static void
news__feeds__are_counted_and_picked(void **state)
{
	(void)state;
	key('6');
	key('F');
	draw(120, 40);
	assert_true(shows(" 0 all feeds    400 new of 400"));
	assert_true(shows(" 3 desk           1 new of 1"));
	assert_true(shows(" 5 wire           1 new of 1"));
	key('5');
	draw(120, 40);
	assert_true(shows("feed wire"));
	assert_true(shows("Apple and Nvidia"));
	assert_false(shows("Fed leaves"));
	key(BT_KEY_ESC);
	draw(120, 40);
	assert_true(shows("Fed leaves"));
}

/* From story to story over all feeds, leaving out what was read, and round from the end. */
static void
news__next_new__is_found_and_read(void **state)
{
	(void)state;
	key('6');
	key(BT_KEY_DOWN);
	key('u');                                /* two items of one story */
	key('g');
	key('J');
	draw(120, 40);
	assert_true(screen.news.reading);
	assert_true(shows("396 new of 400"));    /* the next story is told by two, too */
	assert_false(bt_marks_is_read(&screen.marks, "late"));
	key(BT_KEY_ESC);
	key('G');
	key('u');
	key('J');
	assert_true(bt_marks_is_read(&screen.marks, "late"));
	key(BT_KEY_ESC);
	key('A');
	key('J');
	draw(120, 40);
	assert_true(shows("nothing is new"));
}

static void
news__of_a_past_day__holds_nothing_later(void **state)
{
	(void)state;
	key('6');
	key('[');
	draw(120, 40);
	assert_false(shows("Apple and Nvidia"));
	assert_false(shows("Fed leaves"));
	assert_true(shows("16:58"));             /* of that day, as it was told then */
}

static void
news__hostile__stays_in_its_cells(void **state)
{
	char *title = bt_arena_alloc(&news_arena, 1 << 20);
	struct bt_news_item own[] = {
		{.id = "big", .title = title, .summary = title, .link = "https://x.example/", .feed = "f", .symbol = "",
		 .published_utc = now - 60},
		{.id = "odd", .title = "\uFFFD[2J \uFFFD]0;x \u4e2d\u6587\u4e2d\u6587 e\u0301\u0301 %s%n %d", .summary =
		 "\u4e2d\u6587\u4e2d\u6587\u4e2d\u6587\u4e2d\u6587\u4e2d\u6587\u4e2d\u6587", .link = "javascript:x",
		 .feed = "\u4e2d\u6587", .symbol = "", .published_utc = now - 120},
	};
	int64_t drawn = 0;

	(void)state;
	memset(title, 'W', (1 << 20) - 1);
	bt_screen_take(&screen, snapshot_with(own, 2), now);
	key('6');
	for (int w = 1; w <= 160; w += 53) {
		for (int h = 1; h <= 60; h += 20) {
			draw(w, h);
			drawn++;
		}
	}
	key(BT_KEY_ENTER);
	draw(100, 30);
	key(BT_KEY_PGDN);
	draw(100, 30);
	key(BT_KEY_ENTER);
	draw(44, 14);
	key('o');
	assert_int_equal(screen.effect, BT_EFFECT_NONE);        /* no such link is offered */
	assert_int_equal(drawn, 12);
}

/* --- notes -------------------------------------------------------------------------------------------- */

static void
notes__are_drawn__at_every_usual_size(void **state)
{
	(void)state;
	key('7');
	assert_golden_at_usual_sizes("notes");
}

/* The user's own, beside a market that is not the sample's. */
static void
take_own(const char *text)
{
	static struct bt_notes notes;
	struct bt_snapshot *snap = stage_snapshot();

	snap->market.sample = false;
	bt_notes_parse(text, strlen(text), &news_arena, &notes);
	bt_screen_take(&screen, snap, now);
	bt_screen_take_notes(&screen, &notes, now);
}

static void
notes__of_the_user__beside_live_figures(void **state)
{
	(void)state;
	take_own("## 2025-12-22 ^RUT\nfirst line\n\nsecond paragraph\n"
	         "target: RUT level 4000 2026-06-30, the bank\n"
	         "## 2025-12-23 NVDA\nevent: NVDA earnings after-close 2026-02-25, calendar\n");
	key('7');
	draw(120, 40);
	assert_true(shows("earnings"));
	assert_true(shows("+11.50"));            /* 4000 / 3587.59 - 1 */
	key('[');
	draw(120, 40);
	assert_false(shows("earnings"));         /* written on the 23rd */
	assert_true(shows("the bank"));
	key('[');
	draw(120, 40);
	assert_false(shows("the bank"));
	key('0');
	key(BT_KEY_TAB);
	draw(120, 40);
	assert_true(shows("second paragraph"));
	key('f');
	type("NVDA");
	key(BT_KEY_ENTER);
	draw(120, 40);
	assert_false(shows("the bank"));
	key(BT_KEY_ESC);
	key(BT_KEY_ENTER);
	assert_int_equal(screen.view, BT_VIEW_SYMBOL);
}

static void
notes__written__are_effects_of_the_program(void **state)
{
	struct bt_event enter = {.key = BT_KEY_ENTER}, e = {.key = 'E'};

	(void)state;
	key('7');
	key('a');
	assert_false(screen.prompt.open);        /* of the sample there are none to add */
	take_own("");
	draw(80, 24);
	assert_true(shows("Write the first note"));
	key('a');
	type("^RUT: broke out");
	assert_int_equal(bt_screen_event(&screen, &enter, now), BT_EFFECT_NOTE);
	assert_string_equal(screen.argument, "^RUT: broke out");
	key('a');
	assert_int_equal(bt_screen_event(&screen, &enter, now), BT_EFFECT_NONE);
	assert_int_equal(bt_screen_event(&screen, &e, now), BT_EFFECT_EDIT);
}

static void
both__live__at_every_size(void **state)
{
	static const char views[] = "67";

	(void)state;
	for (int i = 0; i < 2; i++) {
		key(views[i]);
		assert_lives_at_every_size(i ? "Ahead" : "News");
	}
}

/* --- a text that flows -------------------------------------------------------------------------------- */

static void
flow__wraps_at_blanks__and_scrolls(void **state)
{
	struct bt_rect r = {0, 0, 10, 3};
	struct bt_flow f;

	(void)state;
	bt_grid_reset(&grid, 12, 3);
	f = bt_flow_open(&grid, r, 1, false);
	bt_flow_text(&f, BT_ROLE_TEXT, "one two three four\nabcdefghijklmnop");
	assert_int_equal(bt_flow_lines(&f, 1), 4);
	assert_true(shows("three four"));
	assert_true(shows("abcdefghij"));
	assert_true(shows("klmnop"));
	assert_false(shows("one"));
	bt_grid_reset(&grid, 12, 3);
	f = bt_flow_open(&grid, (struct bt_rect){0, 0, 1, 3}, 0, false);
	bt_flow_text(&f, BT_ROLE_TEXT, "\u4e2d\u6587 a");        /* wider than the rectangle */
	bt_flow_text(&f, BT_ROLE_TEXT, "");
	assert_true(bt_flow_lines(&f, 0) < 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(news__is_drawn__at_every_usual_size, setup, teardown),
		cmocka_unit_test_setup_teardown(news__reading__marks_and_goes_on, setup, teardown),
		cmocka_unit_test_setup_teardown(news__what_is_read__stays_while_it_is_read, setup, teardown),
		cmocka_unit_test_setup_teardown(news__folded__opens_and_closes, setup, teardown),
		cmocka_unit_test_setup_teardown(news__a_symbol__filters, setup, teardown),
		cmocka_unit_test_setup_teardown(news__links__are_listed_with_hosts_and_opened, setup, teardown),
		cmocka_unit_test_setup_teardown(news__numbered_links__stand_below_their_text, setup, teardown),
		cmocka_unit_test_setup_teardown(news__feeds__are_counted_and_picked, setup, teardown),
		cmocka_unit_test_setup_teardown(news__next_new__is_found_and_read, setup, teardown),
		cmocka_unit_test_setup_teardown(news__of_a_past_day__holds_nothing_later, setup, teardown),
		cmocka_unit_test_setup_teardown(news__hostile__stays_in_its_cells, setup, teardown),
		cmocka_unit_test_setup_teardown(notes__are_drawn__at_every_usual_size, setup, teardown),
		cmocka_unit_test_setup_teardown(notes__of_the_user__beside_live_figures, setup, teardown),
		cmocka_unit_test_setup_teardown(notes__written__are_effects_of_the_program, setup, teardown),
		cmocka_unit_test_setup_teardown(both__live__at_every_size, setup, teardown),
		cmocka_unit_test_setup_teardown(flow__wraps_at_blanks__and_scrolls, setup, teardown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
