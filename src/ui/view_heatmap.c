#include "ui/view_heatmap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/heatmap_rows.h"
#include "ui/heatmap_words.h"
#include "ui/internals.h"
#include "ui/view.h"

#define PANE BT_PANE_HEATMAP
#define SIZED_W 60                       /* from that size of the window on cells are sized by weight */
#define SIZED_H 12

/* A move of so many percent is no longer small; three times that is much. */
static const double units[BT_HORIZON_COUNT] = {
	[BT_HORIZON_1D] = 1, [BT_HORIZON_1W] = 2, [BT_HORIZON_MTD] = 3, [BT_HORIZON_1M] = 4,
	[BT_HORIZON_3M] = 6, [BT_HORIZON_QTD] = 6, [BT_HORIZON_6M] = 10, [BT_HORIZON_YTD] = 10,
	[BT_HORIZON_1Y] = 10, [BT_HORIZON_3Y] = 30,
};

/* What the map can be sorted by: the order of the report (weights), then these columns of the table. */
static const char *const sorts[] = {"return_pct", "symbol"};

void
bt_heatmap_view_init(struct bt_heatmap_view *v, bool list)
{
	*v = (struct bt_heatmap_view){.horizon = BT_HORIZON_1D, .wish = BT_HEAT_SIZES, .sized = true, .list = list};
}

void
bt_heatmap_view_release(struct bt_heatmap_view *v)
{
	free(v->map.cell);
	free(v->map.group);
	*v = (struct bt_heatmap_view){0};
}

static struct bt_pane *
pane_of(struct bt_screen *s)
{
	return &s->pane[PANE];
}

static const char *
text_of(const struct bt_val *v, const char *name)
{
	const char *text = bt_val_as_str(bt_val_get(v, name));

	return text ? text : "";
}

static void
select_cell(struct bt_screen *s, size_t cell)
{
	struct bt_pane *p = pane_of(s);

	for (size_t i = 0; i < p->table.n; i++) {
		if (p->table.order[i] == s->heatmap.map.cell[cell].row) {
			bt_table_go(&p->table, &p->report.rows, i);
			break;
		}
	}
	s->heatmap.selected = cell;
}

/* Is there room for tiles that can be told apart? */
static bool
has_room(const struct bt_heatmap_view *v)
{
	return v->window.w == 0 || (v->window.w >= SIZED_W && v->window.h >= SIZED_H);
}

static bool
is_sized(const struct bt_screen *s)
{
	return s->heatmap.sized && bt_heatmap_has_weights(s) && has_room(&s->heatmap);
}

/* The selected cell is that of the table's selected row. */
static void
find_selected(struct bt_screen *s)
{
	struct bt_heatmap_view *v = &s->heatmap;
	const struct bt_table *t = &pane_of(s)->table;

	for (size_t i = 0; i < v->map.n && t->n; i++)
		if (v->map.cell[i].row == t->order[t->selected])
			v->selected = i;
}

/* A number that tells one order of the table, sorted and filtered, from another (FNV-1a). */
static uint64_t
order_of(const struct bt_table *t)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ t->n;

	for (size_t i = 0; i < t->n; i++)
		h = (h ^ t->order[i]) * UINT64_C(1099511628211);
	return h;
}

void
bt_heatmap_view_lay_out(struct bt_screen *s)
{
	struct bt_heatmap_view *v = &s->heatmap;
	struct bt_heatmap_ask ask = {v->window.w > 0 ? v->window.w : 80, v->window.h > 0 ? v->window.h : 20,
	                             is_sized(s), v->wish};       /* keys may come before the first drawing */

	if (v->laid && memcmp(&ask, &v->asked, sizeof(ask)) == 0)
		return;
	if (ask.sized)
		bt_heatmap_lay_out_sized(&v->map, ask.w, ask.h);
	else
		bt_heatmap_lay_out(&v->map, ask.w, ask.h, ask.wish);
	v->asked = ask;
	v->laid = true;
}

/* The report or the order of the table is new. */
static void
rebuild(struct bt_screen *s)
{
	struct bt_heatmap_view *v = &s->heatmap;
	const struct bt_pane *p = pane_of(s);

	v->map.unit = units[v->horizon];
	bt_heatmap_take(&v->map, p);
	v->laid = false;
	v->order = order_of(&p->table);
	if (v->map.n == 0)
		return;
	bt_heatmap_view_lay_out(s);
	if (!v->begun)
		select_cell(s, 0);       /* the heaviest, not the first of the report */
	v->begun = true;
	find_selected(s);
}

