/* base/err.h - how a function says that it failed, and why.
 *
 * A function that can fail at run time returns enum bt_status and takes a struct bt_err last.  Who
 * knows the cause fills it; callers add context in front; nobody below the app prints it.  */
#ifndef BT_BASE_ERR_H
#define BT_BASE_ERR_H

#include <stdnoreturn.h>

#define BT_MUST_CHECK __attribute__((warn_unused_result))
#define BT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

enum bt_status {
#define BT_STATUS(id, exit_status, text) BT_##id,
#include "spec/status.def"
	BT_STATUS_COUNT
};

/* The cause: what failed, where, what to do next; one line, already clean of control bytes as far
 * as the writer could tell (outside text in it must have passed bt_text_clean).  */
struct bt_err {
	enum bt_status status;
	char text[480];
};

/* Fill *err (which may be NULL) and return status, so that a failure is one statement:
 * return bt_err_set(err, BT_E_IO, "%s: %s", path, strerror(errno)); */
enum bt_status bt_err_set(struct bt_err *err, enum bt_status status, const char *fmt, ...)
        BT_PRINTF(3, 4);

/* Put "context: " in front of the text and return the status that stands there. */
enum bt_status bt_err_wrap(struct bt_err *err, const char *fmt, ...) BT_PRINTF(2, 3);

const char *bt_status_text(enum bt_status status);
int bt_status_exit(enum bt_status status);

/* A state that cannot be: says where and aborts.  Never for input. */
noreturn void bt_bug(const char *file, int line, const char *what);
#define BT_BUG_ON(cond) ((cond) ? bt_bug(__FILE__, __LINE__, #cond) : (void)0)

#endif
