/* ui/view_breadth.h - view 2: what stands inside the indices, a universe beside the other, and a large chart of the
 * selected row under its index.  */
#ifndef BT_UI_VIEW_BREADTH_H
#define BT_UI_VIEW_BREADTH_H

#include "ui/internals.h"

struct bt_breadth_view {
	size_t row, top, page;           /* of spec/internals.def; rows that fitted at the last drawing */
	size_t universe;                 /* column of the cursor: a universe ... */
	int part;                        /* ... and in it today, a week ago, a month ago */
	size_t first;                    /* universe in the first column that is shown */
	bool on_chart;                   /* the chart has the focus: Left and Right move the crosshair */
	enum bt_range range;
	bool log;                        /* of the index */
	bt_date cross;                   /* session under the crosshair, or BT_DATE_NONE */

	struct bt_report report;         /* `show universes`, in the screen's arena */
	bool failed;
	struct bt_err err;
	const struct bt_universe_breadth *side;  /* what the rows are made of */
	size_t n_side, n_kept;
	struct bt_arena kept;            /* owns them where the engine has not made them, by close ... */
	uint64_t serial;                 /* ... of this snapshot, 0: of none */

	struct bt_arena arena;           /* owns the series */
	struct bt_internal_series series;
	bool old;                        /* it must be made anew */
	struct bt_rect list, chart, plot;        /* of the last drawing; w = 0: not shown */
};

void bt_breadth_view_init(struct bt_breadth_view *v);
void bt_breadth_view_release(struct bt_breadth_view *v);

struct bt_screen;
/* Draw the rows into r (ui/breadth_list.c); the cursor of the grid goes to the selected one. */
void bt_breadth_list_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect r);
/* The columns that all universes need; and of `spare` ones those that sparklines would take. */
int bt_breadth_list_width(const struct bt_breadth_view *v);
int bt_breadth_list_more(const struct bt_breadth_view *v, int spare);
/* Let the cursor go by so many cells, a week and a month ago being such only where they are told. */
void bt_breadth_list_move(struct bt_breadth_view *v, int by);
/* The row, by its path, that the cursor's part of row i stands for. */
const char *bt_breadth_list_path(const struct bt_breadth_view *v);

/* Draw the selected row's chart into r (ui/breadth_chart.c), its series made anew when it is old. */
void bt_breadth_chart_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect r);
/* Let the crosshair go by so many columns; it begins at the newest session. */
void bt_breadth_chart_cross(struct bt_breadth_view *v, int by);

#endif
