#include "ui/view_breadth.h"

#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/scope_breadth.h"
#include "ui/stack.h"
#include "ui/view.h"

#define SIDE_W 60                        /* columns that the chart needs beside the list */
#define BOTH_H 16                        /* rows that list and chart need below each other */
#define LIST_MIN_H 6

void
bt_breadth_view_init(struct bt_breadth_view *v)
{
	*v = (struct bt_breadth_view){.range = BT_RANGE_1Y, .cross = BT_DATE_NONE, .old = true,
	                              .row = 0, .report = {.rows = bt_val_list()}};
	bt_xarena_init(&v->arena);
	bt_xarena_init(&v->kept);
}

void
bt_breadth_view_release(struct bt_breadth_view *v)
{
	bt_arena_release(&v->arena);
	bt_arena_release(&v->kept);
}

/* --- what is shown ------------------------------------------------------------------------------------------ */

/* Those of the engine; by another price they are made once a snapshot. */
static enum bt_status
find_sides(struct bt_screen *s, const struct bt_scope *scope, enum bt_price price)
{
	struct bt_breadth_view *v = &s->breadth;
	enum bt_status st;

	if (price != BT_PRICE_ADJCLOSE && v->serial == s->snapshot->serial && v->n_kept) {
		v->n_side = v->n_kept;
		return BT_OK;
	}
	bt_arena_release(&v->kept);
	st = bt_scope_universes(scope, price, false, &v->kept, &v->side, &v->n_side, &v->err);
	v->n_kept = v->n_side;
	v->serial = s->snapshot->serial;
	return st;
}

static void
make_report(struct bt_screen *s, const struct bt_scope *scope)
{
	struct bt_breadth_view *v = &s->breadth;
	struct bt_ask ask = {.view = BT_VIEW_UNIVERSES, .as_of = s->as_of, .from = BT_DATE_NONE,
	                     .to = BT_DATE_NONE, .price = BT_PRICE_ADJCLOSE, .price_given = true};
	enum bt_status st;

	if (s->settings->data_price == BT_SET_PRICE_CLOSE)
		ask.price = BT_PRICE_CLOSE;
	st = find_sides(s, scope, ask.price);
	if (st == BT_OK) {
		struct bt_scope with = *scope;

		with.side = v->side;
		with.n_side = v->n_side;
		st = bt_report_make(&with, &ask, &s->day, &v->report, &v->err);
	}
	v->failed = st != BT_OK;
}

/* Nothing here is computed on the screen but what the engine has kept: until it has, the view says so. */
static void
update(struct bt_screen *s, const struct bt_scope *scope)
{
	struct bt_breadth_view *v = &s->breadth;

	v->report = (struct bt_report){.rows = bt_val_list(), .as_of = s->as_of};
	v->n_side = 0;
	v->series = (struct bt_internal_series){.n = 0};
	v->old = true;
	v->failed = false;
	if (scope->n_side)
		make_report(s, scope);
	if (v->failed || v->report.rows.u.list.len < v->n_side)
		v->n_side = v->report.rows.u.list.len;
	if (v->universe >= v->n_side)
		v->universe = v->n_side ? v->n_side - 1 : 0;
}

/* --- both ------------------------------------------------------------------------------------------------------- */

/* Side by side where it is wide, below each other where it is high, else the one with the focus. */
static void
share(const struct bt_screen *s, struct bt_rect body, struct bt_rect *list, struct bt_rect *chart)
{
	const struct bt_breadth_view *v = &s->breadth;
	int natural = bt_breadth_list_width(v), rows = (int)bt_internal_count() + 3;

	*list = *chart = body;
	if (s->zoom || (body.h < BOTH_H && body.w - natural < SIDE_W)) {
		list->w = v->on_chart ? 0 : body.w;
		chart->w = v->on_chart ? body.w : 0;
	} else if (body.w - natural - 1 >= SIDE_W) {
		list->w = natural + bt_breadth_list_more(v, (body.w - natural - SIDE_W - 1) / 2);
		chart->x += list->w + 1;
		chart->w -= list->w + 1;
	} else {
		list->h = body.h - body.h / 2 > rows ? rows : body.h - body.h / 2;
		list->h = list->h < LIST_MIN_H ? LIST_MIN_H : list->h;
		chart->y += list->h;
		chart->h -= list->h;
	}
}

static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	struct bt_breadth_view *v = &s->breadth;
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;

	(void)now_utc;
	g->cursor_x = body.x;
	g->cursor_y = body.y;
	v->list = v->chart = v->plot = (struct bt_rect){0, 0, 0, 0};
	if (v->n_side == 0) {
		bt_title_draw(s, g, body, "Breadth", "", "", true);
		bt_grid_cut(g, body.x, body.y + 1, body.w, v->failed ? BT_ROLE_DOWN : BT_ROLE_DIM,
		            v->failed ? v->err.text : s->snapshot && s->snapshot->universe ?
		            "no member has a bar yet, or the counts are still being made" :
		            "no universe: `universe` in the settings, or --universe, names one", ascii);
		return;
	}
	share(s, body, &v->list, &v->chart);
	if (v->list.w > 0)
		bt_breadth_list_draw(s, g, v->list);
	if (v->chart.w > 0)
		bt_breadth_chart_draw(s, g, v->chart);
}

/* --- keys ---------------------------------------------------------------------------------------------------------- */

