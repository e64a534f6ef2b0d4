/* Several sources: who stands in when the first fails, how its rows are marked, that series are never mixed, and
 * that the first comes back.  The answers of the others are self-written, of the shapes of providers.md.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "core/calendar.h"
#include "model/engine_world.h"
#include "model/report.h"

/* Yahoo's market stands still since so long, so that whoever stands in knows more. */
#define AGE_S (6 * 86400)

static char routes_path[] = "/tmp/bt-routes-XXXXXX";

/* The last session whose close is in, and the one before. */
static bt_date
last_session(int back)
{
	bt_date d = bt_calendar_session_upto(NULL, bt_ny_date(bt_clock_utc()));

	while (!bt_calendar_close_is_in(NULL, d, bt_clock_utc()))
		d = bt_calendar_step(NULL, d, -1);
	return bt_calendar_step(NULL, d, -back);
}

static void
put_quote(struct bt_buf *out, const char *name, const char *inner, double last, double before)
{
	char date[BT_DATE_SIZE];

	bt_buf_printf(out, "/api/global/delayed_quotes/quotes/%s.json ={\"timestamp\":\"x\",\"data\":{\"symbol\":\"%s\","
	              "\"current_price\":%g,\"prev_day_close\":%g,\"open\":%g,\"high\":%g,\"low\":%g,"
	              "\"volume\":1000,\"last_trade_time\":\"%sT15:59:58\"},\"symbol\":\"%s\"} type=application/json\n",
	              name, inner, last, before, before, last + 1, before - 1,
	              bt_date_format(last_session(0), date), name);
}

/* The last eight sessions of the VIX, and a rate that has values on the week-end, too. */
static void
put_series(struct bt_buf *out)
{
	char date[BT_DATE_SIZE];
	int y, m, d;

	bt_buf_str(out, "/api/global/us_indices/daily_prices/VIX_History.csv =DATE,OPEN,HIGH,LOW,CLOSE");
	for (int back = 7; back >= 0; back--) {
		bt_date_split(last_session(back), &y, &m, &d);
		bt_buf_printf(out, "%%0A%02d/%02d/%04d,20,21,19,%d.5", m, d, y, 20 - back % 3);
	}
	bt_buf_str(out, "%0A type=text/csv\n/graph/fredgraph.csv* =observation_date,DGS10,DFEDTARU");
	for (bt_date day = bt_ny_date(bt_clock_utc()) - 9; day <= bt_ny_date(bt_clock_utc()); day++)
		bt_buf_printf(out, "%%0A%s,%s,3.75", bt_date_format(day, date),
		              bt_date_weekday(day) < 5 ? "4.25" : "");
	bt_buf_printf(out, "%%0A type=text/csv\n/api/rates/* ={\"refRates\":[{\"effectiveDate\":\"%s\",\"type\":\"EFFR\","
	              "\"percentRate\":3.63,\"targetRateFrom\":3.5,\"targetRateTo\":4.0}]} type=application/json\n",
	              bt_date_format(last_session(1), date));
}

static int
setup(void **state)
{
	const char *const args[] = {"--routes", routes_path, "--unknown", "ZZ*", NULL};
	struct bt_buf out;
	struct bt_err err;
	struct world *w;

	bt_buf_init(&out, 1 << 16);
	put_quote(&out, "AAPL", "AAPL", 321.5, 300);
	put_quote(&out, "ZZTOP", "ZZTOP", 12, 10);
	put_series(&out);
	if (bt_file_write(routes_path, out.data, out.len, &err) || world_open(state, AGE_S, args))
		return -1;
	bt_buf_release(&out);
	w = *state;
	set(w, BT_SET_sources_history, NULL, "yahoo tiingo cboe fred");
	set(w, BT_SET_sources_quotes, NULL, "yahoo cboe");
	set(w, BT_SET_sources_vix, NULL, "yahoo cboe");
	set(w, BT_SET_sources_rates, NULL, "fred nyfed");
	set(w, BT_SET_network_pause, NULL, "100");
	set(w, BT_SET_feeds, "fed", "");
	return 0;
}

