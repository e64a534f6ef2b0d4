/* fuzz_val.c - any bytes as a value tree of the cache: nothing is read beyond them, and what was read is the same
 * after it was packed and read once more.  */
#include <string.h>

#include "base/val_pack.h"
#include "base/xalloc.h"
#include "fuzz/fuzz.h"

/* The value of those bytes as bytes again; false: they are none. */
static bool
repack(const void *data, size_t n, struct bt_arena *a, struct bt_buf *out)
{
	struct bt_reader r = {.at = data, .end = (const unsigned char *)data + n};
	struct bt_val v = bt_val_unpack(&r, a);

	if (r.bad)
		return false;
	bt_val_pack(&v, out);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct bt_buf once, twice;
	struct bt_arena a;

	bt_arena_init(&a, 64 << 20);
	bt_buf_init(&once, 64 << 20);
	bt_buf_init(&twice, 64 << 20);
	if (repack(data, n, &a, &once) && !once.over &&
	    (!repack(once.data, once.len, &a, &twice) || once.len != twice.len ||
	     memcmp(once.data, twice.data, once.len) != 0)) {
		fprintf(stderr, "fuzz_val: not the same after it was packed\n");
		abort();
	}
	bt_buf_release(&twice);
	bt_buf_release(&once);
	bt_arena_release(&a);
	return 0;
}
