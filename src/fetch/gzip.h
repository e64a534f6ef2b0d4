/* fetch/gzip.h - gzip undone, never beyond a bound. */
#ifndef BT_FETCH_GZIP_H
#define BT_FETCH_GZIP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

/* Do these bytes begin like a gzip file? */
bool bt_gzip_is(const char *data, size_t len);

/* Add the uncompressed bytes of all members of data to out, whose max bounds them.
 *	BT_E_LIMIT  more than that
 *	BT_E_PARSE  damaged or cut off  */
BT_MUST_CHECK enum bt_status bt_gzip_expand(const char *data, size_t len, struct bt_buf *out,
                                            struct bt_err *err);

/* The whole file into *out, which must be empty and whose max bounds it, gzip undone.  `path` is shown
 * as it is.  Errors as above and those of bt_file_read.  */
BT_MUST_CHECK enum bt_status bt_gzip_read(const char *path, struct bt_buf *out, struct bt_err *err);

#endif
