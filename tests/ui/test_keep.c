/* test_keep.c - watch lists, and what the screen keeps between runs. */
#include "support/folder.h"
#include "ui/keep.h"
#include "ui/stage.h"
#include "ui/watch.h"

static struct folder dir;
static const char *path;         /* of what is kept */

static int
setup(void **state)
{
	folder_open(&dir);
	path = folder_path(&dir, "state/screen");
	return stage_setup(state);
}

static int
teardown(void **state)
{
	folder_close(&dir);
	return stage_teardown(state);
}

static void
save(bool everything)
{
	struct bt_err err;

	assert_int_equal(bt_keep_save(&screen, path, everything, &err), BT_OK);
}

static void
put(const char *text)
{
	folder_put(&dir, "state/screen", text);
}

static void
must_hold(const char *line, bool holds)
{
	const char *text = folder_get(&dir, "state/screen");

	if (!strstr(text, line) == holds)
		fail_msg("%s is %s in\n%s", line, holds ? "not" : "there", text);
}

/* Another run: a new screen that stands as the file says. */
static void
start_again(void)
{
	struct bt_state was;
	struct bt_err err;

	bt_screen_release(&screen);
	bt_state_init(&was);
	assert_int_equal(bt_state_load(&was, path, &err), BT_OK);
	bt_settings_init(&settings, &stage_arena);
	bt_state_apply(&was, &settings, &stage_arena);
	bt_screen_init(&screen, &settings, BT_GLYPHS_UTF8, &err);
	bt_keep_restore(&screen, &was, now);
	bt_screen_take(&screen, stage_snapshot(), now);
	bt_state_release(&was);
	draw(120, 40);
}

static void
watch__lists_are_made_changed_turned_to_and_put_away(void **state)
{
	struct bt_table *t = &screen.pane[BT_PANE_WATCH].table;

	(void)state;
	key('9');
	draw(80, 24);
	assert_true(shows("Watch list main"));
	assert_int_equal(t->n, 6);
	type("anvda");
	key(BT_KEY_ENTER);
	assert_string_equal(t->key, "NVDA");            /* selected, in capitals */
	type("aiwm / qqq");
	key(BT_KEY_ENTER);
	assert_string_equal(t->key, "IWM/QQQ");
	type("aspy");
	key(BT_KEY_ENTER);
	assert_non_null(strstr(screen.notice, "SPY is in the list already"));
	type("aIWM//QQQ");
	key(BT_KEY_ENTER);
	assert_true(screen.bad_notice && screen.notice[0]);
	assert_string_equal(bt_pairs_find(&screen.settings->watch, "main"),
	                    "SPY QQQ IWM SPSM RSP MAGS NVDA IWM/QQQ");
	assert_int_equal(t->n, 8);
	key('x');
	assert_int_equal(t->n, 7);
	assert_string_equal(command("remove spy"), "SPY is removed from main");
	assert_string_equal(command("new tech AAPL MSFT"), "");
	draw(80, 24);
	assert_true(shows("Watch list tech"));
	key('x');
	key('x');
	assert_non_null(strstr(screen.notice, "the last of a list stays"));
	key('w');
	draw(80, 24);
	assert_true(shows("Watch list main"));
	assert_string_equal(command("watch tehc"), "no watch list \"tehc\"; did you mean tech?");
	assert_non_null(strstr(command("new tech X"), "already"));
	assert_non_null(strstr(command("new b@d X"), "a list has a name"));
	assert_string_equal(command("watch tech"), "");
	assert_string_equal(command("delete tech"), "");
	draw(80, 24);
	assert_true(shows("Watch list main"));
	assert_int_equal(settings.watch.n, 1);          /* the engine may still read the first settings */
}

static void
watch__stands_in_place_of_the_index_levels__on_the_overview(void **state)
{
	(void)state;
	draw(80, 24);
	assert_true(shows("Index levels"));
	key('w');
	draw(80, 24);
	assert_true(shows("Watch list main"));
	assert_false(shows("Index levels"));
	type("aXLE");
	key(BT_KEY_ENTER);
	assert_int_equal(screen.view, BT_VIEW_OVERVIEW);
	draw(80, 24);
	assert_true(shows("Energy"));
	key('w');
	draw(80, 24);
	assert_true(shows("Index levels"));
	key('x');
	assert_non_null(strstr(screen.notice, "no row of a watch list"));
}

