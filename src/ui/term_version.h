/* ui/term_version.h - which curses this program runs with. */
#ifndef BT_UI_TERM_VERSION_H
#define BT_UI_TERM_VERSION_H

/* "ncurses 6.4.20221231"; needs no terminal. */
const char *bt_term_version(void);

#endif
