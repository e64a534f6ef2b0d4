/* stage.h - a screen on the made-up market of one fixed evening, for tests that press keys and look. */
#ifndef BT_TESTS_UI_STAGE_H
#define BT_TESTS_UI_STAGE_H

#include <locale.h>

#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/source.h"
#include "ui/picture.h"
#include "ui/screen.h"

static struct bt_arena stage_arena;
static struct bt_settings settings;
static struct bt_source *stage_source;
static struct bt_screen screen;
static int64_t now;

static struct bt_snapshot *
stage_snapshot(void)
{
	struct bt_snapshot *snap = bt_snapshot_new();

	snap->market = *bt_source_market(stage_source);
	snap->universe = bt_source_all(stage_source);
	snap->made_utc = now;
	snap->phase = BT_PHASE_IDLE;
	return snap;
}

/* The evening of Tuesday 2025-12-23 in New York: the close is in. */
static int
stage_setup(void **state)
{
	struct bt_err err;

	(void)state;
	bt_xarena_init(&stage_arena);
	bt_settings_init(&settings, &stage_arena);
	now = bt_ny_instant(bt_date_ymd(2025, 12, 23), 18 * 3600);
	assert_int_equal(bt_source_sample_open(now, &stage_source, &err), BT_OK);
	picture_setup(state);
	bt_screen_init(&screen, &settings, BT_GLYPHS_UTF8, &err);
	bt_screen_take(&screen, stage_snapshot(), now);
	return 0;
}

static int
stage_teardown(void **state)
{
	(void)state;
	bt_screen_release(&screen);
	picture_teardown(state);
	bt_source_free(stage_source);
	bt_arena_release(&stage_arena);
	return 0;
}

static void
draw(int w, int h)
{
	bt_grid_reset(&grid, w, h);
	bt_screen_draw(&screen, &grid, now);
}

static inline void
key(int k)
{
	struct bt_event ev = {.key = k};

	bt_screen_event(&screen, &ev, now);
}

static inline void
type(const char *text)
{
	while (*text)
		key((unsigned char)*text++);
}

/* Run a command; the notice it leaves, or "". */
static inline const char *
command(const char *text)
{
	type(":");
	type(text);
	key(BT_KEY_ENTER);
	return screen.notice;
}

/* Draw at that size and compare with what was looked at. */
static inline void
assert_golden(const char *name, int w, int h)
{
	draw(w, h);
	assert_picture(name);
}

static inline void
assert_golden_at_usual_sizes(const char *name)
{
	static const int sizes[][2] = {{40, 10}, {80, 24}, {120, 40}, {200, 50}};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		assert_golden(name, sizes[i][0], sizes[i][1]);
}

/* Nothing breaks at any size; where anything is shown at all, the as-of mark and that text are. */
static inline void
assert_lives_at_every_size(const char *text)
{
	for (int w = 1; w <= 300; w += w < 90 ? 1 : 29) {
		for (int h = 1; h <= 100; h += h < 30 ? 1 : 17) {
			draw(w, h);
			if (w >= 40 && h >= 10 && !(shows("as of 2025-12-23") && shows(text)))
				fail_msg("%dx%d: no day, or no \"%s\"", w, h, text);
		}
	}
}

#endif
