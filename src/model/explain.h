/* model/explain.h - how one number of a report was made: behind `--explain` and the key e. */
#ifndef BT_MODEL_EXPLAIN_H
#define BT_MODEL_EXPLAIN_H

#include "model/report.h"

/* The explanation of a cell, an object of
 *	column, title, value          what is explained
 *	help                          the column in a sentence
 *	metric, formula, parameters, unit, lookback, reference   of its metric; absent when it has none
 *	inputs                        list of {name, title, value, date} from the same row (date may be null)
 *	coverage                      "351 of 357 members", or absent
 *	date, source, base, price     of the row and the report
 *	manual                        where it is written up
 * path is a column or a path into one ("returns.YTD.pct").  Texts live in the arena, the report or tables.
 * BT_E_USAGE when the report has no such row or column.  */
BT_MUST_CHECK enum bt_status bt_explain_cell(const struct bt_report *r, size_t row, const char *path,
                                             struct bt_arena *a, struct bt_val *out,
                                             struct bt_err *err);

/* The same in lines for people, separated by '\n', without the members that are absent. */
const char *bt_explain_text(const struct bt_val *explanation, struct bt_arena *a);

#endif