static void
move(struct bt_screen *s, long by)
{
	struct bt_breadth_view *v = &s->breadth;
	long last = (long)bt_internal_count() - 1, to = (long)v->row + by;

	v->row = to < 0 ? 0 : to > last ? (size_t)last : (size_t)to;
	v->old = true;
}

static size_t
page(const struct bt_screen *s)
{
	return s->breadth.page;
}

static void
turn_range(struct bt_breadth_view *v, int by)
{
	int to = (int)v->range + by;

	v->range = to < BT_RANGE_1M ? BT_RANGE_1M : to > BT_RANGE_MAX ? BT_RANGE_MAX : (enum bt_range)to;
	v->old = true;
}

static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	static const enum bt_action none[] = {BT_ACTION_SORT_NEXT, BT_ACTION_SORT_PREV, BT_ACTION_SORT_REVERSE,
	                                      BT_ACTION_FILTER, BT_ACTION_COLUMNS};
	struct bt_breadth_view *v = &s->breadth;
	int by = action == BT_ACTION_LEFT || action == BT_ACTION_RANGE_SHORTER ? -1 : 1;

	(void)now_utc;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (none[i] == action)
			return true;
	if (action == BT_ACTION_PANE_NEXT || action == BT_ACTION_PANE_PREV)
		v->on_chart = !v->on_chart;
	else if (action == BT_ACTION_OPEN)
		v->on_chart = s->zoom = !(v->on_chart && s->zoom);
	else if (action == BT_ACTION_LEFT || action == BT_ACTION_RIGHT)
		v->on_chart ? bt_breadth_chart_cross(v, by) : bt_breadth_list_move(v, by);
	else if (action == BT_ACTION_RANGE_SHORTER || action == BT_ACTION_RANGE_LONGER)
		turn_range(v, by);
	else if (action == BT_ACTION_CHART_LOG)
		v->log = !v->log;
	else
		return false;
	return true;
}

static bool
back(struct bt_screen *s, int64_t now_utc)
{
	(void)now_utc;
	if (s->breadth.cross == BT_DATE_NONE)
		return false;
	s->breadth.cross = BT_DATE_NONE;
	return true;
}

/* The next row whose title or words have it. */
static bool
find(struct bt_screen *s, const struct bt_match *m, int direction)
{
	struct bt_breadth_view *v = &s->breadth;
	size_t n = bt_internal_count();

	for (size_t step = 1; step <= n; step++) {
		size_t i = (v->row + (direction > 0 ? step : n - step)) % n;
		struct bt_cell_column column;

		if (!bt_cell_column(bt_internal_spec(i)->path, &column))
			continue;
		if (!bt_match_has(m, column.title) && !bt_match_has(m, bt_column_spec(column.column)->help))
			continue;
		v->row = i;
		v->old = true;
		return true;
	}
	return false;
}

static bool
is_in(struct bt_rect r, const struct bt_event *ev)
{
	return ev->x >= r.x && ev->x < r.x + r.w && ev->y >= r.y && ev->y < r.y + r.h;
}

/* A click selects a row, or sets the crosshair; a second one explains; the wheel goes through the rows. */
static bool
mouse(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc)
{
	struct bt_breadth_view *v = &s->breadth;
	long row = (long)v->top + ev->y - v->list.y - 3;

	(void)now_utc;
	if (ev->mouse == BT_MOUSE_WHEEL_UP || ev->mouse == BT_MOUSE_WHEEL_DOWN) {
		move(s, ev->mouse == BT_MOUSE_WHEEL_UP ? -3 : 3);
	} else if (is_in(v->list, ev)) {
		v->on_chart = false;
		if (ev->y >= v->list.y + 3 && row < (long)bt_internal_count())
			move(s, row - (long)v->row);
		if (ev->mouse == BT_MOUSE_DOUBLE)
			bt_screen_explain(s);
	} else if (is_in(v->chart, ev)) {
		v->on_chart = true;
		if (v->plot.w > 0 && ev->x < v->plot.x + v->plot.w && v->series.n)
			v->cross = v->series.date[bt_chart_entry(ev->x - v->plot.x, v->series.n, v->plot.w)];
	}
	return true;
}

static bool
cell(const struct bt_screen *s, struct bt_cell_place *out)
{
	const struct bt_breadth_view *v = &s->breadth;
	struct bt_cell_column column = {.title = ""};

	if (v->universe >= v->n_side)
		return false;
	*out = (struct bt_cell_place){.report = &v->report, .row = v->universe, .path = bt_breadth_list_path(v)};
	bt_cell_column(out->path, &column);
	snprintf(out->title, sizeof(out->title), "%.40s: %.30s",
	         bt_universe_short(v->side[v->universe].universe->name), column.title);
	return true;
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_RIGHT, "universe"},
	{BT_ACTION_PANE_NEXT, "chart"},
	{BT_ACTION_OPEN, "large"},
	{BT_ACTION_RANGE_SHORTER, "shorter"},
	{BT_ACTION_RANGE_LONGER, "longer"},
	{BT_ACTION_EXPLAIN, "explain"},
	{BT_ACTION_VIEW_OVERVIEW, "overview"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_breadth = {
	.ctx = BT_CTX_BREADTH,
	.whole = true,
	.hint = hints,
	.update = update,
	.draw = draw,
	.act = act,
	.move = move,
	.page = page,
	.back = back,
	.find = find,
	.mouse = mouse,
	.cell = cell,
};
