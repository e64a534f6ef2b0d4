/* model/source.h - a source of daily bars that is read in place: files, or the made-up sample.
 *
 * The cache of a network source is the store's affair; a loaded source answers as one market either
 * way.  */
#ifndef BT_MODEL_SOURCE_H
#define BT_MODEL_SOURCE_H

#include "base/err.h"
#include "core/market.h"
#include "core/universe.h"

enum bt_source_kind { BT_SOURCE_YAHOO, BT_SOURCE_CSV, BT_SOURCE_SAMPLE };

/* What `--source` names: "yahoo", "sample", "csv:PATH[,csv:PATH...]";
 * false when it is none of them.  */
bool bt_source_kind(const char *name, enum bt_source_kind *out);

struct bt_source;

/* Load csv: paths whole.  A path is a directory of SYMBOL.csv (plain or .gz) or one long-format file
 * with a symbol column (plain or gzip); of several the first that has a symbol gives all of it.
 * Rows that break the rules of a bar are dropped and counted; a file that is no price file at all is
 * BT_E_PARSE with file, line and reason.  */
BT_MUST_CHECK enum bt_status bt_source_csv_open(const char *name, struct bt_source **out,
                                                struct bt_err *err);

/* The built-in sample as of an instant: the same instant gives the same bytes. */
BT_MUST_CHECK enum bt_status bt_source_sample_open(int64_t now_utc, struct bt_source **out,
                                                   struct bt_err *err);

void bt_source_free(struct bt_source *s);
const struct bt_market *bt_source_market(const struct bt_source *s);
/* Every symbol that is not an index, as a universe named "all". */
const struct bt_universe *bt_source_all(const struct bt_source *s);

#endif
