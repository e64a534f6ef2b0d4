/* base/xalloc.h - memory for the program itself: running out ends it through one hook.
 *
 * Not for core and lib, which answer BT_E_NOMEM instead.  */
#ifndef BT_BASE_XALLOC_H
#define BT_BASE_XALLOC_H

#include <stddef.h>
#include <stdnoreturn.h>

#include "base/arena.h"

/* Called once before the program ends for want of memory; the screen sets it to give the terminal
 * back.  Must not allocate.  */
void bt_oom_hook(void (*hook)(void));
noreturn void bt_oom(void);

void *bt_xmalloc(size_t n);
/* free() gives it back; size is a multiple of align. */
void *bt_xaligned_alloc(size_t align, size_t size);
void *bt_xcalloc(size_t n, size_t size);
void *bt_xrealloc(void *p, size_t n, size_t size);
char *bt_xstrdup(const char *s);
char *bt_xstrndup(const char *s, size_t n);

/* An arena whose calls never return NULL. */
void bt_xarena_init(struct bt_arena *a);

#endif
