#include "core/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Finding the runs of a lane in a calendar: both are ascending, most of the time in step. */
struct walk {
	const bt_date *own, *row;
	size_t n_own, n_row;
	size_t k, i;                     /* next of own, next of row */
};

/* How many of the first n agree.  Whole pieces first: most calendars are equal for years. */
static size_t
agreeing(const bt_date *a, const bt_date *b, size_t n)
{
	enum { PIECE = 256 };
	size_t i = 0;

	while (i + PIECE <= n && memcmp(a + i, b + i, PIECE * sizeof(*a)) == 0)
		i += PIECE;
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

/* The first index from `from` on whose date is >= d. */
static size_t
seek(const bt_date *date, size_t from, size_t n, bt_date d)
{
	return from + (d == BT_DATE_NONE ? 0 : bt_dates_upto(date + from, n - from, d - 1));
}

static bool
walk_next(struct walk *w, struct bt_panel_run *out)
{
	size_t len;

	while (w->k < w->n_own && w->i < w->n_row && w->own[w->k] != w->row[w->i]) {
		if (w->own[w->k] < w->row[w->i])
			w->k = seek(w->own, w->k, w->n_own, w->row[w->i]);
		else
			w->i = seek(w->row, w->i, w->n_row, w->own[w->k]);
	}
	if (w->k == w->n_own || w->i == w->n_row)
		return false;
	len = w->n_own - w->k < w->n_row - w->i ? w->n_own - w->k : w->n_row - w->i;
	len = agreeing(w->own + w->k, w->row + w->i, len);
	*out = (struct bt_panel_run){(uint32_t)w->i, (uint32_t)w->k, (uint32_t)len};
	w->k += len;
	w->i += len;
	return true;
}

/* Runs of all lanes while they are found. */
struct runs {
	struct bt_panel_run *at;
	size_t len, cap;
	size_t bars;                     /* in them */
};

static bool
push(struct runs *r, struct bt_panel_run run, struct bt_arena *a)
{
	if (r->len == r->cap) {
		size_t cap = r->cap ? r->cap * 2 : 1024;
		struct bt_panel_run *at = BT_ARENA_ARRAY(a, cap, struct bt_panel_run);

		if (!at)
			return false;
		if (r->len)
			memcpy(at, r->at, r->len * sizeof(*at));
		r->at = at;
		r->cap = cap;
	}
	r->at[r->len++] = run;
	r->bars += run.len;
	return true;
}

/* Walk every lane through the calendar row[0..n_row-1]; lane[l].n_run is set, .run not yet. */
static bool
find_runs(struct bt_panel_lane *lane, size_t n_lane, const bt_date *row, size_t n_row,
          struct bt_arena *a, struct runs *out)
{
	*out = (struct runs){0};
	for (size_t l = 0; l < n_lane; l++) {
		struct walk w = {.own = lane[l].bars.date, .row = row, .n_own = lane[l].bars.n, .n_row = n_row};
		size_t before = out->len;
		struct bt_panel_run run;

		while (walk_next(&w, &run))
			if (!push(out, run, a))
				return false;
		lane[l].n_run = out->len - before;
	}
	return true;
}

static int
by_date(const void *x, const void *y)
{
	bt_date a = *(const bt_date *)x, b = *(const bt_date *)y;

	return (a > b) - (a < b);
}

/* All dates on which any lane has a bar: those of the longest lane, and the others' that it has not.
 * The latter are few, as a rule none.  */
static bt_date *
all_dates(const struct bt_panel_lane *lane, size_t n_lane, const struct runs *runs,
          const bt_date *longest, size_t n_longest, size_t n_bar, struct bt_arena *a, size_t *n_out)
{
	size_t n = n_longest, run = 0;
	bt_date *date = BT_ARENA_ARRAY(a, n_longest + n_bar - runs->bars, bt_date);

	if (!date)
		return NULL;
	if (n_longest)
		memcpy(date, longest, n_longest * sizeof(*date));
	for (size_t l = 0; l < n_lane; l++) {
		size_t k = 0;

		for (size_t r = 0; r < lane[l].n_run; r++, run++) {
			while (k < runs->at[run].own)
				date[n++] = lane[l].bars.date[k++];
			k += runs->at[run].len;
		}
		while (k < lane[l].bars.n)
			date[n++] = lane[l].bars.date[k++];
	}
	qsort(date, n, sizeof(*date), by_date);
	*n_out = 0;
	for (size_t i = 0; i < n; i++)
		if (*n_out == 0 || date[*n_out - 1] != date[i])
			date[(*n_out)++] = date[i];
	return date;
}

/* Keep of date[0..n-1] the sessions; returns how many. */
static size_t
keep_sessions(const struct bt_panel_lane *lane, size_t n_lane, const struct runs *runs,
              bt_date *date, size_t n, int32_t *change_bars, int32_t *change_alive)
{
	size_t kept = 0, run = 0;
	int32_t bars = 0, alive = 0;

	for (size_t l = 0; l < n_lane; l++) {
		size_t end = run + lane[l].n_run;

		if (run == end)
			continue;
		change_alive[runs->at[run].row]++;
		change_alive[runs->at[end - 1].row + runs->at[end - 1].len]--;
		for (; run < end; run++) {
			change_bars[runs->at[run].row]++;
			change_bars[runs->at[run].row + runs->at[run].len]--;
		}
	}
	for (size_t i = 0; i < n; i++) {
		bars += change_bars[i];
		alive += change_alive[i];
		if (bars > 0 && 2 * bars >= alive)
			date[kept++] = date[i];
	}
	return kept;
}

/* The sessions of the lanes and, for these, their runs. */
static enum bt_status
lay_out(struct bt_panel_lane *lane, size_t n_lane, struct bt_arena *a, struct bt_panel *out,
        struct runs *runs)
{
	const struct bt_bars *longest = &lane[0].bars;
	size_t n_bar = 0, n, kept;
	int32_t *bars, *alive;
	bt_date *date;

	for (size_t l = 0; l < n_lane; l++) {
		n_bar += lane[l].bars.n;
		if (lane[l].bars.n > longest->n)
			longest = &lane[l].bars;
	}
	if (n_bar == 0)
		return BT_OK;
	if (!find_runs(lane, n_lane, longest->date, longest->n, a, runs))
		return BT_E_NOMEM;
	date = all_dates(lane, n_lane, runs, longest->date, longest->n, n_bar, a, &n);
	if (!date || (n > longest->n && !find_runs(lane, n_lane, date, n, a, runs)))
		return BT_E_NOMEM;
	bars = BT_ARENA_ARRAY(a, n + 1, int32_t);
	alive = BT_ARENA_ARRAY(a, n + 1, int32_t);
	if (!bars || !alive)
		return BT_E_NOMEM;
	kept = keep_sessions(lane, n_lane, runs, date, n, bars, alive);
	if (kept < n && !find_runs(lane, n_lane, date, kept, a, runs))
		return BT_E_NOMEM;
	out->date = date;
	out->n = kept;
	return BT_OK;
}

enum bt_status
bt_panel_make(const struct bt_panel_lane *lane, size_t n_lane, struct bt_arena *a,
              struct bt_panel *out)
{
	struct bt_panel_lane *own = bt_arena_memdup(a, lane, n_lane * sizeof(*lane));
	struct runs runs = {0};
	enum bt_status status;

	*out = (struct bt_panel){.n_lane = n_lane, .lane = own};
	if (!own)
		return BT_E_NOMEM;
	if (n_lane == 0)
		return BT_OK;
	status = lay_out(own, n_lane, a, out, &runs);
	for (size_t l = 0, run = 0; status == BT_OK && l < n_lane; run += own[l++].n_run)
		own[l].run = own[l].n_run ? &runs.at[run] : NULL;
	return status;
}

enum bt_status
bt_panel_of(const struct bt_market *m, const struct bt_universe *u, bt_date as_of,
            struct bt_arena *a, struct bt_panel *out)
{
	struct bt_panel_lane *lane = BT_ARENA_ARRAY(a, u->n, struct bt_panel_lane);
	struct bt_market_walk walk = {m, 0};

	if (!lane)
		return BT_E_NOMEM;
	for (size_t i = 0; i < u->n; i++) {
		const struct bt_security *sec = bt_market_next(&walk, u->member[i].symbol);

		lane[i] = (struct bt_panel_lane){
			.bars = sec ? bt_bars_upto(&sec->bars, as_of) : (struct bt_bars){0},
			.cap = u->member[i].cap,
			.cap_date = u->member[i].cap_date,
		};
	}
	return bt_panel_make(lane, u->n, a, out);
}

ptrdiff_t
bt_panel_own(const struct bt_panel_lane *lane, size_t row)
{
	size_t lo = 0, hi = lane->n_run;

	while (lo < hi) {                /* the first run that begins after row */
		size_t mid = lo + (hi - lo) / 2;

		if (lane->run[mid].row <= row)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0 || row - lane->run[lo - 1].row >= lane->run[lo - 1].len)
		return -1;
	return (ptrdiff_t)(lane->run[lo - 1].own + (row - lane->run[lo - 1].row));
}
