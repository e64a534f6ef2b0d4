/* fetch/url.h - addresses: made, cleaned and joined; nothing is opened here. */
#ifndef BT_FETCH_URL_H
#define BT_FETCH_URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

/* Append s with every byte but letters, digits and - . _ ~ percent-encoded. */
enum bt_status bt_url_escape(const char *s, struct bt_buf *out);

/* Letters and digits alone, not empty: safe in a query as it is. */
bool bt_url_is_word(const char *s);

/* A link of a feed made safe to keep and to hand to a browser: resolved against base (RFC 3986;
 * NULL: none), http or https, with a host that every program reads alike (letters, digits and -._~,
 * or an address in its usual form) and without a user name, at most 2,048 bytes, everything
 * outside 0x21-0x7E and quotes percent-encoded.  "" when it cannot be that; NULL when the arena is
 * exhausted.  */
const char *bt_url_link(const char *base, const char *ref, struct bt_arena *a);

#endif
