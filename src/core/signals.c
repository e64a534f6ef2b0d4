#include "core/signals.h"

#include <math.h>

#include "core/breadth_step.h"

/* --- Zweig --------------------------------------------------------------------------------------- */

#define ZWEIG_LOW 0.40
#define ZWEIG_HIGH 0.615
#define ZWEIG_SPAN 10

enum bt_status
bt_signal_zweig(const struct bt_breadth *b, size_t n, struct bt_arena *a, struct bt_zweigs *out)
{
	const double *ema = b->col[BT_BREADTH_ZBT_EMA10];
	struct bt_zweig *at = BT_ARENA_ARRAY(a, n, struct bt_zweig);
	size_t low = n;                  /* the latest session below; n: none since the last thrust */

	*out = (struct bt_zweigs){.at = at};
	if (!at)
		return BT_E_NOMEM;
	for (size_t t = 1; t < n; t++) {
		if (ema[t - 1] < ZWEIG_LOW)
			low = t - 1;
		if (!(ema[t - 1] <= ZWEIG_HIGH && ema[t] > ZWEIG_HIGH) || low == n || t - low > ZWEIG_SPAN)
			continue;
		at[out->n++] = (struct bt_zweig){b->date[t], b->date[low], (int)(t - low), ema[low], ema[t]};
		low = n;
	}
	return BT_OK;
}

/* --- Whaley, Deemer ------------------------------------------------------------------------------ */

#define REPEAT 10

struct bound {
	enum bt_breadth_col col;
	bool above;
	double value;
	size_t out;                      /* place in struct bt_thrusts */
};

static enum bt_status
find_beyond(const struct bt_breadth *b, size_t n, const struct bound *v, struct bt_arena *a,
            struct bt_thrust *out)
{
	bt_date *all = BT_ARENA_ARRAY(a, n, bt_date), *first = BT_ARENA_ARRAY(a, n, bt_date);
	size_t last = 0;

	*out = (struct bt_thrust){{all, 0}, {first, 0}};
	if (!all || !first)
		return BT_E_NOMEM;
	for (size_t t = 0; t < n; t++) {
		double x = b->col[v->col][t];

		if (!(v->above ? x > v->value : x < v->value))
			continue;
		all[out->all.n++] = b->date[t];
		if (out->first.n && t - last <= REPEAT)
			continue;
		first[out->first.n++] = b->date[t];
		last = t;
	}
	return BT_OK;
}

enum bt_status
bt_signal_thrusts(const struct bt_breadth *b, size_t n, struct bt_arena *a, struct bt_thrusts *out)
{
	static const struct bound bound[] = {
		{BT_BREADTH_ADT5, true, 73.66, offsetof(struct bt_thrusts, adt_thrust)},
		{BT_BREADTH_ADT5, false, 19.05, offsetof(struct bt_thrusts, adt_capitulation)},
		{BT_BREADTH_UDT5, true, 77.88, offsetof(struct bt_thrusts, udt_thrust)},
		{BT_BREADTH_UDT5, false, 16.41, offsetof(struct bt_thrusts, udt_capitulation)},
		{BT_BREADTH_DEEMER10, true, 1.97, offsetof(struct bt_thrusts, deemer)},
	};

	for (size_t i = 0; i < sizeof(bound) / sizeof(bound[0]); i++) {
		struct bt_thrust *thrust = (struct bt_thrust *)(void *)((char *)out + bound[i].out);

		if (find_beyond(b, n, &bound[i], a, thrust) != BT_OK)
			return BT_E_NOMEM;
	}
	return BT_OK;
}

/* --- Desmond ------------------------------------------------------------------------------------- */

enum bt_status
bt_signal_desmond(const struct bt_breadth *b, size_t n, struct bt_arena *a, struct bt_desmond *out)
{
	bt_date *up = BT_ARENA_ARRAY(a, n, bt_date), *down = BT_ARENA_ARRAY(a, n, bt_date);

	*out = (struct bt_desmond){{up, 0}, {down, 0}};
	if (!up || !down)
		return BT_E_NOMEM;
	for (size_t t = 0; t < n; t++) {
		double volume = BT_AT(b, UPVOL_PCT, t), points = BT_AT(b, POINTS_UP_PCT, t);

		if (volume >= 90 && points >= 90)
			up[out->up.n++] = b->date[t];
		if (volume <= 10 && points <= 10)
			down[out->down.n++] = b->date[t];
	}
	return BT_OK;
}

