#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void
bt_buf_init(struct bt_buf *b, size_t max)
{
	*b = (struct bt_buf){.max = max};
}

void
bt_buf_release(struct bt_buf *b)
{
	free(b->data);
	bt_buf_init(b, b->max);
}

void
bt_buf_reset(struct bt_buf *b)
{
	b->len = 0;
	b->over = false;
	if (b->data)
		b->data[0] = '\0';
}

char *
bt_buf_take(struct bt_buf *b)
{
	char *p = b->data ? b->data : bt_xstrdup("");

	bt_buf_init(b, b->max);
	return p;
}

/* Room for n more bytes and the NUL. */
static enum bt_status
reserve(struct bt_buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 256;

	if (b->over || n > b->max - b->len) {
		b->over = true;
		return BT_E_LIMIT;
	}
	while (cap < b->len + n + 1)
		cap *= 2;
	if (cap > b->cap) {
		b->data = bt_xrealloc(b->data, cap, 1);
		b->cap = cap;
	}
	return BT_OK;
}

enum bt_status
bt_buf_add(struct bt_buf *b, const void *p, size_t n)
{
	enum bt_status st = reserve(b, n);

	if (st)
		return st;
	if (n)
		memcpy(b->data + b->len, p, n);
	b->len += n;
	b->data[b->len] = '\0';
	return BT_OK;
}

enum bt_status
bt_buf_str(struct bt_buf *b, const char *s)
{
	return bt_buf_add(b, s, strlen(s));
}

enum bt_status
bt_buf_char(struct bt_buf *b, char c)
{
	return bt_buf_add(b, &c, 1);
}

enum bt_status
bt_buf_printf(struct bt_buf *b, const char *fmt, ...)
{
	va_list ap, again;
	enum bt_status st = BT_E_LIMIT;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n >= 0)
		st = reserve(b, (size_t)n);
	if (!st) {
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
	return st;
}
