#include "ui/screen.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "core/calendar.h"
#include "core/score.h"
#include "model/explain.h"
#include "ui/header.h"
#include "ui/help.h"
#include "ui/screen_key.h"

#define BOTH_H 12                        /* rows that a list and a chart under it need */

static const struct {
	enum bt_view view;
	const char *title;
	enum bt_view report;
	int column, width;
	const char *columns;
} panes[] = {
#define BT_PANE(id, view, title, report, column, width, columns) \
	[BT_PANE_##id] = {BT_VIEW_##view, title, BT_VIEW_##report, column, width, columns},
#include "spec/panes.def"
};

/* Replace %H in a pane's columns by the horizon that its bars show. */
static void
expand(const char *columns, const char *horizon, char *out, size_t size)
{
	size_t used = 0;

	for (const char *p = columns; *p && used + 16 < size; p++) {
		if (p[0] == '%' && p[1] == 'H') {
			used += (size_t)snprintf(out + used, size - used, "%s", horizon);
			p++;
		} else {
			out[used++] = *p;
		}
	}
	out[used] = '\0';
}

void
bt_screen_init(struct bt_screen *s, const struct bt_settings *settings, enum bt_glyphs glyphs,
               struct bt_err *err)
{
	*s = (struct bt_screen){.settings = settings, .glyphs = glyphs, .as_of = BT_DATE_NONE,
	                        .view = BT_VIEW_OVERVIEW};
	*err = (struct bt_err){0};
	s->accessible = settings->screen_accessible;
	bt_keymap_init(&s->keymap);
	for (size_t i = 0; i < settings->keys.n; i++)
		if (bt_keymap_bind(&s->keymap, settings->keys.at[i].name, settings->keys.at[i].value, err))
			bt_screen_notice(s, true, "[keys]: %s", err->text);
	bt_xarena_init(&s->day);
	bt_overlay_init(&s->overlay);
	bt_detail_init(&s->detail);
	bt_detail_init(&s->ratio);
	s->ratio.range = BT_RANGE_3Y;
	s->ratio.numbers = true;
	for (int i = 0; i < BT_PANE_COUNT; i++) {
		char columns[512];

		expand(panes[i].columns, "YTD", columns, sizeof(columns));
		bt_table_init(&s->pane[i].table, columns);
	}
}

void
bt_screen_release(struct bt_screen *s)
{
	for (int i = 0; i < BT_PANE_COUNT; i++)
		bt_table_release(&s->pane[i].table);
	bt_overlay_release(&s->overlay);
	bt_detail_release(&s->detail);
	bt_detail_release(&s->ratio);
	bt_arena_release(&s->day);
	bt_snapshot_free(s->snapshot);
}

bool
bt_screen_has_pane(const struct bt_screen *s, int pane)
{
	return panes[pane].view == (s->view == BT_VIEW_SYMBOL ? s->from : s->view);
}

struct bt_detail *
bt_screen_chart(struct bt_screen *s)
{
	return s->view == BT_VIEW_SYMBOL ? &s->detail : s->view == BT_VIEW_RATIOS ? &s->ratio : NULL;
}

/* The list of the settings and what was typed. */
static void
ask_ratios(struct bt_screen *s, struct bt_ask *ask)
{
	const struct bt_words *list = &s->settings->lists_ratios;
	const char **word = BT_ARENA_ARRAY(&s->day, list->n + s->n_typed, const char *);

	for (size_t i = 0; i < list->n; i++)
		word[i] = list->at[i];
	for (size_t i = 0; i < s->n_typed; i++)
		word[list->n + i] = s->typed[i];
	ask->arg = word;
	ask->n_arg = list->n + s->n_typed;
}

/* The report of one pane.  That of breadth waits for the engine: it takes longer than a frame. */
static void
make_report(struct bt_screen *s, const struct bt_scope *scope, int id)
{
	struct bt_pane *p = &s->pane[id];
	struct bt_ask ask = {.view = panes[id].report, .as_of = s->as_of, .from = BT_DATE_NONE,
	                     .to = BT_DATE_NONE, .base = (enum bt_base)s->settings->data_base};

	p->failed = false;
	if (panes[id].report == BT_VIEW_BREADTH && !scope->breadth)
		return;
	if (id == BT_PANE_RATIO_LIST)
		ask_ratios(s, &ask);
	if (s->settings->data_price != BT_SET_PRICE_VIEW) {
		ask.price = s->settings->data_price == BT_SET_PRICE_ADJCLOSE ? BT_PRICE_ADJCLOSE
		                                                             : BT_PRICE_CLOSE;
		ask.price_given = true;
	}
	p->failed = bt_report_make(scope, &ask, &s->day, &p->report, &p->err) != BT_OK;
}

/* All panes of the view anew, of the present snapshot and day; the others are empty until they are seen. */
static void
make_reports(struct bt_screen *s, int64_t now_utc)
{
	struct bt_scope scope;

	bt_arena_release(&s->day);
	for (int i = 0; i < BT_PANE_COUNT; i++)
		s->pane[i].report = (struct bt_report){.rows = bt_val_list()};
	if (!s->snapshot)
		return;
	scope = bt_scope_from_snapshot(s->snapshot, s->settings, now_utc);
	for (int i = 0; i < BT_PANE_COUNT; i++) {
		if (bt_screen_has_pane(s, i))
			make_report(s, &scope, i);
		bt_table_update(&s->pane[i].table, &s->pane[i].report.rows);
	}
	if (s->view == BT_VIEW_SYMBOL)
		bt_detail_update(&s->detail, &scope, s->as_of);
	if (s->view == BT_VIEW_RATIOS && s->ratio.text[0])
		bt_detail_update(&s->ratio, &scope, s->as_of);
	bt_screen_follow(s, now_utc);
}

static void
update(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	struct bt_scope scope;

	if (!s->snapshot)
		return;
	scope = bt_scope_from_snapshot(s->snapshot, s->settings, now_utc);
	bt_detail_update(d, &scope, s->as_of);
}

void
bt_screen_update_detail(struct bt_screen *s, int64_t now_utc)
{
	if (bt_screen_chart(s))
		update(s, bt_screen_chart(s), now_utc);
}

void
bt_screen_follow(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_pane *p = &s->pane[BT_PANE_RATIO_LIST];
	const struct bt_val *row = p->table.n ? bt_table_row(&p->table, &p->report.rows) : NULL;
	const char *text = row ? bt_val_as_str(bt_val_get(row, "expr")) : NULL;
	bool list = s->ratio.numbers;

	if (s->view != BT_VIEW_RATIOS || !text || strcmp(text, s->ratio.text) == 0)
		return;
	if (!bt_detail_open(&s->ratio, text))
		return;
	s->ratio.numbers = list;
	update(s, &s->ratio, now_utc);
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
	make_reports(s, now_utc);
}

void
bt_screen_add_ratio(struct bt_screen *s, const char *text, int64_t now_utc)
{
	struct bt_table *t = &s->pane[BT_PANE_RATIO_LIST].table;

	if (!s->snapshot || !bt_detail_open(&s->ratio, text))
		return;
	update(s, &s->ratio, now_utc);
	if (s->ratio.failed) {
		bt_screen_notice(s, true, "%s", s->ratio.err.text);
	} else {
		if (s->n_typed == BT_SCREEN_TYPED)
			memmove(s->typed, s->typed + 1, sizeof(s->typed[0]) * --s->n_typed);
		snprintf(s->typed[s->n_typed++], BT_PROMPT_SIZE, "%s", text);
		make_reports(s, now_utc);
		for (size_t i = 0; i < t->n; i++)
			if (t->order[i] + 1 == t->n)
				bt_table_go(t, &s->pane[BT_PANE_RATIO_LIST].report.rows, i);
	}
	bt_screen_follow(s, now_utc);
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
	update(s, d, now_utc);
	if (d->failed) {
		bt_screen_notice(s, true, "%s", d->err.text);
		if (s->view == BT_VIEW_SYMBOL && bt_detail_open(d, before))
			update(s, d, now_utc);
		return;
	}
	if (s->view != BT_VIEW_SYMBOL)
		s->from = s->view;
	s->view = BT_VIEW_SYMBOL;
}

void
bt_screen_take(struct bt_screen *s, struct bt_snapshot *snapshot, int64_t now_utc)
{
	struct bt_snapshot *old = s->snapshot;

	s->snapshot = snapshot;
	make_reports(s, now_utc);
	bt_snapshot_free(old);
}

void
bt_screen_go(struct bt_screen *s, bt_date as_of, int64_t now_utc)
{
	s->as_of = as_of;
	make_reports(s, now_utc);
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

static void
explain_cell(struct bt_screen *s, const struct bt_report *r, size_t row, const char *path, const char *title)
{
	struct bt_arena a;
	struct bt_val explanation;
	struct bt_err err;
	const char *text;

	bt_xarena_init(&a);
	if (bt_explain_cell(r, row, path, &a, &explanation, &err)) {
		bt_screen_notice(s, true, "%s", err.text);
	} else {
		bt_overlay_open(&s->overlay, title);
		for (text = bt_explain_text(&explanation, &a); *text; text += strcspn(text, "\n"),
		     text += *text == '\n') {
			char *line = bt_arena_strndup(&a, text, strcspn(text, "\n"));

			bt_overlay_wrap(&s->overlay, s->layout.header.w - 2, line);
		}
	}
	bt_arena_release(&a);
}

void
bt_screen_explain(struct bt_screen *s)
{
	const struct bt_pane *p = &s->pane[s->focus];
	const struct bt_table *t = &p->table;
	const struct bt_facts *f = &s->detail.facts;
	char title[80];

	if (s->view == BT_VIEW_SYMBOL) {
		const struct bt_fact *fact = f->n ? &f->at[f->selected] : NULL;

		if (!fact || !fact->report)
			return;
		snprintf(title, sizeof(title), "%.40s: %.30s", s->detail.text, fact->label);
		explain_cell(s, fact->report, 0, fact->path, title);
	} else if (t->n) {
		snprintf(title, sizeof(title), "%.40s: %.30s", t->key, t->column[t->cursor].cell.title);
		explain_cell(s, &p->report, t->order[t->selected], t->column[t->cursor].cell.path, title);
	}
}

/* Are the values older than they should be: did the newest try fail? */
static bool
is_stale(const struct bt_screen *s)
{
	if (!s->snapshot || s->as_of != BT_DATE_NONE)
		return false;
	for (size_t i = 0; i < s->snapshot->health.n_provider; i++) {
		enum bt_health_state state = s->snapshot->health.provider[i].state;

		if (state == BT_HEALTH_RETRYING || state == BT_HEALTH_STOPPED)
			return true;
	}
	return false;
}

/* "4 of 7 beat ^RUT YTD". */
static void
beating_text(const struct bt_screen *s, const struct bt_pane *p, bool narrow, char *buf, size_t size)
{
	const struct bt_val *beating = bt_val_path(&p->report.head, "beating.YTD");

	if (beating && beating->kind == BT_VAL_LIST && beating->u.list.len == 2)
		snprintf(buf, size, narrow ? "%.0f/%.0f beat %s" : "%.0f of %.0f beat %s YTD",
		         beating->u.list.at[0].u.num, beating->u.list.at[1].u.num,
		         s->settings->data_benchmark);
}

/* "sp500 503/503 score 69": the universe, its coverage, and the breadth score of the day. */
static void
breadth_text(const struct bt_screen *s, const struct bt_pane *p, bool narrow, char *buf, size_t size)
{
	const struct bt_val *head = &p->report.head;
	const struct bt_breadth *b = s->snapshot->breadth;
	size_t n = b ? bt_dates_upto(b->date, b->n, p->report.as_of) : 0;
	double score = n ? bt_score_breadth(b, n - 1).score : NAN;
	int used;

	if (n == 0)
		return;
	used = snprintf(buf, size, "%.20s %.0f%s%.0f", bt_val_as_str(bt_val_get(head, "universe")),
	                bt_val_as_num(bt_val_get(head, "covered")), narrow ? "/" : " of ",
	                bt_val_as_num(bt_val_get(head, "members")));
	if (!isnan(score))
		snprintf(buf + used, size - (size_t)used, " score %.0f", score);
}

/* What is to be said of a pane in its title; "" when there is nothing. */
static void
remark_text(const struct bt_screen *s, const struct bt_pane *p, int id, bool narrow, char *buf,
            size_t size)
{
	buf[0] = '\0';
	if (p->report.rows.u.list.len == 0)
		return;
	if (panes[id].report == BT_VIEW_MAG7)
		beating_text(s, p, narrow, buf, size);
	else if (panes[id].report == BT_VIEW_BREADTH)
		breadth_text(s, p, narrow, buf, size);
}

/* Name, what is to be said of it, and at the right what prices its numbers are of. */
static void
draw_title(const struct bt_screen *s, const struct bt_pane *p, int id, struct bt_grid *g, struct bt_rect r,
           bool focused)
{
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;
	int x = r.x, end = r.x + r.w;
	char text[64];

	if (!s->accessible)
		bt_grid_fill(g, (struct bt_rect){r.x, r.y, r.w, 1}, BT_ROLE_BORDER, ascii ? "-" : "─");
	x += bt_grid_cut(g, x, r.y, r.w, focused ? BT_ROLE_FOCUS : BT_ROLE_TITLE, panes[id].title, ascii);
	x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	if (s->snapshot && s->snapshot->market.sample) {
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_SAMPLE, "SAMPLE");
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	}
	remark_text(s, p, id, r.w < 48, text, sizeof(text));
	if (text[0] && bt_text_width(text) + 1 <= end - x) {
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_DIM, text);
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	}
	if (panes[id].report == BT_VIEW_NEWS || p->report.rows.u.list.len == 0)
		return;
	snprintf(text, sizeof(text), " %s, base %s", p->report.price == BT_PRICE_ADJCLOSE ? "adjclose" : "close",
	         p->report.base == BT_BASE_FIRST ? "first" : "prev");
	if (bt_text_width(text) + 2 <= end - x)
		bt_grid_right(g, x, r.y, end - x, BT_ROLE_DIM, text);
}

