/* test_edges.c - what each metric of spec/metrics.def answers at its edges, as tables: without members or bars,
 * with one, one bar short of its window and with just enough, on the first session, where nothing moves, and
 * where a quotient is 0/0.  Expected values follow from the definitions of indicators.md for prices that rise
 * by one a bar, or stand still.  */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/average.h"
#include "core/basket.h"
#include "core/breadth.h"
#include "core/channel.h"
#include "core/concentration.h"
#include "core/correlation.h"
#include "core/levels.h"
#include "core/metric.h"
#include "core/outperform.h"
#include "core/records.h"
#include "core/returns.h"
#include "core/rotation.h"
#include "core/score.h"
#include "core/signals.h"
#include "core/trend.h"
#include "core/vix.h"
#include "core/weeks.h"

#define BARS 800
#define N NAN

static bool seen[BT_METRIC_COUNT];
static size_t compared, wrong;

static void
check(const char *what, const char *where, double got, double want)
{
	bool same = isnan(want) ? isnan(got) : fabs(got - want) <= 1e-9 * fmax(1, fabs(want));

	compared++;
	wrong += !same;
	if (!same)
		print_error("%s, %s: %.17g, not %.17g\n", what, where, got, want);
}

/* Weekdays from Monday, 2018-01-01: a complete week is five bars. */
static struct bt_bars
bars(size_t n, double step, struct bt_arena *a)
{
	bt_date *date = BT_ARENA_ARRAY(a, n, bt_date);
	double *close = BT_ARENA_ARRAY(a, n, double), *high = BT_ARENA_ARRAY(a, n, double);
	double *volume = BT_ARENA_ARRAY(a, n, double);

	for (size_t i = 0; i < n; i++) {
		date[i] = bt_date_ymd(2018, 1, 1) + (bt_date)(i / 5 * 7 + i % 5);
		close[i] = 100 + step * (double)i;
		high[i] = close[i] + 1;
		volume[i] = 100;
	}
	return (struct bt_bars){.n = n, .date = date, .close = close, .high = high, .volume = volume};
}

/* --- breadth --------------------------------------------------------------------------------------- */

