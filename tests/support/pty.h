/* tests/support/pty.h - run a program on a pseudo-terminal of the test's own.
 *
 * Every byte the program writes is kept and fed to an emulator (vt.h), so a test can look at the
 * screen as a person would and at the bytes as a wire tap would.  Waiting is done by poll() on
 * the terminal and on the process, never by sleeping.  Terminal queries are answered.
 *
 *     struct bt_pty *p = bt_pty_open(&(struct bt_pty_spec){.argv = argv, .cols = 80, .rows = 24});
 *     assert_true(bt_pty_wait_text(p, "S&P 500", 5000));
 *     bt_pty_send(p, "?");
 *     assert_true(bt_pty_wait_text(p, "Key bindings", 5000));
 *     bt_pty_send(p, "q");
 *     assert_int_equal(bt_pty_wait_exit(p, 5000), 0);
 *     assert_true(bt_pty_modes_restored(p));
 *     bt_pty_close(p);
 *
 * All times are milliseconds; the environment variable BT_TEST_SLOW (a whole factor, for valgrind)
 * multiplies every time-out.  A failed wait prints what it waited for and the screen on stderr,
 * unless .quiet is set.  One pty may be used by one thread at a time.
 */
#ifndef BT_TESTS_PTY_H
#define BT_TESTS_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "vt.h"

struct bt_pty_spec {
	char *const *argv;        /* required; argv[0] is looked for in PATH */
	const char *const *env;   /* "NAME=value" or "NAME" (unset), NULL at the end: changes to the
	                             test's own environment; NULL for none */
	const char *term;         /* TERM; NULL: xterm-256color */
	const char *cwd;          /* NULL: here */
	int cols, rows;           /* 0: 80x24 */
	bool hup_ignored;         /* start with SIGHUP ignored, as nohup does */
	bool mute;                /* do not answer terminal queries */
	bool quiet;               /* failed waits print nothing */
};

struct bt_pty;

/* Start the program.  NULL when no terminal or process can be had (errno tells); a program that
 * cannot be executed ends with status 127. */
struct bt_pty *bt_pty_open(const struct bt_pty_spec *spec);

/* Close the terminal; a program still alive is killed with its process group and reaped. */
void bt_pty_close(struct bt_pty *p);

pid_t bt_pty_pid(const struct bt_pty *p);
struct bt_vt *bt_pty_vt(struct bt_pty *p);

/* Write to the program as if typed; output is read meanwhile, so that neither side blocks.  false
 * when it was not all taken within five seconds or the terminal is gone. */
bool bt_pty_write(struct bt_pty *p, const void *bytes, size_t n);
bool bt_pty_send(struct bt_pty *p, const char *text);
/* One named key in the form the emulator's modes ask for: Up Down Left Right Home End PgUp PgDn
 * Insert Delete F1..F12 Tab S-Tab Enter Escape Backspace Space C-a..C-z, or one character. */
bool bt_pty_key(struct bt_pty *p, const char *name);
/* Text as a bracketed paste (with the brackets only when the program asked for them). */
bool bt_pty_paste(struct bt_pty *p, const char *text);
/* A click or wheel step in SGR coding at cell x, y: button 1..3, 4 wheel up, 5 wheel down.  false
 * when the program did not ask for mouse reports. */
bool bt_pty_mouse(struct bt_pty *p, int button, int x, int y);

/* TIOCSWINSZ (which sends SIGWINCH) and the emulator's size together. */
bool bt_pty_resize(struct bt_pty *p, int cols, int rows);

/* Close the terminal under the program, as a lost connection does; afterwards only exit and
 * what was read before can be asked for. */
void bt_pty_hangup(struct bt_pty *p);

/* Read what there is, waiting up to ms for the first of it; true when something came. */
bool bt_pty_pump(struct bt_pty *p, int ms);

/* Read for the whole of ms and return how many bytes came: for "nothing changed, nothing
 * written".  The one function that takes its time on purpose. */
size_t bt_pty_watch(struct bt_pty *p, int ms);

/* Wait until holds(screen, arg), text on one row, a POSIX extended regular expression on the
 * screen (^ and $ match at rows), or their absence.  false after ms, or at once when the program
 * has ended, all output is read and it does not hold. */
bool bt_pty_wait(struct bt_pty *p, bool (*holds)(struct bt_vt *, void *), void *arg, int ms);
bool bt_pty_wait_text(struct bt_pty *p, const char *text, int ms);
bool bt_pty_wait_regex(struct bt_pty *p, const char *ere, int ms);
bool bt_pty_wait_gone(struct bt_pty *p, const char *ere, int ms);
/* Wait until the bytes since offset mark hold these (escape sequences too). */
bool bt_pty_wait_bytes(struct bt_pty *p, size_t mark, const void *bytes, size_t n, int ms);

/* Wait for the end and read the last output.  The status as a shell tells it (128 + signal), or
 * -1 when it is still running after ms.  May be called again. */
int bt_pty_wait_exit(struct bt_pty *p, int ms);
bool bt_pty_signal(struct bt_pty *p, int sig);

/* Does the screen show it now (no waiting)? */
bool bt_pty_shows(struct bt_pty *p, const char *ere);

/* Row y as text; a static buffer of the pty, valid until the next call. */
const char *bt_pty_row(struct bt_pty *p, int y);

/* All bytes so far; a mark is an offset into them.  The pointer is valid until the next read. */
const char *bt_pty_raw(const struct bt_pty *p, size_t *n);
size_t bt_pty_mark(const struct bt_pty *p);
const char *bt_pty_since(const struct bt_pty *p, size_t mark, size_t *n);
/* When the last byte came, CLOCK_MONOTONIC nanoseconds; 0 before the first. */
int64_t bt_pty_last_ns(const struct bt_pty *p);

/* Are the terminal's modes and control characters those from before the program started? */
bool bt_pty_modes_restored(struct bt_pty *p);
/* ECHO and ICANON now, to wait for "has switched to raw". */
bool bt_pty_is_raw(struct bt_pty *p);
/* Modes, cursor, keypad, mouse, paste and alternate screen are all as a shell wants them; prints
 * on stderr what is not. */
bool bt_pty_terminal_restored(struct bt_pty *p);

#endif
