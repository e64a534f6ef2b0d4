/* ui/heatmap_words.h - what the heat map says of itself: what is covered and shown, the totals, the selected cell. */
#ifndef BT_UI_HEATMAP_WORDS_H
#define BT_UI_HEATMAP_WORDS_H

#include "ui/screen.h"

/* Is the weight of any member known? */
bool bt_heatmap_has_weights(const struct bt_screen *s);
/* "sp500: 501 of 503, sized by market cap, 503 of 503 shown", or less of it in w columns; what is not shown is told
 * before all else.  */
void bt_heatmap_coverage(const struct bt_screen *s, size_t shown, int w, char *buf, size_t size);
/* Of all members over the horizon: "312 up, 180 down, 9 unchanged", or brief "+312 -180".  Those of 1D are the
 * advances and declines of the breadth view.  */
void bt_heatmap_totals(const struct bt_screen *s, bool brief, char *buf, size_t size);
/* "NVDA NVIDIA  1D +1.52%  from 2025-12-22  last 189.21  weight 7.12%": the selected cell, on one row. */
void bt_heatmap_info_draw(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r);

#endif
