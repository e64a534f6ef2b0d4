#include "ui/stack.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

#define LEAST 4                          /* rows of a part with its title: below that it says nothing */

/* The parts that are drawn, and their rows. */
struct stack {
	const struct bt_stack_part *part[BT_STACK_PARTS];
	int h[BT_STACK_PARTS];
	size_t n;
};

/* Leave out parts by rank until the others have room. */
static void
choose(struct stack *s, const struct bt_stack_part *part, size_t n, int h)
{
	for (size_t i = 0; i < n && i < BT_STACK_PARTS; i++)
		s->part[s->n++] = &part[i];
	while (s->n > 1 && h < (int)s->n * LEAST + 1) {
		size_t out = 0;

		for (size_t i = 1; i < s->n; i++)
			if (s->part[i]->rank > s->part[out]->rank)
				out = i;
		memmove(&s->part[out], &s->part[out + 1], (s->n - out - 1) * sizeof(s->part[0]));
		s->n--;
	}
}

/* Rows by weight, none below the least; the last has a row of dates more, and takes the rest. */
static void
share(struct stack *s, int h)
{
	int weight = 0, left = s->n > 1 ? h - 1 : h;

	for (size_t i = 0; i < s->n; i++)
		weight += s->part[i]->weight;
	for (size_t i = 0; i < s->n; i++) {
		int behind = (int)(s->n - i - 1) * LEAST;

		s->h[i] = i + 1 == s->n ? left : left * s->part[i]->weight / (weight ? weight : 1);
		if (s->n > 1 && s->h[i] < LEAST)
			s->h[i] = LEAST;
		if (s->h[i] > left - behind)
			s->h[i] = left - behind;
		left -= s->h[i];
		weight -= s->part[i]->weight;
	}
	s->h[s->n - 1] += s->n > 1;
}

/* The entry that a title tells of: under the crosshair, else the newest with a value. */
static size_t
told(const struct bt_chart *c)
{
	size_t i = c->n;

	if (c->cross < c->n)
		return c->cross;
	while (i > 1 && !isfinite(c->value[i - 1]))
		i--;
	return i ? i - 1 : 0;
}

/* For numbers a digit finer than those at the axis. */
static struct bt_scale
fine_scale(const struct bt_chart *c)
{
	struct bt_scale s = bt_scale_of(c->value, c->n, false);

	s.hi = s.lo + (s.hi - s.lo) / 10;
	return s;
}

/* "RSI 14  66.2 ─────". */
static void
draw_title(const struct bt_stack_part *p, const struct bt_chart *c, struct bt_grid *g, struct bt_rect r)
{
	struct bt_scale scale = fine_scale(c);
	bool ascii = c->glyphs == BT_GLYPHS_ASCII;
	size_t at = told(c);
	int x = r.x, end = r.x + r.w;
	char text[BT_AXIS_LABEL];

	bt_grid_fill(g, (struct bt_rect){r.x, r.y, r.w, 1}, BT_ROLE_BORDER, ascii ? "-" : "─");
	x += bt_grid_cut(g, x, r.y, end - x, BT_ROLE_TITLE, p->name, ascii);
	x += bt_grid_printf(g, x, r.y, end - x, BT_ROLE_STRONG, " %s ", c->n && isfinite(c->value[at]) ?
	                    bt_axis_number(&scale, c->value[at], text) : "-");
	if (p->other && c->n_line && c->n) {
		double v = c->line[0].value[at];

		x += bt_grid_printf(g, x, r.y, end - x, c->line[0].role, " %s ",
		                    bt_stroke_sample(c->line[0].stroke, c->glyphs));
		x += bt_grid_printf(g, x, r.y, end - x, BT_ROLE_DIM, "%s %s ", p->other,
		                    isfinite(v) ? bt_axis_number(&scale, v, text) : "-");
	}
	if (p->note && bt_text_width(p->note) + 2 <= end - x)
		bt_grid_printf(g, x, r.y, end - x, BT_ROLE_DIM, " %s ", p->note);
}

/* The chart of a part as it is drawn. */
static struct bt_chart
chart_of(const struct stack *s, size_t i, int label_w)
{
	struct bt_chart c = s->part[i]->chart;

	c.undated = i + 1 < s->n;
	c.label_w = label_w;
	c.above = i ? &s->part[0]->chart : NULL;
	return c;
}

/* Its rectangle, below its title. */
static struct bt_rect
rect_of(const struct stack *s, size_t i, struct bt_rect r)
{
	bool titled = s->part[i]->name != NULL;

	for (size_t k = 0; k < i; k++)
		r.y += s->h[k];
	return (struct bt_rect){r.x, r.y + titled, r.w, s->h[i] - titled};
}

static int
label_w(const struct stack *s, struct bt_rect r)
{
	int w = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct bt_chart c = chart_of(s, i, 0);
		int own = bt_chart_label_w(&c, rect_of(s, i, r));

		w = own > w ? own : w;
	}
	return w;
}

struct bt_chart_place
bt_stack_draw(const struct bt_stack_part *part, size_t n, struct bt_grid *g, struct bt_rect r)
{
	struct stack s = {.n = 0};
	struct bt_chart_place first = {.scale = {NAN, NAN, false}};
	int w;

	if (n == 0 || r.w < 1 || r.h < 1)
		return first;
	choose(&s, part, n, r.h);
	share(&s, r.h);
	w = label_w(&s, r);
	for (size_t i = 0; i < s.n; i++) {
		struct bt_chart c = chart_of(&s, i, w);
		struct bt_rect at = rect_of(&s, i, r);
		struct bt_chart_place place;

		if (s.part[i]->name)
			draw_title(s.part[i], &c, g, (struct bt_rect){r.x, at.y - 1, r.w, 1});
		place = bt_chart_draw(&c, g, at);
		if (i == 0)
			first = place;
	}
	return first;
}
