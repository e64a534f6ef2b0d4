/* model/engine_priv.h - the engine's own state, for the engine_*.c files alone.
 *
 *	engine.c         the thread, commands, the loop
 *	engine_open.c    begin and end, wants turned into symbols
 *	engine_source.c  files, imports and the sample; from one source to another
 *	engine_desk.c    the sources of the network side by side: whose turn it is, whose series is shown
 *	engine_cache.c   book and lanes from and to the cache
 *	engine_copies.c  the other copies of the program on the same cache
 *	engine_market.c  the whole market's count
 *	engine_net.c     the lanes
 *	engine_plan.c    what is due becomes jobs
 *	engine_fetch.c   answers become bars
 *	engine_news.c    feeds and headlines, asked for and taken in
 *	engine_lookup.c  symbols found for a word
 *	engine_extended.c  prices of the hours before and after the session
 *	engine_front.c   the first screen's reports, from the cache and back
 *	engine_breadth.c the breadth of the universe, computed or from the cache
 *	engine_sectors.c its sectors on the newest sessions
 *	engine_build.c   the book becomes a snapshot
 *	engine_health.c  sources, cache and clock in it, and what must be said of them
 *	engine_run.c     the same without a thread or a screen
 */
#ifndef BT_MODEL_ENGINE_PRIV_H
#define BT_MODEL_ENGINE_PRIV_H

#include <pthread.h>

#include "base/vec.h"
#include "core/sector_days.h"
#include "core/signals.h"
#include "fetch/visitor.h"
#include "model/book.h"
#include "model/engine.h"
#include "model/fetcher.h"
#include "model/front.h"
#include "model/kept_lines.h"
#include "model/lease.h"
#include "model/live_breadth.h"
#include "model/pool.h"
#include "model/schedule.h"
#include "model/settings.h"
#include "model/source.h"
#include "store/store.h"

/* A loaded source or list of news, kept alive by the snapshots that point into it. */
struct bt_held_source {
	struct bt_shared shared;
	struct bt_source *source;
};
struct bt_held_news {
	struct bt_shared shared;
	struct bt_arena arena;
	struct bt_news_item *item;       /* newest first */
	size_t n;
};

struct bt_held_found {
	struct bt_shared shared;
	struct bt_arena arena;
	const char *words;               /* that it is the answer to */
	struct bt_found *at;
	size_t n;
};

struct bt_held_signals {
	struct bt_shared shared;
	struct bt_arena arena;
	struct bt_signals s;             /* of all its sessions */
	const char *index;               /* of the omen in them */
};

/* Expressions over the whole history, the same for all pictures until a price of them moves. */
struct bt_held_lines {
	struct bt_shared shared;
	struct bt_arena arena;
	struct bt_kept_lines kept;
	uint64_t hash;                   /* of the bars that they were made of */
};

/* The reports of the first screen, as the cache has them. */
struct bt_held_front {
	struct bt_shared shared;
	struct bt_arena arena;
	struct bt_front front;
	int64_t serial;                  /* of the cache that it is of */
};

/* The lists whose breadth stands beside the universe's, kept alive by the snapshots that show them. */
struct bt_held_lists {
	struct bt_shared shared;
	struct bt_arena arena;
	const struct bt_universe **at;
	size_t n;
};

/* The sectors of the universe on many sessions, and the breadth that they are of. */
struct bt_held_sectors {
	struct bt_shared shared;
	struct bt_arena arena;
	struct bt_sector_days days;
	size_t sessions;
	uint64_t pass, version;
};

/* A universe whose breadth is kept up to date. */
struct bt_engine_universe {
	const struct bt_universe *universe;
	struct bt_held_breadth *held;    /* NULL: not made yet */
	struct bt_live_breadth *live;    /* that makes it while quotes move; NULL: not needed so far */
	struct bt_held_signals *signals; /* of that; NULL: not made yet */
	uint64_t hash;                   /* what the breadth was computed from */
	uint64_t signals_hash;           /* and the signals */
	uint64_t version;                /* breadths made, ever */
	uint64_t stamp;                  /* of the cache, when it was last kept there */
};

/* One source of prices or rates: what it has told, never mixed with another's, and who asks it. */
struct bt_desk {
	const struct bt_provider *provider;  /* its id is the name of its series in the cache */
	struct bt_book book;
	int lane;                        /* -1: it is not asked */
	bool out;                        /* it fails: the next in order takes its place */
	size_t stands_in;                /* symbols for which it did so in the newest picture */
};

