#include "ui/detail.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "model/cell.h"
#include "model/settings.h"
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

/* The shown entry under the crosshair, or BT_CHART_NO_CROSS. */
static size_t
cross_of(const struct bt_detail *d)
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
	size_t at = cross_of(d), n = d->study.n;
	long step, to;

	if (d->failed || n == 0)
		return;
	step = d->columns > 0 && n > (size_t)d->columns ? (long)(n / (size_t)d->columns) : 1;
	to = at == BT_CHART_NO_CROSS ? (long)n - 1 : (long)at + by * step;
	to = to < 0 ? 0 : to >= (long)n ? (long)n - 1 : to;
	d->cross = d->study.date[to];
}

/* --- the lines of text over the chart ----------------------------------------------------------------- */

static const char *
number(double v, char buf[BT_CELL_TEXT_SIZE])
{
	struct bt_val val = bt_val_num(v);

	return bt_cell_text(&val, BT_FORMAT_PRICE, buf);
}

/* A change in percent with its glyph and colour; returns the columns used. */
static int
draw_pct(const struct bt_detail_style *style, struct bt_grid *g, int x, int y, int room, double pct)
{
	struct bt_val val = bt_val_num(pct);
	int direction = bt_cell_direction(&val, BT_FORMAT_PCT);
	enum bt_role role = direction > 0 ? BT_ROLE_UP : direction < 0 ? BT_ROLE_DOWN : BT_ROLE_TEXT;
	const char *glyph = direction == 0 || style->glyphs == BT_GLYPHS_ASCII ? ""
	                    : direction > 0 ? "▲" : "▼";
	char text[BT_CELL_TEXT_SIZE];

	return bt_grid_printf(g, x, y, room, role, "%s%s %%", glyph, bt_cell_text(&val, BT_FORMAT_PCT, text));
}

/* "2025-08-11  O 219.10 H 220.61 L 217.30 C 218.02": the session under the crosshair. */
static void
draw_cross_line(const struct bt_detail *d, size_t at, struct bt_grid *g, struct bt_rect r, bool ascii)
{
	const struct bt_study *s = &d->study;
	char date[BT_DATE_SIZE], line[200], a[BT_CELL_TEXT_SIZE], b[BT_CELL_TEXT_SIZE];
	int used = snprintf(line, sizeof(line), "%s  ", bt_date_format(s->date[at], date));
	const struct {
		const char *name;
		const double *column;
	} parts[] = {{"open", s->open}, {"high", s->high}, {"low", s->low}};

	if (s->other) {
		snprintf(line + used, sizeof(line) - (size_t)used, "%.40s %.20s  %.40s %.20s", s->subject.text,
		         number(s->value[at], a), s->other_name, number(s->other[at], b));
	} else {
		for (size_t i = 0; i < 3; i++)
			if (parts[i].column && used < 150)
				used += snprintf(line + used, sizeof(line) - (size_t)used, "%s %.20s  ",
				                 parts[i].name, number(parts[i].column[at], a));
		snprintf(line + used, sizeof(line) - (size_t)used, "%s %.20s",
		         s->subject.sec ? "close" : "value", number(s->value[at], a));
	}
	bt_grid_cut(g, r.x, r.y, r.w, BT_ROLE_FOCUS, line, ascii);
}

/* "358.89  ▲+0.70 %  1Y ▲+14.20 % from 2024-12-23" */
static void
draw_last_line(const struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
               struct bt_rect r)
{
	const struct bt_study *s = &d->study;
	size_t last = s->n - 1, all = s->subject.line.n;
	char text[BT_CELL_TEXT_SIZE], date[BT_DATE_SIZE];
	int x = r.x, end = r.x + r.w;

