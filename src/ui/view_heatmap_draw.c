/* view_heatmap_draw.c - the heat map on the screen: title, cells, legend with totals, and the line of the selected. */
#include <stdio.h>

#include "base/text.h"
#include "ui/heatmap_words.h"

#define TITLE_W 22                       /* of the title before its remark */

/* What the levels mean, and how many rose and fell. */
static void
draw_legend(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r, const struct bt_heat_style *style)
{
	int used = bt_heatmap_legend(&s->heatmap.map, g, r, style) + 2;
	char totals[64];

	for (int brief = 0; brief < 2; brief++) {
		bt_heatmap_totals(s, brief, totals, sizeof(totals));
		if (used + bt_text_width(totals) > r.w)
			continue;
		bt_grid_right(g, r.x + used, r.y, r.w - used, BT_ROLE_TEXT, totals);
		return;
	}
}

void
bt_heatmap_view_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body)
{
	struct bt_heatmap_view *v = &s->heatmap;
	bool legend = body.h >= 12;
	struct bt_rect r = {body.x, body.y + 1, body.w, body.h - 2 - legend};
	struct bt_heat_style style = {.glyphs = s->glyphs, .stale = bt_screen_is_stale(s),
	                              .grounds = s->grounds,
	                              .selected = s->overlay.open ? v->map.n : v->selected};
	struct bt_rect info = {body.x, body.y, body.w, 1};
	const struct bt_pane *p = &s->pane[BT_PANE_HEATMAP];
	const char *horizon = bt_val_as_str(bt_val_get(&p->report.head, "horizon"));
	char title[32], remark[160], right[48];

	v->window = r;
	bt_heatmap_view_lay_out(s);
	v->top = bt_heatmap_scroll(&v->map, v->selected, v->top, r.h);
	v->page = r.h;
	bt_heatmap_coverage(s, bt_heatmap_shown(&v->map, v->top, r.h), body.w - TITLE_W, remark, sizeof(remark));
	snprintf(title, sizeof(title), "Heat map %.16s", horizon ? horizon : "");
	snprintf(right, sizeof(right), " %s, base %s", p->report.price == BT_PRICE_ADJCLOSE ? "adjclose" : "close",
	         p->report.base == BT_BASE_FIRST ? "first" : "prev");
	bt_title_draw(s, g, body, title, remark, right, true);
	bt_heatmap_draw(&v->map, g, r, v->top, &style);
	if (legend)
		draw_legend(s, g, (struct bt_rect){r.x, r.y + r.h, r.w, 1}, &style);
	info.y = r.y + r.h + legend;
	bt_heatmap_info_draw(s, g, info);
	if (v->map.cell[v->selected].place.w == 0) {
		g->cursor_x = info.x;
		g->cursor_y = info.y;
	}
}
