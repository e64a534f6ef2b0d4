/* core/sector_tally.h - a sector while its members are counted; between core/sectors.c and core/sector_days.c. */
#ifndef BT_CORE_SECTOR_TALLY_H
#define BT_CORE_SECTOR_TALLY_H

#include "core/member_day.h"
#include "core/returns.h"
#include "core/sectors.h"

struct bt_sector_tally {
	struct bt_sector_day day;
	size_t n20, n50, n200, above20, above50, above200;
	size_t n_ret[BT_SECTOR_RETURNS];
};

void bt_sector_count(struct bt_sector_tally *t, const struct bt_member_marks *m);
/* A member's returns as of a day; near is of that day (core/returns.h). */
void bt_sector_add_returns(struct bt_sector_tally *t, const struct bt_line *line, bt_date as_of,
                           struct bt_return_near near[BT_SECTOR_RETURNS]);

/* Of all tallies of a day those that have a member, as sectors; returns how many. */
size_t bt_sector_finish(const struct bt_sector_tally *t, const struct bt_roll *r, struct bt_sector_day *out);

#endif