/* The tasks for which sources stand in an order of their own; `sources` of the settings. */
enum bt_duty { BT_DUTY_HISTORY, BT_DUTY_QUOTES, BT_DUTY_VIX, BT_DUTY_RATES, BT_DUTIES };
enum { BT_DESKS = 8 };

/* A symbol whose headlines are or were wanted. */
struct bt_headlines {
	char *symbol;
	bool wanted;
	int64_t asked_utc;
	size_t source;                   /* of the order, that is to be asked */
};

typedef BT_VEC(char *) bt_word_list;
typedef BT_VEC(struct bt_entry *) bt_entry_list;

struct bt_engine {
	struct bt_engine_config config;
	char *source_name;               /* owned, of config.source once it was changed */
	const struct bt_settings *settings;
	const struct bt_universe *universe;
	enum bt_source_kind kind;
	struct bt_mailbox *box;          /* NULL: without a screen */
	const struct bt_run *run;        /* NULL: with one */

	pthread_t thread;
	struct bt_cmdq commands;
	struct bt_wake ended;
	int waiter;                      /* epoll of commands and lease: one descriptor to wait on */
	bool stop, paused;

	/* wants */
	bt_word_list words;              /* of the screen */
	BT_VEC(struct bt_headlines) headlines;
	bool want_universe, want_side, want_news;
	bool wishes_dirty;               /* to be told to the copy that fetches */
	int64_t asked_utc;               /* nothing older will do, for a refresh that another copy makes */

	/* knowledge */
	struct bt_desk desk[BT_DESKS];   /* the first is Yahoo's, the universe's own */
	size_t n_desk;
	struct bt_book *book;            /* of the first */
	signed char order[BT_DUTIES][BT_DESKS + 1];    /* desks, ended by -1 */
	struct {
		struct bt_whole_market counts;   /* rows 0: none */
		int64_t asked_utc, retry_utc;
		bool queued;
	} market;
	struct bt_pool pool;             /* of the histories that the cache gave */
	struct bt_held_source *held_source;
	struct bt_held_news *news;
	uint64_t source_changes;         /* of held_source, ever */
	struct bt_engine_universe *breadth;    /* the universe, then the lists beside it; NULL: not opened */
	size_t n_breadth;
	struct bt_held_lists *lists;
	struct bt_held_lines *lines;     /* NULL: not made yet */
	struct bt_held_sectors *sectors; /* likewise */
	struct bt_held_front *front;     /* while all is being loaded; NULL: none */
	uint64_t front_stamp;            /* of the front that the cache has; 0: none is known of */
	bool all_loaded;                 /* the cache has nothing more of the first source, */
	bool others_loaded;              /* nor of the others */

	/* cache and copies */
	struct bt_store *store;
	enum bt_store_state store_state;
	char store_note[200];
	int64_t seen_serial;
	int64_t no_write_before_ms;      /* after a failed write */
	int64_t commit_after_ms;         /* while answers pour in */
	struct bt_lease lease;
	bool checked;                    /* quick_check has been made */

	/* network */
	struct bt_fetcher *fetcher;
	char net_note[300];              /* why there is none */
	char transport[120];
	char key_note[300];              /* why a source with a key is not asked */
	int headline_lane;               /* news of symbols; -1: none */
	struct {
		char words[64];          /* wanted; "" none */
		bool busy;
		struct bt_held_found *held;  /* the newest answer; NULL: none */
	} lookup;
	struct {
		struct bt_visitor visitor;
		bool loaded;             /* its file was looked for */
		bool busy;               /* one request at a time */
		size_t next;             /* entry of the first book that the next request begins with */
		int64_t due_utc;
	} extended;
	BT_VEC(int) news_lanes;
	BT_VEC(int64_t) news_due;        /* force: 0 now; else last try */
	BT_VEC(struct bt_store_request) log;   /* not yet in the cache; words on the heap */

	struct bt_alert_judge judge;
	int64_t judged_ms;

	/* publication */
	uint64_t serial;
	enum bt_phase phase;
	bool changed;                    /* since the last snapshot */
	int64_t published_ms;
	int64_t poured_ms;               /* when answers began to pour in */
	struct bt_schedule now;          /* of this second */
	int64_t planned_utc;             /* what the last plan gave, and whether it must be made anew: */
	int64_t replan_ms;               /* in any case then, if an answer came since */
	bool replan, answered;
	bool urgent;                     /* what is to be written took long to fetch */
	int64_t unwritten_ms;            /* since when there is something; 0: nothing */
	size_t done, failed, total;      /* jobs since the queue was last empty */
	int64_t next_refresh_utc;
	int64_t sample_utc;              /* the instant that the sample stands at */
	int64_t sample_ms;               /* when it moves next */
	char source_note[480];           /* what is wrong with the files */
};

