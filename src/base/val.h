/* base/val.h - a value tree: what a report holds and what JSON, CSV and text are printed from.
 *
 * All memory comes from the arena that is passed; the tree is never freed piece by piece.  Objects
 * keep the order in which members were set.  A number that is not finite becomes null: NaN never
 * leaves the program.  */
#ifndef BT_BASE_VAL_H
#define BT_BASE_VAL_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"

enum bt_val_kind {
	BT_VAL_NULL,
	BT_VAL_BOOL,
	BT_VAL_NUM,
	BT_VAL_STR,
	BT_VAL_DATE,
	BT_VAL_LIST,             /* of values */
	BT_VAL_NUMS,             /* a list of numbers as they stand in an array that lives longer; NAN is null */
	BT_VAL_DATES,            /* the same of dates */
	BT_VAL_OBJ,
};

struct bt_member;

struct bt_val {
	enum bt_val_kind kind;
	union {
		bool truth;
		double num;
		const char *str;
		bt_date date;
		struct {
			struct bt_val *at;
			size_t len, cap;
		} list;
		struct {
			const double *at;
			size_t len;
		} nums;
		struct {
			const bt_date *at;
			size_t len;
		} dates;
		struct {
			struct bt_member *at;
			size_t len, cap;
		} obj;
	} u;
};

struct bt_member {
	const char *name;        /* borrowed: a literal, or of the same arena */
	struct bt_val val;
};

/* Scalars, empty lists and objects.  They stand here because a table of a thousand rows is made of them on a key. */
static inline struct bt_val
bt_val_null(void)
{
	return (struct bt_val){.kind = BT_VAL_NULL};
}

static inline struct bt_val
bt_val_bool(bool truth)
{
	return (struct bt_val){.kind = BT_VAL_BOOL, .u.truth = truth};
}

static inline struct bt_val
bt_val_num(double x)
{
	return isfinite(x) ? (struct bt_val){.kind = BT_VAL_NUM, .u.num = x} : bt_val_null();
}

/* Null for NULL; the text is borrowed. */
static inline struct bt_val
bt_val_str(const char *s)
{
	return s ? (struct bt_val){.kind = BT_VAL_STR, .u.str = s} : bt_val_null();
}

/* Null for BT_DATE_NONE. */
static inline struct bt_val
bt_val_date(bt_date d)
{
	return d == BT_DATE_NONE ? bt_val_null() : (struct bt_val){.kind = BT_VAL_DATE, .u.date = d};
}

static inline struct bt_val
bt_val_list(void)
{
	return (struct bt_val){.kind = BT_VAL_LIST};
}

static inline struct bt_val
bt_val_obj(void)
{
	return (struct bt_val){.kind = BT_VAL_OBJ};
}

/* The array is borrowed. */
static inline struct bt_val
bt_val_nums(const double *at, size_t n)
{
	return (struct bt_val){.kind = BT_VAL_NUMS, .u.nums = {at, n}};
}

static inline struct bt_val
bt_val_dates(const bt_date *at, size_t n)
{
	return (struct bt_val){.kind = BT_VAL_DATES, .u.dates = {at, n}};
}

/* An object with room for n members, which then need no more memory. */
struct bt_val bt_val_obj_for(struct bt_arena *a, size_t n);

/* Append to a list; set (add or replace) a member.  They return the place the value now has, valid
 * until the next append to the same list or object, or NULL when the arena is exhausted (an arena
 * of the program never is).  */
struct bt_val *bt_val_add(struct bt_arena *a, struct bt_val *list, struct bt_val v);
struct bt_val *bt_val_set(struct bt_arena *a, struct bt_val *obj, const char *name, struct bt_val v);
/* The same where the object must grow for it; bt_val_put's own. */
struct bt_val *bt_val_put_more(struct bt_arena *a, struct bt_val *obj, const char *name, struct bt_val v);

/* The same of a name that the object has not yet: nobody looks. */
static inline struct bt_val *
bt_val_put(struct bt_arena *a, struct bt_val *obj, const char *name, struct bt_val v)
{
	struct bt_member *at;

	if (obj->u.obj.len == obj->u.obj.cap)
		return bt_val_put_more(a, obj, name, v);
	at = &obj->u.obj.at[obj->u.obj.len++];
	*at = (struct bt_member){name, v};
	return &at->val;
}

/* Lists of every kind: whether it is one, its length, an item. */
bool bt_val_is_list(const struct bt_val *v);
size_t bt_val_len(const struct bt_val *v);
struct bt_val bt_val_at(const struct bt_val *list, size_t i);

/* Member by name, or by a path of names joined by '.', or NULL. */
const struct bt_val *bt_val_get(const struct bt_val *obj, const char *name);
const struct bt_val *bt_val_path(const struct bt_val *obj, const char *path);

/* The number or NAN; the text or NULL; the date or BT_DATE_NONE; null for v = NULL. */
double bt_val_as_num(const struct bt_val *v);
const char *bt_val_as_str(const struct bt_val *v);
bt_date bt_val_as_date(const struct bt_val *v);
bool bt_val_is_true(const struct bt_val *v);

#endif
