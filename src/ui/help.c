#include "ui/help.h"

#include <stdio.h>
#include <string.h>

#include "ui/typed.h"

/* All keys of an action, joined by blanks. */
static void
keys_text(const struct bt_keymap *m, int action, char *buf, size_t size)
{
	size_t used = 0;

	buf[0] = '\0';
	for (int i = 0; i < BT_KEYS_PER_ACTION && m->key[action][i]; i++) {
		char name[BT_KEY_NAME_SIZE];

		used += (size_t)snprintf(buf + used, size - used, "%s%s", used ? " " : "",
		                         bt_key_name(m->key[action][i], name));
	}
}

static const char *const titles[] = {
#define BT_CONTEXT(id, title) title,
#include "spec/contexts.def"
};

/* The keys that act in one context; those that are everywhere stand there alone. */
static void
add_part(struct bt_overlay *o, const struct bt_keymap *m, int number, bool first)
{
	int ctx = 1 << number, others = ctx == BT_CTX_MAIN ? 0 : BT_CTX_MAIN;

	if (!first)
		bt_overlay_add(o, "%s", "");
	bt_overlay_add(o, "%s", titles[number]);
	for (int a = 0; a < BT_ACTION_COUNT; a++) {
		const struct bt_action_spec *spec = bt_action_spec((enum bt_action)a);
		char keys[BT_KEYS_PER_ACTION * BT_KEY_NAME_SIZE];

		if (!(spec->contexts & ctx) || (spec->contexts & others))
			continue;
		keys_text(m, a, keys, sizeof(keys));
		bt_overlay_add(o, "  %-14s  %-48s  %s", keys, spec->help, spec->name);
	}
}

static void
add_commands(struct bt_overlay *o)
{
	bt_overlay_add(o, "%s", "");
	bt_overlay_add(o, "%s", "Commands, behind ':' (and every name above)");
	for (int t = 0; t < BT_TYPED_COUNT; t++) {
		const struct bt_typed_spec *spec = bt_typed_spec((enum bt_typed)t);
		char usage[64];

		snprintf(usage, sizeof(usage), "%s %s", spec->name, spec->args);
		bt_overlay_add(o, "  %-28s  %s", usage, spec->help);
	}
	bt_overlay_add(o, "  %-28s  %s", "N, $, /TEXT", "Go to row N, the last, the next with the text");
#define BT_TYPED(id, name, args, kinds, help)
#define BT_TYPED_SHORT(word, name) bt_overlay_add(o, "  %-28s  The same as %s", word, name);
#include "spec/typed.def"
}

void
bt_help_open(struct bt_overlay *o, const struct bt_keymap *m, int own, const char *view)
{
	char title[64];
	bool first = true;

	snprintf(title, sizeof(title), "Key bindings: %s", view);
	bt_overlay_open(o, title);
	for (int round = 0; round < 2; round++) {
		for (int number = 0; number < BT_CTX_COUNT; number++) {
			bool is_own = own & 1 << number;

			/* a text has only keys that are everywhere, too */
			if (is_own != (round == 0) || 1 << number == BT_CTX_HELP)
				continue;
			add_part(o, m, number, first);
			first = false;
		}
	}
	add_commands(o);
}
