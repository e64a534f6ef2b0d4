/* test_expr.c - the expression language: what it means, and what it says when it is not understood. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/expr.h"
#include "core/tiny.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LAST "2024-04-05"

/* A and B have all six days from 2024-03-31 (a quarter's last day) on, C lacks two, D is later. */
static const struct tiny days[] = {
	{"A", "2024-03-31", {2, 4, 8, 4, 2, 10}},
	{"B", "2024-03-31", {10, 20, 10, 40, 20, 5}},
	{"BRK-B", "2024-03-31", {7, 7, 7, 7, 7, 7}},
	{"C", "2024-03-31", {3, 0, 5, 0, 6, 2}},
	{"D", "2024-05-01", {1, 2}},
	{"GAP", "2024-03-10", {50, 60}},
	{"^RUT", "2024-03-31", {100, 101, 102, 103, 104, 105}},
};

struct world {
	struct bt_arena arena;
	struct bt_market market;
	struct bt_err err;
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	bt_arena_init(&w->arena, 0);
	w->market = tiny_market(&w->arena, days, COUNT(days));
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	bt_arena_release(&w->arena);
	free(w);
	return 0;
}

static enum bt_status
line_of(struct world *w, const char *text, const char *as_of, struct bt_line *out)
{
	memset(&w->err, 0, sizeof(w->err));
	return bt_expr_line(text, NULL, &w->market, tiny_date(as_of), BT_PRICE_ADJCLOSE, &w->arena, out,
	                    &w->err);
}

static struct bt_line
must(struct world *w, const char *text, const char *as_of)
{
	struct bt_line l;

	if (line_of(w, text, as_of, &l) != BT_OK)
		fail_msg("%s: %s", text, w->err.text);
	return l;
}

static void
assert_close(double got, double want, const char *what)
{
	if (isnan(want) ? !isnan(got) : !(fabs(got - want) <= 1e-12 * (1 + fabs(want))))
		fail_msg("%s: got %.17g, want %.17g", what, got, want);
}

/* --- meaning ---------------------------------------------------------------------------------- */

/* On the last day A = 10, B = 5, C = 2, ^RUT = 105: each value is worked out from these in the head. */
static void
expr__value__follows_the_grammar(void **state)
{
	static const struct {
		const char *text;
		double last;
	} cases[] = {
		{"A", 10}, {"'A'", 10}, {" A ", 10}, {"(A)", 10}, {"-A", -10}, {"--A", 10}, {"-(-A)", 10},
		{"A+B*C", 20}, {"(A+B)*C", 30}, {"A-B-C", 3}, {"A-(B-C)", 7}, {"A/B/C", 1}, {"A/(B/C)", 4},
		{"A*-B", -50}, {"-A+2*B", 0}, {"-A*B", -50}, {"2-3+0*A", -1}, {"A*2e-1", 2}, {"A+1.5e1", 25},
		{"A/2*4", 20}, {"1+2*3-A/5", 5}, {"'BRK-B'/A", 0.7}, {"RUT", 105}, {"_RUT", 105}, {"^RUT/B", 21},
		{"log(A/B)", 0.69314718055994530942}, {"abs(B-A)", 5}, {"abs(-2)*A", 20}, {"log(1)+A", 10},
		{"sma(A,2)", 6}, {"sma(A, 1+1)", 6}, {"lag(A,1)", 2}, {"lag(A,5)", 2}, {"roc(A,1)", 400},
		{"lag(lag(A,1),1)", 4}, {"norm(A,2024-03-31)", 500}, {"norm(A,2024-04-02)", 125},
		{"z(A,2)", 1}, {"rsi(A,5)", 100.0 * 14 / 20}, {"A/A", 1},
		{"sma(A/B,6)", (0.2 + 0.2 + 0.8 + 0.1 + 0.1 + 2) / 6},
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bt_line l = must(w, cases[i].text, LAST);

		assert_close(l.value[l.n - 1], cases[i].last, cases[i].text);
		assert_int_equal(l.date[l.n - 1], tiny_date(LAST));
	}
}

