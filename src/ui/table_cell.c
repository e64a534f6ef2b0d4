#include "ui/table_cell.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/universe_file.h"
#include "ui/when.h"

/* A return of this many percent fills half of a bar. */
#define BAR_FULL_PCT 60.0
#define SPARK_POINTS 512

/* Rising and falling have a glyph of their own; the sign stands in the number, colour comes third. */
static const char *
direction_glyph(int direction, enum bt_glyphs glyphs)
{
	if (glyphs == BT_GLYPHS_ASCII || direction == 0)
		return " ";
	return direction > 0 ? "▲" : "▼";
}

/* Is it a moment?  Then it is told so that it stays true: stamps as times of day, and ages, too, while they are
 * not redrawn with the clock.  */
static void
time_text(const struct bt_table_column *c, const struct bt_val *v, int w, const struct bt_table_style *style,
          char text[BT_CELL_TEXT_SIZE])
{
	int64_t utc;

	if (c->cell.format == BT_FORMAT_TEXT && v && v->kind == BT_VAL_STR && bt_when_parse(v->u.str, &utc))
		bt_when_short(utc, style->now_utc, w, text, BT_CELL_TEXT_SIZE);
	else if (c->cell.format == BT_FORMAT_AGE && !style->running && v && v->kind == BT_VAL_NUM)
		bt_when_short(style->made_utc - (int64_t)v->u.num, style->now_utc, w, text, BT_CELL_TEXT_SIZE);
}

/* How a source does, in colour third: its word says it. */
static enum bt_role
role_of_state(const char *word)
{
	if (strcmp(word, "good") == 0)
		return BT_ROLE_UP;
	return strcmp(word, "retrying") == 0 || strcmp(word, "stopped") == 0 ? BT_ROLE_DOWN : BT_ROLE_TEXT;
}

/* No sector is cut within a word that a shorter name has. */
static void
shorten_sector(int w, char text[BT_CELL_TEXT_SIZE])
{
	char name[BT_CELL_TEXT_SIZE];

	memcpy(name, text, sizeof(name));
	for (int by = 1; bt_text_width(text) > w && bt_sector_short(name, by); by++)
		snprintf(text, BT_CELL_TEXT_SIZE, "%s", bt_sector_short(name, by));
}

static void
draw_text(const struct bt_table_column *c, const struct bt_val *row, struct bt_grid *g, struct bt_rect r,
          const struct bt_table_style *style)
{
	const struct bt_val *v = bt_val_path(row, c->cell.path);
	char text[BT_CELL_TEXT_SIZE];
	int direction = bt_cell_direction(v, c->cell.format);
	enum bt_role role = direction > 0 ? BT_ROLE_UP : direction < 0 ? BT_ROLE_DOWN : BT_ROLE_TEXT;

	bt_cell_text(v, c->cell.format, text);
	time_text(c, v, r.w, style, text);
	if (c->cell.column == BT_COL_SECTOR)
		shorten_sector(r.w, text);
	if (c->cell.column == BT_COL_STATE)
		role = role_of_state(text);
	if (role == BT_ROLE_TEXT && style->strong_path && bt_val_is_true(bt_val_get(row, style->strong_path)))
		role = BT_ROLE_STRONG;
	if (style->stale && role == BT_ROLE_TEXT)
		role = BT_ROLE_STALE;
	if (!v || v->kind == BT_VAL_NULL)
		role = BT_ROLE_DIM;
	if (bt_format_is_right(c->cell.format))
		bt_grid_right(g, r.x, r.y, r.w, role, text);
	else
		bt_grid_cut(g, r.x, r.y, r.w, role, text, style->glyphs == BT_GLYPHS_ASCII);
	if (direction && bt_text_width(text) < r.w)
		bt_grid_text(g, r.x + r.w - bt_text_width(text) - 1, r.y, 1, role,
		             direction_glyph(direction, style->glyphs));
}

