#include "ui/term.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "ui/clipboard.h"
#include "ui/term_guard.h"

#define PASTE_MAX 4096

/* Key codes of our own, beyond those of curses. */
enum { KEY_PASTE_BEGIN = KEY_MAX + 1, KEY_PASTE_END, KEY_FOCUS_NOISE };

struct bt_term {
	struct bt_term_options options;
	enum bt_glyphs glyphs;
	struct bt_grid shown;            /* what the terminal shows */
	bool known;                      /* shown is true */
	int colors;
	attr_t attr[BT_ROLE_COUNT][2];
	bool bare[BT_ROLE_COUNT];        /* its blanks show nothing of their own */
	struct bt_buf paste;
};

static void
init_looks(struct bt_term *t)
{
	for (int role = 0; role < BT_ROLE_COUNT; role++) {
		for (int sel = 0; sel < 2; sel++) {
			struct bt_look look = bt_theme_look(t->options.theme, t->options.updown,
			                                    t->colors, (enum bt_role)role, sel);
			short pair = (short)(role * 2 + sel + 1);
			attr_t attr = A_NORMAL;

			attr |= look.attr & BT_BOLD ? A_BOLD : 0;
			attr |= look.attr & BT_FAINT ? A_DIM : 0;
			attr |= look.attr & BT_UNDERLINE ? A_UNDERLINE : 0;
			attr |= look.attr & BT_REVERSE ? A_REVERSE : 0;
			/* a pair for the plain look, too: back to it by the colour alone, not by a reset of all */
			if (t->colors >= 8 && pair < COLOR_PAIRS) {
				init_pair(pair, look.fg, look.bg);
				attr |= (attr_t)COLOR_PAIR(pair);
			}
			t->attr[role][sel] = attr;
			if (!sel)
				t->bare[role] = look.bg < 0 && !(look.attr & (BT_REVERSE | BT_UNDERLINE));
			if (!sel && role == BT_ROLE_TEXT)
				bkgdset(attr | ' ');
		}
	}
}

static void
write_tty(const char *s)
{
	fflush(stdout);
	if (write(STDOUT_FILENO, s, strlen(s)) < 0)
		return;                  /* gone: poll will say so */
}

/* Bracketed paste: the terminal marks what was pasted, so that it cannot run as keys. */
static void
paste_mode(bool on)
{
	if (bt_term_has("kmous"))
		write_tty(on ? "\033[?2004h" : "\033[?2004l");
}

void
bt_term_mouse(struct bt_term *t, bool on)
{
	t->options.mouse = on;
	mousemask(on ? BUTTON1_CLICKED | BUTTON1_PRESSED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED |
	               BUTTON5_PRESSED : 0, NULL);
}

bool
bt_term_mouse_is_on(const struct bt_term *t)
{
	return t->options.mouse;
}

/* The tty's modes while we have the screen: keys one by one, ^Z a key like any other. */
static void
set_modes(void)
{
	struct termios modes;

	cbreak();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	if (tcgetattr(STDIN_FILENO, &modes) == 0) {
		modes.c_cc[VSUSP] = _POSIX_VDISABLE;
		modes.c_cc[VLNEXT] = _POSIX_VDISABLE;
		modes.c_iflag &= ~(tcflag_t)IXON;
		tcsetattr(STDIN_FILENO, TCSANOW, &modes);
	}
	def_prog_mode();
}