/* --- helpers ----------------------------------------------------------------------------------- */

static const char *const words[] = {"AAPL", "MSFT", "^VIX"};

static struct bt_snapshot *
run(struct world *w, const char *const *word, size_t n)
{
	struct bt_run r = {.want = {.word = word, .n_word = n, .everything = true}, .limit_ms = PATIENCE_MS};
	struct bt_snapshot *s;
	struct bt_err err = {0};

	if (bt_engine_run_once(&w->config, &r, &s, NULL, &err))
		fail_msg("%s", err.text);
	return s;
}

/* `show indices SYMBOL...` of that picture. */
static struct bt_report
rows_of(struct world *w, const struct bt_snapshot *s, const char *const *word, size_t n)
{
	struct bt_scope scope = bt_scope_from_snapshot(s, &w->settings, bt_clock_utc());
	struct bt_ask ask = {.view = BT_VIEW_INDICES, .as_of = BT_DATE_NONE, .arg = word, .n_arg = n};
	struct bt_report r;
	struct bt_err err = {0};

	if (bt_report_make(&scope, &ask, &w->arena, &r, &err))
		fail_msg("%s", err.text);
	return r;
}

static const struct bt_val *
cell(const struct bt_report *r, size_t row, const char *path)
{
	return bt_val_path(&r->rows.u.list.at[row], path);
}

static const char *
source_of(const struct bt_report *r, size_t row)
{
	return bt_val_as_str(cell(r, row, "source"));
}

static bool
stands_in(const struct bt_report *r, size_t row)
{
	return bt_val_is_true(cell(r, row, "stands_in"));
}

/* --- prices and series --------------------------------------------------------------------------- */

/* One view, three sources: a price alone, bars of its own, and what the first still has. */
static void
fallback__first_source_fails__others_stand_in_row_by_row(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *before = run(w, words, 3), *after;
	const struct bt_security *old = bt_market_find(&before->market, "AAPL"), *now;
	struct bt_report r = rows_of(w, before, words, 3);

	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(source_of(&r, i), "yahoo");
		assert_false(stands_in(&r, i));
	}
	assert_true(bt_loopback_control(&w->server, "mode=status&status=500&path=/v*"));
	after = run(w, words, 3);
	r = rows_of(w, after, words, 3);
	assert_string_equal(source_of(&r, 0), "cboe");
	assert_true(stands_in(&r, 0));
	assert_true(bt_val_as_num(cell(&r, 0, "last")) == 321.5);
	assert_true(bt_val_as_num(cell(&r, 0, "change")) == 21.5);
	assert_int_equal(bt_val_as_date(cell(&r, 0, "date")), last_session(0));
	assert_int_equal(bt_val_as_num(cell(&r, 0, "delayed_min")), 15);
	/* Two prices are no history. */
	assert_int_equal(cell(&r, 0, "is_record")->kind, BT_VAL_NULL);
	assert_int_equal(cell(&r, 0, "ath_dist_pct")->kind, BT_VAL_NULL);
	assert_int_equal(cell(&r, 0, "returns.1Y.pct")->kind, BT_VAL_NULL);
	assert_int_equal(cell(&r, 0, "spark")->kind, BT_VAL_NULL);
	assert_string_equal(source_of(&r, 1), "yahoo");
	assert_false(stands_in(&r, 1));
	assert_string_equal(source_of(&r, 2), "cboe");
	assert_true(stands_in(&r, 2));
	assert_true(bt_val_as_num(cell(&r, 2, "last")) == 20.5);
	/* Its bars are Cboe's alone; Apple's are Yahoo's, as they were. */
	now = bt_market_find(&after->market, "^VIX");
	assert_int_equal(now->bars.n, 8);
	now = bt_market_find(&after->market, "AAPL");
	assert_string_equal(now->source, "yahoo");
	assert_int_equal(now->bars.n, old->bars.n);
	assert_memory_equal(now->bars.date, old->bars.date, old->bars.n * sizeof(bt_date));
	assert_memory_equal(now->bars.close, old->bars.close, old->bars.n * sizeof(double));
	assert_true(says(after, "Yahoo Finance: "));
	assert_true(says(after, "Cboe stands in for 2 symbols"));
	bt_snapshot_free(before);
	bt_snapshot_free(after);
}