/* --- Hindenburg ---------------------------------------------------------------------------------- */

#define INDEX_BACK 50
#define CONFIRM_SPAN 36
#define VALID_SPAN 30

static bool
index_rises(const struct bt_line *index, bt_date d)
{
	size_t i = bt_dates_find(index->date, index->n, d);

	return i < index->n && i >= INDEX_BACK && index->value[i] > index->value[i - INDEX_BACK];
}

/* Valid for some sessions, and then while the oscillator is below 0. */
static bool
is_active(const struct bt_breadth *b, size_t n, size_t last_omen)
{
	return n - 1 - last_omen <= VALID_SPAN && BT_AT(b, MC_OSC, n - 1) < 0;
}

enum bt_status
bt_signal_hindenburg(const struct bt_breadth *b, size_t n, const struct bt_line *index,
                     struct bt_arena *a, struct bt_hindenburg *out)
{
	bt_date *both = BT_ARENA_ARRAY(a, n, bt_date), *omen = BT_ARENA_ARRAY(a, n, bt_date);
	bt_date *confirmed = BT_ARENA_ARRAY(a, n, bt_date);
	size_t last = 0;

	*out = (struct bt_hindenburg){.both = {both, 0}, .omen = {omen, 0}, .confirmed = {confirmed, 0}};
	if (!both || !omen || !confirmed)
		return BT_E_NOMEM;
	for (size_t t = 0; t < n; t++) {
		double moved = BT_AT(b, ADV, t) + BT_AT(b, DEC, t);
		double hi = BT_AT(b, NEW_HI, t), lo = BT_AT(b, NEW_LO, t);

		/* in thousandths: whole numbers, no rounding */
		if (!(1000 * hi > 28 * moved && 1000 * lo > 28 * moved))
			continue;
		both[out->both.n++] = b->date[t];
		if (!(BT_AT(b, MC_OSC, t) < 0) || hi > 2 * lo || !index_rises(index, b->date[t]))
			continue;
		if (out->omen.n && t - last <= CONFIRM_SPAN)
			confirmed[out->confirmed.n++] = b->date[t];
		omen[out->omen.n++] = b->date[t];
		last = t;
	}
	out->active = out->omen.n && is_active(b, n, last);
	return BT_OK;
}

/* --- all ----------------------------------------------------------------------------------------- */

enum bt_status
bt_signals_make(const struct bt_breadth *b, size_t n, const struct bt_line *index, struct bt_arena *a,
                struct bt_signals *out)
{
	enum bt_status st = bt_signal_zweig(b, n, a, &out->zweig);

	if (st == BT_OK)
		st = bt_signal_thrusts(b, n, a, &out->thrusts);
	if (st == BT_OK)
		st = bt_signal_desmond(b, n, a, &out->desmond);
	if (st == BT_OK)
		st = bt_signal_hindenburg(b, n, index, a, &out->hindenburg);
	return st;
}

static void
cut(struct bt_dates *d, bt_date day)
{
	d->n = bt_dates_upto(d->at, d->n, day);
}

struct bt_signals
bt_signals_upto(const struct bt_signals *all, const struct bt_breadth *b, size_t n)
{
	struct bt_signals s = *all;
	struct bt_thrust *const thrust[] = {
		&s.thrusts.adt_thrust, &s.thrusts.adt_capitulation, &s.thrusts.udt_thrust,
		&s.thrusts.udt_capitulation, &s.thrusts.deemer,
	};
	bt_date day = b->date[n - 1];
	struct bt_dates *omen = &s.hindenburg.omen;

	while (s.zweig.n && s.zweig.at[s.zweig.n - 1].date > day)
		s.zweig.n--;
	for (size_t i = 0; i < sizeof(thrust) / sizeof(thrust[0]); i++) {
		cut(&thrust[i]->all, day);
		cut(&thrust[i]->first, day);
	}
	cut(&s.desmond.up, day);
	cut(&s.desmond.down, day);
	cut(&s.hindenburg.both, day);
	cut(omen, day);
	cut(&s.hindenburg.confirmed, day);
	s.hindenburg.active = omen->n && is_active(b, n, bt_dates_find(b->date, n, omen->at[omen->n - 1]));
	return s;
}
