#include "ui/travel.h"

#include "core/calendar.h"

void
bt_travel_to(struct bt_screen *s, bt_date to, int64_t now_utc)
{
	bt_date last = s->last;

	if (last == BT_DATE_NONE) {
		bt_screen_notice(s, true, "there is no day to go to: no bars yet");
		return;
	}
	if (to >= last) {
		to = last;
		bt_screen_notice(s, false, "the newest session; 0 goes back to now");
	}
	bt_screen_go(s, to, now_utc);
}

static bt_date
standing(const struct bt_screen *s)
{
	if (s->as_of != BT_DATE_NONE || !s->snapshot)
		return s->as_of;
	return s->last;
}

void
bt_travel_days(struct bt_screen *s, int by, int64_t now_utc)
{
	bt_date at = standing(s);

	bt_travel_to(s, at == BT_DATE_NONE ? at : bt_calendar_step(&s->settings->calendar, at, by), now_utc);
}

void
bt_travel_months(struct bt_screen *s, int by, int64_t now_utc)
{
	bt_date at = standing(s);

	if (at != BT_DATE_NONE)
		at = bt_calendar_session_upto(&s->settings->calendar, bt_date_add_months(at, by));
	bt_travel_to(s, at, now_utc);
}

/* The first date of a symbol, or BT_DATE_NONE. */
static bt_date
first_of(const struct bt_market *m, const char *symbol)
{
	const struct bt_security *sec = bt_market_find(m, symbol);

	return sec && sec->bars.n ? sec->bars.date[0] : BT_DATE_NONE;
}

struct bt_ruler
bt_travel_ruler(const struct bt_screen *s)
{
	struct bt_ruler r = {.first = BT_DATE_NONE, .last = BT_DATE_NONE, .at = s->as_of, .glyphs = s->glyphs};
	const struct bt_words *list = &s->settings->lists_indices;

	if (!s->snapshot)
		return r;
	r.last = s->last;
	for (size_t i = 0; i < list->n; i++) {
		bt_date first = first_of(&s->snapshot->market, list->at[i]);

		if (first != BT_DATE_NONE && (r.first == BT_DATE_NONE || first < r.first))
			r.first = first;
	}
	return r;
}
