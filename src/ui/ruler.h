/* ui/ruler.h - a row of time with the day on it that the screen stands at: what time travel moves along.
 *
 * Pure.  It ends at the newest session and reaches back a year, three, ten, or over all there is: the shortest
 * of them that holds the day and a little before it, so that a step is seen while the day is near.  */
#ifndef BT_UI_RULER_H
#define BT_UI_RULER_H

#include "base/date.h"
#include "ui/grid.h"
#include "ui/spark.h"

struct bt_ruler {
	bt_date first, last;             /* of the history */
	bt_date at;                      /* where the screen stands */
	enum bt_glyphs glyphs;
};

/* The date at its left end. */
bt_date bt_ruler_from(const struct bt_ruler *r);

/* Draw it into one row; nothing without a history of two days, or in fewer than 10 columns. */
void bt_ruler_draw(const struct bt_ruler *r, struct bt_grid *g, struct bt_rect row);

/* The date under a column of the row, or BT_DATE_NONE; and the column of a date, clamped to the row. */
bt_date bt_ruler_date(const struct bt_ruler *r, struct bt_rect row, int x);
int bt_ruler_column(const struct bt_ruler *r, struct bt_rect row, bt_date d);

#endif
