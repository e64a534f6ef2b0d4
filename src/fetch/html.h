/* fetch/html.h - what HTML leaves when only the words matter. */
#ifndef BT_FETCH_HTML_H
#define BT_FETCH_HTML_H

#include "base/buf.h"
#include "fetch/provider.h"

/* Code point of the character reference at s[0..n-1] ("&nbsp;", "&#39;", "&#x27;", with its
 * semicolon) and its length; 0 when it is none.  References to control characters mean those of
 * Windows-1252, as browsers read them; impossible ones are U+FFFD.  */
size_t bt_html_reference(const char *s, size_t n, uint32_t *cp);

/* U+0080..U+009F as Windows-1252 means them; any other code point itself. */
uint32_t bt_html_from_windows(uint32_t cp);

/* Links while a text is read: numbered from 1 as they come, each address once. */
#define BT_HTML_LINKS 40
struct bt_html_links {
	const char *base;        /* what they are relative to (bt_url_link), or NULL */
	struct bt_arena *arena;
	const char *at[BT_HTML_LINKS];
	size_t n;                /* those that are there at first come before those of the text */
};

/* The words of HTML text: tags gone, references decoded, both once more for text that was encoded
 * twice, white space collapsed, made harmless by bt_text_clean, cut to less than max (at most
 * BT_WORDS_MAX) bytes between characters.  "" for nothing; NULL when the arena is exhausted. */
#define BT_WORDS_MAX 4096
const char *bt_html_words(const char *html, size_t n, size_t max, struct bt_arena *a);

/* The same for reading: a line ends in '\n' where HTML breaks it, a paragraph in two, points of a list
 * begin with "- ", and the words of a link are followed by its number, "[2]".  Links that bt_url_link
 * refuses, that have no words, or that are one too many have none.  */
const char *bt_html_text(const char *html, size_t n, size_t max, struct bt_html_links *links,
                         struct bt_arena *a);

#endif
