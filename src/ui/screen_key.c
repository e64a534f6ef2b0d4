#include "ui/screen_key.h"

#include <stdio.h>
#include <string.h>

#include "core/calendar.h"
#include "ui/help.h"

static struct bt_pane *
focused(struct bt_screen *s)
{
	return &s->pane[s->focus];
}

static struct bt_table *
table(struct bt_screen *s)
{
	return &focused(s)->table;
}

static const struct bt_val *
rows(struct bt_screen *s)
{
	return &focused(s)->report.rows;
}

static void
move(struct bt_screen *s, long by)
{
	if (s->overlay.open)
		bt_overlay_move(&s->overlay, by);
	else if (s->view == BT_VIEW_SYMBOL)
		bt_facts_move(&s->detail.facts, by);
	else
		bt_table_move(table(s), rows(s), by);
}

static long
half_page(struct bt_screen *s)
{
	size_t page = s->overlay.open ? s->overlay.page
	              : s->view == BT_VIEW_SYMBOL ? s->detail.facts.page : table(s)->page;

	return page > 2 ? (long)page / 2 : 1;
}

#define ACT(name) static enum bt_effect act_##name(struct bt_screen *s, int64_t now_utc)
#define MOVES(name, by) \
	ACT(name) \
	{ \
		(void)now_utc; \
		move(s, (by)); \
		return BT_EFFECT_NONE; \
	}
#define GIVES(name, effect) \
	ACT(name) \
	{ \
		(void)s; \
		(void)now_utc; \
		return (effect); \
	}

MOVES(DOWN, 1)
MOVES(UP, -1)
MOVES(PAGE_DOWN, half_page(s))
MOVES(PAGE_UP, -half_page(s))
MOVES(FIRST, -1000000)
MOVES(LAST, 1000000)

GIVES(REFRESH, BT_EFFECT_REFRESH)
GIVES(REFRESH_ALL, BT_EFFECT_REFRESH_ALL)
GIVES(PAUSE, BT_EFFECT_PAUSE)
GIVES(SAMPLE, BT_EFFECT_SAMPLE)
GIVES(MOUSE, BT_EFFECT_MOUSE)
GIVES(REDRAW, BT_EFFECT_REDRAW)
GIVES(SUSPEND, BT_EFFECT_SUSPEND)

ACT(VIEW_OVERVIEW)
{
	bt_screen_view(s, BT_VIEW_OVERVIEW, now_utc);
	return BT_EFFECT_NONE;
}

ACT(VIEW_RATIOS)
{
	bt_screen_view(s, BT_VIEW_RATIOS, now_utc);
	return BT_EFFECT_NONE;
}

static void
turn_pane(struct bt_screen *s, int by)
{
	struct bt_detail *chart = bt_screen_chart(s);

	if (chart) {
		chart->numbers = !chart->numbers;
		return;
	}
	do
		s->focus = (enum bt_pane_id)(((int)s->focus + by + BT_PANE_COUNT) % BT_PANE_COUNT);
	while (!bt_screen_has_pane(s, (int)s->focus));
}

ACT(PANE_NEXT)
{
	(void)now_utc;
	turn_pane(s, 1);
	return BT_EFFECT_NONE;
}

ACT(PANE_PREV)
{
	(void)now_utc;
	turn_pane(s, -1);
	return BT_EFFECT_NONE;
}

ACT(ZOOM)
{
	(void)now_utc;
	s->zoom = !s->zoom;
	return BT_EFFECT_NONE;
}

ACT(LEFT)
{
	(void)now_utc;
	if (s->view == BT_VIEW_SYMBOL)
		bt_detail_cross(&s->detail, -1);
	else
		bt_table_cursor(table(s), -1);
	return BT_EFFECT_NONE;
}

ACT(RIGHT)
{
	(void)now_utc;
	if (s->view == BT_VIEW_SYMBOL)
		bt_detail_cross(&s->detail, 1);
	else
		bt_table_cursor(table(s), 1);
	return BT_EFFECT_NONE;
}

ACT(SORT_NEXT)
{
	(void)now_utc;
	bt_table_sort(table(s), rows(s), 1, false);
	return BT_EFFECT_NONE;
}

ACT(SORT_PREV)
{
	(void)now_utc;
	bt_table_sort(table(s), rows(s), -1, false);
	return BT_EFFECT_NONE;
}

