/* test_screen.c - the whole screen without a terminal: drawn into a grid, driven by events. */
#include "ui/header.h"
#include "ui/stage.h"

/* The stage with the breadth that the engine adds once all is there. */
static int
setup(void **state)
{
	struct bt_snapshot *snap;

	stage_setup(state);
	snap = stage_snapshot();
	bt_snapshot_add_breadth(snap);
	bt_screen_take(&screen, snap, now);
	return 0;
}

static void
overview__is_as_looked_at(void **state)
{
	(void)state;
	assert_golden_at_usual_sizes("overview");
}

static void
overview__is_ascii__where_it_must(void **state)
{
	(void)state;
	screen.glyphs = BT_GLYPHS_ASCII;
	draw(120, 40);
	for (int y = 0; y < grid.h; y++)
		for (int x = 0; x < grid.w; x++)
			for (const char *c = bt_grid_at(&grid, x, y)->text; *c; c++)
				assert_true((unsigned char)*c < 0x80);
	assert_golden("overview-ascii", 80, 24);
}

/* Nothing breaks at any size, and the as-of mark is there wherever anything is. */
static void
screen__lives__at_every_size(void **state)
{
	(void)state;
	assert_lives_at_every_size("SAMPLE");
	draw(10, 3);
	assert_true(shows("small"));
	draw(1, 1);
	assert_false(shows("small"));
}

static void
screen__says_sample__on_every_pane(void **state)
{
	struct bt_buf out;
	int said = 0, shown = 0;

	(void)state;
	draw(120, 40);
	out = picture_text();
	for (const char *p = out.data; (p = strstr(p, "SAMPLE")) != NULL; p++)
		said++;
	for (int i = 0; i < BT_PANE_COUNT; i++)
		shown += screen.pane[i].place.w > 0;
	assert_true(shown >= 7);
	assert_true(said >= 1 + shown);         /* the header, and the panes; notes may say it, too */
	bt_buf_release(&out);
}

/* What is put back of the last frame is what a fresh drawing would show, whatever was pressed before. */
static void
frames__equal_a_fresh_drawing__after_random_keys(void **state)
{
	static const char keys[] = "jkhl<>vzggG[]{}0 13458\t\t\t\tetT\033n";
	unsigned random = 1;
	int compared = 0;

	(void)state;
	for (int i = 0; i < 400; i++) {
		struct bt_cell *kept;
		size_t size;
		int w = i % 50 < 40 ? 120 : 200;

		random = random * 1103515245u + 12345u;
		key(keys[(random >> 16) % (sizeof(keys) - 1)]);
		draw(w, 50);
		size = (size_t)grid.w * (size_t)grid.h * sizeof(*kept);
		kept = malloc(size);
		assert_non_null(kept);
		memcpy(kept, grid.cell, size);
		for (int p = 0; p < BT_PANE_COUNT; p++) {
			bt_kept_release(&screen.pane[p].body);
			bt_kept_release(&screen.pane[p].title);
		}
		draw(w, 50);
		for (int c = 0; c < grid.w * grid.h; c++, compared++)
			if (!bt_cell_equal(&kept[c], &grid.cell[c]))
				fail_msg("key %d: cell %d,%d: \"%s\", fresh \"%s\"", i, c % grid.w, c / grid.w,
				         kept[c].text, grid.cell[c].text);
		free(kept);
		draw(w, 50);
	}
	printf("%d cells compared\n", compared);
}

static void
keys__travel_in_time(void **state)
{
	(void)state;
	key('[');
	draw(80, 24);
	assert_true(shows("as of 2025-12-22 close"));
	key('{');
	draw(80, 24);
	assert_true(shows("as of 2025-11-21 close"));
	type("d2025-04-08");
	key(BT_KEY_ENTER);
	draw(80, 24);
	assert_true(shows("as of 2025-04-08 close"));
	key('0');
	draw(80, 24);
	assert_true(shows("as of 2025-12-23"));
	type("dnonsense");
	key(BT_KEY_ENTER);
	draw(80, 24);
	assert_true(shows("\"nonsense\" is no date"));
}

