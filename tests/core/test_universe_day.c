/* test_universe_day.c - one session of a universe, member by member and by sector; concentration, members
 * outperforming, signals and scores: by hand, and at the edges. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "breadth_fixture.h"
#include "core/concentration.h"
#include "core/member_day.h"
#include "core/outperform.h"
#include "core/score.h"
#include "core/sector_days.h"
#include "core/sectors.h"
#include "core/signals.h"
#include "tiny.h"

static void
near(double got, double want)
{
	if (isnan(want) ? !isnan(got) : !(fabs(got - want) <= 1e-9 * fmax(1, fabs(want))))
		fail_msg("%.17g, not %.17g", got, want);
}

/* --- members ------------------------------------------------------------------------------------- */

/* What each member adds, summed up, is what the fused pass counts. */
static void
member_day__adds_up__to_the_columns(void **state)
{
	struct bt_breadth_opts opts = {.price = BT_PRICE_ADJCLOSE};
	struct fixture f;
	struct bt_panel panel;
	struct bt_breadth b;
	size_t compared = 0;

	(void)state;
	fixture_init(&f, 21, 60, 520, 8);
	assert_int_equal(bt_panel_make(f.lane, f.n_lane, &f.arena, &panel), BT_OK);
	assert_int_equal(bt_breadth_make(&panel, &opts, &f.arena, &f.arena, &b), BT_OK);
	for (size_t t = 0; t < b.n; t += 3) {
		double adv = 0, dec = 0, n = 0, above[4] = {0}, hi = 0, lo = 0, n_hl = 0;

		for (size_t l = 0; l < f.n_lane; l++) {
			struct bt_member_day m;

			bt_member_day(&f.lane[l].bars, b.date[t], BT_PRICE_ADJCLOSE, &m);
			n += m.has_bar;
			adv += m.direction > 0;
			dec += m.direction < 0;
			for (int w = 0; w < 4; w++)
				above[w] += m.above[w];
			n_hl += !isnan(m.max252);
			hi += m.new_hi;
			lo += m.new_lo;
		}
		assert_true(n == b.col[BT_BREADTH_NBAR][t] && adv == b.col[BT_BREADTH_ADV][t]);
		assert_true(dec == b.col[BT_BREADTH_DEC][t] && n_hl == b.col[BT_BREADTH_N_HL][t]);
		assert_true(above[0] == b.col[BT_BREADTH_ABOVE20][t]);
		assert_true(above[1] == b.col[BT_BREADTH_ABOVE50][t]);
		assert_true(above[2] == b.col[BT_BREADTH_ABOVE100][t]);
		assert_true(above[3] == b.col[BT_BREADTH_ABOVE200][t]);
		assert_true(hi == b.col[BT_BREADTH_NEW_HI][t] && lo == b.col[BT_BREADTH_NEW_LO][t]);
		compared += 10;
	}
	assert_true(compared > 1000);
	fixture_release(&f);
}

/* Marks are the member's day, on bars with missing cells, gaps, ties and trends. */
static void
member_marks__are_those_of_the_day(void **state)
{
	size_t compared = 0, highs = 0;
	struct fixture f;

	(void)state;
	fixture_init(&f, 22, 40, 520, 8);
	for (size_t l = 0; l < f.n_lane; l++) {
		struct bt_bars b = f.lane[l].bars;
		double *adj = BT_ARENA_ARRAY(&f.arena, b.n, double);

		for (size_t i = 0; i < b.n; i++) {       /* some rise or fall all the way; some lack cells */
			adj[i] = l % 4 == 1 ? 10 + 0.01 * (double)i : l % 4 == 2 ? 90 - 0.01 * (double)i
			         : bt_bars_price(&b, BT_PRICE_ADJCLOSE)[i];
			if (l % 3 == 0 && i % 211 == l)
				adj[i] = l % 2 ? NAN : 0;
		}
		b.adjclose = adj;
		for (size_t k = 0; k < b.n; k++) {
			for (int price = BT_PRICE_CLOSE; price <= BT_PRICE_ADJCLOSE; price++) {
				struct bt_member_day d;
				struct bt_member_marks m;

				bt_member_day_at(&b, k, (enum bt_price)price, &d);
				bt_member_marks_at(&b, k, (enum bt_price)price, &m);
				assert_int_equal(m.direction, d.direction);
				assert_int_equal(m.compared, !isnan(d.prev));
				assert_int_equal(m.ranged, !isnan(d.max252));
				assert_true(m.new_hi == d.new_hi && m.new_lo == d.new_lo);
				for (int w = 0; w < BT_MEMBER_WINDOWS; w++) {
					assert_int_equal(m.full[w], !isnan(d.sma[w]));
					assert_int_equal(m.above[w], d.above[w]);
				}
				compared++;
				highs += d.new_hi;
			}
		}
	}
	assert_true(compared > 10000 && highs > 100);
	fixture_release(&f);
}

