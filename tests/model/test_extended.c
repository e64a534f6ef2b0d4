/* test_extended.c - prices of extended hours: cookies, crumb, quotes; kept for the next start, got anew once when they
 * are refused, and not asked for unless the user wants them.  And symbols looked up for a word.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/file.h"
#include "model/engine_world.h"

static int
setup(void **state)
{
	return world_open(state, 0, NULL);
}

static void
want_quotes(struct world *w)
{
	static char url[100];

	snprintf(url, sizeof(url), "%s/cookie", w->server.url);
	set(w, BT_SET_yahoo_quotes, NULL, "yes");
	set(w, BT_SET_yahoo_cookie_url, NULL, url);
}

static bool
has_post(const struct bt_snapshot *s)
{
	const struct bt_security *sec = bt_market_find(&s->market, "AAPL");

	return sec && sec->bars.n && isfinite(sec->quote.post);
}

static bool
has_bars(const struct bt_snapshot *s)
{
	return bars_of(s, "AAPL") > 200 && bars_of(s, "MSFT") > 200;
}

/* Requests to paths that hold these words. */
static size_t
requests(struct world *w, const char *words)
{
	char *seen = bt_loopback_ask(&w->server, "/__requests");
	size_t n = 0;

	for (const char *p = seen; p && (p = strstr(p, words)); p++)
		n++;
	free(seen);
	return n;
}

/* One life of the program. */
static void
live(struct world *w, bool (*until)(const struct bt_snapshot *))
{
	static const char *const words[] = {"AAPL", "MSFT"};
	struct screen s;

	start(w, &s, words, 2, false);
	assert_true(wait_for(&s, until));
	if (until == has_post) {
		const struct bt_security *sec = bt_market_find(&s.last->market, "AAPL");

		assert_true(fabs(sec->quote.post / sec->quote.last - 1.01) < 0.001);
		assert_true(isnan(sec->quote.pre));
		assert_string_equal(sec->source, "yahoo");
	}
	stop(&s);
}

static void
quotes__wanted__cookies_crumb_and_prices_once(void **state)
{
	struct world *w = *state;
	struct stat st;

	want_quotes(w);
	live(w, has_post);
	assert_int_equal(requests(w, "/cookie\""), 1);
	assert_int_equal(requests(w, "/v1/test/getcrumb"), 1);
	assert_int_equal(requests(w, "/v7/finance/quote"), 1);
	assert_int_equal(stat(folder_path(&w->dir, "market.db-visitor"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* the next start has them already */
	live(w, has_post);
	assert_int_equal(requests(w, "/cookie\""), 1);
	assert_int_equal(requests(w, "/v1/test/getcrumb"), 1);
}

static void
quotes__crumb_refused__got_anew_once(void **state)
{
	struct world *w = *state;

	want_quotes(w);
	folder_put(&w->dir, "market.db-visitor", "A3=d=loopback\nSTALE\n");
	live(w, has_post);
	assert_int_equal(requests(w, "crumb=STALE"), 1);
	assert_int_equal(requests(w, "/cookie\""), 1);
	assert_int_equal(requests(w, "/v7/finance/quote"), 2);
}

static void
quotes__refused_for_good__left_alone(void **state)
{
	struct world *w = *state;

	want_quotes(w);
	assert_true(bt_loopback_control(&w->server, "mode=401&path=/v7/finance/quote*"));
	live(w, has_bars);
	live(w, has_bars);
	/* each start: asked, renewed, asked again at most */
	assert_true(requests(w, "/v7/finance/quote") <= 4);
	assert_true(requests(w, "/cookie\"") <= 4);
}

static void
quotes__not_wanted__nobody_is_visited(void **state)
{
	struct world *w = *state;

	live(w, has_bars);
	assert_int_equal(requests(w, "/cookie\"") + requests(w, "getcrumb") + requests(w, "/v7/finance/quote"), 0);
}

/* --- look-up -------------------------------------------------------------------------------------- */

static bool
has_found(const struct bt_snapshot *s)
{
	return s->found_for != NULL;
}

static void
lookup__word__symbols_in_the_picture(void **state)
{
	static const struct {
		const char *mark, *word;
		size_t n;
	} marks[] = {{BT_WANT_SYMBOLS "AAPL", "AAPL", 2}, {BT_WANT_SYMBOLS "NOSUCH thing", "NOSUCH thing", 0}};
	struct world *w = *state;

	for (size_t i = 0; i < 2; i++) {
		struct screen s;

		start(w, &s, &marks[i].mark, 1, false);
		assert_true(wait_for(&s, has_found));
		assert_string_equal(s.last->found_for, marks[i].word);
		assert_int_equal(s.last->n_found, marks[i].n);
		assert_true(!marks[i].n || strcmp(s.last->found[0].symbol, "AAPL") == 0);
		stop(&s);
	}
	assert_int_equal(requests(w, "/v1/finance/search"), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(quotes__wanted__cookies_crumb_and_prices_once),
		TEST(quotes__crumb_refused__got_anew_once),
		TEST(quotes__refused_for_good__left_alone),
		TEST(quotes__not_wanted__nobody_is_visited),
		TEST(lookup__word__symbols_in_the_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
