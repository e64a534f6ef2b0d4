/* store/bars.h - packs of bars in the database, for the files of the store alone. */
#ifndef BT_STORE_BARS_H
#define BT_STORE_BARS_H

#include "store/db.h"

/* The number of a security, 0 when it is not there. */
BT_MUST_CHECK enum bt_status bt_bars_id(struct bt_store *s, int64_t source, const char *symbol,
                                        int64_t *out, struct bt_err *err);

/* Write the packs of a security's bars, with a new serial; nothing else of it changes. */
BT_MUST_CHECK enum bt_status bt_bars_put_packs(struct bt_store *s, int64_t id,
                                               const struct bt_bars *bars, int64_t serial,
                                               struct bt_err *err);

#endif
