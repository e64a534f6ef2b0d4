/* ui/typed.h - what is typed behind ':': the commands of spec/typed.def, and every action by its name. */
#ifndef BT_UI_TYPED_H
#define BT_UI_TYPED_H

#include "model/settings.h"
#include "ui/screen.h"

enum bt_typed {
#define BT_TYPED(id, name, args, kinds, help) BT_TYPED_##id,
#include "spec/typed.def"
	BT_TYPED_COUNT
};

struct bt_typed_spec {
	const char *name, *args;
	const char *kinds;               /* of its arguments, see the table */
	const char *help;
};
const struct bt_typed_spec *bt_typed_spec(enum bt_typed t);
/* The command of that name, or BT_TYPED_COUNT. */
enum bt_typed bt_typed_find(const char *name);

/* Carry out a line; what is wrong with it stands on the status line.  A beginning that only one command has
 * is enough.  */
void bt_typed_run(struct bt_screen *s, const char *line, int64_t now_utc);

#endif