/* engine_open.c */
enum bt_status bt_engine_init(struct bt_engine *e, const struct bt_engine_config *config,
                              const struct bt_want *want, struct bt_err *err);
void bt_engine_release(struct bt_engine *e);
/* The words of screen, run and other copies become marks on entries. */
void bt_engine_apply_wants(struct bt_engine *e);
/* A symbol is wanted; its entry in the first book, or NULL when it is a rate. */
struct bt_entry *bt_engine_show_symbol(struct bt_engine *e, const char *symbol);
/* The headlines of the symbol that a mark "*news SYMBOL" names are; any other mark is passed over. */
void bt_engine_show_headlines(struct bt_engine *e, const char *mark);

/* engine_source.c: what the configuration names, unless it is of the network. */
enum bt_status bt_engine_open_source(struct bt_engine *e, struct bt_err *err);
void bt_engine_open_sample(struct bt_engine *e);
/* Show another source from now on; one that cannot be read is told, and the present one stays. */
void bt_engine_change_source(struct bt_engine *e, const char *name);

/* engine_cache.c */
void bt_engine_open_cache(struct bt_engine *e);
void bt_engine_load_wanted(struct bt_engine *e);
void bt_engine_load_rest(struct bt_engine *e);
void bt_engine_load_changed(struct bt_engine *e);
#define BT_ENGINE_NEWS 1000
/* The newest items, so many at most. */
void bt_engine_load_news(struct bt_engine *e, size_t most);
/* An empty list in place of the present one. */
struct bt_held_news *bt_engine_new_news(struct bt_engine *e);
/* Write what is new, if it is time (`all`: whether it is or not). */
void bt_engine_commit(struct bt_engine *e, bool all);
/* When it will be time, while answers pour in; INT64_MAX: there is nothing new. */
int64_t bt_engine_commit_due(const struct bt_engine *e);
void bt_engine_restore_lanes(struct bt_engine *e);
/* Forget all but the newest `keep` lines of the log. */
void bt_engine_clear_log(struct bt_engine *e, size_t keep);

/* engine_copies.c */
/* Take over the fetching when it is free; tell wishes when it is not. */
void bt_engine_meet_others(struct bt_engine *e);
bool bt_engine_is_fetcher(const struct bt_engine *e);
void bt_engine_add_wishes(struct bt_engine *e);
void bt_engine_check_cache(struct bt_engine *e);

/* engine_desk.c */
void bt_engine_open_desks(struct bt_engine *e);
/* Read anew from the settings in what order they are asked. */
void bt_engine_order_desks(struct bt_engine *e);
/* The job by which a desk does HISTORY, QUOTES or RATES for that symbol; BT_JOB_KINDS: it cannot. */
enum bt_job_kind bt_desk_job(const struct bt_desk *d, enum bt_duty duty, const char *symbol);
/* The desks for that duty and symbol in the user's order, ended by -1. */
const signed char *bt_engine_order(const struct bt_engine *e, enum bt_duty duty, const char *symbol);
/* The desk that is to be asked for it now: the first that can and is not out; -1: none. */
int bt_engine_turn(const struct bt_engine *e, enum bt_duty duty, const char *symbol, int64_t now_utc);
/* Note which sources are out. */
void bt_engine_judge_desks(struct bt_engine *e, const struct bt_health *h);
/* The market of a picture: of every symbol the series of one source. */
void bt_engine_build_market(struct bt_engine *e, struct bt_snapshot *s);

/* engine_net.c */
void bt_engine_open_network(struct bt_engine *e);
void bt_engine_limit_lanes(struct bt_engine *e);

/* engine_market.c */
void bt_engine_load_market(struct bt_engine *e);
int64_t bt_engine_plan_market(struct bt_engine *e, const struct bt_schedule *s);
bool bt_engine_is_count(const struct bt_task *t);
void bt_engine_take_count(struct bt_engine *e, const struct bt_done *d, int64_t now_utc);
void bt_engine_show_market(struct bt_engine *e, struct bt_snapshot *s);

