#include "ui/detail.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "model/settings.h"
#include "ui/detail_lines.h"
#include "ui/stack.h"

#define SIDE_W 100                       /* from this width on the numbers stand beside the chart */
#define STACK_H 16                       /* from this height on they stand below it */
#define LEGEND_H 9                       /* from this height on the chart has a line that explains it */

void
bt_detail_init(struct bt_detail *d)
{
	*d = (struct bt_detail){.range = BT_RANGE_1Y, .averages = true, .cross = BT_DATE_NONE};
	bt_xarena_init(&d->arena);
}

void
bt_detail_release(struct bt_detail *d)
{
	bt_arena_release(&d->arena);
}

/* --- what is shown ----------------------------------------------------------------------------------- */

bool
bt_detail_open(struct bt_detail *d, const char *text)
{
	size_t n = strlen(text);

	if (n >= sizeof(d->text))
		return false;
	memmove(d->text, text, n + 1);
	d->compare[0] = '\0';
	d->cross = BT_DATE_NONE;
	d->numbers = false;
	d->facts.selected = d->facts.top = 0;
	return true;
}

/* A report about the same thing by the same prices. */
static void
make_report(struct bt_detail *d, const struct bt_scope *scope, bt_date as_of, enum bt_view view,
            struct bt_report *out)
{
	const char *arg = d->text;
	struct bt_ask ask = {.view = view, .arg = &arg, .n_arg = 1, .as_of = as_of, .from = BT_DATE_NONE,
	                     .to = BT_DATE_NONE, .base = (enum bt_base)scope->settings->data_base,
	                     .price = d->study.price, .price_given = true};
	struct bt_err err;

	if (bt_report_make(scope, &ask, &d->arena, out, &err))
		out->rows = bt_val_list();
}

void
bt_detail_update(struct bt_detail *d, const struct bt_scope *scope, bt_date as_of)
{
	const struct bt_settings *set = scope->settings;
	struct bt_study_ask ask = {.text = d->text, .compare = d->compare, .range = d->range, .as_of = as_of,
	                           .indicator = d->indicator, .price = BT_PRICE_CLOSE};

	if (set->data_price != BT_SET_PRICE_VIEW) {
		ask.price = set->data_price == BT_SET_PRICE_ADJCLOSE ? BT_PRICE_ADJCLOSE : BT_PRICE_CLOSE;
		ask.price_given = true;
	}
	bt_arena_release(&d->arena);
	d->symbol = d->ratio = (struct bt_report){.rows = bt_val_list(), .head = bt_val_obj()};
	d->failed = bt_study_make(scope, &ask, &d->arena, &d->study, &d->err) != BT_OK;
	if (!d->failed) {
		make_report(d, scope, as_of, BT_VIEW_SYMBOL, &d->symbol);
		if (!d->study.subject.sec)
			make_report(d, scope, as_of, BT_VIEW_RATIOS, &d->ratio);
	}
	bt_facts_make(&d->facts, &d->symbol, &d->ratio, &d->arena);
}

void
bt_detail_range(struct bt_detail *d, int by)
{
	int to = (int)d->range + by;

	d->range = to < 0 ? BT_RANGE_1D : to >= BT_RANGE_COUNT ? BT_RANGE_MAX : (enum bt_range)to;
}

size_t
bt_detail_cross_at(const struct bt_detail *d)
{
	size_t n = d->study.n;

	if (d->cross == BT_DATE_NONE || d->failed || n == 0)
		return BT_CHART_NO_CROSS;
	n = bt_dates_upto(d->study.date, n, d->cross);
	return n ? n - 1 : 0;
}

void
bt_detail_cross(struct bt_detail *d, int by)
{
	size_t at = bt_detail_cross_at(d), n = d->study.n;
	long step, to;

	if (d->failed || n == 0)
		return;
	step = d->columns > 0 && n > (size_t)d->columns ? (long)(n / (size_t)d->columns) : 1;
	to = at == BT_CHART_NO_CROSS ? (long)n - 1 : (long)at + by * step;
	to = to < 0 ? 0 : to >= (long)n ? (long)n - 1 : to;
	d->cross = d->study.date[to];
}

/* --- the chart ------------------------------------------------------------------------------------------ */

static struct bt_chart
chart_of(const struct bt_detail *d, const struct bt_detail_style *style)
{
	const struct bt_study *s = &d->study;
	struct bt_chart c = {.n = s->n, .date = s->date, .value = s->value, .mark = s->mark,
	                     .n_mark = s->n_mark, .cross = bt_detail_cross_at(d), .log = d->log,
	                     .glyphs = style->glyphs, .braille = style->braille, .role = BT_ROLE_SPARK};

	if (bt_detail_is_candles(d)) {
		c.open = s->open;
		c.high = s->high;
		c.low = s->low;
	}
	if (s->other)
		c.line[c.n_line++] = (struct bt_chart_line){s->other, BT_STROKE_THIN, BT_ROLE_LINE2, true};
	if (d->averages && s->sma50)
		c.line[c.n_line++] = (struct bt_chart_line){s->sma50, BT_STROKE_THIN, BT_ROLE_LINE2, false};
	if (d->averages && s->sma200)
		c.line[c.n_line++] = (struct bt_chart_line){s->sma200, BT_STROKE_DOTS, BT_ROLE_LINE3, false};
	if (s->trend_line)
		c.line[c.n_line++] = (struct bt_chart_line){s->trend_line, BT_STROKE_DASH, BT_ROLE_RECORD, false};
	return c;
}

