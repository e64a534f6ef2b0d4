/* picture.h - a grid that a test draws into and looks at: its text, its edges, and the picture that a person has
 * looked at and found good (tests/ui/golden).
 *
 * To look again after a change: `make test-NAME && BT_GOLDEN=write ./test-NAME`, then read the difference.  */
#ifndef BT_TESTS_UI_PICTURE_H
#define BT_TESTS_UI_PICTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "ui/grid.h"

#define PICTURE_MOST (1 << 20)
#define PICTURE_OUTSIDE "?"      /* nothing that is drawn in these tests has it */

static struct bt_grid grid;

static inline int
picture_setup(void **state)
{
	(void)state;
	bt_grid_init(&grid);
	return 0;
}

static inline int
picture_teardown(void **state)
{
	(void)state;
	bt_grid_release(&grid);
	return 0;
}

/* The grid as text, blanks at the ends of rows cut; release it. */
static inline struct bt_buf
picture_text(void)
{
	struct bt_buf out;

	bt_buf_init(&out, PICTURE_MOST);
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
	struct bt_buf out = picture_text();
	bool found = strstr(out.data, text) != NULL;

	bt_buf_release(&out);
	return found;
}

/* --- as looked at ----------------------------------------------------------------------------------- */

/* The first row in which two pictures differ ends the test, told as it is and as it was. */
static inline void
picture_compare(const char *path, const char *is, const char *was)
{
	for (int row = 1; *is || *was; row++) {
		size_t n = strcspn(is, "\n"), m = strcspn(was, "\n");

		if (n != m || memcmp(is, was, n) != 0)
			fail_msg("%s, row %d\n  is  %.*s\n  was %.*s", path, row, (int)n, is, (int)m, was);
		is += n + (is[n] != '\0');
		was += m + (was[m] != '\0');
	}
}

/* The grid is golden/NAME-WxH.txt; BT_GOLDEN=write keeps it as that. */
static inline void
assert_picture(const char *name)
{
	const char *top = getenv("top_srcdir");
	struct bt_buf is = picture_text(), was;
	struct bt_err err;
	char path[256];

	snprintf(path, sizeof(path), "%s/tests/ui/golden/%s-%dx%d.txt", top ? top : ".", name, grid.w, grid.h);
	bt_buf_init(&was, PICTURE_MOST);
	if (getenv("BT_GOLDEN") && bt_file_write(path, is.data, is.len, &err))
		fail_msg("%s", err.text);
	if (bt_file_read(path, &was, &err))
		fail_msg("%s", err.text);
	picture_compare(path, is.data, was.data);
	bt_buf_release(&is);
	bt_buf_release(&was);
}

/* --- inside its rectangle ---------------------------------------------------------------------------- */

/* A grid whose cells are marked outside the rectangle and blank in it. */
static inline void
picture_frame(int w, int h, struct bt_rect r)
{
	bt_grid_reset(&grid, w, h);
	bt_grid_fill(&grid, (struct bt_rect){0, 0, w, h}, BT_ROLE_TEXT, PICTURE_OUTSIDE);
	bt_grid_fill(&grid, r, BT_ROLE_TEXT, " ");
}

/* What was drawn since stays in the rectangle; returns how many cells around it were looked at. */
static inline size_t
assert_inside(struct bt_rect r)
{
	size_t around = 0;

	for (int i = 0; i < grid.w * grid.h; i++) {
		int x = i % grid.w, y = i / grid.w;
		bool inside = x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;

		if (inside)
			assert_string_not_equal(grid.cell[i].text, PICTURE_OUTSIDE);
		else
			assert_string_equal(grid.cell[i].text, PICTURE_OUTSIDE);
		around += !inside;
	}
	return around;
}

#endif
