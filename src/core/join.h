/* core/join.h - several series on the sessions that all of them have.
 *
 * The intersection of the calendars: no forward fill, no interpolation (indicators.md, section 3).  */
#ifndef BT_CORE_JOIN_H
#define BT_CORE_JOIN_H

#include <stddef.h>

#include "base/arena.h"
#include "core/bars.h"

struct bt_join {
	size_t n;                      /* sessions; 0 when there is none in common */
	const bt_date *date;
	const double *const *value;    /* one column a line, in their order */
};

/* Join line[0..k-1], k >= 1.  Columns are borrowed from the lines where the common sessions lie there
 * in one piece, else copies in the arena.  BT_E_NOMEM when that is exhausted.  */
BT_MUST_CHECK enum bt_status bt_join_lines(const struct bt_line *line, size_t k, struct bt_arena *a,
                                           struct bt_join *out);

#endif
