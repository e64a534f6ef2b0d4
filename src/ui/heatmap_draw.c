/* heatmap_draw.c - the cells and titles of a heat map as text: sign and number first, colour third. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "model/cell.h"
#include "ui/heatmap.h"

#define MUCH 3.0                 /* units from which a move is much */

int
bt_heat_level(double pct, double unit)
{
	double size = fabs(pct);
	int level = size < 0.005 ? 0 : size < unit ? 1 : size < MUCH * unit ? 2 : 3;

	return pct < 0 ? -level : level;
}

enum bt_role
bt_heat_role(int level, bool stale)
{
	static const enum bt_role roles[] = {
		BT_ROLE_HEAT_DOWN3, BT_ROLE_HEAT_DOWN2, BT_ROLE_DOWN, BT_ROLE_TEXT, BT_ROLE_UP,
		BT_ROLE_HEAT_UP2, BT_ROLE_HEAT_UP3,
	};

	if (stale && level)
		return level > 0 ? BT_ROLE_UP : BT_ROLE_DOWN;
	return stale ? BT_ROLE_STALE : roles[level + 3];
}

enum bt_role
bt_heat_ground(int level, enum bt_role *edge)
{
	static const enum bt_role ground[] = {
		BT_ROLE_HEAT_DOWN3, BT_ROLE_HEAT_DOWN2, BT_ROLE_HEAT_DOWN1, BT_ROLE_HEAT_FLAT,
		BT_ROLE_HEAT_UP1, BT_ROLE_HEAT_UP2, BT_ROLE_HEAT_UP3,
	};
	static const enum bt_role edges[] = {
		BT_ROLE_HEAT_EDGE_DOWN3, BT_ROLE_HEAT_EDGE_DOWN2, BT_ROLE_HEAT_EDGE_DOWN1, BT_ROLE_HEAT_EDGE_FLAT,
		BT_ROLE_HEAT_EDGE_UP1, BT_ROLE_HEAT_EDGE_UP2, BT_ROLE_HEAT_EDGE_UP3,
	};

	*edge = edges[level + 3];
	return ground[level + 3];
}

const char *
bt_heat_glyph(int level, enum bt_glyphs glyphs)
{
	static const char *const set[][7] = {
		[BT_GLYPHS_UTF8] = {"▼", "▽", "▾", "·", "▴", "△", "▲"},
		[BT_GLYPHS_HALF] = {"▼", "V", "v", "·", "^", "A", "▲"},
		[BT_GLYPHS_ASCII] = {"W", "V", "v", ".", "^", "A", "M"},
	};

	return set[glyphs][level + 3];
}

void
bt_heat_percent(double pct, char *buf, size_t size)
{
	double shown = fabs(pct);

	if (isnan(pct))
		snprintf(buf, size, "-");
	else
		snprintf(buf, size, "%+.*f", shown < 9.995 ? 2 : shown < 99.95 ? 1 : 0, pct);
}

/* Beyond 99 the sign alone, three times. */
void
bt_heat_whole(double pct, char *buf, size_t size)
{
	if (isnan(pct))
		snprintf(buf, size, "  -");
	else if (fabs(pct) >= 99.5)
		snprintf(buf, size, pct > 0 ? "+++" : "---");
	else
		snprintf(buf, size, "%+3.0f", pct);
}

void
bt_heat_weight(double weight, char *buf, size_t size)
{
	struct bt_val v = bt_val_num(weight);
	char text[BT_CELL_TEXT_SIZE] = "";

	if (!isnan(weight))
		bt_cell_text(&v, BT_FORMAT_PART, text);
	snprintf(buf, size, "%.10s", text);
}

/* One row of a cell, all of its width. */
static void
draw_line(const struct bt_heatmap *m, const struct bt_heat_cell *c, struct bt_grid *g, int x, int y,
          enum bt_role role, int line, const struct bt_heat_style *style)
{
	char text[32];
	int level = isnan(c->pct) ? 0 : bt_heat_level(c->pct, m->unit), w = c->place.w;
	bool ascii = style->glyphs == BT_GLYPHS_ASCII;
	const char *glyph = isnan(c->pct) ? "-" : bt_heat_glyph(level, style->glyphs);

