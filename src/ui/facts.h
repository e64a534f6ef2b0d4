/* ui/facts.h - what is known of one symbol or expression, a line a number: returns with their bases, records,
 * ranges, streaks, trend, news.  Every line names the cell of a report that it shows, so `e` explains it.  */
#ifndef BT_UI_FACTS_H
#define BT_UI_FACTS_H

#include "model/report.h"
#include "ui/grid.h"
#include "ui/spark.h"

#define BT_FACTS_MAX 64
#define BT_FACT_COLUMNS 51               /* width at which a line is whole */

struct bt_fact {
	const char *label;
	const char *text;                /* "" of news */
	const char *note;                /* dates, bases, counts */
	int direction;                   /* -1, 0, 1 of the number, as bt_cell_direction */
	const struct bt_report *report;  /* NULL: nothing to explain */
	const char *path;
};

struct bt_facts {
	struct bt_fact at[BT_FACTS_MAX];
	size_t n;
	size_t selected, top;            /* kept when they are made anew */
	size_t page;                     /* that fitted at the last drawing */
};

/* Make them of `show symbol` and, when not NULL, of `show ratios` about the same thing; they borrow the
 * reports.  */
void bt_facts_make(struct bt_facts *f, const struct bt_report *symbol, const struct bt_report *ratio,
                   struct bt_arena *a);
void bt_facts_move(struct bt_facts *f, long by);

/* Draw as many columns of them as fit, filled from the top; returns the place of the selected one in *x,
 * *y, false when none is shown.  */
bool bt_facts_draw(struct bt_facts *f, struct bt_grid *g, struct bt_rect r, enum bt_glyphs glyphs,
                   bool focused, int *x, int *y);

#endif
