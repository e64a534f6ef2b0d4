/* The engine's book: how answers change what is known, and that no snapshot sees it happen. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/book.h"

#define NOW 1766500000

static const double none = NAN;

static struct bt_security
security(size_t n, const bt_date *date, const double *close, const double *high, const double *adj)
{
	return (struct bt_security){
		.symbol = "IWM", .source = "yahoo", .provisional = BT_DATE_NONE,
		.bars = {.n = n, .date = date, .close = close, .high = high, .adjclose = adj},
		.quote = {none, none, none, none, none, none, none, none, 0, 0, -1},
	};
}

static const bt_date days[] = {100, 101, 102, 103, 104};
static const double closes[] = {10, 11, 12, 13, 14};
static const double highs[] = {10.5, 11.5, 12.5, 13.5, 14.5};

/* The book of a test, and its only entry: five days, all of them known. */
static struct bt_book b;
static struct bt_entry *e;

static int
setup(void **state)
{
	struct bt_security sec = security(5, days, closes, highs, closes);

	(void)state;
	b = (struct bt_book){0};
	e = bt_book_add(&b, "IWM");
	assert_true(bt_book_take(e, &sec, BT_TAKE_WHOLE, BT_DATE_NONE, NOW));
	e->dirty_all = false;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bt_book_release(&b);
	return 0;
}

/* A session that has begun stands at that price; the caller holds what a snapshot would see of it. */
static struct bt_history *
seen_at(bt_date today, double price)
{
	struct bt_security sec = security(1, &today, &price, NULL, NULL);

	sec.provisional = today;
	assert_true(bt_book_take(e, &sec, BT_TAKE_CLOSES, BT_DATE_NONE, NOW + 60));
	bt_shared_ref(&e->hist->shared);
	return e->hist;
}

static void
book__many_symbols__sorted_and_found(void **state)
{
	static const char *const symbols[] = {"SPY", "^RUT", "AAPL", "IWM", "BRK-B"};

	(void)state;
	for (size_t i = 0; i < 5; i++)
		bt_book_add(&b, symbols[i]);
	bt_book_add(&b, "SPY");
	assert_int_equal(b.n, 5);
	for (size_t i = 1; i < b.n; i++)
		assert_true(strcmp(b.at[i - 1]->symbol, b.at[i]->symbol) < 0);
	assert_string_equal(bt_book_find(&b, "^RUT")->symbol, "^RUT");
	assert_null(bt_book_find(&b, "QQQ"));
}

static void
take_closes__a_new_day__is_appended_and_the_rest_stays(void **state)
{
	static const bt_date d[] = {103, 104, 105};
	static const double c[] = {13, 14, 15};
	struct bt_security sec = security(3, d, c, NULL, NULL);

	(void)state;
	assert_true(bt_book_take(e, &sec, BT_TAKE_CLOSES, BT_DATE_NONE, NOW + 60));
	assert_int_equal(e->hist->n, 6);
	assert_true(e->hist->column[BT_HISTORY_CLOSE][5] == 15);
	assert_true(e->hist->column[BT_HISTORY_ADJCLOSE][5] == 15);
	assert_true(isnan(e->hist->column[BT_HISTORY_HIGH][5]));
	assert_true(e->hist->column[BT_HISTORY_HIGH][4] == 14.5);
	assert_int_equal(e->dirty_from, 105);
	assert_int_equal(e->closes_utc, NOW + 60);
	assert_int_equal(e->history_utc, NOW);
}

static void
take_closes__nothing_new__changes_nothing(void **state)
{
	struct bt_security sec = security(2, days + 3, closes + 3, NULL, NULL);
	const struct bt_history *before = e->hist;

	(void)state;
	assert_true(bt_book_take(e, &sec, BT_TAKE_CLOSES, BT_DATE_NONE, NOW + 60));
	assert_ptr_equal(e->hist, before);
	assert_int_equal(e->dirty_from, BT_DATE_NONE);
}

