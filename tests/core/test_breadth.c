/* test_breadth.c - the fused pass against section 7 computed the plain way, and against itself. */
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

#define ADJ BT_PRICE_ADJCLOSE

static size_t compared;

static void
make(const struct fixture *f, struct bt_breadth_opts opts, struct bt_arena *a,
     struct bt_panel *panel, struct bt_breadth *b)
{
	assert_int_equal(bt_panel_make(f->lane, f->n_lane, a, panel), BT_OK);
	assert_int_equal(bt_breadth_make(panel, &opts, a, a, b), BT_OK);
}

static double
at(const struct bt_breadth *b, enum bt_breadth_col c, size_t t)
{
	return b->col[c][t];
}

static void
near(const struct bt_breadth *b, enum bt_breadth_col c, size_t t, double want, double tolerance)
{
	double got = at(b, c, t);

	compared++;
	if (isnan(want) ? isnan(got) : fabs(got - want) <= tolerance * fmax(1, fabs(want)))
		return;
	fail_msg("%s of session %zu: %.17g, not %.17g", c < BT_BREADTH_COUNT ? bt_breadth_name(c) : "sum",
	         t, got, want);
}

static void
check_plain(const struct bt_breadth *b, const struct plain *p, size_t t, bool volume)
{
	const struct {
		enum bt_breadth_col col;
		double want, tolerance;
	} row[] = {
		{BT_BREADTH_NBAR, p->nbar, 0}, {BT_BREADTH_ADV, p->adv, 0}, {BT_BREADTH_DEC, p->dec, 0},
		{BT_BREADTH_UNCH, p->unch, 0}, {BT_BREADTH_N20, p->n[0], 0}, {BT_BREADTH_N50, p->n[1], 0},
		{BT_BREADTH_N100, p->n[2], 0}, {BT_BREADTH_N200, p->n[3], 0},
		{BT_BREADTH_ABOVE20, p->above[0], 0}, {BT_BREADTH_ABOVE50, p->above[1], 0},
		{BT_BREADTH_ABOVE100, p->above[2], 0}, {BT_BREADTH_ABOVE200, p->above[3], 0},
		{BT_BREADTH_N_HL, p->n_hl, 0}, {BT_BREADTH_NEW_HI, p->hi, 0}, {BT_BREADTH_NEW_LO, p->lo, 0},
		{BT_BREADTH_UPVOL, volume ? p->upvol : NAN, 0}, {BT_BREADTH_DNVOL, volume ? p->dnvol : NAN, 0},
		{BT_BREADTH_UNVOL, volume ? p->unvol : NAN, 0},
		{BT_BREADTH_POINTS_UP, p->up, 1e-9}, {BT_BREADTH_POINTS_DN, p->dn, 1e-9},
		{BT_BREADTH_EW_RET, p->ew, 1e-9}, {BT_BREADTH_DISP_EW, p->disp, 1e-9},
		{BT_BREADTH_CW_RET, p->cw, 1e-9}, {BT_BREADTH_DISP_CW, p->disp_cw, 1e-9},
		{BT_BREADTH_HHI_CW, p->hhi, 1e-9},
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		near(b, row[i].col, t, row[i].want, row[i].tolerance);
}

static void
breadth__equals_the_plain_way__on_random_universes(void **state)
{
	static const struct {
		size_t lanes, days;
		int gaps;
	} size[] = {{1, 700, 3}, {3, 600, 200}, {63, 500, 5}, {64, 330, 0}, {65, 900, 30},
	            {140, 400, 2}, {9, 254, 0}, {7, 40, 0}, {5, 3, 0}};
	ptrdiff_t own[140];

	(void)state;
	compared = 0;
	for (size_t i = 0; i < 3 * sizeof(size) / sizeof(size[0]); i++) {
		size_t s = i / 3;
		bool intraday = i % 3 == 1, volume = false;
		enum bt_price price = i % 3 == 2 ? BT_PRICE_CLOSE : ADJ;
		struct fixture f;
		struct bt_panel panel;
		struct bt_breadth b;

		fixture_init(&f, i + 1, size[s].lanes, size[s].days, size[s].gaps);
		make(&f, (struct bt_breadth_opts){.price = price, .intraday = intraday}, &f.arena, &panel, &b);
		for (size_t l = 0; l < f.n_lane; l++)
			volume |= f.lane[l].bars.n && f.lane[l].bars.volume;
		for (size_t t = 0; t < b.n; t += 1 + t / 300) {
			struct plain p = plain_breadth(&panel, t, price, intraday, own);

			check_plain(&b, &p, t, volume);
		}
		fixture_release(&f);
	}
	printf("%zu comparisons\n", compared);
	assert_true(compared > 50000);
}

static void
panel__sessions__are_those_of_half_of_the_members_alive(void **state)
{
	struct fixture f;
	struct bt_panel panel;
	size_t sessions = 0, strays = 0;

	(void)state;
	fixture_init(&f, 77, 40, 500, 80);
	assert_int_equal(bt_panel_make(f.lane, f.n_lane, &f.arena, &panel), BT_OK);
	for (bt_date d = 9990; d < 10510; d++) {
		size_t bars = 0, alive = 0;

		for (size_t l = 0; l < f.n_lane; l++) {
			const struct bt_bars *b = &f.lane[l].bars;
			bool has = bt_dates_find(b->date, b->n, d) < b->n;

			bars += has;
			alive += b->n && b->date[0] <= d && d <= b->date[b->n - 1];
			if (has && sessions < panel.n && panel.date[sessions] == d)
				assert_int_equal(bt_panel_own(&panel.lane[l], sessions),
				                 bt_dates_find(b->date, b->n, d));
			else if (sessions < panel.n && panel.date[sessions] == d)
				assert_int_equal(bt_panel_own(&panel.lane[l], sessions), -1);
		}
		if (bars && 2 * bars >= alive)
			assert_int_equal(panel.date[sessions++], d);
		else
			strays += bars > 0;
	}
	assert_int_equal(sessions, panel.n);
	assert_true(strays > 10);
	fixture_release(&f);
}

static void
assert_same_bits(const struct bt_breadth *x, const struct bt_breadth *y, size_t from, size_t n)
{
	for (int c = 0; c < BT_BREADTH_ALL; c++) {
		for (size_t t = from; t < n; t++) {
			double a = x->col[c][t], b = y->col[c][t];

			compared++;
			if (!(isnan(a) && isnan(b)) && memcmp(&a, &b, sizeof(a)) != 0)
				fail_msg("column %d (%s) of session %zu: %.17g and %.17g", c,
				         c < BT_BREADTH_COUNT ? bt_breadth_name((enum bt_breadth_col)c) : "", t, a, b);
		}
	}
}

static void
breadth__gives_the_same_bits__with_vectors_of_any_width(void **state)
{
	static const int width[] = {16, 32, 64};

	(void)state;
	for (uint64_t seed = 1; seed <= 4; seed++) {
		struct bt_breadth b[3];
		struct bt_panel panel;
		struct fixture f;

		fixture_init(&f, seed, 130, 560, 6);
		for (int i = 0; i < 3; i++)
			make(&f, (struct bt_breadth_opts){.price = ADJ, .intraday = seed % 2, .vector_bytes = width[i]},
			     &f.arena, &panel, &b[i]);
		assert_same_bits(&b[0], &b[1], 0, b[0].n);
		assert_same_bits(&b[0], &b[2], 0, b[0].n);
		fixture_release(&f);
	}
}

static void
breadth__does_not_depend__on_the_order_of_members(void **state)
{
	struct fixture f, g;
	struct bt_panel panel;
	struct bt_breadth x, y;

	(void)state;
	fixture_init(&f, 5, 100, 500, 10);
	g = f;
	g.lane = bt_arena_memdup(&f.arena, f.lane, f.n_lane * sizeof(*f.lane));
	for (size_t l = 0; l < f.n_lane; l++)
		g.lane[l] = f.lane[(l * 37 + 11) % f.n_lane];
	make(&f, (struct bt_breadth_opts){.price = ADJ}, &f.arena, &panel, &x);
	make(&g, (struct bt_breadth_opts){.price = ADJ}, &f.arena, &panel, &y);
	for (int c = 0; c < BT_BREADTH_ALL; c++)
		for (size_t t = 0; t < x.n; t++)
			near(&y, (enum bt_breadth_col)c, t, at(&x, (enum bt_breadth_col)c, t), 1e-9);
	fixture_release(&f);
}

/* Of bars cut after a session the same columns come out up to it: nothing looks ahead. */
static void
breadth__of_a_shorter_history__is_the_beginning_of_the_longer(void **state)
{
	struct fixture f;
	struct bt_panel panel, part;
	struct bt_breadth whole, cut;

	(void)state;
	fixture_init(&f, 11, 70, 640, 4);
	make(&f, (struct bt_breadth_opts){.price = ADJ}, &f.arena, &panel, &whole);
	for (size_t n = 1; n < whole.n; n += 41) {
		struct bt_panel_lane *lane = bt_arena_memdup(&f.arena, f.lane, f.n_lane * sizeof(*lane));
		struct fixture g = {.lane = lane, .n_lane = f.n_lane};

		for (size_t l = 0; l < f.n_lane; l++)
			lane[l].bars = bt_bars_upto(&lane[l].bars, whole.date[n - 1]);
		make(&g, (struct bt_breadth_opts){.price = ADJ}, &f.arena, &part, &cut);
		assert_int_equal(cut.n, n);
		for (int c = 0; c < BT_BREADTH_ALL; c++) {
			if (c >= BT_BREADTH_CW_RET && c <= BT_BREADTH_HHI_CW)
				continue;        /* the cap date may not have come yet */
			for (size_t t = 0; t < n; t++)
				near(&cut, (enum bt_breadth_col)c, t, at(&whole, (enum bt_breadth_col)c, t), 1e-9);
		}
	}
	fixture_release(&f);
}

/* One member's cells of the newest session, from which a day of quotes is read. */
struct cells {
	double price[200], close[200], high[200], low[200], volume[200];
};

/* Put a new newest bar on every lane: other prices, some none, some the first after a halt. */
static void
new_day(struct fixture *f, bt_date date, struct cells *c, bool replace)
{
	for (size_t l = 0; l < f->n_lane; l++) {
		struct bt_bars *b = &f->lane[l].bars;
		double *close = (double *)(uintptr_t)b->close, *adj = (double *)(uintptr_t)b->adjclose;
		bt_date *dates = (bt_date *)(uintptr_t)b->date;
		double before, x;
		size_t n;

		c->price[l] = NAN;
		if (replace && b->n && b->date[b->n - 1] == date)
			b->n--;
		n = b->n;
		if (n == 0 ? fixture_random(f, 30) : !fixture_random(f, 40))
			continue;                /* not quoted */
		before = n ? close[n - 1] : 50;
		x = fixture_price(f, before, before * 100 == floor(before * 100) ? 0 : 3);
		if (!fixture_random(f, 25))
			x *= 3;                  /* a new high, for sure */
		dates[n] = date;
		close[n] = x;
		adj[n] = fixture_random(f, 50) ? x : floor(x * 5000) / 10000.0;
		if (!(adj[n] > 0))
			adj[n] = x;
		((double *)(uintptr_t)b->high)[n] = fixture_random(f, 9) ? x * 1.02 : NAN;
		((double *)(uintptr_t)b->low)[n] = x * 0.98;
		if (b->volume)
			((double *)(uintptr_t)b->volume)[n] = (double)fixture_random(f, 1000);
		b->n++;
		c->price[l] = adj[n];
		c->close[l] = x;
		c->high[l] = b->high[n];
		c->low[l] = b->low[n];
		c->volume[l] = b->volume ? b->volume[n] : NAN;
	}
}

/* Room for more bars behind those of the fixture. */
static void
give_room(struct fixture *f, size_t room)
{
	for (size_t l = 0; l < f->n_lane; l++) {
		struct bt_bars *b = &f->lane[l].bars;
		const double **col[] = {&b->close, &b->adjclose, &b->high, &b->low, &b->volume};
		bt_date *date = BT_ARENA_ARRAY(&f->arena, b->n + room, bt_date);

		memcpy(date, b->date, b->n * sizeof(*date));
		b->date = date;
		for (size_t i = 0; i < sizeof(col) / sizeof(col[0]); i++) {
			double *x = BT_ARENA_ARRAY(&f->arena, b->n + room, double);

			if (!*col[i])
				continue;
			memcpy(x, *col[i], b->n * sizeof(*x));
			*col[i] = x;
		}
	}
}

/* A lane that a kept pass may refuse to go on with makes it start afresh, as the engine does. */
static void
breadth__kept__equals_the_full_computation_bit_for_bit(void **state)
{
	size_t updates = 0, afresh = 0;

	(void)state;
	compared = 0;
	for (uint64_t seed = 1; updates < 1000; seed++) {
		struct bt_breadth_opts opts = {.price = ADJ, .intraday = seed % 2, .keep = 60,
		                               .counts = seed % 5 == 0};
		struct bt_panel panel;
		struct bt_breadth kept, full;
		struct fixture f;
		struct cells c;

		fixture_init(&f, seed, 1 + fixture_random(&f, 0) + seed * 29 % 150, 470 + seed * 13 % 90, 4);
		give_room(&f, 64);
		make(&f, opts, &f.arena, &panel, &kept);
		for (int i = 0; i < 50 && kept.n; i++, updates++) {
			bool append = fixture_random(&f, 3) == 0;
			bt_date date = kept.date[kept.n - 1] + append;
			struct bt_breadth_day day = {c.price, c.close, c.high, c.low, c.volume};
			struct bt_arena a;
			enum bt_status status;

			new_day(&f, date, &c, !append);
			status = append ? bt_breadth_append(&kept, date, &day) : bt_breadth_refresh(&kept, &day);
			bt_arena_init(&a, 0);
			opts.keep = 0;
			make(&f, opts, &a, &panel, &full);
			opts.keep = 60;
			if (status == BT_E_LIMIT || full.n != kept.n) {
				afresh++;        /* the newest day is no session after all */
				make(&f, opts, &f.arena, &panel, &kept);
			}
			assert_int_equal(full.n, kept.n);
			assert_int_equal(full.first, kept.first);
			assert_int_equal(full.date[full.n - 1], kept.date[kept.n - 1]);
			assert_same_bits(&full, &kept, i % 10 ? full.n - 1 : 0, full.n);
			bt_arena_release(&a);
		}
		fixture_release(&f);
	}
	printf("%zu updates, %zu comparisons, %zu times afresh\n", updates, compared, afresh);
	assert_true(afresh < updates / 2);
}

static void
breadth__kept__refuses_what_it_cannot_do(void **state)
{
	struct fixture f;
	struct bt_panel panel;
	struct bt_breadth b;
	double price[3] = {1, 2, 3};
	struct bt_breadth_day day = {.price = price};

	(void)state;
	fixture_init(&f, 3, 3, 40, 0);
	make(&f, (struct bt_breadth_opts){.price = ADJ}, &f.arena, &panel, &b);
	assert_int_equal(bt_breadth_refresh(&b, &day), BT_E_USAGE);
	make(&f, (struct bt_breadth_opts){.price = ADJ, .keep = 1}, &f.arena, &panel, &b);
	assert_int_equal(bt_breadth_append(&b, b.date[b.n - 1], &day), BT_E_USAGE);
	fixture_release(&f);
}

/* --- by hand ------------------------------------------------------------------------------------ */

struct flat {
	bt_date date[400];
	double price[400], volume[400];
};

static struct bt_panel_lane
flat_lane(struct flat *f, size_t n, double start, double step)
{
	for (size_t i = 0; i < n; i++) {
		f->date[i] = (bt_date)(20000 + i);
		f->price[i] = start + step * (double)i;
		f->volume[i] = 100;
	}
	return (struct bt_panel_lane){
		.bars = {.n = n, .date = f->date, .close = f->price, .volume = f->volume},
		.cap = NAN, .cap_date = BT_DATE_NONE};
}

static void
make_lanes(const struct bt_panel_lane *lane, size_t n, struct bt_arena *a, struct bt_breadth *b)
{
	struct bt_breadth_opts opts = {.price = ADJ};
	struct bt_panel panel;

	bt_arena_init(a, 0);
	assert_int_equal(bt_panel_make(lane, n, a, &panel), BT_OK);
	assert_int_equal(bt_breadth_make(&panel, &opts, a, a, b), BT_OK);
}

static void
breadth__of_nobody__has_no_session(void **state)
{
	struct bt_panel_lane empty[2] = {{.cap = NAN}, {.cap = NAN}};
	struct bt_arena a;
	struct bt_breadth b;

	(void)state;
	make_lanes(NULL, 0, &a, &b);
	assert_int_equal(b.n, 0);
	bt_arena_release(&a);
	make_lanes(empty, 2, &a, &b);
	assert_int_equal(b.n, 0);
	assert_int_equal(b.members, 2);
	assert_int_equal(b.covered, 0);
	bt_arena_release(&a);
}

static void
breadth__of_a_flat_market__moves_nothing_and_divides_by_nothing(void **state)
{
	static struct flat f;
	struct bt_panel_lane lane = flat_lane(&f, 300, 12.34, 0);
	struct bt_arena a;
	struct bt_breadth b;

	(void)state;
	make_lanes(&lane, 1, &a, &b);
	assert_true(at(&b, BT_BREADTH_UNCH, 299) == 1);
	assert_true(at(&b, BT_BREADTH_ABOVE20, 299) == 0);
	assert_true(at(&b, BT_BREADTH_N200, 299) == 1);
	assert_true(at(&b, BT_BREADTH_PCT200, 299) == 0);
	assert_true(isnan(at(&b, BT_BREADTH_AD_RATIO, 299)));
	assert_true(isnan(at(&b, BT_BREADTH_TRIN, 299)));
	assert_true(isnan(at(&b, BT_BREADTH_UPVOL_PCT, 299)));
	assert_true(isnan(at(&b, BT_BREADTH_POINTS_UP_PCT, 299)));
	assert_true(at(&b, BT_BREADTH_AD_PCT, 299) == 0);
	assert_true(at(&b, BT_BREADTH_RANA, 299) == 0);
	assert_true(at(&b, BT_BREADTH_ZBT_EMA10, 299) == 0.5);
	assert_true(at(&b, BT_BREADTH_REC_HI_PCT, 299) == 50);
	assert_true(at(&b, BT_BREADTH_DISP_EW, 299) == 0);
	assert_true(at(&b, BT_BREADTH_MC_SUM_MIEKKA, 299) == 1000);
	bt_arena_release(&a);
}

static void
breadth__of_252_and_253_bars__differs_in_the_extremes(void **state)
{
	static struct flat f;
	struct bt_panel_lane lane = flat_lane(&f, 253, 10, 0.01);
	struct bt_arena a;
	struct bt_breadth b;

	(void)state;
	make_lanes(&lane, 1, &a, &b);
	assert_true(at(&b, BT_BREADTH_N_HL, 251) == 0);
	assert_true(isnan(at(&b, BT_BREADTH_REC_HI_PCT, 251)));
	assert_true(at(&b, BT_BREADTH_N_HL, 252) == 1);
	assert_true(at(&b, BT_BREADTH_NEW_HI, 252) == 1);
	assert_true(at(&b, BT_BREADTH_NEW_LO, 252) == 0);
	assert_true(at(&b, BT_BREADTH_N20, 18) == 0 && at(&b, BT_BREADTH_N20, 19) == 1);
	assert_true(at(&b, BT_BREADTH_ABOVE20, 19) == 1);
	bt_arena_release(&a);
}

/* Three members, four days, by hand. */
static void
breadth__by_hand__three_members(void **state)
{
	static const double price[3][4] = {{10, 11, 10, 12}, {20, 20, 19, 20}, {5, 4, 4, 4.5}};
	struct flat f[3];
	struct bt_panel_lane lane[3];
	struct bt_arena a;
	struct bt_breadth b;

	(void)state;
	for (int l = 0; l < 3; l++) {
		lane[l] = flat_lane(&f[l], 4, 1, 0);
		memcpy(f[l].price, price[l], sizeof(price[l]));
		lane[l].cap = 100 * (l + 1);
		lane[l].cap_date = 20000;
	}
	make_lanes(lane, 3, &a, &b);
	assert_int_equal(b.first, 1);
	assert_true(isnan(at(&b, BT_BREADTH_RANA, 0)) && at(&b, BT_BREADTH_AD_LINE, 0) == 0);
	assert_true(at(&b, BT_BREADTH_ADV, 1) == 1 && at(&b, BT_BREADTH_DEC, 1) == 1);
	assert_true(at(&b, BT_BREADTH_UNCH, 1) == 1 && at(&b, BT_BREADTH_UPVOL, 1) == 100);
	assert_true(at(&b, BT_BREADTH_TRIN, 1) == 1);
	near(&b, BT_BREADTH_POINTS_UP_PCT, 1, 50, 1e-12);
	near(&b, BT_BREADTH_EW_RET, 1, 100 * (0.1 + 0 - 0.2) / 3, 1e-12);
	near(&b, BT_BREADTH_CW_RET, 1, 100 * (100 * 0.1 - 300 * 0.2) / 600, 1e-12);
	near(&b, BT_BREADTH_HHI_CW, 1, (1 + 4 + 9) / 36.0, 1e-12);
	near(&b, BT_BREADTH_AD_LINE, 3, 0 - 2 + 3, 0);
	near(&b, BT_BREADTH_CW_RET, 2,
	     100 * (110 * (10 / 11.0 - 1) + 200 * (0.95 - 1) + 0) / (110 + 200 + 240), 1e-12);
	bt_arena_release(&a);
}

static void
breadth__says_so__when_memory_ends(void **state)
{
	struct bt_breadth_opts opts = {.price = ADJ, .keep = 3};
	struct fixture f;
	size_t failed = 0;

	(void)state;
	fixture_init(&f, 9, 70, 300, 10);
	for (size_t max = 1000; max < 4000000; max += max / 3) {
		struct bt_panel panel;
		struct bt_breadth b;
		struct bt_arena a;

		bt_arena_init(&a, max);
		if (bt_panel_make(f.lane, f.n_lane, &a, &panel) != BT_OK ||
		    bt_breadth_make(&panel, &opts, &a, &a, &b) != BT_OK)
			failed++;
		bt_arena_release(&a);
	}
	assert_true(failed > 10);
	fixture_release(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(breadth__by_hand__three_members),
		cmocka_unit_test(breadth__of_nobody__has_no_session),
		cmocka_unit_test(breadth__of_a_flat_market__moves_nothing_and_divides_by_nothing),
		cmocka_unit_test(breadth__of_252_and_253_bars__differs_in_the_extremes),
		cmocka_unit_test(panel__sessions__are_those_of_half_of_the_members_alive),
		cmocka_unit_test(breadth__equals_the_plain_way__on_random_universes),
		cmocka_unit_test(breadth__gives_the_same_bits__with_vectors_of_any_width),
		cmocka_unit_test(breadth__does_not_depend__on_the_order_of_members),
		cmocka_unit_test(breadth__of_a_shorter_history__is_the_beginning_of_the_longer),
		cmocka_unit_test(breadth__kept__equals_the_full_computation_bit_for_bit),
		cmocka_unit_test(breadth__kept__refuses_what_it_cannot_do),
		cmocka_unit_test(breadth__says_so__when_memory_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
