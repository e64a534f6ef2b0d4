/* act_line.c - a line that is typed, and a list that is picked from. */
#include <stdio.h>
#include <string.h>

#include "ui/act.h"
#include "ui/typed.h"
#include "ui/watch.h"

/* --- lines ----------------------------------------------------------------------------------------- */

BT_DOES(COMMAND, bt_screen_ask_for(s, BT_ENTRY_COMMAND, ":", bt_typed_run))

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

BT_ACT(EXPRESSION)
{
	(void)now_utc;
	bt_screen_ask_for(s, BT_ENTRY_SERIES, bt_watch_has_focus(s) ? "Add to the watch list: "
	                                                            : "Symbol or expression: ", accept_expression);
	return BT_EFFECT_NONE;
}

BT_ACT(ACCEPT)
{
	s->prompt.open = false;
	bt_recall_add(&s->recall, s->prompt.kind, s->prompt.text);
	if (s->accept)
		s->accept(s, s->prompt.text, now_utc);
	return BT_EFFECT_NONE;
}

BT_DOES(CHAR_BACK, bt_prompt_go(&s->prompt, BT_PLACE_BEFORE))
BT_DOES(CHAR_FORTH, bt_prompt_go(&s->prompt, BT_PLACE_AFTER))
BT_DOES(LINE_START, bt_prompt_go(&s->prompt, BT_PLACE_START))
BT_DOES(LINE_END, bt_prompt_go(&s->prompt, BT_PLACE_END))
BT_DOES(ERASE, bt_prompt_erase(&s->prompt, BT_PLACE_BEFORE))
BT_DOES(ERASE_NEXT, bt_prompt_erase(&s->prompt, BT_PLACE_AFTER))
BT_DOES(ERASE_WORD, bt_prompt_erase(&s->prompt, BT_PLACE_WORD_BEFORE))
BT_DOES(ERASE_ALL, bt_prompt_erase(&s->prompt, BT_PLACE_START))
BT_DOES(ERASE_REST, bt_prompt_erase(&s->prompt, BT_PLACE_END))
BT_DOES(LINE_OLDER, bt_prompt_recall(&s->prompt, &s->recall, 1))
BT_DOES(LINE_NEWER, bt_prompt_recall(&s->prompt, &s->recall, -1))

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

BT_ACT(COMPLETE)
{
	(void)now_utc;
	return bt_screen_complete(s, 1);
}

BT_ACT(COMPLETE_BACK)
{
	(void)now_utc;
	return bt_screen_complete(s, -1);
}

/* --- lists ----------------------------------------------------------------------------------------- */

static void
pick(struct bt_screen *s, enum bt_action what, int64_t now_utc)
{
	if (s->pick && s->overlay.n > 0)
		s->pick(s, s->overlay.selected, what, now_utc);
}

#define PICKS(id) BT_DOES(id, pick(s, BT_ACTION_##id, now_utc))

PICKS(PICK)
PICKS(PICK_EARLIER)
PICKS(PICK_LATER)
PICKS(PICK_REMOVE)

/* The line that begins with the digit that was typed. */
BT_ACT(PICK_NUMBER)
{
	for (size_t i = 0; i < s->overlay.n; i++) {
		const char *line = s->overlay.line[i] + strspn(s->overlay.line[i], " ");

		if (line[0] != s->key || line[1] != ' ')
			continue;
		bt_overlay_pick(&s->overlay, i);
		pick(s, BT_ACTION_PICK, now_utc);
		return BT_EFFECT_NONE;
	}
	bt_screen_notice(s, true, "no line has that number");
	return BT_EFFECT_NONE;
}
