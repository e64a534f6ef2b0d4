#include "ui/detail_lines.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/cell.h"
#include "ui/stroke.h"

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

void
bt_detail_cross_line(const struct bt_detail *d, size_t at, struct bt_grid *g, struct bt_rect r, bool ascii)
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

void
bt_detail_last_line(const struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
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

bool
bt_detail_is_candles(const struct bt_detail *d)
{
	return d->candles && d->study.open && d->study.high && d->study.low && !d->study.other;
}

void
bt_detail_legend(const struct bt_detail *d, const struct bt_detail_style *style, const char *period, bool log,
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

bool
bt_detail_note(const struct bt_detail *d, size_t cross, struct bt_grid *g, struct bt_rect r, bool ascii)
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

void
bt_detail_words(const struct bt_detail *d, struct bt_grid *g, struct bt_rect r)
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
