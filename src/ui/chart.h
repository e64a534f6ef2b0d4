/* ui/chart.h - a series in time as a picture of cells: a line or candles, with its axes, averages, a
 * trend line, marks and a crosshair.
 *
 * Pure: the same chart in the same rectangle gives the same cells, and none outside it.  Newest to the
 * right, greater above, in every glyph set.  The first entry stands in the first column and the last in the
 * last; when there are more entries than columns a column shows all values of its slice, from the lowest
 * to the highest, so that no extreme is lost; when there are fewer they are joined by straight lines.
 * NAN is a gap, which nothing bridges.  A single value is one glyph in the middle row, a flat series a
 * line there.  */
#ifndef BT_UI_CHART_H
#define BT_UI_CHART_H

#include "base/date.h"
#include "ui/axis.h"
#include "ui/grid.h"
#include "ui/spark.h"

#define BT_CHART_COLUMNS 512             /* wider rectangles are used to this */
#define BT_CHART_LINES 5

/* How a line is drawn: told apart by form, so that colour only helps. */
enum bt_stroke {
	BT_STROKE_LINE,          /* half blocks or braille: the series itself */
	BT_STROKE_THIN,          /* a thin line: a short average, another series */
	BT_STROKE_DOTS,          /* dots: a long average */
	BT_STROKE_DASH,          /* dashes: a trend line, a level */
	BT_STROKE_AREA,          /* filled from 0 to the series: what is above or below nothing */
	BT_STROKE_COUNT
};

struct bt_chart_line {
	const double *value;     /* one for each entry of the chart */
	enum bt_stroke stroke;
	enum bt_role role;
	bool scaled;             /* the scale makes room for it; else it is cut at the edges */
};

/* In rising rank: where two fall on one cell, the later kind shows. */
enum bt_mark_kind {
	BT_MARK_PIVOT,           /* a swing high that the trend line looks at */
	BT_MARK_SIGNAL,          /* a signal of breadth fired */
	BT_MARK_RECORD,          /* a record close: on a row of its own below the plot */
	BT_MARK_NOTE,            /* something the user wrote: there, too */
	BT_MARK_ANCHOR,          /* what a trend line was drawn through */
	BT_MARK_FAIL,            /* a break-out failed */
	BT_MARK_BREAK,           /* a trend line was broken */
	BT_MARK_COUNT
};

struct bt_chart_mark {
	size_t at;               /* entry */
	enum bt_mark_kind kind;
};

#define BT_CHART_NO_CROSS ((size_t)-1)

struct bt_chart {
	size_t n;                        /* entries, oldest first */
	const bt_date *date;
	const double *value;             /* the series; of candles the close */
	const double *open, *high, *low; /* all three: candles; else NULL */
	struct bt_chart_line line[BT_CHART_LINES];
	size_t n_line;
	const struct bt_chart_mark *mark;
	size_t n_mark;
	size_t cross;                    /* entry under the crosshair, or BT_CHART_NO_CROSS */
	bool log;
	enum bt_glyphs glyphs;
	bool braille;                    /* with BT_GLYPHS_UTF8 */
	enum bt_role role;               /* of the series as a line */
	bool area;                       /* the series filled from 0, in UP above it and DOWN below */
	const double *level;             /* values that the eye goes by, such as 30 and 70; the scale holds them */
	size_t n_level;
	/* where several stand below each other (ui/stack.h): */
	const struct bt_chart *above;    /* the chart whose columns it shares; NULL: its own */
	int label_w;                     /* columns that the values at the right take; 0: as they need */
	bool undated;                    /* no dates below */
};

/* Where it came to stand; the scale's log is false when the values did not allow it. */
struct bt_chart_place {
	struct bt_rect plot;             /* w = 0: nothing to draw */
	struct bt_scale scale;
	const char *period;              /* of a candle: "day", "week" ...; NULL of a line */
};

struct bt_chart_place bt_chart_draw(const struct bt_chart *c, struct bt_grid *g, struct bt_rect r);

/* The columns that the values at its right would like in that rectangle, a blank before them too. */
int bt_chart_label_w(const struct bt_chart *c, struct bt_rect r);

/* The column of entry i among n, and the newest entry of a column, or the nearest to it. */
int bt_chart_column(size_t i, size_t n, int columns);
size_t bt_chart_entry(int x, size_t n, int columns);

/* A glyph of a stroke and of a mark, for legends. */
const char *bt_stroke_sample(enum bt_stroke stroke, enum bt_glyphs glyphs);
const char *bt_mark_glyph(enum bt_mark_kind kind, enum bt_glyphs glyphs);

#endif
