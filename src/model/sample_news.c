/* News and notes of the made-up market, told from what its prices did. */
#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "model/sample_noise.h"
#include "model/source_build.h"
#include "model/source_sample.h"

#define KEY_NEWS 7

/* The stories that are told again: feed, and how its headline differs. */
static const char wire[] = "SAMPLE wire", desk[] = "SAMPLE desk";

/* The member that moved most on a session. */
struct mover {
	const struct bt_security *sec;
	double pct;
};

struct teller {
	const struct bt_market *market;
	struct bt_arena *a;
	int64_t now_utc;
	struct bt_news_item *item;
	size_t n;
	bool no_memory;
};

/* --- what happened --------------------------------------------------------------------------------- */

static void
look_at(const struct bt_security *sec, const bt_date *session, struct mover *mover, size_t n)
{
	const struct bt_bars *b = &sec->bars;
	size_t t = 0;

	for (size_t i = 1; i < b->n; i++) {
		double pct = 100 * (b->close[i] / b->close[i - 1] - 1);

		while (t < n && session[t] < b->date[i])
			t++;
		if (t < n && session[t] == b->date[i] && fabs(pct) > fabs(mover[t].pct))
			mover[t] = (struct mover){sec, pct};
	}
}

/* The change of a symbol on a session, in percent; NAN when it has none. */
static double
change_on(const struct bt_market *m, const char *symbol, bt_date d)
{
	struct bt_bars b = bt_market_bars(m, symbol, d);

	if (b.n < 2 || b.date[b.n - 1] != d)
		return NAN;
	return 100 * (b.close[b.n - 1] / b.close[b.n - 2] - 1);
}

/* --- telling it ------------------------------------------------------------------------------------ */

/* Add a story unless it lies in the future; its texts are the arena's.  Its links lead nowhere (RFC 2606, section 2):
 * the story itself, then what its text numbers.  */
static void
tell(struct teller *t, int64_t utc, const char *feed, const char *symbol, const char *title,
     const char *summary)
{
	const char *plain = symbol + strspn(symbol, "^"), *link, *links;
	char day[BT_DATE_SIZE];

	if (utc > t->now_utc)
		return;
	bt_date_format(bt_ny_date(utc), day);
	link = bt_arena_printf(t->a, "https://%s.sample.invalid/%s/%s", feed == wire ? "wire" : "desk", day, plain);
	links = link ? bt_arena_printf(t->a, "%s\nhttps://quotes.sample.invalid/%s?day=%s\n"
	                               "https://about.sample.invalid/made-up", link, plain, day) : NULL;
	t->no_memory = t->no_memory || !title || !summary || !links;
	t->item[t->n] = (struct bt_news_item){
		.id = bt_arena_printf(t->a, "sample:%s:%lld:%s", feed, (long long)utc, symbol),
		.title = title,
		.summary = summary,
		.link = link,
		.links = links,
		.feed = feed,
		.symbol = symbol,
		.published_utc = utc,
		.fetched_utc = utc,
	};
	t->no_memory = t->no_memory || !t->item[t->n].id;
	t->n++;
}

static int64_t
minutes_after_close(bt_date d, uint64_t key, int most)
{
	bool half = bt_calendar_day(NULL, d).kind == BT_DAY_HALF;

	return bt_ny_instant(d, (half ? 13 : 16) * 3600) +
	       60 * (5 + (int64_t)(bt_noise_bits(KEY_NEWS, key) % (uint64_t)most));
}

static void
tell_market(struct teller *t, bt_date d)
{
	double small = change_on(t->market, "^RUT", d), large = change_on(t->market, "^GSPC", d);
	const char *how = small > large + 0.5   ? "Small companies lead"
	                  : large > small + 0.5 ? "Giants carry the market"
	                  : small >= 0 && large >= 0 ? "A broad gain"
	                  : small < 0 && large < 0   ? "A broad loss"
	                                             : "A mixed session";

	if (isnan(small) || isnan(large))
		return;
	tell(t, minutes_after_close(d, (uint64_t)d, 20), wire, "^RUT",
	     bt_arena_printf(t->a, "%s: ^RUT %+.2f %%, ^GSPC %+.2f %%", how, small, large),
	     "Made-up news of the SAMPLE: closes of its made-up market, with the quotes[2] of that day.\n\n"
	     "Why this is made up[3]");
}

