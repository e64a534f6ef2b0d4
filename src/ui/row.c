/* row.c - which of a row's cells are written how: by a move and text, by repeating, by erasing. */
#include "ui/row.h"

#include <string.h>

#define OVER_MAX 8               /* unchanged cells that may be written again rather than stepped over */
#define REPEAT_COSTS 5           /* bytes of ESC [ n b */
#define ERASE_COSTS 9            /* of ESC [ n X and the step behind it */

/* --- cells ---------------------------------------------------------------------------------------- */

uint8_t
bt_row_ground(const struct bt_row *r, const struct bt_cell *c)
{
	return r->palette->ground[c->role][c->selected];
}

struct bt_look
bt_row_look(const struct bt_row *r, const struct bt_cell *c)
{
	return r->palette->look[c->role][c->selected];
}

static uint8_t
number_of(const struct bt_row *r, const struct bt_cell *c)
{
	return r->palette->same[c->role][c->selected];
}

bool
bt_row_is_same(const struct bt_row *r, const struct bt_cell *a, const struct bt_cell *b)
{
	uint64_t x[2], y[2];

	_Static_assert(sizeof(*a) == sizeof(x), "a cell is compared as two numbers");
	memcpy(x, a, sizeof(x));
	memcpy(y, b, sizeof(y));
	if (x[0] == y[0] && x[1] == y[1])
		return true;
	if (bt_cell_is_blank(a) && bt_cell_is_blank(b))
		return bt_row_ground(r, a) == bt_row_ground(r, b);
	return a->text[0] == b->text[0] && number_of(r, a) == number_of(r, b) && strcmp(a->text, b->text) == 0;
}

bool
bt_row_is_erasable(const struct bt_row *r, const struct bt_cell *c)
{
	struct bt_look look = bt_row_look(r, c);

	return bt_cell_is_blank(c) && bt_look_is_ground(look) && (look.bg < 0 || r->pen->dialect->erases_in_ground);
}

static int
columns_at(const struct bt_row *r, int x)
{
	return x + 1 < r->w && r->cell[x + 1].text[0] == '\0' ? 2 : 1;
}

/* Terminals agree on the width of these: ASCII, Latin letters (below U+0300), and signs of one column that we draw
 * with (U+2000 to U+2BFF).  */
static bool
is_sure(const struct bt_row *r, int x)
{
	const unsigned char *s = (const unsigned char *)r->cell[x].text;

	if (s[0] < 0x80)
		return s[0] && !s[1];
	return columns_at(r, x) == 1 && ((s[0] < 0xCC && !s[2]) || (s[0] == 0xE2 && s[1] < 0xB0 && !s[3]));
}

/* --- writing a row -------------------------------------------------------------------------------- */

int
bt_row_next(const struct bt_row *r, int x, int end)
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

static bool
is_like(struct bt_look a, struct bt_look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

static void
look(const struct bt_row *r, int x)
{
	if (!is_like(r->pen->look, bt_row_look(r, &r->cell[x])))
		bt_pen_look(r->pen, bt_row_look(r, &r->cell[x]), bt_cell_is_blank(&r->cell[x]));
}

/* The character at x, in its look; returns the column behind it. */
static int
put(const struct bt_row *r, int x)
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
put_all(const struct bt_row *r, int x, int end)
{
	while (x < end)
		x = put(r, x);
}

/* Where the pen stands; characters of unsure width go on where they should be, others want to be sure. */
static bool
is_there(const struct bt_row *r, int x)
{
	return r->pen->y == r->y && (r->pen->x == x || (r->pen->likely_x == x && !is_sure(r, x)));
}

/* May what stands between the pen and x be written once more? */
static bool
can_write_over(const struct bt_row *r, int x)
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
reach(const struct bt_row *r, int x)
{
	struct bt_pen before = *r->pen;
	size_t begin = before.out->len, moved;

	if (is_there(r, x))
		return;
	bt_pen_move(r->pen, x, r->y);
	look(r, x);
	if (!can_write_over(&(struct bt_row){.pen = &before, .cell = r->cell, .y = r->y, .w = r->w}, x))
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
run_at(const struct bt_row *r, int x, int end)
{
	int n = 1;

	for (int i = x + 1; i < end && bt_row_is_same(r, &r->cell[x], &r->cell[i]); i++)
		if (r->todo[i])
			n = i + 1 - x;
	return x + n < r->w ? n : n - 1;         /* the last column is written by itself */
}

/* Is it the first of so many like it that the terminal may be asked to repeat it? */
static bool
is_repeated(const struct bt_row *r, int x)
{
	return x + REPEAT_COSTS + 1 < r->w && bt_row_is_same(r, &r->cell[x], &r->cell[x + 1]) &&
	       bt_row_is_same(r, &r->cell[x], &r->cell[x + REPEAT_COSTS + 1]);
}

/* Write what is to be written from x on as long as it is of one look and there is nothing to be thought about;
 * returns the column behind it.  */
static int
put_text(const struct bt_row *r, int x)
{
	char text[256 + BT_CELL_BYTES];
	size_t n = 0;
	int i = x;

	if (!is_sure(r, x) || (bt_cell_is_blank(&r->cell[x]) && !is_like(r->pen->look, bt_look_numbered(r->palette, r->todo[x]))))
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
put_run(const struct bt_row *r, int x, int end)
{
	const struct bt_dialect *d = r->pen->dialect;
	size_t bytes = strlen(r->cell[x].text);
	bool erasable = d->erase_cells && bt_row_is_erasable(r, &r->cell[x]), repeatable = d->repeat && bytes == 1;
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

void
bt_row_write(const struct bt_row *r)
{
	for (int x = bt_row_next(r, 0, r->w); x < r->w; x = bt_row_next(r, x, r->w)) {
		while (x > 0 && r->cell[x].text[0] == '\0')
			x--;             /* from the head of a wide character */
		x = put_run(r, x, r->w);
	}
}

void
bt_row_mark(const struct bt_row *r, const struct bt_cell *old, int bare)
{
	const struct bt_cell *said = NULL;       /* in whose look it goes on */

	for (int x = 0; x < r->w; x++) {
		const struct bt_cell *c = &r->cell[x];

		if (c->text[0] && !(said && bt_cell_is_blank(c) && bt_row_ground(r, said) == bt_row_ground(r, c)))
			said = c;
		r->todo[x] = bt_row_is_same(r, x < bare ? &old[x] : &bt_cell_blank, c) ? 0 : number_of(r, said ? said : c);
	}
}

int
bt_blanks_cost(const struct bt_dialect *d, int n)
{
	int most = d->repeat ? REPEAT_COSTS + 1 : d->erase_cells ? ERASE_COSTS : n;

	return n < most ? n : most;
}