static void
draw_spark(const struct bt_val *v, struct bt_grid *g, struct bt_rect r, const struct bt_table_style *style)
{
	double value[SPARK_POINTS];
	size_t n = 0, from;

	if (!bt_val_is_list(v))
		return;
	from = bt_val_len(v) > SPARK_POINTS ? bt_val_len(v) - SPARK_POINTS : 0;
	for (size_t i = from; i < bt_val_len(v); i++) {
		struct bt_val item = bt_val_at(v, i);

		value[n++] = bt_val_as_num(&item);
	}
	bt_spark_draw(g, r.x, r.y, r.w, style->stale ? BT_ROLE_STALE : BT_ROLE_SPARK, style->glyphs, value, n);
}

/* A bar from the middle: to the right when the number is positive. */
static void
draw_bar(const struct bt_val *row, struct bt_grid *g, struct bt_rect r, const struct bt_table_style *style)
{
	double pct = bt_val_as_num(bt_val_path(row, style->bar_path));
	bool ascii = style->glyphs == BT_GLYPHS_ASCII;
	int half = (r.w - 1) / 2, zero = r.x + half, length;

	bt_grid_text(g, zero, r.y, 1, BT_ROLE_BORDER, ascii ? "|" : "│");
	if (isnan(pct))
		return;
	length = (int)lround(fmin(fabs(pct) / BAR_FULL_PCT, 1) * half);
	for (int i = 1; i <= length; i++)
		bt_grid_text(g, pct > 0 ? zero + i : zero - i, r.y, 1,
		             pct > 0 ? BT_ROLE_UP : BT_ROLE_DOWN, ascii ? (pct > 0 ? "+" : "-") : "■");
}

/* R: a record close; r: a record within the day; ~: another source stands in; *: its close is not in yet. */
static void
draw_mark(const struct bt_val *row, struct bt_grid *g, struct bt_rect r)
{
	if (bt_val_is_true(bt_val_get(row, "is_record")))
		bt_grid_text(g, r.x, r.y, 1, BT_ROLE_RECORD, "R");
	else if (bt_val_is_true(bt_val_get(row, "is_intraday_record")))
		bt_grid_text(g, r.x, r.y, 1, BT_ROLE_RECORD, "r");
	else if (bt_val_is_true(bt_val_get(row, "stands_in")))
		bt_grid_text(g, r.x, r.y, 1, BT_ROLE_STRONG, "~");
	if (bt_val_is_true(bt_val_get(row, "provisional")))
		bt_grid_text(g, r.x + 1, r.y, 1, BT_ROLE_DIM, "*");
}

/* "broken out 2025-11-25", "testing -1.20 %", "below -5.31 %", "failed 2025-12-19", "none". */
static void
draw_trend(const struct bt_val *row, struct bt_grid *g, struct bt_rect r, const struct bt_table_style *style)
{
	static const struct {
		const char *status, *words;
		const char *date;        /* column that tells since when, or NULL: the distance is told */
		enum bt_role role;
	} kinds[] = {
		{"broken_out", "broken out", "break_date", BT_ROLE_UP},
		{"failed", "failed", "fail_date", BT_ROLE_DOWN},
		{"testing", "testing", NULL, BT_ROLE_STRONG},
		{"below", "below", NULL, BT_ROLE_TEXT},
	};
	const char *status = bt_val_as_str(bt_val_get(row, "trend"));
	char text[64], value[BT_CELL_TEXT_SIZE];

	bt_grid_text(g, r.x, r.y, r.w, BT_ROLE_DIM, status ? status : "-");
	for (size_t i = 0; status && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(status, kinds[i].status) != 0)
			continue;
		if (kinds[i].date)
			snprintf(text, sizeof(text), "%s %.10s", kinds[i].words,
			         bt_cell_text(bt_val_get(row, kinds[i].date), BT_FORMAT_DATE, value));
		else
			snprintf(text, sizeof(text), "%s %.12s%%", kinds[i].words,
			         bt_cell_text(bt_val_get(row, "dist_pct"), BT_FORMAT_PCT, value));
		bt_grid_cut(g, r.x, r.y, r.w, style->stale ? BT_ROLE_STALE : kinds[i].role, text,
		            style->glyphs == BT_GLYPHS_ASCII);
	}
}

