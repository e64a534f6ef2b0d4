/* base/program.h - programs of the user: an editor, a browser.  No shell reads their lines. */
#ifndef BT_BASE_PROGRAM_H
#define BT_BASE_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"

/* The words of a command line, divided by blanks, with one more behind them (may be NULL): '...', "..." and a
 * backslash keep blanks together, nothing else is special.  Ends in NULL.  NULL: a quote stays open, or there
 * is no word.  */
char **bt_program_words(struct bt_arena *a, const char *line, const char *last);

/* Start one, found by PATH, with this terminal, and wait for its end, stopped while it is (^Z); *status is as of waitpid(2).
 * BT_E_IO: it could not be started. */
BT_MUST_CHECK enum bt_status bt_program_run(char *const *word, int *status, struct bt_err *err);
/* Start one without this terminal and do not wait: nothing to read, nothing to say, a session of its own.  The
 * caller may ignore SIGCHLD or reap it.  */
BT_MUST_CHECK enum bt_status bt_program_start(char *const *word, struct bt_err *err);
/* The same, and who it is: the caller waits for its end by waitpid(2) and WNOHANG. */
BT_MUST_CHECK enum bt_status bt_program_spawn(char *const *word, pid_t *pid, struct bt_err *err);

#endif
