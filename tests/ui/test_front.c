/* test_front.c - the front: what it shows before anything is loaded is what the whole of the market shows, cell by
 * cell; it is never taken for another's; damaged bytes are no front.  */
#include <locale.h>

#include "ui/picture.h"

#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/front.h"
#include "model/settings.h"
#include "model/source.h"
#include "ui/front.h"
#include "ui/screen.h"

/* Both are drawn with the same news and no notes; the market of the first is all there is, of the second nothing. */
struct world {
	struct bt_arena arena;
	struct bt_settings settings;
	struct bt_source *source;
	int64_t now;
	struct bt_screen full;
	struct bt_buf bytes;
};

static struct world world;

static struct bt_snapshot *
snapshot_of_all(void)
{
	struct bt_snapshot *snap = bt_snapshot_new();

	snap->market = *bt_source_market(world.source);
	snap->market.sample = false;
	snap->market.source = "yahoo";
	snap->universe = bt_source_all(world.source);
	snap->made_utc = world.now;
	snap->phase = BT_PHASE_IDLE;
	snap->cache_serial = 1;
	snap->wants_front = true;
	bt_snapshot_add_breadth(snap);
	return snap;
}

/* What the engine publishes first; `some`: with so many securities, as it does before all are there. */
static struct bt_snapshot *
snapshot_of_front(int64_t now, size_t some)
{
	struct bt_snapshot *snap = bt_snapshot_new();
	struct bt_front *front = BT_ARENA_NEW(&snap->arena, struct bt_front);

	assert_true(bt_front_open(world.bytes.data, world.bytes.len, &snap->arena, front));
	snap->market = (struct bt_market){.source = "yahoo", .sec = bt_source_market(world.source)->sec, .n = some};
	snap->universe = bt_source_all(world.source);
	snap->made_utc = now;
	snap->phase = BT_PHASE_LOADING;
	snap->front = front;
	return snap;
}

static void
open_screen(struct bt_screen *s)
{
	struct bt_err err;

	bt_screen_init(s, &world.settings, BT_GLYPHS_UTF8, &err);
}

/* All columns that a pane may have, so that session, age and the rest are compared as well. */
static void
choose(struct bt_screen *s, enum bt_pane_id id, const char *columns)
{
	snprintf(s->pane[id].chosen, sizeof(s->pane[id].chosen), "%s", columns);
	bt_pane_columns(&s->pane[id], id);
}

static int
setup(void **state)
{
	struct bt_err err;

	bt_xarena_init(&world.arena);
	bt_settings_init(&world.settings, &world.arena);
	world.now = bt_ny_instant(bt_date_ymd(2025, 12, 23), 18 * 3600);
	assert_int_equal(bt_source_sample_open(world.now, &world.source, &err), BT_OK);
	bt_buf_init(&world.bytes, 8 << 20);
	open_screen(&world.full);
	bt_screen_take(&world.full, snapshot_of_all(), world.now);
	return picture_setup(state);
}

static int
teardown(void **state)
{
	bt_screen_release(&world.full);
	bt_buf_release(&world.bytes);
	bt_source_free(world.source);
	bt_arena_release(&world.arena);
	return picture_teardown(state);
}

static void
draw(struct bt_screen *s, int w, int h, int64_t now)
{
	bt_grid_reset(&grid, w, h);
	bt_screen_draw(s, &grid, now);
}

static void
keep(int w, int h)
{
	bt_buf_reset(&world.bytes);
	draw(&world.full, w, h, world.now);
	bt_screen_tick(&world.full, world.now);  /* rows for that size */
	draw(&world.full, w, h, world.now);
	assert_true(bt_screen_front(&world.full, &world.bytes));
}