/* A dot before what is new. */
static void
draw_unread(const struct bt_val *row, struct bt_grid *g, struct bt_rect r, const struct bt_table_style *style)
{
	if (bt_val_is_true(bt_val_get(row, "unread")))
		bt_grid_text(g, r.x, r.y, 1, BT_ROLE_FOCUS, style->glyphs == BT_GLYPHS_ASCII ? "*" : "•");
}

/* "+2": so many others are folded into it; "|": it is one of those that are unfolded. */
static void
draw_folded(const struct bt_val *row, struct bt_grid *g, struct bt_rect r, const struct bt_table_style *style)
{
	const struct bt_val *v = bt_val_get(row, "folded");

	if (!v || v->kind != BT_VAL_NUM)
		bt_grid_right(g, r.x, r.y, r.w, BT_ROLE_DIM, style->glyphs == BT_GLYPHS_ASCII ? "|" : "└");
	else if (v->u.num > 0)
		bt_grid_printf(g, r.x, r.y, r.w, BT_ROLE_DIM, "%+*.0f", r.w, v->u.num);
}

/* "NVDA ▲+1.20 ^RUT ▼-0.31": as many pairs as fit whole. */
static void
draw_moves(const struct bt_val *row, struct bt_grid *g, struct bt_rect r, const struct bt_table_style *style)
{
	const struct bt_val *symbols = bt_val_get(row, "symbols"), *moves = bt_val_get(row, "moves");
	size_t n = symbols && moves && symbols->kind == BT_VAL_LIST && moves->kind == BT_VAL_LIST
	           ? symbols->u.list.len : 0;
	int x = r.x, end = r.x + r.w;

	for (size_t i = 0; i < n && i < moves->u.list.len; i++) {
		const char *symbol = bt_val_as_str(&symbols->u.list.at[i]);
		int direction = bt_cell_direction(&moves->u.list.at[i], BT_FORMAT_PCT);
		enum bt_role role = direction > 0 ? BT_ROLE_UP : direction < 0 ? BT_ROLE_DOWN : BT_ROLE_DIM;
		char text[BT_CELL_TEXT_SIZE];
		int need = bt_text_width(symbol) + 2;

		bt_cell_text(&moves->u.list.at[i], BT_FORMAT_PCT, text);
		need += bt_text_width(text);
		if (x + need > end)
			return;
		x += bt_grid_text(g, x, r.y, end - x, style->stale ? BT_ROLE_STALE : BT_ROLE_TEXT, symbol);
		bt_grid_text(g, x, r.y, 1, role, direction_glyph(direction, style->glyphs));
		x += 1 + bt_grid_text(g, x + 1, r.y, end - x - 1, role, text) + 1;
	}
}

void
bt_table_cell_draw(const struct bt_table_column *c, const struct bt_val *row, struct bt_grid *g,
                   struct bt_rect r, const struct bt_table_style *style)
{
	switch (c->draw) {
	case BT_DRAW_TEXT:
		draw_text(c, row, g, r, style);
		break;
	case BT_DRAW_SPARK:
		draw_spark(bt_val_path(row, c->cell.path), g, r, style);
		break;
	case BT_DRAW_BAR:
		draw_bar(row, g, r, style);
		break;
	case BT_DRAW_MARK:
		draw_mark(row, g, r);
		break;
	case BT_DRAW_UNREAD:
		draw_unread(row, g, r, style);
		break;
	case BT_DRAW_FOLDED:
		draw_folded(row, g, r, style);
		break;
	case BT_DRAW_MOVES:
		draw_moves(row, g, r, style);
		break;
	case BT_DRAW_TREND:
		draw_trend(row, g, r, style);
		break;
	}
}
