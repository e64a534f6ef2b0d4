/* delta.c - which cells must be written, in which order, and in which of the ways that a terminal has.
 *
 * A row is written from left to right, or, where its looks take turns so often that the words for them would
 * cost more than going back, look by look together with all other such rows.  */
#include "ui/delta.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define OVER_MAX 8               /* unchanged cells that may be written again rather than stepped over */
#define STEP_COSTS 4             /* bytes of ESC [ n C */
#define REPEAT_COSTS 5           /* of ESC [ n b */
#define ERASE_COSTS 9            /* of ESC [ n X and the step behind it */
#define LINE_COSTS 4             /* of ESC [ K, and what it may cost to have the right ground */
#define BACK_COSTS 5             /* of a step that only writing look by look takes */

#define PASSES (2 * BT_ROLE_COUNT + 1)

/* One row that is being written. */
struct row {
	const struct bt_palette *palette;
	struct bt_pen *pen;
	const struct bt_cell *cell;
	uint8_t *todo;                           /* by cell: 0, or 1 and the number of the look it is written in */
	int y, w;
	uint8_t pass;                            /* only cells of that look; 0: of all */
};

static const struct bt_look plain = {-1, -1, 0};
static const struct bt_cell blank = {.text = " ", .role = BT_ROLE_TEXT};

/* --- cells ---------------------------------------------------------------------------------------- */

static bool
is_blank(const struct bt_cell *c)
{
	return c->text[0] == ' ' && !c->text[1];
}

static uint8_t
ground_of(const struct row *r, const struct bt_cell *c)
{
	return r->palette->ground[c->role][c->selected];
}

static struct bt_look
look_of(const struct row *r, const struct bt_cell *c)
{
	return r->palette->look[c->role][c->selected];
}

/* The number of its look; 0 is none. */
static uint8_t
number_of(const struct row *r, const struct bt_cell *c)
{
	return (uint8_t)(r->palette->same[c->role][c->selected] + 1);
}

/* Would the terminal show no difference? */
static bool
is_same(const struct row *r, const struct bt_cell *a, const struct bt_cell *b)
{
	uint64_t x[2], y[2];

	_Static_assert(sizeof(*a) == sizeof(x), "a cell is compared as two numbers");
	memcpy(x, a, sizeof(x));
	memcpy(y, b, sizeof(y));
	if (x[0] == y[0] && x[1] == y[1])
		return true;
	if (is_blank(a) && is_blank(b))
		return ground_of(r, a) == ground_of(r, b);
	return a->text[0] == b->text[0] && number_of(r, a) == number_of(r, b) && strcmp(a->text, b->text) == 0;
}

/* Can blanks of that look be made by erasing? */
static bool
is_erasable(const struct row *r, const struct bt_cell *c)
{
	struct bt_look look = look_of(r, c);

	return is_blank(c) && bt_look_is_ground(look) && (look.bg < 0 || r->pen->dialect->erases_in_ground);
}

static int
columns_at(const struct row *r, int x)
{
	return x + 1 < r->w && r->cell[x + 1].text[0] == '\0' ? 2 : 1;
}

/* Terminals agree on the width of these: ASCII, Latin letters (below U+0300), and signs of one column that we draw
 * with (U+2000 to U+2BFF).  */
static bool
is_sure(const struct row *r, int x)
{
	const unsigned char *s = (const unsigned char *)r->cell[x].text;

	if (s[0] < 0x80)
		return s[0] && !s[1];
	return columns_at(r, x) == 1 && ((s[0] < 0xCC && !s[2]) || (s[0] == 0xE2 && s[1] < 0xB0 && !s[3]));
}

/* --- writing a row -------------------------------------------------------------------------------- */

static int
next_todo(const struct row *r, int x, int end)
{
	const uint8_t *at;

	if (r->pass) {
		at = x < end ? memchr(r->todo + x, r->pass, (size_t)(end - x)) : NULL;
		return at ? (int)(at - r->todo) : end;
	}
	while (x < end && !r->todo[x])
		x++;
	return x;
}

static void
look(const struct row *r, int x)
{
	bt_pen_look(r->pen, look_of(r, &r->cell[x]), is_blank(&r->cell[x]));
}

/* The character at x, in its look; returns the column behind it. */
static int
put(const struct row *r, int x)
{
	const struct bt_dialect *d = r->pen->dialect;
	const char *text = r->cell[x].text;
	int columns = columns_at(r, x);

	if (d->wraps && !d->wraps_late && r->y == r->pen->h - 1 && x + columns == r->w)
		return x + columns;      /* that corner would scroll the screen: it stays as it is */
	look(r, x);
	bt_pen_write(r->pen, text, strlen(text), columns, is_sure(r, x));
	return x + columns;
}

