#include "ui/flow.h"

#include <string.h>

#include "base/text.h"

struct bt_flow
bt_flow_open(struct bt_grid *g, struct bt_rect r, size_t top, bool ascii)
{
	return (struct bt_flow){.g = g, .r = r, .y = -(long)top, .ascii = ascii};
}

size_t
bt_flow_lines(const struct bt_flow *f, size_t top)
{
	return (size_t)(f->y + (long)top);
}

static bool
is_shown(const struct bt_flow *f)
{
	return f->y >= 0 && f->y < f->r.h;
}

/* n bytes of text on the present line. */
static void
put(const struct bt_flow *f, int x, enum bt_role role, const char *text, size_t n)
{
	char part[1024];

	if (!is_shown(f))
		return;
	n = n < sizeof(part) ? n : sizeof(part) - 1;
	memcpy(part, text, n);
	part[n] = '\0';
	bt_grid_text(f->g, f->r.x + x, f->r.y + (int)f->y, f->r.w - x, role, part);
}

/* The bytes of one line: as many as fit, cut at the last blank, or within a word that is too long. */
static size_t
line_length(const char *text, size_t end, int columns)
{
	size_t fit = bt_text_fit(text, columns > 0 ? columns : 1), cut;

	if (fit >= end)
		return end;
	for (cut = fit; cut > 0 && text[cut] != ' '; cut--)
		;
	if (cut > 0)
		return cut;
	return fit > 0 ? fit : end;      /* a wide character in one column: nowhere to go */
}

void
bt_flow_hanging(struct bt_flow *f, enum bt_role role, const char *text, int indent)
{
	const char *end = text + strcspn(text, "\n");
	int x = 0;

	if (f->r.w <= 0)
		return;
	for (;;) {
		size_t n = line_length(text, (size_t)(end - text), f->r.w - x);

		put(f, x, role, text, n);
		f->y++;
		x = indent < f->r.w - 8 ? indent : 0;
		text += n;
		text += strspn(text, " ");
		if (text < end)
			continue;
		if (!*end)
			return;
		text = end + 1;
		end = text + strcspn(text, "\n");
	}
}

void
bt_flow_text(struct bt_flow *f, enum bt_role role, const char *text)
{
	bt_flow_hanging(f, role, text, 0);
}

void
bt_flow_blank(struct bt_flow *f)
{
	f->y++;
}

struct bt_flow_line
bt_flow_line(struct bt_flow *f)
{
	return (struct bt_flow_line){.f = f};
}

void
bt_flow_part(struct bt_flow_line *l, enum bt_role role, const char *text)
{
	int width = bt_text_width(text);

	if (l->x > 0 && l->x + width > l->f->r.w) {
		l->f->y++;
		l->x = 0;
	}
	if (is_shown(l->f))
		bt_grid_cut(l->f->g, l->f->r.x + l->x, l->f->r.y + (int)l->f->y, l->f->r.w - l->x, role, text,
		            l->f->ascii);
	l->x += width;
}

void
bt_flow_end(struct bt_flow_line *l)
{
	l->f->y++;
}
