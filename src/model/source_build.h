/* model/source_build.h - a source while it is being made; for source_*.c and import.c alone. */
#ifndef BT_MODEL_SOURCE_BUILD_H
#define BT_MODEL_SOURCE_BUILD_H

#include "base/arena.h"
#include "base/vec.h"
#include "model/source.h"

struct bt_sample;

struct bt_source {
	struct bt_arena arena;           /* everything that market and universe point to */
	BT_VEC(struct bt_security) sec;
	struct bt_market market;
	struct bt_universe all;
	struct bt_source_tally tally;
	struct bt_sample *sample;        /* of source_sample.c; NULL for files */
};

/* An empty source whose arena does not return NULL. */
struct bt_source *bt_source_new(const char *name, bool sample);

/* Sort the securities, of those with one symbol keep the first added, and make market and universe
 * of them.  Call once, last.  */
void bt_source_finish(struct bt_source *s);

/* The symbol that a file of that name holds, in the arena, or NULL: "_RUT.csv" is ^RUT, as '^' is hard to
 * type in a shell.  */
const char *bt_source_file_symbol(struct bt_arena *a, const char *file);
/* The canonical spelling of a symbol as files write it: only those with '_' or '^' in front are indices, as
 * a file may well hold a share called DJI or SML.  */
const char *bt_source_canonical(struct bt_arena *a, const char *symbol);

/* Kind of a security by the spelling of its symbol: "^..." an index, "...=F" a future. */
enum bt_kind bt_kind_of_symbol(const char *symbol);

#endif
