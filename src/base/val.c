#include "base/val.h"

#include <math.h>
#include <string.h>

struct bt_val
bt_val_obj_for(struct bt_arena *a, size_t n)
{
	struct bt_member *at = n ? BT_ARENA_ARRAY(a, n, struct bt_member) : NULL;

	return (struct bt_val){.kind = BT_VAL_OBJ, .u.obj = {at, 0, at ? n : 0}};
}

/* Room for one more of `size` bytes; the old place stays in the arena. */
static void *
grown(struct bt_arena *a, void *at, size_t len, size_t *cap, size_t size)
{
	size_t bigger = *cap ? *cap * 2 : 8;
	void *p;

	if (len < *cap)
		return at;
	p = bt_arena_array(a, bigger, size);
	if (!p)
		return NULL;
	if (len)
		memcpy(p, at, len * size);
	*cap = bigger;
	return p;
}

struct bt_val *
bt_val_add(struct bt_arena *a, struct bt_val *list, struct bt_val v)
{
	struct bt_val *at = grown(a, list->u.list.at, list->u.list.len, &list->u.list.cap,
	                          sizeof(*at));

	if (!at)
		return NULL;
	list->u.list.at = at;
	at[list->u.list.len] = v;
	return &at[list->u.list.len++];
}

static struct bt_member *
find(const struct bt_val *obj, const char *name, size_t n)
{
	if (!obj || obj->kind != BT_VAL_OBJ)
		return NULL;
	for (size_t i = 0; i < obj->u.obj.len; i++) {
		struct bt_member *m = &obj->u.obj.at[i];

		/* most differ in their first letter already */
		if (m->name[0] == name[0] && strncmp(m->name, name, n) == 0 && m->name[n] == '\0')
			return m;
	}
	return NULL;
}

struct bt_val *
bt_val_set(struct bt_arena *a, struct bt_val *obj, const char *name, struct bt_val v)
{
	struct bt_member *m = find(obj, name, strlen(name));

	if (!m)
		return bt_val_put(a, obj, name, v);
	m->val = v;
	return &m->val;
}

struct bt_val *
bt_val_put_more(struct bt_arena *a, struct bt_val *obj, const char *name, struct bt_val v)
{
	struct bt_member *at = grown(a, obj->u.obj.at, obj->u.obj.len, &obj->u.obj.cap, sizeof(*at));

	if (!at)
		return NULL;
	obj->u.obj.at = at;
	at += obj->u.obj.len++;
	*at = (struct bt_member){name, v};
	return &at->val;
}

bool
bt_val_is_list(const struct bt_val *v)
{
	return v && (v->kind == BT_VAL_LIST || v->kind == BT_VAL_NUMS || v->kind == BT_VAL_DATES);
}

size_t
bt_val_len(const struct bt_val *v)
{
	switch (v->kind) {
	case BT_VAL_LIST:
		return v->u.list.len;
	case BT_VAL_NUMS:
		return v->u.nums.len;
	case BT_VAL_DATES:
		return v->u.dates.len;
	default:
		return 0;
	}
}

struct bt_val
bt_val_at(const struct bt_val *list, size_t i)
{
	switch (list->kind) {
	case BT_VAL_NUMS:
		return bt_val_num(list->u.nums.at[i]);
	case BT_VAL_DATES:
		return bt_val_date(list->u.dates.at[i]);
	default:
		return list->u.list.at[i];
	}
}

const struct bt_val *
bt_val_get(const struct bt_val *obj, const char *name)
{
	const struct bt_member *m = find(obj, name, strlen(name));

	return m ? &m->val : NULL;
}

const struct bt_val *
bt_val_path(const struct bt_val *obj, const char *path)
{
	while (obj) {
		size_t n = strcspn(path, ".");
		const struct bt_member *m = find(obj, path, n);

		obj = m ? &m->val : NULL;
		if (path[n] == '\0')
			break;
		path += n + 1;
	}
	return obj;
}

double
bt_val_as_num(const struct bt_val *v)
{
	return v && v->kind == BT_VAL_NUM ? v->u.num : NAN;
}

const char *
bt_val_as_str(const struct bt_val *v)
{
	return v && v->kind == BT_VAL_STR ? v->u.str : NULL;
}

bt_date
bt_val_as_date(const struct bt_val *v)
{
	return v && v->kind == BT_VAL_DATE ? v->u.date : BT_DATE_NONE;
}

bool
bt_val_is_true(const struct bt_val *v)
{
	return v && v->kind == BT_VAL_BOOL && v->u.truth;
}
