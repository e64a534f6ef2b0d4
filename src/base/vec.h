/* base/vec.h - typed growing arrays of the program (not of core).
 *
 *	BT_VEC(char *) names = {0};
 *	BT_VEC_PUSH(&names, bt_xstrdup("a"));
 *	for (size_t i = 0; i < names.len; i++) use(names.at[i]);
 *	BT_VEC_RELEASE(&names);            the elements' own memory stays the caller's affair
 */
#ifndef BT_BASE_VEC_H
#define BT_BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#include "base/xalloc.h"

#define BT_VEC(type) \
	struct { \
		type *at; \
		size_t len; \
		size_t cap; \
	}

#define BT_VEC_RESERVE(v, n) \
	do { \
		size_t need_ = (n); \
		if (need_ > (v)->cap) { \
			size_t cap_ = (v)->cap ? (v)->cap : 8; \
			while (cap_ < need_) \
				cap_ *= 2; \
			(v)->at = bt_xrealloc((v)->at, cap_, sizeof(*(v)->at)); \
			(v)->cap = cap_; \
		} \
	} while (0)

#define BT_VEC_PUSH(v, ...) \
	do { \
		BT_VEC_RESERVE((v), (v)->len + 1); \
		(v)->at[(v)->len++] = (__VA_ARGS__); \
	} while (0)

#define BT_VEC_RELEASE(v) \
	do { \
		free((v)->at); \
		(v)->at = NULL; \
		(v)->len = (v)->cap = 0; \
	} while (0)

#endif
