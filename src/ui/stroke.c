#include "ui/stroke.h"

#include <limits.h>
#include <math.h>

#include "ui/braille.h"

#define FINE_COLUMNS (2 * BT_CHART_COLUMNS)

/* The fine rows that a line covers in a fine column; lo > hi: none. */
struct span {
	int lo, hi;
};

static const struct span nothing = {INT_MAX, INT_MIN};

/* Glyphs of a cell by the fine row that is covered, from below, and for a steep run through it. */
struct glyphs {
	int rows;
	const char *at[5];
	const char *steep;
};

#define HALF {2, {"▄", "▀"}, "█"}
#define TICK {2, {".", "'"}, ":"}

static const struct glyphs sets[BT_STROKE_COUNT][3] = {
	[BT_STROKE_LINE] = {HALF, HALF, TICK},
	[BT_STROKE_THIN] = {{5, {"⎽", "⎼", "─", "⎻", "⎺"}, "│"}, {1, {"─"}, "│"}, {1, {"-"}, "|"}},
	[BT_STROKE_DOTS] = {{3, {".", "·", "˙"}, ":"}, {1, {"·"}, "·"}, {1, {"o"}, "o"}},
	[BT_STROKE_AREA] = {HALF, HALF, TICK},
	[BT_STROKE_DASH] = {{1, {"╌"}, "╎"}, {1, {"="}, "="}, {1, {"="}, "="}},
};

const char *
bt_stroke_sample(enum bt_stroke stroke, enum bt_glyphs glyphs)
{
	const struct glyphs *s = &sets[stroke][glyphs];

	return stroke == BT_STROKE_LINE && glyphs != BT_GLYPHS_ASCII ? "▀" : s->at[s->rows / 2];
}

/* --- layout in fine rows --------------------------------------------------------------------------- */

static void
cover(struct span *s, int row)
{
	s->lo = row < s->lo ? row : s->lo;
	s->hi = row > s->hi ? row : s->hi;
}

/* One line being laid out: where the pen is. */
struct pen {
	struct span *span;
	int x, row;              /* of the last point; x = -1: the pen is up */
};

/* Go on to a point: every fine column on the way is covered without a hole. */
static void
pen_to(struct pen *p, int x, int row)
{
	int from = p->row;

	if (p->x < 0 || x == p->x) {
		if (p->x >= 0)
			cover(&p->span[x], from);
		cover(&p->span[x], row);
	}
	for (int k = p->x + 1; p->x >= 0 && k <= x; k++) {
		int to = p->row + (int)((long long)(row - p->row) * (k - p->x) / (x - p->x));

		/* where it comes from belongs to the column before, which is covered there already */
		cover(&p->span[k], to);
		if (to > from + 1)
			cover(&p->span[k], from + 1);
		else if (to < from - 1)
			cover(&p->span[k], from - 1);
		from = to;
	}
	p->x = x;
	p->row = row;
}

/* Fine rows far outside count as one beyond the edge times a few: slopes stay, sums do not overflow. */
static int
bounded(int row, int rows)
{
	int far = rows * 100;

	return row > far ? far : row < -far ? -far : row;
}

static void
lay_out(const double *value, const size_t *pick, size_t n, const struct bt_scale *scale, int columns,
        int rows, struct span *span)
{
	struct pen pen = {.span = span, .x = -1};

	for (int x = 0; x < columns; x++)
		span[x] = nothing;
	for (size_t i = 0; i < n; i++) {
		double v = value[pick ? pick[i] : i];

		if (isfinite(v) && !(scale->log && v <= 0))
			pen_to(&pen, bt_chart_column(i, n, columns),
			       bounded(bt_scale_row(scale, v, rows), rows));
		else
			pen.x = -1;
	}
}

/* Fill every covered column down, or up, to the row of 0. */
static void
fill_from_zero(struct span *span, int columns, int zero)
{
	for (int x = 0; x < columns; x++)
		if (span[x].lo <= span[x].hi)
			cover(&span[x], zero);
}

/* --- cells ----------------------------------------------------------------------------------------- */

/* The glyph of a cell whose fine rows from `base` on are covered by a span that reaches into it. */
static const char *
glyph_of(const struct glyphs *g, const struct span *s, int base)
{
	int lo = s->lo > base ? s->lo - base : 0;
	int hi = s->hi < base + g->rows - 1 ? s->hi - base : g->rows - 1;
	int covered = hi - lo + 1;
	bool steep = g->rows == 1 ? s->hi - s->lo > 1 : covered > 1 && covered >= g->rows - 1;

	return steep ? g->steep : g->at[(lo + hi) / 2];
}

/* From fine row `split` on in `role`, below it in `below`. */
static void
draw_cells(const struct span *span, const struct glyphs *gl, struct bt_grid *g, struct bt_rect plot,
           enum bt_role role, enum bt_role below, int split)
{
	for (int x = 0; x < plot.w; x++) {
		for (int row = 0; row < plot.h; row++) {
			int base = row * gl->rows;

			if (span[x].lo < base + gl->rows && span[x].hi >= base)
				bt_grid_text(g, plot.x + x, plot.y + plot.h - 1 - row, 1,
				             base + gl->rows > split && span[x].hi > split ? role : below,
				             glyph_of(gl, &span[x], base));
		}
	}
}

static void
draw_braille(const struct span *span, struct bt_grid *g, struct bt_rect plot, enum bt_role role)
{
	for (int x = 0; x < plot.w; x++) {
		for (int row = 0; row < plot.h; row++) {
			unsigned dots = 0;
			char text[BT_BRAILLE_SIZE];

			for (int k = 0; k < 8; k++) {
				const struct span *s = &span[2 * x + k / 4];
				int fine = row * 4 + k % 4;

				dots |= fine >= s->lo && fine <= s->hi ? bt_braille_dot(k / 4, k) : 0u;
			}
			if (dots)
				bt_grid_text(g, plot.x + x, plot.y + plot.h - 1 - row, 1, role,
				             bt_braille_text(dots, text));
		}
	}
}

void
bt_stroke_draw(const double *value, const size_t *pick, size_t n, const struct bt_scale *scale,
               struct bt_grid *g, struct bt_rect plot, const struct bt_stroke_style *style)
{
	const struct glyphs *gl = &sets[style->stroke][style->glyphs];
	bool dots = style->braille && style->glyphs == BT_GLYPHS_UTF8 && style->stroke == BT_STROKE_LINE;
	bool area = style->stroke == BT_STROKE_AREA;
	struct span span[FINE_COLUMNS];
	int zero;

	if (plot.w < 1 || plot.h < 1 || plot.w > BT_CHART_COLUMNS || isnan(scale->lo))
		return;
	lay_out(value, pick, n, scale, dots ? 2 * plot.w : plot.w, plot.h * (dots ? 4 : gl->rows), span);
	zero = area ? bounded(bt_scale_row(scale, 0, plot.h * gl->rows), plot.h * gl->rows) : INT_MIN / 2;
	if (area)
		fill_from_zero(span, plot.w, zero);
	if (dots)
		draw_braille(span, g, plot, style->role);
	else
		draw_cells(span, gl, g, plot, style->role, area ? BT_ROLE_DOWN : style->role, zero);
}
