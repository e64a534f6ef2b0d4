/* tests/e2e/stage.h - a user, a provider and a terminal: what an end-to-end test plays on.
 *
 *     static struct stage st;                a home of its own, nothing of the real one
 *
 *     stage_serve(&st, NULL);                a provider on the loopback, named by its settings
 *     struct bt_pty *p = stage_run(&st, NULL, NULL);
 *     stage_wait_filled(p);
 *     stage_press(p, "?", "Key bindings");   pressed, seen, its time noted
 *     stage_quit(p);
 *
 *     STAGE_TEST(name, &st)                  in the table of tests: opened before, closed behind
 *
 * The program is $BROADTAPE or src/broadtape, as built; it knows nothing of the test and shares no code
 * with it.  Everything here ends the test when it fails.  */
#ifndef BT_TESTS_STAGE_H
#define BT_TESTS_STAGE_H

#include "support/folder.h"
#include "support/loopback_client.h"
#include "support/pty.h"

#define STAGE_WAIT 20000         /* ms: far beyond what anything takes */
#define STAGE_PTYS 4

struct stage {
	struct folder home;          /* the XDG directories are in it */
	char feeds[2048];            /* lines of [feeds] */
	char more[512];              /* other lines of broadtape.conf, sections and all */
	struct bt_loopback server;
	bool serving;
	struct bt_pty *pty[STAGE_PTYS];
	int n_pty;
};

#define STAGE_TEST(name, st) cmocka_unit_test_prestate_setup_teardown(name, stage_set_up, stage_tear_down, st)

/* Around a test: *state is its struct stage.  Behind it all terminals, the server and the home are away. */
int stage_set_up(void **state);
int stage_tear_down(void **state);

/* Start the provider with these arguments (NULL: a market as of 2025-12-23 with two years of bars). */
void stage_serve(struct stage *st, const char *const *args);
/* Write broadtape.conf: addresses of the server (of a dead port when there is none), a universe of three
 * members, st->feeds (default: one), st->more.  stage_run does it when it is not there.  */
void stage_conf(struct stage *st);

/* The program on a terminal; arguments until NULL.  spec: size, TERM and the like, or NULL. */
struct bt_pty *stage_run(struct stage *st, const struct bt_pty_spec *spec, ...);
/* The program without a terminal: its exit status; stdout into *out, to be freed (may be NULL). */
int stage_print(struct stage *st, char **out, ...);
/* The made-up market as of 2025-12-23 on a terminal of that size, drawn and at rest. */
struct bt_pty *stage_sample(struct stage *st, int cols, int rows);

/* --- keys ------------------------------------------------------------------------------------------- */

/* Press a key (by the names of pty.h), wait until the pattern is on the screen (absent before), and note
 * how long the first byte of the answer took.  */
void stage_press(struct bt_pty *p, const char *key, const char *ere);
/* The same until it is not there any more. */
void stage_press_gone(struct bt_pty *p, const char *key, const char *ere);
/* A key whose effect the caller looks for; returns ms until the first byte, -1 when none came in a second. */
double stage_key(struct bt_pty *p, const char *key);
/* Text as it is, and the screen at rest behind it. */
void stage_type(struct bt_pty *p, const char *text);
/* Read until the program has been quiet for a moment: a frame is never seen half. */
void stage_settle(struct bt_pty *p);
/* Median and slowest of all keys noted since the start, as one line: cmocka's, behind a group of tests. */
int stage_print_times(void **state);
/* Leave by q: status 0, the terminal as it was. */
void stage_quit(struct bt_pty *p);

/* --- what is seen ----------------------------------------------------------------------------------- */

/* The day of the usual provider stands in the header, whoever it has come from. */
#define STAGE_FILLED "as of 2025-12-23 close.*yahoo"
/* The first view has what the usual provider gives, and the engine has come to rest. */
void stage_wait_filled(struct bt_pty *p);
/* The last price of the S&P 500 on the first view, and the looks of its first cell: old values have others. */
struct bt_vt_cell stage_price(struct bt_pty *p, char value[32]);
bool stage_same_look(const struct bt_vt_cell *a, const struct bt_vt_cell *b);

/* Only sequences of the list went over the wire; prints those that are not on it. */
bool stage_wire_is_clean(struct bt_pty *p);
/* The same, where a key was pressed that sends one more ("OSC 52": y). */
bool stage_wire_is_clean_but(struct bt_pty *p, const char *also);

#endif