static void
member_day__exact_tie_with_its_average__is_not_above(void **state)
{
	bt_date date[20];
	double close[20];
	struct bt_bars bars = {.n = 20, .date = date, .close = close};
	struct bt_member_day m;

	(void)state;
	for (int i = 0; i < 20; i++) {   /* four times 0.3, then 0.1 and 0.5 in turn: the mean is 0.3 */
		date[i] = i;
		close[i] = i < 3 || i == 19 ? 0.3 : i % 2 ? 0.1 : 0.5;
	}
	/* eight of each */
	bt_member_day(&bars, 19, BT_PRICE_CLOSE, &m);
	near(m.sma[0], 0.3);
	assert_false(m.above[0]);
	close[19] = 0.3001;
	bt_member_day(&bars, 19, BT_PRICE_CLOSE, &m);
	assert_true(m.above[0]);
	bt_member_day(&bars, 30, BT_PRICE_CLOSE, &m);
	assert_false(m.has_bar);
	near(m.price, NAN);
}

/* --- sectors, concentration, outperforming ------------------------------------------------------- */

static const struct tiny days[] = {
	{"A", "2024-01-02", {10, 11}},
	{"B", "2024-01-02", {20, 18}},
	{"C", "2024-01-02", {5, 5}},
	{"D", "2024-01-02", {7, 0}},
};

static struct bt_universe_member members[] = {
	{.symbol = "A", .sector = "Energy", .cap = 300},
	{.symbol = "B", .sector = "Energy", .cap = 100},
	{.symbol = "C", .sector = NULL, .cap = NAN},
	{.symbol = "D", .sector = "Utilities", .cap = 100},
	{.symbol = "ABSENT", .sector = "Utilities", .cap = 100},
};

static struct bt_universe
universe(void)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		members[i].cap_date = tiny_date("2024-01-02");
	return (struct bt_universe){.name = "tiny", .list_date = BT_DATE_NONE, .member = members,
	                            .n = sizeof(members) / sizeof(members[0])};
}

static void
sectors__count_members_with_a_bar__unknown_last(void **state)
{
	const struct bt_sector_day *s;
	struct bt_universe u = universe();
	struct bt_market m;
	struct bt_arena a;
	size_t n;

	(void)state;
	bt_arena_init(&a, 0);
	m = tiny_market(&a, days, 4);
	assert_int_equal(bt_sectors_make(bt_roll_make(&m, &u, &a), tiny_date("2024-01-03"), tiny_date("2024-01-03"),
	                                 BT_PRICE_ADJCLOSE, true, &a, &s, &n), BT_OK);
	assert_int_equal(n, 2);          /* nobody in Utilities has a bar */
	assert_string_equal(s[0].name, "Energy");
	assert_null(s[1].name);
	assert_int_equal(s[0].n, 2);
	assert_true(s[0].adv == 1 && s[0].dec == 1 && s[0].unch == 0 && s[1].unch == 1);
	near(s[0].ret[BT_SECTOR_1D], (10.0 - 10.0) / 2);
	near(s[1].ret[BT_SECTOR_1D], 0);
	near(s[0].ret[BT_SECTOR_YTD], NAN);
	near(s[0].pct20, NAN);
	bt_arena_release(&a);
}

