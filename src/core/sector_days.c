#include "core/sector_days.h"

#include <stdbool.h>

#include "core/digest.h"
#include "core/sector_tally.h"

#define RANGE 252                /* bars before a session that its marks look at */

/* What all members are counted into. */
struct count {
	const struct bt_roll *roll;
	const bt_date *date;
	size_t n;
	enum bt_price price;
	struct bt_sector_tally *tally;           /* n * n_sector */
	struct bt_return_near (*near)[BT_SECTOR_RETURNS];        /* of each session */
};

/* One member on all sessions. */
static void
count_member(struct count *c, const struct bt_bars *bars, size_t sector)
{
	struct bt_line line = bt_bars_line(bars, c->price);
	size_t k = bt_dates_upto(bars->date, bars->n, c->date[0] - 1);
	size_t end = bt_dates_upto(bars->date, bars->n, c->date[c->n - 1]);
	bool whole = bt_bars_is_whole(bars, c->price, k > RANGE ? k - RANGE : 0, end);
	struct bt_member_slide slide = {.next = 0};

	for (size_t s = 0; s < c->n; s++) {
		struct bt_sector_tally *t = &c->tally[s * c->roll->n_sector + sector];
		struct bt_member_marks marks;

		while (k < end && bars->date[k] < c->date[s])
			k++;
		if (k == end || bars->date[k] != c->date[s])
			continue;
		if (whole)
			bt_member_marks_next(bars, k, c->price, &slide, &marks);
		else
			bt_member_marks_at(bars, k, c->price, &marks);
		bt_sector_count(t, &marks);
		bt_sector_add_returns(t, &line, c->date[s], c->near[s]);
	}
}

enum bt_status
bt_sector_days_make(const struct bt_roll *r, const bt_date *date, size_t n, enum bt_price price,
                    struct bt_arena *a, struct bt_arena *scratch, struct bt_sector_days *out)
{
	size_t places = r ? n * r->n_sector : 0;
	struct count c = {.roll = r, .date = date, .n = n, .price = price,
	                  .tally = BT_ARENA_ARRAY(scratch, places, struct bt_sector_tally),
	                  .near = bt_arena_array(scratch, n, sizeof(*c.near))};
	struct bt_sector_day *at = BT_ARENA_ARRAY(a, places, struct bt_sector_day);
	size_t *used = BT_ARENA_ARRAY(a, n, size_t);
	bt_date *dates = bt_arena_memdup(a, date, n * sizeof(*date));

	*out = (struct bt_sector_days){.n = 0};
	if (!r || !c.tally || !c.near || !at || !used || !dates)
		return BT_E_NOMEM;
	for (size_t i = 0; n && i < r->universe->n; i++)
		if (r->sec[i] && r->sec[i]->bars.n)
			count_member(&c, &r->sec[i]->bars, r->sector[i]);
	for (size_t s = 0; s < n; s++)
		used[s] = bt_sector_finish(c.tally + s * r->n_sector, r, at + s * r->n_sector);
	*out = (struct bt_sector_days){price, n, dates, r->n_sector, used, at};
	return BT_OK;
}

const struct bt_sector_day *
bt_sector_days_find(const struct bt_sector_days *d, bt_date session, enum bt_price price, size_t *n)
{
	size_t at = d ? bt_dates_find(d->date, d->n, session) : 0;

	if (!d || d->price != price || at == d->n)
		return NULL;
	*n = d->used[at];
	return d->at + at * d->n_sector;
}