/* First session of three members; three flat ones after 300; one that rises, on its 252nd and 253rd bar. */
static const struct {
	enum bt_breadth_col col;
	double first, flat, at252, at253;
} columns[] = {
	{BT_BREADTH_NBAR, 3, 3, 1, 1},        {BT_BREADTH_ADV, 0, 0, 1, 1},
	{BT_BREADTH_DEC, 0, 0, 0, 0},         {BT_BREADTH_UNCH, 0, 3, 0, 0},
	{BT_BREADTH_NET, 0, 0, 1, 1},         {BT_BREADTH_AD_PCT, N, 0, 100, 100},
	{BT_BREADTH_AD_RATIO, N, N, N, N},    {BT_BREADTH_AD_LINE, 0, 0, 251, 252},
	{BT_BREADTH_AD_PCT_LINE, 0, 0, 25100, 25200}, {BT_BREADTH_UPVOL, 0, 0, 100, 100},
	{BT_BREADTH_DNVOL, 0, 0, 0, 0},       {BT_BREADTH_UNVOL, 0, 300, 0, 0},
	{BT_BREADTH_UPVOL_PCT, N, N, 100, 100}, {BT_BREADTH_POINTS_UP_PCT, N, N, 100, 100},
	{BT_BREADTH_TRIN, N, N, N, N},        {BT_BREADTH_TRIN10_OPEN, N, N, N, N},
	{BT_BREADTH_N20, 0, 3, 1, 1},         {BT_BREADTH_ABOVE20, 0, 0, 1, 1},
	{BT_BREADTH_PCT20, N, 0, 100, 100},   {BT_BREADTH_N50, 0, 3, 1, 1},
	{BT_BREADTH_ABOVE50, 0, 0, 1, 1},     {BT_BREADTH_PCT50, N, 0, 100, 100},
	{BT_BREADTH_N100, 0, 3, 1, 1},        {BT_BREADTH_ABOVE100, 0, 0, 1, 1},
	{BT_BREADTH_PCT100, N, 0, 100, 100},  {BT_BREADTH_N200, 0, 3, 1, 1},
	{BT_BREADTH_ABOVE200, 0, 0, 1, 1},    {BT_BREADTH_PCT200, N, 0, 100, 100},
	{BT_BREADTH_N_HL, 0, 3, 0, 1},        {BT_BREADTH_NEW_HI, 0, 0, 0, 1},
	{BT_BREADTH_NEW_LO, 0, 0, 0, 0},      {BT_BREADTH_REC_HI_PCT, N, 50, N, 100},
	{BT_BREADTH_HILO10, N, 50, N, N},     {BT_BREADTH_RANA, N, 0, 1000, 1000},
	{BT_BREADTH_MC_T10, N, 0, 1000, 1000}, {BT_BREADTH_MC_T5, N, 0, 1000, 1000},
	{BT_BREADTH_MC_OSC, N, 0, 0, 0},      {BT_BREADTH_MC_SUM, N, 0, 0, 0},
	{BT_BREADTH_MC_SUM_MIEKKA, N, 1000, 11000, 11000}, {BT_BREADTH_MC_OSC_PLAIN, N, 0, 0, 0},
	{BT_BREADTH_MC_SUM_PLAIN, N, 0, 0, 0}, {BT_BREADTH_ZBT_EMA10, N, 0.5, 1, 1},
	{BT_BREADTH_ADT5, N, N, 100, 100},    {BT_BREADTH_UDT5, N, N, 100, 100},
	{BT_BREADTH_DEEMER10, N, N, N, N},    {BT_BREADTH_EW_RET, N, 0, 100 / 350.0, 100 / 351.0},
	{BT_BREADTH_DISP_EW, N, 0, 0, 0},     {BT_BREADTH_CW_RET, N, 0, 100 / 350.0, 100 / 351.0},
	{BT_BREADTH_DISP_CW, N, 0, 0, 0},     {BT_BREADTH_HHI_CW, N, 1 / 3.0, 1, 1},
};

static struct bt_breadth
breadth_of(size_t members, size_t n, double step, struct bt_arena *a)
{
	struct bt_breadth_opts opts = {.price = BT_PRICE_ADJCLOSE};
	struct bt_panel_lane lane[3] = {{.n_run = 0}};
	struct bt_panel panel;
	struct bt_breadth b;

	for (size_t i = 0; i < members; i++)
		lane[i] = (struct bt_panel_lane){.bars = bars(n, step, a), .cap = 1e9,
		                                 .cap_date = bt_date_ymd(2018, 1, 1)};
	assert_int_equal(bt_panel_make(lane, members, a, &panel), BT_OK);
	assert_int_equal(bt_breadth_make(&panel, &opts, a, a, &b), BT_OK);
	return b;
}

static void
edges__of_breadth__every_column(void **state)
{
	static const char *const metric[] = {
#define BT_BREADTH(id, name, metric, format, width, title, help) metric,
#include "spec/breadth.def"
	};
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 0);
	assert_int_equal(sizeof(columns) / sizeof(columns[0]), BT_BREADTH_COUNT);
	assert_int_equal(breadth_of(0, 0, 0, &a).n, 0);          /* no members */
	assert_int_equal(breadth_of(3, 0, 0, &a).n, 0);          /* all missing */
	struct bt_breadth first = breadth_of(3, 40, 1, &a), flat = breadth_of(3, 300, 0, &a);
	struct bt_breadth one = breadth_of(1, 253, 1, &a);

	for (int c = 0; c < BT_BREADTH_COUNT; c++) {
		const char *name = bt_breadth_name((enum bt_breadth_col)c);

		assert_int_equal(columns[c].col, c);
		check(name, "first session", first.col[c][0], columns[c].first);
		check(name, "flat", flat.col[c][299], columns[c].flat);
		check(name, "one member, bar 252", one.col[c][251], columns[c].at252);
		check(name, "one member, bar 253", one.col[c][252], columns[c].at253);
		if (metric[c])
			seen[bt_metric_find(metric[c])] = true;
	}
	bt_arena_release(&a);
	assert_int_equal(wrong, 0);
}

