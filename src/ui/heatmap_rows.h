/* ui/heatmap_rows.h - the rows of the heat map's report as cells, in the order of its table. */
#ifndef BT_UI_HEATMAP_ROWS_H
#define BT_UI_HEATMAP_ROWS_H

#include "ui/heatmap.h"
#include "ui/pane.h"

/* Is the table sorted by that column? */
bool bt_heatmap_sorted_by(const struct bt_table *t, const char *path);

/* Fill cells and groups from a pane of `show heatmap`: sectors by weight, mean or name, as the table is sorted,
 * and each cell within its sector as its row stands there; rows that are filtered out have none.  The arrays
 * are the map's, grown by bt_xrealloc; texts are the report's.  Nothing has a place yet.  */
void bt_heatmap_take(struct bt_heatmap *m, const struct bt_pane *p);

#endif
