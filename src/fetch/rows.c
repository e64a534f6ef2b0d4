#include "fetch/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Prices are binary32 printed as doubles: a close may exceed its high by rounding alone. */
#define ROUNDING 1e-6

/* A one-bar move beyond these, close and adjclose alike, may be an unadjusted split. */
#define JUMP_DOWN 0.6
#define JUMP_UP 1.7
#define ALIKE 0.02

bool
bt_rows_init(struct bt_rows *rows, struct bt_arena *a, size_t capacity, unsigned columns)
{
	struct {
		unsigned flag;
		double **column;
	} wanted[] = {
		{BT_ROW_OPEN, &rows->open},         {BT_ROW_HIGH, &rows->high},
		{BT_ROW_LOW, &rows->low},           {BT_ROW_ADJCLOSE, &rows->adjclose},
		{BT_ROW_VOLUME, &rows->volume},     {0, &rows->close},
	};
	bool ok = true;

	*rows = (struct bt_rows){
		.date = BT_ARENA_ARRAY(a, capacity, bt_date),
		.ts = BT_ARENA_ARRAY(a, capacity, int64_t),
	};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!wanted[i].flag || columns & wanted[i].flag) {
			*wanted[i].column = BT_ARENA_ARRAY(a, capacity, double);
			ok = ok && *wanted[i].column;
		}
	return ok && rows->date && rows->ts;
}

static void
move_row(struct bt_rows *r, size_t from, size_t to)
{
	double *const columns[] = {r->open, r->high, r->low, r->close, r->adjclose, r->volume};

	if (from == to)
		return;
	r->date[to] = r->date[from];
	r->ts[to] = r->ts[from];
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (columns[i])
			columns[i][to] = columns[i][from];
}

static bool
is_bar(const struct bt_rows *r, size_t i, bt_date last)
{
	return r->date[i] >= BT_FIRST_DAY && r->date[i] <= last && r->close[i] > 0 &&
	       r->close[i] <= BT_PRICE_MAX;
}

/* Keep the bars alone; true when their dates ascend strictly. */
static bool
keep_bars(struct bt_rows *r, bt_date last, struct bt_answer *answer)
{
	bool ascending = true;
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (!is_bar(r, i, last)) {
			answer->flaws[r->date[i] > last ? BT_FAULT_FUTURE : BT_FAULT_UNPRICED]++;
			continue;
		}
		move_row(r, i, kept);
		ascending = ascending && (!kept || r->date[kept - 1] < r->date[kept]);
		kept++;
	}
	r->n = kept;
	return ascending;
}

struct place {
	bt_date date;
	int64_t ts;
	size_t row;
};

