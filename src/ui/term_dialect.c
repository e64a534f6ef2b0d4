#include "ui/term_dialect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curses.h>
#include <term.h>

#include "ui/term_guard.h"

/* tputs gives each byte to a function that is told nothing else. */
static struct bt_buf *told;

static int
tell(int c)
{
	(void)bt_buf_char(told, (char)c);
	return c;
}

/* A string of terminfo as it is sent, with the padding that this terminal needs. */
static void
tell_string(const char *s, struct bt_buf *out)
{
	told = out;
	tputs(s, 1, tell);
}

static const char *
capability(const char *name)
{
	return bt_term_has(name) ? tigetstr(name) : "";
}

/* The same without padding where none is needed, so that it can be compared; "" when it is needed. */
static const char *
form_of(const char *name, char *buf, size_t size)
{
	const char *s = capability(name);
	size_t n = 0;

	for (; *s && n + 1 < size; s++) {
		if (s[0] == '$' && s[1] == '<') {
			if (tigetflag("xon") <= 0)
				return "";
			s += strcspn(s, ">");
			if (!*s)
				break;
		} else {
			buf[n++] = *s;
		}
	}
	buf[n] = '\0';
	return buf;
}

static bool
is_form(const char *name, const char *form)
{
	char buf[64];

	return strcmp(form_of(name, buf, sizeof(buf)), form) == 0;
}

static void
place_by(int x, int y, struct bt_buf *out)
{
	tell_string(tparm(capability("cup"), y, x), out);
}

static void
read_moves(struct bt_dialect *d)
{
	d->place = is_form("cup", "\033[%i%p1%d;%p2%dH");
	d->place_by = place_by;
	d->to_column = is_form("hpa", "\033[%i%p1%dG");
	d->to_row = is_form("vpa", "\033[%i%p1%dd");
	d->right = is_form("cuf", "\033[%p1%dC");
	d->left = is_form("cub", "\033[%p1%dD");
	d->down = is_form("cud", "\033[%p1%dB");
	d->up = is_form("cuu", "\033[%p1%dA");
	d->line_feed = is_form("cud1", "\n");
	d->erase_line = is_form("el", "\033[K");
	d->erase_cells = is_form("ech", "\033[%p1%dX");
	d->repeat = is_form("rep", "%p1%c\033[%p2%{1}%-%db");
	d->erases_in_ground = tigetflag("bce") > 0;
	d->wraps = tigetflag("am") > 0;
	d->wraps_late = tigetflag("xenl") > 0;
	d->moves_in_look = tigetflag("msgr") > 0;
}

/* --- looks ---------------------------------------------------------------------------------------- */

/* The parameters of an SGR sequence; false: it is something else. */
static bool
parameters(const char *sequence, char word[BT_DIALECT_WORD])
{
	size_t n = strlen(sequence);

	if (n < 3 || n - 3 >= BT_DIALECT_WORD || strncmp(sequence, "\033[", 2) != 0 || sequence[n - 1] != 'm' ||
	    strspn(sequence + 2, "0123456789;:") != n - 3)
		return false;
	memcpy(word, sequence + 2, n - 3);
	word[n - 3] = '\0';
	return true;
}

/* One word of the dialect: parameters, or where looks are not joined the sequence itself. */
static void
read_word(bool joined, const char *s, char word[BT_DIALECT_WORD])
{
	struct bt_buf out;
	char form[64];

	word[0] = '\0';
	bt_buf_init(&out, sizeof(form) - 1);
	tell_string(s, &out);
	snprintf(form, sizeof(form), "%s", out.data ? out.data : "");
	bt_buf_release(&out);
	if (joined)
		(void)parameters(form, word);
	else if (strlen(form) < BT_DIALECT_WORD)
		memcpy(word, form, strlen(form) + 1);
}

/* By the bits of enum bt_attr; where there is no reverse, what stands out instead. */
static const char *const attr_names[BT_DIALECT_ATTRS] = {"bold", "dim", "smul", "rev"};

static const char *
attr_name(int i)
{
	return 1 << i == BT_REVERSE && !bt_term_has("rev") ? "smso" : attr_names[i];
}

/* Does everything that makes a look have the form of ECMA-48? */
static bool
is_joined(void)
{
	char buf[64], word[BT_DIALECT_WORD];
	const char *end = strstr(form_of("sgr0", buf, sizeof(buf)), "\033[");

	if (!end || (strncmp(end, "\033[m", 3) != 0 && strncmp(end, "\033[0m", 4) != 0))
		return false;
	for (int i = 0; i < BT_DIALECT_ATTRS; i++) {
		const char *form = form_of(attr_name(i), buf, sizeof(buf));

		if (bt_term_has(attr_name(i)) && !parameters(form, word))
			return false;
	}
	return !bt_term_has("setaf") || parameters(tparm(capability("setaf"), 1), word);
}

static void
read_looks(struct bt_dialect *d)
{
	struct bt_buf clear;

	d->joined = is_joined();
	for (int i = 0; i < BT_DIALECT_ATTRS; i++)
		read_word(d->joined, capability(attr_name(i)), d->attr[i]);
	/* who ends a line alone ends the others so, too */
	d->turns_off = d->joined && is_form("rmul", "\033[24m");
	d->turns_default = d->joined && is_form("op", "\033[39;49m");
	read_word(false, capability("sgr0"), d->plain);
	bt_buf_init(&clear, sizeof(d->clear) - 1);
	tell_string(capability("clear"), &clear);
	snprintf(d->clear, sizeof(d->clear), "%s", clear.data ? clear.data : "");
	bt_buf_release(&clear);
}

void
bt_term_dialect(struct bt_dialect *d)
{
	*d = (struct bt_dialect){0};
	read_moves(d);
	read_looks(d);
}

void
bt_term_dialect_colors(struct bt_dialect *d, const struct bt_palette *p)
{
	for (int i = 0; i < BT_LOOKS; i++) {
		struct bt_look look = p->look[i / 2][i % 2];

		if (look.fg >= 0 && !d->fg[look.fg][0])
			read_word(d->joined, tparm(capability("setaf"), look.fg), d->fg[look.fg]);
		if (look.bg >= 0 && !d->bg[look.bg][0])
			read_word(d->joined, tparm(capability("setab"), look.bg), d->bg[look.bg]);
	}
}

struct bt_palette_limits
bt_term_limits(const struct bt_dialect *d, int colors)
{
	int without = tigetnum("ncv");
	struct bt_palette_limits limits = {.colors = colors};

	for (int i = 0; i < BT_DIALECT_ATTRS; i++)
		limits.attrs |= d->attr[i][0] ? 1 << i : 0;
	limits.attrs_in_color = limits.attrs;
	/* the bits of no_color_video: 1 standout, 2 underline, 4 reverse, 16 dim, 32 bold */
	if (without > 0)
		limits.attrs_in_color &= ~((without & 2 ? BT_UNDERLINE : 0) | (without & 4 ? BT_REVERSE : 0) |
		                           (without & 16 ? BT_FAINT : 0) | (without & 32 ? BT_BOLD : 0));
	return limits;
}