static void
keep__brings_everything_back__but_the_day(void **state)
{
	(void)state;
	draw(120, 40);
	command("sort returns.1Y.pct up");
	command("columns symbol last returns.1Y.pct");
	command("new tech AAPL MSFT");
	command("add nvda");
	command("as-of 2025-12-01");
	type("/apple");
	key(BT_KEY_ENTER);
	key('3');
	type("aXLE/SPY");
	key(BT_KEY_ENTER);
	key('9');
	save(true);
	assert_int_equal(screen.changed.n, 0);
	start_again();
	assert_int_equal(screen.as_of, BT_DATE_NONE);
	assert_int_equal(screen.view, BT_VIEW_WATCH);
	assert_true(shows("Watch list tech"));
	assert_true(shows("NVDA"));
	assert_string_equal(screen.pane[BT_PANE_INDICES].chosen, "symbol last returns.1Y.pct");
	assert_int_equal(screen.pane[BT_PANE_INDICES].table.sort, 2);
	assert_false(screen.pane[BT_PANE_INDICES].table.reverse);
	assert_string_equal(screen.ratios.typed[0], "XLE/SPY");
	key('/');
	key(BT_KEY_UP);
	assert_string_equal(screen.prompt.text, "apple");
	save(true);                                     /* and a run that does nothing changes nothing */
	must_hold("watch.tech AAPL MSFT NVDA\n", true);
	must_hold("sort.indices returns.1Y.pct up\n", true);
}

/* Each view comes back with the horizon and the range that it was turned to. */
static void
keep__brings_back__horizons_and_ranges(void **state)
{
	(void)state;
	key('2');
	key('-');
	key('5');
	key('t');
	key('4');
	key('t');
	key('+');
	draw(120, 40);
	save(true);
	start_again();
	assert_int_equal(screen.view, BT_VIEW_ROTATION);
	assert_int_equal(screen.rotation.horizon, BT_HORIZON_1Y);
	assert_true(shows("by 1Y"));
	assert_int_equal(screen.rotation.chart.range, BT_RANGE_YTD);
	assert_int_equal(screen.breadth.range, BT_RANGE_3Y);
	assert_int_equal(screen.heatmap.horizon, BT_HORIZON_1W);
}

static void
keep__leaves_what_it_does_not_know(void **state)
{
	(void)state;
	put("broadtape-state 1\nview nosuchview\nfuture.thing 1 2 3\nsort.indices nosuch down\npane nosuch\n"
	    "columns.mag7 nosuch\nhistory.search a\nhistory.nosuch b\nnovalue\nrange 7X\n");
	start_again();
	assert_int_equal(screen.view, BT_VIEW_OVERVIEW);
	assert_int_equal(screen.pane[BT_PANE_INDICES].table.sort, -1);
	assert_true(screen.pane[BT_PANE_MAG7].table.n_column > 3);
	save(true);
	must_hold("future.thing 1 2 3\n", true);
	must_hold("history.nosuch b\n", true);
	must_hold("view overview\n", true);
}

/* Nothing of a damaged file is used, it is not lost, and the next save is whole. */
static void
keep__puts_aside__a_damaged_file(void **state)
{
	static const char *const damaged[] = {"garbage", "broadtape-state 1\nview rat", "broadtape-stat\n",
	                                      "broadtape-state 2\nview ratios\n"};
	struct bt_state s;
	struct bt_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		put(damaged[i]);
		bt_state_init(&s);
		assert_int_equal(bt_state_load(&s, path, &err), BT_E_PARSE);
		assert_int_equal(s.n, 0);
		bt_state_release(&s);
		save(true);
		assert_true(folder_has(&dir, "state/screen.damaged"));
		must_hold("broadtape-state 1\nview overview\n", true);
		unlink(folder_path(&dir, "state/screen.damaged"));
	}
}

/* Another session saved a list and a history meanwhile: both stay, what we changed wins. */
static void
keep__joins__what_two_sessions_did(void **state)
{
	(void)state;
	put("broadtape-state 1\nwatch.theirs SPY\nwatch.main QQQ\nhistory.search theirs\nhistory.search both\n");
	type("/both");
	key(BT_KEY_ENTER);
	type("/ours");
	key(BT_KEY_ENTER);
	command("new ours AAPL");
	save(false);
	must_hold("watch.ours AAPL\n", true);
	must_hold("view ", false);                      /* only what was changed */
	save(true);
	must_hold("watch.theirs SPY\n", true);
	must_hold("watch.main QQQ\n", true);
	must_hold("history.search theirs\nhistory.search both\nhistory.search ours\n", true);
}

static void
keep__says_why__where_nothing_can_be_written(void **state)
{
	struct bt_err err;

	(void)state;
	put("broadtape-state 1\n");
	command("new ours AAPL");
	assert_int_equal(bt_keep_save(&screen, folder_path(&dir, "state/screen/below"), false, &err), BT_E_IO);
	assert_int_equal(screen.changed.n, 1);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(watch__lists_are_made_changed_turned_to_and_put_away),
		T(watch__stands_in_place_of_the_index_levels__on_the_overview),
		T(keep__brings_everything_back__but_the_day),
		T(keep__brings_back__horizons_and_ranges),
		T(keep__leaves_what_it_does_not_know),
		T(keep__puts_aside__a_damaged_file),
		T(keep__joins__what_two_sessions_did),
		T(keep__says_why__where_nothing_can_be_written),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
