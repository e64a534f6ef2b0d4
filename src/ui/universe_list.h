/* ui/universe_list.h - the lists of members whose breadth can be measured, to pick one from. */
#ifndef BT_UI_UNIVERSE_LIST_H
#define BT_UI_UNIVERSE_LIST_H

#include "ui/screen.h"

/* Call f for each: those that come with the program, "all", those that were imported; reads their directory.
 * Words live as long as the arena.  */
typedef void bt_universe_fn(void *user, const char *name, const char *help);
void bt_universes_each(struct bt_arena *a, bt_universe_fn *f, void *user);

/* Lay them over the view; Enter measures the selected one. */
void bt_universes_open(struct bt_screen *s);

#endif
