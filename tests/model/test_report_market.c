/* test_report_market.c - the views of prices and records: what is missing, old, live, or asked for wrongly;
 * and that none sees a bar after its day.  Their numbers are held by tests/golden/market.py.  */
#include "core/calendar.h"
#include "core/digest.h"
#include "core/roll.h"
#include "core/sector_days.h"
#include "core/signals.h"
#include "model/kept_lines.h"
#include "model/report_test.h"
#include "model/scope_breadth.h"
#include "model/source.h"

/* Monday 2024-03-04 on; OLD ended three weeks before. */
static const struct tiny days[] = {
	{"AAPL", "2024-03-04", {10, 10, 10, 10, 10, 0, 0, 11, 11, 11, 11, 11}},
	{"AMZN", "2024-03-04", {10, 10, 10, 10, 10, 0, 0, 12, 12, 12, 12, 12}},
	{"ES=F", "2024-03-04", {5, 5, 5, 5, 5, 0, 0, 5, 5, 5, 5, 6}},
	{"GOOG", "2024-03-04", {10, 10, 10, 10, 10, 0, 0, 20, 20, 20, 20, 20}},
	{"NVDA", "2024-03-04", {10, 10, 10, 10, 10, 0, 0, 14, 14, 14, 14, 7}},
	{"OLD", "2024-02-19", {3, 4, 5}},
	{"^RUT", "2024-03-04", {100, 100, 100, 100, 100, 0, 0, 110, 110, 110, 110, 110}},
};
#define LAST "2024-03-15"

/* At noon in New York on the last day. */
static int
setup(void **state)
{
	struct world *w;

	world_setup(state, days, COUNT(days));
	w = *state;
	w->scope.now_utc = bt_ny_instant(tiny_date(LAST), 12 * 3600);
	return 0;
}

/* The row of that symbol. */
static size_t
find(const struct world *w, const char *symbol)
{
	for (size_t i = 0; i < w->report.rows.u.list.len; i++)
		if (strcmp(bt_val_as_str(cell(w, i, "symbol")), symbol) == 0)
			return i;
	fail_msg("no row %s", symbol);
	return 0;
}

static void
report__every_view__has_whole_rows(void **state)
{
	static const enum bt_view alone[] = {BT_VIEW_INDICES, BT_VIEW_MAG7, BT_VIEW_RETURNS, BT_VIEW_GROWTH,
	                                     BT_VIEW_RECORDS};
	static const enum bt_view of_symbol[] = {BT_VIEW_INDICES, BT_VIEW_RETURNS, BT_VIEW_GROWTH,
	                                         BT_VIEW_RECORDS, BT_VIEW_RATIOS, BT_VIEW_SYMBOL,
	                                         BT_VIEW_VIX};
	struct bt_ask bars = plain(BT_VIEW_SYMBOL);
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(alone); i++) {
		assert_int_equal(ask_with(w, plain(alone[i]), NULL, 0), BT_OK);
		assert_whole(w);
	}
	for (size_t i = 0; i < COUNT(of_symbol); i++) {
		assert_int_equal(ASK(w, plain(of_symbol[i]), "NVDA"), BT_OK);
		assert_whole(w);
	}
	assert_int_equal(ASK(w, plain(BT_VIEW_WEEKS), "NVDA", "_RUT"), BT_OK);
	assert_whole(w);
	assert_int_equal(ASK(w, plain(BT_VIEW_LEVELS), "NVDA", "12"), BT_OK);
	assert_whole(w);
	bars.series = true;
	assert_int_equal(ASK(w, bars, "NVDA"), BT_OK);
	assert_whole(w);
	assert_int_equal(w->report.rows.u.list.len, 10);
}