static void
expr__binary__has_the_sessions_of_both_sides(void **state)
{
	struct world *w = *state;
	struct bt_line l = must(w, "A/C", LAST);

	assert_int_equal(l.n, 4);
	assert_int_equal(l.date[1], tiny_date("2024-04-02"));
	assert_close(l.value[1], 8.0 / 5, "no forward fill");
	/* windows count joined sessions: two before is 03-31, not 04-02 */
	l = must(w, "lag(A/C,2)", LAST);
	assert_close(l.value[2], 2.0 / 3, "lag on the joined sessions");
}

static void
expr__null__stays_where_it_is_and_fills_its_windows(void **state)
{
	struct world *w = *state;
	struct bt_line l = must(w, "1/(A-4)", LAST);     /* A is 4 on the 2nd and 4th day */

	assert_int_equal(l.n, 6);
	assert_close(l.value[0], -0.5, "before");
	assert_true(isnan(l.value[1]) && isnan(l.value[3]));
	assert_close(l.value[4], -0.5, "after");
	l = must(w, "sma(1/(A-4),2)", LAST);
	assert_true(isnan(l.value[4]));
	assert_close(l.value[5], (-0.5 + 1.0 / 6) / 2, "full again");
	assert_true(isnan(must(w, "log(A-10)", LAST).value[5]));
	assert_true(isnan(must(w, "A/(1/0)", LAST).value[5]));
	assert_true(isnan(must(w, "roc(A-2,5)", LAST).value[5]));
	assert_true(isnan(must(w, "z('BRK-B',3)", LAST).value[5]));     /* flat */
	assert_close(must(w, "rsi('BRK-B',3)", LAST).value[5], 50, "flat rsi");
	assert_true(isnan(must(w, "sma(A,7)", LAST).value[5]));         /* short history */
}

static void
expr__norm__needs_a_base_near_its_date(void **state)
{
	struct world *w = *state;

	assert_close(must(w, "norm(GAP,2024-03-21)", LAST).value[0], 100.0 * 50 / 60, "ten days");
	assert_true(isnan(must(w, "norm(GAP,2024-03-22)", LAST).value[0]));   /* eleven days */
	assert_true(isnan(must(w, "norm(A,2024-03-30)", LAST).value[5]));     /* before the first */
}

/* A 2 4 8 4 2 10, B 10 20 10 40 20 5; the quarter ends with the first day.
 * day 1: both doubled, all forms 200.
 * ewh: 100 * (A/2 + B/10)/2 on the last day = 100 * (5 + 0.5)/2 = 275; ewq resets at 03-31, the same.
 * ewd: the mean returns are +1, (1 - .5)/2, (-.5 + 3)/2, -.5, (4 - .75)/2.  */
static void
expr__baskets__match_the_sums_done_by_hand(void **state)
{
	static const double daily[] = {100, 200, 250, 562.5, 281.25, 281.25 * 2.625};
	struct world *w = *state;
	struct bt_line l = must(w, "ewd(A,B)", LAST);

	assert_int_equal(l.n, 6);
	for (size_t t = 0; t < 6; t++)
		assert_close(l.value[t], daily[t], "ewd");
	assert_close(must(w, "ewh(A,B)", LAST).value[5], 275, "ewh");
	assert_close(must(w, "ewq(A,B)", LAST).value[5], 275, "ewq");
	l = must(w, "ewh(A,B,2024-04-02)", LAST);
	assert_int_equal(l.n, 4);
	assert_close(l.value[0], 100, "starts there");
	assert_close(l.value[3], 100 * (10.0 / 8 + 5.0 / 10) / 2, "from there");
	l = must(w, "ewh(A, C, 2024-04-01)", LAST);       /* first common session on or after */
	assert_int_equal(l.date[0], tiny_date("2024-04-02"));
	assert_close(must(w, "A/ewd(A)", LAST).value[5], 10 / 500.0, "of one: the symbol itself");
}

