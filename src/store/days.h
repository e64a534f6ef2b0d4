/* store/days.h - bars newer than the packs: one row a day for all symbols of a source. */
#ifndef BT_STORE_DAYS_H
#define BT_STORE_DAYS_H

#include "store/db.h"
#include "store/pack.h"

/* One security's bar of that day; the layout in the file. */
struct bt_day_row {
	uint32_t id;
	uint32_t columns;                /* set of those that are there */
	int64_t serial;                  /* holds only against packs with a lower one */
	double value[BT_PACK_COLUMNS];
};

struct bt_day_page {
	bt_date date;
	struct bt_day_row *row;          /* sorted by id */
	size_t n;
};

/* All days of a source, ascending. */
struct bt_days {
	struct bt_day_page *page;
	size_t n;
};

/* A damaged page is left out. */
BT_MUST_CHECK enum bt_status bt_days_read(struct bt_store *s, int64_t source, struct bt_days *out,
                                          struct bt_err *err);
void bt_days_release(struct bt_days *d);
/* The row of that security in one page when it is newer than its pack, or NULL. */
const struct bt_day_row *bt_day_find(const struct bt_day_page *page, int64_t id, int64_t serial);

#endif
