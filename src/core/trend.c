#include "core/trend.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

const struct bt_trend_params bt_trend_defaults = {
#define BT_TREND_PARAM(type, name, value, help) .name = value,
#include "spec/trend_params.def"
};

const struct bt_trend bt_trend_none = {
	.anchor1 = BT_TREND_NEVER, .anchor2 = BT_TREND_NEVER, .y1 = NAN, .y2 = NAN, .slope = NAN,
	.slope_pct_per_year = NAN, .line_now = NAN, .value_now = NAN, .dist_pct = NAN,
	.break_at = BT_TREND_NEVER, .confirm_at = BT_TREND_NEVER, .fail_at = BT_TREND_NEVER,
};

/* What is looked at: the last sessions of the series, renumbered from 0. */
struct view {
	const struct bt_trend_params *p;
	const double *y;
	int n;
	const int *pivot;
	int n_pivot;
	double confirm;              /* confirm_pct in log units */
};

/* A line through pivots i < j, and what became of it. */
struct line {
	int i, j;
	double slope;
	int touches;
	enum { OPEN, BROKEN, FAILED } state;
	bool expired;
	int run_start, confirm, fail, broken;    /* sessions, -1 never */
};

const char *
bt_trend_status_name(enum bt_trend_status status)
{
	static const char *const name[BT_TREND_STATUS_COUNT] = {"none", "below", "testing",
	                                                        "broken_out", "failed"};

	return name[status];
}

static double
line_at(const struct view *v, const struct line *l, int m)
{
	return v->y[l->i] + l->slope * (m - l->i);
}

/* --- swing highs ------------------------------------------------------------------------------ */

/* y[i] above the k before it and not below the k after it: of equal highs the first. */
static bool
is_pivot(const double *y, int i, int k)
{
	for (int d = 1; d <= k; d++)
		if (!(y[i] > y[i - d]) || !(y[i] >= y[i + d]))
			return false;
	return true;
}

/* The pivots from `first` on that are known by the end; returns how many. */
static int
find_pivots(const double *y, int n, int first, int k, int *pivot)
{
	int found = 0;

	for (int i = first; i < n - k; i++)
		if (is_pivot(y, i, k))
			pivot[found++] = i;
	return found;
}

/* --- one line --------------------------------------------------------------------------------- */

/* Whether none of n values is clearly above a line that begins at their first; eight at a time, for speed. */
static bool
is_below(const double *y, int n, double slope, double tol)
{
	typedef double lanes __attribute__((vector_size(16), aligned(8), may_alias));
	typedef int64_t masks __attribute__((vector_size(16)));
	const double start = y[0];
	int m = 0;

	for (; m + 8 <= n; m += 8) {
		masks below = {-1, -1};

		for (int j = 0; j < 8; j += 2) {
			lanes at = {m + j, m + j + 1};

			below &= *(const lanes *)(y + m + j) <= start + slope * at + tol;
		}
		if (!(below[0] & below[1]))
			return false;
	}
	for (; m < n; m++)
		if (!(y[m] <= start + slope * m + tol))
			return false;
	return true;
}

/* Whether nothing closed clearly above the line while it was drawn.  The swing highs between its ends
 * are the likeliest to have: they go first (a and b are the ends' places among the pivots).  */
static bool
is_valid(const struct view *v, const struct line *l, int a, int b)
{
	const double tol = v->p->tol_valid;

	for (int q = a + 1; q < b; q++)
		if (!(v->y[v->pivot[q]] <= line_at(v, l, v->pivot[q]) + tol))
			return false;
	return is_below(v->y + l->i, l->j - l->i + 1, l->slope, tol);
}

static int
count_touches(const struct view *v, const struct line *l, int a)
{
	int touches = 0, last = 0;

	for (int q = a; q < v->n_pivot; q++) {
		int m = v->pivot[q];

		if (fabs(v->y[m] - line_at(v, l, m)) > v->p->tol_touch)
			continue;
		if (touches && m - last < v->p->touch_sep)
			continue;
		touches++;
		last = m;
	}
	return touches;
}

