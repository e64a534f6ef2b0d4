#include "ui/pen.h"

#include <string.h>

static const struct bt_look plain = {-1, -1, 0};

/* --- moves ---------------------------------------------------------------------------------------- */

#define WAY 40
#define NO_WAY WAY                       /* bytes of a move that cannot be made */

struct way {
	char byte[WAY];
	size_t n;
};

static void
add_byte(struct way *w, char byte)
{
	w->byte[w->n++] = byte;
}

static void
add_number(struct way *w, int n)
{
	if (n > 9)
		add_number(w, n / 10);
	add_byte(w, (char)('0' + n % 10));
}

/* ESC [ n final; n is left out when it is the usual one. */
static void
add_control(struct way *w, int n, char final)
{
	add_byte(w, '\033');
	add_byte(w, '[');
	if (n != 1)
		add_number(w, n);
	add_byte(w, final);
}

static void
add_bytes(struct way *w, char byte, int n)
{
	while (n-- > 0)
		add_byte(w, byte);
}

static size_t
digits(int n)
{
	return n < 10 ? 1 : n < 100 ? 2 : n < 1000 ? 3 : 4;
}

static size_t
control_cost(int n)
{
	return n == 1 ? 3 : 3 + digits(n);
}

enum kind { STAY, BYTES, CONTROL, RETURN_AND_CONTROL };

/* One part of a move: along the row, or along the column. */
struct part {
	size_t cost;
	enum kind kind;
	char byte;                               /* or the final one */
	int n;
};

static void
consider(struct part *best, bool possible, enum kind kind, char byte, int n)
{
	size_t cost = kind == BYTES ? (size_t)n : control_cost(n) + (kind == RETURN_AND_CONTROL);

	if (possible && cost < best->cost)
		*best = (struct part){cost, kind, byte, n};
}

static struct part
along_row(const struct bt_pen *p, int x)
{
	const struct bt_dialect *d = p->dialect;
	struct part best = {.cost = p->x == x ? 0 : NO_WAY, .kind = STAY};
	int by = p->x < 0 ? 0 : x - p->x;

	if (p->x == x)
		return best;
	consider(&best, x == 0, BYTES, '\r', 1);
	consider(&best, by < 0 && by > -4, BYTES, '\b', -by);
	consider(&best, by > 0 && d->right, CONTROL, 'C', by);
	consider(&best, by < 0 && d->left, CONTROL, 'D', -by);
	consider(&best, d->to_column, CONTROL, 'G', x + 1);
	consider(&best, x > 0 && d->right, RETURN_AND_CONTROL, 'C', x);
	return best;
}

static struct part
along_column(const struct bt_pen *p, int y)
{
	const struct bt_dialect *d = p->dialect;
	struct part best = {.cost = p->y == y ? 0 : NO_WAY, .kind = STAY};
	int by = p->y < 0 ? 0 : y - p->y;

	if (p->y == y)
		return best;
	consider(&best, by > 0 && by < 4 && d->line_feed, BYTES, '\n', by);
	consider(&best, by > 0 && d->down, CONTROL, 'B', by);
	consider(&best, by < 0 && d->up, CONTROL, 'A', -by);
	consider(&best, d->to_row, CONTROL, 'd', y + 1);
	return best;
}

static void
add_part(struct way *w, struct part part)
{
	if (part.kind == RETURN_AND_CONTROL)
		add_byte(w, '\r');
	if (part.kind == BYTES)
		add_bytes(w, part.byte, part.n);
	else if (part.kind != STAY)
		add_control(w, part.n, part.byte);
}

static void
add_absolute(struct way *w, int x, int y)
{
	add_byte(w, '\033');
	add_byte(w, '[');
	if (x || y)
		add_number(w, y + 1);
	if (x) {
		add_byte(w, ';');
		add_number(w, x + 1);
	}
	add_byte(w, 'H');
}

static size_t
absolute_cost(int x, int y)
{
	return x ? 4 + digits(y + 1) + digits(x + 1) : control_cost(y + 1);
}

void
bt_pen_move(struct bt_pen *p, int x, int y)
{
	const struct bt_dialect *d = p->dialect;
	struct part in_row, in_column;
	struct way way = {.n = 0};

	if (p->x == x && p->y == y)
		return;
	if (!d->moves_in_look)
		bt_pen_look(p, plain, false);
	in_row = along_row(p, x);
	in_column = along_column(p, y);
	if (in_row.cost + in_column.cost < (d->place ? absolute_cost(x, y) : NO_WAY)) {
		add_part(&way, in_row);          /* first: it ends a wrap that is due */
		add_part(&way, in_column);
	} else if (d->place) {
		add_absolute(&way, x, y);
	} else {
		d->place_by(x, y, p->out);
	}
	(void)bt_buf_add(p->out, way.byte, way.n);
	p->x = p->likely_x = x;
	p->y = y;
}

/* --- looks ---------------------------------------------------------------------------------------- */

#define WORDS 160

/* Words of a sequence that is being made. */
struct words {
	char text[WORDS];
	size_t n;
	bool joined;             /* by ';' */
};

static void
say(struct words *w, const char *word)
{
	size_t n = strlen(word);

	if (!n || w->n + n + 2 > WORDS)
		return;
	if (w->joined && w->n)
		w->text[w->n++] = ';';
	memcpy(w->text + w->n, word, n + 1);
	w->n += n;
}

static void
say_colors(struct words *w, const struct bt_dialect *d, int fg, int bg)
{
	if (fg >= 0)
		say(w, d->fg[fg]);
	if (bg >= 0)
		say(w, d->bg[bg]);
}

