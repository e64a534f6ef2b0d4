/* test_engine_front.c - the front in the cache: the next run shows it before anything else, cell for cell what a
 * picture of everything says; never one of other bars, settings or days.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/engine_world.h"

#include "base/buf.h"
#include "base/val_pack.h"
#include "model/front.h"
#include "store/store.h"

static const char *const words[] = {"IWM", "SPY", "QQQ", "ES=F", "^VIX"};

static int
setup(void **state)
{
	if (world_open(state, 3 * 86400, NULL))
		return -1;
	set(*state, BT_SET_lists_indices, NULL, "IWM ES=F ^VIX");
	set(*state, BT_SET_lists_ratios, NULL, "IWM/SPY QQQ/SPY");
	return 0;
}

static bool
has_all(const struct bt_snapshot *s)
{
	return s->cache_serial && bars_of(s, "IWM") && bars_of(s, "^VIX");
}

static bool
is_settled(const struct bt_snapshot *s)
{
	return s->cache_serial != 0;
}

static bool
is_any(const struct bt_snapshot *s)
{
	return s != NULL;
}

/* Fill the cache; everything after it is offline. */
static void
fill(struct world *w)
{
	struct screen s;

	start(w, &s, words, 5, false);
	assert_true(wait_for(&s, has_all));
	stop(&s);
	w->config.offline = true;
}

/* --- what a screen asks for ------------------------------------------------------------------------------ */

enum { ASKS = 2 };

static struct bt_ask
ask_for(int i)
{
	static const enum bt_view view[ASKS] = {BT_VIEW_INDICES, BT_VIEW_RATIOS};

	return (struct bt_ask){.view = view[i], .as_of = BT_DATE_NONE, .from = BT_DATE_NONE, .to = BT_DATE_NONE};
}

/* The reports as bytes, at that instant; false: one of them could not be made. */
static bool
reports(const struct world *w, const struct bt_snapshot *snap, int64_t now, struct bt_buf *out)
{
	struct bt_scope scope = bt_scope_from_snapshot(snap, &w->settings, now);
	struct bt_report r;
	struct bt_arena a;
	bool good = true;

	bt_xarena_init(&a);
	for (int i = 0; i < ASKS; i++) {
		struct bt_ask ask = ask_for(i);
		struct bt_err err;

		good = good && bt_report_make(&scope, &ask, &a, &r, &err) == BT_OK;
		if (good) {
			bt_val_pack(&r.head, out);
			bt_val_pack(&r.rows, out);
		}
	}
	bt_arena_release(&a);
	return good;
}

/* As the screen does when it has shown all: pack the reports, send them, and end. */
static void
keep(struct world *w, struct screen *s)
{
	const struct bt_snapshot *snap = s->last;
	struct bt_scope scope = bt_scope_from_snapshot(snap, &w->settings, snap->made_utc);
	struct bt_ask ask[ASKS];
	struct bt_report report[ASKS];
	struct bt_front_part part[ASKS];
	struct bt_front_bytes bytes;
	struct bt_buf out;

	bt_buf_init(&out, 1 << 20);
	for (int i = 0; i < ASKS; i++) {
		ask[i] = ask_for(i);
		part[i] = (struct bt_front_part){&ask[i], &report[i]};
		assert_int_equal(bt_report_make(&scope, &ask[i], &w->arena, &report[i], NULL), BT_OK);
	}
	bt_front_pack(snap, part, ASKS, &out);
	bytes = (struct bt_front_bytes){
		snap->cache_serial, bt_front_stamp(snap->cache_serial, &w->settings, snap->universe, snap->market_count),
		bt_arena_memdup(&w->arena, out.data, out.len), out.len};
	bt_engine_send(s->engine, BT_COMMAND_FRONT, NULL, 0, &bytes);
	bt_buf_release(&out);
	stop(s);
}

static void
run_and_keep(struct world *w)
{
	struct screen s;

	start(w, &s, words, 5, false);
	assert_true(wait_for(&s, is_settled));
	assert_true(s.last->wants_front);
	keep(w, &s);
}

/* --- tests ----------------------------------------------------------------------------------------------- */

