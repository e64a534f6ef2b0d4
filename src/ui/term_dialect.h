/* ui/term_dialect.h - what the terminal understands, read through terminfo. */
#ifndef BT_UI_TERM_DIALECT_H
#define BT_UI_TERM_DIALECT_H

#include "ui/dialect.h"
#include "ui/palette.h"

/* After curses began. */
void bt_term_dialect(struct bt_dialect *d);
/* Its words for the colours of a palette. */
void bt_term_dialect_colors(struct bt_dialect *d, const struct bt_palette *p);
/* What its looks may be, with that many colours. */
struct bt_palette_limits bt_term_limits(const struct bt_dialect *d, int colors);

#endif
