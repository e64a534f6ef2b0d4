#include "ui/view_news.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/marks.h"
#include "ui/flow.h"
#include "ui/view.h"

#define BESIDE_W 150                     /* from this width on the reader stands beside the list */
#define READER_W 46
#define READER_H 11
#define BELOW_H 17                       /* from this height on it stands below it */
#define MOST_ITEMS 400                   /* the newest that are looked at; of a past day fewer: */
#define MOST_PAST 200                    /* a step through time is to take no more than a millisecond */

void
bt_news_view_init(struct bt_news_view *v)
{
	*v = (struct bt_news_view){0};
}

void
bt_news_view_release(struct bt_news_view *v)
{
	free(v->unfold);
}

static struct bt_pane *
list_of(struct bt_screen *s)
{
	return &s->pane[BT_PANE_NEWS_LIST];
}

static const struct bt_val *
selected(const struct bt_screen *s)
{
	const struct bt_pane *p = &s->pane[BT_PANE_NEWS_LIST];

	return p->table.n ? bt_table_row(&p->table, &p->report.rows) : NULL;
}

static const char *
text_of(const struct bt_val *row, const char *name)
{
	const char *text = bt_val_as_str(bt_val_get(row, name));

	return text ? text : "";
}

static size_t
length(const struct bt_val *list)
{
	return list && list->kind == BT_VAL_LIST ? list->u.list.len : 0;
}

/* --- what is asked, what the title says --------------------------------------------------------------- */

static void
ask(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *out)
{
	const struct bt_news_view *v = &s->news;
	const char **one = BT_ARENA_ARRAY(&s->day, 1, const char *);

	(void)pane;
	out->most = s->as_of == BT_DATE_NONE ? MOST_ITEMS : MOST_PAST;
	out->unread = v->unread;
	out->unfold = v->unfold;
	if (!v->symbol[0])
		return;
	one[0] = v->symbol;
	out->arg = one;
	out->n_arg = 1;
}

/* "www.example.com": where the link goes is known before it is opened. */
static void
host_of(const char *link, char *buf, size_t size)
{
	const char *host = strstr(link, "://");

	buf[0] = '\0';
	if (host)
		snprintf(buf, size, "%.*s", (int)strcspn(host + 3, "/?#"), host + 3);
}

static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	const struct bt_val *head = &s->pane[pane].report.head;
	int used = snprintf(buf, size, "%.0f new of %.0f", bt_val_as_num(bt_val_get(head, "unread")),
	                    bt_val_as_num(bt_val_get(head, "items")));
	char host[40];

	if (s->news.unread)
		used += snprintf(buf + used, size - (size_t)used, ", new alone");
	if (s->news.symbol[0])
		used += snprintf(buf + used, size - (size_t)used, ", %.16s", s->news.symbol);
	host_of(text_of(selected(s), "link"), host, sizeof(host));
	if (!narrow && host[0] && (size_t)used < size)
		snprintf(buf + used, size - (size_t)used, ", %.30s", host);
}

/* --- links -------------------------------------------------------------------------------------------- */

struct links {
	const char *at[BT_NEWS_LINKS];
	size_t len[BT_NEWS_LINKS];
	size_t n;
};

/* Links of the web alone: what else a feed calls one is not offered. */
static void
add_link(struct links *l, const char *link, size_t len)
{
	if (strncasecmp(link, "http://", 7) != 0 && strncasecmp(link, "https://", 8) != 0)
		return;
	for (size_t i = 0; i < l->n; i++)
		if (l->len[i] == len && strncmp(l->at[i], link, len) == 0)
			return;
	if (len == 0 || len >= BT_LINK_SIZE || l->n == BT_NEWS_LINKS)
		return;
	l->at[l->n] = link;
	l->len[l->n++] = len;
}

/* A link in running text: to the next blank, without the stop of its sentence. */
static size_t
link_length(const char *text)
{
	size_t n = strcspn(text, " \n<>\"");

	while (n > 0 && strchr(".,;:!?)]'", text[n - 1]))
		n--;
	return n;
}

