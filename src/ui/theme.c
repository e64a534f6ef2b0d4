#include "ui/theme.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	struct bt_look dark, light;
	short fg8;
	int mono;
} roles[] = {
#define BT_COLOR(id, dfg, dbg, dattr, lfg, lbg, lattr, fg8, mono) \
	[BT_ROLE_##id] = {{dfg, dbg, dattr}, {lfg, lbg, lattr}, fg8, mono},
#include "spec/colors.def"
};

/* Rising and falling: 256 colours on dark and on light ground, on a selected row of the light one, and 8.  Blue and orange stay at least 75
 * CIE76 apart in every kind of colour blindness; green and red fall to 10-24.  */
static const struct {
	short dark, light, selected, eight;
} updown_colors[][2] = {
	[BT_UPDOWN_BLUE_ORANGE] = {{75, 25, 25, 4}, {208, 130, 94, 3}},
	[BT_UPDOWN_GREEN_RED] = {{77, 28, 22, 2}, {210, 124, 124, 1}},
	[BT_UPDOWN_RED_GREEN] = {{210, 124, 124, 1}, {77, 28, 22, 2}},
};

/* Grounds of the heat map, small, medium and strong, on dark and on light: the text on them stays that of the
 * role; an edge is in the colour of its ground.  */
static const struct {
	enum bt_role ground, edge;
	int way;                         /* of the `updown` pair: 0 rising, 1 falling */
	short dark[3], light[3];         /* by enum bt_set_updown */
} heat_grounds[] = {
	{BT_ROLE_HEAT_UP1,   BT_ROLE_HEAT_EDGE_UP1,   0, {17, 22, 52},    {189, 194, 224}},
	{BT_ROLE_HEAT_UP2,   BT_ROLE_HEAT_EDGE_UP2,   0, {25, 28, 124},   {153, 157, 217}},
	{BT_ROLE_HEAT_UP3,   BT_ROLE_HEAT_EDGE_UP3,   0, {75, 77, 210},   {25, 28, 124}},
	{BT_ROLE_HEAT_DOWN1, BT_ROLE_HEAT_EDGE_DOWN1, 1, {52, 52, 22},    {223, 224, 194}},
	{BT_ROLE_HEAT_DOWN2, BT_ROLE_HEAT_EDGE_DOWN2, 1, {130, 124, 28},  {215, 217, 157}},
	{BT_ROLE_HEAT_DOWN3, BT_ROLE_HEAT_EDGE_DOWN3, 1, {208, 210, 77},  {130, 124, 28}},
};
#define N_GROUND (sizeof(heat_grounds) / sizeof(heat_grounds[0]))

/* Which of the `updown` pair a role is drawn in: 0 rising, 1 falling, -1 neither. */
static int
direction_of(enum bt_role role)
{
	for (size_t i = 0; i < N_GROUND; i++)
		if (heat_grounds[i].ground == role || heat_grounds[i].edge == role)
			return heat_grounds[i].way;
	return role == BT_ROLE_UP ? 0 : role == BT_ROLE_DOWN ? 1 : -1;
}

bool
bt_theme_has_grounds(enum bt_set_theme theme, int colors)
{
	return theme != BT_THEME_MONO && colors >= 256;
}

enum bt_set_theme
bt_theme_auto(const char *colorfgbg)
{
	const char *ground = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
	long number = ground ? strtol(ground + 1, NULL, 10) : 0;

	return number == 7 || number == 15 ? BT_THEME_LIGHT : BT_THEME_DARK;
}

struct bt_look
bt_theme_look(enum bt_set_theme theme, enum bt_set_updown updown, int colors, enum bt_role role, bool selected)
{
	bool light = theme == BT_THEME_LIGHT;
	struct bt_look look = light ? roles[role].light : roles[role].dark;
	struct bt_look ground = light ? roles[BT_ROLE_SELECT].light : roles[BT_ROLE_SELECT].dark;
	int way = direction_of(role);

	if (theme == BT_THEME_MONO || colors < 8) {
		look = (struct bt_look){-1, -1, roles[role].mono};
		if (selected)
			look.attr |= BT_REVERSE;
		return look;
	}
	if (role == BT_ROLE_UP || role == BT_ROLE_DOWN)
		look.fg = !light     ? updown_colors[updown][way].dark
		          : selected ? updown_colors[updown][way].selected
		                     : updown_colors[updown][way].light;
	for (size_t i = 0; i < N_GROUND; i++) {
		short color = light ? heat_grounds[i].light[updown] : heat_grounds[i].dark[updown];

		if (heat_grounds[i].ground == role)
			look.bg = color;
		if (heat_grounds[i].edge == role)
			look.fg = color;
	}
	if (colors < 256) {
		look = (struct bt_look){roles[role].fg8, -1, roles[role].mono & ~BT_FAINT};
		if (way >= 0)
			look.fg = updown_colors[updown][way].eight;
		if (selected)
			look.attr |= BT_REVERSE;
		return look;
	}
	if (selected && look.bg == -1)
		look.bg = ground.bg;
	return look;
}
