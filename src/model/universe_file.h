/* model/universe_file.h - lists of members by name: those that come with the program, those that were
 * imported, and files of the user.  How a file may look: model/member_list.h.  */
#ifndef BT_MODEL_UNIVERSE_FILE_H
#define BT_MODEL_UNIVERSE_FILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "core/universe.h"
#include "model/settings.h"

enum bt_sector {
#define BT_SECTOR(id, name, fund, word, brief) BT_SECTOR_##id,
#include "spec/sectors.def"
	BT_SECTOR_COUNT
};
/* "Energy", and the fund that follows it, "XLE". */
const char *bt_sector_name(enum bt_sector s);
const char *bt_sector_fund(enum bt_sector s);
/* The same shorter, the shorter the greater `by` (from 1 on: "Technology", "Tech", "XLK"); NULL: it gets no shorter, or
 * that is no sector of GICS.  */
const char *bt_sector_short(const char *name, int by);

/* The lists that come with the program, by number from 0; NULL behind the last. */
const char *bt_universe_bundled_name(size_t i);
const char *bt_universe_bundled_help(size_t i);

/* Names of the imported lists, in order; reads their directory. */
struct bt_words bt_universe_imported(struct bt_arena *a);

/* The bundled list of that name, or else the imported one, or else the file of that path.  "all" is none
 * of these: it is the source's own (bt_source_all).  Everything lives in the arena.
 *	BT_E_NODATA  there is no such list or file: the text says what there is
 *	BT_E_PARSE   file, line, and what was expected there
 *	BT_E_NOMEM   the arena is exhausted  */
BT_MUST_CHECK enum bt_status bt_universe_open(const char *name, struct bt_arena *a,
                                              const struct bt_universe **out, struct bt_err *err);

/* Whether an imported list may be called that: letters, digits, '-', '_', '.', a letter or digit first, 64
 * at most, and not the name of a bundled list.  */
bool bt_universe_name_is_free(const char *name);

/* Where the imported list of that name is or will be: $XDG_DATA_HOME/broadtape/universes/NAME.csv.
 * BT_E_IO as bt_xdg_path.  */
BT_MUST_CHECK enum bt_status bt_universe_path(const char *name, struct bt_arena *a, const char **out,
                                              struct bt_err *err);

#endif
