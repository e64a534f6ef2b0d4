#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN _Alignof(max_align_t)
#define FIRST_BLOCK ((size_t)4096)
#define LAST_BLOCK ((size_t)1 << 20)

struct bt_arena_block {
	struct bt_arena_block *next;
	size_t size;
	size_t used;
	max_align_t data[];
};

void
bt_arena_init(struct bt_arena *a, size_t max)
{
	*a = (struct bt_arena){.max = max};
}

void
bt_arena_release(struct bt_arena *a)
{
	while (a->block) {
		struct bt_arena_block *next = a->block->next;

		free(a->block);
		a->block = next;
	}
	a->used = 0;
}

void
bt_arena_clear(struct bt_arena *a)
{
	struct bt_arena_block *keep = a->block;

	if (!keep || keep->size > LAST_BLOCK) {
		bt_arena_release(a);
		return;
	}
	a->block = keep->next;
	bt_arena_release(a);
	memset(keep->data, 0, keep->used);
	keep->next = NULL;
	keep->used = 0;
	a->block = keep;
}

static void *
fail(struct bt_arena *a)
{
	if (a->on_fail)
		a->on_fail();
	return NULL;
}

/* Blocks double from 4 KiB to 1 MiB; a larger piece gets a block of its own size. */
static struct bt_arena_block *
grow(struct bt_arena *a, size_t n)
{
	size_t size = a->block ? a->block->size * 2 : FIRST_BLOCK;
	struct bt_arena_block *b;

	if (size > LAST_BLOCK)
		size = LAST_BLOCK;
	if (size < n)
		size = n;
	/* calloc: fresh pages come zeroed from the kernel, so a large array costs no pass */
	b = calloc(1, sizeof(*b) + size);
	if (!b)
		return NULL;
	b->size = size;
	b->next = a->block;
	a->block = b;
	return b;
}

void *
bt_arena_alloc(struct bt_arena *a, size_t n)
{
	struct bt_arena_block *b = a->block;
	void *p;

	if (n > SIZE_MAX / 2)
		return fail(a);
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (a->max && n > a->max - a->used)
		return fail(a);
	if (!b || n > b->size - b->used) {
		b = grow(a, n);
		if (!b)
			return fail(a);
	}
	p = (char *)b->data + b->used;
	b->used += n;
	a->used += n;
	return p;
}

void *
bt_arena_array(struct bt_arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		return fail(a);
	return bt_arena_alloc(a, n * size);
}

char *
bt_arena_strndup(struct bt_arena *a, const char *s, size_t n)
{
	char *p = bt_arena_alloc(a, n + 1);

	if (p && n)
		memcpy(p, s, n);
	return p;
}

char *
bt_arena_strdup(struct bt_arena *a, const char *s)
{
	return bt_arena_strndup(a, s, strlen(s));
}

void *
bt_arena_memdup(struct bt_arena *a, const void *p, size_t n)
{
	void *copy = bt_arena_alloc(a, n);

	if (copy && n)
		memcpy(copy, p, n);
	return copy;
}

char *
bt_arena_printf(struct bt_arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = n < 0 ? fail(a) : bt_arena_alloc(a, (size_t)n + 1);
	if (p)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}
