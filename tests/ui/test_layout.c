/* test_layout.c - panes at every size from 1x1 to 300x100: inside, no overlap, no gap, the important ones first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/layout.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* As the overview wishes on a usual day: rows, least, column, width, rank. */
enum { INDICES, MAG7, RATIOS, BREADTH, SECTORS, EVENTS, HISTORY, MOVERS, WATCH, NEWS, PANES };
static const struct bt_pane_wish overview[PANES] = {
	[INDICES] = {14, 0, 0, 50, 0}, [MAG7] = {12, 0, 1, 32, 0},    [RATIOS] = {8, 0, 0, 50, 0},
	[BREADTH] = {3, 0, 1, 32, 0},  [SECTORS] = {13, 0, 1, 32, 2}, [EVENTS] = {5, 0, 0, 50, 2},
	[HISTORY] = {14, 5, 0, 50, 1}, [MOVERS] = {14, 6, 1, 32, 4},  [WATCH] = {8, 0, 3, 34, 3},
	[NEWS] = {62, 6, 2, 34, 0},
};
/* One column with more than any screen holds; two panes; one. */
static const struct bt_pane_wish many[] = {
	{9, 0, 0, 9, 0}, {9, 0, 0, 9, 0}, {9, 0, 0, 9, 0}, {9, 0, 0, 9, 0}, {9, 0, 0, 9, 0}, {9, 0, 0, 9, 0},
	{9, 0, 0, 9, 0}, {9, 0, 0, 9, 0}, {0, 0, 0, 9, 0}, {9, 0, 0, 9, 3},
};
static const struct bt_pane_wish two[] = {{9, 0, 0, 76, 0}, {4, 0, 0, 76, 0}};
static const struct bt_pane_wish one[] = {{400, 0, 0, 76, 0}};

/* Every cell of the body belongs to one pane, or to the blank columns between the columns of panes. */
static void
assert_covered(const struct bt_layout *l, int n, int w, int h)
{
	static unsigned char taken[100][300];
	int blank = 0;

	memset(taken, 0, sizeof(taken));
	for (int i = 0; i < n; i++) {
		struct bt_rect r = l->pane[i];

		if (r.w == 0)
			continue;
		if (r.x < 0 || r.y < 1 || r.h < 1 || r.w < 0 || r.x + r.w > w || r.y + r.h > h - 2)
			fail_msg("%dx%d: pane %d at %d,%d %dx%d", w, h, i, r.x, r.y, r.w, r.h);
		for (int y = r.y; y < r.y + r.h; y++)
			for (int x = r.x; x < r.x + r.w; x++)
				if (taken[y][x]++)
					fail_msg("%dx%d: pane %d over another at %d,%d", w, h, i, x, y);
	}
	for (int y = 1; y < h - 2; y++)
		for (int x = 0; x < w; x++)
			blank += !taken[y][x];
	if (blank != (l->single ? 0 : l->body_columns - 1) * (h - 3))
		fail_msg("%dx%d: %d cells of no pane", w, h, blank);
}

static int
check(const struct bt_pane_wish *wish, int n, int w, int h, int focus, bool zoom)
{
	struct bt_layout l = bt_layout_make(w, h, wish, n, focus, zoom);

	if (l.too_small) {
		assert_true(w < BT_LAYOUT_MIN_W || h < BT_LAYOUT_MIN_H);
		return 0;
	}
	assert_covered(&l, n, w, h);
	assert_true(!l.single || l.pane[focus].w == w);
	for (int i = 0; i < n && wish == overview && !l.single; i++)
		assert_true(l.pane[i].w > 0 || wish[i].rank > 0);
	return 1;
}

static void
layout__has_no_overlap_and_no_gap__at_every_size(void **state)
{
	int looked = 0;

	(void)state;
	for (int w = 1; w <= 300; w++)
		for (int h = 1; h <= 100; h++) {
			looked += check(overview, PANES, w, h, (w + h) % PANES, false);
			looked += check(many, COUNT(many), w, h, 0, false);
			looked += check(two, 2, w, h, h % 2, false);
			looked += check(one, 1, w, h, 0, false);
			looked += check(overview, PANES, w, h, w % PANES, true);
		}
	printf("%d layouts\n", looked);
	assert_true(bt_layout_make(10, 10, one, 1, 0, false).too_small);
}

/* What stands there at the sizes that people have, and how many rows it has. */
static void
overview__shows_what_matters__at_usual_sizes(void **state)
{
	static const struct {
		int w, h, columns;
		int rows[PANES];
	} want[] = {
		{80, 24, 2, {[INDICES] = 13, [RATIOS] = 8, [MAG7] = 12, [BREADTH] = 3, [NEWS] = 6}},
		{120, 40, 2, {[INDICES] = 14, [RATIOS] = 8, [EVENTS] = 5, [HISTORY] = 10, [MAG7] = 12,
		              [BREADTH] = 3, [SECTORS] = 13, [NEWS] = 9}},
		{200, 50, 3, {[INDICES] = 14, [RATIOS] = 8, [EVENTS] = 5, [HISTORY] = 20, [MAG7] = 12,
		              [BREADTH] = 3, [SECTORS] = 13, [MOVERS] = 19, [WATCH] = 8, [NEWS] = 39}},
		{300, 100, 4, {[INDICES] = 14, [RATIOS] = 8, [EVENTS] = 5, [HISTORY] = 70, [MAG7] = 12,
		               [BREADTH] = 3, [SECTORS] = 13, [MOVERS] = 69, [WATCH] = 97, [NEWS] = 97}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		struct bt_layout l = bt_layout_make(want[i].w, want[i].h, overview, PANES, 0, false);

		assert_int_equal(l.body_columns, want[i].columns);
		for (int p = 0; p < PANES; p++)
			if (l.pane[p].h != want[i].rows[p])
				fail_msg("%dx%d: pane %d has %d rows, not %d", want[i].w, want[i].h, p,
				         l.pane[p].h, want[i].rows[p]);
	}
	assert_true(bt_layout_make(40, 10, overview, PANES, 0, false).single);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layout__has_no_overlap_and_no_gap__at_every_size),
		cmocka_unit_test(overview__shows_what_matters__at_usual_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
