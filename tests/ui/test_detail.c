/* test_detail.c - one symbol or expression in full, driven by keys on the made-up market. */
#include "stage.h"

#include <math.h>

#include "ui/study.h"

/* Open what is typed. */
static void
open_text(const char *text)
{
	type("a");
	type(text);
	key(BT_KEY_ENTER);
}

static void
detail__is_as_looked_at(void **state)
{
	static const int sizes[][2] = {{40, 10}, {80, 24}, {120, 40}};

	(void)state;
	key(BT_KEY_ENTER);
	for (size_t i = 0; i < 3; i++)
		assert_golden("detail", sizes[i][0], sizes[i][1]);
	screen.glyphs = BT_GLYPHS_ASCII;
	type("C-");
	assert_golden("detail-candles-ascii", 80, 24);
	screen.glyphs = BT_GLYPHS_UTF8;
	key(BT_KEY_ESC);
	open_text("XLY/XLP");
	type("--");
	assert_golden("detail-ratio", 200, 50);
}

/* Every row of every pane of the first view opens, but news about nothing. */
static void
enter__opens_every_row(void **state)
{
	size_t opened = 0;

	(void)state;
	for (int pane = BT_PANE_INDICES; pane <= BT_PANE_RATIOS; pane++) {
		struct bt_table *t = &screen.pane[pane].table;

		screen.focus = (enum bt_pane_id)pane;
		for (size_t i = 0; i < t->n; i++, opened++) {
			bt_table_go(t, &screen.pane[pane].report.rows, i);
			key(BT_KEY_ENTER);
			assert_int_equal(screen.view, BT_VIEW_SYMBOL);
			assert_false(screen.detail.failed);
			draw(80, 24);
			assert_true(shows("2025-12-23"));
			key(BT_KEY_ESC);
			assert_int_equal(screen.view, BT_VIEW_OVERVIEW);
		}
	}
	assert_true(opened > 25);
}

static void
detail__lives__at_every_size(void **state)
{
	(void)state;
	open_text("IWM");
	type("C");
	assert_lives_at_every_size("IWM");
}

static void
ranges__begin_at_the_base_of_their_return(void **state)
{
	size_t compared = 0;

	(void)state;
	open_text("IWM");
	for (int i = 0; i < BT_RANGE_COUNT; i++)
		type("+");
	assert_int_equal(screen.detail.range, BT_RANGE_1D);
	for (int i = 0; i < BT_RANGE_COUNT; i++) {
		const struct bt_study *s = &screen.detail.study;
		char path[40];
		double pct;

		snprintf(path, sizeof(path), "returns.%s.pct", bt_range_name(screen.detail.range));
		pct = bt_val_as_num(bt_val_path(&screen.detail.symbol.rows.u.list.at[0], path));
		if (!isnan(pct)) {
			assert_true(fabs(100 * (s->value[s->n - 1] / s->value[0] - 1) - pct) < 1e-9);
			compared++;
		}
		type("-");
	}
	assert_true(compared >= 7);              /* 5Y, 10Y and max have no return of their name */
	assert_int_equal(screen.detail.range, BT_RANGE_MAX);
	assert_int_equal(screen.detail.study.n, screen.detail.study.subject.line.n);
}

static void
time_travel__cuts_the_chart_at_the_day(void **state)
{
	const struct bt_study *s = &screen.detail.study;

	(void)state;
	open_text("SPSM/MAG7");
	type("d2025-04-08");
	key(BT_KEY_ENTER);
	draw(80, 24);
	assert_true(shows("as of 2025-04-08 close"));
	assert_int_equal(s->date[s->n - 1], bt_date_ymd(2025, 4, 8));
	for (size_t i = 0; i < s->n_mark; i++)
		assert_true(s->mark[i].at < s->n);
	key('0');
	assert_int_equal(s->date[s->n - 1], bt_date_ymd(2025, 12, 23));
}

static void
crosshair__shows_the_session_under_it(void **state)
{
	const struct bt_study *s = &screen.detail.study;
	char text[64], date[BT_DATE_SIZE];

	(void)state;
	open_text("^RUT");
	draw(120, 40);
	key(BT_KEY_LEFT);
	key(BT_KEY_LEFT);
	draw(120, 40);
	assert_true(screen.detail.cross < s->date[s->n - 1]);
	snprintf(text, sizeof(text), "%s  open", bt_date_format(screen.detail.cross, date));
	assert_true(shows(text));
	for (int i = 0; i < 400; i++)
		key(BT_KEY_LEFT);
	assert_int_equal(screen.detail.cross, s->date[0]);
	key(BT_KEY_ESC);                         /* first the crosshair, then the view */
	assert_int_equal(screen.view, BT_VIEW_SYMBOL);
	key(BT_KEY_ESC);
	assert_int_equal(screen.view, BT_VIEW_OVERVIEW);
}

