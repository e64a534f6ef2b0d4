/* fetch/html_link.h - links in HTML; for html_text.c. */
#ifndef BT_FETCH_HTML_LINK_H
#define BT_FETCH_HTML_LINK_H

#include "fetch/html.h"

/* Append a code point; control characters other than white space are U+FFFD. */
void bt_html_add(struct bt_buf *out, uint32_t cp);

/* Append the value of href of the tag at tag[0..n-1], its references decoded; false: there is none. */
bool bt_html_href(const char *tag, size_t n, struct bt_buf *out);

/* The number of a link, which is added when it is new; 0: it has none. */
size_t bt_html_number(struct bt_html_links *l, const char *href);

#endif