static void
fallback__symbol_unknown_to_the_first__is_asked_of_the_next_alone(void **state)
{
	static const char *const two[] = {"ZZTOP", "MSFT"};
	struct world *w = *state;
	struct bt_snapshot *s = run(w, two, 2);
	struct bt_report r = rows_of(w, s, two, 2);

	assert_string_equal(source_of(&r, 0), "cboe");
	assert_true(bt_val_as_num(cell(&r, 0, "last")) == 12);
	assert_true(fabs(bt_val_as_num(cell(&r, 0, "returns.1D.pct")) - 20) < 1e-9);
	assert_string_equal(source_of(&r, 1), "yahoo");
	assert_int_equal(bt_loopback_stat(&w->server, "/api/global/delayed_quotes/quotes/ZZTOP.json"), 1);
	assert_int_equal(bt_loopback_stat(&w->server, "/api/global/delayed_quotes/quotes/MSFT.json"), -1);
	bt_snapshot_free(s);
}

static void
fallback__stand_ins_in_the_cache__are_there_offline(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *s;
	struct bt_report r;

	bt_snapshot_free(run(w, words, 3));
	/* Refused, so that it is still left alone in the next run. */
	assert_true(bt_loopback_control(&w->server, "mode=429&path=/v*"));
	bt_snapshot_free(run(w, words, 3));
	w->config.offline = true;
	s = run(w, words, 3);
	r = rows_of(w, s, words, 3);
	assert_string_equal(source_of(&r, 0), "cboe");
	assert_true(bt_val_as_num(cell(&r, 0, "last")) == 321.5);
	assert_string_equal(source_of(&r, 1), "yahoo");
	assert_string_equal(source_of(&r, 2), "cboe");
	bt_snapshot_free(s);
}

static void
fallback__order_of_the_user__is_kept(void **state)
{
	static const char *const one[] = {"AAPL"};
	struct world *w = *state;
	struct bt_snapshot *s;
	struct bt_report r;

	set(w, BT_SET_sources_quotes, NULL, "cboe yahoo");
	set(w, BT_SET_sources_history, NULL, "");
	s = run(w, one, 1);
	r = rows_of(w, s, one, 1);
	assert_string_equal(source_of(&r, 0), "cboe");
	assert_false(stands_in(&r, 0));         /* it comes first */
	assert_int_equal(bt_loopback_stat(&w->server, "/v7/finance/spark"), -1);
	bt_snapshot_free(s);
}

/* --- back ---------------------------------------------------------------------------------------- */

static bool any(const struct bt_snapshot *s) { return s != NULL; }
static bool has_stand_in(const struct bt_snapshot *s) { return s->market.n_stand_in > 0; }
static bool has_none(const struct bt_snapshot *s) { return s->market.n_stand_in == 0 && s->n_message == 0; }

static void
fallback__first_source_recovers__comes_back_by_itself(void **state)
{
	static const char *const one[] = {"AAPL"};
	struct world *w = *state;
	struct screen s;

	bt_snapshot_free(run(w, one, 1));
	assert_true(bt_loopback_control(&w->server, "mode=status&status=500&path=/v*"));
	start(w, &s, one, 1, false);
	assert_true(wait_for(&s, any));
	bt_engine_send(s.engine, BT_COMMAND_REFRESH_ALL, NULL, 0, NULL);
	assert_true(wait_for(&s, has_stand_in));
	assert_string_equal(s.last->market.stand_in[0].source, "cboe");
	assert_true(bt_loopback_control(&w->server, "mode=ok"));
	/* Nobody asks for it: the probe of the half-open breaker finds it well. */
	assert_true(wait_for(&s, has_none));
	assert_int_equal(bt_health_find(&s.last->health, "yahoo")->breaker, BT_BREAKER_CLOSED);
	stop(&s);
}

