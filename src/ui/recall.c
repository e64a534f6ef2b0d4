#include "ui/recall.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

const char *
bt_entry_name(enum bt_entry kind)
{
	static const char *const names[] = {
#define BT_ENTRY(id, name, help) name,
#include "spec/entries.def"
	};

	return names[kind];
}

void
bt_recall_init(struct bt_recall *r)
{
	memset(r, 0, sizeof(*r));
}

void
bt_recall_release(struct bt_recall *r)
{
	for (int kind = 0; kind < BT_ENTRY_COUNT; kind++)
		for (size_t i = 0; i < r->n[kind]; i++)
			free(r->line[kind][i]);
	bt_recall_init(r);
}

/* Take the i-th line out of its list. */
static char *
take(struct bt_recall *r, enum bt_entry kind, size_t i)
{
	char **line = r->line[kind];
	char *taken = line[i];

	r->n[kind]--;
	memmove(line + i, line + i + 1, (r->n[kind] - i) * sizeof(*line));
	return taken;
}

void
bt_recall_add(struct bt_recall *r, enum bt_entry kind, const char *text)
{
	char *kept = NULL;

	if (kind == BT_ENTRY_PLAIN || !*text)
		return;
	for (size_t i = 0; i < r->n[kind] && !kept; i++)
		if (strcmp(r->line[kind][i], text) == 0)
			kept = take(r, kind, i);
	if (!kept && r->n[kind] == BT_RECALL_MAX)
		free(take(r, kind, 0));
	r->line[kind][r->n[kind]++] = kept ? kept : bt_xstrdup(text);
}

const char *
bt_recall_at(const struct bt_recall *r, enum bt_entry kind, size_t back)
{
	return back > 0 && back <= r->n[kind] ? r->line[kind][r->n[kind] - back] : NULL;
}
