/* ui/key.h - one key press, and its name in config, help and manual. */
#ifndef BT_UI_KEY_H
#define BT_UI_KEY_H

#include <stdbool.h>
#include <stddef.h>

/* A key is a character (control characters included) or one of these. */
enum bt_key {
	BT_KEY_NONE = 0,
	BT_KEY_TAB = 9,
	BT_KEY_ENTER = 13,
	BT_KEY_ESC = 27,
	BT_KEY_BACKSPACE = 127,
	BT_KEY_SPECIAL = 0x200000,      /* no character from here on */
	BT_KEY_UP, BT_KEY_DOWN, BT_KEY_LEFT, BT_KEY_RIGHT, BT_KEY_HOME, BT_KEY_END, BT_KEY_PGUP,
	BT_KEY_PGDN, BT_KEY_STAB, BT_KEY_DELETE, BT_KEY_INSERT,
	BT_KEY_F1, BT_KEY_F2, BT_KEY_F3, BT_KEY_F4, BT_KEY_F5, BT_KEY_F6, BT_KEY_F7, BT_KEY_F8,
	BT_KEY_F9, BT_KEY_F10, BT_KEY_F11, BT_KEY_F12,
	BT_KEY_MOUSE,                   /* where and what: the event beside it */
	BT_KEY_PASTE,                   /* text: the event beside it */
	BT_KEY_RESIZE,
};

#define BT_KEY_NAME_SIZE 16

/* The key of a name of n bytes ("q", "F1", "^L", "S-Tab", "PgUp"); BT_KEY_NONE when it is none. */
int bt_key_parse(const char *name, size_t n);
char *bt_key_name(int key, char buf[BT_KEY_NAME_SIZE]);

#endif