static void
tell_mover(struct teller *t, bt_date d, const struct mover *m)
{
	int64_t utc = minutes_after_close(d, (uint64_t)d + 500000, 60);
	const char *name = m->sec && m->sec->name ? m->sec->name : "";
	const char *summary = "Made-up news of the SAMPLE: the largest move among its members. Beside it stood:\n\n"
	                      "- its quote[2]\n- the closes of all\n\nWhy this is made up[3]";

	if (!m->sec)
		return;
	tell(t, utc, wire, m->sec->symbol,
	     bt_arena_printf(t->a, "%s (%s) %s %.1f %%, the largest move of the session", name,
	                     m->sec->symbol, m->pct > 0 ? "gains" : "loses", fabs(m->pct)),
	     summary);
	if (d % 3 == 0)
		tell(t, utc + 600, desk, m->sec->symbol,
		     bt_arena_printf(t->a, "%s (%s) %s %.1f %%: the largest move of the session", name,
		                     m->sec->symbol, m->pct > 0 ? "gains" : "loses", fabs(m->pct)),
		     summary);
}

static void
newest_first(struct bt_news_item *item, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct bt_news_item x = item[i];
		size_t k = i;

		/* almost sorted already: a session's few stories */
		for (; k > 0 && item[k - 1].published_utc < x.published_utc; k--)
			item[k] = item[k - 1];
		item[k] = x;
	}
}

enum bt_status
bt_source_sample_news(const struct bt_source *s, int64_t now_utc, struct bt_arena *a,
                      struct bt_news_item **out, size_t *n)
{
	const struct bt_security *index = bt_market_find(&s->market, "^GSPC");
	struct bt_bars days = index ? index->bars : (struct bt_bars){0};
	struct teller t = {.market = &s->market, .a = a, .now_utc = now_utc};
	struct mover *mover;

	*n = 0;
	*out = NULL;
	mover = BT_ARENA_ARRAY(a, days.n, struct mover);
	t.item = BT_ARENA_ARRAY(a, days.n * 3 + 1, struct bt_news_item);
	if (!mover || !t.item)
		return BT_E_NOMEM;
	for (size_t i = 0; i < s->all.n; i++) {
		const struct bt_security *sec = bt_market_find(&s->market, s->all.member[i].symbol);

		if (sec)
			look_at(sec, days.date, mover, days.n);
	}
	for (size_t i = days.n; i-- > 1;) {
		tell_mover(&t, days.date[i], &mover[i]);
		tell_market(&t, days.date[i]);
	}
	if (t.no_memory)
		return BT_E_NOMEM;
	newest_first(t.item, t.n);
	*out = t.item;
	*n = t.n;
	return BT_OK;
}

/* --- notes ----------------------------------------------------------------------------------------- */

/* What is written on the first day of a quarter. */
static const char *
quarter_note(struct bt_arena *a, const char *before, bt_date d)
{
	/* about where its index stands, that began at 1500 in 2019 */
	double level = 1500 * exp(0.125 * (d - bt_date_ymd(2019, 1, 2)) / 365.25);
	uint64_t key = (uint64_t)d;
	char day[BT_DATE_SIZE], goal[BT_DATE_SIZE], meeting[BT_DATE_SIZE];

	bt_date_format(d, day);
	bt_date_format(bt_date_add_months(d, 9) - 1, goal);
	bt_date_format(bt_date_add_months(d, 1) + 12, meeting);
	return bt_arena_printf(a,
		"%s## %s ^RUT IWM/QQQ\n"
		"SAMPLE: a made-up note at the begin of a quarter. Is the market broad or narrow?\n"
		"fact: ^RUT P/E %.2f %s, SAMPLE\n"
		"target: ^RUT level %.0f %s, SAMPLE\n"
		"event: ^TNX rate-decision %.2f %s, SAMPLE\n\n",
		before, day, 20 + 15 * bt_noise_share(KEY_NEWS, key), day,
		50 * floor(level * (1 + 0.2 * bt_noise_share(KEY_NEWS + 1, key)) / 50), goal,
		2 + 0.25 * floor(12 * bt_noise_share(KEY_NEWS + 2, key)), meeting);
}

/* What is written on the first day of a month: something lies ahead on every day. */
static const char *
month_note(struct bt_arena *a, const char *before, bt_date d)
{
	char day[BT_DATE_SIZE], earnings[BT_DATE_SIZE], prices[BT_DATE_SIZE];

	bt_date_format(d, day);
	bt_date_format(d + 36, earnings);
	bt_date_format(d + 43, prices);
	return bt_arena_printf(a,
		"%s## %s NVDA\n"
		"event: NVDA earnings after-close %s, SAMPLE\n"
		"event: ^GSPC consumer-prices %.1f %s, SAMPLE\n\n",
		before, day, earnings, 0.1 + 0.1 * floor(4 * bt_noise_share(KEY_NEWS + 3, (uint64_t)d)), prices);
}

const char *
bt_source_sample_notes(int64_t now_utc, struct bt_arena *a)
{
	bt_date today = bt_ny_date(now_utc);
	const char *text = "";

	for (int month = 0; text; month++) {
		bt_date d = bt_date_add_months(bt_date_ymd(2020, 1, 1), month);

		if (d > today)
			break;
		if (month % 3 == 0)
			text = quarter_note(a, text, d);
		text = text ? month_note(a, text, d) : NULL;
	}
	return text;
}