/* Every session of a year of a universe with gaps, halts, missing cells and trends, as one day each. */
static void
sector_days__are_each_day_of_its_own(void **state)
{
	static const char *const sector[] = {"Energy", "Utilities", NULL, "Materials"};
	struct bt_breadth_opts opts = {.price = BT_PRICE_ADJCLOSE};
	struct bt_universe_member member[60];
	struct bt_security sec[60];
	char name[60][8];
	struct fixture f;
	struct bt_panel panel;
	struct bt_breadth b;
	struct bt_sector_days days_made;
	size_t compared = 0;

	(void)state;
	fixture_init(&f, 23, 60, 700, 8);
	assert_int_equal(bt_panel_make(f.lane, f.n_lane, &f.arena, &panel), BT_OK);
	assert_int_equal(bt_breadth_make(&panel, &opts, &f.arena, &f.arena, &b), BT_OK);
	for (size_t l = 0; l < f.n_lane; l++) {
		struct bt_bars bars = f.lane[l].bars;
		double *adj = BT_ARENA_ARRAY(&f.arena, bars.n, double);

		for (size_t i = 0; i < bars.n; i++) {    /* some fall from far above: sums lose digits */
			adj[i] = l % 5 == 1 ? 1e9 * exp(-0.03 * (double)i) + 5 : bt_bars_price(&bars, BT_PRICE_ADJCLOSE)[i];
			if (l % 7 == 0 && i % 301 == l)
				adj[i] = NAN;
		}
		bars.adjclose = adj;
		snprintf(name[l], sizeof(name[l]), "S%02u", (unsigned)l % 100);
		sec[l] = (struct bt_security){.symbol = name[l], .bars = bars};
		member[l] = (struct bt_universe_member){.symbol = name[l], .sector = sector[l % 4]};
	}
	struct bt_market m = {.sec = sec, .n = f.n_lane};
	struct bt_universe u = {.name = "made", .member = member, .n = f.n_lane};
	const struct bt_roll *roll = bt_roll_make(&m, &u, &f.arena);
	assert_int_equal(bt_sector_days_make(roll, b.date, b.n, BT_PRICE_ADJCLOSE, &f.arena, &f.arena, &days_made),
	                 BT_OK);
	for (size_t t = 0; t < b.n; t++) {
		const struct bt_sector_day *want, *got;
		size_t n, n_got;

		assert_int_equal(bt_sectors_make(roll, b.date[t], b.date[t], BT_PRICE_ADJCLOSE, true, &f.arena, &want, &n),
		                 BT_OK);
		got = bt_sector_days_find(&days_made, b.date[t], BT_PRICE_ADJCLOSE, &n_got);
		assert_non_null(got);
		assert_int_equal(n_got, n);
		for (size_t i = 0; i < n; i++) {
			assert_ptr_equal(got[i].name, want[i].name);
			assert_memory_equal(&got[i], &want[i], sizeof(want[i]));
			compared++;
		}
	}
	assert_null(bt_sector_days_find(&days_made, b.date[b.n - 1] + 1, BT_PRICE_ADJCLOSE, &compared));
	assert_null(bt_sector_days_find(&days_made, b.date[0], BT_PRICE_CLOSE, &compared));
	assert_null(bt_sector_days_find(NULL, b.date[0], BT_PRICE_ADJCLOSE, &compared));
	assert_true(compared > 2000);
	fixture_release(&f);
}

