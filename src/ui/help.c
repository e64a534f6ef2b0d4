#include "ui/help.h"

#include <stdio.h>
#include <string.h>

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

void
bt_help_open(struct bt_overlay *o, const struct bt_keymap *m)
{
	static const struct {
		enum bt_ctx ctx;
		const char *title;
	} parts[] = {{BT_CTX_MAIN, NULL}, {BT_CTX_CHART, "On a chart"},
	             {BT_CTX_ROTATION, "In the rotation view"}, {BT_CTX_HEAT, "On the heat map"},
	             {BT_CTX_PROMPT, "While a line is typed"}};

	bt_overlay_open(o, "Key bindings");
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		if (parts[p].title) {
			bt_overlay_add(o, "%s", "");
			bt_overlay_add(o, "%s", parts[p].title);
		}
		for (int a = 0; a < BT_ACTION_COUNT; a++) {
			const struct bt_action_spec *spec = bt_action_spec((enum bt_action)a);
			char keys[BT_KEYS_PER_ACTION * BT_KEY_NAME_SIZE];

			if (!(spec->contexts & (int)parts[p].ctx))
				continue;
			if (parts[p].ctx != BT_CTX_MAIN && (spec->contexts & BT_CTX_MAIN))
				continue;        /* listed above */
			keys_text(m, a, keys, sizeof(keys));
			bt_overlay_add(o, "  %-14s  %-48s  %s", keys, spec->help, spec->name);
		}
	}
}
