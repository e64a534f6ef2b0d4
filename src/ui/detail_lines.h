/* ui/detail_lines.h - the words about a chart in full: over it, in place of its legend, and instead of it. */
#ifndef BT_UI_DETAIL_LINES_H
#define BT_UI_DETAIL_LINES_H

#include "ui/detail.h"

/* The shown entry under the crosshair, or BT_CHART_NO_CROSS. */
size_t bt_detail_cross_at(const struct bt_detail *d);
/* Is it drawn in candles: are they wished, and are there prices for them? */
bool bt_detail_is_candles(const struct bt_detail *d);

/* "2025-08-11  open 219.10  high 220.61  low 217.30  close 218.02": the session under the crosshair. */
void bt_detail_cross_line(const struct bt_detail *d, size_t at, struct bt_grid *g, struct bt_rect r, bool ascii);
/* "358.89  ▲+0.70 %  2025-12-23  1Y ▲+14.20 % from 2024-12-23". */
void bt_detail_last_line(const struct bt_detail *d, const struct bt_detail_style *style, struct bt_grid *g,
                         struct bt_rect r);
/* The ranges with the one that is shown, and what the lines are; `period` of a candle, or NULL. */
void bt_detail_legend(const struct bt_detail *d, const struct bt_detail_style *style, const char *period, bool log,
                      struct bt_grid *g, struct bt_rect r);
/* The last note on the session under the crosshair; false: there is none, and nothing is drawn. */
bool bt_detail_note(const struct bt_detail *d, size_t cross, struct bt_grid *g, struct bt_rect r, bool ascii);
/* The chart in words, for those who hear it. */
void bt_detail_words(const struct bt_detail *d, struct bt_grid *g, struct bt_rect r);

#endif
