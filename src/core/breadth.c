#include "core/breadth.h"

#include <math.h>
#include <string.h>

#include "core/breadth_pass.h"
#include "core/breadth_step.h"

static const char *const names[BT_BREADTH_COUNT] = {
#define BT_BREADTH(id, name, metric, format, width, title, help) name,
#include "spec/breadth.def"
};

const char *
bt_breadth_name(enum bt_breadth_col c)
{
	return names[c];
}

enum bt_breadth_col
bt_breadth_find(const char *name)
{
	int c = 0;

	while (c < BT_BREADTH_COUNT && strcmp(names[c], name) != 0)
		c++;
	return (enum bt_breadth_col)c;
}

/* The columns a member is read from, all of its own bars. */
struct source {
	const double *price, *close, *high, *low, *volume;
};

/* Something that happens to a lane before a row is computed. */
enum event_kind {
	EVENT_ALLOW,             /* it has its bar number k: some window is full now */
	EVENT_ALIGN,             /* the same, after a gap */
	EVENT_STOP,              /* it has no bar any more */
	EVENT_GUARD,             /* its newest price is no tick */
};

struct event {
	uint32_t next;           /* 1 + the index of the next of the same row; 0 none */
	uint32_t k;
	uint8_t lane;
	uint8_t kind;
};

struct pass {
	const struct bt_panel *panel;
	const struct bt_breadth_opts *opts;
	const struct bt_tile_loop *loop;
	struct bt_pass_member *member;
	struct source *source;
	uint64_t *packed;                /* one a session: the counters of the last few tiles */
	uint32_t (*count)[BT_TILE_COUNTS];       /* and of those before */
	struct bt_tile_sums *sums;       /* NULL: counts alone */
	bt_tile_row *volume, *weight;    /* one block of rows; NULL: likewise */
	uint32_t *head;                  /* of the events of a session, as event.next */
	struct event *event;
	size_t n_event;
	bool thorough;                   /* guess nothing */
	bool wrong;                      /* a guess was */
	struct bt_tile_past past;        /* room for pull_up */
};

/* --- what a member is ------------------------------------------------------------------------- */

/* The price column, where cells that are missing are the close (section 0, "price basis"). */
static const double *
whole_price(const struct bt_bars *bars, const double *x, struct bt_arena *scratch)
{
	double *patched;
	size_t bad = 0;

	if (x == bars->close)
		return x;
	for (size_t i = 0; i < bars->n; i++)
		bad += !(x[i] > 0 && x[i] < INFINITY);
	if (!bad)
		return x;
	patched = BT_ARENA_ARRAY(scratch, bars->n, double);
	for (size_t i = 0; patched && i < bars->n; i++)
		patched[i] = x[i] > 0 && x[i] < INFINITY ? x[i] : bars->close[i];
	return patched;
}

static bool
all_ticks(const double *x, size_t n)
{
	double tick;
	size_t i = 0;

	while (i < n && bt_is_tick(x[i], &tick))
		i++;
	return i == n;
}

/* cap / close on cap_date: times a later close, the cap of that day (section 8).  0: unknown. */
static double
cap_weight(const struct bt_panel_lane *lane)
{
	size_t n;

	if (!(lane->cap > 0) || lane->cap_date == BT_DATE_NONE)
		return 0;
	n = bt_dates_upto(lane->bars.date, lane->bars.n, lane->cap_date);
	if (n == 0 || lane->cap_date - lane->bars.date[n - 1] > BT_STALE_DAYS)
		return 0;
	return lane->cap / lane->bars.close[n - 1];
}

/* Where the newest session finds a member. */
static void
look_at_newest(const struct bt_panel_lane *lane, size_t newest, struct bt_pass_member *m)
{
	const struct bt_panel_run *run = lane->n_run ? &lane->run[lane->n_run - 1] : NULL;

	m->has_bar = run && run->row + run->len == newest + 1;
	if (m->has_bar) {
		m->own = run->own + run->len - 1;
		m->last = m->own ? newest : 0;
	} else if (run) {
		m->own = run->own + run->len;
		m->last = run->row + run->len;
	}
	m->beyond = lane->bars.n > m->own + m->has_bar;
	m->allow = bt_tile_allow(m->own);
	m->close = m->own ? lane->bars.close[m->own - 1] : 0;
	m->new_close = m->has_bar ? lane->bars.close[m->own] : 0;
}

