#include "ui/internals.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "core/score.h"

#define BT_LEVELS(...) \
	(const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double)
#define BT_NO_LEVELS NULL, 0
#define LINE false
#define AREA true

static const struct bt_internal_spec specs[] = {
#define BT_INTERNAL(path, week, month, column, other, form, levels, fired) \
	{path, week, month, BT_BREADTH_##column, BT_BREADTH_##other, form, levels, BT_FIRED_##fired},
#include "spec/internals.def"
};

size_t
bt_internal_count(void)
{
	return sizeof(specs) / sizeof(specs[0]);
}

const struct bt_internal_spec *
bt_internal_spec(size_t i)
{
	return &specs[i];
}

const char *
bt_universe_short(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash && slash[1] ? slash + 1 : name;
}

/* --- what fired ---------------------------------------------------------------------------------------- */

static struct bt_dates
zweig_dates(const struct bt_zweigs *z, struct bt_arena *a)
{
	bt_date *at = BT_ARENA_ARRAY(a, z->n, bt_date);

	for (size_t i = 0; i < z->n; i++)
		at[i] = z->at[i].date;
	return (struct bt_dates){at, z->n};
}

/* Two lists of dates as one; in any order, since marks need none. */
static struct bt_dates
both(struct bt_dates x, struct bt_dates y, struct bt_arena *a)
{
	bt_date *at = BT_ARENA_ARRAY(a, x.n + y.n, bt_date);

	for (size_t i = 0; i < x.n + y.n; i++)
		at[i] = i < x.n ? x.at[i] : y.at[i - x.n];
	return (struct bt_dates){at, x.n + y.n};
}

static struct bt_dates
dates_of(const struct bt_signals *s, enum bt_fired fired, struct bt_arena *a)
{
	static const size_t at[] = {
		[BT_FIRED_WHALEY_ADT] = offsetof(struct bt_signals, thrusts.adt_thrust.all),
		[BT_FIRED_WHALEY_UDT] = offsetof(struct bt_signals, thrusts.udt_thrust.all),
		[BT_FIRED_DEEMER] = offsetof(struct bt_signals, thrusts.deemer.all),
		[BT_FIRED_UP90] = offsetof(struct bt_signals, desmond.up),
		[BT_FIRED_DOWN90] = offsetof(struct bt_signals, desmond.down),
		[BT_FIRED_OMEN] = offsetof(struct bt_signals, hindenburg.omen),
		[BT_FIRED_CONFIRMED] = offsetof(struct bt_signals, hindenburg.confirmed),
	};

	if (fired == BT_FIRED_NONE)
		return (struct bt_dates){NULL, 0};
	if (fired == BT_FIRED_ZWEIG)
		return zweig_dates(&s->zweig, a);
	if (fired == BT_FIRED_CAPITULATION)
		return both(s->thrusts.adt_capitulation.all, s->thrusts.udt_capitulation.all, a);
	return *(const struct bt_dates *)((const char *)s + at[fired]);
}

/* Of the dates those that are among the shown: nothing fired after the day that is shown last. */
static void
find_marks(struct bt_internal_series *s, const struct bt_signals *signals, enum bt_fired fired,
           struct bt_arena *a)
{
	struct bt_dates d = signals ? dates_of(signals, fired, a) : (struct bt_dates){NULL, 0};
	struct bt_chart_mark *mark = BT_ARENA_ARRAY(a, d.n, struct bt_chart_mark);

	for (size_t i = 0; i < d.n; i++) {
		size_t at = bt_dates_find(s->date, s->n, d.at[i]);

		if (at < s->n)
			mark[s->n_mark++] = (struct bt_chart_mark){at, BT_MARK_SIGNAL};
	}
	s->mark = mark;
}

/* --- values ---------------------------------------------------------------------------------------------- */

static const double *
values_of(const struct bt_breadth *b, int column, size_t first, size_t n, struct bt_arena *a)
{
	double *score;

	if (column == BT_BREADTH_NONE)
		return NULL;
	if (column != BT_BREADTH_SCORE)
		return b->col[column] + first;
	score = BT_ARENA_ARRAY(a, n, double);
	for (size_t i = 0; i < n; i++)
		score[i] = bt_score_breadth(b, first + i).score;
	return score;
}

/* The index that a list belongs to, where it has one of its own. */
static const char *
own_index(const char *universe)
{
	static const struct {
		const char *universe, *index;
	} known[] = {{"sp500", "^GSPC"}, {"nasdaq100", "^NDX"}, {"dow30", "^DJI"}};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(universe, known[i].universe) == 0)
			return known[i].index;
	return NULL;
}

/* Closes of an index on the shown sessions: both ascend, so one walk finds them. */
static void
find_index(struct bt_internal_series *s, const struct bt_market *m, const char *name, struct bt_arena *a)
{
	struct bt_bars bars = bt_market_bars(m, name, s->date[s->n - 1]);
	size_t k = bt_dates_upto(bars.date, bars.n, s->date[0]);
	double *out;

	if (bars.n == 0)
		return;
	s->index_name = name;
	s->index = out = BT_ARENA_ARRAY(a, s->n, double);
	k -= k > 0;
	for (size_t i = 0; i < s->n; i++) {
		while (k < bars.n && bars.date[k] < s->date[i])
			k++;
		out[i] = k < bars.n && bars.date[k] == s->date[i] ? bars.close[k] : NAN;
	}
}

struct bt_internal_series
bt_internal_series(const struct bt_market *m, const struct bt_universe_breadth *u,
                   const struct bt_internal_spec *spec, enum bt_range range, bt_date as_of,
                   struct bt_arena *a)
{
	const struct bt_breadth *b = u->breadth;
	const char *own = own_index(u->universe->name);
	size_t n = bt_dates_upto(b->date, b->n, as_of), first;
	struct bt_internal_series s = {.n = 0};

	if (n == 0)
		return s;
	first = bt_range_first(b->date, n, range, as_of);
	s.n = n - first;
	s.date = b->date + first;
	s.value = values_of(b, spec->column, first, s.n, a);
	s.other = values_of(b, spec->other, first, s.n, a);
	if (own)
		find_index(&s, m, own, a);
	if (!s.index)
		find_index(&s, m, u->index ? u->index : "^GSPC", a);
	find_marks(&s, u->signals, spec->fired, a);
	return s;
}