static void
put_all(const struct row *r, int x, int end)
{
	while (x < end)
		x = put(r, x);
}

/* Where the pen stands; characters of unsure width go on where they should be, others want to be sure. */
static bool
is_there(const struct row *r, int x)
{
	return r->pen->y == r->y && (r->pen->x == x || (r->pen->likely_x == x && !is_sure(r, x)));
}

/* May what stands between the pen and x be written once more? */
static bool
can_write_over(const struct row *r, int x)
{
	int from = r->pen->x;

	if (r->pen->y != r->y || from < 0 || from >= x || x - from > OVER_MAX)
		return false;
	for (int i = from; i < x; i++)
		if (!is_sure(r, i))
			return false;
	return true;
}

/* Bring the pen to x: by a move, or by writing what is between if that takes no more bytes. */
static void
reach(const struct row *r, int x)
{
	struct bt_pen before = *r->pen;
	size_t begin = before.out->len, moved;

	if (is_there(r, x))
		return;
	bt_pen_move(r->pen, x, r->y);
	look(r, x);
	if (!can_write_over(&(struct row){.pen = &before, .cell = r->cell, .y = r->y, .w = r->w}, x))
		return;
	moved = before.out->len - begin;
	before.out->len = begin;
	*r->pen = before;
	put_all(r, before.x, x);
	look(r, x);
	if (before.out->len - begin <= moved)
		return;
	before.out->len = begin;
	*r->pen = before;
	bt_pen_move(r->pen, x, r->y);
}

/* How many cells from x on are like it, the last of them to be written. */
static int
run_at(const struct row *r, int x, int end)
{
	int n = 1;

	for (int i = x + 1; i < end && is_same(r, &r->cell[x], &r->cell[i]); i++)
		if (r->todo[i])
			n = i + 1 - x;
	return x + n < r->w ? n : n - 1;         /* the last column is written by itself */
}

/* Is it the first of so many like it that the terminal may be asked to repeat it? */
static bool
is_repeated(const struct row *r, int x)
{
	return x + REPEAT_COSTS + 1 < r->w && is_same(r, &r->cell[x], &r->cell[x + 1]) &&
	       is_same(r, &r->cell[x], &r->cell[x + REPEAT_COSTS + 1]);
}

/* Write what is to be written from x on as long as it is of one look and there is nothing to be thought about;
 * returns the column behind it.  */
static int
put_text(const struct row *r, int x)
{
	char text[256 + BT_CELL_BYTES];
	size_t n = 0;
	int i = x;

	if (is_blank(&r->cell[x]) || !is_sure(r, x))
		return put(r, x);
	for (; i + 1 < r->w && n < 256 && r->todo[i] == r->todo[x] && is_sure(r, i) && !is_repeated(r, i); i++)
		for (const char *s = r->cell[i].text; *s; s++)
			text[n++] = *s;
	if (i == x)
		return put(r, x);
	look(r, x);
	bt_pen_write(r->pen, text, n, i - x, true);
	return i;
}

/* Write from x on; returns the column behind what was done.  Only ASCII is repeated by the terminal: tmux up to 3.4,
 * which many run with TERM=xterm-256color, forgets what was before when it was not.  */
static int
put_run(const struct row *r, int x, int end)
{
	const struct bt_dialect *d = r->pen->dialect;
	size_t bytes = strlen(r->cell[x].text);
	bool erasable = d->erase_cells && is_erasable(r, &r->cell[x]), repeatable = d->repeat && bytes == 1;
	int n = erasable || repeatable ? run_at(r, x, end) : 1;

	reach(r, x);
	if (repeatable && n - 1 > REPEAT_COSTS) {
		put(r, x);
		bt_pen_repeat(r->pen, n - 1);
	} else if (erasable && n > ERASE_COSTS) {
		look(r, x);
		bt_pen_erase(r->pen, n);
	} else {
		n = put_text(r, x) - x;
	}
	memset(r->todo + x, 0, (size_t)n);
	return x + n;
}

static void
write_row(const struct row *r)
{
	for (int x = next_todo(r, 0, r->w); x < r->w; x = next_todo(r, x, r->w)) {
		while (x > 0 && r->cell[x].text[0] == '\0')
			x--;             /* from the head of a wide character */
		x = put_run(r, x, r->w);
	}
}

/* --- what is to be done --------------------------------------------------------------------------- */

/* Mark the cells that differ from the old row, which is blank from `bare` on; a blank goes with the look before
 * it where it can.  */
