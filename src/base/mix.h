/* base/mix.h - numbers that tell what something was made from: begin with any, mix in each thing.
 *
 * For stamps of what is kept, not against people who want two things to look the same.  */
#ifndef BT_BASE_MIX_H
#define BT_BASE_MIX_H

#include <stdint.h>
#include <string.h>

static inline uint64_t
bt_mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * UINT64_C(0x9FB21C651E98DF25);
	return h ^ h >> 29;
}

/* A text and its length, or that it is NULL; eight bytes at a time, since a universe has some ten thousand. */
static inline uint64_t
bt_mix_text(uint64_t h, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	h = bt_mix(h, s ? n : UINT64_MAX);
	for (size_t i = 0; i < n; i += sizeof(uint64_t)) {
		uint64_t word = 0;

		memcpy(&word, s + i, n - i < sizeof(word) ? n - i : sizeof(word));
		h = bt_mix(h, word);
	}
	return h;
}

#endif