static void
concentration__by_hand__two_members_with_caps(void **state)
{
	struct bt_horizon h = {.kind = BT_HORIZON_1D, .since = BT_DATE_NONE};
	struct bt_concentration c;
	struct bt_universe u = universe(), none = {.name = "none"};
	struct bt_market m;
	struct bt_arena a;
	bt_date day = tiny_date("2024-01-03");

	(void)state;
	bt_arena_init(&a, 0);
	m = tiny_market(&a, days, 4);
	assert_int_equal(bt_concentration_make(bt_roll_make(&m, &u, &a), day, day, h, BT_PRICE_ADJCLOSE, &a, &c), BT_OK);
	assert_int_equal(c.members, 2);
	near(c.cw_pct, 0.75 * 10 - 0.25 * 10);
	near(c.ew_pct, 0);
	near(c.spread_pct, -5);
	near(c.median_pct, 0);
	near(c.pct_above_cw, 50);
	near(c.hhi_base, 0.625);
	near(c.effective_n_base, 1.6);
	near(c.hhi_asof, (330.0 * 330 + 90 * 90) / (420.0 * 420));
	near(c.share_pct, 100);
	assert_string_equal(c.by_weight[0].symbol, "A");
	near(c.disp_cw, sqrt(0.75 * 25 + 0.25 * 225));
	assert_int_equal(bt_concentration_make(bt_roll_make(&m, &none, &a), day, day, h, BT_PRICE_ADJCLOSE, &a, &c), BT_OK);
	assert_int_equal(c.members, 0);
	near(c.cw_pct, NAN);
	near(c.effective_n_asof, NAN);
	bt_arena_release(&a);
}

static void
concentration__share_of_a_loss__is_null(void **state)
{
	static const struct tiny falling[] = {{"A", "2024-01-02", {10, 9}}, {"B", "2024-01-02", {10, 10}}};
	struct bt_horizon h = {.kind = BT_HORIZON_1D, .since = BT_DATE_NONE};
	struct bt_concentration c;
	struct bt_universe u = universe();
	struct bt_market m;
	struct bt_arena a;
	bt_date day = tiny_date("2024-01-03");

	(void)state;
	bt_arena_init(&a, 0);
	m = tiny_market(&a, falling, 2);
	assert_int_equal(bt_concentration_make(bt_roll_make(&m, &u, &a), day, day, h, BT_PRICE_ADJCLOSE, &a, &c), BT_OK);
	near(c.cw_pct, -7.5);
	near(c.share_pct, NAN);
	bt_arena_release(&a);
}

static void
outperform__is_strict__and_needs_a_bar_and_a_base(void **state)
{
	struct bt_universe u = universe();
	struct bt_market m;
	struct bt_arena a;
	bt_date base = tiny_date("2024-01-02"), now = tiny_date("2024-01-03");
	struct bt_line benchmark, none = {0};
	struct bt_outperform o;
	struct bt_bars bars;

	(void)state;
	bt_arena_init(&a, 0);
	m = tiny_market(&a, days, 4);
	bars = bt_market_bars(&m, "C", now);
	benchmark = bt_bars_line(&bars, BT_PRICE_CLOSE);
	o = bt_outperform_at(bt_roll_make(&m, &u, &a), &benchmark, base, now, BT_PRICE_CLOSE);
	assert_int_equal(o.n, 3);
	near(o.pct, 100.0 / 3);          /* A; C itself is equal, B lost */
	near(o.benchmark_pct, 0);
	o = bt_outperform_at(bt_roll_make(&m, &u, &a), &none, base, now, BT_PRICE_CLOSE);
	near(o.pct, NAN);
	bt_arena_release(&a);
}

/* --- signals and scores -------------------------------------------------------------------------- */

#define N 120

/* Columns by hand: all NAN but those that a test sets. */
static struct bt_breadth
columns(struct bt_arena *a)
{
	struct bt_breadth b = {.n = N};
	bt_date *date = BT_ARENA_ARRAY(a, N, bt_date);

	for (int c = 0; c < BT_BREADTH_ALL; c++) {
		b.col[c] = BT_ARENA_ARRAY(a, N, double);
		for (int t = 0; t < N; t++)
			b.col[c][t] = NAN;
	}
	for (int t = 0; t < N; t++)
		date[t] = t;
	b.date = date;
	return b;
}

