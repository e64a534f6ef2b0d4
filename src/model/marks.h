/* model/marks.h - which news were read, in a file that all sessions of the user share.
 *
 * The file ($XDG_STATE_HOME/broadtape/read) is a log: a line a mark, "KEY SECONDS r" or "u", KEY being 16 hex
 * digits of the item's id.  The newest mark of an item counts.  Each session adds lines under the file's lock
 * and reads what others have added; one that finds it grown large writes what still counts in its place.
 * Marks of the made-up sample are never written.  */
#ifndef BT_MODEL_MARKS_H
#define BT_MODEL_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct bt_mark {
	uint64_t key;            /* 0: free */
	int64_t when_utc;
	bool read;
};

struct bt_marks {
	struct bt_mark *slot;    /* open addressing */
	size_t n, cap;
	struct bt_buf pending;   /* lines not yet in the file */
	char *path;              /* NULL: kept in memory alone */
	dev_t dev;               /* of what was read, and how far */
	ino_t ino;
	off_t seen;
};

/* The name of an item in the file: never 0. */
uint64_t bt_mark_key(const char *id);

/* No marks yet; path may be NULL, and is copied. */
void bt_marks_init(struct bt_marks *m, const char *path);
void bt_marks_release(struct bt_marks *m);

bool bt_marks_is_read(const struct bt_marks *m, const char *id);
/* Mark an item, in memory; bt_marks_sync writes it. */
void bt_marks_set(struct bt_marks *m, const char *id, bool read, int64_t now_utc);

/* Write what is pending and read what others have written; *changed (may be NULL): there was something.
 *	BT_E_IO  the file cannot be read or written; the marks stay in memory, and are tried again  */
BT_MUST_CHECK enum bt_status bt_marks_sync(struct bt_marks *m, bool *changed, struct bt_err *err);

#endif
