/* ui/prompt.h - one line that is being typed: a cursor in it, lines typed before, completions. */
#ifndef BT_UI_PROMPT_H
#define BT_UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/complete.h"
#include "ui/grid.h"
#include "ui/recall.h"

#define BT_PROMPT_SIZE 256

struct bt_prompt {
	bool open;
	enum bt_entry kind;
	const char *label;               /* "Search: "; a literal */
	char text[BT_PROMPT_SIZE];       /* clean; the cursor never stands inside a character */
	size_t len, cursor;
	size_t back;                     /* which line of the history it shows; 0 none */
	char draft[BT_PROMPT_SIZE];      /* what was typed before the history was looked at */
	struct bt_choices choices;       /* of the last completion; n = 0: none are shown */
	size_t chosen;                   /* the one that stands in the line; n: none yet */
};

void bt_prompt_init(struct bt_prompt *p);
void bt_prompt_release(struct bt_prompt *p);
void bt_prompt_open(struct bt_prompt *p, enum bt_entry kind, const char *label);
/* Add clean text (a character, or what was pasted) at the cursor; what does not fit is left out. */
void bt_prompt_type(struct bt_prompt *p, const char *text);
void bt_prompt_key(struct bt_prompt *p, int character);

/* A place in the line as seen from the cursor. */
enum bt_place { BT_PLACE_START, BT_PLACE_WORD_BEFORE, BT_PLACE_BEFORE, BT_PLACE_AFTER, BT_PLACE_END };
void bt_prompt_go(struct bt_prompt *p, enum bt_place to);
/* Erase all between the cursor and that place. */
void bt_prompt_erase(struct bt_prompt *p, enum bt_place to);

/* Show an older (by > 0) or newer line of the history; at its end what was typed comes back. */
void bt_prompt_recall(struct bt_prompt *p, const struct bt_recall *r, int by);

/* Complete the word before the cursor: the sole choice, or as much as all have in common, or the next
 * (by > 0) or previous of those shown.  `make` finds the choices.  */
typedef void bt_choose_fn(void *arg, const char *text, size_t cursor, struct bt_choices *out);
void bt_prompt_complete(struct bt_prompt *p, int by, bt_choose_fn *make, void *arg);

/* The line in r (one row); the choices, when there are some, over the rows above it down from `top`. */
void bt_prompt_draw(const struct bt_prompt *p, struct bt_grid *g, struct bt_rect r);
void bt_prompt_draw_choices(const struct bt_prompt *p, struct bt_grid *g, struct bt_rect r, int top,
                            bool ascii);

#endif
