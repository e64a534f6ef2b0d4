#include "ui/header.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "core/calendar.h"
#include "core/score.h"
#include "model/front.h"
#include "ui/alert_list.h"
#include "ui/travel.h"
#include "ui/view.h"
#include "ui/when.h"

/* The session and its next change: "open, closes in 1:12", "closed, opens Mon 09:30 EST". */
static void
session_text(const struct bt_screen *s, int64_t now_utc, char *buf, size_t size)
{
	struct bt_session_now now = s->session;
	bool open = now.session == BT_SESSION_OPEN || now.session == BT_SESSION_HALF;
	struct bt_day today = bt_calendar_day(&s->settings->calendar, now.date);
	const char *name = bt_session_name(now.session);
	char when[32];

	if (open) {
		int64_t left = now.close_utc - now_utc + 59;

		snprintf(buf, size, "%s, closes in %lld:%02lld", now.session == BT_SESSION_HALF ?
		         "open (half day)" : name, (long long)(left / 3600), (long long)(left / 60 % 60));
		return;
	}
	bt_when_clock(now.open_utc, now_utc, when, sizeof(when));
	if (now.session == BT_SESSION_HOLIDAY)
		snprintf(buf, size, "%s (%s), opens %s", name, today.name, when);
	else
		snprintf(buf, size, "%s, opens %s", name, when);
}

/* The newest quote of the market, epoch seconds, or 0. */
static int64_t
newest_quote(const struct bt_snapshot *snap)
{
	int64_t newest = snap && snap->front ? snap->front->newest_quote_utc : 0;

	for (size_t i = 0; snap && i < snap->market.n; i++)
		if (snap->market.sec[i].quote.ts_utc > newest)
			newest = snap->market.sec[i].quote.ts_utc;
	return newest;
}

/* "as of 2025-12-23 close", or time and zone of the newest quote while the session's close is not in. */
static void
as_of_text(const struct bt_screen *s, int64_t now_utc, char *buf, size_t size)
{
	bt_date last = s->last;
	bt_date d = s->as_of == BT_DATE_NONE ? last : s->as_of;
	char date[BT_DATE_SIZE];
	int64_t quote;

	bt_date_format(d, date);
	if (last == BT_DATE_NONE) {
		snprintf(buf, size, "as of -");
	} else if (s->as_of != BT_DATE_NONE || bt_calendar_close_is_in(&s->settings->calendar, d, now_utc) ||
	           (quote = newest_quote(s->snapshot)) == 0 || bt_ny_date(quote) != d) {
		snprintf(buf, size, "as of %s close", date);
	} else {
		int second = bt_ny_second(quote);

		snprintf(buf, size, "as of %s %02d:%02d %s", date, second / 3600, second / 60 % 60,
		         bt_ny_zone(quote));
	}
}

/* The part of the header that fits: drawn whole or not at all. */
static int
part(struct bt_grid *g, int x, struct bt_rect r, enum bt_role role, const char *text)
{
	int width = bt_text_width(text);

	if (!*text || x + width > r.x + r.w)
		return x;
	bt_grid_text(g, x, r.y, width, role, text);
	return x + width + 2;
}

/* "breadth 69 +4": the score of the universe on the day, and its change from the session before; "*" while the
 * close is not in.  "" where it is not known.  */
static void
score_text(const struct bt_screen *s, char *buf, size_t size)
{
	const struct bt_front *front = s->snapshot ? s->snapshot->front : NULL;
	const struct bt_breadth *b = front ? &front->breadth : s->snapshot ? s->snapshot->breadth : NULL;
	size_t n = b ? bt_dates_upto(b->date, b->n, s->as_of == BT_DATE_NONE ? s->last : s->as_of) : 0;
	double now = n ? bt_score_breadth(b, n - 1).score : NAN;
	double before = n > 1 ? bt_score_breadth(b, n - 2).score : NAN;
	bool close = n && bt_calendar_close_is_in(&s->settings->calendar, b->date[n - 1], s->drawn_utc);

	buf[0] = '\0';
	if (!isnan(now))
		snprintf(buf, size, "breadth %.0f%s", now, close ? "" : "*");
	if (!isnan(now) && !isnan(before))
		snprintf(buf + strlen(buf), size - strlen(buf), " %+.0f", round(now) - round(before));
}