static void
draw_pane(struct bt_screen *s, struct bt_grid *g, int id)
{
	struct bt_pane *p = &s->pane[id];
	struct bt_rect r = s->layout.pane[id];
	struct bt_rect body = {r.x, r.y + 1, r.w, r.h - 1};
	bool focused = (int)s->focus == id;
	struct bt_table_style style = {.glyphs = s->glyphs, .focused = focused && !s->overlay.open,
	                               .stale = is_stale(s), .bar_path = "returns.YTD.pct"};
	int y;

	if (r.w <= 0 || r.h <= 0)
		return;
	draw_title(s, p, id, g, r, focused);
	y = bt_table_draw(&p->table, &p->report.rows, g, body, &style);
	if (p->report.rows.u.list.len == 0 && body.h > 1)
		bt_grid_cut(g, body.x, body.y + 1, body.w, BT_ROLE_DIM,
		            p->failed ? p->err.text : s->snapshot ? "nothing here yet" : "",
		            s->glyphs == BT_GLYPHS_ASCII);
	if (style.focused && y >= 0) {
		g->cursor_x = r.x;
		g->cursor_y = y;
	}
}

static struct bt_detail_style
detail_style(const struct bt_screen *s)
{
	return (struct bt_detail_style){.glyphs = s->glyphs, .accessible = s->accessible,
	                                .braille = s->settings->screen_graph == (int)BT_GRAPH_BRAILLE,
	                                .sample = s->snapshot && s->snapshot->market.sample,
	                                .focused = !s->overlay.open};
}