static void
zweig__fires__within_ten_sessions_and_once(void **state)
{
	struct bt_zweigs z;
	struct bt_breadth b;
	struct bt_arena a;
	double *ema;

	(void)state;
	bt_arena_init(&a, 0);
	b = columns(&a);
	ema = b.col[BT_BREADTH_ZBT_EMA10];
	for (int t = 20; t < N; t++)
		ema[t] = 0.5;
	ema[29] = ema[30] = 0.39;
	ema[40] = 0.62;                  /* ten sessions after the last low: fires */
	ema[43] = 0.63;                  /* no new low: does not */
	ema[60] = 0.40;                  /* not below 0.40 */
	ema[62] = 0.7;
	ema[80] = 0.3;
	ema[91] = 0.7;                   /* eleven sessions: does not */
	assert_int_equal(bt_signal_zweig(&b, N, &a, &z), BT_OK);
	assert_int_equal(z.n, 1);
	assert_int_equal(z.at[0].date, 40);
	assert_int_equal(z.at[0].low_date, 30);
	assert_int_equal(z.at[0].span, 10);
	assert_int_equal(bt_signal_zweig(&b, 40, &a, &z), BT_OK);
	assert_int_equal(z.n, 0);        /* the day before it fired */
	assert_int_equal(bt_signal_zweig(&b, 0, &a, &z), BT_OK);
	assert_int_equal(z.n, 0);
	bt_arena_release(&a);
}

static void
thrusts__repeats__are_dropped_within_ten_sessions_of_the_reported(void **state)
{
	struct bt_thrusts s;
	struct bt_breadth b;
	struct bt_arena a;
	double *adt;

	(void)state;
	bt_arena_init(&a, 0);
	b = columns(&a);
	adt = b.col[BT_BREADTH_ADT5];
	adt[50] = adt[55] = adt[60] = adt[61] = 74;
	adt[70] = 73.66;                 /* not beyond */
	adt[80] = 19;
	assert_int_equal(bt_signal_thrusts(&b, N, &a, &s), BT_OK);
	assert_int_equal(s.adt_thrust.all.n, 4);
	assert_int_equal(s.adt_thrust.first.n, 2);       /* 50, and 61: eleven sessions later */
	assert_int_equal(s.adt_thrust.first.at[1], 61);
	assert_int_equal(s.adt_capitulation.all.n, 1);
	assert_int_equal(s.udt_thrust.all.n, 0);
	bt_arena_release(&a);
}

static void
hindenburg__needs_all_of_its_conditions(void **state)
{
	static const struct {
		double hi, lo, osc, index, back;
		size_t both, omen;
	} row[] = {
		{3, 3, -1, 101, 100, 1, 1},      {2.8, 3, -1, 101, 100, 0, 0},  {3, 3, 1, 101, 100, 1, 0},
		{3, 3, -1, 100, 100, 1, 0},      {6.01, 3, -1, 101, 100, 1, 0}, {6, 3, -1, 101, 100, 1, 1},
		{3, 3, NAN, 101, 100, 1, 0},
	};
	double index[N];
	struct bt_line line = {.n = N, .value = index};
	struct bt_hindenburg h;
	struct bt_breadth b;
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 0);
	b = columns(&a);
	line.date = b.date;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		for (int t = 0; t < N; t++)
			index[t] = 100;
		b.col[BT_BREADTH_ADV][100] = 60;
		b.col[BT_BREADTH_DEC][100] = 40;
		b.col[BT_BREADTH_NEW_HI][100] = row[i].hi;
		b.col[BT_BREADTH_NEW_LO][100] = row[i].lo;
		b.col[BT_BREADTH_MC_OSC][100] = b.col[BT_BREADTH_MC_OSC][N - 1] = row[i].osc;
		index[100] = row[i].index;
		index[50] = row[i].back;
		assert_int_equal(bt_signal_hindenburg(&b, N, &line, &a, &h), BT_OK);
		assert_int_equal(h.both.n, row[i].both);
		assert_int_equal(h.omen.n, row[i].omen);
		assert_int_equal(h.active, row[i].omen == 1);
		assert_int_equal(h.confirmed.n, 0);
	}
	bt_arena_release(&a);
}

