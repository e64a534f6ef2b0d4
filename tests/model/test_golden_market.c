/* test_golden_market.c - returns, growth and records against the golden tables beside the tree; they
 * are not part of it, so without them the tests are skipped.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/num.h"
#include "base/xalloc.h"
#include "core/records.h"
#include "core/returns.h"
#include "fetch/csv_line.h"
#include "model/source.h"

#define MAX_FIELDS 40

static struct bt_source *rotation;

/* One golden file while it is read. */
struct table {
	struct bt_buf text;
	struct bt_csv_cursor cursor;
	struct bt_field head[MAX_FIELDS], cell[MAX_FIELDS];
	char lines[32];
	size_t n;
	size_t compared;
};

static const char *
shared(const char *name, char buf[400])
{
	const char *top = getenv("top_srcdir");

	snprintf(buf, 400, "%s/../shared/%s", top ? top : ".", name);
	return buf;
}

static bool
next_row(struct table *t)
{
	struct bt_field line;

	return bt_csv_next(&t->cursor, &line) && bt_csv_split(line, t->cell, MAX_FIELDS) == t->n;
}

static void
open_table(struct table *t, const char *name)
{
	struct bt_field line;
	char path[400];

	*t = (struct table){0};
	bt_buf_init(&t->text, 1 << 26);
	assert_int_equal(bt_file_read(shared(name, path), &t->text, NULL), BT_OK);
	bt_csv_cursor_init(&t->cursor, t->text.data, t->text.len);
	assert_true(bt_csv_next(&t->cursor, &line));
	t->n = bt_csv_split(line, t->head, MAX_FIELDS);
}

static struct bt_field
cell(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->head[i].n == strlen(name) && memcmp(t->head[i].s, name, t->head[i].n) == 0)
			return t->cell[i];
	fail_msg("no column %s", name);
	return (struct bt_field){0};
}

static const char *
text(const struct table *t, const char *name, char buf[64])
{
	struct bt_field f = cell(t, name);

	snprintf(buf, 64, "%.*s", (int)f.n, f.s);
	return buf;
}

static bt_date
date(const struct table *t, const char *name)
{
	struct bt_field f = cell(t, name);
	bt_date d = BT_DATE_NONE;

	bt_date_parse(f.s, f.n, &d);
	return d;
}

static void
check_num(struct table *t, const char *name, double mine)
{
	struct bt_field f = cell(t, name);
	double want = NAN;

	t->compared++;
	if (f.n)
		assert_true(bt_num_parse(f.s, f.n, &want));
	if (isnan(want) ? !isnan(mine) : !(fabs(mine - want) <= 1e-9 * fmax(1, fabs(want))))
		fail_msg("line %zu, %s: %.12g, not %.*s", t->cursor.line, name, mine, (int)f.n, f.s);
}

static void
check_date(struct table *t, const char *name, bt_date mine)
{
	char buf[BT_DATE_SIZE];

	t->compared++;
	if (date(t, name) != mine)
		fail_msg("line %zu, %s: %s", t->cursor.line, name, bt_date_format(mine, buf));
}

static void
check_since(struct table *t, const char *name, const char *sessions, struct bt_since s)
{
	char buf[64];

	assert_int_equal(strcmp(text(t, name, buf), "all") == 0, s.all);
	check_date(t, name, s.date);
	check_num(t, sessions, s.all ? NAN : s.sessions);
}

static struct bt_line
line_of(const struct table *t)
{
	char symbol[64], price[64];
	const struct bt_security *sec =
		bt_market_find(bt_source_market(rotation), text(t, "symbol", symbol));

	assert_non_null(sec);
	return bt_bars_line(&sec->bars, strcmp(text(t, "price", price), "adjclose") == 0
	                    ? BT_PRICE_ADJCLOSE : BT_PRICE_CLOSE);
}

static void
returns__equal_the_golden_table(void **state)
{
	struct table t;
	size_t rows = 0;

	(void)state;
	if (!rotation)
		skip();
	open_table(&t, "golden/returns.csv");
	for (; next_row(&t); rows++) {
		struct bt_line line = line_of(&t);
		struct bt_horizon h;
		struct bt_return r;
		char buf[64];
		bool first = strcmp(text(&t, "convention", buf), "first") == 0;

		assert_true(bt_horizon_parse(text(&t, "horizon", buf), &h));
		r = bt_return_at(&line, date(&t, "asof"), h, first ? BT_BASE_FIRST : BT_BASE_PREV);
		check_date(&t, "anchor", r.anchor);
		check_date(&t, "base_date", r.base_date);
		check_date(&t, "last_date", r.last_date);
		check_num(&t, "base", r.base);
		check_num(&t, "last", r.last);
		check_num(&t, "return_pct", r.pct);
	}
	printf("returns.csv: %zu rows, %zu comparisons\n", rows, t.compared);
	assert_int_equal(rows, 12528);
	bt_buf_release(&t.text);
}

