#include "ui/quadrant.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/axis.h"
#include "ui/braille.h"

#define MIDDLE 100.0
#define MARGIN 1.06              /* the outermost point is not on the edge */
#define AXIS_W 30                /* from this width and height on values stand at the axes */
#define AXIS_H 8
#define CELLS_A_TAIL 400         /* of the plot, so that tails do not become a tangle */

/* Glyphs of a set: UTF-8, half blocks, ASCII. */
static const struct {
	const char *place, *selected, *path, *week, *across, *down, *cross;
} glyphs[] = {
	[BT_GLYPHS_UTF8] = {"●", "◆", "·", "•", "─", "│", "┼"},
	[BT_GLYPHS_HALF] = {"■", "♦", "·", "∙", "─", "│", "┼"},
	[BT_GLYPHS_ASCII] = {"o", "@", ".", "*", "-", "|", "+"},
};

/* The quarters: to the right, up; the colour only helps. */
static const struct {
	const char *name;
	bool right, up;
	enum bt_role role;
} quarters[] = {
	{"improving", false, true, BT_ROLE_LINE3},
	{"leading", true, true, BT_ROLE_UP},
	{"lagging", false, false, BT_ROLE_DOWN},
	{"weakening", true, false, BT_ROLE_LINE2},
};

struct drawing {
	const struct bt_quadrant_plot *q;
	struct bt_grid *g;
	struct bt_rect plot;
	struct bt_scale across, up;
	struct bt_rect taken[2 * BT_QUADRANT_ITEMS];     /* places and labels */
	size_t n_taken;
};

bool
bt_quadrant_has_room(size_t n, struct bt_rect r)
{
	return r.w > 0 && r.h > 0 && (size_t)r.w * (size_t)r.h >= n * CELLS_A_TAIL;
}

/* --- where things are -------------------------------------------------------------------------------- */

static void
reach(double *half, double v)
{
	if (isfinite(v) && fabs(v - MIDDLE) > *half)
		*half = fabs(v - MIDDLE);
}

static struct bt_scale
scale_of(double half)
{
	half = half > 0 ? half * MARGIN : 1;
	return (struct bt_scale){.lo = MIDDLE - half, .hi = MIDDLE + half};
}

static size_t
count(const struct bt_quadrant_plot *q)
{
	return q->n < BT_QUADRANT_ITEMS ? q->n : BT_QUADRANT_ITEMS;
}

static void
find_scales(struct drawing *d)
{
	double across = 0, up = 0;

	for (size_t i = 0; i < count(d->q); i++) {
		for (size_t k = 0; k < d->q->item[i].n; k++) {
			reach(&across, d->q->item[i].ratio[k]);
			reach(&up, d->q->item[i].mom[k]);
		}
	}
	d->across = scale_of(across);
	d->up = scale_of(up);
}

/* A point in fine columns and rows of the plot (fx by fy a cell), the row from the bottom; false: a gap. */
static bool
point_at(const struct drawing *d, const struct bt_quadrant_item *item, size_t k, int fx, int fy, int *x,
         int *y)
{
	if (k >= item->n || !isfinite(item->ratio[k]) || !isfinite(item->mom[k]))
		return false;
	*x = bt_scale_row(&d->across, item->ratio[k], d->plot.w * fx);
	*y = bt_scale_row(&d->up, item->mom[k], d->plot.h * fy);
	return true;
}

/* The cell of an entry's place. */
static bool
place_of(const struct drawing *d, const struct bt_quadrant_item *item, int *x, int *y)
{
	if (item->n == 0 || !point_at(d, item, item->n - 1, 1, 1, x, y))
		return false;
	*x += d->plot.x;
	*y = d->plot.y + d->plot.h - 1 - *y;
	return true;
}

static enum bt_role
role_of(const struct bt_quadrant_item *item)
{
	double ratio = item->ratio[item->n - 1], mom = item->mom[item->n - 1];

	for (size_t i = 0; i < sizeof(quarters) / sizeof(quarters[0]); i++)
		if (quarters[i].right == (ratio >= MIDDLE) && quarters[i].up == (mom >= MIDDLE))
			return quarters[i].role;
	return BT_ROLE_TEXT;
}

/* --- axes -------------------------------------------------------------------------------------------- */

