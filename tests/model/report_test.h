/* report_test.h - what the tests of reports share: a market of a few bars, a scope over it, and a report that is
 * asked for as `show` asks.  */
#ifndef BT_TESTS_REPORT_TEST_H
#define BT_TESTS_REPORT_TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "core/tiny.h"
#include "model/report.h"
#include "model/settings.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct world {
	struct bt_arena arena;
	struct bt_market market;
	struct bt_security *sec;         /* those of the market, to be changed by a test */
	struct bt_settings settings;
	struct bt_scope scope;           /* of the market and the settings */
	struct bt_report report;         /* the last that was asked for */
	struct bt_err err;
};

/* The market has these days, and nobody a quote. */
static inline int
world_setup(void **state, const struct tiny *days, size_t n)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	bt_xarena_init(&w->arena);
	w->market = tiny_market(&w->arena, days, n);
	w->market.sec = w->sec = bt_arena_memdup(&w->arena, w->market.sec, n * sizeof(*w->sec));
	for (size_t i = 0; i < n; i++)
		w->sec[i].quote = (struct bt_quote){.last = NAN, .pre = NAN, .post = NAN, .delayed_min = -1};
	bt_settings_init(&w->settings, &w->arena);
	w->scope = (struct bt_scope){.market = &w->market, .settings = &w->settings};
	*state = w;
	return 0;
}

static inline int
world_teardown(void **state)
{
	struct world *w = *state;

	bt_arena_release(&w->arena);
	free(w);
	return 0;
}

/* What `show VIEW` asks without any option. */
static inline struct bt_ask
plain(enum bt_view view)
{
	return (struct bt_ask){.view = view, .as_of = BT_DATE_NONE, .from = BT_DATE_NONE, .to = BT_DATE_NONE};
}

/* The same with these arguments and what else *ask says; the report and the cause are in w. */
static inline enum bt_status
ask_with(struct world *w, struct bt_ask ask, const char *const *arg, size_t n)
{
	ask.arg = arg;
	ask.n_arg = n;
	memset(&w->err, 0, sizeof(w->err));
	return bt_report_make(&w->scope, &ask, &w->arena, &w->report, &w->err);
}
#define ASK(w, ask, ...) \
	ask_with(w, ask, (const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))

/* --- what the report says --------------------------------------------------------------------------- */

static inline const struct bt_val *
cell(const struct world *w, size_t row, const char *path)
{
	const struct bt_val *v;

	assert_true(row < w->report.rows.u.list.len);
	v = bt_val_path(&w->report.rows.u.list.at[row], path);
	if (!v)
		fail_msg("row %zu has no %s", row, path);
	return v;
}

static inline double
number(const struct world *w, size_t row, const char *path)
{
	return bt_val_as_num(cell(w, row, path));
}

static inline bool
is_null(const struct world *w, size_t row, const char *path)
{
	return cell(w, row, path)->kind == BT_VAL_NULL;
}

static inline const struct bt_val *
head(const struct world *w, const char *path)
{
	return bt_val_path(&w->report.head, path);
}

/* Every row has each column, in their order: CSV and JSON cannot disagree. */
static inline void
assert_whole(const struct world *w)
{
	assert_true(w->report.rows.u.list.len > 0);
	for (size_t i = 0; i < w->report.rows.u.list.len; i++) {
		const struct bt_val *row = &w->report.rows.u.list.at[i];

		assert_int_equal(row->u.obj.len, w->report.n_column);
		for (size_t c = 0; c < w->report.n_column; c++)
			assert_string_equal(row->u.obj.at[c].name, bt_column_spec(w->report.column[c])->name);
	}
}

#endif
