/* test_ruler.c - the row of time: where the day stands on it, at every width, in all glyph sets. */
#include "stage.h"

#include "ui/travel.h"

static struct bt_ruler
ruler_of(int y, int m, int d)
{
	return (struct bt_ruler){.first = bt_date_ymd(2000, 1, 3), .last = bt_date_ymd(2025, 12, 23),
	                         .at = bt_date_ymd(y, m, d)};
}

static void
assert_row(const struct bt_ruler *r, int w, const char *want)
{
	struct bt_buf out;

	bt_grid_reset(&grid, w, 1);
	bt_ruler_draw(r, &grid, (struct bt_rect){0, 0, w, 1});
	out = picture_text();
	out.data[out.len - 1] = '\0';
	assert_string_equal(out.data, want);
	bt_buf_release(&out);
}

static void
ruler__is_as_looked_at(void **state)
{
	struct bt_ruler r = ruler_of(2025, 9, 2);

	(void)state;
	assert_row(&r, 64, "──2025─Feb──Mar───Apr──May──Jun──Jul───Aug──◆ep──Oct──Nov───Dec┤");
	r = ruler_of(2009, 3, 9);
	r.glyphs = BT_GLYPHS_ASCII;
	assert_row(&r, 64, "-------------2005-----^--2010--------2015--------2020----------|");
	r = ruler_of(2018, 12, 24);
	assert_row(&r, 64, "─2016──2017──2018──◆2019──2020──2021──2022───2023──2024──2025──┤");
	assert_row(&r, 9, "");
}

/* The nearer the day, the shorter the reach; the day is always on it, and a later one never left of it. */
static void
day__is_on_it__wherever_it_is(void **state)
{
	struct bt_rect row = {1, 0, 70, 1};
	size_t compared = 0;
	bt_date reach = BT_DATE_NONE;

	(void)state;
	for (struct bt_ruler r = ruler_of(2000, 1, 3); r.at <= r.last; r.at += 3) {
		int x = bt_ruler_column(&r, row, r.at);

		assert_true(reach == BT_DATE_NONE || bt_ruler_from(&r) >= reach);
		reach = bt_ruler_from(&r);
		assert_true(r.at >= reach && x >= 1 && x <= 70);
		assert_true(r.at == r.last ? x == 70 : bt_ruler_column(&r, row, r.at + 1) >= x);
		compared++;
	}
	assert_true(compared > 3000);
	assert_int_equal(reach, bt_date_ymd(2024, 12, 23));
}

static void
column__and_date__are_each_others(void **state)
{
	struct bt_ruler r = ruler_of(2013, 5, 5);

	(void)state;
	for (int w = 10; w < 400; w += 13) {
		struct bt_rect row = {3, 0, w, 1};

		for (int x = 3; x < 3 + w; x++)
			assert_int_equal(bt_ruler_column(&r, row, bt_ruler_date(&r, row, x)), x);
		assert_int_equal(bt_ruler_date(&r, row, 2), BT_DATE_NONE);
		assert_int_equal(bt_ruler_date(&r, row, 3 + w), BT_DATE_NONE);
	}
}

static void
ruler__draws_nothing__without_a_history(void **state)
{
	struct bt_ruler r = {.first = BT_DATE_NONE, .last = BT_DATE_NONE, .at = BT_DATE_NONE};

	(void)state;
	assert_row(&r, 60, "");
	r = ruler_of(2020, 1, 1);
	r.first = r.last;
	assert_row(&r, 60, "");
}

/* On a past day it stands on the status row; a click on it goes there; now, and for a notice, it is away. */
static void
screen__shows_it__on_a_past_day(void **state)
{
	struct bt_event ev = {.key = BT_KEY_MOUSE, .mouse = BT_MOUSE_CLICK};
	bt_date before;

	(void)state;
	draw(80, 24);
	assert_int_equal(screen.ruler.w, 0);
	key('{');
	draw(80, 24);
	assert_true(screen.ruler.w > 60);
	assert_int_equal(screen.ruler.y, 22);
	assert_true(shows("◆"));
	before = screen.as_of;
	ev.x = screen.ruler.x + 20;
	ev.y = screen.ruler.y;
	bt_screen_event(&screen, &ev, now);
	assert_true(screen.as_of < before && screen.as_of > bt_date_ymd(2024, 12, 23));
	assert_true(bt_calendar_is_session(&settings.calendar, screen.as_of));
	key('0');
	draw(80, 24);
	assert_int_equal(screen.ruler.w, 0);
	ev.y = 22;
	bt_screen_event(&screen, &ev, now);
	assert_int_equal(screen.as_of, BT_DATE_NONE);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		T(ruler__is_as_looked_at),
		T(day__is_on_it__wherever_it_is),
		T(column__and_date__are_each_others),
		T(ruler__draws_nothing__without_a_history),
		T(screen__shows_it__on_a_past_day),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("ruler", tests, NULL, NULL);
}