static void
draw_cross(const struct drawing *d)
{
	const struct bt_rect p = d->plot;
	enum bt_glyphs set = d->q->glyphs;
	int x = p.x + bt_scale_row(&d->across, MIDDLE, p.w);
	int y = p.y + p.h - 1 - bt_scale_row(&d->up, MIDDLE, p.h);

	bt_grid_fill(d->g, (struct bt_rect){p.x, y, p.w, 1}, BT_ROLE_BORDER, glyphs[set].across);
	bt_grid_fill(d->g, (struct bt_rect){x, p.y, 1, p.h}, BT_ROLE_BORDER, glyphs[set].down);
	bt_grid_text(d->g, x, y, 1, BT_ROLE_BORDER, glyphs[set].cross);
	if (p.w >= AXIS_W && p.h >= AXIS_H) {
		bt_grid_right(d->g, p.x, y, p.w, BT_ROLE_DIM, "ratio");
		bt_grid_text(d->g, x + 2, p.y, p.x + p.w - x - 2, BT_ROLE_DIM, "momentum");
	}
}

static void
draw_names(const struct drawing *d)
{
	const struct bt_rect p = d->plot;

	for (size_t i = 0; i < sizeof(quarters) / sizeof(quarters[0]); i++) {
		int w = bt_text_width(quarters[i].name), y = quarters[i].up ? p.y : p.y + p.h - 1;

		if (p.h < 3 || 2 * w + 3 > p.w)
			continue;
		if (quarters[i].right)
			bt_grid_right(d->g, p.x, y, p.w, quarters[i].role, quarters[i].name);
		else
			bt_grid_text(d->g, p.x, y, w, quarters[i].role, quarters[i].name);
	}
}

/* Take a row below and columns at the right for the values of the axes, and write them. */
static void
draw_axes(struct drawing *d, struct bt_rect r)
{
	struct bt_tick tick[BT_AXIS_TICKS];
	int label_w = 0;
	size_t n;

	if (r.w < AXIS_W || r.h < AXIS_H)
		return;
	d->plot.h--;
	n = bt_axis_values(&d->up, d->plot.h, 3, tick);
	for (size_t i = 0; i < n; i++)
		if ((int)strlen(tick[i].label) > label_w)
			label_w = (int)strlen(tick[i].label);
	d->plot.w -= label_w + 1;
	for (size_t i = 0; i < n; i++)
		bt_grid_right(d->g, d->plot.x + d->plot.w + 1, d->plot.y + d->plot.h - 1 - tick[i].at, label_w,
		              BT_ROLE_DIM, tick[i].label);
	n = bt_axis_values(&d->across, d->plot.w, 9, tick);
	for (size_t i = 0; i < n; i++) {
		int w = (int)strlen(tick[i].label), x = tick[i].at - w / 2;

		x = x < 0 ? 0 : x + w > d->plot.w ? d->plot.w - w : x;
		bt_grid_text(d->g, d->plot.x + x, d->plot.y + d->plot.h, w, BT_ROLE_DIM, tick[i].label);
	}
}

/* --- tails ------------------------------------------------------------------------------------------- */

/* One fine dot of a tail; the row counts from the bottom. */
static void
draw_dot(const struct drawing *d, int x, int y, bool braille, enum bt_role role)
{
	char text[BT_BRAILLE_SIZE];
	int cx = d->plot.x + (braille ? x / 2 : x), cy = d->plot.y + d->plot.h - 1 - (braille ? y / 4 : y);
	const struct bt_cell *cell = bt_grid_at(d->g, cx, cy);

	if (!cell)
		return;
	if (braille)
		bt_braille_text(bt_braille_of(cell->text) | bt_braille_dot(x, y), text);
	bt_grid_text(d->g, cx, cy, 1, role, braille ? text : glyphs[d->q->glyphs].path);
}

/* A straight line of dots from one point to the next (Bresenham). */
static void
draw_way(const struct drawing *d, int x0, int y0, int x1, int y1, bool braille, enum bt_role role)
{
	int dx = abs(x1 - x0), dy = -abs(y1 - y0), error = dx + dy;

	for (;;) {
		int twice = 2 * error;

		draw_dot(d, x0, y0, braille, role);
		if (x0 == x1 && y0 == y1)
			return;
		if (twice >= dy) {
			error += dy;
			x0 += x0 < x1 ? 1 : -1;
		}
		if (twice <= dx) {
			error += dx;
			y0 += y0 < y1 ? 1 : -1;
		}
	}
}

static void
draw_tail(const struct drawing *d, const struct bt_quadrant_item *item)
{
	bool braille = d->q->braille && d->q->glyphs == BT_GLYPHS_UTF8;
	enum bt_role role = item->selected ? BT_ROLE_FOCUS : BT_ROLE_DIM;
	int fx = braille ? 2 : 1, fy = braille ? 4 : 1, from_x = 0, from_y = 0, x, y;
	bool pen = false;

	for (size_t k = 0; k < item->n; k++) {
		bool there = point_at(d, item, k, fx, fy, &x, &y);

		if (there && pen)
			draw_way(d, from_x, from_y, x, y, braille, role);
		pen = there;
		from_x = x;
		from_y = y;
	}
	for (size_t k = 0; k + 1 < item->n && item->selected && !braille; k++)
		if (point_at(d, item, k, 1, 1, &x, &y))
			bt_grid_text(d->g, d->plot.x + x, d->plot.y + d->plot.h - 1 - y, 1, role,
			             glyphs[d->q->glyphs].week);
}

