/* The newest session anew, or one more: one row instead of the whole pass. */
#include <math.h>
#include <string.h>

#include "core/breadth_pass.h"
#include "core/breadth_step.h"

/* The tile holds this many rows before the current one. */
#define DEPTH (BT_TILE_RING - 1)

static bool
is_price(double x)
{
	return x > 0 && x < INFINITY;
}

/* Whether the tile still holds the bars that row t needs if the member has a bar there. */
static bool
can_resume(const struct bt_pass_member *m, size_t last, size_t t)
{
	size_t needs = m->own < BT_TILE_BLOCK ? m->own : BT_TILE_BLOCK;

	return last == 0 || t - last + needs <= DEPTH;
}

static void
take_past(const bt_tile_row *ring, size_t l, const struct bt_pass_member *m, double *out)
{
	for (size_t i = 0; i < BT_TILE_BLOCK; i++)
		out[i] = i < m->own ? ring[(m->last - 1 + BT_TILE_RING - i) % BT_TILE_RING][l] : 0;
}

/* After a gap: the lane's last bars, whose newest lies in row m->last - 1, into the rows before t. */
static void
move_up(struct bt_pass_tile *k, struct bt_pass_member *m, size_t l, size_t t)
{
	struct bt_tile *tile = k->tile;
	struct bt_tile_past past;

	take_past(tile->price, l, m, past.price);
	take_past(tile->high, l, m, past.high);
	take_past(tile->low, l, m, past.low);
	bt_tile_align(tile, l, t, &past);
	for (int w = 0; w < BT_TILE_WINDOWS; w++)
		k->sum[w][l] = tile->sum[w][l];
	k->pre_hi[l] = tile->pre_hi[l];
	k->pre_lo[l] = tile->pre_lo[l];
	m->last = t;
}

/* One member's bar of row t, or that it has none. */
static void
set_lane(struct bt_pass_tile *k, struct bt_pass_member *m, size_t l, size_t t,
         const struct bt_breadth_day *d, size_t i)
{
	struct bt_tile *tile = k->tile;
	size_t at = t % BT_TILE_RING;
	double x = d->price[i], tick, high, low;
	bool on_tick;

	m->has_bar = is_price(x);
	tile->allow[l] = m->has_bar ? m->allow : 0;
	if (!m->has_bar) {
		tile->price[at][l] = tile->high[at][l] = tile->low[at][l] = 0;
		return;
	}
	if (m->last && m->last != t)
		move_up(k, m, l, t);
	on_tick = bt_is_tick(x, &tick);
	m->off_tick = !on_tick;
	m->new_close = d->close && is_price(d->close[i]) ? d->close[i] : x;
	tile->guard[l] = m->ticks && on_tick ? 1.0 : BT_TICKS_GUARD;
	tile->price[at][l] = m->ticks ? tick : x;
	if (tile->high != tile->price) {
		high = d->high ? d->high[i] : NAN;
		low = d->low ? d->low[i] : NAN;
		tile->high[at][l] = high > 0 ? high : m->new_close;
		tile->low[at][l] = low > 0 ? low : m->new_close;
	}
	if (k->volume) {
		double v = d->volume ? d->volume[i] : 0;

		(*k->volume)[l] = v > 0 && v < INFINITY ? v : 0;
		(*k->weight)[l] = m->close * m->weight;
	}
}

/* How many members have a bar, and how full their windows are. */
static void
count_members(struct bt_breadth *b, size_t t)
{
	static const struct {
		enum bt_breadth_col col;
		int byte;
	} of[] = {{BT_BREADTH_COMPARED, BT_TILE_ADV},      {BT_BREADTH_N20, BT_TILE_ABOVE},
	          {BT_BREADTH_N50, BT_TILE_ABOVE + 1},     {BT_BREADTH_N100, BT_TILE_ABOVE + 2},
	          {BT_BREADTH_N200, BT_TILE_ABOVE + 3},    {BT_BREADTH_N_HL, BT_TILE_HI}};
	size_t bars = 0, full[sizeof(of) / sizeof(of[0])] = {0};

	for (size_t i = 0; i < b->kept->n_tile; i++) {
		const struct bt_pass_member *m = &b->kept->member[i * BT_TILE_LANES];
		uint64_t sum = 0;

		for (size_t l = 0; l < BT_TILE_LANES; l++) {
			bars += m[l].has_bar;
			sum += m[l].has_bar ? m[l].allow : 0;
		}
		for (size_t j = 0; j < sizeof(of) / sizeof(of[0]); j++)
			full[j] += sum >> 8 * of[j].byte & 255;
	}
	BT_AT(b, NBAR, t) = (double)bars;
	for (size_t j = 0; j < sizeof(of) / sizeof(of[0]); j++)
		b->col[of[j].col][t] = (double)full[j];
}

