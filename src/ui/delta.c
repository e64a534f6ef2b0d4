/* delta.c - what is to be done in each row, and in which order.
 *
 * A row is written from left to right, or, where its looks take turns so often that the words for them would
 * cost more than going back, look by look together with all other such rows.  */
#include "ui/delta.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ui/row.h"

#define LINE_COSTS 4             /* bytes of ESC [ K, and what it may cost to have the right ground */
#define STEP_COSTS 4             /* of ESC [ n C */
#define BACK_COSTS 5             /* of a step that only writing look by look takes */

#define PASSES (BT_LOOKS + 1)            /* by number of the look */

static const struct bt_look plain = {-1, -1, 0};

/* --- what is to be done in a row ------------------------------------------------------------------ */

/* Bytes that are saved when the row is made blank from x on, to begin with: blanks need not be written, what has
 * not changed must be.  Blanks on another ground than what is before them would take a step or a word, too.  */
static int
gain_of_clean(const struct bt_row *r, int x)
{
	const struct bt_dialect *d = r->pen->dialect;
	uint8_t bare = bt_row_ground(r, &bt_cell_blank);
	int gain = -LINE_COSTS, n = 0;
	bool apart = false;

	for (; x < r->w; x++) {
		const struct bt_cell *c = &r->cell[x];

		if (bt_cell_is_blank(c) && bt_row_ground(r, c) == bare) {
			n += r->todo[x] != 0;
			continue;
		}
		if (n)
			gain += bt_blanks_cost(d, n) + (apart ? STEP_COSTS : -(n < STEP_COSTS ? n : STEP_COSTS));
		gain -= r->todo[x] ? 0 : (int)strlen(c->text);
		n = 0;
		apart = bt_row_ground(r, c) != bare;
	}
	return gain;
}

/* From where on the row is to be erased first; w: not at all. */
static int
clean_from(const struct bt_row *r)
{
	int x = bt_row_next(r, 0, r->w);

	if (!r->pen->dialect->erase_line || x == r->w || gain_of_clean(r, x) <= 0)
		return r->w;
	return r->cell[x].text[0] ? x : x - 1;
}

/* From where on the row may be erased at last: it is blank there in one ground that can be had so, and enough of
 * it is to be done; w: nowhere.  */
static int
tail_from(const struct bt_row *r)
{
	int x = r->w, n = 0;

	while (x > 0 && bt_row_is_erasable(r, &r->cell[x - 1]) && bt_row_is_same(r, &r->cell[x - 1], &r->cell[r->w - 1]))
		n += r->todo[--x] != 0;
	return r->pen->dialect->erase_line && n > LINE_COSTS ? bt_row_next(r, x, r->w) : r->w;
}

static int
look_cost(const struct bt_dialect *d, struct bt_look from, struct bt_look to)
{
	int n = 3;

	if (to.fg < 0 && to.bg < 0 && !to.attr)
		return n;
	if (to.fg != from.fg)
		n += to.fg < 0 ? 2 : (int)strlen(d->fg[to.fg]);
	if (to.bg != from.bg)
		n += to.bg < 0 ? 3 : (int)strlen(d->bg[to.bg]) + 1;
	return n + (to.attr != from.attr ? 2 : 0);
}

/* Bytes that are saved in a row when its looks need no words, but going back to where each goes on. */
static int
gain_of_passes(const struct bt_row *r, uint64_t *looks)
{
	struct bt_look at = plain;
	int gain = 0, end = -1;
	uint8_t number = 0;

	for (int x = 0; x < r->w; x++) {
		if (!r->todo[x])
			continue;
		if (r->todo[x] != number) {
			struct bt_look to = bt_look_numbered(r->palette, r->todo[x]);

			gain += look_cost(r->pen->dialect, at, to) - (x == end ? BACK_COSTS : 1);
			number = r->todo[x];
			looks[number / 64] |= UINT64_C(1) << (number % 64);
			at = to;
		}
		end = x + 1;
	}
	return gain;
}

/* --- the picture ---------------------------------------------------------------------------------- */

/* What is to be done in one row. */
struct plan {
	int clean, tail;                         /* w: not */
	int gain;                                /* of writing it look by look */
	bool touched;
	uint64_t looks[PASSES / 64 + 1];         /* of what is to be done there, a bit a look */
};