/* What stands under the chart is of its last entry what `show ratio` says, whatever the range. */
static void
indicator__is_that_of_the_report(void **state)
{
	static const char *const names[] = {NULL, "RSI 14", "z-score 60", "ROC 63", "Mansfield 252"};
	static const char *const columns[] = {NULL, "rsi14", "z60", "roc63", "mansfield252"};
	const char *arg = "IWM/SPY";
	struct bt_scope scope = bt_scope_from_snapshot(screen.snapshot, &settings, now);
	struct bt_ask ask = {.view = BT_VIEW_RATIO, .arg = &arg, .n_arg = 1, .as_of = BT_DATE_NONE,
	                     .from = BT_DATE_NONE, .to = BT_DATE_NONE};
	const struct bt_study *s = &screen.detail.study;
	struct bt_report report;
	struct bt_arena a;
	struct bt_err err;

	(void)state;
	bt_xarena_init(&a);
	assert_int_equal(bt_report_make(&scope, &ask, &a, &report, &err), BT_OK);
	open_text(arg);
	assert_null(s->indicator);
	for (int i = BT_INDICATOR_RSI; i <= BT_INDICATOR_MANSFIELD; i++) {
		double want = bt_val_as_num(bt_val_get(&report.rows.u.list.at[0], columns[i]));

		key('i');
		assert_int_equal(screen.detail.indicator, i);
		assert_string_equal(s->indicator_name, names[i]);
		assert_true(fabs(s->indicator[s->n - 1] - want) <= 1e-9 * fabs(want));
		draw(100, 36);
		assert_true(shows(names[i]));
	}
	key('i');                                /* an expression has no volume */
	assert_int_equal(screen.detail.indicator, BT_INDICATOR_NONE);
	bt_arena_release(&a);
}

/* Notes and facts about it stand on their sessions and are told there; targets are levels, where they are
 * known; nothing that was written later is shown on a past day.  */
static void
notes__are_marks_and_levels__of_their_day(void **state)
{
	static const char text[] = "## 2025-10-04 ^RUT\nSmall caps lead,\nagain.\n"
	                           "fact: ^RUT P/E 36.75 2025-12-05, made up\n"
	                           "target: ^RUT level 3700 2026-06-30, a bank\n"
	                           "target: ^RUT level 3600 2025-11-30, was to be met\n"
	                           "target: ^RUT level 9000 2026-06-30, far away\n"
	                           "## 2025-12-20 ^RUT SPY\nLater.\n";
	const struct bt_study *s = &screen.detail.study;
	struct bt_scope scope = bt_scope_from_snapshot(screen.snapshot, &settings, now);
	struct bt_notes notes;
	struct bt_arena a;

	(void)state;
	bt_xarena_init(&a);
	bt_notes_parse(text, sizeof(text) - 1, &a, &notes);
	assert_int_equal(notes.n_fault, 0);
	scope.notes = &notes;
	open_text("^RUT");
	bt_detail_update(&screen.detail, &scope, BT_DATE_NONE);
	assert_int_equal(s->n_note, 3);
	assert_int_equal(s->date[s->note[0].at], bt_date_ymd(2025, 10, 3));      /* a Saturday: the Friday before */
	assert_int_equal(s->date[s->note[1].at], bt_date_ymd(2025, 12, 5));
	screen.detail.cross = bt_date_ymd(2025, 10, 3);
	draw(120, 40);
	assert_true(shows("N Small caps lead, again."));
	screen.detail.cross = BT_DATE_NONE;
	draw(120, 40);
	assert_int_equal(s->n_note_level, 1);
	assert_true(s->note_level[0].value == 3700);
	assert_true(shows("target 3700 2026-06-30"));
	assert_true(shows("N note"));
	bt_detail_update(&screen.detail, &scope, bt_date_ymd(2025, 12, 1));
	assert_int_equal(s->n_note, 1);
	bt_detail_update(&screen.detail, &scope, bt_date_ymd(2025, 10, 3));
	assert_int_equal(s->n_note, 0);
	assert_int_equal(s->n_note_level, 0);
	bt_arena_release(&a);
}

/* A day that was changed over one symbol holds in the view below, too. */
static void
view_below__stands_at_the_same_day(void **state)
{
	(void)state;
	key(BT_KEY_ENTER);
	key('[');
	key(BT_KEY_ESC);
	assert_int_equal(screen.view, BT_VIEW_OVERVIEW);
	draw(120, 40);
	assert_true(shows("as of 2025-12-22 close"));
	assert_int_equal(screen.pane[BT_PANE_INDICES].report.as_of, bt_date_ymd(2025, 12, 22));
	assert_true(screen.pane[BT_PANE_INDICES].table.n > 5);
}

static void
comparison__begins_at_100_for_both(void **state)
{
	const struct bt_study *s = &screen.detail.study;

	(void)state;
	open_text("^RUT");
	type("c^GSPC");
	key(BT_KEY_ENTER);
	draw(80, 24);
	assert_true(s->value[0] == 100 && s->other[0] == 100);
	assert_true(shows("since 2024-12-23"));
	type("cIWM/");
	key(BT_KEY_ENTER);
	assert_true(screen.bad_notice);          /* and the chart stays as it was */
	assert_string_equal(screen.detail.compare, "^GSPC");
	assert_non_null(s->other);
	key(BT_KEY_ESC);
	assert_null(s->other);
	assert_int_equal(screen.view, BT_VIEW_SYMBOL);
}

