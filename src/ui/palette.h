/* ui/palette.h - how every role looks on one terminal, and which of them look the same. */
#ifndef BT_UI_PALETTE_H
#define BT_UI_PALETTE_H

#include "ui/theme.h"

/* Numbers of looks go to BT_LOOKS. */
#define BT_LOOKS (2 * BT_ROLE_COUNT)

/* By role, and whether its row is selected. */
struct bt_palette {
	struct bt_look look[BT_ROLE_COUNT][2];
	uint8_t same[BT_ROLE_COUNT][2];          /* from 1; equal numbers: text looks the same */
	uint8_t ground[BT_ROLE_COUNT][2];        /* from 1; equal numbers: a blank looks the same */
};

/* What a terminal may have less than a theme wants. */
struct bt_palette_limits {
	int colors;              /* below 8: none */
	int attrs;               /* bits of enum bt_attr that it has */
	int attrs_in_color;      /* of them, those that go together with a colour */
};

void bt_palette_init(struct bt_palette *p, enum bt_set_theme theme, enum bt_set_updown updown,
                     struct bt_palette_limits limits);

/* The look that has that number in `same`. */
struct bt_look bt_look_numbered(const struct bt_palette *p, int number);

/* Does a blank of that look show its ground alone: no line, and nothing reversed? */
bool bt_look_is_ground(struct bt_look look);

#endif
