/* ui/stroke.h - one line of a chart on its plot.
 *
 * A cell has more rows than one (two halves, four dots ...), so a line is first laid out in these fine
 * rows and columns and then turned into glyphs.  */
#ifndef BT_UI_STROKE_H
#define BT_UI_STROKE_H

#include "ui/chart.h"

struct bt_stroke_style {
	enum bt_stroke stroke;
	enum bt_role role;
	enum bt_glyphs glyphs;
	bool braille;
};

/* Draw value[pick[0]], value[pick[1]] ... (pick NULL: value[0], value[1] ...) over the whole plot, cut at
 * its edges.  */
void bt_stroke_draw(const double *value, const size_t *pick, size_t n, const struct bt_scale *scale,
                    struct bt_grid *g, struct bt_rect plot, const struct bt_stroke_style *style);

#endif