/* Bars between the runs belong to no row, so reading the rows finds out nothing about them. */
static bool
strays_are_ticks(const struct bt_panel_lane *lane, const double *price)
{
	size_t k = 0;
	double tick;

	for (size_t r = 0; r < lane->n_run; r++) {
		for (; k < lane->run[r].own; k++)
			if (!(price[k] > 0) || !bt_is_tick(price[k], &tick))
				return false;
		k += lane->run[r].len;
	}
	return true;
}

/* What is hard to know without reading everything is guessed: that the price column is whole, and that it is
 * all ticks when its beginning is.  Reading finds out; then the pass is done again, thoroughly. */
static bool
prepare(struct pass *p, size_t l, struct bt_arena *scratch)
{
	enum { PROBE = 16 };
	const struct bt_panel_lane *lane = &p->panel->lane[l];
	struct bt_pass_member *m = &p->member[l];
	const double *price = bt_bars_price(&lane->bars, p->opts->price);
	double tick;

	look_at_newest(lane, p->panel->n - 1, m);
	m->weight = cap_weight(lane);
	m->cap_moves = m->weight > 0 && lane->cap_date >= p->panel->date[p->panel->n - 1];
	m->ticks = true;
	if (lane->bars.n == 0)
		return true;
	if (p->thorough && !(price = whole_price(&lane->bars, price, scratch)))
		return false;
	m->ticks = all_ticks(price, p->thorough || m->own < PROBE ? m->own : PROBE);
	p->wrong |= m->ticks && !strays_are_ticks(lane, price);
	p->source[l] = (struct source){
		.price = price,
		.close = lane->bars.close,
		.high = lane->bars.high ? lane->bars.high : lane->bars.close,
		.low = lane->bars.low ? lane->bars.low : lane->bars.close,
		.volume = lane->bars.volume,
	};
	m->off_tick = m->has_bar && !bt_is_tick(price[m->own], &tick);
	return true;
}

/* --- what happens to its lane ----------------------------------------------------------------- */

static void
add_event(struct pass *p, size_t row, enum event_kind kind, size_t lane, size_t k)
{
	struct event *e = &p->event[p->n_event++];

	*e = (struct event){p->head[row], (uint32_t)k, (uint8_t)lane, (uint8_t)kind};
	p->head[row] = (uint32_t)p->n_event;
}

/* At most 2 a run, 6 for the windows and 1 for the newest session. */
static size_t
most_events(const struct bt_panel_lane *lane)
{
	return 2 * lane->n_run + 7;
}

static void
plan_lane(struct pass *p, size_t l)
{
	static const size_t full[] = {1, 19, 49, 99, 199, BT_TILE_BLOCK};
	const struct bt_panel_lane *lane = &p->panel->lane[l];
	size_t at = l % BT_TILE_LANES;

	for (size_t r = 0; r < lane->n_run; r++) {
		size_t row = lane->run[r].row, own = lane->run[r].own, end = row + lane->run[r].len;

		add_event(p, row, own ? EVENT_ALIGN : EVENT_ALLOW, at, own);
		for (size_t i = 0; i < sizeof(full) / sizeof(full[0]); i++)
			if (full[i] > own && full[i] < own + lane->run[r].len)
				add_event(p, row + (full[i] - own), EVENT_ALLOW, at, full[i]);
		if (end < p->panel->n && (r + 1 == lane->n_run || lane->run[r + 1].row > end))
			add_event(p, end, EVENT_STOP, at, 0);
	}
	if (p->member[l].ticks && p->member[l].has_bar && p->member[l].off_tick)
		add_event(p, p->panel->n - 1, EVENT_GUARD, at, 0);
}

static void
newest_first(const double *x, const double *instead, size_t k, double *out)
{
	size_t n = k < BT_TILE_BLOCK ? k : BT_TILE_BLOCK;

	for (size_t i = 0; i < n; i++)
		out[i] = x[k - 1 - i] > 0 ? x[k - 1 - i] : instead[k - 1 - i];
	for (size_t i = n; i < BT_TILE_BLOCK; i++)
		out[i] = 0;
}

/* Own bars k-1, k-2, ... become the rows before `row`. */
static void
pull_up(struct pass *p, struct bt_tile *t, size_t l, const struct source *src, bool ticks,
        size_t row, size_t k)
{
	double *price = p->past.price;

	newest_first(src->price, src->close, k, price);
	for (size_t i = 0; ticks && i < BT_TILE_BLOCK; i++)
		price[i] = (price[i] * BT_TICKS_PER_UNIT + BT_TICKS_ROUND) - BT_TICKS_ROUND;
	if (t->high != t->price) {
		newest_first(src->high, src->close, k, p->past.high);
		newest_first(src->low, src->close, k, p->past.low);
	}
	bt_tile_align(t, l, row, &p->past);
}

