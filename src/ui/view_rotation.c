#include "ui/view_rotation.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/internals.h"
#include "ui/quadrant.h"
#include "ui/view.h"

#define BOTH_W 76                        /* columns that the list and the map beside it need */
#define LIST_W 40
#define CHART_W 50                       /* the least that the chart under the list is drawn in */
#define CHART_H 12
#define MAP_W_MOST(h) (3 * (h))          /* wider it would be mostly empty: a row is two columns high */

void
bt_rotation_view_init(struct bt_rotation_view *v)
{
	*v = (struct bt_rotation_view){.horizon = BT_HORIZON_YTD, .chart_old = true};
	bt_detail_init(&v->chart);
}

void
bt_rotation_view_release(struct bt_rotation_view *v)
{
	bt_detail_release(&v->chart);
}

static const char *
horizon_name(const struct bt_rotation_view *v, char buf[BT_HORIZON_NAME_SIZE])
{
	return bt_horizon_name((struct bt_horizon){.kind = v->horizon, .since = BT_DATE_NONE}, buf);
}

/* All horizons; the one that ranks comes first. */
static void
ask(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *out)
{
	struct bt_horizon *h = BT_ARENA_ARRAY(&s->day, BT_HORIZON_SINCE, struct bt_horizon);
	size_t n = 0;

	(void)pane;
	h[n++] = (struct bt_horizon){.kind = s->rotation.horizon, .since = BT_DATE_NONE};
	for (int kind = 0; kind < BT_HORIZON_SINCE; kind++)
		if (kind != (int)s->rotation.horizon)
			h[n++] = (struct bt_horizon){.kind = (enum bt_horizon_kind)kind, .since = BT_DATE_NONE};
	out->horizon = h;
	out->n_horizon = n;
}

/* "by YTD, sp500 503 of 503". */
static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	const struct bt_val *head = &s->pane[pane].report.head;
	const char *universe = bt_val_as_str(bt_val_get(head, "universe"));
	char name[BT_HORIZON_NAME_SIZE];
	int used = snprintf(buf, size, "by %s", horizon_name(&s->rotation, name));

	if (universe && !narrow)
		snprintf(buf + used, size - (size_t)used, ", %.16s %.0f of %.0f", bt_universe_short(universe),
		         bt_val_as_num(bt_val_get(head, "covered")),
		         bt_val_as_num(bt_val_get(head, "members")));
}

/* --- the map ----------------------------------------------------------------------------------------- */

/* One row of the report; false when it has no place on the map. */
static bool
read_item(const struct bt_val *row, struct bt_quadrant_item *item)
{
	const struct bt_val *tail = bt_val_get(row, "tail");

	*item = (struct bt_quadrant_item){.label = bt_val_as_str(bt_val_get(row, "symbol"))};
	if (!item->label || !tail || tail->kind != BT_VAL_LIST)
		return false;
	for (size_t i = 0; i < tail->u.list.len && item->n < BT_QUADRANT_POINTS; i++) {
		const struct bt_val *pair = &tail->u.list.at[i];

		if (pair->kind != BT_VAL_LIST || pair->u.list.len != 2)
			continue;
		item->ratio[item->n] = bt_val_as_num(&pair->u.list.at[0]);
		item->mom[item->n++] = bt_val_as_num(&pair->u.list.at[1]);
	}
	return item->n > 0 && isfinite(item->ratio[item->n - 1]) && isfinite(item->mom[item->n - 1]);
}

/* Those on the map, in the order of the list; returns how many. */
static size_t
read_items(const struct bt_screen *s, struct bt_quadrant_item item[BT_QUADRANT_ITEMS])
{
	const struct bt_pane *p = &s->pane[BT_PANE_ROTATION];
	size_t n = 0;

	for (size_t i = 0; i < p->table.n && n < BT_QUADRANT_ITEMS; i++) {
		if (!read_item(&p->report.rows.u.list.at[p->table.order[i]], &item[n]))
			continue;
		item[n++].selected = i == p->table.selected;
	}
	return n;
}

