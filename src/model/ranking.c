#include "model/ranking.h"

#include <math.h>

#include "core/returns.h"

static double
return_on(const struct bt_quote_table *t, const struct bt_subject *s, struct bt_horizon h, bt_date day,
          struct bt_return_near *near)
{
	if (h.kind != BT_HORIZON_SINCE)
		return bt_return_next(&s->line, day, h, t->report->base, near).pct;
	if (h.since >= day && day != t->report->as_of)
		return NAN;
	return bt_return_next(&s->whole, day, h, t->report->base, near).pct;
}

/* One more than there are higher returns; 0 of one that is none. */
static int
place_of(const double *pct, size_t n, size_t i)
{
	int place = 1;

	if (isnan(pct[i]))
		return 0;
	for (size_t k = 0; k < n; k++)
		place += pct[k] > pct[i];
	return place;
}

enum bt_status
bt_ranking(const struct bt_quote_table *t, const struct bt_subject *s, size_t n, struct bt_place *out)
{
	const size_t n_horizon = t->horizons.n;
	double *now = BT_ARENA_ARRAY(t->a, n, double), *before = BT_ARENA_ARRAY(t->a, n, double);
	bt_date day = t->report->as_of;

	if (!now || !before)
		return BT_E_NOMEM;
	for (size_t h = 0; h < n_horizon; h++) {
		struct bt_return_near near_now = {.begun = false}, near_before = {.begun = false};

		for (size_t i = 0; i < n; i++) {
			now[i] = return_on(t, &s[i], t->horizons.at[h], day, &near_now);
			before[i] = return_on(t, &s[i], t->horizons.at[h], day - BT_RANKING_DAYS, &near_before);
		}
		for (size_t i = 0; i < n; i++)
			out[i * n_horizon + h] =
				(struct bt_place){place_of(now, n, i), place_of(before, n, i)};
	}
	return BT_OK;
}
