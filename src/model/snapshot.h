/* model/snapshot.h - a picture of all that is known at one moment.
 *
 * The engine builds it, publishes it (model/mailbox.h) and never touches it again; from then on it is
 * const and belongs to whoever took it, who frees it in one call.  What it points to lives in its own
 * arena or in shared things that it holds, so it stays whole while newer snapshots come.  */
#ifndef BT_MODEL_SNAPSHOT_H
#define BT_MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/market.h"
#include "core/news.h"
#include "core/universe.h"
#include "model/alerts.h"
#include "model/health.h"
#include "model/report.h"
#include "model/shared.h"

enum bt_message_level { BT_MESSAGE_INFO, BT_MESSAGE_WARNING, BT_MESSAGE_ERROR };

/* A sentence for the status line, clean text.  The newest that still holds come first. */
struct bt_message {
	enum bt_message_level level;
	const char *text;                /* cause and what is done about it */
	int64_t since_utc;
	int64_t next_try_utc;            /* 0: none; shown as a time behind the text */
};

/* What the engine is at, for "loading", "fetching 120 of 503". */
enum bt_phase {
	BT_PHASE_LOADING,        /* the cache or a file is still being read: more follows at once */
	BT_PHASE_FETCHING,
	BT_PHASE_IDLE,           /* all that is wanted is there or cannot be had now */
};

struct bt_front;

struct bt_snapshot {
	uint64_t serial;                 /* of one engine, ascending from 1 */
	int64_t made_utc;
	struct bt_market market;         /* .source: the source label, .sample: say SAMPLE */
	const struct bt_universe *universe;   /* NULL: none */
	const struct bt_breadth *breadth; /* of market and universe by adjclose; NULL: not made (yet) */
	const struct bt_universe_breadth *side;  /* that, and the other lists' beside it */
	size_t n_side;
	const struct bt_kept_lines *lines;       /* expressions at hand; NULL: none */
	const struct bt_sector_days *sector_days;        /* of the universe; NULL: none */
	const struct bt_front *front;    /* reports of the first screen (model/front.h), while it is loading;
	                                  * NULL: none */
	int64_t cache_serial;            /* of the cache, when it holds all of it and nothing else; 0: not so */
	bool wants_front;                /* the cache has no front of it yet */
	const struct bt_news_item *news; /* newest first */
	size_t n_news;
	const struct bt_market_count *market_count;   /* NULL: nobody counts */
	const char *found_for;           /* symbols were looked up for this word; NULL: for none yet */
	const struct bt_found *found;    /* what a source knows for it */
	size_t n_found;
	struct bt_health health;
	struct bt_alert_list alerts;     /* of the settings, where they stand, and their log */
	const struct bt_message *message;
	size_t n_message;
	enum bt_phase phase;
	size_t done, total;              /* jobs of the running refresh; 0 of 0 when none runs */
	int64_t next_refresh_utc;        /* planned on its own; 0: none */
	bool offline, paused;
	bool empty;                      /* nothing cached and no source answered: offer the sample */

	struct bt_arena arena;           /* owns the rest */
	struct bt_shared **held;         /* references given back by free */
	size_t n_held, cap_held;
};

/* For the builder.  An empty snapshot, all zero but an arena that never returns NULL. */
struct bt_snapshot *bt_snapshot_new(void);
/* Keep a thing alive as long as the snapshot; takes a reference of its own. */
void bt_snapshot_hold(struct bt_snapshot *s, struct bt_shared *thing);

/* NULL is allowed.  Any thread, once. */
void bt_snapshot_free(struct bt_snapshot *s);

/* Compute the breadth of its universe, into its arena, as the engine does once all that is wanted is
 * there.  NULL stays where there is no universe or none of it has a bar.  */
void bt_snapshot_add_breadth(struct bt_snapshot *s);

/* What reports are made of (model/report.h).  The scope borrows the snapshot and the settings. */
struct bt_scope bt_scope_from_snapshot(const struct bt_snapshot *s,
                                       const struct bt_settings *settings, int64_t now_utc);

#endif
