/* fetch/version.h - which parsers this program runs with. */
#ifndef BT_FETCH_VERSION_H
#define BT_FETCH_VERSION_H

#include "base/buf.h"

/* "cJSON 1.7.15, expat 2.5.0, zlib 1.2.13": of the libraries loaded, not of those compiled against. */
void bt_fetch_version(struct bt_buf *out);

#endif
