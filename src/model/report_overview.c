/* report_overview.c - `show overview`: the rows of all panes of the first screen, each with its `pane`. */
#include <math.h>

#include "core/calendar.h"
#include "core/score.h"
#include "model/report.h"
#include "model/scope_breadth.h"
#include "model/settings.h"

/* The panes, in the order of the screen, and the member of a pane's head that belongs to all. */
static const struct {
	enum bt_view view;
	const char *head;
} panes[] = {
	{BT_VIEW_INDICES, NULL}, {BT_VIEW_MAG7, "beating"}, {BT_VIEW_RATIOS, NULL}, {BT_VIEW_NEWS, NULL},
};

/* The newest items are an overview; `show news` has them all. */
#define NEWS_ROWS 20

static void
add_column(struct bt_report *r, enum bt_column c)
{
	for (size_t i = 0; i < r->n_column; i++)
		if (r->column[i] == c)
			return;
	if (r->n_column < sizeof(r->column) / sizeof(r->column[0]))
		r->column[r->n_column++] = c;
}

static void
add_pane(const struct bt_report *pane, struct bt_report *r, struct bt_arena *a)
{
	size_t rows = pane->rows.u.list.len;

	for (size_t i = 0; i < pane->n_column; i++)
		add_column(r, pane->column[i]);
	if (pane->view == BT_VIEW_NEWS && rows > NEWS_ROWS)
		rows = NEWS_ROWS;
	for (size_t i = 0; i < rows; i++) {
		const struct bt_val *from = &pane->rows.u.list.at[i];
		struct bt_val *row = bt_report_row(r, a);

		bt_row_str(a, row, BT_COL_PANE, bt_view_spec(pane->view)->name);
		bt_row_str(a, row, BT_COL_PRICE,
		           pane->price == BT_PRICE_ADJCLOSE ? "adjclose" : "close");
		for (size_t k = 0; k < from->u.obj.len; k++)
			bt_val_set(a, row, from->u.obj.at[k].name, from->u.obj.at[k].val);
	}
}

/* Where the market stands now and what comes next; null as of a past day. */
static void
set_session(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_report *r,
            struct bt_arena *a)
{
	struct bt_session_now now = bt_session_at(bt_settings_calendar(scope->settings), scope->now_utc);
	bool live = ask->as_of == BT_DATE_NONE;

	bt_val_set(a, &r->head, "session", live ? bt_val_str(bt_session_name(now.session)) : bt_val_null());
	bt_val_set(a, &r->head, "session_next",
	           live ? bt_val_str(bt_session_name(now.next)) : bt_val_null());
	bt_val_set(a, &r->head, "session_next_s",
	           live ? bt_val_num((double)(now.next_utc - scope->now_utc)) : bt_val_null());
}

/* The breadth score of the universe, its change from the session before, and what it covers. */
static void
set_score(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_report *r,
          struct bt_arena *a)
{
	static const char *const about[] = {"universe", "members", "covered"};
	struct bt_report sub = {.as_of = r->as_of, .head = bt_val_obj()};
	const struct bt_breadth *b;
	double score = NAN, before = NAN;
	size_t n = 0;

	if (!bt_report_universe(scope, ask, a, &sub, &b, &n, NULL))
		score = bt_score_breadth(b, n - 1).score;
	if (n > 1)
		before = bt_score_breadth(b, n - 2).score;
	bt_val_set(a, &r->head, "breadth_score", bt_val_num(score));
	bt_val_set(a, &r->head, "breadth_score_change", bt_val_num(score - before));
	for (size_t i = 0; i < sizeof(about) / sizeof(about[0]); i++) {
		const struct bt_val *v = bt_val_get(&sub.head, about[i]);

		bt_val_set(a, &r->head, about[i], v ? *v : bt_val_null());
	}
}

enum bt_status
bt_report_overview(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                   struct bt_report *r, struct bt_err *err)
{
	size_t made = 0;

	if (ask->n_arg)
		return bt_err_set(err, BT_E_USAGE, "overview: takes no arguments");
	add_column(r, BT_COL_PANE);
	add_column(r, BT_COL_PRICE);
	set_session(scope, ask, r, a);
	set_score(scope, ask, r, a);
	for (size_t i = 0; i < sizeof(panes) / sizeof(panes[0]); i++) {
		struct bt_ask sub = *ask;
		struct bt_report pane;
		enum bt_status st;

		sub.view = panes[i].view;
		sub.most = 5 * NEWS_ROWS;        /* more than are told once what is the same is folded */
		st = bt_report_make(scope, &sub, a, &pane, err);
		if (st && st != BT_E_NODATA)
			return st;
		if (st)
			continue;       /* the others stay; the last reason is told when none has data */
		add_pane(&pane, r, a);
		made += panes[i].view != BT_VIEW_NEWS;
		if (panes[i].head)
			bt_val_set(a, &r->head, panes[i].head, *bt_val_get(&pane.head, panes[i].head));
	}
	return made ? BT_OK : BT_E_NODATA;
}