ACT(SORT_REVERSE)
{
	(void)now_utc;
	bt_table_sort(table(s), rows(s), 0, true);
	return BT_EFFECT_NONE;
}

static enum bt_effect
ask(struct bt_screen *s, enum bt_asking what, const char *label)
{
	s->asking = what;
	bt_prompt_open(&s->prompt, label);
	return BT_EFFECT_NONE;
}

ACT(SEARCH)
{
	(void)now_utc;
	return ask(s, BT_ASKING_SEARCH, "Search: ");
}

ACT(DATE)
{
	(void)now_utc;
	return ask(s, BT_ASKING_DATE, "Date (YYYY-MM-DD): ");
}

ACT(EXPRESSION)
{
	(void)now_utc;
	return ask(s, BT_ASKING_EXPRESSION, "Symbol or expression: ");
}

ACT(COMPARE)
{
	(void)now_utc;
	return ask(s, BT_ASKING_COMPARE, "Compare with (empty: nothing): ");
}

ACT(OPEN)
{
	const struct bt_val *row = bt_table_row(table(s), rows(s));
	const char *text = bt_val_as_str(bt_val_get(row, "symbol"));

	if (!text)
		text = bt_val_as_str(bt_val_get(row, "expr"));
	if (s->view != BT_VIEW_SYMBOL && text && *text)
		bt_screen_open(s, text, now_utc);
	else if (s->view != BT_VIEW_SYMBOL && row)
		bt_screen_notice(s, true, "nothing to open here");
	return BT_EFFECT_NONE;
}

ACT(RANGE_SHORTER)
{
	bt_detail_range(bt_screen_chart(s), -1);
	bt_screen_update_detail(s, now_utc);
	return BT_EFFECT_NONE;
}

ACT(RANGE_LONGER)
{
	bt_detail_range(bt_screen_chart(s), 1);
	bt_screen_update_detail(s, now_utc);
	return BT_EFFECT_NONE;
}

ACT(CHART_CANDLES)
{
	struct bt_detail *chart = bt_screen_chart(s);

	(void)now_utc;
	chart->candles = !chart->candles;
	if (chart->candles && !chart->study.open)
		bt_screen_notice(s, false, "candles need open, high and low: a symbol's alone");
	return BT_EFFECT_NONE;
}

ACT(CHART_LOG)
{
	(void)now_utc;
	bt_screen_chart(s)->log = !bt_screen_chart(s)->log;
	return BT_EFFECT_NONE;
}

ACT(CHART_AVERAGES)
{
	(void)now_utc;
	bt_screen_chart(s)->averages = !bt_screen_chart(s)->averages;
	return BT_EFFECT_NONE;
}

static void
search(struct bt_screen *s, int direction)
{
	bool found;

	if (!s->pattern[0])
		return;
	found = s->overlay.open ? bt_overlay_search(&s->overlay, s->pattern, direction)
	                        : bt_table_search(table(s), rows(s), s->pattern, direction);
	if (!found)
		bt_screen_notice(s, true, "\"%s\" is not here", s->pattern);
}

ACT(SEARCH_NEXT)
{
	(void)now_utc;
	search(s, 1);
	return BT_EFFECT_NONE;
}

ACT(SEARCH_PREV)
{
	(void)now_utc;
	search(s, -1);
	return BT_EFFECT_NONE;
}

ACT(EXPLAIN)
{
	(void)now_utc;
	bt_screen_explain(s);
	return BT_EFFECT_NONE;
}

/* Travel to a day, no further than the data reach; the newest day is a past day, too: `0` is now. */
static enum bt_effect
travel(struct bt_screen *s, bt_date to, int64_t now_utc)
{
	bt_date last = s->snapshot ? bt_market_last(&s->snapshot->market) : BT_DATE_NONE;

	if (last == BT_DATE_NONE) {
		bt_screen_notice(s, true, "there is no day to go to: no bars yet");
		return BT_EFFECT_NONE;
	}
	if (to >= last) {
		to = last;
		bt_screen_notice(s, false, "the newest session; 0 goes back to now");
	}
	bt_screen_go(s, to, now_utc);
	return BT_EFFECT_NONE;
}

static bt_date
standing(const struct bt_screen *s)
{
	if (s->as_of != BT_DATE_NONE || !s->snapshot)
		return s->as_of;
	return bt_market_last(&s->snapshot->market);
}

