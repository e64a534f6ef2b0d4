/* tests/support/loopback_buf.h - growing byte buffer and JSON pieces of the loopback server.
 *
 * Memory failure ends the process: this is a test tool.
 */
#ifndef BT_TESTS_LOOPBACK_BUF_H
#define BT_TESTS_LOOPBACK_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct lb_buf {
	char *p;       /* p[n] is always NUL once something was put */
	size_t n, size;
};

void *lb_alloc(size_t size);   /* zeroed; ends the process instead of NULL */
void lb_buf_free(struct lb_buf *b);
void lb_put(struct lb_buf *b, const void *bytes, size_t n);
void lb_puts(struct lb_buf *b, const char *text);
void lb_putf(struct lb_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A JSON string with its quotes; bytes >= 0x80 go through as they are. */
void lb_put_json(struct lb_buf *b, const char *text);

/* Shortest text that reads back the same double; "null" for NAN.  With dot, an integral value is
 * written "6901.0", as Yahoo writes prices. */
void lb_put_number(struct lb_buf *b, double v, bool dot);

/* XML text with the five entities. */
void lb_put_xml(struct lb_buf *b, const char *text);

#endif
