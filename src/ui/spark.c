#include "ui/spark.h"

#include <math.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Seven of the eighths: a whole block would touch what stands on the row above. */
static const char *const eighths[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇"};
static const char *const halves[] = {"_", "▄", "█"};
static const char *const letters[] = {".", ":", "-", "=", "+", "*", "#"};

static const struct {
	const char *const *glyph;
	size_t n;
} sets[] = {
	[BT_GLYPHS_UTF8] = {eighths, COUNT(eighths)},
	[BT_GLYPHS_HALF] = {halves, COUNT(halves)},
	[BT_GLYPHS_ASCII] = {letters, COUNT(letters)},
};

/* The value drawn in column i of w: the last of its slice that is there. */
static double
column_value(const double *value, size_t n, size_t i, size_t w)
{
	size_t from, to;

	if (n <= w)
		return value[i];
	from = n * i / w;
	to = n * (i + 1) / w;
	while (to > from + 1 && isnan(value[to - 1]))
		to--;
	return value[to - 1];
}

void
bt_spark_draw(struct bt_grid *g, int x, int y, int w, enum bt_role role, enum bt_glyphs glyphs,
              const double *value, size_t n)
{
	size_t columns = w > 0 ? (size_t)w : 0, used = n < columns ? n : columns;
	double lo = INFINITY, hi = -INFINITY;
	size_t levels = sets[glyphs].n;

	for (size_t i = 0; i < used; i++) {
		double v = column_value(value, n, i, columns);

		if (v < lo)
			lo = v;
		if (v > hi)
			hi = v;
	}
	for (size_t i = 0; i < used; i++) {
		double v = column_value(value, n, i, columns);
		size_t level = levels / 2;

		if (isnan(v))
			continue;
		if (hi > lo)
			level = (size_t)fmin((v - lo) / (hi - lo) * (double)levels, (double)levels - 1);
		bt_grid_text(g, x + (int)(columns - used + i), y, 1, role, sets[glyphs].glyph[level]);
	}
}