static int
by_date_then_age(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	if (a->ts != b->ts)
		return a->ts < b->ts ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

/* column[i] = column[place[i].row] for all i, through scratch. */
static void
permute(double *column, const struct place *place, size_t n, double *scratch)
{
	if (!column)
		return;
	for (size_t i = 0; i < n; i++)
		scratch[i] = column[place[i].row];
	memcpy(column, scratch, n * sizeof(*column));
}

/* Of two rows of one date the newer stands; but one without volume is of extended hours, which come unasked on
 * half days, and never stands for the session's.  */
static bool
replaces(const struct bt_rows *r, size_t newer, size_t older)
{
	return !r->volume || r->volume[newer] > 0 || !(r->volume[older] > 0);
}

/* Rows came unsorted or doubled: sort them and let one of each date stand. */
static bool
sort_rows(struct bt_rows *r, struct bt_arena *a)
{
	struct place *place = BT_ARENA_ARRAY(a, r->n, struct place);
	double *scratch = BT_ARENA_ARRAY(a, r->n, double);
	double *const columns[] = {r->open, r->high, r->low, r->close, r->adjclose, r->volume};
	size_t kept = 0;

	if (!place || !scratch)
		return false;
	for (size_t i = 0; i < r->n; i++)
		place[i] = (struct place){r->date[i], r->ts[i], i};
	qsort(place, r->n, sizeof(*place), by_date_then_age);
	for (size_t i = 0; i < r->n; i++) {
		if (!kept || place[kept - 1].date != place[i].date)
			place[kept++] = place[i];
		else if (replaces(r, place[i].row, place[kept - 1].row))
			place[kept - 1] = place[i];
	}
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		permute(columns[i], place, kept, scratch);
	for (size_t i = 0; i < kept; i++) {
		r->date[i] = place[i].date;
		r->ts[i] = place[i].ts;
	}
	r->n = kept;
	return true;
}

/* Null what is no price or volume at all.  NAN that came as such is missing, not wrong. */
static size_t
null_impossible(double *column, size_t n, double lo, double hi)
{
	size_t nulled = 0;

	for (size_t i = 0; column && i < n; i++)
		if (!(column[i] >= lo && column[i] <= hi)) {
			nulled += !isnan(column[i]);
			column[i] = NAN;
		}
	return nulled;
}

/* x lies outside `bound` on the side of sign (+1 above, -1 below) by more than rounding? */
static bool
beyond(double x, double bound, double sign)
{
	return sign * (x - bound) > ROUNDING * x;
}

static size_t
null_cell(double *cell)
{
	*cell = NAN;
	return 1;
}

/* low <= open, close <= high, comparisons with NAN being no contradiction. */
static size_t
reconcile(double *open, double *high, double *low, double close)
{
	size_t nulled = 0;

	if (beyond(close, *high, 1))
		nulled += null_cell(high);
	if (beyond(close, *low, -1))
		nulled += null_cell(low);
	if (beyond(*open, *high, 1) || beyond(*open, *low, -1))
		nulled += null_cell(open);
	if (!isnan(*high))
		*high = fmax(*high, fmax(*open, close)); /* by rounding at most */
	if (!isnan(*low))
		*low = fmin(*low, fmin(*open, close));
	return nulled;
}

static size_t
null_contradictions(struct bt_rows *r)
{
	size_t nulled = 0;

	nulled += null_impossible(r->open, r->n, 1e-12, BT_PRICE_MAX);
	nulled += null_impossible(r->high, r->n, 1e-12, BT_PRICE_MAX);
	nulled += null_impossible(r->low, r->n, 1e-12, BT_PRICE_MAX);
	nulled += null_impossible(r->adjclose, r->n, 1e-12, BT_PRICE_MAX);
	nulled += null_impossible(r->volume, r->n, 0, BT_VOLUME_MAX);
	for (size_t i = 0; i < r->n; i++) {
		double none[3] = {NAN, NAN, NAN};

		nulled += reconcile(r->open ? &r->open[i] : &none[0],
		                    r->high ? &r->high[i] : &none[1],
		                    r->low ? &r->low[i] : &none[2], r->close[i]);
	}
	return nulled;
}

/* A dividend after the last adjusted cell is not known yet: until then both prices are the same. */
static void
adjust_last(struct bt_rows *r)
{
	for (size_t i = r->n; r->adjclose && i-- > 0 && isnan(r->adjclose[i]);)
		r->adjclose[i] = r->close[i];
}

static size_t
count_jumps(const struct bt_rows *r)
{
	const double *adj = r->adjclose ? r->adjclose : r->close;
	size_t jumps = 0;

	for (size_t i = 1; i < r->n; i++) {
		double move = r->close[i] / r->close[i - 1], adj_move = adj[i] / adj[i - 1];

		jumps += (move < JUMP_DOWN || move > JUMP_UP) && fabs(adj_move / move - 1) < ALIKE;
	}
	return jumps;
}

struct bt_bars
bt_rows_finish(struct bt_rows *rows, bt_date last, struct bt_arena *a, struct bt_answer *answer)
{
	size_t came = rows->n, bars, nulled, jumps;
	bool ascending = keep_bars(rows, last, answer);

	bars = rows->n;
	if (!ascending && !sort_rows(rows, a)) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		rows->n = 0;
	}
	answer->flaws[BT_FAULT_DOUBLED] += (unsigned)(bars - rows->n);
	answer->dropped_rows += came - rows->n;
	nulled = null_contradictions(rows);
	answer->nulled_cells += nulled;
	answer->flaws[BT_FAULT_CELLS] += (unsigned)nulled;
	adjust_last(rows);
	jumps = count_jumps(rows);
	answer->flagged_jumps += jumps;
	answer->flaws[BT_FAULT_JUMPS] += (unsigned)jumps;
	return (struct bt_bars){
		.n = rows->n,
		.date = rows->date,
		.open = rows->open,
		.high = rows->high,
		.low = rows->low,
		.close = rows->close,
		.adjclose = rows->adjclose,
		.volume = rows->volume,
	};
}
