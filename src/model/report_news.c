/* report_news.c - `show news`: stories, newest first, with the symbols that they speak of and their moves. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "core/calendar.h"
#include "model/lexicon.h"
#include "model/marks.h"
#include "model/report.h"
#include "model/settings.h"
#include "model/stories.h"

#define MOST_FEEDS 64                    /* that are counted */

struct maker {
	const struct bt_scope *scope;
	const struct bt_ask *ask;
	struct bt_report *r;
	struct bt_arena *a;
	const struct bt_lexicon *lexicon;        /* NULL: headlines alone */
	const struct bt_news_item *item; /* those that count as of the day, newest first */
	size_t n;
	size_t *story;                   /* the oldest item of each one's story */
	int64_t now_utc;                 /* ages end there */
};

/* The symbols of an item: that of its feed first, then those of title and text. */
struct about {
	const char *symbol[BT_LEXICON_MOST];
	size_t n;
};

static struct about
about(const struct maker *m, const struct bt_news_item *item)
{
	struct about out = {0};

	if (!m->lexicon)
		return out;
	if (item->symbol && *item->symbol)
		out.symbol[out.n++] = item->symbol;
	out.n = bt_lexicon_find(m->lexicon, item->title, out.symbol, out.n);
	out.n = bt_lexicon_find(m->lexicon, item->summary, out.symbol, out.n);
	return out;
}

/* --- which ---------------------------------------------------------------------------------------------- */

static bool
has_symbol(const struct maker *m, const struct bt_news_item *item)
{
	struct about a = {0};

	if (m->ask->n_arg == 0)
		return true;
	a = about(m, item);
	for (size_t i = 0; i < m->ask->n_arg; i++)
		for (size_t k = 0; k < a.n; k++)
			if (strcmp(bt_symbol_canonical(m->ask->arg[i]), bt_symbol_canonical(a.symbol[k])) == 0)
				return true;
	return false;
}

static bool
has_word(const struct maker *m, const struct bt_news_item *item)
{
	const char *word = m->ask->search;

	return !word || !*word || strcasestr(item->title, word) || strcasestr(item->summary, word) ||
	       strcasestr(item->feed, word);
}

static bool
is_unread(const struct maker *m, const struct bt_news_item *item)
{
	return !m->scope->marks || !bt_marks_is_read(m->scope->marks, item->id);
}

/* Items of the story behind its newest, that item not counted. */
static size_t
others_of(const struct maker *m, size_t newest)
{
	size_t n = 0;

	for (size_t i = newest + 1; i <= m->story[newest]; i++)
		n += m->story[i] == m->story[newest];
	return n;
}

static bool
is_newest(const struct maker *m, size_t i, const bool *told)
{
	return !told[m->story[i]];
}

/* A story is shown when any of its items is asked for. */
static bool
is_asked_for(const struct maker *m, size_t newest)
{
	bool symbol = false, word = false, unread = !m->ask->unread, feed = !m->ask->feed;

	for (size_t i = newest; i <= m->story[newest]; i++) {
		if (m->story[i] != m->story[newest])
			continue;
		symbol = symbol || has_symbol(m, &m->item[i]);
		word = word || has_word(m, &m->item[i]);
		unread = unread || is_unread(m, &m->item[i]);
		feed = feed || strcmp(m->item[i].feed, m->ask->feed) == 0;
	}
	return symbol && word && unread && feed;
}

/* --- rows ----------------------------------------------------------------------------------------------- */

static const char *
stamp(struct bt_arena *a, int64_t utc)
{
	char text[BT_CLOCK_STAMP_SIZE];

	return bt_arena_strdup(a, bt_clock_stamp(utc, text));
}

/* The session that an item is told on: that of its day in New York, or the last one before. */
static bt_date
session_of(const struct maker *m, const struct bt_news_item *item)
{
	bt_date d = bt_calendar_session_upto(bt_settings_calendar(m->scope->settings),
	                                     bt_ny_date(item->published_utc));

	return m->r->as_of != BT_DATE_NONE && d > m->r->as_of ? m->r->as_of : d;
}

