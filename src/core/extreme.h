/* core/extreme.h - the highest or lowest of a run of numbers, at the speed of reading them. */
#ifndef BT_CORE_EXTREME_H
#define BT_CORE_EXTREME_H

#include <stddef.h>

/* Index of the first of the highest (sign 1) or lowest (-1) of x[from..n-1], which is not empty and has no
 * null.  */
size_t bt_extreme_at(const double *x, size_t from, size_t n, int sign);

#endif
