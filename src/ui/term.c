#include "ui/term.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "ui/clipboard.h"
#include "ui/delta.h"
#include "ui/osc.h"
#include "ui/term_dialect.h"
#include "ui/term_guard.h"
#include "ui/term_keys.h"

#define OUT_MAX (64 << 20)                /* a screen of the greatest size, each cell of its own look */

struct bt_term {
	struct bt_term_options options;
	enum bt_glyphs glyphs;
	struct bt_term_keys keys;
	struct bt_dialect dialect;
	struct bt_palette palette;
	int colors;
	struct bt_grid shown;            /* what the terminal shows */
	bool known;                      /* shown is true */
	bool visible;                    /* so is the cursor */
	struct bt_pen pen;
	struct bt_buf out;               /* what the pen writes */
	bool titled;                     /* the terminal's own title is on its stack, ours is: */
	char title[BT_OSC_TEXT];
};

static void
init_looks(struct bt_term *t)
{
	bt_palette_init(&t->palette, t->options.theme, t->options.updown,
	                bt_term_limits(&t->dialect, t->colors));
	if (t->colors >= 8)
		bt_term_dialect_colors(&t->dialect, &t->palette);
}

/* All of it, also where the terminal takes its time. */
static void
write_all(const char *s, size_t n)
{
	while (n > 0) {
		ssize_t done = write(STDOUT_FILENO, s, n);

		if (done >= 0) {
			s += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN) {
			poll(&(struct pollfd){.fd = STDOUT_FILENO, .events = POLLOUT}, 1, -1);
		} else if (errno != EINTR) {
			return;          /* gone: poll will say so */
		}
	}
}

static void
write_tty(const char *s)
{
	write_all(s, strlen(s));
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
	bt_buf_init(&t->out, OUT_MAX);
	bt_grid_init(&t->shown);
	choose_glyphs(t);
	bt_term_guard_save(STDIN_FILENO);
	initscr();
	bt_term_guard(STDOUT_FILENO);
	if (!getenv("ESCDELAY"))
		set_escdelay(25);
	set_modes();
	bt_term_keys_open(&t->keys);
	paste_mode(true);
	/* curses is told of no colours: it would reset the user's palette (OSC 104) when it comes back after ^Z */
	if (o->color && tigetnum("colors") > 0)
		t->colors = tigetnum("colors");
	bt_term_dialect(&t->dialect);
	t->dialect.ascii = t->glyphs == BT_GLYPHS_ASCII;
	t->pen = (struct bt_pen){.dialect = &t->dialect, .out = &t->out};
	init_looks(t);
	mouseinterval(0);
	if (o->mouse)
		bt_term_mouse(t, true);
	t->visible = o->accessible;
	curs_set(t->visible ? 1 : 0);
	refresh();                       /* into full-screen mode; from here on all is written by ourselves */
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

static void
drop_title(struct bt_term *t)
{
	if (t->titled)
		write_tty(BT_OSC_TITLE_POP);
	t->titled = false;
}

void
bt_term_title(struct bt_term *t, const char *text)
{
	struct bt_buf bytes;

	if (!text) {
		if (t->titled)
			bt_term_guard(STDOUT_FILENO);    /* there is nothing to give back any more */
		drop_title(t);
		return;
	}
	if (!bt_term_has("kmous") || (t->titled && strcmp(t->title, text) == 0))
		return;
	bt_buf_init(&bytes, 2 * BT_OSC_TEXT);
	if (!t->titled) {
		bt_term_guard_text(BT_OSC_TITLE_POP);
		bt_buf_str(&bytes, BT_OSC_TITLE_PUSH);
	}
	bt_osc_title(text, &bytes);
	write_tty(bytes.data);
	bt_buf_release(&bytes);
	t->titled = true;
	snprintf(t->title, sizeof(t->title), "%s", text);
}

void
bt_term_notice(struct bt_term *t, enum bt_set_notice kind, const char *text)
{
	struct bt_buf bytes;

	(void)t;
	if (kind == BT_NOTICE_NO || !bt_term_has("kmous"))
		return;
	bt_buf_init(&bytes, 8 * BT_OSC_TEXT);
	bt_osc_notice(kind, text, bt_mux_of(getenv("TMUX"), getenv("TERM")), &bytes);
	write_tty(bytes.data);
	bt_buf_release(&bytes);
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
	bt_term_keys_close(&t->keys);
	delscreen(set_term(NULL));
	bt_grid_release(&t->shown);
	bt_buf_release(&t->out);
	free(t);
}

void
bt_term_leave(struct bt_term *t)
{
	paste_mode(false);
	drop_title(t);
	write_tty(t->dialect.plain);
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
	refresh();
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

struct bt_event
bt_term_read(struct bt_term *t)
{
	return bt_term_keys_read(&t->keys);
}

void
bt_term_flush(struct bt_term *t, struct bt_grid *g)
{
	bool visible = g->cursor_visible || t->options.accessible;

	bt_buf_reset(&t->out);
	if (!t->known || t->shown.w != g->w || t->shown.h != g->h) {
		bt_grid_reset(&t->shown, g->w, g->h);
		bt_pen_clear(&t->pen, g->w, g->h);
		t->known = true;
	}
	bt_delta_write(&t->palette, &t->pen, &t->shown, g);
	write_all(t->out.data, t->out.len);
	if (visible != t->visible)
		curs_set(visible ? 1 : 0);       /* by curses, which undoes it at the end */
	t->visible = visible;
}
