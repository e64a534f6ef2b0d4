/* View 1: index levels, Magnificent 7, ratios, breadth and news side by side. */
#include <math.h>
#include <stdio.h>

#include "core/score.h"
#include "ui/view.h"
#include "ui/watch.h"

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

static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	if (pane == BT_PANE_MAG7)
		beating_text(s, &s->pane[pane], narrow, buf, size);
	else if (pane == BT_PANE_BREADTH)
		breadth_text(s, &s->pane[pane], narrow, buf, size);
}

/* In place of the index levels stands a watch list when one was turned to; as many headlines as are looked at,
 * whose symbols stand in the view of news.  */
static void
ask(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *out)
{
	const char **word = BT_ARENA_ARRAY(&s->day, 1, const char *);

	out->most = 60;
	out->plain = pane == BT_PANE_NEWS;
	if (pane != BT_PANE_INDICES || !s->watch[0])
		return;
	word[0] = bt_watch_name(s);
	out->view = BT_VIEW_WATCH;
	out->arg = word;
	out->n_arg = 1;
}

static void
title(const struct bt_screen *s, enum bt_pane_id pane, char *buf, size_t size)
{
	if (pane == BT_PANE_INDICES && s->watch[0])
		snprintf(buf, size, "Watch list %.40s", bt_watch_name(s));
}

const struct bt_view_ops bt_view_overview = {
	.ask = ask,
	.title = title,
	.remark = remark,
};
