/* ui/term.h - the terminal: the only file that knows curses.
 *
 * open puts the terminal into full-screen mode; close gives it back as it was, and so does every way to
 * die after open (polite signals through the app's signalfd, crashes through handlers that only write
 * a string made at start).  All calls from the main thread.  */
#ifndef BT_UI_TERM_H
#define BT_UI_TERM_H

#include <stdbool.h>

#include "base/err.h"
#include "ui/grid.h"
#include "ui/key.h"
#include "ui/spark.h"
#include "ui/theme.h"

struct bt_term_options {
	enum bt_set_theme theme;     /* not AUTO */
	enum bt_set_updown updown;
	bool color;              /* false: no colour codes at all */
	bool ascii;              /* not one byte above 0x7F, whatever the locale */
	bool mouse;
	bool accessible;         /* visible cursor */
};

enum bt_mouse { BT_MOUSE_CLICK, BT_MOUSE_DOUBLE, BT_MOUSE_WHEEL_UP, BT_MOUSE_WHEEL_DOWN };

struct bt_event {
	int key;                 /* BT_KEY_NONE: nothing */
	int x, y;                /* of BT_KEY_MOUSE */
	enum bt_mouse mouse;
	const char *paste;       /* of BT_KEY_PASTE: what was pasted, clean; valid until the next read */
};

struct bt_term;

/* BT_E_USAGE with a sentence that names TERM and `broadtape show` when there is no terminal, or one
 * that cannot place the cursor.  The locale's LC_CTYPE must be set.  */
BT_MUST_CHECK enum bt_status bt_term_open(const struct bt_term_options *o, struct bt_term **out,
                                          struct bt_err *err);
void bt_term_close(struct bt_term *t);

void bt_term_size(const struct bt_term *t, int *w, int *h);
enum bt_glyphs bt_term_glyphs(const struct bt_term *t);
bool bt_term_has_grounds(const struct bt_term *t);       /* bt_theme_has_grounds, as it looks now */
int bt_term_fd(const struct bt_term *t);                 /* poll it for POLLIN and POLLHUP */

/* The next key, paste or click that is already there; key BT_KEY_NONE when there is none. */
struct bt_event bt_term_read(struct bt_term *t);

/* Look another way from the next flush on; AUTO as at the start. */
void bt_term_restyle(struct bt_term *t, enum bt_set_theme theme, enum bt_set_updown updown, bool accessible);
/* Put text into the clipboard of the terminal.
 *	BT_E_NODATA  this kind of terminal has none
 *	BT_E_LIMIT   too long  */
BT_MUST_CHECK enum bt_status bt_term_copy(struct bt_term *t, const char *text, struct bt_err *err);
/* The title of the terminal's window; NULL: its own again.  Nothing where there is none. */
void bt_term_title(struct bt_term *t, const char *text);
/* A notice on the desktop, as the terminal knows them. */
void bt_term_notice(struct bt_term *t, enum bt_set_notice kind, const char *text);
/* Ring. */
void bt_term_bell(struct bt_term *t);
/* Show the grid: only cells that changed since the last flush reach the terminal. */
void bt_term_flush(struct bt_term *t, struct bt_grid *g);
/* After SIGWINCH: ask the kernel for the size. */
void bt_term_resized(struct bt_term *t);
/* Forget what is on the screen: the next flush draws everything. */
void bt_term_forget(struct bt_term *t);
/* Give the terminal back and stop the process; returns when it is continued. */
void bt_term_suspend(struct bt_term *t);
void bt_term_mouse(struct bt_term *t, bool on);
bool bt_term_mouse_is_on(const struct bt_term *t);
/* Leave full-screen mode for a child (an editor), and come back. */
void bt_term_leave(struct bt_term *t);
void bt_term_enter(struct bt_term *t);

#endif