static void
choose_glyphs(struct bt_term *t)
{
	const char *term = getenv("TERM");

	if (t->options.ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		t->glyphs = BT_GLYPHS_ASCII;
	else if (term && strcmp(term, "linux") == 0)
		t->glyphs = BT_GLYPHS_HALF;
	else
		t->glyphs = BT_GLYPHS_UTF8;
}

enum bt_status
bt_term_open(const struct bt_term_options *o, struct bt_term **out, struct bt_err *err)
{
	enum bt_status st = bt_term_probe(err);
	struct bt_term *t;

	if (st)
		return st;
	t = bt_xcalloc(1, sizeof(*t));
	t->options = *o;
	bt_buf_init(&t->paste, PASTE_MAX);
	bt_grid_init(&t->shown);
	choose_glyphs(t);
	bt_term_guard_save(STDIN_FILENO);
	initscr();
	bt_term_guard(STDOUT_FILENO);
	if (!getenv("ESCDELAY"))
		set_escdelay(25);
	set_modes();
	define_key("\033[200~", KEY_PASTE_BEGIN);
	define_key("\033[201~", KEY_PASTE_END);
	paste_mode(true);
	if (o->color && (has_colors() || o->color_forced)) {
		start_color();
		use_default_colors();
		t->colors = COLORS;
	}
	init_looks(t);
	mouseinterval(0);
	if (o->mouse)
		bt_term_mouse(t, true);
	curs_set(o->accessible ? 1 : 0);
	*out = t;
	return BT_OK;
}

void
bt_term_restyle(struct bt_term *t, enum bt_set_theme theme, enum bt_set_updown updown, bool accessible)
{
	theme = theme == BT_THEME_AUTO ? bt_theme_auto(getenv("COLORFGBG")) : theme;
	if (theme == t->options.theme && updown == t->options.updown && accessible == t->options.accessible)
		return;
	t->options.theme = theme;
	t->options.updown = updown;
	t->options.accessible = accessible;
	init_looks(t);
	bt_term_forget(t);
}

enum bt_status
bt_term_copy(struct bt_term *t, const char *text, struct bt_err *err)
{
	enum bt_mux mux = bt_mux_of(getenv("TMUX"), getenv("TERM"));
	struct bt_buf bytes;
	enum bt_status st;

	(void)t;
	if (!bt_term_has("kmous"))       /* consoles would show the bytes */
		return bt_err_set(err, BT_E_NODATA, "this terminal has no clipboard");
	bt_buf_init(&bytes, 4 * BT_CLIPBOARD_MAX);
	st = bt_clipboard_sequence(text, mux, &bytes, err);
	if (!st)
		write_tty(bytes.data);
	bt_buf_release(&bytes);
	return st;
}

void
bt_term_bell(struct bt_term *t)
{
	(void)t;
	beep();
}

void
bt_term_close(struct bt_term *t)
{
	bt_term_leave(t);
	delscreen(set_term(NULL));
	bt_grid_release(&t->shown);
	bt_buf_release(&t->paste);
	free(t);
}

void
bt_term_leave(struct bt_term *t)
{
	paste_mode(false);
	if (t->options.mouse)
		mousemask(0, NULL);
	endwin();
	bt_term_unguard();               /* all is given back; twice would pop the user's own title, too */
}

void
bt_term_enter(struct bt_term *t)
{
	bt_term_guard(STDOUT_FILENO);
	reset_prog_mode();
	bt_term_resized(t);
	paste_mode(true);
	if (t->options.mouse)
		bt_term_mouse(t, true);
	bt_term_forget(t);
}

void
bt_term_suspend(struct bt_term *t)
{
	sigset_t tstp, old;

	bt_term_leave(t);
	signal(SIGTSTP, SIG_DFL);
	sigemptyset(&tstp);
	sigaddset(&tstp, SIGTSTP);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &tstp, &old);   /* stops here */
	sigprocmask(SIG_SETMASK, &old, NULL);
	bt_term_enter(t);
}

void
bt_term_size(const struct bt_term *t, int *w, int *h)
{
	(void)t;
	*w = COLS;
	*h = LINES;
}

bool
bt_term_has_grounds(const struct bt_term *t)
{
	return bt_theme_has_grounds(t->options.theme, t->colors);
}

enum bt_glyphs
bt_term_glyphs(const struct bt_term *t)
{
	return t->glyphs;
}

int
bt_term_fd(const struct bt_term *t)
{
	(void)t;
	return STDIN_FILENO;
}

void
bt_term_resized(struct bt_term *t)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col && size.ws_row)
		resizeterm(size.ws_row, size.ws_col);
	bt_term_forget(t);
}

void
bt_term_forget(struct bt_term *t)
{
	t->known = false;
}

/* Curses' key codes and ours. */
static const struct {
	int curses, key;
} keys[] = {
	{KEY_UP, BT_KEY_UP},         {KEY_DOWN, BT_KEY_DOWN},     {KEY_LEFT, BT_KEY_LEFT},
	{KEY_RIGHT, BT_KEY_RIGHT},   {KEY_HOME, BT_KEY_HOME},     {KEY_END, BT_KEY_END},
	{KEY_FIND, BT_KEY_HOME},     {KEY_SELECT, BT_KEY_END},    {KEY_PPAGE, BT_KEY_PGUP},
	{KEY_NPAGE, BT_KEY_PGDN},    {KEY_BTAB, BT_KEY_STAB},     {KEY_DC, BT_KEY_DELETE},
	{KEY_IC, BT_KEY_INSERT},     {KEY_BACKSPACE, BT_KEY_BACKSPACE}, {KEY_ENTER, BT_KEY_ENTER},
	{KEY_SUSPEND, 26},           {KEY_MOUSE, BT_KEY_MOUSE},   {KEY_PASTE_BEGIN, BT_KEY_PASTE},
};

static int
translate(int code)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].curses == code)
			return keys[i].key;
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return BT_KEY_F1 + (code - KEY_F(1));
	return BT_KEY_NONE;
}

static bool
read_mouse(struct bt_event *ev)
{
	MEVENT m;

	if (getmouse(&m) != OK)
		return false;
	ev->x = m.x;
	ev->y = m.y;
	if (m.bstate & BUTTON4_PRESSED)
		ev->mouse = BT_MOUSE_WHEEL_UP;
	else if (m.bstate & BUTTON5_PRESSED)
		ev->mouse = BT_MOUSE_WHEEL_DOWN;
	else if (m.bstate & BUTTON1_DOUBLE_CLICKED)
		ev->mouse = BT_MOUSE_DOUBLE;
	else if (m.bstate & (BUTTON1_CLICKED | BUTTON1_PRESSED))
		ev->mouse = BT_MOUSE_CLICK;
	else
		return false;
	return true;
}

