/* ui/term_keys.h - keys, clicks and pastes of the terminal, through curses. */
#ifndef BT_UI_TERM_KEYS_H
#define BT_UI_TERM_KEYS_H

#include <curses.h>

#include "base/buf.h"
#include "ui/term.h"

struct bt_term_keys {
	WINDOW *pad;             /* where curses reads; being a pad, it is never painted */
	struct bt_buf paste;
};

/* After curses began. */
void bt_term_keys_open(struct bt_term_keys *k);
void bt_term_keys_close(struct bt_term_keys *k);
/* See bt_term_read. */
struct bt_event bt_term_keys_read(struct bt_term_keys *k);

#endif