	if (s->other) {
		x += bt_grid_printf(g, x, r.y, end - x, BT_ROLE_STRONG, "%s ", s->subject.text);
		x += draw_pct(style, g, x, r.y, end - x, s->value[last] - 100);
		x += bt_grid_printf(g, x, r.y, end - x, BT_ROLE_STRONG, "  %s ", s->other_name);
		x += draw_pct(style, g, x, r.y, end - x, s->other[last] - 100);
		bt_grid_printf(g, x, r.y, end - x, BT_ROLE_DIM, "  since %s",
		               bt_date_format(s->rebased_on, date));
		return;
	}
	x += bt_grid_printf(g, x, r.y, end - x, BT_ROLE_STRONG, "%s  ", number(s->value[last], text));
	if (all > 1)
		x += draw_pct(style, g, x, r.y, end - x, 100 * (s->value[last] / s->subject.line.value[all - 2] - 1));
	x += bt_grid_printf(g, x, r.y, end - x, BT_ROLE_DIM, "  %s", bt_date_format(s->date[last], date));
	if (end - x < 34)
		return;
	x += bt_grid_printf(g, x, r.y, end - x, BT_ROLE_DIM, "  %s ", bt_range_name(d->range));
	x += draw_pct(style, g, x, r.y, end - x, 100 * (s->value[last] / s->value[0] - 1));
	bt_grid_printf(g, x, r.y, end - x, BT_ROLE_DIM, " from %s", bt_date_format(s->date[0], date));
}

/* One entry of the legend, when there is room. */
static int
legend(struct bt_grid *g, int x, struct bt_rect r, enum bt_role role, const char *glyph, const char *word)
{
	int w = bt_text_width(glyph) + 1 + bt_text_width(word);

	if (x + w > r.x + r.w)
		return x;
	bt_grid_text(g, x, r.y, w, role, glyph);
	bt_grid_text(g, x + bt_text_width(glyph) + 1, r.y, w, BT_ROLE_DIM, word);
	return x + w + 2;
}

static bool
has_mark(const struct bt_study *s, enum bt_mark_kind kind)
{
	for (size_t i = 0; i < s->n_mark; i++)
		if (s->mark[i].kind == kind)
			return true;
	return false;
}

static bool
is_candles(const struct bt_detail *d)
{
	return d->candles && d->study.open && d->study.high && d->study.low && !d->study.other;
}

/* The ranges with the one that is shown, and what the lines are. */
static void
draw_legend(const struct bt_detail *d, const struct bt_detail_style *style, const char *period, bool log,
            struct bt_grid *g, struct bt_rect r)
{
	static const struct {
		enum bt_mark_kind kind;
		const char *word;
		enum bt_role role;
	} words[] = {{BT_MARK_BREAK, "break-out", BT_ROLE_RECORD}, {BT_MARK_FAIL, "failed", BT_ROLE_DOWN},
	             {BT_MARK_ANCHOR, "anchor", BT_ROLE_RECORD}, {BT_MARK_RECORD, "record", BT_ROLE_RECORD},
	             {BT_MARK_NOTE, "note", BT_ROLE_STRONG}, {BT_MARK_PIVOT, "pivot", BT_ROLE_TEXT}};
	enum bt_glyphs gl = style->glyphs;
	int x = r.x;

	for (int i = 0; i < BT_RANGE_COUNT; i++)
		if ((int)d->range == i || r.w >= 76)
			x += bt_grid_printf(g, x, r.y, r.x + r.w - x,
			                    (int)d->range == i ? BT_ROLE_FOCUS : BT_ROLE_DIM,
			                    (int)d->range == i ? "[%s] " : "%s ", bt_range_name((enum bt_range)i));
	x++;
	if (period)
		x = legend(g, x, r, BT_ROLE_TEXT, "candle:", period);
	if (log)
		x = legend(g, x, r, BT_ROLE_TEXT, "log", "scale");
	if (d->study.other) {
		legend(g, x, r, BT_ROLE_LINE2, bt_stroke_sample(BT_STROKE_THIN, gl), d->study.other_name);
		return;
	}
	if (d->averages) {
		x = legend(g, x, r, BT_ROLE_LINE2, bt_stroke_sample(BT_STROKE_THIN, gl), "SMA 50");
		x = legend(g, x, r, BT_ROLE_LINE3, bt_stroke_sample(BT_STROKE_DOTS, gl), "200");
	}
	if (d->study.has_trend)
		x = legend(g, x, r, BT_ROLE_RECORD, bt_stroke_sample(BT_STROKE_DASH, gl), "trend");
	for (size_t i = 0; i < d->study.n_note_level; i++)
		x = legend(g, x, r, BT_ROLE_TEXT, i ? "," : bt_stroke_sample(BT_STROKE_DASH, gl),
		           d->study.note_level[i].label);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has_mark(&d->study, words[i].kind))
			x = legend(g, x, r, words[i].role, bt_mark_glyph(words[i].kind, gl), words[i].word);
}

