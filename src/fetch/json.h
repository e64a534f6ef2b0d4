/* fetch/json.h - JSON of strangers, on top of cJSON.
 *
 * The whole body must be one JSON value with nothing after it, of bounded size and depth.  Members are looked up by name and type: what is absent, doubled or of another type is not there,
 * and a number that is not finite or out of its range is no number.  */
#ifndef BT_FETCH_JSON_H
#define BT_FETCH_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "fetch/fault.h"

/* cJSON spends 80 bytes on a value, so a body of zeros and commas would grow forty times over: 40 MB
 * is the most an answer may take.  The largest real one known (IBM since 1962) has 112,000. */
#define BT_JSON_MAX_VALUES 500000

/* The tree of body[0..len-1], or NULL and the fault (EMPTY, TRUNCATED, TOO_LARGE, FORMAT).  body[len]
 * need not be readable.  Free it by cJSON_Delete. */
cJSON *bt_json_parse(const char *body, size_t len, enum bt_fault *fault);

/* Member of an object; NULL when obj is NULL or no object, or has no or several such members. */
const cJSON *bt_json_get(const cJSON *obj, const char *name);
const cJSON *bt_json_object(const cJSON *obj, const char *name);
const cJSON *bt_json_array(const cJSON *obj, const char *name);
/* Text, not ""; or NULL. */
const char *bt_json_text(const cJSON *obj, const char *name);

/* cJSON_IsNumber without its call: columns have a hundred thousand values. */
static inline bool
bt_json_is_num(const cJSON *v)
{
	return v && (v->type & 0xFF) == cJSON_Number;
}

/* The number when it is one, finite and lo <= x <= hi; else NAN.  v may be NULL. */
double bt_json_num(const cJSON *v, double lo, double hi);
double bt_json_member(const cJSON *obj, const char *name, double lo, double hi);
/* A whole number in the range; false and *out untouched otherwise. */
bool bt_json_int(const cJSON *v, int64_t lo, int64_t hi, int64_t *out);
bool bt_json_member_int(const cJSON *obj, const char *name, int64_t lo, int64_t hi, int64_t *out);

#endif
