/* core/whole.h - whether a column of prices has a value on every bar, at the speed of reading it. */
#ifndef BT_CORE_WHOLE_H
#define BT_CORE_WHOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when every x[from .. to-1] is > 0: no null, nothing that is no price. */
static inline bool
bt_is_whole(const double *x, size_t from, size_t to)
{
	typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));
	typedef int64_t mask __attribute__((vector_size(16)));
	mask a = {-1, -1}, b = a, c = a, d = a;
	int64_t all = -1;
	size_t i = from;

	for (; i + 8 <= to; i += 8) {
		a &= *(const pair *)(x + i) > 0;
		b &= *(const pair *)(x + i + 2) > 0;
		c &= *(const pair *)(x + i + 4) > 0;
		d &= *(const pair *)(x + i + 6) > 0;
	}
	for (; i < to; i++)
		all &= -(int64_t)(x[i] > 0);
	a &= b & c & d;
	return all & a[0] & a[1];
}

#endif