/* Its own, those of the items that tell the same, those in its text. */
static struct links
links_of(const struct bt_val *row)
{
	const struct bt_val *same = bt_val_get(row, "same");
	struct links l = {0};

	add_link(&l, text_of(row, "link"), strlen(text_of(row, "link")));
	for (size_t i = 0; i < length(same); i++) {
		const char *link = text_of(&same->u.list.at[i], "link");

		add_link(&l, link, strlen(link));
	}
	for (const char *p = text_of(row, "summary"); (p = strstr(p, "http")) != NULL; p++)
		add_link(&l, p, link_length(p));
	return l;
}

/* --- the reader --------------------------------------------------------------------------------------- */

/* "2025-12-23 16:09 EST": a stamp of UTC in New York, where the sessions are. */
static void
ny_text(const char *stamp, char *buf, size_t size)
{
	char day[BT_DATE_SIZE];
	int hour, minute, second;
	int64_t utc;
	bt_date d;

	buf[0] = '\0';
	if (!bt_date_parse(stamp, 10 <= strlen(stamp) ? 10 : 0, &d) || sscanf(stamp + 10, "T%d:%d", &hour, &minute) != 2)
		return;
	utc = (int64_t)d * 86400 + hour * 3600 + minute * 60;
	second = bt_ny_second(utc);
	snprintf(buf, size, "%s %02d:%02d %s", bt_date_format(bt_ny_date(utc), day), second / 3600,
	         second / 60 % 60, bt_ny_zone(utc));
}

/* "marketwatch, 2025-12-23 16:09 EST, 7h ago, new"; while the market is closed without the age. */
static void
put_origin(const struct bt_screen *s, struct bt_flow *f, const struct bt_val *row, int64_t now_utc)
{
	char text[200], when[40], age[BT_CELL_TEXT_SIZE];

	bt_cell_text(bt_val_get(row, "age_s"), BT_FORMAT_AGE, age);
	ny_text(text_of(row, "published"), when, sizeof(when));
	/* an age stands only where it is redrawn with the clock */
	snprintf(text, sizeof(text), "%.80s, %s%s%.8s%s%s", text_of(row, "feed"), when,
	         bt_screen_is_running(s, now_utc) ? ", " : "", bt_screen_is_running(s, now_utc) ? age : "",
	         bt_screen_is_running(s, now_utc) ? " ago" : "",
	         bt_val_is_true(bt_val_get(row, "unread")) ? ", new" : "");
	bt_flow_text(f, BT_ROLE_DIM, text);
}

/* "NVDA ▲+1.20 %  ^RUT ▼-0.31 %  on 2025-12-23" */
static void
put_moves(const struct bt_screen *s, struct bt_flow *f, const struct bt_val *row)
{
	const struct bt_val *symbols = bt_val_get(row, "symbols"), *moves = bt_val_get(row, "moves");
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;
	struct bt_flow_line l = bt_flow_line(f);
	char text[64], value[BT_CELL_TEXT_SIZE], date[BT_DATE_SIZE];

	for (size_t i = 0; i < length(symbols) && i < length(moves); i++) {
		const struct bt_val *move = &moves->u.list.at[i];
		int direction = bt_cell_direction(move, BT_FORMAT_PCT);
		const char *glyph = direction == 0 || ascii ? "" : direction > 0 ? "▲" : "▼";

		snprintf(text, sizeof(text), "%.20s ", bt_val_as_str(&symbols->u.list.at[i]));
		bt_flow_part(&l, BT_ROLE_STRONG, text);
		snprintf(text, sizeof(text), "%s%.20s %%  ", glyph, bt_cell_text(move, BT_FORMAT_PCT, value));
		bt_flow_part(&l, direction > 0 ? BT_ROLE_UP : direction < 0 ? BT_ROLE_DOWN : BT_ROLE_TEXT,
		             move->kind == BT_VAL_NUM ? text : "-  ");
	}
	if (length(symbols) == 0)
		return;
	snprintf(text, sizeof(text), "on %s", bt_date_format(bt_val_as_date(bt_val_get(row, "move_date")), date));
	bt_flow_part(&l, BT_ROLE_DIM, text);
	bt_flow_end(&l);
}

