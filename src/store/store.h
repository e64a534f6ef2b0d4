/* store/store.h - the cache on disk: bars, quotes, news and what the copies of the program tell each
 * other, in one SQLite file.
 *
 * One connection, used by the thread that opened it.  The file may be deleted at any time; damaged,
 * foreign, newer, read-only or full storage is told in words and never stops the program.  Bars are
 * kept per source and symbol as compact, versioned, checksummed packs (store/pack.h); series of two
 * sources are never mixed.  The days since a pack was written stand in one small row a day, for all
 * symbols together, and are folded in now and then.
 *
 * Journal: WAL.  Several copies share the file, one of them writes all the time; in WAL readers never
 * wait for it nor it for them, a commit is one sequential write without fsync, and a killed writer
 * leaves nothing to roll back.  Where WAL cannot be had (a network file system) SQLite says so and the
 * file works in its older mode.
 *
 * Instants are arguments: the store reads no clock.  */
#ifndef BT_STORE_STORE_H
#define BT_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/market.h"
#include "core/news.h"

struct bt_store;

enum bt_store_state {
	BT_STORE_READY,
	BT_STORE_READ_ONLY,      /* of a newer program, or the file or its directory is not writable */
	BT_STORE_REPLACED,       /* what was there is now path.bad-<seconds>; this is a new file */
};

/* Open or make the file (missing directories 0700, file 0600; a symbolic link is refused).  A damaged
 * or foreign file is renamed and a new one made; a newer schema or an unwritable file opens read-only.
 * `note` gets the words for the screen, "" when all is well.
 *	BT_E_NODATA  read_only was asked for and there is no file
 *	BT_E_STORE   it cannot be opened at all: go on without a cache  */
BT_MUST_CHECK enum bt_status bt_store_open(const char *path, bool read_only, int64_t now_utc,
                                           struct bt_store **out, enum bt_store_state *state,
                                           char note[200], struct bt_err *err);
/* NULL is allowed. */
void bt_store_close(struct bt_store *s);

/* Whether this is still the file at its path (it may have been deleted or replaced). */
bool bt_store_is_current(const struct bt_store *s);
/* Read the whole file and judge it: slow, so after the first paint.  BT_E_STORE: close it, open it
 * again with bt_store_open, which then moves the damaged file aside.  */
BT_MUST_CHECK enum bt_status bt_store_check(struct bt_store *s, struct bt_err *err);

/* Everything between begin and commit is kept or lost together; without them each call is its own
 * transaction.  After a failed call or commit, roll back.  */
BT_MUST_CHECK enum bt_status bt_store_begin(struct bt_store *s, struct bt_err *err);
BT_MUST_CHECK enum bt_status bt_store_commit(struct bt_store *s, struct bt_err *err);
void bt_store_rollback(struct bt_store *s);

/* --- bars (store/bars.c, days.c) --------------------------------------------------------------- */

/* Replace all bars, name, kind, split date of (sec->source, sec->symbol).  sec->quote is not looked
 * at.  history_utc is when a source last confirmed these bars.  */
struct bt_stored {
	struct bt_security sec;
	int64_t history_utc;     /* all columns, whole history; 0: never asked or only closes are there */
	int64_t closes_utc;      /* closes confirmed */
	bt_date split;           /* newest split known when they came; BT_DATE_NONE: none */
};
BT_MUST_CHECK enum bt_status bt_store_put(struct bt_store *s, const struct bt_stored *row,
                                          struct bt_err *err);

/* The bars of n rows from date `from` on are new; those before are stored already (a security that is
 * not there is BT_E_NODATA).  Writes one small row a day, not n packs; the instants of the rows are
 * kept too.  */
BT_MUST_CHECK enum bt_status bt_store_put_days(struct bt_store *s, const struct bt_stored *row,
                                               size_t n, bt_date from, struct bt_err *err);

/* Put the days' rows of at most `max` securities into their packs, when there are more than `keep`
 * days.  *left: more to do.  */
