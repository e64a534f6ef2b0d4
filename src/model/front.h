/* model/front.h - the front: the reports of the first screen, kept in the cache so that it is shown before
 * anything else of it is read.
 *
 * A front is what a picture showed that held all of the cache and nothing else.  It is kept under a stamp
 * of everything that it was made from (the serial of the cache, settings, universe, this program), so what
 * comes out is what the bars in the cache give, bit for bit, or nothing.  What hangs on the present moment
 * (session, age) is made anew.  News and notes are not in it: they are made as always.  */
#ifndef BT_MODEL_FRONT_H
#define BT_MODEL_FRONT_H

#include "base/buf.h"
#include "model/report.h"

struct bt_snapshot;

/* A report, and what was asked for. */
struct bt_front_part {
	const struct bt_ask *ask;
	const struct bt_report *report;
};

struct bt_front {
	int64_t made_utc;
	bt_date last;                    /* the newest bar of the market */
	int64_t newest_quote_utc;        /* 0: there is no quote */
	struct bt_breadth breadth;       /* the last two sessions of the universe's; n = 0: none */
	const struct bt_front_kept *kept;
	size_t n_kept;
};

/* What a front of now would have to be made from. */
uint64_t bt_front_stamp(int64_t cache_serial, const struct bt_settings *s, const struct bt_universe *u,
                        const struct bt_market_count *count);

/* A front on its way to the cache. */
struct bt_front_bytes {
	int64_t cache_serial;            /* that it is of: kept only if the cache is still there */
	uint64_t stamp;
	const void *data;
	size_t len;
};

/* As bytes, of a picture that holds what the cache of that serial does; parts that are not of this moment,
 * or that a front does not keep, are passed over.  */
void bt_front_pack(const struct bt_snapshot *snap, const struct bt_front_part *part, size_t n,
                   struct bt_buf *out);

/* From bytes, which it borrows; false: they are none. */
BT_MUST_CHECK bool bt_front_open(const void *data, size_t len, struct bt_arena *a, struct bt_front *out);

/* The front of another picture, with the reports that an earlier one had, asked for on its newest day: for whoever
 * changes the cache without a screen.  False: none of them can be made.  */
BT_MUST_CHECK bool bt_front_renew(const struct bt_front *f, const struct bt_snapshot *snap, const struct bt_scope *scope,
                                  struct bt_buf *out);

/* Whether such reports stand in a front, if they were asked for when it was made. */
bool bt_front_keeps(enum bt_view view);
/* Whether it has the report of that ask; and that report as of the scope's now, when its front has it: for bt_report_make. */
bool bt_front_has(const struct bt_front *f, const struct bt_ask *ask);
BT_MUST_CHECK bool bt_front_find(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                                 struct bt_report *out);

#endif
