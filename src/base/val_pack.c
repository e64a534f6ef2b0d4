#include "base/val_pack.h"

#include <stdint.h>
#include <string.h>

/* A value is its kind in one byte; then a truth in one, a number or a date as it stands in memory, a text
 * (u32 length plus one, 0 for NULL, its bytes and a NUL), or a u32 count and that many items.  */

#define MAX_DEPTH 16

/* --- bytes ------------------------------------------------------------------------------------- */

const void *
bt_read(struct bt_reader *r, size_t n)
{
	const void *p = r->at;

	if (r->bad || n > (size_t)(r->end - r->at)) {
		r->bad = true;
		return NULL;
	}
	r->at += n;
	return p;
}

void
bt_read_into(struct bt_reader *r, void *out, size_t n)
{
	const void *p = bt_read(r, n);

	if (p)
		memcpy(out, p, n);
	else
		memset(out, 0, n);
}

static uint32_t
read_u32(struct bt_reader *r)
{
	uint32_t x;

	bt_read_into(r, &x, sizeof(x));
	return x;
}

/* A count of items of at least `size` bytes each: more than there is room for is no count. */
static size_t
read_count(struct bt_reader *r, size_t size)
{
	size_t n = read_u32(r);

	if (n <= (size_t)(r->end - r->at) / size)
		return n;
	r->bad = true;
	return 0;
}

const char *
bt_read_text(struct bt_reader *r)
{
	size_t n = read_u32(r);
	const char *text = n ? bt_read(r, n) : NULL;

	if (text && (text[n - 1] != '\0' || memchr(text, '\0', n - 1)))
		r->bad = true;
	return r->bad ? NULL : text;
}

/* --- writing ----------------------------------------------------------------------------------- */

static void
pack_u32(size_t n, struct bt_buf *out)
{
	uint32_t x = (uint32_t)n;

	bt_buf_add(out, &x, sizeof(x));
}

void
bt_val_pack_text(const char *text, struct bt_buf *out)
{
	size_t n = text ? strlen(text) + 1 : 0;

	pack_u32(n, out);
	if (n)
		bt_buf_add(out, text, n);
}

static void
pack_array(const void *at, size_t n, size_t size, struct bt_buf *out)
{
	pack_u32(n, out);
	if (n)
		bt_buf_add(out, at, n * size);
}

void
bt_val_pack(const struct bt_val *v, struct bt_buf *out)
{
	bt_buf_char(out, (char)v->kind);
	switch (v->kind) {
	case BT_VAL_NULL:
		break;
	case BT_VAL_BOOL:
		bt_buf_char(out, (char)v->u.truth);
		break;
	case BT_VAL_NUM:
		bt_buf_add(out, &v->u.num, sizeof(v->u.num));
		break;
	case BT_VAL_STR:
		bt_val_pack_text(v->u.str, out);
		break;
	case BT_VAL_DATE:
		bt_buf_add(out, &v->u.date, sizeof(v->u.date));
		break;
	case BT_VAL_LIST:
		pack_u32(v->u.list.len, out);
		for (size_t i = 0; i < v->u.list.len; i++)
			bt_val_pack(&v->u.list.at[i], out);
		break;
	case BT_VAL_NUMS:
		pack_array(v->u.nums.at, v->u.nums.len, sizeof(*v->u.nums.at), out);
		break;
	case BT_VAL_DATES:
		pack_array(v->u.dates.at, v->u.dates.len, sizeof(*v->u.dates.at), out);
		break;
	case BT_VAL_OBJ:
		pack_u32(v->u.obj.len, out);
		for (size_t i = 0; i < v->u.obj.len; i++) {
			bt_val_pack_text(v->u.obj.at[i].name, out);
			bt_val_pack(&v->u.obj.at[i].val, out);
		}
		break;
	}
}

/* --- reading ----------------------------------------------------------------------------------- */

static struct bt_val unpack(struct bt_reader *r, struct bt_arena *a, int depth);

static struct bt_val
unpack_list(struct bt_reader *r, struct bt_arena *a, int depth)
{
	size_t n = read_count(r, 1);
	struct bt_val v = bt_val_list();

	v.u.list.at = BT_ARENA_ARRAY(a, n, struct bt_val);
	r->bad |= !v.u.list.at;
	v.u.list.cap = n;
	for (size_t i = 0; i < n && !r->bad; i++)
		v.u.list.at[v.u.list.len++] = unpack(r, a, depth + 1);
	return v;
}

static struct bt_val
unpack_object(struct bt_reader *r, struct bt_arena *a, int depth)
{
	size_t n = read_count(r, sizeof(uint32_t) + 1);
	struct bt_val v = bt_val_obj_for(a, n);

	for (size_t i = 0; i < n && !r->bad; i++) {
		const char *name = bt_read_text(r);

		r->bad |= !name;
		if (!r->bad)
			r->bad |= !bt_val_put(a, &v, name, unpack(r, a, depth + 1));
	}
	return v;
}

/* An array, from wherever it stands in the bytes to where its items may stand. */
static void *
unpack_array(struct bt_reader *r, struct bt_arena *a, size_t size, size_t *n)
{
	*n = read_count(r, size);
	const void *from = bt_read(r, *n * size);
	void *at = from ? bt_arena_memdup(a, from, *n * size) : NULL;

	r->bad |= !at;
	return at;
}

static struct bt_val
unpack(struct bt_reader *r, struct bt_arena *a, int depth)
{
	unsigned char kind, truth;
	struct bt_val v = bt_val_null();
	size_t n;

	bt_read_into(r, &kind, 1);
	r->bad |= depth > MAX_DEPTH;
	if (r->bad)
		return v;
	switch ((enum bt_val_kind)kind) {
	case BT_VAL_NULL:
		return v;
	case BT_VAL_BOOL:
		bt_read_into(r, &truth, 1);
		return bt_val_bool(truth);
	case BT_VAL_NUM:
		v.kind = BT_VAL_NUM;
		bt_read_into(r, &v.u.num, sizeof(v.u.num));
		return v;
	case BT_VAL_STR:
		return bt_val_str(bt_read_text(r));
	case BT_VAL_DATE:
		v.kind = BT_VAL_DATE;
		bt_read_into(r, &v.u.date, sizeof(v.u.date));
		return v;
	case BT_VAL_LIST:
		return unpack_list(r, a, depth);
	case BT_VAL_NUMS:
		v = bt_val_nums(unpack_array(r, a, sizeof(double), &n), 0);
		v.u.nums.len = r->bad ? 0 : n;
		return v;
	case BT_VAL_DATES:
		v = bt_val_dates(unpack_array(r, a, sizeof(bt_date), &n), 0);
		v.u.dates.len = r->bad ? 0 : n;
		return v;
	case BT_VAL_OBJ:
		return unpack_object(r, a, depth);
	}
	r->bad = true;
	return v;
}

struct bt_val
bt_val_unpack(struct bt_reader *r, struct bt_arena *a)
{
	struct bt_val v = unpack(r, a, 0);

	return r->bad ? bt_val_null() : v;
}