/* Spark says 42.16 where the chart has said 42.15999984741211, in whatever order they come. */
static void
take_closes__the_same_price_rounded__changes_nothing(void **state)
{
	static const double exact[] = {42.15999984741211, 42.31999969482422, 41.79999923706055, 40.5, 41},
	                    rounded[] = {42.16, 42.32, 41.8, 40.51, 41};
	struct bt_security chart = security(5, days, exact, highs, exact);
	struct bt_security spark = security(5, days, rounded, NULL, NULL);

	(void)state;
	assert_true(bt_book_take(e, &chart, BT_TAKE_WHOLE, BT_DATE_NONE, NOW));
	e->dirty_all = false;
	assert_true(bt_book_take(e, &spark, BT_TAKE_CLOSES, BT_DATE_NONE, NOW + 60));
	assert_true(e->hist->column[BT_HISTORY_CLOSE][0] == exact[0]);
	assert_true(e->hist->column[BT_HISTORY_CLOSE][2] == exact[2]);
	assert_true(e->hist->column[BT_HISTORY_CLOSE][3] == 40.51);
	assert_int_equal(e->dirty_from, 103);

	e = bt_book_add(&b, "QQQ");
	assert_true(bt_book_take(e, &spark, BT_TAKE_CLOSES, BT_DATE_NONE, NOW));
	assert_true(bt_book_take(e, &chart, BT_TAKE_RECENT, BT_DATE_NONE, NOW));
	assert_true(e->hist->column[BT_HISTORY_CLOSE][0] == exact[0]);
}

/* All prices halved: a split.  Nothing of it is taken, the whole history is asked for. */
static void
take__split_in_the_overlap__asks_for_all_and_keeps_what_was(void **state)
{
	static const bt_date d[] = {103, 104, 105};
	static const double c[] = {6.5, 7, 7.5};
	struct bt_security sec = security(3, d, c, NULL, NULL);

	(void)state;
	assert_false(bt_book_take(e, &sec, BT_TAKE_CLOSES, BT_DATE_NONE, NOW + 60));
	assert_int_equal(e->hist->n, 5);
	assert_true(e->hist->column[BT_HISTORY_CLOSE][4] == 14);
	assert_int_equal(e->history_utc, 0);
}

static void
take__new_split_event__asks_for_all(void **state)
{
	struct bt_security sec = security(2, days + 3, closes + 3, highs + 3, closes + 3);

	(void)state;
	assert_false(bt_book_take(e, &sec, BT_TAKE_RECENT, 105, NOW + 60));
	assert_int_equal(e->history_utc, 0);
}

static void
take__dividend_in_the_overlap__takes_closes_and_asks_for_all(void **state)
{
	static const bt_date d[] = {103, 104, 105};
	static const double c[] = {13, 14, 15}, adj[] = {12.9, 13.9, 15};
	struct bt_security sec = security(3, d, c, c, adj);

	(void)state;
	assert_false(bt_book_take(e, &sec, BT_TAKE_RECENT, BT_DATE_NONE, NOW + 60));
	assert_int_equal(e->hist->n, 6);
	assert_int_equal(e->history_utc, 0);
}

/* The bar of a running session is no proof of anything: its price moves. */
static void
take__provisional_bar_moved__is_replaced(void **state)
{
	static const double c[] = {13, 20};
	struct bt_security sec = security(2, days + 3, c, NULL, NULL);

	(void)state;
	e->provisional = 104;
	sec.provisional = 104;
	assert_true(bt_book_take(e, &sec, BT_TAKE_CLOSES, BT_DATE_NONE, NOW + 60));
	assert_true(e->hist->column[BT_HISTORY_CLOSE][4] == 20);
	assert_true(e->hist->column[BT_HISTORY_HIGH][4] == 20);
	assert_int_equal(e->provisional, 104);
}

/* Snapshots of every step keep what they saw; the two chunks take turns. */
static void
take__while_snapshots_look__none_of_them_changes(void **state)
{
	struct bt_history *seen[4];

	(void)state;
	for (int i = 0; i < 4; i++) {
		seen[i] = seen_at(105, 100 + i);
		if (i >= 1)                     /* the one before the last is given back */
			bt_shared_unref(&seen[i - 1]->shared);
		assert_true(bt_history_bars(seen[i]).close[5] == 100 + i);
		assert_int_equal(seen[i]->n, 6);
		for (int k = 0; k < 5; k++)
			assert_true(seen[i]->column[BT_HISTORY_CLOSE][k] == closes[k]);
	}
	assert_ptr_equal(seen[3], seen[1]);
	assert_ptr_equal(seen[2], seen[0]);
	bt_shared_unref(&seen[3]->shared);
}

