#include "ui/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/candle.h"
#include "ui/stroke.h"

#define LEFT_FOR_PLOT 12         /* columns that a plot needs before labels stand beside it */
#define LOW 12                   /* rows of a plot whose values stand closer */

static const struct {
	const char *glyph[3];
	enum bt_role role;
	bool below;              /* on the row under the plot */
} marks[BT_MARK_COUNT] = {
	[BT_MARK_PIVOT] = {{"○", "∙", ","}, BT_ROLE_TEXT, false},
	[BT_MARK_SIGNAL] = {{"◆", "♦", "#"}, BT_ROLE_RECORD, false},
	[BT_MARK_RECORD] = {{"R", "R", "R"}, BT_ROLE_RECORD, true},
	[BT_MARK_NOTE] = {{"N", "N", "N"}, BT_ROLE_STRONG, true},
	[BT_MARK_ANCHOR] = {{"◇", "o", "@"}, BT_ROLE_RECORD, false},
	[BT_MARK_FAIL] = {{"▼", "▼", "v"}, BT_ROLE_DOWN, false},
	[BT_MARK_BREAK] = {{"▲", "▲", "^"}, BT_ROLE_RECORD, false},
};

const char *
bt_mark_glyph(enum bt_mark_kind kind, enum bt_glyphs glyphs)
{
	return marks[kind].glyph[glyphs];
}

/* --- columns and entries --------------------------------------------------------------------------- */

int
bt_chart_column(size_t i, size_t n, int columns)
{
	if (columns < 1)
		return 0;
	if (n > (size_t)columns)
		return (int)(i * (size_t)columns / n);
	if (n < 2)
		return columns - 1;
	return (int)((2 * i * (size_t)(columns - 1) + (n - 1)) / (2 * (n - 1)));
}

size_t
bt_chart_entry(int x, size_t n, int columns)
{
	if (n == 0 || columns < 1 || x < 0)
		return 0;
	if (x >= columns)
		return n - 1;
	if (n > (size_t)columns)
		return ((size_t)(x + 1) * n - 1) / (size_t)columns;
	if (n < 2)
		return 0;
	return (2 * (size_t)x * (n - 1) + (size_t)(columns - 1)) / (2 * (size_t)(columns - 1));
}

/* --- what is drawn --------------------------------------------------------------------------------- */

/* A chart on its way to the grid. */
struct drawing {
	const struct bt_chart *c;
	struct bt_grid *g;
	struct bt_rect rect, plot;       /* all of it, and the picture alone */
	struct bt_scale scale;
	struct bt_candles candles;
	const size_t *pick;              /* shown entries; NULL: all of them */
	size_t n;
	int label_w;                     /* columns right of the plot; 0 none */
	bool dates, below;               /* rows under the plot */
};

static bool
is_candles(const struct bt_chart *c)
{
	return c->open && c->high && c->low;
}

/* The entry that the k-th shown one is. */
static size_t
entry_of(const struct drawing *d, size_t k)
{
	return d->pick ? d->pick[k] : k;
}

/* The shown one that holds an entry, or n. */
static size_t
shown_of(const struct drawing *d, size_t entry)
{
	size_t k = 0;

	if (!d->pick)
		return entry < d->n ? entry : d->n;
	while (k < d->n && d->pick[k] < entry)
		k++;
	return k;
}

static struct bt_scale
scale_of(const struct bt_chart *c)
{
	struct bt_scale s = bt_scale_of(c->value, c->n, c->log);

	if (is_candles(c)) {
		bt_scale_widen(&s, c->open, c->n);
		bt_scale_widen(&s, c->high, c->n);
		bt_scale_widen(&s, c->low, c->n);
	}
	for (size_t i = 0; i < c->n_line; i++)
		if (c->line[i].scaled)
			bt_scale_widen(&s, c->line[i].value, c->n);
	if (!isnan(s.lo))
		bt_scale_widen(&s, c->level, c->n_level);
	if (!isnan(s.lo) && c->area)
		bt_scale_widen(&s, &(double){0}, 1);
	return s;
}

static double
last_value(const struct bt_chart *c)
{
	for (size_t i = c->n; i-- > 0;)
		if (isfinite(c->value[i]))
			return c->value[i];
	return NAN;
}

/* Round values beside the plot. */
static size_t
values_of(const struct drawing *d, struct bt_tick tick[BT_AXIS_TICKS])
{
	return bt_axis_values(&d->scale, d->plot.h, d->plot.h < LOW ? 2 : 3, tick);
}

