/* ui/chart_key.h - what the keys of a chart (BT_CTX_CHART) do to the one that is shown. */
#ifndef BT_UI_CHART_KEY_H
#define BT_UI_CHART_KEY_H

#include "ui/screen.h"

/* One of the actions of BT_CTX_CHART. */
void bt_chart_act(struct bt_screen *s, enum bt_action action, int64_t now_utc);
/* Compare with that, or with nothing (""); what cannot be compared leaves the chart as it was. */
void bt_chart_compare(struct bt_screen *s, const char *text, int64_t now_utc);

#endif
