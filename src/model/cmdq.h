/* model/cmdq.h - commands from the screen to the engine.
 *
 * The queue is swapped out under its lock and worked off outside it, so neither side ever waits for
 * the other.  A command owns its words.  */
#ifndef BT_MODEL_CMDQ_H
#define BT_MODEL_CMDQ_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/wake.h"

enum bt_command_kind {
	BT_COMMAND_STOP,         /* end the thread */
	BT_COMMAND_REFRESH,      /* ask anew for all that is wanted now, however fresh */
	BT_COMMAND_REFRESH_ALL,  /* that, the universe and the news */
	BT_COMMAND_WANT,         /* words: symbols or expressions that are shown now; replaces the last */
	BT_COMMAND_PAUSE,        /* ask nobody until RESUME */
	BT_COMMAND_RESUME,
	BT_COMMAND_SOURCE,       /* word: show that source from now on */
	BT_COMMAND_SETTINGS,     /* data: the new const struct bt_settings *, alive as long as the engine */
	BT_COMMAND_FRONT,        /* data: const struct bt_front_bytes *, alive as long as the engine: keep it */
	BT_COMMAND_UNIVERSE,     /* data: the new const struct bt_universe *, the same, or NULL */
};

struct bt_command {
	struct bt_command *next;
	enum bt_command_kind kind;
	char **word;
	size_t n_word;
	const void *data;
};

struct bt_cmdq {
	pthread_mutex_t lock;            /* guards first and last */
	struct bt_command *first, *last;
	struct bt_wake wake;             /* rd is readable while something may be queued */
};

BT_MUST_CHECK enum bt_status bt_cmdq_init(struct bt_cmdq *q, struct bt_err *err);
void bt_cmdq_release(struct bt_cmdq *q);

/* Append a command and wake the other side; the words are copied. */
void bt_cmdq_push(struct bt_cmdq *q, enum bt_command_kind kind, const char *const *word,
                  size_t n_word, const void *data);

/* Everything queued so far, oldest first, as a list that the caller frees; NULL when empty. */
struct bt_command *bt_cmdq_steal(struct bt_cmdq *q);
void bt_command_free(struct bt_command *c);      /* one, not the rest of its list */

#endif
