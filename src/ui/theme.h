/* ui/theme.h - how the roles of cells look: colours and attributes, without knowing curses. */
#ifndef BT_UI_THEME_H
#define BT_UI_THEME_H

#include <stdbool.h>

#include "model/settings.h"
#include "ui/grid.h"

/* Attributes of a look; curses' own are ui/term's affair. */
enum bt_attr { BT_BOLD = 1, BT_FAINT = 2, BT_UNDERLINE = 4, BT_REVERSE = 8 };

/* What "auto" means here: light when COLORFGBG says that the ground is, else dark. */
enum bt_set_theme bt_theme_auto(const char *colorfgbg);

struct bt_look {
	short fg, bg;            /* colour numbers; -1 the terminal's own */
	int attr;
};

/* The look of a role on a terminal of `colors` colours (below 8: as MONO). */
struct bt_look bt_theme_look(enum bt_set_theme theme, enum bt_set_updown updown, int colors, enum bt_role role,
                             bool selected);

/* Has each level of the heat map a ground of its own there? */
bool bt_theme_has_grounds(enum bt_set_theme theme, int colors);

#endif
