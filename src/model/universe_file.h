/* model/universe_file.h - lists of members: those that come with the program, and files of the user.
 *
 * A file has the header symbol,name,sector,cap_date,market_cap (by name, any order and case, only the
 * first needed; the S&P 500 list's Symbol,Security,GICS Sector is understood, too), or no header and
 * one symbol a line.  Empty lines and lines that begin with '#' are passed over; "BRK.B" is read as
 * "BRK-B"; of a symbol that is there twice the first stays.  */
#ifndef BT_MODEL_UNIVERSE_FILE_H
#define BT_MODEL_UNIVERSE_FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "core/universe.h"

enum bt_sector {
#define BT_SECTOR(id, name, fund) BT_SECTOR_##id,
#include "spec/sectors.def"
	BT_SECTOR_COUNT
};
/* "Energy", and the fund that follows it, "XLE". */
const char *bt_sector_name(enum bt_sector s);
const char *bt_sector_fund(enum bt_sector s);

/* The lists that come with the program, by number from 0; NULL behind the last. */
const char *bt_universe_bundled_name(size_t i);
const char *bt_universe_bundled_help(size_t i);

/* The bundled list of that name, or else the file of that path.  "all" is neither: it is the source's
 * own (bt_source_all).  Everything lives in the arena.
 *	BT_E_NODATA  there is no such list or file: the text says what there is
 *	BT_E_PARSE   file, line, and what was expected there
 *	BT_E_NOMEM   the arena is exhausted  */
BT_MUST_CHECK enum bt_status bt_universe_open(const char *name, struct bt_arena *a,
                                              const struct bt_universe **out, struct bt_err *err);

/* The same of a file's text; `name` is the list's, and the file in messages. */
BT_MUST_CHECK enum bt_status bt_universe_read(const char *name, const char *data, size_t len,
                                              struct bt_arena *a, const struct bt_universe **out,
                                              struct bt_err *err);

#endif
