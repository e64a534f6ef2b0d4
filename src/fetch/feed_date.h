/* fetch/feed_date.h - dates as feeds write them. */
#ifndef BT_FETCH_FEED_DATE_H
#define BT_FETCH_FEED_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* Epoch seconds of
 *   RFC 822    "Thu, 4 Sep 2026 10:00:00 EDT": weekday, seconds and zone may be missing, the year
 *              may have two digits, the zone is GMT, UT, UTC, Z, a North American one or +hhmm
 *   ISO 8601   "2026-07-16T15:35:19.5Z", "2026-07-16 15:35+02:00", "2026-07-16"
 *
 * A missing or unknown zone is UTC.  False, *utc untouched: no date, or none that exists.  */
bool bt_feed_date(const char *s, int64_t *utc);

#endif
