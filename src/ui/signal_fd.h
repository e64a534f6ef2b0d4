/* ui/signal_fd.h - the polite signals as a descriptor: read in the loop, never in a handler. */
#ifndef BT_UI_SIGNAL_FD_H
#define BT_UI_SIGNAL_FD_H

#include "base/err.h"

/* Block SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT and SIGWINCH in this thread and all that it
 * starts, and give a descriptor that is readable when one came; call before any thread is started.  */
BT_MUST_CHECK enum bt_status bt_signal_fd_open(int *fd, struct bt_err *err);
/* The next signal that came, or 0. */
int bt_signal_fd_read(int fd);
/* Close it and let signals do what they did before. */
void bt_signal_fd_close(int fd);

#endif