static void
compute_row(struct bt_breadth *b, size_t t, const struct bt_breadth_day *d)
{
	struct bt_breadth_kept *kept = b->kept;
	struct bt_tile_sums sums = {0};
	uint32_t count[BT_TILE_COUNTS] = {0};

	b->covered = 0;
	for (size_t i = 0; i < kept->n_tile; i++) {
		struct bt_pass_tile *k = &kept->tile[i];
		struct bt_pass_member *m = &kept->member[i * BT_TILE_LANES];
		uint64_t packed = 0;

		memcpy(k->tile->sum, k->sum, sizeof(k->sum));
		memcpy(k->tile->pre_hi, k->pre_hi, sizeof(k->pre_hi));
		memcpy(k->tile->pre_lo, k->pre_lo, sizeof(k->pre_lo));
		for (size_t l = 0; l < BT_TILE_LANES && i * BT_TILE_LANES + l < b->members; l++) {
			set_lane(k, &m[l], l, t, d, i * BT_TILE_LANES + l);
			b->covered += m[l].own > 0 || m[l].has_bar;
		}
		kept->loop->rows(k->tile, k->volume, k->weight, t, t + 1, &packed, kept->counts ? NULL : &sums);
		bt_tile_unpack(&packed, count);
	}
	count_members(b, t);
	bt_breadth_derive(b, t, count, kept->counts ? NULL : &sums, kept->volume);
}

enum bt_status
bt_breadth_refresh(struct bt_breadth *b, const struct bt_breadth_day *d)
{
	if (!b->kept || b->n == 0)
		return BT_E_USAGE;
	for (size_t i = 0; i < b->members; i++) {
		const struct bt_pass_member *m = &b->kept->member[i];

		if (m->cap_moves || (is_price(d->price[i]) && !can_resume(m, m->last, b->n - 1)))
			return BT_E_LIMIT;
	}
	compute_row(b, b->n - 1, d);
	return BT_OK;
}

/* Whether row t can follow the newest one, t - 1. */
static bool
can_append(const struct bt_pass_member *m, size_t t, double price)
{
	if (m->beyond || m->cap_moves)
		return false;            /* those bars would count; the weights would be others */
	if (m->has_bar)
		return !m->ticks || !m->off_tick;
	return !is_price(price) || can_resume(m, m->last, t);
}

/* The newest session becomes one of those before. */
static void
close_session(struct bt_breadth_kept *kept, size_t t)
{
	for (size_t i = 0; i < kept->n_tile * BT_TILE_LANES; i++) {
		struct bt_pass_member *m = &kept->member[i];

		if (m->has_bar) {
			m->own++;
			m->last = t;
			m->close = m->new_close;
			m->allow = bt_tile_allow(m->own);
		}
		m->has_bar = false;
	}
	for (size_t i = 0; i < kept->n_tile; i++) {
		struct bt_pass_tile *k = &kept->tile[i];

		if (t % BT_TILE_BLOCK == 0)
			kept->loop->start_block(k->tile, t);
		memcpy(k->sum, k->tile->sum, sizeof(k->sum));
		memcpy(k->pre_hi, k->tile->pre_hi, sizeof(k->pre_hi));
		memcpy(k->pre_lo, k->tile->pre_lo, sizeof(k->pre_lo));
	}
}

enum bt_status
bt_breadth_append(struct bt_breadth *b, bt_date date, const struct bt_breadth_day *d)
{
	if (!b->kept || b->n == 0 || date <= b->date[b->n - 1])
		return BT_E_USAGE;
	if (b->n == b->kept->room)
		return BT_E_LIMIT;
	for (size_t i = 0; i < b->members; i++)
		if (!can_append(&b->kept->member[i], b->n, d->price[i]))
			return BT_E_LIMIT;
	close_session(b->kept, b->n);
	b->kept->date[b->n] = date;
	compute_row(b, b->n++, d);
	return BT_OK;
}
