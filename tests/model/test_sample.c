/* test_sample.c - the made-up market: the same on every run, plausible, moving while a session is on. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/calendar.h"
#include "core/records.h"
#include "model/settings.h"
#include "model/source_sample.h"

/* Wednesday 2025-12-10 in New York: before, in and after the session. */
#define DAY bt_date_ymd(2025, 12, 10)
#define AT(hour, minute) bt_ny_instant(DAY, (hour) * 3600 + (minute) * 60)

static struct bt_source *
open_at(int64_t now_utc)
{
	struct bt_source *s;

	assert_int_equal(bt_source_sample_open(now_utc, &s, NULL), BT_OK);
	return s;
}

static bool
same_bits(const double *a, const double *b, size_t n)
{
	return (!a && !b) || (a && b && memcmp(a, b, n * sizeof(*a)) == 0);
}

/* Compare all bars up to d; how many symbols. */
static size_t
assert_same_upto(const struct bt_source *x, const struct bt_source *y, bt_date d)
{
	const struct bt_market *m = bt_source_market(x);
	size_t compared = 0;

	for (size_t i = 0; i < m->n; i++) {
		struct bt_bars a = bt_bars_upto(&m->sec[i].bars, d);
		struct bt_bars b = bt_market_bars(bt_source_market(y), m->sec[i].symbol, d);

		assert_int_equal(a.n, b.n);
		if (a.n == 0)
			continue;
		assert_memory_equal(a.date, b.date, a.n * sizeof(*a.date));
		assert_true(same_bits(a.open, b.open, a.n) && same_bits(a.high, b.high, a.n));
		assert_true(same_bits(a.low, b.low, a.n) && same_bits(a.close, b.close, a.n));
		assert_true(same_bits(a.adjclose, b.adjclose, a.n) && same_bits(a.volume, b.volume, a.n));
		compared++;
	}
	return compared;
}

static void
sample__same_instant__has_the_same_bytes(void **state)
{
	struct bt_source *x = open_at(AT(11, 17)), *y = open_at(AT(11, 17));

	(void)state;
	assert_true(assert_same_upto(x, y, DAY) > 150);
	bt_source_free(x);
	bt_source_free(y);
}

static void
sample__past_sessions__do_not_depend_on_now(void **state)
{
	struct bt_source *x = open_at(AT(11, 17));
	struct bt_source *y = open_at(bt_ny_instant(bt_date_ymd(2027, 3, 3), 50000));

	(void)state;
	assert_true(assert_same_upto(x, y, DAY - 1) > 150);
	bt_source_free(x);
	bt_source_free(y);
}

static void
sample__bars__are_sound(void **state)
{
	struct bt_source *s = open_at(AT(20, 0));
	const struct bt_market *m = bt_source_market(s);
	size_t bars = 0;

	(void)state;
	assert_true(m->sample);
	for (size_t i = 0; i < m->n; i++) {
		const struct bt_bars *b = &m->sec[i].bars;

		assert_string_equal(m->sec[i].source, "SAMPLE");
		assert_int_equal(m->sec[i].provisional, BT_DATE_NONE);
		assert_true(i == 0 || strcmp(m->sec[i - 1].symbol, m->sec[i].symbol) < 0);
		assert_int_equal(bt_bars_jumps(b), 0);
		for (size_t t = 0; t < b->n; t++, bars++) {
			assert_true(bt_calendar_is_session(NULL, b->date[t]));
			assert_true(t == 0 || b->date[t - 1] < b->date[t]);
			assert_true(b->low[t] > 0 && b->low[t] <= b->open[t] && b->low[t] <= b->close[t]);
			assert_true(b->high[t] >= b->open[t] && b->high[t] >= b->close[t]);
			assert_true(!b->adjclose || b->adjclose[t] > 0);
		}
	}
	assert_int_equal(bt_market_last(m), DAY);
	assert_true(bars > 200000);
	bt_source_free(s);
}