static void
expression__says_what_is_wrong__with_the_column(void **state)
{
	(void)state;
	open_text("SPSM//MAG7");
	draw(120, 40);
	assert_int_equal(screen.view, BT_VIEW_OVERVIEW);
	assert_true(shows("column 6"));
	open_text("NOSUCH/IWM");
	assert_int_equal(screen.view, BT_VIEW_OVERVIEW);
	assert_true(screen.bad_notice);
}

/* The trend that is drawn is that of `show ratios`, date for date. */
static void
trend__is_that_of_the_table(void **state)
{
	const struct bt_study *s = &screen.detail.study;
	const struct bt_val *row;

	(void)state;
	open_text("XLY/XLP");
	row = &screen.detail.ratio.rows.u.list.at[0];
	assert_true(s->has_trend);
	assert_string_equal(bt_val_as_str(bt_val_get(row, "trend")), bt_trend_status_name(s->trend.status));
	assert_int_equal(bt_val_as_date(bt_val_get(row, "anchor1")), s->subject.line.date[s->trend.anchor1]);
	assert_int_equal(bt_val_as_date(bt_val_get(row, "break_date")), s->subject.line.date[s->trend.break_at]);
	type("----");
	for (size_t i = 0; i < s->n; i++) {
		if (s->subject.line.n - s->n + i == s->trend.anchor1)
			assert_true(fabs(s->trend_line[i] / s->value[i] - 1) < 1e-12);
		if (s->subject.line.n - s->n + i == s->trend.anchor2)
			assert_true(fabs(s->trend_line[i] / s->value[i] - 1) < 1e-12);
	}
}

static void
explain__explains_the_selected_number(void **state)
{
	(void)state;
	open_text("IWM");
	draw(80, 24);
	type("je");
	draw(80, 24);
	assert_true(shows("returns.1W.pct"));
}

static void
accessible__says_the_chart_in_words(void **state)
{
	(void)state;
	screen.accessible = true;
	open_text("IWM");
	draw(80, 24);
	assert_true(shows("highest "));
	assert_false(shows("─"));
}

/* --- the view of ratios ------------------------------------------------------------------------------ */

static void
ratios__are_as_looked_at(void **state)
{
	(void)state;
	type("3jjjj");
	assert_golden("ratios", 80, 24);
	assert_golden("ratios", 120, 40);
	assert_golden("ratios", 40, 10);
}

static void
ratios__chart_follows_the_selected_row(void **state)
{
	const struct bt_table *t = &screen.pane[BT_PANE_RATIO_LIST].table;

	(void)state;
	type("3");
	for (size_t i = 0; i < t->n; i++) {
		assert_string_equal(screen.ratios.chart.text, t->key);
		assert_string_equal(screen.ratios.chart.study.subject.text, t->key);
		type("j");
	}
	type("[");
	draw(80, 24);
	assert_int_equal(screen.ratios.chart.study.as_of, bt_date_ymd(2025, 12, 22));
	assert_int_equal(screen.ratios.chart.study.date[screen.ratios.chart.study.n - 1], bt_date_ymd(2025, 12, 22));
	type("1");
	draw(80, 24);
	assert_true(shows("Index levels"));
}

static void
ratios__take_a_new_expression(void **state)
{
	const struct bt_table *t = &screen.pane[BT_PANE_RATIO_LIST].table;
	size_t before;

	(void)state;
	type("3");
	before = t->n;
	open_text("IJR/SPY/");
	assert_true(screen.bad_notice);
	draw(120, 40);
	assert_true(shows("column"));
	assert_int_equal(t->n, before);
	for (int i = 0; i < BT_RATIOS_TYPED + 3; i++) {
		char text[40];

		snprintf(text, sizeof(text), "IWM/SPY*%d", i + 2);
		open_text(text);
		assert_string_equal(t->key, text);
		assert_string_equal(screen.ratios.chart.text, text);
	}
	assert_int_equal(t->n, before + BT_RATIOS_TYPED);
	draw(120, 40);
	assert_true(shows("IWM/SPY*20"));
}

static void
ratios__live__at_every_size(void **state)
{
	(void)state;
	type("3");
	for (int turn = 0; turn < 2; turn++, key(BT_KEY_TAB))
		assert_lives_at_every_size("SPSM/MAG7");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		T(detail__is_as_looked_at),
		T(enter__opens_every_row),
		T(detail__lives__at_every_size),
		T(ranges__begin_at_the_base_of_their_return),
		T(time_travel__cuts_the_chart_at_the_day),
		T(crosshair__shows_the_session_under_it),
		T(indicator__is_that_of_the_report),
		T(notes__are_marks_and_levels__of_their_day),
		T(view_below__stands_at_the_same_day),
		T(comparison__begins_at_100_for_both),
		T(expression__says_what_is_wrong__with_the_column),
		T(trend__is_that_of_the_table),
		T(explain__explains_the_selected_number),
		T(accessible__says_the_chart_in_words),
		T(ratios__are_as_looked_at),
		T(ratios__chart_follows_the_selected_row),
		T(ratios__take_a_new_expression),
		T(ratios__live__at_every_size),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