static void
put_same(struct bt_flow *f, const struct bt_val *row)
{
	const struct bt_val *same = bt_val_get(row, "same");
	char text[400];

	if (length(same) == 0)
		return;
	bt_flow_blank(f);
	bt_flow_text(f, BT_ROLE_DIM, "Also told by");
	for (size_t i = 0; i < length(same); i++) {
		const struct bt_val *one = &same->u.list.at[i];

		snprintf(text, sizeof(text), "%.40s: %.300s", text_of(one, "feed"), text_of(one, "title"));
		bt_flow_hanging(f, BT_ROLE_TEXT, text, 2);
	}
}

static void
put_links(struct bt_flow *f, const struct bt_val *row)
{
	struct links l = links_of(row);
	char text[BT_LINK_SIZE + 8];

	if (l.n)
		bt_flow_blank(f);
	for (size_t i = 0; i < l.n; i++) {
		snprintf(text, sizeof(text), "[%zu] %.*s", i + 1, (int)l.len[i], l.at[i]);
		bt_flow_hanging(f, BT_ROLE_LINE2, text, 4);
	}
}

static void
draw_reader(struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	struct bt_news_view *v = &s->news;
	const struct bt_val *row = selected(s);
	struct bt_rect body = {r.x, r.y + 1, r.w, r.h - 1};
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;
	struct bt_flow f;
	char place[40] = "";

	if (r.w <= 0 || r.h <= 0)
		return;
	if (v->lines > v->page && v->page > 0)
		snprintf(place, sizeof(place), " %zu-%zu of %zu", v->top + 1,
		         v->top + v->page < v->lines ? v->top + v->page : v->lines, v->lines);
	bt_title_draw(s, g, r, "Reader", "", place, v->reading);
	if (!row || body.h <= 0)
		return;
	f = bt_flow_open(g, body, v->top, ascii);
	bt_flow_text(&f, BT_ROLE_STRONG, text_of(row, "title"));
	put_origin(s, &f, row, s->drawn_utc);
	put_moves(s, &f, row);
	if (*text_of(row, "summary")) {
		bt_flow_blank(&f);
		bt_flow_text(&f, BT_ROLE_TEXT, text_of(row, "summary"));
	}
	put_same(&f, row);
	put_links(&f, row);
	v->lines = bt_flow_lines(&f, v->top);
	v->page = (size_t)body.h;
	if (v->reading && !s->overlay.open) {
		g->cursor_x = body.x;
		g->cursor_y = body.y;
	}
}

/* The reader beside the list, below it, or instead of it while it is read. */
static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	struct bt_rect *list = &list_of(s)->place, reader = body;

	(void)now_utc;
	if (s->zoom && !s->news.reading)
		return;
	if (s->zoom || (body.w < BESIDE_W && body.h < BELOW_H)) {
		if (!s->news.reading)
			return;
		list->w = 0;
	} else if (body.w >= BESIDE_W) {
		reader.w = body.w * 2 / 5 > READER_W ? body.w * 2 / 5 : READER_W;
		list->w -= reader.w + 2;
		reader.x += list->w + 2;
	} else {
		reader.h = body.h / 3 > READER_H ? body.h / 3 : READER_H;
		list->h = body.h - reader.h;
		reader.y += list->h;
	}
	draw_reader(s, g, reader);
}

/* --- keys --------------------------------------------------------------------------------------------- */

/* All items of a row's story. */
static void
mark_row(struct bt_screen *s, const struct bt_val *row, bool read, int64_t now_utc)
{
	const struct bt_val *same = bt_val_get(row, "same");

	bt_marks_set(&s->marks, text_of(row, "id"), read, now_utc);
	for (size_t i = 0; i < length(same); i++)
		bt_marks_set(&s->marks, text_of(&same->u.list.at[i], "id"), read, now_utc);
}

