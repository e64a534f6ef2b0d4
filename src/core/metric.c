#include "core/metric.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const struct bt_metric_spec metrics[] = {
#define BT_METRIC(id, name, title, inputs, params, lookback, unit, lo, hi, formula, source) \
	[BT_METRIC_##id] = {name, title, inputs, params, lookback, unit, lo, hi, formula, source},
#include "spec/metrics.def"
};

const struct bt_metric_spec *
bt_metric_spec(enum bt_metric m)
{
	return &metrics[m];
}

static bool
is_word(const char *word, const char *s, size_t n)
{
	return strlen(word) == n && memcmp(word, s, n) == 0;
}

enum bt_metric
bt_metric_find(const char *ref)
{
	int m = 0;
	size_t n = ref ? strcspn(ref, " ") : 0;

	while (m < BT_METRIC_COUNT && !(n && is_word(metrics[m].name, ref, n)))
		m++;
	return (enum bt_metric)m;
}

/* The next word at *s; its length, 0 at the end. */
static size_t
next_word(const char **s)
{
	*s += strspn(*s, " ");
	return strcspn(*s, " ");
}

/* "name=value" of the same name in words, else the default itself. */
static const char *
in_force(const char *words, const char *param, size_t n, size_t *len)
{
	size_t name = strcspn(param, "=");
	size_t word;

	*len = n;
	for (const char *s = words; (word = next_word(&s)) > 0; s += word) {
		if (word > name && s[name] == '=' && memcmp(s, param, name) == 0) {
			*len = word;
			return s;
		}
	}
	return param;
}

char *
bt_metric_params(const char *ref, char *out, size_t size)
{
	enum bt_metric m = bt_metric_find(ref);
	size_t used = 0, n;

	if (size)
		out[0] = '\0';
	if (m == BT_METRIC_COUNT || !size)
		return out;
	for (const char *s = metrics[m].params; (n = next_word(&s)) > 0; s += n) {
		size_t len;
		const char *word = in_force(ref + strcspn(ref, " "), s, n, &len);

		if (used + (used > 0) + len >= size)
			break;
		if (used)
			out[used++] = ' ';
		memcpy(out + used, word, len);
		used += len;
		out[used] = '\0';
	}
	return out;
}