/* After every key: it may have sorted, filtered or selected. */
static void
follow(struct bt_screen *s, int64_t now_utc)
{
	(void)now_utc;
	if (order_of(&pane_of(s)->table) != s->heatmap.order)
		rebuild(s);
	else
		find_selected(s);
}

static void
ask(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *out)
{
	struct bt_horizon *h = BT_ARENA_NEW(&s->day, struct bt_horizon);

	(void)pane;
	*h = (struct bt_horizon){.kind = s->heatmap.horizon, .since = BT_DATE_NONE};
	out->horizon = h;
	out->n_horizon = 1;
}

static void
update(struct bt_screen *s, const struct bt_scope *scope)
{
	(void)scope;
	rebuild(s);
}

/* --- keys ----------------------------------------------------------------------------------------- */

static void
step(struct bt_screen *s, int dx, int dy)
{
	struct bt_heatmap_view *v = &s->heatmap;

	if (v->map.n)
		select_cell(s, bt_heatmap_step(&v->map, v->selected, dx, dy));
}

static void
move(struct bt_screen *s, long by)
{
	struct bt_heatmap_view *v = &s->heatmap;
	struct bt_pane *p = pane_of(s);

	if (v->list) {
		bt_table_move(&p->table, &p->report.rows, by);
	} else if (v->map.n && labs(by) > (long)v->map.n) {
		select_cell(s, by > 0 ? v->map.n - 1 : 0);
	} else if (v->map.n) {
		size_t cell = v->selected;

		for (long i = 0; i < labs(by); i++)
			cell = bt_heatmap_step(&v->map, cell, 0, by > 0 ? 1 : -1);
		select_cell(s, cell);
	}
}

static size_t
page(const struct bt_screen *s)
{
	const struct bt_heatmap_view *v = &s->heatmap;
	int rows = v->map.step ? v->page / v->map.step : 1;

	return v->list ? s->pane[PANE].table.page : rows > 0 ? (size_t)rows : 1;
}

/* By weight, by return (the highest first), by symbol, and round again. */
static void
sort(struct bt_screen *s, int by)
{
	struct bt_pane *p = pane_of(s);
	int n = (int)(sizeof(sorts) / sizeof(sorts[0])) + 1, now = 0;

	for (int i = 1; i < n; i++)
		now = bt_heatmap_sorted_by(&p->table, sorts[i - 1]) ? i : now;
	now = (now + by + n) % n;
	p->table.sort = -1;
	for (int i = 0; now && i < (int)p->table.n_column; i++)
		if (strcmp(p->table.column[i].cell.path, sorts[now - 1]) == 0)
			p->table.sort = i;
	p->table.reverse = now == 1;
	bt_table_update(&p->table, &p->report.rows);
}

static void
show_horizon(struct bt_screen *s, enum bt_horizon_kind horizon, int64_t now_utc)
{
	s->heatmap.horizon = horizon;
	bt_screen_remake(s, now_utc);
}

static void
turn_horizon(struct bt_screen *s, int by, int64_t now_utc)
{
	int to = ((int)s->heatmap.horizon + by + BT_HORIZON_SINCE) % BT_HORIZON_SINCE;

	show_horizon(s, (enum bt_horizon_kind)to, now_utc);
}

/* Sorting and moving sideways in the map; what they always do in the list. */
static bool
act_in_map(struct bt_screen *s, enum bt_action action)
{
	struct bt_pane *p = pane_of(s);

	if (s->heatmap.list)
		return false;
	if (action == BT_ACTION_LEFT || action == BT_ACTION_RIGHT)
		step(s, action == BT_ACTION_RIGHT ? 1 : -1, 0);
	else if (action == BT_ACTION_SORT_NEXT || action == BT_ACTION_SORT_PREV)
		sort(s, action == BT_ACTION_SORT_NEXT ? 1 : -1);
	else if (action == BT_ACTION_SORT_REVERSE)
		bt_table_sort(&p->table, &p->report.rows, 0, true);
	else
		return false;
	return true;
}

