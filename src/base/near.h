/* base/near.h - what was probably meant by a word that is none of those known. */
#ifndef BT_BASE_NEAR_H
#define BT_BASE_NEAR_H

#include <stddef.h>

/* The candidate that differs least from the word (letters changed, missing, added, swapped with their
 * neighbour), or NULL when none is near: at most one difference for every three letters.  */
const char *bt_near(const char *word, const char *const *candidate, size_t n);

#endif
