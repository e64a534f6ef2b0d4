/* base/val_pack.h - a value tree as bytes and back, for what is kept between runs.
 *
 * The bytes are of this machine and this program: whoever keeps them says so beside them, and sums them.
 * They are read carefully all the same.  */
#ifndef BT_BASE_VAL_PACK_H
#define BT_BASE_VAL_PACK_H

#include "base/buf.h"
#include "base/val.h"

/* Bytes that are being read, from the front. */
struct bt_reader {
	const unsigned char *at, *end;
	bool bad;                /* something was asked for that is not there; sticky */
};

/* The next n bytes, or NULL: there are fewer. */
const void *bt_read(struct bt_reader *r, size_t n);
/* They are copied to `out`, which becomes zero when there are fewer. */
void bt_read_into(struct bt_reader *r, void *out, size_t n);
/* A text of bt_val_pack_text, borrowed from the bytes; NULL: there is none, or it was NULL. */
const char *bt_read_text(struct bt_reader *r);

/* Append. */
void bt_val_pack_text(const char *text, struct bt_buf *out);
void bt_val_pack(const struct bt_val *v, struct bt_buf *out);

/* The next value.  Texts and names are borrowed from the bytes, all else lives in the arena.  Null, and the
 * reader bad, when the bytes are no value or the arena is exhausted.  */
struct bt_val bt_val_unpack(struct bt_reader *r, struct bt_arena *a);

#endif
