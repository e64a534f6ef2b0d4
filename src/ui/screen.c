#include "ui/screen.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/explain.h"
#include "model/lexicon.h"
#include "model/source_sample.h"
#include "ui/alert_list.h"
#include "ui/awaited.h"
#include "ui/columns.h"
#include "ui/header.h"
#include "ui/screen_make.h"
#include "ui/view.h"

void
bt_screen_init(struct bt_screen *s, const struct bt_settings *settings, enum bt_glyphs glyphs,
               struct bt_err *err)
{
	*s = (struct bt_screen){.settings = settings, .glyphs = glyphs, .as_of = BT_DATE_NONE, .last = BT_DATE_NONE,
	                        .view = BT_VIEW_OVERVIEW};
	*err = (struct bt_err){0};
	s->accessible = settings->screen_accessible;
	bt_keymap_init(&s->keymap);
	for (size_t i = 0; i < settings->keys.n; i++)
		if (bt_keymap_bind(&s->keymap, settings->keys.at[i].name, settings->keys.at[i].value, err) ||
		    err->text[0])
			bt_screen_notice(s, true, "[keys] %s: %s", settings->keys.at[i].name, err->text);
	bt_xarena_init(&s->day);
	bt_xarena_init(&s->live);
	bt_prompt_init(&s->prompt);
	bt_recall_init(&s->recall);
	bt_state_init(&s->changed);
	bt_overlay_init(&s->overlay);
	bt_detail_init(&s->detail);
	bt_breadth_view_init(&s->breadth);
	bt_ratios_init(&s->ratios);
	bt_news_view_init(&s->news);
	bt_marks_init(&s->marks, NULL);
	bt_xarena_init(&s->desk);
	bt_rotation_view_init(&s->rotation);
	bt_heatmap_view_init(&s->heatmap, s->accessible);
	for (int i = 0; i < BT_PANE_COUNT; i++)
		bt_pane_init(&s->pane[i], (enum bt_pane_id)i);
	bt_columns_from_settings(s);
}

void
bt_screen_release(struct bt_screen *s)
{
	for (int i = 0; i < BT_PANE_COUNT; i++)
		bt_pane_release(&s->pane[i]);
	bt_overlay_release(&s->overlay);
	bt_prompt_release(&s->prompt);
	bt_recall_release(&s->recall);
	bt_state_release(&s->changed);
	bt_detail_release(&s->detail);
	bt_breadth_view_release(&s->breadth);
	bt_ratios_release(&s->ratios);
	bt_news_view_release(&s->news);
	bt_marks_release(&s->marks);
	bt_arena_release(&s->desk);
	bt_rotation_view_release(&s->rotation);
	bt_heatmap_view_release(&s->heatmap);
	bt_arena_release(&s->day);
	bt_arena_release(&s->live);
	bt_snapshot_free(s->snapshot);
}

bool
bt_screen_has_pane(const struct bt_screen *s, int pane)
{
	enum bt_view view = s->view == BT_VIEW_SYMBOL ? s->from : s->view;

	return bt_pane_spec((enum bt_pane_id)pane)->view == view;
}

struct bt_detail *
bt_screen_chart(struct bt_screen *s)
{
	const struct bt_view_ops *ops = bt_view_ops(s);

	return ops->chart ? ops->chart(s) : NULL;
}

const struct bt_notes *
bt_screen_notes(const struct bt_screen *s)
{
	return s->snapshot && s->snapshot->market.sample ? &s->sample_notes : s->notes;
}

static enum bt_price
wanted_price(const struct bt_screen *s)
{
	return s->settings->data_price == BT_SET_PRICE_CLOSE ? BT_PRICE_CLOSE : BT_PRICE_ADJCLOSE;
}

struct bt_scope
bt_screen_scope(struct bt_screen *s, int64_t now_utc)
{
	struct bt_scope scope = bt_scope_from_snapshot(s->snapshot, s->settings, now_utc);

	if (s->view == BT_VIEW_NEWS && !s->lexicon)
		s->lexicon = bt_lexicon_make(&s->desk);
	/* By another price than the settings' it is on its way from the engine. */
	if (scope.breadth && scope.breadth->price != wanted_price(s))
		scope.breadth_comes = true;
	scope.notes = bt_screen_notes(s);
	scope.marks = &s->marks;
	scope.lexicon = s->lexicon;
	return scope;
}