static void
take__two_snapshots_held__a_third_chunk_is_made(void **state)
{
	struct bt_history *seen[3];

	(void)state;
	for (int i = 0; i < 3; i++)
		seen[i] = seen_at(105, 100 + i);
	for (int i = 0; i < 3; i++) {
		assert_true(bt_history_bars(seen[i]).close[5] == 100 + i);
		bt_shared_unref(&seen[i]->shared);
	}
}

static void
live_bar__of_a_begun_session__is_the_quote(void **state)
{
	(void)state;
	e->quote.last = 15;
	e->quote.high = 15.5;
	bt_book_live_bar(e, 105);
	assert_int_equal(e->hist->n, 6);
	assert_int_equal(e->provisional, 105);
	assert_true(e->hist->column[BT_HISTORY_HIGH][5] == 15.5);
	e->quote.last = 16;
	bt_book_live_bar(e, 105);
	assert_int_equal(e->hist->n, 6);
	assert_true(e->hist->column[BT_HISTORY_CLOSE][5] == 16);
	bt_book_live_bar(e, 103);               /* an older session's quote changes no bar */
	assert_true(e->hist->column[BT_HISTORY_CLOSE][3] == 13);
}

static void
live_bar__of_a_final_day__changes_nothing(void **state)
{
	(void)state;
	e->quote.last = 99;
	bt_book_live_bar(e, 104);
	assert_true(e->hist->column[BT_HISTORY_CLOSE][4] == 14);
}

static void
digest__is_made_anew__only_when_the_past_has_changed(void **state)
{
	bt_date date[200];
	double close[200];
	struct bt_held_digest *first;
	struct bt_bars bars;

	(void)state;
	e = bt_book_add(&b, "QQQ");
	assert_null(bt_entry_digest(e));
	for (int i = 0; i < 200; i++) {
		date[i] = 1000 + i;
		close[i] = 100 + i % 50;
	}
	struct bt_security sec = security(199, date, close, close, close);
	assert_true(bt_book_take(e, &sec, BT_TAKE_WHOLE, BT_DATE_NONE, NOW));
	first = bt_entry_digest(e);
	assert_non_null(first);
	assert_int_equal(first->digest.close.covered, 198);
	close[199] = 500;                       /* another day: the past is what it was */
	sec = security(1, date + 199, close + 199, close + 199, close + 199);
	assert_true(bt_book_take(e, &sec, BT_TAKE_RECENT, BT_DATE_NONE, NOW));
	assert_ptr_equal(bt_entry_digest(e), first);
	bars = bt_history_bars(e->hist);
	assert_int_equal(bt_peaks_highest(&bt_entry_digest(e)->digest.close, bars.close, bars.n), 199);
	close[198] += 5e-4;                     /* yesterday's close is corrected */
	sec = security(2, date + 198, close + 198, close + 198, close + 198);
	assert_true(bt_book_take(e, &sec, BT_TAKE_RECENT, BT_DATE_NONE, NOW));
	assert_int_equal(bt_entry_digest(e)->digest.close.covered, 199);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(book__many_symbols__sorted_and_found),
		TEST(take_closes__a_new_day__is_appended_and_the_rest_stays),
		TEST(take_closes__nothing_new__changes_nothing),
		TEST(take_closes__the_same_price_rounded__changes_nothing),
		TEST(take__split_in_the_overlap__asks_for_all_and_keeps_what_was),
		TEST(take__new_split_event__asks_for_all),
		TEST(take__dividend_in_the_overlap__takes_closes_and_asks_for_all),
		TEST(take__provisional_bar_moved__is_replaced),
		TEST(take__while_snapshots_look__none_of_them_changes),
		TEST(take__two_snapshots_held__a_third_chunk_is_made),
		TEST(live_bar__of_a_begun_session__is_the_quote),
		TEST(live_bar__of_a_final_day__changes_nothing),
		TEST(digest__is_made_anew__only_when_the_past_has_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
