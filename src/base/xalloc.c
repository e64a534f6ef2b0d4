#include "base/xalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*oom_hook)(void);

void
bt_oom_hook(void (*hook)(void))
{
	oom_hook = hook;
}

void
bt_oom(void)
{
	static const char msg[] = "broadtape: out of memory\n";

	if (oom_hook)
		oom_hook();
	if (write(STDERR_FILENO, msg, sizeof(msg) - 1) < 0)
		_exit(5);
	_exit(5);
}

void *
bt_xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		bt_oom();
	return p;
}

void *
bt_xaligned_alloc(size_t align, size_t size)
{
	void *p = aligned_alloc(align, size);

	if (!p)
		bt_oom();
	return p;
}

void *
bt_xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		bt_oom();
	return p;
}

void *
bt_xrealloc(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		bt_oom();
	p = realloc(p, n && size ? n * size : 1);
	if (!p)
		bt_oom();
	return p;
}

char *
bt_xstrndup(const char *s, size_t n)
{
	char *p = bt_xmalloc(n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
bt_xstrdup(const char *s)
{
	return bt_xstrndup(s, strlen(s));
}

void
bt_xarena_init(struct bt_arena *a)
{
	bt_arena_init(a, 0);
	a->on_fail = bt_oom;
}