static void
growth__equals_the_golden_table(void **state)
{
	struct table t;

	(void)state;
	if (!rotation)
		skip();
	open_table(&t, "golden/cagr.csv");
	while (next_row(&t)) {
		struct bt_line line = line_of(&t);
		struct bt_horizon h;
		struct bt_growth g;
		char buf[64];

		assert_true(bt_horizon_parse(text(&t, "horizon", buf), &h));
		g = bt_growth_at(&line, date(&t, "asof"), h);
		check_date(&t, "base_date", g.base_date);
		check_date(&t, "last_date", g.last_date);
		check_num(&t, "days", g.days);
		check_num(&t, "sessions", g.sessions);
		check_num(&t, "growth", g.growth);
		check_num(&t, "cagr_calendar_pct", g.cagr_pct);
		check_num(&t, "annualized_252_pct", g.annualized_252_pct);
	}
	printf("cagr.csv: %zu comparisons\n", t.compared);
	assert_int_equal(t.compared, 992 * 7);
	bt_buf_release(&t.text);
}

static void
check_extreme(struct table *t, const char *name, const struct bt_extreme *x)
{
	char field[64];

	check_num(t, name, x->value);
	snprintf(field, sizeof(field), "%s_date", name);
	check_date(t, field, x->date);
	snprintf(field, sizeof(field), "%s_dist_pct", name);
	check_num(t, field, x->dist_pct);
	snprintf(field, sizeof(field), "%s_sessions_since", name);
	check_num(t, field, x->sessions_since);
}

static void
records__equal_the_golden_table(void **state)
{
	struct table t;

	(void)state;
	if (!rotation)
		skip();
	open_table(&t, "golden/records.csv");
	while (next_row(&t)) {
		char buf[64];
		struct bt_bars b = bt_market_bars(bt_source_market(rotation), text(&t, "symbol", buf),
		                                  date(&t, "asof"));
		struct bt_records r = bt_records_of(&b);

		check_date(&t, "last_date", r.last_date);
		check_num(&t, "last", r.last);
		check_extreme(&t, "ath", &r.ath);
		check_num(&t, "ath_days_since", r.ath.days_since);
		check_extreme(&t, "hi252", &r.hi252);
		check_extreme(&t, "lo252", &r.lo252);
		check_num(&t, "bars252", r.bars252);
		check_num(&t, "is_record", r.is_record);
		check_num(&t, "consecutive_records", r.consecutive_records);
		check_num(&t, "records_in_year", r.records_in_year);
		check_num(&t, "ath_intraday", r.ath_intraday);
		check_date(&t, "ath_intraday_date", r.ath_intraday_date);
		check_num(&t, "is_intraday_record", r.has_intraday ? r.is_intraday_record : NAN);
		check_since(&t, "highest_since", "highest_since_sessions", r.highest);
		check_since(&t, "lowest_since", "lowest_since_sessions", r.lowest);
		check_num(&t, "day_streak", r.day_streak);
		check_num(&t, "week_streak", r.week_streak);
		check_date(&t, "week_end", r.week_end);
	}
	printf("records.csv: %zu comparisons\n", t.compared);
	assert_int_equal(t.compared, 375 * 29);
	bt_buf_release(&t.text);
}

static int
open_rotation(void **state)
{
	char path[400], name[420];
	struct bt_err err;

	(void)state;
	if (access(shared("golden/returns.csv", path), R_OK) == 0) {
		snprintf(name, sizeof(name), "csv:%s", shared("market/rotation", path));
		assert_int_equal(bt_source_csv_open(name, &rotation, &err), BT_OK);
	} else {
		printf("no golden tables in ../shared: their tests are skipped\n");
	}
	return 0;
}

static int
close_rotation(void **state)
{
	(void)state;
	bt_source_free(rotation);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(returns__equal_the_golden_table),
		cmocka_unit_test(growth__equals_the_golden_table),
		cmocka_unit_test(records__equal_the_golden_table),
	};

	return cmocka_run_group_tests(tests, open_rotation, close_rotation);
}
