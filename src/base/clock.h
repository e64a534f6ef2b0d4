/* base/clock.h - the two clocks.  Core never reads them: times arrive there as arguments. */
#ifndef BT_BASE_CLOCK_H
#define BT_BASE_CLOCK_H

#include <stdint.h>

int64_t bt_clock_mono_ms(void);   /* for intervals and deadlines */
int64_t bt_clock_utc(void);       /* seconds since the epoch, UTC */

#define BT_CLOCK_STAMP_SIZE 21
/* "2025-12-23T21:00:00Z" */
char *bt_clock_stamp(int64_t ts_utc, char buf[BT_CLOCK_STAMP_SIZE]);

#endif