static const char *
level_label(double level, char label[BT_AXIS_LABEL])
{
	snprintf(label, BT_AXIS_LABEL, "%g", level);
	return label;
}

static int
wider(int w, const char *label)
{
	return (int)strlen(label) > w ? (int)strlen(label) : w;
}

static int
widest_label(const struct drawing *d)
{
	struct bt_tick tick[BT_AXIS_TICKS];
	char label[BT_AXIS_LABEL];
	size_t n = values_of(d, tick);
	double last = last_value(d->c);
	int w = isnan(last) ? 0 : wider(0, bt_axis_number(&d->scale, last, label));

	for (size_t i = 0; i < n; i++)
		w = wider(w, tick[i].label);
	for (size_t i = 0; i < d->c->n_level; i++)
		w = wider(w, level_label(d->c->level[i], label));
	return w;
}

static bool
has_marks_below(const struct bt_chart *c)
{
	for (size_t i = 0; i < c->n_mark; i++)
		if (marks[c->mark[i].kind].below)
			return true;
	return false;
}

/* Share the rows among plot, marks and dates; returns the columns that the values at the right would like. */
static int
place_rows(struct drawing *d)
{
	struct bt_rect r = d->rect;

	d->dates = r.h >= 4 && r.w >= LEFT_FOR_PLOT && !d->c->undated;
	d->below = r.h >= 7 && has_marks_below(d->c);
	d->plot = (struct bt_rect){r.x, r.y, r.w, r.h - d->dates - d->below};
	return 1 + widest_label(d);
}

/* Share the rectangle among plot, values to the right, marks and dates below. */
static void
place(struct drawing *d)
{
	int label = place_rows(d);
	struct bt_rect r = d->rect;

	if (d->c->label_w)
		label = d->c->label_w;
	if ((r.h >= 3 || d->c->label_w) && r.w >= LEFT_FOR_PLOT + label) {
		d->label_w = label;
		d->plot.w -= label;
	}
	if (d->plot.w > BT_CHART_COLUMNS)
		d->plot.w = BT_CHART_COLUMNS;
}

/* Of the chart above when there is one: what stands below each other is of one day. */
static void
choose_entries(struct drawing *d)
{
	const struct bt_chart *c = d->c->above ? d->c->above : d->c;

	d->n = d->c->n;
	if (is_candles(c)) {
		bt_candles_make(c, d->plot.w, &d->candles);
		d->pick = d->candles.last;
		d->n = d->candles.n;
	}
}

/* --- around the plot ------------------------------------------------------------------------------- */

/* One value at its row; alone: whatever stood there gives way. */
static void
draw_value(const struct drawing *d, int at, enum bt_role role, const char *label)
{
	struct bt_rect place = {d->plot.x + d->plot.w + 1, d->plot.y + d->plot.h - 1 - at, d->label_w - 1, 1};

	bt_grid_fill(d->g, place, BT_ROLE_TEXT, " ");
	bt_grid_right(d->g, place.x, place.y, place.w, role, label);
}

/* In rising rank: round values, the levels that the eye goes by, the last value. */
static void
draw_values(const struct drawing *d)
{
	struct bt_tick tick[BT_AXIS_TICKS];
	double last = last_value(d->c);
	char label[BT_AXIS_LABEL];
	size_t n;

	if (d->label_w == 0 || isnan(last))
		return;
	n = values_of(d, tick);
	for (size_t i = 0; i < n; i++)
		draw_value(d, tick[i].at, BT_ROLE_DIM, tick[i].label);
	for (size_t i = 0; i < d->c->n_level; i++)
		draw_value(d, bt_scale_row(&d->scale, d->c->level[i], d->plot.h), BT_ROLE_DIM,
		           level_label(d->c->level[i], label));
	draw_value(d, bt_scale_row(&d->scale, last, d->plot.h), BT_ROLE_STRONG,
	           bt_axis_number(&d->scale, last, label));
}

static void
draw_dates(const struct drawing *d)
{
	struct bt_tick tick[BT_AXIS_TICKS];
	bt_date date[BT_CHART_COLUMNS];
	int y = d->rect.y + d->rect.h - 1;
	size_t n;

	if (!d->dates)
		return;
	for (int x = 0; x < d->plot.w; x++)
		date[x] = BT_DATE_NONE;
	for (size_t k = 0; k < d->n; k++) {
		int x = bt_chart_column(k, d->n, d->plot.w);

		if (date[x] == BT_DATE_NONE)
			date[x] = d->c->date[entry_of(d, k)];
	}
	n = bt_axis_dates(date, d->plot.w, tick);
	for (size_t i = 0; i < n; i++)
		bt_grid_text(d->g, d->plot.x + tick[i].at, y, d->plot.w - tick[i].at, BT_ROLE_DIM,
		             tick[i].label);
}

