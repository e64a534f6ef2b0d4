#include "ui/view_heatmap.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "ui/internals.h"
#include "ui/view.h"

#define PANE BT_PANE_HEATMAP
#define INFO_W 110                       /* width from which the info line has room for the dates */

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
	*v = (struct bt_heatmap_view){.horizon = BT_HORIZON_1D, .wish = BT_HEAT_SIZES, .list = list};
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

/* --- rows into cells ------------------------------------------------------------------------------ */

static const char *
text_of(const struct bt_val *v, const char *name, const char *none)
{
	const char *text = bt_val_as_str(bt_val_get(v, name));

	return text ? text : none;
}

static bool
sorted_by(const struct bt_table *t, const char *path)
{
	return t->sort >= 0 && strcmp(t->column[t->sort].cell.path, path) == 0;
}

/* Should group a stand before b?  As the cells do: by weight (size where there is none), mean or name. */
static bool
is_before(const struct bt_table *t, const struct bt_heat_group *a, const struct bt_heat_group *b)
{
	double x = a->weight, y = b->weight;

	if (sorted_by(t, "symbol"))
		return t->reverse ? strcmp(a->name, b->name) > 0 : strcmp(a->name, b->name) < 0;
	if (sorted_by(t, "return_pct")) {
		x = t->reverse ? a->mean_pct : -a->mean_pct;
		y = t->reverse ? b->mean_pct : -b->mean_pct;
	} else if (isnan(x) && isnan(y)) {
		x = (double)a->counted;
		y = (double)b->counted;
	}
	return isnan(y) ? !isnan(x) : x > y;
}

/* The groups of the report, in the order in which they are shown; `at` says where each went. */
static void
take_groups(struct bt_heatmap *m, const struct bt_table *t, const struct bt_val *sectors, size_t *at)
{
	m->n_group = sectors->u.list.len;
	m->group = bt_xrealloc(m->group, m->n_group ? m->n_group : 1, sizeof(*m->group));
	for (size_t i = 0; i < m->n_group; i++) {
		const struct bt_val *from = &sectors->u.list.at[i];
		struct bt_heat_group g = {.name = text_of(from, "sector", "no sector"), .key = i,
		                          .mean_pct = bt_val_as_num(bt_val_get(from, "mean_pct")),
		                          .up = (size_t)bt_val_as_num(bt_val_get(from, "up")),
		                          .counted = (size_t)bt_val_as_num(bt_val_get(from, "n")),
		                          .weight = bt_val_as_num(bt_val_get(from, "weight"))};
		size_t k = i;

		for (; k > 0 && is_before(t, &g, &m->group[k - 1]); k--)
			m->group[k] = m->group[k - 1];
		m->group[k] = g;
	}
	for (size_t i = 0; i < m->n_group; i++)
		at[m->group[i].key] = i;
}

/* Groups of which a filter leaves nothing go; the others get their cells' places. */
static void
drop_empty(struct bt_heatmap *m, size_t *of_row, size_t n_row)
{
	size_t *to = bt_xcalloc(m->n_group + 1, sizeof(*to)), kept = 0, from = 0;

	for (size_t i = 0; i < m->n_group; i++) {
		to[i] = kept;
		if (m->group[i].n == 0)
			continue;
		m->group[kept] = m->group[i];
		m->group[kept].from = from;
		from += m->group[kept++].n;
	}
	for (size_t i = 0; i < n_row; i++)
		of_row[i] = to[of_row[i]];
	m->n_group = kept;
	free(to);
}

/* The rows of the report stand together by sector, in the order of `sectors`; within its group each cell
 * stands as the table is sorted.  */