static void
draw_detail(struct bt_screen *s, struct bt_grid *g)
{
	struct bt_detail_style style = detail_style(s);

	bt_detail_draw(&s->detail, &style, g, (struct bt_rect){0, 1, g->w, g->h - 3});
}

/* The chart of the selected ratio under the list; where there is no room for both, Tab turns to it. */
static void
draw_ratio(struct bt_screen *s, struct bt_grid *g)
{
	struct bt_rect *list = &s->layout.pane[BT_PANE_RATIO_LIST];
	struct bt_detail_style style = detail_style(s);
	struct bt_rect chart = *list;
	int rows = (int)s->pane[BT_PANE_RATIO_LIST].table.n + 2;

	if (s->zoom)
		return;
	if (list->h < BOTH_H) {
		list->w = s->ratio.numbers ? list->w : 0;
		chart.w = s->ratio.numbers ? 0 : chart.w;
	} else {
		list->h = rows < list->h / 2 ? rows : list->h / 2;
		chart.y += list->h;
		chart.h -= list->h;
	}
	if (chart.w > 0)
		bt_detail_draw_titled(&s->ratio, &style, g, chart);
}

/* The panes of the view, each at its place among all. */
static void
lay_out(struct bt_screen *s, int w, int h)
{
	struct bt_pane_wish wish[BT_PANE_COUNT];
	struct bt_layout l;
	int id[BT_PANE_COUNT], n = 0, focus = 0;

	for (int i = 0; i < BT_PANE_COUNT; i++) {
		if (!bt_screen_has_pane(s, i))
			continue;
		focus = (int)s->focus == i ? n : focus;
		wish[n] = (struct bt_pane_wish){.rows = (int)s->pane[i].table.n + 2,
		                                .column = panes[i].column, .width = panes[i].width};
		id[n++] = i;
	}
	l = bt_layout_make(w, h, wish, n, focus, s->zoom);
	s->layout = l;
	for (int i = 0; i < BT_PANES_MAX; i++)
		s->layout.pane[i] = (struct bt_rect){0};
	for (int i = 0; i < n; i++)
		s->layout.pane[id[i]] = l.pane[i];
}