void
bt_header_title(const struct bt_screen *s, char *buf, size_t size)
{
	bt_date day = s->as_of == BT_DATE_NONE ? s->last : s->as_of;
	char date[BT_DATE_SIZE] = "-", score[48];

	if (day != BT_DATE_NONE)
		bt_date_format(day, date);
	score_text(s, score, sizeof(score));
	snprintf(buf, size, "broadtape%s as of %s%s%s", s->snapshot && s->snapshot->market.sample ? " SAMPLE" : "", date,
	         *score ? ", " : "", score);
}

void
bt_header_draw(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r, int64_t now_utc)
{
	const struct bt_snapshot *snap = s->snapshot;
	bool sample = snap && snap->market.sample;
	char as_of[64], session[96], score[48];
	int x = r.x + 1;

	bt_grid_fill(g, r, BT_ROLE_BAR, " ");
	as_of_text(s, now_utc, as_of, sizeof(as_of));
	session_text(s, now_utc, session, sizeof(session));
	if (sample)
		x = part(g, x, r, BT_ROLE_SAMPLE, " SAMPLE ");
	else if (r.w >= 60)
		x = part(g, x, r, BT_ROLE_BAR_KEY, "broadtape");
	x = part(g, x, r, s->as_of == BT_DATE_NONE ? BT_ROLE_BAR : BT_ROLE_ALERT, as_of);
	if (s->as_of != BT_DATE_NONE)
		x = part(g, x, r, BT_ROLE_BAR, "a past day, 0 goes to now");
	else
		x = part(g, x, r, BT_ROLE_BAR, session);
	if (bt_alerts_holding(s)) {
		char holding[32];

		snprintf(holding, sizeof(holding), " alerts %zu ", bt_alerts_holding(s));
		x = part(g, x, r, BT_ROLE_ALERT, holding);
	}
	if (snap && snap->paused)
		x = part(g, x, r, BT_ROLE_ALERT, " paused ");
	if (snap && snap->offline)
		x = part(g, x, r, BT_ROLE_BAR, "offline");
	/* Where the numbers come from is never the part that has no room. */
	if (snap && !sample)
		x = part(g, x, r, BT_ROLE_BAR, snap->market.source);
	score_text(s, score, sizeof(score));
	part(g, x, r, BT_ROLE_BAR_KEY, score);
}

/* What the engine is at. */
static void
phase_text(const struct bt_snapshot *snap, int64_t now_utc, char *buf, size_t size)
{
	char when[32];

	buf[0] = '\0';
	if (!snap || snap->phase == BT_PHASE_LOADING)
		snprintf(buf, size, "loading");
	else if (snap->phase == BT_PHASE_FETCHING && snap->total)
		snprintf(buf, size, "fetching %zu of %zu", snap->done, snap->total);
	else if (snap->next_refresh_utc > now_utc) {
		bt_when_clock(snap->next_refresh_utc, now_utc, when, sizeof(when));
		snprintf(buf, size, "next fetch %s", when);
	}
}

/* When the sources that fail now were last good, or 0. */
static int64_t
last_good(const struct bt_snapshot *snap)
{
	int64_t utc = 0;

	for (size_t i = 0; i < snap->health.n_provider && !snap->market.sample; i++) {
		const struct bt_provider_health *p = &snap->health.provider[i];

		if ((p->state == BT_HEALTH_RETRYING || p->state == BT_HEALTH_STOPPED) && p->last_ok_utc &&
		    (utc == 0 || p->last_ok_utc < utc))
			utc = p->last_ok_utc;
	}
	return utc;
}

/* The cause in words, how old that makes what is shown, and the next try; details in parentheses are the
 * first to go where it is narrow.  */
static void
message_text(const struct bt_snapshot *snap, const struct bt_message *m, int64_t now_utc, int room,
             char *buf, size_t size)
{
	const char *details = strstr(m->text, " (");
	int64_t good = m->level == BT_MESSAGE_INFO ? 0 : last_good(snap);
	char next[48] = "", age[64] = "", when[32];

	if (m->next_try_utc > now_utc) {
		bt_when_clock(m->next_try_utc, now_utc, when, sizeof(when));
		snprintf(next, sizeof(next), "; next try %s", when);
	}
	if (good) {
		bt_when_clock(good, now_utc, when, sizeof(when));
		snprintf(age, sizeof(age), "; values of %s", when);
	}
	snprintf(buf, size, "%.240s%s%s", m->text, age, next);
	if (details && bt_text_width(buf) > room)
		snprintf(buf, size, "%.*s%s%s", (int)(details - m->text), m->text, age, next);
}

