/* screen_make.c - the reports of the screen: made when they are seen, of the present picture and day. */
#include "ui/screen_make.h"

#include "model/front.h"
#include "ui/view.h"

/* Reports that would compute the whole breadth of a universe where there is none yet: longer than a frame. */
static bool
needs_breadth(enum bt_view view)
{
	return view == BT_VIEW_BREADTH || view == BT_VIEW_SECTORS;
}

/* Must it wait for what is still being read?  Of some members it would be wrong. */
static bool
must_wait(const struct bt_scope *scope, const struct bt_snapshot *snap, const struct bt_ask *ask)
{
	bool of_members = ask->view == BT_VIEW_SECTORS || ask->view == BT_VIEW_HEATMAP;

	if (scope->front && bt_front_has(scope->front, ask))
		return false;
	return (needs_breadth(ask->view) && (!scope->breadth || scope->breadth_comes)) || (of_members && snap->phase == BT_PHASE_LOADING);
}

/* What a pane asks for, beside what its view says of it. */
static struct bt_ask
ask_of(const struct bt_screen *s, enum bt_pane_id id)
{
	struct bt_ask ask = {.view = bt_pane_spec(id)->report, .as_of = s->as_of, .from = BT_DATE_NONE,
	                     .to = BT_DATE_NONE, .base = (enum bt_base)s->settings->data_base};

	if (s->settings->data_price != BT_SET_PRICE_VIEW) {
		ask.price = s->settings->data_price == BT_SET_PRICE_ADJCLOSE ? BT_PRICE_ADJCLOSE
		                                                             : BT_PRICE_CLOSE;
		ask.price_given = true;
	}
	return ask;
}

/* The report of one pane; what is not there because it is still being read says so. */
static void
make_report(struct bt_screen *s, const struct bt_scope *scope, enum bt_pane_id id)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	bool loading = s->snapshot->phase == BT_PHASE_LOADING;
	struct bt_pane *p = &s->pane[id];
	enum bt_status st = BT_E_NODATA;

	p->ask = ask_of(s, id);
	p->failed = false;
	p->made = true;
	s->serial++;
	if (ops->ask)
		ops->ask(s, id, &p->ask);
	if (!must_wait(scope, s->snapshot, &p->ask))
		st = bt_report_make(scope, &p->ask, &s->day, &p->report, &p->err);
	else if (!loading)
		return;
	p->failed = st != BT_OK;
	if (st == BT_E_NODATA && loading) {
		p->report = (struct bt_report){.rows = bt_val_list()};
		bt_err_set(&p->err, st, "loading");
	}
}

void
bt_screen_make_missing(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	struct bt_scope scope = bt_screen_scope(s, now_utc);

	for (int i = 0; i < BT_PANE_COUNT && !ops->whole; i++) {
		struct bt_pane *p = &s->pane[i];

		if (p->made || !bt_screen_has_pane(s, i) ||
		    (bt_pane_is_extra((enum bt_pane_id)i) && p->place.w <= 0))
			continue;
		make_report(s, &scope, (enum bt_pane_id)i);
		bt_table_update(&p->table, &p->report.rows);
	}
	if (ops->update)
		ops->update(s, &scope);
}

/* All panes of the view anew, of the present snapshot and day; the others are empty until they are seen. */
void
bt_screen_remake(struct bt_screen *s, int64_t now_utc)
{
	bt_arena_clear(&s->day);
	s->serial++;
	s->remade++;
	for (int i = 0; i < BT_PANE_COUNT; i++) {
		s->pane[i].report = (struct bt_report){.rows = bt_val_list()};
		s->pane[i].made = false;
	}
	if (!s->snapshot)
		return;
	s->last = s->snapshot->front ? s->snapshot->front->last : bt_market_last(&s->snapshot->market);
	for (int i = 0; i < BT_PANE_COUNT; i++)
		bt_table_update(&s->pane[i].table, &s->pane[i].report.rows);
	bt_screen_make_missing(s, now_utc);
}

void
bt_screen_make_shown(struct bt_screen *s, int64_t now_utc)
{
	struct bt_scope scope;

	for (int i = 0; i < BT_PANE_COUNT; i++) {
		struct bt_pane *p = &s->pane[i];

		if (p->made || p->place.w <= 0 || !s->snapshot || !bt_pane_is_extra((enum bt_pane_id)i))
			continue;
		scope = bt_screen_scope(s, now_utc);
		make_report(s, &scope, (enum bt_pane_id)i);
		bt_table_update(&p->table, &p->report.rows);
	}
}

void
bt_screen_update_chart(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	struct bt_scope scope;

	if (!s->snapshot)
		return;
	scope = bt_screen_scope(s, now_utc);
	bt_detail_update(d, &scope, s->as_of);
}