/* All up to the end mark; a paste longer than the buffer loses its end, never its frame. */
static const char *
read_paste(struct bt_term *t)
{
	struct bt_buf raw;
	char *clean;

	bt_buf_init(&raw, PASTE_MAX);
	wtimeout(stdscr, 200);
	for (;;) {
		wint_t wc;
		char utf8[4];
		int kind = wget_wch(stdscr, &wc);

		if (kind == ERR || (kind == KEY_CODE_YES && wc == KEY_PASTE_END))
			break;
		if (kind == OK)
			(void)bt_buf_add(&raw, utf8, bt_utf8_encode((uint32_t)wc, utf8));
	}
	nodelay(stdscr, TRUE);
	clean = bt_xmalloc(raw.len * 3 + 1);
	bt_text_clean(raw.data ? raw.data : "", raw.len, clean, raw.len * 3 + 1);
	bt_buf_reset(&t->paste);
	(void)bt_buf_add(&t->paste, clean, strnlen(clean, PASTE_MAX));
	free(clean);
	bt_buf_release(&raw);
	return t->paste.data ? t->paste.data : "";
}

struct bt_event
bt_term_read(struct bt_term *t)
{
	for (;;) {
		struct bt_event ev = {0};
		wint_t wc;
		int kind = wget_wch(stdscr, &wc);

		if (kind == ERR)
			return ev;
		ev.key = kind == KEY_CODE_YES ? translate((int)wc) : (int)wc;
		if (ev.key == '\n')
			ev.key = BT_KEY_ENTER;
		if (ev.key == BT_KEY_NONE || (ev.key == BT_KEY_MOUSE && !read_mouse(&ev)))
			continue;
		if (ev.key == BT_KEY_PASTE)
			ev.paste = read_paste(t);
		return ev;
	}
}

/* Put cells [from, to) of row y, all of one look. */
static void
put_run(struct bt_term *t, const struct bt_cell *row, int y, int from, int to)
{
	wchar_t text[1024];
	size_t n = 0;

	for (int x = from; x < to; x++) {
		const char *s = row[x].text;

		for (size_t len = strlen(s), i = 0; i < len && n + 1 < sizeof(text) / sizeof(text[0]);) {
			uint32_t cp;

			i += bt_utf8_decode(s + i, len - i, &cp);
			if (t->glyphs == BT_GLYPHS_ASCII && cp > 0x7E)
				cp = '?';
			text[n++] = (wchar_t)cp;
		}
	}
	attrset((int)t->attr[row[from].role][row[from].selected]);
	mvaddnwstr(y, from, text, (int)n);
}

/* A blank looks the same in every role without ground or line: it takes that of the text before it, so that no
 * colour is changed for it.  */
static void
join_blanks(const struct bt_term *t, struct bt_cell *row, int w)
{
	uint8_t role = BT_ROLE_TEXT;

	for (int x = 0; x < w; x++) {
		struct bt_cell *c = &row[x];
		bool bare = !c->selected && t->bare[c->role];

		if (bare && c->text[0] == ' ' && !c->text[1])
			c->role = role;
		else
			role = bare ? c->role : BT_ROLE_TEXT;
	}
}

static void
flush_row(struct bt_term *t, struct bt_grid *g, int y)
{
	struct bt_cell *row = g->cell + (size_t)y * (size_t)g->w;
	const struct bt_cell *old = t->shown.cell + (size_t)y * (size_t)g->w;

	join_blanks(t, row, g->w);
	for (int x = 0; x < g->w;) {
		int from = x;

		if (t->known && bt_cell_equal(&row[x], &old[x])) {
			x++;
			continue;
		}
		while (from > 0 && row[from].text[0] == '\0')
			from--;                  /* begin at the head of a wide character */
		do
			x++;
		while (x < g->w && x - from < 256 && row[x].role == row[from].role &&
		       row[x].selected == row[from].selected &&
		       (row[x].text[0] == '\0' || !t->known || !bt_cell_equal(&row[x], &old[x])));
		put_run(t, row, y, from, x);
	}
}

void
bt_term_flush(struct bt_term *t, struct bt_grid *g)
{
	if (t->shown.w != g->w || t->shown.h != g->h)
		t->known = false;
	if (!t->known) {
		bt_grid_reset(&t->shown, g->w, g->h);
		clearok(stdscr, TRUE);
		werase(stdscr);
	}
	for (int y = 0; y < g->h; y++)
		flush_row(t, g, y);
	memcpy(t->shown.cell, g->cell, (size_t)g->w * (size_t)g->h * sizeof(*g->cell));
	t->known = true;
	move(g->cursor_y, g->cursor_x);
	curs_set(g->cursor_visible || t->options.accessible ? 1 : 0);
	wnoutrefresh(stdscr);
	doupdate();
}