void
bt_screen_take_notes(struct bt_screen *s, const struct bt_notes *notes, int64_t now_utc)
{
	s->notes = notes;
	if (s->snapshot)
		bt_screen_remake(s, now_utc);
}

/* The made-up market has made-up notes. */
static void
take_sample_notes(struct bt_screen *s, int64_t now_utc)
{
	const char *text;

	if (!s->snapshot->market.sample || s->sample_notes.n)
		return;
	text = bt_source_sample_notes(now_utc, &s->desk);
	bt_notes_parse(text, strlen(text), &s->desk, &s->sample_notes);
}

void
bt_screen_view(struct bt_screen *s, enum bt_view view, int64_t now_utc)
{
	s->view = view;
	s->zoom = false;
	if (!bt_screen_has_pane(s, (int)s->focus))
		for (int i = BT_PANE_COUNT; i-- > 0;)
			if (bt_screen_has_pane(s, i))
				s->focus = (enum bt_pane_id)i;
	if (s->snapshot)
		bt_screen_make_missing(s, now_utc);
	if (s->layout.n)                 /* the next key may come before the next drawing */
		bt_panes_lay_out(s, s->layout.header.w, s->layout.footer.y + 1);
}

void
bt_screen_take(struct bt_screen *s, struct bt_snapshot *snapshot, int64_t now_utc)
{
	struct bt_snapshot *old = s->snapshot;

	if (snapshot->front && snapshot->market.n == 0 && s->view != BT_VIEW_OVERVIEW) {
		bt_snapshot_free(snapshot);     /* a front is of the first screen alone */
		return;
	}
	s->snapshot = snapshot;
	take_sample_notes(s, now_utc);
	bt_screen_remake(s, now_utc);
	bt_snapshot_free(old);
	s->n_fired = bt_alerts_notice(s);
	if (s->awaited[0] && snapshot->phase != BT_PHASE_LOADING)
		bt_awaited_open(s, now_utc);
	if (s->lookup[0])
		bt_awaited_list(s);
}

void
bt_screen_go(struct bt_screen *s, bt_date as_of, int64_t now_utc)
{
	s->as_of = as_of;
	bt_screen_remake(s, now_utc);
}

void
bt_screen_notice(struct bt_screen *s, bool bad, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s->notice, sizeof(s->notice), fmt, ap);
	va_end(ap);
	s->bad_notice = bad;
}

void
bt_screen_ask(struct bt_screen *s, const char *label, bt_accept_fn *accept)
{
	bt_screen_ask_for(s, BT_ENTRY_PLAIN, label, accept);
}

void
bt_screen_ask_for(struct bt_screen *s, enum bt_entry kind, const char *label, bt_accept_fn *accept)
{
	s->accept = accept;
	bt_prompt_open(&s->prompt, kind, label);
}

bool
bt_screen_cell(const struct bt_screen *s, struct bt_cell_place *out)
{
	const struct bt_view_ops *ops = bt_view_ops(s);

	return ops->cell ? ops->cell(s, out) : bt_pane_cell(&s->pane[s->focus], out);
}

void
bt_screen_explain(struct bt_screen *s)
{
	struct bt_cell_place at;
	struct bt_arena a;
	struct bt_val explanation;
	struct bt_err err;
	const char *text;

	if (!bt_screen_cell(s, &at))
		return;
	bt_xarena_init(&a);
	if (bt_explain_cell(at.report, at.row, at.path, &a, &explanation, &err)) {
		bt_screen_notice(s, true, "%s", err.text);
	} else {
		bt_overlay_open(&s->overlay, at.title);
		for (text = bt_explain_text(&explanation, &a); *text; text += strcspn(text, "\n"),
		     text += *text == '\n') {
			char *line = bt_arena_strndup(&a, text, strcspn(text, "\n"));

			bt_overlay_wrap(&s->overlay, s->layout.header.w - 2, line);
		}
	}
	bt_arena_release(&a);
}

static bool
is_failing(const struct bt_provider_health *p)
{
	return p->state == BT_HEALTH_RETRYING || p->state == BT_HEALTH_STOPPED;
}

