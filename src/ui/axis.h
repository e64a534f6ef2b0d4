/* ui/axis.h - what stands beside a chart: the scale of its rows, round numbers, dates.  Pure. */
#ifndef BT_UI_AXIS_H
#define BT_UI_AXIS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

#define BT_AXIS_TICKS 40
#define BT_AXIS_LABEL 16

/* Values lo..hi on rows; log needs lo > 0. */
struct bt_scale {
	double lo, hi;
	bool log;
};

/* The scale that just holds value[0..n-1]; NAN is skipped, and `log` is dropped when a value is not
 * above 0.  Nothing there: lo and hi are NAN.  */
struct bt_scale bt_scale_of(const double *value, size_t n, bool log);
/* Make it hold these values too, and drop `log` if they need that. */
void bt_scale_widen(struct bt_scale *s, const double *value, size_t n);

/* The row of a value on a scale of `rows` of them, 0 the lowest.  lo is on row 0 and hi on the last, a
 * greater value never lower; what is beyond them has a row below 0 or from `rows` on.  A scale without
 * extent (lo = hi) puts its value in the middle.  v is not NAN.  */
int bt_scale_row(const struct bt_scale *s, double v, int rows);

struct bt_tick {
	int at;                          /* row from the bottom, or column */
	char label[BT_AXIS_LABEL];
};

/* Round values (1, 2 or 5 times a power of ten) inside the scale, lowest first, on rows of their own at
 * least `apart` apart.  Labels have the same number of decimals, as few as tell them apart.  Returns how
 * many; 0 for a scale without extent.  */
size_t bt_axis_values(const struct bt_scale *s, int rows, int apart, struct bt_tick tick[BT_AXIS_TICKS]);

/* A value as a label: as many decimals as the scale needs ("6912", "189.2", "0.4312"). */
char *bt_axis_number(const struct bt_scale *s, double v, char buf[BT_AXIS_LABEL]);

/* Labels under columns whose dates ascend (BT_DATE_NONE: nothing there): years, quarters, months or days,
 * the finest that leave a blank between any two.  A label starts at the first column of its period and
 * fits into `columns`.  */
size_t bt_axis_dates(const bt_date *date, int columns, struct bt_tick tick[BT_AXIS_TICKS]);

#endif
