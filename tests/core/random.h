/* random.h - a small generator with a seed of its own: the same numbers on every machine and run. */
#ifndef BT_TESTS_RANDOM_H
#define BT_TESTS_RANDOM_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* xorshift64* (S. Vigna); *state must not be 0. */
static inline uint64_t
random_next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 2685821657736338717u;
}

/* 0 <= x < 1 */
static inline double
random_unit(uint64_t *state)
{
	return (double)(random_next(state) >> 11) * 0x1p-53;
}

static inline size_t
random_below(uint64_t *state, size_t n)
{
	return (size_t)(random_unit(state) * (double)n);
}

/* A walk of daily steps up to +-step around a drift, in logs; some days unchanged. */
static inline void
random_walk(uint64_t *state, double drift, double step, double *out, size_t n)
{
	double y = 0;

	for (size_t t = 0; t < n; t++) {
		if (random_below(state, 10))
			y += drift + step * (2 * random_unit(state) - 1);
		out[t] = 100 * exp(y);
	}
}

#endif
