/* store/live.h - the page of a source: what changes all the time, for all of its symbols in one row.
 *
 * 500 quotes every few seconds would be 500 rows to look up and write; as one page of fixed records
 * they are one.  A write transaction reads the page once, changes records, and writes it back when it
 * commits, so that what another copy wrote is kept.  */
#ifndef BT_STORE_LIVE_H
#define BT_STORE_LIVE_H

#include "store/db.h"

/* One security; the layout in the file (little-endian, no hidden padding). */
struct bt_live_row {
	uint32_t id;
	int32_t provisional;             /* date, or BT_DATE_NONE */
	int64_t serial;
	int64_t history_utc, closes_utc;
	int64_t quote_utc, fetched_utc;
	int32_t delayed_min;
	int32_t reserved;
	double last, prev_close, open, high, low, volume, pre, post;
};

struct bt_live {
	int64_t source;
	struct bt_live_row *row;         /* sorted by id */
	size_t n, cap;
	bool dirty;
};

/* Read the page of a source into memory; a damaged or missing one is empty. */
BT_MUST_CHECK enum bt_status bt_live_read(struct bt_store *s, int64_t source, struct bt_live *out,
                                          struct bt_err *err);
void bt_live_release(struct bt_live *l);
struct bt_live_row *bt_live_find(const struct bt_live *l, int64_t id);

/* Inside a write transaction: the record of that security, made if need be, to be changed. */
BT_MUST_CHECK enum bt_status bt_live_change(struct bt_store *s, int64_t source, int64_t id,
                                            struct bt_live_row **out, struct bt_err *err);
void bt_live_forget(struct bt_store *s, int64_t id);
/* By commit and rollback. */
BT_MUST_CHECK enum bt_status bt_live_flush(struct bt_store *s, struct bt_err *err);
void bt_live_drop(struct bt_store *s);

/* Record to quote and back. */
struct bt_quote bt_live_quote(const struct bt_live_row *r);

#endif