/* A 4 8 over the turn of the quarter, B 10 5: at the reset A has 2/3 of the basket, then half. */
static void
expr__ewq__resets_at_the_quarters_last_close(void **state)
{
	static const struct tiny turn[] = {
		{"A", "2024-03-30", {4, 8, 4}},
		{"B", "2024-03-30", {10, 10, 10}},
	};
	struct world *w = *state;
	struct bt_line l;

	w->market = tiny_market(&w->arena, turn, COUNT(turn));
	l = must(w, "ewq(A,B)", LAST);
	assert_close(l.value[1], 150, "before the reset");
	assert_close(l.value[2], 150 * 0.75, "equal weights again: half of it halves");
	assert_close(must(w, "ewh(A,B)", LAST).value[2], 100, "held: back where it was");
}

/* --- names ------------------------------------------------------------------------------------ */

static const char *
my_names(const void *ctx, const char *name)
{
	static const char *const list[][2] = {
		{"PAIR", "A/B"}, {"MAG7", "A"}, {"LOOP", "1+LOOP"}, {"PING", "PONG"}, {"PONG", "PING"},
		{"BAD", "A+foo(B)"}, {"MANY", "M1+M1"}, {"M1", "M2+M2"}, {"M2", "M3+M3"}, {"M3", "M4+M4"},
		{"M4", "M5+M5"}, {"M5", "M6+M6"}, {"M6", "M7+M7"}, {"M7", "M8+M8"}, {"M8", "M9+M9"},
		{"M9", "1+1"}, {"TEN", "10"}, {"OPEN", "(A"}, {"TWO", "A B"},
	};

	(void)ctx;
	for (size_t i = 0; i < COUNT(list); i++)
		if (strcmp(list[i][0], name) == 0)
			return list[i][1];
	return NULL;
}

static enum bt_status
named_line(struct world *w, const char *text, struct bt_line *l)
{
	static const struct bt_expr_names names = {my_names, NULL};

	return bt_expr_line(text, &names, &w->market, tiny_date(LAST), BT_PRICE_ADJCLOSE, &w->arena, l,
	                    &w->err);
}

static void
expr__name__stands_for_its_whole_expression(void **state)
{
	struct world *w = *state;
	struct bt_line l;

	assert_int_equal(named_line(w, "10/PAIR", &l), BT_OK);
	assert_close(l.value[5], 5, "not 10/A/B");
	assert_int_equal(named_line(w, "MAG7", &l), BT_OK);
	assert_close(l.value[5], 10, "the user's name wins");
	assert_int_equal(named_line(w, "sma(A,TEN-8)", &l), BT_OK);
	assert_close(l.value[5], 6, "a name may be a constant");
	assert_int_equal(named_line(w, "'PAIR'", &l), BT_E_NODATA);     /* quoted: a symbol */
}

