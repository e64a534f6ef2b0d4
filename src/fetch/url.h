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

#endif