/* --- series ------------------------------------------------------------------------------------------ */

typedef void fill_fn(const double *, size_t, size_t, double *);

static double
last_of(fill_fn *fill, const struct bt_bars *b, size_t window, struct bt_arena *a)
{
	double *out = BT_ARENA_ARRAY(a, b->n, double);

	if (b->n)
		fill(b->close, b->n, window, out);
	return b->n ? out[b->n - 1] : NAN;
}

static void
z_of(const double *x, size_t n, size_t window, double *out)
{
	bt_average_z(x, n, window, 0, out);
}

#define SERIES(name, fill, window) \
	static double name(const struct bt_bars *b, struct bt_arena *a) { return last_of(fill, b, window, a); }
SERIES(sma20, bt_average_sma, 20)
SERIES(ema12, bt_average_ema, 12)
SERIES(roc10, bt_average_roc, 10)
SERIES(rsi14, bt_average_rsi, 14)
SERIES(z60, z_of, 60)
SERIES(mansfield, bt_average_mansfield, 252)

/* Against the same prices twice as high: the returns are equal. */
static double
pair_of(const struct bt_bars *b, struct bt_arena *a, bool beta)
{
	double *twice = BT_ARENA_ARRAY(a, b->n, double), *out[2];

	for (size_t i = 0; i < b->n; i++)
		twice[i] = 2 * b->close[i];
	out[0] = BT_ARENA_ARRAY(a, b->n, double);
	out[1] = BT_ARENA_ARRAY(a, b->n, double);
	assert_int_equal(bt_correlation(b->close, twice, b->n, 63, a, out[0], out[1]), BT_OK);
	return b->n ? out[beta][b->n - 1] : NAN;
}

static double
corr(const struct bt_bars *b, struct bt_arena *a)
{
	return pair_of(b, a, false);
}

static double
beta(const struct bt_bars *b, struct bt_arena *a)
{
	return pair_of(b, a, true);
}

static double
trend(const struct bt_bars *b, struct bt_arena *a)
{
	struct bt_trend t;

	assert_int_equal(bt_trend_find(b->close, b->n, false, &bt_trend_defaults, a, &t), BT_OK);
	return (double)t.valid_lines;
}

static double
channel(const struct bt_bars *b, struct bt_arena *a)
{
	struct bt_channel c;

	assert_int_equal(bt_channel_fit(b->close, b->n, 252, a, &c), BT_OK);
	return isnan(c.slope_pct_per_year) ? NAN : (double)((c.slope_pct_per_year > 0) - (c.slope_pct_per_year < 0));
}

/* Of the newest complete week against a benchmark that stands at 50; NULL: none. */
static const struct bt_rotation_week *
week_of(const struct bt_bars *b, struct bt_arena *a)
{
	struct bt_line line = bt_bars_line(b, BT_PRICE_CLOSE), bench = line;
	double *fifty = BT_ARENA_ARRAY(a, b->n, double);
	struct bt_rotation r;

	for (size_t i = 0; i < b->n; i++)
		fifty[i] = 50;
	bench.value = fifty;
	assert_int_equal(bt_rotation(&line, &bench, 14, 0, a, &r), BT_OK);
	return r.n ? &r.week[r.n - 1] : NULL;
}

#define WEEK(name, what) \
	static double name(const struct bt_bars *b, struct bt_arena *a) \
	{ \
		const struct bt_rotation_week *w = week_of(b, a); \
		return w ? (double)(what) : NAN; \
	}