static void
draw_too_small(struct bt_grid *g)
{
	char text[48];

	snprintf(text, sizeof(text), "too small: %dx%d", g->w, g->h);
	bt_grid_text(g, 0, 0, g->w, BT_ROLE_TEXT, bt_text_width(text) <= g->w ? text : "small");
}

void
bt_screen_draw(struct bt_screen *s, struct bt_grid *g, int64_t now_utc)
{
	lay_out(s, g->w, g->h);
	if (s->layout.too_small) {
		draw_too_small(g);
		return;
	}
	bt_header_draw(s, g, s->layout.header, now_utc);
	if (s->view == BT_VIEW_SYMBOL)
		draw_detail(s, g);
	else if (s->view == BT_VIEW_RATIOS)
		draw_ratio(s, g);
	for (int i = 0; i < BT_PANE_COUNT && s->view != BT_VIEW_SYMBOL; i++)
		draw_pane(s, g, i);
	if (s->overlay.open)
		bt_overlay_draw(&s->overlay, g, (struct bt_rect){0, 1, g->w, g->h - 3},
		                s->glyphs == BT_GLYPHS_ASCII);
	bt_status_draw(s, g, s->layout.status, now_utc);
	bt_footer_draw(s, g, s->layout.footer);
}

int
bt_screen_next_tick(const struct bt_screen *s, int64_t now_utc)
{
	struct bt_session_now now = bt_session_at(&s->settings->calendar, now_utc);

	if (s->as_of != BT_DATE_NONE)
		return -1;
	if (now.session == BT_SESSION_OPEN || now.session == BT_SESSION_HALF)
		return (int)(60 - now_utc % 60);        /* "closes in" counts minutes */
	return (int)(now.next_utc - now_utc + 1);
}
