/* fetch/key.h - the user's key of a source: read from his file, or printed by a program he names.
 *
 * A key is one line of printable ASCII.  It is in no message, log or address: only whoever holds the string
 * knows it.  */
#ifndef BT_FETCH_KEY_H
#define BT_FETCH_KEY_H

#include "base/err.h"

#define BT_KEY_SIZE 257
/* How long a program may take, its end included: enough for a token to be touched. */
#define BT_KEY_TIMEOUT_MS 10000

/* The first line of the file, blanks around it cut.  The file must not be readable by others.
 *	BT_E_IO     it cannot be read
 *	BT_E_PARSE  it holds no key, or others may read it  */
BT_MUST_CHECK enum bt_status bt_key_read(const char *path, char key[BT_KEY_SIZE], struct bt_err *err);

/* The first line that a program prints.  `command` is its name, found by PATH, and arguments, parted by
 * blanks; '...', "..." and backslash keep blanks together, and nothing else is special: no shell.  It is
 * started with nothing to read, its messages go nowhere, and it is killed with all it has started when the
 * time is over.
 *	BT_E_PARSE  an open quote, no word, or no key was printed
 *	BT_E_IO     it could not be started, failed or took too long  */
BT_MUST_CHECK enum bt_status bt_key_run(const char *command, int timeout_ms, char key[BT_KEY_SIZE],
                                        struct bt_err *err);

#endif
