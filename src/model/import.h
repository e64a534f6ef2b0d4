/* model/import.h - files of the user, taken in: lists of members and daily prices.
 *
 * Every file is read before anything is kept, so that a wrong one leaves all as it was.  A list goes below
 * XDG_DATA_HOME by one rename (model/universe_file.h), all prices into the cache by one transaction, under
 * a source of their own: "import", or "import:NAME".  A symbol that is imported again is replaced whole;
 * series are never joined.  */
#ifndef BT_MODEL_IMPORT_H
#define BT_MODEL_IMPORT_H

#include "fetch/csv.h"
#include "model/member_list.h"

/* How files are to be taken. */
struct bt_import_way {
	const char *name;        /* of the list, and of the source; NULL: from the file, and "import" */
	const char *symbol;      /* of a price file that does not tell; NULL: its name does */
	const char *cache;       /* NULL: there can be none */
	int64_t now_utc;
};

/* One file that was read. */
struct bt_import_file {
	const char *path;        /* clean */
	const struct bt_universe *list;   /* NULL: prices.  Named as it will be found. */
	struct bt_member_tally members;
	struct bt_csv prices;    /* symbols canonical */
	size_t bars, jumps;
	bt_date first, last;
};

/* Read one file and judge it; everything lives in the arena, which must not run dry.
 *	BT_E_NODATA  there is no such file
 *	BT_E_PARSE   it is neither: file, line, what was expected
 *	BT_E_USAGE   its list or its symbol needs a name  */
BT_MUST_CHECK enum bt_status bt_import_read(const char *path, const struct bt_import_way *way,
                                            struct bt_arena *a, struct bt_import_file *out,
                                            struct bt_err *err);

/* Keep what was read of n files, or nothing of it: lists, when the prices are in.  `note` gets what the
 * cache has to say, "" when nothing.
 *	BT_E_USAGE  two of the files would go to one place
 *	BT_E_STORE  the cache cannot be written
 *	BT_E_IO     a list cannot be written; the prices are in  */
BT_MUST_CHECK enum bt_status bt_import_keep(const struct bt_import_file *file, size_t n,
                                            const struct bt_import_way *way, struct bt_arena *a,
                                            char note[200], struct bt_err *err);

/* "import" or "import:NAME" */
const char *bt_import_source(const struct bt_import_way *way, struct bt_arena *a);

#endif