/* Start offline: is the first picture the front, and does it say what the last one says? */
static void
assert_first_equals_last(struct world *w)
{
	struct bt_buf first, last;
	struct screen s;

	bt_buf_init(&first, 1 << 20);
	bt_buf_init(&last, 1 << 20);
	start(w, &s, words, 5, false);
	assert_true(wait_for(&s, is_any));
	int64_t now = bt_clock_utc() + 7200;

	if (s.last->serial == 1) {              /* else the engine was faster than we were */
		assert_non_null(s.last->front);
		assert_int_equal(s.last->market.n, 0);
		assert_true(s.last->front->last != BT_DATE_NONE && s.last->front->newest_quote_utc > 0);
		assert_true(reports(w, s.last, now, &first));
	}
	assert_true(is_settled(s.last) || wait_for(&s, is_settled));
	assert_null(s.last->front);
	assert_false(s.last->wants_front);
	assert_true(reports(w, s.last, now, &last));
	if (first.len) {
		assert_int_equal(first.len, last.len);
		assert_memory_equal(first.data, last.data, last.len);
	}
	stop(&s);
	bt_buf_release(&first);
	bt_buf_release(&last);
}

static void
front__of_the_last_run__is_the_first_picture_and_equals_the_last(void **state)
{
	fill(*state);
	run_and_keep(*state);
	assert_first_equals_last(*state);
}

/* Start again and look at the first picture: has it a front? */
static bool
has_front(struct world *w)
{
	struct screen s;
	bool has;

	start(w, &s, words, 5, false);
	assert_true(wait_for(&s, is_any));
	has = s.last->front != NULL || s.last->serial > 1;
	assert_true(is_settled(s.last) || wait_for(&s, is_settled));
	has = has && !s.last->wants_front;
	stop(&s);
	return has;
}

/* Another program gives one symbol another last price. */
static void
change_a_price(struct world *w)
{
	static const char *const symbol[] = {"IWM"};
	enum bt_store_state how;
	struct bt_security *sec;
	struct bt_store *store;
	char note[200];
	size_t n;

	assert_int_equal(bt_store_open(w->cache, false, bt_clock_utc(), &store, &how, note, NULL), BT_OK);
	assert_int_equal(bt_store_load(store, "yahoo", symbol, 1, &w->arena, &sec, &n, NULL), BT_OK);
	assert_int_equal(n, 1);
	sec[0].source = "yahoo";
	sec[0].quote.last += 1;
	const struct bt_security *list[] = {&sec[0]};

	assert_int_equal(bt_store_put_quotes(store, list, 1, NULL), BT_OK);
	bt_store_close(store);
}

static void
front__of_other_bars_settings_or_days__is_not_shown(void **state)
{
	struct world *w = *state;

	fill(w);
	run_and_keep(w);
	assert_true(has_front(w));
	set(w, BT_SET_ratio_zscore, NULL, "61");
	assert_false(has_front(w));
	set(w, BT_SET_ratio_zscore, NULL, "60");
	assert_true(has_front(w));
	change_a_price(w);
	assert_false(has_front(w));
	run_and_keep(w);
	assert_true(has_front(w));
}

/* A timer's `fetch` makes it anew, without a screen. */
static void
front__after_a_fetch__is_of_what_was_fetched(void **state)
{
	struct world *w = *state;
	struct bt_run what = {.want = {.word = words, .n_word = 5, .universe = true, .everything = true}};
	struct bt_snapshot *snap;
	struct bt_err err;

	fill(w);
	run_and_keep(w);
	change_a_price(w);
	assert_false(has_front(w));
	w->config.offline = false;
	assert_int_equal(bt_engine_run_once(&w->config, &what, &snap, NULL, &err), BT_OK);
	bt_snapshot_free(snap);
	w->config.offline = true;
	assert_first_equals_last(w);
	assert_true(has_front(w));
}

/* A front that was made before the cache changed comes too late. */
static void
front__of_a_cache_that_has_moved_on__is_not_kept(void **state)
{
	struct world *w = *state;
	struct screen s;

	fill(w);
	start(w, &s, words, 5, false);
	assert_true(wait_for(&s, is_settled));
	change_a_price(w);
	keep(w, &s);
	assert_false(has_front(w));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(front__of_the_last_run__is_the_first_picture_and_equals_the_last,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(front__of_other_bars_settings_or_days__is_not_shown, setup, teardown),
		cmocka_unit_test_setup_teardown(front__after_a_fetch__is_of_what_was_fetched, setup, teardown),
		cmocka_unit_test_setup_teardown(front__of_a_cache_that_has_moved_on__is_not_kept, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