/* "against SPY, weeks to 2025-12-19, 15 of 15"; the end is left out where it is narrow. */
static void
draw_map_title(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r, size_t shown)
{
	const struct bt_pane *p = &s->pane[BT_PANE_ROTATION];
	const struct bt_val *row = p->table.n ? &p->report.rows.u.list.at[0] : NULL;
	const char *benchmark = bt_val_as_str(bt_val_get(row, "benchmark"));
	bt_date week = BT_DATE_NONE;
	char text[80], right[40], date[BT_DATE_SIZE];

	for (size_t i = 0; i < p->table.n; i++) {
		bt_date end = bt_val_as_date(bt_val_get(&p->report.rows.u.list.at[i], "week_end"));

		week = end != BT_DATE_NONE && (week == BT_DATE_NONE || end > week) ? end : week;
	}
	snprintf(text, sizeof(text), "against %.12s, %zu of %zu", benchmark ? benchmark : "-", shown, p->table.n);
	snprintf(right, sizeof(right), " weeks to %s", bt_date_format(week, date));
	bt_title_draw(s, g, r, r.w >= 60 ? "Rotation map (approximation)" : "Map (approximation)", text, right,
	              s->rotation.map);
}

/* "XLK leading  ratio 102.25 momentum 100.70", for those who hear it. */
static void
draw_words(const struct bt_quadrant_item *item, size_t n, struct bt_grid *g, struct bt_rect r)
{
	for (size_t i = 0; i < n && (int)i < r.h; i++) {
		double ratio = item[i].ratio[item[i].n - 1], mom = item[i].mom[item[i].n - 1];

		bt_grid_printf(g, r.x, r.y + (int)i, r.w, item[i].selected ? BT_ROLE_FOCUS : BT_ROLE_TEXT,
		               "%s: %s, ratio %.2f, momentum %.2f", item[i].label,
		               ratio >= 100 ? (mom >= 100 ? "leading" : "weakening")
		                            : mom >= 100 ? "improving" : "lagging", ratio, mom);
	}
}

static void
draw_map(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	struct bt_quadrant_item item[BT_QUADRANT_ITEMS];
	size_t n = read_items(s, item);
	struct bt_rect body = {r.x, r.y + 1, r.w, r.h - 1};
	enum bt_tails tails = s->rotation.tails;
	struct bt_quadrant_plot plot = {
		.item = item, .n = n, .glyphs = s->glyphs,
		.braille = s->settings->screen_graph == (int)BT_GRAPH_BRAILLE,
		.tails = tails == BT_TAILS_ALL || (tails == BT_TAILS_FITTING && bt_quadrant_has_room(n, body)),
	};

	draw_map_title(s, g, r, n);
	if (s->accessible)
		draw_words(item, n, g, body);
	else if (n)
		bt_quadrant_draw(&plot, g, body);
	else if (s->snapshot)
		bt_grid_cut(g, body.x, body.y, body.w, BT_ROLE_DIM,
		            "nothing on the map: it takes 28 weeks of closes of each and of the benchmark",
		            s->glyphs == BT_GLYPHS_ASCII);
}

/* --- the chart ----------------------------------------------------------------------------------------- */

