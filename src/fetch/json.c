#include "fetch/json.h"

#include <math.h>
#include <string.h>

const struct bt_column *
bt_json_column(const struct bt_json *json, const cJSON *list)
{
	const cJSON *place = cJSON_IsArray(list) ? list->child : NULL;

	/* no other list holds a number alone: it would be a column */
	if (!place || !cJSON_IsNumber(place) || place->next || (size_t)place->valueint >= json->n_column)
		return NULL;
	return &json->column[place->valueint];
}

const cJSON *
bt_json_get(const cJSON *obj, const char *name)
{
	const cJSON *found = NULL;

	if (!cJSON_IsObject(obj))
		return NULL;
	for (const cJSON *v = obj->child; v; v = v->next) {
		if (v->string[0] != name[0] || strcmp(v->string, name) != 0)
			continue;
		if (found)
			return NULL; /* which of the two, nobody knows */
		found = v;
	}
	return found;
}

const cJSON *
bt_json_object(const cJSON *obj, const char *name)
{
	const cJSON *v = bt_json_get(obj, name);

	return cJSON_IsObject(v) ? v : NULL;
}

const cJSON *
bt_json_array(const cJSON *obj, const char *name)
{
	const cJSON *v = bt_json_get(obj, name);

	return cJSON_IsArray(v) ? v : NULL;
}

const char *
bt_json_text(const cJSON *obj, const char *name)
{
	const cJSON *v = bt_json_get(obj, name);

	return cJSON_IsString(v) && v->valuestring[0] ? v->valuestring : NULL;
}

double
bt_json_num(const cJSON *v, double lo, double hi)
{
	return cJSON_IsNumber(v) && v->valuedouble >= lo && v->valuedouble <= hi ? v->valuedouble
	                                                                         : NAN;
}

double
bt_json_member(const cJSON *obj, const char *name, double lo, double hi)
{
	return bt_json_num(bt_json_get(obj, name), lo, hi);
}

bool
bt_json_whole(double x, int64_t lo, int64_t hi, int64_t *out)
{
	if (!(x >= (double)lo && x <= (double)hi) || x != (double)(int64_t)x)
		return false;
	*out = (int64_t)x;
	return true;
}

bool
bt_json_int(const cJSON *v, int64_t lo, int64_t hi, int64_t *out)
{
	return bt_json_whole(bt_json_num(v, (double)lo, (double)hi), lo, hi, out);
}

bool
bt_json_member_int(const cJSON *obj, const char *name, int64_t lo, int64_t hi, int64_t *out)
{
	return bt_json_int(bt_json_get(obj, name), lo, hi, out);
}