/* --- rates ----------------------------------------------------------------------------------------- */

static const char *const rates[] = {"DGS10", "DFEDTARU", "SPY"};

static void
rates__wanted__come_from_fred_and_move_no_as_of_date(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *s = run(w, rates, 3);
	const struct bt_security *ten = bt_market_find(&s->market, "DGS10");
	const struct bt_security *target = bt_market_find(&s->market, "DFEDTARU");

	assert_non_null(ten);
	assert_string_equal(ten->source, "fred");
	assert_int_equal(ten->kind, BT_KIND_RATE);
	assert_true(ten->bars.close[ten->bars.n - 1] == 4.25);
	assert_int_equal(target->bars.n, 10);
	assert_int_equal(bt_loopback_stat(&w->server, "/graph/fredgraph.csv"), 1);   /* both in one */
	const struct bt_bars *spy = &bt_market_find(&s->market, "SPY")->bars;

	assert_int_equal(bt_market_last(&s->market), spy->date[spy->n - 1]);
	bt_snapshot_free(s);
	/* Kept, and not asked for again within hours. */
	struct bt_run r = {.want = {.word = rates, .n_word = 2}, .limit_ms = PATIENCE_MS};

	assert_int_equal(bt_engine_run_once(&w->config, &r, &s, NULL, NULL), BT_OK);
	assert_non_null(bt_market_find(&s->market, "DFEDTARU"));
	assert_int_equal(bt_loopback_stat(&w->server, "/graph/fredgraph.csv"), 1);
	bt_snapshot_free(s);
}

static void
rates__fred_fails__the_target_comes_from_the_new_york_fed(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *s;

	assert_true(bt_loopback_control(&w->server, "mode=status&status=500&path=/graph/*"));
	s = run(w, rates, 3);
	const struct bt_security *target = bt_market_find(&s->market, "DFEDTARU");

	assert_non_null(target);
	assert_string_equal(target->source, "nyfed");
	assert_true(target->stands_in);
	assert_true(target->bars.close[target->bars.n - 1] == 4);
	assert_null(bt_market_find(&s->market, "DGS10"));
	bt_snapshot_free(s);
}

/* --- headlines --------------------------------------------------------------------------------------- */

static const char *const about[] = {"AAPL", BT_WANT_NEWS "AAPL"};

static size_t
headlines_of(const struct bt_snapshot *s, const char *symbol)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_news; i++)
		n += strcmp(s->news[i].symbol, symbol) == 0;
	return n;
}

static void
news__of_a_symbol__comes_by_its_feed(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *s;
	char url[80];

	snprintf(url, sizeof(url), "%s/rss/yahoo?s=", w->server.url);
	set(w, BT_SET_yahoo_news_url, NULL, url);
	s = run(w, about, 2);
	assert_true(headlines_of(s, "AAPL") > 0);
	assert_int_equal(bt_loopback_stat(&w->server, "/rss/yahoo"), 1);
	assert_int_equal(bt_loopback_stat(&w->server, "/v1/finance/search"), -1);
	bt_snapshot_free(s);
}

static void
news__feed_fails__come_by_the_search(void **state)
{
	struct world *w = *state;
	struct bt_snapshot *s;

	assert_true(bt_loopback_control(&w->server, "mode=html&path=/feed/*"));
	s = run(w, about, 2);
	assert_int_equal(bt_loopback_stat(&w->server, "/v1/finance/search"), 1);
	assert_true(headlines_of(s, "AAPL") > 0);
	bt_snapshot_free(s);
}