static void
take_cells(struct bt_heatmap *m, const struct bt_pane *p, const struct bt_val *sectors, const size_t *at)
{
	const struct bt_val *rows = &p->report.rows;
	size_t *of_row = bt_xcalloc(rows->u.list.len + 1, sizeof(*of_row));
	size_t *used = bt_xcalloc(m->n_group ? m->n_group : 1, sizeof(*used));

	for (size_t i = 0, row = 0; i < m->n_group; i++)
		for (size_t k = 0; k < (size_t)bt_val_as_num(bt_val_get(&sectors->u.list.at[i], "listed")); k++)
			of_row[row++] = at[i];
	for (size_t i = 0; i < m->n; i++)
		m->group[of_row[p->table.order[i]]].n++;
	drop_empty(m, of_row, rows->u.list.len);
	for (size_t i = 0; i < m->n; i++) {
		size_t row = p->table.order[i], group = of_row[row];
		const struct bt_val *v = &rows->u.list.at[row];

		m->cell[m->group[group].from + used[group]++] = (struct bt_heat_cell){
			.symbol = text_of(v, "symbol", "-"), .pct = bt_val_as_num(bt_val_get(v, "return_pct")),
			.weight = bt_val_as_num(bt_val_get(v, "weight")), .group = group, .row = row};
	}
	free(of_row);
	free(used);
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

/* The report or the order of the table is new. */
static void
rebuild(struct bt_screen *s)
{
	struct bt_heatmap_view *v = &s->heatmap;
	const struct bt_pane *p = pane_of(s);
	const struct bt_val *sectors = bt_val_get(&p->report.head, "sectors");
	size_t *at;

	v->map.n = v->map.n_group = 0;
	v->map.unit = units[v->horizon];
	if (p->failed || !sectors)
		return;
	at = bt_xcalloc(sectors->u.list.len + 1, sizeof(*at));
	v->map.n = p->table.n;
	v->map.cell = bt_xrealloc(v->map.cell, v->map.n ? v->map.n : 1, sizeof(*v->map.cell));
	take_groups(&v->map, &p->table, sectors, at);
	take_cells(&v->map, p, sectors, at);
	free(at);
	bt_heatmap_lay_out(&v->map, v->window.w > 0 ? v->window.w : 80, v->window.h > 0 ? v->window.h : 20,
	                   v->wish);     /* keys may come before the next drawing */
	if (!v->begun && v->map.n)
		select_cell(s, 0);       /* the heaviest, not the first of the report */
	v->begun |= v->map.n > 0;
	find_selected(s);
	v->order = order_of(&p->table);
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
	int rows = v->map.step_y ? v->page / v->map.step_y : 1;

	return v->list ? s->pane[PANE].table.page : rows > 0 ? (size_t)rows : 1;
}

/* By weight, by return (the highest first), by symbol, and round again. */
static void
sort(struct bt_screen *s, int by)
{
	struct bt_pane *p = pane_of(s);
	int n = (int)(sizeof(sorts) / sizeof(sorts[0])) + 1, now = 0;

	for (int i = 1; i < n; i++)
		now = sorted_by(&p->table, sorts[i - 1]) ? i : now;
	now = (now + by + n) % n;
	p->table.sort = -1;
	for (int i = 0; now && i < (int)p->table.n_column; i++)
		if (strcmp(p->table.column[i].cell.path, sorts[now - 1]) == 0)
			p->table.sort = i;
	p->table.reverse = now == 1;
	bt_table_update(&p->table, &p->report.rows);
}

static void
turn_horizon(struct bt_screen *s, int by, int64_t now_utc)
{
	struct bt_heatmap_view *v = &s->heatmap;

	v->horizon = (enum bt_horizon_kind)(((int)v->horizon + by + BT_HORIZON_SINCE) % BT_HORIZON_SINCE);
	bt_screen_remake(s, now_utc);
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

static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	struct bt_heatmap_view *v = &s->heatmap;

	if (action == BT_ACTION_PANE_NEXT || action == BT_ACTION_PANE_PREV) {
		v->list = !v->list;
	} else if (action == BT_ACTION_HORIZON_NEXT || action == BT_ACTION_HORIZON_PREV) {
		turn_horizon(s, action == BT_ACTION_HORIZON_NEXT ? 1 : -1, now_utc);
	} else if (action == BT_ACTION_CELLS) {
		v->wish = (enum bt_heat_size)((v->wish + 1) % (BT_HEAT_SIZES + 1));
	} else {
		return act_in_map(s, action);
	}
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
	         text_of(&p->report.head, "horizon", ""));
	return true;
}

/* --- drawing -------------------------------------------------------------------------------------- */

/* "sp500 501 of 503, weights: cap, 503 of 503 shown": what is covered, what the order is, what is in view. */
static void
coverage_text(const struct bt_screen *s, size_t shown, char *buf, size_t size)
{
	const struct bt_val *head = &s->pane[PANE].report.head;
	const struct bt_table *t = &s->pane[PANE].table;
	bool equal = strcmp(text_of(head, "weights", "equal"), "equal") == 0;
	const char *order = t->sort >= 0 ? t->column[t->sort].cell.title
	                    : equal      ? "no weights known, all equal"
	                                 : "market cap";
	char list[32] = "";
	char day[BT_DATE_SIZE];
	bt_date listed = bt_val_as_date(bt_val_get(head, "list_date"));

	if (s->as_of != BT_DATE_NONE && listed != BT_DATE_NONE)
		snprintf(list, sizeof(list), " (list of %s)", bt_date_format(listed, day));
	snprintf(buf, size, "%.20s%s: %.0f of %.0f%s, by %s, %zu of %zu shown", bt_universe_short(text_of(head, "universe", "")),
	         list, bt_val_as_num(bt_val_get(head, "n")), bt_val_as_num(bt_val_get(head, "members")),
	         bt_val_is_true(bt_val_get(head, "provisional")) ? "*" : "", order, shown, s->pane[PANE].report.rows.u.list.len);
}

