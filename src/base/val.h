/* base/val.h - a value tree: what a report holds and what JSON, CSV and text are printed from.
 *
 * All memory comes from the arena that is passed; the tree is never freed piece by piece.  Objects
 * keep the order in which members were set.  A number that is not finite becomes null: NaN never
 * leaves the program.  */
#ifndef BT_BASE_VAL_H
#define BT_BASE_VAL_H

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

/* Scalars.  bt_val_date gives null for BT_DATE_NONE, bt_val_str for NULL (the text is borrowed). */
struct bt_val bt_val_null(void);
struct bt_val bt_val_bool(bool truth);
struct bt_val bt_val_num(double x);
struct bt_val bt_val_str(const char *s);
struct bt_val bt_val_date(bt_date d);
struct bt_val bt_val_list(void);
struct bt_val bt_val_obj(void);
struct bt_val bt_val_nums(const double *at, size_t n);           /* borrowed */
struct bt_val bt_val_dates(const bt_date *at, size_t n);

/* An object with room for n members, which then need no more memory. */
struct bt_val bt_val_obj_for(struct bt_arena *a, size_t n);

/* Append to a list; set (add or replace) a member.  They return the place the value now has, valid
 * until the next append to the same list or object, or NULL when the arena is exhausted (an arena
 * of the program never is).  */
struct bt_val *bt_val_add(struct bt_arena *a, struct bt_val *list, struct bt_val v);
struct bt_val *bt_val_set(struct bt_arena *a, struct bt_val *obj, const char *name, struct bt_val v);
/* The same of a name that the object has not yet: nobody looks. */
struct bt_val *bt_val_put(struct bt_arena *a, struct bt_val *obj, const char *name, struct bt_val v);

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
