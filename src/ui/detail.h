/* ui/detail.h - one symbol or expression in full: a chart, and what is known of it in numbers. */
#ifndef BT_UI_DETAIL_H
#define BT_UI_DETAIL_H

#include "ui/facts.h"
#include "ui/prompt.h"
#include "ui/study.h"

struct bt_detail {
	char text[BT_PROMPT_SIZE];       /* what is shown; "" nothing yet */
	char compare[BT_PROMPT_SIZE];    /* beside it, or "" */
	enum bt_range range;
	bool log, averages, candles;
	enum bt_indicator indicator;     /* in a pane under the chart */
	bool numbers;                    /* where there is no room for both: the numbers, not the chart */
	bt_date cross;                   /* session under the crosshair, or BT_DATE_NONE */

	struct bt_arena arena;           /* owns what follows */
	struct bt_study study;
	struct bt_report symbol, ratio;
	bool failed;
	struct bt_err err;               /* why */
	struct bt_facts facts;
	int columns;                     /* of the plot at the last drawing */
};

/* How it is drawn. */
struct bt_detail_style {
	enum bt_glyphs glyphs;
	bool braille, accessible, sample;
	bool focused;                    /* nothing lies over it */
};

void bt_detail_init(struct bt_detail *d);
void bt_detail_release(struct bt_detail *d);

/* Turn to another symbol or expression; bt_detail_update makes it.  False: the text is too long. */
bool bt_detail_open(struct bt_detail *d, const char *text);
/* Make everything anew: another snapshot, day, range or comparison. */
void bt_detail_update(struct bt_detail *d, const struct bt_scope *scope, bt_date as_of);

/* A longer (by > 0) or shorter range. */
void bt_detail_range(struct bt_detail *d, int by);
/* Move the crosshair by columns; it appears at the newest session. */
void bt_detail_cross(struct bt_detail *d, int by);

void bt_detail_draw(struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
                    struct bt_rect r);
/* The chart alone, under its title. */
void bt_detail_draw_titled(struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
                          struct bt_rect r);

#endif