BT_MUST_CHECK enum bt_status bt_store_fold(struct bt_store *s, const char *source, size_t keep,
                                           size_t max, bool *left, struct bt_err *err);

/* One security while it is loaded: everything but the bars is set, with the quote. */
struct bt_loaded {
	struct bt_stored row;    /* row.sec.bars holds no pointers */
	int64_t id;
	size_t n_packed, n_max;  /* bars in its pack; at most so many with the days since */
	unsigned columns;        /* that are stored: set of 1u << enum bt_pack_column */
	int64_t serial;          /* grows with every change: see since */
	void *priv;
};
/* Put its bars into date[] and column[], n_max each: NULL where the column is not stored or not
 * wanted, close always given.  *n gets their number.  BT_E_STORE: damaged.  */
BT_MUST_CHECK enum bt_status bt_loaded_bars(const struct bt_loaded *l, bt_date *date,
                                            double *const column[], size_t *n, struct bt_err *err);

typedef enum bt_status bt_loaded_fn(void *user, const struct bt_loaded *l, struct bt_err *err);

struct bt_load {
	const char *source;
	const char *const *symbol;       /* canonical; NULL: all */
	size_t n;
	int64_t since;                   /* only what changed after this serial; 0: all */
	bool closes_only;                /* do not read the other columns */
	bool (*skip)(void *user, const char *symbol);  /* true: leave that one out, unread; or NULL */
};
/* Call fn for every security that is asked for, by symbol when all are.  A damaged one is left out
 * and counted.  */
BT_MUST_CHECK enum bt_status bt_store_each(struct bt_store *s, const struct bt_load *load,
                                           bt_loaded_fn *fn, void *user, size_t *damaged,
                                           struct bt_err *err);
/* The same as an array in the arena, sorted by symbol. */
BT_MUST_CHECK enum bt_status bt_store_load(struct bt_store *s, const char *source,
                                           const char *const *symbol, size_t n, struct bt_arena *a,
                                           struct bt_security **out, size_t *n_out,
                                           struct bt_err *err);

/* The names of the sources that have securities here, in alphabetical order; how many each has. */
struct bt_store_source {
	const char *name;
	size_t securities;
};
BT_MUST_CHECK enum bt_status bt_store_sources(struct bt_store *s, struct bt_arena *a,
                                              struct bt_store_source **out, size_t *n,
                                              struct bt_err *err);

/* Serial of the newest change of bars or quotes by any copy. */
int64_t bt_store_serial(struct bt_store *s);

/* Forget the securities of least interest until the file holds at most max_bytes.  What was imported
 * (the sources import and import:NAME) stays: nobody would bring it again.  */
BT_MUST_CHECK enum bt_status bt_store_trim(struct bt_store *s, int64_t max_bytes,
                                           struct bt_err *err);
/* Let the file grow to at most so many pages of 8 KiB (it is born with 1.5 GiB). */
void bt_store_bound_pages(struct bt_store *s, int pages);
/* Bytes of the file that hold something. */
int64_t bt_store_bytes(struct bt_store *s);

/* --- quotes (store/quotes.c) ------------------------------------------------------------------- */

/* The quotes of these securities, all of one source, beside those of others already there. */
BT_MUST_CHECK enum bt_status bt_store_put_quotes(struct bt_store *s,
                                                 const struct bt_security *const *sec, size_t n,
                                                 struct bt_err *err);

/* --- news (store/news.c) ----------------------------------------------------------------------- */

/* Keep items; one that is there (same feed, symbol and id) is left as it is.  The oldest beyond
 * 10,000 go. */
BT_MUST_CHECK enum bt_status bt_store_put_news(struct bt_store *s, const struct bt_news_item *item,
                                               size_t n, struct bt_err *err);
/* Newest first, at most `max`. */
BT_MUST_CHECK enum bt_status bt_store_load_news(struct bt_store *s, size_t max, struct bt_arena *a,
                                                struct bt_news_item **out, size_t *n_out,
                                                struct bt_err *err);

