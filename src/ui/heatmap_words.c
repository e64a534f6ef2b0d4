#include "ui/heatmap_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/internals.h"

#define PANE BT_PANE_HEATMAP
#define INFO_W 110                       /* width from which the line of a cell has room for its last price */

static const char *
text_of(const struct bt_val *v, const char *name, const char *none)
{
	const char *text = bt_val_as_str(bt_val_get(v, name));

	return text ? text : none;
}

static double
number_of(const struct bt_val *v, const char *name)
{
	return bt_val_as_num(bt_val_get(v, name));
}

bool
bt_heatmap_has_weights(const struct bt_screen *s)
{
	return number_of(&s->pane[PANE].report.head, "capped") > 0;
}

/* "sized by market cap, ordered by Return", "by market cap (known of 480)", "no weights known, all equal". */
static void
order_text(const struct bt_screen *s, char *buf, size_t size)
{
	const struct bt_val *head = &s->pane[PANE].report.head;
	const struct bt_table *t = &s->pane[PANE].table;
	double capped = number_of(head, "capped");
	char known[32] = "", order[48] = "";

	if (capped < number_of(head, "members"))
		snprintf(known, sizeof(known), " (known of %.0f)", capped);
	if (t->sort >= 0)
		snprintf(order, sizeof(order), ", ordered by %.20s", t->column[t->sort].cell.title);
	if (!bt_heatmap_has_weights(s))
		snprintf(buf, size, "no weights known, all equal%s", order);
	else if (s->heatmap.map.sized)
		snprintf(buf, size, "sized by market cap%s%s", known, order);
	else
		snprintf(buf, size, "%s%s", t->sort >= 0 ? order + 2 : "ordered by market cap", t->sort >= 0 ? "" : known);
}

void
bt_heatmap_coverage(const struct bt_screen *s, size_t shown, int w, char *buf, size_t size)
{
	const struct bt_val *head = &s->pane[PANE].report.head;
	bt_date listed = bt_val_as_date(bt_val_get(head, "list_date"));
	const char *universe = bt_universe_short(text_of(head, "universe", ""));
	const char *mark = bt_val_is_true(bt_val_get(head, "provisional")) ? "*" : "";
	double n = number_of(head, "n"), members = number_of(head, "members");
	size_t all = s->pane[PANE].report.rows.u.list.len;
	char list[32] = "", order[120], day[BT_DATE_SIZE];

	order_text(s, order, sizeof(order));
	if (s->as_of != BT_DATE_NONE && listed != BT_DATE_NONE)
		snprintf(list, sizeof(list), " (list of %s)", bt_date_format(listed, day));
	snprintf(buf, size, "%.20s%s: %.0f of %.0f%s, %s, %zu of %zu shown", universe, list, n, members,
	         mark, order, shown, all);
	if (bt_text_width(buf) > w && shown < all)
		snprintf(buf, size, "%.20s %zu/%zu shown", universe, shown, all);
	else if (bt_text_width(buf) > w)
		snprintf(buf, size, "%.20s %.0f/%.0f%s, %s", universe, n, members, mark, order);
	if (bt_text_width(buf) > w)
		snprintf(buf, size, "%zu/%zu shown", shown, all);
}

void
bt_heatmap_totals(const struct bt_screen *s, bool brief, char *buf, size_t size)
{
	const struct bt_val *sectors = bt_val_get(&s->pane[PANE].report.head, "sectors");
	double up = 0, down = 0, n = 0;

	for (size_t i = 0; sectors && i < sectors->u.list.len; i++) {
		up += number_of(&sectors->u.list.at[i], "up");
		down += number_of(&sectors->u.list.at[i], "down");
		n += number_of(&sectors->u.list.at[i], "n");
	}
	snprintf(buf, size, brief ? "+%.0f -%.0f" : "%.0f up, %.0f down, %.0f unchanged", up, down, n - up - down);
}

void
bt_heatmap_info_draw(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_heatmap_view *v = &s->heatmap;
	const struct bt_heat_cell *c = &v->map.cell[v->selected];
	const struct bt_val *row = &s->pane[PANE].report.rows.u.list.at[c->row];
	bool ascii = s->glyphs == BT_GLYPHS_ASCII, stale = bt_screen_is_stale(s);
	char number[BT_CELL_TEXT_SIZE], date[BT_CELL_TEXT_SIZE], last[BT_CELL_TEXT_SIZE], text[400], weight[48];
	int x = r.x, level = isnan(c->pct) ? 0 : bt_heat_level(c->pct, v->map.unit), tail;

	bt_cell_text(bt_val_get(row, "return_pct"), BT_FORMAT_PCT, number);
	bt_cell_text(bt_val_get(row, "base_date"), BT_FORMAT_DATE, date);
	bt_cell_text(bt_val_get(row, "last"), BT_FORMAT_PRICE, last);
	if (isnan(c->weight))
		snprintf(weight, sizeof(weight), "weight -");
	else
		snprintf(weight, sizeof(weight), r.w < 60 ? "%.2f%%" : "weight %.2f%%", 100 * c->weight);
	snprintf(text, sizeof(text), "  from %.10s  %s%.12s%s%.40s", date, r.w >= INFO_W ? "last " : "",
	         r.w >= INFO_W ? last : "", r.w >= INFO_W ? "  " : "", weight);
	x += bt_grid_text(g, x, r.y, r.w, BT_ROLE_STRONG, c->symbol) + 1;
	tail = bt_text_width(text_of(&s->pane[PANE].report.head, "horizon", "")) + 1 + bt_text_width(number) +
	       2 + bt_text_width(text);
	if (r.x + r.w - x - tail > 8)
		x += bt_grid_cut(g, x, r.y, r.x + r.w - x - tail, BT_ROLE_TEXT, text_of(row, "name", ""), ascii) + 1;
	x += bt_grid_text(g, x, r.y, r.x + r.w - x, BT_ROLE_DIM, text_of(&s->pane[PANE].report.head, "horizon", "")) + 1;
	x += bt_grid_text(g, x, r.y, r.x + r.w - x, bt_heat_role(level > 0 ? 1 : level < 0 ? -1 : 0, stale), number);
	x += bt_grid_text(g, x, r.y, r.x + r.w - x, BT_ROLE_DIM, isnan(c->pct) ? "" : "%");
	bt_grid_cut(g, x, r.y, r.x + r.w - x, stale ? BT_ROLE_STALE : BT_ROLE_TEXT, text, ascii);
}
