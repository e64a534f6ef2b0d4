#include "ui/palette.h"

bool
bt_look_is_ground(struct bt_look look)
{
	return !(look.attr & (BT_UNDERLINE | BT_REVERSE));
}

static bool
is_same(struct bt_look a, struct bt_look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

static bool
is_same_ground(struct bt_look a, struct bt_look b)
{
	return is_same(a, b) || (bt_look_is_ground(a) && bt_look_is_ground(b) && a.bg == b.bg);
}

/* Number look i by the first one that is like it. */
static uint8_t
number(const struct bt_look *all, uint8_t i, bool (*is_like)(struct bt_look, struct bt_look))
{
	uint8_t first = 0;

	while (!is_like(all[first], all[i]))
		first++;
	return (uint8_t)(first + 1);
}

struct bt_look
bt_look_numbered(const struct bt_palette *p, int number)
{
	return p->look[(number - 1) / 2][(number - 1) % 2];
}

void
bt_palette_init(struct bt_palette *p, enum bt_set_theme theme, enum bt_set_updown updown,
                struct bt_palette_limits limits)
{
	for (int i = 0; i < BT_LOOKS; i++) {
		struct bt_look look = bt_theme_look(theme, updown, limits.colors, (enum bt_role)(i / 2), i % 2);

		look.attr &= limits.attrs;
		if (look.fg >= 0 || look.bg >= 0)
			look.attr &= limits.attrs_in_color;
		p->look[i / 2][i % 2] = look;
	}
	for (uint8_t i = 0; i < BT_LOOKS; i++) {
		p->same[i / 2][i % 2] = number(p->look[0], i, is_same);
		p->ground[i / 2][i % 2] = number(p->look[0], i, is_same_ground);
	}
}