static void
mark(const struct row *r, const struct bt_cell *old, int bare)
{
	const struct bt_cell *said = NULL;       /* in whose look it goes on */

	for (int x = 0; x < r->w; x++) {
		const struct bt_cell *c = &r->cell[x];

		if (c->text[0] && !(said && is_blank(c) && ground_of(r, said) == ground_of(r, c)))
			said = c;
		r->todo[x] = is_same(r, x < bare ? &old[x] : &blank, c) ? 0 : number_of(r, said ? said : c);
	}
}

/* What n blanks in a row cost, written or stepped over. */
static int
blanks_cost(const struct bt_dialect *d, int n, bool stepped)
{
	int most = stepped ? STEP_COSTS : d->repeat ? REPEAT_COSTS + 1 : d->erase_cells ? ERASE_COSTS : n;

	return n < most ? n : most;
}

/* Bytes that are saved when the row is made blank from x on, to begin with: blanks need not be written, what has
 * not changed must be.  Blanks on another ground than what is before them would take a step or a word, too.  */
static int
gain_of_clean(const struct row *r, int x)
{
	const struct bt_dialect *d = r->pen->dialect;
	uint8_t bare = ground_of(r, &blank);
	int gain = -LINE_COSTS, n = 0;
	bool apart = false;

	for (; x < r->w; x++) {
		const struct bt_cell *c = &r->cell[x];

		if (is_blank(c) && ground_of(r, c) == bare) {
			n += r->todo[x] != 0;
			continue;
		}
		if (n)
			gain += blanks_cost(d, n, false) + (apart ? STEP_COSTS : -blanks_cost(d, n, true));
		gain -= r->todo[x] ? 0 : (int)strlen(c->text);
		n = 0;
		apart = ground_of(r, c) != bare;
	}
	return gain;
}

/* From where on the row is to be erased first; w: not at all. */
static int
clean_from(const struct row *r)
{
	int x = next_todo(r, 0, r->w);

	if (!r->pen->dialect->erase_line || x == r->w || gain_of_clean(r, x) <= 0)
		return r->w;
	return r->cell[x].text[0] ? x : x - 1;
}

/* From where on the row may be erased at last: it is blank there in one ground that can be had so, and enough of
 * it is to be done; w: nowhere.  */
static int
tail_from(const struct row *r)
{
	int x = r->w, n = 0;

	while (x > 0 && is_erasable(r, &r->cell[x - 1]) && is_same(r, &r->cell[x - 1], &r->cell[r->w - 1]))
		n += r->todo[--x] != 0;
	return r->pen->dialect->erase_line && n > LINE_COSTS ? next_todo(r, x, r->w) : r->w;
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

static struct bt_look
look_numbered(const struct bt_palette *p, int number)
{
	return p->look[(number - 1) / 2][(number - 1) % 2];
}

/* Bytes that are saved in a row when its looks need no words, but going back to where each goes on. */
static int
gain_of_passes(const struct row *r, uint64_t *looks)
{
	struct bt_look at = plain;
	int gain = 0, end = -1;
	uint8_t number = 0;

	for (int x = 0; x < r->w; x++) {
		if (!r->todo[x])
			continue;
		if (r->todo[x] != number) {
			struct bt_look to = look_numbered(r->palette, r->todo[x]);

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

static struct row
row_at(const struct delta *d, int y)
{
	size_t at = (size_t)y * (size_t)d->wanted->w;

	return (struct row){.palette = d->palette, .pen = d->pen, .cell = d->wanted->cell + at,
	                    .todo = d->todo + at, .y = y, .w = d->wanted->w};
}

static void
plan_row(struct delta *d, int y, const struct bt_cell *old)
{
	struct row r = row_at(d, y);
	struct plan *p = &d->plan[y];

	mark(&r, old, r.w);
	p->touched = next_todo(&r, 0, r.w) < r.w;
	p->clean = clean_from(&r);
	if (p->clean < r.w)
		mark(&r, old, p->clean);
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
			gain -= look_cost(d->pen->dialect, plain, look_numbered(d->palette, i));
	return gain > 0;
}

static void
erase(const struct row *r, int from, struct bt_look look)
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
		struct row r = row_at(d, y);

		if (!p->touched)
			continue;
		erase(&r, p->clean, plain);
		if (!in_passes || p->gain <= 0)
			write_row(&r);
		erase(&r, p->tail, look_of(&r, &r.cell[r.w - 1]));
	}
}

static void
write_passes(const struct delta *d, const bool has[PASSES])
{
	for (int i = 1; i < PASSES; i++) {
		for (int y = 0; y < d->wanted->h && has[i]; y++) {
			struct row r = row_at(d, y);

			r.pass = (uint8_t)i;
			if (d->plan[y].touched && d->plan[y].gain > 0 && has_look(&d->plan[y], i))
				write_row(&r);
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
