/* ui/quadrant.h - the rotation map as cells: each entry where its strength (to the right) and the momentum
 * of that (up) put it around 100, and the way that it came.
 *
 * Pure.  Both axes reach as far on either side of 100, so the cross stands in the middle and the quadrants
 * are the quarters: improving, leading, lagging, weakening, which are named.  The scale holds every point of every
 * entry, shown or not, so that it stays when the selection moves.  An entry's place is its last point; one
 * without it is not on the map.  Labels stand where they hide no place and no other label; one that finds
 * no such spot is left out, but that of the selected entry is always there.  */
#ifndef BT_UI_QUADRANT_H
#define BT_UI_QUADRANT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/grid.h"
#include "ui/spark.h"

#define BT_QUADRANT_ITEMS 64             /* more are not drawn */
#define BT_QUADRANT_POINTS 16

struct bt_quadrant_item {
	const char *label;
	double ratio[BT_QUADRANT_POINTS], mom[BT_QUADRANT_POINTS];       /* oldest first; NAN: a gap */
	size_t n;
	bool selected;
};

struct bt_quadrant_plot {
	const struct bt_quadrant_item *item;
	size_t n;
	bool tails;                      /* of all; else of the selected one alone */
	enum bt_glyphs glyphs;
	bool braille;                    /* tails in dots, with BT_GLYPHS_UTF8 */
};

/* Draw it into r; returns how many entries are on the map. */
size_t bt_quadrant_draw(const struct bt_quadrant_plot *q, struct bt_grid *g, struct bt_rect r);

/* Is there room for the tails of that many entries? */
bool bt_quadrant_has_room(size_t n, struct bt_rect r);

#endif