WEEK(rs, w->rs)
WEEK(rotation_z, w->z.ratio)
WEEK(rotation_pct, w->pct.ratio)
WEEK(quadrant, w->pct.quadrant)

static double
return_1d(const struct bt_bars *b, struct bt_arena *a)
{
	struct bt_line line = bt_bars_line(b, BT_PRICE_CLOSE);

	(void)a;
	return bt_return_at(&line, b->n ? b->date[b->n - 1] : 0,
	                    (struct bt_horizon){BT_HORIZON_1D, BT_DATE_NONE}, BT_BASE_PREV).pct;
}

static struct bt_growth
growth_of(const struct bt_bars *b)
{
	struct bt_line line = bt_bars_line(b, BT_PRICE_CLOSE);

	return bt_growth_at(&line, b->n ? b->date[b->n - 1] : 0, (struct bt_horizon){BT_HORIZON_1Y, BT_DATE_NONE});
}

#define OF_BARS(name, what) \
	static double name(const struct bt_bars *b, struct bt_arena *a) { (void)a; return (double)(what); }
OF_BARS(growth, growth_of(b).growth)
OF_BARS(cagr, growth_of(b).cagr_pct)
OF_BARS(annualized, growth_of(b).annualized_252_pct)
OF_BARS(ath, bt_records_of(b).ath.dist_pct)
OF_BARS(record, bt_records_of(b).is_record)
OF_BARS(intraday, bt_records_of(b).is_intraday_record)
OF_BARS(range, bt_records_of(b).bars252)
OF_BARS(since, bt_records_of(b).highest.all ? -1 : bt_records_of(b).highest.sessions)
OF_BARS(day_streak, bt_records_of(b).day_streak)
OF_BARS(week_streak, bt_records_of(b).week_streak)
OF_BARS(regime, b->n ? (double)bt_vix_of(b).regime : NAN)
OF_BARS(rank, bt_vix_of(b).pct_rank252)
OF_BARS(vix_sma, bt_vix_of(b).vs_sma50_pct)

static double
relative_weeks(const struct bt_bars *b, struct bt_arena *a)
{
	struct bt_bars still = bars(b->n, 0, a);
	struct bt_line x = bt_bars_line(b, BT_PRICE_CLOSE), y = bt_bars_line(&still, BT_PRICE_CLOSE);
	struct bt_relative_weeks out;

	assert_int_equal(bt_weeks_relative(&x, &y, a, &out), BT_OK);
	return out.streak;
}

static double
level(const struct bt_bars *b, struct bt_arena *a)
{
	size_t n = 0;
	bool up;

	(void)a;
	for (size_t i = bt_level_next(b, 100.5, 0, &up); i < b->n; i = bt_level_next(b, 100.5, i + 1, &up))
		n += up;
	return (double)n;
}

static double
basket(enum bt_basket kind, const struct bt_bars *b, struct bt_arena *a)
{
	const double *const price[] = {b->close};
	double *out = BT_ARENA_ARRAY(a, b->n, double);

	bt_basket_level(kind, b->date, price, 1, b->n, out);
	return b->n ? out[b->n - 1] : NAN;
}

#define BASKET(name, kind) \
	static double name(const struct bt_bars *b, struct bt_arena *a) { return basket(kind, b, a); }
BASKET(ewq, BT_BASKET_QUARTERLY)
BASKET(ewd, BT_BASKET_DAILY)
BASKET(ewh, BT_BASKET_HELD)

