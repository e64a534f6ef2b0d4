/* base/text.h - outside text made harmless, and text measured in terminal columns.
 *
 * Feeds, JSON, headers, server errors, file names and echoed config reach a screen, a log, a title
 * or a tty only through bt_text_clean.  */
#ifndef BT_BASE_TEXT_H
#define BT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define BT_TEXT_REPLACEMENT 0xFFFDu

/* Copy in[0..n-1] to out (size bytes, NUL-ended, never a cut character), making of every
 *   invalid UTF-8 byte, C0 control but tab and newline, DEL, C1 control, bidi control  U+FFFD
 *   tab, newline, carriage return                                                     one space
 *   soft hyphen, zero-width and invisible format characters, tags                     nothing
 * and keeping at most two combining marks on one base.  Returns the length written. */
size_t bt_text_clean(const char *in, size_t n, char *out, size_t size);
/* The same into an arena. */
char *bt_text_clean_dup(struct bt_arena *a, const char *in, size_t n);

/* The code point at s[0..n-1] and its length in bytes (0 at n = 0); invalid: the replacement
 * character and 1.  */
size_t bt_utf8_decode(const char *s, size_t n, uint32_t *cp);
/* Bytes written into out (1..4); not NUL-ended. */
size_t bt_utf8_encode(uint32_t cp, char out[4]);

/* Columns of one code point (0, 1 or 2), of a clean string, and the number of bytes of s that fit
 * into `columns` without cutting a character.  By wcwidth(3) of the current LC_CTYPE; where that
 * says -1, 1.  */
int bt_text_char_width(uint32_t cp);
int bt_text_width(const char *s);
size_t bt_text_fit(const char *s, int columns);

#endif