/* Order of jobs: what the screen shows first, the depth of the universe last. */
enum {
	BT_ENGINE_FIRST_QUOTES, BT_ENGINE_FIRST_HISTORY, BT_ENGINE_MEMBER_CLOSES, BT_ENGINE_MEMBER_HISTORY
};

/* The schedule of now. */
const struct bt_schedule *bt_engine_now(struct bt_engine *e);
/* engine_plan.c: make jobs of all that is due; gives when the next thing will be. */
int64_t bt_engine_plan(struct bt_engine *e);
void bt_engine_force(struct bt_engine *e, bool all);
/* What waited was thrown away. */
void bt_engine_unqueue_all(struct bt_engine *e);

/* Take a task, counted among those of this filling. */
void bt_engine_queue(struct bt_engine *e, struct bt_task *t);

/* engine_news.c */
int64_t bt_engine_plan_news(struct bt_engine *e, const struct bt_schedule *s);
int64_t bt_engine_plan_headlines(struct bt_engine *e, const struct bt_schedule *s);
/* Ask anew, of feeds only when all is asked for. */
void bt_engine_force_news(struct bt_engine *e, bool all);
/* Whatever the job was: news in its answer, and the end of a request for headlines. */
void bt_engine_take_news(struct bt_engine *e, const struct bt_done *d);

/* engine_lookup.c: note the word of a mark "*find WORD"; any other mark is passed over. */
void bt_engine_look_up(struct bt_engine *e, const char *mark);
int64_t bt_engine_plan_lookup(struct bt_engine *e, const struct bt_schedule *s);
void bt_engine_take_lookup(struct bt_engine *e, const struct bt_done *d);
void bt_engine_show_found(struct bt_engine *e, struct bt_snapshot *s);

/* engine_extended.c: by Yahoo's quote endpoint, when the user wants that. */
int64_t bt_engine_plan_extended(struct bt_engine *e, const struct bt_schedule *s);
bool bt_engine_is_extended(const struct bt_task *t);
void bt_engine_take_extended(struct bt_engine *e, const struct bt_done *d, int64_t now_utc);

/* engine_fetch.c: for the fetcher. */
void bt_engine_on_done(void *user, const struct bt_done *d);
void bt_engine_on_log(void *user, const struct bt_done *d);

/* engine_sectors.c */
void bt_engine_add_sectors(struct bt_engine *e, struct bt_snapshot *s);
void bt_engine_drop_sectors(struct bt_engine *e);

/* engine_breadth.c */
/* From the cache: the universe's, and with `side` the lists' beside it. */
void bt_engine_restore_breadth(struct bt_engine *e, bool side);
void bt_engine_confirm_breadth(struct bt_engine *e);
void bt_engine_add_breadth(struct bt_engine *e, struct bt_snapshot *s);
/* The expressions of the settings over all days. */
void bt_engine_add_lines(struct bt_engine *e, struct bt_snapshot *s);
/* Forget it all: universe, lists, index or expressions are others now. */
void bt_engine_drop_breadth(struct bt_engine *e);

/* engine_front.c */
void bt_engine_load_front(struct bt_engine *e);
/* Into a picture that is still incomplete; in one that is complete, whether the cache should have a front of it. */
void bt_engine_add_front(struct bt_engine *e, struct bt_snapshot *s);
/* Is the front all there is so far?  Then its picture is made of nothing else, to be there at once. */
bool bt_engine_is_front_alone(const struct bt_engine *e);
void bt_engine_keep_front(struct bt_engine *e, const struct bt_front_bytes *f);
/* Without a screen: the front that the cache has is made anew, of the picture. */
void bt_engine_renew_front(struct bt_engine *e, struct bt_snapshot *s);
void bt_engine_drop_front(struct bt_engine *e);

/* engine_health.c: before the market is built, and what must be said after it. */
void bt_engine_add_health(struct bt_engine *e, struct bt_snapshot *s);
void bt_engine_add_messages(struct bt_engine *e, struct bt_snapshot *s);

/* engine_build.c */
struct bt_snapshot *bt_engine_build(struct bt_engine *e);
void bt_engine_publish(struct bt_engine *e);
/* Where the alerts stand, into the picture: judged by the copy that fetches, while answers pour in now and then. */
void bt_engine_look_at_alerts(struct bt_engine *e, struct bt_snapshot *s);

/* engine.c: fill from the cache and ask, at the start or after a time with files. */
void bt_engine_start_network(struct bt_engine *e);
/* One round of the loop, waiting at most until until_ms. */
void bt_engine_round(struct bt_engine *e, int64_t until_ms);

#endif