/* Without bars, with one, one bar fewer than `bars`, with so many, and standing still. */
static const struct {
	enum bt_metric metric;
	double (*of)(const struct bt_bars *, struct bt_arena *);
	size_t bars;
	double empty, one, fewer, enough, flat;
} series[] = {
	{BT_METRIC_SMA, sma20, 20, N, N, N, 109.5, 100},
	{BT_METRIC_EMA, ema12, 12, N, N, N, 105.5, 100},
	{BT_METRIC_ROC, roc10, 11, N, N, N, 10, 0},
	{BT_METRIC_RSI, rsi14, 15, N, N, N, 100, 50},
	{BT_METRIC_Z, z60, 60, N, N, N, 1.7034198966380236, N},   /* 29.5/sqrt(3599/12); flat 0/0 */
	{BT_METRIC_MANSFIELD, mansfield, 252, N, N, N, 100 * (351 / 225.5 - 1), 0},
	{BT_METRIC_CORR, corr, 64, N, N, N, 1, N},
	{BT_METRIC_BETA, beta, 64, N, N, N, 1, N},
	{BT_METRIC_TREND, trend, 756, 0, 0, 0, 0, 0},
	{BT_METRIC_CHANNEL, channel, 252, N, N, N, 1, 0},
	{BT_METRIC_RS, rs, 5, N, N, N, 208, 200},
	{BT_METRIC_ROTATION_Z, rotation_z, 70, N, N, N, 101.55379719213471, N}, /* 6.5/sqrt(17.5) */
	{BT_METRIC_ROTATION_PCT, rotation_pct, 70, N, N, N, 100 * 338 / 273.0, 100},
	{BT_METRIC_QUADRANT, quadrant, 135, N, N, 0, BT_QUADRANT_WEAKENING, BT_QUADRANT_LEADING},
	{BT_METRIC_RETURN, return_1d, 2, N, N, N, 1, 0},
	{BT_METRIC_GROWTH, growth, 262, N, N, N, 3.61, 1},
	{BT_METRIC_CAGR, cagr, 262, N, N, N, 261.3175495180414, 0},    /* 3.61^(365.25/365) */
	{BT_METRIC_ANNUALIZED_252, annualized, 262, N, N, N, 245.36857257442736, 0},  /* 3.61^(252/261) */
	{BT_METRIC_ATH, ath, 1, N, 0, N, 0, 0},
	{BT_METRIC_RECORD, record, 2, 0, 0, 0, 1, 0},
	{BT_METRIC_INTRADAY_RECORD, intraday, 2, 0, 0, 0, 1, 0},
	{BT_METRIC_RANGE252, range, 252, 0, 1, 251, 252, 252},
	{BT_METRIC_SINCE, since, 2, 0, -1, -1, -1, 1},
	{BT_METRIC_DAY_STREAK, day_streak, 2, 0, 0, 0, 1, 0},
	{BT_METRIC_WEEK_STREAK, week_streak, 10, 0, 0, 0, 1, 0},
	{BT_METRIC_RELATIVE_WEEKS, relative_weeks, 10, 0, 0, 0, 1, 0},
	{BT_METRIC_LEVEL, level, 2, 0, 0, 0, 1, 0},
	{BT_METRIC_VIX_REGIME, regime, 1, N, BT_VIX_EXTREME, N, BT_VIX_EXTREME, BT_VIX_EXTREME},
	{BT_METRIC_VIX_RANK, rank, 2, N, N, N, 100, 0},
	{BT_METRIC_VIX_SMA, vix_sma, 50, N, N, N, 100 * (149 / 124.5 - 1), 0},
	{BT_METRIC_EWQ, ewq, 2, N, 100, 100, 101, 100},
	{BT_METRIC_EWD, ewd, 2, N, 100, 100, 101, 100},
	{BT_METRIC_EWH, ewh, 2, N, 100, 100, 101, 100},
};

static void
edges__of_series__every_metric(void **state)
{
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(series) / sizeof(series[0]); i++) {
		const char *name = bt_metric_spec(series[i].metric)->name;
		struct bt_bars empty = {.n = 0}, one = bars(1, 1, &a), fewer = bars(series[i].bars - 1, 1, &a);
		struct bt_bars enough = bars(series[i].bars, 1, &a), flat = bars(BARS, 0, &a);

		check(name, "no bars", series[i].of(&empty, &a), series[i].empty);
		check(name, "one bar", series[i].of(&one, &a), series[i].one);
		check(name, "one bar short", series[i].of(&fewer, &a), series[i].fewer);
		check(name, "just enough", series[i].of(&enough, &a), series[i].enough);
		check(name, "flat", series[i].of(&flat, &a), series[i].flat);
		seen[series[i].metric] = true;
	}
	bt_arena_release(&a);
	assert_int_equal(wrong, 0);
}