/* The indicator under it; false: none is shown. */
static bool
indicator_of(const struct bt_detail *d, const struct bt_chart *price, struct bt_stack_part *out)
{
	const struct bt_study *s = &d->study;

	if (!s->indicator)
		return false;
	*out = (struct bt_stack_part){
		.chart = {.n = s->n, .date = s->date, .value = s->indicator, .cross = price->cross,
		          .level = s->level, .n_level = s->n_level, .area = s->from_zero,
		          .glyphs = price->glyphs, .braille = price->braille, .role = BT_ROLE_SPARK},
		.name = s->indicator_name, .weight = 1, .rank = 1,
		.note = bt_detail_is_candles(d) ? "of the last session of each candle" : NULL,
	};
	return true;
}

static void
draw_chart(struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
           struct bt_rect r)
{
	struct bt_rect line = {r.x, r.y, r.w, 1};
	bool ascii = style->glyphs == BT_GLYPHS_ASCII;
	struct bt_stack_part part[2] = {{.chart = chart_of(d, style), .weight = 2}};
	double level[BT_STUDY_LEVELS];
	const struct bt_chart *c = &part[0].chart;
	struct bt_chart_place place;

	if (r.h < 1 || r.w < 1)
		return;
	for (size_t i = 0; i < d->study.n_note_level; i++)
		level[i] = d->study.note_level[i].value;
	part[0].chart.level = level;
	part[0].chart.n_level = d->study.n_note_level;
	if (c->cross != BT_CHART_NO_CROSS)
		bt_detail_cross_line(d, c->cross, g, line, ascii);
	else
		bt_detail_last_line(d, style, g, line);
	line.y++;
	r.y += r.h >= LEGEND_H ? 2 : 1;
	r.h -= r.h >= LEGEND_H ? 2 : 1;
	if (style->accessible) {
		bt_detail_words(d, g, r);
		return;
	}
	place = bt_stack_draw(part, 1 + indicator_of(d, c, &part[1]), g, r);
	d->columns = place.plot.w;
	if (line.y < r.y && !bt_detail_note(d, c->cross, g, line, ascii))
		bt_detail_legend(d, style, place.period, place.scale.log, g, line);
}

/* --- the whole view ---------------------------------------------------------------------------------- */

/* "SPSM/MAG7 ── SAMPLE ────── adjclose, base prev" */
static void
draw_title(const struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
           struct bt_rect r)
{
	bool ascii = style->glyphs == BT_GLYPHS_ASCII;
	int x = r.x, end = r.x + r.w;
	const char *name = d->failed ? NULL : d->study.subject.name;
	char text[64];

	if (!style->accessible)
		bt_grid_fill(g, (struct bt_rect){r.x, r.y, r.w, 1}, BT_ROLE_BORDER, ascii ? "-" : "─");
	x += bt_grid_cut(g, x, r.y, end - x, BT_ROLE_FOCUS, d->text, ascii);
	x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	if (style->sample) {
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_SAMPLE, "SAMPLE");
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	}
	if (name && strcmp(name, d->text) != 0 && bt_text_width(name) + 2 <= end - x) {
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_TITLE, name);
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	}
	if (d->failed)
		return;
	snprintf(text, sizeof(text), " %s, base %s", d->study.price == BT_PRICE_ADJCLOSE ? "adjclose" : "close",
	         d->symbol.base == BT_BASE_FIRST ? "first" : "prev");
	if (bt_text_width(text) + 2 <= end - x)
		bt_grid_right(g, x, r.y, end - x, BT_ROLE_DIM, text);
}

/* Draw the title; false when there is nothing to draw below it but the reason, which it draws. */
static bool
draw_head(const struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
          struct bt_rect r)
{
	draw_title(d, style, g, r);
	if (!d->failed && d->study.n)
		return true;
	bt_grid_cut(g, r.x, r.y + 1, r.h > 1 ? r.w : 0, BT_ROLE_DOWN, d->failed ? d->err.text : "",
	            style->glyphs == BT_GLYPHS_ASCII);
	return false;
}

void
bt_detail_draw_titled(struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
                      struct bt_rect r)
{
	if (draw_head(d, style, g, r))
		draw_chart(d, style, g, (struct bt_rect){r.x, r.y + 1, r.w, r.h - 1});
}

/* Where chart and numbers stand; w = 0: not now. */
static void
share(const struct bt_detail *d, struct bt_rect r, bool words, struct bt_rect *chart, struct bt_rect *facts)
{
	*chart = *facts = r;
	if (r.w >= SIDE_W) {
		facts->w = r.w >= 160 ? 2 * BT_FACT_COLUMNS : BT_FACT_COLUMNS;
		facts->w = r.h < 30 && r.w >= 160 ? facts->w : BT_FACT_COLUMNS;
		chart->w -= facts->w + 2;
		facts->x += chart->w + 2;
	} else if (r.h >= STACK_H) {
		chart->h = words ? 5 : r.h * 3 / 5;
		facts->y += chart->h;
		facts->h -= chart->h;
	} else if (d->numbers) {
		chart->w = 0;
	} else {
		facts->w = 0;
	}
}

void
bt_detail_draw(struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
               struct bt_rect r)
{
	struct bt_rect chart, facts;

	g->cursor_x = r.x;
	g->cursor_y = r.y;
	if (!draw_head(d, style, g, r))
		return;
	r.y++;
	r.h--;
	share(d, r, style->accessible, &chart, &facts);
	if (chart.w > 0)
		draw_chart(d, style, g, chart);
	if (facts.w > 0)
		bt_facts_draw(&d->facts, g, facts, style->glyphs, style->focused, &g->cursor_x, &g->cursor_y);
}
