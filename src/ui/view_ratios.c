#include "ui/view_ratios.h"

#include <stdio.h>
#include <string.h>

#include "ui/chart_key.h"
#include "ui/view.h"

#define BOTH_H 12                        /* rows that a list and a chart under it need */

void
bt_ratios_init(struct bt_ratios_view *v)
{
	bt_detail_init(&v->chart);
	v->chart.range = BT_RANGE_3Y;
	v->chart.numbers = true;
}

void
bt_ratios_release(struct bt_ratios_view *v)
{
	bt_detail_release(&v->chart);
}

/* The list of the settings and what was typed. */
static void
ask(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *out)
{
	const struct bt_words *list = &s->settings->lists_ratios;
	const struct bt_ratios_view *v = &s->ratios;
	const char **word = BT_ARENA_ARRAY(&s->day, list->n + v->n_typed, const char *);

	(void)pane;
	for (size_t i = 0; i < list->n; i++)
		word[i] = list->at[i];
	for (size_t i = 0; i < v->n_typed; i++)
		word[list->n + i] = v->typed[i];
	out->arg = word;
	out->n_arg = list->n + v->n_typed;
}

/* The chart turns to the selected row; what the user chose of it stays. */
static void
follow(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_pane *p = &s->pane[BT_PANE_RATIO_LIST];
	const struct bt_val *row = p->table.n ? bt_table_row(&p->table, &p->report.rows) : NULL;
	const char *text = row ? bt_val_as_str(bt_val_get(row, "expr")) : NULL;
	struct bt_detail *d = &s->ratios.chart;
	bool list = d->numbers;

	if (!text || strcmp(text, d->text) == 0 || !bt_detail_open(d, text))
		return;
	d->numbers = list;
	bt_screen_update_chart(s, d, now_utc);
}

static void
update(struct bt_screen *s, const struct bt_scope *scope)
{
	struct bt_ratios_view *v = &s->ratios;

	if (v->chart.text[0] && v->made != s->remade)
		bt_detail_update(&v->chart, scope, s->as_of);
	v->made = s->remade;
	follow(s, scope->now_utc);
}

void
bt_ratios_add(struct bt_screen *s, const char *text, int64_t now_utc)
{
	struct bt_ratios_view *v = &s->ratios;
	struct bt_pane *p = &s->pane[BT_PANE_RATIO_LIST];

	if (!s->snapshot || !bt_detail_open(&v->chart, text))
		return;
	bt_screen_update_chart(s, &v->chart, now_utc);
	if (v->chart.failed) {
		bt_screen_notice(s, true, "%s", v->chart.err.text);
	} else {
		if (v->n_typed == BT_RATIOS_TYPED)
			memmove(v->typed, v->typed + 1, sizeof(v->typed[0]) * --v->n_typed);
		snprintf(v->typed[v->n_typed++], BT_PROMPT_SIZE, "%s", text);
		bt_screen_remake(s, now_utc);
		for (size_t i = 0; i < p->table.n; i++)
			if (p->table.order[i] + 1 == p->table.total)
				bt_table_go(&p->table, &p->report.rows, i);
	}
	follow(s, now_utc);
}

/* The chart under the list; where there is no room for both, Tab turns to it. */
static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	struct bt_rect *list = &s->pane[BT_PANE_RATIO_LIST].place;
	struct bt_detail_style style = bt_screen_chart_style(s);
	struct bt_rect chart = body;
	int rows = (int)s->pane[BT_PANE_RATIO_LIST].table.total + 2;

	(void)now_utc;
	if (s->zoom)
		return;
	if (body.h < BOTH_H) {
		list->w = s->ratios.chart.numbers ? list->w : 0;
		chart.w = s->ratios.chart.numbers ? 0 : chart.w;
	} else {
		list->h = rows < body.h / 2 ? rows : body.h / 2;
		chart.y += list->h;
		chart.h -= list->h;
	}
	if (chart.w > 0)
		bt_detail_draw_titled(&s->ratios.chart, &style, g, chart);
}

static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	(void)now_utc;
	if (action != BT_ACTION_PANE_NEXT && action != BT_ACTION_PANE_PREV)
		return false;
	s->ratios.chart.numbers = !s->ratios.chart.numbers;
	return true;
}

static bool
back(struct bt_screen *s, int64_t now_utc)
{
	if (!s->ratios.chart.compare[0])
		return false;
	bt_chart_compare(s, "", now_utc);
	return true;
}

static struct bt_detail *
chart_of(struct bt_screen *s)
{
	return &s->ratios.chart;
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_OPEN, "open"},
	{BT_ACTION_EXPRESSION, "add"},
	{BT_ACTION_RANGE_SHORTER, "shorter"},
	{BT_ACTION_RANGE_LONGER, "longer"},
	{BT_ACTION_EXPLAIN, "explain"},
	{BT_ACTION_VIEW_OVERVIEW, "overview"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_ratios = {
	.ctx = BT_CTX_CHART,
	.hint = hints,
	.ask = ask,
	.update = update,
	.follow = follow,
	.draw = draw,
	.act = act,
	.back = back,
	.chart = chart_of,
};
