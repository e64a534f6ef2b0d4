/* model/state.h - what is kept between runs, as lines: a small file in the state directory.
 *
 *	broadtape-state 1
 *	view ratios
 *	watch.mine SPY IWM/QQQ
 *	history.search russell
 *
 * A line is a name, a blank and a value of clean text; a name may stand more than once.  Lines that this program
 * does not know are kept.  Whoever saves reads the file anew and replaces only what it has changed, by a rename:
 * of two sessions the later one wins line by line, and nothing is ever half written.  */
#ifndef BT_MODEL_STATE_H
#define BT_MODEL_STATE_H

#include "base/arena.h"
#include "model/conf.h"

struct bt_state_line {
	const char *name, *value;
};

struct bt_state {
	struct bt_arena arena;           /* of the texts */
	struct bt_state_line *at;        /* on the heap */
	size_t n, cap;
};

void bt_state_init(struct bt_state *s);
void bt_state_release(struct bt_state *s);

/* Add the lines of a file.  None there: BT_OK and no line.
 *	BT_E_PARSE  damaged, or of a newer program: no line is added
 *	BT_E_IO     it cannot be read  */
BT_MUST_CHECK enum bt_status bt_state_load(struct bt_state *s, const char *path, struct bt_err *err);
/* Write all lines, making the directory.  A file that cannot be read as state is first put aside as
 * PATH.damaged.  */
BT_MUST_CHECK enum bt_status bt_state_save(const struct bt_state *s, const char *path, struct bt_err *err);

/* The value of the first line of that name, or NULL. */
const char *bt_state_get(const struct bt_state *s, const char *name);
void bt_state_add(struct bt_state *s, const char *name, const char *value);
/* Remove all lines of that name. */
void bt_state_drop(struct bt_state *s, const char *name);
/* Make it the only line of that name. */
void bt_state_set(struct bt_state *s, const char *name, const char *value);

/* The user's own lists and alerts (lines watch.NAME, alerts.NAME) over those of the settings; an empty value
 * takes one away.  */
void bt_state_apply(const struct bt_state *s, struct bt_settings *settings, struct bt_arena *a);

#endif