/* After a mark: while one is read the rows stay as they are, even where only new ones are shown. */
static void
marked(struct bt_screen *s, int64_t now_utc)
{
	struct bt_pane *p = list_of(s);
	struct bt_val *row = p->table.n ? &p->report.rows.u.list.at[p->table.order[p->table.selected]] : NULL;
	double unread = bt_val_as_num(bt_val_get(&p->report.head, "unread"));

	if (!s->news.reading || !row) {
		bt_screen_remake(s, now_utc);
		return;
	}
	if (bt_val_is_true(bt_val_get(row, "unread")))
		bt_val_set(&s->day, &p->report.head, "unread",
		           bt_val_num(unread - 1 - bt_val_as_num(bt_val_get(row, "folded"))));
	bt_val_set(&s->day, row, "unread", bt_val_bool(!bt_marks_is_read(&s->marks, text_of(row, "id"))));
}

static void
read_selected(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_val *row = selected(s);

	if (!row)
		return;
	s->news.reading = true;
	s->news.top = 0;
	mark_row(s, row, true, now_utc);
	marked(s, now_utc);
}

/* To the next (or previous) story, and read it. */
static void
read_next(struct bt_screen *s, long by, int64_t now_utc)
{
	struct bt_pane *p = list_of(s);

	bt_table_move(&p->table, &p->report.rows, by);
	read_selected(s, now_utc);
}

static void
toggle_mark(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_val *row = selected(s);

	if (!row)
		return;
	mark_row(s, row, bt_val_is_true(bt_val_get(row, "unread")), now_utc);
	marked(s, now_utc);
}

static void
mark_all(struct bt_screen *s, int64_t now_utc)
{
	struct bt_pane *p = list_of(s);

	for (size_t i = 0; i < p->table.n; i++)
		mark_row(s, &p->report.rows.u.list.at[p->table.order[i]], true, now_utc);
	marked(s, now_utc);
}

static void
toggle_fold(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_val *row = selected(s), *same = bt_val_get(row, "same");
	const char *story = length(same) ? text_of(&same->u.list.at[length(same) - 1], "id") : "";
	bool is_open = s->news.unfold && strcmp(s->news.unfold, story) == 0;

	if (!*story && !s->news.unfold) {
		bt_screen_notice(s, false, "nothing is folded into this one");
		return;
	}
	free(s->news.unfold);
	s->news.unfold = is_open || !*story ? NULL : bt_xstrdup(story);
	bt_screen_remake(s, now_utc);
}

static void
accept_symbol(struct bt_screen *s, const char *text, int64_t now_utc)
{
	snprintf(s->news.symbol, sizeof(s->news.symbol), "%s", text);
	bt_symbol_normalize(s->news.symbol);
	s->news.top = 0;
	bt_screen_remake(s, now_utc);
	if (list_of(s)->table.n == 0)
		bt_screen_notice(s, false, "no news of %.40s; f and an empty line show all", s->news.symbol);
}

static void
browse(struct bt_screen *s, size_t number, int64_t now_utc)
{
	const struct bt_val *row = selected(s);
	struct links l = links_of(row);

	if (number == 0 || number > l.n) {
		bt_screen_notice(s, true, "no link %zu", number);
		return;
	}
	snprintf(s->news.link, sizeof(s->news.link), "%.*s", (int)l.len[number - 1], l.at[number - 1]);
	s->effect = BT_EFFECT_BROWSE;
	mark_row(s, row, true, now_utc);
	marked(s, now_utc);
}

static void
accept_link(struct bt_screen *s, const char *text, int64_t now_utc)
{
	browse(s, *text ? strtoul(text, NULL, 10) : 1, now_utc);
}

static void
choose_link(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_val *row = selected(s);
	struct links l = {0};

	if (row)
		l = links_of(row);
	if (l.n == 0)
		bt_screen_notice(s, true, "there is no link to open");
	else if (l.n == 1)
		browse(s, 1, now_utc);
	else
		bt_screen_ask(s, "Number of the link (1): ", accept_link);
}

