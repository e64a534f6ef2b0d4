#include "ui/screen_key.h"

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
	else
		bt_table_move(table(s), rows(s), by);
}

static long
half_page(struct bt_screen *s)
{
	size_t page = s->overlay.open ? s->overlay.page : table(s)->page;

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
	(void)now_utc;
	s->view = BT_VIEW_OVERVIEW;
	s->zoom = false;
	return BT_EFFECT_NONE;
}

static void
turn_pane(struct bt_screen *s, int by)
{
	s->focus = (enum bt_pane_id)(((int)s->focus + by + BT_PANE_COUNT) % BT_PANE_COUNT);
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

	return travel(s, at == BT_DATE_NONE ? at : bt_calendar_step(NULL, at, by), now_utc);
}

static enum bt_effect
step_months(struct bt_screen *s, int by, int64_t now_utc)
{
	bt_date at = standing(s);

	if (at != BT_DATE_NONE)
		at = bt_calendar_session_upto(NULL, bt_date_add_months(at, by));
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

/* One step back: the line being typed, the text on top, the zoom.  True when there was one. */
static bool
go_back(struct bt_screen *s)
{
	bool *const steps[] = {&s->prompt.open, &s->overlay.open, &s->zoom};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (*steps[i]) {
			*steps[i] = false;
			return true;
		}
	}
	return false;
}

ACT(BACK)
{
	(void)now_utc;
	go_back(s);
	return BT_EFFECT_NONE;
}

ACT(QUIT)
{
	(void)now_utc;
	return go_back(s) ? BT_EFFECT_NONE : BT_EFFECT_QUIT;
}

ACT(ACCEPT)
{
	const char *text = s->prompt.text;
	bt_date d;

	s->prompt.open = false;
	if (s->asking == BT_ASKING_SEARCH) {
		memcpy(s->pattern, text, s->prompt.len + 1);
		search(s, 1);
	} else if (bt_date_parse(text, s->prompt.len, &d)) {
		return travel(s, d, now_utc);
	} else if (text[0]) {
		bt_screen_notice(s, true, "\"%s\" is no date; type one such as 2025-12-23", text);
	}
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

enum bt_effect
bt_screen_event(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc)
{
	enum bt_ctx ctx = s->prompt.open ? BT_CTX_PROMPT : s->overlay.open ? BT_CTX_HELP : BT_CTX_MAIN;
	enum bt_action action = bt_keymap_action(&s->keymap, ev->key, ctx);

	s->notice[0] = '\0';
	if (ev->key == BT_KEY_MOUSE)
		mouse(s, ev);
	else if (ev->key == BT_KEY_PASTE && s->prompt.open)
		bt_prompt_type(&s->prompt, ev->paste);
	else if (action != BT_ACTION_COUNT)
		return bt_screen_act(s, action, now_utc);
	else if (s->prompt.open && ev->key >= ' ' && ev->key < BT_KEY_SPECIAL)
		bt_prompt_key(&s->prompt, ev->key);
	return BT_EFFECT_NONE;
}
