/* model/cell.h - one value of a report as people read it: the screen and `show` in text. */
#ifndef BT_MODEL_CELL_H
#define BT_MODEL_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/val.h"
#include "model/report.h"

#define BT_CELL_TEXT_SIZE 160

/* Write v into buf by its format and return buf.  Null, and what has no text (objects), is "-".  A
 * percentage has its sign always; a list of words or percentages is joined by blanks, one of other
 * numbers is "-" (its sparkline is the caller's).  */
char *bt_cell_text(const struct bt_val *v, enum bt_format format, char buf[BT_CELL_TEXT_SIZE]);

/* "3s", "12m", "5h", "9d": an age in at most four columns; "-" for a negative one. */
char *bt_age_text(int64_t seconds, char buf[BT_CELL_TEXT_SIZE]);

/* Numbers stand at the right end of their column, words at the left. */
bool bt_format_is_right(enum bt_format format);

/* -1, 0, 1: falling, unchanged, rising, for formats that have a direction (PCT, CHANGE); 0 for all else.  Judged
 * on the value as shown: what reads +0.00 is unchanged.  */
int bt_cell_direction(const struct bt_val *v, enum bt_format format);

/* The column that a path stands for, with the title to show: "last"; "returns.YTD.pct" has the title
 * "YTD" and format PCT.  False when it is none.  */
struct bt_cell_column {
	char path[40];
	char title[24];
	enum bt_format format;
	int width;
	enum bt_column column;   /* of the first part of the path */
};
bool bt_cell_column(const char *path, struct bt_cell_column *out);

#endif
