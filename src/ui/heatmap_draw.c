/* heatmap_draw.c - the cells and titles of a heat map as text: sign and number first, colour third. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
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

/* A percentage in at most five columns: "+1.52", "-12.3", "+250", "-" when it is missing. */
static void
percent_text(double pct, char *buf, size_t size)
{
	double shown = fabs(pct);

	if (isnan(pct))
		snprintf(buf, size, "-");
	else
		snprintf(buf, size, "%+.*f", shown < 9.995 ? 2 : shown < 99.95 ? 1 : 0, pct);
}

/* Whole percent in three columns; beyond 99 the sign alone, three times. */
static void
whole_text(double pct, char *buf, size_t size)
{
	if (isnan(pct))
		snprintf(buf, size, "  -");
	else if (fabs(pct) >= 99.5)
		snprintf(buf, size, pct > 0 ? "+++" : "---");
	else
		snprintf(buf, size, "%+3.0f", pct);
}

/* One row of a cell, all of its width. */
static void
draw_line(const struct bt_heatmap *m, const struct bt_heat_cell *c, struct bt_grid *g, int x, int y,
          enum bt_role role, int line, const struct bt_heat_style *style)
{
	char text[32];
	int level = isnan(c->pct) ? 0 : bt_heat_level(c->pct, m->unit);
	bool ascii = style->glyphs == BT_GLYPHS_ASCII;
	const char *glyph = isnan(c->pct) ? "-" : bt_heat_glyph(level, style->glyphs);

	bt_grid_fill(g, (struct bt_rect){x, y, m->cell_w, 1}, role, " ");
	if (m->size == BT_HEAT_NUMBER) {
		whole_text(c->pct, text, sizeof(text));
		bt_grid_text(g, x, y, m->cell_w, role, text);
	} else if (m->size == BT_HEAT_GLYPH) {
		bt_grid_text(g, x, y, 1, role, glyph);
	} else if (m->size == BT_HEAT_SYMBOL) {
		bt_grid_cut(g, x, y, m->cell_w - 1, role, c->symbol, ascii);
		bt_grid_right(g, x, y, m->cell_w, role, glyph);
	} else if (line == 1) {
		bt_grid_text(g, x, y, 1, role, glyph);
		if (!isnan(c->weight))
			snprintf(text, sizeof(text), "%.*f%%", c->weight < 0.0995 ? 2 : 1, 100 * c->weight);
		bt_grid_right(g, x + 1, y, m->cell_w - 1, role, isnan(c->weight) ? "" : text);
	} else {
		percent_text(c->pct, text, sizeof(text));
		bt_grid_cut(g, x, y, m->cell_w - bt_text_width(text) - 1, role, c->symbol, ascii);
		bt_grid_right(g, x, y, m->cell_w, role, text);
	}
}

static void
draw_cell(const struct bt_heatmap *m, size_t i, struct bt_grid *g, struct bt_rect r, int top,
          const struct bt_heat_style *style)
{
	const struct bt_heat_cell *c = &m->cell[i];
	struct bt_rect at = bt_heatmap_place(m, i);
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
		if (selected && m->step_x > m->cell_w) {
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

/* "Information Technology ▲+1.23 45/68 31.4%": what does not fit loses the weight, then the count. */
static void
draw_title(const struct bt_heatmap *m, const struct bt_heat_group *group, struct bt_grid *g,
           struct bt_rect r, int y, const struct bt_heat_style *style)
{
	int cells = group->per_row * m->step_x + (m->step_x > m->cell_w);
	int w = m->title_w ? m->title_w - 1 : cells < m->column_w ? cells : m->column_w, x = r.x + group->x;
	int level = isnan(group->mean_pct) ? 0 : bt_heat_level(group->mean_pct, m->unit);
	enum bt_role role = level > 0 ? BT_ROLE_UP : level < 0 ? BT_ROLE_DOWN : BT_ROLE_DIM;
	char count[48], weight[16] = "", mean[16];
	const char *way = level == 0 ? "" : bt_heat_glyph(level > 0 ? 3 : -3, style->glyphs);
	int used = 0;

	if (x + w > r.x + r.w)
		w = r.x + r.w - x;
	if (!isnan(group->weight) && w >= 44)
		snprintf(weight, sizeof(weight), " %.1f%%", 100 * group->weight);
	snprintf(count, sizeof(count), w < 44 ? " %zu/%zu" : " %zu of %zu up", group->up, group->counted);
	percent_text(group->mean_pct, mean, sizeof(mean));
	used += bt_text_width(weight) + bt_text_width(count) + bt_text_width(mean) + bt_text_width(way);
	if (style->glyphs == BT_GLYPHS_ASCII)
		way = "";
	bt_grid_cut(g, x, y, w - used - 1, BT_ROLE_TITLE, group->name, style->glyphs == BT_GLYPHS_ASCII);
	x += w - used;
	if (x < r.x)
		return;
	x += bt_grid_text(g, x, y, used, role, way);
	x += bt_grid_text(g, x, y, used, role, mean);
	x += bt_grid_text(g, x, y, used, BT_ROLE_DIM, count);
	bt_grid_text(g, x, y, used, BT_ROLE_DIM, weight);
}

void
bt_heatmap_draw(const struct bt_heatmap *m, struct bt_grid *g, struct bt_rect r, int top,
                const struct bt_heat_style *style)
{
	for (size_t i = 0; i < m->n_group; i++)
		if (m->group[i].y >= top && m->group[i].y < top + r.h)
			draw_title(m, &m->group[i], g, r, r.y + m->group[i].y - top, style);
	for (size_t i = 0; i < m->n; i++)
		draw_cell(m, i, g, r, top, style);
}

void
bt_heatmap_legend(const struct bt_heatmap *m, struct bt_grid *g, struct bt_rect r,
                  const struct bt_heat_style *style)
{
	int x = r.x, end = r.x + r.w;

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
			return;
		x += bt_grid_text(g, x, r.y, width, bt_heat_role(level, style->stale), text) + 1;
	}
	bt_grid_text(g, x, r.y, end - x, BT_ROLE_DIM, x + 2 < end ? "%" : "");
}
