#include "ui/awaited.h"

#include <stdio.h>
#include <string.h>

/* What was never asked for may come, and what is still being loaded: true when it is awaited from now on. */
static bool
await(struct bt_screen *s, const char *text)
{
	const struct bt_snapshot *snap = s->snapshot;
	bool loading = snap->phase == BT_PHASE_LOADING;

	if (s->detail.err.status != BT_E_NODATA || strcmp(s->awaited, text) == 0 ||
	    (!loading && (snap->offline || snap->paused || strcmp(snap->market.source, "yahoo") != 0)))
		return false;
	snprintf(s->awaited, sizeof(s->awaited), "%s", text);
	s->effect = loading ? BT_EFFECT_NONE : BT_EFFECT_WANT;
	bt_screen_notice(s, false, loading ? "loading %.60s" : "asking for %.60s", text);
	return true;
}

void
bt_screen_open(struct bt_screen *s, const char *text, int64_t now_utc)
{
	struct bt_detail *d = &s->detail;
	char before[BT_PROMPT_SIZE];

	memcpy(before, d->text, sizeof(before));
	if (!s->snapshot || !bt_detail_open(d, text)) {
		bt_screen_notice(s, true, s->snapshot ? "that is too long" : "no data yet");
		return;
	}
	bt_screen_update_chart(s, d, now_utc);
	if (d->failed) {
		if (!await(s, text))
			bt_screen_notice(s, true, "%s", d->err.text);
		if (s->view == BT_VIEW_SYMBOL && bt_detail_open(d, before))
			bt_screen_update_chart(s, d, now_utc);
		return;
	}
	if (s->view != BT_VIEW_SYMBOL)
		s->from = s->view;
	s->view = BT_VIEW_SYMBOL;
}

void
bt_awaited_open(struct bt_screen *s, int64_t now_utc)
{
	char text[BT_PROMPT_SIZE], notice[sizeof(s->notice)];
	bool bad = s->bad_notice;

	memcpy(text, s->awaited, sizeof(text));
	memcpy(notice, s->notice, sizeof(notice));
	bt_screen_open(s, text, now_utc);
	if (s->view == BT_VIEW_SYMBOL && strcmp(s->detail.text, text) == 0) {
		s->awaited[0] = '\0';
		s->notice[0] = '\0';
	} else if (s->snapshot->phase == BT_PHASE_FETCHING) {
		memcpy(s->notice, notice, sizeof(notice));
		s->bad_notice = bad;
	}
}

void
bt_awaited_list(struct bt_screen *s)
{
	const struct bt_prompt *p = &s->prompt;
	const struct bt_snapshot *snap = s->snapshot;
	size_t n = strlen(s->lookup);
	bool same = p->open && p->cursor >= n && strncmp(p->text + p->cursor - n, s->lookup, n) == 0;

	if (same && !(snap->found_for && strcmp(snap->found_for, s->lookup) == 0))
		return;
	if (same && snap->n_found)
		s->notice[0] = '\0';
	else if (same)
		bt_screen_notice(s, false, "Yahoo Finance knows no symbol for \"%s\"", s->lookup);
	s->lookup[0] = '\0';
	if (same && snap->n_found)
		(void)bt_screen_complete(s, 1);
}