static void
open_symbol(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_val *symbols = bt_val_get(selected(s), "symbols");

	if (length(symbols))
		bt_screen_open(s, bt_val_as_str(&symbols->u.list.at[0]), now_utc);
	else
		bt_screen_notice(s, true, "it speaks of no symbol that is known");
}

static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	struct bt_news_view *v = &s->news;

	if (action == BT_ACTION_OPEN) {
		if (v->reading)
			read_next(s, 1, now_utc);
		else
			read_selected(s, now_utc);
	} else if (v->reading && (action == BT_ACTION_RIGHT || action == BT_ACTION_LEFT)) {
		read_next(s, action == BT_ACTION_RIGHT ? 1 : -1, now_utc);
	} else if (action == BT_ACTION_BROWSE) {
		choose_link(s, now_utc);
	} else if (action == BT_ACTION_MARK) {
		toggle_mark(s, now_utc);
	} else if (action == BT_ACTION_MARK_ALL) {
		mark_all(s, now_utc);
	} else if (action == BT_ACTION_NEW_ALONE) {
		v->unread = !v->unread;
		bt_screen_remake(s, now_utc);
	} else if (action == BT_ACTION_UNFOLD) {
		toggle_fold(s, now_utc);
	} else if (action == BT_ACTION_OPEN_SYMBOL) {
		open_symbol(s, now_utc);
	} else if (action == BT_ACTION_ABOUT) {
		bt_screen_ask_for(s, BT_ENTRY_SERIES, "News of the symbol (none: all): ", accept_symbol);
	} else {
		return false;
	}
	return true;
}

static void
move(struct bt_screen *s, long by)
{
	struct bt_news_view *v = &s->news;
	struct bt_pane *p = list_of(s);
	long last = (long)v->lines - (long)v->page, to = (long)v->top + by;

	if (!v->reading) {
		bt_table_move(&p->table, &p->report.rows, by);
		v->top = 0;
		return;
	}
	to = to > last ? last : to;
	v->top = to > 0 ? (size_t)to : 0;
}

static size_t
page(const struct bt_screen *s)
{
	return s->news.reading ? s->news.page : s->pane[BT_PANE_NEWS_LIST].table.page;
}

/* The reader, what is unfolded, the symbol, the new ones alone. */
static bool
back(struct bt_screen *s, int64_t now_utc)
{
	struct bt_news_view *v = &s->news;

	if (v->reading) {
		v->reading = false;
	} else if (v->unfold) {
		free(v->unfold);
		v->unfold = NULL;
	} else if (v->symbol[0]) {
		v->symbol[0] = '\0';
	} else if (v->unread) {
		v->unread = false;
	} else {
		return false;
	}
	bt_screen_remake(s, now_utc);
	return true;
}

static bool
cell(const struct bt_screen *s, struct bt_cell_place *out)
{
	const struct bt_pane *p = &s->pane[BT_PANE_NEWS_LIST];
	const struct bt_table *t = &p->table;

	if (t->n == 0)
		return false;
	*out = (struct bt_cell_place){.report = &p->report, .row = t->order[t->selected],
	                              .path = t->column[t->cursor].cell.path};
	snprintf(out->title, sizeof(out->title), "%.40s: %.30s", text_of(selected(s), "title"),
	         t->column[t->cursor].cell.title);
	return true;
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_OPEN, "read"},
	{BT_ACTION_BROWSE, "browser"},
	{BT_ACTION_ABOUT, "symbol"},
	{BT_ACTION_NEW_ALONE, "new"},
	{BT_ACTION_MARK, "mark"},
	{BT_ACTION_UNFOLD, "unfold"},
	{BT_ACTION_VIEW_OVERVIEW, "overview"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_news = {
	.ctx = BT_CTX_NEWS,
	.hint = hints,
	.ask = ask,
	.remark = remark,
	.draw = draw,
	.act = act,
	.move = move,
	.page = page,
	.back = back,
	.cell = cell,
};
