/* model/engine.h - the thread that owns network, cache and sources, and keeps the picture new.
 *
 * Order of life: init a mailbox; start; poll mailbox.wake.rd and take snapshots; send commands; stop.
 * The first snapshot is what the cache or the file holds, published before any library of the network
 * is loaded.  Later ones come when something changed, never otherwise: an idle engine sleeps in one
 * poll without a timer.
 *
 * `show`, `check` and `fetch` use the same code on their own thread by bt_engine_run_once.  */
#ifndef BT_MODEL_ENGINE_H
#define BT_MODEL_ENGINE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "core/universe.h"
#include "model/cmdq.h"
#include "model/mailbox.h"
#include "model/snapshot.h"

/* Everything is borrowed and must live until the engine has ended. */
struct bt_engine_config {
	const char *source;              /* "yahoo", "csv:...", "sample" */
	const struct bt_settings *settings;
	const struct bt_universe *universe;   /* NULL: none, or what the source holds ("all") */
	const char *cache;               /* path of market.db; NULL: no cache at all */
	const char *alerts;              /* file that keeps which alerts hold; NULL: they are kept nowhere */
	bool offline;                    /* ask nobody */
	bt_date as_of;                   /* the day looked at; BT_DATE_NONE: now.  Fixes the sample. */
	const char *module;              /* path of broadtape-curl.so; NULL: looked for, see
	                                  * model/module.h */
};

/* A word of wants that is no symbol: "*news AAPL", the headlines about one. */
#define BT_WANT_NEWS "*news "
/* "*find apple": the symbols that a source knows for a word (snapshot: found). */
#define BT_WANT_SYMBOLS "*find "

/* What is to be up to date.  Symbols in any spelling; expressions stand for their symbols. */
struct bt_want {
	const char *const *word;         /* symbols and expressions */
	size_t n_word;
	bool universe;                   /* every member: closes first, then the other columns */
	bool side;                       /* the breadth of the other lists, too, of the members that are there */
	bool news;
	bool notes;                      /* the user's notes are looked at */
	bool everything;                 /* ask even for what is fresh */
};

struct bt_engine;

/* Start the thread, with all signals blocked in it.  `want` is what the first screen shows. */
BT_MUST_CHECK enum bt_status bt_engine_start(const struct bt_engine_config *config,
                                             const struct bt_want *want, struct bt_mailbox *box,
                                             struct bt_engine **out, struct bt_err *err);

/* From the thread that started it; never waits. */
void bt_engine_send(struct bt_engine *e, enum bt_command_kind kind, const char *const *word,
                    size_t n_word, const void *data);

/* Ask it to end and wait at most wait_ms (200 for the screen).  True: ended and freed.  False: it is
 * stuck (a resolver, a dead disk); nothing is freed and the caller must _exit(2) without touching
 * what the engine borrows.  */
BT_MUST_CHECK bool bt_engine_stop(struct bt_engine *e, int wait_ms);

/* How a run without a screen is going; called on the same thread, after every job. */
struct bt_progress {
	size_t done, failed, total;      /* jobs */
	const char *what;                /* "^RUT", "spark 3 of 26", clean */
	const char *cause;               /* of a failure, or NULL */
};
typedef void bt_progress_fn(void *user, const struct bt_progress *p);

struct bt_run {
	struct bt_want want;
	int64_t limit_ms;                /* 30,000 for show and check; 0: none */
	bool judges;                     /* judge alerts on the picture, if this copy is the one that fetches */
	bt_progress_fn *progress;        /* may be NULL */
	void *user;
	const volatile sig_atomic_t *interrupted;   /* non-zero: stop soon, keep what is there;
	                                  * may be NULL */
};

/* Load, refresh what is out of date of run->want, and give the picture.  BT_OK whenever a snapshot
 * came out, even an old or empty one: its ages and messages tell, *failed (may be NULL) is the number
 * of jobs that did not work.  */
BT_MUST_CHECK enum bt_status bt_engine_run_once(const struct bt_engine_config *config,
                                                const struct bt_run *run, struct bt_snapshot **out,
                                                size_t *failed, struct bt_err *err);

#endif
