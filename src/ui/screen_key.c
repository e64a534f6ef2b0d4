#include "ui/screen_key.h"

#include <stdio.h>
#include <string.h>

#include "ui/alert_list.h"
#include "ui/chart_key.h"
#include "ui/columns.h"
#include "ui/help.h"
#include "ui/take_out.h"
#include "ui/travel.h"
#include "ui/typed.h"
#include "ui/view.h"
#include "ui/watch.h"

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
	const struct bt_view_ops *ops = bt_view_ops(s);

	if (s->overlay.open)
		bt_overlay_move(&s->overlay, by);
	else if (ops->move)
		ops->move(s, by);
	else
		bt_table_move(table(s), rows(s), by);
}

static long
half_page(struct bt_screen *s)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	size_t page = s->overlay.open ? s->overlay.page : ops->page ? ops->page(s) : table(s)->page;

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

#define TURNS(view) \
	ACT(VIEW_##view) \
	{ \
		bt_screen_view(s, BT_VIEW_##view, now_utc); \
		return BT_EFFECT_NONE; \
	}

TURNS(OVERVIEW)
TURNS(BREADTH)
TURNS(RATIOS)
TURNS(WATCH)
TURNS(NEWS)
TURNS(NOTES)
TURNS(ROTATION)
TURNS(HEATMAP)
TURNS(HEALTH)

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
	bt_table_cursor(table(s), -1);
	return BT_EFFECT_NONE;
}

ACT(RIGHT)
{
	(void)now_utc;
	bt_table_cursor(table(s), 1);
	return BT_EFFECT_NONE;
}

ACT(SORT_NEXT)
{
	(void)now_utc;
	bt_table_sort(table(s), rows(s), 1, false);
	bt_pane_sorted(focused(s), s->focus);
	return BT_EFFECT_NONE;
}

ACT(SORT_PREV)
{
	(void)now_utc;
	bt_table_sort(table(s), rows(s), -1, false);
	bt_pane_sorted(focused(s), s->focus);
	return BT_EFFECT_NONE;
}

ACT(SORT_REVERSE)
{
	(void)now_utc;
	bt_table_sort(table(s), rows(s), 0, true);
	bt_pane_sorted(focused(s), s->focus);
	return BT_EFFECT_NONE;
}

ACT(OPEN)
{
	const struct bt_val *row = bt_table_row(table(s), rows(s));
	const char *text = bt_val_as_str(bt_val_get(row, "symbol"));

	if (!text)
		text = bt_val_as_str(bt_val_get(row, "expr"));
	if (text && *text)
		bt_screen_open(s, text, now_utc);
	else if (row)
		bt_screen_notice(s, true, "nothing to open here");
	return BT_EFFECT_NONE;
}

static void
search(struct bt_screen *s, int direction)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	struct bt_match m;
	struct bt_err err;
	bool found;

	if (!s->pattern[0])
		return;
	if (bt_match_open(&m, s->pattern, &err)) {
		bt_screen_notice(s, true, "%s", err.text);
		return;
	}
	found = s->overlay.open ? bt_overlay_search(&s->overlay, &m, direction)
	        : ops->find ? ops->find(s, &m, direction)
	                    : bt_table_search(table(s), rows(s), &m, direction);
	bt_match_close(&m);
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

ACT(DAY_PREV)
{
	bt_travel_days(s, -1, now_utc);
	return BT_EFFECT_NONE;
}

ACT(DAY_NEXT)
{
	bt_travel_days(s, 1, now_utc);
	return BT_EFFECT_NONE;
}

ACT(MONTH_PREV)
{
	bt_travel_months(s, -1, now_utc);
	return BT_EFFECT_NONE;
}

ACT(MONTH_NEXT)
{
	bt_travel_months(s, 1, now_utc);
	return BT_EFFECT_NONE;
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
	else if (!ops->whole && table(s)->filtered)
		bt_screen_filter(s, "");
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

void
bt_screen_search(struct bt_screen *s, const char *pattern)
{
	snprintf(s->pattern, sizeof(s->pattern), "%s", pattern);
	search(s, 1);
}

static void
accept_search(struct bt_screen *s, const char *text, int64_t now_utc)
{
	(void)now_utc;
	bt_screen_search(s, text);
}

ACT(SEARCH)
{
	(void)now_utc;
	bt_screen_ask_for(s, BT_ENTRY_SEARCH, "Search: ", accept_search);
	return BT_EFFECT_NONE;
}

void
bt_screen_filter(struct bt_screen *s, const char *pattern)
{
	struct bt_err err;

	if (bt_view_ops(s)->whole)
		bt_screen_notice(s, true, "%s", "no rows to choose from here; / searches");
	else if (bt_table_filter(table(s), rows(s), pattern, &err))
		bt_screen_notice(s, true, "%s", err.text);
	else if (*pattern && table(s)->n == 0)
		bt_screen_notice(s, true, "no row has \"%s\"; & and an empty line show all", pattern);
}

static void
accept_filter(struct bt_screen *s, const char *text, int64_t now_utc)
{
	(void)now_utc;
	bt_screen_filter(s, text);
}

ACT(FILTER)
{
	(void)now_utc;
	bt_screen_ask_for(s, BT_ENTRY_FILTER, "Rows with (empty: all, !: without): ", accept_filter);
	return BT_EFFECT_NONE;
}

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

ACT(DATE)
{
	(void)now_utc;
	bt_screen_ask_for(s, BT_ENTRY_DATE, "Date (YYYY-MM-DD): ", accept_date);
	return BT_EFFECT_NONE;
}

static void
accept_expression(struct bt_screen *s, const char *text, int64_t now_utc)
{
	char meant[BT_PROMPT_SIZE];

	if (text[0] && bt_watch_has_focus(s))
		bt_watch_add(s, text, now_utc);
	else if (text[0] && bt_series_typed(s, text, meant, now_utc) && s->view == BT_VIEW_RATIOS)
		bt_ratios_add(s, meant, now_utc);
	else if (text[0] && !s->notice[0])
		bt_screen_open(s, meant, now_utc);
}

ACT(EXPRESSION)
{
	(void)now_utc;
	bt_screen_ask_for(s, BT_ENTRY_SERIES, bt_watch_has_focus(s) ? "Add to the watch list: "
	                                                            : "Symbol or expression: ", accept_expression);
	return BT_EFFECT_NONE;
}

ACT(ACCEPT)
{
	s->prompt.open = false;
	bt_recall_add(&s->recall, s->prompt.kind, s->prompt.text);
	if (s->accept)
		s->accept(s, s->prompt.text, now_utc);
	return BT_EFFECT_NONE;
}

ACT(WATCH_NEXT)
{
	bt_watch_turn(s, 1, now_utc);
	return BT_EFFECT_NONE;
}

ACT(REMOVE)
{
	bt_watch_remove(s, "", now_utc);
	return BT_EFFECT_NONE;
}

ACT(COPY)
{
	(void)now_utc;
	bt_copy_value(s);
	return BT_EFFECT_NONE;
}

ACT(COPY_ROW)
{
	(void)now_utc;
	bt_copy_row(s);
	return BT_EFFECT_NONE;
}

ACT(ALERTS)
{
	(void)now_utc;
	bt_alerts_open(s);
	return BT_EFFECT_NONE;
}

ACT(COLUMNS)
{
	(void)now_utc;
	bt_columns_open(s);
	return BT_EFFECT_NONE;
}

#define PICKS(name) \
	ACT(name) \
	{ \
		if (s->pick && s->overlay.n > 0) \
			s->pick(s, s->overlay.selected, BT_ACTION_##name, now_utc); \
		return BT_EFFECT_NONE; \
	}

PICKS(PICK)
PICKS(PICK_EARLIER)
PICKS(PICK_LATER)
PICKS(PICK_REMOVE)

ACT(COMMAND)
{
	(void)now_utc;
	bt_screen_ask_for(s, BT_ENTRY_COMMAND, ":", bt_typed_run);
	return BT_EFFECT_NONE;
}

/* Keys of the line that is typed. */
#define EDITS(name, call) \
	ACT(name) \
	{ \
		(void)now_utc; \
		call; \
		return BT_EFFECT_NONE; \
	}

EDITS(CHAR_BACK, bt_prompt_go(&s->prompt, BT_PLACE_BEFORE))
EDITS(CHAR_FORTH, bt_prompt_go(&s->prompt, BT_PLACE_AFTER))
EDITS(LINE_START, bt_prompt_go(&s->prompt, BT_PLACE_START))
EDITS(LINE_END, bt_prompt_go(&s->prompt, BT_PLACE_END))
EDITS(ERASE, bt_prompt_erase(&s->prompt, BT_PLACE_BEFORE))
EDITS(ERASE_NEXT, bt_prompt_erase(&s->prompt, BT_PLACE_AFTER))
EDITS(ERASE_WORD, bt_prompt_erase(&s->prompt, BT_PLACE_WORD_BEFORE))
EDITS(ERASE_ALL, bt_prompt_erase(&s->prompt, BT_PLACE_START))
EDITS(ERASE_REST, bt_prompt_erase(&s->prompt, BT_PLACE_END))
EDITS(LINE_OLDER, bt_prompt_recall(&s->prompt, &s->recall, 1))
EDITS(LINE_NEWER, bt_prompt_recall(&s->prompt, &s->recall, -1))

static void
choose(void *screen, const char *text, size_t cursor, struct bt_choices *out)
{
	const struct bt_screen *s = screen;

	bt_complete(s, s->prompt.kind, text, cursor, out);
}

enum bt_effect
bt_screen_complete(struct bt_screen *s, int by)
{
	const struct bt_snapshot *snap = s->snapshot;
	const char *ask = s->prompt.choices.ask;

	bt_prompt_complete(&s->prompt, by, choose, s);
	if (!ask[0] || !snap || snap->offline || strcmp(snap->market.source, "yahoo") != 0)
		return BT_EFFECT_NONE;
	snprintf(s->lookup, sizeof(s->lookup), "%s", ask);
	bt_screen_notice(s, false, "asking Yahoo Finance for \"%s\"", ask);
	return BT_EFFECT_WANT;
}

ACT(COMPLETE)
{
	(void)now_utc;
	return bt_screen_complete(s, 1);
}

ACT(COMPLETE_BACK)
{
	(void)now_utc;
	return bt_screen_complete(s, -1);
}

#define CHARTS(name) \
	ACT(name) \
	{ \
		bt_chart_act(s, BT_ACTION_##name, now_utc); \
		return BT_EFFECT_NONE; \
	}

CHARTS(RANGE_SHORTER)
CHARTS(RANGE_LONGER)
CHARTS(COMPARE)
CHARTS(CHART_CANDLES)
CHARTS(CHART_LOG)
CHARTS(CHART_AVERAGES)
CHARTS(CHART_INDICATOR)

/* Keys that act in views of their own alone (struct bt_view_ops.act). */
#define OWNED(name) GIVES(name, BT_EFFECT_NONE)

OWNED(BROWSE)
OWNED(MARK)
OWNED(MARK_ALL)
OWNED(NEW_ALONE)
OWNED(UNFOLD)
OWNED(OPEN_SYMBOL)
OWNED(ABOUT)
OWNED(NOTE)
OWNED(EDIT_NOTES)
OWNED(HORIZON_NEXT)
OWNED(HORIZON_PREV)
OWNED(TAILS)
OWNED(CELLS)

static enum bt_effect (*const acts[])(struct bt_screen *s, int64_t now_utc) = {
#define BT_ACTION(id, name, keys, contexts, help) [BT_ACTION_##id] = act_##id,
#include "spec/actions.def"
};

enum bt_effect
bt_screen_act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	const struct bt_view_ops *ops = bt_view_ops(s);

	if (!s->prompt.open && !s->overlay.open && ops->act && ops->act(s, action, now_utc))
		return BT_EFFECT_NONE;
	return acts[action](s, now_utc);
}

/* A click on the row of time goes to that day. */
static bool
travel(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc)
{
	struct bt_ruler ruler = bt_travel_ruler(s);
	bt_date d = bt_ruler_date(&ruler, s->ruler, ev->x);

	if (s->ruler.w == 0 || ev->y != s->ruler.y || d == BT_DATE_NONE ||
	    (ev->mouse != BT_MOUSE_CLICK && ev->mouse != BT_MOUSE_DOUBLE))
		return false;
	bt_travel_to(s, bt_calendar_session_upto(&s->settings->calendar, d), now_utc);
	return true;
}

/* A click selects the row under it, a second one explains; the wheel scrolls the pane under it. */
static void
mouse(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	bool wheel = ev->mouse == BT_MOUSE_WHEEL_UP || ev->mouse == BT_MOUSE_WHEEL_DOWN;

	if (travel(s, ev, now_utc))
		return;
	if (!s->overlay.open && ops->mouse && ops->mouse(s, ev, now_utc))
		return;
	for (int i = 0; i < BT_PANE_COUNT && !ops->whole; i++) {
		struct bt_rect r = s->pane[i].place;
		struct bt_table *t = &s->pane[i].table;

		if (ev->x < r.x || ev->x >= r.x + r.w || ev->y < r.y || ev->y >= r.y + r.h)
			continue;
		s->focus = (enum bt_pane_id)i;
		if (wheel)
			move(s, ev->mouse == BT_MOUSE_WHEEL_UP ? -3 : 3);
		else if (ev->y >= r.y + 2 && !s->overlay.open)
			bt_table_go(t, rows(s), t->top + (size_t)(ev->y - r.y - 2));
		if (ev->mouse == BT_MOUSE_DOUBLE)
			bt_screen_explain(s);
	}
}

/* The action of a key here; the view's own keys come first. */
static enum bt_action
action_of(const struct bt_screen *s, int key)
{
	enum bt_ctx ctx = s->prompt.open ? BT_CTX_PROMPT : s->overlay.open ? BT_CTX_HELP : BT_CTX_MAIN;
	int own = ctx == BT_CTX_MAIN ? (int)bt_view_ops(s)->ctx
	          : ctx == BT_CTX_HELP && s->overlay.picks ? BT_CTX_PICK : 0;
	enum bt_action action = BT_ACTION_COUNT;

	if (own)
		action = bt_keymap_action(&s->keymap, key, own);
	return action != BT_ACTION_COUNT ? action : bt_keymap_action(&s->keymap, key, ctx);
}

enum bt_effect
bt_screen_event(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc)
{
	enum bt_action action = action_of(s, ev->key);
	enum bt_effect effect = BT_EFFECT_NONE;

	s->notice[0] = '\0';
	s->effect = BT_EFFECT_NONE;
	if (action != BT_ACTION_COUNT)
		s->awaited[0] = '\0';   /* the user has gone on */
	if (ev->key == BT_KEY_MOUSE)
		mouse(s, ev, now_utc);
	else if (ev->key == BT_KEY_PASTE && s->prompt.open)
		bt_prompt_type(&s->prompt, ev->paste);
	else if (action != BT_ACTION_COUNT)
		effect = bt_screen_act(s, action, now_utc);
	else if (s->prompt.open && ev->key >= ' ' && ev->key < BT_KEY_SPECIAL)
		bt_prompt_key(&s->prompt, ev->key);
	if (bt_view_ops(s)->follow)
		bt_view_ops(s)->follow(s, now_utc);
	return s->effect != BT_EFFECT_NONE ? s->effect : effect;
}
