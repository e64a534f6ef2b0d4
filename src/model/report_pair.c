/* model/report_pair.c - `show pair`: correlation and beta of two symbols or expressions. */
#include <math.h>

#include "core/correlation.h"
#include "core/join.h"
#include "model/report.h"
#include "model/series.h"
#include "model/settings.h"

#define WINDOW 63

/* Two series on their common sessions, and the windows over them. */
struct pair {
	struct bt_series a, b;
	struct bt_join join;
	int window;
	double *corr, *beta;
};

static enum bt_status
window_of(const struct bt_scope *scope, const struct bt_ask *ask, int *out, struct bt_err *err)
{
	*out = ask->window ? ask->window : scope->settings ? scope->settings->ratio_window : WINDOW;
	if (*out < 2)
		return bt_err_set(err, BT_E_USAGE, "a window of %d: two sessions at least", *out);
	return BT_OK;
}

static enum bt_status
join(struct pair *p, struct bt_arena *a, struct bt_err *err)
{
	const struct bt_line both[2] = {p->a.line, p->b.line};
	enum bt_status st = bt_join_lines(both, 2, a, &p->join);

	if (st != BT_OK)
		return bt_err_set(err, st, "out of memory");
	if (p->join.n == 0)
		return bt_err_set(err, BT_E_NODATA, "%s and %s have no session in common", p->a.text,
		                  p->b.text);
	p->corr = BT_ARENA_ARRAY(a, p->join.n, double);
	p->beta = BT_ARENA_ARRAY(a, p->join.n, double);
	st = bt_correlation(p->join.value[0], p->join.value[1], p->join.n, (size_t)p->window, a,
	                    p->corr, p->beta);
	return st == BT_OK ? st : bt_err_set(err, st, "out of memory");
}

static void
add_row(const struct pair *p, size_t t, bool null, struct bt_arena *a, struct bt_report *out)
{
	struct bt_val *row = bt_report_row(out, a);

	bt_row_str(a, row, BT_COL_PAIR_A, p->a.text);
	bt_row_str(a, row, BT_COL_PAIR_B, p->b.text);
	bt_row_num(a, row, BT_COL_WINDOW, p->window);
	bt_row_date(a, row, BT_COL_DATE, p->join.date[t]);
	bt_row_num(a, row, BT_COL_CORR, null ? NAN : p->corr[t]);
	bt_row_num(a, row, BT_COL_BETA, null ? NAN : p->beta[t]);
}

enum bt_status
bt_report_pair(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
               struct bt_report *out, struct bt_err *err)
{
	static const enum bt_column columns[] = {BT_COL_PAIR_A, BT_COL_PAIR_B, BT_COL_WINDOW,
	                                         BT_COL_DATE, BT_COL_CORR, BT_COL_BETA,
	                                         BT_COLUMN_COUNT};
	struct pair p = {0};
	size_t last;
	enum bt_status st = window_of(scope, ask, &p.window, err);

	if (ask->n_arg != 2)
		return bt_err_set(err, BT_E_USAGE, "two symbols or expressions are needed, as in: "
		                  "show pair IWM SPY");
	if (st == BT_OK)
		st = bt_series_of_symbol(scope, ask, ask->arg[0], a, &p.a, err);
	if (st == BT_OK)
		st = bt_series_of_symbol(scope, ask, ask->arg[1], a, &p.b, err);
	if (st == BT_OK)
		st = join(&p, a, err);
	if (st != BT_OK)
		return st;
	out->price = bt_series_price(ask);
	bt_report_columns(out, columns);
	last = p.join.n - 1;
	if (!ask->series)
		add_row(&p, last, out->as_of - p.join.date[last] > BT_STALE_DAYS, a, out);
	for (size_t t = 0; ask->series && t <= last; t++)
		if (bt_series_is_printed(ask, p.join.date[t]))
			add_row(&p, t, false, a, out);
	return BT_OK;
}
