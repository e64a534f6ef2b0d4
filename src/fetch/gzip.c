#include "fetch/gzip.h"

#define ZLIB_CONST

#include <limits.h>
#include <string.h>
#include <zlib.h>

#include "base/file.h"

bool
bt_gzip_is(const char *data, size_t len)
{
	return len >= 2 && (unsigned char)data[0] == 0x1f && (unsigned char)data[1] == 0x8b;
}

/* Feed at most UINT_MAX bytes at a time; *done tells when a member's end and the data's end meet. */
static enum bt_status
expand_members(z_stream *z, const char *data, size_t len, struct bt_buf *out, struct bt_err *err)
{
	static const size_t chunk_size = 65536;
	char chunk[65536];
	int state = Z_OK;

	z->next_in = (const Bytef *)data;
	for (;;) {
		if (z->avail_in == 0 && len) {
			z->avail_in = len > UINT_MAX ? UINT_MAX : (uInt)len;
			len -= z->avail_in;
		}
		z->next_out = (Bytef *)chunk;
		z->avail_out = (uInt)chunk_size;
		state = inflate(z, Z_NO_FLUSH);
		if (state != Z_OK && state != Z_STREAM_END)
			return bt_err_set(err, BT_E_PARSE, "damaged or cut off gzip data");
		if (bt_buf_add(out, chunk, chunk_size - z->avail_out))
			return bt_err_set(err, BT_E_LIMIT, "larger than %zu bytes uncompressed",
			                  out->max);
		if (state != Z_STREAM_END)
			continue;
		if (z->avail_in + len < 2 || !bt_gzip_is((const char *)z->next_in, 2))
			return BT_OK;           /* padding after the last member is legal */
		if (inflateReset(z) != Z_OK)
			return bt_err_set(err, BT_E_PARSE, "damaged gzip data");
	}
}

enum bt_status
bt_gzip_expand(const char *data, size_t len, struct bt_buf *out, struct bt_err *err)
{
	z_stream z;
	enum bt_status st;

	memset(&z, 0, sizeof(z));
	if (inflateInit2(&z, 15 + 16) != Z_OK)
		return bt_err_set(err, BT_E_NOMEM, "no memory to uncompress gzip data");
	st = expand_members(&z, data, len, out, err);
	inflateEnd(&z);
	return st;
}

enum bt_status
bt_gzip_read(const char *path, struct bt_buf *out, struct bt_err *err)
{
	struct bt_buf raw;
	enum bt_status st;

	bt_buf_init(&raw, out->max);
	st = bt_file_read(path, &raw, err);
	if (!st && raw.len && bt_gzip_is(raw.data, raw.len)) {
		if (bt_gzip_expand(raw.data, raw.len, out, err))
			st = bt_err_wrap(err, "%s", path);
	} else {
		struct bt_buf swap = raw;

		raw = *out;
		*out = swap;
	}
	bt_buf_release(&raw);
	return st;
}