/* Follow the closes after the second anchor: open -> broken -> failed -> broken ... */
static void
walk(const struct view *v, struct line *l)
{
	int up = 0, down = 0;

	l->state = OPEN;
	l->broken = l->confirm = l->fail = -1;
	for (int m = l->j + 1; m < v->n; m++) {
		double above = v->y[m] - line_at(v, l, m);

		if (l->state == BROKEN) {
			down = above <= 0 ? down + 1 : 0;
			if (down >= v->p->fail_days && m - l->confirm <= v->p->fail_window) {
				l->state = FAILED;
				l->fail = m;
				up = 0;
			}
			continue;
		}
		up = above > 0 ? up + 1 : 0;
		if (up == 1)
			l->run_start = m;
		if (up >= v->p->confirm_days && above >= v->confirm) {
			l->state = BROKEN;
			l->broken = l->run_start;
			l->confirm = m;
			l->fail = -1;
			down = 0;
		}
	}
}

static bool
is_expired(const struct view *v, const struct line *l)
{
	int last = v->n - 1;

	return (l->state == BROKEN && last - l->confirm > v->p->max_age) ||
	       (l->state == FAILED && last - l->fail > v->p->max_age);
}

/* --- the choice ------------------------------------------------------------------------------- */

/* Not expired, then more touches, then the longer, then the later. */
static bool
is_better(const struct line *l, const struct line *than)
{
	if (l->expired != than->expired)
		return !l->expired;
	if (l->touches != than->touches)
		return l->touches > than->touches;
	if (l->j - l->i != than->j - than->i)
		return l->j - l->i > than->j - than->i;
	return l->j > than->j;
}

/* Try every pair of pivots; *best is the best of the valid lines, whose number is returned.  A line
 * that would not win even if it were not expired is not walked, so few are.  */
static size_t
choose(const struct view *v, struct line *best)
{
	size_t valid = 0;

	*best = (struct line){.expired = true};     /* any line has a touch, so any is better */
	for (int a = 0; a < v->n_pivot; a++) {
		for (int b = a + 1; b < v->n_pivot; b++) {
			struct line l = {.i = v->pivot[a], .j = v->pivot[b]};

			if (l.j - l.i < v->p->min_span || !(v->y[l.j] < v->y[l.i]))
				continue;
			l.slope = (v->y[l.j] - v->y[l.i]) / (l.j - l.i);
			if (!is_valid(v, &l, a, b))
				continue;
			valid++;
			l.touches = count_touches(v, &l, a);
			if (!is_better(&l, best))
				continue;
			walk(v, &l);
			l.expired = is_expired(v, &l);
			if (is_better(&l, best))
				*best = l;
		}
	}
	return valid;
}

static enum bt_trend_status
status_of(const struct view *v, const struct line *l, double dist_pct)
{
	if (l->state != OPEN)
		return l->state == BROKEN ? BT_TREND_BROKEN_OUT : BT_TREND_FAILED;
	return dist_pct >= -v->p->test_band ? BT_TREND_TESTING : BT_TREND_BELOW;
}

static size_t
place(int m, size_t offset)
{
	return m < 0 ? BT_TREND_NEVER : (size_t)m + offset;
}

static void
describe(const struct view *v, const struct line *l, size_t offset, bool up, struct bt_trend *out)
{
	int last = v->n - 1;
	double line = line_at(v, l, last);

	out->dist_pct = 100 * (exp(v->y[last] - line) - 1);
	out->status = status_of(v, l, out->dist_pct);
	out->anchor1 = place(l->i, offset);
	out->anchor2 = place(l->j, offset);
	out->expired = l->expired;
	out->y1 = v->y[l->i];
	out->y2 = v->y[l->j];
	out->slope = l->slope;
	out->touches = (size_t)l->touches;
	out->slope_pct_per_year = 100 * (exp(252 * l->slope) - 1);
	out->line_now = exp(up ? -line : line);
	out->break_at = place(l->broken, offset);
	out->confirm_at = place(l->confirm, offset);
	out->fail_at = place(l->fail, offset);
}

/* How many values before the last matter, and where they begin: pivots of the window look k further back. */
static size_t
first_of(size_t n, const struct bt_trend_params *p)
{
	size_t need = (size_t)p->window + (size_t)p->k;

	return n > need ? n - need : 0;
}

enum bt_status
bt_trend_ground_make(const double *value, size_t n, bool up, const struct bt_trend_params *p,
                     const struct bt_trend_ground *before, size_t same, struct bt_arena *a,
                     struct bt_trend_ground *out)
{
	double *y = BT_ARENA_ARRAY(a, n, double);
	int *pivot = BT_ARENA_ARRAY(a, n / (size_t)(p->k + 1) + 1, int);      /* two are further apart than k */
	size_t known = 0, first;

