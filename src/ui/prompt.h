/* ui/prompt.h - one line that is being typed. */
#ifndef BT_UI_PROMPT_H
#define BT_UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/grid.h"

#define BT_PROMPT_SIZE 256

struct bt_prompt {
	bool open;
	const char *label;               /* "Search: "; a literal */
	char text[BT_PROMPT_SIZE];
	size_t len;
};

void bt_prompt_open(struct bt_prompt *p, const char *label);
/* Add clean text (a character, or what was pasted); what does not fit is left out. */
void bt_prompt_type(struct bt_prompt *p, const char *text);
void bt_prompt_key(struct bt_prompt *p, int character);
void bt_prompt_erase(struct bt_prompt *p, bool all);
void bt_prompt_draw(const struct bt_prompt *p, struct bt_grid *g, struct bt_rect r);

#endif
