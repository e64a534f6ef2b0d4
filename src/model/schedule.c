#include "model/schedule.h"

#include <string.h>

#include "model/settings.h"

/* Yahoo's edge keeps answers for 10 s; asking more often than this is impolite and useless. */
#define YAHOO_MIN_S 15
/* A bar still called provisional after its close settled is asked for again after so long. */
#define LATE_S 900

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
settle_instant(const struct bt_calendar *cal, bt_date session)
{
	int close = bt_calendar_day(cal, session).kind == BT_DAY_HALF ? 13 : 16;

	return bt_ny_instant(session, close * 3600) + BT_CLOSE_SETTLES_S;
}

struct bt_schedule
bt_schedule_at(const struct bt_settings *settings, const char *base_url, int64_t now_utc)
{
	const struct bt_calendar *cal = bt_settings_calendar(settings);
	struct bt_schedule s = {
		.now_utc = now_utc,
		.session = bt_session_at(cal, now_utc),
		.shown_s = settings->refresh_quotes,
		.member_s = settings->refresh_universe,
		.history_s = settings->refresh_history,
		.news_s = settings->refresh_news,
		.rates_s = settings->refresh_rates,
		.stand_in_s = settings->refresh_stand_in,
	};
	bool yahoo = strstr(base_url, ".yahoo.com") != NULL;
	bt_date d = bt_calendar_session_upto(cal, s.session.date);

	while (settle_instant(cal, d) > now_utc)
		d = bt_calendar_step(cal, d, -1);
	s.settled = d;
	s.settled_utc = settle_instant(cal, d);
	d = bt_calendar_step(cal, d, 1);
	s.next_settle_utc = settle_instant(cal, d);
	int64_t open = bt_ny_instant(d, 9 * 3600 + 1800);

	s.moving = now_utc >= open;
	s.next_open_utc = s.moving ? now_utc : open;
	s.shown_s = yahoo ? later(s.shown_s, YAHOO_MIN_S) : s.shown_s;
	s.member_s = yahoo ? later(s.member_s, YAHOO_MIN_S) : s.member_s;
	return s;
}

static bool
is_wanted(const struct bt_entry *e)
{
	return e->shown || e->member;
}

int64_t
bt_schedule_closes(const struct bt_schedule *s, const struct bt_entry *e)
{
	int64_t last = later(e->closes_utc, e->quote.fetched_utc);
	int64_t interval = e->shown ? s->shown_s : s->member_s;

	if (!is_wanted(e))
		return BT_NEVER;
	if (e->force_closes)
		return s->now_utc;
	/* Earlier than that the same bytes would come again. */
	int64_t soonest = later(e->retry_closes_utc, e->hold_closes_utc);

	if (last < s->settled_utc || e->again_closes)
		return later(s->now_utc, soonest);
	if (s->moving)
		return later(earlier(last + interval, s->next_settle_utc), soonest);
	return later(s->next_open_utc, soonest);
}

int64_t
bt_schedule_history(const struct bt_schedule *s, const struct bt_entry *e)
{
	if (!is_wanted(e))
		return BT_NEVER;
	if (e->force_history)
		return s->now_utc;
	if (!e->history_utc || (e->want_whole && !e->whole) || e->history_utc < s->settled_utc || e->again_history)
		return later(s->now_utc, e->retry_history_utc);
	if (e->provisional != BT_DATE_NONE && e->provisional <= s->settled)
		return later(e->history_utc + LATE_S, e->retry_history_utc);
	return later(s->next_settle_utc, e->retry_history_utc);
}

int64_t
bt_schedule_quote(const struct bt_schedule *s, const struct bt_entry *e)
{
	int64_t last = e->quote.fetched_utc;

	if (!is_wanted(e))
		return BT_NEVER;
	if (e->force_closes)
		return s->now_utc;
	if (last < s->settled_utc || e->again_closes)
		return later(s->now_utc, e->retry_closes_utc);
	if (s->moving)
		return later(earlier(last + s->stand_in_s, s->next_settle_utc), e->retry_closes_utc);
	return later(s->next_open_utc, e->retry_closes_utc);
}

/* At night and on free days only what is older than a session's end is worth a request. */
static int64_t
when_awake(const struct bt_schedule *s, int64_t asked_utc, int64_t interval)
{
	bool quiet = s->session.session == BT_SESSION_CLOSED || s->session.session == BT_SESSION_HOLIDAY;
	int64_t due = asked_utc + interval;

	return quiet && asked_utc >= s->settled_utc ? later(due, s->session.next_utc) : due;
}

int64_t
bt_schedule_rate(const struct bt_schedule *s, const struct bt_entry *e)
{
	if (!is_wanted(e))
		return BT_NEVER;
	if (e->force_closes)
		return s->now_utc;
	return later(when_awake(s, e->closes_utc, s->rates_s), e->retry_closes_utc);
}

int64_t
bt_schedule_market(const struct bt_schedule *s, int64_t asked_utc, int64_t interval)
{
	if (asked_utc < s->settled_utc)
		return s->now_utc;
	return s->moving ? earlier(asked_utc + interval, s->next_settle_utc) : s->next_open_utc;
}

int64_t
bt_schedule_news(const struct bt_schedule *s, int64_t ok_utc)
{
	return when_awake(s, ok_utc, s->news_s);
}

const char *
bt_schedule_range(const struct bt_schedule *s, bt_date last_bar)
{
	static const struct {
		const char *range;
		int days;                /* of gap that it covers, with some bars to compare */
	} ranges[] = {{"5d", 4}, {"1mo", 20}, {"3mo", 80}, {"1y", 350}, {"2y", 700}, {"5y", 1800}};

	for (size_t i = 0; last_bar != BT_DATE_NONE && i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (s->session.date - last_bar <= ranges[i].days)
			return ranges[i].range;
	return NULL;
}
