/* act_view.c - what is looked at: views, panes, days, charts; text laid over them, and the way back. */
#include <stdio.h>
#include <string.h>

#include "ui/act.h"
#include "ui/alert_list.h"
#include "ui/chart_key.h"
#include "ui/help.h"
#include "ui/travel.h"
#include "ui/universe_list.h"
#include "ui/view.h"

/* Every view has the key of its name, but those that a row opens. */
#define BT_SCREEN(id, name) BT_DOES(VIEW_##id, bt_screen_view(s, BT_VIEW_##id, now_utc))
#define BT_SCREEN_OPENED(id, name)
#include "spec/screens.def"

static void
turn_pane(struct bt_screen *s, int by)
{
	for (int i = 0; i < BT_PANE_COUNT; i++) {
		s->focus = (enum bt_pane_id)(((int)s->focus + by + BT_PANE_COUNT) % BT_PANE_COUNT);
		if (bt_screen_has_pane(s, (int)s->focus) &&
		    (s->layout.single || s->layout.n == 0 || s->pane[s->focus].place.w > 0))
			return;
	}
}

BT_DOES(PANE_NEXT, turn_pane(s, 1))
BT_DOES(PANE_PREV, turn_pane(s, -1))
BT_DOES(ZOOM, s->zoom = !s->zoom)

BT_DOES(DAY_PREV, bt_travel_days(s, -1, now_utc))
BT_DOES(DAY_NEXT, bt_travel_days(s, 1, now_utc))
BT_DOES(MONTH_PREV, bt_travel_months(s, -1, now_utc))
BT_DOES(MONTH_NEXT, bt_travel_months(s, 1, now_utc))
BT_DOES(NOW, bt_screen_go(s, BT_DATE_NONE, now_utc))

static void
accept_date(struct bt_screen *s, const char *text, int64_t now_utc)
{
	bt_date d;

	if (bt_date_parse(text, strlen(text), &d))
		bt_travel_to(s, d, now_utc);
	else if (strcmp(text, "now") == 0)
		bt_screen_go(s, BT_DATE_NONE, now_utc);
	else if (text[0])
		bt_screen_notice(s, true, "\"%s\" is no date; type one such as 2025-12-23", text);
}

BT_DOES(DATE, bt_screen_ask_for(s, BT_ENTRY_DATE, "Date (YYYY-MM-DD): ", accept_date))

#define CHARTS(id) BT_DOES(id, bt_chart_act(s, BT_ACTION_##id, now_utc))

CHARTS(RANGE_SHORTER)
CHARTS(RANGE_LONGER)
CHARTS(COMPARE)
CHARTS(CHART_CANDLES)
CHARTS(CHART_LOG)
CHARTS(CHART_AVERAGES)
CHARTS(CHART_INDICATOR)

BT_DOES(EXPLAIN, bt_screen_explain(s))
BT_DOES(ALERTS, bt_alerts_open(s))
BT_DOES(UNIVERSE, bt_universes_open(s))

BT_ACT(HELP)
{
	(void)now_utc;
	if (s->overlay.open)
		s->overlay.open = false;
	else
		bt_help_open(&s->overlay, &s->keymap, (int)bt_view_ops(s)->ctx, bt_view_spec(s->view)->name);
	return BT_EFFECT_NONE;
}

/* One step back: the line being typed, the text on top, the view's own, the zoom.  True when there was one. */
static bool
go_back(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	bool *const on_top = s->prompt.open ? &s->prompt.open : &s->overlay.open;

	if (*on_top)
		*on_top = false;
	else if (ops->back && ops->back(s, now_utc))
		;
	else if (!ops->whole && s->pane[s->focus].table.filtered)
		bt_screen_filter(s, "");
	else if (s->zoom)
		s->zoom = false;
	else
		return false;
	return true;
}

BT_DOES(BACK, go_back(s, now_utc))

BT_ACT(QUIT)
{
	return go_back(s, now_utc) ? BT_EFFECT_NONE : BT_EFFECT_QUIT;
}