/* A feed that fails makes no price old. */
static bool
is_feed(const struct bt_provider_health *p)
{
	return strncmp(p->id, "feed:", 5) == 0;
}

/* Not those of a past day, nor the made-up ones of the sample. */
static bool
has_live_sources(const struct bt_screen *s)
{
	return s->snapshot && s->as_of == BT_DATE_NONE && !s->snapshot->market.sample;
}

bool
bt_screen_is_stale(const struct bt_screen *s)
{
	if (!has_live_sources(s))
		return false;
	for (size_t i = 0; i < s->snapshot->health.n_provider; i++) {
		if (is_failing(&s->snapshot->health.provider[i]) &&
		    !is_feed(&s->snapshot->health.provider[i]))
			return true;
	}
	return false;
}

bool
bt_screen_news_is_stale(const struct bt_screen *s)
{
	if (!has_live_sources(s))
		return false;
	for (size_t i = 0; i < s->snapshot->health.n_provider; i++)
		if (is_failing(&s->snapshot->health.provider[i]) && is_feed(&s->snapshot->health.provider[i]))
			return true;
	return false;
}

struct bt_detail_style
bt_screen_chart_style(const struct bt_screen *s)
{
	return (struct bt_detail_style){.glyphs = s->glyphs, .accessible = s->accessible,
	                                .braille = s->settings->screen_graph == (int)BT_GRAPH_BRAILLE,
	                                .sample = s->snapshot && s->snapshot->market.sample,
	                                .focused = !s->overlay.open};
}

static void
draw_too_small(struct bt_grid *g)
{
	char text[48];

	snprintf(text, sizeof(text), "too small: %dx%d", g->w, g->h);
	bt_grid_text(g, 0, 0, g->w, BT_ROLE_TEXT, bt_text_width(text) <= g->w ? text : "small");
}

/* Is time itself redrawn? */
static bool
ages_run(const struct bt_screen *s, const struct bt_session_now *now)
{
	return s->as_of == BT_DATE_NONE && (now->session == BT_SESSION_OPEN || now->session == BT_SESSION_HALF);
}

void
bt_screen_draw(struct bt_screen *s, struct bt_grid *g, int64_t now_utc)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	struct bt_rect body = {0, 1, g->w, g->h - 3};

	s->drawn_utc = now_utc;
	s->session = bt_session_at(&s->settings->calendar, now_utc);
	s->running = ages_run(s, &s->session);
	bt_panes_lay_out(s, g->w, g->h);
	bt_screen_make_shown(s, now_utc);
	if (s->layout.too_small) {
		draw_too_small(g);
		return;
	}
	bt_header_draw(s, g, s->layout.header, now_utc);
	if (ops->draw)
		ops->draw(s, g, body, now_utc);
	for (int i = 0; i < BT_PANE_COUNT && !ops->whole; i++)
		bt_pane_draw(s, g, (enum bt_pane_id)i);
	if (s->overlay.open)
		bt_overlay_draw(&s->overlay, g, body, s->glyphs == BT_GLYPHS_ASCII);
	bt_prompt_draw_choices(&s->prompt, g, s->layout.status, body.y, s->glyphs == BT_GLYPHS_ASCII);
	bt_status_draw(s, g, s->layout.status, now_utc);
	bt_footer_draw(s, g, s->layout.footer);
}

bool
bt_screen_is_running(const struct bt_screen *s, int64_t now_utc)
{
	struct bt_session_now now = bt_session_at(&s->settings->calendar, now_utc);

	return ages_run(s, &now);
}

void
bt_screen_tick(struct bt_screen *s, int64_t now_utc)
{
	if (s->as_of == BT_DATE_NONE)
		bt_screen_remake(s, now_utc);
}

int
bt_screen_next_tick(const struct bt_screen *s, int64_t now_utc)
{
	struct bt_session_now now;

	if (s->as_of != BT_DATE_NONE)
		return -1;
	now = bt_session_at(&s->settings->calendar, now_utc);
	if (ages_run(s, &now))
		return (int)(60 - now_utc % 60);        /* "closes in" counts minutes */
	return (int)(now.next_utc - now_utc + 1);
}
