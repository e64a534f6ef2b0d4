/* tests/e2e/test_walk.c - random walks: keys, sizes, pastes, clicks and a source that fails.
 *
 *     test-walk [STEPS [SEED]]      200 steps; seed 1
 *
 * Now and then the screen must be what ^L draws over a scribbled one; at the end the program must
 * still leave in order, with only known sequences on the wire.  */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "e2e/stage.h"

static long steps = 200;
static uint64_t seed = 1;
static struct stage st;

static const char *const keys[] = {
	"j", "k", "h", "l", "Up", "Down", "Left", "Right", "PgUp", "PgDn", "Home", "End", "g", "G", "Tab", "S-Tab",
	"z", "/", "n", "N", "?", "e", "[", "]", "{", "}", "d", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
	"r", "R", "p", "m", "v", "<", ">", "Enter", "Escape", "Backspace", "C-u", "C-d", "C-l", "F1", "F5", "a", "x",
	"-", ":", "s", "t", "y", "o", "Insert", "Delete", "&", "|", "w", "!", "Y", "C", "c", "i", "L", "A", "C-a", "C-e",
	"C-w", "C-k", "C-p", "u", "U", "f", "Space",
};

/* Lines behind ':', right and wrong. */
static const char *const lines[] = {
	"view ratios", "view watch", "open IWM/QQQ", "open NOSUCH", "sort YTD", "sort name down", "filter russ",
	"filter !us", "columns symbol last", "columns usual", "as-of 2025-04-08", "as-of now", "watch main",
	"new w1 SPY QQQ", "add IWM/SPY", "remove", "delete w1", "theme light", "theme mono", "set screen.updown green-red",
	"set screen.accessible yes", "set screen.accessible no", "alert ^RUT close > 10", "unalert a1", "universe dow30",
	"universe nosuch", "refresh all", "bind zoom Z", "nosuch", "zoom", "search us", "compare SPY",
	"view heatmap", "sized", "horizon YTD", "universe", "source sample", "source yahoo", "source csv:/nowhere", "3", "$",
};

static const char *const rules[] = {
	"mode=ok", "mode=down", "mode=500&path=/v8/*", "mode=429&path=/*&retry-after=1", "mode=truncate&path=/*",
	"mode=garbage&path=/v7/*", "mode=hang&path=/rss/*&times=1", "mode=empty&path=/*", "mode=consent&path=/*",
	"mode=delay&ms=30&path=/*", "mode=reset&path=/v8/*", "mode=ok",
};

static uint64_t
chance(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

/* As drawn bit by bit, and as ^L draws it: the same, unless the source changed it in between. */
static void
redraw_is_equal(struct bt_pty *p, long step)
{
	static const char scribble[] = "\033[2;2Hscribble\033[3;1H\033[J";
	char *before = NULL, *after = NULL;

	for (int tries = 0; tries < 8; tries++) {
		free(before);
		free(after);
		stage_settle(p);
		before = bt_vt_text(bt_pty_vt(p));
		bt_vt_feed(bt_pty_vt(p), scribble, sizeof scribble - 1);
		assert_true(bt_pty_key(p, "C-l"));
		bt_pty_pump(p, 2000);
		stage_settle(p);
		after = bt_vt_text(bt_pty_vt(p));
		if (strcmp(before, after) == 0)
			break;
	}
	if (strcmp(before, after) != 0) {
		fprintf(stderr, "step %ld: drawn bit by bit:\n%s\nby ^L:\n%s\n", step, before, after);
		fail();
	}
	free(before);
	free(after);
}

static void
take_step(struct bt_pty *p)
{
	switch (chance(16)) {
	case 0:
		assert_true(bt_pty_resize(p, 1 + (int)chance(180), 1 + (int)chance(60)));
		break;
	case 1:
		assert_true(bt_pty_paste(p, "2025-12-01\033[2J q \xc2\x9b\xe6\xbc\xa2"));
		break;
	case 2:
		assert_true(bt_loopback_control(&st.server, rules[chance(sizeof rules / sizeof rules[0])]));
		break;
	case 3:
		if (bt_vt_state(bt_pty_vt(p))->mouse)
			bt_pty_mouse(p, 1 + (int)chance(5), (int)chance((uint64_t)bt_vt_cols(bt_pty_vt(p))),
			             (int)chance((uint64_t)bt_vt_rows(bt_pty_vt(p))));
		break;
	case 4:
		assert_true(bt_pty_key(p, "Escape"));
		bt_pty_pump(p, 60);      /* or what follows is read as Alt */
		assert_true(bt_pty_send(p, ":") && bt_pty_send(p, lines[chance(sizeof lines / sizeof lines[0])]));
		assert_true(bt_pty_key(p, "Enter"));
		break;
	default:
		assert_true(bt_pty_key(p, keys[chance(sizeof keys / sizeof keys[0])]));
	}
	bt_pty_pump(p, 0);
}

static void
walk__at_random__screen_as_redrawn_and_an_orderly_end(void **state)
{
	struct bt_pty *p;

	(void)state;
	stage_serve(&st, NULL);
	p = stage_run(&st, &(struct bt_pty_spec){.quiet = true}, NULL);
	assert_true(bt_pty_wait_text(p, "as of 2025-12-23", STAGE_WAIT));
	for (long i = 1; i <= steps; i++) {
		take_step(p);
		if (i % 50 == 0)
			redraw_is_equal(p, i);
		if (bt_pty_wait_exit(p, 0) >= 0)
			fail_msg("it ended at step %ld", i);
	}
	assert_true(bt_pty_resize(p, 80, 24));
	for (int i = 0; i < 12; i++) {
		assert_true(bt_pty_key(p, "Escape"));
		stage_settle(p);
	}
	redraw_is_equal(p, steps);
	assert_true(stage_wire_is_clean_but(p, "OSC 52"));
	stage_quit(p);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(walk__at_random__screen_as_redrawn_and_an_orderly_end, &st),
	};

	if (argc > 1)
		steps = atol(argv[1]);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 10);
	seed = (seed + 1) * UINT64_C(0x9E3779B97F4A7C15);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