static void
sample__has_every_symbol_of_the_defaults(void **state)
{
	struct bt_source *s = open_at(AT(20, 0));
	struct bt_settings set;
	struct bt_arena a;
	size_t found = 0;

	(void)state;
	bt_arena_init(&a, 0);
	bt_settings_init(&set, &a);
	const struct bt_words list[] = {set.lists_indices, set.lists_seven, set.lists_seven_also,
	                                set.lists_rotation};

	for (size_t k = 0; k < 4; k++)
		for (size_t i = 0; i < list[k].n; i++, found++)
			assert_non_null(bt_market_find(bt_source_market(s), list[k].at[i]));
	assert_non_null(bt_market_find(bt_source_market(s), "SPSM"));
	assert_true(found > 30);
	bt_arena_release(&a);
	bt_source_free(s);
}

static void
sample__universe__has_sectors_and_values(void **state)
{
	struct bt_source *s = open_at(AT(20, 0));
	const struct bt_universe *u = bt_source_all(s);
	size_t valued = 0, late = 0;

	(void)state;
	assert_string_equal(u->name, "sample");
	assert_true(u->n >= 110 && u->n <= 140);
	for (size_t i = 0; i < u->n; i++) {
		assert_non_null(u->member[i].sector);
		valued += u->member[i].cap > 0;
		late += u->member[i].cap_date > bt_date_ymd(2020, 6, 1);
	}
	assert_int_equal(valued, u->n - 1);     /* GOOG's value stands at GOOGL */
	assert_true(late >= 1);
	bt_source_free(s);
}

static void
sample__session__moves_and_ends_at_its_close(void **state)
{
	struct bt_source *open = open_at(AT(9, 30)), *done = open_at(AT(16, 30));
	const struct bt_market *m = bt_source_market(open);
	struct bt_quote q, before;
	size_t moved = 0;

	(void)state;
	for (size_t i = 0; i < m->n; i++) {
		const struct bt_bars *final = &bt_source_market(done)->sec[i].bars;
		size_t t = final->n - 1;

		if (final->date[t] != DAY)
			continue;
		assert_int_equal(m->sec[i].provisional, DAY);
		assert_int_equal(bt_source_market(done)->sec[i].provisional, BT_DATE_NONE);
		assert_true(bt_source_sample_quote(open, i, AT(9, 30), &before));
		for (int minute = 31; minute < 390 + 30; minute += 7, before = q) {
			assert_true(bt_source_sample_quote(open, i, AT(9, minute), &q));
			assert_true(q.high >= before.high && q.low <= before.low);
			assert_true(q.last <= q.high && q.last >= q.low);
			assert_true(q.high <= final->high[t] && q.low >= final->low[t]);
			assert_true(q.ts_utc <= AT(9, minute) && q.ts_utc > AT(9, minute) - 3);
			moved += q.last != before.last;
		}
		assert_true(bt_source_sample_quote(open, i, AT(16, 0), &q));
		assert_true(q.last == final->close[t] && q.high == final->high[t]);
		assert_true(q.prev_close == final->close[t - 1] && q.ts_utc == AT(16, 0));
	}
	assert_true(moved > 5000);
	assert_false(bt_source_sample_quote(open, 0, AT(9, 30) + 86400, &q));
	bt_source_free(open);
	bt_source_free(done);
}

static void
sample__quote_and_provisional_bar__agree(void **state)
{
	struct bt_source *s = open_at(AT(13, 5) + 33);
	const struct bt_market *m = bt_source_market(s);

	(void)state;
	for (size_t i = 0; i < m->n; i++) {
		struct bt_quote q;

		assert_true(bt_source_sample_quote(s, i, AT(13, 5) + 33, &q));
		assert_true(q.last == m->sec[i].quote.last);
		if (m->sec[i].provisional != BT_DATE_NONE)
			assert_true(m->sec[i].bars.close[m->sec[i].bars.n - 1] == q.last);
	}
	bt_source_free(s);
}

static void
sample__extended_hours__stand_beside(void **state)
{
	struct bt_source *pre = open_at(AT(8, 0)), *post = open_at(AT(17, 0));
	const struct bt_security *x = bt_market_find(bt_source_market(pre), "NVDA");
	const struct bt_security *y = bt_market_find(bt_source_market(post), "NVDA");

	(void)state;
	assert_int_equal(x->bars.date[x->bars.n - 1], DAY - 1);
	assert_true(x->quote.pre > 0 && isnan(x->quote.post));
	assert_true(y->quote.post > 0 && isnan(y->quote.pre));
	assert_true(isnan(bt_market_find(bt_source_market(pre), "^RUT")->quote.pre));
	bt_source_free(pre);
	bt_source_free(post);
}

