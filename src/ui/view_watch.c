/* View 9: one watch list, with as many columns as there is room for. */
#include <stdio.h>

#include "ui/view.h"
#include "ui/watch.h"

static void
ask(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *out)
{
	const char **word = BT_ARENA_ARRAY(&s->day, 1, const char *);

	(void)pane;
	word[0] = bt_watch_name(s);
	out->arg = word;
	out->n_arg = *word[0] ? 1 : 0;
}

static void
title(const struct bt_screen *s, enum bt_pane_id pane, char *buf, size_t size)
{
	(void)pane;
	snprintf(buf, size, "Watch list %.40s", bt_watch_name(s));
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_WATCH_NEXT, "next list"},
	{BT_ACTION_EXPRESSION, "add"},
	{BT_ACTION_REMOVE, "remove"},
	{BT_ACTION_OPEN, "open"},
	{BT_ACTION_EXPLAIN, "explain"},
	{BT_ACTION_VIEW_OVERVIEW, "overview"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_watch = {
	.hint = hints,
	.ask = ask,
	.title = title,
};