/* --- places and labels --------------------------------------------------------------------------------- */

static void
take(struct drawing *d, int x, int y, int w)
{
	if (d->n_taken < sizeof(d->taken) / sizeof(d->taken[0]))
		d->taken[d->n_taken++] = (struct bt_rect){x, y, w, 1};
}

static bool
draw_place(struct drawing *d, const struct bt_quadrant_item *item)
{
	int x, y;

	if (!place_of(d, item, &x, &y))
		return false;
	bt_grid_text(d->g, x, y, 1, item->selected ? BT_ROLE_FOCUS : role_of(item),
	             item->selected ? glyphs[d->q->glyphs].selected : glyphs[d->q->glyphs].place);
	take(d, x, y, 1);
	return true;
}

/* How bad a spot is for w columns of text: the cells it hides; -1: it cannot stand there. */
static int
cost_of(const struct drawing *d, int x, int y, int w)
{
	const struct bt_rect p = d->plot;
	int cost = 0;

	if (x < p.x || x + w > p.x + p.w || y < p.y || y >= p.y + p.h)
		return -1;
	for (size_t i = 0; i < d->n_taken; i++)
		if (d->taken[i].y == y && x < d->taken[i].x + d->taken[i].w && d->taken[i].x < x + w)
			return -1;
	for (int k = 0; k < w; k++) {
		const struct bt_cell *cell = bt_grid_at(d->g, x + k, y);

		if (!cell)
			return -1;
		cost += strcmp(cell->text, " ") != 0;
	}
	return cost;
}

/* Beside its place: right, left, above, below, then aslant; the spot that hides least. */
static void
draw_label(struct drawing *d, const struct bt_quadrant_item *item)
{
	static const struct {
		int x, y;                /* x: 1 right of it, -1 left of it, 0 centred */
	} spots[] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}, {0, -2}, {0, 2}};
	int w = bt_text_width(item->label), best = -1, best_x = 0, best_y = 0, x, y;

	if (!place_of(d, item, &x, &y) || w == 0)
		return;
	for (size_t i = 0; i < sizeof(spots) / sizeof(spots[0]) && best != 0; i++) {
		int at = spots[i].x > 0 ? x + 1 : spots[i].x < 0 ? x - w : x - w / 2;
		int cost = cost_of(d, at, y + spots[i].y, w);

		if (cost < 0 || (best >= 0 && cost >= best))
			continue;
		best = cost;
		best_x = at;
		best_y = y + spots[i].y;
	}
	if (best < 0 && !item->selected)
		return;
	if (best < 0) {
		best_y = y;
		best_x = x + 1 + w <= d->plot.x + d->plot.w ? x + 1 : x - w;
	}
	w = best_x < d->plot.x ? 0 : w;
	bt_grid_text(d->g, best_x, best_y, w, item->selected ? BT_ROLE_FOCUS : role_of(item), item->label);
	take(d, best_x, best_y, w);
}

/* --- all of it ------------------------------------------------------------------------------------------- */

/* What is drawn first lies below and has the first choice of spots: the selected entry's place is drawn last, its
 * label first.  */
size_t
bt_quadrant_draw(const struct bt_quadrant_plot *q, struct bt_grid *g, struct bt_rect r)
{
	struct drawing d = {.q = q, .g = g, .plot = r};
	size_t shown = 0, n = count(q);

	if (r.w < 1 || r.h < 1)
		return 0;
	find_scales(&d);
	draw_axes(&d, r);
	draw_cross(&d);
	draw_names(&d);
	for (int selected = 0; selected < 2; selected++)
		for (size_t i = 0; i < n; i++)
			if (q->item[i].selected == (bool)selected && (q->tails || selected))
				draw_tail(&d, &q->item[i]);
	for (int selected = 0; selected < 2; selected++)
		for (size_t i = 0; i < n; i++)
			if (q->item[i].selected == (bool)selected)
				shown += draw_place(&d, &q->item[i]);
	for (int selected = 1; selected >= 0; selected--)
		for (size_t i = 0; i < n; i++)
			if (q->item[i].selected == (bool)selected)
				draw_label(&d, &q->item[i]);
	return shown;
}
