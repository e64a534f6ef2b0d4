#include "fetch/rate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/rows.h"

static const struct bt_rate_spec rates[] = {
#define BT_RATE(id, name, unit, pace, help) {#id, name, unit, help, BT_RATE_##pace},
#include "spec/rates.def"
};

const struct bt_rate_spec *
bt_rate_at(size_t i)
{
	return i < sizeof(rates) / sizeof(rates[0]) ? &rates[i] : NULL;
}

const struct bt_rate_spec *
bt_rate_find(const char *id)
{
	const struct bt_rate_spec *r;

	for (size_t i = 0; (r = bt_rate_at(i)); i++)
		if (strcmp(r->id, id) == 0)
			break;
	return r;
}

struct place {
	bt_date date;
	size_t row;
	double value;
};

static int
by_date_then_row(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

/* The rows that hold a value, into place; true when their dates ascend already. */
static bool
gather(const bt_date *date, const double *value, size_t n, bt_date last, struct place *place,
       size_t *kept, struct bt_answer *answer)
{
	bool ascending = true;

	*kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(value[i]))
			continue; /* missing, as sources write it: no fault */
		if (date[i] < BT_FIRST_DAY || date[i] > last || !(fabs(value[i]) <= BT_RATE_MAX)) {
			answer->dropped_rows++;
			answer->flaws[date[i] > last ? BT_FAULT_FUTURE : BT_FAULT_UNPRICED]++;
			continue;
		}
		ascending = ascending && (!*kept || place[*kept - 1].date < date[i]);
		place[*kept] = (struct place){date[i], i, value[i]};
		++*kept;
	}
	return ascending;
}

struct bt_line
bt_rate_line(bt_date *date, double *value, size_t n, bt_date last, struct bt_arena *a,
             struct bt_answer *answer)
{
	struct place *place = BT_ARENA_ARRAY(a, n, struct place);
	size_t kept, left = 0;

	if (!place) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return (struct bt_line){0};
	}
	if (!gather(date, value, n, last, place, &kept, answer))
		qsort(place, kept, sizeof(*place), by_date_then_row);
	for (size_t i = 0; i < kept; i++) {
		if (i + 1 < kept && place[i].date == place[i + 1].date)
			continue;
		date[left] = place[i].date;
		value[left++] = place[i].value;
	}
	answer->dropped_rows += kept - left;
	answer->flaws[BT_FAULT_DOUBLED] += (unsigned)(kept - left);
	return (struct bt_line){.n = left, .date = date, .value = value};
}