	bt_grid_fill(g, (struct bt_rect){x, y, w, 1}, role, " ");
	if (m->size == BT_HEAT_NUMBER) {
		bt_heat_whole(c->pct, text, sizeof(text));
		bt_grid_text(g, x, y, w, role, text);
	} else if (m->size == BT_HEAT_GLYPH) {
		bt_grid_text(g, x, y, 1, role, glyph);
	} else if (m->size == BT_HEAT_SYMBOL) {
		bt_grid_cut(g, x, y, w - 1, role, c->symbol, ascii);
		bt_grid_right(g, x, y, w, role, glyph);
	} else if (line == 1) {
		bt_grid_text(g, x, y, 1, role, glyph);
		bt_heat_weight(c->weight, text, sizeof(text));
		bt_grid_right(g, x + 1, y, w - 1, role, text);
	} else {
		bt_heat_percent(c->pct, text, sizeof(text));
		bt_grid_cut(g, x, y, w - bt_text_width(text) - 1, role, c->symbol, ascii);
		bt_grid_right(g, x, y, w, role, text);
	}
}

static void
draw_cell(const struct bt_heatmap *m, size_t i, struct bt_grid *g, struct bt_rect r, int top,
          const struct bt_heat_style *style)
{
	const struct bt_heat_cell *c = &m->cell[i];
	struct bt_rect at = c->place;
	int level = isnan(c->pct) ? 0 : bt_heat_level(c->pct, m->unit);
	enum bt_role role = isnan(c->pct) ? BT_ROLE_DIM : bt_heat_role(level, style->stale);
	bool selected = i == style->selected;

	for (int line = 0; line < at.h; line++) {
		int x = r.x + at.x, y = at.y + line - top;

		if (y < 0 || y >= r.h)
			continue;
		y += r.y;
		if (!selected || m->size != BT_HEAT_GLYPH)
			draw_line(m, c, g, x, y, role, line, style);
		else
			bt_grid_text(g, x, y, 1, BT_ROLE_CURSOR, style->glyphs == BT_GLYPHS_UTF8 ? "◆" : "@");
		if (selected && m->gaps) {
			bt_grid_text(g, x - 1, y, 1, BT_ROLE_FOCUS, "[");
			if (at.x + at.w < r.w)
				bt_grid_text(g, x + at.w, y, 1, BT_ROLE_FOCUS, "]");
		}
		if (selected && line == 0) {
			g->cursor_x = x;
			g->cursor_y = y;
		}
	}
}

/* How a title says its numbers, and the name in full or brief; the first that fits is taken. */
struct title {
	char mean[16], count[48], weight[16], hidden[32];
	const char *name, *way;
};

static int
title_width(const struct title *t)
{
	return bt_text_width(t->name) + 1 + bt_text_width(t->way) + bt_text_width(t->mean) + bt_text_width(t->count) +
	       bt_text_width(t->weight) + bt_text_width(t->hidden);
}

/* A shorter name, if the whole title is too long by now. */
static void
shorten_name(struct title *t, const char *name, int w)
{
	if (title_width(t) > w && name)
		t->name = name;
}

/* Take out what is least wanted until it fits: words of the count, the weight, length of the name, count, mean. */
static void
shorten(struct title *t, const struct bt_heat_group *group, int w)
{
	if (title_width(t) > w)
		snprintf(t->count, sizeof(t->count), " %zu/%zu", group->up, group->counted);
	if (title_width(t) > w)
		t->weight[0] = '\0';
	shorten_name(t, group->shorter[0], w);
	shorten_name(t, group->shorter[1], w);
	if (title_width(t) > w && group->hidden)
		snprintf(t->hidden, sizeof(t->hidden), " +%zu", group->hidden);
	if (title_width(t) > w)
		t->count[0] = '\0';
	if (title_width(t) > w) {
		t->mean[0] = '\0';
		t->way = "";
	}
	if (title_width(t) - 1 > w && group->shorter[2])
		t->name = bt_text_width(group->shorter[2]) <= w ? group->shorter[2] : "";
}

/* "Information Technology ▲+1.23 45 of 68 up 31.4%", with what does not fit left out; " +12 more" where cells are
 * hidden.  */