static void
expr__name__in_error_is_told_with_its_place(void **state)
{
	static const char *const cases[][2] = {
		{"B+LOOP", "column 3: in LOOP: nested deeper than 64 levels"},
		{"PING", "column 1: in P"},
		{"B*BAD", "column 3: in BAD: unknown function 'foo'"},
		{"B-MANY", "column 3: in M"},
		{"OPEN*2", "column 1: in OPEN: the '(' that opens here is not closed"},
		{"TWO", "column 1: in TWO: 'B' where an operator or the end should be"},
		{"ewq(A,PAIR)", "column 7: a basket takes plain symbols, and PAIR is a named series"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bt_line l;

		assert_int_equal(named_line(w, cases[i][0], &l), BT_E_EXPR);
		if (strncmp(w->err.text, cases[i][1], strlen(cases[i][1])) != 0)
			fail_msg("%s: %s", cases[i][0], w->err.text);
	}
}

static void
expr__mag7__is_the_quarterly_basket_of_the_seven(void **state)
{
	static const char *const seven[] = {"AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA"};
	struct world *w = *state;
	const struct bt_expr *e;
	const char *const *symbol;
	size_t n;

	assert_int_equal(bt_expr_parse("SPSM/MAG7+SPSM", NULL, &w->arena, &e, &w->err), BT_OK);
	symbol = bt_expr_symbols(e, &n);
	assert_int_equal(n, 8);
	assert_string_equal(symbol[0], "SPSM");
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(symbol[1 + i], seven[i]);
	assert_true(bt_expr_is_prefix_stable(e));
	assert_int_equal(bt_expr_parse("norm(A,2024-01-01)", NULL, &w->arena, &e, NULL), BT_OK);
	assert_false(bt_expr_is_prefix_stable(e));
}

/* --- errors ----------------------------------------------------------------------------------- */

static const struct {
	const char *text;
	enum bt_status status;
	int column;
	const char *says;
} wrong[] = {
	{"", BT_E_EXPR, 1, "nothing here"},
	{"  ", BT_E_EXPR, 3, "missing here"},
	{"5", BT_E_EXPR, 1, "a constant has no sessions"},
	{"2*(3+4)", BT_E_EXPR, 1, "a constant"},
	{"A+", BT_E_EXPR, 3, "missing here"},
	{"A B", BT_E_EXPR, 3, "'B' where an operator"},
	{"A*/B", BT_E_EXPR, 3, "'/' where a number"},
	{"+A", BT_E_EXPR, 1, "'+' where a number"},
	{"(A+B", BT_E_EXPR, 1, "not closed"},
	{"A+(B*(C-1)", BT_E_EXPR, 3, "not closed"},
	{"A)", BT_E_EXPR, 2, "no '(' belongs"},
	{"ES=F", BT_E_EXPR, 3, "needs quotes"},
	{"'A", BT_E_EXPR, 1, "quote that opens here"},
	{"A/''", BT_E_EXPR, 3, "missing between"},
	{"A/'\033[2J'", BT_E_EXPR, 3, "no text"},
	{"1.2.3*A", BT_E_EXPR, 1, "not a number"},
	{"A*1e999", BT_E_EXPR, 3, "not a number"},
	{"a/B", BT_E_EXPR, 1, "capitals"},
	{"B/iwm", BT_E_EXPR, 3, "capitals"},
	{"foo(A)", BT_E_EXPR, 1, "unknown function 'foo'; there are sma ema"},
	{"sma", BT_E_EXPR, 1, "capitals, functions with '('"},
	{"sma(A)", BT_E_EXPR, 6, "wrong number of arguments: sma(x,n)"},
	{"sma()", BT_E_EXPR, 5, "wrong number"},
	{"sma(A,)", BT_E_EXPR, 7, "wrong number"},
	{"sma(A,2,3)", BT_E_EXPR, 8, "wrong number"},
	{"log(A,2)", BT_E_EXPR, 6, "wrong number of arguments: log(x)"},
	{"sma(A,2", BT_E_EXPR, 8, "the ')' of sma(x,n) is missing"},
	{"sma(A 2)", BT_E_EXPR, 7, "'2' where ',' or ')'"},
	{"sma(A,0)", BT_E_EXPR, 7, "whole number of sessions, 1 or more"},
	{"sma(A,-3)", BT_E_EXPR, 7, "whole number"},
	{"sma(A,2.5)", BT_E_EXPR, 7, "whole number"},
	{"sma(A,B)", BT_E_EXPR, 7, "whole number"},
	{"sma(A,1/0)", BT_E_EXPR, 7, "whole number"},
	{"sma(A,1e10)", BT_E_EXPR, 7, "whole number"},
	{"lag(A,0)", BT_E_EXPR, 7, "whole number"},
	{"sma(5,3)", BT_E_EXPR, 5, "sma needs a series here, not a constant"},
	{"norm(A,5)", BT_E_EXPR, 8, "a date is needed"},
	{"norm(A,2025-02-30)", BT_E_EXPR, 8, "a date is needed"},
	{"ewq()", BT_E_EXPR, 5, "wrong number of arguments: ewq("},
	{"ewq(A,)", BT_E_EXPR, 7, "wrong number"},
	{"ewq(A+B)", BT_E_EXPR, 6, "'+' where ','"},
	{"ewq(2*A)", BT_E_EXPR, 5, "plain symbols"},
	{"ewq(2024-01-01)", BT_E_EXPR, 5, "plain symbols"},
	{"ewq(A,(B))", BT_E_EXPR, 7, "plain symbols"},
	{"ewq(A,MAG7)", BT_E_EXPR, 7, "named series"},
	{"ewq(A,2024-13-01)", BT_E_EXPR, 7, "a date is needed"},
	{"ewq(A,2024-01-01,B)", BT_E_EXPR, 17, "the date comes last"},
	{"ewq(A", BT_E_EXPR, 6, "')' of ewq"},
	{"ä", BT_E_EXPR, 1, "'ä' where a number"},
	{"'ä'+%", BT_E_EXPR, 5, "'%' where a number"},      /* characters, not bytes */
	{"A/\001", BT_E_EXPR, 3, "'\xEF\xBF\xBD' where"},
	{"NOPE/A", BT_E_NODATA, 1, "no prices for NOPE"},
	{"A/BRK-B", BT_E_NODATA, 3, "no prices for BRK (a symbol with '-'"},
	{"A+'NO-PE'", BT_E_NODATA, 3, "no prices for NO-PE"},
	{"A/D", BT_E_NODATA, 3, "D has no price up to 2024-04-05"},
	{"A/GAP", BT_E_NODATA, 2, "no session in common"},
	{"A+ewq(B,GAP)", BT_E_NODATA, 3, "no session in common"},
	{"ewq(A,B,2024-04-06)", BT_E_NODATA, 1, "no session in common from that date on"},
};

static void
expr__error__names_the_column_and_what_to_do(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct bt_line l;
		char prefix[32];

		snprintf(prefix, sizeof(prefix), "column %d: ", wrong[i].column);
		if (line_of(w, wrong[i].text, LAST, &l) != wrong[i].status ||
		    w->err.status != wrong[i].status ||
		    strncmp(w->err.text, prefix, strlen(prefix)) != 0 || !strstr(w->err.text, wrong[i].says))
			fail_msg("\"%s\" says: %s", wrong[i].text, w->err.text);
	}
}

