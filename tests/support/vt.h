/* tests/support/vt.h - a small terminal emulator: bytes in, cells out.
 *
 * It stands where a person's terminal stands: a test feeds it what a program wrote and asks what
 * is on the screen.  It covers what ncurses 6.4 emits for xterm-256color, tmux-256color, screen,
 * linux, vt100 and xterm (UTF-8 only), and keeps a census of every kind of sequence it met, so
 * that a test can insist on "only sequences of our list".  It shares no code with the program.
 *
 * Widths come from wcwidth() in C.UTF-8, whatever the locale of the test is.  One emulator may be
 * used by one thread at a time.  Coordinates start at 0; x is the column, y the row.
 */
#ifndef BT_TESTS_VT_H
#define BT_TESTS_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define BT_VT_COMBINING 4      /* combining marks kept on one cell; more are dropped */
#define BT_VT_DEFAULT   (-1)   /* the terminal's own foreground or background */
#define BT_VT_RGB       0x1000000   /* fg/bg with this bit: 24-bit colour in the low bits */

enum bt_vt_attr {
	BT_VT_BOLD      = 1 << 0,
	BT_VT_DIM       = 1 << 1,
	BT_VT_ITALIC    = 1 << 2,
	BT_VT_UNDERLINE = 1 << 3,
	BT_VT_BLINK     = 1 << 4,
	BT_VT_REVERSE   = 1 << 5,
	BT_VT_HIDDEN    = 1 << 6,
	BT_VT_STRIKE    = 1 << 7
};

/* One cell.  A wide character occupies its cell with width 2 and the next with width 0 and ch 0;
 * an empty cell holds a blank.  Line drawing of the alternate character set is stored as the
 * Unicode character it shows (U+2500...). */
struct bt_vt_cell {
	uint32_t ch;
	uint32_t comb[BT_VT_COMBINING];
	uint8_t ncomb;
	uint8_t width;
	uint16_t attrs;   /* bits of enum bt_vt_attr */
	int32_t fg;       /* BT_VT_DEFAULT, 0..255, or BT_VT_RGB | rrggbb */
	int32_t bg;
};

/* State that outlives single cells; read it after feeding. */
struct bt_vt_state {
	int x, y;               /* cursor; x stays at the last column while a wrap is pending */
	bool wrap_pending;
	bool cursor_visible;
	bool alternate;         /* alternate screen is shown */
	bool app_cursor;        /* DECCKM */
	bool app_keypad;        /* DECKPAM */
	bool autowrap;
	bool origin;
	bool insert;
	bool reverse_screen;    /* DECSCNM, used by flash */
	bool bracketed_paste;
	bool focus_events;
	bool sync;              /* ?2026 */
	int mouse;              /* 0 or the last of 9, 1000, 1001, 1002, 1003 switched on */
	bool mouse_sgr;         /* 1006 */
	int top, bottom;        /* scroll region, inclusive rows */
	unsigned long bells;
	char title[256];        /* last OSC 0/2 or ESC k title, cut */
};

struct bt_vt;

/* A blank screen of that size (each 1..2000); NULL when memory or arguments fail. */
struct bt_vt *bt_vt_new(int cols, int rows);
void bt_vt_free(struct bt_vt *vt);

/* New size; the upper left part is kept, the scroll region becomes the whole screen. */
bool bt_vt_resize(struct bt_vt *vt, int cols, int rows);

/* Interpret n bytes; sequences and characters may be split over calls at any byte. */
void bt_vt_feed(struct bt_vt *vt, const void *bytes, size_t n);

int bt_vt_cols(const struct bt_vt *vt);
int bt_vt_rows(const struct bt_vt *vt);
const struct bt_vt_state *bt_vt_state(const struct bt_vt *vt);

/* Cell of the shown screen; outside of it, a blank one.  Never NULL; valid until the next feed. */
const struct bt_vt_cell *bt_vt_cell(const struct bt_vt *vt, int x, int y);

/* Row y as UTF-8 without trailing blanks into out[size], always terminated.  Returns the bytes
 * the whole row needs (as snprintf does). */
size_t bt_vt_row(const struct bt_vt *vt, int y, char *out, size_t size);

/* The whole screen as rows joined by newlines, in a string of the caller's to free(). */
char *bt_vt_text(const struct bt_vt *vt);

/* Column and row where UTF-8 text starts (first from the top), wide characters counted as the
 * two columns they take.  false when it is not on one row. */
bool bt_vt_find(const struct bt_vt *vt, const char *text, int *x, int *y);

/* Print the screen with a frame and the cursor position: for messages of failed tests. */
void bt_vt_dump(const struct bt_vt *vt, FILE *out);

/* The census.  Each kind of control met since the start (or the last reset) has a row; its name is
 *   "C0 07"                 a control byte (CR LF BS TAB SO SI BEL NUL are known)
 *   "ESC 7", "ESC (B"       an escape sequence, intermediates included
 *   "CSI H", "CSI ?h 1049"  a control sequence by its final byte; set and reset of modes one row
 *                           for each mode; private prefixes and intermediates included
 *   "CSI m 38:5"            SGR parameters are checked one by one; an unknown one has its own row
 *   "OSC 52", "DCS", "APC", "PM", "SOS", "STRING k"
 *   "UTF-8 invalid", "U+009B"   broken bytes, C1 controls written as characters
 *   "CSI broken"            aborted or overlong sequences
 * known tells whether the emulator understands it.  "Understood" is no verdict that the program
 * may send it: compare the names with the list of the test. */
struct bt_vt_census {
	char name[48];
	unsigned long count;
	bool known;
};

size_t bt_vt_census_size(const struct bt_vt *vt);
const struct bt_vt_census *bt_vt_census_at(const struct bt_vt *vt, size_t i);
unsigned long bt_vt_census_count(const struct bt_vt *vt, const char *name);
/* How many occurrences were of kinds not known. */
unsigned long bt_vt_unknown(const struct bt_vt *vt);
void bt_vt_census_reset(struct bt_vt *vt);

/* What the terminal would answer (cursor position, device attributes...), at most size bytes;
 * what is returned is removed from the queue. */
size_t bt_vt_take_reply(struct bt_vt *vt, char *out, size_t size);

#endif
