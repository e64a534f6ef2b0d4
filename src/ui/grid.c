#include "ui/grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

const struct bt_cell bt_cell_blank = {.text = " ", .role = BT_ROLE_TEXT};

void
bt_grid_init(struct bt_grid *g)
{
	*g = (struct bt_grid){0};
}

void
bt_grid_release(struct bt_grid *g)
{
	free(g->cell);
	bt_grid_init(g);
}

void
bt_grid_reset(struct bt_grid *g, int w, int h)
{
	size_t n = (size_t)w * (size_t)h;

	if (w != g->w || h != g->h) {
		g->cell = bt_xrealloc(g->cell, n, sizeof(*g->cell));
		g->w = w;
		g->h = h;
	}
	if (n)
		g->cell[0] = bt_cell_blank;
	for (size_t have = 1; have < n; have *= 2)       /* twice as many each time */
		memcpy(g->cell + have, g->cell, (have * 2 <= n ? have : n - have) * sizeof(*g->cell));
	g->cursor_x = g->cursor_y = 0;
	g->cursor_visible = false;
}

static struct bt_cell *
at(struct bt_grid *g, int x, int y)
{
	if (x < 0 || y < 0 || x >= g->w || y >= g->h)
		return NULL;
	return &g->cell[(size_t)y * (size_t)g->w + (size_t)x];
}

const struct bt_cell *
bt_grid_at(const struct bt_grid *g, int x, int y)
{
	if (x < 0 || y < 0 || x >= g->w || y >= g->h)
		return NULL;
	return &g->cell[(size_t)y * (size_t)g->w + (size_t)x];
}

/* Blank the other half of a wide character that c, at column x, was a half of. */
static void
split_wide(const struct bt_grid *g, struct bt_cell *c, int x)
{
	if (c->text[0] == '\0' && x > 0)
		memcpy(c[-1].text, " ", 2);
	if (x + 1 < g->w && c[1].text[0] == '\0')
		memcpy(c[1].text, " ", 2);
}

static void
put(struct bt_grid *g, int x, int y, enum bt_role role, const char *s, size_t n, int width)
{
	struct bt_cell *c = at(g, x, y);

	if (!c || n > BT_CELL_BYTES)
		return;
	if (width == 2 && x + 1 == g->w)        /* never half a character at the edge */
		s = " ", n = 1, width = 1;
	split_wide(g, c, x);
	if (n == 1)
		c->text[0] = *s;
	else
		memcpy(c->text, s, n);
	c->text[n] = '\0';
	c->role = (uint8_t)role;
	if (width == 2) {
		split_wide(g, c + 1, x + 1);
		c[1].text[0] = '\0';
		c[1].role = (uint8_t)role;
	}
}

static void
join_mark(struct bt_grid *g, int x, int y, const char *s, size_t n)
{
	struct bt_cell *c = at(g, x, y);
	size_t used;

	if (c && c->text[0] == '\0')
		c = at(g, x - 1, y);
	if (!c)
		return;
	used = strlen(c->text);
	if (used + n > BT_CELL_BYTES)
		return;
	memcpy(c->text + used, s, n);
	c->text[used + n] = '\0';
}

int
bt_grid_text(struct bt_grid *g, int x, int y, int columns, enum bt_role role, const char *s)
{
	size_t n = strlen(s);
	int used = 0;

	for (size_t i = 0; i < n;) {
		uint32_t cp = (unsigned char)s[i];
		size_t len = cp < 0x80 ? 1 : bt_utf8_decode(s + i, n - i, &cp);
		int width = bt_text_char_width(cp);

		if (width == 0 && used > 0)
			join_mark(g, x + used - 1, y, s + i, len);
		else if (used + width > columns)
			break;
		else if (width > 0)
			put(g, x + used, y, role, s + i, len, width);
		used += width;
		i += len;
	}
	return used;
}

int
bt_grid_printf(struct bt_grid *g, int x, int y, int columns, enum bt_role role, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return bt_grid_text(g, x, y, columns, role, text);
}

void
bt_grid_right(struct bt_grid *g, int x, int y, int columns, enum bt_role role, const char *s)
{
	int width = bt_text_width(s);
	int pad = width < columns ? columns - width : 0;

	bt_grid_text(g, x + pad, y, columns - pad, role, s);
}

int
bt_grid_cut(struct bt_grid *g, int x, int y, int columns, enum bt_role role, const char *s, bool ascii)
{
	int used;

	if (bt_text_width(s) <= columns)
		return bt_grid_text(g, x, y, columns, role, s);
	if (columns <= 0)
		return 0;
	used = bt_grid_text(g, x, y, columns - 1, role, s);
	return used + bt_grid_text(g, x + used, y, 1, role, ascii ? "." : "…");
}

void
bt_grid_fill(struct bt_grid *g, struct bt_rect r, enum bt_role role, const char *s)
{
	int x0 = r.x > 0 ? r.x : 0, x1 = r.x + r.w < g->w ? r.x + r.w : g->w;
	size_t n = strlen(s);

	if (n > BT_CELL_BYTES)
		return;
	for (int y = r.y; y < r.y + r.h && x0 < x1; y++) {
		put(g, x0, y, role, s, n, 1);
		put(g, x1 - 1, y, role, s, n, 1);
		for (struct bt_cell *c = at(g, x0, y), *end = c ? c + (x1 - x0) : c; c < end; c++) {
			memcpy(c->text, s, n + 1);
			c->role = (uint8_t)role;
		}
	}
}

void
bt_grid_select(struct bt_grid *g, int x, int y, int w)
{
	for (int i = 0; i < w; i++) {
		struct bt_cell *c = at(g, x + i, y);

		if (c)
			c->selected = 1;
	}
}

bool
bt_cell_equal(const struct bt_cell *a, const struct bt_cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0 ||  /* what stands behind the text may differ */
	       (a->role == b->role && a->selected == b->selected && strcmp(a->text, b->text) == 0);
}

bool
bt_cell_is_blank(const struct bt_cell *c)
{
	return c->text[0] == ' ' && !c->text[1];
}