static void
apply_events(struct pass *p, struct bt_tile *t, size_t first_lane, size_t row)
{
	for (uint32_t e = p->head[row]; e; e = p->event[e - 1].next) {
		const struct event *v = &p->event[e - 1];
		size_t l = first_lane + v->lane;

		if (v->kind == EVENT_GUARD) {
			t->guard[v->lane] = BT_TICKS_GUARD;
			continue;
		}
		if (v->kind == EVENT_ALIGN)
			pull_up(p, t, v->lane, &p->source[l], p->member[l].ticks, row, v->k);
		t->allow[v->lane] = v->kind == EVENT_STOP ? 0 : bt_tile_allow(v->k);
	}
}

/* --- filling a block of rows ------------------------------------------------------------------ */

enum { GROUP = BT_TILE_GROUP };

static const double nothing[BT_TILE_BLOCK];

/* Where a group of lanes reads a stretch of rows from; stretches end where any of them changes. */
struct stretch {
	struct bt_tile_fill fill;
	const double *close[GROUP], *high[GROUP], *low[GROUP];
	size_t end;
};

/* Point lane j at its bars from `row` on, and bring the end of the stretch down to where they end. */
static void
point_at(struct stretch *s, size_t j, const struct bt_panel_lane *lane, const struct source *src,
         size_t *cursor, size_t row)
{
	const struct bt_panel_run *run;
	size_t end, k;

	s->fill.price[j] = s->fill.volume[j] = s->fill.close[j] = nothing;
	s->close[j] = s->high[j] = s->low[j] = nothing;
	while (*cursor < lane->n_run && lane->run[*cursor].row + lane->run[*cursor].len <= row)
		++*cursor;
	if (*cursor == lane->n_run)
		return;
	run = &lane->run[*cursor];
	end = run->row > row ? run->row : run->row + run->len;
	if (run->row <= row) {
		k = run->own + (row - run->row);
		s->fill.price[j] = src->price + k;
		s->close[j] = src->close + k;
		s->high[j] = src->high + k;
		s->low[j] = src->low + k;
		if (src->volume)
			s->fill.volume[j] = src->volume + k;
		if (k)
			s->fill.close[j] = src->close + k - 1;
		else
			end = row + 1;
	}
	s->end = end < s->end ? end : s->end;
}

static void
copy_extremes(struct bt_tile *t, const struct stretch *s, size_t l, size_t ring, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < GROUP; j++) {
			double close = s->close[j][i];

			t->high[ring + i][l + j] = s->high[j][i] > 0 ? s->high[j][i] : close;
			t->low[ring + i][l + j] = s->low[j][i] > 0 ? s->low[j][i] : close;
		}
	}
}

/* n rows of a group from lane l of the tile on, the first of them row `off` of the block.  The newest
 * session stands alone: a price that is no tick among ticks stays there as it is. */
static void
copy_stretch(struct pass *p, struct bt_tile *t, const struct bt_pass_member *m,
             struct stretch *s, size_t l, size_t ring, size_t off, size_t n, bool newest)
{
	for (size_t j = 0; j < GROUP; j++) {
		bool round = m[j].ticks && !(newest && m[j].off_tick);

		s->fill.factor[j] = m[j].ticks ? BT_TICKS_PER_UNIT : 1.0;
		s->fill.round[j] = round ? BT_TICKS_ROUND : 0.0;
		s->fill.slack[j] = round ? BT_TICKS_SLACK : 1.0;
		s->fill.least[j] = s->fill.price[j] == nothing ? -1.0 : 0.0;
		s->fill.weight[j] = m[j].weight;
	}
	p->wrong |= !p->loop->fill(&s->fill, n, l, t->price + ring, p->volume ? p->volume + off : NULL,
	                           p->volume ? p->weight + off : NULL);
	if (t->high != t->price)
		copy_extremes(t, s, l, ring, n);
}

