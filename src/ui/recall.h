/* ui/recall.h - lines that were typed before, by kind (spec/entries.def), the newest last. */
#ifndef BT_UI_RECALL_H
#define BT_UI_RECALL_H

#include <stddef.h>

#define BT_RECALL_MAX 100                /* lines kept of a kind; the oldest go */

enum bt_entry {
#define BT_ENTRY(id, name, help) BT_ENTRY_##id,
#include "spec/entries.def"
	BT_ENTRY_COUNT
};
/* "search"; "" for the kind that is not kept. */
const char *bt_entry_name(enum bt_entry kind);

struct bt_recall {
	char *line[BT_ENTRY_COUNT][BT_RECALL_MAX];        /* owned, clean */
	size_t n[BT_ENTRY_COUNT];
};

void bt_recall_init(struct bt_recall *r);
void bt_recall_release(struct bt_recall *r);
/* Keep a line as the newest of its kind; one that is there already moves up.  Empty ones are not kept. */
void bt_recall_add(struct bt_recall *r, enum bt_entry kind, const char *text);
/* The line so many back (1 the newest), or NULL. */
const char *bt_recall_at(const struct bt_recall *r, enum bt_entry kind, size_t back);

#endif
