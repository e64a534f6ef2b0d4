/* ui/flow.h - a text that flows down a rectangle, wrapped at blanks and scrolled by lines.
 *
 * Put lines one after the other; those above and below the rectangle are counted and not drawn.  Text is
 * clean; in it a newline ends a line.  */
#ifndef BT_UI_FLOW_H
#define BT_UI_FLOW_H

#include "ui/grid.h"

struct bt_flow {
	struct bt_grid *g;
	struct bt_rect r;
	long y;                  /* of the next line, from the top of the rectangle; negative: above it */
	bool ascii;
};

/* A flow whose first `top` lines are above the rectangle. */
struct bt_flow bt_flow_open(struct bt_grid *g, struct bt_rect r, size_t top, bool ascii);

void bt_flow_text(struct bt_flow *f, enum bt_role role, const char *text);
/* The same with each line but the first this many columns further right. */
void bt_flow_hanging(struct bt_flow *f, enum bt_role role, const char *text, int indent);
void bt_flow_blank(struct bt_flow *f);

/* A line of parts of different roles; a part that does not fit goes to the next line. */
struct bt_flow_line {
	struct bt_flow *f;
	int x;
};
struct bt_flow_line bt_flow_line(struct bt_flow *f);
void bt_flow_part(struct bt_flow_line *l, enum bt_role role, const char *text);
void bt_flow_end(struct bt_flow_line *l);

/* Lines put so far. */
size_t bt_flow_lines(const struct bt_flow *f, size_t top);

#endif
