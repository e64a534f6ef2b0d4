#include "core/returns.h"

#include <math.h>

/* Index of the base in the line, of which `upto` entries are by `a`; n when there is none. */
static size_t
find_base(const struct bt_line *line, size_t upto, struct bt_horizon h, bt_date anchor,
          enum bt_base base, struct bt_return_near *near)
{
	size_t i;

	if (h.kind == BT_HORIZON_1D)
		return upto >= 2 ? upto - 2 : line->n;
	i = bt_dates_upto_near(line->date, line->n, anchor, &near->after_anchor);
	if (h.kind != BT_HORIZON_SINCE && i > upto)
		i = upto;
	if (base == BT_BASE_FIRST)
		return i < upto ? i : line->n;
	return i > 0 ? i - 1 : line->n;
}

static bool
is_near(bt_date x, bt_date y)
{
	return x - y <= BT_STALE_DAYS && y - x <= BT_STALE_DAYS;
}

/* The return and the indices of its base and last entry; base = n: no return. */
static struct bt_return
measure(const struct bt_line *line, bt_date a, struct bt_horizon h, enum bt_base base,
        struct bt_return_near *near, size_t *base_at, size_t *last_at)
{
	struct bt_return r = {BT_DATE_NONE, BT_DATE_NONE, BT_DATE_NONE, NAN, NAN, NAN};
	size_t upto = bt_dates_upto_near(line->date, line->n, a, &near->after_last), i;

	*base_at = line->n;
	*last_at = 0;
	if (upto == 0 || a - line->date[upto - 1] > BT_STALE_DAYS)
		return r;
	r.last_date = line->date[upto - 1];
	r.last = line->value[upto - 1];
	if (!near->begun) {
		near->anchor = bt_horizon_anchor(h, a, base);
		near->begun = true;
	}
	r.anchor = near->anchor;
	i = find_base(line, upto, h, r.anchor, base, near);
	if (i == line->n || (h.kind != BT_HORIZON_1D && !is_near(line->date[i], r.anchor)))
		return r;
	r.base_date = line->date[i];
	r.base = line->value[i];
	if (h.kind == BT_HORIZON_1D)
		r.anchor = r.base_date;
	r.pct = 100 * (r.last / r.base - 1);
	*base_at = i;
	*last_at = upto - 1;
	return r;
}

struct bt_return
bt_return_at(const struct bt_line *line, bt_date a, struct bt_horizon h, enum bt_base base)
{
	struct bt_return_near near = {.begun = false};

	return bt_return_next(line, a, h, base, &near);
}

struct bt_return
bt_return_next(const struct bt_line *line, bt_date a, struct bt_horizon h, enum bt_base base,
               struct bt_return_near *near)
{
	size_t base_at, last_at;

	return measure(line, a, h, base, near, &base_at, &last_at);
}

struct bt_growth
bt_growth_at(const struct bt_line *line, bt_date a, struct bt_horizon h)
{
	struct bt_growth g = {BT_DATE_NONE, BT_DATE_NONE, 0, 0, NAN, NAN, NAN};
	struct bt_return_near near = {.begun = false};
	size_t base_at, last_at;
	struct bt_return r = measure(line, a, h, BT_BASE_PREV, &near, &base_at, &last_at);

	if (base_at >= line->n || last_at <= base_at)
		return g;
	g.base_date = r.base_date;
	g.last_date = r.last_date;
	g.days = r.last_date - r.base_date;
	g.sessions = (int)(last_at - base_at);
	g.growth = r.last / r.base;
	if (g.days >= 365)
		g.cagr_pct = 100 * (pow(g.growth, 365.25 / g.days) - 1);
	g.annualized_252_pct = 100 * (pow(g.growth, 252.0 / g.sessions) - 1);
	return g;
}