static void
say_attrs(struct words *w, const struct bt_dialect *d, int attrs)
{
	for (int i = 0; i < BT_DIALECT_ATTRS; i++)
		if (attrs & 1 << i)
			say(w, d->attr[i]);
}

/* From nothing. */
static struct words
anew(const struct bt_dialect *d, struct bt_look to)
{
	struct words w = {.joined = d->joined};
	bool is_plain = !to.attr && to.fg < 0 && to.bg < 0;

	if (!d->joined)
		say(&w, d->plain);
	else if (!is_plain)
		say(&w, "0");
	say_attrs(&w, d, to.attr);
	say_colors(&w, d, to.fg, to.bg);
	return w;
}

/* From one look to another by what is different; false: something cannot be turned off by itself. */
static bool
change(const struct bt_dialect *d, struct bt_look from, struct bt_look to, struct words *w)
{
	int off = from.attr & ~to.attr, on = to.attr & ~from.attr;

	*w = (struct words){.joined = d->joined};
	if ((off && !d->turns_off) ||
	    (!d->turns_default && ((from.fg >= 0 && to.fg < 0) || (from.bg >= 0 && to.bg < 0))))
		return false;
	if (off & (BT_BOLD | BT_FAINT)) {        /* 22 ends both */
		say(w, "22");
		on |= to.attr & (BT_BOLD | BT_FAINT);
	}
	say(w, off & BT_UNDERLINE ? "24" : "");
	say(w, off & BT_REVERSE ? "27" : "");
	say_attrs(w, d, on);
	if (from.fg != to.fg)
		say(w, to.fg < 0 ? "39" : d->fg[to.fg]);
	if (from.bg != to.bg)
		say(w, to.bg < 0 ? "49" : d->bg[to.bg]);
	return true;
}

void
bt_pen_look(struct bt_pen *p, struct bt_look look, bool for_blanks)
{
	const struct bt_dialect *d = p->dialect;
	struct words by_change, from_nothing;
	struct bt_look to = look;

	if (for_blanks && !(look.attr & (BT_UNDERLINE | BT_REVERSE))) {
		to = p->look;
		to.attr &= ~(BT_UNDERLINE | BT_REVERSE);
		to.bg = look.bg;
	}
	if (to.fg == p->look.fg && to.bg == p->look.bg && to.attr == p->look.attr)
		return;
	if (!change(d, p->look, to, &by_change)) {
		by_change = from_nothing = anew(d, to = look);
	} else {
		from_nothing = anew(d, look);
		if (from_nothing.n < by_change.n) {
			by_change = from_nothing;
			to = look;
		}
	}
	(void)bt_buf_str(p->out, d->joined ? "\033[" : "");
	(void)bt_buf_add(p->out, by_change.text, by_change.n);
	(void)bt_buf_str(p->out, d->joined ? "m" : "");
	p->look = to;
}

/* --- what is written ------------------------------------------------------------------------------ */

void
bt_pen_clear(struct bt_pen *p, int w, int h)
{
	(void)bt_buf_str(p->out, p->dialect->plain);
	(void)bt_buf_str(p->out, p->dialect->clear);
	p->w = w;
	p->h = h;
	p->x = p->y = p->likely_x = 0;
	p->look = plain;
}

static void
advance(struct bt_pen *p, int columns, bool sure)
{
	const struct bt_dialect *d = p->dialect;
	int x = p->likely_x + columns;

	p->likely_x = x;
	p->x = sure ? x : -1;
	if (x < p->w)
		return;
	p->x = d->wraps ? -1 : p->w - 1;
	p->likely_x = p->x;
	if (d->wraps && !d->wraps_late)
		p->y = -1;
}

/* Is a control character there, of one byte or of two?  None gets that far; if one did, it is not sent. */
static bool
is_control(const char *text, size_t n)
{
	unsigned char c = (unsigned char)text[0];

	return c < 0x20 || c == 0x7F || (c == 0xC2 && n > 1 && (unsigned char)text[1] < 0xA0);
}

/* What is no ASCII as '?', and a blank for the second column of a wide character; marks are left out. */
static void
add_ascii(struct bt_pen *p, const char *text, size_t n, int columns)
{
	for (size_t i = 0; i < n && columns > 0; i++) {
		if ((text[i] & 0xC0) == 0x80)
			continue;                /* inside a character */
		(void)bt_buf_char(p->out, text[i] & 0x80 || is_control(text + i, 1) ? '?' : text[i]);
		columns--;
	}
	while (columns-- > 0)
		(void)bt_buf_char(p->out, ' ');
}

static void
add_text(struct bt_pen *p, const char *text, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_control(text + i, n - i))
			continue;
		(void)bt_buf_add(p->out, text + from, i - from);
		(void)bt_buf_char(p->out, '?');
		i += text[i] == '\xC2';
		from = i + 1;
	}
	(void)bt_buf_add(p->out, text + from, n - from);
}

void
bt_pen_write(struct bt_pen *p, const char *text, size_t n, int columns, bool sure)
{
	if (p->dialect->ascii)
		add_ascii(p, text, n, columns);
	else
		add_text(p, text, n);
	advance(p, columns, sure || p->dialect->ascii);
}

static void
control(struct bt_pen *p, int n, char final)
{
	struct way way = {.n = 0};

	add_control(&way, n, final);
	(void)bt_buf_add(p->out, way.byte, way.n);
}

void
bt_pen_repeat(struct bt_pen *p, int n)
{
	control(p, n, 'b');
	advance(p, n, p->x >= 0);
}

void
bt_pen_erase(struct bt_pen *p, int n)
{
	control(p, n, 'X');
}

void
bt_pen_erase_line(struct bt_pen *p)
{
	(void)bt_buf_str(p->out, "\033[K");
}