static void
quotes__what_the_source_lacks__keeps_its_row(void **state)
{
	struct world *w = *state;

	assert_int_equal(ASK(w, plain(BT_VIEW_INDICES), "^RUT", "^NDX", "RTY=F", "BRK-B"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 4);
	assert_true(bt_val_as_num(cell(w, 0, "last")) == 110);
	assert_string_equal(bt_val_as_str(cell(w, 1, "name")), "Nasdaq-100");
	for (size_t i = 1; i < 4; i++) {
		assert_true(is_null(w, i, "last") && is_null(w, i, "date") && is_null(w, i, "change_pct"));
		assert_true(is_null(w, i, "is_record") && is_null(w, i, "returns.YTD.pct"));
	}
}

static void
quotes__none_of_them_there__is_no_data(void **state)
{
	struct world *w = *state;

	assert_int_equal(ASK(w, plain(BT_VIEW_INDICES), "^NDX"), BT_E_NODATA);
	assert_string_equal(w->err.text, "no bars of ^NDX");
	assert_int_equal(ASK(w, plain(BT_VIEW_RETURNS), "^NDX", "X"), BT_E_NODATA);
	assert_int_equal(ASK(w, plain(BT_VIEW_RECORDS), "X\033[1m"), BT_E_NODATA);
	assert_null(strchr(w->err.text, '\033'));
	assert_int_equal(ASK(w, plain(BT_VIEW_SYMBOL), "X"), BT_E_NODATA);
	assert_int_equal(ASK(w, plain(BT_VIEW_VIX), "X"), BT_E_NODATA);
	assert_int_equal(ask_with(w, plain(BT_VIEW_VIX), NULL, 0), BT_E_NODATA);
}

static void
quotes__stale_symbol__keeps_only_its_date(void **state)
{
	struct world *w = *state;

	assert_int_equal(ASK(w, plain(BT_VIEW_INDICES), "OLD", "^RUT"), BT_OK);
	assert_int_equal(bt_val_as_date(cell(w, 0, "date")), tiny_date("2024-02-21"));
	assert_true(is_null(w, 0, "last") && is_null(w, 0, "change") && is_null(w, 0, "spark"));
	assert_true(is_null(w, 0, "ath_dist_pct") && is_null(w, 0, "provisional"));
	assert_int_equal(ASK(w, plain(BT_VIEW_RECORDS), "OLD"), BT_OK);
	assert_true(bt_val_as_num(cell(w, 0, "last")) == 5);
	assert_int_equal(bt_val_as_date(cell(w, 0, "last_date")), tiny_date("2024-02-21"));
}

static void
quotes__expressions__stand_where_symbols_do(void **state)
{
	struct world *w = *state;

	assert_int_equal(ASK(w, plain(BT_VIEW_INDICES), "NVDA/AAPL"), BT_OK);
	assert_true(fabs(bt_val_as_num(cell(w, 0, "last")) - 7 / 11.0) < 1e-12);
	assert_true(is_null(w, 0, "is_intraday_record"));
	assert_int_equal(ASK(w, plain(BT_VIEW_RETURNS), "NVDA/"), BT_E_EXPR);
	assert_int_equal(ASK(w, plain(BT_VIEW_WEEKS), "MAG7", "^RUT"), BT_E_NODATA);
}

static void
quotes__live_columns__are_null_of_a_past_day(void **state)
{
	struct world *w = *state;
	struct bt_ask past = plain(BT_VIEW_INDICES);

	assert_int_equal(ASK(w, plain(BT_VIEW_INDICES), "NVDA"), BT_OK);
	assert_true(is_null(w, 0, "session") && is_null(w, 0, "age_s"));        /* a file */
	w->sec[4].quote = (struct bt_quote){.ts_utc = w->scope.now_utc - 42, .delayed_min = 15,
	                                    .pre = NAN, .post = 7.5};
	assert_int_equal(ASK(w, plain(BT_VIEW_INDICES), "NVDA"), BT_OK);
	assert_string_equal(bt_val_as_str(cell(w, 0, "session")), "open");
	assert_true(bt_val_as_num(cell(w, 0, "age_s")) == 42);
	assert_true(bt_val_as_num(cell(w, 0, "delayed_min")) == 15);
	assert_true(bt_val_as_num(cell(w, 0, "post")) == 7.5 && is_null(w, 0, "pre"));
	past.as_of = tiny_date(LAST);
	assert_int_equal(ASK(w, past, "NVDA"), BT_OK);
	assert_true(is_null(w, 0, "session") && is_null(w, 0, "age_s"));
	assert_true(is_null(w, 0, "delayed_min") && is_null(w, 0, "post"));
}

static void
quotes__session__is_that_of_the_symbols_market(void **state)
{
	static const struct {
		int hours;               /* from midnight of Friday the 15th in New York */
		const char *future, *share;
	} t[] = {{3, "open", "closed"}, {5, "open", "pre"}, {17, "closed", "post"}, {40, "closed", "closed"},
	         {24 + 24 + 19, "open", "closed"}};
	struct world *w = *state;

	w->sec[2].quote.fetched_utc = w->sec[4].quote.fetched_utc = 1;
	w->sec[2].kind = BT_KIND_FUTURE;
	for (size_t i = 0; i < COUNT(t); i++) {
		w->scope.now_utc = bt_ny_instant(tiny_date(LAST), 0) + t[i].hours * 3600 + 60;
		assert_int_equal(ASK(w, plain(BT_VIEW_INDICES), "ES=F", "NVDA"), BT_OK);
		assert_string_equal(bt_val_as_str(cell(w, 0, "session")), t[i].future);
		assert_string_equal(bt_val_as_str(cell(w, 1, "session")), t[i].share);
	}
}

static void
quotes__provisional_bar__is_marked(void **state)
{
	struct world *w = *state;
	struct bt_ask past = plain(BT_VIEW_RECORDS);

	w->sec[4].provisional = tiny_date(LAST);
	assert_int_equal(ASK(w, plain(BT_VIEW_INDICES), "NVDA", "AAPL"), BT_OK);
	assert_true(bt_val_is_true(cell(w, 0, "provisional")));
	assert_false(bt_val_is_true(cell(w, 1, "provisional")));
	assert_int_equal(ASK(w, plain(BT_VIEW_RECORDS), "NVDA"), BT_OK);
	assert_true(bt_val_is_true(cell(w, 0, "provisional")));
	past.as_of = tiny_date(LAST) - 1;
	assert_int_equal(ASK(w, past, "NVDA"), BT_OK);
	assert_false(bt_val_is_true(cell(w, 0, "provisional")));
}

static void
mag7__counts_the_seven_alone_and_only_what_is_greater(void **state)
{
	struct world *w = *state;
	struct bt_ask ask = plain(BT_VIEW_MAG7);
	const struct bt_val *beating;
	size_t goog;

	ask.as_of = tiny_date("2024-03-14");
	assert_int_equal(ask_with(w, ask, NULL, 0), BT_OK);
	beating = bt_val_get(&w->report.head, "beating");
	/* of AAPL +10, AMZN +20, NVDA +40 against ^RUT +10: two of three; the other four are not there */
	assert_true(bt_val_get(beating, "1W")->u.list.at[0].u.num == 2);
	assert_true(bt_val_get(beating, "1W")->u.list.at[1].u.num == 3);
	assert_int_equal(bt_val_get(beating, "YTD")->kind, BT_VAL_NULL);
	goog = find(w, "GOOG");
	assert_true(bt_val_is_true(cell(w, goog, "returns.1W.beats")));
	assert_false(bt_val_is_true(cell(w, goog, "counted")));
	assert_true(bt_val_is_true(cell(w, find(w, "AAPL"), "counted")));
	assert_int_equal(cell(w, find(w, "AAPL"), "returns.1W.beats")->kind, BT_VAL_BOOL);
	assert_false(bt_val_is_true(cell(w, find(w, "AAPL"), "returns.1W.beats")));
	assert_true(is_null(w, find(w, "TSLA"), "returns.1W.beats"));
	assert_true(is_null(w, find(w, "MAG7"), "last"));       /* a basket needs all of its members */
	ask.benchmark = "NVDA";
	assert_int_equal(ask_with(w, ask, NULL, 0), BT_OK);
	beating = bt_val_get(&w->report.head, "beating");
	assert_true(bt_val_get(beating, "1W")->u.list.at[0].u.num == 0);
	ask.benchmark = "^NONE";
	assert_int_equal(ask_with(w, ask, NULL, 0), BT_OK);
	assert_int_equal(bt_val_path(&w->report.head, "beating.1W")->kind, BT_VAL_NULL);
}

static void
watch__takes_a_list_by_name_or_the_first(void **state)
{
	struct world *w = *state;

	assert_int_equal(bt_setting_parse(&w->settings, &w->arena, BT_SET_watch, "mine", "NVDA ^RUT", NULL),
	                 BT_OK);
	assert_int_equal(ASK(w, plain(BT_VIEW_WATCH), "mine"), BT_OK);
	assert_int_equal(w->report.rows.u.list.len, 2);
	assert_string_equal(bt_val_as_str(bt_val_get(&w->report.head, "list")), "mine");
	assert_int_equal(ASK(w, plain(BT_VIEW_WATCH), "yours"), BT_E_USAGE);
	assert_string_equal(w->err.text, "no watch list yours; there are: main mine");
	assert_int_equal(ASK(w, plain(BT_VIEW_WATCH), "mine", "yours"), BT_E_USAGE);
}

static void
views__wrong_arguments__say_what_is_expected(void **state)
{
	static const struct {
		enum bt_view view;
		const char *arg[3];
		size_t n;
		const char *words;
	} t[] = {
		{BT_VIEW_WEEKS, {"NVDA"}, 1, "A B"},
		{BT_VIEW_WEEKS, {"A", "B", "C"}, 3, "A B"},
		{BT_VIEW_LEVELS, {"NVDA"}, 1, "SYMBOL LEVEL"},
		{BT_VIEW_LEVELS, {"NVDA", "high"}, 2, "level high"},
		{BT_VIEW_LEVELS, {"NVDA", "-5"}, 2, "level -5"},
		{BT_VIEW_SYMBOL, {NULL}, 0, "one SYMBOL"},
		{BT_VIEW_MAG7, {"NVDA"}, 1, "no arguments"},
		{BT_VIEW_OVERVIEW, {"NVDA"}, 1, "no arguments"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(t); i++) {
		assert_int_equal(ask_with(w, plain(t[i].view), t[i].arg, t[i].n), BT_E_USAGE);
		assert_non_null(strstr(w->err.text, t[i].words));
	}
}

static void
overview__rows__know_their_pane_and_price(void **state)
{
	struct world *w = *state;
	size_t panes = 0;

	assert_int_equal(ask_with(w, plain(BT_VIEW_OVERVIEW), NULL, 0), BT_OK);
	for (size_t i = 0; i < w->report.rows.u.list.len; i++) {
		const char *pane = bt_val_as_str(cell(w, i, "pane"));

		assert_non_null(pane);
		assert_string_equal(bt_val_as_str(cell(w, i, "price")),
		                    strcmp(pane, "ratios") == 0 ? "adjclose" : "close");
		panes += i == 0 || strcmp(pane, bt_val_as_str(cell(w, i - 1, "pane"))) != 0;
	}
	assert_int_equal(panes, 2);             /* no ratio has bars here */
	assert_string_equal(bt_val_as_str(bt_val_get(&w->report.head, "session")), "open");
	w->market.n = 0;
	assert_int_equal(ask_with(w, plain(BT_VIEW_OVERVIEW), NULL, 0), BT_E_NODATA);
}

/* --- no look-ahead --------------------------------------------------------------------------------- */

static bool
same(const struct bt_val *x, const struct bt_val *y, size_t *compared)
{
	++*compared;
	if (x->kind != y->kind)
		return false;
	switch (x->kind) {
	case BT_VAL_NULL:
		return true;
	case BT_VAL_BOOL:
		return x->u.truth == y->u.truth;
	case BT_VAL_NUM:
		return memcmp(&x->u.num, &y->u.num, sizeof(double)) == 0;
	case BT_VAL_STR:
		return strcmp(x->u.str, y->u.str) == 0;
	case BT_VAL_DATE:
		return x->u.date == y->u.date;
	case BT_VAL_LIST:
	case BT_VAL_NUMS:
	case BT_VAL_DATES:
		for (size_t i = 0; i < bt_val_len(x) && i < bt_val_len(y); i++) {
			struct bt_val p = bt_val_at(x, i), q = bt_val_at(y, i);

			if (!same(&p, &q, compared))
				return false;
		}
		return bt_val_len(x) == bt_val_len(y);
	case BT_VAL_OBJ:
		for (size_t i = 0; i < x->u.obj.len && i < y->u.obj.len; i++)
			if (strcmp(x->u.obj.at[i].name, y->u.obj.at[i].name) != 0 ||
			    !same(&x->u.obj.at[i].val, &y->u.obj.at[i].val, compared))
				return false;
		return x->u.obj.len == y->u.obj.len;
	}
	return false;
}

/* The market as it was on that day. */
static struct bt_market
cut_market(const struct bt_market *m, bt_date d, struct bt_arena *a)
{
	struct bt_security *sec = bt_arena_memdup(a, m->sec, m->n * sizeof(*sec));
	struct bt_market cut = *m;

	for (size_t i = 0; i < m->n; i++)
		sec[i].bars = bt_bars_upto(&sec[i].bars, d);
	cut.sec = sec;
	return cut;
}

static void
views__never_see_a_bar_after_their_day(void **state)
{
	static const struct {
		enum bt_view view;
		const char *arg[2];
		size_t n;
	} t[] = {
		{BT_VIEW_OVERVIEW, {NULL}, 0}, {BT_VIEW_WATCH, {NULL}, 0}, {BT_VIEW_RETURNS, {NULL}, 0},
		{BT_VIEW_GROWTH, {NULL}, 0}, {BT_VIEW_RECORDS, {NULL}, 0}, {BT_VIEW_VIX, {NULL}, 0},
		{BT_VIEW_WEEKS, {"^RUT", "MAG7"}, 2}, {BT_VIEW_LEVELS, {"^RUT", "1500"}, 2},
		{BT_VIEW_SYMBOL, {"IWM/QQQ"}, 1},
	};
	struct world *w = *state;
	struct bt_source *s;
	size_t compared = 0;
	bt_date last = bt_date_ymd(2023, 9, 29);

	assert_int_equal(bt_source_sample_open(bt_ny_instant(last, 80000), &s, NULL), BT_OK);
	for (bt_date d = last - 900; d < last; d += 53) {
		struct bt_arena a;

		bt_xarena_init(&a);
		struct bt_market cut = cut_market(bt_source_market(s), d, &a);
		struct bt_scope then = {.market = &cut, .settings = &w->settings};
		struct bt_scope now = {.market = bt_source_market(s), .settings = &w->settings};

		for (size_t i = 0; i < COUNT(t); i++) {
			struct bt_ask ask = plain(t[i].view);
			struct bt_report x, y;

			ask.as_of = d;
			ask.arg = t[i].arg;
			ask.n_arg = t[i].n;
			assert_int_equal(bt_report_make(&then, &ask, &a, &x, NULL), BT_OK);
			assert_int_equal(bt_report_make(&now, &ask, &a, &y, NULL), BT_OK);
			if (!same(&x.rows, &y.rows, &compared) || !same(&x.head, &y.head, &compared))
				fail_msg("%s sees what comes", bt_view_spec(t[i].view)->name);
		}
		bt_arena_release(&a);
	}
	assert_true(compared > 100000);
	bt_source_free(s);
}

/* --- what is kept ---------------------------------------------------------------------------------- */

/* The scope with all that an engine keeps beside the bars. */
static struct bt_scope
keep_all(const struct bt_scope *plain, struct bt_arena *a)
{
	struct bt_security *sec = bt_arena_memdup(a, plain->market->sec, plain->market->n * sizeof(*sec));
	struct bt_market *market = bt_arena_memdup(a, plain->market, sizeof(*market));
	struct bt_kept_lines *lines = BT_ARENA_NEW(a, struct bt_kept_lines);
	struct bt_signals *signals = BT_ARENA_NEW(a, struct bt_signals);
	struct bt_universe_breadth *side = BT_ARENA_NEW(a, struct bt_universe_breadth);
	struct bt_sector_days *days_kept = BT_ARENA_NEW(a, struct bt_sector_days);
	struct bt_bars index = bt_market_bars(market, "^GSPC", INT32_MAX);
	struct bt_line line = bt_bars_line(&index, BT_PRICE_CLOSE);
	struct bt_scope kept = *plain;

	for (size_t i = 0; i < market->n; i++) {
		struct bt_digest *d = BT_ARENA_NEW(a, struct bt_digest);

		assert_int_equal(bt_digest_make(&sec[i].bars, a, d), BT_OK);
		sec[i].bars.digest = d;
	}
	market->sec = sec;
	market->last = bt_market_last(market);
	market->roll = bt_roll_make(market, plain->universe, a);
	kept.market = market;
	assert_int_equal(bt_scope_breadth(plain, BT_PRICE_ADJCLOSE, false, a, &kept.breadth, NULL), BT_OK);
	assert_int_equal(bt_signals_make(kept.breadth, kept.breadth->n, &line, a, signals), BT_OK);
	*side = (struct bt_universe_breadth){plain->universe, kept.breadth, signals, "^GSPC"};
	kept.side = side;
	kept.n_side = 1;
	bt_kept_lines_make(market, plain->settings, NULL, a, lines);
	kept.lines = lines;
	assert_int_equal(bt_sector_days_make(market->roll, kept.breadth->date, kept.breadth->n - 1, BT_PRICE_ADJCLOSE,
	                                     a, a, days_kept), BT_OK);
	kept.sector_days = days_kept;
	return kept;
}

static void
views__with_what_is_kept__equal_those_without(void **state)
{
	static const enum bt_view views[] = {
		BT_VIEW_INDICES, BT_VIEW_MAG7, BT_VIEW_RATIOS, BT_VIEW_RECORDS, BT_VIEW_BREADTH, BT_VIEW_SIGNALS,
		BT_VIEW_UNIVERSES, BT_VIEW_SCORE, BT_VIEW_ROTATION, BT_VIEW_SECTORS, BT_VIEW_CONCENTRATION,
		BT_VIEW_HEATMAP, BT_VIEW_OVERVIEW,
	};
	struct world *w = *state;
	struct bt_source *s;
	struct bt_arena a;
	size_t compared = 0;
	bt_date last = bt_date_ymd(2023, 9, 29);

	assert_int_equal(bt_source_sample_open(bt_ny_instant(last, 80000), &s, NULL), BT_OK);
	struct bt_scope plain_scope = {.market = bt_source_market(s), .universe = bt_source_all(s),
	                               .settings = &w->settings};
	bt_xarena_init(&a);
	struct bt_scope kept = keep_all(&plain_scope, &a);

	plain_scope.breadth = kept.breadth;      /* which test_live_breadth holds */
	for (bt_date d = last + 3; d > last - 900; d -= 71) {
		struct bt_arena day;

		bt_xarena_init(&day);
		for (size_t i = 0; i < 4 * COUNT(views); i++) {
			struct bt_ask ask = plain(views[i / 4]);
			struct bt_report x, y;
			enum bt_status st;

			ask.as_of = d > last ? BT_DATE_NONE : d;
			ask.price_given = i % 2;
			ask.price = i % 4 == 1 ? BT_PRICE_CLOSE : BT_PRICE_ADJCLOSE;
			ask.base = i % 4 == 2 ? BT_BASE_FIRST : BT_BASE_PREV;
			st = bt_report_make(&plain_scope, &ask, &day, &x, NULL);
			assert_int_equal(bt_report_make(&kept, &ask, &day, &y, NULL), st);
			if (st == BT_OK && (!same(&x.rows, &y.rows, &compared) || !same(&x.head, &y.head, &compared)))
				fail_msg("%s differs", bt_view_spec(views[i / 4])->name);
		}
		bt_arena_release(&day);
	}
	printf("%zu values compared\n", compared);
	assert_true(compared > 200000);
	bt_arena_release(&a);
	bt_source_free(s);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, world_teardown)
	const struct CMUnitTest tests[] = {
		TEST(report__every_view__has_whole_rows),
		TEST(views__with_what_is_kept__equal_those_without),
		TEST(quotes__what_the_source_lacks__keeps_its_row),
		TEST(quotes__none_of_them_there__is_no_data),
		TEST(quotes__stale_symbol__keeps_only_its_date),
		TEST(quotes__expressions__stand_where_symbols_do),
		TEST(quotes__live_columns__are_null_of_a_past_day),
		TEST(quotes__session__is_that_of_the_symbols_market),
		TEST(quotes__provisional_bar__is_marked),
		TEST(mag7__counts_the_seven_alone_and_only_what_is_greater),
		TEST(watch__takes_a_list_by_name_or_the_first),
		TEST(views__wrong_arguments__say_what_is_expected),
		TEST(overview__rows__know_their_pane_and_price),
		TEST(views__never_see_a_bar_after_their_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
