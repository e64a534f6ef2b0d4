/* ui/delta.h - from the picture that a terminal shows to the one that is wanted, in few bytes. */
#ifndef BT_UI_DELTA_H
#define BT_UI_DELTA_H

#include "ui/grid.h"
#include "ui/palette.h"
#include "ui/pen.h"

/* Write what differs with the pen, which stands in a terminal of the size of both grids; `shown` is `wanted`
 * then, the cursor at its place, and nothing was written when they look the same.  */
void bt_delta_write(const struct bt_palette *palette, struct bt_pen *pen, struct bt_grid *shown,
                    const struct bt_grid *wanted);

#endif
