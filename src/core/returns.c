#include "core/returns.h"

#include <math.h>

static bool
is_near(bt_date x, bt_date y)
{
	return x - y <= BT_STALE_DAYS && y - x <= BT_STALE_DAYS;
}

/* Index of the base in the line, of which `upto` entries are by `a`, the last not stale; n when there is none
 * near enough to its anchor.  */
static size_t
find_base(const struct bt_line *line, size_t upto, bt_date a, struct bt_horizon h, enum bt_base base,
          struct bt_return_near *near)
{
	size_t i;

	if (!near->begun) {
		near->anchor = bt_horizon_anchor(h, a, base);
		near->begun = true;
	}
	if (h.kind == BT_HORIZON_1D)
		return upto >= 2 ? upto - 2 : line->n;
	i = bt_dates_upto_near(line->date, line->n, near->anchor, &near->after_anchor);
	if (h.kind != BT_HORIZON_SINCE && i > upto)
		i = upto;
	if (base == BT_BASE_FIRST)
		i = i < upto ? i : line->n;
	else
		i = i > 0 ? i - 1 : line->n;
	return i < line->n && is_near(line->date[i], near->anchor) ? i : line->n;
}

/* How many entries are by `a`; 0 also when the last of them is too old to speak for the day. */
static size_t
count_upto(const struct bt_line *line, bt_date a, struct bt_return_near *near)
{
	size_t upto = bt_dates_upto_near(line->date, line->n, a, &near->after_last);

	return upto && a - line->date[upto - 1] <= BT_STALE_DAYS ? upto : 0;
}

/* The return and the indices of its base and last entry; base = n: no return. */
static struct bt_return
measure(const struct bt_line *line, bt_date a, struct bt_horizon h, enum bt_base base,
        struct bt_return_near *near, size_t *base_at, size_t *last_at)
{
	struct bt_return r = {BT_DATE_NONE, BT_DATE_NONE, BT_DATE_NONE, NAN, NAN, NAN};
	size_t upto = count_upto(line, a, near), i;

	*base_at = line->n;
	*last_at = 0;
	if (upto == 0)
		return r;
	r.last_date = line->date[upto - 1];
	r.last = line->value[upto - 1];
	i = find_base(line, upto, a, h, base, near);
	r.anchor = near->anchor;
	if (i == line->n)
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

void
bt_returns_pct_next(const struct bt_line *line, bt_date a, const struct bt_horizon *h, size_t n,
                    enum bt_base base, struct bt_return_near *near, double *pct)
{
	size_t upto = n ? count_upto(line, a, &near[0]) : 0;

	for (size_t k = 0; k < n; k++) {
		size_t i = upto ? find_base(line, upto, a, h[k], base, &near[k]) : line->n;

		pct[k] = i < line->n ? 100 * (line->value[upto - 1] / line->value[i] - 1) : NAN;
	}
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