struct delta {
	const struct bt_palette *palette;
	struct bt_pen *pen;
	const struct bt_grid *wanted;
	uint8_t *todo;
	struct plan *plan;
};

static struct bt_row
row_at(const struct delta *d, int y)
{
	size_t at = (size_t)y * (size_t)d->wanted->w;

	return (struct bt_row){.palette = d->palette, .pen = d->pen, .cell = d->wanted->cell + at,
	                    .todo = d->todo + at, .y = y, .w = d->wanted->w};
}

static void
plan_row(struct delta *d, int y, const struct bt_cell *old)
{
	struct bt_row r = row_at(d, y);
	struct plan *p = &d->plan[y];

	bt_row_mark(&r, old, r.w);
	p->touched = bt_row_next(&r, 0, r.w) < r.w;
	p->clean = clean_from(&r);
	if (p->clean < r.w)
		bt_row_mark(&r, old, p->clean);
	p->tail = tail_from(&r);
	memset(r.todo + p->tail, 0, (size_t)(r.w - p->tail));
	p->gain = gain_of_passes(&r, p->looks);
}

static bool
has_look(const struct plan *p, int number)
{
	return p->looks[number / 64] >> (number % 64) & 1;
}

/* Find out which looks there are to be written look by look; false: it would not pay. */
static bool
plan_passes(const struct delta *d, bool has[PASSES])
{
	int gain = 0;

	for (int y = 0; y < d->wanted->h; y++) {
		if (!d->plan[y].touched || d->plan[y].gain <= 0)
			continue;
		gain += d->plan[y].gain;
		for (int i = 1; i < PASSES; i++)
			has[i] |= has_look(&d->plan[y], i);
	}
	for (int i = 1; i < PASSES; i++)
		if (has[i])
			gain -= look_cost(d->pen->dialect, plain, bt_look_numbered(d->palette, i));
	return gain > 0;
}

static void
erase(const struct bt_row *r, int from, struct bt_look look)
{
	if (from == r->w)
		return;
	bt_pen_move(r->pen, from, r->y);
	bt_pen_look(r->pen, look, true);
	bt_pen_erase_line(r->pen);
}

static void
write_rows(const struct delta *d, bool in_passes)
{
	for (int y = 0; y < d->wanted->h; y++) {
		const struct plan *p = &d->plan[y];
		struct bt_row r = row_at(d, y);

		if (!p->touched)
			continue;
		erase(&r, p->clean, plain);
		if (!in_passes || p->gain <= 0)
			bt_row_write(&r);
		erase(&r, p->tail, bt_row_look(&r, &r.cell[r.w - 1]));
	}
}

static void
write_passes(const struct delta *d, const bool has[PASSES])
{
	for (int i = 1; i < PASSES; i++) {
		for (int y = 0; y < d->wanted->h && has[i]; y++) {
			struct bt_row r = row_at(d, y);

			r.pass = (uint8_t)i;
			if (d->plan[y].touched && d->plan[y].gain > 0 && has_look(&d->plan[y], i))
				bt_row_write(&r);
		}
	}
}

void
bt_delta_write(const struct bt_palette *palette, struct bt_pen *pen, struct bt_grid *shown,
               const struct bt_grid *wanted)
{
	size_t w = (size_t)wanted->w, h = (size_t)wanted->h;
	struct delta d = {.palette = palette, .pen = pen, .wanted = wanted, .todo = bt_xmalloc(w * h + 1),
	                  .plan = bt_xcalloc(h + 1, sizeof(*d.plan))};
	bool has[PASSES] = {false}, in_passes;

	for (size_t y = 0; y < h; y++) {
		struct bt_cell *old = shown->cell + y * w;

		if (memcmp(old, wanted->cell + y * w, w * sizeof(*old)) == 0)
			continue;
		plan_row(&d, (int)y, old);
		memcpy(old, wanted->cell + y * w, w * sizeof(*old));
	}
	in_passes = plan_passes(&d, has);
	write_rows(&d, in_passes);
	if (in_passes)
		write_passes(&d, has);
	if (w && h)
		bt_pen_move(pen, wanted->cursor_x, wanted->cursor_y);
	free(d.todo);
	free(d.plan);
}
