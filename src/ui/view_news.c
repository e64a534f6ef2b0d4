#include "ui/view_news.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/marks.h"
#include "ui/news_feeds.h"
#include "ui/news_links.h"
#include "ui/news_reader.h"
#include "ui/news_row.h"
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
	out->feed = v->feed[0] ? v->feed : NULL;
	if (!v->symbol[0])
		return;
	one[0] = v->symbol;
	out->arg = one;
	out->n_arg = 1;
}

/* "12 new of 400, new alone, NVDA, feed fed" */
static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	const struct bt_val *head = &s->pane[pane].report.head;
	size_t used;

	(void)narrow;
	snprintf(buf, size, "%.0f new of %.0f%s", bt_val_as_num(bt_val_get(head, "unread")),
	         bt_val_as_num(bt_val_get(head, "items")), s->news.unread ? ", new alone" : "");
	used = strlen(buf);
	if (s->news.symbol[0])
		snprintf(buf + used, size - used, ", %.16s", s->news.symbol);
	used = strlen(buf);
	if (s->news.feed[0])
		snprintf(buf + used, size - used, ", feed %.20s", s->news.feed);
}

/* --- the places ----------------------------------------------------------------------------------------- */

/* The reader beside the list, below it, or instead of it while it is read. */
static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	struct bt_rect *list = &list_of(s)->place, reader = body;

	(void)now_utc;
	s->news.host_shown = false;
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
		/* what is read has the most of the room */
		reader.h = s->news.reading ? body.h * 2 / 3 : body.h / 3;
		reader.h = reader.h > READER_H ? reader.h : READER_H;
		list->h = body.h - reader.h;
		reader.y += list->h;
	}
	bt_news_reader_draw(s, g, reader);
}

/* --- keys --------------------------------------------------------------------------------------------- */

/* All items of a row's story. */
static void
mark_row(struct bt_screen *s, const struct bt_val *row, bool read, int64_t now_utc)
{
	const struct bt_val *same = bt_val_get(row, "same");

	bt_marks_set(&s->marks, bt_news_text(row, "id"), read, now_utc);
	for (size_t i = 0; i < bt_news_length(same); i++)
		bt_marks_set(&s->marks, bt_news_text(&same->u.list.at[i], "id"), read, now_utc);
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
	bt_val_set(&s->day, row, "unread", bt_val_bool(!bt_marks_is_read(&s->marks, bt_news_text(row, "id"))));
}

void
bt_news_mark(struct bt_screen *s, const struct bt_val *row, bool read, int64_t now_utc)
{
	mark_row(s, row, read, now_utc);
	marked(s, now_utc);
}

static void
read_selected(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_val *row = bt_news_row(s);

	if (!row)
		return;
	s->news.reading = true;
	s->news.top = 0;
	bt_news_mark(s, row, true, now_utc);
}

/* To the next (or previous) story, and read it. */
static void
read_next(struct bt_screen *s, long by, int64_t now_utc)
{
	struct bt_pane *p = list_of(s);

	bt_table_move(&p->table, &p->report.rows, by);
	read_selected(s, now_utc);
}

/* To the next new story below the selected one, else from the top, and read it. */
static void
read_next_new(struct bt_screen *s, int64_t now_utc)
{
	struct bt_table *t = &list_of(s)->table;
	const struct bt_val *rows = &list_of(s)->report.rows;

	for (size_t i = 1; i <= t->n; i++) {
		size_t at = (t->selected + i) % t->n;

		if (!bt_val_is_true(bt_val_get(&rows->u.list.at[t->order[at]], "unread")))
			continue;
		bt_table_go(t, rows, at);
		read_selected(s, now_utc);
		return;
	}
	bt_screen_notice(s, false, "nothing is new%s", s->news.symbol[0] || s->news.feed[0] ? " here" : "");
}

static void
toggle_mark(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_val *row = bt_news_row(s);

	if (!row)
		return;
	bt_news_mark(s, row, bt_val_is_true(bt_val_get(row, "unread")), now_utc);
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
	const struct bt_val *row = bt_news_row(s), *same = bt_val_get(row, "same");
	const char *story = bt_news_length(same) ? bt_news_text(&same->u.list.at[bt_news_length(same) - 1], "id") : "";
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
open_symbol(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_val *symbols = bt_val_get(bt_news_row(s), "symbols");

	if (bt_news_length(symbols))
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
		bt_news_links_open(s, now_utc);
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
	} else if (action == BT_ACTION_NEXT_NEW) {
		read_next_new(s, now_utc);
	} else if (action == BT_ACTION_FEEDS) {
		bt_news_feeds_list(s);
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

/* The reader, what is unfolded, the symbol, the feed, the new ones alone. */
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
	} else if (v->feed[0]) {
		v->feed[0] = '\0';
	} else if (v->unread) {
		v->unread = false;
	} else {
		return false;
	}
	bt_screen_remake(s, now_utc);
	return true;
}

/* ":3": the third link, which Enter opens. */
static void
number(struct bt_screen *s, size_t n, int64_t now_utc)
{
	(void)now_utc;
	bt_news_links_list(s, n);
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
	snprintf(out->title, sizeof(out->title), "%.40s: %.30s", bt_news_text(bt_news_row(s), "title"),
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
	.number = number,
	.cell = cell,
};