static void
fill_block(struct pass *p, struct bt_tile *t, size_t first_lane, size_t cursor[BT_TILE_LANES],
           size_t row, size_t end)
{
	static const struct bt_panel_lane no_lane;
	static const struct source no_source;
	size_t newest = p->panel->n - 1;

	for (size_t l = 0; l < BT_TILE_LANES; l += GROUP) {
		for (size_t at = row; at < end;) {
			struct stretch s = {.end = at < newest && newest < end ? newest : end};

			for (size_t j = 0; j < GROUP; j++) {
				size_t i = first_lane + l + j;
				bool is = i < p->panel->n_lane;

				point_at(&s, j, is ? &p->panel->lane[i] : &no_lane,
				         is ? &p->source[i] : &no_source, &cursor[l + j], at);
			}
			copy_stretch(p, t, &p->member[first_lane + l], &s, l, at % BT_TILE_RING, at - row,
			             s.end - at, at == newest);
			at = s.end;
		}
	}
}

/* --- the pass --------------------------------------------------------------------------------- */

static void
save_state(struct bt_pass_tile *kept, const struct pass *p, size_t row)
{
	const struct bt_tile *t = kept->tile;
	size_t off = row % BT_TILE_BLOCK;

	memcpy(kept->sum, t->sum, sizeof(kept->sum));
	memcpy(kept->pre_hi, t->pre_hi, sizeof(kept->pre_hi));
	memcpy(kept->pre_lo, t->pre_lo, sizeof(kept->pre_lo));
	if (p->volume) {
		memcpy(kept->volume, p->volume + off, sizeof(bt_tile_row));
		memcpy(kept->weight, p->weight + off, sizeof(bt_tile_row));
	}
}

static void
run_block(struct pass *p, struct bt_pass_tile *kept, struct bt_tile *t, size_t first_lane,
          size_t row, size_t end)
{
	size_t first = row, newest = p->panel->n - 1;

	p->loop->start_block(t, row);
	while (row < end) {
		size_t stop = row + 1, off = row - first;

		apply_events(p, t, first_lane, row);
		if (kept && row == newest)
			save_state(kept, p, row);
		while (stop < end && !p->head[stop] && stop != newest)
			stop++;
		p->loop->rows(t, p->volume ? p->volume + off : NULL, p->volume ? p->weight + off : NULL, row,
		              stop, p->packed + row, p->sums ? p->sums + row : NULL);
		row = stop;
	}
}

static void
run_tile(struct pass *p, struct bt_pass_tile *kept, struct bt_tile *t, size_t first_lane)
{
	size_t cursor[BT_TILE_LANES] = {0}, n = p->panel->n;

	bt_tile_reset(t);
	t->exact = true;
	memset(p->head, 0, n * sizeof(*p->head));
	p->n_event = 0;
	for (size_t l = 0; l < BT_TILE_LANES; l++) {
		const struct bt_pass_member *m = &p->member[first_lane + l];

		t->guard[l] = m->ticks ? 1.0 : BT_TICKS_GUARD;
		t->scale[l] = m->ticks ? 1.0 / BT_TICKS_PER_UNIT : 1.0;
		if (first_lane + l >= p->panel->n_lane)
			continue;
		t->exact = t->exact && m->ticks;
		plan_lane(p, first_lane + l);
	}
	for (size_t row = 0; row < n; row += BT_TILE_BLOCK) {
		size_t end = n - row < BT_TILE_BLOCK ? n : row + BT_TILE_BLOCK;

		fill_block(p, t, first_lane, cursor, row, end);
		run_block(p, kept, t, first_lane, row, end);
	}
}

/* --- columns ---------------------------------------------------------------------------------- */

/* Members that have, on each session, a bar with at least k before it. */
static bool
count_members(const struct bt_panel *panel, size_t k, double *out, struct bt_arena *scratch)
{
	int32_t *change = BT_ARENA_ARRAY(scratch, panel->n + 1, int32_t), now = 0;

	if (!change)
		return false;
	for (size_t l = 0; l < panel->n_lane; l++) {
		for (size_t r = 0; r < panel->lane[l].n_run; r++) {
			const struct bt_panel_run *run = &panel->lane[l].run[r];
			size_t skip = run->own < k ? k - run->own : 0;

			if (skip < run->len) {
				change[run->row + skip]++;
				change[run->row + run->len]--;
			}
		}
	}
	for (size_t t = 0; t < panel->n; t++)
		out[t] = now += change[t];
	return true;
}

