#include "ui/keymap.h"

#include <stdio.h>
#include <string.h>

static const struct bt_action_spec specs[] = {
#define BT_ACTION(id, name, keys, contexts, help) [BT_ACTION_##id] = {name, keys, contexts, help},
#include "spec/actions.def"
};

const struct bt_action_spec *
bt_action_spec(enum bt_action a)
{
	return &specs[a];
}

enum bt_action
bt_action_find(const char *name)
{
	int a = 0;

	while (a < BT_ACTION_COUNT && strcmp(specs[a].name, name) != 0)
		a++;
	return (enum bt_action)a;
}

/* Read a blank-separated list of key names; false at the first that is none. */
static bool
parse_keys(const char *keys, int out[BT_KEYS_PER_ACTION])
{
	int n = 0;

	memset(out, 0, sizeof(int) * BT_KEYS_PER_ACTION);
	while (*(keys += strspn(keys, " \t"))) {
		size_t len = strcspn(keys, " \t");
		int key = bt_key_parse(keys, len);

		if (key == BT_KEY_NONE || n == BT_KEYS_PER_ACTION)
			return false;
		out[n++] = key;
		keys += len;
	}
	return true;
}

void
bt_keymap_init(struct bt_keymap *m)
{
	for (int a = 0; a < BT_ACTION_COUNT; a++)
		BT_BUG_ON(!parse_keys(specs[a].keys, m->key[a]));
}

/* Take a key from an action; true when it held it. */
static bool
take_key(int keys[BT_KEYS_PER_ACTION], int key)
{
	int kept = 0;
	bool held = false;

	for (int i = 0; i < BT_KEYS_PER_ACTION; i++) {
		if (keys[i] == key)
			held = true;
		else
			keys[kept++] = keys[i];
	}
	while (kept < BT_KEYS_PER_ACTION)
		keys[kept++] = BT_KEY_NONE;
	return held;
}

/* "q was quit's". */
static void
tell_taken(struct bt_err *err, int key, const char *from)
{
	char name[BT_KEY_NAME_SIZE];
	size_t used = err ? strlen(err->text) : 0;

	if (err)
		snprintf(err->text + used, sizeof(err->text) - used, "%s%s was the key of %s", used ? "; " : "",
		         bt_key_name(key, name), from);
}

enum bt_status
bt_keymap_bind(struct bt_keymap *m, const char *name, const char *keys, struct bt_err *err)
{
	enum bt_action a = bt_action_find(name);
	int parsed[BT_KEYS_PER_ACTION];

	if (a == BT_ACTION_COUNT)
		return bt_err_set(err, BT_E_USAGE, "there is no action \"%s\"; the help (?) names all", name);
	if (!parse_keys(keys, parsed))
		return bt_err_set(err, BT_E_USAGE, "%s: \"%s\" is no list of keys, such as \"q F10 ^X\"",
		                  name, keys);
	if (err)
		err->text[0] = '\0';
	for (int i = 0; i < BT_KEYS_PER_ACTION && parsed[i]; i++)
		for (int other = 0; other < BT_ACTION_COUNT; other++)
			if (other != (int)a && specs[other].contexts & specs[a].contexts &&
			    take_key(m->key[other], parsed[i]))
				tell_taken(err, parsed[i], specs[other].name);
	memcpy(m->key[a], parsed, sizeof(parsed));
	return BT_OK;
}

enum bt_action
bt_keymap_action(const struct bt_keymap *m, int key, int ctx)
{
	for (int a = 0; a < BT_ACTION_COUNT; a++) {
		if (!(specs[a].contexts & ctx))
			continue;
		for (int i = 0; i < BT_KEYS_PER_ACTION && m->key[a][i]; i++)
			if (m->key[a][i] == key)
				return (enum bt_action)a;
	}
	return BT_ACTION_COUNT;
}

char *
bt_keymap_hint(const struct bt_keymap *m, enum bt_action a, char buf[BT_KEY_NAME_SIZE])
{
	buf[0] = '\0';
	return m->key[a][0] ? bt_key_name(m->key[a][0], buf) : buf;
}