/* --- bounds ----------------------------------------------------------------------------------- */

/* n times `open`, then A, then n times `close`. */
static char *
nested(size_t n, const char *open, const char *close)
{
	size_t o = strlen(open), c = strlen(close);
	char *s = calloc(n, o + c), *at = s;

	s = realloc(s, n * (o + c) + 2);
	at = s;
	for (size_t i = 0; i < n; i++, at += o)
		memcpy(at, open, o);
	*at++ = 'A';
	for (size_t i = 0; i < n; i++, at += c)
		memcpy(at, close, c);
	*at = '\0';
	return s;
}

static void
expr__depth__is_bounded_and_told(void **state)
{
	static const struct {
		size_t n;
		const char *open, *close, *says;
	} cases[] = {
		{64, "(", ")", NULL},
		{65, "(", ")", "column 65: nested deeper than 64 levels"},
		{2000, "(", ")", "column 65: nested deeper"},
		{2000, "((", "", "column 65: nested deeper"},
		{64, "abs(", ")", NULL},
		{65, "abs(", ")", "column 257: nested deeper"},
		{4000, "-", "", NULL},
		{500000, "((", "", "column 4097: longer than 4096 bytes"},
		{1000000, "-", "", "longer than 4096"},
		{1000, "A+", "", NULL},
		{1024, "A+", "", "column 2049: too long: more than 1024 operands"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		char *s = nested(cases[i].n, cases[i].open, cases[i].close);
		struct bt_line l;
		enum bt_status st = line_of(w, s, LAST, &l);

		if (st != (cases[i].says ? BT_E_EXPR : BT_OK) ||
		    (cases[i].says && !strstr(w->err.text, cases[i].says)))
			fail_msg("%zu x %s: %s", cases[i].n, cases[i].open, w->err.text);
		free(s);
	}
}

/* Fail the first, second, third ... piece of memory: always a status, never a crash. */
static void
expr__memory__when_short_is_a_status(void **state)
{
	static const char text[] = "sma(A/B,2)*ewq(A,C,2024-04-01)-norm('^RUT',2024-04-02)+MAG+log(A)";
	struct world *w = *state;
	size_t max = 1, refused = 0;
	enum bt_status st = BT_E_NOMEM;

	for (; st != BT_OK && max < 100000; max += 16) {
		struct bt_arena small;
		struct bt_line l;

		bt_arena_init(&small, max);
		st = bt_expr_line(text, &(struct bt_expr_names){my_names, NULL}, &w->market, tiny_date(LAST),
		                  BT_PRICE_CLOSE, &small, &l, NULL);
		if (st == BT_E_NODATA) {     /* all but the last: MAG is no symbol */
			bt_arena_release(&small);
			break;
		}
		refused += st == BT_E_NOMEM;
		bt_arena_release(&small);
	}
	assert_int_equal(st, BT_E_NODATA);
	assert_true(refused > 20);
}

/* --- time ------------------------------------------------------------------------------------- */

static void
expr__as_of__never_sees_later_bars(void **state)
{
	static const char *const texts[] = {
		"A/B", "A/C", "ewq(A,B)", "ewd(A,C)", "ewh(A,B,2024-04-01)/A", "sma(A/B,2)", "ema(A,3)",
		"rsi(A,2)", "z(A/B,3)", "roc(A,1)", "log(A)-log(lag(A,1))", "abs(A-B)*2",
	};
	struct world *w = *state;
	size_t compared = 0;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct bt_line whole = must(w, texts[i], LAST);

		for (bt_date d = whole.date[0]; d <= tiny_date(LAST); d++) {
			char as_of[BT_DATE_SIZE];
			struct bt_line cut = must(w, texts[i], bt_date_format(d, as_of));
			struct bt_line want = bt_line_upto(&whole, d);

			assert_int_equal(cut.n, want.n);
			for (size_t t = 0; t < cut.n; t++, compared++) {
				assert_int_equal(cut.date[t], want.date[t]);
				assert_memory_equal(&cut.value[t], &want.value[t], sizeof(double));
			}
		}
	}
	assert_true(compared > 150);
}

