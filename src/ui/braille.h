/* ui/braille.h - eight dots of one cell: two columns of four.  Pure. */
#ifndef BT_UI_BRAILLE_H
#define BT_UI_BRAILLE_H

#define BT_BRAILLE_SIZE 4

/* The bit of the dot in fine column 0 or 1, fine row 0 (the lowest) to 3. */
unsigned bt_braille_dot(int column, int row);

/* The character of these dots, UTF-8; and the dots of a cell's text, 0 where it is no braille. */
char *bt_braille_text(unsigned dots, char out[BT_BRAILLE_SIZE]);
unsigned bt_braille_of(const char *text);

#endif
