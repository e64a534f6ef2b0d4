/* ui/table_cell.h - one cell of a table: a value, a sparkline, a bar, the marks of a row. */
#ifndef BT_UI_TABLE_CELL_H
#define BT_UI_TABLE_CELL_H

#include "ui/table.h"

/* Draw the row's cell of that column into r (one row high). */
void bt_table_cell_draw(const struct bt_table_column *c, const struct bt_val *row, struct bt_grid *g,
                        struct bt_rect r, const struct bt_table_style *style);

#endif