/* A symbol as an expression has it. */
static const char *
quoted(const char *symbol, char *buf, size_t size)
{
	bool plain = symbol[strspn(symbol, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.^_")] == '\0';

	snprintf(buf, size, plain ? "%s" : "'%s'", symbol);
	return buf;
}

/* The strength of the selected row: it over the benchmark; "" when nothing is selected. */
static void
chart_text(const struct bt_screen *s, char *buf, size_t size)
{
	const struct bt_pane *p = &s->pane[BT_PANE_ROTATION];
	const struct bt_val *row = bt_table_row(&p->table, &p->report.rows);
	const char *symbol = bt_val_as_str(bt_val_get(row, "symbol"));
	const char *benchmark = bt_val_as_str(bt_val_get(row, "benchmark"));
	char a[40], b[40];

	buf[0] = '\0';
	if (symbol && benchmark && strlen(symbol) < 32 && strlen(benchmark) < 32)
		snprintf(buf, size, "%s/%s", quoted(symbol, a, sizeof(a)),
		         quoted(benchmark, b, sizeof(b)));
}

/* Under the list, where it leaves room; made when it is drawn, so that it costs nothing elsewhere. */
static void
draw_chart(struct bt_screen *s, struct bt_grid *g, struct bt_rect *list, int64_t now_utc)
{
	struct bt_rotation_view *v = &s->rotation;
	int rows = (int)s->pane[BT_PANE_ROTATION].table.n + 3;
	struct bt_rect r = {list->x, list->y + rows, list->w, list->h - rows};
	struct bt_detail_style style = bt_screen_chart_style(s);
	char text[BT_PROMPT_SIZE];

	chart_text(s, text, sizeof(text));
	if (r.h < CHART_H || r.w < CHART_W || !text[0])
		return;
	if (v->chart_old || strcmp(text, v->chart.text) != 0) {
		if (!bt_detail_open(&v->chart, text))
			return;
		bt_screen_update_chart(s, &v->chart, now_utc);
		v->chart_old = false;
	}
	list->h = rows;
	bt_detail_draw_titled(&v->chart, &style, g, r);
}

static void
update(struct bt_screen *s, const struct bt_scope *scope)
{
	(void)scope;
	s->rotation.chart_old = true;
}

static struct bt_detail *
chart_of(struct bt_screen *s)
{
	return &s->rotation.chart;
}

/* --- both ------------------------------------------------------------------------------------------------ */

/* List and map share the body; where there is no room for both, the one with the focus has it. */
static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	struct bt_rect *list = &s->pane[BT_PANE_ROTATION].place, map = body;

	if (body.w < BOTH_W || s->zoom) {
		list->w = s->rotation.map ? 0 : body.w;
		map.w = s->rotation.map ? body.w : 0;
	} else {
		map.w = body.w - LIST_W - 1 > body.w / 2 ? body.w / 2 : body.w - LIST_W - 1;
		map.w = map.w > MAP_W_MOST(body.h) ? MAP_W_MOST(body.h) : map.w;
		list->w = body.w - map.w - 1;
		map.x = list->x + list->w + 1;
	}
	if (list->w > 0)
		draw_chart(s, g, list, now_utc);
	if (map.w > 0)
		draw_map(s, g, map);
}

/* --- keys ---------------------------------------------------------------------------------------------- */

void
bt_rotation_rank_by(struct bt_screen *s, enum bt_horizon_kind horizon)
{
	char name[BT_HORIZON_NAME_SIZE];

	s->rotation.horizon = horizon;
	bt_pane_horizon(&s->pane[BT_PANE_ROTATION], BT_PANE_ROTATION, horizon_name(&s->rotation, name));
}

static void
show_horizon(struct bt_screen *s, enum bt_horizon_kind horizon, int64_t now_utc)
{
	bt_rotation_rank_by(s, horizon);
	bt_screen_remake(s, now_utc);
}

static void
turn_horizon(struct bt_screen *s, int by, int64_t now_utc)
{
	int to = ((int)s->rotation.horizon + by + BT_HORIZON_SINCE) % BT_HORIZON_SINCE;

	show_horizon(s, (enum bt_horizon_kind)to, now_utc);
}

static void
turn_tails(struct bt_screen *s)
{
	static const char *const words[] = {"tails where there is room", "tails of all",
	                                    "the tail of the selected one"};

	s->rotation.tails = (enum bt_tails)((s->rotation.tails + 1) % 3);
	bt_screen_notice(s, false, "%s", words[s->rotation.tails]);
}

static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	if (action == BT_ACTION_PANE_NEXT || action == BT_ACTION_PANE_PREV)
		s->rotation.map = !s->rotation.map;
	else if (action == BT_ACTION_HORIZON_NEXT || action == BT_ACTION_HORIZON_PREV)
		turn_horizon(s, action == BT_ACTION_HORIZON_NEXT ? 1 : -1, now_utc);
	else if (action == BT_ACTION_TAILS)
		turn_tails(s);
	else
		return false;
	return true;
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_HORIZON_NEXT, "horizon"},
	{BT_ACTION_TAILS, "tails"},
	{BT_ACTION_PANE_NEXT, "map"},
	{BT_ACTION_ZOOM, "zoom"},
	{BT_ACTION_OPEN, "open"},
	{BT_ACTION_EXPLAIN, "explain"},
	{BT_ACTION_VIEW_OVERVIEW, "overview"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_rotation = {
	.ctx = BT_CTX_ROTATION | BT_CTX_CHART,
	.hint = hints,
	.ask = ask,
	.remark = remark,
	.update = update,
	.draw = draw,
	.act = act,
	.chart = chart_of,
	.horizon = show_horizon,
};