/* --- providers and requests (store/log.c) ------------------------------------------------------ */

#define BT_STORE_FAULTS 48

/* How a source is doing, for all copies; numbers since 00:00 UTC of day. */
struct bt_store_provider {
	const char *id;
	int64_t last_ok_utc, last_fail_utc, next_try_utc;
	int64_t latency_ms;              /* -1 none */
	int fault;                       /* caller's numbering; the same in every copy of one version */
	const char *cause;
	int64_t strikes;                 /* the breaker's memory */
	int64_t day;
	int64_t requests, failed, bytes;
	uint32_t failures[BT_STORE_FAULTS];
	const char *etag, *last_modified;/* for the next conditional request; "" none */
};
BT_MUST_CHECK enum bt_status bt_store_put_provider(struct bt_store *s,
                                                   const struct bt_store_provider *p,
                                                   struct bt_err *err);
BT_MUST_CHECK enum bt_status bt_store_load_providers(struct bt_store *s, struct bt_arena *a,
                                                     struct bt_store_provider **out, size_t *n_out,
                                                     struct bt_err *err);

struct bt_store_request {
	int64_t utc;
	const char *provider, *what;
	int http_status, fault;
	int64_t latency_ms, bytes;
};
/* Append to the log, which holds the newest 1,000. */
BT_MUST_CHECK enum bt_status bt_store_put_requests(struct bt_store *s,
                                                   const struct bt_store_request *r, size_t n,
                                                   struct bt_err *err);
/* Newest first. */
BT_MUST_CHECK enum bt_status bt_store_load_requests(struct bt_store *s, size_t max,
                                                    struct bt_arena *a,
                                                    struct bt_store_request **out, size_t *n_out,
                                                    struct bt_err *err);

/* --- wishes (store/wish.c) --------------------------------------------------------------------- */

/* What a copy that does not fetch wants of the one that does, until an instant.  Replaces that copy's
 * earlier wish; n = 0 takes it back.  Words: symbols, "+SYMBOL" of a universe,
 * and "*news" and the like. */
BT_MUST_CHECK enum bt_status bt_store_wish(struct bt_store *s, const char *copy,
                                           const char *const *word, size_t n, int64_t asked_utc,
                                           int64_t now_utc, int64_t until_utc, struct bt_err *err);
struct bt_store_wish {
	const char *word;
	int64_t asked_utc;               /* nothing older than this will do */
};
/* The union of all that still hold; each word once, with its newest instant. */
BT_MUST_CHECK enum bt_status bt_store_wishes(struct bt_store *s, int64_t now_utc,
                                             struct bt_arena *a, struct bt_store_wish **out,
                                             size_t *n_out, struct bt_err *err);

/* --- computed series (store/computed.c) -------------------------------------------------------- */

/* One number for all bars of a source as they are now: it changes with any change of any of them. */
BT_MUST_CHECK enum bt_status bt_store_stamp(struct bt_store *s, const char *source, uint64_t *out,
                                            struct bt_err *err);

/* Keep bytes that were computed from the bars under a key; `stamp` says from which, so that stale
 * ones are never taken for new.  */
BT_MUST_CHECK enum bt_status bt_store_put_computed(struct bt_store *s, const char *source,
                                                   const char *key, uint64_t stamp,
                                                   const void *data, size_t len,
                                                   struct bt_err *err);
/* BT_E_NODATA: none under that key and stamp, or damaged. */
BT_MUST_CHECK enum bt_status bt_store_get_computed(struct bt_store *s, const char *source,
                                                   const char *key, uint64_t stamp,
                                                   struct bt_arena *a, const void **data,
                                                   size_t *len, struct bt_err *err);
/* The same of whatever was kept last under that key: it may be of other bars. */
BT_MUST_CHECK enum bt_status bt_store_last_computed(struct bt_store *s, const char *source, const char *key,
                                                    struct bt_arena *a, const void **data, size_t *len,
                                                    struct bt_err *err);

#endif