static void
assert_same_dates(struct bt_dates x, struct bt_dates y)
{
	assert_int_equal(x.n, y.n);
	assert_memory_equal(x.at, y.at, x.n * sizeof(*x.at));
}

/* Columns and an index that make signals of every kind fire, now and then. */
static void
make_wild(struct bt_breadth *b, double *index, uint64_t *seed)
{
	static const struct {
		enum bt_breadth_col col;
		double lo, hi;
	} wild[] = {
		{BT_BREADTH_ZBT_EMA10, 0.3, 0.7}, {BT_BREADTH_ADT5, 10, 90},     {BT_BREADTH_UDT5, 10, 90},
		{BT_BREADTH_DEEMER10, 1, 2.2},    {BT_BREADTH_UPVOL_PCT, 0, 100}, {BT_BREADTH_POINTS_UP_PCT, 0, 100},
		{BT_BREADTH_ADV, 40, 60},         {BT_BREADTH_DEC, 40, 60},      {BT_BREADTH_NEW_HI, 0, 9},
		{BT_BREADTH_NEW_LO, 0, 9},        {BT_BREADTH_MC_OSC, -60, 40},
	};

	for (int t = 0; t < N; t++) {
		for (size_t i = 0; i < sizeof(wild) / sizeof(wild[0]); i++) {
			*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			b->col[wild[i].col][t] = wild[i].lo + (wild[i].hi - wild[i].lo)
			                         * (double)(*seed >> 40) / (double)(1 << 24);
		}
		index[t] = t + (double)(*seed >> 60);
	}
}

static void
assert_same_signals(const struct bt_signals *x, const struct bt_signals *y)
{
	const struct bt_thrust *a[] = {&x->thrusts.adt_thrust, &x->thrusts.adt_capitulation, &x->thrusts.udt_thrust,
	                               &x->thrusts.udt_capitulation, &x->thrusts.deemer};
	const struct bt_thrust *b[] = {&y->thrusts.adt_thrust, &y->thrusts.adt_capitulation, &y->thrusts.udt_thrust,
	                               &y->thrusts.udt_capitulation, &y->thrusts.deemer};

	for (size_t i = 0; i < 5; i++) {
		assert_same_dates(a[i]->all, b[i]->all);
		assert_same_dates(a[i]->first, b[i]->first);
	}
	assert_int_equal(x->zweig.n, y->zweig.n);
	for (size_t i = 0; i < x->zweig.n; i++) {
		assert_int_equal(x->zweig.at[i].date, y->zweig.at[i].date);
		assert_int_equal(x->zweig.at[i].low_date, y->zweig.at[i].low_date);
	}
	assert_same_dates(x->desmond.up, y->desmond.up);
	assert_same_dates(x->desmond.down, y->desmond.down);
	assert_same_dates(x->hindenburg.both, y->hindenburg.both);
	assert_same_dates(x->hindenburg.omen, y->hindenburg.omen);
	assert_same_dates(x->hindenburg.confirmed, y->hindenburg.confirmed);
	assert_int_equal(x->hindenburg.active, y->hindenburg.active);
}

enum { KINDS = 13 };

