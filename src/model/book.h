/* model/book.h - the engine's own list of securities: what is known, what is wanted, what is not yet
 * on disk.
 *
 * Answers are merged here.  Long histories live in shared chunks, because snapshots point to them: a
 * chunk that a snapshot may be looking at is never changed.  Each entry keeps the chunk before its
 * present one; the two take turns, so that a new last price costs a few cells and not a copy.  */
#ifndef BT_MODEL_BOOK_H
#define BT_MODEL_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/market.h"
#include "model/held_digest.h"
#include "model/history.h"

struct bt_entry {
	char *symbol;                    /* canonical */
	char *name, *currency;           /* or NULL */
	int digits;
	enum bt_kind kind;
	bool whole;                      /* the first bar is the symbol's first */
	bt_date provisional;
	bt_date split;                   /* newest one known */
	struct bt_quote quote;
	struct bt_history *hist;         /* NULL: no bars */
	struct bt_history *other;        /* the chunk before; bars from other_from on differ */
	size_t other_from;
	uint64_t changes;                /* of bars, ever */
	uint64_t deep_changes;           /* `changes` when last a bar changed that was not the newest */
	struct bt_held_digest *digest;   /* of its bars at digest_changes; NULL: not made */
	uint64_t digest_changes;

	int64_t history_utc;             /* all columns confirmed; 0: never, or they proved wrong */
	int64_t closes_utc;              /* closes and quote confirmed; 0: never */
	int64_t retry_closes_utc;        /* failed: not before; 0 */
	int64_t hold_closes_utc;         /* the source says that its answer holds so long (Cache-Control) */
	int64_t retry_history_utc;
	bool again_closes, again_history;/* asked for in vain: due at the retry, however fresh */
	bool unknown;                    /* the source does not know it */
	bool brief;                      /* its bars are no history: see bt_book_brief */

	bool shown, member;              /* wanted: on a screen, of the universe */
	bool want_whole;                 /* wanted from its first day on */
	bool force_closes, force_history;/* asked for by the user, however fresh */
	bool queued_closes, queued_history;

	bool loaded;                     /* looked for in the cache */
	bool stored;                     /* is there */
	bool dirty_quote, dirty_all;     /* to be written */
	bt_date dirty_from;              /* bars from there on; BT_DATE_NONE: none */
};

struct bt_book {
	struct bt_entry **at;            /* sorted by symbol */
	size_t n, cap;
};

void bt_book_release(struct bt_book *b);
/* The entry of a canonical symbol, or NULL; made when it is not there. */
struct bt_entry *bt_book_find(const struct bt_book *b, const char *symbol);
struct bt_entry *bt_book_add(struct bt_book *b, const char *symbol);

/* How the bars of an answer relate to what is there. */
enum bt_take {
	BT_TAKE_CLOSES,          /* recent dates and closes: merge */
	BT_TAKE_RECENT,          /* recent bars, all columns: merge */
	BT_TAKE_WHOLE,           /* all bars that were asked for: replace */
};
/* Merge an answer about one symbol.  False: it contradicts what is there (a split, a dividend), so the
 * entry now asks for its history anew and what contradicts was not taken.  */
bool bt_book_take(struct bt_entry *e, const struct bt_security *sec, enum bt_take how, bt_date split,
                  int64_t now_utc);

/* Let the quote be the provisional last bar, when its session has begun and is `session`, and the bars
 * do not say more already.  */
void bt_book_live_bar(struct bt_entry *e, bt_date session);

/* Of a source that tells prices and no bars: the quote and the close before it become two bars, dated
 * `session` and `before`, the only ones there are.  */
void bt_book_brief(struct bt_entry *e, bt_date before, bt_date session, bool provisional);

/* Give up the chunks that wait for their turn: nothing will change for hours. */
void bt_book_relax(struct bt_book *b);

/* Whether it has something that is not in the cache. */
bool bt_entry_is_dirty(const struct bt_entry *e);

/* The security as snapshots and the store see it; borrows from the entry. */
struct bt_security bt_entry_security(const struct bt_entry *e, const char *source);

/* The digest of its bars, made when there is none or bars before the newest have changed since; NULL: too few
 * bars to be worth one.  Borrowed until the next call.  */
struct bt_held_digest *bt_entry_digest(struct bt_entry *e);

/* Take over the prices of extended hours, of an entry without a quote all of it; those beside a trade of an older
 * day than the entry's are none.  */
void bt_book_take_extended(struct bt_entry *e, const struct bt_quote *q);

#endif
