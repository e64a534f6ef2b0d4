/* core/weeks.h - weekly closes and runs of weeks (indicators.md, section 2).
 *
 * Weeks are ISO weeks, Monday to Sunday; a week's close is its last bar.  A week is complete when a bar
 * of a later week exists or the last bar is a Friday or later, and only complete weeks count: a week
 * whose Friday is a holiday counts once the next week has a bar.  */
#ifndef BT_CORE_WEEKS_H
#define BT_CORE_WEEKS_H

#include <stdbool.h>

#include "base/arena.h"
#include "core/bars.h"

/* Indices of the last bars of the complete weeks, ascending, into at[]: the newest `max` of them when
 * there are more.  Returns how many were written.  */
size_t bt_weeks_complete(const bt_date *date, size_t n, size_t *at, size_t max);

/* Signed run of complete weeks that all closed higher (positive) or lower than the week before, up to
 * the newest; 0 when that one was unchanged or has none before it.  *end (may be NULL) is the newest
 * complete week's last bar, BT_DATE_NONE without one.  */
int bt_week_streak(const struct bt_line *line, bt_date *end);

/* Weekly returns of two lines on the sessions that both have. */
struct bt_week_pair {
	bt_date end;             /* last common session of the week */
	double a_pct, b_pct;     /* against the common week before */
};

struct bt_relative_weeks {
	const struct bt_week_pair *week;   /* complete weeks that have one before them, ascending */
	size_t n;
	int streak;              /* signed run of weeks with a_pct > b_pct (<); 0: equal, or no week */
};

/* A over B.  No common session gives n = 0.  BT_E_NOMEM when the arena is exhausted. */
BT_MUST_CHECK enum bt_status bt_weeks_relative(const struct bt_line *a, const struct bt_line *b,
                                               struct bt_arena *arena,
                                               struct bt_relative_weeks *out);

/* Its streak alone, read from the newest weeks; *any: there is a week at all.  BT_E_NOMEM. */
BT_MUST_CHECK enum bt_status bt_weeks_relative_streak(const struct bt_line *a, const struct bt_line *b,
                                                      struct bt_arena *arena, int *streak, bool *any);

#endif
