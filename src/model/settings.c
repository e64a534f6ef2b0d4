#include "model/settings.h"

#include <string.h>

#include "base/num.h"
#include "base/text.h"

static const struct bt_setting_spec specs[] = {
#define BT_SETTING(section, key, kind, def, min, max, choices, help) \
	[BT_SET_##section##_##key] = {#section, #key, BT_SETTING_##kind, def, min, max, choices, help},
#define BT_SETTING_GROUP(section, kind, def, help) \
	[BT_SET_##section] = {#section, NULL, BT_SETTING_##kind, def, 0, 0, "", help},
#include "spec/settings.def"
};

static const size_t offsets[] = {
#define BT_SETTING(section, key, kind, def, min, max, choices, help) \
	[BT_SET_##section##_##key] = offsetof(struct bt_settings, section##_##key),
#define BT_SETTING_GROUP(section, kind, def, help) \
	[BT_SET_##section] = offsetof(struct bt_settings, section),
#include "spec/settings.def"
};

static const struct {
	char letter;
	int seconds;
} units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};

const struct bt_setting_spec *
bt_setting_spec(enum bt_setting id)
{
	return &specs[id];
}

enum bt_setting
bt_setting_find(const char *section, const char *key)
{
	int i = 0;

	while (i < BT_SETTING_COUNT && (strcmp(specs[i].section, section) != 0 ||
	                                (specs[i].key && strcmp(specs[i].key, key) != 0)))
		i++;
	return (enum bt_setting)i;
}

/* --- words ----------------------------------------------------------------------------------- */

struct bt_words
bt_words_split(struct bt_arena *a, const char *text)
{
	const char **at = BT_ARENA_ARRAY(a, strlen(text) / 2 + 1, const char *);
	const char *start = NULL;
	bool quoted = false;
	size_t n = 0;
	int depth = 0;

	for (const char *p = text;; p++) {
		bool outside = depth <= 0 && !quoted;
		bool end = *p == '\0' || (outside && (*p == ' ' || *p == '\t' || *p == ','));

		if (end && start)
			at[n++] = bt_arena_strndup(a, start, (size_t)(p - start));
		if (*p == '\0')
			return (struct bt_words){at, n};
		start = end ? NULL : start ? start : p;
		quoted ^= *p == '\'';
		depth += quoted ? 0 : (*p == '(') - (*p == ')');
	}
}

static const char *
words_join(struct bt_arena *a, struct bt_words w)
{
	const char *out = "";

	for (size_t i = 0; i < w.n; i++)
		out = i ? bt_arena_printf(a, "%s %s", out, w.at[i]) : w.at[i];
	return out;
}

/* Number of the word among those joined by blanks, or -1. */
static int
word_index(const char *words, const char *word)
{
	size_t len = strlen(word);
	int i = 0;

	for (const char *p = words; *p; i++) {
		size_t n = strcspn(p, " ");

		if (n == len && memcmp(p, word, n) == 0)
			return i;
		p += n + strspn(p + n, " ");
	}
	return -1;
}

static const char *
word_at(struct bt_arena *a, const char *words, int i)
{
	while (i-- > 0)
		words += strcspn(words, " ") + 1;
	return bt_arena_strndup(a, words, strcspn(words, " "));
}

/* --- one value ------------------------------------------------------------------------------- */

static const char *
seconds_text(struct bt_arena *a, int seconds)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (seconds && seconds % units[i].seconds == 0)
			return bt_arena_printf(a, "%d%c", seconds / units[i].seconds,
			                       units[i].letter);
	}
	return "0s";
}

enum bt_setting
bt_setting_of(const char *dotted)
{
	const char *dot = strchr(dotted, '.');
	char section[32];

	if (!dot || (size_t)(dot - dotted) >= sizeof(section))
		return BT_SETTING_COUNT;
	memcpy(section, dotted, (size_t)(dot - dotted));
	section[dot - dotted] = '\0';
	return bt_setting_find(section, dot + 1);
}

const char *
bt_setting_accepts(enum bt_setting id, struct bt_arena *a)
{
	const struct bt_setting_spec *spec = &specs[id];

	switch (spec->kind) {
	case BT_SETTING_TEXT:
		return "text without control characters";
	case BT_SETTING_LIST:
		if (*spec->choices)
			return bt_arena_printf(a, "some of these in the order wanted: %s", spec->choices);
		return "words with blanks between them";
	case BT_SETTING_INT:
		return bt_arena_printf(a, "a whole number from %d to %d", spec->min, spec->max);
	case BT_SETTING_BOOL:
		return "yes or no";
	case BT_SETTING_CHOICE:
		return bt_arena_printf(a, "one of: %s", spec->choices);
	case BT_SETTING_DURATION:
		return bt_arena_printf(a, "a time from %s to %s, such as 90s, 15m, 2h, 1d",
		                       seconds_text(a, spec->min), seconds_text(a, spec->max));
	case BT_SETTING_URL:
		return "an address that begins with https:// or http://";
	}
	return "";
}

static bool
parse_int(const struct bt_setting_spec *spec, const char *text, int scale, int *out)
{
	long long n;

	if (!bt_num_parse_int(text, strlen(text), &n) || n < 0 || n > spec->max)
		return false;
	n *= scale;
	if (n < spec->min || n > spec->max)
		return false;
	*out = (int)n;
	return true;
}

static bool
parse_duration(const struct bt_setting_spec *spec, struct bt_arena *a, const char *text, int *out)
{
	size_t len = strlen(text);

	for (size_t i = 0; len && i < sizeof(units) / sizeof(units[0]); i++) {
		if (text[len - 1] == units[i].letter)
			return parse_int(spec, bt_arena_strndup(a, text, len - 1),
			                 units[i].seconds, out);
	}
	return parse_int(spec, text, 1, out);
}

static bool
parse_bool(const char *text, bool *out)
{
	*out = word_index("yes true on 1", text) >= 0;
	return *out || word_index("no false off 0", text) >= 0;
}

/* http or https, a host, no user name, nothing outside printable ASCII, no quotes. */
static bool
url_ok(const char *text)
{
	size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
	size_t host = strcspn(text + scheme, "/?#");

	if (!scheme || !host || memchr(text + scheme, '@', host) || strlen(text) > 2048)
		return false;
	for (const char *p = text; *p; p++) {
		if (*p < 0x21 || *p > 0x7e || strchr("\"'<>\\^`{|}", *p))
			return false;
	}
	return true;
}

static bool
is_clean(struct bt_arena *a, const char *text)
{
	return strcmp(bt_text_clean_dup(a, text, strlen(text)), text) == 0;
}

/* Whether every word is one that may stand in the list, and none twice. */
static bool
are_choices(const struct bt_setting_spec *spec, const struct bt_words *list)
{
	for (size_t i = 0; *spec->choices && i < list->n; i++) {
		if (word_index(spec->choices, list->at[i]) < 0)
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(list->at[i], list->at[k]) == 0)
				return false;
	}
	return true;
}

