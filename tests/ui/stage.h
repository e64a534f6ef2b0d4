/* stage.h - a screen on the made-up market of one fixed evening, for tests that press keys and look. */
#ifndef BT_TESTS_UI_STAGE_H
#define BT_TESTS_UI_STAGE_H

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/source.h"
#include "ui/screen.h"

static struct bt_arena stage_arena;
static struct bt_settings settings;
static struct bt_source *stage_source;
static struct bt_screen screen;
static struct bt_grid grid;
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
	bt_grid_init(&grid);
	bt_screen_init(&screen, &settings, BT_GLYPHS_UTF8, &err);
	bt_screen_take(&screen, stage_snapshot(), now);
	return 0;
}

static int
stage_teardown(void **state)
{
	(void)state;
	bt_screen_release(&screen);
	bt_grid_release(&grid);
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

/* The grid as text, blanks at the ends of rows cut; release it. */
static struct bt_buf
stage_text(void)
{
	struct bt_buf out;

	bt_buf_init(&out, 1 << 20);
	for (int y = 0; y < grid.h; y++) {
		size_t end;

		for (int x = 0; x < grid.w; x++)
			assert_int_equal(bt_buf_str(&out, bt_grid_at(&grid, x, y)->text), BT_OK);
		for (end = out.len; end > 0 && out.data[end - 1] == ' '; end--)
			;
		out.len = end;
		assert_int_equal(bt_buf_char(&out, '\n'), BT_OK);
	}
	return out;
}

static inline bool
shows(const char *text)
{
	struct bt_buf out = stage_text();
	bool found = strstr(out.data, text) != NULL;

	bt_buf_release(&out);
	return found;
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

/* Draw and compare with what was looked at; BT_GOLDEN=write keeps the new picture. */
static inline void
assert_golden(const char *name, int w, int h)
{
	const char *top = getenv("top_srcdir");
	struct bt_buf want, got;
	struct bt_err err;
	char path[256];

	draw(w, h);
	snprintf(path, sizeof(path), "%s/tests/ui/golden/%s-%dx%d.txt", top ? top : ".", name, w, h);
	got = stage_text();
	bt_buf_init(&want, 1 << 20);
	if (getenv("BT_GOLDEN"))
		assert_int_equal(bt_file_write(path, got.data, got.len, &err), BT_OK);
	assert_int_equal(bt_file_read(path, &want, &err), BT_OK);
	assert_string_equal(got.data, want.data);
	bt_buf_release(&got);
	bt_buf_release(&want);
}

#endif
