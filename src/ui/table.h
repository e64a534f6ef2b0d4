/* ui/table.h - rows of a report as a table: columns that fit, a selection that stays, a sort.
 *
 * What a pane may show is one text, its columns joined by blanks: PATH[:WIDTH]/RANK, where PATH is a column
 * of a report ("last", "returns.YTD.pct") or a drawn one ("@mark", "@bar", "@trend"), WIDTH is other than
 * the column's usual one, and RANK says which fall away first where it is narrow (0 never).  They stand in
 * the order of the text; one that stands already is left out.  */
#ifndef BT_UI_TABLE_H
#define BT_UI_TABLE_H

#include <stdint.h>

#include "base/match.h"
#include "model/cell.h"
#include "model/report.h"
#include "ui/grid.h"
#include "ui/spark.h"

#define BT_TABLE_COLUMNS 24
#define BT_TABLE_KEY 80

enum bt_table_draw { BT_DRAW_TEXT, BT_DRAW_SPARK, BT_DRAW_BAR, BT_DRAW_MARK, BT_DRAW_TREND, BT_DRAW_UNREAD,
	BT_DRAW_FOLDED, BT_DRAW_MOVES };

struct bt_table_column {
	struct bt_cell_column cell;
	enum bt_table_draw draw;
	int rank;
	int width;               /* as laid out; 0: not shown */
};

/* What the user did to a table; lives as long as the pane. */
struct bt_table {
	struct bt_table_column column[BT_TABLE_COLUMNS];
	size_t n_column;
	const char *key_path;    /* column that tells rows apart; NULL: the first */
	char key[BT_TABLE_KEY];  /* its text in the selected row: it survives new rows */
	size_t selected;         /* its place, in the order shown */
	size_t top;              /* first row shown */
	size_t cursor;           /* column that `e` explains */
	int sort;                /* column sorted by, or -1: as they come */
	bool reverse;
	bool filtered;           /* only rows that have ... */
	struct bt_match filter;
	bool filter_not;         /* ... not */
	size_t *order;           /* rows in the order shown */
	size_t n;                /* of them; total without the filter */
	size_t total;
	size_t page;             /* rows that fitted at the last drawing */
};

/* Read the columns; those that this program does not know are left out. */
void bt_table_init(struct bt_table *t, const char *columns);
void bt_table_release(struct bt_table *t);
/* Other columns, in the same language; selection, filter and order stay, as far as they can. */
void bt_table_columns(struct bt_table *t, const char *columns);
/* Is that word (without rank) a column of tables at all? */
bool bt_table_is_column(const char *path);

/* New rows came (list of objects): sort them, find the selected one again. */
void bt_table_update(struct bt_table *t, const struct bt_val *rows);

/* Move the selection by so many rows, clamped; go to a row. */
void bt_table_move(struct bt_table *t, const struct bt_val *rows, long by);
void bt_table_go(struct bt_table *t, const struct bt_val *rows, size_t row);
void bt_table_cursor(struct bt_table *t, int by);
void bt_table_sort(struct bt_table *t, const struct bt_val *rows, int by, bool reverse);
/* Sort by that column (-1: as they come), in a direction or the usual one: numbers from the greatest, words from
 * A.  */
enum bt_sort { BT_SORT_USUAL, BT_SORT_UP, BT_SORT_DOWN };
void bt_table_sort_by(struct bt_table *t, const struct bt_val *rows, int column, enum bt_sort direction);
/* The column of that path or title, or -1. */
int bt_table_find(const struct bt_table *t, const char *name);
/* Select the next (or previous) row that has it in its words: a symbol, a name, a title, what is shown; false
 * when there is none.  */
bool bt_table_search(struct bt_table *t, const struct bt_val *rows, const struct bt_match *m, int direction);
/* Show only rows that have the pattern (base/match.h) in their words, or with '!' before it those that have
 * not; "" shows all.  BT_E_USAGE: a bad pattern, and nothing changed.  */
BT_MUST_CHECK enum bt_status bt_table_filter(struct bt_table *t, const struct bt_val *rows, const char *pattern,
                                             struct bt_err *err);

/* The selected row, or NULL. */
const struct bt_val *bt_table_row(const struct bt_table *t, const struct bt_val *rows);

struct bt_table_style {
	enum bt_glyphs glyphs;
	bool stale;              /* values dimmed: the last refresh failed */
	int64_t now_utc, made_utc;       /* of this drawing; of the rows */
	bool running;            /* redrawn every minute, so that ages may run; else they are times of day */
	const char *bar_path;    /* column that @bar draws */
	const char *strong_path; /* rows where that is true stand out; NULL: none */
};

/* Let the selection be among the rows shown, where there is room for that many; drawing does it, too. */
void bt_table_scroll(struct bt_table *t, int room);
/* Draw header and rows into r. */
void bt_table_draw(struct bt_table *t, const struct bt_val *rows, struct bt_grid *g, struct bt_rect r,
                   const struct bt_table_style *style);
/* Mark the selected row of the table that was drawn there, and rest the cursor on it; false: it is not shown. */
bool bt_table_select(const struct bt_table *t, struct bt_grid *g, struct bt_rect r);

#endif
