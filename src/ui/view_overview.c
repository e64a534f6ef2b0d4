/* View 1: index levels, Magnificent 7, ratios, breadth and news side by side. */
#include <stdio.h>
#include <string.h>

#include "ui/internals.h"
#include "ui/view.h"
#include "ui/watch.h"

#define NEWS_MOST 60                     /* headlines that are looked at */
#define HISTORY_DAYS 20                  /* of sessions, beside those that there are rows for */

/* "4 of 7 beat ^RUT YTD". */
static void
beating_text(const struct bt_screen *s, const struct bt_pane *p, bool narrow, char *buf, size_t size)
{
	char path[64];
	const struct bt_val *beating;

	snprintf(path, sizeof(path), "beating.%s", p->horizon);
	beating = bt_val_path(&p->report.head, path);

	if (beating && beating->kind == BT_VAL_LIST && beating->u.list.len == 2)
		snprintf(buf, size, narrow ? "%.0f/%.0f beat %s" : "%.0f of %.0f beat %s %s",
		         beating->u.list.at[0].u.num, beating->u.list.at[1].u.num,
		         s->settings->data_benchmark, p->horizon);
}

/* "sp500 503/503*": the universe, its coverage; "*" while the close is not in. */
static void
breadth_text(const struct bt_pane *p, bool narrow, char *buf, size_t size)
{
	const struct bt_val *head = &p->report.head;
	const char *universe = bt_val_as_str(bt_val_get(head, "universe"));

	if (universe)
		snprintf(buf, size, "%.20s %.0f%s%.0f%s", bt_universe_short(universe),
		         bt_val_as_num(bt_val_get(head, "covered")), narrow ? "/" : " of ",
		         bt_val_as_num(bt_val_get(head, "members")),
		         bt_val_is_true(bt_val_get(head, "provisional")) ? "*" : "");
}

/* "1D, 501 of 503": the horizon, and who has a number. */
static void
movers_text(const struct bt_pane *p, char *buf, size_t size)
{
	const char *horizon = bt_val_as_str(bt_val_get(&p->report.head, "horizon"));

	snprintf(buf, size, "%.8s, %.0f of %.0f", horizon ? horizon : "", bt_val_as_num(bt_val_get(&p->report.head, "n")),
	         bt_val_as_num(bt_val_get(&p->report.head, "members")));
}

/* "12 new", "60+ new": of those that are looked at here. */
static void
news_text(const struct bt_val *head, char *buf, size_t size)
{
	double unread = bt_val_as_num(bt_val_get(head, "unread"));

	snprintf(buf, size, "%.0f%s new", unread, unread == NEWS_MOST ? "+" : "");
}

static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	if (pane == BT_PANE_MAG7)
		beating_text(s, &s->pane[pane], narrow, buf, size);
	else if (pane == BT_PANE_BREADTH || pane == BT_PANE_HISTORY)
		breadth_text(&s->pane[pane], narrow, buf, size);
	else if (pane == BT_PANE_MOVERS)
		movers_text(&s->pane[pane], buf, size);
	else if (pane == BT_PANE_NEWS)
		news_text(&s->pane[pane].report.head, buf, size);
}

/* At first the newest session and the greatest gain stand on top. */
static void
sort_first(struct bt_table *t, enum bt_pane_id pane)
{
	const char *first = pane == BT_PANE_HISTORY ? "date" : pane == BT_PANE_MOVERS ? "return_pct" : NULL;

	for (int i = 0; first && t->sort < 0 && !t->total && i < (int)t->n_column; i++) {
		if (strcmp(t->column[i].cell.path, first) == 0) {
			t->sort = i;
			t->reverse = true;
		}
	}
}

/* In place of the index levels stands a watch list when one was turned to; as many headlines as are looked at,
 * whose symbols stand in the view of news; sessions for the rows there are.  */
static void
ask(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *out)
{
	const char **word = BT_ARENA_ARRAY(&s->day, 1, const char *);
	bt_date day = s->as_of == BT_DATE_NONE ? s->last : s->as_of;

	out->most = NEWS_MOST;
	out->plain = pane == BT_PANE_NEWS;
	out->when = pane == BT_PANE_EVENTS ? BT_NOTES_NEAREST : BT_NOTES_ALL;
	if (pane == BT_PANE_HISTORY && day != BT_DATE_NONE) {
		out->series = true;
		out->from = day - HISTORY_DAYS - s->layout.status.y * 3 / 2;
	}
	sort_first(&s->pane[pane].table, pane);
	if (pane != BT_PANE_WATCHED && (pane != BT_PANE_INDICES || !s->watch[0]))
		return;
	word[0] = bt_watch_name(s);
	out->view = BT_VIEW_WATCH;
	out->arg = word;
	out->n_arg = 1;
}

static void
title(const struct bt_screen *s, enum bt_pane_id pane, char *buf, size_t size)
{
	if (pane == BT_PANE_WATCHED || (pane == BT_PANE_INDICES && s->watch[0]))
		snprintf(buf, size, "Watch list %.40s", bt_watch_name(s));
}

const struct bt_view_ops bt_view_overview = {
	.ask = ask,
	.title = title,
	.remark = remark,
};
