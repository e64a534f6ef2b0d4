/* act_rows.c - the rows and columns of a table: moving, sorting, searching, filtering, opening, copying. */
#include <stdio.h>
#include <string.h>

#include "ui/act.h"
#include "ui/columns.h"
#include "ui/take_out.h"
#include "ui/view.h"
#include "ui/watch.h"

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

void
bt_rows_move(struct bt_screen *s, long by)
{
	const struct bt_view_ops *ops = bt_view_ops(s);

	if (s->overlay.open)
		bt_overlay_move(&s->overlay, by);
	else if (ops->move)
		ops->move(s, by);
	else
		bt_table_move(table(s), rows(s), by);
}

static long
half_page(struct bt_screen *s)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	size_t page = s->overlay.open ? s->overlay.page : ops->page ? ops->page(s) : table(s)->page;

	return page > 2 ? (long)page / 2 : 1;
}

BT_DOES(DOWN, bt_rows_move(s, 1))
BT_DOES(UP, bt_rows_move(s, -1))
BT_DOES(PAGE_DOWN, bt_rows_move(s, half_page(s)))
BT_DOES(PAGE_UP, bt_rows_move(s, -half_page(s)))
BT_DOES(FIRST, bt_rows_move(s, -BT_ROWS_END))
BT_DOES(LAST, bt_rows_move(s, BT_ROWS_END))
BT_DOES(LEFT, bt_table_cursor(table(s), -1))
BT_DOES(RIGHT, bt_table_cursor(table(s), 1))

static void
sort(struct bt_screen *s, int by, bool reverse)
{
	bt_table_sort(table(s), rows(s), by, reverse);
	bt_pane_sorted(focused(s), s->focus);
}

BT_DOES(SORT_NEXT, sort(s, 1, false))
BT_DOES(SORT_PREV, sort(s, -1, false))
BT_DOES(SORT_REVERSE, sort(s, 0, true))

BT_ACT(OPEN)
{
	const struct bt_val *row = bt_table_row(table(s), rows(s));
	const char *text = bt_val_as_str(bt_val_get(row, "symbol"));

	if (!text)
		text = bt_val_as_str(bt_val_get(row, "expr"));
	if (text && *text)
		bt_screen_open(s, text, now_utc);
	else if (row)
		bt_screen_notice(s, true, "nothing to open here");
	return BT_EFFECT_NONE;
}

static void
search(struct bt_screen *s, int direction)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	struct bt_match m;
	struct bt_err err;
	bool found;

	if (!s->pattern[0])
		return;
	if (bt_match_open(&m, s->pattern, &err)) {
		bt_screen_notice(s, true, "%s", err.text);
		return;
	}
	found = s->overlay.open ? bt_overlay_search(&s->overlay, &m, direction)
	        : ops->find ? ops->find(s, &m, direction)
	                    : bt_table_search(table(s), rows(s), &m, direction);
	bt_match_close(&m);
	if (!found)
		bt_screen_notice(s, true, "\"%s\" is not here", s->pattern);
}

BT_DOES(SEARCH_NEXT, search(s, 1))
BT_DOES(SEARCH_PREV, search(s, -1))

void
bt_screen_search(struct bt_screen *s, const char *pattern)
{
	snprintf(s->pattern, sizeof(s->pattern), "%s", pattern);
	search(s, 1);
}

static void
accept_search(struct bt_screen *s, const char *text, int64_t now_utc)
{
	(void)now_utc;
	bt_screen_search(s, text);
}

BT_DOES(SEARCH, bt_screen_ask_for(s, BT_ENTRY_SEARCH, "Search: ", accept_search))

void
bt_screen_filter(struct bt_screen *s, const char *pattern)
{
	struct bt_err err;

	if (bt_view_ops(s)->whole)
		bt_screen_notice(s, true, "%s", "no rows to choose from here; / searches");
	else if (bt_table_filter(table(s), rows(s), pattern, &err))
		bt_screen_notice(s, true, "%s", err.text);
	else if (*pattern && table(s)->n == 0)
		bt_screen_notice(s, true, "no row has \"%s\"; & and an empty line show all", pattern);
}

static void
accept_filter(struct bt_screen *s, const char *text, int64_t now_utc)
{
	(void)now_utc;
	bt_screen_filter(s, text);
}

BT_DOES(FILTER, bt_screen_ask_for(s, BT_ENTRY_FILTER, "Rows with (empty: all, !: without): ", accept_filter))
BT_DOES(COLUMNS, bt_columns_open(s))
BT_DOES(COPY, bt_copy_value(s))
BT_DOES(COPY_ROW, bt_copy_row(s))
BT_DOES(WATCH_NEXT, bt_watch_turn(s, 1, now_utc))
BT_DOES(REMOVE, bt_watch_remove(s, "", now_utc))