	if (!y || !pivot)
		return BT_E_NOMEM;
	same = before ? same : 0;
	if (same)
		memcpy(y, before->y, same * sizeof(*y));
	for (size_t t = same; t < n; t++)
		y[t] = up ? -log(value[t]) : log(value[t]);
	while (same && known < before->n_pivot && (size_t)(before->pivot[known] + p->k) < same)
		known++;
	if (known)
		memcpy(pivot, before->pivot, known * sizeof(*pivot));
	first = same > (size_t)(2 * p->k) ? same - (size_t)p->k : (size_t)p->k;
	known += (size_t)find_pivots(y, (int)n, (int)first, p->k, pivot + known);
	*out = (struct bt_trend_ground){n, y, pivot, known, up};
	return BT_OK;
}

/* The part of the ground that matters on its day n - 1, renumbered from *offset. */
static enum bt_status
look(const struct bt_trend_ground *g, size_t n, const struct bt_trend_params *p, struct bt_arena *a,
     struct view *v, size_t *offset)
{
	size_t from = first_of(n, p), lo = 0, count = 0;
	int *pivot;

	while (lo < g->n_pivot && (size_t)g->pivot[lo] < from + (size_t)p->k)
		lo++;
	while (lo + count < g->n_pivot && (size_t)(g->pivot[lo + count] + p->k) < n)
		count++;
	pivot = BT_ARENA_ARRAY(a, count, int);
	if (!pivot)
		return BT_E_NOMEM;
	for (size_t i = 0; i < count; i++)
		pivot[i] = g->pivot[lo + i] - (int)from;
	*v = (struct view){.p = p, .n = (int)(n - from), .confirm = log1p(p->confirm_pct / 100),
	                   .y = g->y + from, .pivot = pivot, .n_pivot = (int)count};
	*offset = from;
	return BT_OK;
}

enum bt_status
bt_trend_find_in(const struct bt_trend_ground *g, const double *value, size_t n,
                 const struct bt_trend_params *p, struct bt_arena *scratch, struct bt_trend *out)
{
	struct line best;
	struct view v;
	size_t offset;

	*out = bt_trend_none;
	out->value_now = n ? value[n - 1] : NAN;
	if (look(g, n, p, scratch, &v, &offset) != BT_OK)
		return BT_E_NOMEM;
	out->pivots = (size_t)v.n_pivot;
	out->valid_lines = choose(&v, &best);
	if (out->valid_lines)
		describe(&v, &best, offset, g->up, out);
	return BT_OK;
}

static size_t
moved(size_t at, size_t by)
{
	return at == BT_TREND_NEVER ? at : at + by;
}

enum bt_status
bt_trend_find(const double *value, size_t n, bool up, const struct bt_trend_params *p,
              struct bt_arena *scratch, struct bt_trend *out)
{
	size_t from = first_of(n, p), *const at[] = {&out->anchor1, &out->anchor2, &out->break_at,
	                                             &out->confirm_at, &out->fail_at};
	struct bt_trend_ground g;

	if (bt_trend_ground_make(value + from, n - from, up, p, NULL, 0, scratch, &g) != BT_OK
	    || bt_trend_find_in(&g, value + from, n - from, p, scratch, out) != BT_OK) {
		*out = bt_trend_none;
		return BT_E_NOMEM;
	}
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		*at[i] = moved(*at[i], from);
	return BT_OK;
}

enum bt_status
bt_trend_pivots(const double *value, size_t n, bool up, const struct bt_trend_params *p, struct bt_arena *a,
                const size_t **at, size_t *n_at)
{
	size_t from = first_of(n, p), *out;
	struct bt_trend_ground g;

	if (bt_trend_ground_make(value + from, n - from, up, p, NULL, 0, a, &g) != BT_OK ||
	    !(out = BT_ARENA_ARRAY(a, g.n_pivot, size_t)))
		return BT_E_NOMEM;
	for (size_t i = 0; i < g.n_pivot; i++)
		out[i] = (size_t)g.pivot[i] + from;
	*at = out;
	*n_at = g.n_pivot;
	return BT_OK;
}