static enum bt_effect
step_days(struct bt_screen *s, int by, int64_t now_utc)
{
	bt_date at = standing(s);

	return travel(s, at == BT_DATE_NONE ? at : bt_calendar_step(&s->settings->calendar, at, by), now_utc);
}

static enum bt_effect
step_months(struct bt_screen *s, int by, int64_t now_utc)
{
	bt_date at = standing(s);

	if (at != BT_DATE_NONE)
		at = bt_calendar_session_upto(&s->settings->calendar, bt_date_add_months(at, by));
	return travel(s, at, now_utc);
}

ACT(DAY_PREV)
{
	return step_days(s, -1, now_utc);
}

ACT(DAY_NEXT)
{
	return step_days(s, 1, now_utc);
}

ACT(MONTH_PREV)
{
	return step_months(s, -1, now_utc);
}

ACT(MONTH_NEXT)
{
	return step_months(s, 1, now_utc);
}

ACT(NOW)
{
	bt_screen_go(s, BT_DATE_NONE, now_utc);
	return BT_EFFECT_NONE;
}

ACT(HELP)
{
	(void)now_utc;
	if (s->overlay.open)
		s->overlay.open = false;
	else
		bt_help_open(&s->overlay, &s->keymap);
	return BT_EFFECT_NONE;
}

/* What cannot be compared leaves the chart as it was. */
static void
accept_compare(struct bt_screen *s, const char *text, int64_t now_utc)
{
	struct bt_detail *d = bt_screen_chart(s);
	char before[BT_PROMPT_SIZE];

	memcpy(before, d->compare, sizeof(before));
	snprintf(d->compare, sizeof(d->compare), "%s", text);
	bt_screen_update_detail(s, now_utc);
	if (!d->failed)
		return;
	bt_screen_notice(s, true, "%s", d->err.text);
	memcpy(d->compare, before, sizeof(before));
	bt_screen_update_detail(s, now_utc);
}

/* In the detail: the crosshair, the comparison, then the view it was opened from. */
static void
leave_detail(struct bt_screen *s, int64_t now_utc)
{
	if (s->detail.cross != BT_DATE_NONE) {
		s->detail.cross = BT_DATE_NONE;
	} else if (s->detail.compare[0]) {
		s->detail.compare[0] = '\0';
		bt_screen_update_detail(s, now_utc);
	} else {
		s->view = s->from;
	}
}

/* One step back: the line being typed, the text on top, the detail, the zoom.  True when there was one. */
static bool
go_back(struct bt_screen *s, int64_t now_utc)
{
	bool *const on_top = s->prompt.open ? &s->prompt.open : &s->overlay.open;

	if (*on_top)
		*on_top = false;
	else if (s->view == BT_VIEW_SYMBOL)
		leave_detail(s, now_utc);
	else if (s->view == BT_VIEW_RATIOS && s->ratio.compare[0])
		accept_compare(s, "", now_utc);
	else if (s->zoom)
		s->zoom = false;
	else
		return false;
	return true;
}

ACT(BACK)
{
	go_back(s, now_utc);
	return BT_EFFECT_NONE;
}

ACT(QUIT)
{
	return go_back(s, now_utc) ? BT_EFFECT_NONE : BT_EFFECT_QUIT;
}

static void
accept_search(struct bt_screen *s, const char *text, int64_t now_utc)
{
	(void)now_utc;
	snprintf(s->pattern, sizeof(s->pattern), "%s", text);
	search(s, 1);
}

static void
accept_date(struct bt_screen *s, const char *text, int64_t now_utc)
{
	bt_date d;

	if (bt_date_parse(text, strlen(text), &d))
		travel(s, d, now_utc);
	else if (text[0])
		bt_screen_notice(s, true, "\"%s\" is no date; type one such as 2025-12-23", text);
}

static void
accept_expression(struct bt_screen *s, const char *text, int64_t now_utc)
{
	if (text[0] && s->view == BT_VIEW_RATIOS)
		bt_screen_add_ratio(s, text, now_utc);
	else if (text[0])
		bt_screen_open(s, text, now_utc);
}

ACT(ACCEPT)
{
	static void (*const accept[])(struct bt_screen *, const char *, int64_t) = {
		[BT_ASKING_SEARCH] = accept_search,
		[BT_ASKING_DATE] = accept_date,
		[BT_ASKING_EXPRESSION] = accept_expression,
		[BT_ASKING_COMPARE] = accept_compare,
	};

	s->prompt.open = false;
	if (s->asking != BT_ASKING_NOTHING)
		accept[s->asking](s, s->prompt.text, now_utc);
	return BT_EFFECT_NONE;
}