/* --- a universe on a day ----------------------------------------------------------------------------- */

struct day {
	struct bt_market market;
	struct bt_universe universe;
	struct bt_breadth b;
	struct bt_concentration c;
	struct bt_outperform over;
	struct bt_signals signals;
	double cap;                      /* of the first member */
};

/* members of the list, of which so many are in the market, for 300 bars */
static struct day
day_of(size_t members, size_t there, double step, struct bt_arena *a)
{
	static const char *const name[] = {"A", "B", "C"};
	struct bt_universe_member *m = BT_ARENA_ARRAY(a, members, struct bt_universe_member);
	struct bt_security *sec = BT_ARENA_ARRAY(a, there, struct bt_security);
	struct bt_bars still = bars(300, 0, a);
	struct bt_line bench = bt_bars_line(&still, BT_PRICE_CLOSE);
	bt_date now = bench.date[299];
	struct day d = {.cap = NAN};

	for (size_t i = 0; i < there; i++)
		sec[i] = (struct bt_security){.symbol = name[i], .bars = bars(300, step, a)};
	for (size_t i = 0; i < members; i++)
		m[i] = (struct bt_universe_member){.symbol = name[i], .cap = 1e9, .cap_date = bench.date[0]};
	d.market = (struct bt_market){.sec = sec, .n = there};
	d.universe = (struct bt_universe){.name = "edge", .member = m, .n = members};
	d.b = breadth_of(there, 300, step, a);
	if (there)
		d.cap = bt_cap_on(&sec[0].bars, 1e9, bench.date[0], now);
	assert_int_equal(bt_concentration_make(bt_roll_make(&d.market, &d.universe, a), now, now,
	                                       (struct bt_horizon){BT_HORIZON_3M, BT_DATE_NONE},
	                                       BT_PRICE_ADJCLOSE, a, &d.c), BT_OK);
	d.over = bt_outperform_at(bt_roll_make(&d.market, &d.universe, a), &bench, bench.date[236], now, BT_PRICE_ADJCLOSE);
	assert_int_equal(bt_signals_make(&d.b, d.b.n, &bench, a, &d.signals), BT_OK);
	return d;
}

static double
score(const struct day *d, int part)
{
	struct bt_breadth_score s;

	if (!d->b.n)
		return NAN;
	s = bt_score_breadth(&d->b, d->b.n - 1);
	return part < 0 ? s.score : s.part[part];
}

static double
rotation_score(const struct day *d)
{
	struct bt_rotation_inputs in = {.ratio = 1, .ratio_sma50 = 1, .ratio_sma200 = 1, .ew_cw_roc63 = NAN,
	                                .small_cw_roc63 = NAN, .pct_outperforming63 = d->over.pct,
	                                .week_streak = d->over.n ? 0 : NAN};

	return bt_score_rotation(&in).score;
}

#define OF_DAY(name, what) static double name(const struct day *d) { return (double)(what); }
OF_DAY(cap_weight, d->cap)
OF_DAY(outperform, d->over.pct)
OF_DAY(concentration, d->c.cw_pct)
OF_DAY(top7, d->c.by_weight_pp)
OF_DAY(top7_share, d->c.share_pct)
OF_DAY(effective_n, d->c.effective_n_base)
OF_DAY(pct_above_cw, d->c.pct_above_cw)
OF_DAY(zweig, d->signals.zweig.n)
OF_DAY(whaley, d->signals.thrusts.adt_thrust.all.n > 0)
OF_DAY(deemer, d->signals.thrusts.deemer.all.n)
OF_DAY(desmond, d->signals.desmond.up.n > 0)
OF_DAY(hindenburg, d->signals.hindenburg.both.n)
OF_DAY(mc_scaled, score(d, BT_SCORE_MC_SCALED))
OF_DAY(adv_scaled, score(d, BT_SCORE_ADV_SCALED))
OF_DAY(breadth_score, score(d, -1))

