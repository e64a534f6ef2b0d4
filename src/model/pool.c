#include "model/pool.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/xalloc.h"

#define HUGE_PAGE ((size_t)2 << 20)
#define SLAB_SIZE (4 * HUGE_PAGE)
#define LINE ((size_t)64)

struct bt_slab {
	atomic_size_t holders;
	size_t used, size;
};

static size_t
rounded(size_t n, size_t unit)
{
	return (n + unit - 1) / unit * unit;
}

/* A slab with one holder and room for n bytes at least. */
static struct bt_slab *
slab_new(size_t n)
{
	size_t head = rounded(sizeof(struct bt_slab), LINE);
	size_t size = n > SLAB_SIZE - head ? rounded(n + head, HUGE_PAGE) : SLAB_SIZE;
	struct bt_slab *s = bt_xaligned_alloc(HUGE_PAGE, size);

	(void)madvise(s, size, MADV_HUGEPAGE);          /* a wish; where it is not granted all still works */
	atomic_init(&s->holders, 1);
	s->used = head;
	s->size = size;
	return s;
}

void
bt_slab_let_go(struct bt_slab *s)
{
	if (atomic_fetch_sub_explicit(&s->holders, 1, memory_order_acq_rel) == 1)
		free(s);
}

void *
bt_pool_take(struct bt_pool *p, size_t n, struct bt_slab **slab)
{
	struct bt_slab *s = p->open;

	BT_BUG_ON(n > SIZE_MAX / 2);
	n = rounded(n, LINE);
	if (!s || n > s->size - s->used) {
		bt_pool_release(p);
		p->open = s = slab_new(n);
	}
	void *at = (char *)s + s->used;

	s->used += n;
	atomic_fetch_add_explicit(&s->holders, 1, memory_order_relaxed);
	*slab = s;
	return at;
}

void
bt_pool_release(struct bt_pool *p)
{
	if (p->open)
		bt_slab_let_go(p->open);
	p->open = NULL;
}
