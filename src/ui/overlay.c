#include "ui/overlay.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

void
bt_overlay_init(struct bt_overlay *o)
{
	*o = (struct bt_overlay){.found = -1};
	bt_xarena_init(&o->arena);
}

void
bt_overlay_release(struct bt_overlay *o)
{
	bt_arena_release(&o->arena);
}

void
bt_overlay_open(struct bt_overlay *o, const char *title)
{
	bt_arena_release(&o->arena);
	o->title = bt_arena_strdup(&o->arena, title);
	o->open = true;
	o->n = o->top = 0;
	o->found = -1;
	o->picks = false;
}

void
bt_overlay_add(struct bt_overlay *o, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	if (o->n == BT_OVERLAY_LINES)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	o->line[o->n++] = bt_arena_strdup(&o->arena, text);
}

void
bt_overlay_wrap(struct bt_overlay *o, int columns, const char *text)
{
	while (*text) {
		size_t fit = bt_text_fit(text, columns > 8 ? columns : 8), cut = fit;

		if (text[fit]) {
			while (cut > 0 && text[cut] != ' ')
				cut--;
			if (cut == 0)
				cut = fit;
		}
		bt_overlay_add(o, "%.*s", (int)cut, text);
		text += cut;
		text += strspn(text, " ");
	}
}

static void
scroll(struct bt_overlay *o, long top)
{
	long last = (long)o->n - (long)o->page;

	if (top > last)
		top = last;
	o->top = top > 0 ? (size_t)top : 0;
}

void
bt_overlay_pick(struct bt_overlay *o, size_t line)
{
	o->picks = true;
	o->selected = line < o->n ? line : o->n ? o->n - 1 : 0;
}

void
bt_overlay_move(struct bt_overlay *o, long by)
{
	long to = (long)o->selected + by;

	if (o->picks)
		bt_overlay_pick(o, to > 0 ? (size_t)to : 0);
	else
		scroll(o, (long)o->top + by);
}

/* The selected line stays in sight. */
static void
scroll_to_selected(struct bt_overlay *o)
{
	size_t top = o->top;

	if (o->picks && o->selected < top)
		top = o->selected;
	if (o->picks && o->selected >= top + o->page)
		top = o->selected - o->page + 1;
	scroll(o, (long)top);
}

bool
bt_overlay_search(struct bt_overlay *o, const struct bt_match *m, int direction)
{
	long n = (long)o->n, at = o->found >= 0 ? o->found : (direction > 0 ? -1 : n);

	for (long step = 1; step <= n; step++) {
		long i = ((at + step * direction) % n + n) % n;

		if (bt_match_has(m, o->line[i])) {
			o->found = i;
			scroll(o, i - (long)o->page / 2);
			if (o->picks)
				o->selected = (size_t)i;
			return true;
		}
	}
	return false;
}

void
bt_overlay_draw(struct bt_overlay *o, struct bt_grid *g, struct bt_rect r, bool ascii)
{
	bt_grid_fill(g, r, BT_ROLE_TEXT, " ");
	r.x += 1;                       /* a margin, so that it reads as a page of its own */
	r.w -= 2;
	bt_grid_cut(g, r.x, r.y, r.w, BT_ROLE_FOCUS, o->title, ascii);
	o->page = r.h > 1 ? (size_t)r.h - 1 : 1;
	scroll_to_selected(o);
	for (int y = 1; y < r.h && o->top + (size_t)y - 1 < o->n; y++) {
		size_t i = o->top + (size_t)y - 1;

		bt_grid_cut(g, r.x, r.y + y, r.w, (long)i == o->found ? BT_ROLE_STRONG : BT_ROLE_TEXT,
		            o->line[i], ascii);
		if (o->picks && i == o->selected)
			bt_grid_select(g, r.x, r.y + y, r.w);
	}
	if (o->n > o->page) {
		char place[32];

		snprintf(place, sizeof(place), "%zu-%zu of %zu", o->top + 1,
		         o->top + o->page < o->n ? o->top + o->page : o->n, o->n);
		bt_grid_right(g, r.x, r.y, r.w, BT_ROLE_DIM, place);
	}
	g->cursor_x = r.x;
	g->cursor_y = r.y + 1 < r.y + r.h ? r.y + 1 : r.y;
	if (o->picks)
		g->cursor_y += (int)(o->selected - o->top);
}