/* Every cell of the full picture at `now` is that of the front alone; only the status line says "loading". */
static size_t
compare(int w, int h, int64_t now, const char *columns, size_t some)
{
	struct bt_screen first;
	struct bt_cell *was;
	size_t n = 0;

	choose(&world.full, BT_PANE_INDICES, columns);
	bt_screen_tick(&world.full, now);
	draw(&world.full, w, h, now);
	was = calloc((size_t)w * (size_t)h, sizeof(*was));
	assert_non_null(was);
	memcpy(was, grid.cell, (size_t)w * (size_t)h * sizeof(*was));
	open_screen(&first);
	choose(&first, BT_PANE_INDICES, columns);
	bt_screen_take(&first, snapshot_of_front(now, some), now);
	draw(&first, w, h, now);
	assert_true(shows("loading"));
	for (int y = 0; y < h; y++) {
		for (int x = 0; x < w && y != first.layout.status.y; x++, n++) {
			const struct bt_cell *is = bt_grid_at(&grid, x, y);

			if (!bt_cell_equal(is, &was[y * w + x]))
				fail_msg("%dx%d: cell %d,%d is '%s', was '%s'", w, h, x, y, is->text,
				         was[y * w + x].text);
		}
	}
	bt_screen_release(&first);
	free(was);
	return n;
}

static const struct {
	int w, h;
} sizes[] = {{80, 24}, {120, 40}, {200, 50}, {300, 100}};

static void
front__of_every_size__shows_what_everything_shows(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		keep(sizes[i].w, sizes[i].h);
		n += compare(sizes[i].w, sizes[i].h, world.now, "", 0);
		assert_true(shows("as of 2025-12-23 close"));
	}
	assert_true(n > 45000);
}

/* The next days, through sessions and a weekend: what hangs on the moment is of that moment. */
static void
front__at_a_later_time__has_sessions_and_ages_of_then(void **state)
{
	static const char *const columns[] = {"symbol session:9 age_s:9 last:9 delayed_min:9",
	                                      "symbol:8 pre:7 post:7 session:9 age_s:7 change:8"};
	size_t n = 0;

	(void)state;
	keep(120, 40);
	for (int hour = 1; hour < 100; hour += 7)
		n += compare(120, 40, world.now + hour * 3600 + hour * 61, columns[hour % 2], 0);
	assert_true(n > 60000);
}

/* While members are still being read, what is of all of them is not made of some. */
static void
front__while_more_is_loaded__stands(void **state)
{
	(void)state;
	keep(200, 50);
	assert_true(compare(200, 50, world.now, "", 3) > 9000);
}

static void
front__of_another_ask__is_not_found(void **state)
{
	struct bt_snapshot *snap;
	struct bt_screen s;

	(void)state;
	keep(120, 40);
	open_screen(&s);
	bt_screen_take(&s, snapshot_of_front(world.now, 0), world.now);
	draw(&s, 120, 40, world.now);
	bt_screen_go(&s, s.last - 1, world.now);
	draw(&s, 120, 40, world.now);
	assert_true(shows("loading"));
	assert_int_equal(s.pane[BT_PANE_INDICES].table.n, 0);
	/* another view has nothing of it, and says so until there is a market */
	bt_screen_view(&s, BT_VIEW_RATIOS, world.now);
	draw(&s, 120, 40, world.now);
	snap = s.snapshot;
	bt_screen_take(&s, snapshot_of_front(world.now, 0), world.now);
	assert_ptr_equal(s.snapshot, snap);
	bt_screen_release(&s);
}

/* Nothing of a past day, and nothing that the cache has already, goes into a front. */
static void
front__of_a_past_day__is_not_kept(void **state)
{
	struct bt_snapshot *snap;

	(void)state;
	keep(120, 40);
	bt_buf_reset(&world.bytes);
	bt_screen_go(&world.full, world.full.last - 1, world.now);
	draw(&world.full, 120, 40, world.now);
	assert_false(bt_screen_front(&world.full, &world.bytes));
	bt_screen_go(&world.full, BT_DATE_NONE, world.now);
	snap = snapshot_of_all();
	snap->wants_front = false;
	bt_screen_take(&world.full, snap, world.now);
	draw(&world.full, 120, 40, world.now);
	assert_false(bt_screen_front(&world.full, &world.bytes));
	bt_screen_take(&world.full, snapshot_of_all(), world.now);
}

