/* ui/when.h - moments as people read them, in New York: a time of day stays true while nobody redraws it. */
#ifndef BT_UI_WHEN_H
#define BT_UI_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "14:05 EST", or with the day when it is not today's: "Mon 09:30 EST". */
void bt_when_clock(int64_t utc, int64_t now_utc, char *buf, size_t size);

/* In at most `columns`: "14:05:12" or "14:05" today, "Fri 14:05" or "Fri" within six days, then "12-19",
 * "2024-12-19", "2024-12" or "2024".  */
void bt_when_short(int64_t utc, int64_t now_utc, int columns, char *buf, size_t size);

/* The moment of a stamp such as "2025-12-23T14:05:12Z"; false: it is none. */
bool bt_when_parse(const char *stamp, int64_t *utc);

#endif
