#include "ui/prompt.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#define CHOICE_ROWS 8
#define CHOICE_WORD 24                   /* columns that words get beside their help */

void
bt_prompt_init(struct bt_prompt *p)
{
	memset(p, 0, sizeof(*p));
	bt_xarena_init(&p->choices.arena);
}

void
bt_prompt_release(struct bt_prompt *p)
{
	bt_arena_release(&p->choices.arena);
}

void
bt_prompt_open(struct bt_prompt *p, enum bt_entry kind, const char *label)
{
	p->open = true;
	p->kind = kind;
	p->label = label;
	p->text[0] = '\0';
	p->len = p->cursor = p->back = p->choices.n = 0;
}

/* --- places ------------------------------------------------------------------------------------ */

/* The character at byte i with the marks that stand on it. */
static size_t
length_at(const struct bt_prompt *p, size_t i)
{
	uint32_t cp;
	size_t n = bt_utf8_decode(p->text + i, p->len - i, &cp);

	while (i + n < p->len) {
		size_t more = bt_utf8_decode(p->text + i + n, p->len - i - n, &cp);

		if (bt_text_char_width(cp) != 0)
			break;
		n += more;
	}
	return n;
}

static size_t
before(const struct bt_prompt *p)
{
	size_t i = 0, last = 0;

	while (i < p->cursor) {
		last = i;
		i += length_at(p, i);
	}
	return last;
}

static size_t
word_before(const struct bt_prompt *p)
{
	size_t i = p->cursor;

	while (i > 0 && p->text[i - 1] == ' ')
		i--;
	while (i > 0 && p->text[i - 1] != ' ')
		i--;
	return i;
}

static size_t
place_of(const struct bt_prompt *p, enum bt_place to)
{
	switch (to) {
	case BT_PLACE_START:
		return 0;
	case BT_PLACE_WORD_BEFORE:
		return word_before(p);
	case BT_PLACE_BEFORE:
		return before(p);
	case BT_PLACE_AFTER:
		return p->cursor + (p->cursor < p->len ? length_at(p, p->cursor) : 0);
	case BT_PLACE_END:
		return p->len;
	}
	return p->cursor;
}

void
bt_prompt_go(struct bt_prompt *p, enum bt_place to)
{
	p->choices.n = 0;
	p->cursor = place_of(p, to);
}

/* --- changing the line -------------------------------------------------------------------------- */

/* Put n bytes in place of [from, to); the cursor stands behind them.  False: there is no room. */
static bool
replace(struct bt_prompt *p, size_t from, size_t to, const char *text, size_t n)
{
	if (p->len - (to - from) + n >= BT_PROMPT_SIZE)
		return false;
	memmove(p->text + from + n, p->text + to, p->len - to);
	memcpy(p->text + from, text, n);
	p->len = p->len - (to - from) + n;
	p->text[p->len] = '\0';
	p->cursor = from + n;
	return true;
}

