/* ui/complete.h - what a word that is being typed can become. */
#ifndef BT_UI_COMPLETE_H
#define BT_UI_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "ui/recall.h"

#define BT_CHOICES_MAX 200

struct bt_choice {
	const char *word;
	const char *help;                /* what it is, or "" */
};

struct bt_choices {
	struct bt_arena arena;           /* of the words */
	struct bt_choice at[BT_CHOICES_MAX];
	size_t n;
	size_t from;                     /* byte of the line where the word begins */
	bool by_prefix;                  /* each begins with what was typed */
	bool spaced;                     /* a blank goes behind one that is taken */
	char ask[64];                    /* nothing here fits this word: a source may know it; "" else */
};

struct bt_screen;

/* Fill *out (its arena is emptied) with what the word that ends at the cursor of a line of that kind can
 * become: what begins with it, or else what has a word of its help begin with it.  */
void bt_complete(const struct bt_screen *s, enum bt_entry kind, const char *text, size_t cursor,
                 struct bt_choices *out);

#endif