void
bt_breadth_derive(struct bt_breadth *b, size_t t, const uint32_t *count,
                  const struct bt_tile_sums *sums, bool volume)
{
	static const struct bt_tile_sums none;
	static const enum bt_breadth_col of[BT_TILE_COUNTS] = {
		BT_BREADTH_ADV, BT_BREADTH_DEC, BT_BREADTH_ABOVE20, BT_BREADTH_ABOVE50,
		BT_BREADTH_ABOVE100, BT_BREADTH_ABOVE200, BT_BREADTH_NEW_HI, BT_BREADTH_NEW_LO};
	double compared = BT_AT(b, COMPARED, t);

	for (int i = 0; i < BT_TILE_COUNTS; i++)
		b->col[of[i]][t] = count[i];
	BT_AT(b, UNCH, t) = compared - count[BT_TILE_ADV] - count[BT_TILE_DEC];
	BT_AT(b, UPVOL, t) = sums && volume ? sums->sum[BT_TILE_UPVOL] : NAN;
	BT_AT(b, DNVOL, t) = sums && volume ? sums->sum[BT_TILE_DNVOL] : NAN;
	BT_AT(b, UNVOL, t) = sums && volume ? sums->sum[BT_TILE_UNVOL] : NAN;
	BT_AT(b, POINTS_UP, t) = sums ? sums->sum[BT_TILE_POINTS_UP] : NAN;
	BT_AT(b, POINTS_DN, t) = sums ? sums->sum[BT_TILE_POINTS_DN] : NAN;
	if (b->first >= t)
		b->first = compared > 0 ? t : t + 1;
	bt_advdec_step(b, t);
	bt_volume_step(b, t);
	bt_trin_step(b, t);
	bt_ma_share_step(b, t);
	bt_hilo_step(b, t);
	bt_mcclellan_step(b, t);
	bt_thrust_step(b, t);
	bt_dispersion_step(b, t, sums ? sums : &none, sums ? compared : 0);
}

static bool
make_columns(const struct pass *p, size_t room, bool volume, struct bt_arena *a,
             struct bt_arena *scratch, struct bt_breadth *b)
{
	static const struct {
		enum bt_breadth_col col;
		size_t before;
	} count[] = {{BT_BREADTH_NBAR, 0}, {BT_BREADTH_COMPARED, 1}, {BT_BREADTH_N20, 19},
	             {BT_BREADTH_N50, 49}, {BT_BREADTH_N100, 99},    {BT_BREADTH_N200, 199},
	             {BT_BREADTH_N_HL, BT_TILE_BLOCK}};
	double *all = BT_ARENA_ARRAY(a, room * BT_BREADTH_ALL, double);

	if (!all)
		return false;
	for (int c = 0; c < BT_BREADTH_ALL; c++)
		b->col[c] = all + (size_t)c * room;
	for (size_t i = 0; i < sizeof(count) / sizeof(count[0]); i++)
		if (!count_members(p->panel, count[i].before, b->col[count[i].col], scratch))
			return false;
	for (size_t t = 0; t < p->panel->n; t++)
		bt_breadth_derive(b, t, p->count[t], p->sums ? &p->sums[t] : NULL, volume);
	return true;
}

/* --- making it -------------------------------------------------------------------------------- */

/* Memory of the pass that nobody needs afterwards. */
static bool
alloc_pass(struct pass *p, struct bt_arena *scratch)
{
	size_t n = p->panel->n, tiles = (p->panel->n_lane + BT_TILE_LANES - 1) / BT_TILE_LANES;
	size_t events = 0;

	for (size_t first = 0; first < p->panel->n_lane; first += BT_TILE_LANES) {
		size_t sum = 0;

		for (size_t l = first; l < p->panel->n_lane && l < first + BT_TILE_LANES; l++)
			sum += most_events(&p->panel->lane[l]);
		events = sum > events ? sum : events;
	}
	p->source = BT_ARENA_ARRAY(scratch, tiles * BT_TILE_LANES, struct source);
	p->packed = BT_ARENA_ARRAY(scratch, n, uint64_t);
	p->count = bt_arena_array(scratch, n, sizeof(*p->count));
	p->head = BT_ARENA_ARRAY(scratch, n + 1, uint32_t);
	p->event = BT_ARENA_ARRAY(scratch, events, struct event);
	if (!p->opts->counts) {
		p->volume = bt_tile_rows_new(scratch, BT_TILE_BLOCK);
		p->weight = bt_tile_rows_new(scratch, BT_TILE_BLOCK);
		p->sums = BT_ARENA_ARRAY(scratch, n, struct bt_tile_sums);
		if (!p->volume || !p->weight || !p->sums)
			return false;
	}
	return p->source && p->packed && p->count && p->head && p->event;
}

