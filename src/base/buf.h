/* base/buf.h - a byte string that grows, up to a maximum it is born with. */
#ifndef BT_BASE_BUF_H
#define BT_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* data[len] is always NUL once anything was added; data is NULL before.  Exceeding max is not an
 * allocation but a sticky failure: adds change nothing any more and return BT_E_LIMIT.  */
struct bt_buf {
	char *data;
	size_t len;
	size_t cap;
	size_t max;
	bool over;
};

void bt_buf_init(struct bt_buf *b, size_t max);
void bt_buf_release(struct bt_buf *b);
void bt_buf_reset(struct bt_buf *b);             /* empty, memory kept, failure forgotten */
char *bt_buf_take(struct bt_buf *b);             /* the caller frees it; never NULL */

enum bt_status bt_buf_add(struct bt_buf *b, const void *p, size_t n);
enum bt_status bt_buf_str(struct bt_buf *b, const char *s);
enum bt_status bt_buf_char(struct bt_buf *b, char c);
enum bt_status bt_buf_printf(struct bt_buf *b, const char *fmt, ...) BT_PRINTF(2, 3);

#endif