static void
expr__price__is_the_one_asked_for(void **state)
{
	struct world *w = *state;
	struct bt_security *sec = bt_arena_memdup(&w->arena, w->market.sec, w->market.n * sizeof(*sec));
	static const double adjusted[] = {1, 2, 4, NAN, 1, 5};
	struct bt_line l;

	sec[0].bars.adjclose = adjusted;
	w->market.sec = sec;
	l = must(w, "A", LAST);
	assert_close(l.value[5], 5, "adjclose");
	assert_close(l.value[3], 4, "a missing adjclose is the close");
	assert_int_equal(bt_expr_line("A", NULL, &w->market, tiny_date(LAST), BT_PRICE_CLOSE, &w->arena, &l,
	                              NULL), BT_OK);
	assert_close(l.value[5], 10, "close");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(expr__value__follows_the_grammar),
		TEST(expr__binary__has_the_sessions_of_both_sides),
		TEST(expr__null__stays_where_it_is_and_fills_its_windows),
		TEST(expr__norm__needs_a_base_near_its_date),
		TEST(expr__baskets__match_the_sums_done_by_hand),
		TEST(expr__ewq__resets_at_the_quarters_last_close),
		TEST(expr__name__stands_for_its_whole_expression),
		TEST(expr__name__in_error_is_told_with_its_place),
		TEST(expr__mag7__is_the_quarterly_basket_of_the_seven),
		TEST(expr__error__names_the_column_and_what_to_do),
		TEST(expr__depth__is_bounded_and_told),
		TEST(expr__memory__when_short_is_a_status),
		TEST(expr__as_of__never_sees_later_bars),
		TEST(expr__price__is_the_one_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
