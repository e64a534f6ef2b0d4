#include "core/weeks.h"

#include <stdlib.h>

#include "core/join.h"

#define FRIDAY 4

/* Number of bars that belong to complete weeks. */
static size_t
complete_bars(const bt_date *date, size_t n)
{
	bt_date week;

	if (n == 0 || bt_date_weekday(date[n - 1]) >= FRIDAY)
		return n;
	week = bt_date_week(date[n - 1]);
	while (n && bt_date_week(date[n - 1]) == week)
		n--;
	return n;
}

/* Number of bars before the week that bar n - 1 belongs to. */
static size_t
before_week(const bt_date *date, size_t n)
{
	bt_date week = bt_date_week(date[n - 1]);

	while (n && date[n - 1] >= week)
		n--;
	return n;
}

size_t
bt_weeks_complete(const bt_date *date, size_t n, size_t *at, size_t max)
{
	size_t count = 0;

	n = complete_bars(date, n);
	for (; n && count < max; n = before_week(date, n))
		at[count++] = n - 1;
	for (size_t i = 0; i < count / 2; i++) {
		size_t swap = at[i];

		at[i] = at[count - 1 - i];
		at[count - 1 - i] = swap;
	}
	return count;
}

static int
sign(double before, double now)
{
	return (now > before) - (now < before);
}

int
bt_week_streak(const struct bt_line *line, bt_date *end)
{
	size_t n = complete_bars(line->date, line->n);
	int streak = 0, first = 0;

	if (end)
		*end = n ? line->date[n - 1] : BT_DATE_NONE;
	while (n) {
		size_t before = before_week(line->date, n);
		int s = before ? sign(line->value[before - 1], line->value[n - 1]) : 0;

		if (streak == 0)
			first = s;
		if (s == 0 || s != first)
			break;
		streak += s;
		n = before;
	}
	return streak;
}

/* Of weeks up to the newest. */
static int
relative_streak(const struct bt_week_pair *week, size_t n)
{
	int streak = 0, first = n ? sign(week[n - 1].b_pct, week[n - 1].a_pct) : 0;

	while (first && n && sign(week[n - 1].b_pct, week[n - 1].a_pct) == first) {
		streak += first;
		n--;
	}
	return streak;
}

enum bt_status
bt_weeks_relative(const struct bt_line *a, const struct bt_line *b, struct bt_arena *arena,
                  struct bt_relative_weeks *out)
{
	const struct bt_line line[] = {*a, *b};
	struct bt_join j;
	struct bt_week_pair *week;
	size_t *at, n;

	*out = (struct bt_relative_weeks){0};
	if (bt_join_lines(line, 2, arena, &j))
		return BT_E_NOMEM;
	at = BT_ARENA_ARRAY(arena, j.n, size_t);
	week = BT_ARENA_ARRAY(arena, j.n, struct bt_week_pair);
	if (!at || !week)
		return BT_E_NOMEM;
	n = bt_weeks_complete(j.date, j.n, at, j.n);
	for (size_t i = 1; i < n; i++)
		week[i - 1] = (struct bt_week_pair){
			.end = j.date[at[i]],
			.a_pct = 100 * (j.value[0][at[i]] / j.value[0][at[i - 1]] - 1),
			.b_pct = 100 * (j.value[1][at[i]] / j.value[1][at[i - 1]] - 1),
		};
	out->week = week;
	out->n = n ? n - 1 : 0;
	out->streak = relative_streak(week, out->n);
	return BT_OK;
}

/* The entries after day d. */
static struct bt_line
line_after(const struct bt_line *l, bt_date d)
{
	size_t skip = bt_dates_upto(l->date, l->n, d);

	return (struct bt_line){l->n - skip, l->date + skip, l->value + skip};
}

enum bt_status
bt_weeks_relative_streak(const struct bt_line *a, const struct bt_line *b, struct bt_arena *arena,
                         int *streak, bool *any)
{
	struct bt_relative_weeks w;
	bt_date last;

	*streak = 0;
	*any = false;
	if (a->n == 0 || b->n == 0)
		return BT_OK;
	last = a->date[a->n - 1] > b->date[b->n - 1] ? a->date[a->n - 1] : b->date[b->n - 1];
	for (bt_date days = 7 * 16;; days *= 4) {
		struct bt_line x = line_after(a, last - days), y = line_after(b, last - days);

		if (bt_weeks_relative(&x, &y, arena, &w) != BT_OK)
			return BT_E_NOMEM;
		/* the week that ends the streak is among them, or there are no others */
		if (w.n > (size_t)abs(w.streak) || (x.n == a->n && y.n == b->n))
			break;
	}
	*streak = w.streak;
	*any = w.n > 0;
	return BT_OK;
}
