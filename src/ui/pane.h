/* ui/pane.h - a pane: one report as a table under a title; the rows of spec/panes.def. */
#ifndef BT_UI_PANE_H
#define BT_UI_PANE_H

#include "model/report.h"
#include "ui/kept.h"
#include "ui/table.h"

enum bt_pane_id {
#define BT_PANE(id, view, title, report, column, width, columns) BT_PANE_##id,
#include "spec/panes.def"
	BT_PANE_COUNT
};

struct bt_pane_spec {
	enum bt_view view;
	const char *title;
	enum bt_view report;             /* that fills it */
	int column, width;               /* wishes; see struct bt_pane_wish */
	const char *columns;             /* see ui/table.h; %H stands for the horizon of its bars */
};
const struct bt_pane_spec *bt_pane_spec(enum bt_pane_id id);

#define BT_PANE_COLUMNS 512

struct bt_pane {
	struct bt_table table;
	bool made;                       /* its report is of the present snapshot and day */
	char chosen[BT_PANE_COLUMNS];    /* columns that the user chose, PATH[:WIDTH] words; "" the usual */
	char horizon[BT_HORIZON_NAME_SIZE];      /* of its bars: that which it is sorted by */
	struct bt_report report;         /* of the present snapshot and day */
	struct bt_ask ask;               /* what it was asked for */
	bool failed;                     /* it could not be made; why: */
	struct bt_err err;
	struct bt_rect place;            /* of the last drawing; w = 0: not shown */
	struct bt_kept title, body;      /* as they were drawn; the selection stands over the body */
};

/* A pane with the columns of its row, and no report yet. */
void bt_pane_init(struct bt_pane *p, enum bt_pane_id id);
/* Lay its columns out anew: chosen, or those of its row for its horizon. */
void bt_pane_columns(struct bt_pane *p, enum bt_pane_id id);
/* It was sorted: bars and counts of the giants are of that horizon. */
void bt_pane_sorted(struct bt_pane *p, enum bt_pane_id id);
/* "indices": the name of a pane in the state file. */
const char *bt_pane_name(enum bt_pane_id id, char buf[40]);
void bt_pane_release(struct bt_pane *p);
/* Let %H of its columns be that horizon ("YTD" at first); what the user did to the table stays. */
void bt_pane_horizon(struct bt_pane *p, enum bt_pane_id id, const char *horizon);

struct bt_screen;
struct bt_cell_place;
/* Does it come only where there is room?  Its report is made when it is shown. */
bool bt_pane_is_extra(enum bt_pane_id id);
/* The number under the cursor of its table; false: it has no rows. */
bool bt_pane_cell(const struct bt_pane *p, struct bt_cell_place *out);
/* Give the panes of the view their places on a screen of that size. */
void bt_panes_lay_out(struct bt_screen *s, int w, int h);
void bt_pane_draw(struct bt_screen *s, struct bt_grid *g, enum bt_pane_id id);

/* A title row over a rectangle: the name, SAMPLE where it is, a remark and a right-hand word ("" none). */
void bt_title_draw(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r, const char *title,
                   const char *remark, const char *right, bool focused);

#endif
