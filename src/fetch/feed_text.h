/* fetch/feed_text.h - the bytes of a feed as UTF-8 that an XML parser can read.
 *
 * Feeds are hand-made: wrong encodings, control bytes, bare ampersands, HTML entities that XML does
 * not know, a blank line before the declaration.  All that is mended here, in one place, so that
 * the parser is left with plain UTF-8.  (Expat could report unknown entities itself, after
 * XML_UseForeignDTD, but not in attributes, where links have them.)  */
#ifndef BT_FETCH_FEED_TEXT_H
#define BT_FETCH_FEED_TEXT_H

#include "base/buf.h"

/* Append body as UTF-8: decoded from UTF-8, UTF-16 (byte order mark), ISO-8859-1 and Windows-1252
 * (which a feed that says the former nearly always means); of encodings we do not know all but
 * ASCII becomes U+FFFD, and so does each byte that is invalid in its encoding.  Comments and
 * processing instructions are left out.  BT_E_LIMIT: more than out->max.  */
enum bt_status bt_feed_text(const char *body, size_t len, struct bt_buf *out);

#endif
