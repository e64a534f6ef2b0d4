/* base/arena.h - memory that is freed all at once.
 *
 * A snapshot, a report, a parsed answer: each lives in one arena and dies with it.  Pieces are
 * aligned for any type and are not freed one by one.  */
#ifndef BT_BASE_ARENA_H
#define BT_BASE_ARENA_H

#include <stddef.h>

#include "base/err.h"

struct bt_arena_block;

struct bt_arena {
	struct bt_arena_block *block;  /* newest first */
	size_t used;                   /* bytes handed out */
	size_t max;                    /* most bytes it may hand out; 0: no bound */
	void (*on_fail)(void);         /* called instead of returning NULL; does not return */
};

/* An empty arena that owns nothing yet.  Every later call returns NULL when memory or max is
 * exhausted: core code must pass that on as BT_E_NOMEM.  */
void bt_arena_init(struct bt_arena *a, size_t max);

/* Free everything; the arena is empty and usable again. */
void bt_arena_release(struct bt_arena *a);

/* Empty it, but keep a block for what comes next: for an arena that is filled again and again with about
 * the same, as a screen's report on each key.  All pieces are gone, as after a release.  */
void bt_arena_clear(struct bt_arena *a);

/* n bytes, zeroed, aligned for any type; n = 0 gives a valid pointer. */
void *bt_arena_alloc(struct bt_arena *a, size_t n);

/* An array of n elements, zeroed; NULL also when n * size would overflow. */
void *bt_arena_array(struct bt_arena *a, size_t n, size_t size);
#define BT_ARENA_NEW(a, type) ((type *)bt_arena_alloc((a), sizeof(type)))
#define BT_ARENA_ARRAY(a, n, type) ((type *)bt_arena_array((a), (n), sizeof(type)))

/* Copies that end in a NUL. */
char *bt_arena_strndup(struct bt_arena *a, const char *s, size_t n);
char *bt_arena_strdup(struct bt_arena *a, const char *s);
char *bt_arena_printf(struct bt_arena *a, const char *fmt, ...) BT_PRINTF(2, 3);
void *bt_arena_memdup(struct bt_arena *a, const void *p, size_t n);

#endif
