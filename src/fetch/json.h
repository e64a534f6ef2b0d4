/* fetch/json.h - JSON of strangers.
 *
 * The whole body must be one JSON value with nothing after it, of bounded size and depth.  The tree is cJSON's, but
 * read into an arena by a parser of our own, and lists of numbers are no part of it: they are columns.  Members
 * are looked up by name and type: what is absent, doubled or of another type is not there, and a number that is
 * not finite or out of its range is no number.  */
#ifndef BT_FETCH_JSON_H
#define BT_FETCH_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "fetch/fault.h"

/* A value needs 64 bytes, so a body of objects without members would grow twenty times over: 32 MB is the most a
 * tree may take.  The largest real answer known (IBM since 1962) has 112,000 values. */
#define BT_JSON_MAX_VALUES 500000

/* A list of numbers; what was none (null, "Infinity", true) is NAN, so that lists stay aligned. */
struct bt_column {
	size_t n;
	double *x;
};

struct bt_json {
	cJSON *top;              /* never given to cJSON_Delete */
	struct bt_column *column;
	size_t n_column;
};

/* Parse body[0..len-1]; body[len] need not be readable.  All memory is the arena's; columns may be written to.  A
 * list that is not empty and holds neither objects nor lists is a column: its node holds the place alone, for
 * bt_json_column.  False: *fault is EMPTY, TRUNCATED, TOO_LARGE or FORMAT, and there is no tree.  */
bool bt_json_parse(const char *body, size_t len, struct bt_arena *a, struct bt_json *out, enum bt_fault *fault);

/* The numbers of a list; NULL: it is none, is empty, or holds more than numbers. */
const struct bt_column *bt_json_column(const struct bt_json *json, const cJSON *list);

/* Member of an object; NULL when obj is NULL or no object, or has no or several such members. */
const cJSON *bt_json_get(const cJSON *obj, const char *name);
const cJSON *bt_json_object(const cJSON *obj, const char *name);
const cJSON *bt_json_array(const cJSON *obj, const char *name);
/* Text, not ""; or NULL. */
const char *bt_json_text(const cJSON *obj, const char *name);

/* The number when it is one, finite and lo <= x <= hi; else NAN.  v may be NULL. */
double bt_json_num(const cJSON *v, double lo, double hi);
double bt_json_member(const cJSON *obj, const char *name, double lo, double hi);
/* A whole number in the range; false and *out untouched otherwise. */
bool bt_json_whole(double x, int64_t lo, int64_t hi, int64_t *out);
bool bt_json_int(const cJSON *v, int64_t lo, int64_t hi, int64_t *out);
bool bt_json_member_int(const cJSON *obj, const char *name, int64_t lo, int64_t hi, int64_t *out);

#endif
