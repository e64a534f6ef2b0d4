#include "ui/heatmap.h"

#include <limits.h>
#include <stdlib.h>

size_t
bt_heatmap_at(const struct bt_heatmap *m, int x, int y)
{
	for (size_t i = 0; i < m->n; i++) {
		struct bt_rect r = m->cell[i].place;

		if (x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h)
			return i;
	}
	return m->n;
}

/* How far two spans are apart; negative: by how much they overlap. */
static int
apart(int a, int a_long, int b, int b_long)
{
	int from = a > b ? a : b, to = a + a_long < b + b_long ? a + a_long : b + b_long;

	return from - to;
}

/* How far a tile lies in a direction; LONG_MAX: not there.  It must begin where this one ends, or later, and
 * stand beside it.  The nearest counts, then the one whose corner is nearest.  */
static long
distance_sized(struct bt_rect from, struct bt_rect r, int dx, int dy)
{
	int ahead = dx ? (dx > 0 ? r.x - from.x - from.w : from.x - r.x - r.w)
	               : (dy > 0 ? r.y - from.y - from.h : from.y - r.y - r.h);
	int beside = dx ? apart(from.y, from.h, r.y, r.h) : apart(from.x, from.w, r.x, r.w);
	int aside = dx ? abs(r.y - from.y) : abs(r.x - from.x);

	return ahead < 0 || beside >= 0 ? LONG_MAX : ahead * 10000L + aside;
}

/* How far an equal cell lies in a direction: rows (or columns) first, then what it is off to the side.
 * Sideways means in the same row; up and down stay in the newspaper column.  */
static long
distance_equal(const struct bt_heatmap *m, struct bt_rect from, size_t to, size_t cell, int dx, int dy)
{
	struct bt_rect r = m->cell[to].place;
	long ahead = dx ? (long)(r.x - from.x) * dx : (long)(r.y - from.y) * dy;
	long aside = dx ? labs((long)r.y - from.y) : labs((long)r.x - from.x);

	if (ahead <= 0 || (dx && aside > 0))
		return LONG_MAX;
	if (dy && m->group[m->cell[to].group].title.x != m->group[m->cell[cell].group].title.x)
		return LONG_MAX;
	return ahead * 10000 + aside;
}

/* On in the order of reading, over cells without a place. */
static size_t
next_placed(const struct bt_heatmap *m, size_t cell, int by)
{
	for (size_t i = cell + (size_t)by; i < m->n; i += (size_t)by)    /* before 0 comes a number beyond n */
		if (m->cell[i].place.w > 0)
			return i;
	return cell;
}

size_t
bt_heatmap_step(const struct bt_heatmap *m, size_t cell, int dx, int dy)
{
	struct bt_rect from = m->cell[cell].place;
	size_t best = cell;
	long nearest = LONG_MAX;

	if (from.w == 0)
		return next_placed(m, cell, dx + dy);
	for (size_t i = 0; i < m->n; i++) {
		long d;

		if (m->cell[i].place.w == 0 || i == cell)
			continue;
		d = m->sized ? distance_sized(from, m->cell[i].place, dx, dy) : distance_equal(m, from, i, cell, dx, dy);
		if (d < nearest) {
			nearest = d;
			best = i;
		}
	}
	if (best == cell && dx && !m->sized)    /* the end of a row */
		best = next_placed(m, cell, dx);
	return best;
}

int
bt_heatmap_scroll(const struct bt_heatmap *m, size_t cell, int top, int h)
{
	int last = m->rows > h ? m->rows - h : 0;

	if (cell < m->n && m->cell[cell].place.w > 0) {
		const struct bt_heat_group *g = &m->group[m->cell[cell].group];
		struct bt_rect r = m->cell[cell].place;
		int first = r.y == m->cell[g->from].place.y ? g->title.y : r.y;  /* the title comes along */

		if (first < top)
			top = first;
		if (r.y + r.h > top + h)
			top = r.y + r.h - h;
	}
	return top < 0 ? 0 : top > last ? last : top;
}

size_t
bt_heatmap_shown(const struct bt_heatmap *m, int top, int h)
{
	size_t shown = 0;

	for (size_t i = 0; i < m->n; i++) {
		struct bt_rect r = m->cell[i].place;

		shown += r.w > 0 && r.y >= top && r.y + r.h <= top + h;
	}
	return shown;
}
