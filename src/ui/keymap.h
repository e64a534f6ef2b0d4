/* ui/keymap.h - which key does what, where: the table of spec/actions.def and the user's changes. */
#ifndef BT_UI_KEYMAP_H
#define BT_UI_KEYMAP_H

#include "base/err.h"
#include "ui/key.h"

/* Where a key acts: the rows of spec/contexts.def, a bit each. */
enum bt_ctx_number {
#define BT_CONTEXT(id, title) BT_CTX_NUMBER_##id,
#include "spec/contexts.def"
	BT_CTX_COUNT
};
enum bt_ctx {
#define BT_CONTEXT(id, title) BT_CTX_##id = 1 << BT_CTX_NUMBER_##id,
#include "spec/contexts.def"
	BT_CTX_ALL = (1 << BT_CTX_COUNT) - 1,
};

enum bt_action {
#define BT_ACTION(id, name, keys, contexts, help) BT_ACTION_##id,
#include "spec/actions.def"
	BT_ACTION_COUNT
};

struct bt_action_spec {
	const char *name;
	const char *keys;        /* default keys, joined by blanks */
	int contexts;
	const char *help;
};
const struct bt_action_spec *bt_action_spec(enum bt_action a);
enum bt_action bt_action_find(const char *name);         /* or BT_ACTION_COUNT */

#define BT_KEYS_PER_ACTION 10

struct bt_keymap {
	int key[BT_ACTION_COUNT][BT_KEYS_PER_ACTION];    /* ends in BT_KEY_NONE or is full */
};

/* The default keys. */
void bt_keymap_init(struct bt_keymap *m);

/* Bind an action to these keys instead.  A key that another action of a shared context holds is taken
 * from it: err->text then says so, else it is "".  BT_E_USAGE: an unknown name or key; nothing changed.  */
BT_MUST_CHECK enum bt_status bt_keymap_bind(struct bt_keymap *m, const char *name, const char *keys,
                                            struct bt_err *err);

/* The action of a key in any of these contexts (a set of enum bt_ctx), or BT_ACTION_COUNT. */
enum bt_action bt_keymap_action(const struct bt_keymap *m, int key, int ctx);

/* The first key of an action, for hints; "" when it has none. */
char *bt_keymap_hint(const struct bt_keymap *m, enum bt_action a, char buf[BT_KEY_NAME_SIZE]);

#endif
