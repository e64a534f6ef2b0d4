#include "core/rotation.h"

#include <math.h>
#include <stdbool.h>

#include "core/average.h"
#include "core/join.h"
#include "core/weeks.h"

const char *
bt_quadrant_name(enum bt_quadrant q)
{
	static const char *const name[] = {NULL, "leading", "weakening", "lagging", "improving"};

	return name[q];
}

static enum bt_quadrant
quadrant(double ratio, double mom)
{
	if (isnan(ratio) || isnan(mom))
		return BT_QUADRANT_NONE;
	if (ratio >= 100)
		return mom >= 100 ? BT_QUADRANT_LEADING : BT_QUADRANT_WEAKENING;
	return mom >= 100 ? BT_QUADRANT_IMPROVING : BT_QUADRANT_LAGGING;
}

/* The columns of one approximation, a week an entry. */
struct columns {
	double *rs, *ratio, *change, *mom;
};

static void
fill_z(const struct columns *c, size_t n, size_t window)
{
	bt_average_z(c->rs, n, window, 1, c->ratio);
	for (size_t i = 0; i < n; i++)
		c->ratio[i] += 100;
	bt_average_roc(c->ratio, n, 1, c->change);
	bt_average_z(c->change, n, window, 1, c->mom);
	for (size_t i = 0; i < n; i++)
		c->mom[i] += 100;
}

/* out = 100 * x / sma(x). */
static void
fill_share(const double *x, size_t n, size_t window, double *out)
{
	bt_average_sma(x, n, window, out);
	for (size_t i = 0; i < n; i++)
		out[i] = 100 * x[i] / out[i];
}

static void
fill_pct(const struct columns *c, size_t n, size_t window)
{
	fill_share(c->rs, n, window, c->ratio);
	fill_share(c->ratio, n, window, c->mom);
}

static struct bt_rotation_point
point(const struct columns *c, size_t i)
{
	return (struct bt_rotation_point){c->ratio[i], c->mom[i], quadrant(c->ratio[i], c->mom[i])};
}

/* Keep the weeks' ends alone and compute both maps on them, from two windows before the first that is
 * wanted: one of the ratio and its change, one of the momentum.  */
static enum bt_status
fill_weeks(const struct bt_join *join, size_t window, size_t weeks, struct bt_arena *a,
           struct bt_rotation *out)
{
	size_t max = weeks && weeks + 2 * window < join->n ? weeks + 2 * window : join->n;
	size_t *at = BT_ARENA_ARRAY(a, max, size_t), n, skip;
	double *scratch = BT_ARENA_ARRAY(a, 4 * max, double);
	struct bt_rotation_week *week;
	struct columns c;

	if (!at || !scratch)
		return BT_E_NOMEM;
	n = bt_weeks_complete(join->date, join->n, at, max);
	c = (struct columns){scratch, scratch + n, scratch + 2 * n, scratch + 3 * n};
	week = BT_ARENA_ARRAY(a, n, struct bt_rotation_week);
	if (!week)
		return BT_E_NOMEM;
	for (size_t i = 0; i < n; i++) {
		c.rs[i] = 100 * join->value[0][at[i]] / join->value[1][at[i]];
		week[i] = (struct bt_rotation_week){.end = join->date[at[i]], .rs = c.rs[i]};
	}
	fill_z(&c, n, window);
	for (size_t i = 0; i < n; i++)
		week[i].z = point(&c, i);
	fill_pct(&c, n, window);
	for (size_t i = 0; i < n; i++)
		week[i].pct = point(&c, i);
	skip = weeks && n > weeks ? n - weeks : 0;
	out->n = n - skip;
	out->week = week + skip;
	return BT_OK;
}

/* The line's last days, if it has more than that. */
static struct bt_line
last_days(const struct bt_line *l, bt_date days)
{
	size_t skip = l->n ? bt_dates_upto(l->date, l->n, l->date[l->n - 1] - days) : 0;

	return (struct bt_line){l->n - skip, l->date + skip, l->value + skip};
}

/* From these lines, of which `cut` says that they had more. */
static enum bt_status
map_weeks(const struct bt_line both[2], bool cut, size_t window, size_t weeks, struct bt_arena *a,
          struct bt_rotation *out)
{
	struct bt_join join;

	*out = (struct bt_rotation){.last = BT_DATE_NONE};
	if (bt_join_lines(both, 2, a, &join) != BT_OK)
		return BT_E_NOMEM;
	if (join.n == 0)
		return BT_OK;
	out->last = join.date[join.n - 1];
	return fill_weeks(&join, window, cut ? 0 : weeks, a, out);
}

enum bt_status
bt_rotation(const struct bt_line *price, const struct bt_line *benchmark, size_t window, size_t weeks,
            struct bt_arena *a, struct bt_rotation *out)
{
	const struct bt_line both[2] = {*price, *benchmark};
	size_t need = weeks + 2 * window;
	bt_date days = (bt_date)(7 * need + 70);         /* ten weeks for gaps and for an unfinished one */
	struct bt_line tail[2] = {last_days(price, days), last_days(benchmark, days)};

	if (weeks && (tail[0].n < price->n || tail[1].n < benchmark->n)) {
		/* The first week of a tail may be a part of one: its end is the same. */
		if (map_weeks(tail, true, window, weeks, a, out) != BT_OK)
			return BT_E_NOMEM;
		if (out->n >= need) {
			out->week += out->n - weeks;
			out->n = weeks;
			return BT_OK;
		}
	}
	return map_weeks(both, false, window, weeks, a, out);
}