/* No members; three of which none is there; one that rises; three that stand still. */
static const struct {
	enum bt_metric metric;
	double (*of)(const struct day *);
	double nobody, absent, one, flat;
} days[] = {
	{BT_METRIC_CAP_WEIGHT, cap_weight, N, N, 399e7, 1e9},
	{BT_METRIC_OUTPERFORM, outperform, N, N, 100, 0},
	{BT_METRIC_CONCENTRATION, concentration, N, N, 100 * (399 / 333.0 - 1), 0},
	{BT_METRIC_TOP7, top7, N, N, 100 * (399 / 333.0 - 1), 0},
	{BT_METRIC_TOP7_SHARE, top7_share, N, N, 100, N},        /* flat: 0/0 */
	{BT_METRIC_EFFECTIVE_N, effective_n, N, N, 1, 3},
	{BT_METRIC_PCT_ABOVE_CW, pct_above_cw, N, N, 0, 0},
	{BT_METRIC_ZWEIG, zweig, 0, 0, 0, 0},
	{BT_METRIC_WHALEY, whaley, 0, 0, 1, 0},
	{BT_METRIC_DEEMER, deemer, 0, 0, 0, 0},                  /* no decline: 10/0 */
	{BT_METRIC_DESMOND, desmond, 0, 0, 1, 0},
	{BT_METRIC_HINDENBURG, hindenburg, 0, 0, 0, 0},
	{BT_METRIC_MC_SCALED, mc_scaled, N, N, 50, 50},
	{BT_METRIC_ADV_SCALED, adv_scaled, N, N, 100, 50},
	{BT_METRIC_BREADTH_SCORE, breadth_score, N, N, 90, 30},
	{BT_METRIC_ROTATION_SCORE, rotation_score, N, N, 25, -25},
};

static void
edges__of_a_day__every_metric(void **state)
{
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 0);
	struct day nobody = day_of(0, 0, 0, &a), absent = day_of(3, 0, 0, &a);
	struct day one = day_of(1, 1, 1, &a), flat = day_of(3, 3, 0, &a);

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		const char *name = bt_metric_spec(days[i].metric)->name;

		check(name, "no members", days[i].of(&nobody), days[i].nobody);
		check(name, "all missing", days[i].of(&absent), days[i].absent);
		check(name, "one member", days[i].of(&one), days[i].one);
		check(name, "flat", days[i].of(&flat), days[i].flat);
		seen[days[i].metric] = true;
	}
	bt_arena_release(&a);
	assert_int_equal(wrong, 0);
}

/* Every metric is in a table here, or its edges are where this says. */
static void
edges__are_known__of_every_metric(void **state)
{
	static const struct {
		const char *name, *where;
	} elsewhere[] = {
		{"expr", "core/test_expr.c"},        {"change", "model/test_report_market.c"},
		{"day_range", "model/test_report_market.c"}, {"rank", "model/test_report_series.c"},
	};
	size_t without = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		seen[bt_metric_find(elsewhere[i].name)] = true;
	for (int m = 0; m < BT_METRIC_COUNT; m++)
		if (!seen[m])
			printf("no edges here: %s (%zu)\n", bt_metric_spec((enum bt_metric)m)->name, ++without);
	printf("%zu edges compared\n", compared);
	assert_true(compared >= 4 * BT_BREADTH_COUNT + 5 * sizeof(series) / sizeof(series[0])
	            + 4 * sizeof(days) / sizeof(days[0]));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(edges__of_breadth__every_column),
		cmocka_unit_test(edges__of_series__every_metric),
		cmocka_unit_test(edges__of_a_day__every_metric),
		cmocka_unit_test(edges__are_known__of_every_metric),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