/* --- on the plot ----------------------------------------------------------------------------------- */

static void
draw_cross(const struct drawing *d)
{
	size_t k = d->c->cross == BT_CHART_NO_CROSS ? d->n : shown_of(d, d->c->cross);

	if (k < d->n)
		bt_grid_fill(d->g, (struct bt_rect){d->plot.x + bt_chart_column(k, d->n, d->plot.w),
		             d->plot.y, 1, d->plot.h}, BT_ROLE_FOCUS,
		             d->c->glyphs == BT_GLYPHS_ASCII ? "!" : "│");
}

/* Where a mark of this value stands; -1 outside. */
static int
mark_row(const struct drawing *d, const struct bt_chart_mark *m)
{
	double v = d->c->value[m->at];
	int row;

	if (marks[m->kind].below)
		return d->below ? d->plot.y + d->plot.h : -1;
	if (!isfinite(v) || (d->scale.log && v <= 0))
		return -1;
	row = bt_scale_row(&d->scale, v, d->plot.h);
	return row < 0 || row >= d->plot.h ? -1 : d->plot.y + d->plot.h - 1 - row;
}

static void
draw_marks(const struct drawing *d)
{
	for (int kind = 0; kind < BT_MARK_COUNT; kind++) {
		for (size_t i = 0; i < d->c->n_mark; i++) {
			const struct bt_chart_mark *m = &d->c->mark[i];
			size_t k = m->at < d->c->n ? shown_of(d, m->at) : d->n;
			int y;

			if ((int)m->kind != kind || k == d->n || (y = mark_row(d, m)) < 0)
				continue;
			bt_grid_text(d->g, d->plot.x + bt_chart_column(k, d->n, d->plot.w), y, 1,
			             marks[kind].role, marks[kind].glyph[d->c->glyphs]);
		}
	}
}

static void
draw_line(const struct drawing *d, const struct bt_chart_line *line)
{
	struct bt_stroke_style style = {.stroke = line->stroke, .role = line->role,
	                                .glyphs = d->c->glyphs, .braille = d->c->braille};

	bt_stroke_draw(line->value, d->pick, d->n, &d->scale, d->g, d->plot, &style);
}

static void
draw_levels(const struct drawing *d)
{
	for (size_t i = 0; i < d->c->n_level; i++) {
		int row = bt_scale_row(&d->scale, d->c->level[i], d->plot.h);

		if (row >= 0 && row < d->plot.h)
			bt_grid_fill(d->g, (struct bt_rect){d->plot.x, d->plot.y + d->plot.h - 1 - row, d->plot.w, 1},
			             BT_ROLE_BORDER, bt_stroke_sample(BT_STROKE_DASH, d->c->glyphs));
	}
}

/* Others below, the series itself on top. */
static void
draw_series(const struct drawing *d)
{
	struct bt_chart_line self = {.value = d->c->value, .stroke = BT_STROKE_LINE, .role = d->c->role};

	if (d->c->area) {
		self.stroke = BT_STROKE_AREA;
		self.role = BT_ROLE_UP;
		draw_line(d, &self);
	}
	for (size_t i = d->c->n_line; i-- > 0;)
		draw_line(d, &d->c->line[i]);
	if (is_candles(d->c))
		bt_candles_draw(&d->candles, &d->scale, d->c->glyphs, d->g, d->plot);
	else if (!d->c->area)
		draw_line(d, &self);
}

int
bt_chart_label_w(const struct bt_chart *c, struct bt_rect r)
{
	struct drawing d = {.c = c, .rect = r, .scale = scale_of(c)};

	return isnan(d.scale.lo) ? 0 : place_rows(&d);
}

struct bt_chart_place
bt_chart_draw(const struct bt_chart *c, struct bt_grid *g, struct bt_rect r)
{
	struct drawing d = {.c = c, .g = g, .rect = r, .scale = scale_of(c)};

	if (r.w < 1 || r.h < 1 || isnan(d.scale.lo))
		return (struct bt_chart_place){.scale = d.scale};
	place(&d);
	choose_entries(&d);
	draw_levels(&d);
	draw_cross(&d);
	draw_series(&d);
	draw_marks(&d);
	draw_values(&d);
	draw_dates(&d);
	return (struct bt_chart_place){.plot = d.plot, .scale = d.scale,
	                               .period = is_candles(c) ? d.candles.period : NULL};
}
