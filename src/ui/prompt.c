#include "ui/prompt.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

void
bt_prompt_open(struct bt_prompt *p, const char *label)
{
	*p = (struct bt_prompt){.open = true, .label = label};
}

void
bt_prompt_type(struct bt_prompt *p, const char *text)
{
	for (size_t n = strlen(text), i = 0; i < n;) {
		uint32_t cp;
		size_t len = bt_utf8_decode(text + i, n - i, &cp);

		if (p->len + len >= BT_PROMPT_SIZE)
			return;
		memcpy(p->text + p->len, text + i, len);
		p->len += len;
		p->text[p->len] = '\0';
		i += len;
	}
}

void
bt_prompt_key(struct bt_prompt *p, int character)
{
	char utf8[5];
	char clean[8];

	utf8[bt_utf8_encode((uint32_t)character, utf8)] = '\0';
	bt_text_clean(utf8, strlen(utf8), clean, sizeof(clean));
	bt_prompt_type(p, clean);
}

void
bt_prompt_erase(struct bt_prompt *p, bool all)
{
	while (p->len > 0) {
		unsigned char c = (unsigned char)p->text[--p->len];

		if (!all && (c & 0xC0) != 0x80)
			break;
	}
	p->text[p->len] = '\0';
}

void
bt_prompt_draw(const struct bt_prompt *p, struct bt_grid *g, struct bt_rect r)
{
	int used, room, width = bt_text_width(p->text);
	const char *tail = p->text;

	bt_grid_fill(g, r, BT_ROLE_PROMPT, " ");
	used = bt_grid_text(g, r.x, r.y, r.w, BT_ROLE_STRONG, p->label);
	room = r.w - used - 1;
	while (width > room && *tail) {          /* the end is what is being typed */
		uint32_t cp;

		tail += bt_utf8_decode(tail, strlen(tail), &cp);
		width -= bt_text_char_width(cp);
	}
	used += bt_grid_text(g, r.x + used, r.y, room, BT_ROLE_PROMPT, tail);
	g->cursor_x = r.x + used;
	g->cursor_y = r.y;
	g->cursor_visible = true;
}