static double
change(const struct bt_source *s, const char *symbol, bt_date from, bt_date to)
{
	struct bt_bars a = bt_market_bars(bt_source_market(s), symbol, from);
	struct bt_bars b = bt_market_bars(bt_source_market(s), symbol, to);

	return b.close[b.n - 1] / a.close[a.n - 1] - 1;
}

static void
sample__small_companies__overtake_in_autumn(void **state)
{
	struct bt_source *s = open_at(bt_ny_instant(bt_date_ymd(2027, 1, 20), 50000));
	int autumns = 0, summers = 0;

	(void)state;
	for (int year = 2021; year <= 2026; year++) {
		bt_date january = bt_date_ymd(year, 1, 8), autumn = bt_date_ymd(year, 9, 20);
		bt_date end = bt_date_ymd(year + 1, 1, 8);

		summers += change(s, "MAGS", january, autumn) > change(s, "IWM", january, autumn) || year < 2024;
		autumns += change(s, "IWM", autumn, end) > change(s, "QQQ", autumn, end);
	}
	assert_true(summers >= 5 && autumns >= 5);
	bt_source_free(s);
}

static void
sample__classes_of_one_company__move_together(void **state)
{
	struct bt_source *s = open_at(AT(20, 0));
	double ratio[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		bt_date d = DAY - 1700 * i;
		struct bt_bars a = bt_market_bars(bt_source_market(s), "GOOGL", d);
		struct bt_bars c = bt_market_bars(bt_source_market(s), "GOOG", d);

		ratio[i] = c.close[c.n - 1] / a.close[a.n - 1];
	}
	assert_true(fabs(ratio[0] - ratio[1]) < 0.001 && ratio[0] > 1);
	bt_source_free(s);
}

static void
sample__news__are_dated_sorted_and_not_of_the_future(void **state)
{
	struct bt_source *s = open_at(AT(17, 30)), *later;
	struct bt_news_item *item, *again;
	size_t n, m, twins = 0;
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 0);
	assert_int_equal(bt_source_sample_news(s, AT(17, 30), &a, &item, &n), BT_OK);
	assert_true(n > 3000);
	assert_int_equal(bt_ny_date(item[0].published_utc), DAY);
	for (size_t i = 0; i < n; i++) {
		assert_true(item[i].published_utc <= AT(17, 30));
		assert_true(i == 0 || item[i - 1].published_utc >= item[i].published_utc);
		assert_int_equal(strncmp(item[i].feed, "SAMPLE", 6), 0);
		assert_true(strlen(item[i].title) > 10);
		assert_int_equal(strncmp(item[i].links, item[i].link, strlen(item[i].link)), 0);
		assert_non_null(strstr(item[i].link, ".sample.invalid/"));
		assert_non_null(strstr(item[i].summary, "[3]"));
		twins += strcmp(item[i].feed, "SAMPLE desk") == 0;
	}
	assert_true(twins > 300);
	later = open_at(AT(17, 30) + 30 * 86400);
	assert_int_equal(bt_source_sample_news(later, AT(17, 30) + 30 * 86400, &a, &again, &m), BT_OK);
	assert_true(m > n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(item[i].title, again[m - n + i].title);
	bt_source_free(later);
	bt_source_free(s);
	bt_arena_release(&a);
}

static void
sample__notes__grow_by_quarters(void **state)
{
	struct bt_arena a;
	const char *now, *later;

	(void)state;
	bt_arena_init(&a, 0);
	now = bt_source_sample_notes(AT(12, 0), &a);
	later = bt_source_sample_notes(AT(12, 0) + 40 * 86400, &a);
	assert_non_null(strstr(now, "## 2025-10-01 ^RUT"));
	assert_null(strstr(now, "## 2026-"));
	assert_non_null(strstr(now, "\nfact: ^RUT P/E "));
	assert_int_equal(strncmp(now, later, strlen(now)), 0);
	assert_non_null(strstr(later, "## 2026-01-01"));
	assert_non_null(strstr(now, "event: NVDA earnings after-close 2026-01-06, SAMPLE"));   /* ahead of the 10th */
	bt_arena_release(&a);
}

