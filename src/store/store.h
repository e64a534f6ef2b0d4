/* store/store.h - the cache on disk: bars, quotes and news in one SQLite file.
 *
 * One connection, used by the thread that opened it.  The file may be deleted at any time; damaged,
 * foreign, newer, read-only or full storage is told in words and never stops the program.  Bars are
 * kept per source and symbol as one compact, versioned, checksummed blob; series of two sources are
 * never mixed.  */
#ifndef BT_STORE_STORE_H
#define BT_STORE_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "core/market.h"
#include "core/news.h"

struct bt_store;

enum bt_store_state { BT_STORE_READY, BT_STORE_READ_ONLY, BT_STORE_REPLACED };

/* Open or make the file (directories 0700, file 0600).  A damaged or foreign file is renamed to
 * path.bad-<time> and a new one made (REPLACED); a newer schema or an unwritable file opens read-only.
 * `note` gets the words for the screen, "" when all is well.  */
BT_MUST_CHECK enum bt_status bt_store_open(const char *path, bool read_only, struct bt_store **out,
                                           enum bt_store_state *state, char note[200],
                                           struct bt_err *err);
void bt_store_close(struct bt_store *s);

/* Everything between begin and commit is kept or lost together. */
BT_MUST_CHECK enum bt_status bt_store_begin(struct bt_store *s, struct bt_err *err);
BT_MUST_CHECK enum bt_status bt_store_commit(struct bt_store *s, struct bt_err *err);
void bt_store_rollback(struct bt_store *s);

/* Replace all bars, name, kind and quote of (sec->source, sec->symbol). */
BT_MUST_CHECK enum bt_status bt_store_put(struct bt_store *s, const struct bt_security *sec,
                                          int64_t now_utc, struct bt_err *err);
/* Only its quote, name and kind. */
BT_MUST_CHECK enum bt_status bt_store_put_quote(struct bt_store *s, const struct bt_security *sec,
                                                struct bt_err *err);
/* The securities of a source, all or those named (canonical), into the arena, sorted by symbol. */
BT_MUST_CHECK enum bt_status bt_store_load(struct bt_store *s, const char *source,
                                           const char *const *symbol, size_t n, struct bt_arena *a,
                                           struct bt_security **out, size_t *n_out,
                                           struct bt_err *err);

BT_MUST_CHECK enum bt_status bt_store_put_news(struct bt_store *s, const struct bt_news_item *item,
                                               size_t n, struct bt_err *err);
/* Newest first, at most `max`. */
BT_MUST_CHECK enum bt_status bt_store_load_news(struct bt_store *s, size_t max, struct bt_arena *a,
                                                struct bt_news_item **out, size_t *n_out,
                                                struct bt_err *err);

#endif