static void
draw_title(const struct bt_heatmap *m, const struct bt_heat_group *group, struct bt_grid *g,
           struct bt_rect r, int y, const struct bt_heat_style *style)
{
	bool ascii = style->glyphs == BT_GLYPHS_ASCII;
	int level = isnan(group->mean_pct) ? 0 : bt_heat_level(group->mean_pct, m->unit);
	enum bt_role role = level > 0 ? BT_ROLE_UP : level < 0 ? BT_ROLE_DOWN : BT_ROLE_DIM;
	struct title t = {.name = group->name,
	                  .way = level == 0 || ascii ? "" : bt_heat_glyph(level > 0 ? 3 : -3, style->glyphs)};
	int x = r.x + group->title.x, w = group->title.w, used;

	w = group->title.x + w > r.w ? r.w - group->title.x : w;
	snprintf(t.count, sizeof(t.count), " %zu of %zu up", group->up, group->counted);
	if (!isnan(group->weight))
		snprintf(t.weight, sizeof(t.weight), " %.1f%%", 100 * group->weight);
	if (group->hidden)
		snprintf(t.hidden, sizeof(t.hidden), " +%zu more", group->hidden);
	bt_heat_percent(group->mean_pct, t.mean, sizeof(t.mean));
	shorten(&t, group, w);
	used = title_width(&t) - bt_text_width(t.name) - 1;
	bt_grid_cut(g, x, y, used ? w - used - 1 : w, BT_ROLE_TITLE, t.name, ascii);
	x += w - used;
	if (x < r.x)
		return;
	x += bt_grid_text(g, x, y, used, role, t.way);
	x += bt_grid_text(g, x, y, used, role, t.mean);
	x += bt_grid_text(g, x, y, used, BT_ROLE_DIM, t.count);
	x += bt_grid_text(g, x, y, used, BT_ROLE_DIM, t.weight);
	bt_grid_text(g, x, y, used, BT_ROLE_ALERT, t.hidden);
}

void
bt_heatmap_draw(const struct bt_heatmap *m, struct bt_grid *g, struct bt_rect r, int top,
                const struct bt_heat_style *style)
{
	for (size_t i = 0; i < m->n_group; i++) {
		struct bt_rect at = m->group[i].title;

		if (at.h > 0 && at.y >= top && at.y < top + r.h)
			draw_title(m, &m->group[i], g, r, r.y + at.y - top, style);
	}
	for (size_t i = 0; i < m->n; i++)
		if (!m->sized)
			draw_cell(m, i, g, r, top, style);
		else if (i != style->selected)
			bt_heat_tile_draw(m, i, g, r.x, r.y, style);
	if (m->sized && style->selected < m->n)          /* last: its brackets may stand on a neighbour */
		bt_heat_tile_draw(m, style->selected, g, r.x, r.y, style);
}

int
bt_heatmap_legend(const struct bt_heatmap *m, struct bt_grid *g, struct bt_rect r,
                  const struct bt_heat_style *style)
{
	int x = r.x, end = r.x + r.w;
	bool grounds = m->sized && style->grounds && !style->stale;
	enum bt_role edge;

	for (int level = -3; level <= 3; level++) {
		double least = level == 3 || level == -3 ? MUCH * m->unit : m->unit;
		const char *order = level == 1 || level == -1               ? "<"
		                    : style->glyphs == BT_GLYPHS_UTF8 ? "≥"
		                                                      : ">=";
		char text[32];
		int width;

		if (level == 0)
			snprintf(text, sizeof(text), "%s 0", bt_heat_glyph(0, style->glyphs));
		else
			snprintf(text, sizeof(text), "%s%s%g", bt_heat_glyph(level, style->glyphs), order, least);
		width = bt_text_width(text);
		if (x + width + 2 > end)
			return x - r.x;
		x += bt_grid_text(g, x, r.y, width, grounds ? bt_heat_ground(level, &edge)
		                                            : bt_heat_role(level, style->stale), text) + 1;
	}
	return x + bt_grid_text(g, x, r.y, end - x, BT_ROLE_DIM, x + 2 < end ? "%" : "") - r.x;
}