/* "NVDA NVIDIA, Information Technology  1D +1.52%  from 2025-12-22  last 189.21  weight 7.12%". */
static void
draw_info(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_heatmap_view *v = &s->heatmap;
	const struct bt_heat_cell *c = &v->map.cell[v->selected];
	const struct bt_val *row = &s->pane[PANE].report.rows.u.list.at[c->row];
	bool ascii = s->glyphs == BT_GLYPHS_ASCII, stale = bt_screen_is_stale(s);
	char number[BT_CELL_TEXT_SIZE], date[BT_CELL_TEXT_SIZE], last[BT_CELL_TEXT_SIZE], text[400], weight[48];
	int x = r.x, level = isnan(c->pct) ? 0 : bt_heat_level(c->pct, v->map.unit), tail;

	bt_cell_text(bt_val_get(row, "return_pct"), BT_FORMAT_PCT, number);
	bt_cell_text(bt_val_get(row, "base_date"), BT_FORMAT_DATE, date);
	bt_cell_text(bt_val_get(row, "last"), BT_FORMAT_PRICE, last);
	if (isnan(c->weight))
		snprintf(weight, sizeof(weight), "weight -");
	else
		snprintf(weight, sizeof(weight), r.w < 60 ? "%.2f%%" : "weight %.2f%%", 100 * c->weight);
	snprintf(text, sizeof(text), "  from %.10s  %s%.12s%s%.40s", date, r.w >= INFO_W ? "last " : "",
	         r.w >= INFO_W ? last : "", r.w >= INFO_W ? "  " : "", weight);
	x += bt_grid_text(g, x, r.y, r.w, BT_ROLE_STRONG, c->symbol) + 1;
	tail = bt_text_width(text_of(&s->pane[PANE].report.head, "horizon", "")) + 1 + bt_text_width(number) +
	       2 + bt_text_width(text);
	if (r.x + r.w - x - tail > 8)
		x += bt_grid_cut(g, x, r.y, r.x + r.w - x - tail, BT_ROLE_TEXT, text_of(row, "name", ""), ascii) + 1;
	x += bt_grid_text(g, x, r.y, r.x + r.w - x, BT_ROLE_DIM, text_of(&s->pane[PANE].report.head, "horizon", "")) + 1;
	x += bt_grid_text(g, x, r.y, r.x + r.w - x, bt_heat_role(level > 0 ? 1 : level < 0 ? -1 : 0, stale), number);
	x += bt_grid_text(g, x, r.y, r.x + r.w - x, BT_ROLE_DIM, isnan(c->pct) ? "" : "%");
	bt_grid_cut(g, x, r.y, r.x + r.w - x, stale ? BT_ROLE_STALE : BT_ROLE_TEXT, text, ascii);
}

static void
draw_map(struct bt_screen *s, struct bt_grid *g, struct bt_rect body)
{
	struct bt_heatmap_view *v = &s->heatmap;
	bool legend = body.h >= 12;
	struct bt_rect r = {body.x, body.y + 1, body.w, body.h - 2 - legend};
	struct bt_heat_style style = {.glyphs = s->glyphs, .stale = bt_screen_is_stale(s),
	                              .selected = s->overlay.open ? v->map.n : v->selected};
	const struct bt_pane *p = pane_of(s);
	char title[32], remark[160], right[48];

	bt_heatmap_lay_out(&v->map, r.w, r.h, v->wish);
	v->top = bt_heatmap_scroll(&v->map, v->selected, v->top, r.h);
	v->page = r.h;
	v->window = r;
	coverage_text(s, bt_heatmap_shown(&v->map, v->top, r.h), remark, sizeof(remark));
	if (body.w < 22 + bt_text_width(remark))
		snprintf(remark, sizeof(remark), "%zu/%zu shown", bt_heatmap_shown(&v->map, v->top, r.h),
		         p->report.rows.u.list.len);
	snprintf(title, sizeof(title), "Heat map %.16s", text_of(&p->report.head, "horizon", ""));
	snprintf(right, sizeof(right), " %s, base %s", p->report.price == BT_PRICE_ADJCLOSE ? "adjclose" : "close",
	         p->report.base == BT_BASE_FIRST ? "first" : "prev");
	bt_title_draw(s, g, body, title, remark, right, true);
	bt_heatmap_draw(&v->map, g, r, v->top, &style);
	if (legend)
		bt_heatmap_legend(&v->map, g, (struct bt_rect){r.x, r.y + r.h, r.w, 1}, &style);
	draw_info(s, g, (struct bt_rect){r.x, r.y + r.h + legend, r.w, 1});
}

static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	(void)now_utc;
	if (s->heatmap.list || s->heatmap.map.n == 0)
		return;
	pane_of(s)->place.w = 0;
	draw_map(s, g, body);
}

static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	const struct bt_val *head = &s->pane[pane].report.head;

	(void)narrow;
	snprintf(buf, size, "%.8s %.20s %.0f of %.0f", text_of(head, "horizon", ""),
	         bt_universe_short(text_of(head, "universe", "")), bt_val_as_num(bt_val_get(head, "n")),
	         bt_val_as_num(bt_val_get(head, "members")));
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_OPEN, "open"},
	{BT_ACTION_HORIZON_NEXT, "horizon"},
	{BT_ACTION_SORT_NEXT, "order"},
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
};