/* On a past day: the row of time, between the keys that step along it. */
static void
draw_ruler(struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	struct bt_ruler ruler = bt_travel_ruler(s);
	char back[BT_KEY_NAME_SIZE], forth[BT_KEY_NAME_SIZE];
	int left = bt_text_width(bt_keymap_hint(&s->keymap, BT_ACTION_DAY_PREV, back));
	int right = bt_text_width(bt_keymap_hint(&s->keymap, BT_ACTION_DAY_NEXT, forth));

	if (r.w < left + right + 30)
		return;
	bt_grid_text(g, r.x, r.y, left, BT_ROLE_FOCUS, back);
	bt_grid_right(g, r.x, r.y, r.w, BT_ROLE_FOCUS, forth);
	s->ruler = (struct bt_rect){r.x + left + 1, r.y, r.w - left - right - 2, 1};
	bt_ruler_draw(&ruler, g, s->ruler);
}

void
bt_status_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect r, int64_t now_utc)
{
	const struct bt_snapshot *snap = s->snapshot;
	const struct bt_message *m = snap && snap->n_message ? &snap->message[0] : NULL;
	enum bt_role role = BT_ROLE_STRONG;
	bool failing = m && m->level != BT_MESSAGE_INFO;
	bool nothing = snap && s->last == BT_DATE_NONE;
	char phase[64], text[400] = "";
	int room = r.w - 2;

	if (s->prompt.open) {
		bt_prompt_draw(&s->prompt, g, r);
		return;
	}
	phase_text(snap, now_utc, phase, sizeof(phase));
	if (nothing && failing)
		phase[0] = '\0';        /* all the room for what to do and why */
	bt_grid_right(g, r.x, r.y, r.w - 1, BT_ROLE_DIM, phase);
	room -= bt_text_width(phase) + 1;
	if (s->notice[0]) {
		snprintf(text, sizeof(text), "%s", s->notice);
		role = s->bad_notice ? BT_ROLE_DOWN : BT_ROLE_STRONG;
	} else if (nothing && failing) {
		char why[320];

		message_text(snap, m, now_utc, room - 27, why, sizeof(why));
		snprintf(text, sizeof(text), "no data: S opens the sample; %s", why);
		role = BT_ROLE_DOWN;
	} else if (snap && snap->empty) {
		snprintf(text, sizeof(text), "%s",
		         "nothing is cached and no source answered: S opens the built-in sample");
	} else if (m) {
		message_text(snap, m, now_utc, room, text, sizeof(text));
		role = m->level == BT_MESSAGE_INFO ? BT_ROLE_DIM : BT_ROLE_DOWN;
	}
	bt_grid_cut(g, r.x + 1, r.y, room, role, text, s->glyphs == BT_GLYPHS_ASCII);
	s->ruler = (struct bt_rect){0, 0, 0, 0};
	if (!text[0] && s->as_of != BT_DATE_NONE && !s->accessible)
		draw_ruler(s, g, (struct bt_rect){r.x + 1, r.y, room, 1});
}

/* Keys of the panes, of text laid over them. */
static const struct bt_hint pane_hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_PANE_NEXT, "pane"},
	{BT_ACTION_OPEN, "open"},
	{BT_ACTION_EXPLAIN, "explain"},
	{BT_ACTION_DAY_PREV, "day back"},
	{BT_ACTION_NOW, "now"},
	{BT_ACTION_REFRESH, "refresh"},
	{BT_ACTION_ZOOM, "zoom"},
	{BT_ACTION_VIEW_RATIOS, "ratios"},
	{BT_ACTION_COUNT, NULL},
};
static const struct bt_hint text_hints[] = {
	{BT_ACTION_BACK, "back"},
	{BT_ACTION_SEARCH, "search"},
	{BT_ACTION_DOWN, "down"},
	{BT_ACTION_COUNT, NULL},
};

void
bt_footer_draw(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_hint *own = bt_view_ops(s)->hint;
	int x = r.x + 1;

	bt_grid_fill(g, r, BT_ROLE_BAR, " ");
	for (const struct bt_hint *h = s->overlay.open ? text_hints : own ? own : pane_hints;
	     h->action != BT_ACTION_COUNT; h++) {
		char key[BT_KEY_NAME_SIZE];
		int width;

		bt_keymap_hint(&s->keymap, h->action, key);
		width = bt_text_width(key) + 1 + bt_text_width(h->word);
		if (!*key || x + width > r.x + r.w)
			continue;
		x += bt_grid_text(g, x, r.y, width, BT_ROLE_BAR_KEY, key) + 1;
		x += bt_grid_text(g, x, r.y, width, BT_ROLE_BAR, h->word) + 2;
	}
}