/* The tiles, one for all when nothing is kept. */
static struct bt_pass_tile *
alloc_tiles(const struct bt_breadth_opts *opts, size_t n, struct bt_arena *a)
{
	struct bt_pass_tile *tile = BT_ARENA_ARRAY(a, n, struct bt_pass_tile);

	for (size_t i = 0; tile && i < n; i++) {
		tile[i].tile = bt_tile_new(a, opts->intraday);
		tile[i].volume = opts->counts ? NULL : bt_tile_rows_new(a, 1);
		tile[i].weight = opts->counts ? NULL : bt_tile_rows_new(a, 1);
		if (!tile[i].tile || (!opts->counts && (!tile[i].volume || !tile[i].weight)))
			return NULL;
	}
	return tile;
}

/* Over all members; tile by tile, so that what is looked at is still near when it is read. */
static bool
run_tiles(struct pass *p, struct bt_pass_tile *tile, size_t n_tile, struct bt_arena *scratch)
{
	bool keep = p->opts->keep > 0;

	for (size_t i = 0; i < n_tile; i++) {
		size_t first = i * BT_TILE_LANES;

		for (size_t l = first; l < p->panel->n_lane && l < first + BT_TILE_LANES; l++)
			if (!prepare(p, l, scratch))
				return false;
		run_tile(p, keep ? &tile[i] : NULL, tile[keep ? i : 0].tile, first);
		if (i + 1 == n_tile || (i + 1) % BT_TILE_PACK == 0)
			for (size_t t = 0; t < p->panel->n; t++)
				bt_tile_unpack(&p->packed[t], p->count[t]);
	}
	return true;
}

static enum bt_status
run_pass(struct pass *p, struct bt_breadth *b, struct bt_arena *a, struct bt_arena *scratch)
{
	size_t n_tile = (p->panel->n_lane + BT_TILE_LANES - 1) / BT_TILE_LANES;
	bool keep = p->opts->keep > 0;
	struct bt_arena *own = keep ? a : scratch;
	struct bt_pass_tile *tile = alloc_tiles(p->opts, keep ? n_tile : 1, own);

	p->member = BT_ARENA_ARRAY(own, n_tile * BT_TILE_LANES, struct bt_pass_member);
	if (!tile || !p->member || !alloc_pass(p, scratch) || !run_tiles(p, tile, n_tile, scratch))
		return BT_E_NOMEM;
	if (p->wrong) {
		p->thorough = true;
		memset(p->count, 0, p->panel->n * sizeof(*p->count));
		if (p->sums)
			memset(p->sums, 0, p->panel->n * sizeof(*p->sums));
		memset(p->member, 0, n_tile * BT_TILE_LANES * sizeof(*p->member));
		if (!run_tiles(p, tile, n_tile, scratch))
			return BT_E_NOMEM;
	}
	if (!keep)
		return BT_OK;
	b->kept = BT_ARENA_NEW(a, struct bt_breadth_kept);
	if (!b->kept)
		return BT_E_NOMEM;
	*b->kept = (struct bt_breadth_kept){
		.loop = p->loop,
		.tile = tile,
		.n_tile = n_tile,
		.member = p->member,
		.counts = p->opts->counts,
	};
	return BT_OK;
}

enum bt_status
bt_breadth_make(const struct bt_panel *panel, const struct bt_breadth_opts *opts, struct bt_arena *a,
                struct bt_arena *scratch, struct bt_breadth *out)
{
	struct pass p = {.panel = panel, .opts = opts, .loop = bt_tile_loop_of(opts->vector_bytes)};
	size_t room = panel->n + opts->keep;
	bt_date *date = BT_ARENA_ARRAY(a, room, bt_date);
	bool volume = false;

	*out = (struct bt_breadth){
		.n = panel->n, .date = date, .members = panel->n_lane, .price = opts->price,
		.intraday = opts->intraday};
	if (!p.loop)
		p.loop = bt_tile_loop_of(0);
	if (!date)
		return BT_E_NOMEM;
	if (panel->n == 0)
		return BT_OK;
	memcpy(date, panel->date, panel->n * sizeof(*date));
	for (size_t l = 0; l < panel->n_lane; l++) {
		out->covered += panel->lane[l].bars.n > 0;
		volume |= panel->lane[l].bars.n > 0 && panel->lane[l].bars.volume;
	}
	volume = volume && !opts->counts;
	if (run_pass(&p, out, a, scratch) != BT_OK || !make_columns(&p, room, volume, a, scratch, out))
		return BT_E_NOMEM;
	if (out->kept) {
		out->kept->date = date;
		out->kept->room = room;
		out->kept->volume = volume;
	}
	return BT_OK;
}
