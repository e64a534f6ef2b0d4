/* The chart of the breadth view: the selected row of a universe under its index. */
#include <math.h>
#include <stdio.h>

#include "model/scope_breadth.h"
#include "ui/pane.h"
#include "ui/screen.h"
#include "ui/stack.h"
#include "ui/view_breadth.h"

static void
make_series(struct bt_screen *s)
{
	struct bt_breadth_view *v = &s->breadth;

	v->old = false;
	bt_arena_release(&v->arena);
	v->series = (struct bt_internal_series){.n = 0};
	if (v->universe < v->n_side)
		v->series = bt_internal_series(&s->snapshot->market, &v->side[v->universe],
		                               bt_internal_spec(v->row), v->range, v->report.as_of, &v->arena);
}

static size_t
cross_of(const struct bt_breadth_view *v)
{
	size_t n = v->series.n;

	if (v->cross == BT_DATE_NONE || n == 0)
		return BT_CHART_NO_CROSS;
	n = bt_dates_upto(v->series.date, n, v->cross);
	return n ? n - 1 : 0;
}

void
bt_breadth_chart_cross(struct bt_breadth_view *v, int by)
{
	size_t at = cross_of(v), n = v->series.n;
	long step = v->plot.w > 0 && n > (size_t)v->plot.w ? (long)(n / (size_t)v->plot.w) : 1, to;

	if (n == 0)
		return;
	to = at == BT_CHART_NO_CROSS ? (long)n - 1 : (long)at + by * step;
	v->cross = v->series.date[to < 0 ? 0 : to >= (long)n ? (long)n - 1 : to];
}

/* "% >50 of sp500 SAMPLE 503/503 ── 1Y from 2024-12-23 ──". */
static void
draw_chart_title(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_breadth_view *v = &s->breadth;
	const struct bt_universe_breadth *u = &v->side[v->universe];
	struct bt_cell_column column = {.title = ""};
	char title[64], remark[48], right[48], date[BT_DATE_SIZE];
	size_t cross = cross_of(v);

	bt_cell_column(bt_internal_spec(v->row)->path, &column);
	snprintf(title, sizeof(title), "%s of %.20s", column.title, bt_universe_short(u->universe->name));
	snprintf(remark, sizeof(remark), "%zu/%zu", u->breadth->covered, u->breadth->members);
	if (cross != BT_CHART_NO_CROSS)
		snprintf(right, sizeof(right), " %s", bt_date_format(v->series.date[cross], date));
	else
		snprintf(right, sizeof(right), " %s from %s", bt_range_name(v->range),
		         bt_date_format(v->series.date[0], date));
	bt_title_draw(s, g, r, title, remark, right, v->on_chart);
}

/* The index above, the row below with its second line, its levels and where its signal fired. */
static size_t
parts_of(const struct bt_screen *s, struct bt_stack_part part[2])
{
	const struct bt_breadth_view *v = &s->breadth;
	const struct bt_internal_series *d = &v->series;
	const struct bt_internal_spec *spec = bt_internal_spec(v->row);
	const struct bt_chart common = {.n = d->n, .date = d->date, .cross = cross_of(v), .glyphs = s->glyphs,
	                                .braille = s->settings->screen_graph == (int)BT_GRAPH_BRAILLE,
	                                .role = BT_ROLE_SPARK, .mark = d->mark, .n_mark = d->n_mark};
	size_t n = 0;

	if (d->index) {
		part[n] = (struct bt_stack_part){.chart = common, .name = d->index_name, .weight = 2, .rank = 1};
		part[n].chart.value = d->index;
		part[n++].chart.log = v->log;
	}
	part[n] = (struct bt_stack_part){.chart = common, .weight = 3};
	part[n].chart.value = d->value;
	part[n].chart.area = spec->area;
	part[n].chart.level = spec->level;
	part[n].chart.n_level = spec->n_level;
	part[n].name = spec->column == BT_BREADTH_SCORE ? "Score"
	               : bt_column_spec(bt_column_find(bt_breadth_name((enum bt_breadth_col)spec->column)))->title;
	if (d->n_mark)
		part[n].note = s->glyphs == BT_GLYPHS_ASCII ? "# fired" : "◆ fired";
	if (d->other) {
		part[n].chart.line[part[n].chart.n_line++] =
			(struct bt_chart_line){d->other, BT_STROKE_THIN, BT_ROLE_LINE2, true};
		part[n].other = bt_column_spec(bt_column_find(bt_breadth_name((enum bt_breadth_col)spec->other)))->title;
	}
	return n + 1;
}

/* The chart in words: its ends and extremes. */
static void
draw_words(const struct bt_internal_series *d, struct bt_grid *g, struct bt_rect r)
{
	static const char *const words[] = {"first", "highest", "lowest", "last"};
	size_t at[4] = {d->n, d->n, d->n, d->n};
	char date[BT_DATE_SIZE];

	for (size_t i = 0; i < d->n; i++) {
		if (isnan(d->value[i]))
			continue;
		at[0] = at[0] == d->n ? i : at[0];
		at[1] = at[1] == d->n || d->value[i] > d->value[at[1]] ? i : at[1];
		at[2] = at[2] == d->n || d->value[i] < d->value[at[2]] ? i : at[2];
		at[3] = i;
	}
	for (int k = 0; k < 4 && k < r.h && at[k] < d->n; k++)
		bt_grid_printf(g, r.x, r.y + k, r.w, BT_ROLE_TEXT, "%s %.6g on %s", words[k], d->value[at[k]],
		               bt_date_format(d->date[at[k]], date));
}

void
bt_breadth_chart_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	struct bt_breadth_view *v = &s->breadth;
	struct bt_rect body = {r.x, r.y + 1, r.w, r.h - 1};
	struct bt_stack_part part[2];

	if (v->old)
		make_series(s);
	if (v->series.n == 0)
		return;
	draw_chart_title(s, g, r);
	if (s->accessible)
		draw_words(&v->series, g, body);
	else
		v->plot = bt_stack_draw(part, parts_of(s, part), g, body).plot;
	if (v->on_chart && !s->overlay.open) {
		g->cursor_x = r.x;
		g->cursor_y = r.y;
	}
}