/* Its change on that session in percent; NAN when it did not trade. */
static double
move_on(const struct maker *m, const char *symbol, bt_date d)
{
	struct bt_bars b = bt_market_bars(m->scope->market, symbol, d);

	if (b.n < 2 || b.date[b.n - 1] != d)
		return NAN;
	return 100 * (b.close[b.n - 1] / b.close[b.n - 2] - 1);
}

/* What the summary numbers, from 1; of an item without links in its text its own. */
static struct bt_val
links_of(const struct maker *m, const struct bt_news_item *item)
{
	struct bt_val list = bt_val_list();
	const char *p = item->links && *item->links ? item->links : item->link;

	while (*p) {
		size_t n = strcspn(p, "\n");

		bt_val_add(m->a, &list, bt_val_str(bt_arena_strndup(m->a, p, n)));
		p += n + (p[n] == '\n');
	}
	return list;
}

static struct bt_val
same_of(const struct maker *m, size_t newest)
{
	struct bt_val list = bt_val_list();

	for (size_t i = newest + 1; i <= m->story[newest]; i++) {
		const struct bt_news_item *item = &m->item[i];
		struct bt_val one = bt_val_obj();

		if (m->story[i] != m->story[newest])
			continue;
		bt_val_set(m->a, &one, "published", bt_val_str(stamp(m->a, item->published_utc)));
		bt_val_set(m->a, &one, "feed", bt_val_str(item->feed));
		bt_val_set(m->a, &one, "title", bt_val_str(item->title));
		bt_val_set(m->a, &one, "link", bt_val_str(item->link));
		bt_val_set(m->a, &one, "id", bt_val_str(item->id));
		bt_val_add(m->a, &list, one);
	}
	return list;
}

/* One item; `part`: of a story that is unfolded, below its newest. */
static void
add_row(const struct maker *m, size_t i, bool part)
{
	const struct bt_news_item *item = &m->item[i];
	struct bt_val *row = bt_report_row(m->r, m->a), symbols = bt_val_list(), moves = bt_val_list();
	struct about a = about(m, item);
	bt_date session = session_of(m, item);

	for (size_t k = 0; k < a.n; k++) {
		bt_val_add(m->a, &symbols, bt_val_str(a.symbol[k]));
		bt_val_add(m->a, &moves, bt_val_num(move_on(m, a.symbol[k], session)));
	}
	bt_row_str(m->a, row, BT_COL_PUBLISHED, stamp(m->a, item->published_utc));
	bt_row_num(m->a, row, BT_COL_AGE_S, (double)(m->now_utc - item->published_utc));
	bt_row_bool(m->a, row, BT_COL_UNREAD, is_unread(m, item));
	bt_row_str(m->a, row, BT_COL_FEED, item->feed);
	bt_row_str(m->a, row, BT_COL_HEADLINE, item->title);
	bt_row_set(m->a, row, BT_COL_SYMBOLS, symbols);
	bt_row_set(m->a, row, BT_COL_MOVES, moves);
	bt_row_date(m->a, row, BT_COL_MOVE_DATE, session);
	bt_row_num(m->a, row, BT_COL_FOLDED, part ? NAN : (double)others_of(m, i));
	bt_row_set(m->a, row, BT_COL_SAME, part ? bt_val_null() : same_of(m, i));
	bt_row_str(m->a, row, BT_COL_LINK, item->link);
	bt_row_set(m->a, row, BT_COL_LINKS, links_of(m, item));
	bt_row_str(m->a, row, BT_COL_SUMMARY, item->summary);
	bt_row_str(m->a, row, BT_COL_ID, item->id);
}

/* The story, and its other items where it is unfolded. */
static void
add_story(const struct maker *m, size_t newest)
{
	const char *open = m->ask->unfold;

	add_row(m, newest, false);
	if (!open || (*open && strcmp(open, m->item[m->story[newest]].id) != 0))
		return;
	for (size_t i = newest + 1; i <= m->story[newest]; i++)
		if (m->story[i] == m->story[newest])
			add_row(m, i, true);
}