/* Parse into the place of the value; false when it is not accepted. */
static bool
parse_value(const struct bt_setting_spec *spec, struct bt_arena *a, const char *text, void *place)
{
	size_t len = strlen(text);
	int i;

	switch (spec->kind) {
	case BT_SETTING_TEXT:
		*(const char **)place = bt_arena_strdup(a, text);
		return is_clean(a, text);
	case BT_SETTING_LIST:
		*(struct bt_words *)place = bt_words_split(a, text);
		return is_clean(a, text) && are_choices(spec, place);
	case BT_SETTING_INT:
		return parse_int(spec, text, 1, place);
	case BT_SETTING_BOOL:
		return parse_bool(text, place);
	case BT_SETTING_CHOICE:
		i = word_index(spec->choices, text);
		*(int *)place = i;
		return i >= 0 && !strchr(text, ' ');
	case BT_SETTING_DURATION:
		return parse_duration(spec, a, text, place);
	case BT_SETTING_URL:
		while (len && text[len - 1] == '/')
			len--;
		*(const char **)place = bt_arena_strndup(a, text, len);
		return url_ok(text);
	}
	return false;
}

/* Put or replace a pair. */
static void
pairs_set(struct bt_pairs *p, struct bt_arena *a, const char *name, const char *value)
{
	struct bt_pair *at = BT_ARENA_ARRAY(a, p->n + 1, struct bt_pair);
	size_t i = 0;

	for (; i < p->n && strcmp(p->at[i].name, name) != 0; i++)
		;
	if (p->n)
		memcpy(at, p->at, p->n * sizeof(*at));
	at[i] = (struct bt_pair){bt_arena_strdup(a, name), bt_arena_strdup(a, value)};
	*p = (struct bt_pairs){at, i == p->n ? p->n + 1 : p->n};
}