static void
count_signals(const struct bt_signals *s, size_t seen[KINDS])
{
	const size_t n[KINDS] = {
		s->thrusts.adt_thrust.first.n, s->thrusts.adt_capitulation.first.n, s->thrusts.udt_thrust.first.n,
		s->thrusts.udt_capitulation.first.n, s->thrusts.deemer.first.n, s->zweig.n, s->desmond.up.n,
		s->desmond.down.n, s->hindenburg.omen.n, s->hindenburg.confirmed.n, s->hindenburg.active,
		!s->hindenburg.active, s->hindenburg.both.n,
	};

	for (size_t i = 0; i < KINDS; i++)
		seen[i] += n[i];
}

/* Columns in which everything fires now and then: the list of a day is the begin of the whole list. */
static void
signals__of_a_day__are_those_of_the_whole_cut_there(void **state)
{
	size_t seen[KINDS] = {0};
	double index[N];
	struct bt_line line = {.n = N, .value = index};
	struct bt_signals all, day;
	struct bt_breadth b;
	struct bt_arena a;
	uint64_t seed = 7;

	(void)state;
	bt_arena_init(&a, 0);
	b = columns(&a);
	line.date = b.date;
	for (int round = 0; round < 50; round++) {
		make_wild(&b, index, &seed);
		assert_int_equal(bt_signals_make(&b, N, &line, &a, &all), BT_OK);
		for (size_t n = 1; n <= N; n++) {
			struct bt_signals cut = bt_signals_upto(&all, &b, n);

			line.n = n;                              /* nor does the index look ahead */
			assert_int_equal(bt_signals_make(&b, n, &line, &a, &day), BT_OK);
			assert_same_signals(&cut, &day);
			count_signals(&cut, seen);
		}
		line.n = N;
	}
	for (size_t i = 0; i < KINDS; i++)
		assert_true(seen[i] > 0);
	bt_arena_release(&a);
}

static void
scores__are_null__with_too_few_parts(void **state)
{
	struct bt_rotation_inputs in = {.ratio = 1.05, .ratio_sma50 = 1, .ratio_sma200 = NAN,
	                                .ew_cw_roc63 = -50, .small_cw_roc63 = 5,
	                                .pct_outperforming63 = NAN, .week_streak = NAN};
	struct bt_rotation_score r = bt_score_rotation(&in);
	struct bt_breadth_score s;
	struct bt_breadth b;
	struct bt_arena a;

	(void)state;
	assert_int_equal(r.parts, 3);
	near(r.score, NAN);
	in.week_streak = 8;
	r = bt_score_rotation(&in);
	near(r.score, 100 * (1 - 1 + 0.5 + 1) / 4);
	bt_arena_init(&a, 0);
	b = columns(&a);
	b.col[BT_BREADTH_PCT50][5] = 60;
	b.col[BT_BREADTH_MC_OSC][5] = 300;
	s = bt_score_breadth(&b, 5);
	assert_int_equal(s.parts, 2);
	near(s.score, NAN);
	b.col[BT_BREADTH_ZBT_EMA10][5] = 0.5;
	s = bt_score_breadth(&b, 5);
	near(s.score, (60 + 100 + 50) / 3.0);
	bt_arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(member_day__adds_up__to_the_columns),
		cmocka_unit_test(member_marks__are_those_of_the_day),
		cmocka_unit_test(member_day__exact_tie_with_its_average__is_not_above),
		cmocka_unit_test(sectors__count_members_with_a_bar__unknown_last),
		cmocka_unit_test(sector_days__are_each_day_of_its_own),
		cmocka_unit_test(concentration__by_hand__two_members_with_caps),
		cmocka_unit_test(concentration__share_of_a_loss__is_null),
		cmocka_unit_test(outperform__is_strict__and_needs_a_bar_and_a_base),
		cmocka_unit_test(zweig__fires__within_ten_sessions_and_once),
		cmocka_unit_test(thrusts__repeats__are_dropped_within_ten_sessions_of_the_reported),
		cmocka_unit_test(hindenburg__needs_all_of_its_conditions),
		cmocka_unit_test(signals__of_a_day__are_those_of_the_whole_cut_there),
		cmocka_unit_test(scores__are_null__with_too_few_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