/* --- feeds ---------------------------------------------------------------------------------------------- */

struct feed {
	const char *name;
	size_t items, unread;
};

static void
count_item(const struct maker *m, struct feed *feed, size_t *n, const struct bt_news_item *item)
{
	size_t i = 0;

	while (i < *n && strcmp(feed[i].name, item->feed) < 0)
		i++;
	if (i == *n || strcmp(feed[i].name, item->feed) != 0) {
		if (*n == MOST_FEEDS)
			return;
		memmove(&feed[i + 1], &feed[i], (*n - i) * sizeof(*feed));
		feed[i] = (struct feed){.name = item->feed};
		(*n)++;
	}
	feed[i].items++;
	feed[i].unread += is_unread(m, item);
}

/* Each feed by name: how many items it has, and how many of them are new. */
static struct bt_val
feeds_of(const struct maker *m)
{
	struct feed *feed = BT_ARENA_ARRAY(m->a, MOST_FEEDS, struct feed);
	struct bt_val list = bt_val_list();
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		count_item(m, feed, &n, &m->item[i]);
	for (size_t i = 0; i < n; i++) {
		struct bt_val one = bt_val_obj();

		bt_val_set(m->a, &one, "feed", bt_val_str(feed[i].name));
		bt_val_set(m->a, &one, "items", bt_val_num((double)feed[i].items));
		bt_val_set(m->a, &one, "unread", bt_val_num((double)feed[i].unread));
		bt_val_add(m->a, &list, one);
	}
	return list;
}

/* Those that count as of the day: of a past one, what was known at its end in New York. */
static void
choose_items(struct maker *m, const struct bt_scope *scope, const struct bt_ask *ask)
{
	bool past = ask->as_of != BT_DATE_NONE;
	int64_t end = past ? bt_ny_instant(ask->as_of + 1, 0) : INT64_MAX;
	size_t from = 0;

	while (from < scope->n_news && scope->news[from].published_utc >= end)
		from++;
	m->item = scope->news + from;
	m->n = scope->n_news - from;
	if (ask->most && m->n > ask->most)
		m->n = ask->most;
	m->now_utc = past ? end : scope->now_utc;        /* ages are those of that evening */
}

enum bt_status
bt_report_news(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
               struct bt_report *out, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_PUBLISHED, BT_COL_AGE_S, BT_COL_UNREAD, BT_COL_FEED, BT_COL_HEADLINE, BT_COL_SYMBOLS,
		BT_COL_MOVES, BT_COL_MOVE_DATE, BT_COL_FOLDED, BT_COL_SAME, BT_COL_LINK, BT_COL_LINKS,
		BT_COL_SUMMARY, BT_COL_ID,
		BT_COLUMN_COUNT,
	};
	struct maker m = {.scope = scope, .ask = ask, .r = out, .a = a};
	size_t unread = 0;
	bool *told;

	(void)err;
	bt_report_columns(out, columns);
	choose_items(&m, scope, ask);
	if (!ask->plain && m.n)
		m.lexicon = scope->lexicon ? scope->lexicon : bt_lexicon_make(a);
	m.story = BT_ARENA_ARRAY(a, m.n, size_t);
	told = BT_ARENA_ARRAY(a, m.n, bool);
	bt_stories_find(m.item, m.n, a, m.story);
	for (size_t i = 0; i < m.n; i++) {
		unread += is_unread(&m, &m.item[i]);
		if (is_newest(&m, i, told) && is_asked_for(&m, i))
			add_story(&m, i);
		told[m.story[i]] = true;
	}
	bt_val_set(a, &out->head, "items", bt_val_num((double)m.n));
	bt_val_set(a, &out->head, "unread", bt_val_num((double)unread));
	if (!ask->plain)
		bt_val_set(a, &out->head, "feeds", feeds_of(&m));
	return BT_OK;
}