static void
turn_sized(struct bt_screen *s)
{
	if (!bt_heatmap_has_weights(s))
		bt_screen_notice(s, true, "no capitalisation is known here: all cells are equal");
	else if (!has_room(&s->heatmap))
		bt_screen_notice(s, true, "too small for cells sized by weight: %dx%d it takes", SIZED_W, SIZED_H + 5);
	else
		s->heatmap.sized = !s->heatmap.sized;
}

static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	struct bt_heatmap_view *v = &s->heatmap;

	if (action == BT_ACTION_PANE_NEXT || action == BT_ACTION_PANE_PREV) {
		v->list = !v->list;
	} else if (action == BT_ACTION_HORIZON_NEXT || action == BT_ACTION_HORIZON_PREV) {
		turn_horizon(s, action == BT_ACTION_HORIZON_NEXT ? 1 : -1, now_utc);
	} else if (action == BT_ACTION_CELLS && is_sized(s)) {
		v->sized = false;
	} else if (action == BT_ACTION_CELLS) {
		v->wish = (enum bt_heat_size)((v->wish + 1) % (BT_HEAT_SIZES + 1));
	} else if (action == BT_ACTION_SIZED) {
		turn_sized(s);
	} else {
		return act_in_map(s, action);
	}
	bt_heatmap_view_lay_out(s);
	return true;
}

/* A click selects the cell under it, a second one explains; the wheel scrolls. */
static bool
mouse(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc)
{
	struct bt_heatmap_view *v = &s->heatmap;
	struct bt_rect r = v->window;
	size_t cell;

	(void)now_utc;
	if (v->list || ev->x < r.x || ev->x >= r.x + r.w || ev->y < r.y || ev->y >= r.y + r.h)
		return v->list ? false : true;
	if (ev->mouse == BT_MOUSE_WHEEL_UP || ev->mouse == BT_MOUSE_WHEEL_DOWN) {
		move(s, ev->mouse == BT_MOUSE_WHEEL_UP ? -3 : 3);
		return true;
	}
	cell = bt_heatmap_at(&v->map, ev->x - r.x, ev->y - r.y + v->top);
	if (cell < v->map.n)
		select_cell(s, cell);
	if (cell < v->map.n && ev->mouse == BT_MOUSE_DOUBLE)
		bt_screen_explain(s);
	return true;
}

static bool
cell(const struct bt_screen *s, struct bt_cell_place *out)
{
	const struct bt_heatmap_view *v = &s->heatmap;
	const struct bt_pane *p = &s->pane[PANE];

	if (v->list)
		return bt_pane_cell(p, out);
	if (v->selected >= v->map.n)
		return false;
	*out = (struct bt_cell_place){.report = &p->report, .row = v->map.cell[v->selected].row,
	                              .path = "return_pct"};
	snprintf(out->title, sizeof(out->title), "%.40s: %s", v->map.cell[v->selected].symbol,
	         text_of(&p->report.head, "horizon"));
	return true;
}

/* --- drawing -------------------------------------------------------------------------------------- */

static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	(void)now_utc;
	if (s->heatmap.list || s->heatmap.map.n == 0)
		return;
	pane_of(s)->place.w = 0;
	bt_heatmap_view_draw(s, g, body);
}

static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	const struct bt_val *head = &s->pane[pane].report.head;

	(void)narrow;
	snprintf(buf, size, "%.8s %.20s %.0f of %.0f", text_of(head, "horizon"),
	         bt_universe_short(text_of(head, "universe")), bt_val_as_num(bt_val_get(head, "n")),
	         bt_val_as_num(bt_val_get(head, "members")));
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_OPEN, "open"},
	{BT_ACTION_HORIZON_NEXT, "horizon"},
	{BT_ACTION_SORT_NEXT, "order"},
	{BT_ACTION_SIZED, "sizes"},
	{BT_ACTION_CELLS, "cells"},
	{BT_ACTION_PANE_NEXT, "list"},
	{BT_ACTION_EXPLAIN, "explain"},
	{BT_ACTION_VIEW_OVERVIEW, "overview"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_heatmap = {
	.ctx = BT_CTX_HEAT,
	.hint = hints,
	.ask = ask,
	.remark = remark,
	.update = update,
	.follow = follow,
	.draw = draw,
	.act = act,
	.move = move,
	.page = page,
	.mouse = mouse,
	.cell = cell,
	.horizon = show_horizon,
};
