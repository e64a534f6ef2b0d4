/* ui/term_guard.h - what the terminal can do (terminfo), and giving it back when the program crashes. */
#ifndef BT_UI_TERM_GUARD_H
#define BT_UI_TERM_GUARD_H

#include <stdbool.h>

#include "base/err.h"

/* Can a full-screen program run here?  BT_E_USAGE with a sentence for the user when not. */
BT_MUST_CHECK enum bt_status bt_term_probe(struct bt_err *err);
/* Does terminfo have this string?  After bt_term_probe. */
bool bt_term_has(const char *capability);

/* Remember the tty's modes; before curses touches them. */
void bt_term_guard_save(int tty);
/* Make the string that undoes everything and arm the crash handlers; after curses began. */
void bt_term_guard(int tty);
/* Add to that string until it is made anew. */
void bt_term_guard_text(const char *text);
void bt_term_unguard(void);
/* Give the terminal back from anywhere, by system calls alone; nothing when not armed. */
void bt_term_rescue(void);

#endif