ACT(ERASE)
{
	(void)now_utc;
	bt_prompt_erase(&s->prompt, false);
	return BT_EFFECT_NONE;
}

ACT(ERASE_ALL)
{
	(void)now_utc;
	bt_prompt_erase(&s->prompt, true);
	return BT_EFFECT_NONE;
}

static enum bt_effect (*const acts[])(struct bt_screen *s, int64_t now_utc) = {
#define BT_ACTION(id, name, keys, contexts, help) [BT_ACTION_##id] = act_##id,
#include "spec/actions.def"
};

enum bt_effect
bt_screen_act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	return acts[action](s, now_utc);
}

/* A click selects the row under it, a second one explains; the wheel scrolls the pane under it. */
static void
mouse(struct bt_screen *s, const struct bt_event *ev)
{
	if (s->view == BT_VIEW_SYMBOL) {
		if (ev->mouse == BT_MOUSE_WHEEL_UP || ev->mouse == BT_MOUSE_WHEEL_DOWN)
			move(s, ev->mouse == BT_MOUSE_WHEEL_UP ? -3 : 3);
		return;
	}
	for (int i = 0; i < BT_PANE_COUNT; i++) {
		struct bt_rect r = s->layout.pane[i];
		struct bt_table *t = &s->pane[i].table;

		if (ev->x < r.x || ev->x >= r.x + r.w || ev->y < r.y || ev->y >= r.y + r.h)
			continue;
		s->focus = (enum bt_pane_id)i;
		if (ev->mouse == BT_MOUSE_WHEEL_UP || ev->mouse == BT_MOUSE_WHEEL_DOWN)
			move(s, ev->mouse == BT_MOUSE_WHEEL_UP ? -3 : 3);
		else if (ev->y >= r.y + 2 && !s->overlay.open)
			bt_table_go(t, rows(s), t->top + (size_t)(ev->y - r.y - 2));
		if (ev->mouse == BT_MOUSE_DOUBLE)
			bt_screen_explain(s);
	}
}

/* Actions on the rows of a pane, which the detail has not. */
static bool
is_for_panes(enum bt_action action)
{
	static const enum bt_action those[] = {
		BT_ACTION_SORT_NEXT, BT_ACTION_SORT_PREV, BT_ACTION_SORT_REVERSE, BT_ACTION_SEARCH,
		BT_ACTION_SEARCH_NEXT, BT_ACTION_SEARCH_PREV, BT_ACTION_ZOOM, BT_ACTION_OPEN,
	};

	for (size_t i = 0; i < sizeof(those) / sizeof(those[0]); i++)
		if (those[i] == action)
			return true;
	return false;
}

/* The action of a key here.  On a chart its own keys come first. */
static enum bt_action
action_of(const struct bt_screen *s, int key)
{
	enum bt_ctx ctx = s->prompt.open ? BT_CTX_PROMPT : s->overlay.open ? BT_CTX_HELP : BT_CTX_MAIN;
	enum bt_action action = bt_keymap_action(&s->keymap, key, ctx);

	if (ctx == BT_CTX_MAIN && (s->view == BT_VIEW_SYMBOL || s->view == BT_VIEW_RATIOS)) {
		enum bt_action own = bt_keymap_action(&s->keymap, key, BT_CTX_CHART);

		if (own != BT_ACTION_COUNT)
			return own;
		return s->view == BT_VIEW_SYMBOL && is_for_panes(action) ? BT_ACTION_COUNT : action;
	}
	return action;
}

enum bt_effect
bt_screen_event(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc)
{
	enum bt_action action = action_of(s, ev->key);
	enum bt_effect effect = BT_EFFECT_NONE;

	s->notice[0] = '\0';
	if (ev->key == BT_KEY_MOUSE)
		mouse(s, ev);
	else if (ev->key == BT_KEY_PASTE && s->prompt.open)
		bt_prompt_type(&s->prompt, ev->paste);
	else if (action != BT_ACTION_COUNT)
		effect = bt_screen_act(s, action, now_utc);
	else if (s->prompt.open && ev->key >= ' ' && ev->key < BT_KEY_SPECIAL)
		bt_prompt_key(&s->prompt, ev->key);
	bt_screen_follow(s, now_utc);
	return effect;
}
