/* heatmap_tile.c - one tile of a heat map that is sized by weight.
 *
 * Its last column is the gap to the next tile.  Where the terminal has grounds it is a field of its level's,
 * and its last row, when there is nothing to read in it, half a row high; else its rows below the text are
 * filled with the glyph of its level.  A tile too small for its symbol shows the whole percent or the glyph.  */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/heatmap.h"

#define LINES 3

struct tile {
	struct bt_rect at;               /* in the grid, without the gap */
	enum bt_role role, edge;
	const char *fill;                /* one character */
	char line[LINES][48];            /* to be read, from the top */
	int n_line;
	bool half;                       /* the last row is half a row */
};

/* What is read in it: symbol, percent and weight, as far as there is room. */
static void
fill_lines(struct tile *t, const struct bt_heat_cell *c, const char *glyph, bool below)
{
	char pct[24];
	int symbol = bt_text_width(c->symbol);

	bt_heat_percent(c->pct, pct, sizeof(pct));
	if (symbol > t->at.w || t->at.w == 1) {  /* a letter alone might be a glyph */
		t->n_line = 1;
		if (t->at.w >= 3)
			bt_heat_whole(c->pct, t->line[0], sizeof(t->line[0]));
		else
			snprintf(t->line[0], sizeof(t->line[0]), "%s", glyph);
	} else if (t->at.w > symbol + bt_text_width(pct) && (!below || t->at.h < 3)) {
		t->n_line = 1;
		snprintf(t->line[0], sizeof(t->line[0]), "%.20s %s", c->symbol, pct);
	} else {
		t->n_line = t->at.h > 1 && t->at.w >= bt_text_width(pct) ? 2 : 1;
		snprintf(t->line[0], sizeof(t->line[0]), "%.20s", c->symbol);
		snprintf(t->line[1], sizeof(t->line[1]), "%s", pct);
	}
	if (below && t->n_line == 2 && t->at.h > 4 && t->at.w > 5 && !isnan(c->weight)) {
		t->n_line = 3;
		bt_heat_weight(c->weight, t->line[2], sizeof(t->line[2]));
	}
}

static void
draw_row(const struct tile *t, struct bt_grid *g, int row)
{
	struct bt_rect r = {t->at.x, t->at.y + row, t->at.w, 1};

	if (row < t->n_line) {
		bt_grid_fill(g, r, t->role, " ");
		bt_grid_text(g, r.x, r.y, r.w, t->role, t->line[row]);
	} else if (t->half && row == t->at.h - 1) {
		bt_grid_fill(g, r, t->edge, "▀");
	} else {
		bt_grid_fill(g, r, t->role, t->fill);
	}
}

void
bt_heat_tile_draw(const struct bt_heatmap *m, size_t cell, struct bt_grid *g, int x, int y,
                  const struct bt_heat_style *style)
{
	const struct bt_heat_cell *c = &m->cell[cell];
	int level = isnan(c->pct) ? 0 : bt_heat_level(c->pct, m->unit), gap = c->place.w > 1;
	bool grounds = style->grounds && !style->stale && !isnan(c->pct);
	const char *glyph = isnan(c->pct) ? "-" : bt_heat_glyph(level, style->glyphs);
	struct tile t = {.at = {x + c->place.x, y + c->place.y, c->place.w - gap, c->place.h},
	                 .role = isnan(c->pct) ? BT_ROLE_DIM : bt_heat_role(level, style->stale), .fill = glyph};

	if (c->place.w == 0)
		return;
	if (grounds) {
		t.role = bt_heat_ground(level, &t.edge);
		t.fill = " ";
	}
	fill_lines(&t, c, glyph, grounds);
	t.half = grounds && style->glyphs != BT_GLYPHS_ASCII && t.n_line < t.at.h;
	for (int row = 0; row < t.at.h; row++)
		draw_row(&t, g, row);
	if (cell != style->selected)
		return;
	if (!gap)
		bt_grid_text(g, t.at.x, t.at.y, 1, BT_ROLE_CURSOR, style->glyphs == BT_GLYPHS_UTF8 ? "◆" : "@");
	for (int row = 0; gap && row < t.at.h; row++) {
		bt_grid_text(g, t.at.x - 1, t.at.y + row, 1, BT_ROLE_FOCUS, "[");
		bt_grid_text(g, t.at.x + t.at.w, t.at.y + row, 1, BT_ROLE_FOCUS, "]");
	}
	g->cursor_x = t.at.x;
	g->cursor_y = t.at.y;
}