/* --- the whole market ------------------------------------------------------------------------------ */

static const struct bt_universe_member members[] = {
	{.symbol = "AAPL", .cap = NAN, .cap_date = BT_DATE_NONE},
};
static const struct bt_universe alone = {
	.name = "one", .list_date = BT_DATE_NONE, .member = members, .n = 1,
};

/* `show breadth` of a run; its member whole_market. */
static const struct bt_val *
count_market(struct world *w, bool offline)
{
	struct bt_run r = {.want = {.universe = true}, .limit_ms = PATIENCE_MS};
	struct bt_ask ask = {.view = BT_VIEW_BREADTH, .as_of = BT_DATE_NONE, .from = BT_DATE_NONE,
	                     .to = BT_DATE_NONE};
	struct bt_report report;
	struct bt_snapshot *s;
	struct bt_err err = {0};

	w->config.universe = &alone;
	w->config.offline = offline;
	if (bt_engine_run_once(&w->config, &r, &s, NULL, &err))
		fail_msg("%s", err.text);
	struct bt_scope scope = bt_scope_from_snapshot(s, &w->settings, bt_clock_utc());

	if (bt_report_make(&scope, &ask, &w->arena, &report, &err))
		fail_msg("%s", err.text);
	bt_snapshot_free(s);
	return bt_val_get(&report.head, "whole_market");
}

static void
market__where_configured__is_counted_once_and_kept(void **state)
{
	struct world *w = *state;
	const struct bt_val *m = count_market(w, false);

	assert_null(m);                         /* nobody was asked: 2 MB a time */
	set(w, BT_SET_sources_market, NULL, "nasdaq");
	m = count_market(w, false);
	assert_non_null(m);
	assert_string_equal(bt_val_as_str(bt_val_get(m, "source")), "nasdaq");
	double adv = bt_val_as_num(bt_val_get(m, "adv")), dec = bt_val_as_num(bt_val_get(m, "dec"));
	double unch = bt_val_as_num(bt_val_get(m, "unch"));

	assert_true(adv > 1000 && dec > 1000);
	assert_true(adv + dec + unch + bt_val_as_num(bt_val_get(m, "unpriced"))
	            == bt_val_as_num(bt_val_get(m, "shares")));
	assert_true(bt_val_as_num(bt_val_get(m, "net")) == adv - dec);
	assert_true(fabs(bt_val_as_num(bt_val_get(m, "ad_pct")) - 100 * (adv - dec) / (adv + dec + unch)) < 1e-9);
	assert_true(bt_val_as_num(bt_val_get(m, "up_volume")) > 0);
	assert_int_equal(bt_loopback_stat(&w->server, "/api/screener/stocks"), 1);
	m = count_market(w, true);
	assert_true(bt_val_as_num(bt_val_get(m, "net")) == adv - dec);
	assert_int_equal(bt_loopback_stat(&w->server, "/api/screener/stocks"), 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fallback__first_source_fails__others_stand_in_row_by_row),
		TEST(fallback__symbol_unknown_to_the_first__is_asked_of_the_next_alone),
		TEST(fallback__stand_ins_in_the_cache__are_there_offline),
		TEST(fallback__order_of_the_user__is_kept),
		TEST(fallback__first_source_recovers__comes_back_by_itself),
		TEST(news__of_a_symbol__comes_by_its_feed),
		TEST(news__feed_fails__come_by_the_search),
		TEST(market__where_configured__is_counted_once_and_kept),
		TEST(rates__wanted__come_from_fred_and_move_no_as_of_date),
		TEST(rates__fred_fails__the_target_comes_from_the_new_york_fed),
	};
	int fd = mkstemp(routes_path), failed;

	if (fd < 0)
		return 1;
	close(fd);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(routes_path);
	return failed;
}