/* The reports of a front that could be opened: found, or not there; what is found can be walked. */
static void
look_through(const struct bt_front *front, struct bt_arena *a)
{
	struct bt_scope scope = bt_scope_from_snapshot(world.full.snapshot, &world.settings, world.now);

	scope.front = front;
	for (int i = 0; i < BT_PANE_COUNT; i++) {
		struct bt_report r;

		if (world.full.pane[i].made && bt_front_find(&scope, &world.full.pane[i].ask, a, &r))
			for (size_t row = 0; row < r.rows.u.list.len; row++)
				assert_null(bt_val_get(&r.rows.u.list.at[row], "no such member"));
	}
}

static void
front__cut_or_changed_anywhere__is_none_or_can_be_read(void **state)
{
	size_t opened = 0, tried = 0;

	(void)state;
	keep(80, 24);
	for (size_t i = 0; i < world.bytes.len; i += i < 4000 ? 1 : 97, tried++) {
		unsigned char *copy = malloc(world.bytes.len);
		struct bt_front front;
		struct bt_arena a;

		assert_non_null(copy);
		bt_xarena_init(&a);
		memcpy(copy, world.bytes.data, world.bytes.len);
		unsigned char *cut = realloc(memcpy(malloc(i + 1), copy, i), i + 1);

		assert_false(bt_front_open(cut, i, &a, &front));
		copy[i] ^= (unsigned char)(1u << i % 8);
		if (bt_front_open(copy, world.bytes.len, &a, &front)) {
			opened++;
			look_through(&front, &a);
		}
		bt_arena_release(&a);
		free(cut);
		free(copy);
	}
	assert_true(tried > 4000 && opened > 0);
}

static void
stamp__of_anything_else__is_another(void **state)
{
	const struct bt_universe *u = bt_source_all(world.source);
	struct bt_market_count count = {"nasdaq", {.rows = 1, .fetched_utc = 5}}, later = {"nasdaq", {.rows = 1, .fetched_utc = 6}};
	struct bt_special_day closed = {bt_date_ymd(2026, 1, 2), BT_DAY_HOLIDAY, "mourning"};
	struct bt_universe fewer = *u;
	struct bt_settings other = world.settings;
	uint64_t stamp[8];

	(void)state;
	fewer.n--;
	stamp[0] = bt_front_stamp(7, &world.settings, u, NULL);
	stamp[1] = bt_front_stamp(8, &world.settings, u, NULL);
	stamp[2] = bt_front_stamp(7, &world.settings, &fewer, NULL);
	stamp[3] = bt_front_stamp(7, &world.settings, NULL, NULL);
	stamp[4] = bt_front_stamp(7, &world.settings, u, &count);
	stamp[5] = bt_front_stamp(7, &world.settings, u, &later);
	other.data_benchmark = "^GSPC";
	stamp[6] = bt_front_stamp(7, &other, u, NULL);
	other = world.settings;
	other.calendar = (struct bt_calendar){&closed, 1};
	stamp[7] = bt_front_stamp(7, &other, u, NULL);
	for (size_t i = 0; i < 8; i++)
		for (size_t k = 0; k < i; k++)
			assert_true(stamp[i] != stamp[k]);
	assert_true(stamp[0] == bt_front_stamp(7, &world.settings, u, NULL));
	/* what no report is made of */
	other = world.settings;
	other.data_offline = !other.data_offline;
	other.yahoo_url = "http://127.0.0.1:1";
	other.screen_mouse = !other.screen_mouse;
	assert_true(stamp[0] == bt_front_stamp(7, &other, u, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(front__of_every_size__shows_what_everything_shows),
		cmocka_unit_test(front__at_a_later_time__has_sessions_and_ages_of_then),
		cmocka_unit_test(front__while_more_is_loaded__stands),
		cmocka_unit_test(front__of_another_ask__is_not_found),
		cmocka_unit_test(front__of_a_past_day__is_not_kept),
		cmocka_unit_test(front__cut_or_changed_anywhere__is_none_or_can_be_read),
		cmocka_unit_test(stamp__of_anything_else__is_another),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
