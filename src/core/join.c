#include "core/join.h"

#include <stdbool.h>
#include <string.h>

static bool
same_dates(const bt_date *a, const bt_date *b, size_t n)
{
	return a == b || memcmp(a, b, n * sizeof(*a)) == 0;
}

/* The part of l from `first` on. */
static struct bt_line
line_from(const struct bt_line *l, bt_date first)
{
	size_t skip = bt_dates_upto(l->date, l->n, first - 1);

	return (struct bt_line){.n = l->n - skip, .date = l->date + skip, .value = l->value + skip};
}

/* date[0..n-1] without those that l lacks, into out (which may be date); returns how many are left. */
static size_t
keep_common(const bt_date *date, size_t n, const struct bt_line *l, bt_date *out)
{
	size_t kept = 0;

	for (size_t i = 0, j = 0; i < n && j < l->n;) {
		if (date[i] == l->date[j]) {
			out[kept++] = date[i++];
			j++;
		} else if (date[i] < l->date[j]) {
			i++;
		} else {
			j++;
		}
	}
	return kept;
}

/* l's values on the dates of out, all of which it has. */
static const double *
gather(const struct bt_line *l, const struct bt_join *out, struct bt_arena *a)
{
	struct bt_line from = line_from(l, out->date[0]);
	double *value;

	if (same_dates(from.date, out->date, out->n))
		return from.value;
	value = BT_ARENA_ARRAY(a, out->n, double);
	if (!value)
		return NULL;
	for (size_t i = 0, j = 0; i < out->n; i++, j++) {
		while (from.date[j] != out->date[i])
			j++;
		value[i] = from.value[j];
	}
	return value;
}

/* The common dates: borrowed while every line has the same ones from the latest start on. */
static enum bt_status
common_dates(const struct bt_line *line, size_t k, struct bt_arena *a, struct bt_join *out)
{
	out->n = line[0].n;
	out->date = line[0].date;
	for (size_t i = 1; i < k && out->n; i++) {
		struct bt_line l = line_from(&line[i], out->date[0]);
		size_t skip = l.n ? bt_dates_upto(out->date, out->n, l.date[0] - 1) : out->n;
		size_t n = out->n - skip < l.n ? out->n - skip : l.n;
		bt_date *own;

		if (n == 0 || same_dates(out->date + skip, l.date, n)) {
			out->date += skip;
			out->n = n;
			continue;
		}
		own = BT_ARENA_ARRAY(a, out->n, bt_date);
		if (!own)
			return BT_E_NOMEM;
		out->n = keep_common(out->date, out->n, &l, own);
		out->date = own;
	}
	return BT_OK;
}

enum bt_status
bt_join_lines(const struct bt_line *line, size_t k, struct bt_arena *a, struct bt_join *out)
{
	const double **value = BT_ARENA_ARRAY(a, k, const double *);

	*out = (struct bt_join){.value = value};
	if (!value || common_dates(line, k, a, out) != BT_OK)
		return BT_E_NOMEM;
	for (size_t i = 0; i < k && out->n; i++) {
		value[i] = gather(&line[i], out, a);
		if (!value[i])
			return BT_E_NOMEM;
	}
	return BT_OK;
}
