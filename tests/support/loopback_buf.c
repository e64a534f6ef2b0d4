/* tests/support/loopback_buf.c - growing byte buffer and JSON pieces of the loopback server. */
#define _GNU_SOURCE 1
#include "loopback_buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *
lb_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p)
		abort();
	return p;
}

void
lb_buf_free(struct lb_buf *b)
{
	free(b->p);
	*b = (struct lb_buf){0};
}

static void
reserve(struct lb_buf *b, size_t more)
{
	size_t want = b->n + more + 1;
	char *p;

	if (want <= b->size)
		return;
	if (want < b->size * 2)
		want = b->size * 2;
	p = realloc(b->p, want);
	if (!p)
		abort();
	b->p = p;
	b->size = want;
}

void
lb_put(struct lb_buf *b, const void *bytes, size_t n)
{
	reserve(b, n);
	if (n)
		memcpy(b->p + b->n, bytes, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void
lb_puts(struct lb_buf *b, const char *text)
{
	lb_put(b, text, strlen(text));
}

void
lb_putf(struct lb_buf *b, const char *fmt, ...)
{
	char small[512];
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof small) {
		lb_put(b, small, (size_t)n);
	} else if (n >= 0) {
		reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void
lb_put_json(struct lb_buf *b, const char *text)
{
	lb_put(b, "\"", 1);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			lb_putf(b, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			lb_putf(b, "\\u%04x", c);
		else
			lb_put(b, text, 1);
	}
	lb_put(b, "\"", 1);
}

void
lb_put_number(struct lb_buf *b, double v, bool dot)
{
	char text[40];

	if (!isfinite(v)) {
		lb_puts(b, "null");
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, v);
		if (strtod(text, NULL) == v)
			break;
	}
	lb_puts(b, text);
	if (dot && !strpbrk(text, ".en"))
		lb_puts(b, ".0");
}

void
lb_put_xml(struct lb_buf *b, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			lb_puts(b, "&amp;");
			break;
		case '<':
			lb_puts(b, "&lt;");
			break;
		case '>':
			lb_puts(b, "&gt;");
			break;
		case '"':
			lb_puts(b, "&quot;");
			break;
		case '\'':
			lb_puts(b, "&apos;");
			break;
		default:
			lb_put(b, text, 1);
		}
	}
}