void
bt_prompt_type(struct bt_prompt *p, const char *text)
{
	p->choices.n = 0;
	for (size_t n = strlen(text), i = 0; i < n;) {
		uint32_t cp;
		size_t len = bt_utf8_decode(text + i, n - i, &cp);

		if (!replace(p, p->cursor, p->cursor, text + i, len))
			return;
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
bt_prompt_erase(struct bt_prompt *p, enum bt_place to)
{
	size_t at = place_of(p, to), cursor = p->cursor;

	p->choices.n = 0;
	replace(p, at < cursor ? at : cursor, at < cursor ? cursor : at, "", 0);
}

static void
set_text(struct bt_prompt *p, const char *text)
{
	snprintf(p->text, sizeof(p->text), "%s", text);
	p->len = p->cursor = strlen(p->text);
}

void
bt_prompt_recall(struct bt_prompt *p, const struct bt_recall *r, int by)
{
	size_t back = p->back + (size_t)by;      /* wraps below 0 to what no history has */
	const char *line = back == 0 ? p->draft : bt_recall_at(r, p->kind, back);

	p->choices.n = 0;
	if (!line || (p->back == 0 && by < 0))
		return;
	if (p->back == 0)
		memcpy(p->draft, p->text, sizeof(p->draft));
	p->back = back;
	set_text(p, line);
}

/* --- completion --------------------------------------------------------------------------------- */

/* Bytes in which all choices agree, letter case aside. */
static size_t
common(const struct bt_choices *c)
{
	size_t n = strlen(c->at[0].word);

	for (size_t i = 1; i < c->n; i++) {
		size_t k = 0;

		while (k < n && strncasecmp(c->at[i].word + k, c->at[0].word + k, 1) == 0)
			k++;
		n = k;
	}
	return n;
}

static void
take_choice(struct bt_prompt *p, size_t i)
{
	const struct bt_choice *c = &p->choices.at[i];

	p->chosen = i;
	replace(p, p->choices.from, p->cursor, c->word, strlen(c->word));
}

void
bt_prompt_complete(struct bt_prompt *p, int by, bt_choose_fn *make, void *arg)
{
	struct bt_choices *c = &p->choices;

	if (c->n > 0) {
		size_t next = p->chosen == c->n ? (by > 0 ? 0 : c->n - 1)
		                                : (p->chosen + c->n + (size_t)by) % c->n;

		take_choice(p, next);
		return;
	}
	make(arg, p->text, p->cursor, c);
	p->chosen = c->n;
	if (c->n == 1) {
		take_choice(p, 0);
		if (c->spaced && p->cursor == p->len)
			replace(p, p->cursor, p->cursor, " ", 1);
		c->n = 0;
	} else if (c->n > 1 && c->by_prefix && common(c) > p->cursor - c->from) {
		replace(p, c->from, p->cursor, c->at[0].word, common(c));
	}
}

/* --- drawing ------------------------------------------------------------------------------------ */

void
bt_prompt_draw(const struct bt_prompt *p, struct bt_grid *g, struct bt_rect r)
{
	char typed[BT_PROMPT_SIZE];
	int used, room, width;
	const char *shown = p->text;

	snprintf(typed, sizeof(typed), "%.*s", (int)p->cursor, p->text);
	width = bt_text_width(typed);
	bt_grid_fill(g, r, BT_ROLE_PROMPT, " ");
	used = bt_grid_text(g, r.x, r.y, r.w, BT_ROLE_STRONG, p->label);
	room = r.w - used - 1;
	while (width > room && *shown) {         /* the cursor stays in sight */
		uint32_t cp;

		shown += bt_utf8_decode(shown, strlen(shown), &cp);
		width -= bt_text_char_width(cp);
	}
	bt_grid_text(g, r.x + used, r.y, room + 1, BT_ROLE_PROMPT, shown);
	g->cursor_x = r.x + used + (width > 0 ? width : 0);
	g->cursor_y = r.y;
	g->cursor_visible = true;
}

void
bt_prompt_draw_choices(const struct bt_prompt *p, struct bt_grid *g, struct bt_rect r, int top, bool ascii)
{
	const struct bt_choices *c = &p->choices;
	int rows = c->n < CHOICE_ROWS ? (int)c->n : CHOICE_ROWS, width = CHOICE_WORD;
	size_t first = p->chosen < c->n && p->chosen >= CHOICE_ROWS ? p->chosen - CHOICE_ROWS + 1 : 0;

	if (rows > r.y - top)
		rows = r.y - top;
	if (!p->open || rows <= 0)
		return;
	for (int i = 0; i < rows; i++) {
		const struct bt_choice *one = &c->at[first + (size_t)i];
		int y = r.y - rows + i, x = r.x + 1;
		bool chosen = first + (size_t)i == p->chosen;
		enum bt_role role = chosen ? BT_ROLE_BAR_KEY : BT_ROLE_BAR;

		bt_grid_fill(g, (struct bt_rect){r.x, y, r.w, 1}, BT_ROLE_BAR, " ");
		x += bt_grid_cut(g, x, y, width < r.w - 2 ? width : r.w - 2, role, one->word, ascii);
		if (x < r.x + width + 2)
			x = r.x + width + 2;
		if (x < r.x + r.w - 1)
			bt_grid_cut(g, x, y, r.x + r.w - 1 - x, BT_ROLE_BAR, one->help, ascii);
		if (i == rows - 1 && c->n > (size_t)rows) {
			char count[32];

			snprintf(count, sizeof(count), " %zu in all ", c->n);
			bt_grid_right(g, r.x, y, r.w - 1, BT_ROLE_BAR_KEY, count);
		}
	}
}
