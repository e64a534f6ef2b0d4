/* base/locked.h - a file that several programs write at once: opened under its lock, added to whole or not. */
#ifndef BT_BASE_LOCKED_H
#define BT_BASE_LOCKED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Open a file for reading and appending, made with mode 0600 when it is not there, its directories too, and
 * hold its lock (flock): that of the file that has the name, even when another one was put there while we
 * waited.  close(2) gives the lock back.
 *	BT_E_IO  it cannot be opened or locked; or it is a symbolic link and follow_link is false  */
BT_MUST_CHECK enum bt_status bt_locked_open(const char *path, bool follow_link, int *fd, struct bt_err *err);

/* Put n bytes behind what is there: all of them, or the file is as it was.  `sync`: wait for the disk. */
BT_MUST_CHECK enum bt_status bt_locked_append(int fd, const char *path, const char *text, size_t n, bool sync,
                                              struct bt_err *err);

#endif