/* Moments of 2025: in the session every two seconds, beside it every fifteen, and while nobody trades one wake-up. */
static void
sample__next_move__waits_for_the_next_session__when_closed(void **state)
{
	static const struct {
		int month, day, hour, minute;
		int after_s;
	} moments[] = {
		{12, 10, 12, 0, 2},
		{12, 10, 8, 0, 15},
		{12, 10, 17, 0, 15},
		{12, 10, 21, 0, 7 * 3600},                /* to 04:00, when the session before begins */
		{12, 13, 4, 0, 48 * 3600},                /* Saturday to Monday */
		{12, 25, 12, 0, 16 * 3600},               /* Christmas to the 26th */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		int64_t at = bt_ny_instant(bt_date_ymd(2025, moments[i].month, moments[i].day),
		                           moments[i].hour * 3600 + moments[i].minute * 60);

		assert_int_equal(bt_source_sample_next(at) - at, moments[i].after_s);
	}
}

/* Every state, a failure of each kind of cure, all of them SAMPLE, newest first, and the same for a minute. */
static void
sample__health__has_every_state_and_says_sample(void **state)
{
	struct bt_source *s = open_at(AT(12, 0));
	bool seen[BT_HEALTH_OFF + 1] = {false};
	struct bt_health h, again;
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 0);
	assert_int_equal(bt_source_sample_health(s, AT(12, 0), &a, &h), BT_OK);
	assert_int_equal(bt_source_sample_health(s, AT(12, 0) + 59, &a, &again), BT_OK);
	for (size_t i = 0; i < h.n_provider; i++) {
		const struct bt_provider_health *p = &h.provider[i];
		size_t failures = 0;

		seen[p->state] = true;
		assert_non_null(strstr(p->id, "SAMPLE"));
		assert_true(p->last_ok_utc <= AT(12, 0) && p->last_fail_utc <= AT(12, 0));
		assert_int_equal(p->last_ok_utc, again.provider[i].last_ok_utc);
		assert_int_equal(p->state == BT_HEALTH_RETRYING || p->state == BT_HEALTH_STOPPED, p->fault != 0);
		assert_true(!p->fault || (p->next_try_utc > AT(12, 0) && *p->cause));
		for (int f = 0; f < BT_FAULT_DOUBLED; f++)
			failures += p->failures[f];
		assert_int_equal(failures, p->failed);
		assert_true(p->failed <= p->requests);
	}
	for (int k = BT_HEALTH_UNTRIED; k < BT_HEALTH_OFF; k++)
		assert_true(seen[k]);
	for (size_t i = 0; i < h.n_event; i++) {
		assert_true(i == 0 || h.event[i - 1].utc >= h.event[i].utc);
		assert_non_null(bt_health_find(&h, h.event[i].provider));
	}
	assert_true(h.n_event >= 12 && h.cache.symbols == bt_source_market(s)->n && h.cache.bars > 200000);
	bt_source_free(s);
	bt_arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sample__same_instant__has_the_same_bytes),
		cmocka_unit_test(sample__past_sessions__do_not_depend_on_now),
		cmocka_unit_test(sample__bars__are_sound),
		cmocka_unit_test(sample__has_every_symbol_of_the_defaults),
		cmocka_unit_test(sample__universe__has_sectors_and_values),
		cmocka_unit_test(sample__session__moves_and_ends_at_its_close),
		cmocka_unit_test(sample__quote_and_provisional_bar__agree),
		cmocka_unit_test(sample__extended_hours__stand_beside),
		cmocka_unit_test(sample__small_companies__overtake_in_autumn),
		cmocka_unit_test(sample__classes_of_one_company__move_together),
		cmocka_unit_test(sample__news__are_dated_sorted_and_not_of_the_future),
		cmocka_unit_test(sample__notes__grow_by_quarters),
		cmocka_unit_test(sample__next_move__waits_for_the_next_session__when_closed),
		cmocka_unit_test(sample__health__has_every_state_and_says_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
