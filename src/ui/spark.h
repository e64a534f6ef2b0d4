/* ui/spark.h - a series as one row of blocks. */
#ifndef BT_UI_SPARK_H
#define BT_UI_SPARK_H

#include <stddef.h>

#include "ui/grid.h"

enum bt_glyphs { BT_GLYPHS_UTF8, BT_GLYPHS_HALF, BT_GLYPHS_ASCII };

/* Draw value[0..n-1], oldest first, into one row of w columns: the last value in the last column, as many
 * of the newest as there are columns, or, when n > w, the last value of each of w equal slices.  The
 * lowest value of those drawn is the lowest glyph, the highest the highest, in every glyph set.  NAN is
 * a gap (a blank); a flat series lies in the middle; a single point is one middle glyph.  */
void bt_spark_draw(struct bt_grid *g, int x, int y, int w, enum bt_role role, enum bt_glyphs glyphs,
                   const double *value, size_t n);

#endif
