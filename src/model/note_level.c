#include "model/note_level.h"

#include <strings.h>

bool
bt_note_is_level(const struct bt_note *n)
{
	static const char *const names[] = {"", "level", "price", "close", "support", "resistance", "stop", "entry",
	                                    "record", "high", "low"};

	if (n->value != n->value || n->value != n->value_to)
		return false;
	if (n->kind == BT_NOTE_TARGET)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && n->kind == BT_NOTE_FACT; i++)
		if (strcasecmp(n->name, names[i]) == 0)
			return true;
	return false;
}

const char *
bt_note_level_label(const struct bt_note *n, struct bt_arena *a)
{
	char date[BT_DATE_SIZE];

	if (n->kind != BT_NOTE_TARGET)
		return bt_arena_printf(a, "%s %s", *n->name ? n->name : bt_note_kind_name(n->kind), n->text);
	return bt_arena_printf(a, "target %s %s", n->text, bt_date_format(n->date, date));
}
