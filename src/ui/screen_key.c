#include "ui/screen_key.h"

#include "ui/act.h"
#include "ui/travel.h"
#include "ui/view.h"

/* What the program does, not the screen. */
#define GIVES(id, effect) \
	BT_ACT(id) \
	{ \
		(void)s; \
		(void)now_utc; \
		return (effect); \
	}

GIVES(REFRESH, BT_EFFECT_REFRESH)
GIVES(REFRESH_ALL, BT_EFFECT_REFRESH_ALL)
GIVES(PAUSE, BT_EFFECT_PAUSE)
GIVES(SAMPLE, BT_EFFECT_SAMPLE)
GIVES(MOUSE, BT_EFFECT_MOUSE)
GIVES(REDRAW, BT_EFFECT_REDRAW)
GIVES(SUSPEND, BT_EFFECT_SUSPEND)

/* Keys that act in views of their own alone (struct bt_view_ops.act). */
#define OWNED(name) GIVES(name, BT_EFFECT_NONE)

OWNED(BROWSE)
OWNED(MARK)
OWNED(MARK_ALL)
OWNED(NEW_ALONE)
OWNED(NEXT_NEW)
OWNED(FEEDS)
OWNED(UNFOLD)
OWNED(OPEN_SYMBOL)
OWNED(ABOUT)
OWNED(NOTE)
OWNED(EDIT_NOTES)
OWNED(HORIZON_NEXT)
OWNED(HORIZON_PREV)
OWNED(TAILS)
OWNED(CELLS)
OWNED(SIZED)

static bt_act_fn *const acts[] = {
#define BT_ACTION(id, name, keys, contexts, help) [BT_ACTION_##id] = bt_act_##id,
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
			bt_rows_move(s, ev->mouse == BT_MOUSE_WHEEL_UP ? -3 : 3);
		else if (ev->y >= r.y + 2 && !s->overlay.open)
			bt_table_go(t, &s->pane[i].report.rows, t->top + (size_t)(ev->y - r.y - 2));
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
	s->key = ev->key;
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
