/* One symbol or expression in full (ui/detail.h), opened over the view where it was found. */
#include <stdio.h>

#include "ui/chart_key.h"
#include "ui/view.h"

static void
update(struct bt_screen *s, const struct bt_scope *scope)
{
	bt_detail_update(&s->detail, scope, s->as_of);
}

static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	struct bt_detail_style style = bt_screen_chart_style(s);

	(void)now_utc;
	bt_detail_draw(&s->detail, &style, g, body);
}

static void
move(struct bt_screen *s, long by)
{
	bt_facts_move(&s->detail.facts, by);
}

static size_t
page(const struct bt_screen *s)
{
	return s->detail.facts.page;
}

/* What the rows of a pane have and this view has not is taken and left undone. */
static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	static const enum bt_action none[] = {
		BT_ACTION_SORT_NEXT, BT_ACTION_SORT_PREV, BT_ACTION_SORT_REVERSE, BT_ACTION_SEARCH,
		BT_ACTION_SEARCH_NEXT, BT_ACTION_SEARCH_PREV, BT_ACTION_ZOOM, BT_ACTION_OPEN,
	};

	(void)now_utc;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (none[i] == action)
			return true;
	if (action == BT_ACTION_LEFT || action == BT_ACTION_RIGHT)
		bt_detail_cross(&s->detail, action == BT_ACTION_LEFT ? -1 : 1);
	else if (action == BT_ACTION_PANE_NEXT || action == BT_ACTION_PANE_PREV)
		s->detail.numbers = !s->detail.numbers;
	else
		return false;
	return true;
}

/* The crosshair, the comparison, then the view it was opened from. */
static bool
back(struct bt_screen *s, int64_t now_utc)
{
	if (s->detail.cross != BT_DATE_NONE)
		s->detail.cross = BT_DATE_NONE;
	else if (s->detail.compare[0])
		bt_chart_compare(s, "", now_utc);
	else {
		s->view = s->from;
		bt_screen_remake(s, now_utc);    /* the day, or the snapshot, may be another by now */
	}
	return true;
}

static bool
mouse(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc)
{
	(void)now_utc;
	if (ev->mouse == BT_MOUSE_WHEEL_UP || ev->mouse == BT_MOUSE_WHEEL_DOWN)
		move(s, ev->mouse == BT_MOUSE_WHEEL_UP ? -3 : 3);
	return true;
}

static bool
cell(const struct bt_screen *s, struct bt_cell_place *out)
{
	const struct bt_facts *f = &s->detail.facts;
	const struct bt_fact *fact = f->n ? &f->at[f->selected] : NULL;

	if (!fact || !fact->report)
		return false;
	*out = (struct bt_cell_place){.report = fact->report, .path = fact->path};
	snprintf(out->title, sizeof(out->title), "%.40s: %.30s", s->detail.text, fact->label);
	return true;
}

static struct bt_detail *
chart_of(struct bt_screen *s)
{
	return &s->detail;
}

static const struct bt_hint hints[] = {
	{BT_ACTION_BACK, "back"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_RANGE_SHORTER, "shorter"},
	{BT_ACTION_RANGE_LONGER, "longer"},
	{BT_ACTION_COMPARE, "compare"},
	{BT_ACTION_CHART_CANDLES, "candles"},
	{BT_ACTION_CHART_INDICATOR, "indicator"},
	{BT_ACTION_CHART_LOG, "log"},
	{BT_ACTION_LEFT, "crosshair"},
	{BT_ACTION_EXPLAIN, "explain"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_symbol = {
	.ctx = BT_CTX_CHART,
	.whole = true,
	.hint = hints,
	.update = update,
	.draw = draw,
	.act = act,
	.move = move,
	.page = page,
	.back = back,
	.mouse = mouse,
	.cell = cell,
	.chart = chart_of,
};
