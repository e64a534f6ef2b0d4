#include "fetch/json.h"

#include <math.h>
#include <string.h>

static size_t
opens_value(char c)
{
	return (size_t)((c == ',') | (c == '[') | (c == '{'));
}

/* An upper bound of the values in the text.  Counted in blocks whose sum fits into a byte, which the
 * compiler makes vectors of: a tenth of the time, and the parse has a budget. */
static size_t
count_values(const char *s, size_t n)
{
	enum { BLOCK = 128 };
	size_t values = 1, i = 0;

	for (; i + BLOCK <= n; i += BLOCK) {
		unsigned char sum = 0;

		for (size_t j = 0; j < BLOCK; j++)
			sum = (unsigned char)(sum + opens_value(s[i + j]));
		values += sum;
	}
	for (; i < n; i++)
		values += opens_value(s[i]);
	return values;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Why text that is not JSON is not: its brackets or its last string are still open, or otherwise. */
static enum bt_fault
why_not(const char *s, size_t n)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		if (quoted && s[i] == '\\')
			i++;
		else if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted && (s[i] == '{' || s[i] == '['))
			depth++;
		else if (!quoted && (s[i] == '}' || s[i] == ']') && depth-- == 0)
			return BT_FAULT_FORMAT;
	}
	return depth || quoted ? BT_FAULT_TRUNCATED : BT_FAULT_FORMAT;
}

cJSON *
bt_json_parse(const char *body, size_t len, enum bt_fault *fault)
{
	const char *end = NULL;
	cJSON *tree;

	*fault = BT_FAULT_NONE;
	while (len && is_blank(body[len - 1]))
		len--;
	if (!len)
		*fault = BT_FAULT_EMPTY;
	else if (memchr(body, '\0', len))
		*fault = BT_FAULT_FORMAT; /* a blank to cJSON */
	else if (count_values(body, len) > BT_JSON_MAX_VALUES)
		*fault = BT_FAULT_TOO_LARGE;
	if (*fault)
		return NULL;
	tree = cJSON_ParseWithLengthOpts(body, len, &end, 0);
	if (tree && end == body + len)
		return tree;
	cJSON_Delete(tree);
	*fault = why_not(body, len);
	return NULL;
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
	return bt_json_is_num(v) && v->valuedouble >= lo && v->valuedouble <= hi ? v->valuedouble
	                                                                         : NAN;
}

double
bt_json_member(const cJSON *obj, const char *name, double lo, double hi)
{
	return bt_json_num(bt_json_get(obj, name), lo, hi);
}

bool
bt_json_int(const cJSON *v, int64_t lo, int64_t hi, int64_t *out)
{
	double x = bt_json_num(v, (double)lo, (double)hi);

	if (isnan(x) || x != floor(x))
		return false;
	*out = (int64_t)x;
	return true;
}

bool
bt_json_member_int(const cJSON *obj, const char *name, int64_t lo, int64_t hi, int64_t *out)
{
	return bt_json_int(bt_json_get(obj, name), lo, hi, out);
}
