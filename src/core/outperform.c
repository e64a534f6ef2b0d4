#include "core/outperform.h"

#include <math.h>

#include "core/member_day.h"

/* Percent gained by the benchmark; its last values on or before the two days. */
static double
line_return(const struct bt_line *line, bt_date base, bt_date now)
{
	size_t b = bt_dates_upto(line->date, line->n, base), n = bt_dates_upto(line->date, line->n, now);

	if (!b || base - line->date[b - 1] > BT_STALE_DAYS || now - line->date[n - 1] > BT_STALE_DAYS)
		return NAN;
	return 100.0 * (line->value[n - 1] / line->value[b - 1] - 1.0);
}

struct bt_outperform
bt_outperform_at(const struct bt_roll *r, const struct bt_line *benchmark, bt_date base, bt_date now,
                 enum bt_price price)
{
	struct bt_outperform out = {.pct = NAN, .benchmark_pct = line_return(benchmark, base, now)};
	size_t better = 0, after_base = 0, after_now = 0;

	if (!r || isnan(out.benchmark_pct))
		return out;
	for (size_t i = 0; i < r->universe->n; i++) {
		const struct bt_security *sec = r->sec[i];
		size_t from, to;
		double pct;

		if (!sec || sec->bars.n == 0)
			continue;
		from = bt_dates_upto_near(sec->bars.date, sec->bars.n, base, &after_base);
		from = from && base - sec->bars.date[from - 1] <= BT_STALE_DAYS ? from - 1 : sec->bars.n;
		to = bt_dates_find_near(sec->bars.date, sec->bars.n, now, &after_now);
		if (from == sec->bars.n || to == sec->bars.n)
			continue;
		pct = 100.0 * (bt_member_price(&sec->bars, to, price) /
		               bt_member_price(&sec->bars, from, price) - 1.0);
		better += pct > out.benchmark_pct;
		out.n++;
	}
	if (out.n)
		out.pct = 100.0 * (double)better / (double)out.n;
	return out;
}