/* --- the chart ------------------------------------------------------------------------------------------ */

static struct bt_chart
chart_of(const struct bt_detail *d, const struct bt_detail_style *style)
{
	const struct bt_study *s = &d->study;
	struct bt_chart c = {.n = s->n, .date = s->date, .value = s->value, .mark = s->mark,
	                     .n_mark = s->n_mark, .cross = cross_of(d), .log = d->log,
	                     .glyphs = style->glyphs, .braille = style->braille, .role = BT_ROLE_SPARK};

	if (is_candles(d)) {
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

/* The last note on the session under the crosshair, in place of the legend; false: there is none. */
static bool
draw_note(const struct bt_detail *d, size_t cross, struct bt_grid *g, struct bt_rect r, bool ascii)
{
	const struct bt_study_note *note = NULL;
	char text[200];
	int used;

	for (size_t i = 0; cross != BT_CHART_NO_CROSS && i < d->study.n_note; i++)
		if (d->study.note[i].at == cross)
			note = &d->study.note[i];
	if (!note)
		return false;
	used = snprintf(text, sizeof(text), "N %.40s%s%.140s", note->name, *note->name ? " " : "", note->text);
	for (int i = 0; i < used && i < (int)sizeof(text); i++)
		text[i] = text[i] == '\n' ? ' ' : text[i];
	bt_grid_cut(g, r.x, r.y, r.w, BT_ROLE_STRONG, text, ascii);
	return true;
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
		.note = is_candles(d) ? "of the last session of each candle" : NULL,
	};
	return true;
}

/* The chart in words, for those who hear it. */
static void
draw_words(const struct bt_detail *d, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_study *s = &d->study;
	size_t lo = 0, hi = 0, last = s->n - 1;
	char a[BT_CELL_TEXT_SIZE], date[BT_DATE_SIZE];
	const char *const words[] = {"first", "highest", "lowest", "last"};
	size_t points[4];

	for (size_t i = 0; i < s->n; i++) {
		hi = s->value[i] > s->value[hi] ? i : hi;
		lo = s->value[i] < s->value[lo] ? i : lo;
	}
	memcpy(points, (size_t[]){0, hi, lo, last}, sizeof(points));
	for (int i = 0; i < 4 && i < r.h; i++)
		bt_grid_printf(g, r.x, r.y + i, r.w, BT_ROLE_TEXT, "%s %s on %s", words[i],
		               number(s->value[points[i]], a), bt_date_format(s->date[points[i]], date));
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
		draw_cross_line(d, c->cross, g, line, ascii);
	else
		draw_last_line(d, style, g, line);
	line.y++;
	r.y += r.h >= LEGEND_H ? 2 : 1;
	r.h -= r.h >= LEGEND_H ? 2 : 1;
	if (style->accessible) {
		draw_words(d, g, r);
		return;
	}
	place = bt_stack_draw(part, 1 + indicator_of(d, c, &part[1]), g, r);
	d->columns = place.plot.w;
	if (line.y < r.y && !draw_note(d, c->cross, g, line, ascii))
		draw_legend(d, style, place.period, place.scale.log, g, line);
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
