/* model/source.h - a source of daily bars that is read in place: files, or the made-up sample.
 *
 * The cache of a network source is the store's affair; a loaded source answers as one market either
 * way.  */
#ifndef BT_MODEL_SOURCE_H
#define BT_MODEL_SOURCE_H

#include "base/err.h"
#include "core/market.h"
#include "core/universe.h"

enum bt_source_kind { BT_SOURCE_YAHOO, BT_SOURCE_CSV, BT_SOURCE_SAMPLE, BT_SOURCE_IMPORT };

/* What `--source` names: "yahoo", "sample", "csv:PATH[,csv:PATH...]", "import[:NAME]";
 * false when it is none of them.  */
bool bt_source_kind(const char *name, enum bt_source_kind *out);

struct bt_source;

/* Load csv: paths whole.  A path is a directory of SYMBOL.csv (plain or .gz; "_RUT.csv" is ^RUT), one
 * long-format file with a symbol column, or one SYMBOL.csv; of several the first that has a symbol gives
 * all of it.  What a file may look like: fetch/csv.h.  Rows that break the rules of a bar are dropped
 * and counted.
 *	BT_E_PARSE   a file is no price file: file, line, reason and accepted forms
 *	BT_E_NODATA  a path is not there, or a directory holds no SYMBOL.csv
 *	BT_E_USAGE   name is not "csv:PATH[,csv:PATH...]"  */
BT_MUST_CHECK enum bt_status bt_source_csv_open(const char *name, struct bt_source **out,
                                                struct bt_err *err);

/* Load the series that `broadtape import` has put into the cache under this name ("import" or
 * "import:NAME"); the cache is only read.
 *	BT_E_NODATA  there is no cache, or nothing of that name in it: the text says what there is
 *	BT_E_STORE   the cache cannot be read  */
BT_MUST_CHECK enum bt_status bt_source_import_open(const char *name, const char *cache,
                                                   struct bt_source **out, struct bt_err *err);

/* The built-in sample as of an instant: the same instant gives the same bytes, and a bar up to a past
 * session is the same at every later instant.  While a session is on, its bar is provisional and moves
 * (model/source_sample.h).  */
BT_MUST_CHECK enum bt_status bt_source_sample_open(int64_t now_utc, struct bt_source **out,
                                                   struct bt_err *err);

void bt_source_free(struct bt_source *s);
const struct bt_market *bt_source_market(const struct bt_source *s);
/* What reading csv: files dropped or doubted, over all of them; zeros for the sample. */
struct bt_source_tally {
	size_t files;
	size_t rows;             /* data rows */
	size_t unpriced;         /* dropped: a date without a price */
	size_t unreadable;       /* dropped: no date, or a close that is no number */
	size_t duplicates;       /* dropped: a later row has the same date */
	size_t odd_cells;        /* other cells that are no number: missing */
	size_t jumps;            /* bars that look like a split nobody adjusted for */
	char first_bad[200];     /* "file:line" of the first unreadable row or odd cell, or "" */
};
const struct bt_source_tally *bt_source_tally(const struct bt_source *s);

/* Every symbol that is not an index, as a universe named "all"; of the sample its own members with
 * sectors and market values, named "sample".  */
const struct bt_universe *bt_source_all(const struct bt_source *s);

#endif
