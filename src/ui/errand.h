/* ui/errand.h - programs that the screen starts and looks after without ever waiting: the user's alert command.
 * One that takes too long is ended.  */
#ifndef BT_UI_ERRAND_H
#define BT_UI_ERRAND_H

#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

#define BT_ERRANDS 8                     /* at once; more are not started */
#define BT_ERRAND_MS 60000               /* the longest that one may run */

struct bt_errands {
	struct {
		pid_t pid;               /* 0: free */
		int64_t until_ms;
	} at[BT_ERRANDS];
};

/* Start the words of a line (base/program.h) with these arguments behind them, ended by NULL.
 *	BT_E_USAGE  the line is no list of words
 *	BT_E_LIMIT  too many run already
 *	BT_E_IO     it could not be started  */
BT_MUST_CHECK enum bt_status bt_errand_start(struct bt_errands *e, const char *line, const char *const *argument,
                                             int64_t now_ms, struct bt_err *err);
/* Take leave of those that have ended, end those that take too long; how many run still. */
int bt_errand_look(struct bt_errands *e, int64_t now_ms);

#endif