enum bt_status
bt_setting_parse(struct bt_settings *s, struct bt_arena *a, enum bt_setting id, const char *name,
                 const char *text, struct bt_err *err)
{
	const struct bt_setting_spec *spec = &specs[id];
	union {
		const char *text;
		struct bt_words list;
		int number;
		bool truth;
	} value = {0};
	void *place = (char *)s + offsets[id];
	static const size_t sizes[] = {
		[BT_SETTING_TEXT] = sizeof(const char *), [BT_SETTING_LIST] = sizeof(struct bt_words),
		[BT_SETTING_INT] = sizeof(int),           [BT_SETTING_BOOL] = sizeof(bool),
		[BT_SETTING_CHOICE] = sizeof(int),        [BT_SETTING_DURATION] = sizeof(int),
		[BT_SETTING_URL] = sizeof(const char *),
	};
	bool gone = !spec->key && *text == '\0';

	if (!gone && !parse_value(spec, a, text, &value))
		return bt_err_set(err, BT_E_USAGE, "'%s' is not %s", bt_text_clean_dup(a, text, strlen(text)),
		                  bt_setting_accepts(id, a));
	if (spec->key)
		memcpy(place, &value, sizes[spec->kind]);
	else
		pairs_set(place, a, name, text);
	return BT_OK;
}

const struct bt_pairs *
bt_settings_group(const struct bt_settings *s, enum bt_setting id)
{
	return (const struct bt_pairs *)(const void *)((const char *)s + offsets[id]);
}

const char *
bt_setting_text(const struct bt_settings *s, struct bt_arena *a, enum bt_setting id)
{
	const struct bt_setting_spec *spec = &specs[id];
	const void *place = (const char *)s + offsets[id];

	switch (spec->kind) {
	case BT_SETTING_TEXT:
	case BT_SETTING_URL:
		return *(const char *const *)place;
	case BT_SETTING_LIST:
		return words_join(a, *(const struct bt_words *)place);
	case BT_SETTING_INT:
		return bt_arena_printf(a, "%d", *(const int *)place);
	case BT_SETTING_BOOL:
		return *(const bool *)place ? "yes" : "no";
	case BT_SETTING_CHOICE:
		return word_at(a, spec->choices, *(const int *)place);
	case BT_SETTING_DURATION:
		return seconds_text(a, *(const int *)place);
	}
	return "";
}

/* --- all of them ----------------------------------------------------------------------------- */

/* The "name = value" lines of a group's default. */
static void
group_defaults(struct bt_settings *s, struct bt_arena *a, enum bt_setting id)
{
	struct bt_pairs *pairs = (struct bt_pairs *)(void *)((char *)s + offsets[id]);

	for (const char *line = specs[id].def; *line;) {
		size_t len = strcspn(line, "\n");
		size_t name = strcspn(line, " ");

		pairs_set(pairs, a, bt_arena_strndup(a, line, name),
		          bt_arena_strndup(a, line + name + 3, len - name - 3));
		line += len + (line[len] == '\n');
	}
}

void
bt_settings_init(struct bt_settings *s, struct bt_arena *a)
{
	memset(s, 0, sizeof(*s));
	for (int i = 0; i < BT_SETTING_COUNT; i++) {
		enum bt_setting id = (enum bt_setting)i;

		if (!specs[i].key)
			group_defaults(s, a, id);
		else
			BT_BUG_ON(bt_setting_parse(s, a, id, NULL, specs[i].def, NULL) != BT_OK);
	}
}

const char *
bt_pairs_find(const struct bt_pairs *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->at[i].name, name) == 0)
			return p->at[i].value;
	}
	return NULL;
}