static void
keys__select_search_and_sort(void **state)
{
	struct bt_table *t = &screen.pane[BT_PANE_INDICES].table;
	char first[BT_TABLE_KEY];

	(void)state;
	draw(80, 24);
	key('j');
	assert_int_equal(t->selected, 1);
	key('G');
	assert_int_equal(t->selected, t->n - 1);
	key('g');
	type("/russell");
	key(BT_KEY_ENTER);
	assert_non_null(strstr(t->key, "Russell"));
	memcpy(first, t->key, sizeof(first));
	key('>');
	assert_string_equal(t->key, first);     /* the selection stays with its row */
	type("/zzz");
	key(BT_KEY_ENTER);
	draw(80, 24);
	assert_true(shows("\"zzz\" is not here"));
}

static void
keys__open_and_leave_the_help(void **state)
{
	struct bt_event quit = {.key = 'q'};

	(void)state;
	key('?');
	draw(80, 24);
	assert_true(shows("Key bindings"));
	assert_true(shows("One session back in time") || screen.overlay.n > screen.overlay.page);
	type("/session back");
	key(BT_KEY_ENTER);
	draw(80, 24);
	assert_true(shows("One session back in time"));
	assert_int_equal(bt_screen_event(&screen, &quit, now), BT_EFFECT_NONE);
	draw(80, 24);
	assert_false(shows("Key bindings"));
	assert_int_equal(bt_screen_event(&screen, &quit, now), BT_EFFECT_QUIT);
}

static void
paste__is_text_in_a_prompt__and_nothing_elsewhere(void **state)
{
	struct bt_event paste = {.key = BT_KEY_PASTE, .paste = "qqq"};

	(void)state;
	assert_int_equal(bt_screen_event(&screen, &paste, now), BT_EFFECT_NONE);
	key('/');
	bt_screen_event(&screen, &paste, now);
	assert_string_equal(screen.prompt.text, "qqq");
}

static void
click__selects_the_row_under_it(void **state)
{
	struct bt_event click = {.key = BT_KEY_MOUSE, .mouse = BT_MOUSE_CLICK};

	(void)state;
	draw(120, 40);
	click.x = screen.pane[BT_PANE_MAG7].place.x + 2;
	click.y = screen.pane[BT_PANE_MAG7].place.y + 4;
	bt_screen_event(&screen, &click, now);
	assert_int_equal(screen.focus, BT_PANE_MAG7);
	assert_int_equal(screen.pane[BT_PANE_MAG7].table.selected, 2);
}

static void
tick__sleeps__while_the_market_is_closed(void **state)
{
	(void)state;
	assert_true(bt_screen_next_tick(&screen, now) > 3600);
	assert_true(bt_screen_next_tick(&screen, bt_ny_instant(bt_date_ymd(2025, 12, 23), 11 * 3600)) <= 60);
	key('[');
	assert_int_equal(bt_screen_next_tick(&screen, now), -1);
}

static void
age__is_short(void **state)
{
	char buf[BT_CELL_TEXT_SIZE];

	(void)state;
	assert_string_equal(bt_age_text(0, buf), "0s");
	assert_string_equal(bt_age_text(59, buf), "59s");
	assert_string_equal(bt_age_text(60, buf), "1m");
	assert_string_equal(bt_age_text(86399, buf), "23h");
	assert_string_equal(bt_age_text(86400 * 12, buf), "12d");
	assert_string_equal(bt_age_text(-1, buf), "-");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		T(overview__is_as_looked_at),
		T(overview__is_ascii__where_it_must),
		T(screen__lives__at_every_size),
		T(screen__says_sample__on_every_pane),
		T(frames__equal_a_fresh_drawing__after_random_keys),
		T(keys__travel_in_time),
		T(keys__select_search_and_sort),
		T(keys__open_and_leave_the_help),
		T(paste__is_text_in_a_prompt__and_nothing_elsewhere),
		T(click__selects_the_row_under_it),
		T(tick__sleeps__while_the_market_is_closed),
		cmocka_unit_test(age__is_short),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
